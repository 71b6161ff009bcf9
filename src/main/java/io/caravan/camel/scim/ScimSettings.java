package io.caravan.camel.scim;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
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

    /** {@code /Users} or {@code /Groups}, whatever they are called there; what people can be given, where a provider lists that. */
    String collection(String object) {
        return switch (object) {
            case "user" -> text("userPath").orElse("/Users");
            case "group" -> text("groupPath").orElse("/Groups");
            case "role" -> "/Roles";
            case "entitlement" -> "/Entitlements";
            default -> throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the SCIM connector knows users, groups, roles and entitlements, and no " + object);
        };
    }

    /** Where they are made, changed and deleted, where that is another place. */
    String writtenCollection(String object) {
        return object.equals("user") ? text("userWritePath").orElseGet(() -> collection(object)) : collection(object);
    }

    boolean pagesByCursor() {
        return text("paging").filter("cursor"::equals).isPresent();
    }

    /** The schema of a search that is sent as a body. */
    String searchSchema() {
        return text("searchSchema").orElse("urn:ietf:params:scim:api:messages:2.0:SearchRequest");
    }

    /** What every request has beside what belongs to it, by name. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        text("userAgent").ifPresent(name -> headers.put("User-Agent", name));
        text("headers").ifPresent(text -> {
            for (String pair : text.split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new OutcomeException(OutcomeKind.INVALID, "the setting headers is not written as name=value&name=value");
                }
                headers.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        });
        return headers;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting headers has a % that begins no encoded character; write %25", notEncoded);
        }
    }

    /** The userName of somebody who is nobody, and stands in a list that is none. */
    Optional<String> placeholderUser() {
        return text("placeholderUser");
    }

    ScimSwitch howToSwitch() {
        return text("activeStyle").map(word -> ScimSwitch.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'))).orElse(ScimSwitch.UPDATE);
    }

    /** Where it is asked how far a change is that the provider carries out later; empty where it carries out all at once. */
    Optional<ScimLater> later() {
        return text("statusPath").map(path -> new ScimLater(path, text("statusId").orElse("meta.provisionId"), Duration.ofSeconds(number("statusWait", 60))));
    }

    boolean lowerCaseBulk() {
        return text("bulkStyle").filter("lower-case"::equals).isPresent();
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
                number("groupCheckEvery", 20), text("groupRemoval").filter("values"::equals).isPresent(), number("groupRemovalChunk", 0));
    }

    int bulk() {
        return number("bulk", 1);
    }

    Duration overlap() {
        return Duration.ofSeconds(number("overlapSeconds", 300));
    }

    private int number(String name, int otherwise) {
        return text(name).map(Integer::parseInt).orElse(otherwise);
    }
}
