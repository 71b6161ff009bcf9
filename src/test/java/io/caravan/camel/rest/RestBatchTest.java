package io.caravan.camel.rest;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of changes that go several in one request, in as many rounds as they need, when something comes between. */
class RestBatchTest {

    private static final String APP = """
            kind: Kamelet
            metadata: {name: several}
            spec:
              definition: {title: Several at once, properties: {auth: {default: none}}}
              provisioning:
                contract: 1
                extends: rest
                batch: {operations: [create, update, delete], max: 20}
                rest: {test: {get: /me}, batch: {post: /batch, max: 20}}
                objects:
                  user:
                    anchor: id
                    attributes: {id: {readOnly: true}, name: {}, site: {values: {Berlin: B1}}}
                    operations: [get, create, update, delete]
                    rest:
                      get: {get: "/users/${anchor}"}
                      create: {post: /users, apart: [site], then: [{put: "/users/${anchor}/site", sends: [site]}]}
                      update: {patch: "/users/${anchor}"}
                      delete: {delete: "/users/${anchor}", job: {at: job, ask: {get: "/jobs/${job}"}, running: {at: state, is: running}, done: {at: state, is: done}, every: 1s, for: 1s}}
            """;

    @TempDir
    private Path folder;
    private OddApi api;
    private ConnectorUnderTest app;

    @BeforeEach
    void start() throws IOException {
        api = new OddApi();
        Files.writeString(folder.resolve("several.kamelet.yaml"), APP);
        app = new ConnectorUnderTest("several", Map.of("url", api.url()), folder);
    }

    @AfterEach
    void stop() {
        app.close();
        api.close();
    }

    private static AccountRequest delete(String anchor) {
        return change(Operation.DELETE, "user", anchor, Attributes.empty(), Map.of());
    }

    private List<Outcome> twoMade() {
        return app.port().execute(List.of(create("user", Map.of("name", "Ada", "site", "Berlin"), true), create("user", Map.of("name", "Bob"), true)));
    }

    @Test
    void aLaterRoundWithoutAnAnswerLeavesWhatIsDoneDone() {
        api.says("POST /batch", 200, "{'responses':[{'id':'1','status':201,'body':{'id':'7'}},{'id':'2','status':201,'body':{'id':'8'}}]}").says("POST /batch", OddApi.HANGS_UP, "");
        List<Outcome> outcomes = twoMade();
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("the user was made as 7, and what had to follow was not: no answer");
        assertThat(outcomes.get(1).anchor()).contains("8");
        assertThat(api.asked()).as("nobody is made twice").hasSize(2);
    }

    @Test
    void whatCannotBeSentAfterACreateLeavesItHalfDone() {
        api.says("POST /batch", 200, "{'responses':[{'id':'1','status':201,'body':{'id':'..'}},{'id':'2','status':201,'body':{'id':'8'}}]}");
        List<Outcome> outcomes = twoMade();
        assertThat(outcomes).extracting(Outcome::kind).as(outcomes.get(0).message()).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("the user was made as .., and what had to follow was not");
    }

    /** @param list of the body of an update, of which two go in one */
    private List<Outcome> changed(String list, String... anchors) throws IOException {
        app.close();
        Files.writeString(folder.resolve("several.kamelet.yaml"), APP.replace("batch: {post: /batch, max: 20}}", "message: [message]}")
                .replace("update: {patch: \"/users/${anchor}\"}", "update: {patch: /users, body: {users: " + list + "}, wrap: \"users[0]\", answer: none, together: {max: 2, list: users}}"));
        app = new ConnectorUnderTest("several", Map.of("url", api.url()), folder);
        return app.port().execute(Stream.of(anchors).map(anchor -> change(Operation.UPDATE, "user", anchor, Attributes.empty(), Map.of("name", "N" + anchor))).toList());
    }

    @Test
    void whereTheConnectionIsLostOnlyWhoeverWasSentIsInDoubtAndNoOtherRequestGoes() throws IOException {
        api.says("PATCH /users", OddApi.HANGS_UP, "");
        assertThat(changed("[{id: \"${anchor}\"}]", "1", "2", "3")).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.IN_DOUBT, OutcomeKind.UNAVAILABLE);
        assertThat(api.asked()).hasSize(1);
    }

    @Test
    void onesThatGoByThemselvesStopAtTheFirstThatIsNotTaken() throws IOException {
        api.says("PATCH /users", 400, "{'message':'one of them'}").says("PATCH /users", 204, "").says("PATCH /users", OddApi.HANGS_UP, "");
        List<Outcome> outcomes = changed("[{id: \"${anchor}\"}]", "1", "2", "3", "4");
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.IN_DOUBT, OutcomeKind.UNAVAILABLE, OutcomeKind.UNAVAILABLE);
        assertThat(outcomes.get(3).message()).startsWith("not sent, as what was sent before failed: no answer");
        assertThat(api.asked()).hasSize(3);
    }

    @Test
    void oneThatMakesTheSystemFailHoldsUpNobodyElse() throws IOException {
        api.says("PATCH /users", 400, "{'message':'one of them'}").says("PATCH /users", 500, "").says("PATCH /users", 204, "");
        assertThat(changed("[{id: \"${anchor}\"}]", "1", "2", "3")).extracting(Outcome::kind).containsExactly(OutcomeKind.UNAVAILABLE, OutcomeKind.OK, OutcomeKind.OK);
        assertThat(api.asked()).hasSize(4);
    }

    @Test
    void oneThatMakesTheSystemFailInARequestForSeveralHoldsUpNobodyElseEither() throws IOException {
        api.says("PATCH /users", 500, "").says("PATCH /users", 500, "").says("PATCH /users", 204, "").says("PATCH /users", 204, "");
        assertThat(changed("[{id: \"${anchor}\"}]", "1", "2", "3")).extracting(Outcome::kind).containsExactly(OutcomeKind.UNAVAILABLE, OutcomeKind.OK, OutcomeKind.OK);
    }

    @Test
    void aRequestWithMoreThanOneElementInItsListGoesByItself() throws IOException {
        api.says("PATCH /users", 204, "").says("PATCH /users", 204, "");
        assertThat(changed("[{id: \"${anchor}\"}, {id: root}]", "1", "2")).allMatch(Outcome::isOk);
        assertThat(api.asked()).hasSize(2);
    }

    @Test
    void whoWasMadeByItselfIsNotGoneWhileTheSystemDoesNotShowHerYet() throws IOException {
        app.close();
        Files.writeString(folder.resolve("several.kamelet.yaml"), APP.replace("batch: {post: /batch, max: 20}}", "message: [message]}").replace("get: {get:", "lag: 30s\n          get: {get:").replace("create: {post: /users, apart: [site], then: [{put: \"/users/${anchor}/site\", sends: [site]}]}",
                "create: {post: /users, body: {users: [{by: \"${account.name}\"}, {by: root}]}, wrap: \"users[0]\", together: {max: 2, list: users, results: users, by: [\"${account.name}\"]}}"));
        app = new ConnectorUnderTest("several", Map.of("url", api.url()), folder);
        api.says("POST /users", 201, "{'id':'7','name':'Ada'}").says("POST /users", 201, "{'id':'8','name':'Bob'}").says("GET /users/7", 404, "{}").says("GET /users/7", 200, "{'id':'7','name':'Ada'}");
        assertThat(app.port().execute(List.of(create("user", Map.of("name", "Ada"), true), create("user", Map.of("name", "Bob"), true)))).allMatch(Outcome::isOk);
        Outcome shown = app.port().get("user", "7");
        assertThat(shown.isOk()).as(shown.toString()).isTrue();
    }

    @Test
    void anAccountThatWasMadeIsNotToldAsRefusedForWhatFollows() {
        api.says("POST /users", 201, "{'id':'7'}");
        Outcome made = app.port().execute(create("user", Map.of("name", "Ada", "site", "Rome"), true));
        assertThat(made.kind()).as(made.message()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(made.message()).contains("site has a value that the connector has no word for");
    }

    @Test
    void aJobThatCannotBeAskedForAnyMoreIsInDoubt() {
        api.says("POST /batch", 200, "{'responses':[{'id':'1','status':200,'body':{'job':'j1'}},{'id':'2','status':204}]}").says("POST /batch", 503, "{'message':'later'}");
        List<Outcome> outcomes = app.port().execute(List.of(delete("1"), delete("2")));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("took the request as job j1, and what became of that is not known").contains("later");
    }

    @Test
    void jobsOfABatchAreAskedForLessAndLessOften() {
        api.says("POST /batch", 200, "{'responses':[{'id':'1','status':200,'body':{'job':'j1'}},{'id':'2','status':204}]}").says("POST /batch", 200, "{'responses':[{'id':'1','status':200,'body':{'state':'running'}}]}");
        List<Outcome> outcomes = app.port().execute(List.of(delete("1"), delete("2")));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.IN_DOUBT, OutcomeKind.OK);
        assertThat(outcomes.get(0).message()).contains("it has not ended within 1 s");
        assertThat(api.asked()).as("after 0.05 s, 0.1, 0.2, 0.4, 0.8").hasSizeBetween(4, 7);
    }
}
