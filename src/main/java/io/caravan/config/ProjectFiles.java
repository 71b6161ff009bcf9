package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of one project: names them as their authors would, reads each once, and remembers the texts. */
final class ProjectFiles {

    private final Path folder;
    private final Problems problems;
    private final Map<String, List<String>> texts = new LinkedHashMap<>();

    ProjectFiles(Path folder, Problems problems) {
        this.folder = folder.toAbsolutePath().normalize();
        this.problems = problems;
    }

    /** The path as it is named in messages: relative to the project folder where it lies in it. */
    String name(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        return (absolute.startsWith(folder) ? folder.relativize(absolute) : absolute).toString().replace('\\', '/');
    }

    /** The file's text; empty, with a problem, when it cannot be read. */
    Optional<FileText> read(Path path) {
        return read(path, problems);
    }

    /** The same, with the problems elsewhere. */
    Optional<FileText> read(Path path, Problems found) {
        Optional<FileText> text = FileText.read(path, name(path), found);
        text.ifPresent(readable -> texts.put(readable.file(), readable.lines()));
        return text;
    }

    /** The files directly in a folder whose names end so, by name, hidden ones left aside; none when there is no such folder. */
    List<Path> in(Path directory, String ending) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().endsWith(ending) && !path.getFileName().toString().startsWith(".")
                    && Files.isRegularFile(path)).sorted().toList();
        } catch (IOException e) {
            problems.add(Problem.error(ProblemCode.UNREADABLE_FILE, Position.ofFile(name(directory)), "the folder cannot be read",
                    "check that this user may read it"));
            return List.of();
        }
    }

    /** The same of the folders below a folder, where nobody reads them. */
    List<Path> below(Path directory, String ending) {
        List<Path> below = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> folders = Files.list(directory)) {
                folders.filter(path -> Files.isDirectory(path) && !path.getFileName().toString().startsWith(".")).sorted().forEach(folder -> {
                    below.addAll(in(folder, ending));
                    below.addAll(below(folder, ending));
                });
            } catch (IOException toldElsewhere) {
                return List.of();
            }
        }
        return below;
    }

    SourceTexts texts() {
        return new SourceTexts(texts);
    }
}
