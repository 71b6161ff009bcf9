package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Discovers every file in {@code connectors/}; whoever adds one adds its data file, and nothing here. */
class EveryConnectorPassesItsKitTest {

    private static final List<Path> CONNECTORS = List.of(Path.of("connectors"));

    @TestFactory
    Stream<DynamicNode> everyConnector() throws IOException {
        try (Stream<Path> files = Files.list(CONNECTORS.get(0))) {
            List<String> names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".kamelet.yaml"))
                    .map(name -> name.replace(".kamelet.yaml", "")).sorted().toList();
            assertThat(names).isNotEmpty();
            return names.stream().map(EveryConnectorPassesItsKitTest::container);
        }
    }

    private static DynamicNode container(String connector) {
        return DynamicContainer.dynamicContainer(connector, Stream.of(connector).flatMap(name -> {
            KitReport report = new ConnectorKit(CONNECTORS, new KitProjects(CONNECTORS)).run(name);
            return report.checks().stream().map(EveryConnectorPassesItsKitTest::test);
        }));
    }

    private static DynamicTest test(KitReport.Check check) {
        return DynamicTest.dynamicTest(check.title(), () -> {
            Assumptions.assumeTrue(check.result() != KitReport.Result.EXCLUDED, check.message());
            assertThat(check.result()).as(check.message()).isEqualTo(KitReport.Result.PASSED);
        });
    }
}
