package io.caravan.config;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a project's routes may be called after, as far as its mappings can be read at all: known also where a mapping has errors.
 *
 * @param jobs     the names of its jobs
 * @param targets  the systems that it writes to
 * @param complete whether there are no others
 */
public record JobNames(Set<String> jobs, Set<String> targets, boolean complete) {

    static JobNames of(List<MappingFile> mappings, boolean all) {
        Set<String> jobs = new TreeSet<>();
        Set<String> targets = new TreeSet<>();
        boolean complete = all;
        for (MappingFile mapping : mappings) {
            jobs.add(mapping.name());
            if (mapping.outbound()) {
                mapping.raw().block("to").text("system").ifPresent(targets::add);
            }
            complete &= mapping.inbound() || mapping.outbound() && mapping.raw().block("to").text("system").isPresent();
        }
        return new JobNames(jobs, targets, complete);
    }
}
