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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
    void aTemplateThatCannotBeBuiltIsNoWrongPassword() throws IOException {
        ConnectorScaffold.write("my-app", folder);
        Path kamelet = folder.resolve("my-app.kamelet.yaml");
        String broken = Files.readString(kamelet).replace("io.caravan.camel.HttpParts", "io.caravan.camel.NoSuchParts");
        assertThat(broken).contains("NoSuchParts");
        Files.writeString(kamelet, broken);
        KitReport report = run("my-app");
        assertThat(report.checks().get(0).message()).contains("misconfigured").contains("NoSuchParts");
        assertThat(report.checks()).as("nothing else can succeed").hasSize(2).extracting(KitReport.Check::result)
                .containsExactly(KitReport.Result.FAILED, KitReport.Result.EXCLUDED);
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

    /** A test tenant goes on when the trial is over. */
    @Test
    void whatIsMadeInASystemThatGoesOnIsTakenAwayOrClosedAndNamed() throws Exception {
        Path connectors = Files.createDirectory(folder.resolve("connectors"));
        String jdbc = Files.readString(Path.of("connectors/jdbc.kamelet.yaml")).replace("  name: jdbc", "  name: tenant");
        String url = "jdbc:sqlite:" + folder.resolve("tenant.db");
        try (Connection connection = DriverManager.getConnection(url); Statement tenant = connection.createStatement()) {
            tenant.execute("create table account (login text primary key, name text not null, active boolean not null default true)");
            tenant.execute("insert into account (login, name) values ('sample', 'Sample')");
            Files.writeString(connectors.resolve("tenant.kit.yaml"), """
                    environment: none
                    settings: {url: "%s", table: account, key: login, enabledColumn: active, findBy: login}
                    unavailable: {url: "jdbc:sqlite:/no/such/folder.db"}
                    objects:
                      record:
                        account: {login: "kit-<n>", name: "Kit <n>"}
                        change: {login: "renamed-<n>"}
                        expect:
                          - {login: sample, name: Sample, active: true}
                    exclude: {wrong password: SQLite has no users}
                    """.formatted(url));
            Files.writeString(connectors.resolve("tenant.kamelet.yaml"), jdbc);
            KitReport.Check cleaned = cleaned(connectors);
            assertThat(cleaned.result()).isEqualTo(KitReport.Result.PASSED);
            assertThat(count(tenant, "1 = 1")).as("the one that was there").isEqualTo(1);

            Files.writeString(connectors.resolve("tenant.kamelet.yaml"), jdbc.replace("enable, delete, add-members", "enable, add-members").replace("enable, delete], max", "enable], max"));
            KitReport.Check closed = cleaned(connectors);
            assertThat(closed.result()).isEqualTo(KitReport.Result.EXCLUDED);
            assertThat(closed.message()).contains("deletes nothing, so these accounts stay, disabled: ").contains("kit-1");
            assertThat(count(tenant, "active")).isEqualTo(1);
            assertThat(count(tenant, "not active")).isPositive();

            tenant.execute("delete from account where login <> 'sample'");
            tenant.execute("create trigger nobody_is_closed before update of active on account when new.active = 0 begin select raise(abort, 'never'); end");
            KitReport.Check open = cleaned(connectors);
            assertThat(open.result()).isEqualTo(KitReport.Result.FAILED);
            assertThat(open.message()).contains("still there").contains("kit-1").contains("by hand");
        }
    }

    private static KitReport.Check cleaned(Path connectors) {
        KitReport report = new ConnectorKit(List.of(connectors), new KitProjects(List.of(connectors))).run("tenant");
        return report.checks().stream().filter(check -> check.name().equals("what was made is taken away")).findFirst()
                .orElseThrow(() -> new AssertionError(report.checks().toString()));
    }

    private static int count(Statement tenant, String which) throws SQLException {
        try (ResultSet rows = tenant.executeQuery("select count(*) from account where " + which)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
