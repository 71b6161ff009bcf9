package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caravan.camel.SelfMadeCertificate;
import io.caravan.config.ProjectReader;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.StateStore;
import io.caravan.runtime.Stores;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator is told within one cycle of each thing that may break in a day. {@code docs/how-to/when-something-failed.md} has the
 * table, as it is seen here.
 */
class OperatorsDayTest {

    private static final Path PAGE = Path.of("docs/how-to/when-something-failed.md");
    private static final String BEGIN = "<!-- Written by OperatorsDayTest from what it saw: -Dcaravan.docs.write=true -->\n";
    private static final String END = "<!-- End of what OperatorsDayTest saw -->\n";
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final int MOST = 330;
    private static final String TOKEN = "the right token";

    @TempDir
    private Path folder;
    private final List<String> rows = new ArrayList<>();
    private int day;

    /** Something that breaks. */
    private interface Fault {
        void happensTo(CompanyShell shell) throws Exception;
    }

    @Test
    void ofEachThingThatBreaksThePageSaysWhatTheOperatorIsTold() throws Exception {
        inAFile();
        inTheProject();
        inTheDatabase();
        inAnApplication();
        inADirectory();
        assertThat(rows).hasSizeGreaterThanOrEqualTo(15);
        String table = "| what is broken | `sync` | what `status` says | `status` | what the log says |\n|---|---|---|---|---|\n" + String.join("\n", rows) + "\n";
        String page = Files.readString(PAGE);
        String before = page.substring(0, page.indexOf(BEGIN) + BEGIN.length());
        String written = before + "\n" + table + "\n" + page.substring(page.indexOf(END));
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, written);
        }
        assertThat(Files.readString(PAGE)).as(PAGE + " is stale; write it anew with -Dtest=OperatorsDayTest -Dcaravan.docs.write=true").isEqualTo(written);
    }

    private void inAFile() throws Exception {
        broken("the file is gone", shell -> Files.delete(shell.company().folder().resolve("hr.csv")));
        broken("the file ends in the middle of a row", shell -> shell.company().write("hr.csv", "workerId,name,dept,manager,end\nE1,Ada,R1,,\nE2,Bob,R1,,\nE3,Ev"));
        broken("a column has another name", shell -> shell.company().write("hr.csv", "workerId,name,department,manager,end\nE1,Ada,R1,,\nE2,Bob,R1,,\nE3,Eve,R1,,\n"));
        broken("a third of the rows is missing", shell -> shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,"));
        broken("two rows have the same key", shell -> shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,", "E3,Mallory,R1,,"));
    }

    private void inTheProject() throws Exception {
        broken("a mapping has a mistake", shell -> shell.company().write("mappings/app.yaml", Files.readString(shell.company().folder().resolve("mappings/app.yaml")) + "nonsense: 1\n"));
        broken("a route has a mistake", shell -> {
            Files.createDirectories(shell.company().folder().resolve("routes"));
            shell.company().write("routes/mine.camel.yaml", "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - nonsense: {}\n");
        });
        broken("the store is damaged", shell -> Files.writeString(shell.company().folder().resolve("state/caravan.db"), "not a database any more ".repeat(200)));
        broken("the target's job is running in another process", shell -> {
            try (StateStore store = Stores.open(ProjectReader.read(shell.company().folder(), Path.of("connectors")).project().orElseThrow())) {
                store.cycles().take("app", "7@elsewhere/x", Instant.now(), Duration.ofHours(1));
            }
        });
        broken("the clock was set back by a month", shell -> {
            shell.at(Clock.fixed(NOW.minus(Duration.ofDays(30)), ZoneOffset.UTC));
            shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R2,,");
        });
    }

    private void inTheDatabase() throws Exception {
        broken("more leave than the guard allows", shell -> {
            shell.company().write("mappings/app.yaml", Files.readString(shell.company().folder().resolve("mappings/app.yaml")) + "guard: {maxDisable: 1}\n");
            shell.company().hr("E1,Ada,R1,,2026-01-31", "E2,Bob,R1,,2026-01-31", "E3,Eve,R1,,");
        });
        broken("the target refuses one person", shell -> {
            shell.company().sql("create trigger nobody_called_zoe before insert on users when new.name = 'Zoe' begin select raise(abort, 'no licence left'); end");
            shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,", "E4,Zoe,R1,,");
        });
        broken("the target's table is gone", shell -> {
            shell.company().sql("drop table users");
            shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,", "E4,Zoe,R1,,");
        });
        broken("two accounts match one person", shell -> {
            shell.company().sql("alter table users rename to old");
            shell.company().sql("create table users (login text primary key, worker text, name text, dept text, manager text, active text)");
            shell.company().sql("insert into users select * from old");
            shell.company().sql("insert into users values ('one', 'E4', 'Zoe', 'R1', null, 'yes'), ('two', 'E4', 'Zoe', 'R1', null, 'yes')");
            shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,", "E4,Zoe,R1,,");
        });
    }

    private void inAnApplication() throws Exception {
        try (EmbeddedScim scim = EmbeddedScim.with().token(TOKEN).start()) {
            application(scim.url(), "the token is wrong", shell -> shell.company().write("app.token", "another token"));
            application(scim.url(), "the file with the token is gone", shell -> Files.delete(shell.company().folder().resolve("app.token")));
        }
        int nobodys;
        try (ServerSocket free = new ServerSocket(0)) {
            nobodys = free.getLocalPort();
        }
        application("http://127.0.0.1:" + nobodys + "/scim/v2", "the application is down", shell -> { });
        HttpServer busy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        busy.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "86400");
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        busy.start();
        try {
            application("http://127.0.0.1:" + busy.getAddress().getPort() + "/scim/v2", "the application wants to be left alone for a day", shell -> { });
        } finally {
            busy.stop(0);
        }
        SelfMadeCertificate old = SelfMadeCertificate.forLoopback(folder, "crm", Instant.now().minus(Duration.ofDays(10)));
        HttpsServer expired = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        expired.setHttpsConfigurator(new HttpsConfigurator(old.ofServer().createSSLContext()));
        expired.start();
        try {
            application("https://127.0.0.1:" + expired.getAddress().getPort() + "/scim/v2", "the certificate that is trusted has expired", shell ->
                    shell.company().write("application.properties", Files.readString(shell.company().folder().resolve("application.properties"))
                            + "caravan.systems.app.trustStore = " + Files.copy(old.pem(), shell.company().folder().resolve("trusted.pem")) + "\n"));
        } finally {
            expired.stop(0);
        }
    }

    private void inADirectory() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start()) {
            day("the unit that somebody belongs into is not there", shell -> {
                shell.company().write("bind", directory.password());
                String settings = Files.readString(shell.company().folder().resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.app\\..*\n", "");
                shell.company().write("application.properties", settings + "caravan.systems.app.connector = ldap\ncaravan.systems.app.url = " + directory.url()
                        + "\ncaravan.systems.app.bindDn = " + EmbeddedDirectory.ADMIN + "\ncaravan.systems.app.bindPassword = {{file:bind}}\ncaravan.systems.app.baseDn = "
                        + EmbeddedDirectory.PEOPLE + "\ncaravan.systems.app.disableAttribute = employeeType\ncaravan.systems.app.disabledValue = left\n");
                shell.company().write("mappings/app.yaml", """
                        job: app
                        from: hub
                        to: {system: app, object: user}
                        match: [{target: employeeNumber, value: "${body[workerId]}"}]
                        attributes:
                          dn: "uid=${lowercase(${body[name]})},ou=${body[dept]},%s"
                          uid: "${lowercase(${body[name]})}"
                          cn: "${body[name]}"
                          sn: "${body[name]}"
                          employeeNumber: "${body[workerId]}"
                        """.formatted(EmbeddedDirectory.PEOPLE));
            }, false);
        }
    }

    private void application(String url, String what, Fault fault) throws Exception {
        day(what, shell -> {
            String settings = Files.readString(shell.company().folder().resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.app\\..*\n", "");
            shell.company().write("application.properties", settings + "caravan.systems.app.connector = scim2\ncaravan.systems.app.url = " + url
                    + "\ncaravan.systems.app.token = {{file:app.token}}\n");
            shell.company().write("app.token", TOKEN);
            shell.company().write("mappings/app.yaml", """
                    job: app
                    from: hub
                    to: {system: app, object: user}
                    match: [{target: externalId, value: "${body[workerId]}"}]
                    attributes: {externalId: "${body[workerId]}", userName: "${body[name]}"}
                    """);
            fault.happensTo(shell);
        }, false);
    }

    private void broken(String what, Fault fault) throws Exception {
        day(what, fault, true);
    }

    /** @param ranBefore whether all was well yesterday */
    private void day(String what, Fault fault, boolean ranBefore) throws Exception {
        Path project = Files.createDirectory(folder.resolve("day" + ++day));
        try (CompanyShell shell = new CompanyShell(project).at(Clock.fixed(NOW, ZoneOffset.UTC))) {
            shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,");
            if (ranBefore) {
                assertThat(shell.run("sync")).as(shell.out() + shell.err()).isZero();
            }
            fault.happensTo(shell);
            int sync = shell.run("sync");
            int status = shell.run("status");
            String told = told(shell);
            String log = Stream.of("failure", "held").map(kind -> newest(shell, kind)).filter(line -> !line.isEmpty()).findFirst().orElse("");
            rows.add(Stream.of(what, String.valueOf(sync), told, String.valueOf(status), log).map(cell -> cell(project, cell)).collect(Collectors.joining(" | ", "| ", " |")));
        }
    }

    /** Of each job that is not well, and of each person who is left behind, the first line. */
    private static String told(CompanyShell shell) {
        Pattern telling = Pattern.compile("(\\w+ (has been failing|held:|interrupted:|partly:)|In quarantine: |Left behind in|caravan: ).*|\\w+ is under way: .*");
        List<String> lines = Stream.concat(shell.err().lines(), shell.out().lines()).filter(line -> telling.matcher(line).matches()).toList();
        return lines.stream().map(line -> line.replaceFirst("^caravan: ", "")).distinct().limit(2).collect(Collectors.joining("<br>"));
    }

    private static String newest(CompanyShell shell, String status) {
        shell.run("log", "--status", status, "--limit", "1");
        return shell.out().lines().findFirst().filter(line -> line.startsWith("2026")).map(line -> line.replaceFirst("^\\S+ +#\\d+ +", "").replaceFirst(" +\\([^()]*\\)$", "")).orElse("");
    }

    private static String cell(Path project, String text) {
        Function<String, String> plain = line -> line.replace(project + "/", "").replace(project.toString(), "the project's folder").replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:…").replaceAll("localhost:\\d+", "localhost:…")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "…").replaceAll("\\s+", " ").replace("|", "\\|").strip();
        String line = plain.apply(text);
        return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
    }
}
