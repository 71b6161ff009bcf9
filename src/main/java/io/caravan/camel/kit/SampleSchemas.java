package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a sample of a SCIM service says of its attributes (RFC 7643 §7). */
final class SampleSchemas {

    private SampleSchemas() {
    }

    static ObjectNode user() {
        ObjectNode schema = schema("User");
        List.of("userName", "displayName", "nickName", "title", "userType", "preferredLanguage", "timezone", "locale").forEach(name -> attribute(schema, name, "string", false));
        attribute(schema, "active", "boolean", false);
        List.of("givenName", "familyName", "formatted").forEach(name -> attribute(attribute(schema, "name", "complex", false), name, "string", false));
        List.of("emails", "phoneNumbers", "entitlements", "roles").forEach(name -> {
            ObjectNode list = attribute(schema, name, "complex", true);
            attribute(list, "value", "string", false);
            attribute(list, "type", "string", false);
        });
        return schema;
    }

    static ObjectNode group() {
        ObjectNode schema = schema("Group");
        attribute(schema, "displayName", "string", false);
        attribute(attribute(schema, "members", "complex", true), "value", "string", false);
        return schema;
    }

    private static ObjectNode schema(String name) {
        return SampleVendor.NODES.objectNode().put("id", "urn:ietf:params:scim:schemas:core:2.0:" + name).put("name", name);
    }

    private static ObjectNode attribute(ObjectNode around, String name, String type, boolean multiValued) {
        var attributes = around.withArray(around.has("type") ? "subAttributes" : "attributes");
        for (var there : attributes) {
            if (there.path("name").asText().equals(name)) {
                return (ObjectNode) there;
            }
        }
        return attributes.addObject().put("name", name).put("type", type).put("multiValued", multiValued);
    }
}
