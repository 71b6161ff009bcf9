package io.caravan.operations;

import io.caravan.config.ProjectSchemas;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The JSON Schemas by which editors complete and check a project's files.
 *
 * @param files that were written: those that were not there, or were of another version
 */
public record EditorSchemas(List<String> files) {

    /**
     * Brings a project's {@code schemas/} to this version.
     *
     * @throws Refusal when there is no project, or it cannot be written to
     */
    public static EditorSchemas write(ProjectFolder place) {
        if (!place.isProject()) {
            throw place.noProject();
        }
        return new EditorSchemas(files(place));
    }

    static List<String> files(ProjectFolder place) {
        try {
            return ProjectSchemas.write(place.folder()).stream().map(Path::toString).toList();
        } catch (UncheckedIOException unwritable) {
            throw new Refusal(Refusal.Kind.FAILED, "the schemas cannot be written to " + place.folder().resolve("schemas") + ": "
                    + unwritable.getCause().getMessage(), "Let the folder be written to by whoever edits the project");
        }
    }
}
