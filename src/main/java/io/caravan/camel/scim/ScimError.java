package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.OutcomeKind;
import java.util.Optional;

/** What an error body says beyond its status (RFC 7644 §3.12). */
final class ScimError {

    private ScimError() {
    }

    /** Some providers send 400 with scimType uniqueness where the standard wants 409. Empty: the status decides. */
    static Optional<OutcomeKind> kind(int status, JsonNode body) {
        return status == 400 && body.path("scimType").asText("").equalsIgnoreCase("uniqueness") ? Optional.of(OutcomeKind.CONFLICT) : Optional.empty();
    }
}
