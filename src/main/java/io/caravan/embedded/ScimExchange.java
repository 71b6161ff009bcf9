package io.caravan.embedded;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import de.captaingoldfish.scim.sdk.common.constants.enums.HttpMethod;
import de.captaingoldfish.scim.sdk.common.response.ScimResponse;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.authorize.Authorization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One HTTP exchange with the embedded provider: checks the token, hands the request to SCIM-SDK, sends its answer. */
final class ScimExchange implements HttpHandler {

    /** SCIM-SDK wants these exactly so; clients that write them in lower case mean the same. */
    private static final Set<String> ENDPOINTS = Set.of("Users", "Groups", "Bulk", "ServiceProviderConfig", "ResourceTypes", "Schemas");

    private static final Authorization CHECKED_ALREADY = new Authorization() {
        @Override
        public Set<String> getClientRoles() {
            return Set.of();
        }

        @Override
        public boolean authenticate(Map<String, String> headers, Map<String, String> query) {
            return true;
        }
    };

    private final ResourceEndpoint endpoint;
    private final byte[] expectedAuthorization;

    ScimExchange(ResourceEndpoint endpoint, String token) {
        this.endpoint = endpoint;
        this.expectedAuthorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!authorized(exchange.getRequestHeaders())) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer");
                send(exchange, 401, error(401, "a valid bearer token is needed"));
                return;
            }
            HttpMethod method = method(exchange.getRequestMethod());
            if (method == null) {
                send(exchange, 405, error(405, "method not allowed"));
                return;
            }
            answer(exchange, method, new String(body, StandardCharsets.UTF_8));
        }
    }

    private void answer(HttpExchange exchange, HttpMethod method, String body) throws IOException {
        String base = "http://127.0.0.1:" + exchange.getLocalAddress().getPort() + EmbeddedScim.BASE_PATH;
        String query = exchange.getRequestURI().getRawQuery();
        String url = base + resourcePath(exchange.getRequestURI().getRawPath()) + (query == null ? "" : "?" + EscapedText.passing(query));
        ScimResponse response = endpoint.handleRequest(url, method, body.isEmpty() ? null : body,
                headers(exchange.getRequestHeaders()), new Context(CHECKED_ALREADY));
        response.getHttpHeaders().forEach((name, value) -> {
            if (!name.equalsIgnoreCase("Content-Type") && !name.equalsIgnoreCase("Content-Length")) {
                exchange.getResponseHeaders().add(name, value);
            }
        });
        int status = response.getHttpStatus();
        send(exchange, status, status == 204 || response.isEmpty() ? "" : response.toString());
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/scim+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private boolean authorized(Headers headers) {
        String given = headers.getFirst("Authorization");
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expectedAuthorization);
    }

    private static String resourcePath(String path) {
        String[] parts = path.substring(EmbeddedScim.BASE_PATH.length()).split("/", 3);
        if (parts.length < 2) {
            return "";
        }
        String name = ENDPOINTS.stream().filter(parts[1]::equalsIgnoreCase).findFirst().orElse(parts[1]);
        return "/" + name + (parts.length > 2 ? "/" + parts[2] : "");
    }

    private static HttpMethod method(String name) {
        try {
            return HttpMethod.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, String> headers(Headers sent) {
        Map<String, String> headers = new HashMap<>();
        sent.forEach((name, values) -> headers.put(name, String.join(",", values)));
        return headers;
    }

    private static String error(int status, String detail) {
        return "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"" + status + "\",\"detail\":\"" + detail + "\"}";
    }
}
