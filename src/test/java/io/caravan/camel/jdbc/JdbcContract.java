package io.caravan.camel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectedSystems;
import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.PlainCamel;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the connector must do on every database; each database's test says how to reach it. */
abstract class JdbcContract {

    private static final List<String> NASTY = List.of("*)(uid=*", "x,ou=admins", "'; drop table people; --", "../../Groups/1", "${sys:user.home}", "<b>",
            "😀", "漢字", "007", "a\nb", "\\", "\"", "?", ":name", "x".repeat(200));
    private DefaultCamelContext context;
    private int systems;

    abstract String url();

    abstract String username();

    abstract Connection open() throws SQLException;

    /** The key column's type that the database fills by itself. */
    abstract String generatedKey();

    void sql(String... statements) throws SQLException {
        try (Connection connection = open(); Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @BeforeEach
    void tables() throws SQLException {
        sql("drop table if exists people", "drop table if exists numbered",
                "create table people (login varchar(300) primary key, mail varchar(300) unique, \"Full Name\" varchar(250) not null, level integer, "
                        + "born date, status varchar(10) default 'on', changed timestamp)",
                "create table numbered (id " + generatedKey() + ", name varchar(50), active boolean)");
        context = PlainCamel.make();
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    SystemPort system(String key, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("url", url(), "username", username(), "key", key, "timeout", "2"));
        all.putAll(settings);
        ObjectSpec record = new ObjectSpec("record", new ObjectSpec.Keys(key, Optional.ofNullable(settings.get("enabledColumn")), Optional.empty(),
                Optional.empty()), ObjectSpec.Schema.open(true), EnumSet.allOf(Operation.class), List.of(key));
        ConnectorSpec connector = new ConnectorSpec(new ConnectorSpec.Heading("jdbc", "JDBC", ""), ConnectorSpec.Role.BOTH, Map.of(),
                Map.of("record", record), new ConnectorSpec.Limits(100, 4, Optional.of(new ConnectorSpec.Batch(Set.of(Operation.CREATE, Operation.UPDATE,
                Operation.DELETE), 50)), Optional.empty()), Map.of());
        String name = "db-" + ++systems;
        return new ConnectedSystems(context, Map.of(name, new SystemSpec(name, connector, all)), ConnectorUnderTest.kamelet("jdbc"), Path.of("."), List.of(Path.of("connectors")))
                .port(name).orElseThrow();
    }

    SystemPort people() {
        return system("login", Map.of("table", "people", "enabledColumn", "status", "enabledValue", "on", "disabledValue", "off"));
    }

    static AccountRequest create(Map<String, Object> values, boolean enabled) {
        return new AccountRequest(Operation.CREATE, "record", Optional.empty(), Attributes.empty(), changes(values), Optional.of(enabled));
    }

    static AccountRequest change(Operation operation, String anchor, Map<String, Object> values) {
        return new AccountRequest(operation, "record", Optional.of(anchor), Attributes.empty(), changes(values), Optional.empty());
    }

    private static List<AttributeChange> changes(Map<String, Object> values) {
        return values.entrySet().stream().map(entry -> AttributeChange.of(entry.getKey(), null, entry.getValue())).toList();
    }

    static Map<String, Object> person(String login) {
        Map<String, Object> person = new LinkedHashMap<>();
        person.put("login", login);
        person.put("mail", login + "@x");
        person.put("Full Name", "Person " + login);
        person.put("level", 3L);
        person.put("born", "2001-02-03");
        return person;
    }

    List<Attributes> all(SourceReading reading) {
        List<Attributes> all = new ArrayList<>();
        try (reading) {
            reading.forEachRemaining(item -> all.add(((SourceItem.Read) item).attributes()));
        }
        return all;
    }

    @Test
    void aTableSaysWhichColumnsItHasAndWhichItDemands() {
        var schema = people().schema("record").orElseThrow();
        assertThat(schema.attributes().keySet()).containsExactly("login", "mail", "Full Name", "level", "born", "status", "changed");
        assertThat(schema.attributes().values().stream().filter(AttributeSpec::required).map(AttributeSpec::name)).containsExactly("login", "Full Name");
        assertThat(schema.attributes().values().stream().filter(AttributeSpec::unique).map(AttributeSpec::name)).containsExactly("login", "mail");
        assertThat(schema.attributes().get("level").type()).isEqualTo(AttributeType.INTEGER);
        assertThat(schema.attributes().get("born").type()).isEqualTo(AttributeType.DATE);
        var numbered = system("id", Map.of("table", "numbered")).schema("record").orElseThrow();
        assertThat(numbered.attributes().get("id").required()).as("the database numbers its rows").isFalse();
        assertThat(numbered.attributes().get("active").type()).isEqualTo(AttributeType.BOOLEAN);
        assertThat(system("login", Map.of("query", "select login, level from people")).schema("record").orElseThrow().attributes().keySet()).containsExactly("login", "level");
    }

    @Test
    void membersAreRowsOfATableOfPairs() throws SQLException {
        sql("drop table if exists team_people", "drop table if exists teams", "create table teams (id " + generatedKey() + ", name varchar(50))",
                "create table team_people (group_id integer not null, member_id varchar(300) not null check (member_id <> 'nobody'), primary key (group_id, member_id))");
        SystemPort teams = system("id", Map.of("table", "teams", "membersTable", "team_people"));
        assertThat(teams.test().message()).isEmpty();
        String crew = teams.execute(create(Map.of("name", "crew"), true)).anchor().orElseThrow();
        String guests = teams.execute(create(Map.of("name", "guests"), true)).anchor().orElseThrow();
        NASTY.forEach(name -> assertThat(members(teams, Operation.ADD_MEMBERS, crew, name).isOk()).as(name).isTrue());
        assertThat(members(teams, Operation.ADD_MEMBERS, crew, "ada", "007", "bob").isOk()).isTrue();
        assertThat(members(teams, Operation.ADD_MEMBERS, crew, "ada").isOk()).isTrue();
        assertThat(all(teams.list("record", List.of()))).extracting(team -> ValueComparison.elements(team.get("team_people")).size()).containsExactlyInAnyOrder(NASTY.size() + 2, 0);
        assertThat(all(teams.list("record", List.of("name")))).noneMatch(team -> team.has("team_people"));
        assertThat(members(teams, Operation.ADD_MEMBERS, guests, "ada", "nobody", "bob").isOk()).as("all or nothing").isFalse();
        assertThat(teams.get("record", guests).attributes().get("team_people")).isNull();
        assertThat(members(teams, Operation.REMOVE_MEMBERS, crew, NASTY.toArray(String[]::new)).isOk()).isTrue();
        assertThat(teams.get("record", crew).attributes().get("team_people")).isEqualTo(List.of("ada", "bob"));
        assertThat(members(teams, Operation.REMOVE_MEMBERS, crew, "ada", "bob", "cyd").isOk()).isTrue();
        assertThat(teams.get("record", crew).attributes().get("team_people")).isNull();
        teams.execute(change(Operation.DELETE, guests, Map.of()));
        assertThat(members(teams, Operation.ADD_MEMBERS, guests, "ada").kind()).as("a group that is gone gets no members").isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(members(teams, Operation.REMOVE_MEMBERS, guests, "ada").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    private static Outcome members(SystemPort port, Operation operation, String group, String... names) {
        boolean adds = operation == Operation.ADD_MEMBERS;
        return port.execute(new AccountRequest(operation, "record", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("team_people", null, null, adds ? List.of((Object[]) names) : List.of(), adds ? List.of() : List.of((Object[]) names))), Optional.empty()));
    }

    @Test
    void anAccountIsCreatedReadUpdatedDisabledEnabledAndDeleted() {
        SystemPort people = people();
        assertThat(people.test().message()).isEmpty();
        Outcome created = people.execute(create(person("ada"), true));
        assertThat(created.anchor()).as(created.toString()).contains("ada");
        Map<String, Object> read = people.get("record", "ada").attributes().asMap();
        assertThat(read).containsEntry("level", 3L).containsEntry("born", "2001-02-03").containsEntry("status", true).containsEntry("changed", null);
        Map<String, Object> update = new HashMap<>(Map.of("level", 4L));
        update.put("born", null);
        assertThat(people.execute(change(Operation.UPDATE, "ada", update)).isOk()).isTrue();
        assertThat(people.get("record", "ada").attributes().asMap()).containsEntry("level", 4L).containsEntry("born", null);
        assertThat(people.execute(change(Operation.DISABLE, "ada", Map.of("level", 5L))).isOk()).isTrue();
        assertThat(people.get("record", "ada").attributes().asMap()).containsEntry("status", false).containsEntry("level", 5L);
        assertThat(people.execute(change(Operation.ENABLE, "ada", Map.of())).isOk()).isTrue();
        assertThat(people.get("record", "ada").attributes().get("status")).isEqualTo(true);
        assertThat(people.execute(change(Operation.DELETE, "ada", Map.of())).isOk()).isTrue();
        assertThat(people.get("record", "ada").kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(people.execute(change(Operation.DELETE, "ada", Map.of())).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(people.execute(change(Operation.UPDATE, "ada", Map.of("level", 1L))).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void anAccountMayBeCreatedDisabledAndFoundByAColumn() {
        SystemPort people = people();
        people.execute(create(person("bob"), false));
        assertThat(people.find("record", "mail", "bob@x")).singleElement().satisfies(bob -> assertThat(bob.get("status")).isEqualTo(false));
        assertThat(people.find("record", "level", "no number")).isEmpty();
    }

    @Test
    void refusalsHaveTheirOutcome() {
        SystemPort people = people();
        people.execute(create(person("ada"), true));
        assertThat(people.execute(create(person("ada"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(people.execute(create(Map.of("login", "eve", "Full Name", "E", "mail", "ada@x"), true)).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(people.execute(create(Map.of("login", "eve"), true)).kind()).isEqualTo(OutcomeKind.INVALID);
        Outcome unknown = people.execute(create(Map.of("login", "eve", "Full Name", "x", "levell", "1"), true));
        assertThat(unknown.kind()).isEqualTo(OutcomeKind.INVALID);
        assertThat(unknown.message()).contains("no column 'levell'; did you mean 'level'?");
        assertThat(people.execute(create(Map.of("login", "eve", "Full Name", List.of("a", "b")), true)).kind()).isEqualTo(OutcomeKind.INVALID);
        assertThatThrownBy(() -> people.find("record", "nope", "nope")).isInstanceOf(OutcomeException.class).hasMessageContaining("no column 'nope'");
    }

    @Test
    void nastyValuesArePlainData() {
        SystemPort people = people();
        for (String nasty : NASTY) {
            Map<String, Object> person = person(nasty);
            Outcome created = people.execute(create(person, true));
            assertThat(created.anchor()).as(created.message()).contains(nasty);
            assertThat(people.get("record", nasty).attributes().get("Full Name")).isEqualTo("Person " + nasty);
            assertThat(people.find("record", "mail", nasty + "@x")).hasSize(1);
            assertThat(people.execute(change(Operation.UPDATE, nasty, Map.of("mail", nasty + "!"))).isOk()).isTrue();
        }
        assertThat(all(people.list("record", List.of()))).hasSize(NASTY.size());
        for (String nasty : NASTY) {
            assertThat(people.execute(change(Operation.DELETE, nasty, Map.of())).isOk()).isTrue();
        }
    }

    @Test
    void aKeyThatTheDatabaseGivesBecomesTheAnchor() {
        SystemPort numbered = system("id", Map.of("table", "numbered", "enabledColumn", "active"));
        Outcome first = numbered.execute(create(Map.of("name", "a"), true));
        Outcome second = numbered.execute(create(Map.of("name", "b"), false));
        assertThat(first.anchor()).isPresent().isNotEqualTo(second.anchor());
        assertThat(numbered.get("record", second.anchor().orElseThrow()).attributes().asMap()).containsEntry("name", "b").containsEntry("active", false);
    }

    @Test
    void aBatchThatIsTheFirstCallNeedsNoSecondConnection() {
        List<AccountRequest> creates = IntStream.range(0, 10).mapToObj(i -> create(person("p" + i), true)).toList();
        assertThat(system("login", Map.of("table", "people", "poolSize", "1")).execute(creates)).hasSize(10).allMatch(Outcome::isOk);
    }

    @Test
    void aBatchGivesEachRequestItsOwnOutcome() {
        SystemPort people = people();
        List<AccountRequest> requests = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            requests.add(create(person("p" + (i == 60 ? 59 : i)), true));
        }
        List<Outcome> outcomes = people.execute(requests);
        assertThat(outcomes).hasSize(120);
        assertThat(outcomes.stream().filter(Outcome::isOk)).hasSize(119);
        assertThat(outcomes.get(60).kind()).isEqualTo(OutcomeKind.CONFLICT);
        assertThat(all(people.list("record", List.of()))).hasSize(119);
        assertThat(people.execute(List.of(change(Operation.UPDATE, "p1", Map.of("level", 1L)), change(Operation.UPDATE, "nobody", Map.of("level", 1L)),
                change(Operation.DELETE, "p2", Map.of())))).extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.NOT_FOUND, OutcomeKind.OK);
    }

    @Test
    void deltasStartAtTheGreatestValueSeen() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "changedSince", "changed", "emptyIs", "absent"));
        sql("insert into people (login, \"Full Name\", changed) values ('a', 'A', '2026-01-01 10:00:00'), ('b', 'B', '2026-01-02 10:00:00'), ('c', 'C', null)");
        SourceReading full = people.list("record", List.of());
        assertThat(all(full)).hasSize(3).allSatisfy(row -> assertThat(row.has("mail")).isFalse());
        String watermark = full.watermark().orElseThrow();
        sql("insert into people (login, \"Full Name\", changed) values ('d', 'D', '2026-01-03 10:00:00')");
        SourceReading delta = people.changes("record", List.of(), watermark);
        assertThat(all(delta)).extracting(row -> row.get("login")).as("who has no stamp may have been changed").containsExactlyInAnyOrder("b", "c", "d");
        assertThat(delta.watermark().orElseThrow()).isGreaterThan(watermark);
        SourceReading nothing = people.changes("record", List.of(), "2027-01-01 00:00:00");
        assertThat(all(nothing)).extracting(row -> row.get("login")).containsExactly("c");
        assertThat(nothing.watermark()).contains("2027-01-01 00:00:00");
    }

    @Test
    void aTransactionThatBeganBeforeTheMarkAndCommitsAfterItIsSeen() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "changedSince", "changed"));
        sql("insert into people (login, \"Full Name\", changed) values ('a', 'A', '2026-01-01 10:00:00')");
        SourceReading full = people.list("record", List.of());
        all(full);
        sql("insert into people (login, \"Full Name\", changed) values ('late', 'L', '2026-01-01 09:56:00'), ('long ago', 'X', '2026-01-01 09:54:00')");
        assertThat(all(people.changes("record", List.of(), full.watermark().orElseThrow()))).extracting(row -> row.get("login"))
                .containsExactlyInAnyOrder("a", "late");
        SystemPort longer = system("login", Map.of("table", "people", "changedSince", "changed", "overlapSeconds", "600"));
        assertThat(all(longer.changes("record", List.of(), full.watermark().orElseThrow()))).hasSize(3);
    }

    @Test
    void aStampThatIsATextInAnotherFormIsReadWithEachDelta() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "changedSince", "mail"));
        sql("insert into people (login, \"Full Name\", mail) values ('a', 'A', '2026-01-01T10:00:00Z'), ('b', 'B', '2026-01-02T10:00:00Z')");
        SourceReading full = people.list("record", List.of());
        assertThat(all(full)).hasSize(2);
        assertThat(full.watermark()).contains("2026-01-02T10:00:00Z");
        sql("insert into people (login, \"Full Name\", mail) values ('blank', 'C', '2026-01-02 11:00:00'), ('german', 'D', '01.02.2026'), ('west', 'E', '2026-01-02T06:00:00-05:00')");
        SourceReading delta = people.changes("record", List.of(), "2026-01-02T10:00:00Z");
        assertThat(all(delta)).extracting(row -> row.get("login")).containsExactlyInAnyOrder("b", "blank", "german", "west");
        assertThat(delta.watermark()).contains("2026-01-02T10:00:00Z");
    }

    @Test
    void whereNoStampComesInTheOrderOfTimeThereIsNoMark() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "changedSince", "mail"));
        sql("insert into people (login, \"Full Name\", mail) values ('a', 'A', '31.10.2026 10:00'), ('b', 'B', '12/31/2025')");
        SourceReading full = people.list("record", List.of());
        assertThat(all(full)).hasSize(2);
        assertThat(full.watermark()).as("so the next reading is a full one").isEmpty();
    }

    @Test
    void aStampThatLiesAheadIsNoMark() throws SQLException {
        SystemPort people = system("login", Map.of("table", "people", "changedSince", "changed"));
        sql("insert into people (login, \"Full Name\", changed) values ('a', 'A', '2026-01-01 10:00:00'), ('b', 'B', '2099-01-01 00:00:00')");
        SourceReading full = people.list("record", List.of());
        assertThat(all(full)).hasSize(2);
        assertThat(full.watermark().orElseThrow()).startsWith("2026-01-01 10:00:00");
        SourceReading delta = people.changes("record", List.of(), full.watermark().orElseThrow());
        assertThat(all(delta)).hasSize(2);
        assertThat(delta.watermark().orElseThrow()).startsWith("2026-01-01 10:00:00");
    }

    @Test
    void anyQueryIsASource() throws SQLException {
        sql("insert into people (login, \"Full Name\", level) values ('a', 'A', 1), ('b', 'B', 2)");
        SystemPort query = system("nr", Map.of("query", "select login as nr, level * 2 as twice from people where level > 0;",
                "changesQuery", "select login as nr from people where level > :since"));
        assertThat(query.test().message()).isEmpty();
        assertThat(all(query.list("record", List.of()))).extracting(row -> row.get("twice")).containsExactlyInAnyOrder(2L, 4L);
        assertThat(query.get("record", "b").attributes().get("twice")).isEqualTo(4L);
        assertThat(all(query.changes("record", List.of(), "1"))).extracting(row -> row.get("nr")).containsExactlyInAnyOrder("a", "b");
        assertThat(query.execute(create(Map.of("nr", "x"), true)).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
    }

    @Test
    void twoColumnsOfOneNameFailTheReadAndAreNamed() throws SQLException {
        sql("insert into people (login, \"Full Name\") values ('a', 'Ada')");
        SystemPort people = system("login", Map.of("query", "select p.*, q.login from people p join people q on p.login = q.login"));
        assertThatThrownBy(() -> people.list("record", List.of()).hasNext()).isInstanceOf(OutcomeException.class)
                .hasMessageContaining("more than one column login");
    }

    @Test
    void aReadTellsItsColumnsAndOneWithoutItsKeyFailsWithTheNameThatIsMeant() throws SQLException {
        sql("insert into people (login, \"Full Name\") values ('a', 'Ada')");
        try (SourceReading reading = system("login", Map.of("query", "select login, \"Full Name\" from people")).list("record", List.of())) {
            assertThat(reading.hasNext()).isTrue();
            assertThat(reading.names()).contains(Set.of("login", "Full Name"));
        }
        try (SourceReading empty = system("login", Map.of("query", "select login, status from people where 1 = 0")).list("record", List.of())) {
            assertThat(empty.hasNext()).isFalse();
            assertThat(empty.names()).contains(Set.of("login", "status"));
        }
        assertThatThrownBy(() -> system("Login", Map.of("query", "select login from people")).list("record", List.of()).hasNext())
                .hasMessageContaining("no column 'Login'").hasMessageContaining("did you mean 'login'?");
    }

    @Test
    void textIsReadWithoutThePaddingOfItsColumnAndWholeNumbersWithoutAFraction() throws SQLException {
        sql("drop table if exists padded", "create table padded (id double precision primary key, status char(10), manager double precision)",
                "insert into padded values (1001, 'on', 1000.5)");
        try (SourceReading reading = system("id", Map.of("table", "padded")).list("record", List.of())) {
            Attributes row = ((SourceItem.Read) reading.next()).attributes();
            assertThat(row.text("id")).contains("1001");
            assertThat(row.text("status")).contains("on");
            assertThat(row.text("manager")).contains("1000.5");
        }
    }

    @Test
    void declaredStatementsAreUsedInPlaceOfGeneratedOnes() {
        SystemPort people = system("login", Map.of("table", "people",
                "insert", "insert into people (login, \"Full Name\", status) values (:login, upper(:name), 'new') -- :not",
                "update", "update people set mail = :mail, \"Full Name\" = coalesce(:name, \"Full Name\") where login = :anchor",
                "disable", "update people set status = 'gone' where login = :anchor",
                "enable", "update people set status = 'back' where login = :anchor",
                "delete", "update people set status = 'dead:x' where login = :anchor"));
        Outcome created = people.execute(create(Map.of("login", "a", "name", "ada"), true));
        assertThat(created.anchor()).as(created.message()).contains("a");
        assertThat(people.execute(change(Operation.UPDATE, "a", Map.of("mail", "m"))).isOk()).isTrue();
        assertThat(people.get("record", "a").attributes().asMap()).containsEntry("Full Name", "ADA").containsEntry("mail", "m").containsEntry("status", "new");
        people.execute(change(Operation.DISABLE, "a", Map.of()));
        assertThat(people.get("record", "a").attributes().get("status")).isEqualTo("gone");
        people.execute(change(Operation.DELETE, "a", Map.of()));
        assertThat(people.get("record", "a").attributes().get("status")).isEqualTo("dead:x");
        assertThat(people.execute(change(Operation.DELETE, "b", Map.of())).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
    }

    @Test
    void whatWouldChangeSeveralRowsIsTakenBack() throws SQLException {
        sql("drop table if exists twins", "create table twins (login varchar(30), mail varchar(30), status varchar(10))",
                "insert into twins values ('ada', 'a@x', 'on')", "insert into twins values ('ada', 'b@x', 'on')", "insert into twins values ('bob', 'c@x', 'on')");
        SystemPort twins = system("login", Map.of("table", "twins", "enabledColumn", "status", "enabledValue", "on", "disabledValue", "off"));
        for (AccountRequest request : List.of(change(Operation.UPDATE, "ada", Map.of("mail", "new@x")), change(Operation.DISABLE, "ada", Map.of()), change(Operation.DELETE, "ada", Map.of()))) {
            Outcome outcome = twins.execute(request);
            assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.INVALID);
            assertThat(outcome.message()).contains("2 rows", "login", "'key'");
        }
        assertThat(twins.execute(List.of(change(Operation.UPDATE, "bob", Map.of("mail", "new@x")), change(Operation.UPDATE, "ada", Map.of("mail", "new@x")))))
                .extracting(Outcome::kind).containsExactly(OutcomeKind.OK, OutcomeKind.INVALID);
        assertThat(all(twins.list("record", List.of()))).extracting(row -> row.text("mail").orElse("") + " " + row.get("status")).containsExactlyInAnyOrder("a@x true", "b@x true", "new@x true");
    }

    @Test
    void withoutAWayToDisableThatIsUnsupported() {
        SystemPort people = system("login", Map.of("table", "people"));
        people.execute(create(person("a"), true));
        assertThat(people.execute(change(Operation.DISABLE, "a", Map.of())).kind()).isEqualTo(OutcomeKind.UNSUPPORTED);
    }

    @Test
    void aMissingTableIsExplained() {
        assertThat(system("login", Map.of("table", "nobody")).test().kind()).isEqualTo(OutcomeKind.INVALID);
    }
}
