package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose rows were changed by hand: what {@code drift} finds, and that it finds nothing else and changes nothing. */
class DriftTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);
    static final String MAPPING = """
            job: app
            description: Everybody gets a row.
            from: hub
            to: {system: app, object: record}
            scope: {include: "${body[dept]} != 'OUT'"}
            match:
              - {target: worker, value: "${body[workerId]}"}
              - {target: name, value: "${body[name]}"}
            attributes:
              login: {value: "${lowercase(${body[workerId]})}", apply: on-create}
              worker: "${body[workerId]}"
              name: "${body[name]}"
              dept: "${body[dept]}"
              manager: {reference: "${body[managerId]}"}
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompany() throws Exception {
        shell = new CompanyShell(folder).at(NOW);
        Path properties = folder.resolve("application.properties");
        shell.company().write("application.properties", Files.readString(properties).replace("findBy = login,worker", "findBy = login,worker,name"));
        shell.company().write("mappings/app.yaml", MAPPING);
        shell.company().sql("drop table users");
        shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void hr(int people, String... instead) throws Exception {
        List<String> rows = new ArrayList<>(List.of(instead));
        IntStream.rangeClosed(1, people).mapToObj(i -> "E" + i).filter(key -> rows.stream().noneMatch(row -> row.startsWith(key + ",")))
                .forEach(key -> rows.add(key + ",Name " + key + ",R1,,"));
        shell.company().hr(rows.toArray(String[]::new));
    }

    private void sync(String... words) {
        List<String> line = new ArrayList<>(List.of("sync"));
        line.addAll(List.of(words));
        assertThat(shell.run(line.toArray(String[]::new))).as(shell.out() + shell.err()).isZero();
    }

    private List<String> findings(int exitCode, String... words) throws Exception {
        List<String> line = new ArrayList<>(List.of("drift", "--json"));
        line.addAll(List.of(words));
        assertThat(shell.run(line.toArray(String[]::new))).as(shell.out() + shell.err()).isEqualTo(exitCode);
        JsonNode document = new ObjectMapper().readTree(shell.out());
        List<String> found = new ArrayList<>();
        document.get("findings").forEach(one -> found.add(one.get("kind").asText() + " " + one.get("identity").asText() + " " + one.get("id").asText()
                + (one.get("attribute").isNull() ? "" : " " + one.get("attribute").get("name").asText()) + " " + one.get("follows").asText()));
        return found;
    }

    @Test
    void nothingDiffersAfterAFullCycle() throws Exception {
        hr(50);
        sync();
        assertThat(findings(0)).isEmpty();
        assertThat(shell.run("drift")).isZero();
        assertThat(shell.out()).contains("50 accounts listed, nothing differs", "The targets are as they are known.");
    }

    @Test
    void eachOfTenOdditiesAmongTwoThousandAccountsIsFoundOnceAndNothingElse() throws Exception {
        hr(2000);
        sync();
        hr(2000, "E1,Name E1,R1,,2026-11-20", "E2,Name E2,OUT,,", "E3,Name E3,R1,,2026-11-20");
        sync();
        sync("--full");
        assertThat(findings(0)).as("before anybody touched it").isEmpty();
        shell.company().sql("update users set active = 'yes' where login in ('e1', 'e2')");
        shell.company().sql("update users set active = 'no' where login = 'e4'");
        shell.company().sql("update users set dept = 'R9' where login = 'e5'");
        shell.company().sql("update users set name = null where login = 'e6'");
        shell.company().sql("delete from users where login = 'e7'");
        shell.company().sql("insert into users values ('e8b', null, 'Name E8', 'R1', null, 'yes')");
        shell.company().sql("insert into users values ('svc', null, 'Backup', null, null, 'yes')");
        shell.company().sql("insert into users values ('e3b', 'E3', 'Somebody', null, null, 'yes')");
        shell.company().sql("update users set manager = 'e9' where login = 'e10'");
        Path store = folder.resolve("state/caravan.db");
        List<String> rows = shell.company().rows("select * from users order by login");
        List<String> expected = List.of("leaver-open E1 e1 revert", "leaver-open E2 e2 revert", "leaver-open E3 e3b report", "disabled-by-hand E4 e4 revert",
                "attribute E5 e5 dept revert", "attribute E6 e6 name revert", "link-to-nothing E7 e7 create", "second-account E8 e8b report", "unowned  svc report");
        assertThat(findings(4)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(findings(4)).as("it was only looked at").containsExactlyInAnyOrderElementsOf(expected);
        assertThat(shell.company().rows("select * from users order by login")).isEqualTo(rows);
        assertThat(store).exists();
        assertThat(findings(4, "app", "--kind", "unowned,leaver-open")).hasSize(4);
    }
}
