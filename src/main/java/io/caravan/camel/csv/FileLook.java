package io.caravan.camel.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * How a file looks from outside; two looks that differ are two states of it, or two files of one name.
 *
 * @param size in bytes
 * @param key  what the file system knows it by
 */
record FileLook(FileTime modified, long size, String key) {

    static FileLook at(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileLook(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    }

    /** The same in one word, to be compared later, perhaps by another program. */
    String stamp() {
        return modified.toMillis() + "-" + size;
    }
}
