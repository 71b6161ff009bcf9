package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.Counted;
import io.caravan.engine.StateStore;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target whose groups have people in them and no groups: who is in an inner group is in those around it. */
class GroupsWithinGroupsTest {

    private static final int GROUPS = 6;
    private static final int PEOPLE = 8;
    private static final Origin SAID = Origin.source("teams");

    @TempDir
    Path folder;
    private SmallCompany company;
    private final Map<String, Long> ids = new TreeMap<>();

    @BeforeEach
    void tables() throws Exception {
        company = new SmallCompany(folder);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.teams.connector = csv-source
                caravan.systems.teams.file = teams.csv
                caravan.systems.teams.quietSeconds = 0
                caravan.systems.teams.key = name
                caravan.systems.roles.connector = jdbc
                caravan.systems.roles.url = jdbc:sqlite:%s
                caravan.systems.roles.table = roles
                caravan.systems.roles.key = id
                caravan.systems.roles.findBy = name
                caravan.systems.roles.membersTable = user_roles
                caravan.systems.roles.membersGroup = role
                caravan.systems.roles.membersMember = login
                """.formatted(folder.resolve("app.db")));
        company.write("mappings/teams.yaml", """
                job: teams
                from: {system: teams, object: record, attributes: [name]}
                to: {hub: group}
                match: [{hub: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}"}
                """);
        company.write("mappings/roles.yaml", """
                job: roles
                from: {hub: group}
                to: {system: roles, object: record}
                match: [{target: name, value: "${body[name]}"}]
                attributes: {name: "${body[name]}"}
                members: {of: app}
                guard: {maxLeave: 100%}
                """);
        company.sql("create table roles (id integer primary key autoincrement, name text unique)");
        company.sql("create table user_roles (role integer not null, login text not null, primary key (role, login))");
        people("");
        company.write("teams.csv", "name\n" + String.join("\n", IntStream.range(0, GROUPS).mapToObj(i -> "g" + i).toList()) + "\n");
        Stream.of("hr", "teams", "app", "roles").forEach(job -> company.sync(job, false));
        try (StateStore store = Stores.open(company.project())) {
            ids.putAll(byKey(store, Kind.GROUP, IntStream.range(0, GROUPS).mapToObj(i -> "g" + i).toList()));
            Map<String, Long> people = byKey(store, Kind.PERSON, IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i).toList());
            people.forEach((key, id) -> ids.put(key.replace('E', 'p'), id));
        }
    }

    /** @param ends the last day of the first of them */
    private void people(String ends) throws Exception {
        company.hr(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",p" + i + ",D1,," + (i == 0 ? ends : "")).toArray(String[]::new));
    }

    private static Map<String, Long> byKey(StateStore store, Kind kind, List<String> keys) {
        Map<String, Long> found = new TreeMap<>();
        store.hub().identitiesByKey(kind, keys).forEach((key, identity) -> found.put(key, identity.id()));
        return found;
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void say(boolean member, String... pairs) {
        try (StateStore store = Stores.open(company.project())) {
            List<Membership> said = Stream.of(pairs).map(pair -> pair.split(" ")).map(pair -> new Membership(ids.get(pair[0]), ids.get(pair[1]), SAID, Optional.empty(), Optional.empty())).toList();
            if (member) {
                store.memberships().save(said);
            } else {
                store.memberships().remove(said);
            }
        }
    }

    private CycleRun sync() {
        return company.sync("roles", false);
    }

    private Set<String> members() throws Exception {
        return new TreeSet<>(company.rows("select name || ' ' || login from user_roles join roles on id = role"));
    }

    @Test
    void whoIsInAnInnerGroupIsInThoseAroundItHoweverDeep() throws Exception {
        say(true, "g0 g1", "g1 g2", "g2 p0", "g1 p1");
        assertThat(sync().getCycle().counted("applied-join")).isEqualTo(5);
        assertThat(members()).containsExactly("g0 p0", "g0 p1", "g1 p0", "g1 p1", "g2 p0");
        say(true, "g2 p3");
        CycleRun deep = sync();
        assertThat(deep.getCycle().counted("applied-join")).isEqualTo(3);
        assertThat(deep.getCycle().counted(Counted.MEMBERSHIPS)).as("a change deep inside costs what it changes").isEqualTo(3);
        say(false, "g1 g2");
        sync();
        assertThat(members()).containsExactly("g0 p1", "g1 p1", "g2 p0", "g2 p3");
        assertThat(sync().getCycle().counts()).doesNotContainKeys("planned-join", "planned-leave");
    }

    @Test
    void whoLosesItsWaysInInSeveralPlacesAtOnceLeavesEverywhere() throws Exception {
        say(true, "g0 g1", "g1 g2", "g2 p0", "g3 p0", "g0 g3");
        sync();
        say(false, "g2 p0", "g1 g2", "g0 g1");
        sync();
        assertThat(members()).as("another way leads to it").containsExactly("g0 p0", "g3 p0");
        say(false, "g3 p0", "g0 g3");
        sync();
        assertThat(members()).isEmpty();
    }

    @Test
    void aGroupIsInAnotherForAWhile() throws Exception {
        say(true, "g1 p0", "g2 g1");
        try (StateStore store = Stores.open(company.project())) {
            store.memberships().save(List.of(new Membership(ids.get("g0"), ids.get("g1"), SAID, Optional.of(Instant.parse("2026-11-21T00:00:00Z")), Optional.of(Instant.parse("2026-11-25T00:00:00Z")))));
        }
        sync();
        assertThat(members()).containsExactly("g1 p0", "g2 p0");
        company.at("2026-11-22T12:00:00Z");
        sync();
        assertThat(members()).containsExactly("g0 p0", "g1 p0", "g2 p0");
        company.at("2026-11-25T00:00:00Z");
        sync();
        assertThat(members()).containsExactly("g1 p0", "g2 p0");
    }

    @Test
    void whoGetsAnAccountLaterAndWhoseAccountIsClosedIsInAllOfThemOrInNone() throws Exception {
        say(true, "g0 g1", "g1 p0");
        people("2026-11-01");
        company.sync("hr", true);
        company.sync("app", false);
        sync();
        assertThat(members()).isEmpty();
        people("");
        company.sync("hr", true);
        company.sync("app", false);
        sync();
        assertThat(members()).containsExactly("g0 p0", "g1 p0");
        company.sql("delete from roles where name = 'g0'");
        company.sql("delete from user_roles where role not in (select id from roles)");
        company.sync("roles", true);
        company.sync("roles", true);
        assertThat(members()).as("made again").containsExactly("g0 p0", "g1 p0");
    }

    @Test
    void aCircleHasTheSameMembersAndEnds() throws Exception {
        say(true, "g0 g1", "g1 g2", "g2 g0", "g1 p4");
        sync();
        assertThat(members()).containsExactly("g0 p4", "g1 p4", "g2 p4");
        say(false, "g2 g0");
        sync();
        assertThat(members()).containsExactly("g0 p4", "g1 p4");
        say(false, "g1 p4");
        sync();
        assertThat(members()).isEmpty();
    }

    @Test
    void whateverIsSaidTheTargetHasTheClosure() throws Exception {
        Random random = new Random(142);
        Set<String> said = new TreeSet<>();
        List<String> all = new ArrayList<>();
        IntStream.range(0, GROUPS).forEach(group -> {
            IntStream.range(0, GROUPS).filter(other -> other != group).forEach(other -> all.add("g" + group + " g" + other));
            IntStream.range(0, PEOPLE).forEach(person -> all.add("g" + group + " p" + person));
        });
        for (int round = 0; round < 40; round++) {
            List<String> comes = new ArrayList<>();
            List<String> goes = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String pair = all.get(random.nextInt(all.size()));
                boolean there = said.contains(pair);
                if (there || random.nextInt(3) > 0 && said.size() < 14) {
                    (there ? goes : comes).add(pair);
                    if (there) {
                        said.remove(pair);
                    } else {
                        said.add(pair);
                    }
                }
            }
            goes.removeAll(comes);
            comes.removeIf(pair -> !said.contains(pair));
            say(false, goes.stream().filter(pair -> !said.contains(pair)).toArray(String[]::new));
            say(true, comes.toArray(String[]::new));
            sync();
            assertThat(members()).as("round %d: %s", round, said).isEqualTo(closure(said));
        }
        company.sync("roles", true);
        assertThat(members()).isEqualTo(closure(said));
    }

    private static Set<String> closure(Set<String> said) {
        Set<String> members = new TreeSet<>();
        for (int group = 0; group < GROUPS; group++) {
            Set<String> seen = new HashSet<>();
            Deque<String> open = new ArrayDeque<>(List.of("g" + group));
            while (!open.isEmpty()) {
                String one = open.poll();
                for (String pair : said) {
                    String member = pair.substring(3);
                    if (pair.startsWith(one + " ") && seen.add(member)) {
                        if (member.startsWith("g")) {
                            open.add(member);
                        } else {
                            members.add("g" + group + " " + member);
                        }
                    }
                }
            }
        }
        return members;
    }
}
