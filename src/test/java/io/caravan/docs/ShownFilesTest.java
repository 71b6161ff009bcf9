package io.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.MappingExamples;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings and mappings that pages show are without a mistake, block by block, and the examples in them hold. */
class ShownFilesTest {

    /** Pages that show parts of other files, and who looks after those. */
    private static final Map<String, String> OTHERS = Map.of(
            "run-with-camel-jbang.md", "parts of Camel routes, run by CamelJBangTest",
            "build-into-the-flow.md", "parts of Camel routes, run by BuildIntoTheFlowTest and ThroughKafkaTest",
            "act-on-events.md", "routes, run by EventsTest",
            "be-told.md", "settings of a mail server and a route, run by AlertsTest",
            "groups-by-rule.md", "rules, read by GroupRulesTest");
    private static final Set<String> MADE_FROM_THE_PROGRAM = Set.of("connector-file.md", "common-file.md", "group-file.md", "assignment-file.md", "mapping-file.md", "settings.md", "routes.md");

    @TempDir
    private Path folder;

    static Stream<MarkdownPage> pages() {
        return MarkdownPage.below(Path.of("README.md"), Path.of("docs")).stream()
                .filter(page -> !OTHERS.containsKey(page.path().getFileName().toString()) && !MADE_FROM_THE_PROGRAM.contains(page.path().getFileName().toString()))
                .filter(page -> page.blocks().stream().anyMatch(block -> List.of("yaml", "properties").contains(block.language())));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void areWithoutMistake(MarkdownPage page) {
        ShownProject project = new ShownProject(folder);
        List<String> mistakes = new ArrayList<>();
        for (MarkdownPage.Block block : page.blocks()) {
            boolean ready = project.take(block) && project.files().contains("application.properties");
            if (ready) {
                ProjectReading reading = ProjectReader.read(folder, Path.of("connectors"));
                reading.problems().inOrder().forEach(problem -> mistakes.add(page + ":" + block.line() + " " + problem));
            }
        }
        assertThat(mistakes).isEmpty();
        examplesHold(ProjectReader.read(folder, Path.of("connectors")).project().orElseThrow());
    }

    private static void examplesHold(Project project) {
        assertThat(project.jobs().flatMap(job -> MappingExamples.run(project, job, Instant.parse("2026-11-01T08:00:00Z")).stream())
                .filter(example -> !example.passed()).map(Object::toString)).isEmpty();
    }
}
