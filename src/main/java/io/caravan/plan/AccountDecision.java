package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.subject.Sentences;
import io.caravan.subject.Unconfirmed;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.WriteBack;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.plan.TargetView.SourceRecord;
import io.caravan.plan.Verdict.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One decision under way: from lifecycle and scope over the link or a match to a change, or to none. Serves one identity; not thread-safe. */
final class AccountDecision {

    /** Why somebody stays without an account whom only lifecycle and scope decide on. */
    private static final Set<Reason> WITHOUT_ACCOUNT = EnumSet.of(Reason.OUT_OF_SCOPE, Reason.NOT_ASSIGNED, Reason.NOT_YET_DUE, Reason.NOTHING_TO_DISABLE);

    /** What is found out, or is not, by looking for accounts beside the one that is linked. */
    private static final Set<Reason> AFTER_LOOKING = EnumSet.of(Reason.OPEN_ACCOUNT_OF_LEAVER, Reason.SEVERAL_MATCH, Reason.LOOK_UP_FAILED);

    /** Why an account is missing of which the target says something all the same. */
    private static final Set<Reason> SHOWN_OTHERWISE = EnumSet.of(Reason.ACCOUNT_WITHHELD, Reason.ACCOUNT_OF_ANOTHER);

    /** What the account should be like, before looking at what it is. */
    private enum Wanted { ENABLED, DISABLED, NONE, GONE, UNMANAGED }

    private final AccountPlanner planner;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final ZoneId zone;
    private final Identity identity;
    /** As it was before this decision: what stays when it fails. */
    private final Link known;
    private Link link;
    private final TargetView target;
    private final EvaluationContext context;
    private final boolean explained;
    private final List<Step> steps = new ArrayList<>();
    private MappingEvaluation values;
    private Optional<Instant> dueAt = Optional.empty();
    private boolean urgent;
    private Optional<Because> why = Optional.empty();
    /** Accounts that stay behind when their owner gets a new one. */
    private Predicate<Candidate> leftBehind = account -> false;

    AccountDecision(AccountPlanner planner, Identity identity, Optional<Link> link, TargetView target, EvaluationContext context, boolean explained) {
        this.planner = planner;
        this.job = planner.job();
        this.object = planner.object();
        this.zone = planner.zone();
        this.identity = identity;
        this.known = link.orElseGet(() -> Link.none(identity.id()));
        this.link = believed(known);
        this.target = target;
        this.context = context;
        this.explained = explained;
        this.values = planner.evaluate(identity, this.link.state().exists() ? Optional.of(this.link.shadow()) : Optional.empty(), context);
    }

    /** A missing account that the target cannot be asked for stands as it is known: what is to be done to it shows whether it is there. */
    private Link believed(Link known) {
        boolean canAsk = object.can(Operation.GET) || object.find().contains(object.anchor());
        return known.state() != LinkState.MISSING || canAsk ? known
                : known.with(AccountDiff.enabled(object, known.shadow()) ? LinkState.ENABLED : LinkState.DISABLED, known.shadow());
    }

    /** Whether this is why somebody has no account, whatever the attribute rules give. */
    static boolean isWithoutAccount(Because because) {
        return WITHOUT_ACCOUNT.contains(because.reason());
    }

    Verdict verdict() {
        Lifecycle lifecycle = Lifecycle.of(identity.kind(), identity.attributes(), context.now(), job.lifecycle().prehire(), zone);
        dueAt = lifecycle.nextChange();
        urgent = lifecycle.urgent();
        step("lifecycle", lifecycle.state().word() + lifecycle.because().map(because -> ": " + Sentences.of(because)).orElse(""), "");
        why = lifecycle.state() == LifecycleState.LEAVER ? lifecycle.because().map(Because.of(Reason.HAS_LEFT)::dueTo) : lifecycle.because();
        boolean inScope = job.include().isEmpty() || job.include().get().test(values);
        if (!inScope) {
            String clause = job.include().get().explain(values);
            step("scope", "out: " + clause, job.include().get().position().toString());
            Because scope = Because.of(link.state().exists() ? Reason.LEFT_SCOPE : Reason.OUT_OF_SCOPE, clause).at(job.include().get().position());
            why = Optional.of(lifecycle.state() == LifecycleState.LEAVER ? why.map(scope::dueTo).orElse(scope) : scope);
            return job.writeBack().isPresent() ? leftAlone(why.get()) : outOfScope(lifecycle);
        }
        if (job.side().assigned() && context.assigned().at(context.now()).isEmpty()) {
            Because nobody = Because.of(Reason.NOT_ASSIGNED, job.system());
            step("scope", "out: " + Sentences.of(Optional.of(nobody)), job.file());
            why = Optional.of(lifecycle.state() == LifecycleState.LEAVER ? why.map(nobody::dueTo).orElse(nobody) : nobody);
            return outOfScope(lifecycle);
        }
        step("scope", job.side().assigned() ? "in: assigned by " + context.assigned().origins(context.now()) : "in",
                job.include().map(include -> include.position().toString()).orElse(""));
        if (job.writeBack().isPresent()) {
            return writtenBack(lifecycle, job.writeBack().get());
        }
        startHold(lifecycle);
        Wanted wanted = wanted(lifecycle);
        return link.state().exists() ? linked(wanted, lifecycle) : unlinked(wanted, lifecycle);
    }

    /** What lifecycle and scope want, whatever there is. */
    AccountWish wish() {
        Lifecycle lifecycle = Lifecycle.at(identity.attributes(), context.now(), job.lifecycle().prehire(), zone);
        boolean leaver = lifecycle.state() == LifecycleState.LEAVER;
        why = leaver ? lifecycle.because().map(Because.of(Reason.HAS_LEFT)::dueTo) : lifecycle.because();
        if (job.writeBack().isPresent()) {
            boolean updated = (!leaver || job.writeBack().get().leavers()) && (job.include().isEmpty() || job.include().get().test(values));
            return new AccountWish(AccountWish.Standing.ANY, updated, false, why);
        }
        if (job.include().isPresent() && !job.include().get().test(values)) {
            Because scope = Because.of(Reason.LEFT_SCOPE, job.include().get().explain(values)).at(job.include().get().position());
            return new AccountWish(job.onExit() == OnExit.KEEP && link.state() != LinkState.DISABLED ? AccountWish.Standing.ANY : AccountWish.Standing.CLOSED, false,
                    job.onExit() != OnExit.KEEP, Optional.of(scope));
        }
        return switch (wanted(lifecycle)) {
            case ENABLED -> new AccountWish(AccountWish.Standing.OPEN, true, false, why);
            case DISABLED -> new AccountWish(AccountWish.Standing.CLOSED, !leaver, leaver, why);
            case NONE, GONE -> new AccountWish(AccountWish.Standing.CLOSED, false, leaver, why);
            case UNMANAGED -> new AccountWish(AccountWish.Standing.ANY, false, false, why);
        };
    }

    /** A record is there already, or it is none of ours: it is updated, and nothing else is done to it. */
    private Verdict writtenBack(Lifecycle lifecycle, WriteBack writeBack) {
        if (lifecycle.state() == LifecycleState.LEAVER && !writeBack.leavers()) {
            return leftAlone(lifecycle.because().map(Because.of(Reason.RECORD_OF_LEAVER)::dueTo).orElse(Because.of(Reason.RECORD_OF_LEAVER)));
        }
        if (link.state() == LinkState.MISSING) {
            return missing();
        }
        if (writeBack.records().isEmpty()) {
            return link.state().exists() ? updated() : recordThatMatches();
        }
        if (!target.knowsRecords()) {
            return link.state().exists() ? updated() : leftAlone(Because.of(Reason.NO_RECORD, writeBack.readBy()));
        }
        return target.recordOf(identity.id()).map(this::updated).orElseGet(() -> leftAlone(Because.of(Reason.NO_RECORD, writeBack.readBy())));
    }

    /** Somebody who has a record none of which is written to has none as far as this job goes: should that change, it is looked for anew. */
    private Verdict leftAlone(Because because) {
        link = Link.none(identity.id());
        return nothing(Verdict.Kind.SKIPPED, Optional.of(because));
    }

    private Verdict recordThatMatches() {
        AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), none -> false, steps::add);
        if (matching.undecided().isPresent()) {
            return undecided(Verdict.Kind.AMBIGUOUS, matching.undecided().get());
        }
        if (matching.account().isEmpty()) {
            return leftAlone(Because.of(matching.asked() ? Reason.NO_RECORD_MATCHES : Reason.NO_VALUE_TO_MATCH));
        }
        Candidate found = matching.account().get();
        target.claim(found.anchor(), identity.id());
        return updated(found.anchor(), found.attributes());
    }

    /** What a target has that nobody can read, its source shows. */
    private Verdict updated(SourceRecord record) {
        step("record", record.anchor(), "");
        boolean linked = link.state().exists() && link.anchor().equals(Optional.of(record.anchor()));
        if (!object.isReadable()) {
            Verdict verdict = linked ? updated() : updated(record.anchor(), record.read());
            return verdict.change().map(change -> new Verdict(verdict.kind(), verdict.change(), verdict.link().withUnconfirmed(awaited(change, record)),
                    verdict.references(), verdict.steps())).orElse(verdict);
        }
        if (linked) {
            return updated();
        }
        List<Candidate> shown = target.accountsWith(object.anchor(), record.anchor());
        return shown.isEmpty() ? leftAlone(Because.of(Reason.RECORD_NOT_SHOWN, record.anchor())) : updated(record.anchor(), shown.get(0).attributes());
    }

    /** As long as the source shows what it shows now, what is sent has not arrived there yet. */
    private Map<String, Unconfirmed> awaited(Change change, SourceRecord record) {
        Map<String, Unconfirmed> awaited = new HashMap<>(link.unconfirmed());
        change.changes().forEach(one -> {
            boolean overwritten = Optional.ofNullable(link.unconfirmed().get(one.name()))
                    .filter(open -> open.overwritten() && ValueComparison.same(object.attribute(one.name()), open.sent(), one.after())).isPresent();
            awaited.put(one.name(), new Unconfirmed(one.after(), record.read().get(one.name()), false, overwritten));
        });
        return awaited;
    }

    private Verdict updated(String anchor, Attributes record) {
        link = Link.of(identity.id(), anchor, LinkState.ENABLED, record);
        values = planner.evaluate(identity, Optional.of(record), context);
        values.adoptNames();
        return updated();
    }

    private Verdict updated() {
        List<AttributeChange> changes = differences();
        return changes.isEmpty() ? nothing(Verdict.Kind.UNCHANGED, Optional.empty()) : change(ChangeKind.UPDATE, changes, Optional.empty());
    }

    private Wanted wanted(Lifecycle lifecycle) {
        return switch (lifecycle.state()) {
            case STAGED, ARCHIVED -> Wanted.NONE;
            case PREHIRE -> job.lifecycle().prehireEnabled() ? Wanted.ENABLED : Wanted.DISABLED;
            case ACTIVE -> Wanted.ENABLED;
            case LEAVE -> job.lifecycle().disableOnLeave() ? Wanted.DISABLED : Wanted.ENABLED;
            case LEAVER -> leaver();
        };
    }

    private Wanted leaver() {
        if (job.lifecycle().onLeaver() == OnExit.DELETE) {
            return Wanted.GONE;
        }
        if (job.lifecycle().onLeaver() == OnExit.KEEP) {
            return Wanted.UNMANAGED;
        }
        if (job.lifecycle().hold().isPresent() && link.state() == LinkState.DISABLED && link.disabledAt().isPresent()) {
            Instant end = link.disabledAt().get().atZone(zone).plus(job.lifecycle().hold().get()).toInstant();
            if (!end.isAfter(context.now())) {
                Because over = Because.of(Reason.HOLD_OVER, job.lifecycle().hold().get().toString(), link.disabledAt().get().toString());
                why = Optional.of(why.map(over::dueTo).orElse(over));
                return Wanted.GONE;
            }
            dueAt = Optional.of(end);
        }
        awaitEndOfHold();
        return Wanted.DISABLED;
    }

    /** What is disabled now is looked at again when its hold is over: nothing else may happen to it until then. */
    private void awaitEndOfHold() {
        if (link.state() == LinkState.ENABLED) {
            job.lifecycle().hold().ifPresent(hold -> dueAt = Optional.of(context.now().atZone(zone).plus(hold).toInstant()));
        }
    }

    /**
     * The hold begins when she has left, not when a leave of absence, a late start or the scope had disabled the account before; nor on a day that
     * has not come, which a clock that was ahead had written down.
     */
    private void startHold(Lifecycle lifecycle) {
        boolean begins = lifecycle.state() == LifecycleState.LEAVER && link.state() == LinkState.DISABLED
                && (link.disabledAt().isEmpty() || link.disabledAt().get().isAfter(context.now()) || !wasLeaver());
        if (begins) {
            link = link.withBecause(why).withDisabledAt(Optional.of(context.now()));
        }
    }

    private Verdict outOfScope(Lifecycle lifecycle) {
        if (link.state() == LinkState.IN_DOUBT) {
            return doubtful(job.onExit() == OnExit.KEEP ? Wanted.UNMANAGED : Wanted.DISABLED, false, () -> outOfScope(lifecycle));
        }
        if (!link.state().exists()) {
            return madeMeanwhile(job.onExit() == OnExit.KEEP ? Wanted.UNMANAGED : Wanted.DISABLED).orElseGet(() -> nothing(Verdict.Kind.SKIPPED, why));
        }
        if (link.state() == LinkState.UNMANAGED) {
            return nothing(Verdict.Kind.UNCHANGED, link.because());
        }
        if (lifecycle.state() != LifecycleState.LEAVER && link.anchor().filter(anchor -> target.isOfAnotherJob(identity.id(), anchor)).isPresent()) {
            return change(ChangeKind.RELEASE, List.of(), Optional.empty());
        }
        if (lifecycle.state() != LifecycleState.LEAVER && job.onExit() != OnExit.KEEP && planner.isToBeOfAnotherJob(identity, link, target, context)) {
            dueAt = Optional.of(context.now());
            return nothing(Verdict.Kind.UNCHANGED, link.because());
        }
        boolean held = lifecycle.state() == LifecycleState.LEAVER && link.state() == LinkState.DISABLED
                && job.lifecycle().onLeaver() == OnExit.DISABLE && (job.onExit() == OnExit.DISABLE || job.onExit() == OnExit.KEEP && wasLeaver());
        if (held) {
            startHold(lifecycle);
            return link.isStateUnknown(object.enabledBy()) ? disableIfEnabled() : leaver() == Wanted.GONE ? change(ChangeKind.DELETE, List.of(), Optional.empty())
                    : nothing(Verdict.Kind.UNCHANGED, link.because());
        }
        if (link.state() == LinkState.MISSING && job.onExit() != OnExit.KEEP) {
            return missing();
        }
        return switch (job.onExit()) {
            case KEEP -> isOpenedBehind(lifecycle) ? disableIfEnabled() : change(ChangeKind.RELEASE, List.of(), Optional.empty());
            case DELETE -> change(ChangeKind.DELETE, List.of(), Optional.empty());
            case DISABLE -> {
                if (lifecycle.state() == LifecycleState.LEAVER && job.lifecycle().onLeaver() == OnExit.DISABLE) {
                    awaitEndOfHold();
                }
                yield disableIfEnabled();
            }
        };
    }

    private Verdict linked(Wanted wanted, Lifecycle lifecycle) {
        step("link", "account " + link.anchor().orElseThrow() + " is " + link.state().word(), "");
        if (link.state() == LinkState.ENABLED && identity.kind().equals(Kind.PERSON)) {
            lifecycle.requireKnownStatusAhead(identity.attributes());
        }
        boolean comesBack = wanted == Wanted.ENABLED || lifecycle.state() == LifecycleState.PREHIRE;
        if (comesBack && !job.lifecycle().revive() && wasLeaver()) {
            return unlinkedAnew(wanted);
        }
        if (link.state() == LinkState.MISSING && wanted != Wanted.UNMANAGED) {
            return missing();
        }
        if (link.state() == LinkState.UNMANAGED && wanted != Wanted.UNMANAGED) {
            link = link.with(AccountDiff.enabled(object, link.shadow()) ? LinkState.ENABLED : LinkState.DISABLED, link.shadow()).withBecause(Optional.empty());
        }
        return switch (wanted) {
            case GONE -> change(ChangeKind.DELETE, List.of(), Optional.empty());
            case UNMANAGED -> link.state() == LinkState.UNMANAGED
                    ? nothing(Verdict.Kind.UNCHANGED, link.because()) : change(ChangeKind.RELEASE, List.of(), Optional.empty());
            case NONE -> disableIfEnabled();
            case DISABLED -> lifecycle.state() == LifecycleState.LEAVER ? closed() : closedThenUpdated();
            case ENABLED -> enableAndUpdate();
        };
    }

    /** Whether it is there is asked in each cycle before this; until then nothing is done to it, and nothing is made in its place. */
    private Verdict missing() {
        Because missing = Because.of(Reason.ACCOUNT_MISSING, link.anchor().orElseThrow());
        Optional<Because> behindIt = known.problem().flatMap(problem -> problem.nearest(SHOWN_OTHERWISE)).map(shown -> why.map(shown::dueTo).orElse(shown)).or(() -> why);
        return undecided(Verdict.Kind.MISSING, behindIt.map(missing::dueTo).orElse(missing));
    }

    private boolean wasLeaver() {
        return link.state() == LinkState.DISABLED && link.because().map(because -> because.says(Reason.HAS_LEFT)).orElse(false);
    }

    /** It was closed because she left, and is open all the same: that she is out of scope by now keeps what was open then, and not this. */
    private boolean isOpenedBehind(Lifecycle lifecycle) {
        return lifecycle.state() == LifecycleState.LEAVER && link.state() == LinkState.ENABLED && link.disabledAt().isPresent()
                && link.because().filter(because -> because.says(Reason.HAS_LEFT)).isPresent();
    }

    /** Where those who come back get a new account, one that is disabled is from an earlier time: it is not opened again. */
    private boolean isOld(Candidate account) {
        return !job.lifecycle().revive() && !AccountDiff.enabled(object, account.attributes());
    }

    /** {@code rehire: new}: the old account stays as it is, somebody else's business; a new one is made. */
    private Verdict unlinkedAnew(Wanted wanted) {
        String old = link.anchor().orElseThrow();
        leftBehind = account -> account.anchor().equals(old) || isOld(account);
        step("rehire", "the old account " + old + " stays disabled; a new one is made", job.file());
        values = planner.evaluate(identity, Optional.empty(), context);
        return match(wanted == Wanted.ENABLED);
    }

    private Verdict enableAndUpdate() {
        List<AttributeChange> changes = differences();
        if (link.state() != LinkState.ENABLED || link.isStateUnknown(object.enabledBy())) {
            link = link.withDisabledAt(Optional.empty()); // should she leave again, be it before she is let in, her hold begins then
            return change(ChangeKind.ENABLE, changes, Optional.of(true));
        }
        if (!changes.isEmpty()) {
            return change(ChangeKind.UPDATE, changes, Optional.empty());
        }
        link = link.withDisabledAt(Optional.empty());
        return nothing(Verdict.Kind.UNCHANGED, Optional.empty());
    }

    private Verdict disableIfEnabled() {
        return mayBeOpen() ? change(ChangeKind.DISABLE, List.of(), Optional.of(false)) : nothing(Verdict.Kind.UNCHANGED, link.because());
    }

    private boolean mayBeOpen() {
        return link.state() == LinkState.ENABLED || link.isStateUnknown(object.enabledBy());
    }

    /** A value that the target refuses keeps no account open: closing goes by itself, and what differs follows. */
    private Verdict closedThenUpdated() {
        Link before = link;
        List<AttributeChange> changes = differences();
        if (mayBeOpen()) {
            link = before;
            followsLater(changes);
            return disableIfEnabled();
        }
        return changes.isEmpty() ? nothing(Verdict.Kind.UNCHANGED, link.because()) : change(ChangeKind.UPDATE, changes, Optional.empty());
    }

    /** It is due as soon as it is closed. */
    private void followsLater(List<AttributeChange> changes) {
        if (!changes.isEmpty()) {
            dueAt = Optional.of(context.now());
        }
    }

    /**
     * A leaver's account is closed, and so shall be any other that is hers: one that was taken for gone and made anew may show again. It is not
     * closed on the strength of a match alone, but told.
     */
    private Verdict closed() {
        Verdict verdict = disableIfEnabled();
        if (verdict.kind() != Verdict.Kind.UNCHANGED || !mayLookBeside() || verdict.link().problem().isPresent()) {
            return verdict;
        }
        AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(),
                account -> isNoOpenOne(account) || account.anchor().equals(link.anchor().orElseThrow()), step -> { });
        Optional<Because> another = matching.undecided().or(() -> matching.account().map(account -> why(Reason.OPEN_ACCOUNT_OF_LEAVER, account.anchor(),
                matching.attribute()).at(matching.rule().get().position())));
        return another.map(problem -> {
            step("change", "reported: " + Sentences.of(problem), "");
            return new Verdict(Verdict.Kind.REPORTED, Optional.empty(), verdict.link().withProblem(Optional.of(problem)), verdict.references(), steps);
        }).orElse(verdict);
    }

    private boolean isNoOpenOne(Candidate account) {
        return account.linkedTo().isPresent() && account.linkedTo().getAsLong() != identity.id() || !AccountDiff.enabled(object, account.attributes());
    }

    /** An account beside the one that is, or was, linked is looked for where that costs nothing, and from then on until there is none. */
    private boolean mayLookBeside() {
        return target.isListed() || known.problem().filter(problem -> AFTER_LOOKING.contains(problem.reason())).isPresent();
    }

    private Verdict unlinked(Wanted wanted, Lifecycle lifecycle) {
        boolean leaver = lifecycle.state() == LifecycleState.LEAVER;
        boolean shallHaveOne = !leaver && (wanted == Wanted.ENABLED || wanted == Wanted.DISABLED);
        if (link.state() == LinkState.IN_DOUBT) {
            return doubtful(wanted, shallHaveOne, () -> unlinked(wanted, lifecycle));
        }
        Optional<Verdict> made = shallHaveOne ? Optional.empty() : madeMeanwhile(wanted);
        if (made.isPresent()) {
            return made.get();
        }
        if (wanted == Wanted.NONE) {
            return nothing(Verdict.Kind.SKIPPED, Optional.of(why(Reason.NOT_YET_DUE)));
        }
        if (leaver || wanted == Wanted.GONE || wanted == Wanted.UNMANAGED) {
            return withoutAccount();
        }
        if (link.state() == LinkState.GONE && job.onMissing() == OutboundJob.OnMissing.REPORT) {
            return nothing(Verdict.Kind.REPORTED, because(Reason.GONE_REPORTED));
        }
        return match(wanted == Wanted.ENABLED);
    }

    /**
     * Nobody's account is disabled on the strength of a match alone: it may be somebody else's by now. But an account that
     * looks like a leaver's and is open is told to whoever can decide; one that was linked and taken for gone is known by its anchor.
     */
    private Verdict withoutAccount() {
        if (link.state() == LinkState.NONE || link.state() == LinkState.GONE || link.state() == LinkState.DELETED && mayLookBeside()) {
            AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), this::isNoOpenOne, steps::add);
            if (matching.undecided().isPresent()) {
                return undecided(Verdict.Kind.REPORTED, matching.undecided().get());
            }
            Optional<Candidate> open = matching.account();
            if (open.map(Candidate::anchor).filter(anchor -> known.anchor().equals(Optional.of(anchor))).isPresent()) {
                return adopted(matching, false, false);
            }
            if (open.isPresent()) {
                return undecided(Verdict.Kind.REPORTED, why(Reason.OPEN_ACCOUNT_OF_LEAVER, open.get().anchor(), matching.attribute()).at(matching.rule().get().position()));
            }
        }
        return nothing(Verdict.Kind.SKIPPED, Optional.of(why(Reason.NOTHING_TO_DISABLE)));
    }

    /**
     * When the process was killed, an account was to be made for somebody who by now shall have none: nobody had one like it then, and one that is open now is
     * hers, and is closed.
     */
    private Optional<Verdict> madeMeanwhile(Wanted wanted) {
        if (wanted == Wanted.UNMANAGED || known.problem().filter(problem -> problem.reason() == Reason.CREATE_IN_DOUBT).isEmpty()) {
            return Optional.empty();
        }
        AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), this::isNoOpenOne, steps::add);
        return matching.undecided().isPresent() ? Optional.empty() : matching.account().map(account -> adopted(matching, false, false));
    }

    /**
     * An account that we may have made is looked for by the match rules, then by what was sent to be unique. What is found is
     * ours, and becomes as it should be, a leaver's included. Only what is proven not to be there may be made again, and not at once.
     *
     * @param notThere what follows then for somebody who shall have none
     */
    private Verdict doubtful(Wanted wanted, boolean shallHaveOne, Supplier<Verdict> notThere) {
        boolean madeDisabled = shallHaveOne && wanted == Wanted.DISABLED;
        AccountMatching matching = AccountMatching.ofSent(known.shadow(), object, job.match(), values, target, identity.id(),
                account -> !madeDisabled && isOld(account), steps::add);
        if (matching.undecided().isPresent()) {
            return undecided(Verdict.Kind.AMBIGUOUS, matching.undecided().get());
        }
        if (matching.account().isPresent()) {
            boolean enabled = wanted == Wanted.ENABLED || wanted == Wanted.UNMANAGED && AccountDiff.enabled(object, matching.account().get().attributes());
            return adopted(matching, enabled, shallHaveOne);
        }
        if (!matching.asked() || !target.mayRepeatCreateOf(identity.id(), !AccountDiff.enabled(object, known.shadow()))) {
            step("match", "that none is found does not prove that none is there", "");
            return undecided(Verdict.Kind.FAILED, known.problem().filter(problem -> problem.says(Reason.CREATE_IN_DOUBT) || problem.says(Reason.ANCHOR_SHARED))
                    .orElseGet(() -> Because.of(Reason.CREATE_IN_DOUBT, "no answer has said so")));
        }
        if (shallHaveOne && job.creates()) {
            return create(wanted == Wanted.ENABLED);
        }
        link = Link.none(identity.id());
        return notThere.get();
    }

    /** This, because of what lifecycle and scope said. */
    private Because why(Reason reason, String... arguments) {
        Because because = Because.of(reason, arguments);
        return why.map(because::dueTo).orElse(because);
    }

    private static Optional<Because> because(Reason reason, String... arguments) {
        return Optional.of(Because.of(reason, arguments));
    }

    private Verdict match(boolean enabled) {
        AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), leftBehind, steps::add);
        if (matching.undecided().isPresent()) {
            return undecided(Verdict.Kind.AMBIGUOUS, matching.undecided().get());
        }
        if (matching.account().isPresent()) {
            return matched(matching, enabled);
        }
        if (target.wantsNone(identity.id())) {
            return nothing(Verdict.Kind.SKIPPED, because(Reason.DECIDED_NONE));
        }
        if (!matching.asked()) {
            return nothing(Verdict.Kind.SKIPPED, because(Reason.NO_VALUE_TO_MATCH));
        }
        return job.creates() ? create(enabled)
                : nothing(Verdict.Kind.SKIPPED, because(Reason.CREATES_NONE));
    }

    private Verdict matched(AccountMatching matching, boolean enabled) {
        if (job.onMatch() == OutboundJob.OnMatch.REPORT) {
            return nothing(Verdict.Kind.REPORTED, because(Reason.MATCH_REPORTED, matching.account().orElseThrow().anchor(), matching.attribute()));
        }
        return adopted(matching, enabled, true);
    }

    /** @param updated whether what differs is brought up to date, too */
    private Verdict adopted(AccountMatching matching, boolean enabled, boolean updated) {
        Candidate account = matching.account().orElseThrow();
        values = planner.evaluate(identity, Optional.of(account.attributes()), context);
        Optional<Because> another = updated && link.state() != LinkState.IN_DOUBT ? planner.another(matching, values, target) : Optional.empty();
        if (another.isPresent()) {
            return undecided(Verdict.Kind.AMBIGUOUS, another.get());
        }
        target.claim(account.anchor(), identity.id());
        values.adoptNames();
        boolean stands = AccountDiff.enabled(object, account.attributes()) == enabled && object.enabledBy().map(account.attributes()::get).filter(Openness::isUnclear).isEmpty();
        Optional<Boolean> standing = stands ? Optional.empty() : Optional.of(enabled);
        Because matched = Because.of(Reason.MATCHED, matching.attribute());
        why = Optional.of(matching.rule().map(rule -> matched.at(rule.position())).orElse(matched));
        Link before = link;
        List<AttributeChange> changes = updated ? differences(account.attributes()) : List.of();
        if (standing.filter(open -> !open).isPresent()) {
            link = before;
            followsLater(changes);
            changes = List.of();
        }
        return change(ChangeKind.LINK, Optional.of(account.anchor()), account.attributes(), changes, standing);
    }

    private Verdict create(boolean enabled) {
        SharedLists lists = new SharedLists(job.mapping(), link.given());
        List<AttributeChange> changes = AccountDiff.forCreate(job, object, values, lists);
        link = link.withGiven(lists.given());
        return change(ChangeKind.CREATE, Optional.empty(), Attributes.empty(), changes, Optional.of(enabled));
    }

    private List<AttributeChange> differences(Attributes account) {
        return differences(account, new HashMap<>());
    }

    /** Between the account that is linked and the mapping; what is left as somebody changed it is remembered as that. */
    private List<AttributeChange> differences() {
        Map<String, Unconfirmed> drifted = new HashMap<>(link.unconfirmed());
        List<AttributeChange> changes = differences(link.shadow(), drifted);
        link = link.withUnconfirmed(drifted);
        return changes;
    }

    private List<AttributeChange> differences(Attributes account, Map<String, Unconfirmed> drifted) {
        SharedLists lists = new SharedLists(job.mapping(), link.given());
        List<AttributeChange> changes = AccountDiff.forUpdate(job.mapping().attributes().values(), object, values, account, lists, drifted);
        link = link.withGiven(lists.given());
        return changes;
    }

    private Verdict change(ChangeKind kind, List<AttributeChange> changes, Optional<Boolean> enabled) {
        return change(kind, link.anchor(), link.shadow(), changes, enabled);
    }

    private Verdict change(ChangeKind kind, Optional<String> anchor, Attributes account,
                           List<AttributeChange> changes, Optional<Boolean> enabled) {
        attributesLeft().ifPresent(problem -> step("left", Sentences.of(problem), ""));
        List<String> log = steps.stream().map(Step::toString).toList();
        explainMapping();
        step("change", kind.word() + (changes.isEmpty() ? "" : " " + changes.stream()
                .map(AttributeChange::name).collect(Collectors.joining(", "))), "");
        String basis = Basis.of(job, identity, kind, anchor, changes, enabled, values.deferred().isEmpty() ? Set.<Reference>of() : values.references());
        Optional<Because> because = switch (kind) {
            case CREATE, UPDATE -> Optional.empty();
            case ENABLE -> why.or(() -> Optional.of(opened()));
            default -> why;
        };
        Change change = new Change(kind, new Change.Account(identity.id(), identity.subject(), anchor, account),
                new Change.Writes(changes, enabled, values.deferred(), repeated(changes, enabled)), new Change.Grounds(because, log, basis),
                urgent && kind.removes());
        return new Verdict(Verdict.Kind.CHANGE, Optional.of(change), linkNow(link.because()), values.references(), steps);
    }

    private Because opened() {
        Because opened = Because.of(Reason.TO_HAVE_ACCESS);
        return link.because().map(opened::dueTo).orElse(opened);
    }

    /** What was written before, did not read back, and is wanted still. */
    private Set<String> repeated(List<AttributeChange> changes, Optional<Boolean> enabled) {
        if (link.unconfirmed().isEmpty()) {
            return Set.of();
        }
        Map<String, Object> sent = new HashMap<>();
        changes.forEach(change -> sent.put(change.name(), change.after()));
        enabled.ifPresent(state -> object.enabledBy().ifPresent(name -> sent.put(name, state)));
        return link.unconfirmed().entrySet().stream().filter(open -> sent.containsKey(open.getKey())
                        && ValueComparison.same(object.attribute(open.getKey()), open.getValue().sent(), sent.get(open.getKey())))
                .map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private Verdict nothing(Verdict.Kind kind, Optional<Because> because) {
        if (kind == Verdict.Kind.UNCHANGED) {
            attributesLeft().ifPresent(problem -> step("left", Sentences.of(problem), ""));
            explainMapping();
        }
        step("change", kind == Verdict.Kind.UNCHANGED ? "none: the " + (job.writeBack().isPresent() ? "record" : "account") + " is as it should be" : kind.word() + ": " + Sentences.of(because), "");
        Link now = kind == Verdict.Kind.UNCHANGED && known.state() == LinkState.MISSING ? known : linkNow(because); // that it stands as it shall does not say that it is there
        return new Verdict(kind, Optional.empty(), now, values.references(), steps);
    }

    /**
     * It could not be decided. What is known stays as it is: why the account stands as it does, since when, and what is due.
     * Should the lifecycle have said when time alone changes something, before the rest failed, it is looked at again then.
     */
    Verdict undecided(Verdict.Kind kind, Because problem) {
        step("change", kind.word() + ": " + Sentences.of(problem), "");
        Optional<Instant> due = Stream.concat(known.dueAt().stream(), dueAt.stream()).min(Comparator.naturalOrder());
        return new Verdict(kind, Optional.empty(), known.withProblem(known.changeInDoubt().or(() -> notLookedFor(problem)).or(() -> Optional.of(problem))).withDueAt(due), values.references(), steps);
    }

    /** That an account may have been made is not forgotten because the target could not be asked for it. */
    private Optional<Because> notLookedFor(Because problem) {
        boolean failed = problem.reason() == Reason.LOOK_UP_FAILED && known.state() != LinkState.IN_DOUBT;
        return known.problem().filter(made -> failed && made.reason() == Reason.CREATE_IN_DOUBT);
    }

    private Link linkNow(Optional<Because> because) {
        return link.withBecause(because).withProblem(link.changeInDoubt().or(this::notAsSent).or(this::attributesLeft)).withDueAt(dueAt);
    }

    private Optional<Because> attributesLeft() {
        return values.undecided().isEmpty() ? Optional.empty()
                : Optional.of(Because.of(Reason.ATTRIBUTES_LEFT, String.join("; ", values.undecided().values())));
    }

    /** The target shows the account open although it was closed, or closed although it was opened, whatever is written; or in a word that nobody knows. */
    private Optional<Because> notAsSent() {
        return object.enabledBy().flatMap(name -> Optional.ofNullable(link.unconfirmed().get(name)).filter(Unconfirmed::settled).map(open -> open.ofState(name)));
    }

    private void explainMapping() {
        if (explained) {
            MappingExplanation.tell(planner, identity.attributes(), values, steps::add);
        }
    }

    void step(String step, String text, String where) {
        steps.add(new Step(step, text, where));
    }
}
