package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole outputs, kept in {@code src/test/resources/golden}; {@code -Dcaravan.golden.write=true} writes them anew, for review. */
public final class Golden {

    private Golden() {
    }

    public static void assertSame(String file, String actual) {
        Path path = Path.of("src/test/resources/golden", file);
        try {
            if (Boolean.getBoolean("caravan.golden.write")) {
                Files.writeString(path, actual);
            }
            assertThat(actual).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
