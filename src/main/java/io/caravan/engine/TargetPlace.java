package io.caravan.engine;

import io.caravan.connector.SystemSpec;
import io.caravan.mapping.OutboundJob;

/**
 * Where a job's accounts stand: what its settings say. Once they say something else, the names that are known may be those of others' accounts
 * there, so that all accounts are listed before anything is sent.
 */
final class TargetPlace {

    /** What was there last was not believed to be what is known. */
    private static final String DOUBTED = "?";

    private final CycleStore cycles;
    private final String job;
    private final String before;
    private final String now;

    /** Without secrets: one that is renewed leads to the same place, and nothing of it is kept. */
    TargetPlace(StateStore store, OutboundJob job, SystemPort port) {
        SystemSpec system = port.spec();
        this.cycles = store.cycles();
        this.job = job.name();
        this.before = cycles.systemMemory(job.name());
        this.now = Long.toHexString(RecordHash.ofText(system.name() + '\n' + job.object() + '\n' + system.connector().name() + '\n' + port.place()));
    }

    /** Whether it may be another than the one in which the accounts were seen last. */
    boolean mayBeAnother() {
        return !before.isEmpty() && !before.equals(now);
    }

    /** The accounts in it are those that are known, as far as anybody can say. */
    void believed() {
        if (!before.equals(now)) {
            cycles.systemMemory(job, now);
        }
    }

    /** They are not: each cycle looks again before it sends anything. */
    void doubted() {
        cycles.systemMemory(job, DOUBTED);
    }
}
