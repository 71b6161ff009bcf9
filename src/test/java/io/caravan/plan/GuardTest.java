package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.plan.PlanCounts.ListedValue;
import io.caravan.subject.Kind;
import io.caravan.connector.AttributeChange;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.subject.Attributes;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Limit;
import java.util.Set;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final Limit NONE = Limit.NONE;

    @Test
    void byDefaultRemovalsAreLimitedToTenPercent() {
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(60, 40), 1000)).isEmpty();
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(60, 41), 1000)).singleElement().satisfies(breach -> {
            assertThat(breach.text()).isEqualTo("101 of 1000 accounts would be disabled or deleted (limit 100)");
            assertThat(breach.kinds()).containsExactlyInAnyOrder(ChangeKind.DISABLE, ChangeKind.DELETE);
        });
    }

    @Test
    void byDefaultRemovalsAreLimitedToFiveHundredHoweverManyAccountsThereAre() {
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(500, 0), 1_000_000)).isEmpty();
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(501, 0), 1_000_000)).hasSize(1);
    }

    @Test
    void fiveRemovalsAreAlwaysAllowed() {
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(5, 0), 7)).isEmpty();
        assertThat(Guard.check(GuardLimits.DEFAULT, removals(6, 0), 7)).hasSize(1);
    }

    /** So many accounts lose this role. */
    private static PlanCounts losing(String role, int accounts) {
        PlanCounts counts = new PlanCounts("", Set.of("roles"));
        for (int i = 0; i < accounts; i++) {
            counts.add(new Change(ChangeKind.UPDATE, new Change.Account(i, new SubjectKey(Kind.PERSON, "E" + i), Optional.of("a" + i), Attributes.empty()),
                    Change.Writes.of(List.of(new AttributeChange("roles", List.of(role, "x"), List.of("x"), List.of(), List.of(role)).asShared()), Optional.empty()),
                    new Change.Grounds(Optional.empty(), List.of(), "b" + i), false));
        }
        return counts;
    }

    @Test
    void moreThanHalfOfThoseWhoHaveAValueOfAListOfGroupsDoNotLoseItAtOnce() {
        PlanCounts counts = losing("seller", 7);
        ListedValue seller = new ListedValue("roles", "seller");
        assertThat(Guard.toBeCounted(GuardLimits.DEFAULT, counts)).containsExactly(seller);
        assertThat(Guard.over(Guard.lists(GuardLimits.DEFAULT, counts, 1000, Map.of(seller, 14L)))).isEmpty();
        assertThat(Guard.over(Guard.lists(GuardLimits.DEFAULT, counts, 1000, Map.of(seller, 13L)))).singleElement()
                .satisfies(breach -> assertThat(breach.text()).isEqualTo("7 of 13 people would lose \"seller\" of roles (limit 6)"));
        assertThat(Guard.toBeCounted(GuardLimits.DEFAULT, losing("seller", 5))).isEmpty();
    }

    @Test
    void allTogetherNotMoreThanOfAccountsThatAreDisabledLoseAValueUnlessItIsSaid() {
        assertThat(Guard.over(Guard.lists(GuardLimits.DEFAULT, losing("seller", 100), 1000, Map.of()))).isEmpty();
        assertThat(Guard.over(Guard.lists(GuardLimits.DEFAULT, losing("seller", 101), 1000, Map.of()))).hasSize(1);
        GuardLimits said = new GuardLimits(Map.of(Guarded.LEAVE, Limit.of(200)), false);
        assertThat(Guard.over(Guard.lists(said, losing("seller", 200), 1000, Map.of()))).isEmpty();
        assertThat(Guard.over(Guard.lists(said, losing("seller", 201), 1000, Map.of()))).hasSize(1);
        assertThat(Guard.toBeCounted(said, losing("seller", 201))).isEmpty();
    }

    @Test
    void anAccountThatIsDisabledTheMomentItIsRecognisedCountsLikeAnyOther() {
        PlanCounts counts = new PlanCounts("");
        for (int i = 0; i < 6; i++) {
            counts.add(recognised(false));
        }
        assertThat(Guard.check(GuardLimits.DEFAULT, counts, 0)).singleElement().satisfies(breach -> assertThat(breach.planned()).isEqualTo(6));
    }

    @Test
    void byDefaultAccountsThatAreOpenedAgainAreLimitedAsThoseThatAreDisabled() {
        assertThat(Guard.check(GuardLimits.DEFAULT, enables(100), 1000)).isEmpty();
        assertThat(Guard.check(GuardLimits.DEFAULT, enables(101), 1000)).singleElement().satisfies(breach -> {
            assertThat(breach.text()).isEqualTo("101 of 1000 accounts would be enabled (limit 100)");
            assertThat(breach.kinds()).containsExactly(ChangeKind.ENABLE);
        });
        assertThat(Guard.check(GuardLimits.DEFAULT, enables(501), 1_000_000)).hasSize(1);
        assertThat(Guard.check(GuardLimits.DEFAULT, enables(5), 0)).isEmpty();
        assertThat(Guard.check(GuardLimits.DEFAULT, enables(6), 7)).hasSize(1);
    }

    @Test
    void anAccountThatIsOpenedTheMomentItIsRecognisedCountsLikeAnyOther() {
        PlanCounts counts = enables(3);
        for (int i = 0; i < 3; i++) {
            counts.add(recognised(true));
        }
        assertThat(Guard.check(GuardLimits.DEFAULT, counts, 0)).singleElement().satisfies(breach -> {
            assertThat(breach.planned()).isEqualTo(6);
            assertThat(breach.counts(recognised(true))).isTrue();
            assertThat(breach.counts(recognised(false))).isFalse();
        });
    }

    @Test
    void howManyAreOpenedAndHowManyAreClosedAreTwoLimits() {
        PlanCounts counts = removals(5, 0);
        for (int i = 0; i < 5; i++) {
            counts.add(change(ChangeKind.ENABLE, List.of()));
        }
        assertThat(Guard.check(GuardLimits.DEFAULT, counts, 0)).isEmpty();
    }

    @Test
    void aLimitOfItsOwnTakesAKindOutOfTheCommonOne() {
        GuardLimits noDeletes = new GuardLimits(Map.of(Guarded.DELETE, Limit.of(0)), false);
        assertThat(Guard.check(noDeletes, removals(5, 1), 10)).singleElement()
                .satisfies(breach -> assertThat(breach.kinds()).containsExactly(ChangeKind.DELETE));
        assertThat(Guard.check(noDeletes, removals(5, 0), 10)).isEmpty();
    }

    @Test
    void ofACountAndAShareTheLowerCounts() {
        GuardLimits limits = new GuardLimits(Map.of(Guarded.DISABLE, new Limit(Optional.of(50L), Optional.of(0.01))), false);
        assertThat(Guard.check(limits, removals(11, 0), 1000)).singleElement().satisfies(breach -> assertThat(breach.allowed()).isEqualTo(10));
        assertThat(Guard.check(limits, removals(51, 0), 1_000_000)).singleElement().satisfies(breach -> assertThat(breach.allowed()).isEqualTo(50));
    }

    @Test
    void anAttributeThatWouldBeEmptiedForTooManyIsHeld() {
        PlanCounts counts = new PlanCounts("dn");
        for (int i = 0; i < 101; i++) {
            counts.add(update("phone", "1", null));
        }
        assertThat(Guard.check(GuardLimits.DEFAULT, counts, 1000)).singleElement()
                .satisfies(breach -> assertThat(breach.what()).contains("lose an attribute's value"));
    }

    @Test
    void renamesAndTheSameAttributeChangingForManyAreHeldWhereTheJobLimitsThem() {
        PlanCounts counts = new PlanCounts("dn");
        for (int i = 0; i < 20; i++) {
            counts.add(update("dn", "a", "b"));
        }
        assertThat(Guard.check(GuardLimits.DEFAULT, counts, 100)).isEmpty();
        Limit tenth = new Limit(Optional.empty(), Optional.of(0.1));
        assertThat(Guard.check(new GuardLimits(Map.of(Guarded.RENAME, tenth, Guarded.CHURN, tenth), false), counts, 100))
                .extracting(Guard.Measure::what).containsExactly("be renamed", "get another dn");
    }

    /** However a plan is made up: what passes never removes more than the default allows. */
    @Property
    boolean whatPassesNeverRemovesMoreThanIsAllowed(@ForAll @IntRange(max = 2000) int disables, @ForAll @IntRange(max = 2000) int deletes,
                                                    @ForAll @IntRange(max = 30000) int accounts) {
        boolean passes = Guard.check(GuardLimits.DEFAULT, removals(disables, deletes), accounts).isEmpty();
        return !passes || disables + deletes <= Math.max(5, Math.min(500, accounts / 10));
    }

    private static PlanCounts enables(int number) {
        PlanCounts counts = new PlanCounts("dn");
        for (int i = 0; i < number; i++) {
            counts.add(change(ChangeKind.ENABLE, List.of()));
        }
        return counts;
    }

    private static Change recognised(boolean enabled) {
        return new Change(ChangeKind.LINK, new Change.Account(1, SubjectKey.person("E1"), Optional.of("a1"), Attributes.empty()),
                Change.Writes.of(List.of(), Optional.of(enabled)), new Change.Grounds(Optional.empty(), List.of(), ""), false);
    }

    private static PlanCounts removals(int disables, int deletes) {
        PlanCounts counts = new PlanCounts("dn");
        for (int i = 0; i < disables; i++) {
            counts.add(change(ChangeKind.DISABLE, List.of()));
        }
        for (int i = 0; i < deletes; i++) {
            counts.add(change(ChangeKind.DELETE, List.of()));
        }
        return counts;
    }

    private static Change update(String name, Object before, Object after) {
        return change(ChangeKind.UPDATE, List.of(AttributeChange.of(name, before, after)));
    }

    private static Change change(ChangeKind kind, List<AttributeChange> changes) {
        return new Change(kind, new Change.Account(1, SubjectKey.person("E1"), Optional.of("a1"), Attributes.empty()),
                Change.Writes.of(changes, Optional.empty()), new Change.Grounds(Optional.empty(), List.of(), "b"), false);
    }
}
