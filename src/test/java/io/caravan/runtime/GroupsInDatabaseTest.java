package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.ProjectReader;
import io.caravan.engine.Counted;
import io.caravan.subject.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
