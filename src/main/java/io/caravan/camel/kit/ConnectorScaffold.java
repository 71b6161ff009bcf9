package io.caravan.camel.kit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The beginnings of a connector: a Kamelet for a REST API, and its test data, which pass the kit as they are. */
public final class ConnectorScaffold {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final List<String> FILES = List.of(".kamelet.yaml", ".kit.yaml");

    private ConnectorScaffold() {
    }

    /**
     * Writes both files; none if one of them is there already.
     *
     * @return what was written
     * @throws KitException when the name cannot be one, or is taken
     */
    public static List<Path> write(String connector, Path folder) {
        if (!NAME.matcher(connector).matches()) {
            throw new KitException("'" + connector + "' cannot be a connector's name; use lower-case letters, digits and hyphens");
        }
        List<Path> written = new ArrayList<>();
        for (String ending : FILES) {
            Path file = folder.resolve(connector + ending);
            if (Files.exists(file)) {
                throw new KitException(file + " is there already; choose another name, or edit it");
            }
            written.add(file);
        }
        try {
            Files.createDirectories(folder);
            for (int i = 0; i < FILES.size(); i++) {
                Files.writeString(written.get(i), beginnings(FILES.get(i)).replace("NAME", connector));
            }
            return written;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String beginnings(String ending) throws IOException {
        try (InputStream text = ConnectorScaffold.class.getResourceAsStream("new-connector" + ending)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
