package io.caravan.operations;

import io.caravan.engine.AcrossJobs;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one reading of a source would take away in several targets, and is held there: one event, to be looked at once.
 *
 * @param reading of which source, in which cycle
 * @param people  how many would lose access, each counted once
 * @param changes how many changes are held for it, by job
 * @param next    what to do about it
 */
public record HeldReading(String reading, long people, Map<String, Long> changes, String next) {

    private static final int PAGE = 1000;

    /** Those of which changes are held in more than one job. */
    static List<HeldReading> of(OpenProject open, Map<String, Long> heldByJob) {
        StateStore store = open.store();
        Map<Long, Set<Long>> people = new TreeMap<>();
        Map<Long, Map<String, Long>> changes = new TreeMap<>();
        for (OutboundJob job : open.project().outbound()) {
            if (heldByJob.getOrDefault(job.name(), 0L) > 0) {
                store.hub().changedIn(held(store, job.name())).forEach((person, reading) -> {
                    people.computeIfAbsent(reading, none -> new HashSet<>()).add(person);
                    changes.computeIfAbsent(reading, none -> new TreeMap<>()).merge(job.name(), 1L, Long::sum);
                });
            }
        }
        List<HeldReading> found = new ArrayList<>();
        changes.forEach((reading, byJob) -> {
            if (byJob.size() > 1) {
                found.add(new HeldReading(AcrossJobs.words(store, reading), people.get(reading).size(), byJob, "caravan plan " + String.join(" ", byJob.keySet())
                        + " --out FILE, then caravan apply FILE --approve: that is all of it"));
            }
        });
        return found;
    }

    private static Set<Long> held(StateStore store, String job) {
        Set<Long> held = new HashSet<>();
        List<PlannedChange> page = store.changes().unsettled(job, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(planned -> planned.held() && AcrossJobs.isCounted(planned.change())).forEach(planned -> held.add(planned.change().identityId()));
            page = store.changes().unsettled(job, Optional.of(page.get(page.size() - 1)), PAGE);
        }
        return held;
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
