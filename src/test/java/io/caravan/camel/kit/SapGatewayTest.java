package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A service of SAP Gateway with the columns of the contract, against a sample of ours, made from public documents. */
class SapGatewayTest {

    private final SampleSapGateway gateway = new SampleSapGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    private ConnectorUnderTest connector(String client) {
        return new ConnectorUnderTest("sap-gateway", Map.of("host", "h", "service", "ZHR_CARAVAN_SRV", "url", gateway.url(), "client", client, "username", SampleSapGateway.USER,
                "password", SampleSapGateway.PASSWORD));
    }

    @Test
    void everyEmploymentIsReadWhateverPagesTheServiceCutsAndDatesAreDays() {
        try (ConnectorUnderTest connector = connector("100")) {
            connector.port().test();
            List<Attributes> records = connector.all("employment");
            assertThat(records).extracting(record -> record.text("record_key").orElseThrow()).containsExactly("00001207-0", "00001208-0", "00001208-1");
            assertThat(records).extracting(record -> record.text("person_id").orElseThrow()).containsExactly("00001207", "00001208", "00001208");
            assertThat(records.get(1).text("end_date")).contains("2024-06-30");
            assertThat(records.get(2).text("end_date")).as("no end").contains("9999-12-31");
        }
    }

    @Test
    void whoGoesAwayBetweenTwoPagesTakesNobodyAlong() {
        try (ConnectorUnderTest connector = connector("100")) {
            gateway.betweenPages(() -> gateway.remove("00001207-0"));
            assertThatThrownBy(() -> connector.all("employment")).hasMessageContaining("speaks of 3 records and gave 2");
            assertThat(connector.all("employment")).hasSize(2);
        }
    }

    @Test
    void anotherClientAndAPropertyThatNobodyMaySeeFailTheTestAndTheReading() {
        try (ConnectorUnderTest connector = connector("200")) {
            assertThat(connector.port().test().message()).contains("No service of this client");
        }
        gateway.withhold("Status");
        try (ConnectorUnderTest connector = connector("100")) {
            assertThat(connector.port().test().message()).contains("Status");
            assertThatThrownBy(() -> connector.all("employment")).hasMessageContaining("Status");
        }
    }
}
