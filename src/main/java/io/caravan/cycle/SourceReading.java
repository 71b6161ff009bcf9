package io.caravan.cycle;

import io.caravan.connector.SourceItem;
import java.util.Iterator;
import java.util.Optional;

/**
 * A read under way. {@code hasNext} and {@code next} throw {@link io.caravan.connector.OutcomeException} when the read
 * fails half-way; a read that ended without throwing is complete as far as the connector can tell. Not thread-safe.
 */
public interface SourceReading extends Iterator<SourceItem>, AutoCloseable {

    /** Where the next delta starts; known once the last item has been taken, empty when the system has no delta. */
    Optional<String> watermark();

    @Override
    void close();
}
