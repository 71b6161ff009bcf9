package io.caravan.camel.scim;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One system's settings, by the Kamelet's names; an empty text counts as not set. Immutable. */
record ScimSettings(Map<String, String> written) {

    ScimSettings {
        written = Map.copyOf(written);
        refuseBulkOfPuts(written);
    }

    /** A PUT needs the resource as it is, which a bulk request cannot ask for; sent as a PATCH it would be refused, or worse. */
    private static void refuseBulkOfPuts(Map<String, String> written) {
        if ("put".equals(written.get("updateStyle")) && !written.getOrDefault("bulk", "1").strip().equals("1")) {
            throw new OutcomeException(OutcomeKind.INVALID, "bulk requests cannot carry updates by put; set bulk to 1, or updateStyle to patch");
        }
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(written.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String mediaType() {
        return text("contentType").orElse("application/scim+json");
    }

    /** {@code /Users} or {@code /Groups}, whatever they are called there. */
    String collection(String object) {
        return switch (object) {
            case "user" -> text("userPath").orElse("/Users");
            case "group" -> text("groupPath").orElse("/Groups");
            default -> throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the SCIM connector knows users and groups, and no " + object);
        };
    }

    /** What narrows the objects that are read; empty: nothing. */
    String filter(String object) {
        return object.equals("user") ? text("filter").orElse("") : "";
    }

    boolean capitalisedOperations() {
        return text("patchOp").filter("capitalised"::equals).isPresent();
    }

    /** Whether changes are put. */
    boolean puts() {
        return text("updateStyle").filter("put"::equals).isPresent();
    }

    /** How the members of groups can be looked at and taken out. */
    GroupMembers members() {
        return new GroupMembers(text("groupMembers").map(word -> GroupMembers.Sight.valueOf(word.toUpperCase(Locale.ROOT))).orElse(GroupMembers.Sight.SHOWN),
                text("groupCheckEvery").map(Integer::parseInt).orElse(20), text("groupRemoval").filter("values"::equals).isPresent());
    }

    int bulk() {
        return text("bulk").map(Integer::parseInt).orElse(1);
    }

    Duration overlap() {
        return Duration.ofSeconds(text("overlapSeconds").map(Long::parseLong).orElse(300L));
    }
}
