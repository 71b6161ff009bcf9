package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Optional;

/**
 * Where a read by cursor (RFC 9865) stands. A page may be short, or empty, and is the last one only when it names no next one. A provider that does not
 * know cursors gives its first page, whatever it holds, and no other: that must not count as everybody.
 *
 * @param cursor empty for the first page
 * @param before so many have come
 */
record ScimCursor(String cursor, long before) {

    /** From the variable {@code page}; null is the first page. */
    static ScimCursor of(String token) {
        if (token == null) {
            return new ScimCursor("", 0);
        }
        int slash = token.indexOf('/');
        return new ScimCursor(token.substring(slash + 1), Long.parseLong(token.substring(0, slash)));
    }

    /**
     * The token of the page after this answer; empty if it was the last.
     *
     * @param size so many were asked for
     */
    Optional<String> next(JsonNode answer, int size) {
        long now = before + answer.path("Resources").size();
        String next = answer.path("nextCursor").asText("");
        if (!next.isEmpty() && next.equals(cursor)) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider names the page that it has just given as the next one");
        }
        if (!next.isEmpty()) {
            return Optional.of(now + "/" + next);
        }
        long promised = answer.path("totalResults").asLong(now);
        if (promised > now) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider speaks of " + promised + " resources, gave " + now + " and names no next page");
        }
        boolean cutOff = before == 0 && (answer.has("startIndex") || !answer.has("totalResults")) && now >= size;
        if (cutOff) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider was asked for pages by cursor and gave one with as many in it as were asked for, no next one and no word of cursors: it may know none, "
                    + "and nobody knows whom it left out. Should these be all, set pageSize to another number; if it knows no cursors, set paging to startIndex");
        }
        return Optional.empty();
    }
}
