package io.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedScimTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int USERS = 2_000;
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void createsAndFindsAUserByNameWithoutRegardToCase() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.start()) {
            JsonNode created = body(send(scim, "POST", "/Users", user("Ada", "E1")), 201);
            assertThat(created.path("id").asText()).isNotBlank();
            assertThat(created.path("meta").path("location").asText()).isEqualTo(scim.url() + "/Users/" + created.path("id").asText());
            assertThat(created.has("password")).isFalse();
            for (String filter : new String[] {"userName eq \"aDa\"", "externalId eq \"E1\"", "id eq \"" + created.path("id").asText() + "\"",
                    "name.familyName eq \"Lovelace\"", "emails[type eq \"work\"].value eq \"Ada@example.test\""}) {
                JsonNode found = body(send(scim, "GET", "/Users?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8), null), 200);
                assertThat(found.path("totalResults").asInt()).as(filter).isEqualTo(1);
                assertThat(found.path("Resources").get(0).path("userName").asText()).isEqualTo("Ada");
            }
        }
    }

    @Test
    void refusesATakenUserNameAStrangerAndAnUnknownId() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.start()) {
            body(send(scim, "POST", "/Users", user("ada", "E1")), 201);
            assertThat(body(send(scim, "POST", "/Users", user("ADA", "E2")), 409).path("detail").asText()).contains("ADA");
            body(send(scim, "GET", "/Users/nobody", null), 404);
            HttpRequest stranger = HttpRequest.newBuilder(URI.create(scim.url() + "/Users")).build();
            assertThat(http.send(stranger, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void patchesReplacesAndDeletes() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.start()) {
            String path = "/users/" + body(send(scim, "POST", "/users", user("ada", "E1")), 201).path("id").asText();
            JsonNode patched = body(send(scim, "PATCH", path, """
                    {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
                      {"op":"replace","path":"active","value":false},
                      {"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"D1"}]}"""), 200);
            assertThat(patched.path("active").asBoolean(true)).isFalse();
            assertThat(patched.path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User").path("department").asText()).isEqualTo("D1");
            assertThat(body(send(scim, "PUT", path, user("ada2", "E1")), 200).path("userName").asText()).isEqualTo("ada2");
            assertThat(send(scim, "DELETE", path, null).statusCode()).isEqualTo(204);
            assertThat(scim.userCount()).isZero();
        }
    }

    @Test
    void describesItself() throws Exception {
        try (EmbeddedScim plain = EmbeddedScim.start(); EmbeddedScim bulk = EmbeddedScim.with().bulk().start()) {
            assertThat(body(send(plain, "GET", "/ServiceProviderConfig", null), 200).path("bulk").path("supported").asBoolean(true)).isFalse();
            assertThat(body(send(bulk, "GET", "/ServiceProviderConfig", null), 200).path("bulk").path("supported").asBoolean()).isTrue();
            assertThat(body(send(plain, "GET", "/ResourceTypes", null), 200).path("totalResults").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(body(send(plain, "GET", "/Schemas", null), 200).path("totalResults").asInt()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void carriesOutABulkRequest() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.with().bulk().start()) {
            JsonNode answer = body(send(scim, "POST", "/Bulk", """
                    {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[
                      {"method":"POST","path":"/Users","bulkId":"1","data":%s},
                      {"method":"POST","path":"/Users","bulkId":"2","data":%s}]}""".formatted(user("ada", "E1"), user("ada", "E2"))), 200);
            assertThat(answer.path("Operations").get(0).path("status").asText()).isEqualTo("201");
            assertThat(answer.path("Operations").get(1).path("status").asText()).isEqualTo("409");
        }
    }

    @Test
    @Timeout(60)
    void pagesThroughEveryUserOnceAndHoldsThemAfterARestart(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("scim.json");
        try (EmbeddedScim scim = EmbeddedScim.with().file(file).start()) {
            IntStream.range(0, USERS).parallel().forEach(i -> {
                try {
                    assertThat(send(scim, "POST", "/Users", user("user" + i, "E" + i)).statusCode()).isEqualTo(201);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(idsByPages(scim)).hasSize(USERS);
        }
        try (EmbeddedScim again = EmbeddedScim.with().file(file).start()) {
            assertThat(again.userCount()).isEqualTo(USERS);
            assertThat(body(send(again, "GET", "/Users?filter=userName%20eq%20%22user77%22", null), 200).path("totalResults").asInt()).isEqualTo(1);
        }
    }

    private Set<String> idsByPages(EmbeddedScim scim) throws Exception {
        Set<String> ids = new HashSet<>();
        for (int start = 1; start <= USERS; start += 500) {
            JsonNode page = body(send(scim, "GET", "/Users?startIndex=" + start + "&count=500", null), 200);
            page.path("Resources").forEach(user -> ids.add(user.path("id").asText()));
        }
        return ids;
    }

    private HttpResponse<String> send(EmbeddedScim scim, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(scim.url() + path)).timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + scim.token()).header("Content-Type", "application/json")
                .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode body(HttpResponse<String> response, int expectedStatus) throws Exception {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(expectedStatus);
        return JSON.readTree(response.body());
    }

    private static String user(String userName, String externalId) {
        return """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%s","externalId":"%s","active":true,"password":"geheim",
                 "name":{"givenName":"Ada","familyName":"Lovelace"},"emails":[{"type":"work","value":"Ada@example.test"}]}""".formatted(userName, externalId);
    }
}
