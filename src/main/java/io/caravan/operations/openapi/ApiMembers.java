package io.caravan.operations.openapi;

import io.caravan.operations.openapi.ApiDocument.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is in a group: a list below the group, and one path with a variable for each of both, by which a member is put in and taken out.
 *
 * @param list      of the group's members
 * @param group     the variable in its path that says which group
 * @param items     where the members stand in its answer
 * @param member    where in one of them its name stands
 * @param add       puts one in; the same path takes it out
 * @param addGroup  the variable that says which group
 * @param addMember and which member
 */
record ApiMembers(Call list, String group, String items, String member, Call add, String addGroup, String addMember) {

    private static final Set<String> LISTS = Set.of("members", "users", "people", "memberships", "accounts", "user");
    private static final Pattern PAIR = Pattern.compile(".*/([^/{}]+)/\\{([^{}]+)}/([^/{}]+)/\\{([^{}]+)}");

    static Optional<ApiMembers> of(ApiDocument document, ApiResource groups, ApiResource people) {
        Map<String, Map<String, Call>> calls = document.calls();
        Optional<Call> list = LISTS.stream().sorted().map(name -> calls.getOrDefault(groups.item() + "/" + name, Map.of()).get("get")).filter(call -> call != null).findFirst();
        return list.flatMap(call -> ApiResource.records(document, call.answer(), "members").flatMap(place -> {
            Set<String> names = document.properties(place.item()).keySet();
            Optional<String> member = names.contains("id") && !names.contains("user") ? Optional.of("id") : names.contains("user") ? Optional.of("user.id") : Optional.empty();
            return member.flatMap(at -> pair(calls, groups, people).map(pair -> new ApiMembers(call, groups.variable(), place.path(), at, pair.call, pair.group, pair.member)));
        }));
    }

    private record Pair(Call call, String group, String member) {
    }

    private static Optional<Pair> pair(Map<String, Map<String, Call>> calls, ApiResource groups, ApiResource people) {
        List<Pair> pairs = new ArrayList<>();
        calls.forEach((path, methods) -> {
            Matcher both = PAIR.matcher(path);
            Call add = methods.containsKey("put") ? methods.get("put") : methods.get("post");
            if (add == null || !methods.containsKey("delete") || !both.matches()) {
                return;
            }
            String first = path.substring(0, path.lastIndexOf("/{", path.lastIndexOf("/{") - 1));
            if (first.equals(groups.collection()) && (LISTS.contains(both.group(3)) || both.group(3).equals(people.lastSegment()))) {
                pairs.add(new Pair(add, both.group(2), both.group(4)));
            } else if (first.equals(people.collection()) && both.group(3).equals(groups.lastSegment())) {
                pairs.add(new Pair(add, both.group(4), both.group(2)));
            }
        });
        return pairs.stream().filter(pair -> !pair.group.equals(pair.member)).findFirst();
    }
}
