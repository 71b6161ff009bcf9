package io.caravan.engine;

import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Collection;
import java.util.Optional;

/**
 * How far the changes of one cycle are, by whose they are: still to come, about to go, handed out. Recorded ones are
 * forgotten. Shared between who hands out and who records. Thread-safe.
 */
public final class DispatchProgress {

    private static final int NOT_HERE = 0;
    /** Looks for the accounts it refers to when it comes. */
    private static final int TO_COME = 1;
    /** Has looked for the accounts it refers to: whoever records one of them from here on has to mark it. */
    private static final int READY = 2;
    private static final int HANDED_OUT = 3;

    private final Long2IntOpenHashMap stages = new Long2IntOpenHashMap();
    private long recordings;
    private boolean grantsStopped;
    private boolean frozen;
    private boolean leaversWait;
    private boolean readOnly;

    /**
     * What grants is not sent any more in this cycle; what removes is.
     *
     * @return whether it was until now
     */
    synchronized boolean stopGrants() {
        boolean first = !grantsStopped;
        grantsStopped = true;
        return first;
    }

    synchronized boolean areGrantsStopped() {
        return grantsStopped;
    }

    /** The target is to be left alone from now on: what waits for that is not sent any more in this cycle. */
    synchronized void freeze(boolean leaversToo) {
        frozen = true;
        leaversWait = leaversToo;
    }

    /** The target is never written to: nothing is sent to it at all. */
    synchronized void readOnly() {
        frozen = true;
        readOnly = true;
    }

    /** Whether this change is not sent, because the target is left alone. */
    synchronized boolean leaves(Change change, Optional<String> enabledBy) {
        return readOnly ? change.kind() != ChangeKind.RELEASE : frozen && change.waitsForThaw(enabledBy, leaversWait);
    }

    synchronized boolean isFrozen() {
        return frozen;
    }

    synchronized void willCome(long identityId) {
        stages.put(identityId, TO_COME);
    }

    synchronized void ready(long identityId) {
        stages.put(identityId, READY);
    }

    synchronized void handedOut(long identityId) {
        stages.put(identityId, HANDED_OUT);
    }

    /** Its change is not sent. */
    synchronized void dropped(long identityId) {
        stages.remove(identityId);
        recordings++;
    }

    synchronized void recorded(Collection<Long> identityIds) {
        identityIds.forEach(identity -> stages.remove(identity.longValue()));
        recordings++;
    }

    /** What was handed out and never came back to be recorded is not waited for any more. */
    synchronized void forgetHandedOut() {
        stages.values().removeIf(stage -> stage == HANDED_OUT);
        recordings++;
    }

    synchronized boolean isHandedOut(long identityId) {
        return stages.get(identityId) == HANDED_OUT;
    }

    synchronized boolean isToCome(long identityId) {
        return stages.get(identityId) == TO_COME;
    }

    /** Whether an account of this identity may come into being by what is not recorded yet. */
    synchronized boolean isAwaited(long identityId) {
        return stages.get(identityId) != NOT_HERE;
    }

    /** Grows whenever something is waited for no longer. */
    synchronized long recordings() {
        return recordings;
    }
}
