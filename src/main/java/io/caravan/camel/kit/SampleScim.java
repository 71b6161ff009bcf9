package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** A vendor's SCIM service, as its public documents have it: see {@link ScimWays}. */
class SampleScim extends SampleVendor {

    static final String TOKEN = "sample-token";
    /** The userName of somebody whom it does not let be disabled. */
    static final String FROZEN = "frozen@example.test";
    /** A title that a part of a change is refused for, once it is carried out. */
    static final String UNTAKEN = "untaken";
    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";
    private static final String LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    private static final String SEARCH = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    private static final String CONCUR_SEARCH = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";

    final ScimWays ways;
    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    /** What is taken note of and not carried out: how often it was asked for, and what it does. */
    private final Map<String, Later> later = new LinkedHashMap<>();
    private int number = 1000;
    /** Answers an unfiltered list of users with one whom it makes up. */
    boolean listsNobody;
    /** Says 202 where it only takes note. */
    boolean says202;
    int throttles;
    /** Never carries out what it has taken note of. */
    boolean neverDone;

    private static final class Later {
        private int asked;
        private final String id;
        private final boolean fails;
        private final Runnable work;

        Later(String id, boolean fails, Runnable work) {
            this.id = id;
            this.fails = fails;
            this.work = work;
        }
    }

    SampleScim(String vendor) {
        ways = ScimWays.of(vendor);
    }

    /** A group that was made by hand. */
    synchronized String group(String displayName) {
        String id = "g" + number++;
        groups.put(id, NODES.objectNode().put("id", id).put("displayName", displayName));
        return id;
    }

    /** So many people at once, whom nobody had to send. */
    synchronized void fill(int count) {
        for (int i = 0; i < count; i++) {
            String id = "f" + number++;
            ObjectNode user = NODES.objectNode().put("id", id).put("userName", id + "@example.test").put("active", true);
            touch(user, true);
            users.put(id, user);
        }
    }

    synchronized void putIn(String group, List<String> names) {
        ArrayNode members = groups.get(group).withArray("members");
        names.forEach(name -> members.addObject().put("value", name));
    }

    synchronized List<String> everybody() {
        return List.copyOf(users.keySet());
    }

    synchronized List<String> members(String group) {
        return SamplePatch.values(groups.get(group), "members");
    }

    /** As it is kept, whatever is shown of it; null if there is none. */
    synchronized ObjectNode user(String id) {
        return users.get(id);
    }

    @Override
    Said answer(Asked asked) {
        if (!("Bearer " + TOKEN).equals(asked.headers().get("authorization"))) {
            return error(401, "", "the token is none");
        }
        if (throttles > 0) {
            throttles--;
            return new Said(429, error(429, "", "too many requests").body(), Map.of("Retry-After", "1"));
        }
        if (ways.wantsUserAgent && !asked.headers().getOrDefault("user-agent", "").contains("Caravan")) {
            return error(400, "", "the header User-Agent is missing");
        }
        if (ways.onlyJson && !asked.text().isEmpty() && !asked.headers().getOrDefault("content-type", "").startsWith("application/json")) {
            return error(415, "", "only application/json is taken");
        }
        try {
            return routed(asked);
        } catch (SamplePatch.Refused refused) {
            return refused.said();
        }
    }

    private Said routed(Asked asked) {
        int at = 0;
        Set<String> starts = Set.of(ways.users, ways.groups, "Bulk", "Schemas", "ResourceTypes", "ServiceProviderConfig", "Roles", "Entitlements", "provisions");
        while (at < asked.path().size() && !starts.contains(asked.path().get(at))) {
            at++;
        }
        if (at == asked.path().size()) {
            return error(404, "", "there is nothing");
        }
        List<String> path = asked.path().subList(at, asked.path().size());
        String place = path.get(0);
        if (place.equals(ways.users)) {
            boolean writes = !asked.method().equals("GET") && !path.contains(".search");
            return ways.later && writes != asked.path().contains("v4") ? error(404, "", "there is nothing") : resources(asked, path, users, true);
        }
        if (place.equals(ways.groups)) {
            return resources(asked, path, groups, false);
        }
        return switch (place) {
            case "Bulk" -> bulk(asked);
            case "Schemas" -> Said.ok(list(new ArrayList<>(List.of(SampleSchemas.user(), SampleSchemas.group())), 0, 2));
            case "ServiceProviderConfig" -> Said.ok(config());
            case "provisions" -> status(path.get(1));
            case "Roles", "Entitlements" -> readOnly(asked, place);
            default -> error(404, "", "there is nothing");
        };
    }

    private ObjectNode config() {
        ObjectNode config = NODES.objectNode();
        config.withObject("/bulk").put("supported", ways.vendor.equals("webex")).put("maxOperations", 100);
        return config;
    }

    private Said readOnly(Asked asked, String place) {
        List<ObjectNode> all = new ArrayList<>();
        ways.readOnlyLists.getOrDefault(place, List.of()).forEach(name -> all.add(NODES.objectNode().put("id", name.toLowerCase(Locale.ROOT).replace(' ', '-')).put("displayName", name)));
        return asked.method().equals("GET") && !all.isEmpty() ? Said.ok(list(all, asked.number("startIndex", 1) - 1, ways.largestPage)) : error(405, "", "not that");
    }

    private Said resources(Asked asked, List<String> path, Map<String, ObjectNode> kept, boolean ofUsers) {
        if (path.size() == 2 && path.get(1).equals(".search") && asked.method().equals("POST")) {
            String schema = ways.later ? CONCUR_SEARCH : SEARCH;
            return asked.body().path("schemas").toString().contains(schema) ? listed(kept, ofUsers, texts(asked.body())) : error(400, "invalidSyntax", "the search is of another schema");
        }
        if (path.size() == 1) {
            return switch (asked.method()) {
                case "GET" -> listed(kept, ofUsers, asked.query());
                case "POST" -> created(asked.body(), kept, ofUsers);
                default -> error(405, "", "not that");
            };
        }
        ObjectNode resource = kept.get(path.get(1));
        boolean hidden = resource != null && ofUsers && ways.hidesInactive && !resource.path("active").asBoolean();
        if (resource == null || hidden) {
            return error(404, "", "there is none with this id");
        }
        if (path.size() == 3) {
            return ways.members == ScimWays.Members.IN_GROUP_AND_PAGES ? Said.ok(memberPage(resource, asked)) : error(404, "", "there is nothing");
        }
        return switch (asked.method()) {
            case "GET" -> Said.ok(shown(resource, ofUsers, true, asked.query()));
            case "PATCH" -> patched(resource, asked.body(), ofUsers);
            case "PUT" -> put(resource, asked.body(), kept, ofUsers);
            case "DELETE" -> deleted(resource, kept, ofUsers);
            default -> error(405, "", "not that");
        };
    }

    private static Map<String, String> texts(ObjectNode body) {
        Map<String, String> texts = new LinkedHashMap<>();
        body.fields().forEachRemaining(each -> texts.put(each.getKey(), each.getValue().isArray() ? each.getValue().path(0).asText() : each.getValue().asText()));
        return texts;
    }

    private Said listed(Map<String, ObjectNode> kept, boolean ofUsers, Map<String, String> query) {
        String filter = query.getOrDefault("filter", "");
        if (listsNobody && ofUsers && filter.isEmpty()) {
            return Said.ok(list(List.of(NODES.objectNode().put("id", "0").put("userName", "synthesis_user").put("active", true)), 0, 1));
        }
        if (ways.byCursor && query.keySet().stream().anyMatch(Set.of("startIndex", "attributes", "excludedAttributes")::contains)) {
            return error(400, "invalidValue", "startIndex and attributes are not supported");
        }
        List<ObjectNode> all = new ArrayList<>();
        kept.values().stream().filter(one -> !(ofUsers && ways.hidesInactive) || one.path("active").asBoolean())
                .filter(one -> filter.isEmpty() || !isKnown(filter, ofUsers) || SamplePatch.matches(one, filter)).forEach(one -> all.add(shown(one, ofUsers, false, query)));
        int count = Math.min(ways.largestPage, Integer.parseInt(query.getOrDefault("count", "100")));
        return Said.ok(ways.byCursor && filter.isEmpty() ? cursorPage(all, query, count) : named(list(all, Integer.parseInt(query.getOrDefault("startIndex", "1")) - 1, count)));
    }

    private boolean isKnown(String filter, boolean ofUsers) {
        Set<String> known = ofUsers ? ways.userFilters : ways.groupFilters;
        boolean all = !filter.contains("[") && SamplePatch.clauses(filter).stream().allMatch(clause -> known.contains(clause.group(1).toLowerCase(Locale.ROOT)));
        if (!all && ways.unknownFilter == ScimWays.UnknownFilter.REFUSED) {
            throw new SamplePatch.Refused("invalidFilter", "there is no such filter");
        }
        return all;
    }

    private static ObjectNode list(List<ObjectNode> all, int from, int count) {
        ObjectNode list = NODES.objectNode();
        list.putArray("schemas").add(LIST);
        List<ObjectNode> page = part(all, Math.max(0, from), count);
        list.put("totalResults", all.size()).put("startIndex", Math.max(0, from) + 1).put("itemsPerPage", page.size());
        page.forEach(list.putArray("Resources")::add);
        return list;
    }

    /** Pages are short now and then, and one is empty though others follow; without a cursor there is a first page only. */
    private ObjectNode cursorPage(List<ObjectNode> all, Map<String, String> query, int count) {
        if (!ways.knowsCursors || !query.containsKey("cursor") && !ways.later) {
            return named(list(all.subList(0, Math.min(50, all.size())), 0, count));
        }
        String cursor = query.getOrDefault("cursor", "");
        boolean empty = cursor.endsWith("-");
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.replaceAll("\\D", ""));
        int size = empty ? 0 : cursor.isEmpty() ? count : Math.max(1, count - 3);
        ObjectNode page = list(all, from, size);
        page.remove("startIndex");
        if (from + size < all.size()) {
            page.put("nextCursor", "c" + (from + size) + (empty ? "" : "-"));
        }
        if (ways.silentOfTotals) {
            page.remove("totalResults");
        }
        return named(page);
    }

    private ObjectNode named(ObjectNode list) {
        if (ways.listsInLowerCase) {
            list.set("resources", list.remove("Resources"));
        }
        return list;
    }

    private ObjectNode shown(ObjectNode resource, boolean ofUsers, boolean single, Map<String, String> query) {
        ObjectNode shown = resource.deepCopy();
        shown.remove("password");
        if (ofUsers && ways.textBooleans) {
            shown.put("active", resource.path("active").asText());
        }
        boolean withMembers = ways.members == ScimWays.Members.IN_GROUP || ways.members == ScimWays.Members.IN_GROUP_AND_PAGES && single;
        if (!ofUsers && (!withMembers || "members".equals(query.get("excludedAttributes")))) {
            shown.remove("members");
            if (ways.members == ScimWays.Members.NEVER) {
                shown.putArray("members");
            }
        }
        return shown;
    }

    private ObjectNode memberPage(ObjectNode group, Asked asked) {
        ArrayNode all = group.withArray("members");
        List<JsonNode> page = part(StreamSupport.stream(all.spliterator(), false).toList(), asked.number("startIndex", 1) - 1, Math.min(500, asked.number("count", 100)));
        ObjectNode answer = list("members", page).put("memberSize", all.size()).put("displayName", group.path("displayName").asText()).put("itemsPerPage", page.size())
                .put("startIndex", asked.number("startIndex", 1));
        answer.putArray("schemas").add("urn:scim:schemas:extension:cisco:webexidentity:2.0:GroupMembers");
        return answer;
    }

    private Said created(ObjectNode body, Map<String, ObjectNode> kept, boolean ofUsers) {
        if (!ofUsers && !ways.makesGroups) {
            return error(405, "", "groups are made elsewhere");
        }
        refuseWrong(body, ofUsers);
        Optional<ObjectNode> same = kept.values().stream().filter(other -> isSame(other, body, ofUsers)).findFirst();
        boolean revives = ways.hidesInactive && same.filter(other -> ofUsers && !other.path("active").asBoolean()).isPresent();
        if (same.isPresent() && !revives) {
            return error(409, "uniqueness", "there is one already");
        }
        String id = revives ? same.get().path("id").asText() : ways.idIsExternalId ? body.path("externalId").asText() : (ofUsers ? "u" : "g") + (ways.strangeIds ? "&+/" : "") + number++;
        ObjectNode made = body.deepCopy().put("id", id);
        if (ofUsers && !made.has("active")) {
            made.put("active", true);
        }
        touch(made, ofUsers);
        return ways.later ? taken(id, made, () -> kept.put(id, made), 201) : put(kept, made, ofUsers);
    }

    private Said put(Map<String, ObjectNode> kept, ObjectNode made, boolean ofUsers) {
        kept.put(made.path("id").asText(), made);
        return Said.created(shown(made, ofUsers, true, Map.of()));
    }

    private static boolean isSame(ObjectNode one, ObjectNode other, boolean ofUsers) {
        String name = ofUsers ? "userName" : "displayName";
        return one.path(name).asText().equalsIgnoreCase(other.path(name).asText());
    }

    private void refuseWrong(ObjectNode body, boolean ofUsers) {
        List<String> required = ofUsers ? ways.required : List.of("displayName");
        required.stream().filter(path -> SamplePatch.values(body, path).isEmpty()).findFirst().ifPresent(path -> {
            throw new SamplePatch.Refused("invalidValue", path + " is missing");
        });
        if (ways.refusesNull && body.toString().contains(":null")) {
            throw new SamplePatch.Refused("invalidValue", "null is no value");
        }
        if (body.path("userName").asText().length() > ways.longestUserName) {
            throw new SamplePatch.Refused("invalidValue", "username_too_long");
        }
        if (body.path("displayName").asText().chars().anyMatch(c -> ways.refusedCharacters.indexOf(c) >= 0)) {
            throw new SamplePatch.Refused("invalidValue", "displayName has a character that is not allowed");
        }
        refuseMembers(StreamSupport.stream(body.path("members").spliterator(), false).map(member -> member.path("value").asText()).toList(), ways.mostMembers);
    }

    private void refuseMembers(List<String> names, int most) {
        if (names.size() > most) {
            throw new SamplePatch.Refused("tooMany", "at most " + most + " members in a request");
        }
        names.stream().filter(name -> !users.containsKey(name) && !groups.containsKey(name)).findFirst().ifPresent(name -> {
            throw new SamplePatch.Refused("invalidValue", "there is no member " + name);
        });
    }

    private void touch(ObjectNode resource, boolean ofUsers) {
        String now = Instant.now().toString();
        ObjectNode meta = resource.withObject("/meta");
        meta.put("resourceType", ofUsers ? "User" : "Group").put("created", meta.path("created").asText(now)).put("lastModified", now);
        if (ways.vendor.equals("webex")) {
            meta.put("version", "W/\"" + number++ + "\"").put("location", url() + "/v2/" + (ofUsers ? ways.users : ways.groups) + "/" + resource.path("id").asText());
        }
    }

    private Said patched(ObjectNode resource, ObjectNode body, boolean ofUsers) {
        ObjectNode changed = resource.deepCopy();
        for (JsonNode operation : body.path("Operations")) {
            SampleRules.refuse(ways, operation, ofUsers);
            if (!ofUsers && operation.path("op").asText().equalsIgnoreCase("add") && operation.path("path").asText().equals("members")) {
                refuseMembers(StreamSupport.stream(operation.path("value").spliterator(), false).map(member -> member.path("value").asText()).toList(), ways.mostMembers);
            }
            SamplePatch.apply(changed, operation);
        }
        long removals = StreamSupport.stream(body.path("Operations").spliterator(), false).filter(each -> each.path("op").asText().equalsIgnoreCase("remove") && !ofUsers).count();
        if (removals > ways.mostRemovals) {
            return error(400, "tooMany", "at most " + ways.mostRemovals + " removal in a request");
        }
        return changed(resource, changed, ofUsers);
    }

    private Said changed(ObjectNode resource, ObjectNode changed, boolean ofUsers) {
        if (ofUsers && changed.path("userName").asText().equals(FROZEN) && !changed.path("active").asBoolean()) {
            return error(400, "invalidValue", "FIELD_INTEGRITY_EXCEPTION: the user is somebody's default owner and cannot be deactivated");
        }
        boolean taken = ofUsers && users.values().stream().anyMatch(other -> !other.path("id").equals(changed.path("id")) && isSame(other, changed, true));
        if (taken) {
            return error(409, "uniqueness", "the name is taken");
        }
        touch(changed, ofUsers);
        if (ways.later && ofUsers) {
            return taken(changed.path("id").asText(), changed, () -> replace(resource, changed), 200);
        }
        replace(resource, changed);
        return ways.answersNothing ? Said.nothing() : Said.ok(shown(resource, ofUsers, true, Map.of()));
    }

    private static void replace(ObjectNode resource, ObjectNode changed) {
        resource.removeAll();
        resource.setAll(changed);
    }

    private Said put(ObjectNode resource, ObjectNode body, Map<String, ObjectNode> kept, boolean ofUsers) {
        if (!ways.puts) {
            return error(405, "", "not that");
        }
        refuseWrong(body, ofUsers);
        ObjectNode whole = body.deepCopy().put("id", resource.path("id").asText());
        whole.set("meta", resource.path("meta"));
        return changed(kept.get(resource.path("id").asText()), whole, ofUsers);
    }

    private Said deleted(ObjectNode resource, Map<String, ObjectNode> kept, boolean ofUsers) {
        if (ofUsers && ways.deleting == ScimWays.Deleting.REFUSED) {
            return error(403, "", "nobody is deleted");
        }
        if (ofUsers && ways.deleting == ScimWays.Deleting.DEACTIVATES) {
            resource.put("active", false);
        } else {
            kept.remove(resource.path("id").asText());
        }
        return Said.nothing();
    }

    private Said taken(String id, JsonNode what, Runnable work, int status) {
        String provision = "p" + number++;
        later.put(provision, new Later(id, what.path("title").asText().equals(UNTAKEN), work));
        ObjectNode answer = shown((ObjectNode) what, true, true, Map.of()).put("id", id);
        answer.withObject("/meta").put("resourceType", "User").put("provisionId", provision).put("statusUrl", url() + "/profile/v4/provisions/" + provision + "/status");
        return new Said(says202 ? 202 : status, answer);
    }

    /** Pending when it is asked for the first time, and done when it is asked for again. */
    private Said status(String id) {
        Later provision = later.get(id);
        if (provision == null) {
            return error(404, "", "there is none with this id");
        }
        boolean done = provision.asked++ > 0 && !neverDone;
        if (done && provision.asked == 2) {
            provision.work.run();
        }
        boolean failed = done && provision.fails;
        ObjectNode status = NODES.objectNode().put("id", id);
        status.withObject("/status").put("completed", done).put("success", done && !failed);
        status.withObject("/operationsCount").put("total", 1).put("success", done && !failed ? 1 : 0).put("failed", failed ? 1 : 0).put("pending", done ? 0 : 1);
        ObjectNode operation = status.putArray("operations").addObject().put("id", "1");
        operation.withObject("/status").put("completed", done).put("success", done && !failed);
        operation.withObject("/resource").put("id", provision.id).put("type", "User");
        ObjectNode part = operation.putArray("extensions").addObject().put("name", "urn:ietf:params:scim:schemas:extension:spend:2.0:User");
        part.withObject("/status").put("completed", done).put("success", done && !failed).put("code", failed ? "400" : "200").put("result", failed ? "error" : "success");
        if (failed) {
            part.withObject("/messages").put("code", "spend.invalid").put("message", "there is no such reimbursement method").put("schemaPath", "reimbursementCurrency").put("type", "error");
        }
        return Said.ok(status);
    }

    private Said bulk(Asked asked) {
        if (!ways.vendor.equals("webex") || !asked.body().has("operations") || asked.body().path("failOnErrors").asInt(0) < 1) {
            return error(400, "invalidSyntax", "failOnErrors and operations are wanted");
        }
        ArrayNode answers = NODES.arrayNode();
        asked.body().path("operations").forEach(operation -> {
            List<String> path = List.of(operation.path("path").asText().substring(1).split("/"));
            String text = operation.path("data").isObject() ? operation.path("data").toString() : "";
            ObjectNode data = operation.path("data").isObject() ? (ObjectNode) operation.path("data") : NODES.objectNode();
            Said said = answer(new Asked(operation.path("method").asText(), path, Map.of(), asked.headers(), data, text));
            String id = path.size() > 1 ? path.get(1) : said.body() == null ? "" : said.body().path("id").asText();
            ObjectNode answer = answers.addObject().put("method", operation.path("method").asText()).put("status", String.valueOf(said.status())).put("location", url() + "/v2/Users/" + id);
            if (path.size() == 1) {
                answer.set("bulkId", operation.path("bulkId"));
            }
            if (said.status() >= 300) {
                answer.set("response", said.body());
            }
        });
        ObjectNode answer = NODES.objectNode();
        answer.putArray("schemas").add("urn:ietf:params:scim:api:messages:2.0:BulkResponse");
        answer.set("Operations", answers);
        return Said.ok(answer);
    }

    static Said error(int status, String scimType, String detail) {
        ObjectNode error = NODES.objectNode().put("status", String.valueOf(status)).put("detail", detail);
        error.putArray("schemas").add(ERROR);
        if (!scimType.isEmpty()) {
            error.put("scimType", scimType);
        }
        return new Said(status, error);
    }
}
