package io.caravan.runtime;

import io.caravan.engine.LogAction;
import io.caravan.engine.LogStore.Checkpoint;
import io.caravan.engine.LogStore.Cut;
import io.caravan.engine.StateStore;
import io.caravan.plan.ChangeKind;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long the provisioning log is kept. */
public final class LogRetention {

    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);
    /** Each cut is an entry of the log, so there is one a day. */
    private static final Duration A_PORTION = Duration.ofDays(1);
    /** More at once was not expected: somebody has just begun to keep less, or the clock is wrong. */
    private static final Duration MOST = Duration.ofDays(31);
    /** An operator has said whose an account is. */

    private LogRetention() {
    }

    /**
     * Cuts off what is older, and keeps by which entries accounts still stand.
     *
     * @param by what began it, and who
     * @return what is cut off now, all in all; empty when nothing is that old
     * @throws io.caravan.store.StoreException when the part that would go is not what was written
     */
    public static Optional<Checkpoint> cut(StateStore store, Instant before, Instant now, String by) {
        Set<String> standing = Stream.concat(Arrays.stream(ChangeKind.values()).filter(kind -> !kind.isOfMembers()).map(ChangeKind::word), Stream.of(LogAction.SETTLE)).collect(Collectors.toSet());
        return store.log().cut(new Cut(before, standing, ChangeKind.DELETE.word(), now, by));
    }

    /** The same by itself, for {@code caravan.log.keep}: not more than a month at once. */
    static void keep(StateStore store, Period keep, Instant now, ZoneId zone, String by) {
        Instant before = now.atZone(zone).minus(keep).toInstant();
        Optional<Instant> oldest = store.log().oldest();
        Duration tooOld = oldest.map(moment -> Duration.between(moment, before)).orElse(Duration.ZERO);
        if (tooOld.compareTo(MOST) > 0) {
            LOG.warn("caravan.log.keep would cut off {} days of the log at once, and nothing is: the log begins at {}. If the clock is right: caravan store compact --log-before {}",
                    tooOld.toDays(), oldest.orElseThrow(), before.atZone(zone).toLocalDate());
        } else if (tooOld.compareTo(A_PORTION) > 0) {
            cut(store, before, now, by).ifPresent(cut -> LOG.info("{} entries of the log up to {} are cut off, as caravan.log.keep says", cut.entries(), cut.to()));
        }
    }
}
