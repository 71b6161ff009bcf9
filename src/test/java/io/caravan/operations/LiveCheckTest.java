package io.caravan.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caravan.config.ProblemText;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.operations.CheckReport.CheckedSystem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that asks every kind of system finds in one run what nobody can know from the files. */
class LiveCheckTest {

    private static final String HR = """
            job: hr
            from: {system: hr, object: record, optional: [nickname]}
            to: hub
            scope: {include: "${body[contry]} in 'DE,AT'"}
            match:
              - {hub: workerId, value: "${body[id]}"}
            attributes:
              workerId: "${body[id]}"
              mail: "${body[mail]}"
              nickname: "${body[nickname]}"
            """;

    @TempDir
    private Path folder;
    private final List<AutoCloseable> servers = new ArrayList<>();
    private final StringBuilder settings = new StringBuilder();

    @BeforeEach
    void aSource() throws IOException {
        write("hr.csv", "id,mail,country\n1,ann@example.test,DE\n");
        write("secret", "geheim");
        write("mappings/hr.yaml", HR);
        system("hr", "csv-source", Map.of("file", "hr.csv", "key", "id", "quietSeconds", "0"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private void system(String name, String connector, Map<String, String> all) {
        settings.append("caravan.systems.").append(name).append(".connector = ").append(connector).append('\n');
        all.forEach((setting, value) -> settings.append("caravan.systems.").append(name).append('.').append(setting).append(" = ").append(value).append('\n'));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.writeString(folder.resolve(file), text);
    }

    private void outbound(String system, String object, String match, String attributes) throws IOException {
        write("mappings/" + system + ".yaml", "job: " + system + "\nfrom: hub\nto: {system: " + system + ", object: " + object + "}\n"
                + "match:\n  - {target: " + match + ", value: \"${body[workerId]}\"}\nattributes:\n" + attributes);
    }

    private CheckReport check() throws IOException {
        write("application.properties", settings.toString());
        return CheckReport.live(new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath())));
    }

    private static List<String> problems(CheckReport report) {
        return report.reading().problems().inOrder().stream().map(problem -> problem.position() + " " + problem.severity().word() + ": " + problem.message()
                + ": " + problem.fix()).toList();
    }

    @Test
    void everySystemIsAskedAndEachMistakeIsNamedAtItsPlace() throws Exception {
        EmbeddedDirectory directory = EmbeddedDirectory.with().password("geheim").start();
        EmbeddedScim scim = EmbeddedScim.with().token("geheim").start();
        servers.add(directory);
        servers.add(scim);
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db")); var statement = db.createStatement()) {
            statement.execute("create table account (login text primary key, full_name text not null, level integer not null, active boolean not null default true)");
        }
        system("dir", "ldap", Map.of("url", directory.url(), "bindDn", EmbeddedDirectory.ADMIN, "bindPassword", "{{file:secret}}", "baseDn", EmbeddedDirectory.PEOPLE,
                "disableAttribute", "employeeType", "disabledValue", "left"));
        system("app", "scim2", Map.of("url", scim.url(), "token", "{{file:secret}}"));
        system("db", "jdbc", Map.of("url", "jdbc:sqlite:app.db", "table", "account", "key", "login", "enabledColumn", "active"));
        outbound("dir", "user", "UID", "  uid: \"${body[workerId]}\"\n  SN: \"${body[mail]}\"\n  cn: \"${body[mail]}\"\n  dispalyName: \"${body[mail]}\"\n");
        outbound("app", "user", "userName", "  userName: \"${body[workerId]}\"\n  dispalyName: \"${body[mail]}\"\n  meta.created: \"${body[mail]}\"\n");
        outbound("db", "record", "logn", "  login: \"${body[workerId]}\"\n  fullname: \"${body[mail]}\"\n");

        CheckReport report = check();

        assertThat(report.systems()).extracting(CheckedSystem::system).containsExactly("app", "db", "dir", "hr");
        assertThat(report.systems()).flatExtracting(CheckedSystem::failures).isEmpty();
        assertThat(problems(report)).containsExactly(
                "mappings/app.yaml:8:3 error: app has no attribute \"dispalyName\" in its \"user\": write displayName",
                "mappings/app.yaml:9:3 error: \"meta.created\" is given by the system and cannot be written: remove it",
                "mappings/db.yaml warning: db wants \"level\" in a new \"record\", and it is not mapped: add level: …, unless the system fills it itself",
                "mappings/db.yaml:5:5 error: db has no attribute \"logn\" in its \"record\": write login",
                "mappings/db.yaml:8:3 error: db has no attribute \"fullname\" in its \"record\": write full_name",
                "mappings/dir.yaml:10:3 error: dir has no attribute \"dispalyName\" in its \"user\": write displayName",
                "mappings/hr.yaml:4:19 error: hr has no attribute \"contry\" in its \"record\": write country");
    }

    @Test
    void whoDoesNotAnswerKeepsNobodyFromTheOthers() throws Exception {
        EmbeddedScim scim = EmbeddedScim.with().token("another").start();
        servers.add(scim);
        system("app", "scim2", Map.of("url", scim.url(), "token", "{{file:secret}}"));
        system("dir", "ldap", Map.of("url", "ldap://127.0.0.1:9", "baseDn", "dc=x"));
        system("gone", "csv-source", Map.of("file", "gone.csv", "key", "id"));

        CheckReport report = check();

        assertThat(report.systems()).extracting(CheckedSystem::answered).containsExactly(false, false, false, true);
        assertThat(report.systems().get(0).failures()).singleElement().asString().startsWith("unauthorized");
        assertThat(report.systems().get(1).failures()).singleElement().asString().startsWith("unavailable");
        assertThat(report.systems().get(2).failures()).singleElement().asString().contains("there is no file gone.csv");
        assertThat(problems(report)).as("the one that answers is checked").singleElement().asString().contains("contry");
        assertThat(report.systems().toString()).doesNotContain("geheim");
    }

    @Test
    void aProviderThatShowsEverythingButItsSchemaAnswersAndIsNotChecked() throws Exception {
        HttpServer scim = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        scim.createContext("/", exchange -> {
            boolean schema = exchange.getRequestURI().getPath().matches(".*/(Schemas|ResourceTypes).*");
            byte[] answer = "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:ListResponse\"], \"totalResults\": 0, \"Resources\": []}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/scim+json");
            exchange.sendResponseHeaders(schema ? 404 : 200, schema ? -1 : answer.length);
            if (!schema) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        scim.start();
        servers.add(() -> scim.stop(0));
        system("app", "scim2", Map.of("url", "http://127.0.0.1:" + scim.getAddress().getPort(), "token", "{{file:secret}}"));
        outbound("app", "user", "userName", "  userName: \"${body[workerId]}\"\n  dispalyName: \"${body[mail]}\"\n");

        CheckReport report = check();

        assertThat(report.systems().get(0)).satisfies(app -> {
            assertThat(app.answered()).as(app.toString()).isTrue();
            assertThat(app.unchecked()).containsExactly("user");
        });
        assertThat(problems(report)).as("silence is not taken for a schema without attributes").noneMatch(problem -> problem.contains("dispalyName"));
    }

    @Test
    void aMappingWithOtherMistakesIsHeldAgainstItsSystemInTheSameRun() throws Exception {
        write("mappings/hr.yaml", HR.replace("mail: \"${body[mail]}\"", "mail: \"${lowr(${body[mail]})}\"").replace("object: record", "objct: x, object: record"));
        assertThat(problems(check())).extracting(problem -> problem.replaceAll(":\\d+ error.*", "")).containsExactly("mappings/hr.yaml:2", "mappings/hr.yaml:4", "mappings/hr.yaml:9");
    }

    @Test
    void aFileWhoseHeaderHasControlCharactersIsShownWithoutThem() throws Exception {
        write("hr.csv", "id,ma\u001b[2Jil,country\n1,x,DE\n");
        CheckReport report = check();
        assertThat(new ProblemText(report.reading().texts(), false).render(report.reading().problems())).contains("has no attribute \"mail\"").doesNotContain("\u001b");
    }
}
