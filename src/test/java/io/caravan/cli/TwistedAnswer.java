package io.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.scim.ScimProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What some SCIM applications make of their answers. */
final class TwistedAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TwistedAnswer() {
    }

    /** The answer without the accounts that are closed. */
    static ScimProxy.Answer withoutInactive(ScimProxy.Answer answer) {
        return rewritten(answer, body -> {
            ArrayNode open = JSON.createArrayNode();
            body.path("Resources").forEach(user -> {
                if (user.path("active").asBoolean(true)) {
                    open.add(user);
                }
            });
            ((ObjectNode) body).put("totalResults", open.size()).set("Resources", open);
        });
    }

    /** The answer with no more than so many of each group's members. */
    static ScimProxy.Answer firstMembers(ScimProxy.Answer answer, int count) {
        return rewritten(answer, body -> {
            List<JsonNode> groups = new ArrayList<>(List.of(body));
            body.path("Resources").forEach(groups::add);
            groups.forEach(group -> {
                while (group.path("members").size() > count) {
                    ((ArrayNode) group.get("members")).remove(count);
                }
            });
        });
    }

    /** The answer without a word of any group's members. */
    static ScimProxy.Answer withoutMembers(ScimProxy.Answer answer) {
        return rewritten(answer, body -> body.path("Resources").forEach(group -> ((ObjectNode) group).remove("members")));
    }

    private static ScimProxy.Answer rewritten(ScimProxy.Answer answer, Consumer<JsonNode> by) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            by.accept(body);
            return new ScimProxy.Answer(answer.status(), body.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
