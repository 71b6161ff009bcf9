package io.caravan.bench.calls;

import io.caravan.bench.bare.Account;
import java.io.IOException;

/** Writes accounts, one by one, each over one of the connections that stay open. Called by as many threads as there are connections. */
interface Caller extends AutoCloseable {

    /** Returns the id that the application gave. */
    String create(Account account) throws IOException, InterruptedException;

    void entitle(String id, String title) throws IOException, InterruptedException;

    void disable(String id) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
