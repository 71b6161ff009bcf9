package io.caravan.operations;

import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.SavedChanges;
import io.caravan.mapping.OutboundJob;
import io.caravan.operations.ApplyReport.NotMade;
import io.caravan.operations.HeldPlan.JobPart;
import io.caravan.operations.HeldPlan.OfGroup;
import io.caravan.operations.JobPlan.ShownChange;
import io.caravan.operations.SavedPlan.SavedChange;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.runtime.Caravan.Applied;
import io.caravan.runtime.Caravan.AppliedJob;
import io.caravan.runtime.Caravan.Approval;
import io.caravan.subject.KeyText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What somebody decides of changes that the guard holds. They are looked at as they were planned; what goes then is planned anew, and only what is
 * still due and the very same.
 */
public final class HeldDecision {

    /** So long a rejection lasts without a word. */
    public static final Duration REJECTED_FOR = Duration.ofDays(30);

    private static final Duration AT_MOST = Duration.ofDays(366);
    private static final int LONGEST_WHY = 500;
    private static final int LOOKED_AT = 200;
    private static final int SEEN = 12;

    private final OpenProject open;
    private final HeldChoice choice;
    private final Map<OutboundJob, List<Change>> chosen = new LinkedHashMap<>();
    private final Map<OutboundJob, List<Change>> rest = new LinkedHashMap<>();
    private final HeldPlan plan;

    private HeldDecision(OpenProject open, OutboundJob job, HeldChoice choice, Map<OutboundJob, List<Change>> pool) {
        this.open = open;
        this.choice = choice;
        pool.forEach((each, changes) -> {
            Map<Boolean, List<Change>> parts = changes.stream().collect(Collectors.partitioningBy(change -> choice.includes(open, each, change)));
            if (!parts.get(true).isEmpty()) {
                chosen.put(each, parts.get(true));
            }
            rest.put(each, choice.rejected() ? List.of() : parts.get(false));
        });
        this.plan = plan(job);
    }

    /**
     * What is to be decided of; nothing is decided by that.
     *
     * @throws Refusal when the job holds nothing, or nothing of what was chosen
     */
    public static HeldDecision of(OpenProject open, String name, HeldChoice choice) {
        if (!(open.job(name) instanceof OutboundJob job)) {
            throw new Refusal(Refusal.Kind.USAGE, "job '" + name + "' reads a source: nothing of a reading that is held is used, and no changes are held there",
                    "Mend the source; or have it left alone: caravan job pause " + name + "; or let the reading through: caravan approve " + name);
        }
        Map<OutboundJob, List<Change>> pool = choice.rejected() ? HeldPool.rejected(open, job) : HeldPool.held(open, job);
        if (pool.isEmpty()) {
            boolean others = !choice.rejected() && open.store().rulings().rejected(name) > 0;
            throw new Refusal(Refusal.Kind.FAILED, choice.rejected() ? "nothing is rejected in job '" + name + "'" : "job '" + name + "' holds nothing",
                    others ? "What was rejected is approved with caravan approve " + name + " --rejected" : "caravan status names the jobs that hold something");
        }
        choice.check(pool, open);
        HeldDecision decision = new HeldDecision(open, job, choice, pool);
        if (decision.chosen.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "nobody who is named has a change of such a kind there", "Choose by --only or by --kind");
        }
        return decision;
    }

    /** What was chosen. */
    public HeldPlan plan() {
        return plan;
    }

    /**
     * Whether somebody has looked at just this.
     *
     * @param seen as {@link HeldPlan#seen} told it
     * @throws Refusal when something else is held by now
     */
    public void checkSeen(String seen) {
        if (!seen.equals(plan.seen())) {
            throw new Refusal(Refusal.Kind.FAILED, "what " + plan.job() + " holds is not what was looked at (" + KeyText.of(seen) + "), it is " + plan.seen() + " now",
                    "Look at it again: caravan approve " + plan.job() + choice.words());
        }
    }

    private HeldPlan plan(OutboundJob job) {
        List<JobPart> parts = chosen.entrySet().stream().map(each -> part(each.getKey(), each.getValue())).toList();
        return new HeldPlan(job.name(), parts, rest.values().stream().mapToLong(List::size).sum(), hash());
    }

    private JobPart part(OutboundJob job, List<Change> changes) {
        PlanView view = new PlanView(HeldChoice.object(open, job));
        PeopleNames people = PeopleNames.of(open);
        Map<String, DisplayName> names = new HashMap<>(people.byKey(job.name(), changes.stream().map(Change::identityKey).toList()));
        names.putAll(people.byKey(changes.stream().filter(change -> change.kind().isOfMembers()).map(PlanView::who).toList()));
        Set<String> secrets = open.project().secrets(job);
        List<ShownChange> shown = changes.stream().map(change -> view.change(change.masked(secrets), Map.of())).map(one -> new ShownChange(one.identity(),
                names.getOrDefault(one.identity(), DisplayName.NONE), one.kind(), one.account(), one.attributes(), one.reason(), one.later(), one.disabledUntil())).toList();
        List<CycleRow> held = open.store().cycles().recent(job.name(), LOOKED_AT).stream().filter(row -> row.kind().plansWhatIsDue() && row.endedAt().isPresent())
                .takeWhile(row -> row.status() == CycleStatus.HELD).toList();
        Optional<String> since = choice.rejected() ? Optional.empty() : held.stream().reduce((newer, older) -> older).map(row -> row.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
        String why = choice.rejected() ? rejectedBy(job, changes) : held.stream().findFirst().map(CycleRow::message).orElse("");
        return new JobPart(job.name(), job.system(), since, why, HeldChoice.counts(changes), groups(changes), shown);
    }

    private static List<OfGroup> groups(List<Change> changes) {
        Map<String, List<Change>> byGroup = changes.stream().filter(change -> change.kind().isOfMembers()).collect(Collectors.groupingBy(Change::identityKey, TreeMap::new, Collectors.toList()));
        return byGroup.entrySet().stream().map(group -> new OfGroup(group.getKey(), count(group.getValue(), ChangeKind.JOIN), count(group.getValue(), ChangeKind.LEAVE))).toList();
    }

    private static long count(List<Change> changes, ChangeKind kind) {
        return changes.stream().filter(change -> change.kind() == kind).count();
    }

    private String rejectedBy(OutboundJob job, List<Change> changes) {
        Set<String> keys = changes.stream().map(Change::key).collect(Collectors.toSet());
        return HeldPool.rejections(open.store(), job.name()).stream().filter(ruling -> keys.contains(ruling.change().key())).map(HeldDecision::words).distinct()
                .collect(Collectors.joining("; "));
    }

    /** By whom, when, until when and why. */
    static String words(Ruling ruling) {
        return "rejected by " + ruling.by().who() + " at " + ruling.by().at().truncatedTo(ChronoUnit.SECONDS)
                + ruling.until().map(end -> " until " + end.truncatedTo(ChronoUnit.SECONDS)).orElse("") + ": " + ruling.by().why();
    }

    private String hash() {
        return hash(chosen.entrySet().stream().flatMap(job -> job.getValue().stream().map(change -> job.getKey().name() + '\0' + change.key() + '\0' + change.basis()))
                .sorted().collect(Collectors.joining("\1")));
    }

    static String hash(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))).substring(0, SEEN);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    static String why(String why) {
        String words = KeyText.of(why);
        if (words.isEmpty() || words.length() > LONGEST_WHY) {
            throw new Refusal(Refusal.Kind.USAGE, words.isEmpty() ? "--why says nothing" : "the reason has " + words.length() + " characters",
                    words.isEmpty() ? "Say why: it stands in the log" : "Write at most " + LONGEST_WHY);
        }
        return words;
    }

    /**
     * Sends what was looked at, as far as it is still due and the same. Sources are read before, and everything is planned anew.
     *
     * @param why in words, for the log
     */
    public ApprovalReport approve(String why) {
        String words = why(why);
        List<JobRun> runs = new ArrayList<>(PlanApplication.readSources(open, "approve", open.engine().thisMoment()));
        List<JobRun> failed = PlanApplication.withoutResult(runs);
        if (!failed.isEmpty()) {
            return new ApprovalReport(plan, failed, List.of(), List.of());
        }
        Applied applied = open.engine().approve(approvals(), words);
        if (!applied.asSaved()) {
            return new ApprovalReport(plan, notBegun(applied), List.of(), List.of());
        }
        List<NotMade> refused = new ArrayList<>();
        List<NotMade> notMade = new ArrayList<>();
        for (AppliedJob job : applied.jobs()) {
            runs.add(JobRun.of(open, job.run(), job.seconds(), open.times().take(job.run().getJob())));
            Map<Boolean, List<SavedChange>> moved = saved(job.run().getJob()).stream().collect(Collectors.partitioningBy(change -> job.run().refused().containsKey(change.key())));
            moved.get(true).forEach(change -> refused.add(PlanApplication.notMade(job.run(), change, PlanApplication.why(change, job.run(), Set.of()))));
            notMade.addAll(PlanApplication.notMade(open.store(), job.run(), moved.get(false)));
        }
        return new ApprovalReport(plan, runs, refused, notMade);
    }

    private List<JobRun> notBegun(Applied applied) {
        List<JobRun> failed = new ArrayList<>();
        applied.busy().ifPresent(job -> failed.add(JobRun.notBegun(open, job)));
        applied.jobs().stream().filter(job -> job.failure().isPresent()).forEach(job -> failed.add(JobRun.of(open, job.run(), job.seconds(), List.of())));
        return failed;
    }

    /**
     * What was looked at is not made, until its time is over or something else is due. Nothing is sent.
     *
     * @param until when it is decided anew, whatever has changed
     * @throws Refusal when the end is over already or too far ahead, or a job is running
     */
    public RejectionReport reject(String why, Optional<Instant> until) {
        String words = why(why);
        Instant now = open.now();
        Instant end = until.orElseGet(() -> now.plus(REJECTED_FOR)).truncatedTo(ChronoUnit.SECONDS);
        if (!end.isAfter(now) || end.isAfter(now.plus(AT_MOST))) {
            throw new Refusal(Refusal.Kind.USAGE, end + (end.isAfter(now) ? " is more than a year ahead" : " is over"), "Write a moment within a year, such as 7d (in seven days); what is to "
                    + "stay so for good belongs into the source, or into the mapping's scope");
        }
        Map<String, Set<String>> missed = open.engine().reject(approvals(), words, end).orElseThrow(() -> new Refusal(Refusal.Kind.FAILED,
                "one of the jobs is running (" + String.join(", ", names()) + ")", "Wait until it has ended; caravan status shows when. Then look at what it holds"));
        List<NotMade> refused = new ArrayList<>();
        missed.forEach((job, keys) -> saved(job).stream().filter(change -> keys.contains(change.key())).forEach(change -> refused.add(new NotMade(job, change.identity(),
                change.kind(), change.account(), "it is not held any more, or would be another change now"))));
        return new RejectionReport(plan, open.caller().name(), end.toString(), refused);
    }

    private List<String> names() {
        return chosen.keySet().stream().map(OutboundJob::name).toList();
    }

    private Map<String, Approval> approvals() {
        Map<String, Approval> approvals = new LinkedHashMap<>();
        chosen.forEach((job, changes) -> approvals.put(job.name(), new Approval(new SavedChanges(changes.stream().collect(Collectors.toMap(Change::key, Change::basis)),
                plannedFor(job), choice.rejected()), rest.get(job).stream().map(Change::key).collect(Collectors.toSet()))));
        return approvals;
    }

    /** What is held was planned by the newest cycle that looked at everything. */
    private Instant plannedFor(OutboundJob job) {
        return open.store().cycles().recent(job.name(), LOOKED_AT).stream().filter(row -> row.kind().plansWhatIsDue()).map(CycleRow::startedAt).findFirst()
                .orElseGet(open::now);
    }

    private List<SavedChange> saved(String job) {
        OutboundJob held = chosen.keySet().stream().filter(each -> each.name().equals(job)).findFirst().orElseThrow();
        PlanView view = new PlanView(HeldChoice.object(open, held));
        Set<String> secrets = open.project().secrets(held);
        return chosen.get(held).stream().map(change -> SavedChange.of(view.change(change.masked(secrets), Map.of()), change)).toList();
    }
}
