package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.GuardVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * One run of a job, from reading to recording: what travels through the routes. Holds counts and how it went, never
 * work: what there is to do is always derived from the store. Thread-safe.
 */
public final class Cycle {

    private final long id;
    private final Job job;
    private final boolean full;
    private final Start start;
    private final LogEntry.By loggedAs;
    private final Set<String> secrets;
    private final CycleListener listener;
    private final Evidence evidence = new Evidence();
    private final Attempts attempts = new Attempts();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile OutcomeKind refusal;
    private volatile String failure;
    private volatile String held;
    private volatile String waiting;
    private volatile GuardVerdict guard = GuardVerdict.NONE;
    private volatile List<String> jobsOfTheseAccounts;
    private volatile List<OutboundJob> othersOfTheseAccounts = List.of();
    private volatile boolean probe;
    private volatile boolean stopped;
    private volatile boolean interrupted;
    private volatile boolean paused;
    private volatile boolean told;

    /**
     * How it begins. The same seed and moment give the same plan.
     *
     * @param now         the moment the whole cycle is made for
     * @param initiatedBy what began it, and who: {@code sync by ada}, {@code schedule by caravan}
     * @param seed        of the random values in plans
     */
    public record Start(Instant now, String initiatedBy, long seed) {

        public Start {
            Objects.requireNonNull(now, "now");
            Objects.requireNonNull(initiatedBy, "initiatedBy");
        }
    }

    /**
     * @param id      0 for a cycle that is only tried out
     * @param full    reads and lists everything, instead of only what changed
     * @param secrets attributes of the job whose values are neither logged nor shown
     */
    public Cycle(long id, Job job, boolean full, Start start, Set<String> secrets, CycleListener listener) {
        this.id = id;
        this.job = Objects.requireNonNull(job, "job");
        this.full = full;
        this.start = Objects.requireNonNull(start, "start");
        this.loggedAs = new LogEntry.By(job.name(), id, start.initiatedBy());
        this.secrets = Set.copyOf(secrets);
        this.listener = Objects.requireNonNull(listener, "listener");
        this.jobsOfTheseAccounts = List.of(job.name());
    }

    public long id() {
        return id;
    }

    public Job job() {
        return job;
    }

    public boolean full() {
        return full;
    }

    public Instant now() {
        return start.now();
    }

    /** How it stands in the provisioning log. */
    public LogEntry.By loggedAs() {
        return loggedAs;
    }

    public long seed() {
        return start.seed();
    }

    /** Attributes whose values are neither logged nor shown. */
    public Set<String> secrets() {
        return secrets;
    }

    public CycleListener listener() {
        return listener;
    }

    /** Other jobs have accounts of the same kind in the same system: nobody may have two owners. */
    public void sharesAccountsWith(List<OutboundJob> others) {
        othersOfTheseAccounts = others.stream().filter(other -> other.writeBack().isEmpty()).toList();
        jobsOfTheseAccounts = Stream.concat(Stream.of(job.name()), othersOfTheseAccounts.stream().map(OutboundJob::name)).toList();
    }

    List<OutboundJob> othersOfTheseAccounts() {
        return othersOfTheseAccounts;
    }

    /** The job, then those that it shares accounts with. */
    List<String> jobsOfTheseAccounts() {
        return jobsOfTheseAccounts;
    }

    /** What was found out of how far the target's answers can be believed. */
    Evidence evidence() {
        return evidence;
    }

    public void count(String what, long more) {
        counts.computeIfAbsent(what, name -> new LongAdder()).add(more);
    }

    public long counted(String what) {
        LongAdder count = counts.get(what);
        return count == null ? 0 : count.sum();
    }

    /** What was counted, by name. */
    public Map<String, Long> counts() {
        Map<String, Long> all = new TreeMap<>();
        counts.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }

    /** The cycle goes on with what is good, and ends as failed. The first reason is kept. */
    public synchronized void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** From here on it shows whether a job can leave quarantine: its target is suspected as a whole. */
    public void becomesProbe() {
        probe = true;
    }

    public boolean isProbe() {
        return probe;
    }

    /** What was sent in it, and failed. */
    public Attempts attempts() {
        return attempts;
    }

    /** The system as a whole answered with this, so that the cycle fails or stops. The first one is kept. */
    public synchronized void refused(OutcomeKind by) {
        refusal = refusal == null ? by : refusal;
    }

    public Optional<OutcomeKind> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Nothing more is sent to the target in this cycle. */
    public void stop(String reason) {
        fail(reason);
        stopped = true;
    }

    /** Nothing more is done in this cycle, because somebody ends the process. What is under way with the target comes to its end. */
    public synchronized void interrupt(String reason) {
        interrupted |= failure == null;
        stop(reason);
    }

    /** Nothing more is done in this cycle, because somebody has paused the job. */
    public synchronized void pause(String reason) {
        paused |= failure == null;
        stop(reason);
    }

    /** Access that this cycle gives or takes away is told to a route. */
    public void tells() {
        told = true;
    }

    boolean isTold() {
        return told;
    }

    public boolean isStopped() {
        return stopped;
    }

    /**
     * For steps, before each part of their work.
     *
     * @throws CycleStoppedException when there is to be no more of it
     */
    public void goOn() {
        if (stopped) {
            throw new CycleStoppedException();
        }
    }

    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** What the guard said last, of everything planned so far. */
    void guarded(GuardVerdict verdict) {
        guard = verdict;
    }

    GuardVerdict guard() {
        return guard;
    }

    public void hold(String reason) {
        held = reason;
    }

    public Optional<String> held() {
        return Optional.ofNullable(held);
    }

    /** That something waits on purpose, and for what. */
    public void waits(String reason) {
        waiting = reason;
    }

    /** Why it did not do everything: what failed, was held, or waits; empty when it did. */
    public String reason() {
        return failure().or(this::held).or(() -> Optional.ofNullable(waiting)).orElse("");
    }

    /** The worst that can be said of it; never {@link CycleStatus#RUNNING}. */
    public CycleStatus status() {
        if (failure != null) {
            return interrupted ? CycleStatus.INTERRUPTED : paused ? CycleStatus.PAUSED : CycleStatus.FAILED;
        }
        if (held != null) {
            return CycleStatus.HELD;
        }
        return counted(Counted.FAILED) + counted(Counted.REJECTED) + counted(Counted.AMBIGUOUS) + counted(Counted.MISSING)
                + counted(Counted.HELD_BACK) + counted(Counted.POSTPONED) + counted(Counted.LEAVERS_WAITING) + counted(Counted.LOST_BY_ROUTE) + counted(Counted.LEFT_BEHIND) > 0
                ? CycleStatus.PARTLY : CycleStatus.DONE;
    }
}
