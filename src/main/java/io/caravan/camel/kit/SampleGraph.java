package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Microsoft Graph, as its documents have it (github microsoftgraph/microsoft-graph-docs-contrib): users, managers, licences, invitations, groups, roles,
 * applications, deltas and batches. What is made is not there at once; a delta shows hardly more than who has changed; the answers of a batch come in
 * another order; and a removal that forgets its {@code $ref} deletes the user.
 */
class SampleGraph extends SampleVendor {

    static final String SECRET = "sample-secret";
    private static final int MOST_TOP = 999;
    private static final int MOST_IN_BATCH = 20;
    private static final int DELTA_PAGE = 3;
    private static final String AT = "2026-11-01T10:00:00Z";
    private static final Pattern EQUALS = Pattern.compile("(\\w+) eq '((?:[^']|'')*)'");
    private static final List<String> LISTS = List.of("businessPhones", "assignedLicenses", "otherMails", "proxyAddresses");
    private static final Set<String> NAVIGATION = Set.of("manager", "members");

    final GraphDirectory directory = new GraphDirectory();
    private final List<String> tokens = new ArrayList<>();
    /** How often what was made is said not to be there. */
    private int lag;
    private final Map<String, Integer> hidden = new LinkedHashMap<>();
    private int oldestMark;

    /** From now on new objects are said not to be there, so many times each. */
    void lag(int times) {
        lag = times;
    }

    /** Nobody knows any more what changed before now. */
    void forgetMarks() {
        oldestMark = directory.now() + 1;
    }

    @Override
    Said answer(Asked asked) {
        if (asked.is("POST", "oauth2", "token")) {
            return token(pairs(asked.text()));
        }
        String shown = asked.headers().getOrDefault("authorization", "");
        if (tokens.stream().noneMatch(token -> shown.equals("Bearer " + token))) {
            return error(401, "InvalidAuthenticationToken", "Access token is empty or invalid.");
        }
        return asked.is("POST", "$batch") ? batch(asked) : one(asked);
    }

    private Said token(Map<String, String> form) {
        boolean known = SECRET.equals(form.get("client_secret")) && "client_credentials".equals(form.get("grant_type")) && form.getOrDefault("scope", "").endsWith("/.default");
        if (!known) {
            return new Said(401, NODES.objectNode().put("error", "invalid_client").put("error_description", "AADSTS7000215: Invalid client secret provided."));
        }
        tokens.add("token-" + tokens.size());
        return Said.ok(NODES.objectNode().put("access_token", tokens.get(tokens.size() - 1)).put("expires_in", 3599).put("token_type", "Bearer"));
    }

    static Said error(int status, String code, String message) {
        ObjectNode body = NODES.objectNode();
        body.putObject("error").put("code", code).put("message", message).putObject("innerError").put("date", AT);
        return new Said(status, body);
    }

    private Said batch(Asked asked) {
        JsonNode requests = asked.body().path("requests");
        Set<String> ids = new LinkedHashSet<>();
        requests.forEach(request -> ids.add(request.path("id").asText().toLowerCase(Locale.ROOT)));
        if (requests.isEmpty() || requests.size() > MOST_IN_BATCH || ids.size() < requests.size()) {
            return error(400, "BadRequest", "The batch is not as it has to be.");
        }
        List<ObjectNode> responses = new ArrayList<>();
        requests.forEach(request -> responses.add(0, response(request, within(request, asked))));
        return Said.ok(list("responses", responses));
    }

    /** One request of a batch; overridden by tests that look at each. */
    Said within(JsonNode request, Asked around) {
        String url = request.path("url").asText();
        String path = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
        boolean untyped = request.has("body") && !request.path("headers").path("Content-Type").asText().startsWith("application/json");
        if (untyped) {
            return error(400, "BadRequest", "Write request id : " + request.path("id").asText() + " does not contain Content-Type header or body.");
        }
        Asked asked = new Asked(request.path("method").asText(), Arrays.stream(path.split("/")).filter(segment -> !segment.isEmpty()).map(segment -> pairs("x=" + segment).get("x")).toList(),
                pairs(url.contains("?") ? url.substring(url.indexOf('?') + 1) : null), around.headers(), request.path("body") instanceof ObjectNode body ? body : NODES.objectNode(),
                request.has("body") ? request.path("body").toString() : "");
        return one(asked);
    }

    private static ObjectNode response(JsonNode request, Said said) {
        ObjectNode response = NODES.objectNode().put("id", request.path("id").asText()).put("status", said.status());
        ObjectNode headers = response.putObject("headers");
        headers.put("Content-Type", "application/json");
        said.headers().forEach(headers::put);
        if (said.body() != null) {
            response.set("body", said.body());
        }
        return response;
    }

    /** A request that came by itself, or in a batch. */
    Said one(Asked asked) {
        if (asked.path().size() > 1 && hidden.merge(asked.path().get(1), -1, Integer::sum) >= 0) {
            return missing(asked.path().get(1));
        }
        return switch (asked.path().get(0)) {
            case "users" -> asked.path().contains("delta") ? delta(asked, "users") : users(asked);
            case "groups" -> asked.path().contains("delta") ? delta(asked, "groups") : groups(asked);
            case "invitations" -> invite(asked);
            case "directoryRoles" -> groups(asked);
            case "servicePrincipals" -> applications(asked);
            case "directory" -> deleted(asked);
            default -> error(400, "BadRequest", "Resource not found for the segment '" + asked.path().get(0) + "'.");
        };
    }

    /** Whom one may bring back for a while. */
    private Said deleted(Asked asked) {
        if (asked.is("GET", "directory", "deletedItems", "microsoft.graph.user")) {
            return page(asked, directory.deleted());
        }
        return asked.is("POST", "directory", "deletedItems", "*", "restore") ? directory.restore(asked.path().get(2)).map(user -> Said.ok(NODES.objectNode().put("@odata.type", "#microsoft.graph.user")
                .put("id", user.path("id").asText()))).orElseGet(() -> missing(asked.path().get(2))) : error(400, "BadRequest", "Unsupported.");
    }

    private static Said missing(String id) {
        return error(404, "Request_ResourceNotFound", "Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.");
    }

    private Said made(String kind, ObjectNode object, Asked asked) {
        directory.put(kind, object);
        hidden.put(object.path("id").asText(), lag);
        return Said.created(shown(object, asked));
    }

    private Said users(Asked asked) {
        if (asked.path().size() == 1) {
            return asked.method().equals("GET") ? page(asked, directory.all("users")) : create(asked);
        }
        String id = asked.path().get(1);
        Optional<ObjectNode> user = directory.one("users", id);
        if (user.isEmpty()) {
            return missing(id);
        }
        if (asked.path().size() == 2) {
            return switch (asked.method()) {
                case "GET" -> Said.ok(shown(user.get(), asked));
                case "PATCH" -> change(user.get(), asked, "users");
                default -> {
                    directory.remove(id);
                    yield Said.nothing();
                }
            };
        }
        if (asked.is("PUT", "users", "*", "manager", "$ref")) {
            return referenced(asked).flatMap(manager -> directory.one("users", manager)).map(manager -> {
                user.get().set("manager", NODES.objectNode().put("@odata.type", "#microsoft.graph.user").put("id", manager.path("id").asText()));
                directory.put("users", user.get());
                return Said.nothing();
            }).orElseGet(() -> missing("manager"));
        }
        if (asked.is("DELETE", "users", "*", "manager", "$ref")) {
            boolean had = user.get().remove("manager") != null;
            directory.put("users", user.get());
            return had ? Said.nothing() : missing("manager");
        }
        if (asked.is("DELETE", "users", "*", "manager")) {
            directory.remove(user.get().path("manager").path("id").asText());
            return Said.nothing();
        }
        return asked.is("POST", "users", "*", "assignLicense") ? license(user.get(), asked)
                : asked.is("POST", "users", "*", "revokeSignInSessions") ? Said.ok(NODES.objectNode().put("value", true)) : error(400, "BadRequest", "Unsupported.");
    }

    private static Optional<String> referenced(Asked asked) {
        String address = asked.body().path("@odata.id").asText();
        return address.matches("https?://.*/(users|directoryObjects)/[^/]+") ? Optional.of(address.substring(address.lastIndexOf('/') + 1)) : Optional.empty();
    }

    private Said create(Asked asked) {
        for (String needed : List.of("accountEnabled", "displayName", "mailNickname", "userPrincipalName", "passwordProfile")) {
            if (asked.body().path(needed).isMissingNode()) {
                return error(400, "Request_BadRequest", "A value is required for property '" + needed + "' of resource 'User'.");
            }
        }
        ObjectNode user = NODES.objectNode().put("id", directory.id()).put("userType", "Member").put("createdDateTime", AT);
        LISTS.forEach(user::putArray);
        user.setAll(asked.body());
        return refusal(user).orElseGet(() -> made("users", user, asked));
    }

    /** What of an object cannot be as it is. */
    private Optional<Said> refusal(ObjectNode user) {
        String name = user.path("userPrincipalName").asText();
        if (directory.all("users").stream().anyMatch(other -> !other.path("id").equals(user.path("id")) && other.path("userPrincipalName").asText().equalsIgnoreCase(name))) {
            Said said = error(400, "Request_BadRequest", "Another object with the same value for property userPrincipalName already exists.");
            ((ObjectNode) said.body().path("error")).putArray("details").addObject().put("code", "ObjectConflict").put("target", "userPrincipalName").put("message", "already exists");
            return Optional.of(said);
        }
        boolean wrongList = Stream.of("businessPhones", "otherMails").anyMatch(list -> user.has(list) && !user.path(list).isArray());
        boolean empty = Stream.of("displayName", "jobTitle", "department", "employeeId").anyMatch(text -> user.has(text) && user.path(text).isTextual() && user.path(text).asText().isEmpty());
        boolean cleared = user.has("displayName") && user.path("displayName").isNull();
        return wrongList || empty || cleared || !user.path("accountEnabled").isBoolean() ? Optional.of(error(400, "Request_BadRequest", "Invalid value specified for property of resource 'User'.")) : Optional.empty();
    }

    private Said change(ObjectNode object, Asked asked, String kind) {
        ObjectNode changed = object.deepCopy();
        changed.setAll(asked.body());
        Optional<Said> refusal = kind.equals("users") ? refusal(changed) : Optional.empty();
        return refusal.orElseGet(() -> {
            directory.put(kind, changed);
            return Said.nothing();
        });
    }

    private Said license(ObjectNode user, Asked asked) {
        ArrayNode licenses = user.withArray("assignedLicenses");
        if (!asked.body().path("addLicenses").isArray() || !asked.body().path("removeLicenses").isArray() || user.path("usageLocation").asText("").isEmpty()) {
            return error(400, "Request_BadRequest", "License assignment cannot be done for user with invalid usage location.");
        }
        Set<String> gone = new LinkedHashSet<>();
        asked.body().path("removeLicenses").forEach(id -> gone.add(id.asText()));
        ArrayNode left = NODES.arrayNode();
        licenses.forEach(license -> {
            if (!gone.contains(license.path("skuId").asText())) {
                left.add(license);
            }
        });
        asked.body().path("addLicenses").forEach(left::add);
        user.set("assignedLicenses", left);
        directory.put("users", user);
        return Said.ok(shown(user, asked));
    }

    private Said invite(Asked asked) {
        String mail = asked.body().path("invitedUserEmailAddress").asText();
        if (!asked.is("POST", "invitations") || mail.isEmpty() || !asked.body().path("inviteRedirectUrl").asText().startsWith("https://")) {
            return error(400, "BadRequest", "The invited user's email address and the redirect address are needed.");
        }
        Optional<ObjectNode> known = directory.all("users").stream().filter(user -> user.path("mail").asText().equalsIgnoreCase(mail)).findFirst();
        ObjectNode guest = known.orElseGet(() -> {
            ObjectNode user = NODES.objectNode().put("id", directory.id()).put("mail", mail).put("userType", "Guest").put("accountEnabled", true).put("createdDateTime", AT)
                    .put("externalUserState", "PendingAcceptance").put("userPrincipalName", mail.replace('@', '_') + "#EXT#@example.onmicrosoft.com")
                    .put("displayName", asked.body().path("invitedUserDisplayName").asText(mail));
            LISTS.forEach(user::putArray);
            made("users", user, asked);
            return user;
        });
        ObjectNode invitation = NODES.objectNode().put("id", directory.id()).put("status", "PendingAcceptance").put("invitedUserEmailAddress", mail);
        invitation.putObject("invitedUser").put("id", guest.path("id").asText());
        return Said.created(invitation);
    }

    private Said groups(Asked asked) {
        String kind = asked.path().get(0);
        if (asked.path().size() == 1) {
            return asked.method().equals("GET") ? page(asked, directory.all(kind)) : createGroup(asked);
        }
        String id = asked.path().get(1);
        Optional<ObjectNode> group = directory.one(kind, id);
        if (group.isEmpty()) {
            return missing(id);
        }
        if (asked.path().size() == 2) {
            return switch (asked.method()) {
                case "GET" -> Said.ok(shown(group.get(), asked));
                case "PATCH" -> change(group.get(), asked, kind);
                default -> {
                    directory.remove(id);
                    yield Said.nothing();
                }
            };
        }
        return members(asked, kind, group.get());
    }

    private Said createGroup(Asked asked) {
        boolean whole = Stream.of("displayName", "mailNickname").allMatch(name -> !asked.body().path(name).asText("").isEmpty())
                && Stream.of("mailEnabled", "securityEnabled").allMatch(name -> asked.body().path(name).isBoolean());
        if (!whole) {
            return error(400, "Request_BadRequest", "A value is required for property of resource 'Group'.");
        }
        ObjectNode group = NODES.objectNode().put("id", directory.id()).put("createdDateTime", AT);
        group.putArray("groupTypes");
        group.setAll(asked.body());
        return made("groups", group, asked);
    }

    private Said members(Asked asked, String kind, ObjectNode group) {
        ObjectNode members = group.has("members") ? (ObjectNode) group.path("members") : group.putObject("members");
        if (asked.is("GET", kind, "*", "members")) {
            List<ObjectNode> in = new ArrayList<>();
            members.fieldNames().forEachRemaining(id -> in.add(NODES.objectNode().put("@odata.type", "#microsoft.graph.user").put("id", id)));
            return page(asked, in);
        }
        if (asked.is("POST", kind, "*", "members", "$ref")) {
            Optional<String> id = referenced(asked).filter(one -> directory.one("users", one).isPresent() || directory.one("groups", one).isPresent());
            if (id.isEmpty()) {
                return missing("member");
            }
            if (members.has(id.get())) {
                return error(400, "Request_BadRequest", "One or more added object references already exist for the following modified properties: 'members'.");
            }
            members.put(id.get(), true);
            directory.put(kind, group);
            return Said.nothing();
        }
        if (asked.is("DELETE", kind, "*", "members", "*", "$ref")) {
            boolean was = members.remove(asked.path().get(3)) != null;
            directory.put(kind, group);
            return was ? Said.nothing() : missing(asked.path().get(3));
        }
        if (asked.is("DELETE", kind, "*", "members", "*")) {
            directory.remove(asked.path().get(3));
            return Said.nothing();
        }
        return error(400, "BadRequest", "Unsupported.");
    }

    private Said applications(Asked asked) {
        if (asked.path().size() == 1) {
            return page(asked, directory.all("servicePrincipals"));
        }
        Optional<ObjectNode> application = directory.one("servicePrincipals", asked.path().get(1));
        if (application.isEmpty()) {
            return missing(asked.path().get(1));
        }
        ArrayNode assigned = application.get().withArray("assigned");
        if (asked.is("POST", "servicePrincipals", "*", "appRoleAssignedTo")) {
            for (JsonNode one : assigned) {
                if (one.path("principalId").equals(asked.body().path("principalId")) && one.path("appRoleId").equals(asked.body().path("appRoleId"))) {
                    return error(400, "Request_BadRequest", "Permission being assigned already exists on the object");
                }
            }
            ObjectNode row = assigned.addObject().put("id", directory.id()).put("principalType", "User");
            row.setAll(asked.body());
            return Said.created(row);
        }
        if (asked.is("DELETE", "servicePrincipals", "*", "appRoleAssignedTo", "*")) {
            for (int i = 0; i < assigned.size(); i++) {
                if (assigned.get(i).path("id").asText().equals(asked.path().get(3))) {
                    assigned.remove(i);
                    return Said.nothing();
                }
            }
            return missing(asked.path().get(3));
        }
        List<ObjectNode> rows = new ArrayList<>();
        assigned.forEach(row -> rows.add((ObjectNode) row));
        return asked.path().size() == 2 ? Said.ok(shown(application.get(), asked)) : page(asked, rows);
    }

    private Said page(Asked asked, List<ObjectNode> all) {
        int top = asked.number("$top", 100);
        if (top > MOST_TOP) {
            return error(400, "Request_UnsupportedQuery", "Invalid page size specified: '" + top + "'. Must be between 1 and 999 inclusive.");
        }
        int from = asked.number("$skiptoken", 0);
        List<ObjectNode> fitting = all.stream().filter(one -> fits(one, asked.query().get("$filter"))).toList();
        ObjectNode page = list("value", part(fitting, from, top).stream().map(one -> shown(one, asked)).toList());
        if (from + top < fitting.size()) {
            page.put("@odata.nextLink", url() + "/" + String.join("/", asked.path()) + "?" + query(asked, from + top));
        }
        return Said.ok(page);
    }

    private static String query(Asked asked, int skip) {
        Map<String, String> query = new LinkedHashMap<>(asked.query());
        query.put("$skiptoken", String.valueOf(skip));
        return query.entrySet().stream().map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static boolean fits(ObjectNode one, String filter) {
        Matcher equals = EQUALS.matcher(filter == null ? "" : filter);
        return filter == null || equals.matches() && one.path(equals.group(1)).asText("").equalsIgnoreCase(equals.group(2).replace("''", "'"));
    }

    /** What is selected, and a manager only where it is expanded; everything that is selected is there, if need be as null. */
    private static ObjectNode shown(ObjectNode one, Asked asked) {
        ObjectNode copy = one.deepCopy();
        copy.remove(List.of("passwordProfile", "members", "assigned"));
        if (!asked.query().getOrDefault("$expand", "").startsWith("manager")) {
            copy.remove("manager");
        }
        Optional<String> select = asked.param("$select");
        if (select.isPresent()) {
            List<String> names = new ArrayList<>(List.of(select.get().split(",")));
            names.addAll(List.of("id", "@odata.type", "manager"));
            copy.retain(names);
            names.stream().filter(name -> !copy.has(name) && !NAVIGATION.contains(name) && !name.startsWith("@")).forEach(copy::putNull);
        }
        return copy;
    }

    /** From a mark on, a few on a page: who is gone, and of who has changed little more than the name. */
    private Said delta(Asked asked, String kind) {
        String mark = asked.query().getOrDefault("$deltatoken", asked.query().getOrDefault("$skiptoken", "0"));
        if (mark.equals("latest")) {
            return Said.ok(list("value", List.of()).put("@odata.deltaLink", url() + "/" + kind + "/delta?$deltatoken=" + directory.now()));
        }
        int since = Integer.parseInt(mark);
        if (since < oldestMark) {
            return error(410, "resyncRequired", "Resync required.");
        }
        List<GraphDirectory.Event> events = directory.since(kind, since);
        List<ObjectNode> shown = part(events, 0, DELTA_PAGE).stream().map(event -> directory.one(kind, event.id()).map(one -> NODES.objectNode().put("id", event.id())
                .put("displayName", one.path("displayName").asText())).orElseGet(() -> gone(event.id()))).toList();
        boolean more = events.size() > DELTA_PAGE;
        int next = more ? events.get(DELTA_PAGE - 1).number() : directory.now();
        return Said.ok(list("value", shown).put(more ? "@odata.nextLink" : "@odata.deltaLink", url() + "/" + kind + "/delta?" + (more ? "$skiptoken=" : "$deltatoken=") + next));
    }

    private static ObjectNode gone(String id) {
        ObjectNode gone = NODES.objectNode().put("id", id);
        gone.putObject("@removed").put("reason", "changed");
        return gone;
    }
}
