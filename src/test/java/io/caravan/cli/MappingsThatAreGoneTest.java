package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping's file is not in the project any more, or is called otherwise: nobody loses or keeps access quietly by that. */
class MappingsThatAreGoneTest {

    private static final String CONTRACTORS = """
            job: %s
            from: {system: agency, object: record, attributes: [workerId, name, dept]}
            to: hub
            completeness: {maxShrink: 100%%}
            match: [{hub: workerId, value: "${body[workerId]}"}]
            attributes: {workerId: "${body[workerId]}", name: "${body[name]}", dept: "${body[dept]}"}
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    /** Ada is employed; Cyd and Dee are contractors; Cyd's telephone is known, too. */
    @BeforeEach
    void employeesAndContractors() throws IOException {
        shell = new CompanyShell(folder);
        shell.at(Clock.fixed(Instant.parse("2026-11-20T12:00:00Z"), ZoneOffset.UTC));
        csvSource("agency", "workerId");
        csvSource("phones", "workerId");
        write("mappings/contractors.yaml", CONTRACTORS.formatted("contractors"));
        write("mappings/phones.yaml", """
                job: phones
                from: {system: phones, object: record, attributes: [workerId, phone, urgent]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {phone: "${body[phone]}", urgent: "${body[urgent]}"}
                """);
        shell.company().hr("E1,Ada,D1,,");
        write("agency.csv", "workerId,name,dept\nC1,Cyd,D1\nC2,Dee,D1\n");
        write("phones.csv", "workerId,phone,urgent\nC1,1,false\n");
        run("sync");
        assertThat(open()).containsExactly("C1", "C2", "E1");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void csvSource(String name, String key) throws IOException {
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + """
                caravan.systems.%1$s.connector = csv-source
                caravan.systems.%1$s.file = %1$s.csv
                caravan.systems.%1$s.key = %2$s
                caravan.systems.%1$s.quietSeconds = 0
                """.formatted(name, key));
    }

    private void write(String file, String text) throws IOException {
        shell.company().write(file, text);
    }

    private void run(String... words) {
        ends(0, words);
    }

    private void ends(int exit, String... words) {
        assertThat(shell.run(words)).as(shell.out() + shell.err()).isEqualTo(exit);
    }

    private List<String> open() {
        return shell.company().rows("select worker from users where active = 'yes' order by worker");
    }

    private void gone(String mapping) throws IOException {
        Files.delete(folder.resolve("mappings/" + mapping));
    }

    /** What status says of those who depend on it. */
    private List<String> told(String job) {
        int exit = shell.run("status");
        List<String> lines = shell.out().lines().filter(line -> line.contains("Left behind in " + job) && line.contains("job-gone")).map(String::strip).toList();
        assertThat(exit).as(shell.out() + shell.err()).isEqualTo(lines.isEmpty() ? 0 : 4);
        return lines;
    }

    @Test
    void anUrgentTerminationClosesWhoeverSaysIt() throws IOException {
        gone("contractors.yaml");
        write("phones.csv", "workerId,phone,urgent\nC1,2,false\n");
        ends(4, "sync");
        assertThat(open()).containsExactly("C1", "C2", "E1");
        assertThat(told("contractors")).singleElement().asString().contains("2");

        write("phones.csv", "workerId,phone,urgent\nC1,2,true\n");
        ends(4, "sync");
        assertThat(open()).containsExactly("C2", "E1");
    }

    @Test
    void whoLeavesInTheMomentInWhichItIsRenamedIsTold() throws IOException {
        gone("contractors.yaml");
        write("mappings/agency.yaml", CONTRACTORS.formatted("agency"));
        write("agency.csv", "workerId,name,dept\nC1,Cyd,D1\n");
        ends(4, "sync");

        assertThat(open()).containsExactly("C1", "C2", "E1");
        assertThat(told("contractors")).singleElement().asString().contains("1");
        run("job", "forget", "contractors", "--why", "it is called agency");
        run("sync");
        assertThat(open()).containsExactly("C1", "E1");
    }

    @Test
    void whoIsGoneFromTheJobThatTookItsPlaceHasLeft() throws IOException {
        gone("contractors.yaml");
        write("mappings/agency.yaml", CONTRACTORS.formatted("agency"));
        run("sync");
        assertThat(told("contractors")).isEmpty();
        write("agency.csv", "workerId,name,dept\nC1,Cyd,D1\n");
        run("sync");
        assertThat(open()).containsExactly("C1", "E1");
        assertThat(told("contractors")).isEmpty();
    }

    @Test
    void whatItSaidEndsByAScopeWithNobodyInIt() throws IOException {
        gone("contractors.yaml");
        ends(4, "sync");
        write("mappings/contractors.yaml", CONTRACTORS.formatted("contractors") + "scope: {include: \"'a' == 'b'\"}\n");
        run("sync");
        assertThat(open()).containsExactly("E1");
        gone("contractors.yaml");
        run("sync");
        assertThat(told("contractors")).isEmpty();
        write("phones.csv", "workerId,phone,urgent\nC1,3,false\n");
        run("sync");
        assertThat(open()).as("nobody comes back by that").containsExactly("E1");
    }

    @Test
    void accountsAreGivenUpByAScopeWithNobodyInIt() throws IOException {
        String app = Files.readString(folder.resolve("mappings/app.yaml"));
        write("mappings/app.yaml", app + "scope: {include: \"'a' == 'b'\", onExit: keep}\n");
        run("sync");
        gone("app.yaml");
        assertThat(told("app")).isEmpty();
        assertThat(open()).containsExactly("C1", "C2", "E1");
    }

    @Test
    void membershipsThatAJobSaidWhichIsGoneAreTold() throws IOException {
        csvSource("teams", "name");
        csvSource("pairs", "team, person");
        write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name]}
                to: {hub: group}
                attributes: {name: "${body[name]}"}
                """);
        write("mappings/pairs.yaml", """
                job: pairs
                from: {system: pairs, object: record, attributes: [team, person]}
                to: {hub: membership}
                attributes:
                  group: {reference: "${body[team]}"}
                  member: {reference: {by: workerId, value: "${body[person]}"}}
                """);
        write("teams.csv", "name\nsales\n");
        write("pairs.csv", "team,person\nsales,E1\nsales,C1\n");
        run("sync");
        assertThat(told("pairs")).isEmpty();

        gone("pairs.yaml");
        assertThat(told("pairs")).singleElement().asString().contains("2");
    }
}
