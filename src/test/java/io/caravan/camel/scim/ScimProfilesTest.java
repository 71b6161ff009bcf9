package io.caravan.camel.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connectors that are scim2 but for what a vendor's documents say is different. */
class ScimProfilesTest {

    private static ConnectorUnderTest connector(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("token", "token-4711"));
        settings.putAll(more);
        return new ConnectorUnderTest(name, settings);
    }

    @ParameterizedTest
    @CsvSource({"slack, '', https://api.slack.com/scim/v2, 180, PT1M", "github-emu, acme, https://api.github.com/scim/v2/enterprises/acme, 1000, PT1H"})
    void theAddressAndThePaceAreTheVendors(String name, String enterprise, String url, int requests, Duration per) {
        try (ConnectorUnderTest connector = connector(name, enterprise.isEmpty() ? Map.of() : Map.of("enterprise", enterprise))) {
            ConnectorSpec spec = connector.port().spec().connector();
            String written = connector.port().spec().settings().getOrDefault("url", spec.settings().get("url").defaultValue().orElseThrow());
            assertThat(written).isEqualTo(url);
            assertThat(spec.limits().rate().orElseThrow()).isEqualTo(new ConnectorSpec.Rate(requests, per, spec.limits().rate().get().concurrency()));
            assertThat(spec.heading().verified()).as("what scim2 was tried against says nothing of this one").contains("documentation only");
        }
    }

    /** At Slack a DELETE deactivates, at GitHub it takes all that somebody has, for ever: neither is what a job means that deletes. */
    @ParameterizedTest
    @CsvSource({"slack", "github-emu"})
    void aPersonIsNeverDeletedAndIsDisabled(String name) {
        try (EmbeddedScim provider = EmbeddedScim.start();
             ConnectorUnderTest connector = connector(name, Map.of("url", provider.url(), "token", provider.token(), name.equals("slack") ? "pageSize" : "enterprise", "10"))) {
            Outcome made = connector.port().execute(ConnectorUnderTest.create("user", Map.of("userName", "ada", "emails.work", "ada@example.com"), true));
            String id = made.anchor().orElseThrow(() -> new AssertionError(made.message()));
            assertThat(connector.port().execute(ConnectorUnderTest.change(Operation.DELETE, "user", id, Attributes.empty(), Map.of())).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
            assertThat(connector.port().execute(ConnectorUnderTest.change(Operation.DISABLE, "user", id, Attributes.empty(), Map.of())).isOk()).isTrue();
            assertThat(connector.port().get("user", id).attributes().get("active")).as("it is still there").isEqualTo(false);
        }
    }
}
