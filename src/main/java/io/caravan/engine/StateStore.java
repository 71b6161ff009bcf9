package io.caravan.engine;

import java.util.function.Supplier;

/**
 * Everything Caravan remembers. Nothing derived is the only copy of anything: deleting the store loses history, not
 * accounts, because the next cycle matches and links them again.
 *
 * <p>Thread-safe; writers take turns. Work inside {@link #inTransaction} is all or nothing; a transaction inside a
 * transaction joins it; if the inner one throws, the whole is rolled back, also when the outer one catches that. A method
 * called outside of one is a transaction of its own. A transaction belongs to its thread. Moments are kept to the
 * millisecond.
 */
public interface StateStore extends AutoCloseable {

    HubStore hub();

    LinkStore links();

    ChangeStore changes();

    MembershipStore memberships();

    ClaimStore claims();

    GroupRuleStore groupRules();

    NameStore names();

    LogStore log();

    CycleStore cycles();

    ServiceStore services();

    RulingStore rulings();

    OutboxStore outbox();

    AlertStore alerts();

    TokenStore tokens();

    /**
     * By which what this store handed out is known again.
     *
     * @param store  which store this is; no secret
     * @param secret made with the store, and told to nobody
     */
    record Seal(String store, String secret) {
    }

    Seal seal();

    /** Runs the work in one transaction; rolled back when it throws. */
    <T> T inTransaction(Supplier<T> work);

    default void inTransaction(Runnable work) {
        inTransaction(() -> {
            work.run();
            return null;
        });
    }

    /** Whether a transaction failed because the store was away for a moment: then it may have been carried out all the same, or can be in a moment. */
    default boolean isPassing(RuntimeException failure) {
        return false;
    }

    /**
     * A view of this store on which a whole cycle can be tried out: what is written to it is seen by it and is thrown
     * away when it is closed. Its log starts empty, because the log can be by far the largest part. Other processes are
     * not kept waiting for longer than a copy takes.
     */
    StateStore preview();

    /**
     * This store for whoever holds a lease. Each transaction, a single call that writes among them, first looks whether the
     * lease still holds, in the same transaction: a process that has slept while another took its job can store nothing.
     * Closing it does nothing.
     *
     * @throws LeaseLostException from each transaction, once the lease was given back or somebody took the job since
     */
    StateStore fenced(CycleStore.Lease lease);

    @Override
    void close();
}
