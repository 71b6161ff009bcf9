package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.mainjob.FaultProxy.Fault;
import io.caravan.mainjob.FaultProxy.Operation;
import io.caravan.mainjob.FaultProxy.Protocol;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault of a connection, with each operation, to each kind of target: whatever happens, everybody has one account in the end, as it should be,
 * and the log says of each that it was made once. The table is a part of {@code docs/explanation/reliability.md}.
 */
class FaultMatrixIT {

    static final String TITLE = "## When the connection fails";
    private static final Path PAGE = Path.of("docs/explanation/reliability.md");
    private static final int EVERY_TIME = 1_000;
    private static final int MOST_CYCLES = 4;

    @TempDir
    private Path folder;
    private final List<String> broken = Collections.synchronizedList(new ArrayList<>());

    /** What happens in somebody's life. */
    enum Event {
        JOINS("somebody joins", Operation.CREATE), CHANGES("somebody changes", Operation.CHANGE),
        LEAVES("somebody leaves", Operation.CHANGE), IS_READ("all accounts are read", Operation.READ);

        private final String words;
        private final Operation operation;

        Event(String words, Operation operation) {
            this.words = words;
            this.operation = operation;
        }
    }

    /** One kind of target behind a proxy, and a project that keeps it. */
    private abstract static class Target implements AutoCloseable {
        final FaultProxy proxy;
        final ProjectUnderTest project;
        final Map<String, String> people = new TreeMap<>();

        Target(Path folder, FaultProxy proxy) throws IOException {
            this.proxy = proxy;
            String routes = Files.readString(ProjectUnderTest.INSTALLATION.resolve("routes/dispatch.camel.yaml"))
                    .replaceAll("redeliveryDelay: \\d+", "redeliveryDelay: 1").replaceAll("maximumRedeliveryDelay: \\d+", "maximumRedeliveryDelay: 2");
            project = new ProjectUnderTest(folder).write("secret", "of no use elsewhere").write("routes/dispatch.camel.yaml", routes).write("mappings/hr.yaml", """
                    job: hr
                    from: {system: hr, object: record, attributes: [workerId, name, end]}
                    to: hub
                    match: [{hub: workerId, value: "${body[workerId]}"}]
                    attributes: {workerId: "${body[workerId]}", name: "${body[name]}", endDate: "${body[end]}"}
                    """);
        }

        void settings(String more) {
            project.write("application.properties", """
                    caravan.systems.hr.connector = csv-source
                    caravan.systems.hr.file = hr.csv
                    caravan.systems.hr.key = workerId
                    caravan.throttle.maxWait = 2s
                    caravan.read.retryAfter = PT0.01S
                    """ + more);
        }

        void mapping(String object, String match, String attributes) {
            project.write("mappings/app.yaml", """
                    job: app
                    from: hub
                    to: {system: app, object: %s}
                    match: [{target: %s, value: "${body[workerId]}"}]
                    attributes:
                    """.formatted(object, match) + attributes.indent(2));
        }

        /** Without closing the project: it goes on with what it has in memory. */
        void file() throws IOException {
            StringBuilder rows = new StringBuilder("workerId,name,end\n");
            people.forEach((worker, rest) -> rows.append(worker).append(',').append(rest).append('\n'));
            Files.writeString(project.folder().resolve("hr.csv"), rows);
        }

        /** As it should be: by worker, {@code name|open}. */
        Map<String, String> desired() {
            Map<String, String> desired = new TreeMap<>();
            people.forEach((worker, rest) -> desired.put(worker, rest.replaceFirst(",.*", "") + "|" + rest.endsWith(",")));
            return desired;
        }

        /** As it is; two accounts of one worker are two values. */
        abstract List<String> accounts();

        @Override
        public void close() throws Exception {
            project.close();
            proxy.close();
        }
    }

    private static final class Scim extends Target {
        private final EmbeddedScim server;

        Scim(Path folder, EmbeddedScim server) throws IOException {
            super(folder, new FaultProxy(Protocol.HTTP, server.port()));
            this.server = server;
            project.write("secret", server.token());
            settings("""
                    caravan.systems.app.connector = scim2
                    caravan.systems.app.url = %s
                    caravan.systems.app.token = {{file:secret}}
                    """.formatted(server.url().replace(":" + server.port(), ":" + proxy.port())));
            mapping("user", "externalId", "externalId: \"${body[workerId]}\"\nuserName: {value: \"${body[workerId]}\", apply: on-create}\ndisplayName: \"${body[name]}\"\n");
        }

        @Override
        List<String> accounts() {
            List<String> accounts = new ArrayList<>();
            for (JsonNode user : new OutsideView.Scim(server.url(), server.token()).users().values()) {
                accounts.add(user.path("externalId").asText() + "=" + user.path("displayName").asText() + "|" + user.path("active").asBoolean(true));
            }
            return accounts;
        }

        @Override
        public void close() throws Exception {
            super.close();
            server.close();
        }
    }

    private static final class Ldap extends Target {
        private final EmbeddedDirectory server;

        Ldap(Path folder, EmbeddedDirectory server) throws IOException {
            super(folder, new FaultProxy(Protocol.LDAP, server.port()));
            this.server = server;
            project.write("secret", server.password());
            settings("""
                    caravan.systems.app.connector = ldap
                    caravan.systems.app.url = ldap://127.0.0.1:%d
                    caravan.systems.app.bindDn = %s
                    caravan.systems.app.bindPassword = {{file:secret}}
                    caravan.systems.app.baseDn = %s
                    caravan.systems.app.disableAttribute = employeeType
                    caravan.systems.app.disabledValue = left
                    caravan.systems.app.enabledValue = active
                    """.formatted(proxy.port(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.PEOPLE));
            mapping("user", "employeeNumber", "dn: \"uid=${body[workerId]}," + EmbeddedDirectory.PEOPLE + "\"\nuid: \"${body[workerId]}\"\ncn: \"${body[workerId]}\"\nsn: \"${body[workerId]}\"\n"
                    + "employeeNumber: \"${body[workerId]}\"\ndisplayName: \"${body[name]}\"\n");
        }

        @Override
        List<String> accounts() {
            return new OutsideView.Directory("ldap://127.0.0.1:" + server.port(), EmbeddedDirectory.ADMIN, server.password())
                    .entries(EmbeddedDirectory.PEOPLE, "(objectClass=inetOrgPerson)", "employeeNumber", "displayName", "employeeType").values().stream()
                    .map(entry -> entry.get("employeeNumber").get(0) + "=" + entry.get("displayName").get(0) + "|" + !entry.getOrDefault("employeeType", List.of("active")).contains("left")).toList();
        }

        @Override
        public void close() throws Exception {
            super.close();
            server.close();
        }
    }

    private static final class Table extends Target {
        private final EmbeddedPostgres server;

        Table(Path folder, EmbeddedPostgres server) throws IOException {
            super(folder, new FaultProxy(Protocol.POSTGRESQL, server.getPort()));
            this.server = server;
            OutsideView.change(url(), "create table account (id serial primary key, worker text not null, name text not null, active boolean not null)"); // nothing keeps two of one worker away
            settings("""
                    caravan.systems.app.connector = jdbc
                    caravan.systems.app.url = jdbc:postgresql://127.0.0.1:%d/postgres?prepareThreshold=0
                    caravan.systems.app.username = postgres
                    caravan.systems.app.table = account
                    caravan.systems.app.key = worker
                    caravan.systems.app.findBy = worker
                    caravan.systems.app.enabledColumn = active
                    """.formatted(proxy.port()));
            mapping("record", "worker", "worker: \"${body[workerId]}\"\nname: \"${body[name]}\"\n");
        }

        private String url() {
            return server.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "") + "?user=postgres";
        }

        @Override
        List<String> accounts() {
            return OutsideView.rows(url(), "select worker || '=' || name || '|' || active from account");
        }

        @Override
        public void close() throws Exception {
            super.close();
            server.close();
        }
    }

    @Test
    void everybodyHasOneAccountAsItShouldBeWhateverTheConnectionDoes() throws Exception {
        List<Map<String, List<String>>> columns = new ArrayList<>();
        try (Target scim = new Scim(folder.resolve("scim"), EmbeddedScim.start()); Target ldap = new Ldap(folder.resolve("ldap"), EmbeddedDirectory.start());
                Target jdbc = new Table(folder.resolve("jdbc"), EmbeddedPostgres.builder().setServerConfig("fsync", "off").start())) {
            List<CompletableFuture<Map<String, List<String>>>> all = List.of(begun("SCIM", scim), begun("LDAP", ldap), begun("JDBC", jdbc));
            for (CompletableFuture<Map<String, List<String>>> one : all) {
                columns.add(one.get(10, TimeUnit.MINUTES));
            }
        }
        assertThat(broken).isEmpty();
        publish(section(columns));
    }

    private CompletableFuture<Map<String, List<String>>> begun(String name, Target target) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return all(name, target);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }, task -> new Thread(task, "matrix-" + name).start());
    }

    /** By what happens, and to whom: in which cycle all was right after a fault that hit once, and after one that hit every time. */
    private Map<String, List<String>> all(String name, Target target) throws IOException {
        for (Fault fault : Fault.values()) {
            for (Event event : Event.values()) {
                for (int times : new int[] {1, EVERY_TIME}) {
                    if (event != Event.JOINS) {
                        target.people.put(worker(fault, event, times), "Anna,");
                    }
                }
            }
        }
        target.file();
        target.project.sync("hr");
        target.project.sync("app");
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (Fault fault : Fault.values()) {
            for (Event event : Event.values()) {
                boolean possible = target.proxy.protocol().knows(fault);
                rows.put(fault.words() + " | " + event.words, possible ? List.of(seen(name, target, fault, event, 1), seen(name, target, fault, event, EVERY_TIME)) : List.of("–", "–"));
            }
        }
        theLogTellsTheTruth(target);
        return rows;
    }

    private static void theLogTellsTheTruth(Target target) {
        assertThat(target.project.caravan().store().log().verify().brokenAt()).isEmpty();
        Map<String, Long> made = new TreeMap<>();
        target.project.log().stream().map(stored -> stored.entry()).filter(entry -> entry.job().equals("app") && entry.status() == LogEntry.Status.SUCCESS
                && List.of("create", "link").contains(entry.action())).forEach(entry -> made.merge(entry.identityKey(), 1L, Long::sum));
        assertThat(made).as("each account was made or recognised once, as the log says").containsOnlyKeys(target.people.keySet()).allSatisfy((who, times) -> assertThat(times).isEqualTo(1));
    }

    private static String worker(Fault fault, Event event, int times) {
        return fault.name().replace('_', '-') + "-" + event.name() + "-" + times;
    }

    private String seen(String name, Target target, Fault fault, Event event, int times) throws IOException {
        String worker = worker(fault, event, times);
        switch (event) {
            case JOINS -> target.people.put(worker, "Anna,");
            case CHANGES, IS_READ -> target.people.put(worker, "Berta,");
            case LEAVES -> target.people.put(worker, "Anna,2020-01-01");
        }
        target.file();
        target.proxy.strike(fault, event.operation, times);
        String cell = name + ", " + fault + ", " + event + ", " + times;
        target.project.sync("hr");
        for (int cycle = 1; cycle <= MOST_CYCLES; cycle++) {
            boolean full = event == Event.IS_READ && cycle == 1 || cycle == MOST_CYCLES - 1;
            CycleStatus status = (full ? target.project.full("app") : target.project.sync("app")).getCycle().status();
            if (cycle == 1 && target.proxy.mend() == 0) {
                broken.add(cell + ": nothing was struck");
            }
            List<String> accounts = target.accounts();
            List<String> desired = target.desired().entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList();
            boolean right = accounts.size() == desired.size() && accounts.containsAll(desired);
            if (accounts.stream().filter(account -> account.startsWith(worker + "=")).count() > 1) {
                broken.add(cell + ": two accounts");
            }
            if (status == CycleStatus.DONE && !right) {
                broken.add(cell + ": done, and yet it is " + accounts.stream().filter(account -> !desired.contains(account)).toList());
            }
            if (right && status == CycleStatus.DONE) {
                return cycle == 1 ? "the same" : cycle == 2 ? "the next" : cycle + " cycles";
            }
        }
        broken.add(cell + ": not right after " + MOST_CYCLES + " cycles");
        return "never";
    }

    private static String section(List<Map<String, List<String>>> columns) {
        StringBuilder section = new StringBuilder(TITLE + """


                A program between Caravan and the target breaks one request, or every request of the kind until the cycle has ended. The table says which cycle ends
                without anything left to do: the same one, the next, or a later one, the third of which is full. In all of these everybody had one account in the end, as it should be, the log
                says of each account that it was made or recognised once, its chain is whole, and no cycle was *done* while something was missing. In the table of the
                database nothing but Caravan keeps a second row of somebody away. Faults that a protocol does not have are marked –. `FaultMatrixIT` writes this part.

                | what happens | while | SCIM, once | SCIM, every time | LDAP, once | LDAP, every time | JDBC, once | JDBC, every time |
                |---|---|---|---|---|---|---|---|
                """);
        columns.get(0).keySet().forEach(what -> section.append("| ").append(what).append(" | ")
                .append(columns.stream().flatMap(column -> column.get(what).stream()).collect(Collectors.joining(" | "))).append(" |\n"));
        return section.toString();
    }

    /** What stands behind the title belongs to this test. Which cycle it is may differ where a machine is slow: then only that each row is there is looked at. */
    private static void publish(String section) throws IOException {
        String page = Files.readString(PAGE);
        int at = page.indexOf(TITLE);
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, (at < 0 ? page + "\n" : page.substring(0, at)) + section);
        } else {
            assertThat(rows(at < 0 ? "" : page.substring(at))).as(PAGE + " is stale; run ./mvnw verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=FaultMatrixIT -Dcaravan.docs.write=true")
                    .isEqualTo(rows(section));
        }
    }

    /** What happens, and to whom. */
    private static List<String> rows(String section) {
        return section.lines().filter(line -> line.startsWith("| ")).map(line -> line.split(" \\| ")[0] + " | " + line.split(" \\| ")[1]).toList();
    }
}
