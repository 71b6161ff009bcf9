package io.caravan.camel.ldap;

import io.caravan.connector.ChangeStamp;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest that entries say of when they were changed, by the directory's own clock: where the next delta starts. A stamp that lies
 * ahead of our clock is none. Not thread-safe.
 */
final class NewestStamp {

    private final String attribute;
    private final Instant now;
    private Optional<String> newest;

    /** @param since where this reading started, and the next one does when nothing is newer */
    NewestStamp(String attribute, Instant now, Optional<String> since) {
        this.attribute = attribute;
        this.now = now;
        this.newest = since;
    }

    String attribute() {
        return attribute;
    }

    /** An entry's stamp; null when it does not show it. */
    void see(String stamp) {
        if (stamp != null && newest.filter(known -> !new ChangeStamp(stamp).isNewerThan(new ChangeStamp(known))).isEmpty() && !new ChangeStamp(stamp).isAfter(now)) {
            newest = Optional.of(stamp);
        }
    }

    Optional<String> newest() {
        return newest;
    }
}
