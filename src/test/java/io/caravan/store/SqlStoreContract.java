package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.engine.AlertStore;
import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.ChangeStore;
import io.caravan.engine.CycleKind;
import io.caravan.engine.HubStore;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.engine.LogStore.Verification;
import io.caravan.engine.Quarantine;
import io.caravan.engine.StateStore;
import io.caravan.engine.TokenStore.Token;
import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every store on SQL does besides: what somebody with access to the database can and cannot do unnoticed, and several processes. */
abstract class SqlStoreContract extends StateStoreContract {

    /** The same store once more, as another process would open it. */
    abstract StateStore another();

    /** A place for a store that nobody has made yet. */
    abstract Location empty() throws SQLException;

    /** A connection of somebody who is not Caravan. */
    abstract Connection stranger() throws SQLException;

    /** Lets a stranger change the log. */
    abstract void disarm(Statement statement) throws SQLException;

    void asStranger(String... statements) throws SQLException {
        try (Connection connection = stranger(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String look(String sql) throws SQLException {
        try (Connection connection = stranger(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Written by a newer Caravan, or by nobody: nobody guesses what it may mean. */
    @Test
    void aWordThatIsNoneOfAClosedSetIsTold() throws SQLException {
        Instant now = Instant.parse("2026-11-20T08:00:00Z");
        store.cycles().open("ldap", CycleKind.FULL, now);
        Identity person = store.hub().save(List.of(new HubStore.IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty()))).get(0);
        store.links().save("ldap", List.of(Link.of(person.id(), "1", LinkState.ENABLED, Attributes.empty())));
        store.alerts().save(List.of(Alert.of(AlertStore.Kind.FAILED, "ldap", "", "it failed", "", 0, now)));
        store.services().quarantine(new Quarantine("ldap", "ldap", new Quarantine.Why(Quarantine.Cause.SOURCE, "", ""), new Quarantine.Probes(now, now, 1, now, Duration.ZERO), ""));
        unknown("UPDATE cycle SET status = 'resting'", "\"resting\" as the status of a cycle", () -> store.cycles().recent("ldap", 1));
        unknown("UPDATE cycle SET status = 'done', kind = 'half'", "\"half\" as the kind of a cycle", () -> store.cycles().recent("ldap", 1));
        unknown("UPDATE link SET state = 'asleep'", "\"asleep\" as the state of an account", () -> store.links().links("ldap", List.of(person.id())));
        unknown("UPDATE link SET state = 'enabled', because = '{\"reason\":\"so\"}'", "\"so\" as the reason of something", () -> store.links().links("ldap", List.of(person.id())));
        unknown("UPDATE alert SET kind = 'noise'", "\"noise\" as the kind of an alert", () -> store.alerts().alerts());
        unknown("UPDATE job_quarantine SET cause = ''", "\"\" as the cause of a quarantine", () -> store.services().quarantines());
    }

    private void unknown(String damage, String told, ThrowingCallable read) throws SQLException {
        asStranger(damage);
        assertThatThrownBy(read).isInstanceOfSatisfying(StoreException.class, refused -> assertThat(refused.fix()).contains("a newer Caravan")).hasMessageContaining("the store has " + told);
    }

    @Nested
    class AStoreOfAnEarlierVersion {

        private static final String IN_WORDS = "there is no account to disable: has left: ";
        private Location earlier;

        /** As V3, the last that told reasons in sentences, made it. */
        private void made(String... statements) throws SQLException {
            earlier = empty();
            Schema.migrations(earlier).target("3").load().migrate();
            try (Connection connection = earlier.source().getConnection(); Statement statement = connection.createStatement()) {
                for (int person = 1; person <= 4; person++) {
                    statement.execute("INSERT INTO identity (id, key, version, attributes) VALUES (" + person + ", 'E" + person + "', 1, '{}')");
                }
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            Schema.bringUpToDate(earlier);
        }

        private String link(int person, String state, String disabledAt, String dueAt, String reason) {
            String anchor = state.equals("none") || state.equals("deleted") ? "NULL" : "'a" + person + "'";
            return "INSERT INTO link (job, identity_id, state, anchor, marked, disabled_at, due_at, reason, shadow) VALUES ('app', " + person + ", '" + state
                    + "', " + anchor + ", FALSE, " + disabledAt + ", " + dueAt + ", '" + reason.replace("'", "''") + "', '{}')";
        }

        private String logged(int sequence, int person, String action, String reason) {
            return "INSERT INTO log_entry (sequence, at, cycle, job, identity_key, source_anchor, target, target_anchor, action, status, reason, changes, steps,"
                    + " attempts, duration_millis, initiated_by, hash) VALUES (" + sequence + ", '', 1, 'app', 'E" + person + "', '', '', '', '" + action
                    + "', 'success', '" + reason + "', '[]', '[]', 1, 1, '', '')";
        }

        private static StateStore open(Location location) {
            return new SqlStateStore(location, location.connect(), () -> { });
        }

        private Map<Long, Link> links() {
            try (StateStore now = open(earlier)) {
                return now.links().links("app", List.of(1L, 2L, 3L, 4L));
            }
        }

        @Test
        void aLinkHeldForDeletionKeepsWhySinceWhenAndUntilWhen() throws SQLException {
            made(link(1, "disabled", "'2026-02-01T00:00:00.000Z'", "'2026-03-03T00:00:00.000Z'", "has left: end date was 2026-01-31"));

            assertThat(links()).containsOnly(Map.entry(1L, Link.of(1, "a1", LinkState.DISABLED, Attributes.empty())
                    .withBecause(Optional.of(Because.of(Reason.HAS_LEFT).dueTo(Because.of(Reason.EMPLOYMENT_OVER, "2026-01-31"))))
                    .withDisabledAt(Optional.of(Instant.parse("2026-02-01T00:00:00Z"))).withDueAt(Optional.of(Instant.parse("2026-03-03T00:00:00Z")))));
        }

        @Test
        void whyAnAccountIsDisabledIsReadFromTheLogWhereAFailureHadTakenItsPlace() throws SQLException {
            made(link(1, "disabled", "'2026-02-01T00:00:00.000Z'", "NULL", "status is \"odd\"; it must be active, leave or terminated"),
                    logged(1, 1, "create", ""), logged(2, 1, "disable", "has left: status is terminated; left scope: no"), logged(3, 1, "update", ""),
                    link(2, "enabled", "NULL", "NULL", "status is \"odd\"; it must be active, leave or terminated"));

            Link leaver = links().get(1L);
            assertThat(leaver.because()).contains(Because.of(Reason.LEFT_SCOPE, "no").dueTo(LEAVER));
            assertThat(leaver.problem()).contains(Because.of(Reason.EVALUATION_FAILED, "status is \"odd\"; it must be active, leave or terminated"));
            assertThat(links().get(2L).because()).isEmpty();
            try (StateStore now = open(earlier)) {
                assertThat(ids(now.links().due(Kind.PERSON, "app", 1, NOW, 0, 10))).as("looked at again").containsExactly(1L, 2L);
            }
        }

        @Test
        void whoHasNoAccountKeepsWhy() throws SQLException {
            made(link(1, "none", "NULL", "NULL", IN_WORDS + "status is terminated"), link(2, "none", "NULL", "NULL", "out of scope: type is \"intern\""),
                    link(3, "none", "NULL", "NULL", "2 accounts match mail: a, b (mappings/app.yaml:10:5)"),
                    link(4, "deleted", "NULL", "NULL", "has left: status is terminated; held for P30D since 2026-01-01T00:00:00Z"));

            assertThat(links().get(1L).because()).contains(Because.of(Reason.NOTHING_TO_DISABLE).dueTo(LEAVER));
            assertThat(links().get(2L).because()).contains(Because.of(Reason.OUT_OF_SCOPE, "type is \"intern\""));
            assertThat(links().get(3L).problem()).contains(Because.of(Reason.SEVERAL_MATCH, "2", "mail", "a, b").at(Position.of("mappings/app.yaml", 10, 5)));
            assertThat(links().get(4L).because()).contains(Because.of(Reason.HOLD_OVER, "P30D", "2026-01-01T00:00:00Z").dueTo(LEAVER));
        }

        @Test
        void changesThatWaitOrWereGivenUpKeepWhy() throws SQLException {
            String change = "'{\"identityId\":1,\"identity\":\"E1\",\"kind\":\"disable\",\"anchor\":\"a1\",\"reason\":\"has left: status is terminated\","
                    + "\"enabled\":false,\"account\":{\"n\":1.50,\"reason\":\"x\"},\"basis\":\"b\"}'";
            made("INSERT INTO planned_change (id, job, cycle, dispatch_order, held, identity_id, identity_key, kind, change)"
                    + " VALUES (7, 'app', 1, 1, TRUE, 1, 'E1', 'disable', " + change + ")",
                    "INSERT INTO dead_letter (id, job, cycle, at, identity_id, identity_key, outcome, attempts, place, reason, basis, change)"
                    + " VALUES (9, 'app', 1, '2026-01-01T00:00:00.000Z', 1, 'E1', 'invalid', 1, '', 'no', 'b', " + change + ")");

            try (StateStore now = open(earlier)) {
                Change kept = now.changes().unsettled("app", Optional.empty(), 9).get(0).change();
                assertThat(kept.because()).contains(LEAVER);
                assertThat(kept.account()).isEqualTo(Attributes.of(Map.of("n", new java.math.BigDecimal("1.50"), "reason", "x")));
                assertThat(now.changes().deadLetters(Optional.of("app"), 9).get(0).change()).contains(kept);
            }
        }

        private static final Because LEAVER = Because.of(Reason.HAS_LEFT).dueTo(Because.of(Reason.STATUS_TERMINATED));
    }

    @Nested
    class ALogWhoseBeginningIsCutOff {

        private static final Set<String> STANDING = Set.of("create", "update", "disable", "delete");

        private LogEntry at(String day, String identity, String action) {
            LogEntry one = entry("ldap", identity, action);
            return new LogEntry(Instant.parse(day + "T12:00:00Z"), one.by(), one.about(), action, one.result(), one.changes(), one.steps());
        }

        private Optional<LogStore.Checkpoint> cut(String day) {
            return store.log().cut(new LogStore.Cut(Instant.parse(day + "T00:00:00Z"), STANDING, "delete", NOW, "store compact by ada"));
        }

        private List<String> told() {
            List<String> told = new ArrayList<>();
            store.log().each(one -> told.add(one.sequence() + " " + one.entry().identityKey() + " " + one.entry().action()));
            return told;
        }

        private void appendSeven() {
            store.log().append(List.of(at("2018-01-01", "E1", "create"), at("2018-01-02", "E2", "create"), at("2018-01-03", "E1", "update"), at("2018-01-04", "E2", "delete"),
                    at("2018-01-05", "E1", "update"), at("2018-01-06", "E1", "skip"), at("2019-01-01", "E3", "create")));
        }

        @Test
        void isWholeFromThereOnAndSaysWhatWasCutOff() {
            appendSeven();
            String hashOfSix = store.log().read(LogStore.Filter.latest(2)).get(0).hash();

            LogStore.Checkpoint cut = cut("2019-01-01").orElseThrow();

            assertThat(cut).isEqualTo(new LogStore.Checkpoint(6, hashOfSix, Instant.parse("2018-01-01T12:00:00Z"), Instant.parse("2018-01-06T12:00:00Z"),
                    Instant.parse("2019-01-01T00:00:00Z"), 2, cut.carriedHash()));
            Verification whole = store.log().verify();
            assertThat(whole.brokenAt()).isEmpty();
            assertThat(whole.entries()).isEqualTo(2);
            assertThat(whole.last()).isEqualTo(8);
            assertThat(whole.cut()).contains(cut);
            assertThat(store.log().oldest()).contains(Instant.parse("2019-01-01T12:00:00Z"));
        }

        @Test
        void keepsWhatAccountsStillStandByAndNothingOfThoseThatAreGone() {
            appendSeven();
            cut("2019-01-01");
            assertThat(told()).containsExactly("1 E1 create", "5 E1 update", "7 E3 create", "8  log-cut");
            assertThat(store.log().read(LogStore.Filter.latest(9))).extracting(LogStore.StoredEntry::sequence).containsExactly(7L, 8L);
        }

        @Test
        void canBeCutAgainAndForgetsWhatWasOvertakenSince() {
            appendSeven();
            cut("2019-01-01");
            store.log().append(List.of(at("2019-02-01", "E1", "update"), at("2019-02-02", "E3", "delete"), at("2020-01-01", "E4", "create")));
            store.log().append(List.of(at("2020-01-02", "E5", "create")));
            assertThat(cut("2019-01-01")).as("nothing more is that old").isEmpty();

            // the entry about the first cut is younger than what came after it, so it is what the second one ends at
            LogStore.Checkpoint again = cut("2027-01-01").orElseThrow();

            assertThat(again.entries()).isEqualTo(12);
            assertThat(again.from()).isEqualTo(Instant.parse("2018-01-01T12:00:00Z"));
            assertThat(told()).containsExactly("1 E1 create", "9 E1 update", "11 E4 create", "12 E5 create", "13  log-cut");
            assertThat(store.log().verify().brokenAt()).isEmpty();
        }

        @Test
        void stopsAtTheFirstEntryThatIsYoungerWhateverClocksSaidLater() {
            store.log().append(List.of(at("2018-01-01", "E1", "create"), at("2020-01-01", "E2", "create"), at("2018-06-01", "E3", "create")));
            assertThat(cut("2019-01-01").orElseThrow().entries()).isEqualTo(1);
            assertThat(store.log().verify().brokenAt()).isEmpty();
        }

        @Test
        void isNotCutWhereItIsBroken() throws SQLException {
            appendSeven();
            tampered("UPDATE log_entry SET reason = 'nothing' WHERE sequence = 3");
            assertThatThrownBy(() -> cut("2019-01-01")).isInstanceOf(StoreException.class).hasMessageContaining("nothing of it is cut off");
            assertThat(told()).hasSize(7);
        }

        private void tampered(String... statements) throws SQLException {
            try (Connection connection = stranger(); Statement statement = connection.createStatement()) {
                disarm(statement);
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        @Test
        void whatNobodyCutOffInAnOrderlyWayIsMissed() throws SQLException {
            appendSeven();
            String hash = store.log().read(LogStore.Filter.latest(5)).get(0).hash();
            tampered("INSERT INTO log_checkpoint (entries, hash, from_at, to_at, before_at, carried, carried_hash, said_in) VALUES (3, '" + hash + "', '2018-01-01T12:00:00.000Z',"
                    + " '2018-01-03T12:00:00.000Z', '2018-01-04T00:00:00.000Z', 0, '" + LogChain.START + "', 7)", "DELETE FROM log_entry WHERE sequence <= 3");
            assertThat(store.log().verify().brokenAt()).hasValue(3);
        }

        @Test
        void moreThanWasSaidToBeCutOffIsMissed() throws SQLException {
            appendSeven();
            store.log().append(List.of(at("2019-01-02", "E4", "create")));
            cut("2019-01-01");
            tampered("UPDATE log_checkpoint SET entries = 7, hash = (SELECT hash FROM log_entry WHERE sequence = 7)", "DELETE FROM log_entry WHERE sequence = 7");
            assertThat(store.log().verify().brokenAt()).hasValue(7);
        }

        @Test
        void aChangedCheckpointAndOneThatIsGoneAreFound() throws SQLException {
            appendSeven();
            cut("2019-01-01");
            tampered("UPDATE log_checkpoint SET from_at = '2019-01-01T00:00:00.000Z'");
            assertThat(store.log().verify().brokenAt()).hasValue(6);
            asStranger("DELETE FROM log_checkpoint");
            assertThat(store.log().verify().brokenAt()).hasValue(1);
        }

        @Test
        void whatWasCarriedOverCannotBeChangedNorAddedTo() throws SQLException {
            appendSeven();
            cut("2019-01-01");
            asStranger("UPDATE log_carried SET target_anchor = 'uid=other' WHERE sequence = 1");
            assertThat(store.log().verify().brokenAt()).hasValue(6);
            asStranger("UPDATE log_carried SET target_anchor = 'uid=a' WHERE sequence = 1");
            assertThat(store.log().verify().brokenAt()).isEmpty();
            asStranger("DELETE FROM log_carried WHERE sequence = 5");
            assertThat(store.log().verify().brokenAt()).hasValue(6);
        }

        @Test
        void theDatabaseRefusesToRemoveWhatTheCheckpointDoesNotCover() {
            appendSeven();
            cut("2019-01-01");
            assertThatThrownBy(() -> asStranger("DELETE FROM log_entry WHERE sequence = 7")).hasMessageContaining("append-only");
        }
    }

    @Nested
    class TheLogUnderAttack {

        private void appendFive() {
            store.log().append(List.of(entry("hr", "E1", "resolve"), entry("ldap", "E1", "create"), entry("ldap", "E2", "create")));
            store.log().append(List.of(entry("ldap", "E1", "update"), entry("ldap", "E1", "disable")));
        }

        private OptionalLong brokenAfter(String... statements) throws SQLException {
            appendFive();
            assertThat(store.log().verify().brokenAt()).isEmpty();
            try (Connection connection = stranger(); Statement statement = connection.createStatement()) {
                disarm(statement);
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return store.log().verify().brokenAt();
        }

        @Test
        void theDatabaseRefusesToChangeAnEntry() {
            appendFive();
            assertThatThrownBy(() -> asStranger("UPDATE log_entry SET reason = 'nothing' WHERE sequence = 2")).hasMessageContaining("append-only");
        }

        @Test
        void theDatabaseRefusesToRemoveAnEntry() {
            appendFive();
            assertThatThrownBy(() -> asStranger("DELETE FROM log_entry WHERE sequence = 2")).hasMessageContaining("append-only");
        }

        @Test
        void aChangedEntryIsFound() throws SQLException {
            assertThat(brokenAfter("UPDATE log_entry SET initiated_by = 'schedule' WHERE sequence = 3")).hasValue(3);
        }

        @Test
        void aRemovedEntryIsFound() throws SQLException {
            assertThat(brokenAfter("DELETE FROM log_entry WHERE sequence = 2")).hasValue(2);
        }

        @Test
        void aRemovedEntryIsFoundThoughTheOthersCloseTheGap() throws SQLException {
            assertThat(brokenAfter("DELETE FROM log_entry WHERE sequence = 2", "UPDATE log_entry SET sequence = 2 WHERE sequence = 3",
                    "UPDATE log_entry SET sequence = 3 WHERE sequence = 4", "UPDATE log_entry SET sequence = 4 WHERE sequence = 5")).hasValue(2);
        }

        @Test
        void reorderedEntriesAreFound() throws SQLException {
            assertThat(brokenAfter("UPDATE log_entry SET sequence = 99 WHERE sequence = 2", "UPDATE log_entry SET sequence = 2 WHERE sequence = 3",
                    "UPDATE log_entry SET sequence = 3 WHERE sequence = 99")).hasValue(2);
        }

        @Test
        void anInsertedEntryIsFound() throws SQLException {
            assertThat(brokenAfter("UPDATE log_entry SET sequence = 6 WHERE sequence = 5", copyOf(4, 5))).hasValue(5);
        }

        @Test
        void anEntryAddedAtTheEndIsFound() throws SQLException {
            assertThat(brokenAfter(copyOf(4, 6))).hasValue(6);
        }

        private String copyOf(int sequence, int as) {
            String columns = "at, cycle, job, subject_key, source_anchor, target, target_anchor, action, status, reason, changes, steps, attempts,"
                    + " duration_millis, initiated_by, hash";
            return "INSERT INTO log_entry (sequence, " + columns + ") SELECT " + as + ", " + columns + " FROM log_entry WHERE sequence = " + sequence;
        }

        @Test
        void aTailThatWasCutOffIsFound() throws SQLException {
            assertThat(brokenAfter("DELETE FROM log_entry WHERE sequence >= 4")).hasValue(4);
        }

        @Test
        void aTailThatWasCutOffIsFoundThoughTheCountWasCorrected() throws SQLException {
            assertThat(brokenAfter("DELETE FROM log_entry WHERE sequence >= 4", "UPDATE log_head SET entries = 3")).hasValue(3);
        }

        @Test
        void anEmptiedLogIsFound() throws SQLException {
            assertThat(brokenAfter("DELETE FROM log_entry")).hasValue(1);
        }

        @Test
        void aBrokenLogIsCountedToItsEndAndCanBeAppendedTo() throws SQLException {
            brokenAfter("UPDATE log_entry SET reason = 'x' WHERE sequence = 3");
            store.log().append(List.of(entry("ldap", "E3", "create")));

            Verification verification = store.log().verify();
            assertThat(verification.entries()).isEqualTo(6);
            assertThat(verification.brokenAt()).hasValue(3);
        }
    }

    @Nested
    class SeveralProcesses {

        @Test
        void everyoneSeesWhatAnotherStored() {
            try (StateStore other = another()) {
                identity("E1");
                assertThat(other.hub().identitiesByKey(Kind.PERSON, List.of("E1"))).hasSize(1);
            }
        }

        @Test
        void theyLoseNothingWhenTheyWriteAtTheSameTime() throws Exception {
            try (StateStore other = another()) {
                atTheSameTime(store, other, each -> () -> {
                    for (int i = 0; i < 20; i++) {
                        String key = System.identityHashCode(each) + "-" + i;
                        each.inTransaction(() -> {
                            each.log().append(List.of(entry("hr", key, "resolve")));
                            each.hub().save(List.of(new io.caravan.engine.HubStore.IdentityDraft(OptionalLong.empty(), Kind.PERSON, key, io.caravan.subject.Attributes.empty())));
                        });
                    }
                    return true;
                });
                assertThat(other.hub().identityCount()).isEqualTo(40);
                assertThat(other.hub().version()).isEqualTo(40);
                assertThat(other.log().verify()).extracting(Verification::entries, Verification::brokenAt).containsExactly(40L, OptionalLong.empty());
            }
        }

        @Test
        void aLeaseGoesToOneOfThem() throws Exception {
            try (StateStore other = another()) {
                for (int round = 0; round < 10; round++) {
                    String job = "job-" + round;
                    List<Boolean> got = atTheSameTime(store, other, each -> () ->
                            each.cycles().take(job, "node-" + System.identityHashCode(each), NOW, Duration.ofMinutes(1)).isPresent());
                    assertThat(got).containsExactlyInAnyOrder(true, false);
                }
            }
        }

        @Test
        void aReportIsSentByOneOfThem() throws Exception {
            try (StateStore other = another()) {
                assertThat(store.alerts().reportedUntil("daily")).isEmpty();
                List<Boolean> first = atTheSameTime(store, other, each -> () -> each.alerts().reported("daily", Optional.empty(), NOW));
                assertThat(first).containsExactlyInAnyOrder(true, false);
                for (int day = 1; day <= 10; day++) {
                    Instant until = NOW.plus(Duration.ofDays(day));
                    List<Boolean> sent = atTheSameTime(store, other, each -> () -> each.alerts().reported("daily", Optional.of(until.minus(Duration.ofDays(1))), until));
                    assertThat(sent).containsExactlyInAnyOrder(true, false);
                    assertThat(other.alerts().reportedUntil("daily")).contains(until);
                }
            }
        }

        @Test
        void aNameGoesToOneOfThem() throws Exception {
            try (StateStore other = another()) {
                List<Boolean> got = atTheSameTime(store, other, each -> () ->
                        each.names().give("login", "ada", System.identityHashCode(each), NOW));
                assertThat(got).containsExactlyInAnyOrder(true, false);
            }
        }

        private <T> List<T> atTheSameTime(StateStore one, StateStore two, java.util.function.Function<StateStore, Callable<T>> work) throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            CyclicBarrier start = new CyclicBarrier(2);
            try {
                List<Future<T>> futures = new ArrayList<>();
                for (StateStore each : List.of(one, two)) {
                    futures.add(threads.submit(() -> {
                        start.await();
                        return work.apply(each).call();
                    }));
                }
                List<T> results = new ArrayList<>();
                for (Future<T> future : futures) {
                    results.add(future.get(30, TimeUnit.SECONDS));
                }
                return results;
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** A store of V11 knows persons only, and knows them as before. */
    @Nested
    class AStoreThatKnewPersonsOnly {

        private Location earlier;

        private void made() throws SQLException {
            earlier = empty();
            Schema.migrations(earlier).target("11").load().migrate();
            String change = "{\"identityId\":2,\"identity\":\"E2\",\"kind\":\"create\",\"basis\":\"b\"}";
            LogChain.Row row = new LogChain.Row(1, "2026-03-01T08:00:00.123Z", 1, "app", "E1", "", "corp", "a1", "create", "success", "", "[]", "[]", 1, 5, "sync by ada", "person");
            String hash = new LogChain().hash(LogChain.START, row);
            try (Connection connection = earlier.source().getConnection(); Statement statement = connection.createStatement()) {
                for (String sql : List.of(
                        "INSERT INTO identity (id, key, version, attributes) VALUES (1, 'E1', 1, '{\"mail\":\"a@example.test\"}'), (2, 'E2', 2, '{}')",
                        "UPDATE counter SET value = 2 WHERE name IN ('identity', 'identity version')",
                        "INSERT INTO indexed_attribute (name) VALUES ('mail')",
                        "INSERT INTO identity_value (attribute, value, identity_id) VALUES ('mail', 'a@example.test', 1)",
                        "INSERT INTO source_record (job, anchor, hash, identity_id, place, attributes, contributed) VALUES ('hr', 'E1', 7, 1, 'hr.csv:2', '{}', '{}')",
                        "INSERT INTO merge_due (identity_id, due_at) VALUES (1, '2026-01-01T00:00:00.000Z')",
                        "INSERT INTO link (job, identity_id, state, anchor, marked, shadow) VALUES ('app', 1, 'enabled', 'a1', FALSE, '{}')",
                        "INSERT INTO account_reference (job, identity_id, attribute, value) VALUES ('app', 1, '', 'E2')",
                        "INSERT INTO planned_change (id, job, cycle, dispatch_order, held, identity_id, identity_key, kind, change) VALUES (1, 'app', 1, 1, FALSE, 2, 'E2', 'create', '"
                                + change + "')",
                        "INSERT INTO dead_letter (id, job, cycle, at, identity_id, identity_key, outcome, attempts, place, reason, basis, change) VALUES"
                                + " (1, 'app', 1, '2026-03-01T08:00:00.123Z', 2, 'E2', 'invalid', 1, '', 'no', 'b', '" + change + "')",
                        "INSERT INTO given_name (namespace, compared, name, identity_id, given_at) VALUES ('logins', 'ada', 'ada', 1, '2026-03-01T08:00:00.123Z')",
                        "INSERT INTO log_entry (sequence, at, cycle, job, identity_key, source_anchor, target, target_anchor, action, status, reason, changes, steps,"
                                + " attempts, duration_millis, initiated_by, hash) VALUES (1, '" + row.at() + "', 1, 'app', 'E1', '', 'corp', 'a1', 'create', 'success', '', '[]',"
                                + " '[]', 1, 5, 'sync by ada', '" + hash + "')",
                        "UPDATE log_head SET entries = 1, hash = '" + hash + "'")) {
                    statement.execute(sql);
                }
            }
            Schema.bringUpToDate(earlier);
        }

        @Test
        void hasThemAllAndTheirLogVerifies() throws SQLException {
            made();
            try (StateStore now = new SqlStateStore(earlier, earlier.connect(), () -> { })) {
                assertThat(now.hub().identities(List.of(1L, 2L)).values()).extracting(Identity::subject)
                        .containsExactly(SubjectKey.person("E1"), SubjectKey.person("E2"));
                assertThat(now.hub().version()).isEqualTo(2);
                now.hub().index(KindAttribute.of(Kind.PERSON, "mail"));
                assertThat(now.hub().identitiesWith(Kind.PERSON, "mail", List.of("A@example.test"))).containsEntry("A@example.test", List.of(1L));
                assertThat(now.hub().contributions(List.of(1L))).containsKey(1L);
                assertThat(now.hub().mergeDue(Instant.parse("2026-06-01T00:00:00Z"), 10)).containsExactly(1L);
                assertThat(now.links().links("app", List.of(1L)).get(1L).anchor()).contains("a1");
                assertThat(now.links().referringTo("app", List.of(new Reference(Reference.KEY, "E2")))).containsExactly(1L);
                assertThat(now.changes().next("app", Optional.empty(), 10)).extracting(planned -> planned.change().subject()).containsExactly(SubjectKey.person("E2"));
                assertThat(now.changes().deadLetters(Optional.empty(), 10)).extracting(ChangeStore.DeadLetter::subject).containsExactly(SubjectKey.person("E2"));
                assertThat(now.names().given("logins", List.of(1L))).containsEntry(1L, "ada");
                now.log().append(List.of(entry("app", "E2", "create")));
                assertThat(now.log().verify()).satisfies(verified -> assertThat(verified.entries()).isEqualTo(2))
                        .satisfies(verified -> assertThat(verified.brokenAt()).isEmpty());
                assertThat(now.hub().save(List.of(new HubStore.IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E3", Attributes.empty()))).get(0).id()).isEqualTo(3);
            }
        }

        @Test
        void stillRefusesALinkOfNobody() throws SQLException {
            made();
            try (StateStore now = new SqlStateStore(earlier, earlier.connect(), () -> { })) {
                assertThatThrownBy(() -> now.links().save("app", List.of(Link.none(77)))).isInstanceOf(StoreException.class);
            }
            try (Connection connection = earlier.source().getConnection(); Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute("DELETE FROM subject WHERE id = 1")).isInstanceOf(SQLException.class);
            }
        }
    }

    @Nested
    class AStoreThatKnewNoTokens {

        @Test
        void isBroughtUpToDateWithWhatWasKeptBesideItsRecords() throws SQLException {
            Location earlier = empty();
            Schema.migrations(earlier).target("38").load().migrate();
            try (Connection connection = earlier.source().getConnection(); Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO subject (id, kind, key, version, attributes) VALUES (1, 'person', 'E1', 1, '{}')");
                statement.execute("INSERT INTO source_record (job, anchor, hash, subject_id, place, attributes, contributed) VALUES ('hr', 'E1', 7, 1, 'hr.csv:2', '{}', '{}')");
                statement.execute("INSERT INTO earlier_record (job, anchor, attributes, contributed) VALUES ('hr', 'E1', '{\"asOf\":\"2020-01-01\"}', '{\"dept\":\"R1\"}')");
            }
            Schema.bringUpToDate(earlier);
            assertThat(Schema.of(earlier)).isEqualTo(Schema.VERSION);
            try (StateStore now = new SqlStateStore(earlier, earlier.connect(), () -> { })) {
                assertThat(now.hub().earlier(List.of(1L))).isEqualTo(java.util.Map.of(1L, List.of(new HubStore.EarlierRecord("hr", "E1", HubStore.Stands.BEFORE,
                        Attributes.of(java.util.Map.of("asOf", "2020-01-01")), Attributes.of(java.util.Map.of("dept", "R1")), Optional.empty()))));
                assertThat(now.tokens().create(new Token("hr-platform", "0a1b", "payroll", "ada", NOW, Optional.empty()))).isTrue();
                assertThat(now.tokens().withHash("0a1b")).isPresent();
                now.hub().keepEarlier("hr", java.util.Map.of("E1", List.of()));
                assertThat(now.hub().earlier(List.of(1L))).isEmpty();
            }
        }
    }

    @Nested
    class Crashes {

        @Test
        void whatWasNotCommittedWhenTheConnectionBrokeIsNotThere() throws SQLException {
            identity("E1");
            try (Connection connection = stranger(); Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("UPDATE counter SET value = value + 1");
                statement.execute("INSERT INTO subject (id, kind, key, version, attributes) VALUES (77, 'person', 'E77', 77, '{}')");
                connection.rollback();
            }

            assertThat(store.hub().identityCount()).isEqualTo(1);
            assertThat(store.hub().version()).isEqualTo(1);
        }

        @Test
        void aStoreThatIsOpenedAgainHasEverythingThatWasCommitted() {
            identity("E1");
            store.log().append(List.of(entry("hr", "E1", "resolve")));
            store.close();

            store = another();

            assertThat(store.hub().identityCount()).isEqualTo(1);
            assertThat(store.log().verify().entries()).isEqualTo(1);
        }
    }

    @Nested
    class ForTheOperator {

        @Test
        void momentsAreIsoTextAndStatesAreWordsAndAttributesAreJson() throws SQLException {
            long id = identity("E1", java.util.Map.of("mail", "a@example.test")).id();
            store.links().save("ldap", List.of(dueLink(id, NOW)));

            assertThat(look("SELECT due_at FROM link")).isEqualTo("2026-03-01T08:00:00.123Z");
            assertThat(look("SELECT state FROM link")).isEqualTo("none");
            assertThat(look("SELECT attributes FROM subject")).isEqualTo("{\"mail\":\"a@example.test\"}");
        }

        @Test
        void aStoreOfANewerProgramIsRefused() throws SQLException {
            asStranger("INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, " + "TRUE)");

            assertThatThrownBy(() -> another()).isInstanceOfSatisfying(StoreException.class, refused -> {
                assertThat(refused).hasMessageContaining("newer Caravan").hasMessageContaining("999");
                assertThat(refused.fix()).isNotBlank();
            });
        }

        @Test
        void noJobBeginsInAStoreThatANewerProgramHasBroughtUpToDateMeanwhile() throws SQLException {
            assertThat(store.cycles().take("hr", "me", NOW, Duration.ofMinutes(3))).isPresent();
            asStranger("INSERT INTO caravan_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)"
                    + " VALUES (99, '999', 'later', 'SQL', 'V999__later.sql', 'x', 1, " + "TRUE)");

            assertThatThrownBy(() -> store.cycles().take("app", "me", NOW, Duration.ofMinutes(3))).isInstanceOf(StoreException.class)
                    .hasMessageContaining("newer Caravan");
            assertThat(store.cycles().leaseOf("app")).isEmpty();
        }
    }

    @Test
    void tokensAreKeptByTheirHash() {
        Token token = new Token("hr-platform", "0a1b", "payroll", "ada", Instant.parse("2026-11-20T12:00:00Z"), Optional.of(Instant.parse("2026-12-31T00:00:00Z")));
        Token other = new Token("agency", "0c1d", "agency", "ada", Instant.parse("2026-11-20T12:00:00Z"), Optional.empty());
        assertThat(store.tokens().create(token)).isTrue();
        assertThat(store.tokens().create(other)).isTrue();
        assertThat(store.tokens().create(new Token("agency", "ffff", "agency", "eve", token.createdAt(), Optional.empty()))).as("there is one of that name").isFalse();
        assertThat(store.tokens().tokens()).containsExactly(other, token);
        assertThat(store.tokens().withHash("0a1b")).contains(token);
        assertThat(store.tokens().withHash("ffff")).isEmpty();
        assertThat(store.tokens().revoke("hr-platform")).isTrue();
        assertThat(store.tokens().revoke("hr-platform")).isFalse();
        assertThat(store.tokens().withHash("0a1b")).isEmpty();
    }
}
