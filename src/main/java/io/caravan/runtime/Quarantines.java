package io.caravan.runtime;

import io.caravan.config.Project;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.Counted;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.Foresight;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.Quarantine;
import io.caravan.engine.Quarantine.Cause;
import io.caravan.engine.Quarantine.Probes;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort.Admissions;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.subject.LinkState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Puts jobs into quarantine, says when they are probed, and takes them out again. What a job is in quarantine for is wrong with its system as a
 * whole, so nothing is gained by trying everything as often as always: who is refused again and again gets the account locked. Kept in the
 * store, so it holds for every process that shares it.
 */
public final class Quarantines {

    /** Who acted, where nobody did. */
    public static final String BY_ITSELF = "quarantine";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    /** Credentials are not tried more often than this. */
    private static final Duration SHORTEST_FOR_CREDENTIALS = Duration.ofMinutes(5);
    /** So long it is tried before the job is switched off. */
    private static final Duration LONGEST = Duration.ofDays(28);
    private static final int MOST_DOUBLINGS = 20;
    private static final long FEWEST_CHANGES = 20;
    private static final int SOURCE_FAILS = 3;
    /** Of cycles that may have been interrupted in between. */
    private static final int LAST_CYCLES = 12;

    private final StateStore store;
    private final Project project;
    private final ZoneId zone;
    private final GivenToJob given;
    private final Consumer<Quarantine> entered;

    /** @param entered is told of each job that comes into quarantine, in the transaction that says so */
    Quarantines(StateStore store, Project project, ZoneId zone, Consumer<Quarantine> entered) {
        this.entered = entered;
        this.store = store;
        this.project = project;
        this.zone = zone;
        this.given = new GivenToJob(project);
    }

    /** How a job may run now. */
    enum Standing { FREELY, AS_A_PROBE, NOT_NOW }

    Optional<Quarantine> of(String job) {
        return store.services().quarantine(job);
    }

    Standing standing(Job job, Instant now) {
        Optional<Quarantine> known = of(job.name());
        return known.isEmpty() ? Standing.FREELY : waits(job, known.get(), now) ? Standing.NOT_NOW : Standing.AS_A_PROBE;
    }

    /** Why a system that has refused the credentials is not asked now, not even by somebody who only looks; empty when it may be. */
    Optional<String> leaveAlone(Job job, Instant now) {
        return of(job.name()).filter(one -> one.why().cause() == Cause.CREDENTIALS && isBefore(job, one, now)).map(Quarantines::words);
    }

    /** Why a job in quarantine does what it does, and what ends that. */
    static String words(Quarantine one) {
        return one.job() + " is in quarantine since " + one.probes().since() + ", " + one.probes().tries() + (one.probes().tries() == 1 ? " try" : " tries") + ": "
                + one.why().reason() + (one.why().setting().isEmpty() ? "" : " (" + one.why().setting() + ")") + ". So that nothing gets worse it is left alone until "
                + one.probes().again() + ", or until its settings, the files that they name or its mapping change; at once: caravan quarantine release " + one.job();
    }

    private boolean waits(Job job, Quarantine one, Instant now) {
        return isBefore(job, one, now) && !(job instanceof OutboundJob outbound && doesSomebodyHaveToGo(outbound, one, now));
    }

    private boolean isBefore(Job job, Quarantine one, Instant now) {
        return now.isBefore(one.probes().again()) && !now.isBefore(one.probes().last()) && one.given().equals(given.of(job));
    }

    /** Who is to lose access waits an hour at most, and who has to go at once until the next cycle; not where each try brings an account nearer to being locked. */
    private boolean doesSomebodyHaveToGo(OutboundJob job, Quarantine one, Instant now) {
        Duration waited = Duration.between(one.probes().last(), now);
        boolean anybody = waited.compareTo(HOUR) >= 0;
        boolean atOnce = one.why().cause() != Cause.CREDENTIALS && waited.compareTo(job.schedule().cycle()) >= 0;
        if (!anybody && !atOnce) {
            return false;
        }
        ObjectSpec object = project.systems().get(job.system()).connector().objects().get(job.object());
        AtomicBoolean found = new AtomicBoolean();
        new Foresight(store, zone).each(job, object, now, subject -> !found.get() && subject.link().filter(link -> link.state() == LinkState.ENABLED).isPresent(),
                change -> found.compareAndSet(false, hasToGo(change, anybody)));
        return found.get();
    }

    private static boolean hasToGo(Change change, boolean anybody) {
        return change.takesAway() && (anybody || change.urgent());
    }

    /** What a cycle that has ended says of its job, and where it is the credentials, of all jobs of the system. */
    void ended(CycleRun run, Instant now) {
        Cycle cycle = run.getCycle();
        boolean saysNothing = run.purpose().isPlan() || run.held().filter(HeldJob::isLost).isPresent() || cycle.status().isBrokenOff() || run.wasLeftAlone();
        if (saysNothing) {
            return;
        }
        Optional<Quarantine> known = of(run.getJob());
        Admissions before = run.admissionsBefore();
        Admissions after = run.system().admissions();
        if (after.refused() > before.refused() && after.lastRefused()) {
            project.jobs().filter(job -> job.system().equals(run.getTarget())).forEach(job -> put(job, run, Cause.CREDENTIALS, now));
        } else {
            Optional<Cause> cause = cause(run).or(() -> known.filter(one -> isBad(run)).map(one -> one.why().cause()));
            cause.ifPresent(why -> put(cycle.job(), run, why, now));
            if (after.accepted() > before.accepted() && !after.lastRefused()) {
                store.services().quarantines().stream().filter(one -> one.system().equals(run.getTarget()) && one.why().cause() == Cause.CREDENTIALS && !one.job().equals(run.getJob()))
                        .forEach(one -> leave(one, run.getTarget() + " takes the credentials again", run.getCycle().loggedAs().initiatedBy(), now));
            }
            known.filter(one -> cause.isEmpty()).ifPresent(one -> leave(one, "a cycle went well", run.getCycle().loggedAs().initiatedBy(), now));
        }
    }

    private static boolean isBad(CycleRun run) {
        Cycle cycle = run.getCycle();
        return run.isInbound() ? couldNotBeRead(cycle) : cycle.failure().isPresent() || cycle.attempts().failMostly(1);
    }

    /** A reading that was judged, and is not used as it is, came from a source that is there. */
    private static boolean couldNotBeRead(Cycle cycle) {
        return cycle.counted(Counted.NOT_READ) > 0 || cycle.refusal().isPresent();
    }

    private Optional<Cause> cause(CycleRun run) {
        Cycle cycle = run.getCycle();
        if (cycle.refusal().filter(refusal -> refusal == OutcomeKind.MISCONFIGURED).isPresent()) {
            return Optional.of(Cause.CONFIGURATION);
        }
        if (run.isInbound()) {
            return couldNotBeRead(cycle) && failedBefore(run) >= SOURCE_FAILS - 1 ? Optional.of(Cause.SOURCE) : Optional.empty();
        }
        return cycle.attempts().failMostly(FEWEST_CHANGES) ? Optional.of(Cause.CHANGES) : Optional.empty();
    }

    /** How many cycles before this one failed, running. */
    private long failedBefore(CycleRun run) {
        return store.cycles().recent(run.getJob(), LAST_CYCLES).stream().filter(row -> row.id() != run.getCycle().id() && row.status() != CycleStatus.RUNNING && !row.status().isBrokenOff())
                .takeWhile(row -> row.status() == CycleStatus.FAILED && row.counts().getOrDefault(Counted.NOT_READ, 0L) > 0).count();
    }

    private void put(Job job, CycleRun run, Cause cause, Instant now) {
        Optional<Quarantine> known = of(job.name());
        Instant began = run.getCycle().now();
        long tries = known.map(one -> one.probes().tries()).orElse(0L) + 1;
        Duration wait = wait(job, cause, tries);
        Duration spent = known.map(one -> one.probes().spent().plus(between(one.probes(), began))).orElse(Duration.ZERO);
        Probes probes = new Probes(known.map(one -> one.probes().since()).orElse(began), began, tries, again(began, wait), spent);
        String setting = cause == Cause.CREDENTIALS ? given.settings(job) : "";
        Quarantine put = new Quarantine(job.name(), job.system(), new Quarantine.Why(cause, reason(run), setting), probes, given.of(job));
        store.inTransaction(() -> {
            store.services().quarantine(put);
            if (known.isEmpty()) {
                log(store, put, "quarantine", LogEntry.Status.FAILURE, cause.word() + ": " + put.why().reason() + (setting.isEmpty() ? "" : " (" + setting + ")") + "; probed at " + probes.again(),
                        run.getCycle().loggedAs().initiatedBy(), now);
                entered.accept(put);
            }
        });
        if (known.isEmpty()) {
            CycleLog.quarantined(put);
        }
        if (spent.compareTo(LONGEST) >= 0 && store.cycles().pauses().stream().noneMatch(pause -> pause.job().equals(job.name()))) {
            disable(put, now);
        }
    }

    /** To the minute, so that a schedule that begins a little earlier than the last time finds its turn; a shorter wait as it is: else it would be over before it began. */
    private static Instant again(Instant began, Duration wait) {
        return wait.compareTo(MINUTE) < 0 ? began.plus(wait) : began.truncatedTo(ChronoUnit.MINUTES).plus(wait);
    }

    /** Time in which nobody tried, and what a clock jumped ahead, counts as one wait, twice at most. */
    private static Duration between(Probes probes, Instant now) {
        Duration passed = Duration.between(probes.last(), now);
        Duration most = Duration.between(probes.last(), probes.again()).multipliedBy(2);
        return passed.isNegative() ? Duration.ZERO : passed.compareTo(most) > 0 ? most : passed;
    }

    private static Duration wait(Job job, Cause cause, long tries) {
        Duration cycle = job.schedule().cycle();
        Duration first = cause == Cause.CREDENTIALS && cycle.compareTo(SHORTEST_FOR_CREDENTIALS) < 0 ? SHORTEST_FOR_CREDENTIALS : cycle;
        if (first.compareTo(DAY) >= 0) {
            return DAY;
        }
        Duration wait = first.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
        return wait.compareTo(DAY) > 0 ? DAY : wait;
    }

    private static String reason(CycleRun run) {
        Cycle cycle = run.getCycle();
        String failing = cycle.attempts().failed() + " of " + cycle.attempts().made() + (cycle.attempts().made() == 1 ? " change" : " changes") + " failed";
        return cycle.failure().map(why -> cycle.attempts().failed() == 0 ? why : why + "; " + failing).orElse(failing);
    }

    private void disable(Quarantine one, Instant now) {
        String why = "nothing worked for " + LONGEST.toDays() + " days of quarantine: " + one.why().reason();
        store.inTransaction(() -> {
            store.cycles().pause(new Pause(one.job(), now, BY_ITSELF, why, Optional.empty(), true));
            log(store, one, LogAction.DISABLE_JOB, LogEntry.Status.FAILURE, why + "; until somebody resumes it", BY_ITSELF, now);
        });
        CycleLog.disabled(one.job(), why);
    }

    /**
     * Somebody has looked: the job runs again as always.
     *
     * @return whether it was in quarantine
     */
    public static boolean release(StateStore store, String job, String why, String by, Instant now) {
        Optional<Quarantine> known = store.services().quarantine(job);
        known.ifPresent(one -> leave(store, one, why, by, now));
        return known.isPresent();
    }

    private void leave(Quarantine one, String why, String by, Instant now) {
        leave(store, one, why, by, now);
    }

    private static void leave(StateStore store, Quarantine one, String why, String by, Instant now) {
        store.inTransaction(() -> {
            if (store.services().release(one.job())) {
                log(store, one, "leave-quarantine", LogEntry.Status.SUCCESS, why, by, now);
            }
        });
        CycleLog.leftQuarantine(one, why);
    }

    private static void log(StateStore store, Quarantine one, String action, LogEntry.Status status, String words, String by, Instant now) {
        store.log().append(List.of(new LogEntry(now, new LogEntry.By(one.job(), 0, by), LogEntry.About.system(one.system()), action, LogEntry.Result.of(status, words), List.of(), List.of())));
    }

    /** Whoever starts a service may have put right what this cannot see, such as its environment: what was left alone for a while is probed at once. */
    void serviceStarts(Instant now) {
        store.services().quarantines().stream().filter(one -> !now.isBefore(one.probes().last().plus(SHORTEST_FOR_CREDENTIALS)) && now.isBefore(one.probes().again())).forEach(one ->
                store.services().quarantine(new Quarantine(one.job(), one.system(), one.why(),
                        new Probes(one.probes().since(), one.probes().last(), one.probes().tries(), now, one.probes().spent()), one.given())));
    }
}
