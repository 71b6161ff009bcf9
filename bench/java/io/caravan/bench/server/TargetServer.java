package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import io.caravan.bench.process.Usage;
import java.io.IOException;

/** A server that accounts are written to. */
public interface TargetServer extends AutoCloseable {

    /** What it used since it was started. */
    Usage usage();

    /** What is in it, in a form that does not depend on who wrote it in which order. */
    EndState endState() throws IOException;

    @Override
    void close();
}
