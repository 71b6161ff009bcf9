package io.caravan.camel.kit;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.MemberDelivery;
import io.caravan.engine.MembersAnswer;
import io.caravan.engine.SystemPort;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a target whose groups have members must show, each check with a group of its own. */
final class MembershipChecks {

    /** Accounts that are made at most to have more than go into one request. */
    private static final int MANY = 100;

    private final Checks checks;
    private final SystemPort port;
    private final ObjectSpec spec;
    private final MembershipSpec held;
    private final AccountChecks groups;
    private final AccountChecks accounts;

    /** @param accounts of the kind that the members are of */
    MembershipChecks(Checks checks, SystemPort port, AccountChecks groups, AccountChecks accounts) {
        this.checks = checks;
        this.port = port;
        this.spec = groups.spec();
        this.held = spec.memberships().orElseThrow();
        this.groups = groups;
        this.accounts = accounts;
    }

    void run() {
        check("a group begins without members", () -> requireMembers(groups.fresh(), List.of()));
        check("members are added, and added again", () -> {
            String group = groups.fresh();
            List<String> two = names(2);
            done(Operation.ADD_MEMBERS, group, two);
            requireMembers(group, two);
            done(Operation.ADD_MEMBERS, group, two.subList(1, 2));
            requireMembers(group, two);
        });
        check("members are removed, the last one too, and removed again", () -> {
            String group = groups.fresh();
            List<String> three = names(3);
            done(Operation.ADD_MEMBERS, group, three);
            done(Operation.REMOVE_MEMBERS, group, three.subList(0, 1));
            requireMembers(group, three.subList(1, 3));
            done(Operation.REMOVE_MEMBERS, group, three.subList(0, 1));
            requireMembers(group, three.subList(1, 3));
            done(Operation.REMOVE_MEMBERS, group, three.subList(1, 3));
            requireMembers(group, List.of());
            done(Operation.REMOVE_MEMBERS, group, three.subList(2, 3));
        });
        check("members come back after they were removed", () -> {
            String group = groups.fresh();
            List<String> two = names(2);
            done(Operation.ADD_MEMBERS, group, two);
            done(Operation.REMOVE_MEMBERS, group, two);
            done(Operation.ADD_MEMBERS, group, List.of(two.get(1), two.get(0)));
            requireMembers(group, two);
        });
        if (accounts.spec().can(Operation.DELETE)) {
            check("one member who is not there stops nobody else", this::oneIsNotThere);
        }
        check("more members than go into one request", () -> {
            String group = groups.fresh();
            List<String> many = names(Math.min(held.chunk(), MANY) + 1);
            done(Operation.ADD_MEMBERS, group, many);
            requireMembers(group, many);
            done(Operation.REMOVE_MEMBERS, group, many);
            requireMembers(group, List.of());
        });
        check("members of a group that is not there", () -> {
            String gone = groups.gone();
            Checks.require("add-members", send(Operation.ADD_MEMBERS, gone, names(1)).outcome(), OutcomeKind.NOT_FOUND);
            Checks.require("remove-members", send(Operation.REMOVE_MEMBERS, gone, names(1)).outcome(), OutcomeKind.NOT_FOUND);
        }, Operation.DELETE);
        check("an update of the group leaves its members alone", () -> {
            String group = groups.fresh();
            List<String> two = names(2);
            done(Operation.ADD_MEMBERS, group, two);
            requireMembers(groups.changed(group), two);
        }, Operation.UPDATE);
    }

    private void check(String name, Checks.Body body, Operation... needed) {
        boolean possible = Stream.concat(Stream.of(Operation.ADD_MEMBERS, Operation.REMOVE_MEMBERS, Operation.GET), Stream.of(needed)).allMatch(spec::can);
        if (possible) {
            checks.check(spec.name(), name, body);
        }
    }

    private void oneIsNotThere() {
        String group = groups.fresh();
        List<String> two = names(2);
        String gone = name(accounts.fresh(), true);
        MembersAnswer answer = send(Operation.ADD_MEMBERS, group, List.of(two.get(0), gone, two.get(1)));
        Checks.require("add-members", answer.outcome(), OutcomeKind.OK);
        Checks.require(answer.done().containsAll(two), "of three members, one of whom is not there, these were taken: " + answer.done());
        Set<String> shown = members(group);
        Checks.require(shown.containsAll(keys(two)), "the group lists " + shown.size() + " members, and not both who are there");
    }

    /** By which groups list so many new accounts. */
    private List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(name(accounts.fresh(), false));
        }
        return names;
    }

    private String name(String anchor, boolean gone) {
        Attributes account = accounts.get(anchor);
        String attribute = held.namedBy().orElse(accounts.spec().referenceAttribute());
        if (gone) {
            accounts.delete(anchor);
        }
        return account.text(attribute).orElseThrow();
    }

    private MembersAnswer send(Operation operation, String group, List<String> names) {
        boolean adds = operation == Operation.ADD_MEMBERS;
        List<Object> values = List.copyOf(names);
        return MemberDelivery.send(port, new AccountRequest(operation, spec.name(), Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange(held.attribute(), null, null, adds ? values : List.of(), adds ? List.of() : values)), Optional.empty()), Optional.empty());
    }

    private void done(Operation operation, String group, List<String> names) {
        MembersAnswer answer = send(operation, group, names);
        Outcome outcome = answer.refused().values().stream().findFirst().orElse(answer.outcome());
        Checks.require(operation.word(), outcome, OutcomeKind.OK);
    }

    private void requireMembers(String group, Collection<String> names) {
        Set<String> shown = members(group);
        Set<String> wanted = keys(names);
        boolean stillEmpty = held.placeholder().filter(placeholder -> listed(group).contains(placeholder)).isPresent();
        Checks.require(!stillEmpty || wanted.isEmpty(), "the group has members, and still lists " + held.placeholder().orElse("") + ", which stands for none");
        Set<String> lacks = new HashSet<>(wanted);
        lacks.removeAll(shown);
        Set<String> tooMany = new HashSet<>(shown);
        tooMany.removeAll(wanted);
        Checks.require(shown.equals(wanted), "the group lists " + shown.size() + " members where " + wanted.size() + " are expected; " + lacks.size() + " are missing, "
                + tooMany.size() + " too many");
    }

    private Set<String> members(String group) {
        return keys(listed(group).stream().filter(name -> !held.placeholder().equals(Optional.of(name))).toList());
    }

    private List<String> listed(String group) {
        return ValueComparison.elements(groups.get(group).get(held.attribute())).stream().map(Object::toString).toList();
    }

    private Set<String> keys(Collection<String> names) {
        return names.stream().map(name -> MemberDelivery.key(spec, name)).collect(Collectors.toSet());
    }

    /** For a data file that has groups and does not say who may be in them. */
    static void refuse(Checks checks, String object) {
        checks.check(object, "members", () -> Checks.require(false, "the data file does not say of which kind the members of a " + object + " are; write members: and the kind"));
    }
}
