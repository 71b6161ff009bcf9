package io.caravan.engine;

import io.caravan.connector.ChangeStamp;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.mapping.InboundJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a source and stages what differs from last time. A record whose hash is the same stops here. Absence is
 * concluded only from a full read that proved complete. A read that only broke off keeps what it had; one that must not be
 * believed leaves nothing behind, and is tried again where the source was written to while it was read.
 */
public final class ReadStep {

    static final String STEP = CycleListener.READ;
    /** A source that is written to all the time would be read for ever. */
    private static final int TRIES = 3;

    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReadStep.class);

    private final StateStore store;
    private final ReadingApproval approval;

    public ReadStep(StateStore store) {
        this(store, ReadingApproval.NONE);
    }

    /** @param approval what an operator lets through */
    public ReadStep(StateStore store, ReadingApproval approval) {
        this.store = store;
        this.approval = approval;
    }

    /** Whether a delta that starts there would see nothing: the clock was ahead when it was made, or somebody's stamp was. Everything is read then. */
    public static boolean liesAhead(String watermark, Instant now) {
        return new ChangeStamp(watermark).isFarAfter(now, CLOCKS_DIFFER);
    }

    /** Many deltas do not tell of what was deleted: where nobody has appointed a full reading, or it does not come, there is one all the same, so that whoever is gone is missed. */
    private static boolean isFullDue(Cycle cycle, InboundJob job, JobState state) {
        return state.isWholeLongAgo(cycle.now(), job.schedule().changesOnly());
    }

    /**
     * A reading that was cut off left records that wait. Nobody has judged it as a whole, as only a full reading can: what it found is not used,
     * and everything is read again.
     */
    private void takeBackWhatIsLeft(InboundJob job) {
        if (store.hub().isSomethingReadAnew(job.name())) {
            store.inTransaction(() -> takeBack(store, job));
        }
    }

    /** What waits of a reading is not used, and is asked for in full next time, whatever was read before. Part of a transaction. */
    static void takeBack(StateStore store, InboundJob job) {
        JobState state = store.cycles().state(job.name());
        store.hub().takeBack(job.name());
        store.cycles().state(job.name(), state.read(Optional.empty(), state.lastFullCount(), state.lastFullAt()));
    }

    public void read(Cycle cycle, InboundJob job, SystemPort system) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        takeBackWhatIsLeft(job);
        JobState state = store.cycles().state(job.name());
        boolean delta = !cycle.full() && state.watermark().filter(mark -> !liesAhead(mark, cycle.now())).isPresent() && object.can(Operation.CHANGES) && !isFullDue(cycle, job, state);
        cycle.listener().begins(cycle, STEP, delta ? -1 : Math.max(-1, state.lastFullCount()));
        for (int tries = 1; tries <= TRIES; tries++) {
            Reading reading = new Reading(store, cycle, job, object, delta, approval);
            Optional<DisbelievedException> disbelieved;
            try {
                disbelieved = reading.take(system, state);
            } catch (DeltaLostException lost) {
                LOG.info("a delta cannot be read any more, everything is: job={} reason={}", job.name(), lost.outcome().message());
                reading.takeBack();
                delta = false;
                continue;
            }
            if (disbelieved.isEmpty()) {
                reading.conclude(state);
                break;
            }
            reading.takeBack();
            if (tries == TRIES || !disbelieved.get().readAgain()) {
                cycle.count(Counted.NOT_READ, 1);
                cycle.fail("reading " + system.spec().name() + " failed: " + disbelieved.get().outcome().message());
                break;
            }
        }
        cycle.listener().ends(cycle, STEP);
    }
}
