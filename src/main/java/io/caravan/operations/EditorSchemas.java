package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.config.ProjectSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schemas by which editors complete and check a project's files.
 *
 * @param files    that were written: those that were not there, or were of another version, or made from systems that have changed
 * @param declared systems of which only what their connectors declare is in it, because they could not be asked
 */
public record EditorSchemas(List<String> files, List<String> declared) {

    /**
     * Brings a project's {@code schemas/} to this version, and makes that of its own systems; one that is there is left while the project has errors, which hide
     * some of them.
     *
     * @param ask whether the systems are asked; else what connectors declare has to do
     * @throws Refusal when there is no project, or it cannot be written to
     */
    public static EditorSchemas write(ProjectFolder place, boolean ask) {
        if (!place.isProject()) {
            throw place.noProject();
        }
        List<String> files = new ArrayList<>(files(place));
        ProjectReading reading = place.reading();
        List<String> declared = new ArrayList<>();
        if (reading.project().isPresent() || ProjectSchema.read(place.folder()).isEmpty()) {
            Project project = reading.good();
            List<String> names = project.systems().keySet().stream().sorted().toList();
            List<SystemSchema> asked = ask ? SystemSchema.of(place, project, names, 0) : names.stream().map(name -> SystemSchema.declared(SystemSchema.spec(project, name))).toList();
            asked.stream().filter(schema -> schema.objects().stream().noneMatch(SystemSchema.SchemaObject::asked)).map(SystemSchema::system).forEach(declared::add);
            files.addAll(own(place, ProjectSchema.text(project, ProjectSchema.read(place.folder()), asked)));
        }
        return new EditorSchemas(files, declared);
    }

    /** Writes the schema of the project's own systems, unless it is right already. */
    static List<String> own(ProjectFolder place, String text) {
        try {
            return ProjectSchema.read(place.folder()).filter(text::equals).isPresent() ? List.of()
                    : List.of(Files.writeString(place.folder().resolve(ProjectSchema.FILE), text).toString());
        } catch (IOException unwritable) {
            throw new Refusal(Refusal.Kind.FAILED, ProjectSchema.FILE + " cannot be written: " + unwritable.getMessage(), "Let the folder be written to by whoever edits the project");
        }
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
