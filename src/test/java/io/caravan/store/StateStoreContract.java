package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.CredentialEnd;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.CauseCount;
import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterCount;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.ChangeStore.Postponed;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.CycleStore.Lease;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.ClaimStore;
import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Leaving;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.engine.ClaimStore.Waiting;
import io.caravan.engine.ExpiringCredential;
import io.caravan.engine.GroupRuleStore;
import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.engine.HubStore.Stands;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.LinkStore.PartialRead;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LinkStore;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore;
import io.caravan.engine.MembershipStore.PostponedMember;
import io.caravan.engine.MembershipStore;
import io.caravan.engine.RulingStore;
import io.caravan.engine.RulingStore.Decided;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.Quarantine;
import io.caravan.engine.ServiceStore.ServiceProcess;
import io.caravan.engine.StateStore;
import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.subject.SubjectKey;
import io.caravan.subject.Unconfirmed;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every state store does, sentence by sentence of the ports. */
abstract class StateStoreContract {

    static final Instant NOW = Instant.parse("2026-03-01T08:00:00.123Z");
    static final Instant LATER = NOW.plusSeconds(3600);
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Because LEFT = Because.of(Reason.HAS_LEFT).dueTo(Because.of(Reason.EMPLOYMENT_OVER, "2026-02-28"));
    static final Because LATER_START = Because.of(Reason.NOT_YET_DUE).dueTo(Because.of(Reason.STARTS_ON, "2026-09-01"));
    static final Because OUT = Because.of(Reason.OUT_OF_SCOPE, "type is \"intern\"").at(Position.of("mappings/app.yaml", 8, 3));

    StateStore store;

    /** A new, empty store. */
    abstract StateStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    Identity identity(String key, Map<String, ?> attributes) {
        return store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, key, Attributes.of(attributes)))).get(0);
    }

    Identity identity(String key) {
        return identity(key, Map.of("name", key));
    }

    static StagedRecord record(String anchor, long hash) {
        return new StagedRecord(anchor, hash, Attributes.of(Map.of("workerId", anchor, "n", hash)), "hr.csv:" + hash);
    }

    void resolveAll(String job, OptionalLong identityId, Instant now) {
        List<ResolvedRecord> resolved = store.hub().staged(job, 1000).stream()
                .map(row -> new ResolvedRecord(row, identityId, Optional.of(Attributes.of(Map.of("from", row.anchor()))))).toList();
        store.hub().resolved(job, resolved, now);
    }

    void stageAndResolve(String job, StagedRecord... records) {
        store.hub().stage(job, List.of(records));
        resolveAll(job, OptionalLong.empty(), NOW);
    }

    Map<String, String> hashes(String job) {
        Map<String, String> hashes = new TreeMap<>();
        store.hub().eachRecordHash(job, (anchor, hash, staged) ->
                assertThat(hashes.put(anchor, hash + (staged ? " staged" : ""))).as("visited once").isNull());
        List<String> asked = new ArrayList<>(hashes.keySet());
        asked.add("nobody");
        Map<String, String> byName = new TreeMap<>();
        store.hub().eachRecordHash(job, asked, (anchor, hash, staged) -> assertThat(byName.put(anchor, hash + (staged ? " staged" : ""))).as("visited once").isNull());
        assertThat(byName).as("asked for by name").isEqualTo(hashes);
        return hashes;
    }

    List<String> stagedAnchors(String job) {
        return store.hub().staged(job, 1000).stream().map(SourceRow::anchor).toList();
    }

    static Link link(long identityId, LinkState state, String anchor) {
        return new Link(identityId, Optional.ofNullable(anchor), state, Attributes.of(Map.of("uid", "u" + identityId)),
                new Link.Why(Optional.of(LEFT), Optional.empty()), Link.Dates.NONE, Map.of());
    }

    static Link dueLink(long identityId, Instant due) {
        return Link.none(identityId, LATER_START).withDueAt(Optional.of(due));
    }

    static List<Long> ids(List<Subject> subjects) {
        return subjects.stream().map(subject -> subject.identity().id()).toList();
    }

    static Change change(long identityId, ChangeKind kind) {
        return new Change(kind, new Change.Account(identityId, SubjectKey.person("E" + identityId),
                kind == ChangeKind.CREATE ? Optional.empty() : Optional.of("a" + identityId), Attributes.empty()),
                Change.Writes.of(List.of(AttributeChange.of("mail", null, "m@example.test")), Optional.empty()),
                new Change.Grounds(Optional.empty(), List.of(), "basis" + identityId), false);
    }

    static DeadLetter letter(String job, Long identityId, Change change, String where) {
        SubjectKey subject = identityId == null ? SubjectKey.NONE : SubjectKey.person("E" + identityId);
        return new DeadLetter(0, job, new DeadLetter.About(Optional.ofNullable(identityId), subject, Optional.of("a" + identityId), where),
                Optional.ofNullable(change), new DeadLetter.Failure(change == null ? Stage.READ : Stage.DISPATCH, OutcomeKind.INVALID, "no such value", 2, 7, NOW), false);
    }

    private static DeadLetter unresolved(String anchor, OutcomeKind outcome, String reason, String where) {
        return DeadLetter.record("hr", SubjectKey.person(anchor), Optional.of(anchor), where, new DeadLetter.Failure(Stage.RESOLVE, outcome, reason, 1, 7, NOW));
    }

    static LogEntry entry(String job, String identity, String action) {
        return new LogEntry(NOW, new LogEntry.By(job, 3, "command"), new LogEntry.About(SubjectKey.person(identity), "source-1", "corp-ldap", "uid=a"),
                action, new LogEntry.Result(LogEntry.Status.SUCCESS, "it \"was\" so\n", 1, 42),
                List.of(AttributeChange.of("mail", "a", "b"), new AttributeChange("groups", List.of("x"), List.of("x", "y"), List.of("y"), List.of()).asShared()),
                List.of("scope: in", "match: none"));
    }

    @Nested
    class Transactions {

        @Test
        void whoWritesOneTransactionAfterTheOtherLetsThoseWhoWaitIn() throws InterruptedException {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            Thread other = new Thread(() -> store.inTransaction(() -> {
                order.add("other");
            }));
            for (int i = 0; i < 3; i++) {
                boolean first = i == 0;
                store.inTransaction(() -> {
                    order.add("busy");
                    if (first) {
                        other.start();
                        await().until(() -> other.getState() == Thread.State.WAITING);
                    }
                });
            }
            other.join();
            assertThat(order).containsExactly("busy", "other", "busy", "busy");
        }

        @Test
        void workThatThrowsLeavesNothingBehind() {
            assertThatThrownBy(() -> store.inTransaction(() -> {
                identity("E1");
                store.log().append(List.of(entry("hr", "E1", "resolve")));
                throw new IllegalArgumentException("on purpose");
            })).isInstanceOf(IllegalArgumentException.class).hasMessage("on purpose");

            assertThat(store.hub().identityCount()).isZero();
            assertThat(store.hub().version()).isZero();
            assertThat(store.log().verify().entries()).isZero();
        }

        @Test
        void aTransactionInsideATransactionJoinsIt() {
            assertThatThrownBy(() -> store.inTransaction(() -> {
                store.inTransaction(() -> {
                    identity("E1");
                });
                throw new IllegalArgumentException("on purpose");
            })).hasMessage("on purpose");

            assertThat(store.hub().identityCount()).isZero();
        }

        @Test
        void aThrowingInnerTransactionRollsBackTheWholeEvenIfItIsCaught() {
            assertThatThrownBy(() -> store.inTransaction(() -> {
                identity("E1");
                try {
                    store.inTransaction(() -> {
                        throw new IllegalArgumentException("on purpose");
                    });
                } catch (IllegalArgumentException caught) {
                    identity("E2");
                }
            })).isInstanceOf(IllegalStateException.class).hasMessageContaining("none of it was stored");

            assertThat(store.hub().identityCount()).isZero();
        }

        @Test
        void whatWasWrittenIsSeenInsideTheTransactionAndAfterIt() {
            long inside = store.inTransaction(() -> {
                identity("E1");
                return store.hub().identityCount();
            });

            assertThat(inside).isEqualTo(1);
            assertThat(store.hub().identityCount()).isEqualTo(1);
        }

        @Test
        void writersTakeTurnsAndLoseNothing() throws InterruptedException {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "T" + i + "-";
                Thread writer = new Thread(() -> IntStream.range(0, 25).forEach(n -> store.inTransaction(() -> {
                    identity(name + n);
                    store.log().append(List.of(entry("hr", name + n, "resolve")));
                })));
                writers.add(writer);
                writer.start();
            }
            for (Thread writer : writers) {
                writer.join();
            }

            assertThat(store.hub().identityCount()).isEqualTo(100);
            assertThat(store.log().verify().entries()).isEqualTo(100);
            assertThat(store.log().verify().brokenAt()).isEmpty();
        }
    }

    @Nested
    class Previews {

        @Test
        void aPreviewSignsAsItsStoreDoes() {
            try (StateStore preview = store.preview()) {
                assertThat(preview.seal()).isEqualTo(store.seal());
            }
            assertThat(store.seal().secret()).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(store.seal().store());
        }

        @Test
        void aPreviewSeesTheStoreAndWhatIsWrittenToItAndThrowsThatAwayWhenClosed() {
            Identity ada = identity("E1");
            store.links().save("ldap", List.of(link(ada.id(), LinkState.ENABLED, "uid=ada")));
            store.log().append(List.of(entry("hr", "E1", "resolve")));

            try (StateStore preview = store.preview()) {
                preview.inTransaction(() -> {
                    preview.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E2", Attributes.empty())));
                    preview.changes().plan("ldap", 1, List.of(change(ada.id(), ChangeKind.DISABLE)));
                    preview.log().append(List.of(entry("ldap", "E1", "disable")));
                });
                assertThat(preview.hub().identityCount()).isEqualTo(2);
                assertThat(preview.changes().next("ldap", Optional.empty(), 10)).hasSize(1);
                assertThat(ids(preview.links().page(Kind.PERSON, "ldap", 0, 10))).hasSize(2);
                assertThat(preview.log().verify().brokenAt()).isEmpty();
            }

            assertThat(store.hub().identityCount()).isEqualTo(1);
            assertThat(store.changes().unsettled("ldap", Optional.empty(), 10)).isEmpty();
            assertThat(store.log().verify().entries()).isEqualTo(1);
        }

        @Test
        void theLogOfAPreviewStartsEmpty() {
            store.log().append(List.of(entry("hr", "E1", "resolve")));

            try (StateStore preview = store.preview()) {
                assertThat(preview.log().read(LogStore.Filter.latest(10))).isEmpty();
                preview.log().append(List.of(entry("hr", "E1", "plan")));
                assertThat(preview.log().read(LogStore.Filter.latest(10))).hasSize(1);
            }
        }

        @Test
        void theStoreIsWrittenToWhileAPreviewIsOpen() {
            try (StateStore preview = store.preview()) {
                preview.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty())));
                identity("E2");
                assertThat(preview.hub().identitiesByKey(Kind.PERSON, List.of("E1", "E2"))).containsOnlyKeys("E1");
            }
            assertThat(store.hub().identitiesByKey(Kind.PERSON, List.of("E1", "E2"))).containsOnlyKeys("E2");
        }

        @Test
        void aTransactionOfAPreviewIsAllOrNothingToo() {
            try (StateStore preview = store.preview()) {
                assertThatThrownBy(() -> preview.inTransaction(() -> {
                    preview.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty())));
                    throw new IllegalArgumentException("on purpose");
                })).hasMessage("on purpose");
                assertThat(preview.hub().identityCount()).isZero();
            }
        }
    }

    @Nested
    class StagedRecords {

        @Test
        void aStagedRecordWaitsToBeResolvedAndIsGivenAgainUntilItHasBeen() {
            store.hub().stage("hr", List.of(record("E2", 2), record("E1", 1)));

            assertThat(store.hub().staged("hr", 10)).isEqualTo(store.hub().staged("hr", 10)).containsExactly(
                    new SourceRow("E1", record("E1", 1).attributes(), 1, false, "hr.csv:1", OptionalLong.empty()),
                    new SourceRow("E2", record("E2", 2).attributes(), 2, false, "hr.csv:2", OptionalLong.empty()));

            resolveAll("hr", OptionalLong.empty(), NOW);
            assertThat(store.hub().staged("hr", 10)).isEmpty();
        }

        @Test
        void stagedRecordsComeInTheOrderOfTheirAnchorsAndNotMoreThanAskedFor() {
            store.hub().stage("hr", List.of(record("b", 1), record("a", 1), record("Z", 1), record("c", 1)));

            assertThat(store.hub().staged("hr", 3)).extracting(SourceRow::anchor).containsExactly("Z", "a", "b");
            assertThat(store.hub().staged("hr", "Z", 2)).extracting(SourceRow::anchor).containsExactly("a", "b");
            assertThat(store.hub().staged("hr", "c", 2)).isEmpty();
        }

        @Test
        void aRecordStagedAgainIsReplacedAlsoWithinOneCall() {
            store.hub().stage("hr", List.of(record("E1", 1), record("E1", 2)));
            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "2 staged"));

            store.hub().stage("hr", List.of(record("E1", 3)));
            assertThat(store.hub().staged("hr", 10)).extracting(SourceRow::hash).containsExactly(3L);
        }

        @Test
        void jobsDoNotSeeEachOthersRecords() {
            store.hub().stage("hr", List.of(record("E1", 1)));
            store.hub().stage("students", List.of(record("E1", 2)));

            resolveAll("hr", OptionalLong.empty(), NOW);

            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1"));
            assertThat(hashes("students")).isEqualTo(Map.of("E1", "2 staged"));
            assertThat(store.hub().presentRecords("students")).isZero();
        }

        @Test
        void eachRecordPresentInTheSourceIsVisitedOnceWithTheHashOfWhatWaits() {
            stageAndResolve("hr", record("gone", 1), record("leaving", 1), record("same", 1), record("changed", 1));
            store.hub().stageAbsence("hr", List.of("gone"));
            resolveAll("hr", OptionalLong.empty(), NOW);
            store.hub().stage("hr", List.of(record("changed", 2), record("new", 1)));
            store.hub().stageAbsence("hr", List.of("leaving"));

            assertThat(hashes("hr")).isEqualTo(Map.of("same", "1", "changed", "2 staged", "new", "1 staged"));
        }

        @Test
        void someRecordsAreStagedAgainAsTheyAreAndUnknownOnesPassedOver() {
            stageAndResolve("hr", record("E1", 1), record("E2", 2));
            store.hub().restage("hr", List.of("E2", "E9"));
            assertThat(stagedAnchors("hr")).containsExactly("E2");
            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1", "E2", "2 staged"));
        }

        @Test
        void whatReadingsStagedIsTakenBackAltogetherAndWhatWaitsForAnotherReasonGoesOnWaiting() {
            stageAndResolve("hr", record("E1", 1), record("E2", 2), record("E3", 3));
            stageAndResolve("other", record("E1", 1));
            store.hub().stage("other", List.of(record("E1", 9)));
            store.hub().stage("hr", List.of(record("E1", 11), record("new", 12)));
            store.hub().stageAbsence("hr", List.of("E2"));
            assertThat(store.hub().isSomethingReadAnew("hr")).isTrue();
            store.hub().takeBack("hr");
            assertThat(store.hub().isSomethingReadAnew("hr")).isFalse();
            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1", "E2", "2", "E3", "3"));
            assertThat(stagedAnchors("hr")).isEmpty();
            assertThat(hashes("other")).isEqualTo(Map.of("E1", "9 staged"));

            store.hub().restage("hr");
            assertThat(store.hub().isSomethingReadAnew("hr")).as("looked at again, not read").isFalse();
            store.hub().stage("hr", List.of(record("E1", 11)));
            store.hub().takeBack("hr");
            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1 staged", "E2", "2 staged", "E3", "3 staged"));
        }

        @Test
        void whatWasReadAnewIsToldWithWhatWasKnownOfIt() {
            stageAndResolve("hr", record("E1", 1), record("E2", 2), record("E3", 3));
            store.hub().stageAbsence("hr", List.of("E2"));
            resolveAll("hr", OptionalLong.empty(), NOW);
            store.hub().restage("hr");
            store.hub().stage("hr", List.of(record("E1", 11), record("E2", 12), record("new", 13)));
            Map<Object, Object> told = new TreeMap<>();
            List<Object> back = new ArrayList<>();
            store.hub().eachReadBack("hr", said -> false, (anchor, gone, said, before, now) -> back.addAll(List.of(anchor, gone, before.get("n"), now.get("n"))));
            assertThat(back).as("of nobody it is said that she has left").containsExactly("E2", true, 2L, 12L);
            back.clear();
            store.hub().eachReadBack("hr", said -> true, (anchor, gone, said, before, now) -> back.addAll(List.of(anchor, gone)));
            assertThat(back).as("E1 belongs to nobody").containsExactly("E2", true);
            store.hub().eachReadAnew("hr", (before, now) -> told.put(now.get("n"), String.valueOf(before.get("n"))));
            assertThat(told).as("one that was absent is as good as new").isEqualTo(Map.of(11L, "1", 12L, "null", 13L, "null"));
        }

        @Test
        void whatIsPresentAndDoesNotWaitComesPageByPage() {
            stageAndResolve("hr", record("E1", 1), record("E2", 2), record("E3", 3), record("E4", 4), record("E5", 5));
            store.hub().stageAbsence("hr", List.of("E2"));
            resolveAll("hr", OptionalLong.empty(), NOW);
            store.hub().stage("hr", List.of(record("E4", 14), record("E6", 6)));
            assertThat(store.hub().settled("hr", "", 2)).extracting(SourceRow::anchor).containsExactly("E1", "E3");
            assertThat(store.hub().settled("hr", "E3", 2)).extracting(SourceRow::anchor).containsExactly("E5");
            assertThat(store.hub().settled("hr", "", 1).get(0).attributes().get("n")).isEqualTo(1L);
            assertThat(store.hub().settled("hr", "E5", 2)).isEmpty();
        }

        @Test
        void theLastReadingIsRememberedUntilSomethingIsStagedOrTakenBack() {
            long[] numbers = LongStream.range(0, 250_000).map(i -> i * 0x9E3779B97F4A7C15L).toArray();
            Map<String, Runnable> forgetting = Map.of(
                    "staged", () -> store.hub().stage("hr", List.of(record("new", 1))),
                    "taken back", () -> store.hub().unstage("hr", List.of("new")),
                    "all taken back", () -> store.hub().takeBack("hr"),
                    "gone", () -> store.hub().stageAbsence("hr", List.of("new")));
            store.hub().lastReading("erp", new long[] {1, 2, 3});
            forgetting.forEach((what, forgets) -> {
                store.hub().lastReading("hr", new long[] {7, 8, 9});
                store.hub().lastReading("hr", numbers);
                assertThat(store.hub().lastReading("hr")).as(what).hasValue(numbers);
                store.hub().sameReadingBut("hr", new long[] {4, 5});
                assertThat(store.hub().lastReading("hr")).as(what).hasValue(LongStream.concat(Arrays.stream(numbers), LongStream.of(4, 5)).toArray());
                forgets.run();
                forgets.run();
                assertThat(store.hub().lastReading("hr")).as(what).isEmpty();
                store.hub().sameReadingBut("hr", new long[] {6});
                assertThat(store.hub().lastReading("hr")).as(what).hasValue(LongStream.concat(Arrays.stream(numbers), LongStream.of(4, 5, 6)).toArray());
                forgets.run();
            });
            assertThat(store.hub().lastReading("erp")).hasValue(new long[] {1, 2, 3});
        }

        @Test
        void theLastReadingStaysWhenNothingIsStagedAndWhenRecordsAreResolved() {
            store.hub().stage("hr", List.of(record("E1", 1)));
            store.hub().lastReading("hr", new long[] {1, 2, 3});
            store.hub().stage("hr", List.of());
            store.hub().unstage("hr", List.of());
            store.hub().stageAbsence("hr", List.of());
            resolveAll("hr", OptionalLong.empty(), NOW);
            store.hub().restage("hr");
            assertThat(store.hub().lastReading("hr")).hasValue(new long[] {1, 2, 3});
        }

        @Test
        void visitingHashesMayWriteToTheStore() {
            store.hub().stage("hr", IntStream.range(0, 3000).mapToObj(i -> record("E" + i, i)).toList());
            int[] visited = {0};

            store.hub().eachRecordHash("hr", (anchor, hash, staged) -> {
                if (visited[0]++ % 500 == 0) {
                    store.names().give("login", anchor, hash, NOW);
                }
            });

            assertThat(visited[0]).isEqualTo(3000);
        }

        @Test
        void unstagingTakesBackWhatThisReadStaged() {
            stageAndResolve("hr", record("known", 1), record("left", 1));
            store.hub().stage("hr", List.of(record("known", 2), record("new", 1)));
            store.hub().stageAbsence("hr", List.of("left"));

            store.hub().unstage("hr", List.of("known", "new", "left", "never heard of"));

            assertThat(hashes("hr")).isEqualTo(Map.of("known", "1", "left", "1"));
            assertThat(stagedAnchors("hr")).isEmpty();
        }

        @Test
        void unstagingLeavesARecordWaitingThatWasRestagedBefore() {
            stageAndResolve("hr", record("E1", 1));
            store.hub().restage("hr");
            store.hub().stage("hr", List.of(record("E1", 2)));

            store.hub().unstage("hr", List.of("E1"));

            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1 staged"));
        }

        @Test
        void aStagedAbsenceGivesTheLastKnownAttributesAndWhoseTheyWere() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);

            store.hub().stageAbsence("hr", List.of("E1"));

            assertThat(store.hub().staged("hr", 10)).containsExactly(
                    new SourceRow("E1", record("E1", 1).attributes(), 1, true, "hr.csv:1", OptionalLong.of(ada.id())));
        }

        @Test
        void theAbsenceOfUnknownAndAlreadyAbsentRecordsIsPassedOver() {
            stageAndResolve("hr", record("E1", 1));
            store.hub().stageAbsence("hr", List.of("E1"));
            resolveAll("hr", OptionalLong.empty(), NOW);

            store.hub().stageAbsence("hr", List.of("E1", "never heard of"));

            assertThat(stagedAnchors("hr")).isEmpty();
        }

        @Test
        void theAbsenceOfARecordThatStillWaitsKeepsWhatWasReadLast() {
            stageAndResolve("hr", record("E1", 1));
            store.hub().stage("hr", List.of(record("E1", 2)));

            store.hub().stageAbsence("hr", List.of("E1"));

            assertThat(store.hub().staged("hr", 10)).extracting(SourceRow::hash, SourceRow::absent)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple(2L, true));
            assertThat(hashes("hr")).isEmpty();
        }

        @Test
        void aRecordThatComesBackIsStagedOverItsAbsence() {
            stageAndResolve("hr", record("E1", 1));
            store.hub().stageAbsence("hr", List.of("E1"));
            store.hub().stage("hr", List.of(record("E1", 1)));

            assertThat(store.hub().staged("hr", 10)).extracting(SourceRow::absent).containsExactly(false);
            assertThat(hashes("hr")).isEqualTo(Map.of("E1", "1 staged"));
        }

        @Test
        void restagingStagesEveryRecordOfAJobAsItIs() {
            stageAndResolve("hr", record("there", 1), record("gone", 1));
            stageAndResolve("other", record("X", 1));
            store.hub().stageAbsence("hr", List.of("gone"));
            resolveAll("hr", OptionalLong.empty(), NOW);
            store.hub().stage("hr", List.of(record("new", 5)));

            store.hub().restage("hr");

            assertThat(store.hub().staged("hr", 10)).extracting(SourceRow::anchor, SourceRow::hash, SourceRow::absent).containsExactly(
                    org.assertj.core.groups.Tuple.tuple("gone", 1L, true), org.assertj.core.groups.Tuple.tuple("new", 5L, false),
                    org.assertj.core.groups.Tuple.tuple("there", 1L, false));
            assertThat(hashes("hr")).isEqualTo(Map.of("there", "1 staged", "new", "5 staged"));
            assertThat(stagedAnchors("other")).isEmpty();
        }

        @Test
        void recordsThatFoundNoIdentityAreStagedAgainUnlessTheyLookForNone() {
            Identity ada = identity("E1");
            store.hub().stage("phones", List.of(record("has one", 1)));
            resolveAll("phones", OptionalLong.of(ada.id()), NOW);
            stageAndResolve("phones", record("looks for one", 1), record("gone", 1), record("out of scope", 1));
            store.hub().stageAbsence("phones", List.of("gone"));
            resolveAll("phones", OptionalLong.empty(), NOW);
            store.hub().stage("phones", List.of(record("out of scope", 2)));
            store.hub().resolved("phones", List.of(new ResolvedRecord(store.hub().staged("phones", 1).get(0), OptionalLong.empty(),
                    Optional.of(Attributes.empty()))), NOW);

            store.hub().restageUnassigned("phones");

            assertThat(stagedAnchors("phones")).containsExactly("looks for one");
        }

        @Test
        void aRestagedRecordCanBeReportedAbsent() {
            stageAndResolve("hr", record("E1", 1));
            store.hub().restage("hr");

            store.hub().stageAbsence("hr", List.of("E1"));

            assertThat(store.hub().staged("hr", 10)).extracting(SourceRow::absent).containsExactly(true);
        }

        @Test
        void presentRecordsAreThoseResolvedAndNotAbsent() {
            stageAndResolve("hr", record("E1", 1), record("E2", 1), record("E3", 1));
            store.hub().stage("hr", List.of(record("E4", 1)));
            store.hub().stageAbsence("hr", List.of("E1"));
            assertThat(store.hub().presentRecords("hr")).isEqualTo(3);

            resolveAll("hr", OptionalLong.empty(), NOW);
            assertThat(store.hub().presentRecords("hr")).isEqualTo(3);
        }
    }

    @Nested
    class Contributions {

        @Test
        void aResolvedRecordContributesToItsIdentity() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1)));
            store.hub().stage("phones", List.of(record("P1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            resolveAll("phones", OptionalLong.of(ada.id()), NOW);

            assertThat(store.hub().contributions(List.of(ada.id(), 999L))).isEqualTo(Map.of(ada.id(), List.of(
                    new Contribution("hr", "E1", Attributes.of(Map.of("from", "E1")), Optional.empty()),
                    new Contribution("phones", "P1", Attributes.of(Map.of("from", "P1")), Optional.empty()))));
        }

        @Test
        void whoIsSaidByOneJobAloneIsWhoeverIsThereInItAndInNoneOfTheOthers() {
            Identity ada = identity("E1");
            Identity bob = identity("E2");
            store.hub().stage("hr", List.of(record("E1", 1)));
            store.hub().stage("agency", List.of(record("E1", 1), record("E2", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            List<SourceRow> rows = store.hub().staged("agency", 2);
            store.hub().resolved("agency", List.of(new ResolvedRecord(rows.get(0), OptionalLong.of(ada.id()), Optional.of(Attributes.of(Map.of("a", "1")))),
                    new ResolvedRecord(rows.get(1), OptionalLong.of(bob.id()), Optional.of(Attributes.of(Map.of("a", "1"))))), NOW);

            assertThat(store.hub().saidOnlyBy("agency", List.of("hr", "phones"), 0, 9)).containsExactly(bob.id());
            assertThat(store.hub().saidOnlyBy("agency", List.of(), 0, 9)).containsExactly(ada.id(), bob.id());
            assertThat(store.hub().saidOnlyBy("agency", List.of(), ada.id(), 9)).containsExactly(bob.id());
            assertThat(store.hub().saidOnlyBy("agency", List.of(), 0, 1)).containsExactly(ada.id());

            store.hub().stageAbsence("hr", List.of("E1"));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            assertThat(store.hub().saidOnlyBy("agency", List.of("hr"), 0, 9)).containsExactly(ada.id(), bob.id());
            assertThat(store.hub().saidOnlyBy("hr", List.of(), 0, 9)).as("she is gone there").isEmpty();
        }

        @Test
        void aRecordThatBelongsToNobodyContributesNothing() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            store.hub().stage("hr", List.of(record("E1", 2)));
            resolveAll("hr", OptionalLong.empty(), NOW);

            assertThat(store.hub().contributions(List.of(ada.id()))).isEmpty();
        }

        @Test
        void whatARecordSaidBeforeStandsWhileItCannotBeComputed() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1), record("E2", 1)));
            SourceRow known = store.hub().staged("hr", 2).get(0);
            SourceRow fresh = store.hub().staged("hr", 2).get(1);
            Attributes said = Attributes.of(Map.of("name", "Ada"));
            store.hub().resolved("hr", List.of(new ResolvedRecord(known, OptionalLong.of(ada.id()), Optional.of(said))), NOW);

            store.hub().resolved("hr", List.of(new ResolvedRecord(known, OptionalLong.of(ada.id()), Optional.empty()),
                    new ResolvedRecord(fresh, OptionalLong.of(ada.id()), Optional.empty())), NOW);

            assertThat(store.hub().contributions(List.of(ada.id())).get(ada.id())).extracting(Contribution::attributes)
                    .containsExactly(said, Attributes.empty());
        }

        @Test
        void absentSinceIsWhenItWasFirstResolvedAsAbsentAndEndsWhenTheRecordComesBack() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            store.hub().stageAbsence("hr", List.of("E1"));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            store.hub().restage("hr");
            resolveAll("hr", OptionalLong.of(ada.id()), LATER);
            assertThat(store.hub().contributions(List.of(ada.id())).get(ada.id()).get(0).absentSince()).contains(NOW);

            store.hub().stage("hr", List.of(record("E1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), LATER);
            assertThat(store.hub().contributions(List.of(ada.id())).get(ada.id()).get(0).absentSince()).isEmpty();
        }
    }

    @Nested
    class StoredIdentities {

        @Test
        void savingGivesIdsToNewIdentitiesAndTheNextVersionToEach() {
            List<Identity> first = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty()),
                    new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E2", Attributes.empty())));
            List<Identity> second = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E3", Attributes.empty()),
                    new IdentityDraft(OptionalLong.of(first.get(0).id()), Kind.PERSON, "E1", Attributes.of(Map.of("a", 1)))));

            assertThat(first).extracting(Identity::key).containsExactly("E1", "E2");
            assertThat(second).extracting(Identity::key).containsExactly("E3", "E1");
            assertThat(second.get(1).id()).isEqualTo(first.get(0).id());
            assertThat(List.of(first.get(0).version(), first.get(1).version(), second.get(0).version(), second.get(1).version()))
                    .isSorted().doesNotHaveDuplicates();
            assertThat(store.hub().version()).isEqualTo(second.get(1).version());
            assertThat(store.hub().identityCount()).isEqualTo(3);
        }

        @Test
        void theVersionOfAnEmptyHubIsZero() {
            assertThat(store.hub().version()).isZero();
        }

        @Test
        void attributesKeepTheirTypes() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("text", "Zoë \"Li\" \\ \u0001 𝄞 '; drop table");
            values.put("empty", "");
            values.put("nothing", null);
            values.put("yes", true);
            values.put("long", Long.MIN_VALUE);
            values.put("ten", 10L);
            values.put("decimalTen", new BigDecimal("10"));
            values.put("scaled", new BigDecimal("10.50"));
            values.put("huge", new BigDecimal("1E+30"));
            values.put("hundred", new BigDecimal("123456789012345678901234567890"));
            values.put("list", Arrays.asList("a", 1L, new BigDecimal("1"), false, null));
            values.put("emptyList", List.of());
            Attributes attributes = Attributes.of(values);

            Identity saved = identity("E1", attributes.asMap());

            Attributes read = store.hub().identities(List.of(saved.id())).get(saved.id()).attributes();
            assertThat(read).isEqualTo(attributes);
            assertThat(read.names()).containsExactlyElementsOf(attributes.names());
        }

        @Test
        void identitiesAreFoundByIdAndByKeyAndUnknownOnesHaveNoEntry() {
            Identity ada = identity("E1");

            assertThat(store.hub().identities(List.of(ada.id(), 99L))).isEqualTo(Map.of(ada.id(), ada));
            assertThat(store.hub().identitiesByKey(Kind.PERSON, List.of("E1", "e1", "E2"))).isEqualTo(Map.of("E1", ada));
            assertThat(store.hub().identities(List.of())).isEmpty();
        }

        @Test
        void manyAreFoundAtOnce() {
            List<Identity> many = store.hub().save(IntStream.range(0, 12_000)
                    .mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + i, Attributes.empty())).toList());

            assertThat(store.hub().identities(many.stream().map(Identity::id).toList())).hasSize(12_000);
        }

        @Test
        void aReferenceMeansWhoeverHasTheValueAndNeverTheKeyOfARecord() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "workerId"));
            Identity ada = identity("E1", Map.of("workerId", "w1"));
            Identity bob = identity("17", Map.of("workerId", "W2"));
            Identity eve = identity("students:17", Map.of("workerId", "w2"));
            store.hub().stage("phones", List.of(record("w9", 1), record("E9", 1)));
            resolveAll("phones", OptionalLong.of(ada.id()), NOW);

            assertThat(store.hub().identitiesMeant(List.of(byWorker("W1\u00A0"), byWorker("w2"), byWorker("w9"), new Reference(Reference.KEY, "17"),
                    new Reference(Reference.KEY, "e1"), new Reference(Reference.KEY, "E9")))).isEqualTo(Map.of(byWorker("w1"), List.of(ada.id()),
                    byWorker("w2"), List.of(bob.id(), eve.id()), new Reference(Reference.KEY, "17"), List.of(bob.id())));
        }

        @Test
        void somebodyIsReferredToByTheKeyAndByEveryValueOfAnAttribute() {
            Identity ada = identity("E1", Map.of("workerId", "W1", "mail", List.of("a@example.test", "b@example.test")));
            Identity bob = identity("E2");

            assertThat(store.hub().referencesTo(List.of(ada.id(), bob.id(), 999L), Set.of("workerId", "mail", Reference.KEY))).containsExactlyInAnyOrder(byWorker("w1"),
                    new Reference("mail", "a@example.test"), new Reference("mail", "b@example.test"), new Reference(Reference.KEY, "E1"), new Reference(Reference.KEY, "E2"));
            assertThat(store.hub().referencesTo(List.of(ada.id()), Set.of(Reference.KEY))).containsExactly(new Reference(Reference.KEY, "E1"));
        }

        @Test
        void whoRefersToSomebodyElseThanBeforeIsMarked() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "workerId"));
            Identity manager = identity("E1", Map.of("workerId", "w1"));
            List<Long> id = IntStream.range(2, 5).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().references("ldap", Map.of(id.get(0), Set.of(byWorker("w1"), byWorker("w5")), id.get(1), Set.of(byWorker("w5"))));
            store.links().references("scim", Map.of(id.get(2), Set.of(byWorker("w1"))));

            store.hub().save(List.of(new IdentityDraft(OptionalLong.of(manager.id()), Kind.PERSON, "E1", Attributes.of(Map.of("workerId", "W1", "name", "Ada")))));
            assertThat(marked("ldap")).as("who is meant is the same").isEmpty();
            store.hub().save(List.of(new IdentityDraft(OptionalLong.of(manager.id()), Kind.PERSON, "E1", Attributes.of(Map.of("workerId", "w2", "name", "Ada")))));
            assertThat(marked("ldap")).containsExactly(id.get(0));
            assertThat(marked("scim")).containsExactly(id.get(2));
            identity("E9", Map.of("workerId", "w5"));
            assertThat(marked("ldap")).containsExactly(id.get(0), id.get(1));
        }

        private List<Long> marked(String job) {
            return store.links().due(Kind.PERSON, job, store.hub().version(), NOW, 0, 100).stream().map(subject -> subject.identity().id()).toList();
        }

        private Reference byWorker(String value) {
            return new Reference("workerId", value);
        }

        @Test
        void peopleAreMergedAgainWhenTheirMomentHasCome() {
            List<Long> id = IntStream.range(0, 3).mapToObj(i -> identity("E" + i).id()).toList();
            store.hub().mergeDue(Map.of(id.get(0), Optional.of(NOW), id.get(1), Optional.of(NOW.plusSeconds(60)), id.get(2), Optional.empty()));
            assertThat(store.hub().mergeDue(NOW.minusMillis(1), 10)).isEmpty();
            assertThat(store.hub().mergeDue(NOW, 10)).containsExactly(id.get(0));
            assertThat(store.hub().mergeDue(NOW.plusSeconds(60), 1)).containsExactly(id.get(0));
            assertThat(store.hub().nextMergeDue(NOW.minusMillis(1))).contains(NOW);
            assertThat(store.hub().nextMergeDue(NOW)).contains(NOW.plusSeconds(60));
            assertThat(store.hub().nextMergeDue(NOW.plusSeconds(60))).isEmpty();
            store.hub().mergeDue(Map.of(id.get(0), Optional.empty(), id.get(1), Optional.of(NOW)));
            assertThat(store.hub().mergeDue(NOW, 10)).containsExactly(id.get(1));
        }

        @Test
        void thoseWithSeveralRecordsAreMergedAgainWhateverWasSet() {
            Identity ada = identity("E1");
            Identity grace = identity("E2");
            store.hub().stage("hr", List.of(record("E1", 1), record("C1", 1)));
            store.hub().stage("phones", List.of(record("P1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            resolveAll("phones", OptionalLong.of(grace.id()), NOW);
            store.hub().mergeDue(Map.of(ada.id(), Optional.of(NOW.plusSeconds(60))));
            store.hub().mergeAllWithSeveral(NOW);
            assertThat(store.hub().mergeDue(NOW, 10)).containsExactly(ada.id());
        }

        @Test
        void everybodyOfWhomAJobHasARecordIsMergedAgain() {
            Identity ada = identity("E1");
            Identity grace = identity("E2");
            store.hub().stage("hr", List.of(record("E1", 1), record("C1", 1)));
            store.hub().stage("phones", List.of(record("P1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            resolveAll("phones", OptionalLong.of(grace.id()), NOW);
            store.hub().mergeAllOf("phones", NOW);
            assertThat(store.hub().mergeDue(NOW, 10)).containsExactly(grace.id());
            store.hub().mergeDue(Map.of(ada.id(), Optional.of(NOW.plusSeconds(60))));
            store.hub().mergeAllOf("hr", NOW);
            assertThat(store.hub().mergeDue(NOW, 10)).containsExactly(ada.id(), grace.id());
        }

        @Test
        void whatARecordSaidBeforeIsKeptBesideItUntilItIsTakenAway() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1), record("C1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            EarlierRecord before = new EarlierRecord("hr", "E1", Stands.BEFORE, Attributes.of(Map.of("asOf", "2026-01-01")), Attributes.of(Map.of("dept", "R1")), Optional.empty());
            EarlierRecord then = new EarlierRecord("hr", "E1", Stands.INSTEAD, Attributes.of(Map.of("asOf", "2026-02-01")), Attributes.empty(), Optional.of(NOW));
            store.hub().keepEarlier("hr", Map.of("E1", List.of(before), "C1", List.of()));
            assertThat(store.hub().earlier(List.of(ada.id(), 999L))).isEqualTo(Map.of(ada.id(), List.of(before)));
            store.hub().keepEarlier("hr", Map.of("E1", List.of(before, then)));
            assertThat(store.hub().earlier(List.of(ada.id()))).isEqualTo(Map.of(ada.id(), List.of(before, then)));
            store.hub().keepEarlier("hr", Map.of("E1", List.of(then)));
            assertThat(store.hub().earlier(List.of(ada.id()))).isEqualTo(Map.of(ada.id(), List.of(then)));
            store.hub().keepEarlier("hr", Map.of("E1", List.of()));
            assertThat(store.hub().earlier(List.of(ada.id()))).isEmpty();
            store.hub().keepEarlier("hr", Map.of("E1", List.of(then)));
            store.hub().forgetEarlier("another");
            assertThat(store.hub().earlier(List.of(ada.id()))).isNotEmpty();
            store.hub().forgetEarlier("hr");
            assertThat(store.hub().earlier(List.of(ada.id()))).isEmpty();
        }

        @Test
        void theRecordsOfAnIdentityAreReadTogether() {
            Identity ada = identity("E1");
            store.hub().stage("hr", List.of(record("E1", 1), record("C1", 1)));
            store.hub().stage("phones", List.of(record("P1", 1)));
            resolveAll("hr", OptionalLong.of(ada.id()), NOW);
            resolveAll("phones", OptionalLong.of(ada.id()), NOW);
            assertThat(store.hub().recordsOf(List.of(ada.id(), 999L)).get(ada.id())).extracting(known -> known.job() + " " + known.row().anchor())
                    .containsExactly("hr C1", "hr E1", "phones P1");
        }

        @Test
        void whatIsIndexedForALookStaysBesideWhatCyclesNeed() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "mail"));
            identity("E1", Map.of("mail", "a@example.test", "login", "ada"));
            store.hub().indexAlso(KindAttribute.of(Kind.PERSON, "login"));
            assertThat(store.hub().identitiesWith(Kind.PERSON, "login", List.of("ADA"))).hasSize(1);
            assertThat(store.hub().identitiesWith(Kind.PERSON, "mail", List.of("a@example.test"))).hasSize(1);
        }

        @Test
        void identitiesAreFoundByAnIndexedAttributeWithoutRegardToCase() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "mail"));
            Identity ada = identity("E1", Map.of("mail", "ADA@example.test"));
            Identity bob = identity("E2", Map.of("mail", List.of("bob@example.test", "Ada@Example.test")));

            assertThat(store.hub().identitiesWith(Kind.PERSON, "mail", List.of("ada@EXAMPLE.test", "BOB@example.test", "x")))
                    .isEqualTo(Map.of("ada@EXAMPLE.test", List.of(ada.id(), bob.id()), "BOB@example.test", List.of(bob.id())));
        }

        @Test
        void theIndexFollowsTheAttributes() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "mail"));
            Identity ada = identity("E1", Map.of("mail", "ada@example.test"));

            store.hub().save(List.of(new IdentityDraft(OptionalLong.of(ada.id()), Kind.PERSON, "E1", Attributes.of(Map.of("mail", "lovelace@example.test")))));

            assertThat(store.hub().identitiesWith(Kind.PERSON, "mail", List.of("ada@example.test", "lovelace@example.test")))
                    .isEqualTo(Map.of("lovelace@example.test", List.of(ada.id())));
        }

        @Test
        void indexingBuildsWhatIsMissingForIdentitiesThatAreThere() {
            Identity ada = identity("E1", Map.of("mail", "ada@example.test", "uid", "ada", "number", 7));

            store.hub().index(KindAttribute.of(Kind.PERSON, "mail", "number"));
            store.hub().index(KindAttribute.of(Kind.PERSON, "uid", "number"));
            store.hub().index(KindAttribute.of(Kind.PERSON, "uid", "number"));

            assertThat(store.hub().identitiesWith(Kind.PERSON, "uid", List.of("ADA"))).isEqualTo(Map.of("ADA", List.of(ada.id())));
            assertThat(store.hub().identitiesWith(Kind.PERSON, "number", List.of("7"))).isEqualTo(Map.of("7", List.of(ada.id())));
        }

        @Test
        void onlyIndexedAttributesCanBeAskedFor() {
            assertThatThrownBy(() -> store.hub().identitiesWith(Kind.PERSON, "mail", List.of("a"))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void anIndexIsOfOneKind() {
            store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "sales", Attributes.of(Map.of("name", "Sales")))));
            Identity ada = identity("E1", Map.of("name", "Sales"));
            store.hub().index(KindAttribute.of(Kind.PERSON, "name"));
            assertThat(store.hub().identitiesWith(Kind.PERSON, "name", List.of("sales"))).isEqualTo(Map.of("sales", List.of(ada.id())));
            assertThatThrownBy(() -> store.hub().identitiesWith(Kind.GROUP, "name", List.of("sales"))).isInstanceOf(IllegalArgumentException.class).hasMessage("group is not indexed by name");
            store.hub().index(KindAttribute.of(Kind.GROUP, "name"));
            assertThat(store.hub().identitiesWith(Kind.GROUP, "name", List.of("sales")).get("sales")).hasSize(1).doesNotContain(ada.id());
            assertThatThrownBy(() -> store.hub().identitiesWith(Kind.PERSON, "name", List.of("sales"))).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void aVeryLongValueIsFoundToo() {
            store.hub().index(KindAttribute.of(Kind.PERSON, "note"));
            String text = "x".repeat(1_000_000);
            Identity ada = identity("E1", Map.of("note", text + "A"));

            assertThat(store.hub().identitiesWith(Kind.PERSON, "note", List.of(text + "a", text + "b"))).isEqualTo(Map.of(text + "a", List.of(ada.id())));
        }
    }

    /** A person and a group may have the same key, the same attributes, and be in one job each. */
    @Nested
    class Kinds {

        private Identity person;
        private Identity group;

        private void both() {
            store.hub().index(Set.of(new KindAttribute(Kind.PERSON, "mail"), new KindAttribute(Kind.GROUP, "mail")));
            Attributes attributes = Attributes.of(Map.of("mail", "sales@example.test"));
            person = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "sales", attributes))).get(0);
            group = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "sales", attributes))).get(0);
        }

        @Test
        void theSameKeyOfAnotherKindIsAnother() {
            both();

            assertThat(group.id()).isNotEqualTo(person.id());
            assertThat(store.hub().identitiesByKey(Kind.PERSON, List.of("sales"))).isEqualTo(Map.of("sales", person));
            assertThat(store.hub().identitiesByKey(Kind.GROUP, List.of("sales"))).isEqualTo(Map.of("sales", group));
            assertThat(store.hub().identitiesByKey(new Kind("room"), List.of("sales"))).isEmpty();
            assertThat(store.hub().identities(List.of(person.id(), group.id())).values()).containsExactly(person, group);
            assertThatThrownBy(() -> store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "sales", Attributes.empty()))))
                    .isInstanceOf(RuntimeException.class);
        }

        @Test
        void aValueFindsAndAReferenceMeansOnlyThoseOfItsKind() {
            both();
            Reference toGroup = new Reference(Kind.GROUP, "mail", "sales@example.test");
            Reference toPerson = new Reference(Kind.PERSON, Reference.KEY, "sales");
            Identity referring = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E3", Attributes.empty()))).get(0);
            store.links().references("app", Map.of(referring.id(), Set.of(toGroup)));

            assertThat(store.hub().identitiesWith(Kind.GROUP, "mail", List.of("sales@example.test"))).isEqualTo(Map.of("sales@example.test", List.of(group.id())));
            assertThat(store.hub().identitiesMeant(List.of(toGroup, toPerson))).isEqualTo(Map.of(toGroup, List.of(group.id()), toPerson, List.of(person.id())));
            assertThat(store.hub().referencesTo(List.of(group.id()), Set.of("mail"))).containsExactly(toGroup);
            assertThat(store.links().referredToBy("app", List.of(referring.id()))).isEqualTo(Map.of(referring.id(), Set.of(toGroup)));
            assertThat(store.links().referringTo("app", List.of(toGroup))).containsExactly(referring.id());
            assertThat(store.links().referringTo("app", List.of(new Reference(Kind.PERSON, "mail", "sales@example.test")))).isEmpty();
            store.hub().save(List.of(new IdentityDraft(OptionalLong.of(person.id()), Kind.PERSON, "sales", Attributes.empty())));
            assertThat(ids(store.links().due(Kind.PERSON, "app", store.hub().version(), NOW, 0, 10))).as("another is meant").isEmpty();
            store.hub().save(List.of(new IdentityDraft(OptionalLong.of(group.id()), Kind.GROUP, "sales", Attributes.empty())));
            assertThat(ids(store.links().due(Kind.PERSON, "app", store.hub().version(), NOW, 0, 10))).containsExactly(referring.id());
        }

        @Test
        void aJobGoesThroughThoseOfItsKindAlone() {
            both();

            assertThat(ids(store.links().page(Kind.GROUP, "app", 0, 10))).containsExactly(group.id());
            assertThat(ids(store.links().due(Kind.PERSON, "app", 0, NOW, 0, 10))).containsExactly(person.id());
            assertThat(ids(store.links().changed(Kind.GROUP, "app", 0, 0, 10))).containsExactly(group.id());
            List<Long> seen = new ArrayList<>();
            store.links().readPartially(Kind.GROUP, "app", 0, NOW, new PartialRead(Set.of(), Set.of(), (identity, account) -> true, because -> false), seen::add);
            assertThat(seen).containsExactly(group.id());
        }

        @Test
        void changesDeadLettersAndTheLogSayOfWhichKindTheyAre() {
            both();
            Change change = new Change(ChangeKind.CREATE, Change.Account.none(group.id(), group.subject()), Change.Writes.of(List.of(), Optional.empty()),
                    new Change.Grounds(Optional.empty(), List.of(), "b"), false);
            store.changes().plan("app", 1, List.of(change));
            store.changes().saveDeadLetters(List.of(DeadLetter.refused("app", change,
                    new DeadLetter.Failure(Stage.DISPATCH, OutcomeKind.INVALID, "no", 1, 1, NOW))));
            store.log().append(List.of(entry("app", "sales", "create"), new LogEntry(NOW, new LogEntry.By("app", 1, "schedule"),
                    LogEntry.About.account(group.subject(), "", Optional.empty()), "create", LogEntry.Result.of(LogEntry.Status.SUCCESS, ""), List.of(),
                    List.of())));

            assertThat(store.changes().next("app", Optional.empty(), 10)).extracting(planned -> planned.change().subject()).containsExactly(group.subject());
            assertThat(store.changes().deadLetters(Optional.empty(), 10)).extracting(DeadLetter::subject).containsExactly(group.subject());
            assertThat(store.log().read(LogStore.Filter.latest(10))).extracting(stored -> stored.entry().subject()).containsExactly(person.subject(), group.subject());
            assertThat(store.log().verify().brokenAt()).isEmpty();
        }
    }

    @Nested
    class Claims {

        private static final String JOB = "teams";

        private Claim claim(String anchor, String group, String member) {
            return new Claim(anchor, group, member);
        }

        private Meant meant(Claim claim, long group, long member) {
            return new Meant(claim, OptionalLong.of(group), OptionalLong.of(member), Optional.empty(), Optional.of(NOW));
        }

        private List<Claim> said(String anchor) {
            return store.claims().known(JOB, List.of(anchor)).getOrDefault(anchor, List.of()).stream().filter(known -> known.waits().filter(Waiting.GONE::equals).isEmpty())
                    .map(known -> known.meant().claim()).toList();
        }

        @Test
        void whatIsNewWaitsUntilItIsKnownWhomItMeans() {
            Claim ada = claim("g1", "", "ada");
            Claim bob = claim("g1", "", "bob");
            store.claims().stage(JOB, Waiting.NEW, List.of(ada, bob, ada));
            store.claims().stage(JOB, Waiting.GONE, List.of(bob));

            assertThat(said("g1")).containsExactly(ada);
            assertThat(store.claims().staged(JOB, Waiting.NEW, ClaimStore.FIRST, 10)).containsExactly(Meant.nobody(ada));
            store.claims().mean(JOB, List.of(meant(ada, 1, 2)));
            assertThat(store.claims().staged(JOB, Waiting.NEW, ClaimStore.FIRST, 10)).isEmpty();
            assertThat(store.claims().ofPairs(JOB, List.of(new Pair(1, 2), new Pair(1, 3)))).isEqualTo(Map.of(new Pair(1, 2), List.of(meant(ada, 1, 2))));
            assertThat(store.claims().pairCount(JOB)).isEqualTo(1);
            assertThat(store.claims().known("another", List.of("g1"))).isEmpty();
        }

        @Test
        void whatWaitsToGoComesBackWhenItIsSaidAgain() {
            Claim ada = claim("g1", "", "ada");
            store.claims().mean(JOB, List.of(meant(ada, 1, 2)));
            store.claims().stage(JOB, Waiting.GONE, List.of(ada, claim("g1", "", "unknown")));
            assertThat(said("g1")).isEmpty();
            assertThat(store.claims().staged(JOB, Waiting.GONE, ClaimStore.FIRST, 10)).containsExactly(meant(ada, 1, 2));

            store.claims().stage(JOB, Waiting.NEW, List.of(ada));
            assertThat(said("g1")).containsExactly(ada);
            assertThat(store.claims().staged(JOB, Waiting.NEW, ClaimStore.FIRST, 10)).isEmpty();
            store.claims().stage(JOB, Waiting.APART, List.of(ada));
            store.claims().stage(JOB, Waiting.GONE, List.of(ada));
            store.claims().stage(JOB, Waiting.APART, List.of(ada));
            assertThat(store.claims().staged(JOB, Waiting.APART, ClaimStore.FIRST, 10)).as("what goes, goes").isEmpty();
            store.claims().forget(JOB, List.of(ada));
            assertThat(store.claims().all(JOB, ClaimStore.FIRST, 10)).isEmpty();
            assertThat(store.claims().staged(JOB, Waiting.GONE, ClaimStore.FIRST, 10)).isEmpty();
        }

        @Test
        void leavingIsWhoeverNothingKeeps() {
            Claim once = claim("r1", "sales", "ada");
            Claim again = claim("r2", "sales", "ada");
            Claim bob = claim("r3", "sales", "bob");
            store.claims().mean(JOB, List.of(meant(once, 1, 2), meant(again, 1, 2), meant(bob, 1, 3)));
            store.claims().stage(JOB, Waiting.GONE, List.of(once));
            assertThat(store.claims().leaving(JOB)).isEmpty();
            store.claims().stage(JOB, Waiting.APART, List.of(again));
            assertThat(store.claims().leaving(JOB)).containsExactly(new Leaving(1, 1, 2));
            store.claims().setApart(JOB, List.of(again));
            assertThat(store.claims().open(JOB, ClaimStore.FIRST, 10)).extracting(Meant::claim).containsExactly(again);
            assertThat(store.claims().openCount(JOB)).isEqualTo(1);
            store.claims().stage(JOB, Waiting.GONE, List.of(again));
            assertThat(store.claims().open(JOB, ClaimStore.FIRST, 10)).as("what goes is nobody to look for").isEmpty();
        }

        @Test
        void pagesBeginBehindAClaim() {
            List<Claim> claims = List.of(claim("a", "", "x"), claim("a", "", "y"), claim("b", "", "x"));
            store.claims().mean(JOB, claims.stream().map(Meant::nobody).toList());
            assertThat(store.claims().open(JOB, claims.get(0), 1)).extracting(Meant::claim).containsExactly(claims.get(1));
            assertThat(store.claims().all(JOB, claims.get(1), 5)).extracting(Meant::claim).containsExactly(claims.get(2));
        }

        @Test
        void whatAReadingStagedAndIsTakenBackIsComparedAnew() {
            store.hub().stage(JOB, List.of(new StagedRecord("g1", 7, Attributes.empty(), "")));
            store.hub().resolved(JOB, List.of(new ResolvedRecord(store.hub().staged(JOB, 1).get(0), OptionalLong.empty(), Optional.of(Attributes.empty()))), NOW);
            store.hub().stage(JOB, List.of(new StagedRecord("g1", 8, Attributes.empty(), ""), new StagedRecord("g2", 8, Attributes.empty(), "")));
            store.claims().stage(JOB, Waiting.NEW, List.of(claim("g1", "", "ada"), claim("g2", "", "ada"), claim("g3", "", "ada")));
            store.hub().takeBack(JOB);

            assertThat(store.claims().staged(JOB, Waiting.NEW, ClaimStore.FIRST, 10)).as("what was judged before stays").extracting(Meant::claim).containsExactly(claim("g3", "", "ada"));
            List<Long> hashes = new ArrayList<>();
            store.hub().eachRecordHash(JOB, (anchor, hash, staged) -> hashes.add(hash));
            assertThat(hashes).containsExactly(0L);
        }

        @Test
        void whatWasGoneIsGoneStillWhenAReadingThatFoundItAgainIsTakenBack() {
            store.hub().stage(JOB, List.of(new StagedRecord("g1", 7, Attributes.empty(), "")));
            store.hub().resolved(JOB, List.of(new ResolvedRecord(store.hub().staged(JOB, 1).get(0), OptionalLong.empty(), Optional.of(Attributes.empty()))), NOW);
            store.claims().mean(JOB, List.of(meant(claim("g1", "", "ada"), 1, 2)));
            store.hub().stageAbsence(JOB, List.of("g1"));
            store.hub().resolved(JOB, List.of(new ResolvedRecord(store.hub().staged(JOB, 1).get(0), OptionalLong.empty(), Optional.of(Attributes.empty()))), NOW);
            store.claims().stage(JOB, Waiting.GONE, List.of(claim("g1", "", "ada")));
            store.hub().stage(JOB, List.of(new StagedRecord("g1", 7, Attributes.empty(), "")));
            store.claims().stage(JOB, Waiting.NEW, List.of(claim("g1", "", "ada")));
            assertThat(store.claims().staged(JOB, Waiting.GONE, ClaimStore.FIRST, 10)).isEmpty();

            store.hub().unstage(JOB, List.of("g1"));
            assertThat(store.claims().staged(JOB, Waiting.GONE, ClaimStore.FIRST, 10)).hasSize(1);
        }

        @Test
        void whatFollowsSomethingThatHasEndedIsDue() {
            Identity group = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "sales", Attributes.empty()))).get(0);
            Identity ada = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty()))).get(0);
            Origin origin = Origin.source(JOB);
            Claim first = claim("r1", "sales", "ada");
            Claim next = claim("r2", "sales", "ada");
            store.claims().mean(JOB, List.of(meant(first, group.id(), ada.id()), new Meant(next, OptionalLong.of(group.id()), OptionalLong.of(ada.id()), Optional.of(LATER), Optional.empty())));
            store.memberships().save(List.of(new Membership(group.id(), ada.id(), origin, Optional.empty(), Optional.of(NOW))));
            assertThat(store.claims().due(JOB, origin, NOW.minusSeconds(1), 10)).isEmpty();
            assertThat(store.claims().due(JOB, origin, NOW, 10)).containsExactly(new Pair(group.id(), ada.id()));
            assertThat(store.claims().due("another", Origin.source("another"), NOW, 10)).isEmpty();
        }
    }

    /** What rules of groups have come to. */
    @Nested
    class GroupRules {

        private GroupRuleStore.Waiting join(String group, long member) {
            return new GroupRuleStore.Waiting("r", group, member, true, false);
        }

        @Test
        void whatWaitsForMembersByRulesIsReplacedAndOthersWaitOn() {
            store.groupRules().decided(List.of("r", "s"), List.of(1L, 2L), List.of(join("a", 1), join("a", 2), new GroupRuleStore.Waiting("s", "b", 2, false, true), new GroupRuleStore.Waiting("s", "b", 1, false, false)),
                    List.of(new GroupRuleStore.Problem("r", 1, "", "no"), new GroupRuleStore.Problem("", 2, "", "never")));
            assertThat(store.groupRules().crowds()).containsExactly(new GroupRuleStore.Crowd("r", "a", 2, 0, 0), new GroupRuleStore.Crowd("s", "b", 0, 2, 1));
            assertThat(store.groupRules().waiting("r", "a", true, 1, 9)).containsExactly(join("a", 2));
            assertThat(store.groupRules().problemCount()).isEqualTo(2);

            store.groupRules().decided(List.of("r"), List.of(1L), List.of(join("c", 1)), List.of());
            assertThat(store.groupRules().crowds()).extracting(GroupRuleStore.Crowd::group).containsExactly("a", "c", "b");
            assertThat(store.groupRules().problems(9)).containsExactly(new GroupRuleStore.Problem("", 2, "", "never"));
            store.groupRules().done(List.of(join("c", 1), join("a", 2)));
            store.groupRules().forgetRule("s");
            assertThat(store.groupRules().crowds()).isEmpty();
        }

        @Test
        void whatTimeChangesNextIsFound() {
            store.groupRules().due(Map.of(1L, Optional.of(NOW), 2L, Optional.of(LATER), 3L, Optional.empty()));
            assertThat(store.groupRules().nextDue(NOW.minusSeconds(1), Optional.empty())).contains(NOW);
            assertThat(store.groupRules().nextDue(NOW, Optional.empty())).contains(LATER);
            assertThat(store.groupRules().nextDue(NOW.minusSeconds(1), Optional.of(Set.of(2L, 3L)))).contains(LATER);
            assertThat(store.groupRules().nextDue(LATER, Optional.empty())).isEmpty();

            List<Identity> some = store.hub().save(Stream.of("a", "b", "c").map(key -> new IdentityDraft(OptionalLong.empty(), Kind.GROUP, key, Attributes.empty())).toList());
            Membership begins = new Membership(some.get(0).id(), some.get(1).id(), Origin.rule("r"), Optional.of(NOW), Optional.empty());
            Membership ends = new Membership(some.get(0).id(), some.get(2).id(), Origin.rule("r"), Optional.of(NOW.minusSeconds(60)), Optional.of(LATER));
            store.memberships().save(List.of(begins, ends, new Membership(some.get(1).id(), some.get(2).id(), Origin.rule("r"), Optional.empty(), Optional.empty())));
            assertThat(store.memberships().nextTurn(NOW.minusSeconds(1))).contains(NOW);
            assertThat(store.memberships().nextTurn(NOW)).contains(LATER);
            assertThat(store.memberships().nextTurn(LATER)).isEmpty();
            assertThat(store.memberships().turningBetween(NOW.minusSeconds(1), NOW)).containsExactly(begins);
            assertThat(store.memberships().turningBetween(NOW.minusSeconds(61), LATER)).containsExactly(begins, ends);
            assertThat(store.memberships().turningBetween(NOW, NOW)).isEmpty();
        }

        @Test
        void problemsOfGroupsAreApart() {
            store.groupRules().problem("r", "a", Optional.of("one"));
            store.groupRules().problem("r", "a", Optional.of("another"));
            store.groupRules().decided(List.of("r"), List.of(7L), List.of(), List.of(new GroupRuleStore.Problem("r", 7, "", "no")));
            assertThat(store.groupRules().problemsOfGroups()).containsExactly(new GroupRuleStore.Problem("r", 0, "a", "another"));
            store.groupRules().problem("r", "a", Optional.empty());
            assertThat(store.groupRules().problemsOfGroups()).isEmpty();
        }

        @Test
        void groupsOfRulesAreKeptWithWhoIsInThem() {
            Identity group = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "g", Attributes.empty()))).get(0);
            Identity person = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E1", Attributes.empty()))).get(0);
            store.groupRules().save(new GroupRuleStore.RuleGroup("r", group.id(), true, false));
            store.groupRules().save(new GroupRuleStore.RuleGroup("r", group.id(), true, true));
            assertThat(store.groupRules().groups()).containsExactly(new GroupRuleStore.RuleGroup("r", group.id(), true, true));
            store.memberships().save(List.of(new Membership(group.id(), person.id(), Origin.rule("r"), Optional.empty(), Optional.empty()),
                    new Membership(group.id(), person.id(), Origin.rule("s"), Optional.empty(), Optional.empty())));
            assertThat(store.groupRules().members(group.id(), Origin.rule("r"))).isEqualTo(1);
            assertThat(store.groupRules().members(List.of(group.id(), person.id()))).isEqualTo(Map.of(group.id(), 1L));
            store.groupRules().forget(new GroupRuleStore.RuleGroup("r", group.id(), true, true));
            assertThat(store.groupRules().groups()).isEmpty();
        }

        @Test
        void ofWhatMembersSayTwoThatDifferAreFound() {
            Attributes one = Attributes.of(Map.of("name", "a", "of", "x"));
            store.groupRules().say("r", "g", Map.of(1L, one, 2L, one));
            assertThat(store.groupRules().said("r", "g")).singleElement().satisfies(said -> assertThat(said.attributes()).isEqualTo(one));
            store.groupRules().say("r", "g", Map.of(2L, Attributes.of(Map.of("name", "b"))));
            assertThat(store.groupRules().said("r", "g")).extracting(GroupRuleStore.Said::member).containsExactlyInAnyOrder(1L, 2L);
            store.groupRules().silent("r", "g", List.of(2L));
            assertThat(store.groupRules().said("r", "g")).hasSize(1);
            assertThat(store.groupRules().said("r", "h")).isEmpty();
        }

        @Test
        void whoseTimeHasComeIsFoundInTheOrderOfIds() {
            store.groupRules().due(Map.of(3L, Optional.of(NOW), 1L, Optional.of(NOW), 2L, Optional.of(LATER), 4L, Optional.empty()));
            assertThat(store.groupRules().due(NOW, 0, 9)).containsExactly(1L, 3L);
            assertThat(store.groupRules().due(NOW, 1, 9)).containsExactly(3L);
            store.groupRules().due(Map.of(3L, Optional.empty()));
            assertThat(store.groupRules().due(NOW, 0, 9)).containsExactly(1L);
        }
    }

    @Nested
    class Memberships {

        private Identity group;
        private List<Identity> people;

        private void groupOf(int count) {
            group = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "sales", Attributes.empty()))).get(0);
            people = store.hub().save(IntStream.range(0, count).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + i, Attributes.empty())).toList());
        }

        private Membership in(Identity member, Origin origin) {
            return new Membership(group.id(), member.id(), origin, Optional.of(NOW), Optional.empty());
        }

        @Test
        void whoeverWaitsDoesSoUntilTheTargetHasAnsweredOrNothingIsDue() {
            groupOf(3);
            List<MembershipStore.Pair> pairs = people.stream().map(person -> new MembershipStore.Pair(group.id(), person.id())).toList();
            MembershipStore members = store.memberships();
            members.markDue("ldap", pairs);
            members.postpone("ldap", pairs.stream().map(pair -> waiting(pair, 1, NOW.plusSeconds(pair.member()))).toList());
            PostponedMember again = waiting(pairs.get(0), 2, NOW.plusSeconds(3600));
            members.postpone("ldap", List.of(again));
            assertThat(members.postponedCount("ldap")).isEqualTo(3);
            assertThat(members.postponed("ldap", 1)).extracting(PostponedMember::pair).containsExactly(pairs.get(1));
            assertThat(members.postponed("ldap", pairs.subList(0, 1))).containsExactly(Map.entry(pairs.get(0), again));
            members.dropPostponed("ldap", pairs.subList(1, 2));
            members.dropPostponedNotDue("ldap");
            assertThat(members.postponed("ldap", 5)).extracting(PostponedMember::pair).containsExactly(pairs.get(2), pairs.get(0));
            members.clearDue("ldap", pairs.subList(0, 1));
            members.dropPostponedNotDue("ldap");
            assertThat(members.postponed("ldap", 5)).extracting(PostponedMember::pair).containsExactly(pairs.get(2));
            members.dropPostponed("ldap");
            assertThat(members.postponedCount("ldap")).isZero();
        }

        private PostponedMember waiting(MembershipStore.Pair pair, long tries, Instant until) {
            return new PostponedMember(pair, "join", tries, NOW, NOW, until, "down");
        }

        @Test
        void eachOriginIsOneAndIsTakenAwayAlone() {
            groupOf(1);
            Membership rule = in(people.get(0), Origin.rule("sales"));
            Membership request = new Membership(group.id(), people.get(0).id(), Origin.operator("7"), Optional.empty(), Optional.of(LATER));
            store.memberships().save(List.of(rule, request, rule));

            assertThat(store.memberships().ofMembers(List.of(people.get(0).id(), group.id()))).isEqualTo(Map.of(people.get(0).id(), List.of(request, rule)));
            Membership until = new Membership(group.id(), people.get(0).id(), Origin.rule("sales"), Optional.empty(), Optional.of(NOW));
            store.memberships().save(List.of(until));
            store.memberships().remove(List.of(request, request));
            assertThat(store.memberships().ofGroup(group.id(), 0, 10)).containsExactly(until);
        }

        @Test
        void aGroupIsReadInPagesOfWholeMembers() {
            groupOf(5);
            people.forEach(member -> store.memberships().save(List.of(in(member, Origin.rule("a")), in(member, Origin.rule("b")))));

            List<Membership> first = store.memberships().ofGroup(group.id(), 0, 2);
            assertThat(first).extracting(Membership::member).containsExactly(people.get(0).id(), people.get(0).id(), people.get(1).id(), people.get(1).id());
            assertThat(store.memberships().ofGroup(group.id(), people.get(1).id(), 10)).hasSize(6).extracting(Membership::origin).startsWith(Origin.rule("a"), Origin.rule("b"));
        }

        @Test
        void nobodyWhoIsNotInTheHubIsInAGroup() {
            groupOf(0);

            assertThatThrownBy(() -> store.memberships().save(List.of(new Membership(group.id(), 999, Origin.rule("sales"), Optional.empty(), Optional.empty()))))
                    .isInstanceOf(RuntimeException.class);
        }
    }

    @Nested
    class Links {

        @Test
        void aPageHasAllIdentitiesInTheOrderOfIdsWithTheirLinkIfThereIsOne() {
            Identity ada = identity("E1");
            Identity bob = identity("E2");
            Identity eve = identity("E3");
            Link full = new Link(bob.id(), Optional.of("uid=bob"), LinkState.DISABLED, Attributes.of(Map.of("mail", "b")),
                    new Link.Why(Optional.of(LEFT), Optional.of(Because.of(Reason.EVALUATION_FAILED, "status is \"odd\"\n"))),
                    new Link.Dates(Optional.of(NOW), Optional.of(LATER)), Map.of())
                    .withUnconfirmed(Map.of("title", new Unconfirmed("A \"B\"", "a", true), "roles", new Unconfirmed(List.of("x", 1L), null, false),
                            "dept", new Unconfirmed("R1", "R9", Unconfirmed.Standing.REPORTED), "phone", new Unconfirmed(null, "1", Unconfirmed.Standing.UNREAD), "mail", new Unconfirmed("a", "b", false, true)))
                    .withGiven(Attributes.of(Map.of("roles", List.of("seller", "buyer"))));
            store.links().save("ldap", List.of(full));
            store.links().save("scim", List.of(link(eve.id(), LinkState.ENABLED, "x")));

            assertThat(store.links().page(Kind.PERSON, "ldap", 0, 2)).containsExactly(new Subject(ada, Optional.empty()), new Subject(bob, Optional.of(full)));
            assertThat(store.links().page(Kind.PERSON, "ldap", bob.id(), 2)).containsExactly(new Subject(eve, Optional.empty()));
        }

        @Test
        void accountsThatHaveAValueInAListAreCounted() {
            store.links().save("crm", List.of(Link.of(identity("E1").id(), "a1", LinkState.ENABLED, Attributes.of(Map.of("roles", List.of("seller", "buyer")))),
                    Link.of(identity("E2").id(), "a2", LinkState.DISABLED, Attributes.of(Map.of("roles", "seller", "title", "buyer"))),
                    Link.of(identity("E3").id(), "a3", LinkState.ENABLED, Attributes.of(Map.of("title", "seller")))));
            store.links().save("other", List.of(Link.of(identity("E4").id(), "a1", LinkState.ENABLED, Attributes.of(Map.of("roles", List.of("seller"))))));

            assertThat(store.links().accountsWith("crm", "roles", Set.of("seller", "buyer", "none"))).isEqualTo(Map.of("seller", 2L, "buyer", 1L));
        }

        @Test
        void savingALinkReplacesWhatWasKnown() {
            Identity ada = identity("E1");
            store.links().save("ldap", List.of(link(ada.id(), LinkState.ENABLED, "uid=ada")));
            Link none = Link.none(ada.id(), OUT);
            store.links().save("ldap", List.of(link(ada.id(), LinkState.DISABLED, "uid=ada"), none));

            assertThat(store.links().subjects("ldap", List.of(ada.id(), 99L))).isEqualTo(Map.of(ada.id(), new Subject(ada, Optional.of(none))));
            assertThat(store.links().links("ldap", List.of(ada.id(), 99L))).isEqualTo(Map.of(ada.id(), none));
            assertThat(store.links().links("scim", List.of(ada.id()))).isEmpty();
        }

        @Test
        void dueAreThoseChangedAfterAVersionThoseWhoseTimeHasComeAndThoseMarked() {
            List<Identity> all = IntStream.range(0, 6).mapToObj(i -> identity("E" + i)).toList();
            List<Long> id = all.stream().map(Identity::id).toList();
            store.links().save("ldap", List.of(dueLink(id.get(0), NOW), dueLink(id.get(1), NOW.plusMillis(1)), link(id.get(2), LinkState.NONE, null)));
            store.links().markDue("ldap", List.of(id.get(2), 99L));
            long since = all.get(4).version();

            assertThat(ids(store.links().due(Kind.PERSON, "ldap", since, NOW, 0, 10))).containsExactly(id.get(0), id.get(2), id.get(5));
            assertThat(ids(store.links().due(Kind.PERSON, "ldap", since, NOW, 0, 2))).containsExactly(id.get(0), id.get(2));
            assertThat(ids(store.links().due(Kind.PERSON, "ldap", since, NOW, id.get(2), 2))).containsExactly(id.get(5));
            assertThat(ids(store.links().due(Kind.PERSON, "scim", since, NOW, 0, 10))).containsExactly(id.get(5));
            assertThat(ids(store.links().changed(Kind.PERSON, "ldap", all.get(3).version(), 0, 10))).containsExactly(id.get(4), id.get(5));
            assertThat(ids(store.links().changed(Kind.PERSON, "ldap", all.get(0).version(), id.get(2), 2))).containsExactly(id.get(3), id.get(4));
        }

        @Test
        void whoeverIsOfAnotherKindIsNotDueWhateverMarkedThem() {
            Identity ada = identity("E1");
            store.links().save("groups", List.of(dueLink(ada.id(), NOW)));
            store.links().markDue("groups", List.of(ada.id()));
            assertThat(store.links().due(Kind.GROUP, "groups", ada.version(), NOW, 0, 10)).isEmpty();
        }

        @Test
        void whoHasNoLinkCanBeMarked() {
            Identity ada = identity("E1");
            Identity bob = identity("E2");
            store.links().markDue("ldap", List.of(ada.id()));
            store.links().markDue("ldap", List.of(ada.id()));

            assertThat(store.links().due(Kind.PERSON, "ldap", bob.version(), NOW, 0, 10)).containsExactly(new Subject(ada, Optional.of(Link.none(ada.id()))));
            assertThat(store.links().due(Kind.PERSON, "scim", bob.version(), NOW, 0, 10)).isEmpty();
        }

        @Test
        void aPartialReadDoesForEnabledAccountsWithNothingToSayOfThem() {
            List<Identity> all = IntStream.range(0, 11).mapToObj(i -> identity("E" + i)).toList();
            List<Long> id = all.stream().map(Identity::id).toList();
            store.links().save("ldap", List.of(settled(id.get(0)), settled(id.get(1)), link(id.get(2), LinkState.ENABLED, "b"),
                    Link.of(id.get(3), "d", LinkState.DISABLED, Attributes.empty()).withDisabledAt(Optional.of(NOW)),
                    Link.of(id.get(4), "e", LinkState.ENABLED, Attributes.empty()).withDueAt(Optional.of(NOW)),
                    settled(id.get(5)), settled(id.get(6)), Link.none(id.get(8), OUT), Link.none(id.get(9), LATER_START), settled(id.get(10))));
            store.links().save("scim", List.of(settled(id.get(7))));
            store.links().markDue("ldap", List.of(id.get(5)));
            store.changes().saveDeadLetters(List.of(letter("ldap", id.get(6), change(id.get(6), ChangeKind.UPDATE), "")));
            List<Long> toEvaluate = new ArrayList<>();
            List<String> shown = new ArrayList<>();
            LinkStore.Settled enough = store.links().readPartially(Kind.PERSON, "ldap", all.get(9).version(), NOW, new PartialRead(Set.of("name", "nothing"), Set.of("uid"),
                    (identity, account) -> {
                        shown.add(identity.asMap() + " " + account.asMap());
                        return identity.get("name").equals("E1");
                    }, OUT::equals), toEvaluate::add);

            assertThat(shown).containsExactly("{name=E0} {uid=u1}", "{name=E1} {uid=u2}");
            assertThat(enough).isEqualTo(new LinkStore.Settled(1, 1));
            List<Long> others = new ArrayList<>(id);
            others.removeAll(List.of(id.get(0), id.get(8)));
            assertThat(toEvaluate).containsExactlyElementsOf(others);
        }

        private static Link settled(long id) {
            return Link.of(id, "a" + id, LinkState.ENABLED, Attributes.of(Map.of("uid", "u" + id, "mail", "m"))).withDueAt(Optional.of(LATER));
        }

        @Test
        void aPartialReadSeesValuesAsTheyAre() {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("plain", "Zoë");
            values.put("hostile", "\"mail\":\"x\",\\ \n\u0001");
            values.put("na\"me", "quoted");
            values.put("several", List.of("a", "b,c"));
            values.put("number", 42L);
            values.put("decimal", new java.math.BigDecimal("1.50"));
            values.put("yes", true);
            values.put("empty", "");
            values.put("none", null);
            Identity ada = identity("E1", values);
            store.links().save("ldap", List.of(Link.of(ada.id(), "a", LinkState.ENABLED, Attributes.of(values))));
            Set<String> names = new java.util.LinkedHashSet<>(values.keySet());
            names.add("mail");
            List<Attributes> seen = new ArrayList<>();
            store.links().readPartially(Kind.PERSON, "ldap", ada.version(), NOW, new PartialRead(names, names, (identity, account) -> seen.add(identity) && !seen.add(account), reason -> false),
                    id -> { });

            assertThat(seen).containsExactly(Attributes.of(values), Attributes.of(values));
        }

        @Test
        void manyChangedIdentitiesAreDuePageByPage() {
            store.hub().save(IntStream.range(0, 12_000).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "E" + i, Attributes.empty())).toList());
            List<Long> seen = new ArrayList<>();
            List<Subject> page = store.links().due(Kind.PERSON, "ldap", 500, NOW, 0, 5_000);
            while (!page.isEmpty()) {
                seen.addAll(ids(page));
                page = store.links().due(Kind.PERSON, "ldap", 500, NOW, seen.get(seen.size() - 1), 5_000);
            }

            assertThat(seen).hasSize(11_500).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void aMarkStaysUntilItIsClearedHoweverOftenTheLinkIsSaved() {
            Identity ada = identity("E1");
            Identity eve = identity("E2");
            store.links().save("ldap", List.of(link(ada.id(), LinkState.NONE, null), link(eve.id(), LinkState.NONE, null)));
            store.links().markDue("ldap", List.of(ada.id(), eve.id()));
            store.links().save("ldap", List.of(link(ada.id(), LinkState.ENABLED, "uid=ada")));
            assertThat(ids(store.links().due(Kind.PERSON, "ldap", eve.version(), NOW, 0, 10))).containsExactly(ada.id(), eve.id());

            store.links().clearMarks("scim", List.of(ada.id()));
            store.links().clearMarks("ldap", List.of(ada.id(), 99L));
            assertThat(ids(store.links().due(Kind.PERSON, "ldap", eve.version(), NOW, 0, 10))).containsExactly(eve.id());
        }

        @Test
        void anAnchorIsLinkedOnlyWhileItsAccountExists() {
            LinkState[] states = LinkState.values();
            List<Long> id = IntStream.range(0, states.length).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().save("ldap", IntStream.range(0, states.length).mapToObj(i -> link(id.get(i), states[i], "a" + i)).toList());
            List<String> anchors = IntStream.range(0, states.length + 1).mapToObj(i -> "a" + i).toList();

            assertThat(store.links().linkedTo("ldap", anchors)).as("a missing account is still this identity's")
                    .isEqualTo(Map.of("a1", id.get(1), "a2", id.get(2), "a3", id.get(3), "a5", id.get(5)));
            assertThat(store.links().linkedTo("scim", anchors)).isEmpty();
        }

        @Test
        void linksWithAProblemAreCountedByItsReason() {
            Identity ada = identity("E1");
            Identity bob = identity("E2");
            Because failed = Because.of(Reason.EVALUATION_FAILED, "'hello' is no date");
            store.links().save("ldap", List.of(Link.none(ada.id()).withProblem(Optional.of(failed)),
                    Link.none(bob.id()).withProblem(Optional.of(Because.of(Reason.HELD_BACK_BY_ROUTE).dueTo(failed)))));
            assertThat(store.links().problems("ldap")).isEqualTo(Map.of(Reason.EVALUATION_FAILED, 1L, Reason.HELD_BACK_BY_ROUTE, 1L));
            assertThat(store.links().withProblem("ldap", Reason.EVALUATION_FAILED, 10)).extracting(Link::identityId).containsExactly(ada.id());
            assertThat(store.links().problems("scim")).isEmpty();
        }

        @Test
        void accountsAreCountedByState() {
            List<Long> id = IntStream.range(0, 4).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().save("ldap", List.of(link(id.get(0), LinkState.ENABLED, "a"), link(id.get(1), LinkState.ENABLED, "b"),
                    link(id.get(2), LinkState.DISABLED, "c"), link(id.get(3), LinkState.NONE, null)));

            assertThat(store.links().enabledAccounts("ldap")).isEqualTo(2);
            assertThat(store.links().enabledAccounts("scim")).isZero();
            assertThat(store.links().countByState("ldap")).isEqualTo(Map.of(LinkState.ENABLED, 2L, LinkState.DISABLED, 1L, LinkState.NONE, 1L));
        }

        @Test
        void openAccountsAreCountedThroughAnyHistory() {
            List<Long> id = IntStream.range(0, 20).mapToObj(i -> identity("E" + i).id()).toList();
            Random random = new Random(11);
            LinkState[] states = {LinkState.ENABLED, LinkState.ENABLED, LinkState.DISABLED, LinkState.MISSING, LinkState.NONE};
            for (int round = 0; round < 40; round++) {
                List<Link> some = random.ints(random.nextInt(6), 0, 20).mapToObj(i -> {
                    LinkState state = states[random.nextInt(states.length)];
                    return link(id.get(i), state, state == LinkState.NONE ? null : "a" + i);
                }).toList();
                store.links().markDue("ldap", List.of(id.get(random.nextInt(20))));
                boolean undone = random.nextInt(4) == 0;
                try {
                    store.inTransaction(() -> {
                        store.links().save("ldap", some);
                        if (undone) {
                            throw new IllegalStateException("undone");
                        }
                    });
                } catch (IllegalStateException wanted) {
                    assertThat(undone).isTrue();
                }
                assertThat(store.links().enabledAccounts("ldap")).as("round %s", round).isEqualTo(store.links().countByState("ldap").getOrDefault(LinkState.ENABLED, 0L));
            }
            assertThat(store.links().enabledAccounts("ldap")).isPositive();
        }

        @Test
        void linksAreFoundByTheirStateInTheOrderOfIdentities() {
            List<Long> id = IntStream.range(0, 4).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().save("ldap", List.of(link(id.get(2), LinkState.IN_DOUBT, null), link(id.get(0), LinkState.IN_DOUBT, null),
                    link(id.get(1), LinkState.ENABLED, "b"), link(id.get(3), LinkState.IN_DOUBT, null)));

            assertThat(store.links().inState("ldap", LinkState.IN_DOUBT, 0, 2)).extracting(Link::identityId).containsExactly(id.get(0), id.get(2));
            assertThat(store.links().inState("ldap", LinkState.IN_DOUBT, id.get(2), 2)).extracting(Link::identityId).containsExactly(id.get(3));
            assertThat(store.links().inState("scim", LinkState.IN_DOUBT, 0, 2)).isEmpty();
            assertThat(store.links().count("ldap", LinkState.IN_DOUBT)).isEqualTo(3);
            assertThat(store.links().count("scim", LinkState.IN_DOUBT)).isZero();
            assertThat(store.links().hasAccounts("scim")).isFalse();
            assertThat(store.links().hasAccounts("ldap")).isEqualTo(store.links().countByState("ldap").keySet().stream().anyMatch(LinkState::exists));
        }

        @Test
        void eachLinkWhoseAccountExistsIsVisitedInTheOrderOfAnchorsAndMayBeSavedMeanwhile() {
            List<Long> id = IntStream.range(0, 4).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().save("ldap", List.of(link(id.get(0), LinkState.ENABLED, "b"), link(id.get(1), LinkState.DISABLED, "a"),
                    link(id.get(2), LinkState.GONE, "c"), link(id.get(3), LinkState.UNMANAGED, "B")));
            List<String> visited = new ArrayList<>();

            store.links().eachLinked("ldap", link -> {
                visited.add(link.anchor().orElseThrow());
                store.links().markDue("ldap", List.of(link.identityId()));
            });

            assertThat(visited).containsExactly("B", "a", "b");
        }

        @Test
        void referencesAreReplacedAndFoundByWhatTheyReferTo() {
            List<Long> id = IntStream.range(0, 3).mapToObj(i -> identity("E" + i).id()).toList();
            store.links().references("ldap", Map.of(id.get(0), Set.of(mail("e9"), mail("e8")), id.get(1), Set.of(mail("e9")), id.get(2), Set.of(mail("e9"))));
            store.links().references("scim", Map.of(id.get(2), Set.of(mail("e9"))));
            store.links().references("ldap", Map.of(id.get(0), Set.of(mail("e7"), new Reference(Reference.KEY, "E9")), id.get(2), Set.of()));

            assertThat(store.links().referringTo("ldap", List.of(mail("e8"), mail("e9")))).containsExactly(id.get(1));
            assertThat(store.links().referringTo("ldap", List.of(mail("e7"), mail("e9")))).containsExactly(id.get(0), id.get(1));
            assertThat(store.links().referringTo("ldap", List.of(new Reference(Reference.KEY, "E9")))).containsExactly(id.get(0));
            assertThat(store.links().referredToBy("ldap", id)).isEqualTo(Map.of(id.get(0), Set.of(mail("E7"), new Reference(Reference.KEY, "E9")), id.get(1), Set.of(mail("E9"))));
        }

        private Reference mail(String value) {
            return new Reference("mail", value);
        }
    }

    @Nested
    class Listings {

        private ListedAccount account(String anchor, String mail, String... numbers) {
            return new ListedAccount(anchor, Attributes.of(Map.of("mail", mail)), Map.of("mail", List.of(mail), "number", List.of(numbers)));
        }

        @Test
        void listedAccountsAreFoundByAValueAndByAnchor() {
            ListedAccount one = account("uid=1", "a@example.test", "7", "8");
            ListedAccount two = account("uid=2", "a@example.test", "8");
            store.links().addToListing("ldap", List.of(one, two));

            assertThat(store.links().listedWith("ldap", "mail", List.of("a@example.test", "A@example.test")))
                    .isEqualTo(Map.of("a@example.test", List.of(one, two)));
            assertThat(store.links().listedWith("ldap", "number", List.of("7"))).isEqualTo(Map.of("7", List.of(one)));
            assertThat(store.links().listed("ldap", List.of("uid=2", "uid=3"))).isEqualTo(Map.of("uid=2", two));
            assertThat(store.links().listedWith("scim", "number", List.of("7"))).isEmpty();
            assertThat(store.links().listingSize("ldap")).isEqualTo(2);
            assertThat(store.links().listing("ldap", "", 1)).extracting(ListedAccount::anchor).containsExactly("uid=1");
            assertThat(store.links().listing("ldap", "uid=1", 5)).extracting(ListedAccount::anchor).containsExactly("uid=2");
            assertThat(store.links().listing("ldap", "uid=2", 5)).isEmpty();
        }

        @Test
        void whatIsDecidedOfAnAccountIsKeptUntilSomethingElseIsDecided() {
            Identity ada = identity("E1");
            Identity bob = identity("E2");
            store.links().decide("ldap", Map.of(ada.id(), Optional.of(new LinkStore.Decided(Set.of("uid=\"1\"", "uid=2"), false)), bob.id(), Optional.of(new LinkStore.Decided(Set.of(), true))));
            assertThat(store.links().decided("ldap")).containsOnly(Map.entry(ada.id(), new LinkStore.Decided(Set.of("uid=2", "uid=\"1\""), false)),
                    Map.entry(bob.id(), new LinkStore.Decided(Set.of(), true)));
            assertThat(store.links().decided("scim")).isEmpty();
            store.links().decide("ldap", Map.of(ada.id(), Optional.empty(), bob.id(), Optional.of(new LinkStore.Decided(Set.of("uid=3"), false))));
            assertThat(store.links().decided("ldap")).containsOnly(Map.entry(bob.id(), new LinkStore.Decided(Set.of("uid=3"), false)));
        }

        @Test
        void anAccountListedAgainIsReplaced() {
            store.links().addToListing("ldap", List.of(account("uid=1", "old@example.test")));
            store.links().addToListing("ldap", List.of(account("uid=1", "new@example.test")));

            assertThat(store.links().listedWith("ldap", "mail", List.of("old@example.test"))).isEmpty();
            assertThat(store.links().listingSize("ldap")).isEqualTo(1);
        }

        @Test
        void clearingRemovesTheListingOfOneJob() {
            store.links().addToListing("ldap", List.of(account("uid=1", "a@example.test")));
            store.links().addToListing("scim", List.of(account("1", "a@example.test")));

            store.links().clearListing("ldap");

            assertThat(store.links().listingSize("ldap")).isZero();
            assertThat(store.links().listedWith("ldap", "mail", List.of("a@example.test"))).isEmpty();
            assertThat(store.links().listingSize("scim")).isEqualTo(1);
        }
    }

    @Nested
    class Changes {

        private List<Long> whose(List<PlannedChange> changes) {
            return changes.stream().map(change -> change.change().identityId()).toList();
        }

        @Test
        void aChangeIsKeptExactly() {
            Map<String, Object> account = new LinkedHashMap<>();
            account.put("n", 1L);
            account.put("d", new BigDecimal("1.0"));
            account.put("none", null);
            Change change = new Change(ChangeKind.UPDATE, new Change.Account(5, SubjectKey.person("E5"), Optional.of("uid=5"), Attributes.of(account)),
                    new Change.Writes(List.of(AttributeChange.of("a", null, "x"), AttributeChange.of("b", 1L, null),
                    AttributeChange.of("c", true, new BigDecimal("2")), new AttributeChange("groups", List.of("x"), List.of("y"), List.of("y"),
                    List.of("x")), AttributeChange.of("password", null, Change.SENSITIVE)), Optional.of(false), List.of("manager"), Set.of("a", "active")),
                    new Change.Grounds(Optional.of(OUT.dueTo(LEFT)), List.of("scope: in", "guard: held"), "ff00"), true);
            store.changes().plan("ldap", 1, List.of(change));

            assertThat(store.changes().next("ldap", Optional.empty(), 1)).extracting(PlannedChange::change).containsExactly(change);
        }

        @Test
        void changesComeInTheOfOrderOfDispatchThenAsPlannedPageByPage() {
            Change urgent = new Change(ChangeKind.DISABLE, new Change.Account(9, SubjectKey.person("E9"), Optional.of("a9"), Attributes.empty()),
                    Change.Writes.of(List.of(), Optional.of(false)), new Change.Grounds(Optional.empty(), List.of(), ""), true);
            store.changes().plan("ldap", 1, List.of(change(1, ChangeKind.DELETE), change(2, ChangeKind.DISABLE), change(3, ChangeKind.CREATE)));
            store.changes().plan("ldap", 1, List.of(change(4, ChangeKind.UPDATE), urgent));
            store.changes().plan("scim", 1, List.of(change(5, ChangeKind.UPDATE)));

            List<PlannedChange> all = store.changes().next("ldap", Optional.empty(), 10);
            assertThat(whose(all)).containsExactly(9L, 3L, 4L, 2L, 1L);
            assertThat(store.changes().next("ldap", Optional.of(all.get(1)), 2)).isEqualTo(all.subList(2, 4));
            assertThat(all.get(1).id()).isLessThan(all.get(2).id());
        }

        @Test
        void plannedChangesAreToldAsTheyAreStored() {
            List<PlannedChange> planned = store.changes().plan("ldap", 1, List.of(change(2, ChangeKind.CREATE), change(1, ChangeKind.CREATE)));

            assertThat(store.changes().next("ldap", Optional.empty(), 10)).isEqualTo(planned);
            assertThat(store.changes().plan("ldap", 1, List.of())).isEmpty();
        }

        @Test
        void thoseThatWaitForOthersAreToldByIdAndReadById() {
            List<PlannedChange> planned = store.changes().plan("ldap", 1, List.of(waiting(7), change(1, ChangeKind.CREATE), waiting(5), waiting(6)));
            store.changes().plan("scim", 1, List.of(waiting(8)));
            store.changes().hold("ldap", List.of(planned.get(3).id()), true);

            Map<Long, Long> told = new LinkedHashMap<>();
            store.changes().eachWaiting("ldap", told::put);
            assertThat(told).containsExactly(Map.entry(planned.get(0).id(), 7L), Map.entry(planned.get(2).id(), 5L));
            List<Long> all = planned.stream().map(PlannedChange::id).toList();
            assertThat(store.changes().read("ldap", all)).containsExactlyInAnyOrder(planned.get(0), planned.get(1), planned.get(2));
            assertThat(store.changes().read("scim", all)).isEmpty();
        }

        private Change waiting(long identity) {
            return new Change(ChangeKind.CREATE, Change.Account.none(identity, SubjectKey.person("E" + identity)),
                    new Change.Writes(List.of(), Optional.of(true), List.of("manager"), Set.of()), new Change.Grounds(Optional.empty(), List.of(), ""),
                    false);
        }

        @Test
        void heldChangesAreUnsettledButNotNext() {
            store.changes().plan("ldap", 1, List.of(change(1, ChangeKind.CREATE), change(2, ChangeKind.DISABLE)));
            PlannedChange disable = store.changes().next("ldap", Optional.empty(), 10).get(1);

            store.changes().hold("ldap", List.of(disable.id()), true);
            assertThat(whose(store.changes().next("ldap", Optional.empty(), 10))).containsExactly(1L);
            assertThat(store.changes().unsettled("ldap", Optional.empty(), 10)).extracting(PlannedChange::held).containsExactly(false, true);
            assertThat(store.changes().heldByJob()).isEqualTo(Map.of("ldap", 1L));
            assertThat(store.changes().unsettledCount("ldap")).isEqualTo(2);
            assertThat(store.changes().unsettledCount("scim")).isZero();

            store.changes().hold("ldap", List.of(disable.id()), false);
            assertThat(whose(store.changes().next("ldap", Optional.empty(), 10))).containsExactly(1L, 2L);
            assertThat(store.changes().heldByJob()).isEmpty();
        }

        @Test
        void settlingRemovesChangesOfThatJobOnly() {
            store.changes().plan("ldap", 1, List.of(change(1, ChangeKind.CREATE)));
            long id = store.changes().next("ldap", Optional.empty(), 1).get(0).id();

            store.changes().settle("scim", List.of(id));
            assertThat(store.changes().unsettled("ldap", Optional.empty(), 10)).hasSize(1);

            store.changes().settle("ldap", List.of(id));
            assertThat(store.changes().unsettled("ldap", Optional.empty(), 10)).isEmpty();
        }

        @Test
        void discardingSaysWhoseTheChangesWere() {
            store.changes().plan("ldap", 1, List.of(change(2, ChangeKind.UPDATE), change(1, ChangeKind.CREATE), change(1, ChangeKind.UPDATE)));
            store.changes().plan("scim", 1, List.of(change(3, ChangeKind.CREATE)));

            assertThat(store.changes().discard("ldap")).containsExactlyInAnyOrder(1L, 2L);
            assertThat(store.changes().discard("ldap")).isEmpty();
            assertThat(store.changes().unsettled("scim", Optional.empty(), 10)).hasSize(1);
        }
    }

    @Nested
    class Dead {

        @Test
        void aDeadLetterKeepsEverything() {
            DeadLetter letter = letter("ldap", 1L, change(1, ChangeKind.UPDATE), "");
            store.changes().saveDeadLetters(List.of(letter));

            DeadLetter stored = store.changes().deadLetters(Optional.of("ldap"), 10).get(0);
            assertThat(stored.id()).isPositive();
            assertThat(stored).usingRecursiveComparison().ignoringFields("id").isEqualTo(letter);
        }

        @Test
        void anOlderOneOfTheSameJobAndIdentityIsReplaced() {
            store.changes().saveDeadLetters(List.of(letter("ldap", 1L, change(1, ChangeKind.UPDATE), ""), letter("scim", 1L, change(1, ChangeKind.UPDATE), "")));
            store.changes().saveDeadLetters(List.of(letter("ldap", 1L, change(1, ChangeKind.DISABLE), "")));

            assertThat(store.changes().deadLetterCount("ldap")).isEqualTo(1);
            assertThat(store.changes().deadLetters(Optional.of("ldap"), 10).get(0).change().orElseThrow().kind()).isEqualTo(ChangeKind.DISABLE);
            assertThat(store.changes().deadLetters(Optional.empty(), 10)).extracting(DeadLetter::job).containsExactly("ldap", "scim");
        }

        @Test
        void theNewestDeadLetterComesFirst() {
            store.changes().saveDeadLetters(List.of(letter("ldap", 1L, change(1, ChangeKind.UPDATE), ""), letter("ldap", 2L, change(2, ChangeKind.UPDATE), "")));

            assertThat(store.changes().deadLetters(Optional.empty(), 1)).extracting(DeadLetter::identityKey).containsExactly("E2");
        }

        @Test
        void buriedTellsTheBasisAndExhumingRemovesIt() {
            store.changes().saveDeadLetters(List.of(letter("ldap", 1L, change(1, ChangeKind.UPDATE), ""), letter("ldap", 2L, change(2, ChangeKind.UPDATE), "")));

            assertThat(store.changes().deadLettered("ldap", List.of(1L, 2L, 3L))).isEqualTo(Map.of(1L, "basis1", 2L, "basis2"));
            assertThat(store.changes().deadLetteredChanges("ldap", List.of(2L, 3L))).isEqualTo(Map.of(2L, change(2, ChangeKind.UPDATE)));
            assertThat(store.changes().deadLettered("scim", List.of(1L))).isEmpty();
            assertThat(store.changes().deadLetteredChanges("scim", List.of(1L))).isEmpty();

            store.changes().dropDeadLetters("ldap", List.of(1L));
            assertThat(store.changes().deadLettered("ldap", List.of(1L, 2L))).isEqualTo(Map.of(2L, "basis2"));
        }

        @Test
        void aBlockedOneDoesNotKeepItsChangeFromBeingTriedAgain() {
            DeadLetter letter = letter("ldap", 1L, change(1, ChangeKind.UPDATE), "");
            store.changes().saveDeadLetters(List.of(new DeadLetter(0, letter.job(), letter.about(), letter.change(),
                    new DeadLetter.Failure(letter.stage(), OutcomeKind.BLOCKED, letter.reason(), 2, 7, NOW), false)));

            assertThat(store.changes().deadLettered("ldap", List.of(1L))).isEmpty();
            assertThat(store.changes().deadLetteredChanges("ldap", List.of(1L))).isEmpty();
            assertThat(store.changes().deadLetterCount("ldap")).isEqualTo(1);
        }

        @Test
        void aDeadLetterThatIsToBeTriedAgainStaysOneAndStopsNobody() {
            Identity ada = identity("E1");
            store.changes().saveDeadLetters(List.of(letter("ldap", ada.id(), change(ada.id(), ChangeKind.DISABLE), "")));
            String basis = store.changes().deadLettered("ldap", List.of(ada.id())).get(ada.id());
            store.changes().tryAgain(store.changes().deadLetters(Optional.empty(), 10).stream().map(DeadLetter::id).toList());

            assertThat(store.changes().deadLettered("ldap", List.of(ada.id())).get(ada.id())).isNotEqualTo(basis).isEmpty();
            assertThat(store.changes().deadLetteredChanges("ldap", List.of(ada.id()))).isEmpty();
            assertThat(store.changes().deadLetters(Optional.empty(), 10)).singleElement().satisfies(letter -> assertThat(letter.again()).isTrue());
            assertThat(store.changes().deadLetterCount("ldap")).isEqualTo(1);
            store.changes().saveDeadLetters(List.of(letter("ldap", ada.id(), change(ada.id(), ChangeKind.DISABLE), "")));
            assertThat(store.changes().deadLettered("ldap", List.of(ada.id()))).containsEntry(ada.id(), basis);
        }

        @Test
        void aRecordThatCouldNotBeResolvedIsADeadLetterUntilItIsWhateverIsReadMeanwhile() {
            DeadLetter one = unresolved("1001", OutcomeKind.CONFLICT, "2 identities match mail", "hr.csv:2");
            store.changes().saveDeadLetters(List.of(one, unresolved("1002", OutcomeKind.INVALID, "100%_sure is no date", "hr.csv:3")));
            store.changes().saveDeadLetters(List.of(one));
            store.changes().replaceRejections("hr", List.of());

            assertThat(store.changes().deadLetters(Optional.of("hr"), 10)).extracting(letter -> letter.anchor().orElseThrow()).containsExactly("1001", "1002");
            assertThat(store.changes().deadLetterCounts("hr")).containsExactly(new LetterCount(Stage.RESOLVE, OutcomeKind.CONFLICT, 1),
                    new LetterCount(Stage.RESOLVE, OutcomeKind.INVALID, 1));
            assertThat(anchors(Optional.of("1002"), Optional.empty())).containsExactly("1002");
            assertThat(anchors(Optional.empty(), Optional.of("conflict"))).containsExactly("1001");
            assertThat(anchors(Optional.empty(), Optional.of("100%_SURE"))).containsExactly("1002");
            assertThat(anchors(Optional.empty(), Optional.of("1__%sure"))).isEmpty();
            store.changes().resolved("hr", List.of("1001", "1003"));
            assertThat(store.changes().deadLetterCount("hr")).isEqualTo(1);
        }

        @Test
        void deadLettersAreCountedByCauseAndChosenByOutcomeAndMoment() {
            DeadLetter early = letter("hr", null, null, "hr.csv:1");
            store.changes().saveDeadLetters(List.of(early, unresolved("1001", OutcomeKind.INVALID, "\"100%\" is no date", "hr.csv:2"),
                    unresolved("1002", OutcomeKind.INVALID, "\"x\" is no date", "hr.csv:3"), unresolved("1003", OutcomeKind.CONFLICT, "2 identities match", "")));
            LetterFilter ofJob = new LetterFilter(Optional.of("hr"), Optional.empty(), Optional.empty());
            List<CauseCount> causes = store.changes().causes(ofJob);
            assertThat(causes).hasSize(3);
            assertThat(causes.get(0)).satisfies(count -> assertThat(count.count()).isEqualTo(2)).satisfies(count -> assertThat(count.newest().anchor()).contains("1002"));
            LetterFilter ofCause = new LetterFilter(Optional.empty(), Optional.empty(), Optional.of(causes.get(0).cause()));
            assertThat(store.changes().deadLetters(ofCause, 10)).extracting(letter -> letter.anchor().orElseThrow()).containsExactly("1002", "1001");
            assertThat(store.changes().deadLetters(new LetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(OutcomeKind.CONFLICT), Optional.empty()), 10)).hasSize(1);
            assertThat(store.changes().deadLetters(new LetterFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(NOW.plusSeconds(9_999_999))), 10)).isEmpty();
            store.changes().forgetLetters(store.changes().deadLetters(ofCause, 10).stream().map(DeadLetter::id).toList());
            assertThat(store.changes().causes(ofJob)).hasSize(2);
        }

        private List<String> anchors(Optional<String> who, Optional<String> cause) {
            return store.changes().deadLetters(new LetterFilter(Optional.of("hr"), who, cause), 10).stream().map(letter -> letter.anchor().orElseThrow()).toList();
        }

        @Test
        void rejectionsAreReplacedAndOnlyNewOnesAreReturned() {
            store.changes().saveDeadLetters(List.of(letter("hr", 1L, change(1, ChangeKind.UPDATE), "")));
            assertThat(store.changes().replaceRejections("hr", List.of(letter("hr", null, null, "hr.csv:1"), letter("hr", null, null, "hr.csv:2"))))
                    .extracting(DeadLetter::where).containsExactly("hr.csv:1", "hr.csv:2");

            assertThat(store.changes().replaceRejections("hr", List.of(letter("hr", null, null, "hr.csv:2"), letter("hr", null, null, "hr.csv:3"))))
                    .extracting(DeadLetter::where).containsExactly("hr.csv:3");

            assertThat(store.changes().deadLetters(Optional.of("hr"), 10)).extracting(DeadLetter::where)
                    .containsExactlyInAnyOrder("", "hr.csv:2", "hr.csv:3");
            assertThat(store.changes().replaceRejections("hr", List.of())).isEmpty();
            assertThat(store.changes().deadLetterCount("hr")).isEqualTo(1);
        }

        @Test
        void aRejectionOfTheSameRecordAtTheSamePlaceForAnotherReasonIsNew() {
            DeadLetter first = letter("hr", null, null, "hr.csv:1");
            store.changes().replaceRejections("hr", List.of(first));
            DeadLetter second = DeadLetter.record("hr", SubjectKey.NONE, first.anchor(), "hr.csv:1",
                    new DeadLetter.Failure(Stage.READ, OutcomeKind.INVALID, "other", 1, 8, NOW));

            assertThat(store.changes().replaceRejections("hr", List.of(second))).hasSize(1);
            assertThat(store.changes().deadLetterCount("hr")).isEqualTo(1);
        }
    }

    @Nested
    class GivenNames {

        private Map<Long, String> given(long identityId) {
            return store.names().given("login", List.of(identityId));
        }

        @Test
        void aNameSomebodyHasIsNotGivenToAnotherWithoutRegardToCase() {
            assertThat(store.names().give("login", "ALovelace", 1, NOW)).isTrue();
            assertThat(store.names().give("login", "alovelace", 2, NOW)).isFalse();
            assertThat(store.names().give("mailbox", "alovelace", 2, NOW)).isTrue();

            assertThat(given(1)).containsEntry(1L, "ALovelace");
            assertThat(given(2)).isEmpty();
            assertThat(store.names().holder("login", "ALOVELACE", NOW)).hasValue(1);
            assertThat(store.names().holder("login", "other", NOW)).isEmpty();
        }

        @Test
        void givingANameAgainToWhoHasItIsAllRight() {
            store.names().give("login", "ada", 1, NOW);

            assertThat(store.names().give("login", "ada", 1, LATER)).isTrue();
        }

        @Test
        void aReleasedNameIsKeptFromOthersUntilItsMoment() {
            store.names().give("login", "ada", 1, NOW);
            store.names().release("login", 1, LATER);

            assertThat(given(1)).isEmpty();
            assertThat(store.names().holder("login", "ada", NOW)).hasValue(1);
            assertThat(store.names().give("login", "ada", 2, NOW)).isFalse();
            assertThat(store.names().holder("login", "ada", LATER)).isEmpty();
            assertThat(store.names().give("login", "ada", 2, LATER)).isTrue();
            assertThat(given(2)).containsEntry(2L, "ada");
        }

        @Test
        void whoHadANameMayHaveItBack() {
            store.names().give("login", "ada", 1, NOW);
            store.names().release("login", 1, LATER);

            assertThat(store.names().give("login", "ada", 1, NOW)).isTrue();
            assertThat(given(1)).containsEntry(1L, "ada");
            assertThat(store.names().give("login", "ada", 2, LATER)).isFalse();
        }

        @Test
        void theNameGivenLastIsTheOneAnIdentityHasAndTheOlderStaysReserved() {
            store.names().give("login", "ada", 1, NOW);
            store.names().give("login", "lovelace", 1, LATER);

            assertThat(given(1)).containsEntry(1L, "lovelace");
            assertThat(store.names().holder("login", "ada", LATER)).hasValue(1);
        }

        @Test
        void theNamesOfManyAreAskedForAtOnce() {
            store.names().give("login", "ada", 1, NOW);
            store.names().give("login", "bob", 2, NOW);
            store.names().give("mailbox", "eve", 3, NOW);

            assertThat(store.names().given("login", List.of(1L, 2L, 3L))).isEqualTo(Map.of(1L, "ada", 2L, "bob"));
            assertThat(store.names().given("login", List.of())).isEmpty();
        }
    }

    @Nested
    class Log {

        @Test
        void entriesAreKeptExactlyAndNumberedWithoutGaps() {
            List<LogEntry> entries = List.of(entry("hr", "E1", "resolve"), entry("ldap", "E1", "create"), entry("ldap", "", "guard"));
            store.log().append(entries);
            store.log().append(List.of(entry("ldap", "E2", "skip")));
            List<LogStore.StoredEntry> all = new ArrayList<>();

            store.log().each(all::add);

            assertThat(all).extracting(LogStore.StoredEntry::sequence).containsExactly(1L, 2L, 3L, 4L);
            assertThat(all.subList(0, 3)).extracting(LogStore.StoredEntry::entry).isEqualTo(entries);
            assertThat(all).extracting(LogStore.StoredEntry::hash).allMatch(hash -> hash.matches("[0-9a-f]{64}")).doesNotHaveDuplicates();
        }

        @Test
        void theNewestEntriesThatPassAreReadOldestFirst() {
            store.log().append(List.of(entry("hr", "E1", "resolve"), entry("ldap", "E1", "create"), entry("ldap", "E2", "create"), entry("ldap", "E1", "update")));

            assertThat(store.log().read(LogStore.Filter.latest(2))).extracting(LogStore.StoredEntry::sequence).containsExactly(3L, 4L);
            assertThat(read(Optional.of("ldap"), Optional.empty(), Optional.empty(), 10)).containsExactly(2L, 3L, 4L);
            assertThat(read(Optional.of("ldap"), Optional.of("E1"), Optional.empty(), 10)).containsExactly(2L, 4L);
            assertThat(read(Optional.empty(), Optional.of("E1"), Optional.of("create"), 1)).containsExactly(2L);
        }

        private List<Long> read(Optional<String> job, Optional<String> identity, Optional<String> action, int limit) {
            return store.log().read(new LogStore.Filter(job, identity, action, Optional.empty(), Optional.empty(), OptionalLong.empty(), limit))
                    .stream().map(LogStore.StoredEntry::sequence).toList();
        }

        @Test
        void entriesAreFilteredByStatusTimeAndCycle() {
            LogEntry failed = new LogEntry(LATER, new LogEntry.By("ldap", 4, "schedule"), LogEntry.About.account(SubjectKey.person("E1"), "",
                    Optional.empty()), "create", new LogEntry.Result(LogEntry.Status.FAILURE, "", 0, 0), List.of(), List.of());
            store.log().append(List.of(entry("ldap", "E1", "create"), failed));

            for (LogStore.Filter filter : List.of(
                    new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(LogEntry.Status.FAILURE), Optional.empty(), OptionalLong.empty(), 9),
                    new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(NOW.plusMillis(1)), OptionalLong.empty(), 9),
                    new LogStore.Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.of(4), 9))) {
                assertThat(store.log().read(filter)).extracting(LogStore.StoredEntry::entry).containsExactly(failed);
            }
        }

        @Test
        void anUntouchedLogVerifies() {
            assertThat(store.log().verify()).isEqualTo(new LogStore.Verification(0, OptionalLong.empty(), "0".repeat(64)));
            store.log().append(List.of(entry("hr", "E1", "resolve"), entry("ldap", "E1", "create")));

            LogStore.Verification verification = store.log().verify();
            assertThat(verification.entries()).isEqualTo(2);
            assertThat(verification.brokenAt()).isEmpty();
            assertThat(verification.lastHash()).isEqualTo(store.log().read(LogStore.Filter.latest(1)).get(0).hash());
        }
    }

    @Nested
    class Cycles {

        @Test
        void aJobThatNeverRanRemembersNothingAndLaterWhatItWasGiven() {
            assertThat(store.cycles().state("ldap")).isEqualTo(JobState.NEW);
            JobState state = new JobState("f1", 17, Optional.of(LATER), Optional.of("2026-01-01"), 8064, Optional.of(NOW));
            store.cycles().state("ldap", JobState.NEW);
            store.cycles().state("ldap", state);

            assertThat(store.cycles().state("ldap")).isEqualTo(state);
            assertThat(store.cycles().state("scim")).isEqualTo(JobState.NEW);
        }

        @Test
        void whatASourceWantsRememberedIsKeptForEachJob() {
            assertThat(store.cycles().systemMemory("hr")).isEmpty();
            store.cycles().systemMemory("hr", "its files end so");
            store.cycles().systemMemory("hr", "its files end otherwise");
            assertThat(store.cycles().systemMemory("hr")).isEqualTo("its files end otherwise");
            assertThat(store.cycles().systemMemory("erp")).isEmpty();
        }

        @Test
        void theLatestMomentIsTheLatestBeginningOrEndOfAnyCycle() {
            assertThat(store.cycles().latestMoment()).isEmpty();
            long first = store.cycles().open("hr", CycleKind.DELTA, NOW);
            assertThat(store.cycles().latestMoment()).contains(NOW);
            store.cycles().close(first, CycleStatus.DONE, "", Map.of(), NOW.plusSeconds(60));
            store.cycles().open("ldap", CycleKind.DELTA, NOW.plusSeconds(30));
            assertThat(store.cycles().latestMoment()).contains(NOW.plusSeconds(60));
        }

        @Test
        void cyclesAreOpenedAndClosedAndReadNewestFirst() {
            long first = store.cycles().open("ldap", CycleKind.FULL, NOW);
            long second = store.cycles().open("ldap", CycleKind.DELTA, LATER);
            store.cycles().open("scim", CycleKind.FULL, LATER);
            store.cycles().close(first, CycleStatus.DONE, "all well", Map.of("create", 3L), LATER);

            assertThat(store.cycles().recent("ldap", 10)).containsExactly(
                    new CycleRow(second, "ldap", CycleKind.DELTA, LATER, Optional.empty(), CycleStatus.RUNNING, "", Map.of()),
                    new CycleRow(first, "ldap", CycleKind.FULL, NOW, Optional.of(LATER), CycleStatus.DONE, "all well", Map.of("create", 3L)));
            assertThat(store.cycles().recent("ldap", 1)).hasSize(1);
        }

        @Test
        void aJobIsLeasedToOneOwnerUntilTheLeaseEnds() {
            Lease first = take("node-1", NOW);
            assertThat(store.cycles().take("ldap", "node-2", NOW.plusSeconds(59), MINUTE)).isEmpty();
            assertThat(store.cycles().take("ldap", "node-1", NOW.plusSeconds(59), MINUTE)).as("nor a second time to the same").isEmpty();
            assertThat(store.cycles().take("scim", "node-2", NOW, MINUTE)).isPresent();
            assertThat(store.cycles().renew(first, NOW.plusSeconds(30), MINUTE)).isTrue();
            assertThat(store.cycles().take("ldap", "node-2", NOW.plusSeconds(61), MINUTE)).isEmpty();
            assertThat(store.cycles().leaseOf("ldap")).contains(first);
            assertThat(take("node-2", NOW.plusSeconds(90)).fence()).as("each taking has a higher number").isGreaterThan(first.fence());
        }

        @Test
        void aLeaseThatWasTakenOrGivenBackIsNeverRenewedByWhoLostIt() {
            Lease lost = take("node-1", NOW);
            Lease taken = take("node-1", NOW.plusSeconds(60));
            assertThat(store.cycles().renew(lost, NOW.plusSeconds(61), MINUTE)).as("though the owner is the same").isFalse();
            store.cycles().release(lost);
            assertThat(store.cycles().leaseOf("ldap")).contains(taken);

            store.cycles().release(taken);
            assertThat(store.cycles().leaseOf("ldap")).isEmpty();
            assertThat(store.cycles().renew(taken, NOW.plusSeconds(62), MINUTE)).isFalse();
            assertThat(take("node-2", NOW.plusSeconds(62)).fence()).isGreaterThan(taken.fence());
        }

        @Test
        void aLeaseOfAClockThatWasAheadEndsAsSoonAsALeaseDoes() {
            take("node-1", NOW.plus(Duration.ofDays(365)));
            assertThat(store.cycles().take("ldap", "node-2", NOW, MINUTE)).isEmpty();
            assertThat(store.cycles().take("ldap", "node-2", NOW.plusSeconds(59), MINUTE)).isEmpty();
            assertThat(store.cycles().take("ldap", "node-2", NOW.plusSeconds(60), MINUTE)).isPresent();
        }

        @Test
        void whoLostTheLeaseCanStoreNothing() {
            Lease lost = take("node-1", NOW);
            StateStore fenced = store.fenced(lost);
            identity("E1");
            fenced.links().markDue("ldap", List.of(1L));
            fenced.inTransaction(() -> fenced.log().append(List.of(entry(1))));
            take("node-2", NOW.plusSeconds(60));

            assertThatThrownBy(() -> fenced.inTransaction(() -> fenced.log().append(List.of(entry(1))))).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> fenced.links().clearMarks("ldap", List.of(1L))).isInstanceOf(LeaseLostException.class);
            assertThatThrownBy(() -> store.inTransaction(() -> fenced.links().clearMarks("ldap", List.of(1L)))).isInstanceOf(LeaseLostException.class);
            assertThat(store.log().verify().entries()).isEqualTo(1);
            assertThat(store.links().due(Kind.PERSON, "ldap", store.hub().version(), NOW, 0, 10)).hasSize(1);
            store.log().append(List.of(entry(1)));
            assertThat(store.log().verify().entries()).as("others go on").isEqualTo(2);
        }

        @Test
        void oldCyclesAreForgottenExceptTheNewestOfAJobAndThoseSomethingSpeaksOf() {
            long logged = ended("ldap", NOW);
            long idle = ended("ldap", NOW);
            long recent = ended("ldap", LATER);
            long newest = ended("ldap", NOW);
            long only = ended("scim", NOW);
            long running = store.cycles().open("scim", CycleKind.DELTA, NOW);
            store.cycles().open("scim", CycleKind.DELTA, NOW);
            store.log().append(List.of(entry(logged)));

            assertThat(store.cycles().forget(LATER)).isEqualTo(2);
            assertThat(store.cycles().recent("ldap", 10)).extracting(CycleRow::id).containsExactly(newest, recent, logged).doesNotContain(idle);
            assertThat(store.cycles().recent("scim", 10)).extracting(CycleRow::id).contains(running).doesNotContain(only);
        }

        private static LogEntry entry(long cycle) {
            return new LogEntry(NOW, new LogEntry.By("ldap", cycle, "schedule"), LogEntry.About.account(SubjectKey.person("E1"), "", Optional.empty()),
                    "create", LogEntry.Result.of(LogEntry.Status.SUCCESS, ""), List.of(), List.of());
        }

        private long ended(String job, Instant end) {
            long id = store.cycles().open(job, CycleKind.DELTA, NOW);
            store.cycles().close(id, CycleStatus.DONE, "", Map.of(), end);
            return id;
        }

        private Lease take(String owner, Instant now) {
            return store.cycles().take("ldap", owner, now, MINUTE).orElseThrow();
        }
    }

    @Test
    void aChangeThatWasNotTakenWaitsUntilItIsDroppedAndALaterTryTakesItsPlace() {
        Instant since = Instant.parse("2026-11-20T08:00:00Z");
        Postponed first = new Postponed(1, "a", 1, since, since, since, "down");
        Postponed second = new Postponed(1, "a", 2, since, since.plusSeconds(60), since.plusSeconds(600), "still down");
        Postponed other = new Postponed(2, "b", 1, since, since, since.plusSeconds(300), "down");
        store.inTransaction(() -> store.changes().postpone("app", List.of(first, other)));
        store.inTransaction(() -> store.changes().postpone("app", List.of(second)));
        assertThat(store.changes().postponed("app", List.of(1L, 3L))).isEqualTo(Map.of(1L, second));
        assertThat(store.changes().postponed("app", 5)).containsExactly(other, second);
        assertThat(store.changes().postponed("crm", 5)).isEmpty();
        assertThat(store.changes().postponedCount("app")).isEqualTo(2);
        try (StateStore preview = store.preview()) {
            assertThat(preview.changes().postponedCount("app")).isEqualTo(2);
        }
        store.inTransaction(() -> store.changes().dropPostponed("app", List.of(2L)));
        assertThat(store.changes().postponed("app", 5)).containsExactly(second);
        store.changes().dropPostponed("app");
        assertThat(store.changes().postponedCount("app")).isZero();
    }

    @Test
    void aPauseIsKeptUntilSomebodyEndsItAndALaterOneTakesItsPlace() {
        Instant since = Instant.parse("2026-11-20T08:00:00Z");
        store.cycles().pause(new Pause("app", since, "ada", "moving house", Optional.of(since.plusSeconds(60))));
        store.cycles().pause(new Pause("hr", since, "ada", "", Optional.empty()));
        store.cycles().pause(new Pause("app", since, "grace", "longer", Optional.empty(), true));
        assertThat(store.cycles().pauses()).containsExactly(new Pause("app", since, "grace", "longer", Optional.empty(), true),
                new Pause("hr", since, "ada", "", Optional.empty()));
        try (StateStore preview = store.preview()) {
            assertThat(preview.cycles().pauses()).hasSize(2);
        }
        assertThat(store.cycles().resume("app")).isTrue();
        assertThat(store.cycles().resume("app")).isFalse();
        assertThat(store.cycles().pauses()).extracting(Pause::job).containsExactly("hr");
    }

    @Test
    void whichCycleChangedSomebodyLastIsKept() {
        List<Identity> two = store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "p1", Attributes.empty()),
                new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "p2", Attributes.empty())), 7);
        long first = two.get(0).id();
        long second = two.get(1).id();
        store.hub().save(List.of(new IdentityDraft(OptionalLong.of(second), Kind.PERSON, "p2", Attributes.empty())), 9);
        assertThat(store.hub().changedIn(List.of(first, second, 12345L))).isEqualTo(Map.of(first, 7L, second, 9L));
        store.hub().save(List.of(new IdentityDraft(OptionalLong.of(first), Kind.PERSON, "p1", Attributes.empty())));
        assertThat(store.hub().changedIn(List.of(first))).isEqualTo(Map.of(first, 0L));
    }

    @Test
    void peopleWithAccountsAreCountedOnceInHoweverManyJobs() {
        List<Identity> three = store.hub().save(IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "a" + i, Attributes.empty())).toList());
        store.links().save("x", List.of(Link.of(three.get(0).id(), "1", LinkState.ENABLED, Attributes.empty()), Link.of(three.get(1).id(), "2", LinkState.DISABLED, Attributes.empty())));
        store.links().save("y", List.of(Link.of(three.get(0).id(), "1", LinkState.ENABLED, Attributes.empty()), Link.of(three.get(2).id(), "3", LinkState.ENABLED, Attributes.empty())));
        assertThat(store.links().peopleWithAccounts(List.of("x", "y"))).isEqualTo(2);
        assertThat(store.links().peopleWithAccounts(List.of("x"))).isEqualTo(1);
        assertThat(store.links().peopleWithAccounts(List.of())).isZero();
    }

    @Test
    void aCycleIsFoundByItsNumber() {
        long cycle = store.cycles().open("hr", CycleKind.FULL, Instant.parse("2026-11-20T08:00:00Z"));
        assertThat(store.cycles().cycle(cycle)).map(CycleRow::job).contains("hr");
        assertThat(store.cycles().cycle(cycle + 1000)).isEmpty();
    }

    @Nested
    class RulingsOnHeldChanges {

        private final RulingStore.By ada = new RulingStore.By(NOW, "ada", "HR says so");

        private Ruling ruling(long identity, Decided decided, Optional<Instant> until) {
            return new Ruling(decided, change(identity, ChangeKind.DISABLE), ada, until);
        }

        @Test
        void thereIsOneForEachIdentityOfAJobTheLatest() {
            store.rulings().rule("ldap", List.of(ruling(2, Decided.REJECTED, Optional.of(NOW.plusSeconds(60))), ruling(1, Decided.LEFT_HELD, Optional.empty())));
            store.rulings().rule("crm", List.of(ruling(1, Decided.REJECTED, Optional.empty())));
            store.rulings().rule("ldap", List.of(ruling(1, Decided.REJECTED, Optional.of(NOW))));
            assertThat(store.rulings().rulings("ldap")).containsExactly(ruling(1, Decided.REJECTED, Optional.of(NOW)), ruling(2, Decided.REJECTED, Optional.of(NOW.plusSeconds(60))));
            assertThat(store.rulings().rulings("ldap", List.of(2L, 3L))).isEqualTo(Map.of(2L, ruling(2, Decided.REJECTED, Optional.of(NOW.plusSeconds(60)))));
            assertThat(store.rulings().rulings("crm")).hasSize(1);
            assertThat(store.rulings().rulings("mail")).isEmpty();
            assertThat(store.rulings().rulings("mail", List.of())).isEmpty();
        }

        @Test
        void onlyRejectionsAreCountedAndALiftedOneIsGone() {
            store.rulings().rule("ldap", List.of(ruling(1, Decided.LEFT_HELD, Optional.empty()), ruling(2, Decided.REJECTED, Optional.empty()), ruling(3, Decided.REJECTED, Optional.empty())));
            assertThat(store.rulings().rejected("ldap")).isEqualTo(2);
            store.rulings().lift("ldap", List.of(1L, 3L, 9L));
            assertThat(store.rulings().rejected("ldap")).isEqualTo(1);
            assertThat(store.rulings().rulings("ldap")).extracting(one -> one.change().identityId()).containsExactly(2L);
            store.rulings().lift("ldap", List.of());
        }

        @Test
        void eachMembershipOfAGroupHasOneOfItsOwn() {
            Change both = ofMembers(7, "uid=ada", "uid=bob");
            List<Change> each = both.each();
            store.rulings().rule("ldap", List.of(ruling(7, Decided.REJECTED, Optional.empty()), new Ruling(Decided.REJECTED, each.get(1), ada, Optional.empty()),
                    new Ruling(Decided.LEFT_HELD, each.get(0), ada, Optional.empty())));
            assertThat(store.rulings().rulings("ldap")).extracting(one -> one.change().key()).containsExactly("E7", "E7\0uid=ada", "E7\0uid=bob");
            assertThat(store.rulings().rulings("ldap", List.of(7L))).as("the group's own account").isEqualTo(Map.of(7L, ruling(7, Decided.REJECTED, Optional.empty())));
            assertThat(store.rulings().rejected("ldap")).isEqualTo(2);
            store.rulings().lift("ldap", List.of(7L));
            assertThat(store.rulings().rulings("ldap")).hasSize(2);
            store.rulings().liftOf("ldap", List.of(both));
            assertThat(store.rulings().rulings("ldap")).isEmpty();
        }

        @Test
        void ofHeldMembershipsEachIsCounted() {
            List<PlannedChange> planned = store.changes().plan("ldap", 1, List.of(ofMembers(7, "uid=ada", "uid=bob"), change(7, ChangeKind.DISABLE)));
            store.changes().hold("ldap", planned.stream().map(PlannedChange::id).toList(), true);
            assertThat(store.changes().heldByJob()).containsEntry("ldap", 3L);
            assertThat(store.changes().unsettledCount("ldap")).isEqualTo(3);
        }

        private Change ofMembers(long group, String... names) {
            return Change.ofMembers(ChangeKind.LEAVE, change(group, ChangeKind.DISABLE).on(), Stream.of(names).map(name -> new Change.Member(OptionalLong.empty(), SubjectKey.NONE, name,
                    Because.of(Reason.NO_MEMBER_ANY_MORE))).toList());
        }

        @Test
        void aTransactionThatFailsRulesNothing() {
            assertThatThrownBy(() -> store.inTransaction(() -> {
                store.rulings().rule("ldap", List.of(ruling(1, Decided.REJECTED, Optional.empty())));
                throw new IllegalStateException("no");
            })).hasMessage("no");
            assertThat(store.rulings().rulings("ldap")).isEmpty();
        }
    }

    @Nested
    class Services {

        private static final Instant LATER = NOW.plusSeconds(10);

        @Test
        void aProcessIsThereFromWhenItWasSeenFirstUntilItIsGone() {
            store.services().seen(new ServiceProcess("7@here/a", "ada", NOW, NOW));
            store.services().seen(new ServiceProcess("8@there/b", "bob", NOW.minusSeconds(60), NOW));
            store.services().seen(new ServiceProcess("7@here/a", "ada", LATER, LATER));
            assertThat(store.services().processes()).containsExactly(new ServiceProcess("8@there/b", "bob", NOW.minusSeconds(60), NOW),
                    new ServiceProcess("7@here/a", "ada", NOW, LATER));
            store.services().gone("8@there/b");
            store.services().gone("nobody");
            assertThat(store.services().processes()).extracting(ServiceProcess::owner).containsExactly("7@here/a");
        }

        @Test
        void whatEndsIsKnownInPlaceOfWhatWasKnownBefore() {
            ExpiringCredential token = new ExpiringCredential("crm", new CredentialEnd("setting token", Optional.of(NOW), LATER), ExpiringCredential.By.SETTINGS, OptionalInt.empty());
            ExpiringCredential password = new ExpiringCredential("ad", new CredentialEnd("password", LATER), ExpiringCredential.By.SYSTEM, OptionalInt.of(7));
            store.services().credentials(List.of(token, password));
            assertThat(store.services().credentials()).containsExactly(password, token);
            store.services().credentials(List.of(token.told(OptionalInt.of(0))));
            assertThat(store.services().credentials()).containsExactly(token.told(OptionalInt.of(0)));
            store.services().credentials(List.of());
            assertThat(store.services().credentials()).isEmpty();
        }

        @Test
        void aQuarantineIsKeptUntilTheJobIsReleased() {
            Quarantine first = new Quarantine("crm", "crm", new Quarantine.Why(Quarantine.Cause.CREDENTIALS, "HTTP 401", "caravan.systems.crm.password"),
                    new Quarantine.Probes(NOW, NOW, 1, NOW.plusSeconds(300), Duration.ZERO), "x");
            Quarantine second = new Quarantine("crm", "crm", new Quarantine.Why(Quarantine.Cause.CHANGES, "9 of 20 changes failed", ""),
                    new Quarantine.Probes(NOW, LATER, 2, LATER.plusSeconds(600), Duration.ofSeconds(300)), "y");
            store.services().quarantine(first);
            store.services().quarantine(new Quarantine("app", "crm", first.why(), first.probes(), ""));
            store.services().quarantine(second);
            assertThat(store.services().quarantines()).extracting(Quarantine::job).containsExactly("app", "crm");
            assertThat(store.services().quarantines().get(1)).isEqualTo(second);
            assertThat(store.services().release("app")).isTrue();
            assertThat(store.services().release("nobody")).isFalse();
            assertThat(store.services().quarantines()).containsExactly(second);
        }
    }
}
