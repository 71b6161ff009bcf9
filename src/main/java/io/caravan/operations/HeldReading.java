package io.caravan.operations;

import io.caravan.engine.AcrossJobs;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one reading of a source would take away in several targets, and is held there: one event, to be looked at once.
 *
 * @param reading of which source, in which cycle
 * @param people  how many would lose access, each counted once
 * @param changes how many changes are held for it, by job
 * @param next    what to do about it
 */
public record HeldReading(String reading, long people, Map<String, Long> changes, String next) {

    /** Those of which changes are held in more than one job. */
    static List<HeldReading> of(OpenProject open, Map<String, Long> heldByJob) {
        StateStore store = open.store();
        Map<Long, Set<Long>> people = new TreeMap<>();
        Map<Long, Map<String, Long>> changes = new TreeMap<>();
        for (OutboundJob job : open.project().outbound()) {
            if (heldByJob.getOrDefault(job.name(), 0L) > 0) {
                store.hub().changedIn(HeldPool.held(store, job.name()).stream().filter(AcrossJobs::isCounted)
                        .map(Change::identityId).collect(Collectors.toSet())).forEach((person, reading) -> {
                    people.computeIfAbsent(reading, none -> new HashSet<>()).add(person);
                    changes.computeIfAbsent(reading, none -> new TreeMap<>()).merge(job.name(), 1L, Long::sum);
                });
            }
        }
        List<HeldReading> found = new ArrayList<>();
        changes.forEach((reading, byJob) -> {
            if (byJob.size() > 1) {
                found.add(new HeldReading(AcrossJobs.words(store, reading), people.get(reading).size(), byJob, "caravan approve " + byJob.keySet().iterator().next()
                        + " shows them; then the same with --why TEXT, or caravan reject " + byJob.keySet().iterator().next() + " --why TEXT: that is all of it"));
            }
        });
        return found;
    }

    /** In a sentence. */
    public String text() {
        return "one " + reading + " would take access from " + Quantity.of(people, "person").replace("persons", "people") + " in " + Quantity.of(changes.size(), "target")
                + ": " + String.join(", ", changes.keySet());
    }

    /** Whether all that a job holds belongs to readings that are told of by themselves. */
    static boolean tellAll(List<HeldReading> readings, String job, long held) {
        return readings.stream().mapToLong(reading -> reading.changes().getOrDefault(job, 0L)).sum() == held;
    }
}
