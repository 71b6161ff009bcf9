package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What scim2 and rest both have is said once: in two files, word for word. */
class HttpSettingsTest {

    private static final List<String> SHARED = List.of("token", "username", "password", "apiKeyHeader", "apiKeyQuery", "awsAccessKey", "awsSecretKey", "awsSessionToken", "awsRegion", "awsService", "tokenUrl", "clientId", "clientSecret", "clientAuth", "scope", "tokenParameters",
            "refreshToken", "refreshTokenFile", "privateKey", "keyId", "signatureAlgorithm", "issuer", "subject", "audience", "claims", "assertionEncoding", "trustStore", "trustStorePassword", "keyStore", "keyStorePassword", "allowPlaintext",
            "connectTimeout", "responseTimeout", "answerTimeout", "maxAnswerSize");

    @Test
    void settingsThatBothHaveAreTheSame() throws IOException {
        assertThat(shared("rest")).isEqualTo(shared("scim2")).containsOnlyKeys(SHARED);
    }

    @Test
    void bothShowWhoTheyAreInTheSameWaysButForTheOneOfSoap() throws IOException {
        List<Object> ofRest = new ArrayList<>((List<?>) ((Map<?, ?>) properties("rest").get("auth")).get("enum"));
        assertThat(ofRest.remove("username-token")).isTrue();
        assertThat(ofRest).isEqualTo(((Map<?, ?>) properties("scim2").get("auth")).get("enum"));
    }

    private static Map<String, Object> shared(String connector) throws IOException {
        Map<?, ?> properties = properties(connector);
        Map<String, Object> shared = new LinkedHashMap<>();
        SHARED.forEach(name -> shared.put(name, properties.get(name)));
        return shared;
    }

    private static Map<?, ?> properties(String connector) throws IOException {
        Object file = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("connectors", connector + ".kamelet.yaml")));
        return (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) file).get("spec")).get("definition")).get("properties");
    }
}
