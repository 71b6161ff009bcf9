package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Map;

/** Who is in a group, where that is a list of its own below the group and comes page by page. For one thread. */
final class MemberPages {

    private static final int SIZE = 500;

    private final ScimPath path;
    private final ArrayNode members = JsonNodeFactory.instance.arrayNode();
    private JsonNode last;
    /** What was said on the page before of how many there are; 0 before the first. */
    private long told;

    /** @param path where members stand in a group */
    MemberPages(ScimPath path) {
        this.path = path;
    }

    /** Below the group. */
    static String place(String group) {
        return group + "/Members";
    }

    String query() {
        return "startIndex=" + (members.size() + 1) + "&count=" + SIZE;
    }

    /** Takes a page; whether it was the last. */
    boolean take(JsonNode page) {
        JsonNode some = page == null ? null : new ScimPath("", path.attribute(), Map.of(), "").read(page);
        boolean silent = some == null && !(page != null && page.path("memberSize").asInt(-1) == members.size());
        if (silent) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider was asked who is in a group and does not say");
        }
        boolean again = some != null && !some.isEmpty() && some.equals(last);
        if (again) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider gives the same members of a group on every page");
        }
        last = some;
        long now = page.path("memberSize").asLong(told);
        if (now < told) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "a group had " + told + " members when the reading of them began and has " + now
                    + " now; somebody may have been stepped over, so it starts again later");
        }
        told = now;
        if (some != null) {
            some.forEach(members::add);
        }
        boolean end = some == null || some.isEmpty();
        long promised = page.path("memberSize").asLong(end ? members.size() : Long.MAX_VALUE);
        if (end && members.size() < promised) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider speaks of " + promised + " members of a group and shows " + members.size());
        }
        return end || members.size() >= promised;
    }

    /** All of them, once the last page was taken. */
    ArrayNode members() {
        return members;
    }

    /** The same as a group that shows them. */
    ObjectNode group() {
        return JsonNodeFactory.instance.objectNode().set(path.attribute(), members);
    }
}
