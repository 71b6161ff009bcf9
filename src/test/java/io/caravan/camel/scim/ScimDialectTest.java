package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that a provider does not understand, or says yes to and ignores, is said in another way, once found out and then remembered. */
class ScimDialectTest {

    private static final String MANAGER = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
    private PickyProvider provider;
    private ConnectorUnderTest connector;

    @BeforeEach
    void start() throws IOException {
        provider = new PickyProvider();
        connector = connector(Map.of());
    }

    private ConnectorUnderTest connector(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", provider.url(), "auth", "none"));
        settings.putAll(more);
        return new ConnectorUnderTest("scim2", settings);
    }

    @AfterEach
    void stop() {
        connector.close();
        provider.close();
    }

    @Test
    void aProviderThatDoesNotShowWhetherSomebodyIsActiveSaysNothingOfIt() {
        provider.neverShown = List.of("active");
        provider.user("1");
        assertThat(connector.port().get("user", "1").attributes().get("active")).isNull();
    }

    private static Predicate<ObjectNode> path(String path, Predicate<JsonNode> value) {
        return operation -> operation.path("path").asText().equals(path) && value.test(operation.path("value"));
    }

    static Stream<Arguments> waysToSetAManager() {
        return Stream.of(
                Arguments.of("add at its path", path(MANAGER + ".value", value -> true).and(operation -> operation.path("op").asText().equals("add"))),
                Arguments.of("replace at its path", path(MANAGER + ".value", value -> true).and(operation -> operation.path("op").asText().equals("replace"))),
                Arguments.of("an object at the manager's path", path(MANAGER, JsonNode::isObject)),
                Arguments.of("a text at the manager's path", path(MANAGER, JsonNode::isTextual)),
                Arguments.of("no path", (Predicate<ObjectNode>) operation -> !operation.has("path")),
                Arguments.of("only a put", (Predicate<ObjectNode>) operation -> false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToSetAManager")
    void whereOthersAreRefusedTheOneThatIsUnderstoodIsFoundAndRemembered(String name, Predicate<ObjectNode> understood) {
        provider.understands = understood;
        isSetForOneAndThenForOthers(1, 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToSetAManager")
    void whereOthersAreIgnoredTheOneThatWorksIsFoundAndRemembered(String name, Predicate<ObjectNode> understood) {
        provider.understands = understood;
        provider.refusal = 0;
        isSetForOneAndThenForOthers(1, 2);
        provider.silent = true;
        isSetForOneAndThenForOthers(3, 4);
    }

    private void isSetForOneAndThenForOthers(int one, int other) {
        set("" + one, "manager", null, "m-1");
        assertThat(set("" + other, "manager", null, "m-1")).as("once it is known")
                .matches(took -> took.size() == 1 || took.equals(List.of("GET 200", "PUT 200")));
        set("" + one, "manager", "m-1", "m-2");
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501})
    void whereThereIsNoPatchTheResourceIsPut(int status) {
        provider.patchStatus = status;
        provider.putRefusesReadOnly = true;
        provider.user("1").put("nickName", "theirs");
        set("1", "title", null, "Countess");
        assertThat(provider.user("1").path("nickName").asText()).isEqualTo("theirs");
        assertThat(set("2", "title", null, "Countess")).doesNotContain("PATCH " + status);
    }

    /** One value comes into a list in which others have some, too, or one goes: what was known is older than what is there. */
    private void shared(String id, List<Object> add, List<Object> remove) {
        AccountRequest request = new AccountRequest(Operation.UPDATE, "user", Optional.of(id), Attributes.of(Map.of("roles", List.of("ours"))),
                List.of(new AttributeChange("roles", List.of("ours"), add.isEmpty() ? null : add, add, remove).asShared()), Optional.empty());
        assertThat(connector.port().execute(request).isOk()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing but PUT", "nothing but the whole list", "everything"})
    void whatOthersHavePutIntoAListStaysInWhateverFormItIsWritten(String understood) {
        provider.patchStatus = understood.equals("nothing but PUT") ? 405 : 0;
        provider.understands = operation -> understood.equals("everything") || operation.path("op").asText().equals("replace") && operation.path("path").asText().equals("roles");
        provider.user("1").set("roles", PickyProvider.json("[{'value':'ours'},{'value':'theirs'}]"));
        shared("1", List.of("new"), List.of("ours"));
        assertThat(provider.user("1").path("roles").toString()).contains("theirs", "new").doesNotContain("ours");
        provider.user("2").set("roles", PickyProvider.json("[{'value':'ours'},{'value':'theirs'}]"));
        shared("2", List.of(), List.of("ours"));
        assertThat(provider.user("2").path("roles").toString()).contains("theirs").doesNotContain("ours");
    }

    @Test
    void anElementIsReplacedWithItsListWhereNothingElseIsUnderstood() {
        provider.understands = operation -> operation.path("op").asText().equals("replace") && operation.path("path").asText().equals("emails");
        provider.user("1").set("emails", PickyProvider.json("[{'type':'home','value':'h@example.test'},{'type':'work','value':'old@example.test'}]"));
        set("1", "emails.work", "old@example.test", "new@example.test");
        assertThat(provider.user("1").path("emails").toString()).contains("h@example.test");
        set("2", "emails.work", null, "new@example.test");
        set("1", "emails.work", "new@example.test", null);
        assertThat(provider.user("1").path("emails").toString()).contains("h@example.test");
    }

    @Test
    void partsOfANameStayWhereTheNameIsReplacedAsAWhole() {
        provider.understands = path("name", JsonNode::isObject);
        provider.user("1").set("name", PickyProvider.json("{'givenName':'Ada','familyName':'Lovelace'}"));
        set("1", "name.familyName", "Lovelace", "King");
        assertThat(provider.user("1").path("name").toString()).contains("Ada");
    }

    @Test
    void aTruthValueThatIsWantedAsAWordIsSentAsOne() {
        provider.understands = path("active", JsonNode::isTextual);
        assertThat(execute(Operation.DISABLE, "1", Attributes.of(Map.of("active", true))).isOk()).isTrue();
        assertThat(provider.user("1").path("active").asBoolean()).isFalse();
        assertThat(execute(Operation.ENABLE, "1", Attributes.of(Map.of("active", false))).isOk()).isTrue();
        assertThat(provider.user("1").path("active").asBoolean()).isTrue();
    }

    @Test
    void aTruthValueThatIsIgnoredIsSaidInAnotherForm() {
        provider.refusal = 0;
        provider.understands = path("active", JsonNode::isTextual);
        assertThat(execute(Operation.DISABLE, "1", Attributes.of(Map.of("active", true))).isOk()).isTrue();
        assertThat(provider.user("1").path("active").asBoolean()).isFalse();
    }

    @Test
    void aFormThatWorksForOneOfTwoValuesIsNoProofForTheOther() {
        provider.refusal = 0;
        provider.understands = path("active", JsonNode::isTextual);
        assertThat(execute(Operation.ENABLE, "1", Attributes.of(Map.of("active", false))).isOk()).as("it is already").isTrue();
        assertThat(execute(Operation.DISABLE, "1", Attributes.of(Map.of("active", true))).isOk()).isTrue();
        assertThat(provider.user("1").path("active").asBoolean()).isFalse();
    }

    @Test
    void whoSaysThatItIsDoneAndShowsTheAccountOpenIsNotBelieved() {
        provider.refusal = 0;
        provider.understands = operation -> false;
        for (int i = 1; i <= 4; i++) {
            provider.requests();
            Outcome open = execute(Operation.DISABLE, "" + i, Attributes.of(Map.of("active", true)));
            assertThat(open.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
            assertThat(open.message()).contains("shows the account open");
            assertThat(provider.requests()).as("and is not searched for each").hasSizeLessThanOrEqualTo(i <= 2 ? 20 : 2);
        }
    }

    /** What was read for its version is the state before, and no answer to what was done then. */
    @Test
    void aSilentYesAfterAReadingSaysNothingOfTheStateBefore() {
        provider.versions = true;
        provider.silent = true;
        for (int i = 1; i <= 2; i++) {
            Outcome closed = execute(Operation.DISABLE, "" + i, Attributes.of(Map.of("active", true)));
            assertThat(closed.isOk()).as(closed.message()).isTrue();
            assertThat(closed.attributes().get("active")).isNotEqualTo(true);
        }
        assertThat(provider.requests()).as("and costs no reading more").endsWith("GET 200", "PATCH 204");
    }

    @Test
    void capitalLettersAreTriedWhereTheStandardsAreRefused() {
        provider.capitalised = true;
        set("1", "title", null, "T");
        assertThat(set("2", "title", null, "T")).containsExactly("PATCH 200");
    }

    @Test
    void whatIsRefusedTogetherGoesOneByOneFromThenOn() {
        provider.oneOperation = true;
        assertThat(execute(Operation.DISABLE, "1", Attributes.of(Map.of("active", true)), AttributeChange.of("title", null, "left")).isOk()).isTrue();
        assertThat(provider.user("1").path("active").asBoolean()).isFalse();
        assertThat(provider.user("1").path("title").asText()).isEqualTo("left");
        provider.requests();
        assertThat(execute(Operation.DISABLE, "2", Attributes.of(Map.of("active", true)), AttributeChange.of("title", null, "left")).isOk()).isTrue();
        assertThat(provider.requests()).containsExactly("PATCH 200", "PATCH 200");
    }

    /** Whoever is opened, or closed, by one request of several has to be looked at, whatever the next one is answered with. */
    @ParameterizedTest
    @CsvSource({"429,THROTTLED", "503,UNAVAILABLE", "401,UNAUTHORIZED", "403,FORBIDDEN"})
    void whatGoesOneByOneAndIsRefusedHalfWayHasBegun(int status, OutcomeKind kind) {
        provider.oneOperation = true;
        assertThat(execute(Operation.ENABLE, "1", Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back")).isOk()).isTrue();
        provider.refusedLater = status;
        provider.mostChanges = 1;
        Outcome half = execute(Operation.ENABLE, "2", Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back"));
        assertThat(half.kind()).isEqualTo(kind);
        assertThat(half.begun()).as(half.message()).isTrue();
        Outcome none = execute(Operation.ENABLE, "3", Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back"));
        assertThat(none.kind()).isEqualTo(kind);
        assertThat(none.begun()).as(none.message()).isFalse();
    }

    /** What only a PUT can say goes last: then the account is open already. */
    @Test
    void whoIsOpenBeforeTheRestIsPutAndNotTakenIsOpenAndThatIsSaid() {
        provider.understands = path("active", value -> true);
        assertThat(execute(Operation.ENABLE, "1", Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back")).isOk()).isTrue();
        provider.user("2").put("active", false);
        provider.refusedLater = 429;
        provider.mostChanges = 1;
        Outcome half = execute(Operation.ENABLE, "2", Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back"));
        assertThat(provider.user("2").path("active").asBoolean()).isTrue();
        assertThat(half.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(half.begun()).isTrue();
    }

    @Test
    void ofABulkRequestEachThatGoesByItselfAfterItHasBegunOrNot() {
        connector.close();
        connector = connector(Map.of("bulk", "10"));
        provider.oneOperation = true;
        List<AccountRequest> requests = IntStream.range(1, 3).mapToObj(i -> request(Operation.ENABLE, "" + i, Attributes.of(Map.of("active", false)), AttributeChange.of("title", null, "back"))).toList();
        provider.refusedLater = 429;
        provider.mostChanges = 1;
        assertThat(connector.port().execute(requests)).extracting(Outcome::kind, Outcome::begun).containsExactly(tuple(OutcomeKind.THROTTLED, true), tuple(OutcomeKind.THROTTLED, false));
    }

    @Test
    void whatIsGoneAlreadyNeedsNoRemoval() {
        provider.understands = operation -> !operation.path("op").asText().equals("remove");
        assertThat(execute(Operation.UPDATE, "1", Attributes.of(Map.of("title", "T")), AttributeChange.of("title", "T", null), AttributeChange.of("nickName", null, "N")).isOk()).isTrue();
        assertThat(provider.user("1").path("nickName").asText()).isEqualTo("N");
        provider.user("2").put("title", "T");
        set("2", "title", "T", null);
    }

    @Test
    void aChangeThatIsCarriedOutAlreadyIsNoFailure() {
        provider.refusesNothingToDo = true;
        provider.user("1").put("title", "T");
        set("1", "title", "old", "T");
    }

    @Test
    void aVersionIsGivenToAProviderThatAsksForIt() {
        provider.versions = true;
        assertThat(set("1", "title", null, "T")).contains("PATCH 428");
        assertThat(set("1", "title", "T", "U")).containsExactly("GET 200", "PATCH 200");
        assertThat(execute(Operation.DELETE, "1", Attributes.empty()).isOk()).isTrue();
    }

    @Test
    void aValueThatIsRefusedIsNotTriedInOtherFormsAndTheRestIsWritten() {
        set("2", "title", null, "T");
        set("2", "nickName", null, "N");
        provider.refusesValue = user -> user.path("title").asText().equals("bad");
        provider.requests();
        Outcome refused = execute(Operation.UPDATE, "1", Attributes.empty(), AttributeChange.of("title", null, "bad"), AttributeChange.of("nickName", null, "N"));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(refused.message()).contains("not like this");
        assertThat(provider.user("1").path("nickName").asText()).isEqualTo("N");
        assertThat(provider.requests()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void whatIsNeverShownIsSaidInItsFirstFormAndNeverPut() {
        provider.neverShown = List.of("title");
        set("2", "nickName", null, "N");
        assertThat(execute(Operation.UPDATE, "1", Attributes.empty(), AttributeChange.of("title", null, "T")).isOk()).isTrue();
        assertThat(provider.requests()).doesNotContain("PUT 200");
        assertThat(execute(Operation.UPDATE, "2", Attributes.empty(), AttributeChange.of("title", null, "T")).isOk()).isTrue();
        assertThat(provider.requests()).containsExactly("PATCH 200");
        assertThat(provider.user("2").path("title").asText()).isEqualTo("T");
    }

    static Stream<Arguments> providersThatReformat() {
        Predicate<ObjectNode> all = operation -> true;
        Predicate<ObjectNode> adds = operation -> operation.path("op").asText().equals("add");
        return Stream.of(
                Arguments.of("title", all, false), Arguments.of("title", all, true), Arguments.of("title", adds, false), Arguments.of("title", adds, true),
                Arguments.of("name.familyName", all, false), Arguments.of("name.familyName", adds, false),
                Arguments.of("phoneNumbers.work", all, false), Arguments.of("phoneNumbers.work", path("phoneNumbers", JsonNode::isArray), false));
    }

    /** What it makes of a value is what it had before: as if nothing had been sent. */
    @ParameterizedTest
    @MethodSource("providersThatReformat")
    void whatIsOnlyReformattedIsSearchedOnceAndNotPaidForByEachPerson(String name, Predicate<ObjectNode> understood, boolean silent) {
        provider.understands = understood;
        provider.silent = silent;
        provider.reformats = PickyProvider::lowerCase;
        for (int i = 1; i <= 6; i++) {
            provider.user("" + i).put("title", "t" + i).set("name", PickyProvider.json("{'familyName':'t" + i + "'}"));
            provider.user("" + i).set("phoneNumbers", PickyProvider.json("[{'type':'work','value':'t" + i + "'}]"));
        }
        List<String> took = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            provider.requests();
            Outcome outcome = execute(Operation.UPDATE, "" + i, Attributes.of(Map.of(name, "t" + i)), AttributeChange.of(name, "t" + i, "T" + i));
            List<String> requests = provider.requests();
            assertThat(outcome.isOk()).as(outcome.message() + requests).isTrue();
            took.add(i + ": " + requests);
            assertThat(requests).as(took.toString()).hasSizeLessThanOrEqualTo(i == 1 ? 20 : name.startsWith("phone") ? 2 : 1);
        }
    }

    @Test
    void aResourceThatDoesNotShowAllWeKnowIsNotPutBack() {
        provider.understands = operation -> false;
        provider.neverShown = List.of("nickName");
        provider.user("1").put("nickName", "N");
        Outcome refused = execute(Operation.UPDATE, "1", Attributes.of(Map.of("nickName", "N")), AttributeChange.of("title", null, "T"));
        assertThat(refused.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(provider.user("1").path("nickName").asText()).isEqualTo("N");
    }

    @Test
    void whatABulkRequestCannotCarryGoesByItself() {
        connector.close();
        connector = connector(Map.of("bulk", "10"));
        provider.understands = path(MANAGER, JsonNode::isObject).or(path("title", value -> true));
        List<AccountRequest> requests = IntStream.range(1, 5).mapToObj(i -> request(Operation.UPDATE, "" + i, Attributes.empty(),
                i % 2 == 0 ? AttributeChange.of("manager", null, "m-1") : AttributeChange.of("title", null, "T"))).toList();
        assertThat(connector.port().execute(requests)).allSatisfy(each -> assertThat(each.isOk()).as(each.message()).isTrue());
        assertThat(provider.user("2").findValue("manager").path("value").asText()).isEqualTo("m-1");
        assertThat(provider.user("3").path("title").asText()).isEqualTo("T");
        provider.requests();
        assertThat(connector.port().execute(requests)).allMatch(Outcome::isOk);
        assertThat(provider.requests()).as("known from then on").containsExactly("POST 200");
    }

    /** @return what it took */
    private List<String> set(String id, String name, Object before, Object after) {
        provider.requests();
        Outcome outcome = execute(Operation.UPDATE, id, before == null ? Attributes.empty() : Attributes.of(Map.of(name, before)), AttributeChange.of(name, before, after));
        List<String> took = provider.requests();
        assertThat(outcome.isOk()).as(outcome.message() + took).isTrue();
        assertThat(connector.port().get("user", id).attributes().get(name)).as(took.toString()).isEqualTo(after);
        provider.requests();
        return took;
    }

    private Outcome execute(Operation operation, String id, Attributes account, AttributeChange... changes) {
        return connector.port().execute(request(operation, id, account, changes));
    }

    private static AccountRequest request(Operation operation, String id, Attributes account, AttributeChange... changes) {
        return new AccountRequest(operation, "user", Optional.of(id), account, Arrays.asList(changes), Optional.empty());
    }
}
