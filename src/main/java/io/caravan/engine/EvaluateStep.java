package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.ChangeStore.Postponed;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.LinkStore.PartialRead;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.subject.Sentences;
import io.caravan.mapping.MappingMeaning;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.PartialEvaluation;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.Change;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.TargetView;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.Verdict;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.longs.LongList;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Works out, for every identity that may need it, what the job's target should have, and stores the differences as
 * changes before anything is called. Looks at identities that changed, links whose time has come and links that were
 * marked; at all of them on the first run, when the mapping changed, in a full cycle, and when the clock has been put back.
 */
public final class EvaluateStep {

    /** A change that was given up is of no more use when this is decided. */
    private static final Set<Verdict.Kind> WANTS_NOTHING = EnumSet.of(Verdict.Kind.UNCHANGED, Verdict.Kind.SKIPPED, Verdict.Kind.REPORTED);
    /** What may be put right in the target alone, where nobody tells us of it. */
    private static final Set<Reason> ENDS_IN_THE_TARGET = EnumSet.of(Reason.LOOK_UP_FAILED, Reason.SEVERAL_MATCH, Reason.BELONGS_TO_ANOTHER,
            Reason.MATCHES_SEVERAL, Reason.MATCHES_ANOTHER, Reason.OPEN_ACCOUNT_OF_LEAVER);
    private static final int PAGE = 1000;
    private static final String STEP = "evaluate";

    private final StateStore store;
    private final ZoneId zone;
    private final ReadingApproval approval;

    /** @param zone for people who have none of their own */
    public EvaluateStep(StateStore store, ZoneId zone) {
        this(store, zone, ReadingApproval.NONE);
    }

    /** @param approval what somebody lets through who has looked */
    public EvaluateStep(StateStore store, ZoneId zone, ReadingApproval approval) {
        this.store = store;
        this.zone = zone;
        this.approval = approval;
    }

    /** Hears every verdict, for commands that show them. */
    @FunctionalInterface
    public interface VerdictListener {
        void decided(Identity identity, Verdict verdict);

        /** Members come into a group, or are taken out of it. */
        default void planned(Change ofMembers) {
        }

        /** A membership that would be due and is not planned: it failed for good before, or somebody has rejected it. */
        default void leftOut(Change membership) {
        }

        /** A change that would be due and is not planned: it failed for good before, or it is none of those that are wanted. */
        default void leftOut(Identity identity, Verdict verdict) {
        }

        /** Whether it is to be told whose accounts could not be decided, and which are nobody's. */
        default boolean wantsAccounts() {
            return false;
        }

        /**
         * Somebody's account is not decided: several match, it is somebody else's, or the job only reports what matches.
         *
         * @param accounts that match, with whom they are linked to already
         * @param reported what would be done if the job did more than report; empty otherwise
         */
        default void open(Identity identity, List<TargetView.Candidate> accounts, Optional<Change> reported) {
        }

        /**
         * All accounts were listed, and everybody was looked at.
         *
         * @param gap       why the list is not whole; empty when it is
         * @param unclaimed calls for each account that nobody is linked to or was recognised by
         */
        default void listed(Optional<String> gap, Consumer<Consumer<LinkStore.ListedAccount>> unclaimed) {
        }
    }

    /**
     * The first evaluation of a cycle.
     *
     * @return the counts the guard works on
     * @throws io.caravan.connector.OutcomeException when the target could not be searched or listed
     */
    public PlanCounts evaluate(Cycle cycle, OutboundJob job, SystemPort system, VerdictListener listener) {
        new UnfinishedChanges(store, cycle, job, system).planAgain();
        return evaluate(cycle, job, system, listener, MemberStep.Wanted.ALL, Set.of());
    }

    /**
     * The same, but of what is due only this is planned. Everything else that is due is counted, and left to the next cycle;
     * what is held stays so.
     *
     * @return the counts of what is planned
     * @throws io.caravan.connector.OutcomeException when the target could not be searched or listed
     */
    public PlanCounts evaluateOnly(SavedChanges only, Cycle cycle, OutboundJob job, SystemPort system, VerdictListener listener) {
        Set<String> heldMembers = new HashSet<>();
        Set<Long> heldOnes = new UnfinishedChanges(store, cycle, job, system).planAgain(only, heldMembers);
        cycle.count(Counted.NOT_IN_PLAN, heldOnes.size() + heldMembers.size());
        return evaluate(cycle, job, system, listener, new MemberStep.Wanted(Optional.of(only), heldMembers), heldOnes);
    }

    private PlanCounts evaluate(Cycle cycle, OutboundJob job, SystemPort system, VerdictListener listener, MemberStep.Wanted wanted, Set<Long> passedOver) {
        Rulings.endThoseThatAreOver(store, cycle, job);
        JobState state = store.cycles().state(job.name());
        TargetPlace place = new TargetPlace(store, job, system);
        TargetMatching target = new TargetMatching(store, cycle, job, system).withRecords(zone).letting(approval);
        boolean all = cycle.full() || state.fingerprint().isEmpty();
        boolean lists = all || !place.mayBeAnother() && isLookDue(cycle, job, state) && system.spec().connector().objects().get(job.object()).can(Operation.LIST);
        if (all || place.mayBeAnother()) {
            target.list();
        } else if (lists) {
            look(cycle, job, state, target);
        }
        if (target.isOfOurs()) {
            place.believed();
        }
        askForThoseNotFound(cycle, job, system);
        MemberStep.noteWhatIsDue(store, cycle, job, state.evaluatedAt());
        MembersDue.note(store, cycle, job, state);
        long version = store.hub().version();
        PlanCounts counts = new PlanCounts(renamedBy(job, system), job.mapping().listsOfGroups());
        Evaluation evaluation = new Evaluation(cycle, job, system, target, listener, counts, wanted.only(), passedOver);
        if (all || isClockPutBack(cycle, state)) {
            evaluation.over(true, 0);
        } else if (state.fingerprint().equals(job.fingerprint())) {
            evaluation.over(false, state.evaluatedVersion());
        } else {
            evaluation.afterMappingChanged(state);
        }
        MemberStep.plan(store, cycle, job, system, new MemberStep.Planned(counts, listener, wanted), true);
        if (listener.wantsAccounts() && all) {
            listener.listed(target.gap(), target::eachUnclaimed);
        }
        target.close();
        store.cycles().state(job.name(), state.evaluated(job.fingerprint(), version, Optional.of(cycle.now()))
                .read(state.watermark(), state.lastFullCount(), lists ? Optional.of(cycle.now()) : state.lastFullAt()));
        return counts;
    }

    /**
     * Whose account turned out to be open is marked by that, and whoever has left is, too: another account may have been made for her. A target that lets
     * nobody list it fails this cycle, and not each that comes: what is due there otherwise goes with the next.
     */
    private void look(Cycle cycle, OutboundJob job, JobState state, TargetMatching target) {
        store.cycles().state(job.name(), state.read(state.watermark(), state.lastFullCount(), Optional.of(cycle.now())));
        target.list(Sight.OPENED);
        List<Subject> page = store.links().page(job.kind(), job.name(), 0, PAGE);
        while (!page.isEmpty()) {
            cycle.goOn();
            List<Long> left = page.stream().map(Subject::identity).filter(who -> Lifecycle.hasLeft(who.kind(), who.attributes(), cycle.now(), job.lifecycle().prehire(), zone)).map(Identity::id).toList();
            store.inTransaction(() -> store.links().markDue(job.name(), left));
            page = store.links().page(job.kind(), job.name(), page.get(page.size() - 1).identity().id(), PAGE);
        }
    }

    /**
     * What somebody opens in the target no change would tell of. Where nobody has appointed a full cycle, or it does not come, the target is listed all the
     * same, so that whoever has access again is seen.
     */
    private static boolean isLookDue(Cycle cycle, OutboundJob job, JobState state) {
        return job.writeBack().isEmpty() && state.isWholeLongAgo(cycle.now(), job.schedule().changesOnly());
    }

    /** What was evaluated for a moment that has not come yet says when it is due by that moment: everybody is looked at again. */
    static boolean isClockPutBack(Cycle cycle, JobState state) {
        return state.evaluatedAt().filter(at -> cycle.now().isBefore(at.minus(JobState.CLOCKS_DIFFER))).isPresent();
    }

    /**
     * Looks again at what dispatching made possible or necessary: references that can be set now, accounts that were gone.
     *
     * @param counts of the cycle so far; what is planned now comes on top
     */
    public void evaluateMarked(Cycle cycle, OutboundJob job, SystemPort system, PlanCounts counts) {
        TargetMatching target = new TargetMatching(store, cycle, job, system).withRecords(zone);
        Set<Long> passedOver = withUnsettledChange(job);
        passedOver.addAll(cycle.evidence().notAgain());
        new Evaluation(cycle, job, system, target, (identity, verdict) -> { }, counts, Optional.empty(), passedOver)
                .over(false, store.hub().version());
        MemberStep.plan(store, cycle, job, system, new MemberStep.Planned(counts, (identity, verdict) -> { }, new MemberStep.Wanted(Optional.empty(), HeldMembers.of(store, job))), false);
        target.close();
    }

    /** Accounts that were not found are asked for again, and those that may have been made are looked for again, until something is proven. */
    private void askForThoseNotFound(Cycle cycle, OutboundJob job, SystemPort system) {
        new Unlisted(store, cycle, job, system, Sight.ALL).askAgain();
        cycle.count(Counted.MISSING, store.links().count(job.name(), LinkState.MISSING));
        List<Link> doubtful = store.links().inState(job.name(), LinkState.IN_DOUBT, 0, PAGE);
        while (!doubtful.isEmpty()) {
            List<Long> identities = doubtful.stream().map(Link::identityId).toList();
            store.inTransaction(() -> store.links().markDue(job.name(), identities));
            doubtful = store.links().inState(job.name(), LinkState.IN_DOUBT, identities.get(identities.size() - 1), PAGE);
        }
    }

    /** Whose change is held: nothing more is planned for them, and their marks stay for the next cycle. */
    private Set<Long> withUnsettledChange(OutboundJob job) {
        Set<Long> identities = new HashSet<>();
        List<PlannedChange> page = store.changes().unsettled(job.name(), Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream().map(PlannedChange::change).filter(change -> !change.kind().isOfMembers()).forEach(change -> identities.add(change.identityId()));
            page = store.changes().unsettled(job.name(), Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return identities;
    }

    /** One identity, as it would be decided now, with every step told. Writes nothing. */
    public Verdict explain(Cycle cycle, OutboundJob job, SystemPort system, Subject subject) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        TargetMatching target = new TargetMatching(store, cycle, job, system).withRecords(zone).withoutListing();
        Identity identity = subject.identity();
        return new AccountPlanner(job, object, zone, cycle.secrets()).plan(identity, subject.link(), target,
                OutboundContext.toExplain(store, cycle, object, target).of(identity.id(), identity.key()), true);
    }

    private static String renamedBy(OutboundJob job, SystemPort system) {
        return system.spec().connector().objects().get(job.object()).renamedBy().orElse("");
    }

    private final class Evaluation {
        private final Cycle cycle;
        private final OutboundJob job;
        private final AccountPlanner planner;
        private final TargetMatching target;
        private final OutboundContext context;
        private final VerdictListener listener;
        private final PlanCounts counts;
        private final Optional<SavedChanges> only;
        private final Set<Long> passedOver;
        private final Rulings rulings;
        private final ReadAhead<List<Subject>> ahead;
        private final boolean somebodyWaits;

        private Evaluation(Cycle cycle, OutboundJob job, SystemPort system, TargetMatching target, VerdictListener listener, PlanCounts counts,
                           Optional<SavedChanges> only, Set<Long> passedOver) {
            ObjectSpec object = system.spec().connector().objects().get(job.object());
            this.cycle = cycle;
            this.job = job;
            this.planner = new AccountPlanner(job, object, zone, cycle.secrets());
            this.target = target;
            this.context = OutboundContext.toPlan(store, cycle, object, target);
            this.listener = listener;
            this.counts = counts;
            this.only = only;
            this.passedOver = passedOver;
            this.ahead = new ReadAhead<>("evaluates-" + job.name());
            this.somebodyWaits = store.changes().postponedCount(job.name()) > 0;
            this.rulings = new Rulings(store.rulings(), job.name(), only.filter(SavedChanges::overrules));
        }

        void over(boolean everybody, long sinceVersion) {
            cycle.listener().begins(cycle, STEP, everybody ? store.hub().identityCount() : -1);
            long last = 0;
            do {
                long after = last;
                last = evaluate(() -> page(everybody, sinceVersion, after), everybody);
            } while (last > 0);
            cycle.listener().ends(cycle, STEP);
        }

        /**
         * One page of identities, in one transaction.
         *
         * @param everybody whether the next page is that of those who come next, which nothing that is stored for this one changes
         * @return the last one's id; 0 when the page is empty
         */
        private long evaluate(Supplier<List<Subject>> reading, boolean everybody) {
            cycle.goOn();
            List<Subject> page = ahead.take(reading);
            if (page.isEmpty()) {
                return 0;
            }
            if (target.isListingCheaper(page)) {
                target.list();
                page = reading.get(); // as the listing has brought it up to date
            }
            if (target.refreshByRecords(page)) {
                page = reading.get();
            }
            long last = page.isEmpty() ? 0 : page.get(page.size() - 1).identity().id();
            if (everybody) {
                ahead.begin(() -> page(true, 0, last));
            }
            try {
                decideInTransaction(page);
            } catch (TargetMatching.ListingNeeded searchCannotBeTrusted) {
                ahead.drop();
                target.list();
                page = reading.get();
                decideInTransaction(page);
            }
            advance(page.size());
            return page.isEmpty() ? 0 : page.get(page.size() - 1).identity().id();
        }

        private void decideInTransaction(List<Subject> page) {
            List<Subject> subjects = page.stream().filter(subject -> !passedOver.contains(subject.identity().id())).toList();
            store.inTransaction(() -> decide(subjects));
        }

        private void advance(long identities) {
            cycle.count(Counted.EVALUATED, identities);
            cycle.listener().advances(cycle, STEP, identities);
        }

        /** A changed rule is computed for everybody, but the whole evaluation is made only for those it makes a difference to. */
        void afterMappingChanged(JobState before) {
            Optional<PartialEvaluation> partial = MappingMeaning.of(job.fingerprint()).changedRules(MappingMeaning.of(before.fingerprint()))
                    .flatMap(rules -> planner.partialEvaluation(rules, cycle.now()));
            if (partial.isEmpty()) {
                over(true, 0);
                return;
            }
            cycle.listener().begins(cycle, STEP, store.hub().identityCount());
            LongArrayList affected = new LongArrayList();
            count(store.links().readPartially(job.kind(), job.name(), before.evaluatedVersion(), cycle.now(), new PartialRead(partial.get().identityAttributes(),
                    partial.get().accountAttributes(), partial.get()::differs, partial.get()::staysWithoutAccount), affected::add));
            for (int from = 0; from < affected.size(); from += PAGE) {
                LongList ids = affected.subList(from, Math.min(affected.size(), from + PAGE));
                evaluate(() -> List.copyOf(store.links().subjects(job.name(), ids).values()), false);
            }
            cycle.listener().ends(cycle, STEP);
        }

        private void count(LinkStore.Settled enough) {
            count(Verdict.Kind.UNCHANGED, Counted.UNCHANGED, enough.asTheyShouldBe());
            count(Verdict.Kind.SKIPPED, Counted.SKIPPED, enough.without());
        }

        private void count(Verdict.Kind kind, String counted, long identities) {
            if (identities > 0) {
                counts.add(kind, identities);
                cycle.count(counted, identities);
                advance(identities);
            }
        }

        private List<Subject> page(boolean everybody, long sinceVersion, long after) {
            return everybody ? store.links().page(job.kind(), job.name(), after, PAGE)
                    : store.links().due(job.kind(), job.name(), sinceVersion, cycle.now(), after, PAGE);
        }

        private void decide(List<Subject> subjects) {
            List<Long> ids = subjects.stream().map(subject -> subject.identity().id()).toList();
            FailedForGood failed = new FailedForGood(store.changes(), job.name(), ids);
            Map<Long, Postponed> postponed = somebodyWaits && only.isEmpty() ? store.changes().postponed(job.name(), ids) : Map.of();
            context.turnTo(ids);
            target.turnTo(ids);
            rulings.turnTo(ids);
            rememberReferences(subjects);
            List<Verdict> verdicts = subjects.stream().map(this::decide).toList(); // all of them, or none: a listing may be needed on the way
            Decisions decisions = new Decisions();
            for (int i = 0; i < subjects.size(); i++) {
                Subject subject = subjects.get(i);
                Verdict verdict = verdicts.get(i);
                if (verdict.change().filter(failed::has).isPresent()) {
                    cycle.count(Counted.DEAD_LETTERED, 1);
                    listener.leftOut(subject.identity(), verdict);
                } else if (verdict.change().filter(change -> Postponing.waits(postponed.get(subject.identity().id()), change, cycle.now())).isPresent()) {
                    cycle.count(Counted.POSTPONED, 1);
                    decisions.again.add(subject.identity().id());
                    listener.leftOut(subject.identity(), verdict);
                } else if (rulings.isRejected(subject.identity(), verdict)) {
                    cycle.count(Counted.NOT_WANTED, 1);
                    listener.leftOut(subject.identity(), verdict);
                } else if (verdict.kind() == Verdict.Kind.CHANGE && !isWanted(subject, verdict)) {
                    cycle.count(Counted.NOT_IN_PLAN, 1);
                    decisions.again.add(subject.identity().id());
                    listener.leftOut(subject.identity(), verdict);
                } else {
                    counts.add(verdict);
                    count(verdict);
                    verdict.change().ifPresent(decisions.changes::add);
                    firstTime(subject, verdict).ifPresent(decisions.log::add);
                    leftSo(subject, verdict).forEach(decisions.log::add);
                    listener.decided(subject.identity(), verdict);
                    tellOpen(subject, verdict);
                }
                if (postponed.containsKey(subject.identity().id()) && WANTS_NOTHING.contains(verdict.kind())) {
                    decisions.nothingToWaitFor.add(subject.identity().id());
                }
                if (failed.isOf(subject.identity().id()) && WANTS_NOTHING.contains(verdict.kind())) {
                    decisions.obsolete.add(subject.identity().id());
                }
                if (rulings.isObsolete(subject.identity(), verdict, WANTS_NOTHING.contains(verdict.kind()))) {
                    decisions.decidedAnew.add(subject.identity().id());
                }
                boolean sameLink = subject.link().map(verdict.link()::equals).orElseGet(verdict.link()::saysNothing);
                if (!sameLink) {
                    decisions.links.add(verdict.link());
                }
                if (endsInTheTarget(verdict.link())) {
                    cycle.evidence().notAgain(subject.identity().id());
                    decisions.again.add(subject.identity().id());
                }
                decisions.references.put(subject.identity().id(), verdict.references());
            }
            decisions.again.addAll(context.awaiting());
            store(decisions, ids);
        }

        /** Whoever is in doubt is looked for in each cycle; who may have been made by a process that was killed, until the target has answered. */
        private static boolean endsInTheTarget(Link link) {
            return link.problem().filter(problem -> ENDS_IN_THE_TARGET.contains(problem.reason()) || problem.reason() == Reason.CREATE_IN_DOUBT && link.state() != LinkState.IN_DOUBT).isPresent();
        }

        private void rememberReferences(List<Subject> subjects) {
            Set<Reference> references = new HashSet<>();
            for (Subject subject : subjects) {
                Identity identity = subject.identity();
                references.addAll(planner.foreseeableReferences(identity, context.of(identity.id(), identity.key())));
            }
            context.remember(references);
        }

        private void store(Decisions decisions, List<Long> ids) {
            store.links().save(job.name(), decisions.links);
            store.links().clearMarks(job.name(), ids);
            store.links().markDue(job.name(), decisions.again);
            if (!job.mapping().referencesBy().isEmpty()) {
                store.links().references(job.name(), decisions.references);
            }
            store.changes().plan(job.name(), cycle.id(), decisions.changes);
            ShownMembers.ofRecognised(store, cycle, job, planner.described(), decisions.changes);
            store.changes().dropDeadLetters(job.name(), decisions.obsolete);
            if (!decisions.nothingToWaitFor.isEmpty()) {
                store.changes().dropPostponed(job.name(), decisions.nothingToWaitFor);
            }
            store.rulings().lift(job.name(), decisions.decidedAnew);
            store.log().append(decisions.log);
        }

        private Verdict decide(Subject subject) {
            Identity identity = subject.identity();
            return planner.plan(identity, subject.link(), target, context.of(identity.id(), identity.key()), false);
        }

        private boolean isWanted(Subject subject, Verdict verdict) {
            Identity identity = subject.identity();
            return only.isEmpty() || only.get().isStillDue(identity.key(), verdict, cycle.now(), moment -> planner.plan(identity, subject.link(), target,
                    context.of(identity.id(), identity.key(), moment), false));
        }

        private void count(Verdict verdict) {
            switch (verdict.kind()) {
                case UNCHANGED -> cycle.count(Counted.UNCHANGED, 1);
                case SKIPPED -> cycle.count(Counted.SKIPPED, 1);
                case AMBIGUOUS -> cycle.count(Counted.AMBIGUOUS, 1);
                case REPORTED -> cycle.count(Counted.REPORTED, 1);
                case FAILED -> cycle.count(Counted.FAILED, 1);
                case MISSING -> { } // counted by the state of the links
                case CHANGE -> cycle.count("planned-" + verdict.change().orElseThrow().kind().word(), 1);
            }
            if (verdict.isPartial()) {
                cycle.count(Counted.FAILED, 1);
            }
        }

        private void tellOpen(Subject subject, Verdict verdict) {
            boolean reported = verdict.kind() == Verdict.Kind.REPORTED && verdict.because().filter(because -> because.reason() == Reason.MATCH_REPORTED).isPresent();
            if (!listener.wantsAccounts() || !reported && verdict.kind() != Verdict.Kind.AMBIGUOUS) {
                return;
            }
            Identity identity = subject.identity();
            EvaluationContext around = context.of(identity.id(), identity.key());
            Optional<Change> would = reported ? new AccountPlanner(job.adopting(), planner.described(), zone, cycle.secrets()).plan(identity, subject.link(), target, around, false).change()
                    : Optional.empty();
            listener.open(identity, planner.matches(identity, target.asListed(), around), would);
        }

        /** What was changed in the target and is left so is logged once for each value. */
        private List<LogEntry> leftSo(Subject subject, Verdict verdict) {
            Link before = subject.link().orElseGet(() -> Link.none(subject.identity().id()));
            return StoredAsSent.drifted(before, verdict.link(), cycle.secrets()).stream().map(because -> {
                cycle.count(Counted.DRIFT, 1);
                return new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.account(subject.identity().subject(), job.system(), verdict.link().anchor()), LogAction.DRIFT,
                        LogEntry.Result.of(LogEntry.Status.SKIPPED, Sentences.of(because)), List.of(), List.of());
            }).toList();
        }

        /** Something deliberately not done is logged when it is first decided, and when its reason changes. */
        private Optional<LogEntry> firstTime(Subject subject, Verdict verdict) {
            boolean decided = verdict.kind() == Verdict.Kind.CHANGE || verdict.kind() == Verdict.Kind.UNCHANGED;
            if (decided && !verdict.isPartial() || said(subject, verdict)) {
                return Optional.empty();
            }
            LogEntry.Status status = switch (verdict.kind()) {
                case FAILED, AMBIGUOUS, MISSING, CHANGE, UNCHANGED -> LogEntry.Status.FAILURE;
                default -> LogEntry.Status.SKIPPED;
            };
            String action = switch (verdict.kind()) {
                case FAILED, CHANGE, UNCHANGED -> "evaluate";
                case AMBIGUOUS -> "match";
                case REPORTED -> LogAction.REPORT;
                case MISSING -> "find";
                default -> LogAction.SKIP;
            };
            return Optional.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.account(subject.identity().subject(), job.system(),
                    verdict.link().anchor()), action, LogEntry.Result.of(status, Sentences.of(toTell(verdict))), List.of(),
                    verdict.steps().stream().map(Verdict.Step::toString).toList()));
        }

        private static Optional<Because> toTell(Verdict verdict) {
            return verdict.isPartial() ? verdict.link().problem() : verdict.because();
        }

        /** Whether the last evaluation came to the same. */
        private static boolean said(Subject subject, Verdict verdict) {
            boolean failed = verdict.link().problem().isPresent();
            Optional<Because> before = subject.link().flatMap(failed ? Link::problem : Link::because);
            Optional<Because> now = toTell(verdict);
            return before.isPresent() == now.isPresent() && now.map(because -> because.isSameAs(before.get())).orElse(true);
        }
    }

    /** What one page comes to. */
    private static final class Decisions {
        private final List<Link> links = new ArrayList<>();
        private final List<Change> changes = new ArrayList<>();
        private final List<LogEntry> log = new ArrayList<>();
        /** Whom the next cycle has to look at, whatever changes. */
        private final List<Long> again = new ArrayList<>();
        /** Dead letters of changes that nobody wants any more. */
        private final List<Long> obsolete = new ArrayList<>();
        /** Nobody wants the change any more that waited for a later cycle. */
        private final List<Long> nothingToWaitFor = new ArrayList<>();
        /** Somebody has decided about another change of theirs than the one that is due now. */
        private final List<Long> decidedAnew = new ArrayList<>();
        private final Map<Long, Set<Reference>> references = new LinkedHashMap<>();
    }
}
