package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a person at Webex and at Concur, each request and each answer held against the documents that the vendors publish. */
class ScimAgainstSpecificationsTest {

    private static void live(VendorScim at) {
        assertThat(at.port.test().isOk()).isTrue();
        Map<String, Object> person = at.person();
        String ada = at.made("user", person);
        assertThat(at.port.find("user", "userName", person.get("userName"))).hasSize(1);
        assertThat(at.port.execute(create("user", person, true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        Map<String, Object> changes = new HashMap<>(Map.of("userName", "countess@example.test", "name.familyName", "King", "emails.work", "countess@example.test", "department", "D2",
                "phoneNumbers.work", "1"));
        changes.put("title", null);
        Outcome updated = at.port.execute(change(Operation.UPDATE, "user", ada, at.port.get("user", ada).attributes(), changes));
        assertThat(updated.kind()).as(updated.message()).isEqualTo(OutcomeKind.OK);
        assertThat(at.changed(Operation.DISABLE, "user", ada, Map.of()).isOk()).isTrue();
        assertThat(at.changed(Operation.ENABLE, "user", ada, Map.of()).isOk()).isTrue();
        at.service.throttles = 1;
        assertThat(at.changed(Operation.UPDATE, "user", ada, Map.of("title", "X")).kind()).isEqualTo(OutcomeKind.THROTTLED);
        assertThat(at.connector.all("user")).hasSize(1);
    }

    @Test
    void webexIsSentNothingThatItsDocumentForbids() throws IOException {
        OpenApiDocument document = new OpenApiDocument(Path.of("src/test/resources/vendors/webex/openapi.json"), Set.of("externalId"));
        try (VendorScim webex = new VendorScim("webex", Map.of("bulk", "20")) {
            @Override
            void answered(SampleVendor.Asked request, SampleVendor.Said said) {
                if (request.path().get(0).equals("identity") && !request.path().contains("ServiceProviderConfig")) {
                    document.check(request, said);
                }
            }
        }) {
            live(webex);
            List<Outcome> made = webex.port.execute(List.of(create("user", webex.person(), true), create("user", webex.person(), true)));
            assertThat(made).allMatch(Outcome::isOk);
            List<Outcome> ended = webex.port.execute(List.of(change(Operation.DISABLE, "user", made.get(0).anchor().orElseThrow(), Attributes.empty(), Map.of()),
                    change(Operation.DELETE, "user", made.get(1).anchor().orElseThrow(), Attributes.empty(), Map.of()),
                    change(Operation.DELETE, "user", "nobody", Attributes.empty(), Map.of())));
            assertThat(ended).as("changes come back without the name we gave them").extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.OK, OutcomeKind.NOT_FOUND);
            String group = webex.made("group", Map.of("displayName", "Poets"));
            String ada = made.get(0).anchor().get();
            assertThat(webex.members(Operation.ADD_MEMBERS, group, List.of(ada)).isOk()).isTrue();
            assertThat(webex.port.get("group", group).attributes().get("members")).isEqualTo(List.of(ada));
            assertThat(webex.members(Operation.REMOVE_MEMBERS, group, List.of(ada)).isOk()).isTrue();
            assertThat(webex.changed(Operation.UPDATE, "group", group, Map.of("displayName", "Bards")).isOk()).isTrue();
            assertThat(webex.connector.all("group")).hasSize(1);
            assertThat(webex.changed(Operation.DELETE, "group", group, Map.of()).isOk()).isTrue();
        }
        String users = "/identity/scim/{orgId}/v2/Users";
        String groups = "/identity/scim/{orgId}/v2/Groups";
        document.violations().removeIf(one -> one.contains("/Bulk answer 200")); // the document has the request's schema there; its own example is another
        assertThat(document.violations()).isEmpty();
        assertThat(document.seen()).contains("GET " + users, "POST " + users, "GET " + users + "/{userId}", "PATCH " + users + "/{userId}", "POST " + groups, "PATCH " + groups + "/{groupId}",
                "GET " + groups + "/{groupId}/Members", "DELETE " + groups + "/{groupId}", "POST /identity/scim/{orgId}/v2/Bulk");
    }

    @Test
    void concurIsSentNothingThatItsDocumentsForbid() throws IOException {
        OpenApiDocument identity = new OpenApiDocument(Path.of("src/test/resources/vendors/concur/identity-v4.1.json"), Set.of("schemas"));
        OpenApiDocument provisioning = new OpenApiDocument(Path.of("src/test/resources/vendors/concur/user-provisioning-v4.json"), Set.of("schemas"));
        try (VendorScim concur = new VendorScim("sap-concur") {
            @Override
            void answered(SampleVendor.Asked request, SampleVendor.Said said) {
                List<String> path = request.path();
                boolean reads = path.get(1).equals("identity");
                List<String> below = path.subList(reads ? 3 : 2, path.size());
                (reads ? identity : provisioning).check(new SampleVendor.Asked(request.method(), below, request.query(), request.headers(), request.body(), request.text()), said);
            }
        }) {
            live(concur);
        }
        assertThat(identity.violations()).isEmpty();
        assertThat(provisioning.violations()).isEmpty();
        assertThat(identity.seen()).containsExactlyInAnyOrder("GET /Users", "GET /Users/{id}", "POST /Users/.search");
        assertThat(provisioning.seen()).containsExactlyInAnyOrder("POST /Users", "PATCH /Users/{id}", "GET /provisions/{id}/status");
    }

    @Test
    void theDocumentsWouldFindWhatIsWrong() throws IOException {
        OpenApiDocument webex = new OpenApiDocument(Path.of("src/test/resources/vendors/webex/openapi.json"));
        String patch = "{\"schemas\":[\"x\"],\"Operations\":[{\"op\":\"Replace\",\"path\":\"active\",\"value\":false}]}";
        webex.check(new SampleVendor.Asked("PATCH", List.of("identity", "scim", "o1", "v2", "Users", "u1"), Map.of(), Map.of(), (com.fasterxml.jackson.databind.node.ObjectNode) SampleVendor.JSON.readTree(patch), patch),
                SampleVendor.Said.nothing());
        assertThat(webex.violations()).anyMatch(one -> one.contains("op"));
        OpenApiDocument provisioning = new OpenApiDocument(Path.of("src/test/resources/vendors/concur/user-provisioning-v4.json"));
        provisioning.check(new SampleVendor.Asked("POST", List.of("Users"), Map.of(), Map.of(), SampleVendor.NODES.objectNode().put("userName", "a"), "{}"), new SampleVendor.Said(201, null));
        assertThat(provisioning.violations()).anyMatch(one -> one.contains("timezone"));
    }
}
