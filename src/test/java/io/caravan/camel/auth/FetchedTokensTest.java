package io.caravan.camel.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** How scim2 and rest show a system who Caravan is, each through its own Kamelet, with a token server that says what it was asked. */
class FetchedTokensTest {

    /** Made once: it takes its time. */
    private static final KeyPair RSA = rsa();

    private TokenEndpoint server;

    @BeforeEach
    void start() throws IOException {
        server = new TokenEndpoint();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ConnectorUnderTest connector(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", server.url("/api"), "auth", "client-credentials", "tokenUrl", server.url("/token"), "clientId", "id one",
                "clientSecret", "a&b=c+d secret"));
        settings.putAll(more);
        settings.values().removeIf(String::isEmpty);
        return new ConnectorUnderTest(name, settings);
    }

    private static void works(ConnectorUnderTest connector) {
        Outcome outcome = connector.port().test();
        assertThat(outcome.isOk()).as(outcome.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scim2", "rest"})
    void aTokenIsFetchedOnceAndUsedByAll(String name) {
        try (ConnectorUnderTest connector = connector(name, Map.of("scope", "read write", "tokenParameters", "subject_type=enterprise&note=a%26b"))) {
            IntStream.range(0, 8).parallel().forEach(i -> works(connector));
            assertThat(server.forms()).containsExactly(Map.of("grant_type", "client_credentials", "scope", "read write", "client_id", "id one", "client_secret", "a&b=c+d secret",
                    "subject_type", "enterprise", "note", "a&b"));
            assertThat(server.shown()).hasSize(8).containsOnly("Bearer token-1-xyz");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scim2", "rest"})
    void aTokenThatIsTakenBackIsFetchedAnewOnceAndNotForEver(String name) {
        TokenKeeper keeper = keeper(name);
        Token first = keeper.token();
        assertThat(keeper.refused(first)).as("it is only just there: its age is not what is wrong").isFalse();
        assertThat(keeper.token()).isSameAs(first);
        nanos += 11_000_000_000L;
        assertThat(keeper.refused(first)).isTrue();
        Token second = keeper.token();
        assertThat(second).isNotSameAs(first);
        assertThat(keeper.refused(first)).as("somebody else has fetched another meanwhile").isTrue();
        assertThat(keeper.token()).isSameAs(second);
    }

    private long nanos;
    private int fetched;
    private boolean broken;

    private TokenKeeper keeper(String name) {
        return new TokenKeeper(() -> {
            if (broken) {
                throw AuthorizationSettings.wrong(name + " is away");
            }
            fetched++;
            return new Token("t" + fetched, java.time.Duration.ofSeconds(600), java.util.Optional.empty());
        }, () -> nanos);
    }

    @Test
    void aTokenIsRenewedAheadAndTheOldOneServesWhileTheServerIsAway() {
        TokenKeeper keeper = keeper("the server");
        assertThat(keeper.token().value()).isEqualTo("t1");
        nanos += 530_000_000_000L;
        assertThat(keeper.token().value()).isEqualTo("t1");
        nanos += 20_000_000_000L;
        broken = true;
        assertThat(keeper.token().value()).as("good for 50 seconds more").isEqualTo("t1");
        broken = false;
        assertThat(keeper.token().value()).as("not asked again at once").isEqualTo("t1");
        nanos += 11_000_000_000L;
        assertThat(keeper.token().value()).isEqualTo("t2");
        nanos += 601_000_000_000L;
        broken = true;
        org.assertj.core.api.Assertions.assertThatThrownBy(keeper::token).hasMessageContaining("the server is away");
    }

    @Test
    void whatATokenServerSaysStaysOutOfTheLog() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(TokenKeeper.class);
        logger.addAppender(log);
        try {
            TokenKeeper keeper = keeper("who sent hush-4711");
            keeper.token();
            nanos += 550_000_000_000L;
            broken = true;
            keeper.token();
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).singleElement().satisfies(line -> assertThat(line).contains("could not be renewed ahead", "outcome=").doesNotContain("hush"));
    }

    @Test
    void whatIsRefusedInTheNameOfATokenDoesNotShowIt() {
        server.accepts("another");
        try (ConnectorUnderTest connector = connector("scim2", Map.of())) {
            Outcome refused = connector.port().test();
            assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
            assertThat(refused.message()).contains("is not let in").doesNotContain("xyz");
            assertThat(server.forms()).as("a token that has only just been given is not at fault").hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "401 | {\"error\":\"invalid_client\",\"error_description\":\"a&b=c+d secret is wrong\"} | UNAUTHORIZED | invalid_client: (sensitive) is wrong",
        "400 | {\"error\":\"invalid_grant\"} | UNAUTHORIZED | HTTP 400 invalid_grant",
        "400 | {\"error\":\"invalid_scope\"} | MISCONFIGURED | HTTP 400 invalid_scope",
        "404 | <html>no | MISCONFIGURED | HTTP 404",
        "302 | {} | MISCONFIGURED | HTTP 302",
        "500 | {} | UNAVAILABLE | HTTP 500",
        "429 | {} | THROTTLED | HTTP 429",
        "200 | {\"token\":\"x\"} | MISCONFIGURED | without an access_token",
        "200 | {\"access_token\":\" \"} | MISCONFIGURED | without an access_token",
        "200 | <html>login here | MISCONFIGURED | without an access_token",
        "200 | {\"access_token\":\"x\",\"token_type\":\"mac\"} | MISCONFIGURED | no bearer token"})
    void whatTheTokenServerSaysIsToldAsItsOwn(int status, String answer, OutcomeKind kind, String words) {
        server.answers(status, answer);
        try (ConnectorUnderTest connector = connector("rest", Map.of())) {
            Outcome outcome = connector.port().test();
            assertThat(outcome.kind()).as(outcome.message()).isEqualTo(kind);
            assertThat(outcome.message()).contains("the token server http://127.0.0.1:").contains(words);
            assertThat(server.shown()).as("the system was not asked").isEmpty();
        }
    }

    @Test
    void aTokenServerThatIsAwayIsUnavailableAndNoWriteIsInDoubtForIt() {
        try (ConnectorUnderTest connector = connector("scim2", Map.of("tokenUrl", "http://127.0.0.1:9/token"))) {
            Outcome outcome = connector.port().execute(ConnectorUnderTest.create("user", Map.of("userName", "ada"), true));
            assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            assertThat(outcome.message()).contains("the token server", "cannot be reached");
        }
    }

    @Test
    void theClientShowsItselfInAHeaderEncodedAsTheStandardSays() {
        try (ConnectorUnderTest connector = connector("rest", Map.of("clientAuth", "basic"))) {
            works(connector);
            assertThat(server.forms().get(0)).containsOnlyKeys("grant_type");
            assertThat(server.headers()).contains(Base64.getEncoder().encodeToString("id+one:a%26b%3Dc%2Bd+secret".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void aSecretDoesNotGoToATokenServerInTheClear() {
        try (ConnectorUnderTest connector = connector("rest", Map.of("tokenUrl", "http://login.example.test/token"))) {
            assertThat(connector.port().test().message()).contains("in the clear to tokenUrl").contains("allowPlaintext=true");
        }
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> connector("rest", Map.of("tokenUrl", ""))).hasMessageContaining("has no \"tokenUrl\", which auth = client-credentials needs");
    }

    @Test
    void aRefreshTokenThatChangesIsKeptInItsFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("kept/refresh");
        server.answers(200, "{\"access_token\":\"token-<n>-xyz\",\"refresh_token\":\"next-<n>\",\"expires_in\":\"3600\"}");
        Map<String, String> settings = Map.of("auth", "refresh-token", "refreshToken", "the-first-one", "refreshTokenFile", file.toString());
        try (ConnectorUnderTest connector = connector("scim2", settings)) {
            works(connector);
        }
        assertThat(Files.readString(file)).isEqualTo("next-1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (ConnectorUnderTest afterARestart = connector("scim2", settings)) {
            works(afterARestart);
        }
        assertThat(server.forms()).extracting(form -> form.get("refresh_token")).containsExactly("the-first-one", "next-1");
        assertThat(Files.readString(file)).isEqualTo("next-2");
        try (var files = Files.list(file.getParent())) {
            assertThat(files).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void aSignedTokenSaysWhoAsksAndIsRight(String algorithm) throws Exception {
        KeyPair pair = algorithm.equals("ES256") ? curve() : RSA;
        String pem = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded()) + "\n-----END PRIVATE KEY-----\n";
        try (ConnectorUnderTest connector = connector("scim2", Map.of("auth", "jwt-bearer", "privateKey", pem, "signatureAlgorithm", algorithm, "keyId", "k1", "subject", "ada", "claims",
                "scope=signature%20impersonation", "clientSecret", ""))) {
            works(connector);
        }
        Map<String, String> form = server.forms().get(0);
        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer").containsEntry("client_id", "id one");
        String[] parts = form.get("assertion").split("\\.");
        assertThat(json(parts[0])).isEqualTo(new ObjectMapper().readTree("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}"));
        JsonNode claims = json(parts[1]);
        assertThat(claims.path("iss").asText()).isEqualTo("id one");
        assertThat(claims.path("sub").asText()).isEqualTo("ada");
        assertThat(claims.path("aud").asText()).isEqualTo(server.url("/token"));
        assertThat(claims.path("scope").asText()).isEqualTo("signature impersonation");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(300);
        assertThat(claims.path("jti").asText()).isNotBlank();
        Signature signature = Signature.getInstance(Map.of("RS256", "SHA256withRSA", "PS256", "RSASSA-PSS", "ES256", "SHA256withECDSAinP1363Format").get(algorithm));
        if (algorithm.equals("PS256")) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify(pair.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    private static KeyPair curve() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String part) throws IOException {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(part));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-----BEGIN RSA PRIVATE KEY-----@AAAA@-----END RSA PRIVATE KEY----- | not in PKCS#8 form",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----@AAAA@-----END ENCRYPTED PRIVATE KEY----- | is encrypted",
        "-----BEGIN PRIVATE KEY-----@AAAA@-----END PRIVATE KEY----- | neither an RSA key nor",
        "secret | no PEM text"})
    void aKeyThatCannotSignIsToldWithWhatToDo(String key, String words) {
        try (ConnectorUnderTest connector = connector("rest", Map.of("auth", "jwt-bearer", "privateKey", key.replace('@', '\n')))) {
            assertThat(connector.port().test()).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.MISCONFIGURED))
                    .satisfies(outcome -> assertThat(outcome.message()).contains(words).doesNotContain("AAAA"));
        }
    }

    @Test
    void theKeyOfAnApiGoesIntoItsHeader() {
        try (ConnectorUnderTest connector = connector("rest", Map.of("auth", "api-key", "token", "abc-def-ghi", "apiKeyHeader", "Authorization"))) {
            works(connector);
            assertThat(server.shown()).isEqualTo(List.of("abc-def-ghi"));
        }
    }
}
