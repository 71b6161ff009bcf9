package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** The project's own route files: which of the files in its {@code routes/} folder they are. What they say is Camel's to read. */
public final class RouteFiles {

    /** How the name of a route file ends. */
    public static final String ENDING = ".camel.yaml";
    /** What looks like routes to Camel, or to whoever wrote it, under another name. */
    private static final Set<String> LOOKS_LIKE_ROUTES = Set.of("yaml", "yml", "xml", "java", "groovy", "kts", "js", "jsh");

    private RouteFiles() {
    }

    /** Remembers their texts, and warns of files that would be ignored. */
    static void read(Path folder, ProjectFiles files, Problems problems) {
        for (Path file : files.in(folder, "")) {
            String name = file.getFileName().toString();
            if (name.endsWith(ENDING)) {
                files.read(file);
            } else if (LOOKS_LIKE_ROUTES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))) {
                problems.add(Problem.warning(ProblemCode.ROUTE_FILE_IGNORED, Position.ofFile(files.name(file)),
                        "the file is not loaded: only files called NAME" + ENDING + " are routes",
                        "write the routes in Camel's YAML and call the file NAME" + ENDING + ", or move it elsewhere"));
            }
        }
        files.below(folder, ENDING).forEach(file -> problems.add(Problem.warning(ProblemCode.ROUTE_FILE_IGNORED,
                Position.ofFile(files.name(file)), "the file is not loaded: folders in routes/ are not looked into", "move it into routes/ itself")));
    }

    /** Whether it is one of routes; editors and file systems keep hidden ones beside them. */
    public static boolean is(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
