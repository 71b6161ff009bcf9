package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Dropbox's API for teams, as its document has it (github dropbox/dropbox-api-spec): everything is a POST, what it is stands in a tag, what takes its
 * time is a job, errors are 409 with a tag, and files are wiped from devices unless one says not to.
 */
class SampleDropbox extends SampleVendor {

    static final String TOKEN = "sample-token";
    private static final String TAG = ".tag";

    private final Map<String, ObjectNode> users = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, Set<String>> members = new LinkedHashMap<>();
    private final Map<String, JsonNode> jobs = new LinkedHashMap<>();
    private final Map<String, Integer> asked = new LinkedHashMap<>();
    private final Map<String, Boolean> wiped = new LinkedHashMap<>();
    private int number = 1;
    private boolean takesItsTime;
    private int most = 1000;

    /** Members are added by jobs from now on, too. */
    synchronized void takeTime() {
        takesItsTime = true;
    }

    /** How many records a page has at most. */
    synchronized void pagesOf(int records) {
        most = records;
    }

    /** Of whom the devices were wiped, or not. */
    synchronized Map<String, Boolean> wiped() {
        return Map.copyOf(wiped);
    }

    /** Jobs are forgotten. */
    synchronized void forgetJobs() {
        jobs.clear();
    }

    @Override
    Said answer(Asked request) {
        if (!("Bearer " + TOKEN).equals(request.headers().get("authorization"))) {
            return new Said(401, NODES.objectNode().put("error_summary", "invalid_access_token/..").set("error", tag("invalid_access_token")));
        }
        ObjectNode body = request.body();
        return switch (String.join("/", request.path())) {
            case "team/token/get_authenticated_admin" -> Said.ok(NODES.objectNode().set("admin_profile", profile("dbmid:admin", "admin@example.test")));
            case "team/members/list_v2", "team/members/list/continue_v2" -> page("members", List.copyOf(users.values()), body);
            case "team/members/get_info_v2" -> Said.ok(NODES.objectNode().set("members_info", each(body.path("members"))));
            case "team/members/add_v2" -> add(body);
            case "team/members/set_profile_v2" -> setProfile(body);
            case "team/members/suspend" -> state(body, "suspended", "suspend_inactive_user");
            case "team/members/unsuspend" -> state(body, "active", "unsuspend_non_suspended_member");
            case "team/members/remove" -> remove(body);
            case "team/members/add/job_status/get_v2", "team/members/remove/job_status/get", "team/groups/job_status/get" -> job(body.path("async_job_id").asText());
            default -> groups(String.join("/", request.path()), body);
        };
    }

    private static ObjectNode tag(String tag) {
        return NODES.objectNode().put(TAG, tag);
    }

    static Said error(String tag) {
        return new Said(409, NODES.objectNode().put("error_summary", tag + "/..").set("error", tag(tag)));
    }

    private static ObjectNode profile(String id, String email) {
        ObjectNode profile = NODES.objectNode().put("team_member_id", id).put("email", email).put("email_verified", true).put("member_folder_id", "1").put("root_folder_id", "2");
        profile.set("status", tag("invited"));
        profile.set("membership_type", tag("full"));
        profile.putArray("groups");
        profile.putObject("name").put("given_name", "").put("surname", "").put("familiar_name", "").put("display_name", email).put("abbreviated_name", "");
        return profile;
    }

    private Optional<ObjectNode> selected(JsonNode selector) {
        String by = selector.path(TAG).asText();
        return users.values().stream().filter(user -> user.path("profile").path(by).asText("").equalsIgnoreCase(selector.path(by).asText())).findFirst();
    }

    private ArrayNode each(JsonNode selectors) {
        ArrayNode all = NODES.arrayNode();
        selectors.forEach(selector -> all.add(selected(selector).map(user -> user.deepCopy().put(TAG, "member_info"))
                .orElseGet(() -> tag("id_not_found").put("id_not_found", selector.path(selector.path(TAG).asText()).asText()))));
        return all;
    }

    private Said page(String name, List<? extends JsonNode> all, ObjectNode body) {
        if (body.has("cursor") && !body.path("cursor").asText().matches("c\\d+-\\d+")) {
            return error("invalid_cursor");
        }
        String[] cursor = body.path("cursor").asText("c0-" + Math.min(most, body.path("limit").asInt(1000))).substring(1).split("-");
        int from = Integer.parseInt(cursor[0]);
        int size = Integer.parseInt(cursor[1]);
        return Said.ok(list(name, part(all, from, size)).put("cursor", "c" + (from + size) + "-" + size).put("has_more", from + size < all.size()));
    }

    private Said add(ObjectNode body) {
        ArrayNode results = NODES.arrayNode();
        body.path("new_members").forEach(sent -> results.add(added(sent)));
        ObjectNode complete = tag("complete");
        complete.set("complete", results);
        return takesItsTime ? later(complete) : Said.ok(complete);
    }

    private ObjectNode added(JsonNode sent) {
        String email = sent.path("member_email").asText();
        String external = sent.path("member_external_id").asText("");
        if (selected(tag("email").put("email", email)).isPresent()) {
            return tag("user_already_on_team").put("user_already_on_team", email);
        }
        if (!external.isEmpty() && selected(tag("external_id").put("external_id", external)).isPresent()) {
            return tag("duplicate_external_member_id").put("duplicate_external_member_id", email);
        }
        if (email.startsWith("nolicense")) {
            return tag("team_license_limit").put("team_license_limit", email);
        }
        ObjectNode profile = profile("dbmid:" + number++, email).put("is_directory_restricted", sent.path("is_directory_restricted").asBoolean());
        names(profile, sent.path("member_given_name"), sent.path("member_surname"));
        if (!external.isEmpty()) {
            profile.put("external_id", external);
        }
        ObjectNode user = NODES.objectNode();
        user.set("profile", profile);
        user.putArray("roles");
        users.put(profile.path("team_member_id").asText(), user);
        return user.deepCopy().put(TAG, "success");
    }

    private static void names(ObjectNode profile, JsonNode given, JsonNode surname) {
        ObjectNode name = (ObjectNode) profile.path("name");
        if (!given.isMissingNode()) {
            name.put("given_name", given.asText());
        }
        if (!surname.isMissingNode()) {
            name.put("surname", surname.asText());
        }
    }

    private Said setProfile(ObjectNode body) {
        Optional<ObjectNode> user = selected(body.path("user"));
        if (user.isEmpty()) {
            return error("user_not_found");
        }
        ObjectNode profile = (ObjectNode) user.get().path("profile");
        if (body.has("new_email") && selected(tag("email").put("email", body.path("new_email").asText())).filter(other -> other != user.get()).isPresent()) {
            return error("email_reserved_for_other_user");
        }
        if (body.size() == 1) {
            return error("no_new_data_specified");
        }
        names(profile, body.path("new_given_name"), body.path("new_surname"));
        if (body.has("new_email")) {
            profile.put("email", body.path("new_email").asText());
        }
        if (body.has("new_external_id")) {
            profile.put("external_id", body.path("new_external_id").asText());
        }
        if (body.has("new_is_directory_restricted")) {
            profile.put("is_directory_restricted", body.path("new_is_directory_restricted").asBoolean());
        }
        return Said.ok(NODES.objectNode().set("member_info", user.get()));
    }

    private Said state(ObjectNode body, String state, String otherwise) {
        Optional<ObjectNode> user = selected(body.path("user"));
        if (user.isEmpty()) {
            return error("user_not_found");
        }
        if (user.get().at("/profile/status/.tag").asText().equals(state)) {
            return error(otherwise);
        }
        if (state.equals("suspended")) {
            wiped.put(user.get().at("/profile/email").asText(), body.path("wipe_data").asBoolean(true));
        }
        ((ObjectNode) user.get().path("profile")).set("status", tag(state));
        return Said.ok(NullNode.instance);
    }

    private Said remove(ObjectNode body) {
        Optional<ObjectNode> user = selected(body.path("user"));
        if (user.isEmpty()) {
            return error("user_not_found");
        }
        wiped.put(user.get().at("/profile/email").asText(), body.path("wipe_data").asBoolean(true));
        String id = user.get().at("/profile/team_member_id").asText();
        users.remove(id);
        members.values().forEach(all -> all.remove(id));
        return later(tag("complete"));
    }

    private Said later(ObjectNode result) {
        String id = "job" + number++;
        jobs.put(id, result);
        return Said.ok(tag("async_job_id").put("async_job_id", id));
    }

    private Said job(String id) {
        if (!jobs.containsKey(id)) {
            return error("invalid_async_job_id");
        }
        return Said.ok(asked.merge(id, 1, Integer::sum) == 1 && takesItsTime ? tag("in_progress") : jobs.get(id));
    }

    private Said groups(String path, ObjectNode body) {
        switch (path) {
            case "team/groups/list", "team/groups/list/continue" -> {
                return page("groups", groups.values().stream().<ObjectNode>map(group -> group.deepCopy().without(List.of("created"))).toList(), body);
            }
            case "team/groups/get_info" -> {
                ArrayNode all = NODES.arrayNode();
                String by = body.path(TAG).asText().replaceAll("s$", "");
                body.path(body.path(TAG).asText()).forEach(id -> all.add(groups.values().stream().filter(group -> group.path(by).asText().equals(id.asText())).findFirst()
                        .map(group -> group.deepCopy().put(TAG, "group_info")).orElseGet(() -> tag("id_not_found").put("id_not_found", id.asText()))));
                return Said.ok(all);
            }
            case "team/groups/create" -> {
                ObjectNode group = NODES.objectNode().put("group_id", "g:" + number++).put("created", 1).put("member_count", 0);
                group.set("group_management_type", body.path("group_management_type"));
                return named(group, body.path("group_name"), body.path("group_external_id"));
            }
            case "team/groups/members/list/continue" -> {
                return page("members", new ArrayList<>(), body);
            }
            default -> {
                JsonNode selector = body.has("group") ? body.path("group") : body;
                ObjectNode group = groups.get(selector.path("group_id").asText());
                return group == null ? error("group_not_found") : one(path, group, body);
            }
        }
    }

    private Said one(String path, ObjectNode group, ObjectNode body) {
        Set<String> in = members.computeIfAbsent(group.path("group_id").asText(), none -> new LinkedHashSet<>());
        return switch (path) {
            case "team/groups/update" -> named(group, body.path("new_group_name"), body.path("new_group_external_id"));
            case "team/groups/delete" -> {
                groups.remove(group.path("group_id").asText());
                yield later(tag("complete"));
            }
            case "team/groups/members/list" -> page("members", in.stream().map(id -> {
                ObjectNode member = NODES.objectNode();
                member.set("profile", users.get(id).path("profile").deepCopy());
                member.set("access_type", tag("member"));
                return member;
            }).toList(), body);
            default -> membership(path, group, body, in);
        };
    }

    private Said membership(String path, ObjectNode group, ObjectNode body, Set<String> in) {
        boolean joins = path.endsWith("add");
        List<String> ids = new ArrayList<>();
        body.path(joins ? "members" : "users").forEach(one -> ids.add((joins ? one.path("user") : one).path("team_member_id").asText()));
        List<String> strangers = ids.stream().filter(id -> !users.containsKey(id)).toList();
        if (!strangers.isEmpty()) {
            ObjectNode unknown = tag("users_not_found");
            strangers.forEach(unknown.putArray("users_not_found")::add);
            return new Said(409, NODES.objectNode().put("error_summary", "users_not_found/..").set("error", unknown));
        }
        if (ids.stream().anyMatch(id -> in.contains(id) == joins)) {
            return error(joins ? "duplicate_user" : "member_not_in_group");
        }
        ids.forEach(joins ? in::add : in::remove);
        ObjectNode done = (ObjectNode) later(tag("complete")).body();
        done.remove(TAG);
        done.set("group_info", group.put("member_count", in.size()));
        return Said.ok(done);
    }

    private Said named(ObjectNode group, JsonNode name, JsonNode external) {
        if (!name.isMissingNode()) {
            if (groups.values().stream().anyMatch(other -> other != group && other.path("group_name").asText().equals(name.asText()))) {
                return error("group_name_already_used");
            }
            group.put("group_name", name.asText());
        }
        if (!external.isMissingNode()) {
            group.put("group_external_id", external.asText());
        }
        groups.put(group.path("group_id").asText(), group);
        return Said.ok(group);
    }
}
