package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} says of routes, before anything runs. */
class RouteCheckTest {

    @TempDir
    private Path folder;
    private SmallCompany company;

    @BeforeEach
    void project() throws IOException {
        company = new SmallCompany(folder);
        Files.createDirectories(folder.resolve("routes"));
    }

    @AfterEach
    void close() {
        company.close();
    }

    @Test
    void aProjectWithoutRoutesOfItsOwnHasNothingWrong() {
        assertThat(problems()).isEmpty();
    }

    @Test
    void anUnknownStepIsNamedWithItsPlace() throws IOException {
        mine("""
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - setBodyy:
                            simple: x
                """);
        assertThat(problems()).singleElement().asString().startsWith("routes/mine.camel.yaml:5:11 error RTE001: Camel cannot read this")
                .contains("setBodyy");
    }

    @Test
    void textThatIsNoYamlIsNamedWithItsPlace() throws IOException {
        mine("- route:\n    id: x\n   from: y\n");
        assertThat(problems()).singleElement().asString().startsWith("routes/mine.camel.yaml:3:4 error RTE001");
    }

    @Test
    void aStepInOneLineIsNamedWithItsOwnLine() throws IOException {
        mine("""
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - log: {message: "one"}
                        - setBody: {constant: two}
                        - setBody: {simple: "${body.}${"}
                        - setBody:
                            simple: "${body.}${"
                """);
        assertThat(problems()).hasSize(2).anySatisfy(problem -> assertThat(problem.toString()).startsWith("routes/mine.camel.yaml:7"))
                .anySatisfy(problem -> assertThat(problem.toString()).startsWith("routes/mine.camel.yaml:8"));
    }

    @Test
    void aFileWithoutRoutesIsAnError() throws IOException {
        mine("route:\n  from: direct:x\n");
        assertThat(problems()).singleElement().asString().contains("RTE001: the file holds no route");
    }

    @Test
    void addressesThatNobodyListensToAreErrorsWithTheNearest() throws IOException {
        mine("""
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - to: caravan:delivr
                        - choice:
                            when:
                              - simple: "${body} == 1"
                                steps:
                                  - to: nosuch:thing
                        - to: direct:cycel
                        - to: direct:dispatch-app
                        - toD: "direct:${body}"
                        - wireTap:
                            uri: seda:job-hr?size=2
                        - to: log:here
                """);
        assertThat(problems()).satisfiesExactly(
                first -> assertThat(first).startsWith("routes/mine.camel.yaml:5 error RTE002: there is no step caravan:delivr; did you mean caravan:deliver?"),
                second -> assertThat(second).startsWith("routes/mine.camel.yaml:10 error RTE002: there is no Camel component \"nosuch\""),
                third -> assertThat(third).startsWith("routes/mine.camel.yaml:11 error RTE002: no route listens to direct:cycel; did you mean direct:cycle?"));
    }

    @Test
    void expressionsThatCannotBeReadAreErrors() throws IOException {
        mine("""
                - route:
                    from:
                      uri: direct:mine
                      steps:
                        - setBody:
                            simple: "${body"
                        - filter:
                            simple: "${body} =="
                            steps:
                              - to: log:here
                """);
        assertThat(problems()).hasSize(2).allMatch(problem -> problem.contains("error RTE003"));
    }

    @Test
    void twoRoutesOfOneNameAreAnError() throws IOException {
        String route = "- route:\n    id: same\n    from:\n      uri: direct:%s\n      steps:\n        - to: log:here\n";
        company.write("routes/a.camel.yaml", route.formatted("a"));
        company.write("routes/b.camel.yaml", route.formatted("b"));
        assertThat(problems()).singleElement().asString().startsWith("routes/b.camel.yaml:1 error RTE001: there is a route \"same\" already, in routes/a.camel.yaml");
    }

    @Test
    void filesThatWouldBeIgnoredAreTold() throws IOException {
        company.write("routes/mine.yaml", "- route: {}\n");
        company.write("routes/old.xml", "<routes/>\n");
        company.write("routes/README.md", "# Routes\n");
        assertThat(problems()).satisfiesExactly(
                first -> assertThat(first).startsWith("routes/mine.yaml warning RTE004"),
                second -> assertThat(second).startsWith("routes/old.xml warning RTE004"));
    }

    @Test
    void whatStandsInAFolderBelowIsNotReadAndTold() throws IOException {
        for (String sub : List.of("routes/team", "mappings/old", "groups/team")) {
            Files.createDirectories(folder.resolve(sub));
        }
        company.write("routes/team/mine.camel.yaml", "- route: {}\n");
        company.write("mappings/old/app.yaml", "job: app2\n");
        company.write("groups/team/sales.yaml", "groups: {}\n");
        assertThat(problems()).hasSize(3).allSatisfy(problem -> assertThat(problem).contains(" warning ", "are not looked into"));
    }

    @Test
    void hiddenFilesBesideRoutesAreLeftAside() throws IOException {
        company.write("routes/._mine.camel.yaml", "\0\u0005\u0016\u0007");
        Files.createSymbolicLink(folder.resolve("routes/.#mine.camel.yaml"), Path.of("ada@host.1"));
        assertThat(problems()).isEmpty();
        assertThat(company.hr("E1,Ada,D1,,").sync("hr", false).getCycle().failure()).isNotPresent();
    }

    @Test
    void aCopyOfAnotherVersionIsTold() throws IOException {
        String shipped = Files.readString(SmallCompany.INSTALLATION.resolve("routes/cycle.camel.yaml"));
        company.write("routes/cycle.camel.yaml", shipped);
        assertThat(problems()).isEmpty();
        company.write("routes/cycle.camel.yaml", shipped.replaceFirst("# Version \\d+\n", ""));
        assertThat(problems()).singleElement().asString().startsWith("routes/cycle.camel.yaml warning RTE005");
        company.write("routes/cycle.camel.yaml", shipped.replaceFirst("# Version \\d+\n", "# Version 999\n"));
        assertThat(problems()).singleElement().asString().contains("copied from version 999 of it");
    }

    @Test
    void routesAreCheckedWhileAMappingHasErrors() throws IOException {
        company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")) + "nosuch: 1\n");
        mine(ROUTE.formatted("direct:dispach-app"));
        assertThat(problems()).satisfiesExactly(
                first -> assertThat(first).startsWith("mappings/app.yaml").contains("there is no key \"nosuch\" here"),
                second -> assertThat(second).contains("no route listens to direct:dispach-app; did you mean direct:dispatch-app?"));
    }

    @Test
    void whoMayListenIsNotGuessedWhereAFileCannotBeRead() throws IOException {
        company.write("routes/other.camel.yaml", "- route:\n    frm: {}\n");
        mine(ROUTE.formatted("direct:in-the-other"));
        assertThat(problems()).singleElement().asString().startsWith("routes/other.camel.yaml");
        company.write("routes/other.camel.yaml", ROUTE.formatted("log:x").replace("id: mine", "id: other"));
        company.write("mappings/app.yaml", "job: app\nfrom: hub\n");
        mine(ROUTE.formatted("direct:dispatch-ap"));
        assertThat(problems()).allSatisfy(problem -> assertThat(problem).startsWith("mappings/app.yaml"));
    }

    private static final String ROUTE = """
            - route:
                id: mine
                from:
                  uri: direct:mine
                  steps:
                    - to: %s
            """;

    private void mine(String routes) throws IOException {
        company.write("routes/mine.camel.yaml", routes);
    }

    private List<String> problems() {
        ProjectReading reading = ProjectReader.read(folder, SmallCompany.INSTALLATION.resolve("connectors"));
        Problems found = new Problems();
        RouteCheck.check(folder, SmallCompany.INSTALLATION, reading.names(), found);
        return reading.with(found).problems().inOrder().stream().map(RouteCheckTest::text).toList();
    }

    private static String text(Problem problem) {
        return problem.position() + " " + problem.severity().word() + " " + problem.code().code() + ": " + problem.message();
    }
}
