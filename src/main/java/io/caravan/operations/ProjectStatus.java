package io.caravan.operations;

import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.ReadStep;
import io.caravan.engine.StateStore;
import io.caravan.diagnostic.VisibleText;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.runtime.NextStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where every job stands.
 *
 * @param halted     jobs that are paused, or frozen now
 * @param heldReadings what one reading would take away in several targets, and is held
 * @param leftBehind who waits for somebody to do something
 * @param nextSteps what an operator should do now; empty when nothing waits for one
 */
public record ProjectStatus(long identities, List<JobStatus> jobs, List<HaltedJob> halted, List<HeldReading> heldReadings, List<LeftBehind> leftBehind, List<String> nextSteps) {

    /**
     * @param direction   {@code inbound} or {@code outbound}
     * @param records     inbound: records present in the source
     * @param accounts    outbound: accounts by what is known of them
     * @param held        changes that wait for an operator
     * @param deadLetters changes and records that are not tried again by themselves
     * @param watermark   where the next delta read starts
     */
    public record JobStatus(String name, String direction, String system, Optional<Long> records, Map<String, Long> accounts, long held, long deadLetters,
                            Optional<String> watermark, Optional<CycleStatus> lastCycle) {

        private static JobStatus of(Job job, StateStore store, long held) {
            boolean inbound = job instanceof InboundJob;
            Map<String, Long> accounts = new TreeMap<>();
            if (!inbound) {
                store.links().countByState(job.name()).forEach((state, count) -> accounts.put(state.word(), count));
            }
            return new JobStatus(job.name(), inbound ? "inbound" : "outbound", job.system(),
                    inbound ? Optional.of(store.hub().presentRecords(job.name())) : Optional.empty(), accounts, held,
                    store.changes().deadLetterCount(job.name()), store.cycles().state(job.name()).watermark(),
                    store.cycles().recent(job.name(), 1).stream().findFirst().map(CycleStatus::of));
        }
    }

    /** How a cycle went. */
    public record CycleStatus(long id, String kind, String startedAt, Optional<String> endedAt, String status, String message, Map<String, Long> counts) {

        private static CycleStatus of(CycleRow row) {
            return new CycleStatus(row.id(), row.kind(), row.startedAt().toString(), row.endedAt().map(Object::toString), row.status(),
                    row.message(), new TreeMap<>(row.counts()));
        }
    }

    /** What is known of a job whose mapping has errors. */
    private static JobStatus unknown(String job, StateStore store, long held) {
        Map<String, Long> accounts = new TreeMap<>();
        store.links().countByState(job).forEach((state, count) -> accounts.put(state.word(), count));
        long records = store.hub().presentRecords(job);
        boolean inbound = accounts.isEmpty() && records > 0;
        return new JobStatus(job, inbound ? "inbound" : "outbound", "", inbound ? Optional.of(records) : Optional.empty(), accounts, held,
                store.changes().deadLetterCount(job), store.cycles().state(job).watermark(), store.cycles().recent(job, 1).stream().findFirst().map(CycleStatus::of));
    }

    public static ProjectStatus of(OpenProject open) {
        StateStore store = open.store();
        Map<String, Long> held = store.changes().heldByJob();
        List<JobStatus> jobs = Stream.concat(open.project().jobs().map(job -> JobStatus.of(job, store, held.getOrDefault(job.name(), 0L))),
                open.unknownJobs().stream().map(job -> unknown(job, store, held.getOrDefault(job, 0L)))).toList();
        List<HaltedJob> halted = HaltedJob.of(open);
        List<HeldReading> readings = HeldReading.of(open, held);
        List<LeftBehind> left = Stream.concat(jobs.stream().flatMap(job -> LeftBehind.of(store, job.name()).stream()),
                halted.stream().flatMap(job -> job.leftBehind().stream())).toList();
        return new ProjectStatus(store.hub().identityCount(), jobs, halted, readings, left, jobs.stream()
                .flatMap(job -> Stream.of(markAhead(job, open.now()), nextSteps(job, HeldReading.tellAll(readings, job.name(), job.held())), UncertainAccounts.of(job.name(), job.accounts(), store).stream())
                        .flatMap(steps -> steps)).toList());
    }

    /** From such a mark nothing would be read until its time has come. */
    private static Stream<String> markAhead(JobStatus job, Instant now) {
        return job.watermark().filter(mark -> ReadStep.liesAhead(mark, now)).map(mark -> job.name() + " is to read what changed since "
                + VisibleText.of(mark) + ", which lies ahead: its next cycle reads everything. Is the clock right, here and in " + job.system() + "?").stream();
    }

    private static Stream<String> nextSteps(JobStatus job, boolean toldWithOthers) {
        List<String> steps = new ArrayList<>();
        boolean inbound = job.direction().equals("inbound");
        String status = job.lastCycle().map(CycleStatus::status).orElse("");
        if (job.held() > 0 && !toldWithOthers) {
            steps.add(job.name() + " holds " + Quantity.of(job.held(), "change") + " for somebody to look at: " + NextStep.after("held", job.name(), false));
        }
        String stands = switch (status) {
            case "" -> " has never run: ";
            case "held" -> inbound ? " holds what it read: " : "";
            case "failed" -> " failed: ";
            case "interrupted" -> " was stopped before it was done: ";
            case "partly" -> " could not do everything and tries again what it can; ";
            default -> "";
        };
        if (!stands.isEmpty()) {
            steps.add(job.name() + stands + NextStep.after(status, job.name(), inbound));
        }
        if (job.deadLetters() > 0) {
            steps.add(job.name() + " gave up on " + Quantity.grouped(job.deadLetters()) + " of its changes or records: " + NextStep.deadLetters(job.name()));
        }
        return steps.stream();
    }
}
