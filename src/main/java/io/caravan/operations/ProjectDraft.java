package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files for a project that are not there yet: read and checked as if they were, and then put there all together or not at all. What is there is never
 * written over. Not thread-safe.
 */
final class ProjectDraft implements AutoCloseable {

    private static final List<String> EXISTING = List.of("application.properties", "connectors", "mappings");
    private final ProjectFolder place;
    private final Map<String, String> files = new LinkedHashMap<>();
    private final List<Path> made = new ArrayList<>();
    private boolean saved;

    ProjectDraft(ProjectFolder place) {
        this.place = place;
    }

    /** Makes the project's folder, so that paths which begin there lead somewhere; it goes again if nothing is put into it. */
    void makeFolder() {
        try {
            directories(place.folder(), made);
        } catch (IOException unwritable) {
            throw unwritable(unwritable);
        }
    }

    private Refusal unwritable(IOException why) {
        return new Refusal(Refusal.Kind.FAILED, "the project cannot be written to " + place.folder() + ": " + why.getMessage(), "Nothing of it was left there");
    }

    @Override
    public void close() {
        if (!saved) {
            undo(List.of(), made);
        }
    }

    /** @param name below the project's folder, with {@code /} */
    void put(String name, String text) {
        files.put(name, text);
    }

    void remove(String name) {
        files.remove(name);
    }

    /** The same where neither the project nor this draft has it yet. */
    void putIfAbsent(String name, String text) {
        if (!Files.exists(place.folder().resolve(name))) {
            files.putIfAbsent(name, text);
        }
    }

    /**
     * The project with these files, as if they were in its folder already.
     *
     * @throws Refusal when it would have errors
     */
    Project project() {
        ProjectReading reading = read();
        Project project = reading.project().orElseThrow(() -> new Refusal(Refusal.Kind.FAILED, "nothing was written, because what was proposed would not pass check: "
                + reading.problems().inOrder().stream().filter(problem -> problem.severity() == Severity.ERROR).limit(3).map(ProjectDraft::line).collect(Collectors.joining("; ")),
                "Give names and settings that need no guess (--set NAME.SETTING=VALUE), or write the files by hand"));
        return new Project(place.folder(), project.settings(), project.systems(), project.connectors(), project.inbound(), project.outbound(), project.people());
    }

    /** What a check would find wrong with these files in the project, warnings left out. */
    List<Problem> errors() {
        return read().problems().inOrder().stream().filter(problem -> problem.severity() == Severity.ERROR).toList();
    }

    private static String line(Problem problem) {
        return problem.position() + " " + problem.message();
    }

    private ProjectReading read() {
        try {
            Path folder = Files.createTempDirectory("caravan-draft");
            try {
                for (String name : EXISTING) {
                    copy(place.folder().resolve(name), folder.resolve(name));
                }
                write(folder);
                return ProjectReader.read(folder, place.connectorFolders().toArray(Path[]::new));
            } finally {
                delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, to);
        } else if (Files.isDirectory(from)) {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path each : all.toList()) {
                    Path there = to.resolve(from.relativize(each).toString());
                    if (Files.isDirectory(each)) {
                        Files.createDirectories(there);
                    } else if (!Files.exists(there)) {
                        Files.copy(each, there);
                    }
                }
            }
        }
    }

    /** Refuses before anything is asked of anybody what would be refused at the end. */
    static void refuseExisting(Path folder, List<String> names) {
        List<String> there = names.stream().filter(name -> Files.exists(folder.resolve(name))).toList();
        if (!there.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, String.join(", ", there) + (there.size() == 1 ? " is" : " are") + " in " + folder + " already, and nothing is written over",
                    "Name another folder, or move " + (there.size() == 1 ? "it" : "them") + " away");
        }
    }

    /**
     * Puts the files into the project's folder: written beside it first, then moved. When one cannot be moved, those before it are taken away again.
     *
     * @return what was written, as paths
     * @throws Refusal when one of them is there by now, or the folder cannot be written to
     */
    List<String> save() {
        Path folder = place.folder();
        refuseExisting(folder, List.copyOf(files.keySet()));
        List<Path> moved = new ArrayList<>();
        try {
            directories(folder, made);
            Path beside = Files.createTempDirectory(folder, ".caravan-draft");
            try {
                write(beside);
                for (String name : files.keySet()) {
                    Path target = folder.resolve(name);
                    directories(target.getParent(), made);
                    Files.move(beside.resolve(name), target);
                    moved.add(target);
                }
            } finally {
                delete(beside);
            }
            saved = true;
            return moved.stream().map(Path::toString).toList();
        } catch (IOException failed) {
            undo(moved, made);
            made.clear();
            throw unwritable(failed);
        }
    }

    private static void directories(Path folder, List<Path> made) throws IOException {
        if (!Files.exists(folder)) {
            if (folder.getParent() != null) {
                directories(folder.getParent(), made);
            }
            Files.createDirectory(folder);
            made.add(folder);
        }
    }

    private static void undo(List<Path> moved, List<Path> made) {
        List<Path> all = new ArrayList<>(made);
        all.addAll(moved);
        Collections.reverse(all);
        for (Path each : all) {
            try {
                Files.deleteIfExists(each);
            } catch (IOException stays) {
                // somebody else has put something there
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
