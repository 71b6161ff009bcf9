package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.ProjectReader;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.operations.Caller;
import io.caravan.operations.Explaining;
import io.caravan.operations.Explanation;
import io.caravan.operations.OpenProject;
import io.caravan.subject.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups are rows of one table and their members pairs in another, by the keys of the people's rows in a third. */
class GroupsInDatabaseTest {

    private static final Origin SAID = Origin.source("teams");
    @TempDir
    Path folder;
    private SmallCompany company;

    @BeforeEach
    void tables() throws Exception {
        company = new SmallCompany(folder);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.quietSeconds = 0
                caravan.systems.teams.key = name
                caravan.systems.roles.connector = jdbc
                caravan.systems.roles.url = jdbc:sqlite:%s
                caravan.systems.roles.table = roles
                caravan.systems.roles.key = id
                caravan.systems.roles.findBy = name
                caravan.systems.roles.membersTable = user_roles
                caravan.systems.roles.membersGroup = role
                caravan.systems.roles.membersMember = login
                """.formatted(folder.resolve("app.db")));
        company.write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name, title]}
                to: {hub: group}
                match: [{hub: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}", title: "${body[title]}"}
                """);
        company.write("mappings/roles.yaml", roles("{of: app}"));
        company.sql("create table roles (id integer primary key autoincrement, name text unique, title text)");
        company.sql("create table user_roles (role integer not null, login text not null, primary key (role, login))");
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        company.write("teams.csv", "name,title\ncrew,The crew\n");
    }

    private static String roles(String members) {
        return """
                job: roles
                from: {hub: group}
                to: {system: roles, object: record}
                match: [{target: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}", title: "${body[title]}"}
                members: %s
                """.formatted(members);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private CycleRun sync() {
        company.sync("hr", false);
        company.sync("teams", false);
        company.sync("app", false);
        return company.sync("roles", false);
    }

    private void say(String... people) {
        new SaidMemberships(company.project()).say("crew", SAID, people);
    }

    private void sayNoMore(String... people) {
        new SaidMemberships(company.project()).sayNoMore("crew", SAID, people);
    }

    private List<String> members() throws Exception {
        return company.rows("select login from user_roles order by login");
    }

    @Test
    void pairsComeAndGoAndNothingElseIsTouched() throws Exception {
        sync();
        company.sql("insert into user_roles values (99, 'somebody')");
        say("E1", "E2");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(members()).containsExactly("ada", "bob", "somebody");
        assertThat(sync().getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        sayNoMore("E1");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
        sayNoMore("E2");
        sync();
        assertThat(members()).containsExactly("somebody");
    }

    @Test
    void whomTheTargetDoesNotTakeWaitsOneCycleThenTwoAndEachForHerself() throws Exception {
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(folder.resolve("app.db") + "\ncaravan.systems.roles.table",
                folder.resolve("app.db") + "?busy_timeout=1\ncaravan.systems.roles.table"));
        company.write("mappings/roles.yaml", roles("{of: app}").replace("from: {hub", "schedule: {every: 5m}\nfrom: {hub"));
        company.route("dispatch.camel.yaml", "maximumRedeliveries: 3", "maximumRedeliveries: 0");
        sync();
        say("E1");
        try (Connection busy = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db")); Statement lock = busy.createStatement()) {
            lock.execute("begin immediate");
            assertThat(rolesAt(0).getCycle().status()).isEqualTo(CycleStatus.PARTLY);
            assertThat(waiting()).containsExactly("1 2026-11-20T12:00:00Z");
            rolesAt(5);
            assertThat(waiting()).as("the next cycle has tried").containsExactly("2 2026-11-20T12:15:00Z");
            assertThat(rolesAt(10).getCycle().counted(Counted.POSTPONED)).isEqualTo(1);
            assertThat(explained("E1")).anySatisfy(text -> assertThat(text).contains("not in it; the target did not take it in 2 cycles (", "SQLITE_BUSY", "tried again at 2026-11-20T12:15:00Z",
                    "caravan sync roles --now"));
            assertThat(waiting()).containsExactly("2 2026-11-20T12:15:00Z");
            say("E2");
            CycleRun another = rolesAt(11);
            assertThat(another.getCycle().counted(Counted.POSTPONED)).isEqualTo(1);
            assertThat(waiting()).as("another one does not wait with her").containsExactly("1 2026-11-20T12:11:00Z", "2 2026-11-20T12:15:00Z");
            lock.execute("rollback");
        }
        assertThat(rolesAt(12).getCycle().status()).as("she is not there yet").isEqualTo(CycleStatus.PARTLY);
        assertThat(members()).containsExactly("bob");
        assertThat(rolesAt(15).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(members()).containsExactly("ada", "bob");
        assertThat(waiting()).isEmpty();
    }

    private CycleRun rolesAt(int minutes) {
        company.passesTo(Instant.parse("2026-11-20T12:00:00Z").plus(Duration.ofMinutes(minutes)));
        return company.sync("roles", false);
    }

    private List<String> explained(String person) {
        OpenProject open = OpenProject.around(company.caravan(), Caller.of(Optional.of("test"), Clock.fixed(company.now(), ZoneOffset.UTC)));
        return Explaining.explain(open, person, Optional.empty()).targets().stream().map(Explanation.InTarget::text).toList();
    }

    private List<String> waiting() {
        return company.caravan().store().memberships().postponed("roles", 10).stream().map(one -> one.tries() + " " + one.again()).toList();
    }

    @Test
    void somebodyWhoIsToBeTakenOutDoesNotWaitAndWhoWantsToKnowMayAskAgainAtOnce() throws Exception {
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace(folder.resolve("app.db") + "\ncaravan.systems.roles.table",
                folder.resolve("app.db") + "?busy_timeout=1\ncaravan.systems.roles.table"));
        company.route("dispatch.camel.yaml", "maximumRedeliveries: 3", "maximumRedeliveries: 0");
        sync();
        say("E1", "E2");
        sync();
        sayNoMore("E2");
        say("E3");
        try (Connection busy = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db")); Statement lock = busy.createStatement()) {
            lock.execute("begin immediate");
            rolesAt(1);
            rolesAt(2);
            assertThat(waiting()).containsExactly("2 2026-11-20T12:32:00Z");
            lock.execute("rollback");
        }
        rolesAt(3);
        assertThat(members()).containsExactly("ada");
        company.caravan().askAgain("roles");
        rolesAt(4);
        assertThat(members()).containsExactly("ada", "cyd");
    }

    @Test
    void aFullCycleReadsAllPairsAndPutsRightWhatWasDoneByHand() throws Exception {
        sync();
        say("E1", "E2");
        sync();
        company.sql("delete from user_roles where login = 'ada'");
        company.sql("insert into user_roles select id, 'cyd' from roles");
        company.sync("roles", true);
        assertThat(members()).containsExactly("ada", "bob", "cyd");
        assertThat(company.sync("roles", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        company.close();
        company.write("mappings/roles.yaml", roles("{of: app, strangers: remove}"));
        company.sync("roles", true);
        assertThat(members()).containsExactly("ada", "bob");
    }

    @Test
    void onePairThatTheDatabaseRefusesStopsNoOther() throws Exception {
        sync();
        company.sql("create trigger no_bob before insert on user_roles when new.login = 'bob' begin select raise(abort, 'no bob'); end");
        say("E1", "E2", "E3");
        CycleRun run = sync();
        assertThat(run.getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(run.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(members()).containsExactly("ada", "cyd");
    }

    @Test
    void aThousandMembersAreAddedTogetherAndWhoLeavesCostsOnlyHerself() throws Exception {
        company.hr(IntStream.rangeClosed(1, 1200).mapToObj(i -> "E" + i + ",Person" + i + ",D1,,").toArray(String[]::new));
        sync();
        say(IntStream.rangeClosed(1, 1200).mapToObj(i -> "E" + i).toArray(String[]::new));
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(1200);
        assertThat(members()).hasSize(1200);
        sayNoMore("E1");
        CycleRun one = sync();
        assertThat(one.getCycle().counted(Counted.MEMBERSHIPS)).isEqualTo(1);
        assertThat(members()).hasSize(1199);
    }

    @Test
    void aMappingThatDoesNotSayWhoseRowsTheMembersAreIsWarnedOf() throws Exception {
        company.write("mappings/roles.yaml", roles("{strangers: keep}"));
        assertThat(ProjectReader.read(folder, SmallCompany.INSTALLATION.resolve("connectors")).problems().inOrder()).singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("they stay empty"));
    }

    @Test
    void thePeopleWhoAreMeantAreBroughtThereFirst() throws Exception {
        company.write("mappings/people.yaml", SmallCompany.mapping("${body[dept]}").replace("job: app", "job: people"));
        Files.move(folder.resolve("mappings/roles.yaml"), folder.resolve("mappings/a-roles.yaml"));
        company.write("mappings/a-roles.yaml", roles("{of: people}").replace("job: roles", "job: a-roles"));
        Files.delete(folder.resolve("mappings/app.yaml"));
        assertThat(company.project().outbound()).extracting(job -> job.name()).containsExactly("people", "a-roles");
    }

    @Test
    void whoeverHasNoRowYetComesWithIt() throws Exception {
        company.sync("hr", false);
        company.sync("teams", false);
        say("E1");
        company.sync("roles", false);
        assertThat(members()).isEmpty();
        company.sync("app", false);
        company.sync("roles", false);
        assertThat(members()).containsExactly("ada");
    }
}
