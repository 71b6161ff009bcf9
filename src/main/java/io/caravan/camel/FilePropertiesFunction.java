package io.caravan.camel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{file:/run/secrets/ldap}}}: the text of a file, without the line break at its end. Camel itself has none. */
final class FilePropertiesFunction implements PropertiesFunction {

    private final Path folder;

    /** @param folder what relative paths are relative to */
    FilePropertiesFunction(Path folder) {
        this.folder = folder;
    }

    @Override
    public String getName() {
        return "file";
    }

    @Override
    public String apply(String path) {
        try {
            String text = Files.readString(folder.resolve(path));
            return text.endsWith("\r\n") ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the file " + path + " cannot be read", unreadable);
        }
    }
}
