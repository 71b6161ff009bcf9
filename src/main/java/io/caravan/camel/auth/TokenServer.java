package io.caravan.camel.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caravan.camel.OneTryHttpClient;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/** Asks an OAuth 2 token endpoint (RFC 6749 §3.2) for tokens: one request each time, form-encoded, never followed elsewhere. Not thread-safe. */
final class TokenServer {

    /** Errors of RFC 6749 §5.2 that say the credentials are not taken; others say that the request is not as the server wants it. */
    private static final Set<String> NOT_TAKEN = Set.of("invalid_client", "invalid_grant", "unauthorized_client", "access_denied");
    private static final int A_MEBIBYTE = 1;
    private static final long LONGEST_SECONDS = Duration.ofDays(3650).toSeconds();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AuthorizationSettings settings;
    private final RefreshTokens refreshTokens;
    private final Clock clock;

    TokenServer(AuthorizationSettings settings, Clock clock) {
        this.settings = settings;
        this.refreshTokens = new RefreshTokens(settings);
        this.clock = clock;
    }

    /** @throws OutcomeException with what the server said; nothing has been asked of the system itself then */
    Token fetch() {
        String address = settings.required("tokenUrl");
        Map<String, String> form = form();
        HttpPost request = post(address, form);
        try (CloseableHttpClient client = client()) {
            Token token = client.execute(request, this::token);
            refreshTokens.received(token.refresh());
            return token;
        } catch (IOException notAnswered) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, where() + " cannot be reached: " + Optional.ofNullable(notAnswered.getMessage()).orElse(notAnswered.getClass().getSimpleName()), notAnswered);
        }
    }

    private Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        switch (settings.kind()) {
            case CLIENT_CREDENTIALS -> form.put("grant_type", "client_credentials");
            case REFRESH_TOKEN -> {
                form.put("grant_type", "refresh_token");
                form.put("refresh_token", refreshTokens.current());
            }
            case JWT_BEARER -> {
                form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
                form.put("assertion", Assertion.ofGrant(settings, clock.instant()));
            }
            case SAML_BEARER -> {
                form.put("grant_type", "urn:ietf:params:oauth:grant-type:saml2-bearer");
                form.put("assertion", SamlAssertion.of(settings, clock.instant()));
            }
            default -> throw new IllegalStateException("no token is fetched with auth=" + settings.kind().word());
        }
        settings.text("scope").ifPresent(scope -> form.put("scope", scope));
        switch (settings.clientAuth()) {
            case BODY -> {
                settings.text("clientId").ifPresent(id -> form.put("client_id", id));
                settings.text("clientSecret").ifPresent(secret -> form.put("client_secret", secret));
            }
            case KEY -> {
                form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
                form.put("client_assertion", Assertion.ofClient(settings, clock.instant()));
            }
            case BASIC -> settings.required("clientId");
        }
        form.putAll(settings.pairs("tokenParameters"));
        return form;
    }

    private HttpPost post(String address, Map<String, String> form) {
        HttpPost request;
        try {
            request = new HttpPost(address);
        } catch (IllegalArgumentException notAnAddress) {
            throw AuthorizationSettings.wrong("tokenUrl is no address");
        }
        request.setHeader("Accept", "application/json");
        if (settings.clientAuth() == AuthorizationSettings.ClientAuth.BASIC) {
            String both = encoded(settings.required("clientId")) + ":" + encoded(settings.required("clientSecret")); // RFC 6749 §2.3.1
            request.setHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        }
        request.setEntity(new StringEntity(form.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue())).collect(Collectors.joining("&")),
                ContentType.APPLICATION_FORM_URLENCODED));
        return request;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private CloseableHttpClient client() {
        OneTryHttpClient once = new OneTryHttpClient();
        once.setProjectFolder(settings.text("projectFolder").orElse(""));
        once.setTrustStore(settings.text("trustStore").orElse(""));
        once.setTrustStorePassword(settings.text("trustStorePassword").orElse(""));
        once.setKeyStore(settings.text("keyStore").orElse(""));
        once.setKeyStorePassword(settings.text("keyStorePassword").orElse(""));
        once.setConnections(1);
        once.setConnectTimeout(settings.number("connectTimeout", 10_000));
        once.setAnswerTimeout(settings.number("responseTimeout", 60_000));
        once.setMaxAnswerSize(A_MEBIBYTE);
        once.setReports(false);
        HttpClientBuilder builder = HttpClientBuilder.create();
        once.configureHttpClient(builder);
        return builder.setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(Timeout.ofMilliseconds(settings.number("responseTimeout", 60_000))).build()).build();
    }

    private Token token(ClassicHttpResponse answer) throws IOException {
        JsonNode said = said(answer);
        if (answer.getCode() / 100 != 2) {
            throw refused(answer, said);
        }
        String value = said.path("access_token").asText("");
        String type = said.path("token_type").asText("bearer");
        if (value.isBlank()) {
            throw AuthorizationSettings.wrong(where() + " answered without an access_token; is tokenUrl the token endpoint?");
        }
        if (!type.equalsIgnoreCase("bearer")) {
            throw AuthorizationSettings.wrong(where() + " gave a token that is no bearer token");
        }
        return new Token(value, lives(said.path("expires_in")), Optional.of(said.path("refresh_token").asText("")).filter(text -> !text.isBlank()));
    }

    /** A number, or one that is written as a text; what is neither, or none, is not said. */
    private static Duration lives(JsonNode told) {
        String text = told.asText("").replaceFirst("\\.\\d+$", "");
        return text.matches("[1-9]\\d{0,15}") ? Duration.ofSeconds(Math.min(LONGEST_SECONDS, Long.parseLong(text))) : Token.UNSAID;
    }

    private static JsonNode said(ClassicHttpResponse answer) throws IOException {
        try {
            String text = answer.getEntity() == null ? "" : EntityUtils.toString(answer.getEntity(), StandardCharsets.UTF_8);
            return text.strip().startsWith("{") ? JSON.readTree(text) : MissingNode.getInstance();
        } catch (JsonProcessingException | ParseException notJson) {
            return MissingNode.getInstance();
        }
    }

    private OutcomeException refused(ClassicHttpResponse answer, JsonNode said) {
        int status = answer.getCode();
        String error = said.path("error").asText("");
        String words = where() + " answered HTTP " + status + (error.isEmpty() ? "" : " " + error) + (said.path("error_description").isTextual() ? ": " + said.path("error_description").asText() : "");
        Optional<Duration> after = Optional.ofNullable(answer.getFirstHeader("Retry-After")).map(Header::getValue).filter(text -> text.matches("\\d{1,6}")).map(Long::valueOf).map(Duration::ofSeconds);
        if (status == 429 || status == 503 && after.isPresent()) {
            return new OutcomeException(new Outcome(OutcomeKind.THROTTLED, Optional.empty(), Attributes.empty(), words, after), null);
        }
        return new OutcomeException(status >= 500 || status == 408 ? OutcomeKind.UNAVAILABLE : status == 401 || NOT_TAKEN.contains(error) ? OutcomeKind.UNAUTHORIZED : OutcomeKind.MISCONFIGURED, words);
    }

    /** Its address, without what might be secret in it. */
    private String where() {
        return "the token server " + settings.required("tokenUrl").replaceAll("://[^/@]*@", "://").replaceAll("[?#].*", "");
    }
}
