package io.caravan.operations;

import io.caravan.engine.LinkStore.Subject;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is assigned to which application, by whom, from and until when; in the order of people and applications. */
public record AssignmentList(List<Assignment> assignments) {

    private static final int PAGE = 1000;

    /**
     * @param kind   of who is assigned: {@code person}, or {@code group}, which assigns all who are in it
     * @param role   empty: the application alone
     * @param origin who said so, such as {@code operator ada}
     * @param holds  whether it has begun and is not over
     */
    public record Assignment(String identity, DisplayName display, String kind, String application, Optional<String> role, String origin, Optional<String> from,
                             Optional<String> until, boolean holds) {
    }

    /**
     * @param who         only this person's; also through groups that she is in, as those of the groups
     * @param application only to this one
     * @throws Refusal when nobody is meant by that
     */
    public static AssignmentList of(OpenProject project, Optional<String> who, Optional<String> application) {
        Map<Long, ApplicationRole> roles = roles(project);
        Optional<Identity> person = who.map(text -> new PersonLookup(project.project(), project.store()).orRefuse(text));
        List<Membership> said = person.map(one -> ofPerson(project, one, roles.keySet())).orElseGet(() -> ofAll(project, roles.keySet()));
        List<Membership> wanted = said.stream().filter(one -> application.isEmpty() || roles.get(one.group()).application().equals(application.get())).toList();
        Map<Long, Identity> subjects = project.store().hub().identities(wanted.stream().map(Membership::member).collect(Collectors.toSet()));
        PeopleNames names = PeopleNames.of(project);
        return new AssignmentList(wanted.stream().map(one -> assignment(one, subjects.get(one.member()), roles.get(one.group()), names, project.now()))
                .sorted(Comparator.comparing(Assignment::identity).thenComparing(Assignment::application).thenComparing(one -> one.role().orElse("")).thenComparing(Assignment::origin))
                .toList());
    }

    private static Assignment assignment(Membership one, Identity subject, ApplicationRole role, PeopleNames names, Instant now) {
        return new Assignment(subject.key(), names.of(subject), subject.kind().name(), role.application(), role.role(), one.origin().toString(),
                one.from().map(Instant::toString), one.until().map(Instant::toString), one.isAt(now));
    }

    /** What stands for applications and roles, by id. */
    static Map<Long, ApplicationRole> roles(OpenProject project) {
        Map<Long, ApplicationRole> roles = new LinkedHashMap<>();
        List<Subject> page = project.store().links().page(Kind.APPLICATION, "", 0, PAGE);
        while (!page.isEmpty()) {
            page.forEach(subject -> roles.put(subject.identity().id(), ApplicationRole.of(subject.identity().key())));
            page = project.store().links().page(Kind.APPLICATION, "", page.get(page.size() - 1).identity().id(), PAGE);
        }
        return roles;
    }

    /** Her own, and those of the groups that she is in, whatever groups those are in. */
    private static List<Membership> ofPerson(OpenProject project, Identity person, Collection<Long> roles) {
        List<Membership> found = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Set<Long> next = Set.of(person.id());
        while (!next.isEmpty()) {
            seen.addAll(next);
            List<Membership> said = project.store().memberships().ofMembers(next).values().stream().flatMap(List::stream).toList();
            said.stream().filter(one -> roles.contains(one.group())).forEach(found::add);
            next = said.stream().filter(one -> one.isAt(project.now())).map(Membership::group).filter(group -> !roles.contains(group) && !seen.contains(group))
                    .collect(Collectors.toSet());
        }
        return found;
    }

    private static List<Membership> ofAll(OpenProject project, Collection<Long> roles) {
        List<Membership> all = new ArrayList<>();
        for (Long role : roles) {
            List<Membership> page = project.store().memberships().ofGroup(role, 0, PAGE);
            while (!page.isEmpty()) {
                all.addAll(page);
                page = project.store().memberships().ofGroup(role, page.get(page.size() - 1).member(), PAGE);
            }
        }
        return all;
    }
}
