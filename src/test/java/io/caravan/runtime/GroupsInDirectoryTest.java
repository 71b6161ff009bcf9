package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.engine.StateStore;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups come from a file and become groups of a directory; who is in them is what the origins say, as far as there are accounts. */
class GroupsInDirectoryTest {

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
                guard: {maxDisable: 100%}
                """);
        company.write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name, title]}
                to: {hub: group}
                match: [{hub: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}", title: "${body[title]}"}
                """);
        company.write("mappings/groups.yaml", groups(""));
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        company.write("teams.csv", "name,title\ncrew,The crew\n");
    }

    private static String groups(String more) {
        return """
                job: groups
                from: {hub: group}
                to: {system: ldap, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes:
                  dn: "cn=${body[name]},ou=groups,dc=example,dc=com"
                  cn: "${body[name]}"
                  description: "${body[title]}"
                """ + more;
    }

    @AfterEach
    void close() {
        company.close();
        directory.close();
    }

    private CycleRun sync() {
        company.sync("hr", false);
        company.sync("teams", false);
        company.sync("users", false);
        return company.sync("groups", false);
    }

    private SaidMemberships said() {
        return new SaidMemberships(company.project());
    }

    private Set<String> members(String group) throws LDAPException {
        try (LDAPConnection connection = connect()) {
            Entry entry = connection.getEntry("cn=" + group + "," + EmbeddedDirectory.GROUPS, "member");
            return entry == null || !entry.hasAttribute("member") ? Set.of() : Arrays.stream(entry.getAttributeValues("member")).filter(dn -> !dn.equals("cn=nobody"))
                    .map(dn -> dn.substring(4, dn.indexOf(','))).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, "only-for-this-test");
    }

    @Test
    void whoIsSaidToBeInAGroupComesIntoItAndLeavesWithTheLastWhoSaysSo() throws Exception {
        sync();
        assertThat(members("crew")).isEmpty();
        said().say("crew", Origin.source("teams"), "E1", "E2");
        said().say("crew", Origin.rule("groups/crew.yaml"), "E2");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(members("crew")).containsExactly("ada", "bob");

        said().sayNoMore("crew", Origin.source("teams"), "E1", "E2");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
        assertThat(members("crew")).containsExactly("bob");
        said().sayNoMore("crew", Origin.rule("groups/crew.yaml"), "E2");
        sync();
        assertThat(members("crew")).isEmpty();
        assertThat(sync().getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
    }

    @Test
    void membersComeWithTheFirstCycleOfANewGroup() throws Exception {
        company.sync("hr", false);
        company.sync("teams", false);
        company.sync("users", false);
        said().say("crew", Origin.source("teams"), "E1", "E3");
        company.sync("groups", false);
        assertThat(members("crew")).containsExactly("ada", "cyd");
    }

    @Test
    void whoHasNoAccountYetComesByItselfAndWhoseAccountIsClosedLeaves() throws Exception {
        company.sync("hr", false);
        company.sync("teams", false);
        said().say("crew", Origin.source("teams"), "E1", "E2");
        company.sync("groups", false);
        assertThat(members("crew")).isEmpty();
        company.sync("users", false);
        company.sync("groups", false);
        assertThat(members("crew")).containsExactly("ada", "bob");

        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,2026-11-01", "E3,Cyd,D1,,");
        sync();
        assertThat(members("crew")).containsExactly("ada");
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        sync();
        assertThat(members("crew")).containsExactly("ada", "bob");
    }

    @Test
    void whoIsCalledOtherwiseStaysAMemberUnderTheNewName() throws Exception {
        sync();
        said().say("crew", Origin.source("teams"), "E1");
        sync();
        company.hr("E1,Adele,D1,,", "E2,Bob,D1,,", "E3,Cyd,D1,,");
        sync();
        assertThat(members("crew")).containsExactly("adele");
    }

    @Test
    void aMembershipBeginsAndEndsByItself() throws Exception {
        sync();
        try (StateStore store = Stores.open(company.project())) {
            long group = store.hub().identitiesByKey(Kind.GROUP, List.of("crew")).get("crew").id();
            long ada = store.hub().identitiesByKey(Kind.PERSON, List.of("E1")).get("E1").id();
            store.memberships().save(List.of(new Membership(group, ada, Origin.operator("eve"), Optional.of(Instant.parse("2026-11-21T00:00:00Z")),
                    Optional.of(Instant.parse("2026-11-25T00:00:00Z")))));
        }
        sync();
        assertThat(members("crew")).isEmpty();
        company.at("2026-11-22T12:00:00Z");
        sync();
        assertThat(members("crew")).containsExactly("ada");
        company.at("2026-11-25T00:00:00Z");
        sync();
        assertThat(members("crew")).isEmpty();
    }

    @Test
    void whatWasDoneByHandIsPutRightInAFullCycleAndStrangersAreLeftAlone() throws Exception {
        sync();
        said().say("crew", Origin.source("teams"), "E1", "E2");
        sync();
        byHand(ModificationType.DELETE, "uid=ada,ou=people,dc=example,dc=com");
        byHand(ModificationType.ADD, "uid=cyd,ou=people,dc=example,dc=com");
        sync();
        assertThat(members("crew")).containsExactly("bob", "cyd");
        company.sync("groups", true);
        assertThat(members("crew")).containsExactly("ada", "bob", "cyd");
        assertThat(company.sync("groups", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");

        company.close();
        company.write("mappings/groups.yaml", groups("members: {strangers: remove}\n"));
        company.sync("groups", true);
        assertThat(members("crew")).containsExactly("ada", "bob");
    }

    @Test
    void aStrangerWhoIsSaidToBelongThereIsOneNoMore() throws Exception {
        sync();
        byHand(ModificationType.ADD, "UID=Ada, ou=People,dc=example,dc=com");
        company.sync("groups", true);
        said().say("crew", Origin.source("teams"), "E1");
        assertThat(company.sync("groups", false).getCycle().counts()).doesNotContainKeys("planned-join");
        said().sayNoMore("crew", Origin.source("teams"), "E1");
        company.sync("groups", false);
        assertThat(members("crew")).isEmpty();
    }

    private void byHand(ModificationType type, String dn) throws LDAPException {
        try (LDAPConnection connection = connect()) {
            connection.modify("cn=crew," + EmbeddedDirectory.GROUPS, new Modification(type, "member", dn));
        }
    }

    private List<String> listed(String group) throws LDAPException {
        try (LDAPConnection connection = connect()) {
            Entry entry = connection.getEntry("cn=" + group + "," + EmbeddedDirectory.GROUPS, "member");
            return entry.hasAttribute("member") ? List.of(entry.getAttributeValues("member")) : List.of();
        }
    }

    @Test
    void whatStandsInAnEmptyGroupGoesWithTheFirstMemberAndIsNobody() throws Exception {
        company.write("mappings/groups.yaml", groups("members: {strangers: remove}\n"));
        sync();
        assertThat(listed("crew")).containsExactly("cn=nobody");
        said().say("crew", Origin.source("teams"), "E1", "E2");
        sync();
        assertThat(listed("crew")).containsExactlyInAnyOrder("uid=ada,ou=people,dc=example,dc=com", "uid=bob,ou=people,dc=example,dc=com");
        byHand(ModificationType.ADD, "CN=nobody");
        assertThat(company.sync("groups", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        try (StateStore store = Stores.open(company.project())) {
            assertThat(store.memberships().size("groups")).isEqualTo(2);
            assertThat(store.memberships().listed("groups", Standing.STRANGER, Optional.empty(), 10)).isEmpty();
        }
        said().say("crew", Origin.source("teams"), "E3");
        sync();
        assertThat(listed("crew")).as("it goes with the next who comes").hasSize(3).noneMatch(dn -> dn.endsWith("nobody"));
        said().sayNoMore("crew", Origin.source("teams"), "E1", "E2", "E3");
        sync();
        assertThat(listed("crew")).as("this directory has groups without members; OpenLDAP has not").isEmpty();
    }

    @Test
    void whomARouteHeldBackComesWithTheNextCycle() throws Exception {
        sync();
        said().say("crew", Origin.source("teams"), "E1");
        company.close();
        company.route("dispatch.camel.yaml", "          - to: caravan:deliver\n", "          - to: caravan:hold\n");
        assertThat(sync().getCycle().counted(Counted.HELD_BACK)).isEqualTo(1);
        company.close();
        Files.delete(folder.resolve("routes/dispatch.camel.yaml"));
        assertThat(sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(members("crew")).containsExactly("ada");
    }

    @Test
    void aGroupThatLosesMoreThanHalfIsHeldAndNothingOfIt() throws Exception {
        company.hr(IntStream.rangeClosed(1, 12).mapToObj(i -> "E" + i + ",Person" + i + ",D1,,").toArray(String[]::new));
        sync();
        String[] all = IntStream.rangeClosed(1, 12).mapToObj(i -> "E" + i).toArray(String[]::new);
        said().say("crew", Origin.source("teams"), all);
        sync();
        assertThat(members("crew")).hasSize(12);
        said().sayNoMore("crew", Origin.source("teams"), Arrays.copyOf(all, 7));
        CycleRun held = sync();
        assertThat(held.getCycle().held()).hasValueSatisfying(text -> assertThat(text).contains("7 of 12 members would leave"));
        assertThat(members("crew")).hasSize(12);
        said().say("crew", Origin.source("teams"), "E1", "E2");
        assertThat(sync().getCycle().held()).isEmpty();
        assertThat(members("crew")).hasSize(7);
    }

    @Test
    void aLargeGroupCostsWhatChangesInIt() throws Exception {
        int many = 1500;
        company.hr(IntStream.rangeClosed(1, many).mapToObj(i -> "E" + i + ",Person" + i + ",D1,,").toArray(String[]::new));
        sync();
        String[] all = IntStream.rangeClosed(1, many).mapToObj(i -> "E" + i).toArray(String[]::new);
        said().say("crew", Origin.source("teams"), all);
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(many);
        assertThat(members("crew")).hasSize(many);
        said().sayNoMore("crew", Origin.source("teams"), Arrays.copyOf(all, 3));
        CycleRun few = sync();
        assertThat(few.getCycle().counted(Counted.MEMBERSHIPS)).isEqualTo(3);
        assertThat(few.getCycle().counted("applied-leave")).isEqualTo(3);
        company.write("teams.csv", "name,title\ncrew,The whole crew\n");
        CycleRun renamed = sync();
        assertThat(renamed.getCycle().counted("applied-update")).isEqualTo(1);
        assertThat(renamed.getCycle().counted(Counted.MEMBERSHIPS)).isZero();
    }
}
