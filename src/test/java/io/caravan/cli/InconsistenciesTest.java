package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sources and two targets that do not agree on some people: each is told once, side by side, and nobody else. */
class InconsistenciesTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompany() throws Exception {
        shell = new CompanyShell(folder).at(NOW);
        shell.company().write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.desk.connector = csv-source
                caravan.systems.desk.file = desk.csv
                caravan.systems.desk.quietSeconds = 0
                caravan.systems.desk.key = id
                caravan.systems.crm.connector = jdbc
                caravan.systems.crm.url = jdbc:sqlite:%s
                caravan.systems.crm.table = crm
                caravan.systems.crm.key = login
                caravan.systems.crm.findBy = login,worker
                caravan.systems.crm.enabledColumn = active
                caravan.systems.crm.enabledValue = yes
                caravan.systems.crm.disabledValue = no
                """.formatted(folder.resolve("app.db")));
        shell.company().sql("create table crm (login text primary key, worker text, unit text, nick text, active text)");
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("to: hub\n", "to: hub\nauthority: 20\n"));
        shell.company().write("mappings/desk.yaml", """
                job: desk
                from: {system: desk, object: record, attributes: [id, dept, nick]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[id]}"}]
                attributes: {dept: "${body[dept]}", nick: "${body[nick]}"}
                """);
        shell.company().write("mappings/crm.yaml", """
                job: crm
                from: hub
                to: {system: crm, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  login: {value: "c-${lowercase(${body[workerId]})}", apply: on-create}
                  worker: "${body[workerId]}"
                  unit: "${body[dept]}"
                  nick: {value: "${body[nick]}", drift: adopt}
                """);
        people("");
        desk("R1");
        assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
        // the desk's records wait for those of HR, and what they bring is read back once
        assertThat(shell.run("sync", "--full")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("sync", "--full")).as(shell.out() + shell.err()).isZero();
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void people(String endOfE1) throws Exception {
        List<String> rows = new ArrayList<>(List.of("E1,Name E1,R1,," + endOfE1));
        for (int i = 2; i <= 30; i++) {
            rows.add("E" + i + ",Name E" + i + ",R1,,");
        }
        shell.company().hr(rows.toArray(String[]::new));
    }

    private void desk(String deptOfE4) throws Exception {
        shell.company().write("desk.csv", "id,dept,nick\nE4," + deptOfE4 + ",Quatre\nE6,R1,Six\n");
    }

    private List<String> findings(int exitCode) throws Exception {
        assertThat(shell.run("drift", "--inconsistencies", "--json")).as(shell.out() + shell.err()).isEqualTo(exitCode);
        JsonNode document = new ObjectMapper().readTree(shell.out());
        List<String> found = new ArrayList<>();
        document.get("findings").forEach(one -> {
            StringBuilder says = new StringBuilder();
            one.get("says").forEach(said -> says.append(' ').append(said.get("system").asText()).append(':')
                    .append(said.get("value").isNull() ? said.get("id").asText() : said.get("value").asText()).append(said.get("counts").asBoolean() ? "!" : ""));
            found.add(one.get("kind").asText() + " " + one.get("identity").asText() + (one.get("attribute").isNull() ? "" : " " + one.get("attribute").asText()) + says);
        });
        return found;
    }

    @Test
    void whereNothingDiffersNothingIsTold() throws Exception {
        assertThat(findings(0)).isEmpty();
        assertThat(shell.run("drift", "--inconsistencies")).isZero();
        assertThat(shell.out()).contains("The systems agree.");
    }

    @Test
    void eachOfThemIsToldOnceSideBySide() throws Exception {
        people("2026-11-20");
        desk("R7");
        assertThat(shell.run("sync", "--full")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("log", "--action", "overruled")).isZero();
        assertThat(shell.out()).contains("dept: hr counts, not desk (authority 20 and 0)", "dept \"R1\" → \"R7\"");
        shell.company().sql("update users set active = 'yes' where login = 'e1' or worker = 'E1'");
        shell.company().sql("update crm set active = 'yes' where worker = 'E1'");
        shell.company().sql("insert into crm values ('second', 'E3', 'R1', null, 'yes')");
        shell.company().sql("update crm set unit = 'R9' where worker = 'E4'");
        shell.company().sql("update users set dept = 'R8' where worker = 'E5'");
        List<String> expected = List.of("former-employee E1 app:name e1 crm:c-e1", "two-accounts E3 crm:c-e3! crm:second", "disagree E4 dept hr:R1! desk:R7 crm:R9", "disagree E5 dept hub:R1! app:R8");
        assertThat(findings(4)).containsExactlyElementsOf(expected);
        assertThat(findings(4)).as("it was only looked at").containsExactlyElementsOf(expected);

        assertThat(shell.run("drift", "--inconsistencies")).isEqualTo(4);
        assertThat(shell.out()).contains("former-employee", "open: app name e1, crm c-e1", "end date was 2026-11-20", "crm c-e3 (linked), crm second",
                "dept: hr \"R1\", which counts; desk \"R7\"; crm unit \"R9\"", "hr counts, not desk (authority 20 and 0)", "1 former employee with open accounts, 1 person with several accounts in one target, 2 attributes");
        assertThat(shell.run("drift", "--inconsistencies", "--csv", "--html", folder.resolve("page.html").toString())).isEqualTo(4);
        assertThat(shell.out().lines()).hasSize(1 + 2 + 2 + 3 + 2).contains("disagree,E4,dept,crm,crm,,c-e4,unit,R9,false,\"dept: hr counts, not desk (authority 20 and 0)\"");
        assertThat(folder.resolve("page.html")).content().contains("Where systems do not agree", "crm c-e3 (linked), crm second");
    }

    @Test
    void whatIsLetStandInATargetIsADisagreementAllTheSame() throws Exception {
        shell.company().sql("update crm set nick = 'Sixtus' where worker = 'E6'");
        assertThat(findings(4)).containsExactly("disagree E6 nick hub:Six! crm:Sixtus");
        assertThat(shell.run("sync", "--full")).as(shell.out() + shell.err()).isZero();
        assertThat(findings(4)).as("adopted").containsExactly("disagree E6 nick hub:Six! crm:Sixtus");
    }

    @Test
    void kindsOfDifferencesAreAnotherQuestion() {
        assertThat(shell.run("drift", "--inconsistencies", "--kind", "unowned")).isEqualTo(2);
        assertThat(shell.err()).contains("Leave one of them out");
    }
}
