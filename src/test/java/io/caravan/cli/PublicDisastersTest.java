package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.camel.scim.ScimProxy;
import io.caravan.camel.scim.ScimProxy.Answer;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What went wrong elsewhere, in public: each happens here once, and its report is named. The numbers are those of docs/explanation/disasters-of-others.md. */
class PublicDisastersTest {

    private static final String USER = "{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:User\"],\"active\":true,\"userName\":\"%s\",\"externalId\":\"%s\"}";

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aCompany() {
        company = new AfflictedCompany(folder);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private String run(int exitCode, String... words) {
        int ended = company.run(words);
        assertThat(ended).as(company.said()).isEqualTo(exitCode);
        return company.said();
    }

    private String sync(int exitCode, String... more) {
        return run(exitCode, IntStream.rangeClosed(0, more.length).mapToObj(i -> i == 0 ? "sync" : more[i - 1]).toArray(String[]::new));
    }

    private static String[] people(int count, String rest) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "E" + i + ",Name" + i + "," + rest).toArray(String[]::new);
    }

    /** What the application was asked to change since this was last asked for. */
    private List<ScimProxy.Asked> written() {
        return company.application().asked().stream().filter(request -> !request.method().equals("GET")).toList();
    }

    @Test
    void thePageOfDisastersNamesTheseTestsAndNoOthers() throws Exception {
        Set<String> named = Pattern.compile("`(no\\d\\d\\w+)`").matcher(Files.readString(Path.of("docs/explanation/disasters-of-others.md"))).results().map(found -> found.group(1)).collect(Collectors.toSet());
        assertThat(named).isEqualTo(Arrays.stream(PublicDisastersTest.class.getDeclaredMethods()).map(Method::getName).filter(name -> name.matches("no\\d\\d.*")).collect(Collectors.toSet()));
    }

    /** Entra ID, FAQ of the inbound provisioning API: bulkUpload does not look whether a user name is taken. */
    @Test
    void no07NamesakesGetOneNameEachInAllTargetsAndNobodyElsesAccount() throws Exception {
        company.withDirectory("").withApplication("").withTable("").hr("E1,Ada,D1,,,,", "E2,Ada,D1,,,,", "E3,Ada,D1,,,,");
        company.ask("POST", "/Users", USER.formatted("ada", "robot"));
        sync(0, "hr", "app");
        String taken = company.user("E2").path("userName").asText();
        company.sql("insert into users values ('old', '" + taken + "', 'Somebody else', 'yes')");
        assertThat(sync(4)).contains("E2", "conflict", "dead-letters retry");
        assertThat(company.rows("select worker || name || active from users where login = '" + taken + "'")).containsExactly("oldSomebody elseyes");
        company.sql("update users set login = 'somebody' where worker = 'old'");
        run(0, "dead-letters", "retry", "--job", "crm", "--cause", "conflict");
        sync(0);
        for (String who : List.of("E1", "E2", "E3")) {
            String name = company.user(who).path("userName").asText();
            assertThat(company.entry(who).getAttributeValue("uid")).isEqualTo(name).isIn("ada2", "ada3", "ada4");
            assertThat(company.rows("select login from users where worker = '" + who + "'")).containsExactly(name);
        }
        assertThat(company.user("robot").path("userName").asText()).isEqualTo("ada");
    }

    /** azure-docs#45885: who is made before the manager, or the group's member, never gets the reference. */
    @Test
    void no08ManagersAndMembersWhoComeLaterAreSetByThemselves() throws Exception {
        company.withApplication("").withGroups("app").write("groups/staff.yaml", "group: staff\nowner: E5\ninclude: \"${body[dept]} == 'D1'\"\n");
        company.hr("E1,Ada,D1,E2,,,", "E2,Bob,D1,E3,,,", "E3,Cyd,D1,E1,,,", "E4,Dan,D1,E5,,,");
        sync(0);
        assertThat(manager("E1")).isEqualTo(company.user("E2").path("id").asText());
        assertThat(manager("E2")).isEqualTo(company.user("E3").path("id").asText());
        assertThat(manager("E3")).isEqualTo(company.user("E1").path("id").asText());
        assertThat(manager("E4")).isEmpty();
        company.application().asked();
        company.hr("E1,Ada,D1,E2,,,", "E2,Bob,D1,E3,,,", "E3,Cyd,D1,E1,,,", "E4,Dan,D1,E5,,,", "E5,Eve,D1,,,,");
        sync(0);
        assertThat(manager("E4")).isEqualTo(company.user("E5").path("id").asText());
        assertThat(company.membersInApplication("staff")).hasSize(5).contains(company.user("E5").path("id").asText());
        assertThat(written()).as("one new user, one manager, one member").hasSize(3);
    }

    private String manager(String workerId) {
        return company.user(workerId).path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User").path("manager").path("value").asText();
    }

    /** Entra ID, InvalidAnchor, and learn.microsoft.com 2278290: one broken link, one changed group, and the remedy was to begin anew with everybody. */
    @Test
    void no09WhatWasChangedByHandIsFoundAndMendedAloneOfAnAccountAndOfAGroup() throws Exception {
        company.withApplication("").withGroups("app").write("groups/staff.yaml", "group: staff\ninclude: \"${body[dept]} == 'D1'\"\n").hr(people(30, "D1,,,,"));
        sync(0);
        String lost = company.user("E7").path("id").asText();
        company.ask("DELETE", "/Users/" + lost, "");
        company.ask("POST", "/Users", USER.formatted("name7", "E7"));
        String again = company.user("E7").path("id").asText();
        String group = company.ask("GET", "/Groups", "").path("Resources").path(0).path("id").asText();
        String out = company.user("E9").path("id").asText();
        company.ask("PATCH", "/Groups/" + group, "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + out + "\\\"]\"}]}");
        assertThat(again).isNotEqualTo(lost);
        assertThat(run(4, "drift", "app")).contains("link-to-nothing  E7");
        company.application().asked();
        sync(0, "--full");
        assertThat(written()).as("the account, and the two members of one group").hasSize(3)
                .allMatch(request -> (request.path() + request.body()).contains(again) || request.body().contains(lost));
        assertThat(company.membersInApplication("staff")).hasSize(30).contains(again, out).doesNotContain(lost);
        assertThat(company.user("E7").path("displayName").asText()).isEqualTo("Name7");
        assertThat(run(0, "log", "--who", "E7")).contains("app  link  E7");
        run(0, "drift", "app");
    }

    /** authentik#25330, #20410, idp-scim-sync#62, FusionAuth#2784 and #3307: a provider that takes 100 members in a request, shows 100 of a group, and has no PUT. */
    @Test
    void no10AGroupOfMoreThanAHundredIsFilledInPartsAndNeverRewrittenFromPartOfIt() throws Exception {
        company.withApplication("").withGroups("app").write("groups/staff.yaml", "group: staff\ninclude: \"${body[dept]} == 'D1'\"\n").hr(people(250, "D1,,,,"));
        company.application().instead = request -> request.method().equals("PUT") ? Optional.of(Answer.error(501, ""))
                : request.changesGroup() && request.body().split("\"value\"").length > 102 ? Optional.of(Answer.error(400, "tooMany")) : Optional.empty();
        company.application().afterwards = (request, answer) -> request.path().startsWith("/Groups") && request.method().equals("GET") ? TwistedAnswer.firstMembers(answer, 100) : answer;
        sync(0);
        assertThat(company.membersInApplication("staff")).hasSize(250);
        assertThat(sync(4, "--full")).contains("Left behind in app-groups: 150", "does not list this member");
        assertThat(company.membersInApplication("staff")).hasSize(250);
        company.settings("caravan.systems.app.groupMembers = asked");
        run(0, "dead-letters", "retry", "--job", "app-groups");
        sync(0, "--full");
        company.hr(IntStream.rangeClosed(1, 250).mapToObj(i -> "E" + i + ",Name" + i + "," + (i == 250 ? "D2" : "D1") + ",,,,").toArray(String[]::new));
        company.application().asked();
        sync(0);
        assertThat(company.membersInApplication("staff")).hasSize(249).doesNotContain(company.user("E250").path("id").asText());
        assertThat(written()).hasSize(1);
    }

    /** awslabs/ssosync#17: 200 people in 200 groups took 40,000 calls, each time. */
    @Test
    void no11TwentyGroupsOfTwentyCostTwentyRequestsAndNothingWhenNothingChanges() throws Exception {
        company.withApplication("").withGroups("app").write("groups/teams.yaml", "group: \"team-${each}\"\neach: \"${split(${body[dept]}, ';')}\"\n");
        String teams = IntStream.rangeClosed(1, 20).mapToObj(i -> "T" + i).collect(Collectors.joining(";"));
        company.hr(people(20, teams + ",,,,"));
        sync(0);
        List<ScimProxy.Asked> asked = company.application().asked();
        assertThat(asked.stream().filter(ScimProxy.Asked::changesGroup)).hasSize(20);
        assertThat(asked.stream().filter(request -> request.method().equals("GET")).count()).isLessThan(40);
        assertThat(IntStream.rangeClosed(1, 20).mapToObj(i -> company.membersInApplication("team-T" + i))).allMatch(members -> members.size() == 20);
        sync(0);
        assertThat(company.application().asked()).as("nothing changed").hasSizeLessThan(3);
        sync(0, "--full");
        assertThat(company.application().asked()).as("all is read in pages, and compared here").hasSizeLessThan(8).allMatch(request -> request.method().equals("GET"));
    }

    /** teleport#67372: members were sent, the answer was 200, and none was stored. */
    @Test
    void no12AYesThatStoresNothingIsNotedAndSaidAndNotRepeatedForEver() throws Exception {
        company.withApplication("").withGroups("app").write("groups/staff.yaml", "group: staff\ninclude: \"${body[dept]} == 'D1'\"\n").hr(people(3, "D1,,,,"));
        company.application().instead = request -> request.changesGroup() ? Optional.of(new Answer(200, "{}")) : Optional.empty();
        assertThat(sync(4)).contains("Left behind in app-groups: 3", "E1", "E2", "E3");
        assertThat(company.membersInApplication("staff")).isEmpty();
        assertThat(run(0, "log", "--action", "join").lines().filter(line -> line.contains("app-groups"))).hasSize(3).allMatch(line -> line.contains("failure"));
        company.application().asked();
        sync(4);
        assertThat(written()).isEmpty();
        company.application().instead = request -> Optional.empty();
        run(0, "dead-letters", "retry", "--job", "app-groups");
        sync(0);
        assertThat(company.membersInApplication("staff")).hasSize(3);
        assertThat(company.ask("GET", "/Groups", "").path("totalResults").asInt()).isEqualTo(1);
    }

    /** azure-docs#69521: a change that the log of changes does not show is missed for ever. */
    @Test
    void no17ALeaverWhomTheDeltaDoesNotShowIsFoundByTheNextFullReading() throws Exception {
        company.withTable("");
        company.sql("create table person (workerId text primary key, name text, dept text, manager text, start text, \"end\" text, zone text, changed integer)");
        company.sql("insert into person values ('E1', 'Ada', '', '', '', '', '', 1000), ('E2', 'Bob', '', '', '', '', '', 2000), ('E3', 'Cyd', '', '', '', '', '', 3000)");
        company.write("application.properties", AfflictedCompany.text(folder, "application.properties").replaceAll("caravan.systems.hr.*\\n", ""))
                .settings("caravan.systems.hr.connector = jdbc", "caravan.systems.hr.url = jdbc:sqlite:" + folder.resolve("crm.db"), "caravan.systems.hr.table = person",
                        "caravan.systems.hr.key = workerId", "caravan.systems.hr.changedSince = changed", "caravan.systems.hr.overlapSeconds = 0");
        sync(0);
        company.sql("update person set \"end\" = '2026-11-01' where workerId = 'E1'");
        company.sql("update person set name = 'Robert', changed = 4000 where workerId = 'E2'");
        company.sql("delete from person where workerId = 'E3'");
        sync(0);
        assertThat(company.rows("select worker || name || active from users order by worker")).containsExactly("E1Adayes", "E2Robertyes", "E3Cydyes");
        sync(0, "--full");
        assertThat(company.rows("select worker || active from users order by worker")).containsExactly("E1no", "E2yes", "E3no");
    }

    /** azure-docs#50227, entra-docs#89: the end of a day was taken for UTC's, and a date without a time got lost. */
    @Test
    void no18ADayBeginsAndEndsWhereThePersonIs() throws Exception {
        company.withTable("lifecycle: {prehireState: disabled}\n").at("2026-11-30T09:00:00Z");
        company.hr("E1,Ada,,,,2026-11-30,Pacific/Auckland", "E2,Bob,,,,2026-11-30T00:00:00,Pacific/Honolulu", "E3,Cyd,,,2026-12-01,,Pacific/Auckland", "E4,Dan,,,20261201,,Pacific/Honolulu");
        sync(0);
        assertThat(open()).containsExactly("E1", "E2");
        company.at("2026-11-30T11:30:00Z");
        sync(0);
        assertThat(open()).as("it is December in Auckland").containsExactly("E2", "E3");
        assertThat(run(0, "explain", "E1", "crm")).contains("2026-11-30");
        company.at("2026-12-01T10:30:00Z");
        sync(0);
        assertThat(open()).as("and in Honolulu").containsExactly("E3", "E4");
    }

    private List<String> open() {
        return company.rows("select worker from users where active = 'yes' order by worker");
    }

    /** better-auth#11111, Kiro#10711, rancher#55220: whoever comes back is created, and refused with 409, because the inactive account is not shown. */
    @Test
    void no20WhoeverComesBackGetsTheOldAccountAndIsToldOfWhereItCannotBeSeen() throws Exception {
        company.withApplication("").hr("E1,Ada,,,,,", "E2,Bob,,,,,");
        sync(0);
        String id = company.user("E1").path("id").asText();
        company.hr("E1,Ada,,,,2026-11-01,", "E2,Bob,,,,,");
        sync(0);
        assertThat(company.user("E1").path("active").asBoolean()).isFalse();
        company.application().afterwards = (request, answer) -> request.method().equals("GET") && request.path().startsWith("/Users?") ? TwistedAnswer.withoutInactive(answer) : answer;
        company.application().asked();
        company.hr("E1,Ada,,,,,", "E2,Bob,,,,,");
        sync(0, "--full");
        assertThat(company.user("E1").path("active").asBoolean()).isTrue();
        assertThat(written()).hasSize(1).allMatch(request -> request.path().equals("/Users/" + id));
        // the same, and nobody knows any more that she had one
        company.hr("E1,Ada,,,,2026-11-01,", "E2,Bob,,,,,");
        sync(0);
        company.delete("state/caravan.db");
        company.hr("E1,Ada,,,,,", "E2,Bob,,,,,");
        assertThat(sync(4)).contains("E1", "conflict");
        run(0, "settle", "E1", "app", "--account", id);
        sync(0);
        assertThat(company.user("E1").path("active").asBoolean()).isTrue();
        assertThat(company.ask("GET", "/Users", "").path("totalResults").asInt()).isEqualTo(2);
    }

    /** ssoready#164: another name was a new account, and the old one went with all that was in it. */
    @Test
    void no21WhoMarriesKeepsAccountAndGroupsUnderTheNewName() throws Exception {
        company.withDirectory("").withGroups("directory").write("groups/staff.yaml", "group: staff\ninclude: \"${body[dept]} == 'D1'\"\n");
        company.write("mappings/directory.yaml", AfflictedCompany.text(folder, "mappings/directory.yaml").replaceAll("uid: .*", "uid: \"\\${lowercase(\\${body[name]})}\""));
        company.hr("E1,Ada,D1,,,,", "E2,Bob,D1,E1,,,");
        sync(0);
        Entry before = company.entry("E1");
        try (LDAPConnection ldap = company.ldap()) {
            ldap.modify(before.getDN(), new Modification(ModificationType.ADD, "description", "what the application keeps"));
        }
        company.hr("E1,Adele,D1,,,,", "E2,Bob,D1,E1,,,");
        sync(0);
        Entry after = company.entry("E1");
        assertThat(after.getDN()).startsWith("uid=adele,");
        assertThat(after.getAttributeValue("entryUUID")).isEqualTo(before.getAttributeValue("entryUUID"));
        assertThat(after.getAttributeValue("description")).isEqualTo("what the application keeps");
        assertThat(company.membersInDirectory("staff")).containsExactly(after.getDN(), company.entry("E2").getDN());
        assertThat(company.entry("E2").getAttributeValue("manager")).isEqualTo(after.getDN());
        assertThat(run(0, "log", "--who", "E1")).contains("update").doesNotContain("delete");
    }

    /** adobe user-sync#268: what two groups give was taken away with the one before it came with the other. */
    @Test
    void no23WhoMovesHasTheNewAccessBeforeTheOldGoesAndWhatBothGiveAllTheTime() throws Exception {
        company.withApplication("  roles: {value: \"${assignment[roles]}\", clear: when-absent}\n").withGroups("app").write("groups/departments.yaml", "group: \"dept-${each}\"\neach: \"${body[dept]}\"\n");
        company.write("assignments/d1.yaml", "application: app\nrole: User\ninclude: \"${body[dept]} == 'D1'\"\n")
                .write("assignments/d2.yaml", "application: app\nrole: User\ninclude: \"${body[dept]} == 'D2'\"\n");
        company.hr("E1,Ada,D1,,,,", "E2,Bob,D2,,,,", "E3,Cyd,D1,,,,");
        sync(0);
        assertThat(company.user("E1").path("roles").findValuesAsText("value")).containsExactly("User");
        company.application().asked();
        company.hr("E1,Ada,D2,,,,", "E2,Bob,D2,,,,", "E3,Cyd,D1,,,,");
        sync(0);
        List<ScimProxy.Asked> written = written();
        assertThat(written).as("one joins, one leaves, and no role comes or goes").hasSize(2).allMatch(ScimProxy.Asked::changesGroup);
        assertThat(written.get(0).body()).contains("\"add\"");
        assertThat(written.get(1).body()).contains("\"remove\"");
        assertThat(company.membersInApplication("dept-D2")).hasSize(2).contains(company.user("E1").path("id").asText());
        assertThat(company.membersInApplication("dept-D1")).containsExactly(company.user("E3").path("id").asText());
        assertThat(run(0, "assignments", "E1")).contains("assignments/d2.yaml").doesNotContain("assignments/d1.yaml");
    }

    /** terraform-okta#1798: a change of the configuration, and all assignments were gone. */
    @Test
    void no26AChangedFileThatWouldTakeEverythingAwayIsHeldWhateverFileItIs() throws Exception {
        company.withTable("scope: {assigned: true}\n").write("assignments/crm.yaml", rule("D1")).hr(people(12, "D1,,,,"));
        sync(0);
        assertThat(open()).hasSize(12);
        company.write("assignments/crm.yaml", rule("D11"));
        assertThat(run(5, "plan")).contains("12 of 12");
        assertThat(sync(5)).contains("assignments/crm.yaml", "--let-leave");
        assertThat(open()).hasSize(12);
        company.delete("assignments/crm.yaml");
        sync(5);
        assertThat(open()).hasSize(12);
        company.write("assignments/crm.yaml", rule("D1"));
        String mapping = AfflictedCompany.text(folder, "mappings/crm.yaml");
        company.write("mappings/crm.yaml", mapping.replace("{assigned: true}", "{assigned: true, include: \"${body[dept]} == 'D11'\"}"));
        assertThat(sync(5)).contains("caravan approve crm");
        assertThat(open()).hasSize(12);
        company.write("mappings/crm.yaml", mapping);
        sync(0);
        assertThat(open()).hasSize(12);
    }

    private static String rule(String dept) {
        return "application: crm\ninclude: \"${body[dept]} == '" + dept + "'\"\n";
    }

    /** lsc#451: a delete that is due later looks its person up in a source that does not have her any more. */
    @Test
    void no28ADeleteThatIsDueLaterNeedsNoSourceAnyMore() throws Exception {
        company.withDirectory("lifecycle: {onLeaver: disable, hold: P30D}\n").hr("E1,Ada,,,,,", "E2,Bob,,,,,", "E3,Cyd,,,,,");
        sync(0);
        company.hr("E2,Bob,,,,,", "E3,Cyd,,,,,");
        sync(0);
        String anchor = company.entry("E1").getAttributeValue("entryUUID");
        try (LDAPConnection ldap = company.ldap()) {
            ldap.modifyDN(company.entry("E1").getDN(), "uid=renamed-by-hand", true);
        }
        company.delete("hr.csv");
        company.at("2026-12-21T12:00:00Z");
        sync(1);
        try (LDAPConnection ldap = company.ldap()) {
            assertThat(ldap.search(AfflictedCompany.PEOPLE, SearchScope.ONE, "(uid=*)").getSearchEntries()).extracting(Entry::getDN)
                    .containsExactlyInAnyOrder(company.entry("E2").getDN(), company.entry("E3").getDN());
        }
        assertThat(run(0, "log", "--who", "E1", "--action", "delete")).contains("success", anchor);
    }
}
