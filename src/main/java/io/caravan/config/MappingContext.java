package io.caravan.config;

import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Problems;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a mapping stands among while it is read.
 *
 * @param hubAttributes what an identity may have; empty Optional when that is not known, and any name goes
 * @param references    by which attribute people are found by references that do not say so
 * @param common        what all mappings share
 * @param zone          for schedules that name none
 */
record MappingContext(Systems systems, Optional<Set<String>> hubAttributes, ReferenceAttribute references, CommonFile common, ZoneId zone,
                      ProjectFiles files, Problems problems) {

    /**
     * @param good  those that are set up without errors
     * @param named all that the settings name, also those with errors
     */
    record Systems(Map<String, SystemSpec> good, Set<String> named) {
    }

    MappingContext with(ReferenceAttribute known) {
        return new MappingContext(systems, hubAttributes, known, common, zone, files, problems);
    }
}
