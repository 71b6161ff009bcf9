package io.caravan.lives;

import java.util.List;

/** A target, as nobody but the test can see it: what it holds, whatever it says. */
interface Application extends AutoCloseable {

    /** The job that keeps it. */
    String job();

    /** Everything it holds, in any order. */
    List<Account> accounts();

    /** Whether the job closes accounts of people on leave. */
    boolean closesOnLeave();

    /** From now on it lies like this, and no other way. */
    void lies(Lying how);

    Lying lying();

    /** How many writes it was asked for since the last time this was called. */
    int writesAskedFor();

    @Override
    void close();
}
