package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.CycleRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People whose numbers and names are somebody's attack. They are the key of a table, part of a DN, the value of filters,
 * and stay what they are: text. Whoever is beside them in the same systems notices nothing.
 */
class HostileValuesIT {

    private static final List<String> HOSTILE = List.of("*)(uid=*", "x,ou=admins", "'; drop table users; --", "../../Groups/1", "${sys:user.home}",
            "<script>alert(1)</script>", "first\r\nX-Injected: second", "\uD83D\uDE00 Zoë 李", "\\2a\\00", "#04024869", "a+uid=root", "%2e%2e%2fGroups%2f1",
            "{{env:HOME}}", "x\" or userName pr or userName eq \"y", ":anchor ? :value", "${body[name]}", "=cmd|' /C calc'!A0", "tab\tand \u0085 and \u2028",
            "x?attributes=*#fragment", "\"quoted\"; DROP", "cn=admin,dc=example,dc=com");
    private static final List<String> OTHERS = List.of("E1", "E2", "E3");
    private static final int EVERYBODY = OTHERS.size() + HOSTILE.size();

    @TempDir
    private Path folder;
    private EmbeddedDirectory directory;
    private EmbeddedScim scim;
    private String database;
    private ProjectUnderTest project;

    @BeforeEach
    void start() {
        directory = EmbeddedDirectory.start();
        scim = EmbeddedScim.start();
        database = "jdbc:sqlite:" + folder.resolve("app.db");
        OutsideView.change(database, "create table users (worker text primary key, name text, active integer not null)");
        OutsideView.change(database, "create table salaries (worker text, amount integer)");
        OutsideView.change(database, "insert into salaries values ('E1', 1)");
        project = new ProjectUnderTest(folder).write("ldap.password", directory.password()).write("scim.token", scim.token())
                .write("application.properties", """
                        caravan.systems.hr.connector = csv-source
                        caravan.systems.hr.file = hr.csv
                        caravan.systems.hr.key = workerId
                        caravan.systems.directory.connector = ldap
                        caravan.systems.directory.url = %s
                        caravan.systems.directory.bindDn = cn=admin,dc=example,dc=com
                        caravan.systems.directory.bindPassword = {{file:ldap.password}}
                        caravan.systems.directory.baseDn = ou=people,dc=example,dc=com
                        caravan.systems.directory.disableAttribute = employeeType
                        caravan.systems.directory.disabledValue = left
                        caravan.systems.directory.enabledValue = active
                        caravan.systems.app.connector = scim2
                        caravan.systems.app.url = %s
                        caravan.systems.app.token = {{file:scim.token}}
                        caravan.systems.table.connector = jdbc
                        caravan.systems.table.url = %s
                        caravan.systems.table.table = users
                        caravan.systems.table.key = worker
                        caravan.systems.table.findBy = worker
                        caravan.systems.table.enabledColumn = active
                        caravan.systems.table.enabledValue = 1
                        caravan.systems.table.disabledValue = 0
                        """.formatted(directory.url(), scim.url(), database))
                .write("mappings/hr.yaml", """
                        job: hr
                        from: {system: hr, object: record, attributes: [workerId, name, end]}
                        to: hub
                        match: [{hub: workerId, value: "${body[workerId]}"}]
                        attributes: {workerId: "${body[workerId]}", name: "${body[name]}", endDate: "${body[end]}"}
                        """)
                .write("mappings/directory.yaml", outbound("directory", "user", "employeeNumber", """
                          dn: "cn=${body[name]},ou=people,dc=example,dc=com"
                          cn: "${body[name]}"
                          sn: "${body[name]}"
                          description: "${body[workerId]}"
                          employeeNumber: "${body[workerId]}"
                        """))
                .write("mappings/app.yaml", outbound("app", "user", "externalId", """
                          userName: {value: "${base64(${body[workerId]})}", note: Of a user name this provider wants no line ends.}
                          externalId: "${body[workerId]}"
                          name.familyName: "${body[name]}"
                          displayName: "${body[name]}"
                        """))
                .write("mappings/table.yaml", outbound("table", "record", "worker", """
                          worker: "${body[workerId]}"
                          name: "${body[name]}"
                        """));
    }

    private static String outbound(String system, String object, String match, String attributes) {
        return """
                job: %1$s
                from: hub
                to: {system: %1$s, object: %2$s}
                match: [{target: %3$s, value: "${body[workerId]}"}]
                guard: {maxDisable: 100%%}
                attributes:
                %4$s""".formatted(system, object, match, attributes);
    }

    @AfterEach
    void stop() {
        project.close();
        directory.close();
        scim.close();
    }

    @Test
    void everyValueReachesEveryTargetAsPlainTextAndNothingElseChanges() {
        hr(OTHERS, "", "");
        syncAll();
        Map<String, String> others = others();
        assertThat(others).hasSize(3 * OTHERS.size());

        hr(everybody(), "", "");
        assertThat(syncAll()).as("searched one by one, found by nobody else's account").allSatisfy((job, count) -> assertThat(count).isEqualTo("create"));
        everybodyIsNamed("");

        project.forget();
        hr(OTHERS, "", "");
        syncAll();
        hr(everybody(), "", "");
        assertThat(syncAll()).as("searched one by one, each found").allSatisfy((job, count) -> assertThat(count).isEqualTo("link"));

        hr(everybody(), " (2)", "");
        syncAll();
        everybodyIsNamed(" (2)");

        hr(everybody(), " (2)", "2020-01-01");
        syncAll();
        assertThat(accounts().values()).allSatisfy(accounts -> HOSTILE.forEach(value ->
                assertThat(accounts).containsEntry(key(value), value + " (2)|false")));

        assertThat(others()).as("whoever else is there").isEqualTo(others);
        assertThat(OutsideView.rows(database, "select * from salaries")).containsExactly("E1|1");
        assertThat(scim.groupCount()).isZero();
        assertThat(directory.count(EmbeddedDirectory.GROUPS)).isEqualTo(1);
        assertThat(directory.count("dc=example,dc=com")).as("suffix, two units, people").isEqualTo(3 + EVERYBODY);
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
    }

    private static List<String> everybody() {
        List<String> everybody = new ArrayList<>(OTHERS);
        everybody.addAll(HOSTILE);
        return everybody;
    }

    /** The HR file. The hostile are called what they are, with something after it. */
    private void hr(List<String> numbers, String after, String end) {
        try (CsvWriter csv = CsvWriter.builder().build(folder.resolve("hr.csv"))) {
            csv.writeRecord("workerId", "name", "end");
            numbers.forEach(number -> csv.writeRecord(number, number + (OTHERS.contains(number) ? "" : after), OTHERS.contains(number) ? "" : end));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Runs everything; the kind of change carried out for all the hostile, by target. */
    private Map<String, String> syncAll() {
        Map<String, String> kinds = new TreeMap<>();
        project.syncAll().forEach((job, run) -> {
            assertThat(run.getCycle().status()).as(() -> job + " " + failures(run)).isEqualTo(CycleStatus.DONE);
            if (!job.equals("hr")) {
                kinds.put(job, run.getCycle().counts().entrySet().stream().filter(count -> count.getKey().startsWith("applied-")
                        && count.getValue() == HOSTILE.size()).map(count -> count.getKey().substring("applied-".length())).collect(Collectors.joining()));
            }
        });
        return kinds;
    }

    private String failures(CycleRun run) {
        return project.log().stream().filter(stored -> stored.entry().cycle() == run.getCycle().id() && !stored.entry().reason().isEmpty())
                .map(stored -> stored.entry().identityKey() + ": " + stored.entry().reason()).limit(10).toList().toString() + run.getCycle().failure();
    }

    private void everybodyIsNamed(String after) {
        accounts().forEach((target, accounts) -> {
            assertThat(accounts).as(target).hasSize(EVERYBODY);
            HOSTILE.forEach(value -> assertThat(accounts).as(target).containsEntry(key(value), value + after + "|true"));
        });
    }

    /** A key counts without what does not show: white space of any kind is a plain space in it. A name stays as it is. */
    private static String key(String value) {
        return value.replaceAll("[\\r\\n\\t\\u0085\\u2028]", " ").strip();
    }

    /** Accounts by target and worker: the name, and whether it is enabled. */
    private Map<String, Map<String, String>> accounts() {
        Map<String, Map<String, String>> accounts = new TreeMap<>(Map.of("directory", new TreeMap<>(), "app", new TreeMap<>(), "table", new TreeMap<>()));
        entries().values().forEach(entry -> {
            assertThat(entry.get("cn")).as("the name in the DN is the only one").isEqualTo(entry.get("sn"));
            assertThat(entry.get("description")).isEqualTo(entry.get("employeeNumber"));
            accounts.get("directory").put(entry.get("employeeNumber").get(0), entry.get("cn").get(0) + "|" + entry.get("employeeType").equals(List.of("active")));
        });
        users().values().forEach(user -> {
            assertThat(user.path("displayName")).isEqualTo(user.path("name").path("familyName"));
            accounts.get("app").put(user.path("externalId").asText(), user.path("displayName").asText() + "|" + user.path("active").asBoolean());
        });
        List<String> columns = List.of("worker", "name", "active = 1");
        List<List<String>> values = columns.stream().map(column -> OutsideView.rows(database, "select " + column + " from users order by worker")).toList();
        IntStream.range(0, values.get(0).size()).forEach(i -> accounts.get("table").put(values.get(0).get(i),
                values.get(1).get(i) + "|" + values.get(2).get(i).equals("1")));
        return accounts;
    }

    /** Everything about the people who are only there, with versions and times of change. */
    private Map<String, String> others() {
        Map<String, String> others = new TreeMap<>();
        entries().forEach((dn, entry) -> {
            if (OTHERS.contains(entry.get("employeeNumber").get(0))) {
                others.put(dn, entry.toString());
            }
        });
        users().forEach((id, user) -> {
            if (OTHERS.contains(user.path("externalId").asText())) {
                others.put(id, user.toString());
            }
        });
        OutsideView.rows(database, "select * from users where worker in ('E1', 'E2', 'E3')").forEach(row -> others.put(row, row));
        return others;
    }

    private Map<String, Map<String, List<String>>> entries() {
        return new OutsideView.Directory(directory.url(), EmbeddedDirectory.ADMIN, directory.password())
                .entries(EmbeddedDirectory.PEOPLE, "(objectClass=inetOrgPerson)", "*", "+");
    }

    private Map<String, JsonNode> users() {
        return new OutsideView.Scim(scim.url(), scim.token()).users();
    }
}
