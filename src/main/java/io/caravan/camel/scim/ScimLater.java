package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How it is learnt what became of a change that a provider has only taken note of.
 *
 * @param path where that is asked, with {@code {id}} in it
 * @param id   where the answer to the change says under which id
 * @param most so long somebody waits for it
 */
record ScimLater(String path, String id, Duration most) {

    /** Where to ask after this answer; empty if it names nothing to ask for. */
    Optional<String> place(JsonNode answer) {
        JsonNode told = answer == null ? null : ScimPath.parse(id).read(answer);
        return Optional.ofNullable(told).map(JsonNode::asText).filter(text -> !text.isBlank() && !text.equals(".") && !text.equals(".."))
                .map(text -> path.replace("{id}", ScimFilter.encoded(text)));
    }
}
