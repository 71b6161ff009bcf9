package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Optional;

/**
 * Where a read by startIndex and count (RFC 7644 §3.4.2.4) stands. If the provider's total shrinks on the way, everything
 * behind what was deleted has moved up and somebody was stepped over; a page other than the one asked for, and a sum other
 * than the total, hide people as well. Such a read is not complete and must not count as one.
 *
 * @param start counts from 1
 * @param total what the provider said on the page before; -1 before the first
 */
record ScimPage(long start, long total) {

    /** From the variable {@code page}; null is the first page. */
    static ScimPage of(String token) {
        if (token == null) {
            return new ScimPage(1, -1);
        }
        String[] parts = token.split("/");
        return new ScimPage(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** The token of the page after this answer; empty if it was the last. */
    Optional<String> next(JsonNode answer) {
        long now = answer.path("totalResults").asLong();
        if (now < total) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider had " + total + " resources when the read began and has " + now
                    + " now; somebody may have been stepped over, so the read starts again later");
        }
        long told = answer.path("startIndex").asLong(start);
        boolean first = start == 1 && told == 0; // said by some who count from 0; the sum shows whether they mean it
        if (told != start && !first) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider was asked for the resources from " + start + " on and gave those from "
                    + told + " on; nobody knows what it left out");
        }
        long end = start + answer.path("Resources").size();
        if (end - 1 > now) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider speaks of " + now + " resources and gave " + (end - 1));
        }
        if (end > now) {
            return Optional.empty();
        }
        if (end == start) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the provider speaks of " + now + " resources and gave " + (start - 1));
        }
        return Optional.of(end + "/" + now);
    }
}
