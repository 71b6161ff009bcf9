package io.caravan.operations.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How an API wants to know who one is.
 *
 * @param settings defaults of settings
 * @param required settings that a system has to give
 * @param guessed  what was not said; empty: all was
 */
record ApiSecurity(Map<String, String> settings, List<String> required, String guessed) {

    static ApiSecurity of(ApiDocument document) {
        List<JsonNode> schemes = document.securitySchemes();
        Optional<String> clientCredentials = schemes.stream().map(ApiSecurity::clientCredentials).filter(address -> !address.isEmpty()).findFirst();
        if (clientCredentials.isPresent()) {
            return new ApiSecurity(settings("client-credentials", "tokenUrl", clientCredentials.get()), List.of("clientId", "clientSecret"), "");
        }
        Optional<JsonNode> key = schemes.stream().filter(scheme -> scheme.path("type").asText().equals("apiKey") && scheme.path("in").asText().equals("header")).findFirst();
        if (schemes.stream().anyMatch(scheme -> isHttp(scheme, "bearer")) || key.filter(scheme -> scheme.path("name").asText().equalsIgnoreCase("Authorization")).isPresent()) {
            return new ApiSecurity(settings("bearer", "", ""), List.of("token"), "");
        }
        if (key.isPresent()) {
            return new ApiSecurity(settings("api-key", "apiKeyHeader", key.get().path("name").asText()), List.of("token"), "");
        }
        if (schemes.stream().anyMatch(scheme -> isHttp(scheme, "basic") || scheme.path("type").asText().equals("basic"))) {
            return new ApiSecurity(settings("basic", "", ""), List.of("username", "password"), "");
        }
        Optional<String> token = schemes.stream().flatMap(scheme -> Stream.concat(StreamSupport.stream(scheme.path("flows").spliterator(), false), Stream.of(scheme)))
                .map(flow -> flow.path("tokenUrl").asText("")).filter(address -> address.startsWith("http")).findFirst();
        if (token.isPresent()) {
            return new ApiSecurity(settings("client-credentials", "tokenUrl", token.get()), List.of(),
                    "the document tells of tokens that a person asks for; that the token server gives one to a client, too");
        }
        return new ApiSecurity(settings("bearer", "", ""), List.of(), "the document does not say how one shows who one is");
    }

    private static Map<String, String> settings(String auth, String more, String value) {
        Map<String, String> settings = new LinkedHashMap<>(Map.of("auth", auth));
        if (!more.isEmpty() && !value.isEmpty()) {
            settings.put(more, value);
        }
        return settings;
    }

    /** Where a client fetches tokens for itself; empty: nowhere. */
    private static String clientCredentials(JsonNode scheme) {
        JsonNode flow = scheme.path("flow").asText().equals("application") ? scheme : scheme.at("/flows/clientCredentials");
        return flow.path("tokenUrl").asText("");
    }

    private static boolean isHttp(JsonNode scheme, String which) {
        return scheme.path("type").asText().equals("http") && scheme.path("scheme").asText().equalsIgnoreCase(which);
    }
}
