package io.caravan.operations;

import io.caravan.engine.SourceContests;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.DriftReport.Finding;
import io.caravan.operations.DriftReport.Looked;
import io.caravan.operations.InconsistencyReport.Inconsistency;
import io.caravan.operations.InconsistencyReport.Kind;
import io.caravan.operations.InconsistencyReport.Says;
import io.caravan.plan.Authority.Statement;
import io.caravan.plan.Change;
import io.caravan.plan.Contest;
import io.caravan.plan.Drift;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.Unconfirmed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts side by side, person by person, what was found in targets and what sources say. Serves one report. */
final class Inconsistencies {

    private static final int PAGE = 1000;

    private final OpenProject project;
    private final DriftReport drift;
    private final PeopleNames people;
    private final Set<String> hidden;
    private final List<Inconsistency> all = new ArrayList<>();
    /** By person and attribute. */
    private final Map<Subject, Row> rows = new TreeMap<>(Comparator.comparing(Subject::identity).thenComparing(Subject::attribute));

    private record Subject(String identity, String attribute) {
    }

    /** What is said of one attribute of one person. */
    private static final class Row {
        private final DisplayName display;
        private final List<Says> says = new ArrayList<>();
        private final List<String> why = new ArrayList<>();

        private Row(DisplayName display) {
            this.display = display;
        }
    }

    Inconsistencies(OpenProject project, DriftReport drift) {
        this.project = project;
        this.drift = drift;
        this.people = PeopleNames.of(project);
        this.hidden = project.project().secrets();
    }

    List<Inconsistency> found() {
        formerEmployees();
        severalAccounts();
        sources();
        targets();
        rows.forEach((subject, row) -> all.add(new Inconsistency(Kind.DISAGREE.word(), subject.identity(), row.display, Optional.of(subject.attribute()), row.says, String.join("; ", row.why))));
        return List.copyOf(all);
    }

    private List<Finding> of(Drift.Kind kind) {
        return drift.findings().stream().filter(one -> one.kind().equals(kind.word()) && !one.identity().isEmpty()).toList();
    }

    private String system(String job) {
        return project.project().job(job).map(Job::system).orElse("");
    }

    private Says account(Finding one, boolean counts) {
        return new Says(system(one.job()), one.job(), one.account(), one.id(), "", Optional.empty(), counts);
    }

    private void formerEmployees() {
        Map<String, List<Finding>> byPerson = of(Drift.Kind.LEAVER_OPEN).stream().collect(Collectors.groupingBy(Finding::identity, TreeMap::new, Collectors.toList()));
        byPerson.forEach((identity, open) -> all.add(new Inconsistency(Kind.FORMER_EMPLOYEE.word(), identity, open.get(0).display(), Optional.empty(),
                open.stream().map(one -> account(one, false)).toList(), open.stream().map(Finding::why).filter(why -> !why.isEmpty()).distinct().collect(Collectors.joining("; ")))));
    }

    /** Beside the one that somebody is linked to, or several that nobody is linked to and that all are hers by a match rule. */
    private void severalAccounts() {
        Map<Subject, List<Finding>> byTarget = new TreeMap<>(Comparator.comparing(Subject::identity).thenComparing(Subject::attribute));
        of(Drift.Kind.SECOND_ACCOUNT).forEach(one -> byTarget.computeIfAbsent(new Subject(one.identity(), one.job()), none -> new ArrayList<>()).add(one));
        of(Drift.Kind.UNOWNED).forEach(one -> byTarget.computeIfAbsent(new Subject(one.identity(), one.job()), none -> new ArrayList<>()).add(one));
        byTarget.forEach((subject, accounts) -> {
            List<Says> says = new ArrayList<>();
            linked(subject).ifPresent(says::add);
            accounts.forEach(one -> says.add(account(one, false)));
            if (says.size() > 1) {
                all.add(new Inconsistency(Kind.TWO_ACCOUNTS.word(), subject.identity(), accounts.get(0).display(), Optional.empty(), says,
                        says.get(0).counts() ? "one is linked, and a match rule finds more" : "several match, and none is linked"));
            }
        });
    }

    private Optional<Says> linked(Subject subject) {
        OutboundJob job = outbound(subject.attribute());
        return Optional.ofNullable(project.store().hub().identitiesByKey(job.kind(), List.of(subject.identity())).get(subject.identity()))
                .flatMap(identity -> Optional.ofNullable(project.store().links().links(job.name(), List.of(identity.id())).get(identity.id())))
                .filter(link -> link.state().exists()).map(link -> new Says(job.system(), job.name(), name(job, link), link.anchor().orElse(""), "", Optional.empty(), true));
    }

    private String name(OutboundJob job, Link link) {
        return AccountList.object(project, job).flatMap(object -> AccountName.insteadOfId(object, attribute -> Optional.ofNullable(link.shadow().get(attribute)))).orElse("");
    }

    private OutboundJob outbound(String name) {
        return project.project().outbound().stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
    }

    private Row row(String identity, DisplayName display, String attribute) {
        return rows.computeIfAbsent(new Subject(identity, attribute), none -> new Row(display));
    }

    private void sources() {
        new SourceContests(project.store().hub(), project.project().inbound(), Days.zone(project), project.now()).each(found -> {
            Map<String, List<Contest>> byAttribute = found.contests().stream().collect(Collectors.groupingBy(Contest::attribute, LinkedHashMap::new, Collectors.toList()));
            byAttribute.forEach((attribute, contests) -> {
                Row row = row(found.whose().key(), people.of(found.whose()), attribute);
                row.says.add(said(contests.get(0).counts(), attribute, true));
                found.said().stream().filter(one -> one != contests.get(0).counts() && one.attributes().get(attribute) != null && counts(one, contests)).forEach(one -> row.says.add(said(one, attribute, false)));
                contests.forEach(contest -> row.why.add(contest.text()));
            });
        });
    }

    /** Of several records of one source only the one is heard that counts; a source that says the same as the one that counts is heard, too. */
    private static boolean counts(Statement one, List<Contest> contests) {
        Contest first = contests.get(0);
        return contests.stream().anyMatch(contest -> contest.overruled() == one)
                || !one.job().equals(first.counts().job()) && Objects.equals(one.attributes().get(first.attribute()), first.value());
    }

    private Says said(Statement one, String attribute, boolean counts) {
        return new Says(system(one.job()), one.job(), "", one.anchor(), attribute, Optional.ofNullable(one.attributes().get(attribute)).map(value -> hidden.contains(attribute) ? Change.SENSITIVE : value), counts);
    }

    private void targets() {
        of(Drift.Kind.ATTRIBUTE).forEach(one -> one.attribute().filter(differs -> differs.decided() && !differs.wanted().equals(differs.shown()))
                .ifPresent(differs -> disagrees(outbound(one.job()), new Whose(one.identity(), one.display()), account(one, false), differs)));
        Set<String> looked = drift.jobs().stream().filter(job -> job.failure().isEmpty()).map(Looked::job).collect(Collectors.toSet());
        project.project().outbound().stream().filter(job -> looked.contains(job.name())).forEach(this::adopted);
    }

    private record Whose(String key, DisplayName display) {
    }

    private void disagrees(OutboundJob job, Whose whose, Says account, DriftReport.Differs differs) {
        Row row = row(whose.key(), whose.display(), hubName(job, differs.name()));
        if (row.says.stream().noneMatch(Says::counts)) {
            row.says.add(new Says("hub", "", "", "", hubName(job, differs.name()), differs.wanted(), true));
        }
        row.says.add(new Says(job.system(), job.name(), account.account(), account.id(), differs.name(), differs.shown(), false));
    }

    /** Where a target's attribute is one of the hub's as it is, that one's name: so that what sources and targets say of it stands side by side. */
    private static String hubName(OutboundJob job, String attribute) {
        return Optional.ofNullable(job.mapping().attributes().get(attribute)).map(AttributeRule::source).filter(Source.Value.class::isInstance).map(source -> ((Source.Value) source).formula())
                .filter(formula -> formula.isRead() && formula.attributes().size() == 1).map(formula -> formula.attributes().iterator().next()).orElse(attribute);
    }

    /** What somebody has changed in a target, and the mapping lets stand ({@code drift: adopt}). */
    private void adopted(OutboundJob job) {
        Map<Long, Link> some = new LinkedHashMap<>();
        project.store().links().eachLinked(job.name(), link -> {
            if (link.unconfirmed().values().stream().anyMatch(one -> one.standing() == Unconfirmed.Standing.ADOPTED)) {
                some.put(link.identityId(), link);
            }
        });
        Set<String> secrets = project.project().secrets(job);
        List<Long> ids = List.copyOf(some.keySet());
        for (int from = 0; from < ids.size(); from += PAGE) {
            Map<Long, Identity> identities = project.store().hub().identities(ids.subList(from, Math.min(ids.size(), from + PAGE)));
            identities.values().stream().sorted(Comparator.comparing(Identity::key)).forEach(identity -> some.get(identity.id()).unconfirmed().forEach((name, one) -> {
                if (one.standing() == Unconfirmed.Standing.ADOPTED) {
                    Link link = some.get(identity.id());
                    disagrees(job, new Whose(identity.key(), people.of(identity)), new Says(job.system(), job.name(), name(job, link), link.anchor().orElse(""), "", Optional.empty(), false),
                            new DriftReport.Differs(name, Optional.empty(), shown(secrets, name, one.shown()), shown(secrets, name, one.sent()), true));
                }
            }));
        }
    }

    private static Optional<Object> shown(Set<String> secrets, String name, Object value) {
        return Optional.ofNullable(value).map(some -> secrets.contains(name) ? Change.SENSITIVE : some);
    }
}
