package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.GroupRuleStore.Problem;
import io.caravan.store.SqlStateStore;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group for each department: the rows of the decision table, on a real store. */
class GroupsOfSubjectsTest {

    private static final String[] DEPARTMENTS = {"group: \"dept-${lowercase(${body[code]})}\"", "each: {kind: department, by: code, value: \"${body[department]}\"}",
        "attributes: {displayName: \"${body[title]}\"}"};
    private static final String GONE = "2026-11-19T00:00:00Z";

    @TempDir
    Path folder;

    private RuledCompany company;

    @BeforeEach
    void aCompany() {
        company = new RuledCompany(folder, SqlStateStore.open("jdbc:sqlite:" + folder.resolve("caravan.db"), "", "")).withDepartments();
        company.rule("departments", DEPARTMENTS);
        company.department("D1", "code", "D1", "title", "Development");
        company.department("D2", "code", "D2", "title", "Sales");
        company.person("E1", "department", "d1");
        company.person("E2", "department", List.of("D1", "D2"));
        company.person("E3", "department", "D3");
    }

    @AfterEach
    void close() {
        company.store.close();
    }

    private List<String> problems() {
        return company.store.groupRules().problems(99).stream().map(Problem::message).toList();
    }

    private boolean isThere(String group) {
        return !company.group(group).attributes().has(Lifecycle.ABSENT_SINCE);
    }

    @Test
    void eachHasAGroupAndWhoeverNamesItIsIn() {
        company.department("D9", "code", "D9", "title", "Nobody's");
        company.run();
        assertThat(company.in("dept-d1")).containsExactly("E1", "E2");
        assertThat(company.in("dept-d2")).containsExactly("E2");
        assertThat(company.in("dept-d9")).isEmpty();
        assertThat(isThere("dept-d9")).as("a department has its group, whether anybody is in it or not").isTrue();
        assertThat(company.group("dept-d1").attributes().asMap()).containsEntry("displayName", "Development").containsEntry("name", "dept-d1");
        assertThat(company.group("dept-d3")).as("nothing of that name is known").isNull();
        assertThat(company.run().moved()).isEmpty();
    }

    @Test
    void whatItIsCalledFollowsAndNobodyIsLookedAtForThat() {
        company.run();
        company.department("D1", "code", "D1", "title", "Research");
        GroupRun run = company.run();
        assertThat(company.group("dept-d1").attributes().text("displayName")).contains("Research");
        assertThat(run.counted(Counted.EVALUATED)).isZero();
        assertThat(run.moved()).isEmpty();
        assertThat(company.logged("group-update")).hasSize(1);
    }

    @Test
    void aKeyThatIsComputedOtherwiseIsAnotherNameOfTheSameGroup() {
        company.rule("departments", "group: \"${body[title]}\"", DEPARTMENTS[1]);
        company.run();
        long id = company.group("Development").id();
        company.department("D1", "code", "D1", "title", "Research");
        assertThat(company.run().moved()).isEmpty();
        Identity same = company.group("Development");
        assertThat(same.id()).isEqualTo(id);
        assertThat(same.attributes().text("name")).contains("Research");
        assertThat(company.in("Development")).containsExactly("E1", "E2");

        company.department("D5", "code", "D5", "title", "Development");
        company.run();
        assertThat(problems()).containsExactly("the group \"Development\" is that of department D1, so D5 has none; make the key of what never changes (groups/departments.yaml:1:1)");
    }

    @Test
    void oneThatComesLaterHasThoseWhoNamedItBefore() {
        company.run();
        company.department("D3", "code", "D3", "title", "Late");
        GroupRun run = company.run();
        assertThat(company.in("dept-d3")).containsExactly("E3");
        assertThat(run.counted(Counted.EVALUATED)).as("nobody else is looked at").isEqualTo(1);
    }

    @Test
    void whenItIsGoneEverybodyLeavesAndSoDoesTheGroup() {
        company.run();
        company.department("D1", "code", "D1", "title", "Development", Lifecycle.ABSENT_SINCE, GONE);
        assertThat(company.run().moved()).containsExactly(new GroupRun.Moved("dept-d1", 0, 2));
        assertThat(isThere("dept-d1")).isFalse();
        assertThat(company.in("dept-d2")).containsExactly("E2");

        company.department("D1", "code", "D1", "title", "Development again");
        assertThat(company.run().moved()).containsExactly(new GroupRun.Moved("dept-d1", 2, 0));
        assertThat(isThere("dept-d1")).isTrue();
        assertThat(company.group("dept-d1").attributes().text("displayName")).contains("Development again");
    }

    @Test
    void thatEverybodyOfManyWouldLeaveIsHeldAndComesToNothingWhenItIsBack() {
        company.people("P", 8, "department", "D1");
        company.run();
        company.department("D1", "code", "D1", "title", "Development", Lifecycle.ABSENT_SINCE, GONE);
        GroupRun run = company.run();
        assertThat(run.held()).singleElement().satisfies(held -> assertThat(held.measure().text()).isEqualTo("10 of 10 members would leave (limit 5)"));
        assertThat(company.in("dept-d1")).hasSize(10);
        assertThat(isThere("dept-d1")).isTrue();

        company.department("D1", "code", "D1", "title", "Development");
        assertThat(company.run().held()).isEmpty();
        assertThat(company.store.groupRules().crowds()).isEmpty();
        assertThat(company.in("dept-d1")).hasSize(10);
        company.department("D1", "code", "D1", "title", "Development", Lifecycle.ABSENT_SINCE, GONE);
        company.run();
        company.run(new GroupApproval(Map.of(), Map.of("dept-d1", 10L), "ada"));
        assertThat(company.in("dept-d1")).isEmpty();
        assertThat(isThere("dept-d1")).isFalse();
    }

    @Test
    void anotherOfTheSameCodeTakesTheGroupOfOneThatIsGone() {
        company.people("P", 8, "department", "D1");
        company.run();
        company.department("D1", "code", "D1", "title", "Development", Lifecycle.ABSENT_SINCE, GONE);
        company.department("ORG-1", "code", "D1", "title", "Development Ltd");
        GroupRun run = company.run();
        assertThat(run.moved()).isEmpty();
        assertThat(run.held()).isEmpty();
        assertThat(company.in("dept-d1")).hasSize(10);
        assertThat(company.group("dept-d1").attributes().text("displayName")).contains("Development Ltd");
    }

    @Test
    void whoNamesWhatSeveralHaveStaysAndIsTold() {
        company.run();
        company.department("D1b", "code", "D1", "title", "Another");
        GroupRun run = company.run();
        assertThat(run.moved()).isEmpty();
        assertThat(company.in("dept-d1")).containsExactly("E1", "E2");
        assertThat(problems()).anyMatch(text -> text.startsWith("2 of kind department have code \"d1\": D1, D1b; none of them is taken"))
                .anyMatch(text -> text.startsWith("the group \"dept-d1\" is that of department D1, so D1b has none"));
        assertThat(run.status()).isEqualTo(CycleStatus.PARTLY);
        company.department("D1b", "code", "D7", "title", "Another");
        company.run();
        assertThat(problems()).isEmpty();
        assertThat(isThere("dept-d7")).isTrue();
    }

    @Test
    void aGroupThatSomebodyElseHasIsNotTaken() {
        company.rule("devs", "group: dept-d1", "include: \"${body[department]} == 'nobody'\"");
        company.run();
        assertThat(problems()).hasSize(1).first().asString().contains("dept-d1").contains("is that of groups/");
    }

    @Test
    void aFileThatIsGoneTakesBackWhatItGave() {
        company.run();
        company.rule("other", "group: other", "include: \"${body[department]} == 'x'\"").without("departments");
        company.run();
        assertThat(company.in("dept-d1")).isEmpty();
        assertThat(isThere("dept-d1")).isFalse();
    }

    /** Departments come, go, are renumbered and renamed, people move: after each run everybody is where a naive reading puts them. */
    @Test
    void afterAnyHistoryEverybodyIsWhereTheHubSaysNow() {
        company.rule("departments", "group: \"dept-${body[id]}\"", DEPARTMENTS[1], "guard: {maxJoin: 1000, maxLeave: 100%}");
        company.department("D1", "id", "D1", "code", "D1");
        company.department("D2", "id", "D2", "code", "D2");
        Random random = new Random(5);
        Map<String, String> codes = new TreeMap<>();
        Map<String, String> people = new HashMap<>();
        for (int round = 0; round < 60; round++) {
            for (int events = random.nextInt(4); events >= 0; events--) {
                String code = "C" + random.nextInt(5);
                if (random.nextInt(2) == 0) {
                    String person = "P" + random.nextInt(7);
                    people.put(person, code);
                    company.person(person, "department", code);
                } else {
                    String department = "X" + random.nextInt(4);
                    boolean taken = codes.entrySet().stream().anyMatch(one -> one.getValue().equals(code) && !one.getKey().equals(department));
                    if (random.nextInt(3) == 0) {
                        codes.remove(department);
                        company.department(department, "id", department, "code", code, Lifecycle.ABSENT_SINCE, GONE);
                    } else if (!taken) {
                        codes.put(department, code);
                        company.department(department, "id", department, "code", code);
                    }
                }
            }
            company.run();
            Map<String, Set<String>> wanted = new TreeMap<>();
            codes.forEach((department, code) -> {
                Set<String> in = people.entrySet().stream().filter(one -> one.getValue().equals(code)).map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
                if (!in.isEmpty()) {
                    wanted.put(department, in);
                }
            });
            assertThat(byDepartment()).as("round %s", round).isEqualTo(wanted);
        }
    }

    private Map<String, Set<String>> byDepartment() {
        Map<String, Set<String>> all = new TreeMap<>();
        company.store.groupRules().groups().stream().filter(group -> group.rule().equals("departments") && group.subject().isPresent()).forEach(group -> {
            Map<Long, Identity> known = company.store.hub().identities(List.of(group.group(), group.subject().getAsLong()));
            Set<String> in = company.in(known.get(group.group()).key());
            in.removeIf(key -> key.startsWith("E"));
            if (!in.isEmpty()) {
                all.put(known.get(group.subject().getAsLong()).key(), in);
            }
        });
        return all;
    }
}
