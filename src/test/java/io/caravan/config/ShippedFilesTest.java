package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What lies in {@code connectors/} and {@code examples/} is itself without a mistake. */
class ShippedFilesTest {

    private static final Path CONNECTORS = Path.of("connectors");

    static Stream<Path> connectors() throws IOException {
        return files(CONNECTORS, ConnectorsReader.ENDING).stream();
    }

    static Stream<Path> examples() throws IOException {
        return files(Path.of("examples"), "").stream().filter(folder -> Files.exists(folder.resolve("application.properties")));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void theConnectorIsWithoutMistake(Path connector) {
        Problems problems = new Problems();
        ProjectFiles files = new ProjectFiles(Path.of("."), problems);
        Map<String, Optional<ConnectorsReader.Connector>> read = ConnectorsReader.read(List.of(CONNECTORS), name -> true, files, problems).read();
        String name = connector.getFileName().toString().replace(ConnectorsReader.ENDING, "");

        List<Problem> own = problems.inOrder().stream().filter(problem -> problem.position().file().equals("connectors/" + name + ConnectorsReader.ENDING)).toList();
        assertThat(own).isEmpty();
        assertThat(read.get(name)).isPresent();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleProjectIsWithoutMistakeAndItsExamplesPass(Path folder) {
        ProjectReading reading = ProjectReader.read(folder, CONNECTORS);

        assertThat(new ProblemText(reading.texts(), false).render(reading.problems())).isEmpty();
        Project project = reading.project().orElseThrow();
        assertThat(project.jobs()).isNotEmpty().allSatisfy(job ->
                assertThat(MappingExamples.run(project, job, Instant.EPOCH)).allMatch(ExampleResult::passed));
    }
}
