package io.caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.ExampleResult;
import io.caravan.config.MappingExamples;
import io.caravan.config.ProblemText;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example everybody copies from. */
class EmployeesProjectTest {

    private final ProjectReading reading = ProjectReader.read(Path.of("examples/employees"), Path.of("connectors"));

    @Test
    void hasNoMistakes() {
        assertThat(new ProblemText(reading.texts(), false).render(reading.problems())).isEmpty();
    }

    @Test
    void everyMappingHasExamplesAndTheyHold() {
        Project project = reading.project().orElseThrow();

        assertThat(project.jobs()).isNotEmpty().allSatisfy(job -> {
            List<ExampleResult> results = MappingExamples.run(project, job, Instant.parse("2002-08-01T12:00:00Z"));
            assertThat(results).isNotEmpty().allMatch(ExampleResult::passed);
        });
    }

    @Test
    void holdsNoSecret() {
        assertThat(reading.project().orElseThrow().systems().values()).allSatisfy(system -> system.settings().forEach((name, value) -> {
            if (name.toLowerCase(java.util.Locale.ROOT).matches(".*(password|token|secret).*")) {
                assertThat(value).startsWith("{{");
            }
        }));
    }
}
