package io.caravan.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The JSON Schemas in a project's own folder, where the first line of a mapping and of a connector says that editors find them. */
public final class ProjectSchemas {

    private static final String FOLDER = "schemas";

    private ProjectSchemas() {
    }

    /**
     * Brings them to this version.
     *
     * @return what was written; nothing where they are right already
     */
    public static List<Path> write(Path project) {
        List<Path> written = new ArrayList<>();
        try {
            Files.createDirectories(project.resolve(FOLDER));
            for (SchemaFile schema : SchemaFile.values()) {
                Path file = project.resolve(FOLDER).resolve(schema.file());
                byte[] wanted = bytes(schema);
                if (!Files.isRegularFile(file) || !Arrays.equals(Files.readAllBytes(file), wanted)) {
                    written.add(Files.write(file, wanted));
                }
            }
            return written;
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static byte[] bytes(SchemaFile schema) throws IOException {
        try (InputStream in = schema.open()) {
            return in.readAllBytes();
        }
    }
}
