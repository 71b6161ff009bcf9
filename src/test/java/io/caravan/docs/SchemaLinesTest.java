package io.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.demo.DemoFolder;
import io.caravan.operations.EditorSchemas;
import io.caravan.operations.NewConnector;
import io.caravan.operations.ProjectFolder;
import io.caravan.operations.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first line of a file, by which editors complete and check it, names a schema that is there: in every project that is made as the pages say. */
class SchemaLinesTest {

    private static final Pattern LINE = Pattern.compile("# yaml-language-server: \\$schema=([^\\s`]+)");

    @TempDir
    private Path folder;

    private ProjectFolder project;

    @BeforeEach
    void aFreshProject() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "");
        project = new ProjectFolder(folder, Optional.empty());
    }

    @Test
    void aDemonstrationHasWhatItsMappingsName() throws IOException {
        Path demo = DemoFolder.open(Path.of("examples/employees"), folder.resolve("demo")).folder();
        assertThat(followed(demo)).hasSize(8);
    }

    @Test
    void aNewConnectorIsCheckedByItsEditor() throws IOException {
        NewConnector.write(project, "my-app");
        assertThat(followed(folder)).containsExactly("connector.schema.json");
    }

    @Test
    void whatThePagesShowIsCompletedInAProjectThatHasTheSchemas() throws IOException {
        assertThat(EditorSchemas.write(project, false).files()).hasSize(6);
        int shown = 0;
        for (MarkdownPage page : MarkdownPage.below(Path.of("README.md"), Path.of("docs"))) {
            Matcher line = LINE.matcher(Files.readString(page.path()));
            while (line.find()) {
                String kind = line.group(1).contains("connector") ? "connectors" : "mappings";
                Files.writeString(Files.createDirectories(folder.resolve(kind)).resolve("shown-" + shown++ + ".yaml"), line.group() + "\n");
            }
        }
        assertThat(followed(folder)).hasSize(shown).hasSizeGreaterThan(2);
    }

    @Test
    void whatComesWithCaravanNamesItsSchemas() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("examples"))) {
            long named = files.filter(file -> file.toString().endsWith(".yaml") && Set.of("mappings", "groups", "assignments").contains(file.getParent().getFileName().toString())).count();
            assertThat(followed(Path.of("examples"))).hasSize((int) named).hasSizeGreaterThan(10);
        }
        assertThat(followed(Path.of("bench/mappings"))).isNotEmpty();
    }

    @Test
    void schemasOfAnotherVersionAreReplacedAndRightOnesAreLeft() throws IOException {
        EditorSchemas.write(project, false);
        assertThat(EditorSchemas.write(project, false).files()).isEmpty();
        Path old = Files.writeString(folder.resolve("schemas/mapping.schema.json"), "{}");
        assertThat(EditorSchemas.write(project, false).files()).containsExactly(old.toString());
        assertThat(old).hasSameTextualContentAs(Path.of("schemas/mapping.schema.json"));
    }

    @Test
    void aFolderThatIsNoProjectIsLeftAlone() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        assertThatThrownBy(() -> EditorSchemas.write(new ProjectFolder(elsewhere, Optional.empty()), false)).isInstanceOf(Refusal.class)
                .hasMessageContaining("application.properties");
        assertThat(elsewhere).isEmptyDirectory();
    }

    /** Follows every such line below a folder; gives the names of the schemas. */
    private static List<String> followed(Path below) throws IOException {
        List<String> schemas = new ArrayList<>();
        try (Stream<Path> files = Files.walk(below)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
                Matcher line = LINE.matcher(Files.readString(file));
                if (line.find()) {
                    Path schema = file.resolveSibling(line.group(1)).normalize();
                    assertThat(schema).as("what " + file + " names").isRegularFile();
                    assertThat(new ObjectMapper().readTree(schema.toFile()).path("$schema").asText()).startsWith("http://json-schema.org/draft-07");
                    schemas.add(schema.getFileName().toString());
                }
            }
        }
        return schemas;
    }
}
