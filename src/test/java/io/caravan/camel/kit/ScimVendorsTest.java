package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.scim.ScimFormat;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The life of a person at each vendor whose service is SCIM, and what each does otherwise than the standard. */
class ScimVendorsTest {

    static Stream<String> vendors() {
        return ScimWays.VENDORS.stream();
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void theLifeOfAPerson(String vendor) {
        try (VendorScim at = new VendorScim(vendor)) {
            assertThat(at.port.test().isOk()).isTrue();
            Map<String, Object> ada = at.person();
            Object name = ada.get("userName");
            boolean finds = at.can("user", Operation.FIND);
            String by = at.port.spec().connector().objects().get("user").find().contains("userName") ? "userName" : "id";
            assertThat(finds ? at.port.find("user", by, by.equals("id") ? ada.get("externalId") : name) : List.of()).isEmpty();
            String id = at.made("user", ada);
            if (finds) {
                assertThat(at.port.find("user", by, by.equals("id") ? id : name)).hasSize(1).allSatisfy(found -> assertThat(found.get("id")).isEqualTo(id));
                assertThat(at.port.find("user", by, "somebody else")).isEmpty();
            }
            assertThat(at.port.get("user", id).attributes().asMap()).containsEntry("userName", name).containsEntry("active", true).containsEntry("name.familyName", ada.get("name.familyName"))
                    .containsEntry("emails.work", ada.get("emails.work"));
            assertThat(at.port.execute(create("user", ada, true)).kind()).as("the same once more").isEqualTo(OutcomeKind.CONFLICT);

            Map<String, Object> changes = new HashMap<>(Map.of("userName", "countess@example.test", "name.familyName", "King"));
            changes.put("title", null);
            Outcome updated = at.port.execute(change(Operation.UPDATE, "user", id, at.port.get("user", id).attributes(), changes));
            assertThat(updated.kind()).as(updated.message()).isEqualTo(OutcomeKind.OK);
            assertThat(at.port.get("user", id).attributes().asMap()).containsEntry("userName", "countess@example.test").containsEntry("name.familyName", "King")
                    .containsEntry("name.givenName", ada.get("name.givenName")).containsEntry("emails.work", ada.get("emails.work")).containsEntry("title", null);
            disabledAndEnabled(at, id);
            at.service.throttles = 1;
            Outcome throttled = at.changed(Operation.UPDATE, "user", id, Map.of("title", "X"));
            assertThat(throttled.kind()).isEqualTo(OutcomeKind.THROTTLED);
            assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(1));
            groups(at, id);
            gone(at, id);
        }
    }

    private static void disabledAndEnabled(VendorScim at, String id) {
        assertThat(at.changed(Operation.DISABLE, "user", id, Map.of()).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(at.service.user(id).path("active").asBoolean()).isFalse();
        if (at.service.ways.hidesInactive) {
            assertThat(at.port.get("user", id).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
            at.service.user(id).put("active", true);
            return;
        }
        assertThat(at.port.get("user", id).attributes().get("active")).isEqualTo(false);
        assertThat(at.changed(Operation.ENABLE, "user", id, Map.of("title", "Back")).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(at.port.get("user", id).attributes().asMap()).containsEntry("active", true).containsEntry("title", "Back");
    }

    private static void groups(VendorScim at, String id) {
        if (!at.can("group", Operation.ADD_MEMBERS)) {
            assertThat(at.port.spec().connector().objects()).as("there are no groups").doesNotContainKey("group");
            return;
        }
        String poets = at.can("group", Operation.CREATE) ? at.made("group", Map.of("displayName", "Poets")) : at.service.group("Poets");
        if (at.can("group", Operation.FIND)) {
            assertThat(at.port.find("group", "displayName", "Poets")).hasSize(1);
        }
        Outcome joined = at.members(Operation.ADD_MEMBERS, poets, List.of(id));
        assertThat(joined.kind()).as(joined.message()).isEqualTo(OutcomeKind.OK);
        assertThat(at.service.members(poets)).containsExactly(id);
        assertThat(at.members(Operation.ADD_MEMBERS, poets, List.of("nobody")).isOk()).isFalse();
        Outcome left = at.members(Operation.REMOVE_MEMBERS, poets, List.of(id));
        assertThat(left.kind()).as(left.message()).isEqualTo(OutcomeKind.OK);
        assertThat(at.service.members(poets)).isEmpty();
        Outcome renamed = at.changed(Operation.UPDATE, "group", poets, Map.of("displayName", "Bards"));
        assertThat(renamed.kind()).as(renamed.message()).isEqualTo(at.can("group", Operation.UPDATE) ? OutcomeKind.OK : OutcomeKind.UNSUPPORTED);
    }

    private static void gone(VendorScim at, String id) {
        Outcome deleted = at.changed(Operation.DELETE, "user", id, Map.of());
        assertThat(deleted.kind()).as(deleted.message()).isEqualTo(at.can("user", Operation.DELETE) ? OutcomeKind.OK : OutcomeKind.UNSUPPORTED);
        if (deleted.isOk()) {
            assertThat(at.port.get("user", id).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        }
        assertThat(at.changed(Operation.UPDATE, "user", "nobody", Map.of("title", "X")).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        Outcome refused = at.port.execute(create("user", Map.of("externalId", "x"), true));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("is missing");
    }

    @ParameterizedTest
    @MethodSource("vendors")
    void aListOfMoreThanTwoHundredAndFiftyIsWhole(String vendor) {
        try (VendorScim at = new VendorScim(vendor)) {
            at.service.fill(253);
            assertThat(at.connector.all("user")).hasSize(253).extracting(user -> user.get("id")).doesNotHaveDuplicates();
        }
    }

    @Test
    void noVendorsConnectorLendsTheWordOfAnother() {
        for (String vendor : ScimWays.VENDORS) {
            try (VendorScim at = new VendorScim(vendor)) {
                ConnectorSpec spec = at.port.spec().connector();
                assertThat(spec.heading().verified()).as(vendor).contains(List.of("webex", "sap-concur").contains(vendor) ? "vendor specification" : "documentation only");
                assertThat(at.port.spec().settings().getOrDefault("url", "")).startsWith("http");
            }
        }
    }

    @Test
    void awsTakesAHundredMembersAndTellsOfOneAtATime() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            aws.service.fill(101);
            String group = aws.made("group", Map.of("displayName", "Admins"));
            assertThat(aws.port.spec().connector().objects().get("group").memberships().orElseThrow().chunk()).isEqualTo(100);
            List<String> all = aws.service.everybody();
            assertThat(aws.members(Operation.ADD_MEMBERS, group, all).kind()).as("more than AWS takes").isEqualTo(OutcomeKind.INVALID);
            aws.asked.clear();
            assertThat(aws.members(Operation.ADD_MEMBERS, group, all.subList(0, 100)).isOk()).isTrue();
            assertThat(aws.asked).as("and one is asked for, who speaks for all").hasSize(2).last().asString().contains("filter=id eq \"" + group + "\" and members.value eq");
            assertThat(aws.port.get("group", group).attributes().has("members")).as("an empty list that AWS always shows says nothing").isFalse();
            assertThat(aws.members(Operation.REMOVE_MEMBERS, group, all.subList(0, 99)).isOk()).isTrue();
            assertThat(aws.asked).filteredOn(one -> one.startsWith("PATCH")).last().asString().contains("\"path\":\"members\",\"value\":[{");
            assertThat(aws.service.members(group)).containsExactly(all.get(99));
        }
    }

    @Test
    void aGroupThatDoesNotShowItsMembersIsNeverPutBack() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            aws.service.fill(2);
            aws.service.ways.renamesGroups = false;
            String group = aws.made("group", Map.of("displayName", "Admins"));
            aws.service.putIn(group, aws.service.everybody());
            assertThat(aws.changed(Operation.UPDATE, "group", group, Map.of("displayName", "Others")).isOk()).isFalse();
            assertThat(aws.asked).noneMatch(one -> one.startsWith("PUT"));
            assertThat(aws.service.members(group)).hasSize(2);
        }
    }

    @Test
    void awsPagesAreShortOrEmptyAndOthersFollow() {
        try (VendorScim aws = new VendorScim("aws-identity-center", Map.of("pageSize", "20"))) {
            aws.service.fill(70);
            assertThat(aws.connector.all("user")).hasSize(70);
            assertThat(aws.asked.get(0)).contains("cursor=,");
            assertThat(aws.asked).noneMatch(one -> one.contains("startIndex"));
        }
    }

    /** An endpoint that knows no cursors yet gives 50 users and says nothing of the others: with them, everybody else would be gone. */
    @Test
    void fiftyOfAwsAreNotTakenForAll() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            aws.service.fill(120);
            aws.service.ways.knowsCursors = false;
            assertThatThrownBy(() -> aws.connector.all("user")).hasMessageContaining("may know none");
        }
    }

    /** Of a hundred that were asked for, these fifty would look like all. */
    @Test
    void nobodyAsksAwsForMoreThanFifty() {
        assertThatThrownBy(() -> new ConnectorUnderTest("aws-identity-center", Map.of("region", "eu-central-1", "tenant", "t", "token", "x", "pageSize", "100")).close())
                .hasMessageContaining("pageSize").hasMessageContaining("50");
    }

    @Test
    void aFullFirstPageThatSaysNeitherHowManyThereAreNorWhereItGoesOnIsNotTheWhole() throws Exception {
        String hundred = "{'id':'1'},".repeat(99) + "{'id':'2'}";
        assertThatThrownBy(() -> page("{'Resources':[" + hundred + "]}", null)).hasMessageContaining("may know none");
        assertThat(page("{'totalResults':100,'Resources':[" + hundred + "]}", null).getVariable("nextPage")).isNull();
        assertThat(page("{'Resources':[{'id':'1'}]}", null).getVariable("nextPage")).isNull();
    }

    @Test
    void whatConcurHasOnlyTakenNoteOfIsWaitedFor() {
        try (VendorScim concur = new VendorScim("sap-concur")) {
            concur.service.says202 = true;
            String ada = concur.made();
            assertThat(concur.service.user(ada)).as("it is there when the answer is").isNotNull();
            assertThat(concur.asked).filteredOn(one -> one.contains("/provisions/")).hasSize(2);
            assertThat(concur.changed(Operation.UPDATE, "user", ada, Map.of("title", "Poet")).isOk()).isTrue();
            assertThat(concur.service.user(ada).path("title").asText()).isEqualTo("Poet");
        }
    }

    @Test
    void aPartThatConcurRefusesLaterIsARefusal() {
        try (VendorScim concur = new VendorScim("sap-concur")) {
            String ada = concur.made();
            Outcome refused = concur.changed(Operation.UPDATE, "user", ada, Map.of("title", SampleScim.UNTAKEN));
            assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(refused.message()).contains("spend:2.0:User").contains("spend.invalid there is no such reimbursement method");
        }
    }

    /** The parts that were not refused are there: who takes that for a refusal never looks for her. */
    @Test
    void aNewAccountOfWhichConcurRefusesAPartLaterIsLookedFor() {
        try (VendorScim concur = new VendorScim("sap-concur")) {
            Map<String, Object> ada = concur.person();
            ada.put("title", SampleScim.UNTAKEN);
            Outcome half = concur.port.execute(create("user", ada, true));
            assertThat(half.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            assertThat(half.message()).contains("spend.invalid there is no such reimbursement method");
            assertThat(concur.service.everybody()).hasSize(1);
        }
    }

    @Test
    void whatConcurDoesNotGetDoneIsInDoubt() {
        try (VendorScim concur = new VendorScim("sap-concur", Map.of("statusWait", "1"))) {
            concur.service.neverDone = true;
            Outcome open = concur.port.execute(create("user", concur.person(), true));
            assertThat(open.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            assertThat(open.message()).contains("/v4/provisions/");
        }
    }

    @Test
    void a202OfWhichNobodyTellsMoreIsInDoubt() {
        try (VendorScim concur = new VendorScim("sap-concur", "scim2", Map.of("contentType", "application/json", "userPath", "/identity/v4.1/Users", "userWritePath", "/v4/Users", "paging", "cursor"))) {
            concur.service.says202 = true;
            Map<String, Object> ada = concur.person();
            List.of("companyId", "startDate").forEach(name -> ada.put("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:" + name, ada.remove(name)));
            assertThat(concur.port.execute(create("user", ada, true)).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            concur.service.fill(1);
            assertThat(concur.changed(Operation.UPDATE, "user", concur.service.everybody().get(0), Map.of("title", "X")).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        }
    }

    @Test
    void theOneUserOfSnowflakeIsNobody() {
        try (VendorScim snowflake = new VendorScim("snowflake")) {
            snowflake.service.fill(3);
            snowflake.service.listsNobody = true;
            assertThatThrownBy(() -> snowflake.connector.all("user")).hasMessageContaining("synthesis_user").hasMessageContaining("nobody is read");
            snowflake.service.listsNobody = false;
            assertThat(snowflake.connector.all("user")).hasSize(3);
        }
    }

    @Test
    void webexShowsFiveHundredMembersAndTheOthersOnPages() {
        try (VendorScim webex = new VendorScim("webex")) {
            webex.service.fill(1203);
            String group = webex.made("group", Map.of("displayName", "Everybody"));
            webex.service.putIn(group, webex.service.everybody());
            assertThat((List<?>) webex.port.get("group", group).attributes().get("members")).hasSize(1203);
            assertThat(webex.asked).filteredOn(one -> one.contains("/Members")).hasSize(3);
            String first = webex.service.everybody().get(0);
            assertThat(webex.members(Operation.REMOVE_MEMBERS, group, List.of(first)).isOk()).isTrue();
            assertThat(webex.members(Operation.REMOVE_MEMBERS, group, List.of(first)).isOk()).as("who is not in it any more").isTrue();
        }
    }

    @Test
    void workplaceWantsToKnowWhoAsks() {
        try (VendorScim workplace = new VendorScim("workplace"); VendorScim plain = new VendorScim("workplace", "scim2", Map.of("headers", "X-Of-Ours=a%26b"))) {
            assertThat(workplace.port.test().isOk()).isTrue();
            assertThat(plain.port.test().kind()).isEqualTo(OutcomeKind.INVALID);
        }
    }

    @Test
    void whomSalesforceDoesNotDisableIsTold() {
        try (VendorScim salesforce = new VendorScim("salesforce")) {
            Map<String, Object> owner = salesforce.person();
            owner.put("userName", SampleScim.FROZEN);
            String id = salesforce.made("user", owner);
            Outcome refused = salesforce.changed(Operation.DISABLE, "user", id, Map.of());
            assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(refused.message()).contains("FIELD_INTEGRITY_EXCEPTION");
            assertThat(salesforce.service.user(id).path("active").asBoolean()).isTrue();
            String other = salesforce.made();
            salesforce.asked.clear();
            assertThat(salesforce.changed(Operation.DISABLE, "user", other, Map.of()).isOk()).isTrue();
            assertThat(salesforce.asked.get(0)).startsWith("PATCH").contains("{\"op\":\"replace\",\"value\":{\"active\":false}}");
        }
    }

    @Test
    void whatSalesforceGivesPeopleIsRead() {
        try (VendorScim salesforce = new VendorScim("salesforce")) {
            assertThat(salesforce.connector.all("entitlement")).extracting(one -> one.get("displayName")).containsExactly("Standard User", "Sales Manager");
            assertThat(salesforce.connector.all("role")).hasSize(1);
        }
    }

    /** Whoever is deactivated at Atlassian answers 404 and is in no list; made again by her name, she is who she was. */
    @Test
    void whoComesBackToAtlassianIsWhoSheWas() {
        try (VendorScim atlassian = new VendorScim("atlassian")) {
            Map<String, Object> ada = atlassian.person();
            String id = atlassian.made("user", ada);
            assertThat(atlassian.changed(Operation.DISABLE, "user", id, Map.of()).isOk()).isTrue();
            assertThat(atlassian.port.get("user", id).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
            assertThat(atlassian.changed(Operation.ENABLE, "user", id, Map.of()).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
            assertThat(atlassian.made("user", ada)).isEqualTo(id);
            assertThat(atlassian.port.get("user", id).attributes().get("active")).isEqualTo(true);
        }
    }

    @Test
    void atlassianKeepsNamesOfGroupsApartAndAsTheyAre() {
        try (VendorScim atlassian = new VendorScim("atlassian")) {
            String group = atlassian.made("group", Map.of("displayName", "jira-users"));
            assertThat(atlassian.port.execute(create("group", Map.of("displayName", "jira-users"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
            assertThat(atlassian.changed(Operation.UPDATE, "group", group, Map.of("displayName", "others")).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
        }
    }

    @Test
    void zscalerSaysTrueInAWordAndAnswersWithEverybody() {
        try (VendorScim zscaler = new VendorScim("zscaler")) {
            zscaler.service.fill(3);
            String ada = zscaler.made();
            assertThat(zscaler.port.get("user", ada).attributes().get("active")).isEqualTo(true);
            zscaler.service.ways.userFilters = Set.of();
            assertThat(zscaler.port.find("user", "userName", "nobody@example.test")).as("those who do not hold the name are not whom we asked for").isEmpty();
            zscaler.service.fill(20);
            assertThatThrownBy(() -> zscaler.port.find("user", "userName", "nobody@example.test")).hasMessageContaining("does not search by userName");
            Map<String, Object> nothing = new HashMap<>();
            nothing.put("title", null);
            assertThat(zscaler.port.execute(change(Operation.UPDATE, "user", ada, Attributes.of(Map.of("title", "Tester")), nothing)).isOk()).isTrue();
            assertThat(zscaler.asked).noneMatch(one -> one.contains("null"));
        }
    }

    @Test
    void zoomPatchesWhetherSomebodyIsActiveAndPutsTheRest() {
        try (VendorScim zoom = new VendorScim("zoom-scim")) {
            String ada = zoom.made();
            assertThat(ada).as("an id with characters that mean something in an address").contains("&+/");
            zoom.asked.clear();
            assertThat(zoom.changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
            assertThat(zoom.changed(Operation.UPDATE, "user", ada, Map.of("title", "Poet")).isOk()).isTrue();
            assertThat(zoom.asked.stream().map(one -> one.substring(0, one.indexOf(' '))).distinct()).containsExactlyInAnyOrder("PATCH", "GET", "PUT");
            assertThat(zoom.service.user(ada).path("title").asText()).isEqualTo("Poet");
            assertThat(zoom.service.user(ada).path("active").asBoolean()).isFalse();
        }
    }

    @Test
    void entraLetsOneLeaveWithARequestAndTwentyCome() {
        try (VendorScim entra = new VendorScim("entra-scim")) {
            entra.service.fill(21);
            String group = entra.made("group", Map.of("displayName", "Poets"));
            List<String> all = entra.service.everybody();
            assertThat(entra.members(Operation.ADD_MEMBERS, group, all).isOk()).isFalse();
            assertThat(entra.members(Operation.ADD_MEMBERS, group, all.subList(0, 20)).isOk()).isTrue();
            entra.asked.clear();
            assertThat(entra.members(Operation.REMOVE_MEMBERS, group, all.subList(0, 3)).isOk()).isTrue();
            assertThat(entra.asked).filteredOn(one -> one.startsWith("PATCH")).hasSize(3).allMatch(one -> one.contains("members[value eq"));
            assertThat(entra.service.members(group)).hasSize(17);
            assertThat(entra.port.spec().connector().objects().get("group").memberships().orElseThrow().chunk()).isEqualTo(20);
        }
    }

    @Test
    void gitLabCallsPeopleAsWeCallThem() {
        try (VendorScim gitlab = new VendorScim("gitlab")) {
            assertThat(gitlab.made("user", Map.of("userName", "ada", "externalId", "W1", "emails.work", "ada@example.test"))).isEqualTo("W1");
            assertThat(gitlab.port.find("user", "id", "W1")).hasSize(1);
        }
    }

    @Test
    void whatEveryRequestHasBesideItIsSent() {
        List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
        try (VendorScim plain = new VendorScim("workplace", "scim2", Map.of("userAgent", "Caravan/1", "headers", "X-Of-Ours=a%26b+c&X-Other=2")) {
            @Override
            void answered(SampleVendor.Asked request, SampleVendor.Said said) {
                headers.add(request.headers());
            }
        }) {
            assertThat(plain.port.test().isOk()).isTrue();
            assertThat(headers.get(0)).containsEntry("user-agent", "Caravan/1").containsEntry("x-of-ours", "a&b+c").containsEntry("x-other", "2");
        }
    }

    @Test
    void whereADeleteDisablesNobodyIsPatched() {
        try (VendorScim plain = new VendorScim("salesforce", "scim2", Map.of("activeStyle", "delete"))) {
            String ada = plain.made();
            plain.asked.clear();
            assertThat(plain.changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
            assertThat(plain.asked).hasSize(1).first().asString().startsWith("DELETE");
            assertThat(plain.port.get("user", ada).attributes().get("active")).isEqualTo(false);
        }
    }

    @Test
    void listsAreAskedForByTheBodyOfAPostWhereThatIsWanted() {
        try (VendorScim plain = new VendorScim("databricks", "scim2", Map.of("search", "post", "pageSize", "2"))) {
            plain.service.fill(5);
            assertThat(plain.connector.all("user")).hasSize(5);
            assertThat(plain.port.find("user", "userName", plain.service.user(plain.service.everybody().get(0)).path("userName").asText())).hasSize(1);
            assertThat(plain.asked).allMatch(one -> one.startsWith("POST") && one.contains("/Users/.search {\"schemas\"")).anyMatch(one -> one.contains("\"startIndex\":5,\"count\":2"));
        }
    }

    /** To the question for one group and one member some answer with all groups: that says nothing of anybody. */
    @Test
    void allGroupsAreNoAnswerToWhetherSomebodyIsInOne() {
        try (VendorScim aws = new VendorScim("aws-identity-center")) {
            String group = aws.made("group", Map.of("displayName", "Admins"));
            aws.made("group", Map.of("displayName", "Others"));
            aws.service.ways.groupFilters = Set.of();
            aws.service.ways.unknownFilter = ScimWays.UnknownFilter.EVERYBODY;
            assertThat(aws.members(Operation.ADD_MEMBERS, group, List.of("nobody")).kind()).isEqualTo(OutcomeKind.INVALID);
            aws.service.fill(1);
            String ada = aws.service.everybody().get(0);
            Outcome joined = aws.members(Operation.ADD_MEMBERS, group, List.of(ada));
            assertThat(joined.isOk()).isTrue();
            assertThat(joined.attributes().has("members")).as("nobody has seen her there").isFalse();
        }
    }

    @Test
    void listsByCursorThatGoInCirclesOrEndBeforeTheyShouldAreNotBelieved() throws Exception {
        assertThatThrownBy(() -> page("{'nextCursor':'c2','Resources':[{'id':'1'}]}", "1/c2")).hasMessageContaining("just given");
        assertThatThrownBy(() -> page("{'totalResults':3,'Resources':[{'id':'1'}]}", "1/c2")).hasMessageContaining("speaks of 3 resources, gave 2");
        assertThatThrownBy(() -> page("{'itemsPerPage':0}", null)).hasMessageContaining("SCIM list");
        assertThat(page("{'nextCursor':'a/b=','resources':[]}", null).getVariable("nextPage")).isEqualTo("0/a/b=");
    }

    private static Exchange page(String answer, String page) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setVariable("operation", "list");
        exchange.setVariable("object", "user");
        exchange.setVariable("page", page);
        exchange.getMessage().setBody(answer.replace('\'', '"'));
        ScimFormat format = new ScimFormat();
        format.getSettings().put("paging", "cursor");
        format.page(exchange);
        return exchange;
    }
}
