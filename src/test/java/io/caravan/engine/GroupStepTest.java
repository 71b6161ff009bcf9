package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.store.SqlStateStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of the decision table of groups by rule, on a real store. */
class GroupStepTest {

    private static final String[] ENGINEERS = {"group: engineers", "include: \"${body[department]} == 'Development'\""};
    private static final String[] DEPARTMENTS = {"group: \"dept-${lowercase(${body[code]})}\"", "each: \"${body[code]}\"", "attributes: {displayName: \"${body[department]}\"}"};

    @TempDir
    Path folder;

    private RuledCompany company;

    @BeforeEach
    void aCompany() {
        company = new RuledCompany(folder, SqlStateStore.open("jdbc:sqlite:" + folder.resolve("caravan.db"), "", ""));
    }

    @AfterEach
    void close() {
        company.store.close();
    }

    @Test
    void whoeverTheConditionHoldsForIsIn() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development");
        company.person("E2", "department", "Sales");
        GroupRun run = company.run();

        assertThat(company.in("engineers")).containsExactly("E1");
        assertThat(run.moved()).containsExactly(new GroupRun.Moved("engineers", 1, 0));
        assertThat(company.logged("join")).singleElement().satisfies(entry -> {
            assertThat(entry.identityKey()).isEqualTo("E1");
            assertThat(entry.changes().get(0).after()).isEqualTo("engineers");
            assertThat(entry.reason()).isEqualTo("${body[department]} == 'Development' is true: department is \"Development\" (groups/engineers.yaml:2:11)");
        });
        assertThat(company.logged("group-create")).extracting(LogEntry::subject).containsExactly(company.group("engineers").subject());
    }

    @Test
    void onlyWhoChangedIsLookedAt() {
        company.rule("engineers", ENGINEERS).rule("departments", DEPARTMENTS);
        company.people("E", 2500, "department", "Development", "code", "D1");
        assertThat(company.run().counted(Counted.EVALUATED)).isEqualTo(2500);
        assertThat(company.run().counted(Counted.EVALUATED)).isZero();
        assertThat(company.step().hasWork(company.now)).isFalse();

        company.person("E7", "department", "Sales", "code", "D2");
        GroupRun run = company.run();

        assertThat(run.counted(Counted.EVALUATED)).isEqualTo(1);
        assertThat(run.moved()).containsExactly(new GroupRun.Moved("dept-d1", 0, 1), new GroupRun.Moved("dept-d2", 1, 0), new GroupRun.Moved("engineers", 0, 1));
        assertThat(company.logged("leave")).allSatisfy(entry -> assertThat(entry.identityKey()).isEqualTo("E7"));
    }

    @Test
    void ofAChangedRuleEverybodyIsAskedAndOfTheOthersNobody() {
        company.rule("engineers", ENGINEERS).rule("departments", DEPARTMENTS);
        company.people("E", 10, "department", "Development", "code", "D1");
        company.run();
        company.rule("engineers", "group: engineers", "include: \"${body[department]} in 'Development,Research'\"");
        assertThat(company.run().counted(Counted.EVALUATED)).isEqualTo(10);
    }

    @Test
    void firstAndLastDaysCountByThemselvesInThePersonsTimeZone() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development", "startDate", "2026-11-22", "timeZone", "Asia/Tokyo");
        company.person("E2", "department", "Development", "endDate", "2026-11-21");
        company.run();
        assertThat(company.in("engineers")).containsExactly("E2");

        company.now = Instant.parse("2026-11-21T15:00:00Z"); // the 22nd begins in Tokyo
        assertThat(company.step().hasWork(company.now)).isTrue();
        assertThat(company.run().counted(Counted.EVALUATED)).isEqualTo(1);
        assertThat(company.in("engineers")).containsExactly("E1", "E2");

        company.now = Instant.parse("2026-11-22T00:00:00Z");
        company.run();
        assertThat(company.in("engineers")).containsExactly("E1");
        assertThat(company.logged("leave").get(0).reason()).contains("this person is leaver: end date was 2026-11-21");
    }

    @Test
    void aClockThatIsPutBackHasEverybodyAskedAgain() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development", "endDate", "2026-11-25");
        company.now = Instant.parse("2027-01-01T00:00:00Z");
        company.run();
        assertThat(company.in("engineers")).isEmpty();

        company.now = Instant.parse("2026-11-20T00:00:00Z");
        company.run();
        assertThat(company.in("engineers")).containsExactly("E1");
    }

    @Test
    void whoIsAskedIsWhoWorksHereUnlessTheRuleSaysOtherwise() {
        company.rule("all", "group: all", "include: \"${body[name]} != null\"");
        company.rule("present", "group: present", "who: not-on-leave", "include: \"${body[name]} != null\"");
        company.rule("soon", "group: soon", "who: with-prehires", "include: \"${body[name]} != null\"");
        company.person("active", "name", "a");
        company.person("leave", "name", "a", "status", "leave");
        company.person("prehire", "name", "a", "startDate", "2026-11-25");
        company.person("staged", "name", "a", "startDate", "2027-11-25");
        company.person("left", "name", "a", "status", "terminated");
        company.person("gone", "name", "a", Lifecycle.ABSENT_SINCE, "2026-11-01T00:00:00Z");
        company.run();

        assertThat(company.in("all")).containsExactly("active", "leave");
        assertThat(company.in("present")).containsExactly("active");
        assertThat(company.in("soon")).containsExactly("active", "leave", "prehire");
    }

    @Test
    void severalValuesAreSeveralGroups() {
        company.rule("skills", "group: \"skill-${each}\"", "each: \"${body[skills]}\"");
        company.person("E1", "skills", List.of("java", "sql", ""));
        company.person("E2", "skills", List.of());
        company.run();
        assertThat(company.all()).isEqualTo(Map.of("skill-java", java.util.Set.of("E1"), "skill-sql", java.util.Set.of("E1")));

        company.person("E1", "skills", List.of("sql"));
        company.run();
        assertThat(company.all().keySet()).containsExactly("skill-sql");
    }

    @Test
    void whoCannotBeDecidedStaysWhereSheIsAndIsTold() {
        company.rule("number", "group: even", "include: \"${dateFormat(${body[born]}, 'yyyy')} > 1970\"");
        company.person("E1", "born", "1980-01-01");
        company.person("E2", "born", "1980-01-01");
        company.run();
        company.person("E1", "born", "soon");
        company.person("E3", "born", "never");
        GroupRun run = company.run();

        assertThat(company.in("even")).containsExactly("E1", "E2");
        assertThat(run.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(run.counted(Counted.FAILED)).isEqualTo(2);
        assertThat(company.run().status()).as("until something is done about it").isEqualTo(CycleStatus.PARTLY);

        company.person("E1", "born", "1960-01-01");
        company.person("E3", "born", "1990-01-01");
        assertThat(company.run().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.in("even")).containsExactly("E2", "E3");
    }

    @Test
    void datesThatCannotBeUnderstoodChangeNothing() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development");
        company.run();
        company.person("E1", "department", "Sales", "endDate", "next year");
        GroupRun run = company.run();
        assertThat(company.in("engineers")).containsExactly("E1");
        assertThat(run.counted(Counted.FAILED)).isEqualTo(1);
        assertThat(company.store.groupRules().problems(9).get(0).message()).contains("endDate is \"next year\"");
    }

    @Test
    void aRuleChangedToNonsenseEmptiesNoGroup() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.rule("engineers", "group: engineers", "include: \"${body[department]} == 'Devlopment'\"");
        GroupRun run = company.run();

        assertThat(company.in("engineers")).hasSize(30);
        assertThat(run.status()).isEqualTo(CycleStatus.HELD);
        assertThat(run.held()).singleElement().satisfies(held -> assertThat(held.measure().text()).isEqualTo("30 of 30 members would leave (limit 5)"));
        assertThat(company.logged("leave")).isEmpty();
        assertThat(company.logged("guard")).singleElement().satisfies(entry -> assertThat(entry.status()).isEqualTo(LogEntry.Status.HELD));
        assertThat(company.run().status()).as("it stays held").isEqualTo(CycleStatus.HELD);
        assertThat(company.logged("guard")).as("and is told once").hasSize(1);

        company.rule("engineers", ENGINEERS);
        assertThat(company.run().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.logged("leave")).isEmpty();
    }

    @Test
    void joinsGoAheadWhileLeavesAreHeld() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.people("S", 3, "department", "Sales");
        company.run();
        company.rule("engineers", "group: engineers", "include: \"${body[department]} == 'Sales'\"");
        company.run();
        assertThat(company.in("engineers")).hasSize(33);
    }

    @Test
    void aGroupMayDoubleAndNotMore() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 60, "department", "Development");
        company.people("S", 61, "department", "Sales");
        assertThat(company.run().status()).as("what it has at first is not limited").isEqualTo(CycleStatus.DONE);
        company.rule("engineers", "group: engineers", "include: \"${body[department]} != 'x'\"");
        GroupRun run = company.run();

        assertThat(run.held().get(0).measure().text()).isEqualTo("61 would join 60 members (limit 60)");
        assertThat(company.in("engineers")).hasSize(60);
    }

    @Test
    void whoHasLookedLetsSoManyThroughAndNoMore() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.people("E", 20, "department", "Sales");
        assertThat(company.run().status()).isEqualTo(CycleStatus.HELD);
        company.person("E21", "department", "Sales");
        assertThat(company.run(new GroupApproval(Map.of(), Map.of("engineers", 20L), "ada")).status()).as("there is one more by now").isEqualTo(CycleStatus.HELD);

        GroupRun run = company.run(new GroupApproval(Map.of(), Map.of("engineers", 21L), "ada"));
        assertThat(run.status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.in("engineers")).hasSize(9);
        assertThat(company.logged("guard").get(company.logged("guard").size() - 1).reason()).isEqualTo("21 of 30 members would leave (limit 5); approved by ada");
    }

    @Test
    void whoIsNoLongerToLeaveIsNoLongerHeld() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.people("E", 8, "department", "Sales");
        company.run();
        company.people("E", 4, "department", "Development");
        assertThat(company.run().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.in("engineers")).hasSize(26);
    }

    @Test
    void anUrgentTerminationIsNotHeldWithOthers() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.people("E", 20, "department", "Sales");
        company.person("E30", "department", "Development", "urgent", true);
        assertThat(company.run().status()).isEqualTo(CycleStatus.HELD);
        assertThat(company.in("engineers")).hasSize(29).doesNotContain("E30");
    }

    @Test
    void limitsOfTheRuleCount() {
        company.rule("engineers", "group: engineers", "include: \"${body[department]} == 'Development'\"", "guard: {maxJoin: 10, maxLeave: 100%}");
        company.people("E", 11, "department", "Development");
        assertThat(company.run().held().get(0).measure().text()).isEqualTo("11 would join 0 members (limit 10)");
        company.run(new GroupApproval(Map.of("engineers", 11L), Map.of(), "ada"));
        company.people("E", 11, "department", "Sales");
        assertThat(company.run().status()).as("the rule allows everybody to leave").isEqualTo(CycleStatus.DONE);
        assertThat(company.in("engineers")).isEmpty();
    }

    @Test
    void thatEverybodyLeavesIsHeldWhateverTheCountThatIsAllowed() {
        company.rule("engineers", "group: engineers", "include: \"${body[department]} == 'Development'\"", "guard: {maxLeave: 1000}");
        company.people("E", 6, "department", "Development");
        company.run();
        company.people("E", 6, "department", "Sales");
        assertThat(company.run().held().get(0).measure().text()).isEqualTo("6 of 6 members would leave (limit 5)");
    }

    @Test
    void aRuleWhoseFileIsGoneGivesNobodyAnythingIfThatIsNotTooMuch() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.without("engineers");
        assertThat(company.run().held()).hasSize(1);
        assertThat(company.in("engineers")).hasSize(30);
        assertThat(company.run().held()).as("in the next run, too").hasSize(1);

        company.run(new GroupApproval(Map.of(), Map.of("engineers", 30L), "ada"));
        assertThat(company.in("engineers")).isEmpty();
        assertThat(company.group("engineers").attributes().has(Lifecycle.ABSENT_SINCE)).isTrue();
        assertThat(company.logged("group-delete")).hasSize(1);

        company.rule("engineers", ENGINEERS);
        company.run();
        assertThat(company.in("engineers")).hasSize(30);
        assertThat(company.group("engineers").attributes().has(Lifecycle.ABSENT_SINCE)).isFalse();
    }

    @Test
    void aFileThatIsRenamedMovesNobody() {
        company.rule("engineers", ENGINEERS);
        company.people("E", 30, "department", "Development");
        company.run();
        company.without("engineers").rule("developers", ENGINEERS);
        assertThat(company.run().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.in("engineers")).hasSize(30);
        assertThat(company.logged("leave")).isEmpty();
        assertThat(company.store.memberships().ofGroup(company.group("engineers").id(), 0, 100)).extracting(Membership::origin).containsOnly(Origin.rule("developers"));
    }

    @Test
    void anEmptyGroupIsKeptOrGoneAsItsRuleSays() {
        company.rule("kept", "group: kept", "include: \"${body[code]} == 'D1'\"");
        company.rule("gone", "group: \"gone-${each}\"", "each: \"${body[code]}\"", "whenEmpty: delete");
        company.person("E1", "code", "D1");
        company.run();
        company.person("E1", "code", "");
        company.run();
        assertThat(company.group("kept").attributes().has(Lifecycle.ABSENT_SINCE)).isFalse();
        assertThat(company.group("gone-D1").attributes().has(Lifecycle.ABSENT_SINCE)).isTrue();

        company.person("E1", "code", "D1");
        company.run();
        assertThat(company.group("gone-D1").attributes().has(Lifecycle.ABSENT_SINCE)).isFalse();
        assertThat(company.in("gone-D1")).containsExactly("E1");
    }

    @Test
    void aGroupSaysWhatItsMembersAgreeOn() {
        company.rule("departments", DEPARTMENTS);
        company.people("E", 3, "department", "Development", "code", "D1");
        company.run();
        assertThat(company.group("dept-d1").attributes().get("displayName")).isEqualTo("Development");

        company.people("E", 3, "department", "R&D", "code", "D1");
        assertThat(company.run().status()).as("a department that is renamed").isEqualTo(CycleStatus.DONE);
        assertThat(company.group("dept-d1").attributes().get("displayName")).isEqualTo("R&D");
    }

    @Test
    void whileMembersDisagreeTheGroupStaysAsItWasAndTwoOfThemAreNamed() {
        company.rule("departments", DEPARTMENTS);
        company.people("E", 3, "department", "Development", "code", "D1");
        company.run();
        company.person("E2", "department", "R&D", "code", "D1");
        GroupRun run = company.run();
        assertThat(run.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.store.groupRules().problems(9)).extracting(GroupRuleStore.Problem::message).singleElement().asString()
                .startsWith("its members do not agree what displayName of \"dept-d1\" is: E1 has \"Development\", E2 has \"R&D\"");
        long version = company.group("dept-d1").version();
        company.person("E1", "department", "Development", "code", "D1", "room", "7");
        company.run();
        assertThat(company.group("dept-d1").version()).as("whoever is looked at next does not make it another").isEqualTo(version);

        company.person("E2", "department", "Sales", "code", "D2");
        assertThat(company.run().status()).as("who disagreed has left").isEqualTo(CycleStatus.DONE);
    }

    @Test
    void nobodyGetsIntoAGroupOfAnotherOriginByAValue() {
        company.rule("admins", "group: admins", "include: \"${body[admin]} == 'yes'\"").rule("teams", "group: \"${each}\"", "each: \"${body[team]}\"");
        company.store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "from-a-source", Attributes.empty())));
        company.person("E1", "admin", "yes");
        company.person("E2", "team", List.of("admins", "from-a-source", "blue"));
        GroupRun run = company.run();

        assertThat(company.in("admins")).containsExactly("E1");
        assertThat(company.in("from-a-source")).isEmpty();
        assertThat(company.in("blue")).containsExactly("E2");
        assertThat(run.status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.store.groupRules().problems(9)).extracting(GroupRuleStore.Problem::message).containsExactlyInAnyOrder(
                "the group \"admins\" is that of groups/admins.yaml, so nobody is put into it by this rule",
                "the group \"from-a-source\" is in the hub, and was not made by this rule, so nobody is put into it by a value that people have");

        company.person("E2", "team", "blue");
        assertThat(company.run().status()).isEqualTo(CycleStatus.DONE);
    }

    @Test
    void aNamedGroupOfASourceMayHaveMembersByRuleAndKeepsTheOthers() {
        long group = company.store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), Kind.GROUP, "engineers", Attributes.of(Map.of("displayName", "by hand"))))).get(0).id();
        company.person("E1", "department", "Development");
        company.person("E2", "department", "Sales");
        long other = company.store.hub().identitiesByKey(Kind.PERSON, List.of("E2")).get("E2").id();
        company.store.memberships().save(List.of(new Membership(group, other, Origin.source("hr-groups"), Optional.empty(), Optional.empty())));
        company.rule("engineers", ENGINEERS).run();

        assertThat(company.in("engineers")).containsExactly("E1", "E2");
        assertThat(company.group("engineers").attributes().get("displayName")).isEqualTo("by hand");
        company.without("engineers").run();
        assertThat(company.in("engineers")).containsExactly("E2");
        assertThat(company.group("engineers").attributes().has(Lifecycle.ABSENT_SINCE)).isFalse();
    }

    @Test
    void groupsMayBeMembersAndACircleIsNamedAndDoesNoHarm() {
        company.rule("a", "group: a", "members: {groups: [team-blue, unknown]}").rule("teams", "group: \"team-${each}\"", "each: \"${body[team]}\"");
        company.person("E1", "team", "blue");
        assertThat(company.run().status()).isEqualTo(CycleStatus.PARTLY);
        assertThat(company.in("a")).containsExactly("team-blue");
        assertThat(company.store.groupRules().problems(9)).extracting(GroupRuleStore.Problem::message).containsExactly("there is no group \"unknown\" (groups/a.yaml:2:31)");

        company.store.memberships().save(List.of(new Membership(company.group("team-blue").id(), company.group("a").id(), Origin.source("ldap"), Optional.empty(), Optional.empty())));
        company.run();
        assertThat(company.in("a")).isEmpty();
        assertThat(company.store.groupRules().problems(9).get(0).message()).contains("the group would be a member of itself: a has team-blue has a");

        company.rule("a", "group: a", "members: {groups: [b]}").rule("b", "group: b", "include: \"${body[team]} == 'blue'\"").run();
        assertThat(company.in("a")).containsExactly("b");
    }

    @Test
    void aRunThatWasCutOffAnywhereIsMadeGoodByTheNext() {
        company.rule("engineers", ENGINEERS).rule("departments", DEPARTMENTS);
        company.people("E", 1500, "department", "Development", "code", "D1");
        int pages = 0;
        boolean ended = false;
        while (!ended) {
            AtomicInteger left = new AtomicInteger(pages++);
            GroupRun run = new GroupRun(company.now, 1, "test", GroupApproval.NONE, () -> left.getAndDecrement() > 0);
            try {
                company.step().run(run);
                ended = true;
            } catch (CycleStoppedException cutOff) {
                assertThat(company.step().hasWork(company.now)).isTrue();
            }
        }
        assertThat(pages).isGreaterThan(3);
        assertThat(company.in("engineers")).hasSize(1500);
        assertThat(company.in("dept-d1")).hasSize(1500);
        assertThat(company.group("dept-d1").attributes().get("displayName")).isEqualTo("Development");
        assertThat(company.logged("join")).as("each told once").hasSize(3000);
    }

    @Test
    void assignmentsThatWereCutOffAnywhereAreMadeGoodByTheNext() {
        String sells = "include: \"${body[department]} == 'Sales'\"";
        company.assignment("sales", "application: app", "role: seller", sells).people("E", 1500, "department", "Sales");
        cutOffAnywhere(GroupApproval.NONE);
        assertThat(company.assignedTo("app/seller")).hasSize(1500);
        assertThat(company.logged("assign")).as("each told once").hasSize(1500);

        company.assignment("sales", "application: app", "role: clerk", sells);
        cutOffAnywhere(GroupApproval.NONE);
        assertThat(company.assignedTo("app/clerk")).hasSize(1500);
        assertThat(company.assignedTo("app/seller")).as("too many at once").hasSize(1500);
        cutOffAnywhere(new GroupApproval(Map.of(), Map.of("assignments/sales.yaml", 1500L), "ada"));
        assertThat(company.assignedTo("app/clerk")).hasSize(1500);
        assertThat(company.assignedTo("app/seller")).isEmpty();
        assertThat(company.logged("unassign")).as("each told once").hasSize(1500);
    }

    private void cutOffAnywhere(GroupApproval approval) {
        boolean ended = false;
        for (int pages = 0; !ended; pages++) {
            AtomicInteger left = new AtomicInteger(pages);
            try {
                company.step().run(new GroupRun(company.now, 1, "test", approval, () -> left.getAndDecrement() > 0));
                ended = true;
            } catch (CycleStoppedException cutOff) {
                assertThat(company.step().hasWork(company.now) || company.step().leavesSomethingUndone()).isTrue();
            }
        }
    }

    @Test
    void aPreviewMovesNobody() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development");
        StateStore real = company.store;
        try (StateStore preview = real.preview()) {
            company.store = preview;
            assertThat(company.run().moved()).hasSize(1);
        } finally {
            company.store = real;
        }
        assertThat(company.in("engineers")).isEmpty();
        assertThat(company.step().hasWork(company.now)).isTrue();
    }

    @Test
    void whoeverLostTheLeaseStoresNothing() {
        company.rule("engineers", ENGINEERS);
        company.person("E1", "department", "Development");
        CycleStore.Lease lease = company.store.cycles().take(GroupRun.NAME, "me", company.now, Duration.ofMinutes(1)).orElseThrow();
        company.store.cycles().release(lease);
        company.store.cycles().take(GroupRun.NAME, "other", company.now, Duration.ofMinutes(1));
        StateStore real = company.store;
        company.store = real.fenced(lease);
        assertThatThrownBy(company::run).isInstanceOf(LeaseLostException.class);
        company.store = real;
        assertThat(company.in("engineers")).isEmpty();
    }
}
