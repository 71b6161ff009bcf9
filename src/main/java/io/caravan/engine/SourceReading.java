package io.caravan.engine;

import io.caravan.connector.SourceItem;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * A read under way. {@code hasNext} and {@code next} throw {@link io.caravan.connector.OutcomeException} when the read
 * fails half-way, {@link io.caravan.connector.DisbelievedException} when what came so far is not good either; a read that ended
 * without throwing is complete as far as the connector can tell. Not thread-safe.
 */
public interface SourceReading extends Iterator<SourceItem>, AutoCloseable {

    /** Where the next delta starts; known once the last item has been taken, empty when the system has no delta. */
    Optional<String> watermark();

    /**
     * From now on leaves out records whose {@link #fingerprint} this says to be known: they need not be taken apart. A reading whose
     * records have none leaves out none.
     */
    default void passOver(LongPredicate known) {
    }

    /**
     * Of the item taken last: a 64-bit hash of how it stands in the source, and of all that decides what is read from that;
     * 0 when it has none. Two items with the same fingerprint would be read the same, today and next time.
     */
    default long fingerprint() {
        return 0;
    }

    /**
     * The names that records of this source have, where it says so beforehand: a header, the columns of a query. Empty when only the
     * records themselves tell. Known once {@code hasNext} has been asked.
     */
    default Optional<Set<String>> names() {
        return Optional.empty();
    }

    /**
     * When what it gives was written or sent last; of several, the newest. Empty when the source does not say, as where it is asked for what is
     * true now. Known once {@code hasNext} has been asked.
     */
    default Optional<Instant> writtenAt() {
        return Optional.empty();
    }

    /** Tells what the reading before had to {@link #memory remember}. Comes before {@code hasNext} is asked. */
    default void recall(String memory) {
    }

    /**
     * What the next reading of this source shall be told, in the connector's own words; asked for when this one has ended or failed. Empty: as
     * before.
     */
    default Optional<String> memory() {
        return Optional.empty();
    }

    @Override
    void close();
}
