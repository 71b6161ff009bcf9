package io.caravan.demo;

import io.caravan.config.ProjectSchemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder a demonstration lives in between two runs. It is a complete Caravan project, copied once from the example:
 * whoever edits its mappings sees the effect at the next run, and every other command works on it with {@code --project}.
 *
 * <pre>
 * application.properties  mappings/  groups/  assignments/   the project
 * hr.csv                              the company on its day
 * day                                 which day that is
 * servers/                            where the embedded servers are, their secrets, what they hold
 * state/                              what Caravan knows
 * </pre>
 */
public final class DemoFolder {

    private static final String DAY = "day";

    /** The example uses the schemas of the folder it is in; a copy of it has its own. */
    private static final String SCHEMAS_OF_EXAMPLE = "$schema=../../../schemas/";
    private static final String SCHEMAS = "$schema=../schemas/";

    private final Path folder;
    private final Path data;

    private DemoFolder(Path folder, Path data) {
        this.folder = folder;
        this.data = data;
    }

    /**
     * Opens the folder, or makes it from the example.
     *
     * @param example the example project, with the company's data in {@code data/}
     * @throws UncheckedIOException     when it cannot be made
     * @throws IllegalArgumentException when there is something else in the folder
     */
    public static DemoFolder open(Path example, Path folder) {
        try {
            if (!Files.exists(folder.resolve("application.properties"))) {
                refuseForeign(folder);
                copy(example, folder);
                ProjectSchemas.write(folder);
            }
            return new DemoFolder(folder.toAbsolutePath().normalize(), example.resolve("data"));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    public Path folder() {
        return folder;
    }

    Path servers() {
        return folder.resolve("servers");
    }

    /** The day the company is on; empty before the first run. */
    public Optional<LocalDate> day() {
        try {
            Path file = folder.resolve(DAY);
            return Files.exists(file) ? Optional.of(LocalDate.parse(Files.readString(file).strip())) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Brings the company to a day: writes its HR file.
     *
     * @throws IllegalArgumentException when the company is past that day already, or its history does not reach it
     */
    public CompanyOnDate moveTo(LocalDate day) {
        day().filter(day::isBefore).ifPresent(reached -> {
            throw new IllegalArgumentException("the company in " + folder + " is on " + reached + " already, and time only moves forward");
        });
        CompanyOnDate company = CompanyOnDate.read(data, day);
        company.writeHrFile(folder.resolve("hr.csv"));
        try {
            Files.writeString(folder.resolve(DAY), day + "\n");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return company;
    }

    /**
     * Deletes a demonstration, so that the next one starts from nothing.
     *
     * @throws IllegalArgumentException when the folder is not a demonstration's
     */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            if (!Files.exists(folder.resolve(DAY))) {
                refuseForeign(folder);
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        } catch (IOException undeletable) {
            throw new UncheckedIOException(undeletable);
        }
    }

    private static void refuseForeign(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException(folder + " holds something that is not a demonstration");
            }
        }
    }

    /** Settings last: they tell that the copy is complete. */
    private static void copy(Path example, Path folder) throws IOException {
        for (String part : List.of("mappings", "groups", "assignments", "crm-db.sql", "application.properties")) {
            try (Stream<Path> files = Files.walk(example.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = folder.resolve(example.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.writeString(target, Files.readString(file).replace(SCHEMAS_OF_EXAMPLE, SCHEMAS));
                }
            }
        }
    }
}
