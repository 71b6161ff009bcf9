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
        List<String> texts = new ArrayList<>();
        for (String ending : FILES) {
            try {
                texts.add(beginnings(ending).replace("NAME", connector));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return write(connector, folder, texts.get(0), texts.get(1));
    }

    /** The same with texts of one's own: the connector's file and its kit file. */
    public static List<Path> write(String connector, Path folder, String kamelet, String kit) {
        List<Path> files = free(connector, folder);
        try {
            Files.createDirectories(folder);
            Files.writeString(files.get(0), kamelet);
            Files.writeString(files.get(1), kit);
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * The files of a connector that is not there yet.
     *
     * @throws KitException when the name cannot be one, or is taken
     */
    public static List<Path> free(String connector, Path folder) {
        if (!NAME.matcher(connector).matches()) {
            throw new KitException("'" + connector + "' cannot be a connector's name; use lower-case letters, digits and hyphens");
        }
        List<Path> files = FILES.stream().map(ending -> folder.resolve(connector + ending)).toList();
        files.stream().filter(Files::exists).findFirst().ifPresent(file -> {
            throw new KitException(file + " is there already; choose another name, or edit it");
        });
        return files;
    }

    private static String beginnings(String ending) throws IOException {
        try (InputStream text = ConnectorScaffold.class.getResourceAsStream("new-connector" + ending)) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
