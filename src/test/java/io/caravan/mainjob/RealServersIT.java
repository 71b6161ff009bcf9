package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.camel.ldap.Slapd;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.CycleRun;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job with a real OpenLDAP and a real PostgreSQL, the hub's own store in PostgreSQL too: from a file into both
 * and a SCIM application, and from there each as a source into the next.
 */
@Tag("real-servers")
class RealServersIT {

    private static final int PEOPLE = 300;
    private static final int STAYED = 285;
    private static final String APP = "?user=postgres";
    private static Slapd slapd;
    private static EmbeddedPostgres postgres;

    @TempDir
    private Path folder;
    private EmbeddedScim scim;
    private ProjectUnderTest project;

    @BeforeAll
    static void startServers() throws Exception {
        slapd = Slapd.start();
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        OutsideView.change(url("postgres") + "?user=postgres", "create database hub");
        OutsideView.change(url("postgres") + "?user=postgres", "create database copies");
    }

    @AfterAll
    static void stopServers() throws Exception {
        if (slapd != null) {
            slapd.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private static String url(String database) {
        return postgres.getJdbcUrl("postgres", database).replaceFirst("\\?.*", "");
    }

    @BeforeEach
    void start() {
        scim = EmbeddedScim.start();
        String app = url("postgres") + APP;
        OutsideView.change(app, "create table account (worker text primary key, name text not null, mail text unique, dept text, manager text references account,"
                + " active boolean not null, changed timestamptz not null default clock_timestamp())");
        OutsideView.change(app, "create function touch() returns trigger language plpgsql as 'begin new.changed := clock_timestamp(); return new; end'");
        OutsideView.change(app, "create trigger touch before insert or update on account for each row execute function touch()");
        project = new ProjectUnderTest(folder.resolve("first")).write("ldap.password", Slapd.PASSWORD).write("scim.token", scim.token())
                .write("application.properties", settings("hub") + """
                        caravan.systems.hr.connector = csv-source
                        caravan.systems.hr.file = hr.csv
                        caravan.systems.hr.key = workerId
                        """)
                .write("mappings/hr.yaml", """
                        job: hr
                        from: {system: hr, object: record, attributes: [workerId, name, dept, manager, end]}
                        to: hub
                        match: [{hub: workerId, value: "${body[workerId]}"}]
                        attributes:
                          {workerId: "${body[workerId]}", name: "${body[name]}", dept: "${body[dept]}", managerId: "${body[manager]}", endDate: "${body[end]}"}
                        """)
                .write("mappings/ldap.yaml", """
                        job: ldap
                        from: hub
                        to: {system: ldap, object: user}
                        match: [{target: employeeNumber, value: "${body[workerId]}"}]
                        attributes:
                          dn: "cn=${body[name]},ou=people,dc=example,dc=com"
                          cn: "${body[name]}"
                          sn: "${body[name]}"
                          employeeNumber: "${body[workerId]}"
                          mail: "${body[workerId]}@example.com"
                          departmentNumber: "${body[dept]}"
                          manager: {reference: "${body[managerId]}"}
                        """)
                .write("mappings/database.yaml", """
                        job: database
                        from: hub
                        to: {system: database, object: record}
                        match: [{target: worker, value: "${body[workerId]}"}]
                        attributes:
                          worker: "${body[workerId]}"
                          name: "${body[name]}"
                          mail: "${body[workerId]}@example.com"
                          dept: "${body[dept]}"
                          manager: {reference: "${body[managerId]}"}
                        """)
                .write("mappings/app.yaml", """
                        job: app
                        from: hub
                        to: {system: app, object: user}
                        match: [{target: externalId, value: "${body[workerId]}"}]
                        attributes:
                          externalId: "${body[workerId]}"
                          userName: "${body[workerId]}"
                          displayName: "${body[name]}"
                          department: "${body[dept]}"
                        """);
    }

    /** All three systems, as source or target, and the hub's own store. */
    private String settings(String store) {
        return """
                caravan.store.url = %1$s
                caravan.store.user = postgres
                caravan.systems.ldap.connector = ldap
                caravan.systems.ldap.url = %2$s
                caravan.systems.ldap.bindDn = cn=admin,dc=example,dc=com
                caravan.systems.ldap.bindPassword = {{file:ldap.password}}
                caravan.systems.ldap.baseDn = ou=people,dc=example,dc=com
                caravan.systems.ldap.disableAttribute = employeeType
                caravan.systems.ldap.disabledValue = left
                caravan.systems.ldap.enabledValue = active
                caravan.systems.database.connector = jdbc
                caravan.systems.database.url = %3$s
                caravan.systems.database.username = postgres
                caravan.systems.database.table = account
                caravan.systems.database.key = worker
                caravan.systems.database.changedSince = changed
                caravan.systems.database.overlapSeconds = 0
                caravan.systems.database.findBy = worker
                caravan.systems.database.enabledColumn = active
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %4$s
                caravan.systems.app.token = {{file:scim.token}}
                """.formatted(url(store), slapd.url(), url("postgres"), scim.url());
    }

    @AfterEach
    void stop() {
        project.close();
        scim.close();
    }

    @Test
    void fromAFileIntoAllThreeAndFromEachOfThemOn() throws Exception {
        hr(PEOPLE, "D1", "");
        done(project.syncAll());
        assertThat(enabled()).containsExactly((long) PEOPLE, (long) PEOPLE, (long) PEOPLE);
        assertThat(directory("(manager=cn=Person 0,ou=people,dc=example,dc=com)")).hasSize(PEOPLE - 1);
        assertThat(OutsideView.rows(url("postgres") + APP, "select count(*) from account where manager = 'E0'")).containsExactly("" + (PEOPLE - 1));

        hr(PEOPLE, "D2", "2020-01-01");
        done(project.syncAll());
        assertThat(enabled()).as("one in twenty left").containsExactly((long) STAYED, (long) STAYED, (long) STAYED);
        assertThat(directory("(departmentNumber=D2)")).as("who left stays as they were").hasSize(STAYED);
        project.syncAll().values().forEach(run -> assertThat(run.counts().changes()).as(run.getJob()).isZero());
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();

        eachIsASource();
    }

    /** Another project, in another store, reads all three and gathers in a table what each of them says. */
    private void eachIsASource() throws Exception {
        String copies = url("postgres") + APP;
        ProjectUnderTest second = new ProjectUnderTest(folder.resolve("second")).write("ldap.password", Slapd.PASSWORD).write("scim.token", scim.token())
                .write("application.properties", settings("copies") + """
                        caravan.systems.copy.connector = jdbc
                        caravan.systems.copy.url = %s
                        caravan.systems.copy.username = postgres
                        caravan.systems.copy.table = copy
                        caravan.systems.copy.key = worker
                        caravan.systems.copy.enabledColumn = active
                        """.formatted(url("postgres")))
                .write("mappings/from-ldap.yaml", source("ldap", "user", "employeeNumber", "cn", "departmentNumber", "ldap"))
                .write("mappings/from-database.yaml", source("database", "record", "worker", "name", "dept", "database"))
                .write("mappings/from-app.yaml", source("app", "user", "externalId", "displayName", "department", "app"))
                .write("mappings/copy.yaml", """
                        job: copy
                        from: hub
                        to: {system: copy, object: record}
                        match: [{target: worker, value: "${body[workerId]}"}]
                        attributes:
                          worker: "${body[workerId]}"
                          ldap: "${body[ldap]}"
                          database: "${body[database]}"
                          app: "${body[app]}"
                        """);
        OutsideView.change(copies, "create table copy (worker text primary key, ldap text, \"database\" text, app text, active boolean)");
        try (second) {
            done(second.syncAll());
            assertThat(OutsideView.rows(copies, "select count(*) from copy where ldap = 'D2' and \"database\" = 'D2' and app = 'D2'"))
                    .containsExactly("" + STAYED);
            changesAreReadAlone(second, copies);
            whatIsGoneIsFoundByAFullRead(second, copies);
        }
    }

    private static String source(String system, String object, String anchor, String name, String dept, String into) {
        return """
                job: from-%1$s
                from: {system: %1$s, object: %2$s}
                to: hub
                match: [{hub: workerId, value: "${body[%3$s]}"}]
                attributes:
                  workerId: "${body[%3$s]}"
                  name: "${body[%4$s]}"
                  %6$s: "${body[%5$s]}"
                """.formatted(system, object, anchor, name, dept, into);
    }

    private void changesAreReadAlone(ProjectUnderTest second, String copies) throws Exception {
        OutsideView.change(url("postgres") + APP, "update account set dept = 'D7' where worker = 'E7'");
        CycleRun delta = second.sync("from-database");
        assertThat(delta.getCycle().counted("read")).as("changedSince").isLessThan(PEOPLE);
        try (LDAPConnection admin = slapd.connect()) {
            admin.modify("cn=Person 8,ou=people,dc=example,dc=com", new Modification(ModificationType.REPLACE, "departmentNumber", "D8"));
        }
        second.sync("from-ldap");
        second.sync("copy");
        assertThat(OutsideView.rows(copies, "select \"database\" from copy where worker = 'E7'")).containsExactly("D7");
        assertThat(OutsideView.rows(copies, "select ldap from copy where worker = 'E8'")).containsExactly("D8");
    }

    /** Somebody has left when none of the sources has him any more. */
    private void whatIsGoneIsFoundByAFullRead(ProjectUnderTest second, String copies) throws Exception {
        OutsideView.change(url("postgres") + APP, "delete from account where worker = 'E9'");
        try (LDAPConnection admin = slapd.connect()) {
            admin.delete("cn=Person 9,ou=people,dc=example,dc=com");
        }
        second.full("from-database");
        second.full("from-ldap");
        second.sync("copy");
        assertThat(OutsideView.rows(copies, "select active from copy where worker = 'E9'")).as("the application still has him").containsExactly("t");
        String id = new OutsideView.Scim(scim.url(), scim.token()).users().entrySet().stream()
                .filter(user -> user.getValue().path("externalId").asText().equals("E9")).findFirst().orElseThrow().getKey();
        new OutsideView.Scim(scim.url(), scim.token()).delete("/Users/" + id);
        second.full("from-app");
        second.sync("copy");
        assertThat(OutsideView.rows(copies, "select worker from copy where not active")).containsExactly("E9");
    }

    private static void done(Map<String, CycleRun> runs) {
        assertThat(runs.values()).allSatisfy(run -> assertThat(run.getCycle().status()).as(() -> run.getJob() + run.getCycle().failure()
                + run.getCycle().counts()).isEqualTo(CycleStatus.DONE));
    }

    /** Everybody reports to the first; every twentieth has the end date. */
    private void hr(int people, String dept, String end) throws IOException {
        List<String> rows = new ArrayList<>(List.of("workerId,name,dept,manager,end"));
        IntStream.range(0, people).forEach(i -> rows.add("E" + i + ",Person " + i + "," + dept + "," + (i == 0 ? "" : "E0") + "," + (i % 20 == 19 ? end : "")));
        Files.writeString(project.folder().resolve("hr.csv"), String.join("\n", rows) + "\n");
    }

    /** Enabled accounts in the directory, the database, the application. */
    private List<Long> enabled() {
        return List.of((long) directory("(employeeType=active)").size(),
                Long.parseLong(OutsideView.rows(url("postgres") + APP, "select count(*) from account where active").get(0)),
                new OutsideView.Scim(scim.url(), scim.token()).count("active eq true"));
    }

    private static Map<String, Map<String, List<String>>> directory(String filter) {
        return new OutsideView.Directory(slapd.url(), Slapd.ADMIN, Slapd.PASSWORD).entries(Slapd.PEOPLE, filter, "1.1");
    }
}
