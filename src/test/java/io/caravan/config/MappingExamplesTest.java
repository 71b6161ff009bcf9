package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingExamplesTest {

    @TempDir
    Path folder;

    @Test
    void theExamplesOfTheFormatsPagePass() {
        assertThat(run(ProjectReaderTest.MAPPING)).hasSize(2).allMatch(ExampleResult::passed);
    }

    @Test
    void aFailedExampleSaysWhichAttributeCameOutHow() {
        List<ExampleResult> results = run(ProjectReaderTest.MAPPING.replace("uid: zli, cn: Zoë Li", "uid: zoe, cn: Zoë Li"));

        assertThat(results.get(0).passed()).isFalse();
        assertThat(results.get(0).differences()).containsExactly(new ExampleResult.Difference("uid", "\"zoe\"", "\"zli\""));
        assertThat(results.get(0).position()).hasToString("mappings/corp-ldap.yaml:34:11");
    }

    @Test
    void anExampleThatIsOutOfScopeSaysWhichClauseDecided() {
        List<ExampleResult> results = run(ProjectReaderTest.MAPPING.replace("workerId: E7, employeeType: employee", "workerId: E7, employeeType: intern"));

        assertThat(results.get(0).reason().orElseThrow()).startsWith("out of scope: ").contains("employeeType");
    }

    private List<ExampleResult> run(String mapping) {
        Project project = new TestProject(folder).write("mappings/corp-ldap.yaml", mapping).read().project().orElseThrow();
        return MappingExamples.run(project, project.job("corp-ldap").orElseThrow(), Instant.parse("2026-01-01T00:00:00Z"));
    }
}
