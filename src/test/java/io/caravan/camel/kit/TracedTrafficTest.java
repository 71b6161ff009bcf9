package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.operations.ConnectorRecording;
import io.caravan.operations.ConnectorRecording.Hidden;
import io.caravan.operations.ConnectorReplay;
import io.caravan.operations.ConnectorTrace;
import io.caravan.operations.ConnectorTrace.TracedRequest;
import io.caravan.operations.ProjectFolder;
import io.caravan.operations.Refusal;
import io.caravan.operations.SystemCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent is shown, and recorded, without what is secret in it; and a recording finds what has become different. */
class TracedTrafficTest {

    private static final String SCIM_TOKEN = "scim-token-0815";

    @TempDir
    private Path folder;
    private SampleBox box;
    /** Of creates, that have been carried out. */
    private boolean losesAnswers;
    private boolean nobodyIsFound;
    private EmbeddedScim scim;
    private ProjectFolder place;
    private Path recording;

    @BeforeEach
    void systems() throws IOException {
        box = new SampleBox() {
            @Override
            Said answer(Asked request) {
                Said said = super.answer(request);
                boolean searches = nobodyIsFound && request.is("GET", "users") && request.text().isEmpty();
                return losesAnswers && request.is("POST", "users") ? new Said(500, NODES.objectNode().put("message", "made, and not told"))
                        : searches ? Said.ok(NODES.objectNode().put("next_marker", "").set("entries", NODES.arrayNode())) : said;
            }
        };
        scim = EmbeddedScim.with().token(SCIM_TOKEN).start();
        Files.writeString(folder.resolve("secret"), SampleBox.SECRET);
        Files.writeString(folder.resolve("scim-secret"), SCIM_TOKEN);
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.app.connector = box
                caravan.systems.app.url = %1$s
                caravan.systems.app.tokenUrl = %1$s/oauth2/token
                caravan.systems.app.clientId = caravan
                caravan.systems.app.clientSecret = {{file:secret}}
                caravan.systems.app.enterpriseId = 1
                caravan.systems.app.pageSize = 2
                caravan.systems.crm.connector = scim2
                caravan.systems.crm.url = %2$s
                caravan.systems.crm.token = {{file:scim-secret}}
                caravan.systems.closed.connector = scim2
                caravan.systems.closed.url = %2$s
                caravan.systems.closed.token = {{file:scim-secret}}
                caravan.systems.closed.readOnly = true
                caravan.systems.files.connector = csv-source
                caravan.systems.files.file = hr.csv
                caravan.systems.files.key = id
                """.formatted(box.url(), scim.url()));
        place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
        recording = folder.resolve("connectors/box.recording.jsonl");
        String token = box.answer(asked("POST", List.of("oauth2", "token"), Map.of(),
                "grant_type=client_credentials&box_subject_type=enterprise&box_subject_id=1&client_secret=" + SampleBox.SECRET)).body().path("access_token").asText();
        for (String name : List.of("Ada King", "Grace Hopper", "Edsger")) {
            box.answer(asked("POST", List.of("users"), Map.of("authorization", "Bearer " + token),
                    "{\"name\":\"" + name + "\",\"login\":\"" + name.toLowerCase(Locale.ROOT).replace(' ', '.') + "@acme.test\",\"phone\":\"+49 30 4711\"}"));
        }
        box.answer(asked("POST", List.of("groups"), Map.of("authorization", "Bearer " + token), "{\"name\":\"Engineering\"}"));
    }

    private static SampleVendor.Asked asked(String method, List<String> path, Map<String, String> headers, String text) throws IOException {
        return new SampleVendor.Asked(method, path, Map.of(), headers, text.startsWith("{") ? (ObjectNode) SampleVendor.JSON.readTree(text)
                : SampleVendor.NODES.objectNode(), text);
    }

    @AfterEach
    void stop() {
        box.close();
        scim.close();
    }

    @Test
    void eachRequestIsACurlCommandWithItsSecretsHidden() {
        ConnectorTrace trace = ConnectorTrace.of(place, "app", SystemCall.list("user", 3));
        assertThat(trace.outcome()).as(trace.message()).isEqualTo("ok");
        assertThat(trace.records()).isEqualTo(3);
        assertThat(trace.requests()).extracting(TracedRequest::own).containsExactly(false, true, true);
        assertThat(trace.requests()).extracting(TracedRequest::status).containsOnly(Optional.of(200));
        assertThat(trace.requests().get(0).curl()).startsWith("curl '" + box.url() + "/oauth2/token' ")
                .contains("--data-raw 'grant_type=client_credentials&client_id=caravan&client_secret=(sensitive)&box_subject_type=enterprise&box_subject_id=1'");
        assertThat(trace.requests().get(2).curl()).startsWith("curl '" + box.url() + "/users?").contains("marker=m2").contains("-H 'Authorization: Bearer (sensitive)'");
        assertThat(trace.toString()).doesNotContain(SampleBox.SECRET).doesNotContainPattern("token-\\d");
    }

    @Test
    void ofScimToo() {
        ConnectorTrace test = ConnectorTrace.of(place, "crm", SystemCall.test());
        assertThat(test.requests()).singleElement().satisfies(request -> assertThat(request.curl()).contains(scim.url() + "/Users?").contains("Bearer (sensitive)"));
        ConnectorTrace find = ConnectorTrace.of(place, "crm", SystemCall.find("user", "userName", "o'neil"));
        assertThat(find.requests().get(0).curl()).as("pasted as it is").contains("%22o%27neil%22").doesNotContain("o'neil");
        assertThat(test + "" + find).doesNotContain(SCIM_TOKEN);
    }

    @Test
    void whatTheConnectorCannotDoIsSaid() {
        assertThatThrownBy(() -> ConnectorTrace.of(place, "app", SystemCall.list("usr", 1))).isInstanceOf(Refusal.class).hasMessageContaining("did you mean 'user'?");
        assertThatThrownBy(() -> ConnectorTrace.of(place, "app", SystemCall.find("user", "phone", "1"))).isInstanceOf(Refusal.class).hasMessageContaining("cannot be found by phone");
        assertThat(ConnectorTrace.of(place, "files", SystemCall.test()).requests()).isEmpty();
        assertThatThrownBy(() -> record(Set.of(), false, "files")).isInstanceOf(Refusal.class);
    }

    private ConnectorRecording record(Set<String> hidden, boolean texts, String system) {
        return ConnectorRecording.of(place, system, recording, new Hidden(hidden, texts), new ConnectorRecording.Tour(10, Optional.empty()));
    }

    @Test
    void aRecordingReplaysWithoutTheSystemAndHasNoSecretInIt() throws IOException {
        ConnectorRecording made = record(Set.of(), false, "app");
        assertThat(made.differences()).isEmpty();
        assertThat(made.calls()).contains("test", "list user, 10 records at most", "find user by login = ada.king@acme.test", "find group by name = Engineering");
        assertThat(made.left()).contains("name", "login").doesNotContain("access_token");
        box.close();
        ConnectorReplay replay = ConnectorReplay.of(place, recording);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.requests()).isEqualTo(made.requests()).isGreaterThan(7);
        assertThat(Files.readString(recording)).contains("Ada King").contains("https://server-1.invalid/users").doesNotContain(SampleBox.SECRET)
                .doesNotContainPattern("token-\\d").doesNotContain("127.0.0.1");
    }

    @Test
    void whatIsNobodysBusinessIsHiddenEverywhereTheSameWay() throws IOException {
        assertThat(record(Set.of("login", "name"), false, "app").differences()).isEmpty();
        assertThat(Files.readString(recording)).doesNotContainIgnoringCase("ada").doesNotContain("Engineering").doesNotContain("acme.test").contains("@example.com").contains("4711");
        ConnectorRecording all = record(Set.of(), true, "app");
        assertThat(all.differences()).isEmpty();
        assertThat(all.left()).doesNotContain("login", "name", "phone");
        assertThat(Files.readString(recording)).doesNotContainIgnoringCase("ada").doesNotContain("4711").contains("\"status\":\"active\"");
        assertThat(ConnectorReplay.of(place, recording).differences()).isEmpty();
    }

    @Test
    void scimIsRecordedToo() throws IOException {
        ConnectorRecording made = record(Set.of(), false, "crm");
        assertThat(made.differences()).isEmpty();
        assertThat(made.calls()).contains("schema user", "find user by userName = nobody-is-called-so");
        assertThat(Files.readString(recording)).doesNotContain(SCIM_TOKEN);
    }

    private ConnectorRecording written(String system, String kit) throws IOException {
        Path file = Files.writeString(folder.resolve("life.yaml"), kit);
        return ConnectorRecording.of(place, system, recording, new Hidden(Set.of(), false), new ConnectorRecording.Tour(2, Optional.of(file)));
    }

    @Test
    void aLifeIsRecordedAndTestsWhatTheConnectorWrites() throws IOException {
        ConnectorRecording made = written("app", """
                objects:
                  user: {account: {login: "made-<n>@acme.test", name: "Made <n>", phone: "+49 30 999"}, change: {name: "Other <n>"}}
                  group: {account: {name: "Poets <n>"}, members: user}
                """);
        assertThat(made.differences()).isEmpty();
        assertThat(made.stays()).isEmpty();
        assertThat(made.calls()).anyMatch(call -> call.equals("create user")).anyMatch(call -> call.startsWith("update user ")).anyMatch(call -> call.startsWith("disable user ")).anyMatch(call -> call.startsWith("enable user "))
                .anyMatch(call -> call.startsWith("add-members group ")).anyMatch(call -> call.startsWith("remove-members group ")).anyMatch(call -> call.startsWith("delete user "));
        assertThat(ConnectorTrace.of(place, "app", SystemCall.list("user", 9)).records()).as("nobody is left of it").isEqualTo(3);
        box.close();
        assertThat(ConnectorReplay.of(place, recording).differences()).isEmpty();
        assertThat(Files.readString(recording)).contains("\"status\":\"inactive\"").doesNotContain(SampleBox.SECRET).doesNotContain("127.0.0.1");
        Path own = folder.resolve("connectors/box.kamelet.yaml");
        Files.writeString(own, Files.readString(Path.of("connectors/box.kamelet.yaml")).replace("false: inactive}", "false: cannot_delete_edit}").replace("[active, cannot_delete_edit, ", "[active, "));
        assertThat(ConnectorReplay.of(place, recording).differences()).anySatisfy(difference -> assertThat(difference).startsWith("disable user ").contains("not in the recording: PUT").contains("cannot_delete_edit"));
    }

    @Test
    void whoWasMadeWithoutAnAnswerIsFoundAndTakenAwayOrNamed() throws IOException {
        String kit = "objects: {user: {account: {login: \"made-<n>@acme.test\", name: \"Made <n>\"}}}";
        losesAnswers = true;
        ConnectorRecording made = written("app", kit);
        assertThat(made.stays()).isEmpty();
        assertThat(made.calls()).anyMatch(call -> call.startsWith("find user by login = made-")).anyMatch(call -> call.startsWith("delete user "));
        losesAnswers = false;
        assertThat(ConnectorTrace.of(place, "app", SystemCall.list("user", 9)).records()).as("nobody is left of it").isEqualTo(3);
        losesAnswers = true;
        nobodyIsFound = true;
        assertThat(written("app", kit).stays()).singleElement().asString().startsWith("user login = made-").contains("(if it was made:");
    }

    @Test
    void whatIsSecretInWhatIsWrittenIsInNoRecording() throws IOException {
        Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(folder.resolve("mappings/hr.yaml"), "job: hr\nfrom: {system: files, object: record, attributes: [id, login]}\nto: hub\nattributes: {login: \"${body[login]}\"}\n");
        Files.writeString(folder.resolve("mappings/crm.yaml"), "job: crm\nfrom: hub\nto: {system: crm, object: user}\nmatch: [{target: userName, value: \"${body[login]}\"}]\n"
                + "attributes:\n  userName: \"${body[login]}\"\n  nickName: {value: \"${randomString(12)}\", apply: on-create}\n");
        ConnectorRecording made = written("crm", """
                objects:
                  user: {account: {userName: "made-<n>", password: Very-Secret-1, nickName: Quite-Secret-2, title: Poet}, change: {nickName: Quite-Secret-3, title: Bard}}
                """);
        assertThat(made.differences()).isEmpty();
        assertThat(made.calls()).contains("create user");
        assertThat(Files.readString(recording)).as("the password, and what the mapping makes of a secret").doesNotContain("Secret-").contains("Poet", "Bard", "\"nickName\":\"hidden-");
        assertThatThrownBy(() -> written("closed", "objects: {user: {account: {userName: x}}}")).isInstanceOf(Refusal.class).hasMessageContaining("closed is read only (caravan.systems.closed.readOnly = true)");
        assertThatThrownBy(() -> written("crm", "nothing: {}")).isInstanceOf(Refusal.class).hasMessageContaining("unknown key 'nothing'");
    }

    @Test
    void aConnectorThatSendsOrReadsSomethingElseDiffers() throws IOException {
        record(Set.of(), false, "app");
        String connector = Files.readString(Path.of("connectors/box.kamelet.yaml"));
        Path own = folder.resolve("connectors/box.kamelet.yaml");
        Files.writeString(own, connector.replace("get: {get: \"/users/${anchor}\"", "get: {get: \"/user/${anchor}\""));
        assertThat(ConnectorReplay.of(place, recording).differences()).hasSize(3)
                .anySatisfy(difference -> assertThat(difference).contains("not in the recording: GET https://server-1.invalid/user/"))
                .anySatisfy(difference -> assertThat(difference).contains("not sent: GET https://server-1.invalid/users/"))
                .anySatisfy(difference -> assertThat(difference).contains("invalid where it was ok"));
        Files.writeString(own, connector.replace("phone: {}", "phone: {multiValued: true}"));
        assertThat(ConnectorReplay.of(place, recording).differences()).isNotEmpty()
                .allSatisfy(difference -> assertThat(difference).contains("phone is [").contains("where it was \"+49"));
        Files.writeString(own, connector.replace("test: {get: /users/me, query: {fields: id}}", "test: {get: /users/me, query: {fields: id}}\n      headers: {X-New: a}"));
        assertThat(ConnectorReplay.of(place, recording).differences()).as("one header more does no harm").isEmpty();
    }

    @Test
    void aFileThatIsNoRecordingIsRefusedWithItsLine() throws IOException {
        Files.createDirectories(recording.getParent());
        Files.writeString(recording, "{\"recording\":1,\"connector\":\"box\"}\n{\"asked\":{\"operation\":\"delete\"}}\n");
        assertThatThrownBy(() -> ConnectorReplay.of(place, recording)).isInstanceOf(Refusal.class).hasMessageContaining("jsonl:2: the line does not say what the system was asked");
        Files.writeString(recording, "hello\n");
        assertThatThrownBy(() -> ConnectorReplay.of(place, recording)).isInstanceOf(Refusal.class).hasMessageContaining("jsonl:1: the line is no JSON");
    }
}
