package io.caravan.camel.rest;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector declares of systems that work by and by, say no inside a yes, have several lists, or other names in what they take than in what they show. */
class RestVocabularyTest {

    private static final String APP = """
            kind: Kamelet
            metadata: {name: odd}
            spec:
              definition: {title: An odd application, properties: {auth: {default: none}, pageSize: {default: 2}}}
              provisioning:
                contract: 1
                extends: rest
                rest: {test: {post: /me}, message: [words]}
                objects:
                  user:
                    anchor: id
                    enabledBy: active
                    attributes:
                      id: {readOnly: true, path: who.id}
                      mail: {required: true, path: who.mail}
                      name: {path: who.name.full}
                      active: {type: boolean, path: who.state, values: {true: [on, asked], false: off}}
                    operations: [test, list, get, find, create, update, disable, enable, delete]
                    find: [mail, name]
                    rest:
                      items: users
                      item: "users[0]"
                      list: {post: /list, body: {most: "${pageSize:integer}", of: "${state}"}, paging: {style: cursor, at: next, more: more, each: {state: [on, off]}, continue: {post: /list/more, body: {next: "${cursor}"}}}}
                      get: {get: "/users/${page}", answer: list, paging: {style: page, from: 0, end: last}}
                      find:
                        mail: {get: "/users/mail/${value}", item: "", answer: item, errors: [{status: 404, at: code, is: nobody, outcome: not-found}, {status: 200, at: kind, is: none, outcome: not-found}, {status: 410, outcome: not-found}]}
                        name: {get: /search, query: {q: "${value}"}, paging: {style: none}, exact: true, without: [",", ";"]}
                      create:
                        post: /users
                        wrap: "[0].do[0].make"
                        body: [{who: "${account.mail}", do: [{make: {kind: plain}}]}]
                        as: {mail: email, name: names.full}
                        apart: [active]
                        then: [{delete: /open, body: {id: "${anchor}"}, when: {starts: disabled}}]
                        errors: [{status: 200, at: "users[0].error", is: taken, outcome: conflict}, {status: 200, at: result, not: [success, ok], outcome: invalid}]
                        job: &job {at: job, ask: {post: /jobs, body: {job: "${job}"}}, running: {at: state, is: [running, waiting]}, done: {at: state, is: done}, every: 1s, for: 1s}
                      update: {post: /change, body: {who: "${anchor}"}, as: {mail: new_mail, name: new_name}, answer: none}
                      disable: {delete: /open, body: {id: "${anchor}"}, answer: none, job: {header: Location, running: {at: state, is: running}, done: {at: state, is: done}}}
                      enable: {post: /open, body: {id: "${anchor}"}, answer: none}
                      delete: {delete: "/users/${anchor}", job: *job}
            """;

    @TempDir
    private Path folder;
    private OddApi api;
    private ConnectorUnderTest app;

    @BeforeEach
    void start() throws IOException {
        api = new OddApi();
        Files.writeString(folder.resolve("odd.kamelet.yaml"), APP);
        app = new ConnectorUnderTest("odd", Map.of("url", api.url()), folder);
    }

    @AfterEach
    void stop() {
        app.close();
        api.close();
    }

    private Outcome made(boolean enabled) {
        Map<String, Object> ada = new LinkedHashMap<>();
        ada.put("mail", "a@x");
        ada.put("name", "Ada");
        return app.port().execute(create("user", ada, enabled));
    }

    private Outcome changed(Operation operation, Map<String, ?> values) {
        return app.port().execute(change(operation, "user", "1", Attributes.empty(), values));
    }

    @Test
    void whatIsSentHasOtherNamesThanWhatIsShownAndStandsInALists() {
        api.says("POST /users", 200, "{'result':'success','users':[{'who':{'id':1,'mail':'a@x'}}]}").says("DELETE /open", 204, "").says("POST /change", 200, "null");
        assertThat(made(false).anchor()).contains("1");
        assertThat(changed(Operation.UPDATE, Map.of("name", "B")).isOk()).isTrue();
        assertThat(api.asked()).containsExactly("POST /users [{\"who\":\"a@x\",\"do\":[{\"make\":{\"kind\":\"plain\",\"email\":\"a@x\",\"names\":{\"full\":\"Ada\"}}}]}]", "DELETE /open {\"id\":\"1\"}",
                "POST /change {\"who\":\"1\",\"new_name\":\"B\"}");
    }

    @Test
    void aJobIsAskedForUntilItHasEndedAndItsAnswerIsTheResult() {
        api.says("POST /users", 200, "{'job':'j1'}").says("POST /jobs", 200, "{'state':'waiting'}").says("POST /jobs", 503, "").says("POST /jobs", 200, "{'state':'running'}")
                .says("POST /jobs", 200, "{'state':'done','result':'ok','users':[{'who':{'id':7}}]}");
        Outcome made = made(true);
        assertThat(made.kind()).as(made.message()).isEqualTo(OutcomeKind.OK);
        assertThat(made.anchor()).contains("7");
        assertThat(api.asked()).hasSize(5).last().isEqualTo("POST /jobs {\"job\":\"j1\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "200 | {'state':'running'} | IN_DOUBT | it has not ended within 1 s",
        "200 | {'state':'lost'} | INVALID | HTTP 200 with",
        "200 | {'state':'lost','result':'ok'} | IN_DOUBT | it says \"lost\" at state, which the connector does not know",
        "200 | {'result':'ok'} | IN_DOUBT | its answer has nothing at state",
        "200 | {'state':'done','result':'bad','words':'no seat'} | INVALID | HTTP 200 with no seat",
        "200 | {'state':'done','result':'ok','users':[{'error':'taken'}]} | CONFLICT | HTTP 200 with taken",
        "200 | {'state':'done','result':'ok','users':[]} | IN_DOUBT | ",
        "404 | {'words':'which job?'} | IN_DOUBT | took the request as job j1, and what became of that is not known: HTTP 404 which job?",
        "403 | {} | IN_DOUBT | took the request as job j1"})
    void whatIsNotKnownOfAJobIsOpen(int status, String answer, OutcomeKind kind, String words) {
        api.says("POST /users", 200, "{'job':'j1'}").says("POST /jobs", status, answer);
        Outcome outcome = made(true);
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(kind);
        assertThat(outcome.message()).contains(words == null ? "" : words);
        assertThat(api.asked()).filteredOn(one -> one.startsWith("POST /users")).as("sent once").hasSize(1);
    }

    @Test
    void aJobOfADeleteThatNobodyKnowsIsNoProofThatItIsDone() {
        api.says("DELETE /users/1", 200, "{'job':'j1'}").says("POST /jobs", 404, "{}");
        assertThat(changed(Operation.DELETE, Map.of()).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void aJobMayHaveAnAddressOnTheSameMachineOnly() {
        api.says("DELETE /open", 202, "", Map.of("Location", "<url>/where/1")).says("GET /where/1", 200, "{'state':'running'}").says("GET /where/1", 200, "{'state':'done'}");
        assertThat(changed(Operation.DISABLE, Map.of()).isOk()).isTrue();
        api.says("DELETE /open", 202, "", Map.of("Location", "http://elsewhere.example/1"));
        changed(Operation.DISABLE, Map.of());
        Outcome elsewhere = changed(Operation.DISABLE, Map.of());
        assertThat(elsewhere.kind()).isNotEqualTo(OutcomeKind.OK);
        api.says("DELETE /open", 202, "{}");
        changed(Operation.DISABLE, Map.of());
        assertThat(changed(Operation.DISABLE, Map.of()).kind()).as("taken, and no job is named").isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'result':'success','users':[{'who':{'id':1}}]} | OK",
        "{'users':[{'who':{'id':1}}]} | INVALID",
        "{'result':'partial','users':[{'who':{'id':1}}]} | INVALID",
        "{'result':['success'],'users':[{'who':{'id':1}}]} | INVALID",
        "{'result':'success','users':[{'who':{'id':1},'error':'taken'}]} | CONFLICT"})
    void aSuccessHasToBeSaidWhereTheConnectorSaysSo(String answer, OutcomeKind kind) {
        api.says("POST /users", 200, answer);
        assertThat(made(true).kind()).isEqualTo(kind);
    }

    @Test
    void severalListsThatOnlyTogetherAreAllAreReadOneAfterTheOther() {
        api.says("POST /list", 200, "{'users':[{'who':{'id':1}}],'more':true,'next':'c1'}").says("POST /list/more", 200, "{'users':[{'who':{'id':2}}],'more':false}").says("POST /list", 200, "{'users':[{'who':{'id':3}}],'more':false}");
        assertThat(app.all("user")).extracting(user -> user.text("id").orElseThrow()).containsExactly("1", "2", "3");
        assertThat(api.asked()).containsExactly("POST /list {\"most\":2,\"of\":\"on\"}", "POST /list/more {\"next\":\"c1\"}", "POST /list {\"most\":2,\"of\":\"off\"}");
    }

    @Test
    void aPageThatIsAskedForTooLateIsNoEndAndTheReadStartsAgain() {
        api.says("POST /list", 200, "{'users':[{'who':{'id':1}}],'more':true,'next':'c1'}").says("POST /list/more", 400, "{'words':'The next page token is invalid or expired.'}");
        assertThatThrownBy(() -> app.all("user")).isInstanceOf(OutcomeException.class).hasMessageContaining("does not know any more the page that it told of")
                .satisfies(failed -> assertThat(((OutcomeException) failed).outcome().kind()).isEqualTo(OutcomeKind.UNAVAILABLE));
    }

    @Test
    void oneIsTakenOutOfAListWhereThereIsNoRequestForOne() {
        api.says("GET /users/0", 200, "{'users':[{'who':{'id':5}}],'last':false}").says("GET /users/1", 200, "{'users':[{'who':{'id':1,'mail':'m'}}],'last':true}");
        assertThat(app.port().get("user", "1").attributes().get("mail")).isEqualTo("m");
        assertThat(app.port().get("user", "9").kind()).as("all of it was read").isEqualTo(OutcomeKind.NOT_FOUND);
        api.says("GET /users/1", 200, "{'users':[]}");
        app.port().get("user", "9");
        assertThat(app.port().get("user", "9").kind()).as("its end is not told").isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void aSearchForOneHasToSayThatThereIsNobody() {
        api.says("GET /users/mail/a", 200, "{'who':{'id':1,'mail':'a'}}").says("GET /users/mail/b", 404, "{'code':'nobody'}").says("GET /users/mail/c", 404, "<html>").says("GET /users/mail/f", 410, "{}").says("GET /users/mail/d", 200, "{'kind':'none'}")
                .says("GET /users/mail/e", 200, "{'who':{'id':1,'mail':'a'}}");
        assertThat(app.port().find("user", "mail", "a")).hasSize(1);
        assertThat(app.port().find("user", "mail", "b")).isEmpty();
        assertThat(app.port().find("user", "mail", "d")).isEmpty();
        assertThat(app.port().find("user", "mail", "e")).as("somebody else").isEmpty();
        assertThatThrownBy(() -> app.port().find("user", "mail", "f")).as("a status says nothing of whom was asked for").isInstanceOf(OutcomeException.class);
        assertThatThrownBy(() -> app.port().find("user", "mail", "c")).as("a wrong address is answered with 404, too").isInstanceOf(OutcomeException.class);
    }

    @Test
    void aSearchThatBringsSomebodyElseWasNotUnderstood() {
        api.says("GET /search?q=ada", 200, "{'users':[{'who':{'id':1,'name':{'full':'ada'}}}]}").says("GET /search?q=bob", 200, "{'users':[{'who':{'id':2,'name':{'full':'bob'}}},{'who':{'id':1,'name':{'full':'ada'}}}]}");
        assertThat(app.port().find("user", "name", "ada")).hasSize(1);
        assertThatThrownBy(() -> app.port().find("user", "name", "bob")).hasMessageContaining("brought somebody who does not have the value that was asked for");
        assertThatThrownBy(() -> app.port().find("user", "name", "a;b")).hasMessageContaining("a ; in it");
    }
}
