package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source says who is assigned to which application and role, from and until when: it is believed as far as any source is. */
class AssignmentSourceTest {

    private static final String MAPPING = """
            job: orders
            from: {system: orders, object: record, attributes: [id, person, application, role, since, until]}
            to: {hub: assignment}
            completeness: {maxShrink: 60%}
            attributes:
              application: "${lowercase(${body[application]})}"
              role: "${body[role]}"
              member: {reference: {by: workerId, value: "${body[person]}"}}
              from: "${body[since]}"
              until: "${body[until]}"
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void anApplicationForThoseWhoAreAssigned() throws Exception {
        shell = new CompanyShell(folder);
        at("2026-11-20T12:00:00Z");
        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.orders.connector = csv-source
                caravan.systems.orders.file = orders.csv
                caravan.systems.orders.quietSeconds = 0
                caravan.systems.orders.key = id
                """);
        shell.assignedApplication("guard: {maxDisable: 100%}");
        shell.company().write("mappings/orders.yaml", MAPPING);
        shell.company().hr(IntStream.rangeClosed(1, 30).mapToObj(i -> String.format("E%02d,N%02d,D,,", i, i)).toArray(String[]::new));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void at(String moment) {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    private void orders(String... rows) throws IOException {
        shell.company().write("orders.csv", "id,person,application,role,since,until\n" + Stream.of(rows).map(AssignmentSourceTest::numbered).collect(Collectors.joining("\n")) + "\n");
    }

    /** An order is of one person, application and role. */
    private static String numbered(String row) {
        String[] cells = row.split(",", -1);
        return cells[0] + "-" + cells[1].toLowerCase(Locale.ROOT) + "-" + cells[2] + "," + row;
    }

    private List<String> active() {
        return shell.company().rows("select worker, roles from users where active = 'yes' order by worker");
    }

    private String said() {
        return shell.out() + shell.err();
    }

    private void run(String... words) {
        assertThat(shell.run(words)).as(said()).isZero();
    }

    @Test
    void eachRecordIsAnAssignmentThatTheSourceGivesAndTakes() throws IOException {
        orders("E01,APP,seller,,", "E01,app,clerk,,", "E02,app,,,");
        run("plan");
        assertThat(said()).contains("Applications: 3 would be assigned.");
        run("sync");
        assertThat(said()).contains("orders: 3 assigned");
        assertThat(active()).containsExactly("E01|clerk;seller", "E02|null");
        run("assignments");
        assertThat(said()).contains("source orders", "3 assignments.");
        run("explain", "E01");
        assertThat(said()).contains("Assigned").containsPattern("app/seller +source orders").contains("orders.csv:2");
        orders("E01,app,clerk,,", "E02,app,,,", "E03,app,,,");
        run("sync");
        assertThat(said()).contains("1 assigned; 1 not assigned any more");
        assertThat(active()).containsExactly("E01|clerk", "E02|null", "E03|null");
        run("log", "--identity", "E01", "--action", "unassign");
        assertThat(said()).contains("no record of its source says so any more", "app/seller");
    }

    @Test
    void beginsAndEndsByItself() throws IOException {
        orders("E01,app,seller,2026-11-25,2026-11-27", "E02,app,,,");
        run("sync");
        assertThat(active()).containsExactly("E02|null");
        at("2026-11-25T00:00:00Z");
        run("sync");
        assertThat(active()).containsExactly("E01|seller", "E02|null");
        at("2026-11-28T00:00:00Z");
        run("sync");
        assertThat(active()).containsExactly("E02|null");
    }

    @Test
    void whatTwoSayEndsWithTheLast() throws IOException {
        Files.createDirectories(folder.resolve("assignments"));
        Files.writeString(folder.resolve("assignments/one.yaml"), "application: app\nrole: seller\ninclude: \"${body[name]} == 'N01'\"\n");
        orders("E01,app,seller,,", "E02,app,seller,,");
        run("sync");
        orders("E02,app,seller,,");
        run("sync");
        assertThat(active()).containsExactly("E01|seller", "E02|seller");
        run("assign", "E01", "app", "--role", "seller", "--why", "x");
        Files.delete(folder.resolve("assignments/one.yaml"));
        run("sync");
        assertThat(active()).containsExactly("E01|seller", "E02|seller");
        run("unassign", "E01", "app", "--role", "seller", "--why", "x");
        run("sync");
        assertThat(active()).containsExactly("E02|seller");
    }

    @Test
    void anApplicationThatNobodyAsksAboutIsRejectedAndLookedAtAgainOnceSomebodyDoes() throws IOException {
        orders("E01,crm,seller,,", "E02,app,,,", "E03,,seller,,", "E04,a/b,,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(active()).containsExactly("E02|null");
        run("records", "orders", "--rejected");
        assertThat(said()).contains("no mapping asks who is assigned to \"crm\" (mappings/orders.yaml:6:3); those that are asked about: app")
                .contains("it has no application").contains("no mapping asks who is assigned to \"a/b\"");
        assertThat(shell.company().rows("select 1")).hasSize(1);
        orders("E01,crm,seller,,", "E02,app,,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.crm.connector = jdbc
                caravan.systems.crm.url = jdbc:sqlite:%s
                caravan.systems.crm.table = customers
                caravan.systems.crm.key = login
                """.formatted(folder.resolve("app.db")));
        shell.company().write("mappings/crm.yaml", """
                job: crm
                from: hub
                to: {system: crm, object: record}
                scope: {assigned: true, onExit: delete}
                lifecycle: {onLeaver: delete, onLeave: keep}
                match: [{target: login, value: "${body[workerId]}"}]
                attributes: {login: "${body[workerId]}", role: "${join(';', ${assignment[roles]})}"}
                """);
        shell.company().sql("create table customers (login text primary key, role text)");
        run("sync");
        assertThat(shell.company().rows("select login, role from customers")).containsExactly("E01|seller");
    }

    @Test
    void whatIsRejectedIsNotGone() throws IOException {
        orders("E01,app,seller,,2026-12-31", "E02,app,,,");
        run("sync");
        orders("E01,app,seller,,31/12/2026", "E02,app,,,");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(active()).containsExactly("E01|seller", "E02|null");
        orders("E01,app,seller,,2026-12-31", "E02,app,,,", "E02,app,,,2027-01-01");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(active()).containsExactly("E01|seller", "E02|null");
    }

    @Test
    void whomNobodyKnowsWaitsAndComesByItself() throws IOException {
        orders("E77,app,seller,,", "E02,app,,,");
        run("sync");
        assertThat(active()).containsExactly("E02|null");
        run("records", "orders", "--unassigned");
        assertThat(said()).contains("no person has workerId \"E77\"");
        shell.company().hr("E77,Late,D,,", "E02,N02,D,,");
        shell.run("sync", "hr", "--let-shrink", "hr=29");
        run("sync");
        assertThat(active()).contains("E77|seller");
    }

    @Test
    void aSourceThatIsEmptyOrLosesManyTakesNothingFromAnybody() throws IOException {
        List<String> rows = new ArrayList<>(IntStream.rangeClosed(1, 20).mapToObj(i -> String.format("E%02d,app,,,", i)).toList());
        rows.add("E21,app,seller,,");
        rows.add("E22,app,seller,,");
        rows.add("E23,app,seller,,");
        orders(rows.toArray(String[]::new));
        run("sync");
        assertThat(active()).hasSize(23);
        orders();
        assertThat(shell.run("sync")).isNotZero();
        assertThat(active()).hasSize(23);
        orders(rows.subList(0, 12).toArray(String[]::new));
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(active()).hasSize(23);
        orders(rows.subList(0, 20).toArray(String[]::new));
        assertThat(shell.run("sync")).isEqualTo(ExitCode.HELD.number());
        assertThat(said()).contains("app/seller");
        assertThat(active()).hasSize(23);
        run("sync", "orders", "--let-vanish", "app/seller");
        run("sync");
        assertThat(active()).hasSize(20);
    }

    @Test
    void aMappingThatAsksNoMoreTakesNothingByTheSource() throws IOException {
        orders("E01,app,seller,,", "E02,app,,,");
        run("sync");
        String mapping = Files.readString(folder.resolve("mappings/app.yaml"));
        shell.company().write("mappings/app.yaml", mapping.replace("scope: {assigned: true}\n", "").replace("${join(';', ${assignment[roles]})}", "${body[dept]}"));
        assertThat(shell.run("sync", "orders")).isEqualTo(ExitCode.SOME_FAILED.number());
        run("assignments");
        assertThat(said()).contains("2 assignments.");
        shell.company().write("mappings/app.yaml", mapping);
        run("sync");
        assertThat(active()).containsExactly("E01|seller", "E02|null");
    }

    @Test
    void mistakesAreToldAtTheirPlace() throws IOException {
        shell.company().write("mappings/orders.yaml", MAPPING.replace("  application: \"${lowercase(${body[application]})}\"\n", "  group: {reference: \"${body[application]}\"}\n"));
        shell.company().write("mappings/apps.yaml", """
                job: apps
                from: {system: orders, object: record, attributes: [application]}
                to: {hub: application}
                attributes: {name: "${body[application]}"}
                """);
        shell.company().write("mappings/out.yaml", """
                job: out
                from: {hub: assignment}
                to: {system: app, object: record}
                match: [{target: worker, value: "${body[name]}"}]
                attributes: {worker: "${body[name]}", login: "${body[name]}"}
                """);
        assertThat(shell.run("check")).isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(said()).contains("mappings/orders.yaml:6:3 error MAP001").contains("mappings/apps.yaml:3:6 error MAP026: an application is the system")
                .contains("mappings/out.yaml:2:13 error MAP026: what somebody is assigned to");
    }

    @Test
    void examplesAreTested() throws IOException {
        shell.company().write("mappings/orders.yaml", MAPPING + """
                examples:
                  - name: until a day
                    given: {application: APP, role: seller, person: E1, until: "2027-06-30"}
                    expect: {application: app, role: seller, member: E1, until: "2027-06-30"}
                """);
        run("test", "orders");
    }
}
