package io.caravan.operations;

import io.caravan.engine.Applications;
import io.caravan.engine.LogEntry;
import io.caravan.engine.MembershipEntry;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Somebody was assigned to an application, or is not any more. Nothing is sent: the next cycle of the jobs into that application goes on from there.
 *
 * @param role  empty: the application alone
 * @param jobs  the jobs that look at it
 * @param still who else says that it is so
 */
public record Assigning(String identity, String kind, String application, Optional<String> role, boolean assigned, List<String> jobs, List<String> still) {

    private static final int DAY = "2026-01-01".length();

    /**
     * Whom to assign to what.
     *
     * @param who   a person's key, or a value that she is recognised by; with {@code group} the key of a group, which assigns all who are in it
     * @param why   stands in the provisioning log
     */
    public record Wish(String who, boolean group, String application, Optional<String> role, String why) {
    }

    /**
     * Assigns somebody, once more if she is already by the same operator: what was said before is replaced.
     *
     * @param from  a day, which begins in the person's zone, or a moment; empty: from now on
     * @param until a day, the last one, or a moment; empty: for good
     * @throws Refusal when nobody or nothing is meant by that, or a moment is none
     */
    public static Assigning assign(OpenProject project, Wish wish, Optional<String> from, Optional<String> until) {
        ApplicationRole to = to(project, wish);
        String why = why(wish);
        Identity subject = subject(project, wish);
        refuseWhoeverHasLeft(project, wish, subject);
        ZoneId zone = subject.attributes().text(Lifecycle.TIME_ZONE).map(ZoneId::of).orElse(Days.zone(project));
        Optional<Instant> begins = from.map(text -> moment(text, zone, false));
        Optional<Instant> ends = until.map(text -> moment(text, zone, true));
        if (ends.filter(end -> !end.isAfter(begins.orElse(project.now()))).isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, "that would be over before it begins", "Write an --until that lies ahead" + (from.isPresent() ? ", behind --from" : ""));
        }
        StateStore store = project.store();
        Origin origin = Origin.operator(project.caller().name());
        store.inTransaction(() -> {
            long application = Applications.named(store.hub(), List.of(to.key())).get(to.key()).id();
            store.memberships().save(List.of(new Membership(application, subject.id(), origin, begins, ends)));
            log(project, subject, to, true, why + begins.map(moment -> "; from " + moment).orElse("") + ends.map(moment -> "; until " + moment).orElse(""));
        });
        return new Assigning(subject.key(), subject.kind().name(), to.application(), to.role(), true, jobs(project, to.application()), others(store, to, subject, origin));
    }

    /**
     * Takes back what operators have said. What sources, rules and groups say stays.
     *
     * @throws Refusal when no operator has assigned her
     */
    public static Assigning unassign(OpenProject project, Wish wish) {
        ApplicationRole to = to(project, wish);
        String why = why(wish);
        Identity subject = subject(project, wish);
        StateStore store = project.store();
        return store.inTransaction(() -> {
            Optional<Identity> application = Optional.ofNullable(store.hub().identitiesByKey(Kind.APPLICATION, List.of(to.key())).get(to.key()));
            List<Membership> said = application.map(one -> store.memberships().ofMembers(List.of(subject.id())).getOrDefault(subject.id(), List.of()).stream()
                    .filter(membership -> membership.group() == one.id()).toList()).orElse(List.of());
            List<Membership> ofOperators = said.stream().filter(one -> one.origin().by() == Origin.By.OPERATOR).toList();
            List<String> others = said.stream().filter(one -> one.origin().by() != Origin.By.OPERATOR).map(one -> one.origin().toString()).sorted().toList();
            if (ofOperators.isEmpty()) {
                throw new Refusal(Refusal.Kind.FAILED, subject.key() + " is not assigned to " + to.key() + " by an operator" + (others.isEmpty() ? "" : ", but by " + String.join(", ", others)),
                        others.isEmpty() ? "caravan assignments " + subject.key() + " lists what is" : "It ends when those do not say so any more");
            }
            store.memberships().remove(ofOperators);
            log(project, subject, to, false, why);
            return new Assigning(subject.key(), subject.kind().name(), to.application(), to.role(), false, jobs(project, to.application()), others);
        });
    }

    private static List<String> others(StateStore store, ApplicationRole to, Identity subject, Origin but) {
        long application = store.hub().identitiesByKey(Kind.APPLICATION, List.of(to.key())).get(to.key()).id();
        return store.memberships().ofMembers(List.of(subject.id())).getOrDefault(subject.id(), List.of()).stream()
                .filter(one -> one.group() == application && !one.origin().equals(but)).map(one -> one.origin().toString()).sorted().toList();
    }

    private static void log(OpenProject project, Identity subject, ApplicationRole to, boolean assigned, String reason) {
        MembershipEntry entry = MembershipEntry.ofApplication(to, assigned);
        project.store().log().append(List.of(new LogEntry(project.now(), new LogEntry.By("", 0, entry.action() + " by " + project.caller().name()),
                LogEntry.About.account(subject.subject(), entry.system(), Optional.empty()), entry.action(), LogEntry.Result.of(LogEntry.Status.SUCCESS, reason),
                List.of(entry.change()), List.of())));
    }

    private static String why(Wish wish) {
        String why = KeyText.of(wish.why());
        if (why.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "--why says nothing", "Say why: it stands in the log, and whoever is audited is glad of it");
        }
        return why;
    }

    /** A number is given away again: whoever had it before has left, and nobody means her. */
    private static void refuseWhoeverHasLeft(OpenProject project, Wish wish, Identity subject) {
        boolean left = !wish.group() && Lifecycle.hasLeft(subject.kind(), subject.attributes(), project.now(), Period.ZERO, Days.zone(project));
        List<String> others = left ? new PersonLookup(project.project(), project.store()).alsoCalled(subject, wish.who()) : List.of();
        if (!others.isEmpty()) {
            throw new Refusal(Refusal.Kind.FAILED, "'" + wish.who() + "' is the key of somebody who has left, and others are called so, too", "Name whom you mean by her key: "
                    + String.join(", ", others));
        }
    }

    private static Identity subject(OpenProject project, Wish wish) {
        if (!wish.group()) {
            return new PersonLookup(project.project(), project.store()).orRefuse(wish.who());
        }
        return Optional.ofNullable(project.store().hub().identitiesByKey(Kind.GROUP, List.of(wish.who())).get(wish.who())).orElseThrow(() ->
                new Refusal(Refusal.Kind.FAILED, "there is no group '" + wish.who() + "'", "Name it by its key; caravan status counts groups"));
    }

    /** A system that some job asks for assignments to: to say it of another would do nothing, and nobody would know. */
    private static ApplicationRole to(OpenProject project, Wish wish) {
        Set<String> asked = project.project().outbound().stream().filter(OutboundJob::usesAssignments).map(OutboundJob::system).collect(Collectors.toCollection(TreeSet::new));
        if (!asked.contains(wish.application())) {
            throw new Refusal(Refusal.Kind.USAGE, "no mapping asks who is assigned to '" + wish.application() + "'", asked.isEmpty()
                    ? "Write scope: {assigned: true} in the mapping of the application, or use ${assignment[roles]} in it" : "Those that do are: " + String.join(", ", asked));
        }
        try {
            return new ApplicationRole(wish.application(), wish.role());
        } catch (IllegalArgumentException none) {
            throw new Refusal(Refusal.Kind.USAGE, none.getMessage(), "Name a role as the application calls it");
        }
    }

    private static List<String> jobs(OpenProject project, String application) {
        return project.project().outbound().stream().filter(job -> job.usesAssignments() && job.system().equals(application)).map(OutboundJob::name).toList();
    }

    /** The beginning of a day, or with {@code afterDay} of the next, in a zone; or a moment. */
    private static Instant moment(String text, ZoneId zone, boolean afterDay) {
        try {
            return text.length() == DAY ? LocalDate.parse(text).plusDays(afterDay ? 1 : 0).atStartOfDay(zone).toInstant() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException neither) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + text + "' is no day", "Write 2026-11-30, or a moment such as 2026-11-30T08:00:00Z");
        }
    }
}
