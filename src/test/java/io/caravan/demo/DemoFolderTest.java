package io.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    private static final Path EXAMPLE = Path.of("examples/employees");

    @TempDir
    private Path somewhere;

    @Test
    void isAWholeProjectThatNamesItsOwnSchemas() throws IOException {
        DemoFolder demo = DemoFolder.open(EXAMPLE, somewhere.resolve("demo"));

        assertThat(demo.folder().resolve("application.properties")).hasSameTextualContentAs(EXAMPLE.resolve("application.properties"));
        assertThat(demo.folder().resolve("mappings/hr.yaml")).hasContent(Files.readString(EXAMPLE.resolve("mappings/hr.yaml"))
                .replace("$schema=../../../schemas/", "$schema=../schemas/"));
        assertThat(demo.day()).isEmpty();
    }

    @Test
    void keepsWhatSomebodyEdited() throws IOException {
        DemoFolder first = DemoFolder.open(EXAMPLE, somewhere.resolve("demo"));
        Files.writeString(first.folder().resolve("mappings/hr.yaml"), "# mine");

        DemoFolder second = DemoFolder.open(EXAMPLE, somewhere.resolve("demo"));

        assertThat(second.folder().resolve("mappings/hr.yaml")).hasContent("# mine");
    }

    @Test
    void remembersTheDayAndOnlyMovesForward() {
        Path folder = somewhere.resolve("demo");
        DemoFolder.open(EXAMPLE, folder).moveTo(LocalDate.of(2000, 1, 1));
        DemoFolder demo = DemoFolder.open(EXAMPLE, folder);

        assertThat(demo.day()).contains(LocalDate.of(2000, 1, 1));
        assertThat(demo.moveTo(LocalDate.of(2001, 1, 1)).employed()).isEqualTo(8421);
        assertThat(demo.folder().resolve("hr.csv")).isNotEmptyFile();
        assertThatIllegalArgumentException().isThrownBy(() -> demo.moveTo(LocalDate.of(2000, 6, 1)))
                .withMessageContaining("is on 2001-01-01 already, and time only moves forward");
    }

    @Test
    void neverTouchesAFolderThatIsSomethingElse() throws IOException {
        Path precious = Files.writeString(somewhere.resolve("thesis.txt"), "years of work");

        assertThatIllegalArgumentException().isThrownBy(() -> DemoFolder.open(EXAMPLE, somewhere));
        assertThatIllegalArgumentException().isThrownBy(() -> DemoFolder.delete(somewhere));
        assertThat(precious).hasContent("years of work");
    }

    @Test
    void startsFromNothingAfterItWasDeleted() {
        Path folder = somewhere.resolve("demo");
        DemoFolder.open(EXAMPLE, folder).moveTo(LocalDate.of(2001, 1, 1));

        DemoFolder.delete(folder);

        assertThat(folder).doesNotExist();
        assertThat(DemoFolder.open(EXAMPLE, folder).day()).isEmpty();
    }
}
