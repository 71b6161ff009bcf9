package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether there is anything to do is known before a target is asked: the demonstration starts its servers by it. */
class SynchronizationTest {

    @TempDir
    private Path folder;
    private EmbeddedDirectory directory;
    private SmallCompany company;
    private OpenProject project;

    @BeforeEach
    void peopleAndTeamsInADirectory() throws Exception {
        directory = EmbeddedDirectory.start();
        company = new SmallCompany(folder).hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        Files.delete(folder.resolve("mappings/app.yaml"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.key = team
                caravan.systems.members.connector = csv-source
                caravan.systems.members.file = members.csv
                caravan.systems.members.key = team, person
                caravan.systems.ldap.connector = ldap
                caravan.systems.ldap.url = %s
                caravan.systems.ldap.bindDn = %s
                caravan.systems.ldap.bindPassword = {{file:password}}
                caravan.systems.ldap.baseDn = %s
                caravan.systems.ldap.disableAttribute = description
                caravan.systems.ldap.disabledValue = disabled
                """.formatted(directory.url(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.SUFFIX));
        company.write("password", directory.password());
        company.write("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: ldap, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  {dn: "uid=${body[workerId]},ou=people,dc=example,dc=com", uid: "${body[workerId]}", cn: "${body[name]}", sn: "${body[name]}", employeeNumber: "${body[workerId]}"}
                """);
        company.write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [team]}
                to: {hub: group}
                match: [{hub: name, value: "${body[team]}"}]
                attributes: {name: "${body[team]}"}
                """);
        company.write("mappings/members.yaml", """
                job: members
                from: {system: members, object: record, attributes: [team, person]}
                to: {hub: membership}
                attributes: {group: {reference: "${body[team]}"}, member: {reference: "${body[person]}"}}
                """);
        company.write("mappings/groups.yaml", """
                job: groups
                from: {hub: group}
                to: {system: ldap, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes: {dn: "cn=${body[name]},ou=groups,dc=example,dc=com", cn: "${body[name]}"}
                """);
        company.write("teams.csv", "team\ncrew\n");
        company.write("members.csv", "team,person\ncrew,E1\n");
        project = OpenProject.open(new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath())), Caller.of(Optional.of("ada"), Clock.systemUTC()), JobProgress.NONE);
    }

    @AfterEach
    void close() {
        project.close();
        company.close();
        directory.close();
    }

    private boolean hasWork(String job) {
        OutboundJob groups = project.project().outbound().stream().filter(one -> one.name().equals(job)).findFirst().orElseThrow();
        return Synchronization.hasWork(project, groups);
    }

    @Test
    void whoCameIntoAGroupIsWorkAlthoughNothingElseChanged() throws Exception {
        assertThat(hasWork("groups")).isTrue();
        assertThat(Synchronization.run(project, project.jobs(List.of()), false)).extracting(JobRun::status).containsOnly(RunStatus.DONE);
        assertThat(hasWork("groups")).isFalse();

        company.write("members.csv", "team,person\ncrew,E1\ncrew,E2\n");
        Synchronization.run(project, project.project().inbound(), false);
        assertThat(hasWork("users")).isFalse();
        assertThat(hasWork("groups")).isTrue();
    }

    @Test
    void whoGotAnAccountAndBelongsIntoAGroupIsWorkThere() {
        Synchronization.run(project, project.jobs(List.of("hr", "teams", "members", "groups")), false);
        assertThat(hasWork("groups")).isFalse();
        Synchronization.run(project, project.jobs(List.of("users")), false);
        assertThat(hasWork("groups")).isTrue();
    }
}
