package io.caravan.camel.ldap;

import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.util.Optional;
import java.util.function.Supplier;

/** A reading of everything whose mark was made before it began, so that nothing that changes meanwhile is missed by the next delta. Not thread-safe. */
final class MarkedReading implements SourceReading {

    private final LdapReading entries;
    private final Supplier<String> now;
    private String mark;

    /** @param now makes the mark */
    MarkedReading(LdapReading entries, Supplier<String> now) {
        this.entries = entries;
        this.now = now;
    }

    @Override
    public boolean hasNext() {
        if (mark == null) {
            mark = now.get();
        }
        return entries.hasNext();
    }

    @Override
    public SourceItem next() {
        return entries.next();
    }

    @Override
    public Optional<String> watermark() {
        return Optional.ofNullable(mark);
    }

    @Override
    public void close() {
        entries.close();
    }
}
