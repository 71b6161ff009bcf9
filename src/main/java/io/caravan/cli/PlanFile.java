package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.caravan.plan.Change;
import io.caravan.runtime.Caravan.PlanMoment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A saved plan: what {@code plan --out} writes and {@code apply} carries out. Secrets are not in it: a change is known by
 * its basis, and what it sends is computed anew.
 *
 * @param planFile the version of the format
 * @param now      the moment the plan was made for
 * @param seed     of its random values
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record PlanFile(int planFile, String now, long seed, List<JobChanges> jobs) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    /** The planned changes of one job. */
    record JobChanges(String job, List<PlannedChange> changes) {

        Set<String> bases() {
            return changes.stream().map(PlannedChange::basis).collect(Collectors.toSet());
        }
    }

    /**
     * @param account    what people call the account
     * @param attributes for whoever reads the file: {@code departmentNumber "D1" → "D2"}
     * @param basis      fingerprint of what is done to which account
     */
    record PlannedChange(String identity, String kind, String account, List<String> attributes, String reason, String basis) {
    }

    /** @param identity only this identity's changes */
    static PlanFile of(Planning planning, Optional<String> identity) {
        return new PlanFile(VERSION, planning.moment().now().toString(), planning.moment().seed(), planning.outbound().stream()
                .map(run -> new JobChanges(run.getJob(), run.changes().stream()
                        .filter(change -> identity.isEmpty() || change.identityKey().equals(identity.get()))
                        .map(change -> change(planning.view(run), change)).toList())).toList());
    }

    private static PlannedChange change(PlanView view, Change change) {
        PlanResult.PlannedChange shown = view.change(change);
        return new PlannedChange(shown.identity(), shown.kind(), shown.account(), shown.attributes().stream().map(ChangedAttribute::text).toList(),
                shown.reason(), change.basis());
    }

    PlanMoment moment() {
        return new PlanMoment(Instant.parse(now), seed);
    }

    long changes() {
        return jobs.stream().mapToLong(job -> job.changes().size()).sum();
    }

    /** For the owner's eyes only, where the file system knows owners: personal data stands in it. */
    void write(Path file) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            Path written = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? Files.createTempFile(folder, ".plan", null, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                    : Files.createTempFile(folder, ".plan", null);
            Files.writeString(written, JSON.writeValueAsString(this) + "\n");
            Files.move(written, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new CommandFailure(ExitCode.FAILED, "the plan cannot be written to " + file + ": " + reason(unwritable), "Name a file in a folder that exists");
        }
    }

    static PlanFile read(Path file) {
        PlanFile plan;
        try {
            plan = JSON.readValue(Files.readString(file), PlanFile.class);
            plan.moment();
        } catch (JsonProcessingException | DateTimeException | NullPointerException notAPlan) {
            throw new CommandFailure(ExitCode.USAGE, file + " is no plan", "caravan plan --out FILE makes one");
        } catch (IOException unreadable) {
            throw new CommandFailure(ExitCode.USAGE, "the plan " + file + " cannot be read: " + reason(unreadable), "caravan plan --out FILE makes one");
        }
        if (plan.planFile() != VERSION || plan.jobs() == null) {
            throw new CommandFailure(ExitCode.USAGE, file + " was made by another version of Caravan", "Make a new one: caravan plan --out " + file);
        }
        return plan;
    }

    private static String reason(IOException failed) {
        return failed instanceof java.nio.file.NoSuchFileException ? "it does not exist" : String.valueOf(failed.getMessage());
    }
}
