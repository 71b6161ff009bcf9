package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.mapping.Job;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mappings/common.yaml}: what several mappings use, written once. */
class CommonFileTest {

    private static final String COMMON = """
            define:
              initial: "${left(${body[workerId]}, 1)}"
              login: "${lowercase(${initial})}x"
              unused: "${body[nobodyHasThis]}"
            tables: {countries: countries.csv}
            """;

    @TempDir
    Path folder;

    @Test
    void aMappingHasWhatItUsesAndWhatThatUses() {
        TestProject project = project(COMMON, "  name: \"${login}\"\n  country: \"${lookup('countries', ${body[country]})}\"\n");
        assertThat(problems(project)).isEmpty();
        assertThat(job(project).mapping().defines()).containsOnlyKeys("login", "initial");
        assertThat(job(project).mapping().tables()).containsOnlyKeys("countries");
        assertThat(project.read().project().orElseThrow().jobs()).extracting(Job::name).containsExactly("hr");
    }

    @Test
    void itCountsForTheMappingsThatUseIt() {
        TestProject project = project(COMMON, "  name: \"${login}\"\n");
        String before = job(project).fingerprint();
        project.write("mappings/common.yaml", COMMON.replace("nobodyHasThis", "other"));
        assertThat(job(project).fingerprint()).isEqualTo(before);
        project.write("mappings/common.yaml", COMMON.replace("}, 1)", "}, 2)"));
        assertThat(job(project).fingerprint()).as("a define that a used define uses").isNotEqualTo(before);
    }

    @Test
    void theMatchRulesUseItToo() {
        TestProject project = project(COMMON, "  name: \"${body[workerId]}\"\nmatch: [{hub: name, value: \"${login}\"}]\n");
        assertThat(problems(project)).isEmpty();
        assertThat(job(project).mapping().defines()).containsOnlyKeys("login", "initial");
    }

    @Test
    void mistakesAreToldOnceWithTheirPlaceAndWhoUsesThem() {
        TestProject project = project("""
                define:
                  login: "${lowercase(${body[wokerId]})}"
                  broken: "${lowercase(}"
                  unknown: "${nothing}"
                loign: x
                """, "  name: \"${login}\"\n  again: \"${broken}\"\n");
        assertThat(problems(project)).satisfiesExactlyInAnyOrder(
                each -> assertThat(each).startsWith("mappings/common.yaml:2:").contains("wokerId").endsWith("(used by mappings/hr.yaml)"),
                each -> assertThat(each).startsWith("mappings/common.yaml:3:"),
                each -> assertThat(each).startsWith("mappings/common.yaml:4:").contains("nothing"),
                each -> assertThat(each).startsWith("mappings/common.yaml:5:").contains("loign"));
    }

    @Test
    void aCircleThroughItIsFound() {
        assertThat(problems(project("define: {a: \"${b}\", b: \"${a}\"}\n", "  name: \"${a}\"\n"))).singleElement()
                .satisfies(each -> assertThat(each).startsWith("mappings/common.yaml:1:").contains("\"a\" depends on itself: a uses b uses a"));
    }

    @Test
    void oneNameIsOneThing() {
        assertThat(problems(project("define: {login: \"${body[workerId]}\"}\ntables: {countries: countries.csv}\n",
                "  name: \"${login}\"\ndefine: {login: \"${body[email]}\"}\ntables: {countries: countries.csv}\n"))).satisfiesExactly(
                each -> assertThat(each).contains("\"login\" is also defined in mappings/common.yaml"),
                each -> assertThat(each).contains("\"countries\" is also a table of mappings/common.yaml"));
        assertThat(problems(project("define: {name: \"${body[workerId]}\"}\n", "  name: \"${name}\"\n"))).anySatisfy(
                each -> assertThat(each).contains("\"name\" is also defined in mappings/common.yaml, so ${name} could mean either"));
        assertThat(problems(project("define: {name: \"${body[workerId]}\"}\n", "  name: x\n"))).as("nobody uses the define").isEmpty();
    }

    @Test
    void aFileThatCannotBeReadIsOneMistake() {
        assertThat(problems(project("define: [\n", "  name: \"${login}\"\n"))).singleElement()
                .satisfies(each -> assertThat(each).startsWith("mappings/common.yaml:"));
        assertThat(problems(project("define: text\n", "  name: \"${login}\"\n"))).isNotEmpty().allSatisfy(each -> assertThat(each).startsWith("mappings/common.yaml:"));
        assertThat(problems(project("job: common\nfrom: hub\n", "  name: \"${login}\"\n"))).singleElement()
                .satisfies(each -> assertThat(each).startsWith("mappings/common.yaml:1:").contains("what mappings share, and no job"));
    }

    private TestProject project(String common, String more) {
        return new TestProject(folder).write("mappings/countries.csv", "DE,Germany\n").write("mappings/common.yaml", common)
                .write("mappings/hr.yaml", """
                        job: hr
                        from: {system: hr, object: person, attributes: [workerId, email, country]}
                        to: hub
                        attributes:
                        """ + more);
    }

    private static List<String> problems(TestProject project) {
        return project.read().problems().inOrder().stream().map(problem -> problem.position() + " " + problem.message()).toList();
    }

    private static Job job(TestProject project) {
        return project.read().project().orElseThrow().job("hr").orElseThrow();
    }
}
