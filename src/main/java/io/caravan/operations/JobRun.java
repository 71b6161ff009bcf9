package io.caravan.operations;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.GroupRun;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.RuledGroups;
import io.caravan.runtime.NextStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a cycle of a job went.
 *
 * @param message why it is not done
 * @param seconds how long it took
 * @param steps   where the time went; steps may overlap, since records stream through them
 * @param leftBehind who waits for somebody to do something, also from earlier cycles
 */
public record JobRun(String job, long cycle, RunStatus status, String message, Map<String, Long> counts, double seconds, List<Step> steps,
                     List<LeftBehind> leftBehind) {

    /**
     * One step of a job's run.
     *
     * @param items   how many records, identities, accounts or changes it went over
     * @param seconds from its beginning to its end, all rounds together
     */
    public record Step(String name, long items, double seconds) {
    }

    static JobRun of(OpenProject open, CycleRun run, double seconds, List<Step> steps) {
        var cycle = run.getCycle();
        List<LeftBehind> left = new ArrayList<>(cycle.counted(Counted.LEFT_BEHIND) > 0 ? LeftBehind.of(open, run.getJob()) : List.of());
        if (cycle.status() == CycleStatus.PAUSED || cycle.counted(Counted.LEAVERS_WAITING) > 0) {
            HaltedJob.of(open, cycle.job()).flatMap(HaltedJob::leftBehind).ifPresent(left::add);
        }
        return new JobRun(run.getJob(), cycle.id(), RunStatus.of(cycle.status()), cycle.reason(), new TreeMap<>(cycle.counts()), seconds, steps, List.copyOf(left));
    }

    /** Whether it is paused and somebody keeps access meanwhile who is to lose it; also where nobody can tell, as of a source that is not read. */
    public boolean isPausedWithLeavers() {
        return status == RunStatus.PAUSED && (!leftBehind.isEmpty() || !counts.containsKey(Counted.WAITING));
    }

    /** What it came to, in people. */
    public Tally people() {
        return Tally.of(counts);
    }

    /** What it came to, in memberships of groups. */
    public MembershipTally memberships() {
        return MembershipTally.of(counts);
    }

    /** How many were in groups of the target already who are to be there: nothing was sent for them. */
    public long membersFound() {
        return counts.getOrDefault(Counted.MEMBERS_FOUND, 0L);
    }

    /** What somebody should do about how it ended; empty: nothing. */
    public String next() {
        if (job.equals(GroupRun.NAME) && status == RunStatus.HELD) {
            return "caravan plan shows who, and why";
        }
        boolean holdsAReading = status == RunStatus.HELD && counts.getOrDefault(Counted.HELD, 0L) == 0;
        return status.next(job, holdsAReading);
    }

    /** The commands that name what did not succeed. */
    public String whoAndWhy() {
        return NextStep.whoAndWhy(job);
    }

    /** Of the rules of groups, which are told like a job. */
    static JobRun ofGroups(OpenProject open, RuledGroups.Ended ended) {
        return new JobRun(GroupRun.NAME, ended.cycle(), ended.status().map(RunStatus::of).orElse(RunStatus.BUSY), ended.message(), ended.counts(), ended.seconds(), List.of(), GroupsStatus.leftBehind(open));
    }

    /** Of a job that did not begin. */
    static JobRun notBegun(OpenProject open, String job) {
        Optional<HaltedJob> halted = HaltedJob.of(open, open.job(job)).filter(halt -> !halt.runs());
        if (halted.isPresent() && !open.engine().isClosing()) {
            HaltedJob paused = halted.get();
            Map<String, Long> counts = new TreeMap<>();
            paused.waiting().ifPresent(people -> counts.put(Counted.WAITING, people));
            counts.put(Counted.LEAVERS_WAITING, paused.leavers());
            return new JobRun(job, 0, paused.isFailure() ? RunStatus.QUARANTINED : RunStatus.PAUSED, paused.text(), counts, 0, List.of(), paused.leftBehind().map(List::of).orElse(List.of()));
        }
        return open.engine().isClosing() ? new JobRun(job, 0, RunStatus.NOT_BEGUN, "the process was told to stop before it began", Map.of(), 0, List.of(), List.of()) : busy(job);
    }

    private static JobRun busy(String job) {
        return new JobRun(job, 0, RunStatus.BUSY,
                "the job is running already, here or on another machine; if that run was killed, the job is free again when its lease has ended (caravan.lease)",
                Map.of(), 0, List.of(), List.of());
    }
}
