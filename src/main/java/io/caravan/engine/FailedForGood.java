package io.caravan.engine;

import io.caravan.plan.Change;
import java.util.Collection;
import java.util.Map;

/**
 * The dead letters of a page of identities in one job: what failed for good is not tried again as long as it is the same. That is so when it has the
 * letter's basis, and also when it would send just what was sent: a basis is of what was planned, with references that may have been set by the time it was
 * sent, and earlier versions of the program made it otherwise. Used by one thread.
 */
public final class FailedForGood {

    private final ChangeStore changes;
    private final String job;
    private final Map<Long, String> bases;
    /** Read when the first basis is another; null until then. */
    private Map<Long, Change> sent;

    public FailedForGood(ChangeStore changes, String job, Collection<Long> identityIds) {
        this.changes = changes;
        this.job = job;
        this.bases = changes.deadLettered(job, identityIds);
    }

    /** Whether there is a dead letter of this identity, be it to be tried again. */
    boolean isOf(long identity) {
        return bases.containsKey(identity);
    }

    /** Whether it is just this that failed, and nobody wants it tried again. */
    public boolean has(Change change) {
        String basis = bases.get(change.identityId());
        return basis != null && (basis.equals(change.basis()) || !basis.isEmpty() && wasSent(change));
    }

    private boolean wasSent(Change change) {
        if (sent == null) {
            sent = changes.deadLetteredChanges(job, bases.keySet());
        }
        Change before = sent.get(change.identityId());
        return before != null && change.sendsTheSameAs(before);
    }
}
