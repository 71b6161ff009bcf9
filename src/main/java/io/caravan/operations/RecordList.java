package io.caravan.operations;

import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.HubExplanation;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.StateStore;
import io.caravan.engine.UnknownMembers;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Records of a source that nobody became. */
public record RecordList(List<Unused> records) {

    private static final int PAGE = 1000;

    /** Which records are wanted. */
    public enum Wanted {
        /** Good records that belong to nobody: out of the job's scope, or matched by nobody where the job makes nobody; and what is said of memberships of nobody known. */
        UNASSIGNED,
        /** Records that could not be used. */
        REJECTED
    }

    /**
     * One record.
     *
     * @param key   its key in the source; empty when it has none that can be read
     * @param place file and line, or how the source calls it
     * @param why   in words
     * @param since when a record was first rejected like that
     */
    public record Unused(String job, String key, String place, String why, Optional<String> since) {
    }

    /** @throws Refusal when no job reads from that system */
    public static RecordList of(OpenProject project, String system, Wanted wanted) {
        List<InboundJob> jobs = project.project().inbound().stream().filter(job -> job.system().equals(system)).toList();
        if (jobs.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "no job reads from a system '" + system + "'", "The sources are: "
                    + String.join(", ", new TreeSet<>(project.project().inbound().stream().map(InboundJob::system).toList())));
        }
        List<Unused> records = new ArrayList<>();
        jobs.forEach(job -> records.addAll(wanted == Wanted.REJECTED ? rejected(project.store(), job) : unassigned(project, job)));
        return new RecordList(List.copyOf(records));
    }

    private static List<Unused> rejected(StateStore store, InboundJob job) {
        LetterFilter ofJob = new LetterFilter(Optional.of(job.name()), Optional.empty(), Optional.empty());
        return store.changes().deadLetters(ofJob, Integer.MAX_VALUE).stream().filter(letter -> letter.stage() != Stage.DISPATCH)
                .map(letter -> new Unused(job.name(), letter.anchor().orElse(""), letter.where(), letter.reason(), Optional.of(letter.failure().at().toString()))).toList();
    }

    private static List<Unused> unassigned(OpenProject project, InboundJob job) {
        List<Unused> records = new ArrayList<>();
        Set<String> told = new HashSet<>();
        if (job.memberships().isPresent()) {
            UnknownMembers.each(project.store(), job, unknown -> {
                told.add(unknown.anchor());
                records.add(new Unused(job.name(), unknown.anchor(), unknown.where(), unknown.why(), Optional.empty()));
            });
        }
        List<KnownRecord> page = project.store().hub().unassigned(job.name(), "", PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(record -> !told.contains(record.row().anchor())).forEach(record -> records.add(new Unused(job.name(), record.row().anchor(), record.row().where(), why(project, job, record), Optional.empty())));
            page = project.store().hub().unassigned(job.name(), page.get(page.size() - 1).row().anchor(), PAGE);
        }
        return records;
    }

    private static String why(OpenProject project, InboundJob job, KnownRecord record) {
        return HubExplanation.ofRecords(project.store().hub(), List.of(job), record.row().anchor(), project.now()).records().stream()
                .flatMap(known -> known.outOfScope().stream()).findFirst().map(clause -> "out of the job's scope: " + clause)
                .orElse(job.creates() ? "it says nothing that the hub keeps, or waits for the next cycle" : "nobody matches, and the job makes nobody");
    }
}
