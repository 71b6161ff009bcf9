package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Sentences;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.JobPlan.Undecided;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Guard;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns planned changes of one outbound job into what is printed of them. */
public final class PlanView {

    private final ObjectSpec object;

    /** @param object what the target declares of the job's kind of object: tells by which attribute people call an account */
    public PlanView(ObjectSpec object) {
        this.object = object;
    }

    /**
     * @param change    of members one of {@link Change#each}
     * @param startDays first days of work, by identity key, of those who have one
     */
    public ShownChange change(Change change, Map<String, String> startDays) {
        if (change.kind().isOfMembers()) {
            return membership(change);
        }
        boolean notYetOpen = change.kind() == ChangeKind.CREATE && change.enabled().filter(enabled -> !enabled).isPresent();
        return new ShownChange(change.identityKey(), change.kind().word(), account(change),
                change.changes().stream().map(ChangedAttribute::of).toList(), Sentences.of(change.because()), change.deferred(),
                notYetOpen ? Optional.ofNullable(startDays.get(change.identityKey())) : Optional.empty());
    }

    /** It is about the person, and names the group. */
    private static ShownChange membership(Change change) {
        return new ShownChange(who(change), change.kind().word(), change.identityKey(), List.of(), Sentences.of(change.members().get(0).because()), List.of(), Optional.empty());
    }

    /** Whom a change is about: of a {@link Change#each membership} the member, as far as she is known; else the name that the group lists. */
    static String who(Change change) {
        return change.members().stream().findFirst().map(member -> member.subject().key().isEmpty() ? member.name() : member.subject().key()).orElseGet(change::identityKey);
    }

    public static Undecided undecided(String identity, Verdict verdict) {
        return verdict.isPartial() ? new Undecided(identity, "partly", Sentences.of(verdict.link().problem()))
                : new Undecided(identity, verdict.kind().word(), Sentences.of(verdict.because()));
    }

    /** @param failure why the plan is not complete; empty when it is */
    public JobPlan job(String job, String system, List<Change> changes, Map<String, String> startDays, List<Undecided> undecided, PlanCounts counts, List<Guard.Measure> breaches,
                long accounts, Optional<String> failure) {
        return new JobPlan(job, Direction.OUTBOUND, system, changes.stream().flatMap(change -> change.each().stream()).map(change -> change(change, startDays)).toList(), undecided, counts(counts),
                breaches.stream().map(Guard.Measure::text).toList(), accounts, failure);
    }

    static Map<String, Long> counts(PlanCounts counts) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (ChangeKind kind : ChangeKind.values()) {
            named.put(kind.word(), counts.of(kind));
        }
        named.put("unchanged", counts.of(Verdict.Kind.UNCHANGED));
        named.put("skipped", counts.of(Verdict.Kind.SKIPPED));
        named.put("undecided", counts.of(Verdict.Kind.AMBIGUOUS) + counts.of(Verdict.Kind.FAILED) + counts.of(Verdict.Kind.REPORTED));
        return named;
    }

    /**
     * What people call the account: the first part of its name where it has one ({@code uid=ghopper}), else the value of
     * an attribute that is different for everybody, else the anchor.
     */
    private String account(Change change) {
        return AccountName.of(object, name -> value(change, name)).or(change::anchor).orElse("");
    }

    private static Optional<String> value(Change change, String name) {
        return change.changes().stream().filter(attribute -> attribute.name().equals(name)).map(AttributeChange::after).findFirst()
                .or(() -> Optional.ofNullable(change.account().get(name))).map(Object::toString);
    }
}
