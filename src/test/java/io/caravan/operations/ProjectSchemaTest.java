package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Editors offer the names of the project's own systems, and refuse none that they have. */
class ProjectSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;
    private Path project;
    private ProjectFolder place;

    @BeforeEach
    void aProjectOfTwoFiles() throws IOException {
        project = folder.resolve("project");
        place = new ProjectFolder(project, Optional.of(Path.of("").toAbsolutePath()));
        Files.writeString(folder.resolve("people.csv"), "workerId,givenName,familyName,status\nE1,Ada,Lovelace,active\nE2,Grace,Hopper,active\n");
        Files.writeString(folder.resolve("phones.csv"), "workerId,tel\nE1,1\nE2,2\n");
        NewProject.write(place, folder, new NewProject.Wishes(List.of("people.csv", "phones.csv"), List.of(), Map.of(), false, Questions.NOBODY), Clock.systemUTC());
    }

    private String schema() throws IOException {
        return Files.readString(project.resolve(ProjectSchema.FILE));
    }

    private void add(String... settings) throws IOException {
        Files.writeString(project.resolve("application.properties"), Files.readString(project.resolve("application.properties")) + String.join("\n", settings) + "\n");
    }

    @Test
    void whatIsProposedIsRightByTheSchemaThatItNames() throws IOException {
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(project.resolve(ProjectSchema.FILE).toUri());
        for (String name : List.of("people", "phones")) {
            String text = Files.readString(project.resolve("mappings/" + name + ".yaml"));
            assertThat(text).startsWith("# yaml-language-server: $schema=../schemas/project.schema.json\n");
            JsonNode mapping = JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
            assertThat(schema.validate(mapping)).as(name).isEmpty();
            ((com.fasterxml.jackson.databind.node.ObjectNode) mapping).put("jbo", "x");
            assertThat(schema.validate(mapping)).as("what no mapping has is refused all the same").isNotEmpty();
        }
    }

    @Test
    void theNamesOfSystemsAndOfTheHubAreInItAndNoValues() throws IOException {
        assertThat(schema()).contains("\"people\"", "\"tel\"", "\"familyName\"", "\"startDate\"").doesNotContain("Lovelace", "people.csv");
    }

    @Test
    void aSystemThatIsNewMakesItStaleUntilItIsMadeAnew() throws IOException {
        assertThat(CheckReport.of(place).problems()).isEmpty();
        add("caravan.systems.more.connector = csv-source", "caravan.systems.more.file = ../phones.csv", "caravan.systems.more.key = workerId");
        assertThat(CheckReport.of(place).problems()).singleElement().satisfies(problem -> assertThat(problem.get("message").toString()).contains("more"));
        assertThat(CheckReport.of(place).errors()).isZero();
        assertThat(EditorSchemas.write(place, true).files()).containsExactly(project.resolve(ProjectSchema.FILE).toString());
        assertThat(CheckReport.of(place).problems()).isEmpty();
        assertThat(EditorSchemas.write(place, true).files()).isEmpty();
    }

    @Test
    void aSystemThatDoesNotAnswerKeepsWhatIsKnownOfIt() throws IOException {
        String before = schema();
        Files.delete(folder.resolve("phones.csv"));
        EditorSchemas written = EditorSchemas.write(place, true);
        assertThat(written.declared()).containsExactly("phones");
        assertThat(schema()).isEqualTo(before);
        assertThat(EditorSchemas.write(place, false).declared()).containsExactly("people", "phones");
        assertThat(schema()).isEqualTo(before);
    }

    @Test
    void aFileThatSomebodyTorePiecesOffIsMadeAnew() throws IOException {
        String before = schema();
        Files.writeString(project.resolve(ProjectSchema.FILE), before.substring(0, before.length() / 2));
        assertThat(CheckReport.of(place).problems()).hasSize(1);
        assertThat(EditorSchemas.write(place, true).files()).hasSize(1);
        assertThat(schema()).isEqualTo(before);
    }
}
