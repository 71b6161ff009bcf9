package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.ConnectorScaffold;
import io.caravan.camel.kit.KitException;
import io.caravan.camel.kit.KitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewConnectorPassesItsKitTest {

    @TempDir
    Path folder;

    private KitReport run(String connector) {
        return new ConnectorKit(List.of(folder), new KitProjects(List.of(folder))).run(connector);
    }

    @Test
    void theBeginningsPassBeforeALineIsChanged() {
        ConnectorScaffold.write("my-app", folder);
        KitReport report = run("my-app");
        assertThat(report.checks()).hasSizeGreaterThan(40).allSatisfy(check -> assertThat(check.result())
                .as(check.title() + ": " + check.message()).isEqualTo(KitReport.Result.PASSED));
    }

    @Test
    void whatIsThereIsNotOverwritten() {
        ConnectorScaffold.write("my-app", folder);
        assertThatThrownBy(() -> ConnectorScaffold.write("my-app", folder)).isInstanceOf(KitException.class).hasMessageContaining("there already");
        assertThatThrownBy(() -> ConnectorScaffold.write("../x", folder)).isInstanceOf(KitException.class);
    }

    @Test
    void aBrokenConnectorFailsTheChecksItBreaks() throws IOException {
        ConnectorScaffold.write("my-app", folder);
        Path kamelet = folder.resolve("my-app.kamelet.yaml");
        Files.writeString(kamelet, Files.readString(kamelet).replace("anchorInPath}\n", "findInQuery}\n").replace("outcomes: {409: conflict}", "outcomes: {409: invalid}"));
        KitReport report = run("my-app");
        assertThat(report.passed()).isFalse();
        assertThat(report.checks()).filteredOn(check -> check.name().equals("create twice is a conflict")).singleElement()
                .satisfies(check -> assertThat(check.message()).contains("invalid where conflict is expected").contains("HTTP 409 this login is taken"));
    }

    @Test
    void theDerivedConnectorOfTheHowToPassesTheKitOfWhatItExtends() throws IOException {
        String page = Files.readString(Path.of("docs/how-to/add-a-connector.md"));
        String example = page.substring(page.indexOf("    apiVersion:")).lines().takeWhile(line -> line.startsWith("    "))
                .map(line -> line.substring(4)).collect(Collectors.joining("\n"));
        Files.writeString(folder.resolve("crm.kamelet.yaml"), example);
        Files.copy(Path.of("connectors/scim2.kit.yaml"), folder.resolve("crm.kit.yaml"));
        List<Path> folders = List.of(folder, Path.of("connectors"));
        assertThat(new ConnectorKit(folders, new KitProjects(folders)).run("crm").checks()).hasSizeGreaterThan(40)
                .allSatisfy(check -> assertThat(check.result()).as(check.title() + ": " + check.message()).isNotEqualTo(KitReport.Result.FAILED));
    }

    @Test
    void anExclusionNeedsAReasonAndACheck() throws IOException {
        ConnectorScaffold.write("my-app", folder);
        Path kit = folder.resolve("my-app.kit.yaml");
        String text = Files.readString(kit);
        Files.writeString(kit, text.replace("exclude: {}", "exclude: {wrong password: ''}"));
        assertThatThrownBy(() -> run("my-app")).isInstanceOf(KitException.class).hasMessageContaining("without a reason");
        Files.writeString(kit, text.replace("exclude: {}", "exclude: {fly: It cannot.}"));
        assertThat(run("my-app").checks()).anySatisfy(check -> assertThat(check.message()).contains("no such check"));
    }
}
