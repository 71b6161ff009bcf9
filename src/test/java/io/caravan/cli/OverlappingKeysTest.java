package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Employees and contractors come from two systems, which both number their people from 1. */
class OverlappingKeysTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void employeesAndContractors() throws IOException {
        shell = new CompanyShell(folder);
        Path settings = folder.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + """
                caravan.systems.agency.connector = csv-source
                caravan.systems.agency.file = agency.csv
                caravan.systems.agency.key = id
                """);
        source("hr", "record, attributes: [workerId, name, dept, manager, end]", "E-${body[workerId]}", "E-${body[manager]}");
        contractors("C-${body[id]}", "C-${body[boss]}");
        // the first of both files is who would be found by the bare number
        shell.company().hr("1,Ada,R1,,", "2,Grace,R2,1,", "3,Alan,R2,2,");
        Files.writeString(folder.resolve("agency.csv"), "id,name,boss\n1,Zoe,\n2,Yves,1\n");
    }

    private void contractors(String key, String boss) throws IOException {
        shell.company().write("mappings/agency.yaml", """
                job: agency
                from: {system: agency, object: record, attributes: [id, name, boss]}
                to: hub
                match: [{hub: workerId, value: "%1$s"}]
                attributes:
                  workerId: "%1$s"
                  name: "${body[name]}"
                  managerId: "%2$s"
                """.formatted(key, boss));
    }

    private void source(String name, String object, String key, String manager) throws IOException {
        shell.company().write("mappings/" + name + ".yaml", """
                job: hr
                from: {system: hr, object: %s}
                to: hub
                match: [{hub: workerId, value: "%s"}]
                attributes:
                  workerId: "%s"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  managerId: "%s"
                  endDate: "${body[end]}"
                """.formatted(object, key, key, manager));
    }

    private void reference(String reference) throws IOException {
        Path mapping = folder.resolve("mappings/app.yaml");
        Files.writeString(mapping, Files.readString(mapping).replaceFirst("reference: .*", "reference: " + reference.replace("$", "\\$") + "}"));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private List<String> managers() throws SQLException {
        return shell.company().rows("select name || ' <- ' || coalesce(manager, '') from users order by name");
    }

    @Test
    void everybodyHasAManagerOfTheirOwnSystemWhicheverCameFirst() throws Exception {
        assertThat(shell.run("check")).isZero();
        assertThat(shell.run("sync")).isZero();
        assertThat(managers()).containsExactly("Ada <- ", "Alan <- grace", "Grace <- ada", "Yves <- zoe", "Zoe <- ");
    }

    @Test
    void aReferenceFindsPeopleByTheAttributeItNames() throws Exception {
        reference("{by: name, value: \"${iif(${body[name]} == 'Alan', 'ZOE', '')}\"}");
        assertThat(shell.run("sync")).isZero();
        assertThat(managers()).contains("Alan <- zoe", "Grace <- ", "Yves <- ");
    }

    @Test
    void theRawKeyOfASourceIsNobody() throws Exception {
        source("hr", "record", "E-${body[workerId]}", "${body[manager]}");
        shell.run("sync");
        assertThat(managers()).contains("Alan <- ", "Grace <- ");
    }

    @Test
    void ofSeveralPeopleNobodyIsTakenAndAnotherIsAsSoonAsOnlyOneIsMeant() throws Exception {
        source("hr", "record", "E-${body[workerId]}", "${body[manager]}");
        contractors("C-${body[id]}", "${body[boss]}");
        reference("{by: name, value: \"${iif(${body[managerId]} == '1', 'Ada', '')}\"}");
        Files.writeString(folder.resolve("agency.csv"), "id,name,boss\n1,Ada,\n2,Yves,1\n");
        shell.run("plan");
        assertThat(shell.out()).contains("? 2        partly    manager: 2 people have name \"Ada\": 1, hr:1; none of them is taken");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(managers()).contains("Grace <- ", "Yves <- ");
        shell.run("log", "--status", "failure");
        assertThat(shell.out()).contains("app  evaluate  2  manager: 2 people have name");
        assertThat(shell.run("explain", "2")).isZero();
        assertThat(shell.out()).contains("2 people have name \"Ada\": 1, hr:1; none of them is taken");

        Files.writeString(folder.resolve("agency.csv"), "id,name,boss\n1,Zoe,\n2,Yves,1\n");
        assertThat(shell.run("sync")).isZero();
        assertThat(managers()).contains("Grace <- ada2", "Yves <- ada2");
        Files.writeString(folder.resolve("agency.csv"), "id,name,boss\n1,Ada,\n2,Yves,1\n");
        shell.run("sync");
        assertThat(managers()).as("what stood there stays, though nobody can say any more who is meant").contains("Grace <- ada2", "Yves <- ada2");
    }

    @Test
    void whoGetsAnotherNumberIsStillTheManagerOfThoseWhoNameIt() throws Exception {
        reference("{by: name, value: \"${body[managerId]}\"}");
        source("hr", "record", "E-${body[workerId]}", "${body[manager]}");
        shell.company().hr("1,Ada,R1,,", "2,Grace,R2,Augusta,");
        assertThat(shell.run("sync")).isZero();
        assertThat(managers()).contains("Grace <- ");
        shell.company().hr("1,Augusta,R1,,", "2,Grace,R2,Augusta,");
        assertThat(shell.run("sync")).isZero();
        assertThat(managers()).contains("Grace <- ada");
    }

    @Test
    void sourcesThatRecogniseDifferentlyLeaveItOpenWhomAReferenceMeansAndCheckSaysSo() throws Exception {
        Path agency = folder.resolve("mappings/agency.yaml");
        Files.writeString(agency, Files.readString(agency).replaceFirst("match: .*", "match: [{hub: name, value: \"\\${body[name]}\"}]"));
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("MAP025", "agency recognises people by name, hr recognises people by workerId", "mappings/app.yaml:", "write reference: {by: ");
        reference("{by: workerId, value: \"${body[managerId]}\"}");
        assertThat(shell.run("check")).isZero();
    }

    @Test
    void anAttributeNobodyHasIsAMistake() throws Exception {
        reference("{by: workerid, value: \"${body[managerId]}\"}");
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.out()).contains("MAP023", "write workerId");
    }

    @Test
    void keysThatMayBeTheSameAreWarnedOf() throws Exception {
        source("hr", "record", "${body[workerId]}", "${body[manager]}");
        contractors("${trim(${body[id]})}", "${body[boss]}");
        assertThat(shell.run("check")).isZero();
        assertThat(shell.out()).contains("MAP024", "of another: the same key in both is taken for one person");
    }

    @Test
    void explainNeverTakesSomebodyForHisManagerAndNamesWhoElseHasTheKey() throws Exception {
        shell.run("sync");
        assertThat(shell.run("explain", "2")).isZero();
        assertThat(shell.out()).startsWith("2\n").contains("Others have this key in their source: hr:2", "name = \"Yves\"");
        assertThat(shell.run("explain", "e-2\u00A0")).as("by what it is recognised by").isZero();
        assertThat(shell.out()).startsWith("hr:2\n").contains("name = \"Grace\"");
        shell.company().hr("1,Ada,R1,,", "2,Grace,R2,99,", "3,Alan,R2,2,");
        shell.run("sync");
        assertThat(shell.run("explain", "E-99")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("there is no identity 'E-99'", "hr:2 (managerId)");
        assertThat(shell.run("plan", "--identity", "E-99")).isEqualTo(ExitCode.FAILED.number());
    }

    @Test
    void peopleAreNamedByTheirKeyInTheHubEverywhere() throws Exception {
        shell.run("plan");
        assertThat(shell.out()).contains("+ 1  ", "+ 2  ", "+ hr:1 ", "+ hr:2 ");
        shell.run("sync");
        shell.run("log");
        assertThat(shell.out()).contains("app  create  hr:1 ", "app  create  1 ");
    }
}
