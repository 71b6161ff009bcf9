package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.caravan.engine.HubStore;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.LinkStore;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** What a page costs does not grow with how many people there are: in SQLite's own steps, which are the same on every machine. */
class QueryWorkTest {

    private static final String JOB = "directory";
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int PAGE = 100;
    /** One that everybody is in. */
    private static final long GROUP = 5_000_000;
    /** Both are more than are found by their version. */
    private static final int SMALL = 11_000;
    private static final int LARGE = 33_000;
    private static final Percentage LITTLE = Percentage.withPercentage(5);

    @TempDir
    static Path folder;

    @BeforeAll
    static void takePeopleIn() {
        for (int people : List.of(SMALL, LARGE)) {
            try (SqlStateStore store = SqlStateStore.open(url(people), "", "")) {
                List<Identity> everybody = store.hub().save(IntStream.rangeClosed(1, people).mapToObj(QueryWorkTest::person).toList());
                store.hub().resolved("hr", IntStream.range(0, people).mapToObj(i -> record(i, OptionalLong.of(everybody.get(i).id()))).toList(), NOW);
                store.hub().index(KindAttribute.of(Kind.PERSON, "name"));
                store.links().save(JOB, everybody.stream().map(one -> Link.of(one.id(), "a" + one.id(), LinkState.ENABLED, Attributes.empty())).toList());
                store.memberships().list(JOB, everybody.stream().map(one -> new Listed(GROUP, "a" + one.id(), "a" + one.id(), OptionalLong.of(one.id()), Standing.OURS)).toList());
                store.hub().resolved("moves", List.of(record(1, OptionalLong.empty())), NOW);
            }
        }
    }

    private static String url(int people) {
        return "jdbc:sqlite:" + folder.resolve(people + ".db");
    }

    /** Keys are in another order than ids. */
    private static IdentityDraft person(int number) {
        return new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + number * 7_919L % 1_000_003, Attributes.of(Map.of("name", "Person " + number)));
    }

    private static ResolvedRecord record(int number, OptionalLong identity) {
        return new ResolvedRecord(new SourceRow("E" + number, Attributes.of(Map.of("title", "Clerk")), number, false, "", identity), identity, Optional.of(Attributes.of(Map.of("title", "Clerk"))));
    }

    @Test
    void whatIsKnownOfTheRecordsOfADelta() throws SQLException {
        assertThat(hubSteps(LARGE, hub -> hub.eachRecordHash("hr", List.of("E7", "E9", "nobody"), (anchor, hash, staged) -> { })))
                .isCloseTo(hubSteps(SMALL, hub -> hub.eachRecordHash("hr", List.of("E7", "E9", "nobody"), (anchor, hash, staged) -> { })), LITTLE);
    }

    @Test
    void whoFoundNoIdentityBesideASourceOfMany() throws SQLException {
        assertThat(hubSteps(LARGE, hub -> hub.restageUnassigned("moves"))).isCloseTo(hubSteps(SMALL, hub -> hub.restageUnassigned("moves")), LITTLE);
    }

    @Test
    void aPageOfEverybody() throws SQLException {
        assertThat(steps(LARGE, PAGE, links -> links.page(Kind.PERSON, JOB, PAGE, PAGE)))
                .isCloseTo(steps(SMALL, PAGE, links -> links.page(Kind.PERSON, JOB, PAGE, PAGE)), LITTLE);
    }

    @Test
    void aPageOfManyWhoChanged() throws SQLException {
        assertThat(steps(LARGE, PAGE, links -> links.due(Kind.PERSON, JOB, 0, NOW, PAGE, PAGE)))
                .isCloseTo(steps(SMALL, PAGE, links -> links.due(Kind.PERSON, JOB, 0, NOW, PAGE, PAGE)), LITTLE);
    }

    @Test
    void theFewWhoChanged() throws SQLException {
        assertThat(steps(LARGE, 3, links -> links.changed(Kind.PERSON, JOB, LARGE - 3, 0, PAGE)))
                .isCloseTo(steps(SMALL, 3, links -> links.changed(Kind.PERSON, JOB, SMALL - 3, 0, PAGE)), LITTLE);
    }

    @Test
    void howManyAccountsAreOpen() throws SQLException {
        assertThat(steps(LARGE, database -> assertThat(new SqlLinkStore(database).enabledAccounts(JOB)).isEqualTo(LARGE)))
                .isCloseTo(steps(SMALL, database -> assertThat(new SqlLinkStore(database).enabledAccounts(JOB)).isEqualTo(SMALL)), LITTLE);
    }

    @Test
    void aSubjectByAnotherNameThanItsKey() throws SQLException {
        assertThat(hubSteps(LARGE, hub -> assertThat(hub.identitiesWith(Kind.PERSON, "name", List.of("person 7001")).values()).hasSize(1)))
                .isCloseTo(hubSteps(SMALL, hub -> assertThat(hub.identitiesWith(Kind.PERSON, "name", List.of("person 7001")).values()).hasSize(1)), LITTLE);
    }

    @Test
    void asWhatPairsAreListed() throws SQLException {
        List<Pair> pairs = LongStream.rangeClosed(101, 100 + PAGE).mapToObj(member -> new Pair(GROUP, member)).toList();
        assertThat(steps(LARGE, database -> assertThat(new ListedMembers(database).of(JOB, pairs)).hasSize(PAGE)))
                .isCloseTo(steps(SMALL, database -> assertThat(new ListedMembers(database).of(JOB, pairs)).hasSize(PAGE)), LITTLE);
    }

    @Test
    void whereSomebodyIsListed() throws SQLException {
        assertThat(steps(LARGE, database -> assertThat(new ListedMembers(database).of(JOB, 101)).hasSize(1)))
                .isCloseTo(steps(SMALL, database -> assertThat(new ListedMembers(database).of(JOB, 101)).hasSize(1)), LITTLE);
    }

    private static long steps(int people, int found, Function<LinkStore, List<Subject>> question) throws SQLException {
        return steps(people, database -> assertThat(question.apply(new SqlLinkStore(database))).hasSize(found));
    }

    private static long hubSteps(int people, Consumer<HubStore> question) throws SQLException {
        return steps(people, database -> question.accept(new SqlHubStore(database)));
    }

    private static long steps(int people, Consumer<Database> question) throws SQLException {
        Location location = Location.of(url(people), "", "");
        try (HikariDataSource single = location.single()) {
            AtomicLong steps = new AtomicLong();
            try (Connection connection = single.getConnection()) {
                ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), 1, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        steps.incrementAndGet();
                        return 0;
                    }
                });
            }
            question.accept(new Database(Dialect.SQLITE, single, single, location.failures()));
            return steps.get();
        }
    }
}
