package io.caravan.mapping;

import java.util.List;
import java.util.Optional;

/**
 * Source → hub.
 *
 * @param creates      whether a record that matches nobody makes a new identity; a mere enricher says false
 * @param completeness when a full read may be believed
 */
public record InboundJob(String name, String description, String system, String object, Schedule schedule,
                         Optional<Condition> include, List<MatchRule> match, Mapping mapping, boolean creates,
                         Completeness completeness, List<Example> examples, String file, String fingerprint) implements Job {

    /**
     * @param minRecords     a full read with fewer records failed
     * @param maxShrink      a full read with fewer records than the last by more than this share (0…1) failed
     * @param allowEmpty     whether a read without any record is believed
     */
    public record Completeness(long minRecords, double maxShrink, boolean allowEmpty) {
        public static final Completeness DEFAULT = new Completeness(0, 0.10, false);
    }
}
