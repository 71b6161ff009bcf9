package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What scim2 and rest both have is said once: in two files, word for word. */
class HttpSettingsTest {

    private static final List<String> SHARED = List.of("auth", "token", "username", "password", "apiKeyHeader", "apiKeyQuery", "tokenUrl", "clientId", "clientSecret", "clientAuth", "scope", "tokenParameters",
            "refreshToken", "refreshTokenFile", "privateKey", "keyId", "signatureAlgorithm", "issuer", "subject", "audience", "claims", "assertionEncoding", "trustStore", "trustStorePassword", "allowPlaintext",
            "connectTimeout", "responseTimeout", "answerTimeout", "maxAnswerSize");

    @Test
    void settingsThatBothHaveAreTheSame() throws IOException {
        assertThat(shared("rest")).isEqualTo(shared("scim2")).containsOnlyKeys(SHARED);
    }

    private static Map<String, Object> shared(String connector) throws IOException {
        Object file = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("connectors", connector + ".kamelet.yaml")));
        Map<?, ?> properties = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) file).get("spec")).get("definition")).get("properties");
        Map<String, Object> shared = new LinkedHashMap<>();
        SHARED.forEach(name -> shared.put(name, properties.get(name)));
        return shared;
    }
}
