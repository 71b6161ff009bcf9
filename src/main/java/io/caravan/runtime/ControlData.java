package io.caravan.runtime;

import io.caravan.engine.Cycle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;

/** What routes know of a cycle: exchange variables, plain values all of them. docs/reference/routes.md describes them. */
final class ControlData {

    /** A number. */
    static final String CYCLE = "cycle";
    static final String JOB = "job";
    static final String SYSTEM = "system";
    static final String INBOUND = "inbound";
    /** Whether there is something to dispatch. */
    static final String MORE = "more";
    static final String FULL = "full";
    static final String INITIATED_BY = "initiatedBy";
    /** Whether the job is in quarantine, and this cycle is to show whether that can end. */
    static final String PROBE = "probe";
    /** How many changes are sent in a cycle; as long as it is not there, all. */
    static final String AT_MOST = "atMost";
    static final String BEGUN = "begun";
    static final String BUSY = "busy";
    /** How it ended, as a {@link io.caravan.engine.CycleStatus#word word}. */
    static final String STATUS = "status";
    /** Why, in words; empty when it is done. */
    static final String REASON = "reason";
    /** A map: how many of what. */
    static final String COUNTS = "counts";
    /** Whether identities were made or changed. */
    static final String CHANGED = "changed";
    /** Whether the job has just left quarantine, and there is more to send. */
    static final String GOES_ON = "goesOn";

    private ControlData() {
    }

    static void set(Exchange exchange, CycleRun run) {
        exchange.setVariable(CYCLE, run.getCycle().id());
        exchange.setVariable(JOB, run.getJob());
        exchange.setVariable(SYSTEM, run.getTarget());
        exchange.setVariable(INBOUND, run.isInbound());
        exchange.setVariable(MORE, run.isMore());
        exchange.setVariable(PROBE, run.isProbe());
    }

    /** No cycle has begun. */
    static void forget(Exchange exchange) {
        List.of(CYCLE, SYSTEM, INBOUND, MORE, PROBE, AT_MOST, STATUS, REASON, COUNTS, CHANGED, GOES_ON).forEach(exchange::removeVariable);
    }

    static void ended(Exchange exchange, CycleRun run, boolean goesOn) {
        Cycle cycle = run.getCycle();
        exchange.setVariable(STATUS, cycle.status().word());
        exchange.setVariable(REASON, cycle.reason());
        exchange.setVariable(COUNTS, new LinkedHashMap<>(cycle.counts()));
        exchange.setVariable(CHANGED, run.changedForOthers());
        exchange.setVariable(GOES_ON, goesOn);
    }

    /** The cycle that an exchange is about, if it is about one that is under way. */
    static Optional<CycleRun> cycleOf(Caravan caravan, Exchange exchange) {
        Long cycle = exchange.getVariable(CYCLE, Long.class);
        return cycle == null ? Optional.empty() : caravan.running(cycle);
    }

    /** @throws IllegalArgumentException when it is about none that is under way */
    static CycleRun required(Caravan caravan, Exchange exchange) {
        return cycleOf(caravan, exchange).orElseThrow(() -> new IllegalArgumentException(
                "the variable \"" + CYCLE + "\" names no cycle that is under way: " + exchange.getVariable(CYCLE)));
    }
}
