package io.caravan.engine;

import io.caravan.connector.DisbelievedException;
import io.caravan.mapping.InboundJob;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whether what a source gives is of these days. A file that nobody renews any more is as whole as ever, and lacks nobody: what has happened since, leavers
 * among it, is not in it, and nobody would notice.
 */
final class ReadingAge {

    private ReadingAge() {
    }

    /**
     * @param items of which the first has been asked for
     * @throws DisbelievedException when that is longer ago than the job allows, or not known although it does not allow any age
     */
    static void check(InboundJob job, SourceReading items, Instant now) {
        job.completeness().maxAge().ifPresent(allowed -> {
            Instant written = items.writtenAt().orElseThrow(() -> new DisbelievedException("the source does not say from when it is, and completeness.maxAge is to be met ("
                    + job.file() + "). Nothing of this reading is used, and nobody is taken for gone. Remove maxAge, or read something that has an age", false));
            Duration age = Duration.between(written, now);
            if (age.compareTo(allowed) > 0) {
                throw new DisbelievedException("the source is from " + written.truncatedTo(ChronoUnit.SECONDS) + ", which is " + text(age) + " ago and longer than completeness.maxAge "
                        + text(allowed) + " (" + job.file() + "): whatever writes or sends it seems to have stopped. Nothing of this reading is used, and nobody is taken for gone. "
                        + "See to its exporter or sender; the next reading of something newer goes through by itself. If it comes so rarely, raise maxAge", false);
            }
        });
    }

    private static String text(Duration time) {
        return time.toDays() > 1 ? time.toDays() + " days" : time.toHours() > 1 ? time.toHours() + " hours" : time.toMinutes() > 1 ? time.toMinutes() + " minutes" : time.toSeconds() + " seconds";
    }
}
