package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.Quarantine;
import io.caravan.engine.ReadStep;
import io.caravan.engine.StateStore;
import io.caravan.engine.LogStore;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.diagnostic.VisibleText;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.LinkState;
import io.caravan.runtime.CredentialWatch;
import io.caravan.runtime.NextStep;
import io.caravan.runtime.RunningService;
import io.caravan.runtime.Schedules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where every job stands.
 *
 * @param at         the moment it is so
 * @param mistakes   how many errors the project's files have, by file
 * @param services   processes that run jobs by themselves, or ended without a word
 * @param halted     jobs that are paused, that the service does not run when it should, or that are frozen now
 * @param heldReadings what one reading would take away in several targets, and is held
 * @param refused    systems that did not let us in last time
 * @param credentials what lets us into systems and ends, as far as anybody says
 * @param leftBehind who waits for somebody to do something
 * @param nextSteps what an operator should do now; empty when nothing waits for one
 * @param groups     those that follow from rules
 */
public record ProjectStatus(String at, Map<String, Long> mistakes, List<ServiceStatus> services, long identities, List<JobStatus> jobs, List<HaltedJob> halted,
                            List<HeldReading> heldReadings, List<RefusedCredentials> refused, List<CredentialStatus> credentials, List<LeftBehind> leftBehind, List<String> nextSteps,
                            Optional<GroupsStatus> groups) {

    /** Of a project without rules of groups. */
    public ProjectStatus(String at, Map<String, Long> mistakes, List<ServiceStatus> services, long identities, List<JobStatus> jobs, List<HaltedJob> halted,
                         List<HeldReading> heldReadings, List<RefusedCredentials> refused, List<LeftBehind> leftBehind, List<String> nextSteps) {
        this(at, mistakes, services, identities, jobs, halted, heldReadings, refused, List.of(), leftBehind, nextSteps, Optional.empty());
    }

    private static final int LOOKED_AT = 200;

    /**
     * A process that runs jobs by itself.
     *
     * @param state {@code running}; {@code silent}: not heard of for longer than a lease lasts; {@code dead}: it ran here, and did not stop in order
     * @param seen  its last sign
     */
    public record ServiceStatus(String state, long process, String host, String startedBy, String started, String seen) {

        private static ServiceStatus of(RunningService service) {
            return new ServiceStatus(word(service.state()), service.pid(), service.host(), service.startedBy(),
                    service.started().truncatedTo(ChronoUnit.SECONDS).toString(), service.seen().truncatedTo(ChronoUnit.SECONDS).toString());
        }

        public boolean isRunning() {
            return state.equals(word(RunningService.State.RUNNING));
        }

        /** Whether it ended without a word, here. */
        public boolean hasDied() {
            return state.equals(word(RunningService.State.DEAD));
        }

        private static String word(RunningService.State state) {
            return state.name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param setting which settings the credentials stand in, as they are written there
     * @param tries   how often running they were refused
     * @param again   until then the system is left alone, unless they change
     */
    public record RefusedCredentials(String system, String setting, String since, long tries, String again) {
    }

    /**
     * Something that lets us into a system, and ends.
     *
     * @param until when
     * @param by    who says so: {@code declared, settings} or {@code system}
     * @param near  whether it ends soon, or has ended
     * @param text  the same in a sentence
     * @param next  what to do about it
     */
    public record CredentialStatus(String system, String what, String until, String by, boolean near, String text, String next) {

        private static List<CredentialStatus> of(OpenProject open, Instant now) {
            return open.store().services().credentials().stream().filter(one -> open.project().systems().containsKey(one.system()))
                    .map(one -> new CredentialStatus(one.system(), one.end().what(), one.end().until().truncatedTo(ChronoUnit.SECONDS).toString(), one.by().word(),
                            one.near(open.project().settings().days(OwnSetting.CREDENTIALS_DAYS), now).isPresent(), CredentialWatch.words(one, now, open.zone()), CredentialWatch.next(one))).toList();
        }
    }

    /**
     * A job that has failed each time since a moment.
     *
     * @param since  when the first of these cycles began
     * @param cycles how many
     * @param atLeast whether it may be more, because no older one is known
     */
    public record Failing(String since, long cycles, boolean atLeast, String message) {

        private static Optional<Failing> of(List<CycleRow> newestFirst) {
            List<CycleRow> failed = newestFirst.stream().filter(row -> !Set.of(RunStatus.RUNNING, RunStatus.INTERRUPTED).contains(RunStatus.of(row.status())))
                    .takeWhile(row -> RunStatus.of(row.status()) == RunStatus.FAILED).toList();
            return failed.isEmpty() ? Optional.empty() : Optional.of(new Failing(failed.get(failed.size() - 1).startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                    failed.size(), failed.size() == LOOKED_AT, failed.get(0).message()));
        }
    }

    /**
     * @param records     inbound: records present in the source; of a job that writes back, those that it writes to
     * @param accounts    outbound: accounts by what is known of them
     * @param held        changes that wait for an operator
     * @param deadLetters changes and records that are not tried again by themselves
     * @param watermark   where the next delta read starts
     * @param underWay    the process that is running it now
     * @param nextRun     when a service runs it next by itself; empty when none does, or it waits for its file
     */
    public record JobStatus(String name, Direction direction, String system, Optional<Long> records, Map<String, Long> accounts, long held, long deadLetters,
                            Optional<String> watermark, Optional<CycleStatus> lastCycle, Optional<Failing> failing, Optional<String> underWay, Optional<String> nextRun) {

        private static JobStatus of(Job job, StateStore store, long held, Optional<String> nextRun) {
            JobStatus status = of(job.name(), job.system(), Direction.of(job), store, held, nextRun);
            boolean writesBack = job instanceof OutboundJob outbound && outbound.writeBack().isPresent();
            return writesBack ? status.withRecords(status.accounts().getOrDefault(LinkState.ENABLED.word(), 0L)) : status;
        }

        private JobStatus withRecords(long count) {
            return new JobStatus(name, direction, system, Optional.of(count), accounts, held, deadLetters, watermark, lastCycle, failing, underWay, nextRun);
        }

        /** What is known of a job whose mapping has errors. */
        private static JobStatus unknown(String job, StateStore store, long held) {
            boolean read = store.links().countByState(job).isEmpty() && store.hub().presentRecords(job) > 0;
            return of(job, "", read ? Direction.INBOUND : Direction.OUTBOUND, store, held, Optional.empty());
        }

        private static JobStatus of(String job, String system, Direction direction, StateStore store, long held, Optional<String> nextRun) {
            Map<String, Long> accounts = new TreeMap<>();
            if (direction == Direction.OUTBOUND) {
                store.links().countByState(job).forEach((state, count) -> accounts.put(state.word(), count));
            }
            List<CycleRow> cycles = store.cycles().recent(job, LOOKED_AT);
            Optional<String> underWay = RunningService.holder(store, job);
            return new JobStatus(job, direction, system,
                    direction == Direction.INBOUND ? Optional.of(store.hub().presentRecords(job)) : Optional.empty(), accounts, held,
                    store.changes().deadLetterCount(job), store.cycles().state(job).watermark(),
                    cycles.stream().findFirst().map(row -> CycleStatus.of(row, underWay.isPresent())), Failing.of(cycles), underWay, nextRun);
        }
    }

    /**
     * How a cycle went.
     *
     * @param status as it was recorded; interrupted, too, when the process that ran it is gone
     */
    public record CycleStatus(long id, String kind, String startedAt, Optional<String> endedAt, RunStatus status, String message, Map<String, Long> counts) {

        private static CycleStatus of(CycleRow row, boolean underWay) {
            RunStatus status = RunStatus.of(row.status());
            boolean cutOff = status == RunStatus.RUNNING && !underWay;
            return new CycleStatus(row.id(), row.kind().word(), row.startedAt().toString(), row.endedAt().map(Object::toString), cutOff ? RunStatus.INTERRUPTED : status,
                    cutOff ? "the process that ran it is gone" : row.message(), new TreeMap<>(row.counts()));
        }
    }

    public static ProjectStatus of(OpenProject open) {
        StateStore store = open.store();
        Instant now = open.now();
        List<RunningService> services = RunningService.of(store.services(), now, open.project().settings().duration(OwnSetting.LEASE));
        Optional<Instant> began = RunningService.runsSince(services);
        Map<String, Long> held = store.changes().heldByJob();
        List<JobStatus> jobs = Stream.concat(open.project().jobs().map(job -> JobStatus.of(job, store, held.getOrDefault(job.name(), 0L), nextRun(open, job, began, now))),
                open.unknownJobs().stream().map(job -> JobStatus.unknown(job, store, held.getOrDefault(job, 0L)))).toList();
        List<HaltedJob> halted = HaltedJob.withOverdue(open, began);
        List<HeldReading> readings = HeldReading.of(open, held);
        List<LeftBehind> left = Stream.of(jobs.stream().flatMap(job -> LeftBehind.of(open, job.name()).stream()),
                halted.stream().flatMap(job -> job.leftBehind().stream()), GroupsStatus.leftBehind(open).stream(), GoneJobs.leftBehind(open).stream(), GroupsThatAreGone.leftBehind(open).stream()).flatMap(some -> some).toList();
        List<RefusedCredentials> refused = store.services().quarantines().stream().filter(one -> one.why().cause() == Quarantine.Cause.CREDENTIALS)
                .map(one -> new RefusedCredentials(one.system(), one.why().setting(), one.probes().since().truncatedTo(ChronoUnit.SECONDS).toString(), one.probes().tries(),
                        one.probes().again().truncatedTo(ChronoUnit.SECONDS).toString())).distinct().toList();
        Optional<GroupsStatus> groups = GroupsStatus.of(open);
        return new ProjectStatus(now.truncatedTo(ChronoUnit.SECONDS).toString(), open.mistakes(), services.stream().map(ServiceStatus::of).toList(), store.hub().identityCount(), jobs,
                halted, readings, refused, CredentialStatus.of(open, now), left, Stream.concat(groups.stream().flatMap(GroupsStatus::nextSteps), jobs.stream().flatMap(job -> Stream.of(markAhead(job, now), nextSteps(job, HeldReading.tellAll(readings, job.name(), job.held())), UncertainAccounts.of(job.name(), job.accounts(), store).stream(), leftAsChanged(job, store), postponed(job, store), postponedMembers(job, store), lastLook(open, job))
                        .flatMap(steps -> steps))).toList(), groups);
    }

    /** One that is paused does not run by itself; one in quarantine is probed. */
    private static Optional<String> nextRun(OpenProject open, Job job, Optional<Instant> began, Instant now) {
        boolean paused = open.store().cycles().pauses().stream().anyMatch(pause -> pause.job().equals(job.name()) && !pause.isOver(now));
        Optional<Instant> probe = open.store().services().quarantine(job.name()).map(one -> one.probes().again());
        return paused ? Optional.empty() : began.flatMap(since -> Schedules.next(job, since, now)).map(next -> probe.filter(next::isBefore).orElse(next)).map(next -> next.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /** What was found at the last appointed time, where there are any. */
    private static Stream<String> lastLook(OpenProject open, JobStatus job) {
        boolean looks = open.project().job(job.name()).filter(one -> one.schedule().drift().isPresent()).isPresent();
        return !looks ? Stream.empty() : open.store().log().read(new LogStore.Filter(Optional.of(job.name()), Optional.empty(), Optional.of(LogAction.DRIFT), Optional.of(LogEntry.Status.SUCCESS),
                Optional.empty(), OptionalLong.empty(), 1)).stream().map(LogStore.StoredEntry::entry).map(entry -> job.name() + " was looked at for drift at "
                + entry.at().truncatedTo(ChronoUnit.SECONDS) + ": " + entry.reason() + "; each: caravan drift " + job.name());
    }

    /** What a target did not take, and goes with a later cycle. */
    private static Stream<String> postponed(JobStatus job, StateStore store) {
        long waiting = job.direction() == Direction.INBOUND ? 0 : store.changes().postponedCount(job.name());
        return waiting == 0 ? Stream.empty() : store.changes().postponed(job.name(), 1).stream().map(first -> Quantity.of(waiting, "change") + " of " + job.name()
                + (waiting == 1 ? " waits" : " wait") + " for a later cycle, because " + job.system() + " did not take " + (waiting == 1 ? "it" : "them") + " (" + first.reason()
                + "); the first is tried again at " + first.again().truncatedTo(ChronoUnit.SECONDS) + "; all of them now: caravan sync " + job.name() + " --now");
    }

    /** Whom a target did not take into a group, and who goes with a later cycle. */
    private static Stream<String> postponedMembers(JobStatus job, StateStore store) {
        long waiting = job.direction() == Direction.INBOUND ? 0 : store.memberships().postponedCount(job.name());
        return waiting == 0 ? Stream.empty() : store.memberships().postponed(job.name(), 1).stream().map(first -> Quantity.of(waiting, "membership") + " of " + job.name()
                + (waiting == 1 ? " waits" : " wait") + " for a later cycle, because " + job.system() + " did not take " + (waiting == 1 ? "it" : "them") + " (" + first.reason()
                + "); the first is tried again at " + first.again().truncatedTo(ChronoUnit.SECONDS) + "; all of them now: caravan sync " + job.name() + " --now");
    }

    /** What somebody has changed in a target, and the mapping says to leave and to tell. */
    private static Stream<String> leftAsChanged(JobStatus job, StateStore store) {
        long accounts = job.direction() == Direction.INBOUND ? 0 : store.links().reportedDrift(job.name());
        return accounts == 0 ? Stream.empty() : Stream.of(Quantity.of(accounts, "account") + " of " + job.name() + (accounts == 1 ? " has values that were" : " have values that were")
                + " changed in " + job.system() + " and are left so (drift: report): caravan drift " + job.name() + " --kind attribute");
    }

    /** From such a mark nothing would be read until its time has come. */
    private static Stream<String> markAhead(JobStatus job, Instant now) {
        return job.watermark().filter(mark -> ReadStep.liesAhead(mark, now)).map(mark -> job.name() + " is to read what changed since "
                + VisibleText.of(mark) + ", which lies ahead: its next cycle reads everything. Is the clock right, here and in " + job.system() + "?").stream();
    }

    private static Stream<String> nextSteps(JobStatus job, boolean toldWithOthers) {
        List<String> steps = new ArrayList<>();
        boolean inbound = job.direction() == Direction.INBOUND;
        RunStatus status = job.lastCycle().map(CycleStatus::status).orElse(RunStatus.NEVER);
        if (job.held() > 0 && !toldWithOthers) {
            steps.add(job.name() + " holds " + Quantity.of(job.held(), "change") + " for somebody to look at: " + RunStatus.HELD.next(job.name(), false));
        }
        String stands = switch (status) {
            case NEVER -> " has never run: ";
            case HELD -> inbound ? " holds what it read: " : "";
            case FAILED -> " failed: ";
            case INTERRUPTED -> " was stopped before it was done: ";
            case PARTLY -> " could not do everything and tries again what it can; ";
            default -> "";
        };
        if (!stands.isEmpty()) {
            steps.add(job.name() + stands + status.next(job.name(), inbound));
        }
        if (job.deadLetters() > 0) {
            steps.add(job.name() + " gave up on " + Quantity.grouped(job.deadLetters()) + " of its changes or records: " + NextStep.deadLetters(job.name()));
        }
        return steps.stream();
    }
}
