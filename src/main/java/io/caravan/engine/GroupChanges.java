package io.caravan.engine;

import io.caravan.engine.GroupRuleStore.Crowd;
import io.caravan.engine.GroupRuleStore.RuleGroup;
import io.caravan.engine.GroupRuleStore.Waiting;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.GroupRule.Limits;
import io.caravan.mapping.GroupRule.Nested;
import io.caravan.mapping.RuleFolder;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.plan.GroupGuard;
import io.caravan.plan.GroupGuard.Measure;
import io.caravan.plan.GroupVerdict;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import io.caravan.subject.SubjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds what waits against the limits of each group, and writes what may go: memberships and log together, one transaction per page. Joins come before leaves. */
final class GroupChanges {

    private static final int PAGE = 1000;
    private static final Limits NOTHING_SAID = new Limits(Limit.NONE, Limit.NONE);

    private final StateStore store;
    private final GroupRun run;
    private final GroupSubjects groups;
    private final GroupReasons reasons;
    private final CrowdSize size;

    GroupChanges(StateStore store, GroupRun run, GroupSubjects groups, GroupReasons reasons) {
        this.store = store;
        this.run = run;
        this.groups = groups;
        this.reasons = reasons;
        this.size = new CrowdSize(store, groups);
    }

    /** @param rules whose changes are made, by name */
    void apply(Predicate<String> rules) {
        List<Crowd> crowds = store.groupRules().crowds().stream().filter(crowd -> rules.test(crowd.rule())).toList();
        crowds.forEach(this::joins);
        crowds.forEach(this::leaves);
    }

    private void joins(Crowd crowd) {
        Optional<GroupRule> rule = groups.rule(crowd.rule());
        if (crowd.joins() == 0 || rule.isEmpty()) {
            return;
        }
        Optional<Identity> there = groups.known(crowd.rule(), crowd.group());
        Optional<String> refused = there.flatMap(group -> groups.refused(rule.get(), group));
        if (refused.isPresent()) {
            store.inTransaction(() -> store.groupRules().problem(crowd.rule(), crowd.group(), refused));
            return;
        }
        boolean filled = there.flatMap(group -> groups.of(crowd.rule(), group.id())).map(RuleGroup::filled).orElse(false);
        Measure measure = GroupGuard.joins(rule.get().limits(), size.joins(crowd), there.map(group -> size.members(crowd, group.id())).orElse(0L), filled);
        if (mayGo(crowd, measure)) {
            each(crowd, true, one -> true, page -> join(rule.get(), crowd, page));
            store.inTransaction(() -> {
                groups.settle(rule.get(), crowd.group());
                groups.known(crowd.rule(), crowd.group()).flatMap(group -> groups.of(crowd.rule(), group.id())).filter(group -> !group.filled()).ifPresent(groups::filled);
            });
        }
    }

    private void leaves(Crowd crowd) {
        Optional<Identity> there = groups.known(crowd.rule(), crowd.group());
        if (crowd.leaves() == 0 || there.isEmpty()) {
            return;
        }
        Measure measure = GroupGuard.leaves(groups.rule(crowd.rule()).map(GroupRule::limits).orElse(NOTHING_SAID), size.leaves(crowd),
                size.members(crowd, there.get().id()));
        boolean all = mayGo(crowd, measure);
        boolean urgentGo = crowd.urgent() > 0 && crowd.urgent() <= measure.allowed();
        if (all || urgentGo) {
            each(crowd, false, one -> all || one.urgent(), page -> leave(there.get(), crowd, page));
        }
    }

    /** What is held is told in the log when something of it is new, and when somebody lets it through. */
    private boolean mayGo(Crowd crowd, Measure measure) {
        boolean approved = measure.isOver() && run.approval().lets(GroupRule.lot(crowd.rule(), crowd.group()), measure.joins(), size.together(crowd, measure.joins(), measure.planned()));
        if (approved || measure.isOver() && run.isTouched(crowd.rule(), crowd.group())) {
            String text = measure.text() + (approved ? "; approved by " + run.approval().by() : "; held");
            store.log().append(List.of(new LogEntry(run.now(), run.by(), LogEntry.About.account(new SubjectKey(RuleFolder.of(crowd.rule()).kind(), crowd.group()), "", Optional.empty()), LogAction.GUARD,
                    LogEntry.Result.of(approved ? LogEntry.Status.SUCCESS : LogEntry.Status.HELD, text), List.of(), List.of("guard: " + measure.text()))));
        }
        if (measure.isOver() && !approved) {
            run.held(crowd.rule(), crowd.group(), measure);
            return false;
        }
        return true;
    }

    /** Each page in a transaction; who is passed over goes on waiting. */
    private void each(Crowd crowd, boolean joins, Predicate<Waiting> goes, java.util.function.Consumer<List<Waiting>> work) {
        long after = 0;
        List<Waiting> page = store.groupRules().waiting(crowd.rule(), crowd.group(), joins, after, PAGE);
        while (!page.isEmpty()) {
            run.goOn();
            after = page.get(page.size() - 1).member();
            List<Waiting> some = page.stream().filter(one -> run.isAbout(one.member())).filter(goes).toList();
            if (!some.isEmpty()) {
                store.inTransaction(() -> work.accept(some));
            }
            page = store.groupRules().waiting(crowd.rule(), crowd.group(), joins, after, PAGE);
        }
    }

    private void join(GroupRule rule, Crowd crowd, List<Waiting> page) {
        Identity group = groups.ensure(rule, crowd.group());
        Map<Long, Identity> members = identities(page);
        List<Membership> joining = new ArrayList<>();
        List<LogEntry> entries = new ArrayList<>();
        Map<Long, io.caravan.subject.Attributes> said = new java.util.LinkedHashMap<>();
        for (Waiting one : page) {
            Identity member = members.get(one.member());
            if (member.kind().equals(Kind.GROUP)) {
                joining.add(membership(group, one));
                entries.add(entry(member, group, true, rule.population().groups().stream().filter(nested -> nested.key().equals(member.key())).map(Nested::position)
                        .findFirst().map(place -> "named by " + place).orElse("")));
                continue;
            }
            GroupVerdict verdict = reasons.verdict(rule, member.attributes());
            if (verdict.groups().containsKey(crowd.group())) { // else she has changed since, and is decided anew by the next run
                joining.add(membership(group, one));
                said.put(one.member(), verdict.groups().get(crowd.group()));
                entries.add(entry(member, group, true, reasons.why(rule, member.attributes())));
            }
        }
        store.memberships().save(joining);
        store.groupRules().done(page);
        if (rule.isDescribedByMembers()) {
            store.groupRules().say(crowd.rule(), crowd.group(), said);
        }
        store.log().append(entries);
        run.moved(group.key(), joining.size(), 0);
    }

    private void leave(Identity group, Crowd crowd, List<Waiting> page) {
        Optional<GroupRule> rule = groups.rule(crowd.rule());
        Map<Long, Identity> members = identities(page);
        List<Membership> leaving = new ArrayList<>();
        List<LogEntry> entries = new ArrayList<>();
        for (Waiting one : page) {
            Identity member = members.get(one.member());
            boolean person = member.kind().equals(Kind.PERSON);
            GroupVerdict verdict = rule.isPresent() && person ? reasons.verdict(rule.get(), member.attributes()) : GroupVerdict.NONE;
            if (verdict.failure().isEmpty() && !verdict.groups().containsKey(group.key())) {
                leaving.add(membership(group, one));
                entries.add(entry(member, group, false, rule.isEmpty() ? "there is no " + RuleFolder.file(crowd.rule()) + " any more"
                        : person ? reasons.why(rule.get(), member.attributes()) : "not named by " + rule.get().file() + " any more"));
            }
        }
        store.memberships().remove(leaving);
        store.groupRules().done(page);
        store.groupRules().silent(crowd.rule(), crowd.group(), leaving.stream().map(Membership::member).toList());
        store.log().append(entries);
        rule.ifPresent(known -> groups.settle(known, group.key()));
        run.moved(group.key(), 0, leaving.size());
    }

    /** Whatever a rule without a file gave is taken back by now, or held. */
    void endGone() {
        Set<List<String>> waiting = store.groupRules().crowds().stream().map(crowd -> List.of(crowd.rule(), crowd.group())).collect(Collectors.toSet());
        store.groupRules().groups().stream().filter(group -> groups.rule(group.rule()).isEmpty() && !waiting.contains(List.of(group.rule(), groups.key(group.group()))))
                .forEach(group -> store.inTransaction(() -> groups.end(group)));
    }

    private Map<Long, Identity> identities(List<Waiting> page) {
        return store.hub().identities(page.stream().map(Waiting::member).toList());
    }

    private static Membership membership(Identity group, Waiting one) {
        return new Membership(group.id(), one.member(), Origin.rule(one.rule()), Optional.empty(), Optional.empty());
    }

    private LogEntry entry(Identity member, Identity group, boolean joins, String reason) {
        MembershipEntry entry = MembershipEntry.of(group, joins);
        return new LogEntry(run.now(), run.by(), LogEntry.About.account(member.subject(), entry.system(), Optional.empty()), entry.action(),
                LogEntry.Result.of(LogEntry.Status.SUCCESS, reason), List.of(entry.change()), List.of());
    }
}
