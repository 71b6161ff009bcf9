package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.scim.ScimProxy;
import io.caravan.camel.scim.ScimProxy.Answer;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.Counted;
import io.caravan.subject.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups become groups of a SCIM application, and their members come and go by PATCH; whatever the application says of it. */
class GroupsInScimTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Origin SAID = Origin.source("teams");
    @TempDir
    Path folder;
    private SmallCompany company;
    private EmbeddedScim provider;
    private ScimProxy proxy;

    @BeforeEach
    void anApplication() throws Exception {
        provider = EmbeddedScim.with().token("only-for-this-test").start();
        proxy = new ScimProxy(provider.url(), "only-for-this-test");
        company = new SmallCompany(folder);
        Files.delete(folder.resolve("mappings/app.yaml"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.quietSeconds = 0
                caravan.systems.teams.key = name
                caravan.systems.scim.connector = scim2
                caravan.systems.scim.url = %s
                caravan.systems.scim.token = {{file:token}}
                """.formatted(proxy.url()));
        company.write("token", "only-for-this-test");
        company.write("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: scim, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  userName: "${lowercase(${body[name]})}"
                  externalId: "${body[workerId]}"
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
                to: {system: scim, object: group}
                match: [{target: displayName, value: "${body[name]}"}]
                attributes: {displayName: "${body[name]}"}
                """ + more;
    }

    /** Further settings of the application. */
    private void set(String... lines) throws IOException {
        company.close();
        Path file = folder.resolve("application.properties");
        Files.writeString(file, Files.readString(file) + String.join("\n", lines) + "\n");
    }

    @AfterEach
    void close() {
        company.close();
        proxy.close();
        provider.close();
    }

    private CycleRun sync() {
        company.sync("hr", false);
        company.sync("teams", false);
        company.sync("users", false);
        return company.sync("groups", false);
    }

    private void say(String... people) {
        new SaidMemberships(company.project()).say("crew", SAID, people);
    }

    private void sayNoMore(String... people) {
        new SaidMemberships(company.project()).sayNoMore("crew", SAID, people);
    }

    private JsonNode ask(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(provider.url() + path)).header("Authorization", "Bearer only-for-this-test").header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)).build();
        try {
            String answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
            return answer.isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private Set<String> members() {
        Map<String, String> names = new HashMap<>();
        ask("GET", "/Users?count=1000", "").path("Resources").forEach(user -> names.put(user.path("id").asText(), user.path("userName").asText()));
        Set<String> members = new TreeSet<>();
        group().path("members").forEach(member -> members.add(names.get(member.path("value").asText())));
        return members;
    }

    private JsonNode group() {
        return ask("GET", "/Groups?filter=displayName%20eq%20%22crew%22", "").path("Resources").path(0);
    }

    private String user(String name) {
        return ask("GET", "/Users?filter=userName%20eq%20%22" + name + "%22", "").path("Resources").path(0).path("id").asText();
    }

    private void byHand(String op, String name) {
        String value = op.equals("add") ? "\"path\":\"members\",\"value\":[{\"value\":\"" + user(name) + "\"}]" : "\"path\":\"members[value eq \\\"" + user(name) + "\\\"]\"";
        ask("PATCH", "/Groups/" + group().path("id").asText(), "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{\"op\":\"" + op + "\"," + value + "}]}");
    }

    private long groupPatches() {
        return proxy.asked().stream().filter(ScimProxy.Asked::changesGroup).count();
    }

    @Test
    void membersComeAndGoTheLastOneTooAndNeverAsAList() {
        sync();
        say("E1", "E2");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(members()).containsExactly("ada", "bob");
        sayNoMore("E1");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
        assertThat(members()).containsExactly("bob");
        sayNoMore("E2");
        sync();
        assertThat(members()).isEmpty();
        assertThat(proxy.asked()).noneMatch(request -> request.method().equals("PUT"))
                .noneMatch(request -> request.changesGroup() && request.body().contains("remove") && request.body().contains("\"path\":\"members\""));
    }

    @Test
    void whatWasDoneByHandIsPutRightInAFullCycleAndAGroupIsNotReadForItsNameWithAllItsMembers() throws Exception {
        sync();
        say("E1", "E2");
        sync();
        company.write("teams.csv", "name,title\ncrew,The crew\nguests,The guests\n");
        sync();
        assertThat(proxy.asked()).filteredOn(request -> request.path().startsWith("/Groups?") && request.path().contains("filter")).isNotEmpty()
                .allMatch(request -> request.path().endsWith("&excludedAttributes=members"));
        byHand("remove", "ada");
        byHand("add", "cyd");
        assertThat(sync().getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        company.sync("groups", true);
        assertThat(members()).containsExactly("ada", "bob", "cyd");
        assertThat(company.sync("groups", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        company.close();
        company.write("mappings/groups.yaml", groups("members: {strangers: remove}\n"));
        company.sync("groups", true);
        assertThat(members()).containsExactly("ada", "bob");
    }

    @Test
    void aHundredGoIntoARequestAndOneOfTwentyIsLookedAt() throws Exception {
        company.hr(IntStream.rangeClosed(1, 1001).mapToObj(i -> "E" + i + ",Person" + i + ",D1,,").toArray(String[]::new));
        sync();
        proxy.asked();
        say(IntStream.rangeClosed(1, 1001).mapToObj(i -> "E" + i).toArray(String[]::new));
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(1001);
        List<ScimProxy.Asked> asked = proxy.asked();
        assertThat(asked.stream().filter(ScimProxy.Asked::changesGroup)).hasSize(11);
        assertThat(asked.stream().filter(request -> request.method().equals("GET") && request.path().startsWith("/Groups/"))).as("one before the first comes in, as nobody is known to be in it").hasSize(2);
        assertThat(group().path("members")).hasSize(1001);
    }

    @Test
    void aProviderThatSaysYesAndStoresNothingIsToldOfAndNotAskedOverAndOver() {
        sync();
        say("E1", "E2");
        proxy.instead = request -> request.changesGroup() ? Optional.of(new Answer(204, "")) : Optional.empty();
        CycleRun lied = sync();
        assertThat(lied.getCycle().counted(Counted.FAILED)).isEqualTo(2);
        assertThat(lied.getCycle().counted("applied-join")).isZero();
        proxy.asked();
        assertThat(sync().getCycle().counts()).doesNotContainKey("planned-join");
        assertThat(company.sync("groups", true).getCycle().counted(Counted.DEAD_LETTERED)).isEqualTo(2);
        assertThat(groupPatches()).isZero();
        // once it shows them nobody is left behind; and who may have come in without being shown is taken out
        byHand("add", "ada");
        company.sync("groups", true);
        proxy.instead = request -> Optional.empty();
        byHand("add", "bob");
        sayNoMore("E1", "E2");
        sync();
        assertThat(members()).isEmpty();
    }

    @Test
    void whoeverIsStillInAfterASaidRemovalIsToldOf() {
        sync();
        say("E1", "E2");
        sync();
        company.close();
        proxy.instead = request -> request.changesGroup() ? Optional.of(new Answer(204, "")) : Optional.empty();
        sayNoMore("E1");
        CycleRun lied = sync();
        assertThat(lied.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(lied.getCycle().counted("applied-leave")).isZero();
        assertThat(company.sync("groups", true).getCycle().counted(Counted.DEAD_LETTERED)).isEqualTo(1);
    }

    @Test
    void oneMemberWhomTheProviderDoesNotKnowStopsNobodyElse() {
        sync();
        String unknown = user("bob");
        proxy.instead = request -> request.changesGroup() && request.body().contains(unknown) ? Optional.of(Answer.error(404, "")) : Optional.empty();
        say("E1", "E2", "E3");
        CycleRun run = sync();
        assertThat(run.getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(run.getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(members()).containsExactly("ada", "cyd");
        assertThat(sync().getCycle().counts()).doesNotContainKey("planned-join");
    }

    @Test
    void theOnlyMemberWhoIsNotKnownIsNotTakenForTheGroup() {
        sync();
        proxy.instead = request -> request.changesGroup() ? Optional.of(Answer.error(404, "")) : Optional.empty();
        say("E2");
        sync();
        assertThat(sync().getCycle().counts()).doesNotContainKeys("planned-join", Counted.FAILED);
    }

    @Test
    void aGroupThatIsGoneIsMadeAgainWithItsMembers() throws Exception {
        company.write("teams.csv", "name,title\nguests,The guests\ncrew,The crew\n");
        sync();
        say("E1");
        sync();
        ask("DELETE", "/Groups/" + group().path("id").asText(), "");
        say("E2");
        assertThat(sync().getCycle().counted(Counted.FAILED)).isEqualTo(1);
        company.sync("groups", true);
        assertThat(members()).containsExactly("ada", "bob");
    }

    @Test
    void whoMayHaveComeInBeforeTheAnswerBrokeOffIsTakenOutWhenSheIsNotToBeInIt() {
        sync();
        proxy.afterwards = (request, answer) -> request.changesGroup() ? Answer.error(500, "") : answer;
        say("E1");
        assertThat(sync().getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(members()).containsExactly("ada");
        proxy.afterwards = (request, answer) -> answer;
        sayNoMore("E1");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
        assertThat(members()).isEmpty();
    }

    @Test
    void throttledInTheMiddleItGoesOnWhereItWas() throws Exception {
        company.hr(IntStream.rangeClosed(1, 350).mapToObj(i -> "E" + i + ",Person" + i + ",D1,,").toArray(String[]::new));
        sync();
        say(IntStream.rangeClosed(1, 350).mapToObj(i -> "E" + i).toArray(String[]::new));
        AtomicInteger asked = new AtomicInteger();
        proxy.instead = request -> request.changesGroup() && asked.incrementAndGet() == 3 ? Optional.of(new Answer(429, "")) : Optional.empty();
        sync();
        sync();
        assertThat(group().path("members")).hasSize(350);
        assertThat(asked.get()).isLessThanOrEqualTo(6);
    }

    @Test
    void whoIsInAlreadyAndRefusedForThatIsIn() {
        sync();
        say("E2");
        sync();
        byHand("add", "ada");
        proxy.instead = request -> request.changesGroup() ? Optional.of(Answer.error(409, "uniqueness")) : Optional.empty();
        say("E1");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(1);
        proxy.instead = request -> request.changesGroup() ? Optional.of(Answer.error(400, "noTarget")) : Optional.empty();
        byHand("remove", "ada");
        sayNoMore("E1");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
    }

    @Test
    void aProviderThatNeverShowsMembersIsAskedByAFilterAndNothingIsConcludedFromItsList() throws Exception {
        set("caravan.systems.scim.groupMembers = asked");
        sync();
        proxy.afterwards = (request, answer) -> new Answer(answer.status(), request.path().contains("members") ? answer.body() : withoutMembers(answer.body()));
        proxy.asked();
        say("E1", "E2");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(proxy.asked()).filteredOn(request -> request.method().equals("GET") && request.path().contains("members%2Evalue")).hasSize(1);
        CycleRun full = company.sync("groups", true);
        assertThat(full.getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        assertThat(proxy.asked()).noneMatch(request -> request.path().contains("excludedAttributes"));
        sayNoMore("E1", "E2");
        sync();
        assertThat(members()).isEmpty();
    }

    @Test
    void whereTheListIsToBeNamedInTheFilterThatIsFoundOutAndRemembered() throws Exception {
        set("caravan.systems.scim.groupMembers = asked", "caravan.systems.scim.groupCheckEvery = 1");
        sync();
        proxy.path = path -> path.replace("members%20eq", "members.value%20eq");
        proxy.instead = request -> request.method().equals("PUT") || request.path().contains("members%2Evalue") ? Optional.of(Answer.error(400, "")) : Optional.empty();
        say("E1");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(1);
        sayNoMore("E1");
        say("E2");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
        assertThat(proxy.asked()).filteredOn(request -> request.path().contains("members%2Evalue")).hasSize(1);
        proxy.instead = request -> request.changesGroup() ? Optional.of(new Answer(204, "")) : Optional.empty();
        say("E3");
        assertThat(sync().getCycle().counted(Counted.FAILED)).isEqualTo(1);
        assertThat(members()).containsExactly("bob");
    }

    @Test
    void aListOfGroupsThatHidesMembersSaysNothingOfThem() throws Exception {
        set("caravan.systems.scim.groupMembers = single");
        sync();
        say("E1", "E2");
        sync();
        proxy.afterwards = (request, answer) -> new Answer(answer.status(), request.path().startsWith("/Groups?") ? withoutMembers(answer.body()) : answer.body());
        assertThat(company.sync("groups", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
    }

    @Test
    void whereNothingShowsMembersEveryYesIsBelieved() throws Exception {
        set("caravan.systems.scim.groupMembers = hidden");
        sync();
        say("E1", "E2");
        proxy.asked();
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(2);
        assertThat(company.sync("groups", true).getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
        assertThat(proxy.asked().stream().filter(request -> request.method().equals("GET") && request.path().startsWith("/Groups/"))).as("only before anybody is put in").hasSize(1);
        proxy.instead = request -> request.changesGroup() ? Optional.of(Answer.error(400, "noTarget")) : Optional.empty();
        sayNoMore("E1");
        assertThat(sync().getCycle().counted("applied-leave")).isEqualTo(1);
    }

    private static String withoutMembers(String body) {
        try {
            JsonNode answer = body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body);
            answer.path("Resources").forEach(resource -> ((ObjectNode) resource).putArray("members"));
            return body.isEmpty() ? "" : answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aListThatIsCutOffTakesNobodyOut() {
        sync();
        say("E1", "E2");
        sync();
        proxy.afterwards = (request, answer) -> request.path().startsWith("/Groups?") ? new Answer(200, cutOff(answer.body())) : answer;
        company.sync("groups", true);
        assertThat(members()).containsExactly("ada", "bob");
        proxy.afterwards = (request, answer) -> request.path().startsWith("/Groups?") ? new Answer(200, halfOf(answer.body())) : answer;
        company.sync("groups", true);
        assertThat(members()).containsExactly("ada", "bob");
        sayNoMore("E1", "E2");
        sync();
        assertThat(members()).isEmpty();
    }

    private static String cutOff(String body) {
        try {
            ObjectNode answer = (ObjectNode) JSON.readTree(body);
            answer.put("totalResults", 5).putArray("Resources");
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of each group's members only the first. */
    private static String halfOf(String body) {
        try {
            JsonNode answer = JSON.readTree(body);
            answer.path("Resources").forEach(group -> {
                JsonNode first = group.path("members").path(0);
                if (!first.isMissingNode()) {
                    ((ObjectNode) group).putArray("members").add(first);
                }
            });
            return answer.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void removalsAreNamedByTheirValuesOnlyWhereThatIsSaid() throws Exception {
        set("caravan.systems.scim.groupRemoval = values");
        sync();
        say("E1", "E2");
        sync();
        proxy.asked();
        sayNoMore("E1");
        sync();
        assertThat(proxy.asked()).filteredOn(ScimProxy.Asked::changesGroup).first().satisfies(request ->
                assertThat(request.body()).contains("\"op\":\"remove\",\"path\":\"members\",\"value\":[{\"value\":\"" + user("ada")));
    }
}
