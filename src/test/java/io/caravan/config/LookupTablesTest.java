package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.mapping.Job;
import io.caravan.mapping.LookupTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupTablesTest {

    private static final String MAPPING = TestProject.INBOUND
            + "  country: \"${lookup('countries', ${body[country]})}\"\ntables: {countries: countries.csv}\n";

    @TempDir
    Path folder;

    @Test
    void aTableIsReadFromCsvOrYaml() {
        TestProject project = project("DE,Germany\n\"AT\",\"Austria, Republic of\"\n007,Secret\n");
        assertThat(table(project).find("AT")).contains("Austria, Republic of");
        assertThat(table(project).find("007")).contains("Secret");

        project.write("mappings/countries.yaml", "DE: Germany\nXX: [a, b]\n007: x\n")
                .write("mappings/hr.yaml", MAPPING.replace("countries.csv", "countries.yaml"));
        assertThat(project.problems()).as("a table is no mapping").isEmpty();
        assertThat(table(project).find("DE")).contains("Germany");
        assertThat(table(project).find("007")).contains("x");
    }

    @Test
    void wrongRowsAreReportedWithTheirLines() {
        assertThat(project("DE,Germany\nAT\nDE,Deutschland\nFR,France,Paris\n").read().problems().inOrder())
                .extracting(problem -> problem.position() + " " + problem.message()).containsExactly(
                        "mappings/countries.csv:2 this row has 1 columns",
                        "mappings/countries.csv:3 the key \"DE\" stands twice",
                        "mappings/countries.csv:4 this row has 3 columns");
    }

    @Test
    void theFingerprintChangesWithTheMeaningAndWithNothingElse() {
        TestProject project = project("DE,Germany\n");
        String before = job(project).fingerprint();

        project.write("mappings/hr.yaml", "# a comment\n" + MAPPING + "description: Something else\nschedule: {every: 1h}\n");
        assertThat(job(project).fingerprint()).isEqualTo(before);
        project.write("mappings/countries.csv", "DE,Deutschland\n");
        assertThat(job(project).fingerprint()).isNotEqualTo(before);
        project.write("mappings/countries.csv", "DE,Germany\n").write("mappings/hr.yaml", MAPPING.replace("${body[phone]}", "${body[mobile]}"));
        assertThat(job(project).fingerprint()).isNotEqualTo(before);
    }

    private TestProject project(String table) {
        return new TestProject(folder).write("mappings/countries.csv", table).write("mappings/hr.yaml", MAPPING);
    }

    private static Job job(TestProject project) {
        return project.read().project().orElseThrow().job("hr").orElseThrow();
    }

    private static LookupTable table(TestProject project) {
        return job(project).mapping().tables().get("countries");
    }
}
