package io.caravan.camel.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectedSystems;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceConnectorTest {

    @Test
    void theKameletReadsAFileOfTheProjectsFolder(@TempDir Path folder) throws Exception {
        ObjectSpec record = new ObjectSpec("record", ObjectSpec.Keys.of("nr"), ObjectSpec.Schema.open(true),
                EnumSet.of(Operation.TEST, Operation.LIST, Operation.CHANGES), List.of());
        ConnectorSpec connector = new ConnectorSpec(new ConnectorSpec.Heading("csv-source", "CSV", ""), ConnectorSpec.Role.SOURCE, Map.of(),
                Map.of("record", record), new ConnectorSpec.Limits(100, 1, Optional.empty(), Optional.empty()), Map.of());
        SystemSpec hr = new SystemSpec("hr", connector, Map.of("file", "hr.csv", "key", "nr", "delimiter", ";"));
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            SystemPort port = new ConnectedSystems(context, Map.of("hr", hr), ConnectorUnderTest.kamelet("csv-source"), folder, List.of(Path.of("connectors"))).port("hr").orElseThrow();
            assertThat(port.test().kind()).isEqualTo(OutcomeKind.UNAVAILABLE);
            Files.writeString(folder.resolve("hr.csv"), "nr;name\n007;${sys:user.home}\n008\n");
            assertThat(port.test().isOk()).isTrue();
            try (SourceReading reading = port.list("record", List.of())) {
                assertThat(((SourceItem.Read) reading.next()).attributes().asMap()).isEqualTo(Map.of("nr", "007", "name", "${sys:user.home}"));
                assertThat(reading.next()).isInstanceOf(SourceItem.Rejected.class);
                assertThat(reading.hasNext()).isFalse();
            }
        }
    }
}
