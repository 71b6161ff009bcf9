package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec.Characteristic;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.Comparison;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KameletSystemTest {

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: echo
            spec:
              definition:
                title: Echo
                required: [secret]
                type: object
                properties:
                  secret: {title: Secret, type: string, format: password}
                  plain: {title: Plain, type: string, default: nothing}
              provisioning:
                contract: 1
              template:
                beans:
                  - name: echoConnector
                    type: "#class:io.caravan.camel.EchoConnector"
                    properties:
                      secret: "{{secret}}"
                      plain: "{{plain}}"
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: "{{echoConnector}}", method: call}
            """;
    @TempDir
    Path folder;
    private DefaultCamelContext context;
    private String kamelet = KAMELET;

    @BeforeEach
    void startCamel() throws IOException {
        Files.writeString(folder.resolve("echo.kamelet.yaml"), KAMELET);
        context = PlainCamel.make();
        context.start();
    }

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    private SystemPort system(String connector, Map<String, String> settings) {
        return system(connector, "sys-1", settings, Map.of());
    }

    private SystemPort system(String connector, String name, Map<String, String> settings, Map<Integer, OutcomeKind> outcomes) {
        SystemSpec system = new SystemSpec(name, spec(connector, outcomes), settings);
        return new ConnectedSystems(context, Map.of(name, system), Map.of("echo", kamelet), folder, List.of(folder)).port(name).orElseThrow();
    }

    private static ConnectorSpec spec(String connector, Map<Integer, OutcomeKind> outcomes) {
        ObjectSpec user = new ObjectSpec("user", new ObjectSpec.Keys("id", Optional.of("active"), Optional.empty(), Optional.empty()),
                new ObjectSpec.Schema(Map.of("active", AttributeSpec.of("active", AttributeType.BOOLEAN, Characteristic.CASE_EXACT), "locked",
                new AttributeSpec("locked", AttributeType.BOOLEAN, Set.of(Characteristic.CASE_EXACT), Comparison.EXACT, Optional.of("false"), "locked"),
                "mails", AttributeSpec.of("mails", AttributeType.STRING, Characteristic.MULTI_VALUED, Characteristic.CASE_EXACT)), true, true),
                EnumSet.complementOf(EnumSet.of(Operation.CHANGES)), List.of("id"));
        Map<String, ConnectorSpec.SettingSpec> declared = Map.of("secret",
                new ConnectorSpec.SettingSpec("secret", "Secret", "", "string", true, true, Optional.empty(), List.of()),
                "path", new ConnectorSpec.SettingSpec("path", "Path", "", "string", false, false, Optional.empty(), List.of()));
        return new ConnectorSpec(new ConnectorSpec.Heading(connector, connector, ""), ConnectorSpec.Role.BOTH, declared, Map.of("user", user),
                new ConnectorSpec.Limits(2, 1, Optional.of(new ConnectorSpec.Batch(Set.of(Operation.DELETE), 2)), Optional.empty()), outcomes);
    }

    @Test
    void anEnvironmentVariableIsNoSetting() {
        kamelet = KAMELET.replace("{{plain}}", "{{path:}}").replace("  plain: {title: Plain, type: string, default: nothing}", "  path: {title: Path, type: string}");
        assertThat(System.getenv("PATH")).isNotEmpty();
        assertThat(system("echo", "not-given", Map.of("secret", "s"), Map.of()).get("user", "1").attributes().get("plain")).isEqualTo("");
        assertThat(system("echo", "given", Map.of("secret", "s", "path", "/x"), Map.of()).get("user", "1").attributes().get("plain")).isEqualTo("/x");
    }

    private static AccountRequest create() {
        return new AccountRequest(Operation.CREATE, "user", Optional.empty(), Attributes.empty(),
                List.of(AttributeChange.of("id", null, "1")), Optional.of(true));
    }

    private static AccountRequest delete(String anchor) {
        return new AccountRequest(Operation.DELETE, "user", Optional.of(anchor), Attributes.empty(), List.of(), Optional.empty());
    }

    /** Camel keeps its templates and routes in lists that it goes through at each new route. */
    @Test
    void systemsThatAreCalledForTheFirstTimeAtOnceAllConnect() throws Exception {
        Map<String, SystemSpec> systems = new HashMap<>();
        Map<String, String> kamelets = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            kamelets.put("echo" + i, KAMELET.replace("name: echo\n", "name: echo" + i + "\n"));
            systems.put("sys" + i, new SystemSpec("sys" + i, spec("echo" + i, Map.of()), Map.of("secret", "s")));
        }
        ConnectedSystems connected = new ConnectedSystems(context, systems, kamelets, folder, List.of(folder));
        ExecutorService threads = Executors.newFixedThreadPool(systems.size());
        try {
            CyclicBarrier together = new CyclicBarrier(systems.size());
            List<Future<Outcome>> answers = new ArrayList<>();
            for (SystemPort system : connected.ports().values()) {
                answers.add(threads.submit(() -> {
                    together.await();
                    return system.test();
                }));
            }
            for (Future<Outcome> answer : answers) {
                assertThat(answer.get()).isEqualTo(Outcome.ok());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void settingsReachTheKameletAndPlaceholdersAreResolved() throws IOException {
        Files.writeString(folder.resolve("password"), "#s3cr3t&x=1 %{}\n");
        Outcome answer = system("echo", Map.of("secret", "{{file:password}}", "plain", "{{env:PATH}}")).get("user", "7");
        assertThat(answer.anchor()).contains("7");
        assertThat(answer.attributes().get("secret")).isEqualTo("#s3cr3t&x=1 %{}");
        assertThat(answer.attributes().get("plain")).isEqualTo(System.getenv("PATH"));
        assertThat(context.getEndpoints().toString()).doesNotContain("s3cr3t");
    }

    @Test
    void twoSystemsOfOneConnectorKeepTheirSettingsApart() {
        SystemPort one = system("echo", "one", Map.of("secret", "a"), Map.of());
        SystemPort two = system("echo", "two", Map.of("secret", "b", "plain", "p"), Map.of());
        assertThat(one.get("user", "1").attributes().get("secret")).isEqualTo("a");
        assertThat(two.get("user", "1").attributes().get("secret")).isEqualTo("b");
        assertThat(one.get("user", "1").attributes().get("plain")).isEqualTo("nothing");
    }

    @Test
    void whatIsNotShownMeansWhatTheConnectorSays() {
        assertThat(system("echo", Map.of("secret", "a")).get("user", "1").attributes().get("locked")).isEqualTo(false);
        assertThat(system("echo", Map.of("secret", "a")).execute(create()).attributes().has("locked")).as("an answer may tell only a part").isFalse();
    }

    @Test
    void aSystemMayBeCalledLikeABeanOfItsConnector() {
        assertThat(system("echo", "echoConnector", Map.of("secret", "a"), Map.of()).get("user", "1").isOk()).isTrue();
    }

    @Test
    void aSettingThatCannotBeResolvedIsNamed() {
        Outcome answer = system("echo", Map.of("secret", "{{env:NOT_SET_ANYWHERE}}")).test();
        assertThat(answer.kind()).isEqualTo(OutcomeKind.MISCONFIGURED);
        assertThat(answer.message()).contains("caravan.systems.sys-1.secret = {{env:NOT_SET_ANYWHERE}}").contains("set the environment variable");
    }

    @Test
    void answersAreBroughtToTheDeclaredTypes() {
        Attributes account = system("echo", Map.of("secret", "xyzzy")).get("user", "1").attributes();
        assertThat(account.get("active")).isEqualTo(true);
        assertThat(account.get("mails")).isEqualTo(List.of("a@x"));
    }

    @Test
    void nothingFoundIsNotFound() {
        assertThat(system("echo", Map.of("secret", "xyzzy")).get("user", "gone").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void findGivesAllHits() {
        assertThat(system("echo", Map.of("secret", "xyzzy")).find("user", "mail", "a")).singleElement()
                .satisfies(hit -> assertThat(hit.get("by")).isEqualTo("mail"));
    }

    @Test
    void pagesAreReadToTheEndAndRecordsWithoutAnchorAreRejected() {
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = system("echo", Map.of("secret", "xyzzy")).list("user", List.of())) {
            reading.forEachRemaining(items::add);
            assertThat(reading.watermark()).contains("w3");
        }
        assertThat(items).hasSize(6);
        assertThat(items.get(3)).isInstanceOfSatisfying(SourceItem.Rejected.class,
                rejected -> assertThat(rejected.where()).isEqualTo("page 2, record 2"));
    }

    @Test
    void aPageThatRepeatsItsTokenFailsTheRead() {
        SourceReading reading = system("echo", Map.of("secret", "xyzzy", "plain", "loop")).list("user", List.of());
        assertThatThrownBy(() -> reading.forEachRemaining(item -> { })).isInstanceOf(OutcomeException.class).hasMessageContaining("same next page");
    }

    @Test
    void anUndeclaredOperationIsUnsupportedWithoutACall() {
        assertThatThrownBy(() -> system("echo", Map.of("secret", "xyzzy")).changes("user", List.of(), "w"))
                .isInstanceOfSatisfying(OutcomeException.class, e -> assertThat(e.outcome().kind()).isEqualTo(OutcomeKind.UNSUPPORTED));
    }

    @Test
    void anUpdateCarriesSetClearAddAndRemove() {
        AccountRequest update = new AccountRequest(Operation.UPDATE, "user", Optional.of("u"), Attributes.empty(),
                List.of(AttributeChange.of("a", "x", "y"), AttributeChange.of("b", "x", null),
                        new AttributeChange("c", List.of("1"), List.of("2"), List.of("2"), List.of("1"))), Optional.empty());
        assertThat(system("echo", Map.of("secret", "xyzzy")).execute(update).attributes().get("got"))
                .isEqualTo("{set={a=y, c=[2]}, clear=[b], add={c=[2]}, remove={c=[1]}}");
    }

    @Test
    void anUpdateSaysInWhichListsOthersHaveValuesAndNeverClearsThose() {
        AccountRequest update = new AccountRequest(Operation.UPDATE, "user", Optional.of("u"), Attributes.empty(),
                List.of(new AttributeChange("c", List.of("1"), List.of("2"), List.of("2"), List.of("1")).asShared(), new AttributeChange("d", List.of("1"), null, List.of(), List.of("1")).asShared()),
                Optional.empty());
        assertThat(system("echo", Map.of("secret", "xyzzy")).execute(update).attributes().get("got"))
                .isEqualTo("{set={c=[2]}, clear=[], add={c=[2]}, remove={c=[1], d=[1]}, shared=[c, d]}");
    }

    private Outcome failing(String how) {
        return system("echo", Map.of("secret", "s3cr3t", "plain", how)).execute(create());
    }

    @Test
    void aRefusedConnectionIsUnavailable() {
        assertThat(failing("refused").kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
    }

    @Test
    void aWriteWhoseAnswerWasLostIsInDoubt() {
        assertThat(failing("timeout").kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    @Test
    void whatTheBeanSaysIsTakenWithoutSecretsAndNotTooLong() {
        Outcome outcome = failing("outcome");
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.FORBIDDEN);
        assertThat(outcome.message()).startsWith("not with (sensitive) xxx").hasSize(500);
    }

    @Test
    void aSecretInsideAnAddressIsTakenOutToo() throws IOException {
        Files.writeString(folder.resolve("password"), "not with");
        Outcome outcome = system("echo", Map.of("secret", "s3cr3t", "plain", "outcome", "url", "jdbc:x://db/hr?user=u&password={{file:password}}")).execute(create());
        assertThat(outcome.message()).startsWith("(sensitive) (sensitive) xxx");
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID,INVALID", "401,UNAUTHORIZED,UNAUTHORIZED", "403,FORBIDDEN,FORBIDDEN", "404,NOT_FOUND,NOT_FOUND", "405,UNSUPPORTED,UNSUPPORTED",
            "408,UNAVAILABLE,IN_DOUBT", "409,CONFLICT,CONFLICT", "422,INVALID,INVALID", "500,UNAVAILABLE,IN_DOUBT", "501,UNSUPPORTED,IN_DOUBT",
            "502,UNAVAILABLE,IN_DOUBT", "503,UNAVAILABLE,IN_DOUBT", "504,IN_DOUBT,IN_DOUBT", "599,UNAVAILABLE,IN_DOUBT"})
    void httpStatusesBecomeOutcomes(String status, OutcomeKind ofAChange, OutcomeKind ofACreate) {
        SystemPort port = system("echo", "s" + status, Map.of("secret", "s3cr3t", "plain", status), Map.of());
        assertThat(port.execute(update()).kind()).isEqualTo(ofAChange);
        assertThat(port.execute(create()).kind()).isEqualTo(ofACreate);
    }

    @Test
    void thatASystemCannotNowDoesNotMeanThatNothingWasCreatedWhateverAConnectorDeclares() {
        SystemPort port = system("echo", "sys-3", Map.of("secret", "xyzzy", "plain", "503"), Map.of(503, OutcomeKind.UNAVAILABLE));
        assertThat(port.execute(create()).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
    }

    /** The connector answers both with the opposite of what was asked for, and always shows the account open. */
    @Test
    void aSuccessThatShowsTheOppositeIsLookedAt() {
        SystemPort echo = system("echo", Map.of("secret", "xyzzy"));
        Outcome open = echo.execute(switched(Operation.DISABLE));
        assertThat(open.kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(open.message()).isEqualTo("the system says that it was done, and shows the account open");
        Outcome opened = echo.execute(switched(Operation.ENABLE));
        assertThat(opened.isOk()).as(opened.message()).isTrue();
        assertThat(opened.attributes().get("active")).as("what is so, not what was").isEqualTo(true);
    }

    private static AccountRequest switched(Operation operation) {
        return new AccountRequest(operation, "user", Optional.of("u"), Attributes.empty(), List.of(), Optional.empty());
    }

    private static AccountRequest update() {
        return new AccountRequest(Operation.UPDATE, "user", Optional.of("u"), Attributes.empty(), List.of(AttributeChange.of("a", "x", "y")), Optional.empty());
    }

    @Test
    void throttlingSaysForHowLong() {
        Outcome outcome = failing("429");
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(outcome.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(outcome.message()).isEqualTo("HTTP 429 no, (sensitive)");
    }

    @Test
    void retryAfterMayBeADate() {
        assertThat(RetryAfter.delay("Sun, 06 Nov 1994 08:49:37 GMT", Instant.parse("1994-11-06T08:49:07Z"))).contains(Duration.ofSeconds(30));
        assertThat(RetryAfter.delay("soon", Instant.EPOCH)).isEmpty();
    }

    @Test
    void theConnectorsOwnTableOfOutcomesGoesFirst() {
        SystemPort port = system("echo", "sys-2", Map.of("secret", "xyzzy", "plain", "404"), Map.of(404, OutcomeKind.INVALID));
        assertThat(port.execute(create()).kind()).isEqualTo(OutcomeKind.INVALID);
    }

    @Test
    void aBatchIsCutToTheConnectorsSizeAndAnswersInOrder() {
        List<Outcome> outcomes = system("echo", Map.of("secret", "xyzzy"))
                .execute(List.of(delete("1"), delete("2"), delete("3"), delete("4"), create(), delete("5")));
        assertThat(outcomes).extracting(Outcome::message).startsWith("1", "2", "3", "4").hasSize(6);
        assertThat(outcomes.get(5).isOk()).isTrue();
    }

    @Test
    void whereNothingIsTakenNowWhoeverComesNextIsNotSentAndInNoDoubt() {
        for (String status : List.of("429", "401")) {
            List<Outcome> outcomes = system("echo", "not-now-" + status, Map.of("secret", "xyzzy", "plain", status), Map.of()).execute(List.of(create(), create(), update()));
            assertThat(outcomes).extracting(Outcome::kind).containsOnly(status.equals("429") ? OutcomeKind.THROTTLED : OutcomeKind.UNAUTHORIZED);
            assertThat(outcomes.get(0).message()).startsWith("HTTP " + status);
            assertThat(outcomes.subList(1, 3)).allSatisfy(outcome -> {
                assertThat(outcome.message()).startsWith("not sent, as what was sent before failed: HTTP " + status);
                assertThat(outcome.retryAfter()).isEqualTo(outcomes.get(0).retryAfter());
            });
        }
        assertThat(system("echo", "one-fails", Map.of("secret", "xyzzy", "plain", "500"), Map.of()).execute(List.of(update(), update())))
                .as("one that makes the system fail holds up nobody else").allSatisfy(outcome -> assertThat(outcome.message()).startsWith("HTTP 500"));
    }

    @Test
    void anHttpMethodInARouteIsNotLookedForAmongAllConverters() {
        system("echo", Map.of("secret", "x"));
        assertThat(context.getTypeConverterRegistry().lookup(HttpMethods.class, String.class)).as("Camel has none of its own").isNotNull();
        assertThat(context.getTypeConverter().convertTo(HttpMethods.class, "post")).isEqualTo(HttpMethods.POST);
    }

    @Test
    void anUnknownConnectorIsInvalidAndSaysWhichThereAre() {
        Outcome outcome = system("nowhere", Map.of()).test();
        assertThat(outcome.message()).contains("no connector 'nowhere'; there are [echo]");
    }
}
