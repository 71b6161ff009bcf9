package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.subject.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory whose entries list what somebody is in: by a value of the group, and by the name of the group's own entry. */
class ListsInDirectoryTest {

    private static final Origin ONE = Origin.source("teams");
    private static final Origin OTHER = Origin.source("projects");

    @TempDir
    Path folder;
    private SmallCompany company;
    private EmbeddedDirectory directory;

    @BeforeEach
    void aDirectory() throws Exception {
        directory = EmbeddedDirectory.with().password("only-for-this-test").start();
        company = new SmallCompany(folder);
        Files.delete(folder.resolve("mappings/app.yaml"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.quietSeconds = 0
                caravan.systems.teams.key = name
                caravan.systems.ldap.connector = ldap
                caravan.systems.ldap.url = %s
                caravan.systems.ldap.bindDn = %s
                caravan.systems.ldap.bindPassword = {{file:password}}
                caravan.systems.ldap.baseDn = %s
                caravan.systems.ldap.disableAttribute = description
                caravan.systems.ldap.disabledValue = disabled
                """.formatted(directory.url(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.SUFFIX));
        company.write("password", "only-for-this-test");
        company.write("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: ldap, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: "uid=${lowercase(${body[name]})},ou=people,dc=example,dc=com"
                  uid: "${lowercase(${body[name]})}"
                  cn: "${body[name]}"
                  sn: "${body[name]}"
                  employeeNumber: "${body[workerId]}"
                  businessCategory: "${groups[title]}"
                  seeAlso: {reference: {kind: group, by: name, value: "${groups[name]}"}}
                guard: {maxDisable: 100%}
                """);
        company.write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name, title]}
                to: {hub: group}
                match: [{hub: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}", title: "${body[title]}"}
                """);
        company.write("mappings/groups.yaml", """
                job: groups
                from: {hub: group}
                to: {system: ldap, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes:
                  dn: "cn=${body[name]},ou=groups,dc=example,dc=com"
                  cn: "${body[name]}"
                """);
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        company.write("teams.csv", "name,title\ncrew,Sailor\ncooks,Cook\n");
        sync();
    }

    @AfterEach
    void close() {
        company.close();
        directory.close();
    }

    private void sync() {
        company.sync("hr", false);
        company.sync("teams", false);
        company.sync("users", false);
        company.sync("groups", false);
        company.sync("users", false);
    }

    private void say(String group, Origin origin, String... people) {
        new SaidMemberships(company.project()).say(group, origin, people);
    }

    private void sayNoMore(String group, Origin origin, String... people) {
        new SaidMemberships(company.project()).sayNoMore(group, origin, people);
    }

    private Set<String> values(String uid, String attribute) throws LDAPException {
        try (LDAPConnection connection = connect()) {
            Entry entry = connection.getEntry("uid=" + uid + "," + EmbeddedDirectory.PEOPLE, attribute);
            return entry.hasAttribute(attribute) ? Set.of(entry.getAttributeValues(attribute)) : Set.of();
        }
    }

    private void byHand(String uid, ModificationType type, String value) throws LDAPException {
        try (LDAPConnection connection = connect()) {
            connection.modify("uid=" + uid + "," + EmbeddedDirectory.PEOPLE, new Modification(type, "businessCategory", value));
        }
    }

    private LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, "only-for-this-test");
    }

    @Test
    void valuesComeAndGoOneByOneAndOthersStay() throws Exception {
        say("crew", ONE, "E1", "E2");
        say("crew", OTHER, "E1");
        say("cooks", ONE, "E1");
        sync();
        assertThat(values("ada", "businessCategory")).containsExactlyInAnyOrder("Sailor", "Cook");
        byHand("ada", ModificationType.ADD, "Poet");
        byHand("bob", ModificationType.ADD, "Poet");
        sayNoMore("crew", ONE, "E1", "E2");
        sync();
        assertThat(values("ada", "businessCategory")).containsExactlyInAnyOrder("Sailor", "Cook", "Poet");
        assertThat(values("bob", "businessCategory")).containsExactly("Poet");
        sayNoMore("crew", OTHER, "E1");
        sayNoMore("cooks", ONE, "E1");
        sync();
        assertThat(values("ada", "businessCategory")).containsExactly("Poet");
    }

    @Test
    void whatSomebodyElseWasQuickerToWriteIsNoReasonToWriteTheWholeList() throws Exception {
        say("crew", ONE, "E1", "E2");
        sync();
        byHand("ada", ModificationType.ADD, "Cook");
        byHand("ada", ModificationType.ADD, "Poet");
        byHand("ada", ModificationType.DELETE, "Sailor");
        say("cooks", ONE, "E1");
        sayNoMore("crew", ONE, "E1");
        sync();
        assertThat(values("ada", "businessCategory")).containsExactlyInAnyOrder("Cook", "Poet");
    }

    @Test
    void theNamesOfTheGroupsOwnEntriesAreListedAsSoonAsThereAreSome() throws Exception {
        say("crew", ONE, "E1");
        sync();
        assertThat(values("ada", "seeAlso")).containsExactly("cn=crew,ou=groups,dc=example,dc=com");
        company.write("teams.csv", "name,title\ncrew,Sailor\ncooks,Cook\nguests,Guest\n");
        company.sync("teams", false);
        say("guests", ONE, "E1");
        sync();
        assertThat(values("ada", "seeAlso")).containsExactlyInAnyOrder("cn=crew,ou=groups,dc=example,dc=com", "cn=guests,ou=groups,dc=example,dc=com");
        sayNoMore("crew", ONE, "E1");
        sync();
        assertThat(values("ada", "seeAlso")).containsExactly("cn=guests,ou=groups,dc=example,dc=com");
    }
}
