package io.caravan.camel.rest;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connector that is declared in one file sends, and what becomes of answers, the odd ones above all. */
class RestConnectorTest {

    private static final String APP = """
            kind: Kamelet
            metadata: {name: app}
            spec:
              definition:
                title: An application
                properties:
                  auth: {default: none}
                  tenant: {default: t1}
                  pageSize: {default: 2}
              provisioning:
                contract: 1
                extends: rest
                outcomes: {418: conflict}
                rest:
                  test: {get: /me}
                  headers: {X-Tenant: "{{tenant}}"}
                  errors:
                    - {status: 400, at: "errors.*.code", is: TAKEN, outcome: conflict}
                    - {status: 200, at: failed, outcome: invalid}
                  message: [errors.name.text]
                  waitHeaders: [X-Come-Back]
                objects:
                  user:
                    anchor: id
                    enabledBy: active
                    additionalAttributes: true
                    attributes:
                      id: {readOnly: true}
                      login: {required: true, unique: true, caseExact: false}
                      mail: {path: 'mails[kind eq "work"].value'}
                      city: {path: address.city}
                      seats: {type: integer}
                      active: {type: boolean, path: state, values: {true: [on, probation], false: off}}
                      groups: {multiValued: true}
                      secret: {sensitive: true}
                    operations: [test, list, changes, get, find, create, update, disable, enable, delete]
                    find: [login]
                    rest:
                      item: user
                      items: users
                      wrap: user
                      PAGING
                      changes: {get: /changes, query: {since: "${since}"}, since: epoch, overlap: 1m, removed: {at: gone, is: true}}
                      get: {get: "/users/${anchor}"}
                      find: {login: {get: /search, query: {q: "${value}"}, without: ",", paging: {style: page, send: p}}}
                      create:
                        post: /users
                        body: {user: {invite: false}, notify: [a, 1]}
                        then: [{post: "/users/${anchor}/close", when: {starts: disabled}}, {put: "/users/${anchor}/seats", body: {n: "${account.seats:integer}"}, when: {changed: seats}}]
                        apart: [active, seats]
                      update:
                        patch: "/users/${anchor}"
                        apart: [login]
                        then:
                          - {get: "/users/${anchor}/logins", when: {changed: login}, keep: {key: 'logins[name eq "${account.login}"].id'}}
                          - {put: "/users/${anchor}/logins/${key}", when: {changed: login}}
                      delete: {delete: "/users/${anchor}"}
                  group:
                    anchor: id
                    attributes: {id: {readOnly: true}, name: {}, members: {multiValued: true}}
                    memberships: {attribute: members}
                    operations: [get, list, add-members, remove-members]
                    rest:
                      items: groups
                      list: {get: /groups}
                      get: {get: "/groups/${anchor}"}
                      members:
                        list: {get: "/groups/${anchor}/members", items: rows, paging: {style: offset, send: from}}
                        member: who.id
                        row: id
                        add: {post: /rows, body: {who: "${member:integer}", group: "${anchor}"}, errors: [{status: 409, outcome: ok}]}
                        remove: {delete: "/rows/${row}"}
            """;

    private static final String SHORT = """
            kind: Kamelet
            metadata: {name: short}
            spec:
              definition: {title: Short, properties: {auth: {default: none}}}
              provisioning:
                contract: 1
                extends: rest
                rest: {test: {get: /me}}
                objects:
                  user:
                    anchor: id
                    enabledBy: active
                    attributes: {id: {readOnly: true}, active: {type: boolean}}
                    operations: [test, disable, enable, update]
                    rest:
                      update: {patch: "/users/${anchor}", answer: none}
                      disable: {post: "/users/${anchor}/close", answer: none}
            """;

    @TempDir
    Path folder;
    OddApi api;
    private ConnectorUnderTest app;

    @BeforeEach
    void start() throws IOException {
        api = new OddApi();
    }

    @AfterEach
    void stop() {
        if (app != null) {
            app.close();
        }
        api.close();
    }

    ConnectorUnderTest app() {
        return app("list: {get: /users}");
    }

    private ConnectorUnderTest app(String list) {
        try {
            Files.writeString(folder.resolve("app.kamelet.yaml"), APP.replace("PAGING", list));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        app = new ConnectorUnderTest("app", Map.of("url", api.url() + "/"), folder);
        return app;
    }

    private static String users(int from, int to) {
        StringBuilder users = new StringBuilder();
        for (int i = from; i <= to; i++) {
            users.append(users.isEmpty() ? "" : ",").append("{'id':").append(i).append(",'login':'u").append(i).append("'}");
        }
        return "'users':[" + users + "]";
    }

    private List<String> listed() {
        return app.all("user").stream().map(user -> user.text("id").orElse("-")).toList();
    }

    @Test
    void recordsAreReadByTheirPathsAndInTheirOwnWords() {
        api.says("GET /users", 200, "{'users':[{'id':7,'login':'Ada','mails':[{'kind':'home','value':'h'},{'kind':'work','value':'w'}],'address':{'city':'London','zip':1},'seats':3,"
                + "'state':'probation','groups':['a','b'],'secret':'s','nick':'A','odd':{'x':1}}]}");
        app();
        Attributes ada = app.all("user").get(0);
        assertThat(ada.asMap()).containsEntry("id", "7").containsEntry("mail", "w").containsEntry("city", "London").containsEntry("seats", 3L).containsEntry("active", true)
                .containsEntry("groups", List.of("a", "b")).containsEntry("nick", "A").doesNotContainKeys("secret", "odd", "mails", "address");
    }

    @Test
    void whatIsNotShownIsNotKnownUnlessTheRequestShowsAll() {
        api.says("GET /users", 200, "{'users':[{'id':1,'login':null}]}");
        app("list: {get: /users}");
        assertThat(app.all("user").get(0).has("seats")).isFalse();
        app.close();
        app("list: {get: /users, showsAll: true}");
        assertThat(app.all("user").get(0).has("seats")).isTrue();
        assertThat(app.all("user").get(0).get("seats")).isNull();
    }

    @Test
    void aValueThatNobodyKnowsMakesARecordThatCannotBeReadAndNoneThatIsNotThere() {
        api.says("GET /users", 200, "{'users':[{'id':1,'login':'a','state':'weird'},{'id':2,'login':{'x':1}},7,{'login':'c'},{'id':4,'login':'d'}]}");
        app();
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = app.port().list("user", List.of())) {
            reading.forEachRemaining(items::add);
        }
        assertThat(items).hasSize(5);
        assertThat(((SourceItem.Read) items.get(0)).attributes().get("active")).as("neither open nor closed: the rest of her can be read, and she can be closed").isEqualTo("weird");
        assertThat((SourceItem.Rejected) items.get(1)).satisfies(rejected -> assertThat(rejected.anchor()).contains("2"));
        assertThat((SourceItem.Rejected) items.get(2)).satisfies(rejected -> assertThat(rejected.anchor()).isEmpty());
        assertThat(items.get(3)).as("without its id").isInstanceOf(SourceItem.Rejected.class);
        assertThat(items.get(4)).isInstanceOf(SourceItem.Read.class);
    }

    @Test
    void aListByOffsetGoesOnUntilAPageIsEmptyHoweverShortTheyAre() {
        api.says("GET /users?limit=2&skip=0", 200, "{" + users(1, 2) + "}").says("GET /users?limit=2&skip=2", 200, "{" + users(3, 3) + "}")
                .says("GET /users?limit=2&skip=3", 200, "{" + users(4, 5) + "}").says("GET /users?limit=2&skip=5", 200, "{'users':[]}");
        app("list: {get: /users, paging: {style: offset, send: skip, size: limit}}");
        assertThat(listed()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aListByPagesACursorAnAddressAndAHeaderIsReadToItsEnd() {
        api.says("GET /users?page=1", 200, "{" + users(1, 2) + ",'last':false}").says("GET /users?page=2", 200, "{" + users(3, 3) + ",'last':true}");
        app("list: {get: /users, paging: {style: page, send: page, end: last}}");
        assertThat(listed()).containsExactly("1", "2", "3");
        app.close();
        api.says("GET /byCursor?active=true", 200, "{" + users(1, 2) + ",'meta':{'next':'a b&c/=='}}").says("GET /byCursor?active=true&cursor=a%20b%26c%2F%3D%3D", 200, "{" + users(3, 3) + ",'meta':{'next':null}}");
        app("list: {get: /byCursor, query: {active: true}, paging: {style: cursor, send: cursor, at: meta.next}}");
        assertThat(listed()).containsExactly("1", "2", "3");
        app.close();
        api.says("GET /byAddress", 200, "{" + users(1, 2) + ",'@odata.nextLink':'<url>/byAddress?$skip=%2Fx'}").says("GET /byAddress?$skip=%2Fx", 200, "{" + users(3, 3) + "}");
        app("list: {get: /byAddress, paging: {style: next, at: \"'@odata.nextLink'\"}}");
        assertThat(listed()).containsExactly("1", "2", "3");
        app.close();
        api.says("GET /byHeader", 200, "{" + users(1, 2) + "}", Map.of("Link", "<<url>/first>; rel=\"first\", </byHeader?p=2>; title=\"x, y\"; rel=next"))
                .says("GET /byHeader?p=2", 200, "{" + users(3, 3) + "}", Map.of("Link", "<<url>/byHeader>; rel=prev"));
        app("list: {get: /byHeader, paging: {style: link}}");
        assertThat(listed()).containsExactly("1", "2", "3");
    }

    @Test
    void theNextPageMayBeToldInTheSecondOfTwoHeaders() {
        api.says("GET /users", 200, "{" + users(1, 2) + "}", Map.of("Link", "<<url>/first>; rel=first\n</users?p=2>; rel=next")).says("GET /users?p=2", 200, "{" + users(3, 3) + "}");
        app("list: {get: /users, paging: {style: link}}");
        assertThat(listed()).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'users':[{'id':1}],'total':2} | {'users':[],'total':2} | UNAVAILABLE | speaks of 2 records and gave 1",
        "{'users':[{'id':1}],'total':3} | {'users':[{'id':2}],'total':2} | UNAVAILABLE | had 3 records when the read began and has 2 now",
        "{'users':[{'id':1},{'id':2}],'total':1} | {} | UNAVAILABLE | speaks of 1 records and gave 2",
        "{'users':[{'id':1}]} | {} | UNAVAILABLE | does not say at total how many",
        "{'people':[],'total':0} | {} | INVALID | has no list at users",
        "{'users':{},'total':0} | {} | INVALID | has no list at users",
        "{'users':null,'total':0} | {} | INVALID | has no list at users",
        "{'users':[],'total':0,'failed':'for some reason'} | {} | INVALID | HTTP 200 with for some reason",
        "<html>log in</html> | {} | INVALID | is not JSON"})
    void aListThatIsNotWholeFails(String first, String second, OutcomeKind kind, String words) {
        api.says("GET /users?skip=0", 200, first).says("GET /users?skip=1", 200, second);
        app("list: {get: /users, paging: {style: offset, send: skip, total: total}}");
        assertThatThrownBy(this::listed).isInstanceOfSatisfying(OutcomeException.class, failed -> assertThat(failed.outcome().kind()).as(failed.getMessage()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    @Test
    void aListThatGoesRoundOrLeadsElsewhereFails() {
        api.says("GET /users", 200, "{" + users(1, 2) + ",'next':'c'}").says("GET /users?c=c", 200, "{" + users(3, 3) + ",'next':'c'}");
        app("list: {get: /users, paging: {style: cursor, send: c, at: next}}");
        assertThatThrownBy(this::listed).hasMessageContaining("names the page that it was asked for as the next one");
        app.close();
        api.says("GET /elsewhere", 200, "{" + users(1, 2) + ",'next':'https://evil.example/users'}");
        app("list: {get: /elsewhere, paging: {style: next, at: next}}");
        assertThatThrownBy(this::listed).hasMessageContaining("on another machine, which would get the credentials");
        app.close();
        api.says("GET /forever?p=1", 200, "{" + users(1, 2) + "}");
        for (int page = 2; page < 8; page++) {
            api.says("GET /forever?p=" + page, 200, "{" + users(1, 2) + "}");
        }
        app("list: {get: /forever, paging: {style: page, send: p}}");
        assertThatThrownBy(this::listed).hasMessageContaining("the list has no end");
        app.close();
        api.says("GET /nowhere", 200, "{" + users(1, 2) + ",'more':true}");
        app("list: {get: /nowhere, paging: {style: cursor, send: c, at: next, more: more}}");
        assertThatThrownBy(this::listed).hasMessageContaining("there is more, and not where");
        app.close();
        app("list: {get: /nowhere, paging: {style: cursor, send: c, at: next, more: hasMore}}");
        assertThatThrownBy(this::listed).hasMessageContaining("does not say at hasMore whether there is more");
    }

    @Test
    void aDeltaBeginsByTheSystemsClockAndTellsWhoIsGone() {
        api.says("GET /users", 200, "{" + users(1, 1) + "}");
        app();
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String mark;
        try (SourceReading reading = app.port().list("user", List.of())) {
            reading.forEachRemaining(item -> { });
            mark = reading.watermark().orElseThrow();
        }
        assertThat(Instant.parse(mark)).as("a minute earlier, in whole seconds, as the header Date has it").isBetween(before.minusSeconds(60), Instant.now().minusSeconds(59)).isEqualTo(Instant.parse(mark).truncatedTo(ChronoUnit.SECONDS));
        api.says("GET /changes?since=" + Instant.parse(mark).getEpochSecond(), 200, "{'users':[{'id':1,'gone':true},{'id':2,'gone':false,'login':'b'}]}");
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = app.port().changes("user", List.of(), mark)) {
            reading.forEachRemaining(items::add);
        }
        assertThat(items.get(0)).isEqualTo(new SourceItem.Deleted("1", ""));
        assertThat(items.get(1)).isInstanceOf(SourceItem.Read.class);
    }

    @Test
    void whatASearchBringsIsComparedAgainAndReadToItsEnd() {
        api.says("GET /search?q=ada&p=1", 200, "{'users':[{'id':1,'login':'adam'},{'id':2,'login':'ada2'}]}").says("GET /search?q=ada&p=2", 200, "{'users':[{'id':3,'login':'ADA'}]}")
                .says("GET /search?q=ada&p=3", 200, "{'users':[]}");
        app();
        assertThat(app.port().find("user", "login", "ada")).hasSize(1).first().satisfies(hit -> assertThat(hit.text("id")).contains("3"));
        api.says("GET /search?q=everybody&p=1", 200, "{" + users(1, 2) + "}").says("GET /search?q=everybody&p=2", 200, "{'users':[]}");
        assertThat(app.port().find("user", "login", "everybody")).as("a system that does not know what it is asked brings everybody").isEmpty();
        assertThatThrownBy(() -> app.port().find("user", "login", "a,b")).hasMessageContaining("nobody can be looked for by a login with a , in it");
        api.says("GET /search?q=x&p=1", 200, "{'users':[{'id':1}]}");
        assertThatThrownBy(() -> app.port().find("user", "login", "x")).hasMessageContaining("the search does not show login");
        api.says("GET /search?q=y&p=1", 404, "{}");
        assertThatThrownBy(() -> app.port().find("user", "login", "y")).isInstanceOf(OutcomeException.class);
    }

    @Test
    void anAccountIsMadeOfItsAttributesAndWhatFollowsIsSent() {
        api.says("POST /users", 201, "{'user':{'id':9,'login':'ada','state':'on'}}").says("POST /users/9/close", 204, "").says("PUT /users/9/seats", 200, "{}");
        app();
        Outcome made = app.port().execute(create("user", Map.of("login", "ada", "city", "London", "mail", "a@x", "seats", 3L, "groups", List.of("g")), false));
        assertThat(made.kind()).as(made.message()).isEqualTo(OutcomeKind.OK);
        assertThat(made.anchor()).contains("9");
        assertThat(made.attributes().has("active")).as("what the first answer said is out of date").isFalse();
        assertThat(api.asked().get(0)).startsWith("POST /users {").contains("\"invite\":false", "\"notify\":[\"a\",1]", "\"address\":{\"city\":\"London\"}",
                "\"mails\":[{\"kind\":\"work\",\"value\":\"a@x\"}]", "\"groups\":[\"g\"]").doesNotContain("state", "seats");
        assertThat(api.asked().subList(1, 3)).containsExactly("POST /users/9/close", "PUT /users/9/seats {\"n\":3}");
    }

    /** Whoever is closed by the first of several requests is, whatever the next one is answered with. */
    @ParameterizedTest
    @CsvSource({"429,THROTTLED", "503,UNAVAILABLE", "401,UNAUTHORIZED", "403,FORBIDDEN", "200,UNAVAILABLE"})
    void aChangeWhoseFirstRequestWasTakenHasBegunWhateverTheNextOneIsAnsweredWith(int status, OutcomeKind kind) {
        api.says("PATCH /users/1", 200, "{}").says("GET /users/1/logins", status, "{}").says("PATCH /users/2", status == 200 ? 503 : status, "{}");
        app();
        Outcome half = app.port().execute(change(Operation.DISABLE, "user", "1", Attributes.empty(), Map.of("login", "ada")));
        assertThat(half.kind()).as(half.message()).isEqualTo(kind);
        assertThat(half.begun()).isTrue();
        Outcome none = app.port().execute(change(Operation.DISABLE, "user", "2", Attributes.empty(), Map.of("login", "ada")));
        assertThat(none.kind()).as(none.message()).isEqualTo(kind);
        assertThat(none.begun()).isFalse();
    }

    @Test
    void anAccountOfWhichOnlyTheFirstHalfWasMadeIsInDoubtAndNotMadeAgain() {
        api.says("POST /users", 201, "{'user':{'id':9}}").says("POST /users/9/close", 400, "{'errors':{'name':{'text':'not now'}}}");
        app();
        Outcome half = app.port().execute(create("user", Map.of("login", "ada"), false));
        assertThat(half.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(half.message()).contains("the user was made as 9, and what had to follow was not: HTTP 400 not now");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "201 | {'user':{'login':'ada'}} | IN_DOUBT",
        "201 | {'user':{'id':' '}} | IN_DOUBT",
        "201 | {} | IN_DOUBT",
        "201 | <html> | IN_DOUBT",
        "202 | {'user':{'id':9}} | IN_DOUBT",
        "200 | {'failed':true} | INVALID",
        "400 | {'errors':{'login':{'code':'TAKEN'}}} | CONFLICT",
        "400 | {'errors':{'login':{'code':'TAKENAGAIN'}}} | INVALID",
        "400 | no JSON | INVALID",
        "418 | {} | CONFLICT",
        "409 | {} | CONFLICT",
        "401 | {} | UNAUTHORIZED",
        "403 | {} | FORBIDDEN",
        "500 | {} | IN_DOUBT",
        "503 | {} | IN_DOUBT"})
    void whatAnAnswerToACreateMeans(int status, String answer, OutcomeKind kind) {
        api.says("POST /users", status, answer);
        app();
        Outcome outcome = app.port().execute(create("user", Map.of("login", "ada"), true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(kind);
        assertThat(api.asked()).as("sent once").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "<url>/users/4%2F7           | OK       | 4/7",
            "/api/v2/users/47?x=1        | IN_DOUBT | -",
            "<url>/users/                | IN_DOUBT | -",
            "<url>/users                 | IN_DOUBT | -",
            "-                           | IN_DOUBT | -"})
    void whatWasMadeMayBeToldByItsAddress(String location, OutcomeKind kind, String anchor) throws IOException {
        api.says("POST /users", 201, "", location == null ? Map.of() : Map.of("Location", location));
        app = null;
        Files.writeString(folder.resolve("app.kamelet.yaml"), APP.replace("PAGING", "list: {get: /users}").replaceFirst("(?s)create:.*?\n( +)update:", "create: {post: /users, answer: location}\n$1update:"));
        app = new ConnectorUnderTest("app", Map.of("url", api.url() + "/"), folder);
        Outcome made = app.port().execute(create("user", Map.of("login", "ada"), true));
        assertThat(made.kind()).as(made.message()).isEqualTo(kind);
        assertThat(made.anchor()).isEqualTo(Optional.ofNullable(anchor));
    }

    @Test
    void aPageForPeopleInPlaceOfAnAnswerThatNobodyReadsIsNoYes() throws IOException {
        Files.writeString(folder.resolve("short.kamelet.yaml"), SHORT);
        app = new ConnectorUnderTest("short", Map.of("url", api.url()), folder);
        api.says("POST /users/1/close", 200, "<html>Sign in</html>", Map.of("Content-Type", "text/html; charset=utf-8")).says("POST /users/2/close", 200, "closed", Map.of("Content-Type", "text/plain"))
                .says("POST /users/3/close", 204, "");
        assertThat(app.port().execute(change(Operation.DISABLE, "user", "1", Attributes.empty(), Map.of())).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(app.port().execute(change(Operation.DISABLE, "user", "2", Attributes.empty(), Map.of())).isOk()).isTrue();
        assertThat(app.port().execute(change(Operation.DISABLE, "user", "3", Attributes.empty(), Map.of())).isOk()).isTrue();
    }

    /** Where there is a list, it shows her the next day; where there is none, nothing would. */
    @Test
    void whoIsClosedIsLookedAtWhereNoListShowsHer() throws IOException {
        Files.writeString(folder.resolve("short.kamelet.yaml"), SHORT.replace("operations: [test, ", "operations: [test, get, ").replace("update: {", "get: {get: \"/users/${anchor}\"}\n          update: {"));
        app = new ConnectorUnderTest("short", Map.of("url", api.url()), folder);
        api.says("POST /users/1/close", 204, "").says("GET /users/1", 200, "{'id':'1','active':true}").says("POST /users/2/close", 204, "").says("GET /users/2", 200, "{'id':'2','active':false}")
                .says("POST /users/3/close", 204, "").says("GET /users/3", 403, "{}");
        Outcome open = app.port().execute(change(Operation.DISABLE, "user", "1", Attributes.empty(), Map.of()));
        assertThat(open.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(open.message()).isEqualTo("the system says that it was done, and shows the account open");
        assertThat(app.port().execute(change(Operation.DISABLE, "user", "2", Attributes.empty(), Map.of())).attributes().get("active")).isEqualTo(false);
        assertThat(app.port().execute(change(Operation.DISABLE, "user", "3", Attributes.empty(), Map.of())).isOk()).as("nobody may look").isTrue();
    }

    @Test
    void howLongToWaitStandsInTheHeadersThatTheConnectorNames() {
        api.says("DELETE /users/1", 429, "{}", Map.of("X-Come-Back", "17"));
        app();
        Outcome throttled = app.port().execute(change(Operation.DELETE, "user", "1", Attributes.empty(), Map.of()));
        assertThat(throttled.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(throttled.retryAfter()).contains(Duration.ofSeconds(17));
    }

    @Test
    void whatStandsDeeperIsReadFirstAndSentBackWithAllBesideIt() {
        api.says("GET /users/1", 200, "{'user':{'id':1,'address':{'city':'Rome','zip':7},'mails':[{'kind':'home','value':'h'},{'kind':'work','value':'w','main':true}],'state':'on'}}")
                .says("PATCH /users/1", 200, "{'user':{'id':1}}");
        app();
        assertThat(app.port().execute(change(Operation.UPDATE, "user", "1", Attributes.empty(), Map.of("city", "London", "mail", "new"))).isOk()).isTrue();
        assertThat(api.asked().get(1)).startsWith("PATCH /users/1 ").contains("\"address\":{\"city\":\"London\",\"zip\":7}",
                "\"mails\":[{\"kind\":\"home\",\"value\":\"h\"},{\"kind\":\"work\",\"value\":\"new\",\"main\":true}]").doesNotContain("state");
        assertThat(app.port().execute(new AccountRequest(Operation.UPDATE, "user", Optional.of("1"), Attributes.empty(), List.of(AttributeChange.of("mail", "w", null),
                AttributeChange.of("seats", 1, null)), Optional.empty())).isOk()).isTrue();
        assertThat(api.asked().get(3)).contains("\"mails\":[{\"kind\":\"home\",\"value\":\"h\"}]", "\"seats\":null");
    }

    @Test
    void inAListThatOthersFillTooTheirsStay() {
        api.says("GET /users/1", 200, "{'user':{'id':1,'groups':['theirs','ours']}}").says("PATCH /users/1", 204, "");
        app();
        AttributeChange shared = new AttributeChange("groups", List.of("ours"), List.of("new"), List.of("new"), List.of("ours"), true);
        assertThat(app.port().execute(new AccountRequest(Operation.UPDATE, "user", Optional.of("1"), Attributes.empty(), List.of(shared), Optional.empty())).isOk()).isTrue();
        assertThat(api.asked().get(1)).isEqualTo("PATCH /users/1 {\"user\":{\"groups\":[\"theirs\",\"new\"]}}");
    }

    @Test
    void whatIsWrittenApartGoesBySeveralRequestsAndKeepsWhatItNeeds() {
        api.says("GET /users/1/logins", 200, "{'logins':[{'name':'old','id':'k1'},{'name':'Ada','id':'k/2'}]}").says("PUT /users/1/logins/k%2F2", 200, "{}");
        app();
        assertThat(app.port().execute(change(Operation.UPDATE, "user", "1", Attributes.empty(), Map.of("login", "ada"))).isOk()).isTrue();
        assertThat(api.asked()).containsExactly("GET /users/1/logins", "PUT /users/1/logins/k%2F2");
        Outcome unknown = app.port().execute(change(Operation.UPDATE, "user", "1", Attributes.empty(), Map.of("login", "grace")));
        assertThat(unknown.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(unknown.message()).contains("the answer has nothing at logins[name eq");
        Outcome emptied = app.port().execute(new AccountRequest(Operation.UPDATE, "user", Optional.of("1"), Attributes.empty(), List.of(AttributeChange.of("login", "a", null)), Optional.empty()));
        assertThat(emptied.kind()).as("nothing would be sent for it").isEqualTo(OutcomeKind.INVALID);
        assertThat(emptied.message()).isEqualTo("login cannot be emptied: the connector has no request for that");
    }

    @Test
    void anIdCannotLeadElsewhereAndAnAnswerAboutSomebodyElseIsNone() {
        app();
        for (String id : List.of("..", ".", " ")) {
            assertThat(app.port().get("user", id).kind()).isEqualTo(OutcomeKind.INVALID);
        }
        api.says("GET /users/a%2Fb%3Fc%23%7Bd%7D..", 200, "{'user':{'id':'a/b?c#{d}..','login':'x'}}");
        assertThat(app.port().get("user", "a/b?c#{d}..").isOk()).isTrue();
        api.says("GET /users/1", 200, "{'user':{'id':2,'login':'x'}}").says("PATCH /users/1", 200, "{'user':{'id':2}}");
        assertThat(app.port().get("user", "1").kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(app.port().execute(change(Operation.UPDATE, "user", "1", Attributes.empty(), Map.of("seats", 1L))).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        api.says("GET /users/3", 200, "");
        assertThat(app.port().get("user", "3").kind()).as("nothing is not nobody").isEqualTo(OutcomeKind.UNAVAILABLE);
        assertThat(app.port().get("user", "4").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void disablingIsAnUpdateInTheSystemsOwnWords() {
        api.says("PATCH /users/1", 200, "{'user':{'id':1,'state':'off'}}");
        app();
        Outcome disabled = app.port().execute(change(Operation.DISABLE, "user", "1", Attributes.empty(), Map.of()));
        assertThat(disabled.attributes().get("active")).isEqualTo(false);
        assertThat(api.asked()).containsExactly("PATCH /users/1 {\"user\":{\"state\":\"off\"}}");
    }

    @Test
    void membersAreRowsThatAreLookedForInAllOfTheList() {
        api.says("GET /groups/g?x", 200, "{}").says("GET /groups/g", 200, "{'id':'g','name':'G'}").says("GET /groups/g/members?from=0", 200, "{'rows':[{'id':'r1','who':{'id':1}}]}")
                .says("GET /groups/g/members?from=1", 200, "{'rows':[{'id':'r2','who':{'id':2}}]}").says("GET /groups/g/members?from=2", 200, "{'rows':[]}")
                .says("POST /rows", 409, "{}").says("DELETE /rows/r2", 204, "");
        app();
        assertThat(app.port().get("group", "g").attributes().get("members")).isEqualTo(List.of(1L, 2L).stream().map(String::valueOf).toList());
        assertThat(app.port().execute(members(Operation.ADD_MEMBERS, "3")).isOk()).as("in it already").isTrue();
        assertThat(app.port().execute(members(Operation.REMOVE_MEMBERS, "2")).isOk()).isTrue();
        assertThat(app.port().execute(members(Operation.REMOVE_MEMBERS, "9")).isOk()).as("out of it already").isTrue();
        assertThat(api.asked()).contains("POST /rows {\"who\":3,\"group\":\"g\"}").containsOnlyOnce("DELETE /rows/r2");
        api.says("GET /groups/h", 200, "{'id':'h'}").says("GET /groups/h/members?from=0", 200, "{'rows':[{'id':'r1','who':{}}]}");
        assertThat(app.port().get("group", "h").message()).contains("a member in the list of a group has no name at who.id");
    }

    private static AccountRequest members(Operation operation, String who) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        return new AccountRequest(operation, "group", Optional.of("g"), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? List.of(who) : List.of(), joins ? List.of() : List.of(who))), Optional.empty());
    }

    private static final String MORE = """
            kind: Kamelet
            metadata: {name: more}
            spec:
              definition:
                title: Another application
                properties: {auth: {default: none}, pageSize: {default: 2}}
              provisioning:
                contract: 1
                extends: rest
                rest: {test: {get: /me}}
                objects:
                  user:
                    anchor: id
                    enabledBy: active
                    attributes: {id: {readOnly: true}, name: {}, site: {path: profile.site}, team: {path: profile.team}, tags: {multiValued: true}, active: {type: boolean}}
                    operations: [list, changes, get, find, create, update]
                    find: [name]
                    rest:
                      items: rows
                      lag: 5s
                      list: {get: /users, paging: {style: cursor, send: c, at: next}}
                      changes: {get: /changes, mark: mark, lost: [{at: code, is: STALE}], paging: {style: cursor, send: c, at: next}, readAgain: true}
                      get: {get: "/users/${anchor}"}
                      find: {name: {get: /users, query: {$q: "name eq '${value:quoted}'"}}}
                      create: {post: /users, apart: ["*"], body: {who: "${account.name}"}, then: [{patch: "/users/${anchor}", sends: [site, team]}, {post: "/users/${anchor}/tags", body: {of: "/users/${anchor:segment}", add: [{tag: "${added.tags}"}], drop: ["${removed.tags}"]}, when: {changed: tags}}]}
                      update: {patch: "/users/${anchor}", apart: [site, team, tags], then: [{put: "/users/${anchor}/profile", sends: [site, team]}, {delete: "/users/${anchor}/tags", when: {emptied: tags}, errors: [{status: 404, outcome: ok}]}, {post: "/users/${anchor}/tags", body: {add: ["${added.tags}"]}, when: {changed: tags}}]}
                  group:
                    anchor: id
                    attributes: {id: {readOnly: true}, members: {multiValued: true}}
                    memberships: {attribute: members}
                    operations: [get, add-members, remove-members]
                    rest:
                      items: rows
                      get: {get: "/groups/${anchor}"}
                      members:
                        list: {get: "/groups/${anchor}/members"}
                        member: id
                        add: {put: "/groups/${anchor}/members/${member}"}
                        remove: {delete: "/groups/${anchor}/members/${member}"}
                        settle: [400, 404]
            """;

    private ConnectorUnderTest more() throws IOException {
        Files.writeString(folder.resolve("more.kamelet.yaml"), MORE);
        app = new ConnectorUnderTest("more", Map.of("url", api.url()), folder);
        return app;
    }

    @Test
    void whatIsWrittenLaterGoesWithItsOwnRequestsAndValuesOneByOne() throws IOException {
        ConnectorUnderTest more = more();
        api.says("POST /users", 201, "{'id': 'a b'}").says("PATCH /users/a%20b", 404, "{}").says("PATCH /users/a%20b", 204, "").says("POST /users/a%20b/tags", 204, "");
        Map<String, Object> ada = new LinkedHashMap<>(Map.of("name", "Ada"));
        ada.put("site", "Berlin");
        ada.put("tags", List.of("x", "y"));
        assertThat(more.port().execute(create("user", ada, true))).satisfies(outcome -> assertThat(outcome.anchor()).as(outcome.message()).contains("a b"));
        assertThat(api.asked()).containsExactly("POST /users {\"who\":\"Ada\"}", "PATCH /users/a%20b {\"profile\":{\"site\":\"Berlin\"}}", "PATCH /users/a%20b {\"profile\":{\"site\":\"Berlin\"}}",
                "POST /users/a%20b/tags {\"of\":\"/users/a%20b\",\"add\":[{\"tag\":\"x\"},{\"tag\":\"y\"}],\"drop\":[]}");

        api.says("GET /users/1", 200, "{'id': '1', 'profile': {'site': 'Berlin', 'room': 7}}").says("PUT /users/1/profile", 204, "").says("DELETE /users/1/tags", 204, "");
        Map<String, Object> changes = new LinkedHashMap<>(Map.of("team", "Poets"));
        changes.put("tags", null);
        assertThat(more.port().execute(change(Operation.UPDATE, "user", "1", Attributes.empty(), changes)).isOk()).isTrue();
        assertThat(api.asked().subList(4, 7)).containsExactly("GET /users/1", "PUT /users/1/profile {\"profile\":{\"site\":\"Berlin\",\"room\":7,\"team\":\"Poets\"}}", "DELETE /users/1/tags");
    }

    @Test
    void theKeyOfAnApiGoesIntoTheQueryAndIntoThatOfTheNextPageOnce() throws IOException {
        Files.writeString(folder.resolve("more.kamelet.yaml"), MORE.replace("list: {get: /users, paging: {style: cursor, send: c, at: next}}", "list: {get: /users, paging: {style: next, at: next}}"));
        app = new ConnectorUnderTest("more", Map.of("url", api.url(), "auth", "api-key", "token", "abc-def&ghi", "apiKeyQuery", "api_key"), folder);
        api.says("GET /users?api_key=abc-def%26ghi", 200, "{'rows': [{'id': '1'}], 'next': '<url>/users?api_key=abc-def%26ghi&p=2', 'mark': 'm'}")
                .says("GET /users?p=2&api_key=abc-def%26ghi", 200, "{'rows': [], 'mark': 'm'}").says("GET /me?api_key=abc-def%26ghi", 400, "{'message': 'what is abc-def%26ghi or abc-def&ghi?'}");
        assertThat(app.all("user")).hasSize(1);
        assertThat(app.port().test().message()).isEqualTo("HTTP 400 what is (sensitive) or (sensitive)?");
    }

    @Test
    void aQuoteInAValueIsDoubled() throws IOException {
        api.says("GET /users?$q=name%20eq%20%27O%27%27Neill%27", 200, "{'rows': [{'id': '1', 'name': 'O\\u0027Neill'}]}");
        assertThat(more().port().find("user", "name", "O'Neill")).hasSize(1);
    }

    @Test
    void aDeltaThatBeginsAtACursorKeepsItAndIsLostWhenNobodyKnowsIt() throws IOException {
        ConnectorUnderTest more = more();
        api.says("GET /users", 200, "{'rows': [{'id': '1', 'name': 'A'}], 'next': 'n1'}").says("GET /users?c=n1", 200, "{'rows': [{'id': '2', 'name': 'B'}], 'mark': 'm&1'}");
        SourceReading full = more.port().read("user", List.of("name"), Optional.empty());
        assertThat(ConnectorUnderTest.records(full)).hasSize(2);
        api.says("GET /changes?c=m%261", 200, "{'rows': [{'id': '2'}], 'mark': 'm2'}").says("GET /users/2", 200, "{'id': '2', 'name': 'New'}");
        SourceReading delta = more.port().read("user", List.of("name"), full.watermark());
        assertThat(ConnectorUnderTest.records(delta)).extracting(user -> user.get("name")).as("without a request for several, each by itself").containsExactly("New");
        assertThat(delta.watermark()).isPresent().isNotEqualTo(full.watermark());
        api.says("GET /changes?c=m2", 400, "{'code': 'STALE'}");
        assertThatThrownBy(() -> ConnectorUnderTest.records(more.port().read("user", List.of("name"), delta.watermark()))).isInstanceOf(DeltaLostException.class);
        api.says("GET /changes?c=m%261", 404, "{}").says("GET /changes?c=m%261", 200, "{'rows': [], 'next': 'n9'}").says("GET /changes?c=n9", 404, "{}");
        records(more, full.watermark());
        assertThatThrownBy(() -> records(more, full.watermark())).as("in whatever words").isInstanceOf(DeltaLostException.class);
        assertThatThrownBy(() -> records(more, full.watermark())).as("a later page").isNotInstanceOf(DeltaLostException.class);
    }

    private static List<Attributes> records(ConnectorUnderTest app, Optional<String> since) {
        return ConnectorUnderTest.records(app.port().read("user", List.of("name"), since));
    }

    @Test
    void whatADeltaTellsOfAndTheListDoesNotHaveCannotBeRead() throws IOException {
        Files.writeString(folder.resolve("more.kamelet.yaml"), MORE.replace("get: {get: \"/users/${anchor}\"}", "get: {get: /all, answer: list}"));
        app = new ConnectorUnderTest("more", Map.of("url", api.url()), folder);
        api.says("GET /users", 200, "{'rows': [], 'mark': 'm1'}").says("GET /changes?c=m1", 200, "{'rows': [{'id': '2'}], 'mark': 'm2'}").says("GET /all", 200, "{'rows': [{'id': '1'}]}");
        SourceReading full = app.port().read("user", List.of("name"), Optional.empty());
        full.forEachRemaining(item -> { });
        List<SourceItem> items = new ArrayList<>();
        app.port().read("user", List.of("name"), full.watermark()).forEachRemaining(items::add);
        assertThat(items).singleElement().isEqualTo(new SourceItem.Rejected(Optional.of("2"), "the system tells of it, and does not show it", ""));
    }

    @Test
    void aRefusalThatMeansDoneElsewhereIsAskedAgainOfWhoWasJustMade() throws IOException {
        ConnectorUnderTest more = more();
        api.says("POST /users", 201, "{'id': '7'}").says("DELETE /users/7/tags", 404, "{}").says("DELETE /users/7/tags", 204, "");
        Map<String, Object> none = new LinkedHashMap<>();
        none.put("tags", null);
        assertThat(more.port().execute(create("user", Map.of("name", "Ada"), true)).isOk()).isTrue();
        assertThat(more.port().execute(change(Operation.UPDATE, "user", "7", Attributes.empty(), none)).isOk()).isTrue();
        assertThat(api.asked()).containsExactly("POST /users {\"who\":\"Ada\"}", "DELETE /users/7/tags", "DELETE /users/7/tags");
        assertThat(more.port().execute(change(Operation.UPDATE, "user", "8", Attributes.empty(), none)).isOk()).as("of another, it is done").isTrue();
        assertThat(api.asked()).hasSize(4);
    }

    @Test
    void thatTheMembersAreNotThereIsNotSaidOfTheirGroup() throws IOException {
        ConnectorUnderTest more = more();
        api.says("GET /groups/g", 200, "{'id': 'g'}");
        assertThat(more.port().get("group", "g")).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE))
                .satisfies(outcome -> assertThat(outcome.message()).contains("it is there, and the list of its members is not"));
        assertThat(more.port().get("group", "h").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aRefusalThatTheListExplainsIsNone() throws IOException {
        ConnectorUnderTest more = more();
        api.says("PUT /groups/g/members/1", 400, "{'message': 'no'}").says("PUT /groups/g/members/2", 400, "{'message': 'no'}").says("DELETE /groups/g/members/1", 404, "{}")
                .says("DELETE /groups/g/members/2", 404, "{}").says("GET /groups/g/members", 200, "{'rows': [{'id': '1'}]}");
        assertThat(membersOf(more, Operation.ADD_MEMBERS, "1").isOk()).isTrue();
        assertThat(membersOf(more, Operation.ADD_MEMBERS, "2")).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID)).satisfies(outcome -> assertThat(outcome.message()).isEqualTo("HTTP 400 no"));
        assertThat(membersOf(more, Operation.REMOVE_MEMBERS, "2").isOk()).isTrue();
        assertThat(membersOf(more, Operation.REMOVE_MEMBERS, "1").kind()).as("the list says that it is still there").isEqualTo(OutcomeKind.NOT_FOUND);
        api.says("DELETE /groups/h/members/1", 404, "{}");
        assertThat(more.port().execute(new AccountRequest(Operation.REMOVE_MEMBERS, "group", Optional.of("h"), Attributes.empty(), List.of(new AttributeChange("members", null, null, List.of(), List.of("1"))),
                Optional.empty())).kind()).as("there is no such group").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aRefusalThatTheListDoesNotExplainStandsThoughTheNextOneIsTaken() throws IOException {
        ConnectorUnderTest more = more();
        api.says("PUT /groups/g/members/2", 400, "{'message': 'no'}").says("PUT /groups/g/members/4", 204, "").says("GET /groups/g/members", 200, "{'rows': [{'id': '1'}, {'id': '4'}]}");
        Outcome outcome = membersOf(more, Operation.ADD_MEMBERS, "2", "4");
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.INVALID);
        api.says("DELETE /groups/g/members/4", 404, "{'message': 'no'}").says("DELETE /groups/g/members/5", 204, "");
        assertThat(membersOf(more, Operation.REMOVE_MEMBERS, "4", "5").kind()).as("4 is still in it").isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void aRowThatCouldNotBeTakenAwayIsLookedForOnceTheOthersAre() throws IOException {
        Files.writeString(folder.resolve("more.kamelet.yaml"), MORE.replace("            member: id\n", "            member: id\n            row: row\n").replace("remove: {delete: \"/groups/${anchor}/members/${member}\"}", "remove: {delete: \"/rows/${row}\"}"));
        app = new ConnectorUnderTest("more", Map.of("url", api.url()), folder);
        api.says("GET /groups/g/members", 200, "{'rows': [{'id': '1', 'row': 'r1'}, {'id': '2', 'row': 'r2'}]}").says("DELETE /rows/r1", 400, "{'message': 'no'}").says("DELETE /rows/r2", 204, "");
        Outcome outcome = membersOf(app, Operation.REMOVE_MEMBERS, "1", "2");
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.INVALID);
    }

    @Test
    void aTokenThatCannotBeRenewedInTheMidstOfACreateMakesNobodyTwice() throws IOException {
        Files.writeString(folder.resolve("more.kamelet.yaml"), MORE);
        api.says("POST /token", 200, "{'access_token': 't-1-of-two', 'token_type': 'Bearer', 'expires_in': 1}").says("POST /token", 503, "{}");
        api.says("POST /users", 201, "{'id': '7'}").says("PATCH /users/7", 404, "{}");
        app = new ConnectorUnderTest("more", Map.of("url", api.url(), "auth", "client-credentials", "tokenUrl", api.url() + "/token", "clientId", "c", "clientSecret", "not-so-secret"), folder);
        Outcome outcome = app.port().execute(create("user", Map.of("name", "Ada", "site", "Berlin"), true));
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(outcome.message()).contains("the user was made as 7, and what had to follow was not");
        assertThat(api.asked()).filteredOn(one -> one.startsWith("POST /users")).hasSize(1);
        assertThat(api.asked()).as("the token has ended meanwhile").filteredOn(one -> one.startsWith("POST /token")).hasSizeGreaterThan(1);
    }

    private static Outcome membersOf(ConnectorUnderTest more, Operation operation, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return more.port().execute(new AccountRequest(operation, "group", Optional.of("g"), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)), Optional.empty()));
    }
}
