package io.caravan.runtime;

import io.caravan.engine.Counted;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.Quarantine;
import io.caravan.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The service log: one line for each cycle that ended, by a logger of its own name. What went wrong stands there with its reason and what
 * to do; a cycle that had nothing to do is told at DEBUG. What is told of a cycle is data, the counters under their names.
 */
final class CycleLog {

    /** The name under which it can be turned up or off. */
    static final String NAME = "io.caravan.service";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final double MILLIS = 1000;
    /** That somebody was looked at is no news. */
    private static final Set<String> NO_NEWS = Set.of(Counted.READ, Counted.UNCHANGED_RECORDS, Counted.RESOLVED, Counted.LISTED, Counted.EVALUATED,
            Counted.UNCHANGED, Counted.SKIPPED, Counted.UNASSIGNED, Counted.LEFT_BEHIND);

    private CycleLog() {
    }

    static void ended(CycleRun run, Duration took) {
        Cycle cycle = run.getCycle();
        Level level = level(cycle.status(), cycle.counts());
        if (!LOG.isEnabledForLevel(level)) {
            return;
        }
        LoggingEventBuilder line = LOG.atLevel(level).addKeyValue("job", run.getJob()).addKeyValue("cycle", cycle.id())
                .addKeyValue("status", cycle.status().word()).addKeyValue("seconds", took.toMillis() / MILLIS);
        for (Map.Entry<String, Long> counted : cycle.counts().entrySet()) {
            if (counted.getValue() != 0) {
                line = line.addKeyValue(counted.getKey(), counted.getValue());
            }
        }
        String reason = cycle.reason();
        line = reason.isEmpty() ? line : line.addKeyValue("reason", reason);
        String next = NextStep.after(cycle.status(), run.getJob(), run.isInbound());
        (next.isEmpty() ? line : line.addKeyValue("next", next)).log("cycle ended");
    }

    /** The cycle has been told as ended already. */
    static void brokeAfterwards(CycleRun run) {
        Cycle cycle = run.getCycle();
        LOG.atError().addKeyValue("job", run.getJob()).addKeyValue("cycle", cycle.id()).addKeyValue("status", cycle.status().word()).addKeyValue("reason", cycle.reason())
                .addKeyValue("next", NextStep.after(cycle.status(), run.getJob(), run.isInbound())).log("a step after the end of the cycle broke");
    }

    /** Of the rules of groups, which are no job. */
    static void ended(String name, long cycle, CycleStatus status, Map<String, Long> counts, String reason, Duration took) {
        LoggingEventBuilder line = LOG.atLevel(level(status, counts)).addKeyValue("job", name).addKeyValue("cycle", cycle).addKeyValue("status", status.word())
                .addKeyValue("seconds", took.toMillis() / MILLIS);
        for (Map.Entry<String, Long> counted : counts.entrySet()) {
            line = counted.getValue() == 0 ? line : line.addKeyValue(counted.getKey(), counted.getValue());
        }
        (reason.isEmpty() ? line : line.addKeyValue("reason", reason)).log("cycle ended");
    }

    /** @param expected -1 where it is not known */
    static void underWay(Cycle cycle, String step, long done, long expected, long seconds) {
        LoggingEventBuilder line = LOG.atInfo().addKeyValue("job", cycle.job().name()).addKeyValue("cycle", cycle.id()).addKeyValue("step", step)
                .addKeyValue("done", done);
        (expected < 0 ? line : line.addKeyValue("of", expected)).addKeyValue("seconds", seconds).log("step under way");
    }

    static void drift(String job, String found, boolean nothing) {
        LoggingEventBuilder line = LOG.atLevel(nothing ? Level.INFO : Level.WARN).addKeyValue("job", job).addKeyValue("found", found);
        (nothing ? line : line.addKeyValue("next", "caravan drift " + job + " tells each")).log("looked for drift");
    }

    static void quarantined(Quarantine one) {
        LOG.atError().addKeyValue("job", one.job()).addKeyValue("system", one.system()).addKeyValue("cause", one.why().cause().word()).addKeyValue("reason", one.why().reason())
                .addKeyValue("again", one.probes().again()).addKeyValue("next", "mend what the reason says; then caravan quarantine release " + one.job()).log("job is in quarantine");
    }

    static void leftQuarantine(Quarantine one, String why) {
        LOG.atInfo().addKeyValue("job", one.job()).addKeyValue("system", one.system()).addKeyValue("since", one.probes().since()).addKeyValue("reason", why).log("job has left quarantine");
    }

    static void disabled(String job, String reason) {
        LOG.atError().addKeyValue("job", job).addKeyValue("reason", reason).addKeyValue("next", NextStep.resume(job)).log("job is switched off");
    }

    static void neverBegan(String route, String reason) {
        LOG.atError().addKeyValue("route", route).addKeyValue("reason", reason).addKeyValue("next", "mend that step; its next time tries again, and until then nobody is opened or closed")
                .log("a route broke before a cycle began");
    }

    static void storeUnusable(String reason, String next) {
        LOG.atError().addKeyValue("reason", reason).addKeyValue("next", next).log("no cycle can begin, which is tried until one can");
    }

    /** What came of a store that cannot be used is one line: a trace would help nobody. */
    static void broke(Logger log, String what, Throwable failed) {
        Throwable cause = ofTheStore(failed);
        if (cause == null) {
            log.error(what, withoutPaths(failed));
        } else {
            log.error("{}: {}", what, cause.getMessage());
        }
    }

    /** What lies behind it, where it was thrown, without what addresses in its message have beside the host: that may be a secret. */
    static Throwable withoutPaths(Throwable failed) {
        Throwable cause = CamelRuntime.deepest(failed);
        IllegalStateException told = new IllegalStateException(cause.getClass().getName() + (cause.getMessage() == null ? "" : ": " + RouteAnswer.withoutPaths(cause.getMessage())));
        told.setStackTrace(cause.getStackTrace());
        return told;
    }

    static boolean isOfTheStore(Throwable failed) {
        return ofTheStore(failed) != null;
    }

    private static Throwable ofTheStore(Throwable failed) {
        Throwable cause = failed;
        while (cause != null && !(cause instanceof StoreException)) {
            cause = cause.getCause();
        }
        return cause;
    }

    static void storeIsBack() {
        LOG.info("cycles begin again");
    }

    private static Level level(CycleStatus status, Map<String, Long> counts) {
        return switch (status) {
            case FAILED -> Level.ERROR;
            case DONE -> counts.entrySet().stream().allMatch(counted -> counted.getValue() == 0 || NO_NEWS.contains(counted.getKey()))
                    ? Level.DEBUG : Level.INFO;
            default -> Level.WARN;
        };
    }
}
