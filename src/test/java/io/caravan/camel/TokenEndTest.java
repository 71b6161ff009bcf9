package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.CredentialEnd;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token may say until when it is good; one that says nothing, or nonsense, is as good as any other. */
class TokenEndTest {

    private static String token(String payload) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "." + encoder.encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
    }

    @Test
    void theEndOfATokenIsToldByTheSystemThatUsesIt() {
        String secret = token("{\"sub\":\"caravan\",\"iat\":1767225600,\"exp\":1798761600.5}");
        try (ConnectorUnderTest scim = new ConnectorUnderTest("scim2", Map.of("url", "https://127.0.0.1:9", "token", secret))) {
            assertThat(scim.port().credentialEnds().bySettings()).containsExactly(new CredentialEnd("setting token", Optional.of(Instant.parse("2026-01-01T00:00:00Z")), Instant.parse("2027-01-01T00:00:00Z")));
            assertThat(scim.port().credentialEnds().bySystem()).as("it was not called").isEmpty();
            assertThat(scim.port().credentialEnds().toString()).doesNotContain(secret);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exp\":\"2027-01-01\"}", "{\"exp\":1798761600000}", "{\"exp\":0}", "{\"exp\":-1}", "{\"exp\":1e400}", "{\"exp\":null}", "[1]", "\"exp\"", "no json", ""})
    void whatSaysNothingOrNonsenseIsNoEnd(String payload) {
        assertThat(TokenEnd.of("token", token(payload))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "a.b.c", "..", "a..c", "eyJhbGciOiJub25lIn0", "pass.word.x", "host.example.com"})
    void otherSecretsAreNoTokens(String secret) {
        assertThat(TokenEnd.of("token", secret)).isEmpty();
    }
}
