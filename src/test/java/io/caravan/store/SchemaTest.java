package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void eachDatabaseHasEveryMigrationUpToTheVersionTheProgramKnows(Dialect dialect) throws Exception {
        TreeSet<Integer> versions = new TreeSet<>();
        for (String folder : new String[] {"common", dialect.folder()}) {
            try (Stream<Path> files = files(folder)) {
                files.forEach(file -> assertThat(versions.add(number(file))).as(file + " is the only one of its number").isTrue());
            }
        }

        assertThat(versions.last()).isEqualTo(Schema.VERSION);
        assertThat(versions).hasSize(Schema.VERSION);
    }

    private static Stream<Path> files(String folder) throws URISyntaxException, IOException {
        return Files.list(Path.of(Schema.class.getResource("/db/migration/" + folder).toURI()));
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*\\.sql", "$1"));
    }
}
