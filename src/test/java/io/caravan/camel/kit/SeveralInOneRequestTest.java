package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.kit.SampleVendor.Asked;
import io.caravan.camel.kit.SampleVendor.Said;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a vendor takes several of one change in a request, they go in one, and each is told what became of it. */
class SeveralInOneRequestTest {

    private final List<String> asked = new ArrayList<>();
    /** Makes something else of an answer. */
    private BiFunction<Asked, Said, Said> otherwise = (request, said) -> said;
    /** The vendor's own, where it publishes one. */
    private Optional<OpenApiDocument> document = Optional.empty();
    private SampleVendor service;
    private SampleZoom zoom;
    private VendorUnderTest vendor;

    private Said seen(Asked request, Said said) {
        asked.add(request.method() + " /" + String.join("/", request.path()) + " " + request.text());
        return otherwise.apply(request, said);
    }

    private void docusign() throws IOException {
        document = Optional.of(new OpenApiDocument(Path.of("src/test/resources/vendors/docusign/esign.json")));
        SampleDocuSign docusign = new SampleDocuSign() {
            @Override
            Said answer(Asked request) {
                Said said = super.answer(request);
                document.get().check(request, said);
                return seen(request, said);
            }
        };
        at(docusign, "docusign", Map.of("baseUri", docusign.url(), "url", docusign.url(), "accountId", SampleDocuSign.ACCOUNT, "auth", "bearer", "token", SampleDocuSign.TOKEN));
    }

    private void dropbox() throws IOException {
        document = Optional.of(new OpenApiDocument(Path.of("src/test/resources/vendors/dropbox/openapi.json")));
        SampleDropbox dropbox = new SampleDropbox() {
            @Override
            Said answer(Asked request) {
                Said said = super.answer(request);
                document.get().check(request, said);
                return seen(request, said);
            }
        };
        at(dropbox, "dropbox", Map.of("url", dropbox.url(), "auth", "bearer", "token", SampleDropbox.TOKEN));
    }

    private void adobe() {
        SampleAdobe adobe = new SampleAdobe() {
            @Override
            Said answer(Asked request) {
                return seen(request, super.answer(request));
            }
        };
        at(adobe, "adobe", Map.of("organization", "kit@AdobeOrg", "url", adobe.url(), "tokenUrl", adobe.url() + "/ims/token/v2", "clientId", "kit", "clientSecret", SampleAdobe.SECRET));
    }

    private void zoom() throws IOException {
        document = Optional.of(new OpenApiDocument(Path.of("src/test/resources/vendors/zoom/openapi.json")));
        zoom = new SampleZoom() {
            @Override
            Said answer(Asked request) {
                Said said = super.answer(request);
                if (!request.path().get(0).equals("oauth")) { // tokens are not part of the document
                    document.get().check(request, said);
                }
                return seen(request, said);
            }
        };
        at(zoom, "zoom", Map.of("url", zoom.url(), "tokenUrl", zoom.url() + "/oauth/token", "accountId", "kit", "clientId", "kit", "clientSecret", SampleZoom.SECRET));
    }

    private void at(SampleVendor sample, String connector, Map<String, String> settings) {
        service = sample;
        vendor = new VendorUnderTest(connector, settings);
    }

    @AfterEach
    void stop() {
        vendor.close();
        service.close();
        document.ifPresent(one -> assertThat(one.violations()).as("what the vendor's document forbids").isEmpty());
    }

    private List<String> sent(String start) {
        List<String> sent = asked.stream().filter(one -> one.startsWith(start)).toList();
        asked.clear();
        return sent;
    }

    private static AccountRequest user(String name) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("email", name + "@example.com");
        values.put("userName", name);
        return create("user", values, true);
    }

    private List<String> made(String... names) {
        List<Outcome> outcomes = vendor.port().execute(Stream.of(names).map(SeveralInOneRequestTest::user).toList());
        assertThat(outcomes).allMatch(Outcome::isOk);
        return outcomes.stream().map(outcome -> outcome.anchor().orElseThrow()).toList();
    }

    private static Said backwards(Said said) {
        ObjectNode body = said.body().deepCopy();
        String list = Stream.of("newUsers", "users").filter(body::has).findFirst().orElse("none");
        List<JsonNode> entries = new ArrayList<>();
        body.path(list).forEach(entry -> entries.add(0, entry));
        entries.forEach(body.putArray(list)::add);
        return new Said(said.status(), body, said.headers());
    }

    @Test
    void newUsersOfDocuSignGoInOneRequestAndEachGetsItsOwnIdInWhateverOrderTheAnswerComes() throws IOException {
        docusign();
        made("grace", "eve");
        asked.clear();
        otherwise = (request, said) -> backwards(said);
        List<Outcome> outcomes = vendor.port().execute(List.of(user("ada"), user("grace"), create("user", Map.of("email", "nameless@example.com", "userName", ""), true), user("bob")));
        assertThat(sent("POST")).hasSize(1).first().asString().contains("\"newUsers\":[{").contains("ada@example.com", "bob@example.com");
        otherwise = (request, said) -> said;
        assertThat(outcomes.get(0).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(outcomes.get(1).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(outcomes.get(1).message()).isEqualTo("HTTP 201 with Username and email combination already exists for this account.");
        assertThat(outcomes.get(2).kind()).as("of whom nothing clear is said").isEqualTo(OutcomeKind.IN_DOUBT);
        for (int i : new int[] {0, 3}) {
            assertThat(vendor.shown("user", outcomes.get(i).anchor().orElseThrow())).containsEntry("userName", i == 0 ? "ada" : "bob");
        }
    }

    @Test
    void twoNewUsersOfDocuSignWithOneAddressAreToldApartByTheirNames() throws IOException {
        docusign();
        otherwise = (request, said) -> backwards(said);
        List<Outcome> outcomes = vendor.port().execute(List.of(create("user", Map.of("email", "both@example.com", "userName", "Ada"), true), create("user", Map.of("email", "Both@example.com", "userName", "Bob"), true)));
        otherwise = (request, said) -> said;
        assertThat(outcomes).allMatch(Outcome::isOk);
        assertThat(vendor.shown("user", outcomes.get(0).anchor().orElseThrow())).containsEntry("userName", "Ada");
        assertThat(vendor.shown("user", outcomes.get(1).anchor().orElseThrow())).containsEntry("userName", "Bob");
    }

    @Test
    void whoeverIsClosedAtDocuSignIsClosedWithOthersAndWhoIsNotThereStopsNobody() throws IOException {
        docusign();
        List<String> people = made("ada", "bob", "eve");
        asked.clear();
        List<AccountRequest> closing = new ArrayList<>(people.stream().map(id -> change(Operation.DISABLE, "user", id, Attributes.empty(), Map.of())).toList());
        closing.add(1, change(Operation.DISABLE, "user", "nobody", Attributes.empty(), Map.of()));
        assertThat(vendor.port().execute(closing)).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.NOT_FOUND, OutcomeKind.OK, OutcomeKind.OK);
        assertThat(sent("DELETE")).hasSize(1);
        assertThat(people).allSatisfy(id -> assertThat(vendor.shown("user", id)).containsEntry("active", false));
    }

    /** A change that is asked for twice does no harm; a user who is made twice would be two. */
    @Test
    void ofWhomTheAnswerSaysNothingIsAskedOnceMoreAndWhoMayHaveBeenMadeIsInDoubt() throws IOException {
        docusign();
        List<String> people = made("ada", "bob");
        asked.clear();
        otherwise = (request, said) -> {
            ObjectNode body = said.body().deepCopy();
            Stream.of("newUsers", "users").map(body::path).filter(list -> list.size() > 1).forEach(list -> ((ArrayNode) list).remove(1));
            return new Said(said.status(), body, said.headers());
        };
        assertThat(vendor.port().execute(people.stream().map(id -> change(Operation.DISABLE, "user", id, Attributes.empty(), Map.of())).toList())).allMatch(Outcome::isOk);
        assertThat(sent("DELETE")).hasSize(2).last().asString().contains(people.get(1)).doesNotContain(people.get(0));
        List<Outcome> outcomes = vendor.port().execute(List.of(user("max"), user("moritz")));
        assertThat(outcomes).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.IN_DOUBT);
        assertThat(outcomes.get(1).message()).isEqualTo("the answer to several requests says nothing clear of this one");
        assertThat(sent("POST")).hasSize(1);
    }

    @Test
    void membersOfDocuSignComeAndGoInOneRequestAndEachWhoCannotIsNamed() throws IOException {
        docusign();
        List<String> people = made("ada", "bob");
        String group = vendor.made("group", Map.of("groupName", "Poets"));
        asked.clear();
        Outcome outcome = vendor.members(Operation.ADD_MEMBERS, group, people.get(0), "nobody", people.get(1), "noone");
        assertThat(sent("PUT")).hasSize(1);
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(outcome.message()).isEqualTo("nobody: HTTP 200 with Invalid UserId.; noone: HTTP 200 with Invalid UserId.");
        assertThat(vendor.shown("group", group)).as("and stops nobody else").containsEntry("members", people);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, group, people.get(0), people.get(1)));
        assertThat(sent("DELETE")).hasSize(1);
        assertThat(vendor.shown("group", group)).containsEntry("members", List.of());
    }

    @Test
    void newMembersOfDropboxGoTwentyInARequestAndEachHasItsResult() throws IOException {
        dropbox();
        ((SampleDropbox) service).takeTime();
        vendor.made("user", Map.of("email", "u3@example.com"));
        asked.clear();
        List<Outcome> outcomes = vendor.port().execute(IntStream.range(0, 20).mapToObj(i -> create("user", Map.of("email", i == 7 ? "nolicense7@example.com" : "U" + i + "@example.com"), true)).toList());
        assertThat(sent("POST /team/members/add_v2")).hasSize(1);
        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).kind()).as("u%d: %s", i, outcomes.get(i).message()).isEqualTo(i == 3 ? OutcomeKind.CONFLICT : i == 7 ? OutcomeKind.INVALID : OutcomeKind.OK);
        }
        assertThat(outcomes.get(7).message()).isEqualTo("HTTP 200 with team_license_limit");
        assertThat(vendor.shown("user", outcomes.get(19).anchor().orElseThrow())).containsEntry("email", "U19@example.com");

        String group = vendor.made("group", Map.of("group_name", "Poets"));
        String[] people = {outcomes.get(0).anchor().orElseThrow(), outcomes.get(1).anchor().orElseThrow(), outcomes.get(2).anchor().orElseThrow()};
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, group, people[0]));
        asked.clear();
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, group, people));
        assertThat(sent("POST /team/groups/members/add")).as("refused for one who is in it, and then one by one").hasSize(4);
        VendorUnderTest.isOk(vendor.members(Operation.REMOVE_MEMBERS, group, people));
        assertThat(sent("POST /team/groups/members/remove")).hasSize(1);
        Outcome outcome = vendor.members(Operation.ADD_MEMBERS, group, people[0], "dbmid:nobody", people[1]);
        assertThat(outcome.message()).isEqualTo("dbmid:nobody: HTTP 409 users_not_found/..");
        assertThat(vendor.shown("group", group)).containsEntry("members", List.of(people[0], people[1]));
    }

    @Test
    void commandsForAdobeGoTenInARequestAndOneThatIsPartlyDoneSaysWhomItWasNotDoneFor() {
        adobe();
        List<Outcome> outcomes = vendor.port().execute(IntStream.range(0, 12).mapToObj(i -> create("user", i == 4 ? Map.of("email", "u4@example.com") : Map.of("email", "u" + i + "@example.com", "country", "GB"), true)).toList());
        assertThat(sent("POST /action")).hasSize(2).first().asString().contains("u0@example.com").contains("u9@example.com").doesNotContain("u10@");
        for (int i = 0; i < outcomes.size(); i++) {
            assertThat(outcomes.get(i).kind()).as("u%d: %s", i, outcomes.get(i).message()).isEqualTo(i == 4 ? OutcomeKind.INVALID : OutcomeKind.OK);
        }
        assertThat(outcomes.get(4).message()).isEqualTo("HTTP 200 with It did not work: error.country.invalid");
        String group = vendor.made("group", Map.of("groupName", "Poets"));
        asked.clear();
        Outcome joined = vendor.members(Operation.ADD_MEMBERS, group, "u0@example.com", "nobody@example.com", "u1@example.com");
        assertThat(sent("POST /action")).hasSize(1);
        assertThat(joined.kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(joined.message()).isEqualTo("nobody@example.com: HTTP 200 with It did not work: error.user.nonexistent");
        assertThat(vendor.shown("group", group)).containsEntry("members", List.of("u0@example.com", "u1@example.com"));
    }

    @Test
    void ofTwoChangesOfOnePersonOnlyOneIsInARequestOfAdobesAndOneThatDoesNotAddUpSaysNothing() {
        adobe();
        Stream.of("ada", "bob").forEach(name -> vendor.made("user", Map.of("email", name + "@example.com", "country", "GB")));
        asked.clear();
        List<AccountRequest> changes = Stream.of("ada", "bob", "ada").map(name -> change(Operation.UPDATE, "user", name + "@example.com", Attributes.empty(), Map.of("lastname", "L" + name))).toList();
        assertThat(vendor.port().execute(changes)).allMatch(Outcome::isOk);
        assertThat(sent("POST /action")).as("the order within a request is Adobe's").hasSize(2);
        otherwise = (request, said) -> request.is("POST", "action", "*") && request.text().split("\"user\":").length > 2
                ? new Said(200, ((ObjectNode) said.body().deepCopy()).put("notCompleted", 1).put("completed", 1).put("result", "partial"), said.headers()) : said;
        assertThat(vendor.port().execute(changes.subList(0, 2))).as("it is asked for once more, by itself").allMatch(Outcome::isOk);
        assertThat(sent("POST /action")).hasSize(3);
        List<Outcome> made = vendor.port().execute(Stream.of("max", "moritz").map(name -> create("user", Map.of("email", name + "@example.com", "country", "GB"), true)).toList());
        assertThat(made).extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(429, SampleVendor.NODES.objectNode().put("error_code", "429050").put("message", "Too many requests"), Map.of("Retry-After", "60")) : said;
        assertThat(vendor.port().execute(changes.subList(0, 2))).extracting(Outcome::kind).as("all of it waits").containsOnly(OutcomeKind.THROTTLED);
    }

    private Outcome[] madeAtAdobe(int count) {
        return vendor.port().execute(IntStream.range(0, count).mapToObj(i -> create("user", Map.of("email", "n" + i + "@example.com", "country", "GB"), true)).toList()).toArray(Outcome[]::new);
    }

    @Test
    void anAnswerOfAdobesThatDoesNotAddUpOrSaysNoIsNoYesForAnybody() {
        adobe();
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(200, SampleVendor.NODES.objectNode().put("result", "error").put("notCompleted", 0), Map.of()) : said;
        assertThat(madeAtAdobe(2)).as("nothing says how many were done").extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(200, SampleVendor.NODES.objectNode().put("result", "success").put("completed", 7).put("notCompleted", 0), Map.of()) : said;
        assertThat(madeAtAdobe(10)).as("seven of ten").extracting(Outcome::kind).containsOnly(OutcomeKind.IN_DOUBT);
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(200, SampleVendor.NODES.objectNode().put("result", "error").put("completed", 2).put("notCompleted", 0), Map.of()) : said;
        assertThat(madeAtAdobe(2)).as("all done, and an error: the request's own rule").extracting(Outcome::kind).containsOnly(OutcomeKind.INVALID);
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(200, SampleVendor.NODES.objectNode().put("result", "partial").put("completed", 0).put("notCompleted", 1), Map.of()) : said;
        assertThat(madeAtAdobe(1)).as("by itself").extracting(Outcome::kind).containsOnly(OutcomeKind.INVALID);
    }

    @Test
    void afterARequestThatSaysThatNothingIsTakenNoOtherIsSentAndNobodyWhoWasNotSentIsInDoubt() {
        adobe();
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(400, SampleVendor.NODES.objectNode().put("message", "one of them is wrong"), Map.of()) : said;
        AtomicInteger seen = new AtomicInteger();
        BiFunction<Asked, Said, Said> refused = otherwise;
        for (int status : List.of(429, 401, 503)) {
            seen.set(0);
            otherwise = (request, said) -> !request.is("POST", "action", "*") || seen.incrementAndGet() == 1 ? refused.apply(request, said)
                    : new Said(status, SampleVendor.NODES.objectNode().put("message", "not now"), Map.of("Retry-After", "60"));
            Outcome[] outcomes = madeAtAdobe(5);
            assertThat(seen.get()).as("%d: all five, and the first of them", status).isEqualTo(2);
            assertThat(outcomes).allMatch(outcome -> !outcome.isOk());
            assertThat(List.of(outcomes).subList(1, 5)).as("%d", status).extracting(Outcome::kind)
                    .containsOnly(status == 429 || status == 503 ? OutcomeKind.THROTTLED : OutcomeKind.UNAUTHORIZED);
            assertThat(outcomes[4].message()).startsWith("not sent");
        }
    }

    @Test
    void whereAdobeAsksToWaitTheNextRequestIsNotSentEither() {
        adobe();
        Stream.of("ada", "bob").forEach(name -> vendor.made("user", Map.of("email", name + "@example.com", "country", "GB")));
        List<AccountRequest> changes = Stream.of("ada", "bob", "ada").map(name -> change(Operation.UPDATE, "user", name + "@example.com", Attributes.empty(), Map.of("lastname", "L" + name))).toList();
        asked.clear();
        otherwise = (request, said) -> request.is("POST", "action", "*") ? new Said(429, SampleVendor.NODES.objectNode().put("message", "Too many requests"), Map.of("Retry-After", "60")) : said;
        List<Outcome> waits = vendor.port().execute(changes);
        assertThat(waits).extracting(Outcome::kind).containsOnly(OutcomeKind.THROTTLED);
        assertThat(waits.get(2).retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(sent("POST /action")).hasSize(1);
    }

    @Test
    void membersOfZoomComeThirtyInARequest() throws IOException {
        zoom();
        List<String> people = IntStream.range(0, 3).mapToObj(i -> vendor.made("user", Map.of("email", "u" + i + "@example.com", "type", 1L))).toList();
        String group = vendor.made("group", Map.of("name", "Poets"));
        asked.clear();
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, group, people.get(0), people.get(1)));
        assertThat(sent("POST /groups")).hasSize(1);
        Outcome outcome = vendor.members(Operation.ADD_MEMBERS, group, "nobody", people.get(2));
        assertThat(outcome.kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(outcome.message()).isEqualTo("nobody: HTTP 404 User does not exist: [nobody].");
        assertThat(vendor.shown("group", group)).containsEntry("members", people);
        assertThat(vendor.port().spec().connector().objects().get("group").memberships().orElseThrow().chunk()).isEqualTo(30);
    }

    @Test
    void whomZoomDoesNotNameAmongThoseItTookIsPutInAlone() throws IOException {
        zoom();
        List<String> people = IntStream.range(0, 3).mapToObj(i -> vendor.made("user", Map.of("email", "u" + i + "@example.com", "type", 1L))).toList();
        String group = vendor.made("group", Map.of("name", "Poets"));
        asked.clear();
        zoom.takesAtMost(2);
        VendorUnderTest.isOk(vendor.members(Operation.ADD_MEMBERS, group, people.toArray(String[]::new)));
        assertThat(sent("POST /groups")).as("all, and the one who was not named").hasSize(2);
        assertThat(vendor.shown("group", group)).containsEntry("members", people);
    }
}
