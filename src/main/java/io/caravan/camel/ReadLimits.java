package io.caravan.camel;

import io.caravan.config.OwnSetting;
import io.caravan.config.Settings;
import java.time.Duration;

/**
 * How much one read may bring, and how long it may take, before it is taken to have no end.
 *
 * @param records of all pages together
 */
record ReadLimits(long records, Duration time) {

    /** What counts where nobody has said anything. */
    static final ReadLimits DEFAULT = new ReadLimits(10_000_000, Duration.ofHours(12));

    static ReadLimits of(Settings settings) {
        return new ReadLimits(settings.number(OwnSetting.READ_MAX_RECORDS), settings.duration(OwnSetting.READ_MAX_TIME));
    }
}
