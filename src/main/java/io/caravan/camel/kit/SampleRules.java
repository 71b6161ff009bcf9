package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;

/** Which operations of a PATCH a vendor's service takes. */
final class SampleRules {

    private SampleRules() {
    }

    static void refuse(ScimWays ways, JsonNode operation, boolean ofUsers) {
        String op = operation.path("op").asText();
        String path = operation.path("path").asText("");
        boolean spelled = Set.of("add", "replace", "remove").contains(ways.lowerCaseOperations ? op : op.toLowerCase(Locale.ROOT));
        if (!spelled) {
            throw new SamplePatch.Refused("invalidSyntax", "there is no operation " + op);
        }
        if (ways.refusesNull && (operation.path("value").isNull() || operation.path("value").toString().contains(":null"))) {
            throw new SamplePatch.Refused("invalidValue", "null is no value");
        }
        if (ofUsers) {
            ofUsers(ways, operation, op, path);
        } else {
            ofGroups(ways, operation, op, path);
        }
    }

    private static void ofUsers(ScimWays ways, JsonNode operation, String op, String path) {
        if (ways.activeWithoutPath && path.equals("active")) {
            throw new SamplePatch.Refused("invalidPath", "active has no path");
        }
        boolean onlyActive = path.equals("active") || path.isEmpty() && operation.path("value").has("active") && operation.path("value").size() == 1;
        if (ways.patchesOnlyActive && !onlyActive) {
            throw new SamplePatch.Refused("invalidPath", "only active can be changed by PATCH");
        }
        if (op.equals("remove") && Set.of("userName", "active").contains(path)) {
            throw new SamplePatch.Refused("mutability", path + " cannot be removed");
        }
    }

    private static void ofGroups(ScimWays ways, JsonNode operation, String op, String path) {
        boolean ofMembers = path.startsWith("members");
        if (!ofMembers && !ways.renamesGroups) {
            throw new SamplePatch.Refused("mutability", "a group cannot be renamed");
        }
        if (!ofMembers) {
            return;
        }
        boolean all = !op.equalsIgnoreCase("add") && path.equals("members") && (op.equalsIgnoreCase("replace") || operation.path("value").isEmpty());
        if (all) {
            throw new SamplePatch.Refused("invalidValue", "members are not replaced or removed all at once");
        }
        if (op.equalsIgnoreCase("remove") && path.equals("members") && !ways.removesByValue) {
            throw new SamplePatch.Refused("invalidPath", "a member that goes is named by a filter");
        }
        if (op.equalsIgnoreCase("remove") && path.equals("members") && operation.path("value").size() > ways.mostMembers) {
            throw new SamplePatch.Refused("tooMany", "at most " + ways.mostMembers + " members in a request");
        }
    }
}
