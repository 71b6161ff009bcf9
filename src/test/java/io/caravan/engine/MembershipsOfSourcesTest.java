package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.diagnostic.Position;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.InboundJob.Completeness;
import io.caravan.mapping.InboundJob.RecordRules;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.MembershipRule.Who;
import io.caravan.mapping.Schedule;
import io.caravan.plan.Jobs;
import io.caravan.store.SqlStateStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Reference;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lists and pairs of sources come to, whatever happens to a reading. */
class MembershipsOfSourcesTest {

    private static final Position HERE = Position.of("mappings/groups.yaml", 9, 1);
    private static final Completeness ANY = new Completeness(0, 1, true, 1, Optional.empty());

    private StateStore store = new InMemoryStateStore();
    private Instant now = Engine.NOW;

    /** Groups whose records list their members by key. */
    private static InboundJob lists(Completeness completeness) {
        Who member = new Who(Jobs.formula("${body[member]}"), List.of(Kind.PERSON, Kind.GROUP), Reference.KEY, Optional.empty());
        return job("groups", Kind.GROUP, completeness, Map.of("title", "${body[title]}"), new MembershipRule(Optional.empty(), Optional.of(member), HERE));
    }

    private static InboundJob pairs(Completeness completeness) {
        Who group = new Who(Jobs.formula("${body[team]}"), List.of(Kind.GROUP), Reference.KEY, Optional.empty());
        Who member = new Who(Jobs.formula("${body[person]}"), List.of(Kind.PERSON), Reference.KEY, Optional.empty());
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("group", "${body[team]}");
        rules.put("member", "${body[person]}");
        rules.put("from", "${body[since]}");
        rules.put("until", "${body[until]}");
        return job("teams", Kind.MEMBERSHIP, completeness, rules, new MembershipRule(Optional.of(group), Optional.of(member), HERE));
    }

    private static InboundJob job(String name, Kind kind, Completeness completeness, Map<String, String> expressions, MembershipRule rule) {
        Map<String, AttributeRule> rules = new LinkedHashMap<>();
        expressions.forEach((attribute, expression) -> rules.put(attribute, new AttributeRule(attribute, new AttributeRule.Source.Value(Jobs.formula(expression)),
                AttributeRule.WhenAbsent.LEFT, AttributeRule.Kept.ALWAYS, 0, Optional.empty(), HERE)));
        return new InboundJob(new JobFile(name, "", "mappings/" + name + ".yaml", "f\n1 (memberships)", List.of()), new JobSide(kind, "hr", "record", Schedule.NONE, Optional.empty(), List.of(), false),
                new Mapping(rules, Map.of(), Map.of()), new RecordRules(Set.of(), List.of(), true, completeness, Optional.of(rule)));
    }

    private void people(int count) {
        store.hub().save(IntStream.range(0, count).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "P" + i, Attributes.empty())).toList());
    }

    private void groups(String... names) {
        store.hub().save(java.util.Arrays.stream(names).map(name -> new IdentityDraft(OptionalLong.empty(), Kind.GROUP, name, Attributes.empty())).toList());
    }

    private static SourceItem group(String name, Set<String> partial, List<String> members) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("workerId", name, "title", "t"));
        if (!members.isEmpty()) {
            values.put("member", members);
        }
        return new SourceItem.Read(Attributes.of(values), "entry " + name, partial);
    }

    private static SourceItem pair(String id, String team, String person, String since, String until) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("workerId", id, "team", team, "person", person));
        if (!since.isEmpty()) {
            values.put("since", since);
        }
        if (!until.isEmpty()) {
            values.put("until", until);
        }
        return new SourceItem.Read(Attributes.of(values), "teams.csv:" + id);
    }

    private Cycle sync(InboundJob job, FakeSource source, boolean full) {
        return sync(job, source, full, ReadingApproval.NONE);
    }

    private Cycle sync(InboundJob job, FakeSource source, boolean full, ReadingApproval approval) {
        Cycle cycle = new Cycle(1, job, full, new Cycle.Start(now, "test", 1), Set.of(), CycleListener.NONE);
        new ReadStep(store, approval).read(cycle, job, source);
        new ResolveStep(store, List.of(job), ZoneOffset.UTC, Optional.empty(), approval).resolve(cycle, job);
        return cycle;
    }

    /** {@code group member}, by keys. */
    private Set<String> members() {
        return rows().keySet();
    }

    private Map<String, Membership> rows() {
        Map<String, Membership> rows = new TreeMap<>();
        List<Long> ids = new ArrayList<>();
        store.hub().index(Set.of());
        for (long id = 1; id <= store.hub().identityCount(); id++) {
            ids.add(id);
        }
        Map<Long, Identity> all = store.hub().identities(ids);
        store.memberships().ofMembers(ids).values().forEach(some -> some.forEach(one -> rows.put(all.get(one.group()).key() + " " + all.get(one.member()).key(), one)));
        return rows;
    }

    @Test
    void aListThatIsNotWholeAddsAndTakesNobodyOut() {
        people(6);
        FakeSource source = new FakeSource();
        InboundJob job = lists(Completeness.DEFAULT);
        sync(job, source.has(List.of(group("G", Set.of(), List.of("P0", "P1", "P2")))), false);
        sync(job, source.has(List.of(group("G", Set.of("member"), List.of("P1", "P4")))), false);
        assertThat(members()).containsExactly("G P0", "G P1", "G P2", "G P4");
        sync(job, source.has(List.of(group("G", Set.of(), List.of("P1", "P4")))), false);
        assertThat(members()).as("the same list, and whole").containsExactly("G P1", "G P4");
    }

    @Test
    void aReadingThatMustNotBeBelievedLeavesNothingBehindAndIsComparedAnew() {
        people(6);
        FakeSource source = new FakeSource();
        InboundJob job = lists(Completeness.DEFAULT);
        sync(job, source.has(List.of(group("G", Set.of(), List.of("P0", "P1")))), false);
        source.has(List.of(group("G", Set.of(), List.of("P1", "P3")))).disbelieved(1, false);
        assertThat(sync(job, source, false).failure()).isPresent();
        assertThat(members()).containsExactly("G P0", "G P1");
        sync(job, source, false);
        assertThat(members()).containsExactly("G P1", "G P3");
    }

    @Test
    void whatFollowsWithoutAGapIsOneAndTheNextBeginsWhenTheFirstIsOver() {
        people(1);
        groups("G");
        FakeSource source = new FakeSource();
        InboundJob job = pairs(Completeness.DEFAULT);
        sync(job, source.has(List.of(pair("1", "G", "P0", "2026-01-01", "2026-11-30"), pair("2", "G", "P0", "2026-12-01", "2026-12-31"), pair("3", "G", "P0", "2027-06-01", ""))), false);
        Membership first = rows().get("G P0");
        assertThat(first.from()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(first.until()).contains(Instant.parse("2027-01-01T00:00:00Z"));
        now = Instant.parse("2027-01-01T00:00:00Z");
        new Merging(store, List.of(job), ZoneOffset.UTC).due(new Cycle(2, job, false, new Cycle.Start(now, "test", 1), Set.of(), CycleListener.NONE));
        assertThat(rows().get("G P0").from()).contains(Instant.parse("2027-06-01T00:00:00Z"));
        assertThat(rows().get("G P0").until()).isEmpty();
    }

    @Test
    void moreLeaversThanWereLookedAtAreNotLetThrough() {
        people(40);
        FakeSource source = new FakeSource();
        InboundJob job = lists(Completeness.DEFAULT);
        List<String> all = IntStream.range(0, 40).mapToObj(i -> "P" + i).toList();
        sync(job, source.has(List.of(group("G", Set.of(), all))), false);
        Cycle held = sync(job, source.has(List.of(group("G", Set.of(), all.subList(10, 40)))), false);
        assertThat(held.held().orElseThrow()).contains("10 of 40 memberships would end at once").contains("--let-shrink groups=10");
        assertThat(members()).hasSize(40);
        Cycle worse = sync(job, source.has(List.of(group("G", Set.of(), all.subList(11, 40)))), false, new ReadingApproval(Set.of(), 10, Set.of(), "ada"));
        assertThat(worse.held()).isPresent();
        assertThat(members()).hasSize(40);
        assertThat(sync(job, source, false, new ReadingApproval(Set.of(), 11, Set.of(), "ada")).held()).isEmpty();
        assertThat(members()).hasSize(29);
    }

    /** Counted, not timed: what is written for ten changes of a hundred thousand. */
    @Test
    void aGroupOfAHundredThousandCostsWhatChangesInIt(@TempDir Path folder) throws SQLException {
        String url = "jdbc:sqlite:" + folder.resolve("caravan.db");
        try (StateStore sql = SqlStateStore.open(url, "", "")) {
            store = sql;
            for (int from = 0; from < 100_000; from += 10_000) {
                int start = from;
                store.hub().save(IntStream.range(start, start + 10_000).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "P" + i, Attributes.empty())).toList());
            }
            FakeSource source = new FakeSource();
            InboundJob job = lists(Completeness.DEFAULT);
            List<String> all = IntStream.range(0, 99_990).mapToObj(i -> "P" + i).toList();
            Cycle first = sync(job, source.has(List.of(group("G", Set.of(), all), group("H", Set.of(), List.of("P1")))), false);
            assertThat(first.counted(Counted.MEMBERS_JOINED)).isEqualTo(99_991);
            try (Connection connection = DriverManager.getConnection(url)) {
                for (String table : List.of("membership", "membership_claim", "staged_claim", "log_entry", "source_record", "staged_record")) {
                    for (String what : List.of("INSERT", "UPDATE", "DELETE")) {
                        connection.createStatement().execute("CREATE TABLE IF NOT EXISTS written (what TEXT)");
                        connection.createStatement().execute("CREATE TRIGGER written_" + table + "_" + what + " AFTER " + what + " ON " + table
                                + " BEGIN INSERT INTO written VALUES ('" + table + "'); END");
                    }
                }
            }
            List<String> changed = new ArrayList<>(all.subList(5, 99_990));
            IntStream.range(99_990, 99_995).forEach(i -> changed.add("P" + i));
            Collections.reverse(changed);
            Cycle second = sync(job, source.has(List.of(group("G", Set.of(), changed), group("H", Set.of(), List.of("P1")))), false);
            assertThat(second.counted(Counted.MEMBERS_JOINED)).isEqualTo(5);
            assertThat(second.counted(Counted.MEMBERS_LEFT)).isEqualTo(5);
            try (Connection connection = DriverManager.getConnection(url);
                    var rows = connection.createStatement().executeQuery("SELECT count(*), max(length(r.attributes)) FROM written, source_record r WHERE r.anchor = 'G'")) {
                rows.next();
                assertThat(rows.getInt(1)).as("rows written").isLessThan(60);
                assertThat(rows.getInt(2)).as("what is stored of the group itself").isLessThan(100);
            }
        }
    }

    /**
     * What happens before a reading, and how it goes.
     *
     * @param toggles    of group and member
     * @param failsAfter below 0 for one that does not fail
     * @param dies       whether the process ends before what was read is resolved
     */
    private record Turn(List<List<Integer>> toggles, int failsAfter, boolean disbelieved, boolean shuffled, boolean partial, boolean dies, boolean full) {
    }

    @Provide
    Arbitrary<List<Turn>> histories() {
        Arbitrary<List<Integer>> toggle = Combinators.combine(Arbitraries.integers().between(0, 2), Arbitraries.integers().between(0, 7)).as(List::of);
        Arbitrary<Boolean> seldom = Arbitraries.integers().between(0, 7).map(number -> number == 0);
        Arbitrary<Integer> failure = Arbitraries.integers().between(-20, 2).map(after -> Math.max(-1, after));
        return Combinators.combine(toggle.list().ofMaxSize(4), failure, seldom, seldom, seldom, seldom, seldom).as(Turn::new).list().ofMinSize(1).ofMaxSize(10);
    }

    @Property(tries = 400)
    void inTheEndRowsAreWhatTheListsSay(@ForAll("histories") List<Turn> history, @ForAll Random random) {
        store = new InMemoryStateStore();
        happens(history, random, lists(ANY), said -> {
            List<SourceItem> items = new ArrayList<>();
            for (int group = 0; group < 3; group++) {
                List<String> members = new ArrayList<>(said.getOrDefault("G" + group, Set.of()));
                Collections.shuffle(members, random);
                items.add(group("G" + group, Set.of(), members));
            }
            return items;
        });
    }

    @Property(tries = 400)
    void inTheEndRowsAreWhatThePairsSay(@ForAll("histories") List<Turn> history, @ForAll Random random) {
        store = new InMemoryStateStore();
        groups("G0", "G1", "G2");
        happens(history, random, pairs(ANY), said -> {
            List<SourceItem> items = new ArrayList<>();
            said.forEach((group, members) -> members.forEach(member -> items.add(pair(group + "," + member, group, member, "", ""))));
            return items;
        });
    }

    private void happens(List<Turn> history, Random random, InboundJob job, java.util.function.Function<Map<String, Set<String>>, List<SourceItem>> read) {
        people(5); // P5 to P7 are known to nobody, for now
        Map<String, Set<String>> said = new TreeMap<>();
        FakeSource source = new FakeSource();
        for (Turn turn : history) {
            turn.toggles().forEach(toggle -> {
                Set<String> members = said.computeIfAbsent("G" + toggle.get(0), none -> new TreeSet<>());
                if (!members.remove("P" + toggle.get(1))) {
                    members.add("P" + toggle.get(1));
                }
            });
            List<SourceItem> items = read.apply(said);
            if (turn.shuffled()) {
                Collections.shuffle(items, random);
            }
            if (turn.partial()) {
                items.replaceAll(item -> new SourceItem.Read(((SourceItem.Read) item).attributes(), item.where(), Set.of("member")));
            }
            source.has(items).failsAfter(Math.min(turn.failsAfter(), items.size() - 1)).disbelieved(turn.disbelieved() ? 1 : 0, false);
            if (turn.dies()) {
                dies(job, source, turn);
            } else {
                sync(job, source, turn.full());
            }
        }
        source.has(read.apply(said)).disbelieved(0, false);
        ReadingApproval everythingMayGo = new ReadingApproval(Set.of(), Long.MAX_VALUE, Set.of(), "ada");
        sync(job, source, false, everythingMayGo);
        sync(job, source, false); // what may have been renamed is known by now
        assertThat(members()).isEqualTo(wanted(said, 5));
        people(0);
        store.hub().save(IntStream.range(5, 8).mapToObj(i -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, "P" + i, Attributes.empty())).toList());
        Cycle last = sync(job, source, false);
        assertThat(members()).isEqualTo(wanted(said, 8));
        assertThat(last.counted(Counted.MEMBERS_UNKNOWN)).isZero();
        assertThat(sync(job, source, false).counted(Counted.MEMBERS_JOINED)).as("nothing is left to do").isZero();
    }

    /** Once the source was read, or once its records were resolved, and what they say of memberships was not. */
    private void dies(InboundJob job, FakeSource source, Turn turn) {
        Cycle[] cycle = new Cycle[1];
        cycle[0] = new Cycle(1, job, turn.full(), new Cycle.Start(now, "test", 1), Set.of(), new CycleListener() {
            @Override
            public void begins(Cycle begun, String step, long expected) {
                // reading goes well
            }

            @Override
            public void ends(Cycle ended, String step) {
                // as it began
            }

            @Override
            public void advances(Cycle advanced, String step, long items) {
                if (step.equals("resolve")) {
                    cycle[0].stop("it died");
                }
            }
        });
        new ReadStep(store).read(cycle[0], job, source);
        if (turn.shuffled()) {
            try {
                new ResolveStep(store, List.of(job), ZoneOffset.UTC).resolve(cycle[0], job);
            } catch (CycleStoppedException died) {
                assertThat(cycle[0].isStopped()).isTrue();
            }
        }
    }

    private static Set<String> wanted(Map<String, Set<String>> said, int known) {
        Set<String> wanted = new TreeSet<>();
        said.forEach((group, members) -> members.stream().filter(member -> Integer.parseInt(member.substring(1)) < known).forEach(member -> wanted.add(group + " " + member)));
        return wanted;
    }

    @Test
    void aSourceThatCannotBeReadIsNoSourceThatSaysNothing() {
        people(3);
        FakeSource source = new FakeSource();
        InboundJob job = lists(Completeness.DEFAULT);
        sync(job, source.has(List.of(group("G", Set.of(), List.of("P0", "P1")))), false);
        sync(job, source.has(List.of(group("G", Set.of(), List.of("P1")))).failsAfter(0), false);
        assertThat(members()).containsExactly("G P0", "G P1");
    }
}
