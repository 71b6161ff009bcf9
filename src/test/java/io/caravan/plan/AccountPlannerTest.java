package io.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AttributeChange;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.subject.Sentences;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.LifecycleRule;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.mapping.OutboundJob.OnMatch;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.plan.TargetView.Candidate;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every row of the table "Outbound: one identity, one job", and the rules below it. */
class AccountPlannerTest {

    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final Map<String, List<Candidate>> target = new HashMap<>();
    private final Map<String, Object> accountsOfOthers = new HashMap<>();
    private Jobs job = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[login]}")
            .value("department", "${body[department]}");

    // --- the table, row by row

    @Test
    void inScopeWantedUnlinkedWithoutMatchCreates() {
        Change change = planned(person(), none());
        assertThat(change.kind()).isEqualTo(ChangeKind.CREATE);
        assertThat(change.enabled()).contains(true);
        assertThat(written(change)).containsEntry("userName", "ada").containsEntry("department", "D1");
    }

    @Test
    void inScopeWantedUnlinkedWithOneMatchLinksAndUpdatesWhatDiffers() {
        found("employeeNumber", "E7", account("a1", "userName", "ada", "department", "D9", "active", true));
        Change change = planned(person(), none());
        assertThat(change.kind()).isEqualTo(ChangeKind.LINK);
        assertThat(change.anchor()).contains("a1");
        assertThat(written(change)).containsExactly(Map.entry("department", "D1"));
    }

    @Test
    void aMatchedAccountThatIsDisabledIsEnabledByTheLink() {
        found("employeeNumber", "E7", account("a1", "userName", "ada", "department", "D1", "active", false));
        assertThat(planned(person(), none()).enabled()).contains(true);
    }

    @Test
    void onMatchReportOnlyReports() {
        job.onMatch(OnMatch.REPORT);
        found("employeeNumber", "E7", account("a1"));
        assertThat(verdict(person(), none()).kind()).isEqualTo(Verdict.Kind.REPORTED);
    }

    @Test
    void inScopeWantedUnlinkedWithSeveralMatchesIsAmbiguousAndNamesThem() {
        found("employeeNumber", "E7", account("a1"), account("a2"));
        Verdict verdict = verdict(person(), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.AMBIGUOUS);
        assertThat(Sentences.of(verdict.because())).contains("a1").contains("a2").contains("mappings/app.yaml:10");
    }

    @Test
    void aMatchThatBelongsToSomebodyElseIsNotTakenOver() {
        target.put("employeeNumber=E7", List.of(new Candidate("a1", Attributes.empty(), OptionalLong.of(99))));
        assertThat(verdict(person(), none()).kind()).isEqualTo(Verdict.Kind.AMBIGUOUS);
    }

    @Test
    void linkedAndTheSameChangesNothing() {
        assertThat(verdict(person(), enabled("userName", "ada", "department", "D1")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void linkedAndDifferentUpdatesOnlyWhatDiffers() {
        Change change = planned(person(), enabled("userName", "ada", "department", "D0"));
        assertThat(change.kind()).isEqualTo(ChangeKind.UPDATE);
        assertThat(written(change)).containsExactly(Map.entry("department", "D1"));
    }

    @Test
    void linkedAndDisabledByUsIsEnabledAndUpdated() {
        Change change = planned(person(), disabled("userName", "ada", "department", "D0"));
        assertThat(change.kind()).isEqualTo(ChangeKind.ENABLE);
        assertThat(written(change)).containsExactly(Map.entry("department", "D1"));
    }

    @Test
    void linkedAndGoneIsRecreated() {
        assertThat(planned(person(), gone()).kind()).isEqualTo(ChangeKind.CREATE);
    }

    @Test
    void linkedAndGoneIsMatchedBeforeItIsRecreated() {
        found("employeeNumber", "E7", account("a2"));
        assertThat(planned(person(), gone()).kind()).isEqualTo(ChangeKind.LINK);
    }

    @Test
    void linkedAndGoneIsReportedIfTheJobSaysSo() {
        job.onMissing(OnMissing.REPORT);
        assertThat(verdict(person(), gone()).kind()).isEqualTo(Verdict.Kind.REPORTED);
    }

    @Test
    void aLeaverWithAnEnabledAccountIsDisabledWithoutTouchingAttributes() {
        Change change = planned(person("endDate", "2026-11-19"), enabled("userName", "ada", "department", "D0"));
        assertThat(change.kind()).isEqualTo(ChangeKind.DISABLE);
        assertThat(change.changes()).isEmpty();
        assertThat(Sentences.of(change.because())).contains("end date was 2026-11-19");
    }

    @Test
    void aLeaverWithoutAnAccountIsSkippedAndSaysSo() {
        Verdict verdict = verdict(person("endDate", "2026-11-19"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SKIPPED);
        assertThat(Sentences.of(verdict.because())).contains("no account to disable");
    }

    @Test
    void aLeaverWhoseOpenAccountWasNeverLinkedIsReportedNotDisabled() {
        found("employeeNumber", "E7", account("a1", "active", true));
        Verdict verdict = verdict(person("endDate", "2026-11-19"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REPORTED);
        assertThat(Sentences.of(verdict.because())).contains("has left").contains("a1").contains("mappings/app.yaml:10").contains("disable it in the target");
        found("employeeNumber", "E7", account("a1", "active", false));
        assertThat(verdict(person("endDate", "2026-11-19"), none()).kind()).isEqualTo(Verdict.Kind.SKIPPED);
    }

    @Test
    void severalOpenAccountsOfALeaverWhoIsLinkedToNoneAreReportedToo() {
        found("employeeNumber", "E7", account("a1", "active", true), account("a2", "active", true), account("a3", "active", false));
        Verdict verdict = verdict(person("endDate", "2026-11-19"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.REPORTED);
        assertThat(verdict.link().problem().map(Because::reason)).contains(Reason.SEVERAL_MATCH);
        assertThat(Sentences.of(verdict.because())).contains("a1, a2").doesNotContain("a3");
    }

    @Test
    void leavingScopeDisables() {
        job.include("${body[employeeType]} == 'employee'");
        Change change = planned(person("employeeType", "left"), enabled("userName", "ada"));
        assertThat(change.kind()).isEqualTo(ChangeKind.DISABLE);
        assertThat(Sentences.of(change.because())).contains("left scope").contains("left");
    }

    @Test
    void leavingScopeDeletesIfTheJobSaysSo() {
        job.include("${body[employeeType]} == 'employee'").onExit(OnExit.DELETE);
        assertThat(planned(person("employeeType", "left"), enabled()).kind()).isEqualTo(ChangeKind.DELETE);
    }

    @Test
    void leavingScopeMayKeepTheAccountAsUnmanaged() {
        job.include("${body[employeeType]} == 'employee'").onExit(OnExit.KEEP);
        assertThat(planned(person("employeeType", "left"), enabled()).kind()).isEqualTo(ChangeKind.RELEASE);
        assertThat(verdict(person("employeeType", "left"), link(LinkState.UNMANAGED)).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void anAccountThatWasClosedWhenItsOwnerLeftIsNotKeptOpenBySomebodyWhoOpensItWhenSheIsOutOfScope() {
        job.include("${body[employeeType]} == 'employee'").onExit(OnExit.KEEP);
        Identity left = person("endDate", "2026-10-01", "employeeType", "left");
        Link closed = disabledAt("2026-10-02T00:00:00Z");
        Link opened = closed.with(LinkState.ENABLED, closed.shadow().with(Map.of("active", true)));
        assertThat(verdict(left, closed).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(planned(left, opened).kind()).isEqualTo(ChangeKind.DISABLE);
        assertThat(planned(left, enabled()).kind()).as("one that was open when she left both at once").isEqualTo(ChangeKind.RELEASE);
    }

    @Test
    void anUnmanagedAccountIsManagedAgainWhenItsOwnerComesBackIntoScope() {
        job.include("${body[employeeType]} == 'employee'").onExit(OnExit.KEEP);
        Change change = planned(person("employeeType", "employee"), link(LinkState.UNMANAGED, "userName", "ada", "department", "D0", "active", true));
        assertThat(change.kind()).isEqualTo(ChangeKind.UPDATE);
    }

    @Test
    void outOfScopeWithoutAnAccountIsSkippedNamingTheClauseAndTheValue() {
        job.include("${body[employeeType]} == 'employee'");
        Verdict verdict = verdict(person("employeeType", "intern"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SKIPPED);
        assertThat(Sentences.of(verdict.because())).contains("employeeType").contains("intern");
    }

    @Test
    void aLeaverIsDeletedWhenTheHoldIsOver() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.of(Period.ofDays(30)), true));
        Identity left = person("endDate", "2026-10-01");
        assertThat(planned(left, disabledAt("2026-10-20T00:00:00Z")).kind()).isEqualTo(ChangeKind.DELETE);
        Verdict held = verdict(left, disabledAt("2026-11-01T00:00:00Z"));
        assertThat(held.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(held.link().dueAt()).contains(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @Test
    void aLeaverIsDeletedWhenTheHoldIsOverAlsoWhenLeavingTookHerOutOfScope() {
        holdsThirtyDays().include("${body[employeeType]} == 'employee'");
        Identity left = person("endDate", "2026-10-01", "employeeType", "left");
        assertThat(planned(left, disabledAt("2026-10-20T00:00:00Z")).kind()).isEqualTo(ChangeKind.DELETE);
        Verdict held = verdict(left, disabledAt("2026-11-01T00:00:00Z"));
        assertThat(held.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(held.link().dueAt()).contains(Instant.parse("2026-12-01T00:00:00Z"));
    }

    @Test
    void theHoldOfAnAccountThatWasDisabledForALeaveBeginsWhenItsOwnerHasLeft() {
        holdsThirtyDays();
        Verdict verdict = verdict(person("endDate", "2026-11-19"), disabled(Because.of(Reason.ON_LEAVE_SINCE, "2025-11-01"),
                "2025-11-01T00:00:00Z"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(verdict.link().disabledAt()).contains(NOW);
        assertThat(verdict.link().dueAt()).contains(Instant.parse("2026-12-20T12:00:00Z"));
        assertThat(Sentences.of(verdict.because())).startsWith("has left");
    }

    @Test
    void theHoldOfAnAccountThatWasDisabledByAClockThatWasAheadBeginsNow() {
        holdsThirtyDays();
        Verdict verdict = verdict(person("endDate", "2026-11-19"), disabledAt("2028-01-01T00:00:00Z"));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(verdict.link().disabledAt()).contains(NOW);
        assertThat(verdict.link().dueAt()).contains(Instant.parse("2026-12-20T12:00:00Z"));
    }

    @Test
    void theAccountOfSomebodyWhoNeverCameIsHeldAndDeletedLikeAnyLeavers() {
        holdsThirtyDays();
        Verdict verdict = verdict(person("startDate", "2026-11-25", "status", "terminated"), disabled());
        assertThat(verdict.link().dueAt()).contains(Instant.parse("2026-12-20T12:00:00Z"));
    }

    @Test
    void anUnmanagedAccountIsManagedAgainEvenIfNothingHasToBeWritten() {
        job.include("${body[employeeType]} == 'employee'").onExit(OnExit.KEEP);
        Verdict verdict = verdict(person("employeeType", "employee"), link(LinkState.UNMANAGED, "userName", "ada", "department", "D1", "active", true));
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(verdict.link().state()).isEqualTo(LinkState.ENABLED);
    }

    // --- lifecycle

    @Test
    void aPersonFarAheadHasNoAccountYetAndIsLookedAtAgainWhenTheLeadBegins() {
        Verdict verdict = verdict(person("startDate", "2027-01-01"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SKIPPED);
        assertThat(verdict.link().dueAt()).contains(Instant.parse("2026-12-18T00:00:00Z"));
    }

    @Test
    void aPrehireGetsADisabledAccount() {
        Change change = planned(person("startDate", "2026-11-25"), none());
        assertThat(change.kind()).isEqualTo(ChangeKind.CREATE);
        assertThat(change.enabled()).contains(false);
    }

    @Test
    void aPrehireIsEnabledOnTheFirstDayInHerOwnTimeZone() {
        Identity tokyo = person("startDate", "2026-11-21", "timeZone", "Asia/Tokyo");
        assertThat(Lifecycles.stateAt(tokyo, "2026-11-20T14:59:59Z")).isEqualTo("prehire");
        assertThat(Lifecycles.stateAt(tokyo, "2026-11-20T15:00:00Z")).isEqualTo("active");
    }

    @Test
    void leaveKeepsTheAccountUnlessTheJobSaysDisable() {
        Identity away = person("status", "leave");
        assertThat(verdict(away, enabled("userName", "ada", "department", "D1")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, true, OnExit.DISABLE, Optional.empty(), true));
        assertThat(planned(away, enabled("userName", "ada", "department", "D1")).kind()).isEqualTo(ChangeKind.DISABLE);
    }

    @Test
    void aLeaverOutOfScopeOfWhoseAccountNobodyKnowsWhetherItIsOpenIsClosed() {
        job.include("${body[employeeType]} == 'employee'");
        Link doubtful = link(LinkState.DISABLED, "userName", "ada").withProblem(Optional.of(Because.of(Reason.CHANGE_IN_DOUBT, "timeout")));
        assertThat(planned(person("endDate", "2026-11-19"), doubtful).kind()).isEqualTo(ChangeKind.DISABLE);
    }

    @Test
    void anUrgentTerminationOvertakesEverything() {
        Change change = planned(person("urgent", true), enabled());
        assertThat(change.kind()).isEqualTo(ChangeKind.DISABLE);
        assertThat(change.rank()).isZero();
    }

    @Test
    void aRehireRevivesTheOldAccount() {
        assertThat(planned(person(), leaver().with(LinkState.DISABLED, Attributes.of(Map.of("userName", "ada", "department", "D1")))).kind()).isEqualTo(ChangeKind.ENABLE);
    }

    @Test
    void aRehireGetsANewAccountIfTheJobSaysSo() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        found("employeeNumber", "E7", account("a1"));
        assertThat(planned(person(), leaver()).kind()).isEqualTo(ChangeKind.CREATE);
    }

    @Test
    void aNewAccountForARehireThatIsThereAlreadyIsRecognisedAndNotMadeTwice() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        found("employeeNumber", "E7", account("a1", "active", false), account("a2", "active", true));
        Change change = planned(person(), leaver());
        assertThat(change.kind()).isEqualTo(ChangeKind.LINK);
        assertThat(change.anchor()).contains("a2");
    }

    @Test
    void whoComesBackASecondTimeGetsANewAccountTooAndNotTheOneFromTheFirst() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        found("employeeNumber", "E7", account("a0", "active", false), account("a1", "active", false));
        assertThat(planned(person(), leaver()).kind()).isEqualTo(ChangeKind.CREATE);
    }

    @Test
    void aNewAccountThatMayHaveBeenMadeIsNotTheOldOneThatIsDisabled() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        Link doubt = Link.none(1).with(LinkState.IN_DOUBT, Attributes.of(Map.of("employeeNumber", "E7")));
        found("employeeNumber", "E7", account("a1", "active", false));
        assertThat(planned(person(), doubt).kind()).as("it was not made").isEqualTo(ChangeKind.CREATE);
        assertThat(verdict(person("endDate", "2026-11-19"), doubt).kind()).isEqualTo(Verdict.Kind.SKIPPED);
        found("employeeNumber", "E7", account("a1", "active", false), account("a2", "active", true));
        assertThat(planned(person(), doubt).anchor()).contains("a2");
        Change left = planned(person("endDate", "2026-11-19"), doubt);
        assertThat(left.anchor()).contains("a2");
        assertThat(left.enabled()).contains(false);
    }

    @Test
    void anEvaluationThatFailsLeavesWhyTheAccountIsDisabledSinceWhenAndWhatIsDue() {
        Link held = leaver().withDueAt(Optional.of(Instant.parse("2026-12-20T12:00:00Z")));
        Verdict verdict = verdict(person("status", "odd"), held);
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(verdict.link().withProblem(Optional.empty())).isEqualTo(held);
        assertThat(verdict.link().problem().map(Because::reason)).contains(Reason.EVALUATION_FAILED);
    }

    @Test
    void aRehireAfterABadDayStillGetsTheNewAccountTheJobWants() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        Link afterBadDay = verdict(person("status", "odd"), leaver()).link();
        assertThat(planned(person(), afterBadDay).kind()).isEqualTo(ChangeKind.CREATE);
    }

    @Test
    void aHoldGoesOnAfterABadDay() {
        holdsThirtyDays();
        Link afterBadDay = verdict(person("status", "odd"), disabledAt("2026-10-15T12:00:00Z")).link();
        assertThat(planned(person("status", "terminated"), afterBadDay).kind()).isEqualTo(ChangeKind.DELETE);
    }

    @Test
    void theLastDayOfSomebodyWhoseMappingFailsIsNotForgotten() {
        job.value("department", "${dateParse(${body[department]}, 'dd.MM.yyyy')}");
        Verdict verdict = verdict(person("endDate", "2026-12-24"), enabled());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(verdict.link().dueAt()).contains(Instant.parse("2026-12-25T00:00:00Z"));
    }

    @Test
    void aRehireAheadLeavesTheOldAccountAloneIfTheJobMakesNewOnes() {
        job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.empty(), false));
        Change change = planned(person("startDate", "2026-11-25"), leaver());
        assertThat(change.kind()).isEqualTo(ChangeKind.CREATE);
        assertThat(change.enabled()).contains(false);
    }

    @Test
    void aDateThatIsNoDateFailsThePersonAndTouchesNothing() {
        Verdict verdict = verdict(person("endDate", "soon"), enabled());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.FAILED);
        assertThat(Sentences.of(verdict.because())).contains("endDate").contains("soon");
    }

    // --- unique names of accounts that are there

    @Test
    void theNameBehindADistinguishedNameIsKeptWhenTheEntryIsMoved() {
        job.value("dn", "uid=${uniqueName('people', ${body[login]})},ou=people,dc=example");
        assertThat(written(planned(person(), enabled("userName", "ada", "department", "D1", "dn", "UID=L\\2c8,ou=old,dc=example"))))
                .containsExactly(Map.entry("dn", "uid=L\\,8,ou=people,dc=example"));
    }

    // --- attributes

    @Test
    void absentLeavesTheTargetAlone() {
        assertThat(verdict(without("department"), enabled("userName", "ada", "department", "D1")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void absentEmptiesTheTargetWhenTheMappingClears() {
        job.cleared("phone", "${body[phone]}");
        Change change = planned(person(), enabled("userName", "ada", "department", "D1", "phone", "123"));
        assertThat(change.changes()).containsExactly(AttributeChange.of("phone", "123", null));
        assertThat(change.blanks()).isTrue();
    }

    @Test
    void nullEmptiesTheTarget() {
        Change change = planned(person("department", null), enabled("userName", "ada", "department", "D1"));
        assertThat(change.changes()).containsExactly(AttributeChange.of("department", "D1", null));
    }

    @Test
    void theDefaultFillsAnAbsentValue() {
        job.withDefault("site", "${body[site]}", "Unassigned");
        assertThat(written(planned(person(), none()))).containsEntry("site", "Unassigned");
    }

    @Test
    void onCreateIsWrittenOnceAndReadBackFromTheAccountAfterwards() {
        job.onCreate("uid", "${body[login]}").value("mail", "${uid}@example.test");
        assertThat(written(planned(person(), none()))).containsEntry("uid", "ada").containsEntry("mail", "ada@example.test");
        Verdict later = verdict(person("login", "lovelace"), enabled("userName", "lovelace", "department", "D1", "uid", "ada", "mail", "ada@example.test"));
        assertThat(later.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void ifEmptyFillsOnlyAnEmptyAttribute() {
        job.ifEmpty("nick", "${body[login]}");
        assertThat(written(planned(person(), enabled("userName", "ada", "department", "D1")))).containsEntry("nick", "ada");
        assertThat(verdict(person(), enabled("userName", "ada", "department", "D1", "nick", "x")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void aDifferenceInCaseIsADifferenceThoughAccountsAreFoundWithoutIt() {
        assertThat(Jobs.object().attribute("userName").caseExact()).isFalse();
        assertThat(written(planned(person(), enabled("userName", "ADA", "department", "d1")))).containsExactly(Map.entry("userName", "ada"), Map.entry("department", "D1"));
    }

    @Test
    void caseMakesNoDifferenceWhereTheAttributeSaysSo() {
        job.value("nick", "${body[nick]}").value("work", "${body[work]}").value("phone", "${body[phone]}");
        Link link = enabled("userName", "ada", "department", "D1", "nick", "ADA", "work", "mailto:Ada@Example.COM", "phone", "tel:+41791234567");
        assertThat(verdict(person("nick", "ada", "work", "ada@example.com", "phone", "0041 79 123-45-67"), link).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(written(planned(person("nick", "eve", "work", "eve@example.com", "phone", "+41 79 123 45 68"), link))).containsOnlyKeys("nick", "work", "phone");
    }

    private AttributeChange roles(Link link, String... groups) {
        inGroups = List.of(groups);
        return planned(person(), link).changes().stream().filter(change -> change.name().equals("roles")).findFirst().orElseThrow();
    }

    private Link withRoles(List<String> given, String... has) {
        return enabled("userName", "ada", "department", "D1", "roles", List.of(has)).withGiven(given.isEmpty() ? Attributes.empty() : Attributes.of(Map.of("roles", given)));
    }

    @Test
    void whatOthersHavePutIntoAListOfGroupsStaysAndOnlyWhatWeGaveIsTakenOut() {
        job.value("roles", "${groups[role]}");
        AttributeChange roles = roles(withRoles(List.of("a", "b"), "a", "b", "theirs"), "b", "c");
        assertThat(roles.add()).containsExactly("c");
        assertThat(roles.remove()).containsExactly("a");
        assertThat(roles.after()).isEqualTo(List.of("b", "theirs", "c"));
        assertThat(roles.shared()).isTrue();
        assertThat(verdict(person(), withRoles(List.of(), "b", "c", "theirs")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void whoeverIsInNoGroupAnyMoreKeepsWhatOthersHavePutThere() {
        job.value("roles", "${groups[role]}");
        assertThat(roles(withRoles(List.of("a"), "a", "theirs")).after()).isEqualTo(List.of("theirs"));
        AttributeChange last = roles(withRoles(List.of("a"), "a"));
        assertThat(last.after()).isNull();
        assertThat(last.remove()).containsExactly("a");
        assertThat(last.shared()).isTrue();
        assertThat(verdict(person(), withRoles(List.of(), "theirs")).kind()).isEqualTo(Verdict.Kind.UNCHANGED);
    }

    @Test
    void whatIsThereAlreadyAndIsToBeThereIsOursFromThenOn() {
        job.value("roles", "${groups[role]}");
        inGroups = List.of("a");
        Verdict first = verdict(person(), withRoles(List.of(), "a", "theirs"));
        assertThat(first.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(first.link().given().get("roles")).isEqualTo(List.of("a"));
        assertThat(roles(first.link()).remove()).containsExactly("a");
    }

    @Test
    void whatWasGivenAndDoesNotShowIsNotForgotten() {
        job.value("roles", "${groups[role]}");
        Verdict half = verdict(person(), withRoles(List.of("a"), "theirs"));
        assertThat(half.kind()).isEqualTo(Verdict.Kind.UNCHANGED);
        assertThat(roles(half.link().with(half.link().state(), Attributes.of(Map.of("id", "a1", "userName", "ada", "department", "D1", "active", true, "roles", List.of("a", "theirs"))))).remove())
                .containsExactly("a");
    }

    @Test
    void whatIsToComeIntoAListIsRememberedBeforeItIsSent() {
        job.value("roles", "${groups[role]}");
        inGroups = List.of("a");
        assertThat(verdict(person(), none()).link().given().get("roles")).isEqualTo(List.of("a"));
        assertThat(verdict(person(), withRoles(List.of(), "theirs")).link().given().get("roles")).isEqualTo(List.of("a"));
    }

    @Test
    void whereStrangersGoTheListIsWhatTheMappingGives() {
        job.value("roles", "${groups[role]}").strangers("roles", false);
        assertThat(roles(withRoles(List.of(), "theirs"), "a").remove()).containsExactly("theirs");
        job.value("roles", "${body[roles]}").strangers("roles", true);
        assertThat(planned(person("roles", List.of("a")), withRoles(List.of("b"), "b", "theirs")).changes().get(0).remove()).containsExactly("b");
    }

    @Test
    void aTextThatIsJoinedFromGroupsIsOneValue() {
        job.value("title", "${join(';', ${groups[role]})}");
        inGroups = List.of("a", "b");
        AttributeChange title = planned(person(), enabled("userName", "ada", "department", "D1", "title", "by hand")).changes().get(0);
        assertThat(title.after()).isEqualTo("a;b");
        assertThat(title.shared()).isFalse();
    }

    @Test
    void severalValuesAreComparedAsASetAndOnlyTheDifferenceIsAddedAndRemoved() {
        job.value("roles", "${body[roles]}");
        assertThat(verdict(person("roles", List.of("b", "a")), enabled("userName", "ada", "department", "D1", "roles", List.of("a", "b"))).kind())
                .isEqualTo(Verdict.Kind.UNCHANGED);
        AttributeChange roles = planned(person("roles", List.of("b", "c")), enabled("userName", "ada", "department", "D1", "roles", List.of("a", "b")))
                .changes().get(0);
        assertThat(roles.add()).containsExactly("c");
        assertThat(roles.remove()).containsExactly("a");
    }

    @Test
    void aValueInADistinguishedNameNeverBecomesSyntax() {
        job.value("dn", "uid=${body[login]},ou=people,dc=example");
        assertThat(written(planned(person("login", "x,ou=admins"), none()))).containsEntry("dn", "uid=x\\,ou\\=admins,ou=people,dc=example");
    }

    @Test
    void aSecretIsNotInThePlan() {
        job.value("password", "${body[login]}-secret");
        assertThat(written(planned(person(), none()))).containsEntry("password", Change.SENSITIVE);
    }

    // --- references

    @Test
    void aSecretThatCannotBeComputedFailsThePersonWhenThePlanIsMade() {
        job.value("password", "${dateFormat(${body[login]}, 'yyyy')}");
        assertThat(verdict(person(), none()).kind()).isEqualTo(Verdict.Kind.FAILED);
    }

    @Test
    void aReferenceToNobodyYetIsLeftOutAndRemembered() {
        job.reference("manager", "${body[managerId]}");
        Verdict verdict = verdict(person("managerId", "E1"), none());
        assertThat(written(verdict.change().orElseThrow())).doesNotContainKey("manager");
        assertThat(verdict.change().orElseThrow().deferred()).containsExactly("manager");
        assertThat(verdict.references()).containsExactly(new Reference("workerId", "E1"));
    }

    @Test
    void aReferenceThatMayMeanSeveralPeopleMeansNoneOfThemAndLeavesTheTargetAlone() {
        job.reference("manager", "${body[managerId]}");
        assertThat(written(planned(person("managerId", "7"), none()))).doesNotContainKey("manager");
        Link linked = Link.of(1, "id-7", LinkState.ENABLED, Attributes.of(Map.of("id", "id-7", "manager", "id-of-E1", "active", true)));
        assertThat(verdict(person("managerId", "7"), linked).change().map(AccountPlannerTest::written).orElse(Map.of())).doesNotContainKey("manager");
    }

    @Test
    void aReferenceBecomesTheAccountOfTheOther() {
        job.reference("manager", "${body[managerId]}");
        accountsOfOthers.put("E1", "id-of-E1");
        assertThat(written(planned(person("managerId", "E1"), none()))).containsEntry("manager", "id-of-E1");
    }

    private Optional<Map<String, Object>> writtenToManager(String managerId) {
        Link linked = Link.of(1, "id-7", LinkState.ENABLED, Attributes.of(Map.of("id", "id-7", "manager", "id-of-E1", "active", true)));
        return verdict(person("managerId", managerId), linked).change().map(AccountPlannerTest::written).filter(changes -> changes.containsKey("manager"));
    }

    @Test
    void whoeverIsMeantAndHasNoAccountForNowTakesTheOldReferenceAwayOnlyWhereTheMappingClears() {
        job.reference("manager", "${body[managerId]}");
        assertThat(writtenToManager("E-later")).isEmpty();
    }

    @Test
    void aReferenceThatClearsIsEmptiedWhenItWasDecidedThatThereIsNoAccountAndNotWhenNoneIsKnown() {
        job.clearingReference("manager", "${body[managerId]}");
        assertThat(writtenToManager("E-later")).hasValueSatisfying(changes -> assertThat(changes.get("manager")).isNull());
        assertThat(writtenToManager("E-unknown")).isEmpty();
    }

    // --- matching

    @Test
    void matchRulesRunInOrderAndTheFirstHitDecides() {
        job.match("mail", "${body[mail]}");
        found("mail", "a@example.test", account("by-mail"));
        assertThat(planned(person("mail", "a@example.test"), none()).anchor()).contains("by-mail");
        found("employeeNumber", "E7", account("by-number"));
        assertThat(planned(person("mail", "a@example.test"), none()).anchor()).contains("by-number");
    }

    @Test
    void aRuleWithoutAValueIsPassedOverAndNobodyIsMatchedByNothing() {
        Verdict verdict = verdict(without("workerId"), none());
        assertThat(verdict.kind()).isEqualTo(Verdict.Kind.SKIPPED);
        assertThat(Sentences.of(verdict.because())).contains("match rule");
    }

    @Test
    void aJobThatCreatesNoneSaysSo() {
        job.createsNone();
        assertThat(Sentences.of(verdict(person(), none()).because())).contains("creates none");
    }

    // --- explanation

    @Test
    void anExplanationTellsWhereEachValueComesFrom() {
        Verdict verdict = planner().plan(person(), Optional.of(enabled("userName", "ada", "department", "D0")), view(), around(), true);
        assertThat(verdict.steps()).anySatisfy(step -> {
            assertThat(step.text()).contains("department = \"D1\"").contains("${body[department]}").contains("department is \"D1\"");
            assertThat(step.where()).startsWith("mappings/app.yaml:");
        });
    }

    // --- what the tests are written with

    private AccountPlanner planner() {
        OutboundJob built = job.build();
        return new AccountPlanner(built, Jobs.object(), ZoneId.of("UTC"), java.util.Set.of());
    }

    private Verdict verdict(Identity identity, Link link) {
        return planner().plan(identity, link.state() == LinkState.NONE ? Optional.empty() : Optional.of(link), view(), around(), false);
    }

    private Change planned(Identity identity, Link link) {
        Verdict verdict = verdict(identity, link);
        return verdict.change().orElseThrow(() -> new AssertionError(verdict.kind() + ": " + Sentences.of(verdict.because())));
    }

    private static Map<String, Object> written(Change change) {
        Map<String, Object> values = new LinkedHashMap<>();
        change.changes().forEach(one -> values.put(one.name(), one.after()));
        return values;
    }

    private TargetView view() {
        return (attribute, value) -> target.getOrDefault(attribute + "=" + value, List.of());
    }

    private void found(String attribute, String value, Attributes... accounts) {
        List<Candidate> candidates = new ArrayList<>();
        for (Attributes account : accounts) {
            candidates.add(new Candidate(account.text("id").orElseThrow(), account, OptionalLong.empty()));
        }
        target.put(attribute + "=" + value, candidates);
    }

    /** The roles of the groups that the person is in. */
    private List<String> inGroups = List.of();

    private EvaluationContext around() {
        return new EvaluationContext() {
            @Override
            public Instant now() {
                return NOW;
            }

            @Override
            public RandomGenerator random() {
                return new SplittableRandom(1);
            }

            @Override
            public List<String> groups(String attribute) {
                return inGroups;
            }

            @Override
            public Referent reference(AttributeRule.Source.Reference to, String text) {
                return text.equals("E-later") ? Referent.withoutAccount() : text.equals("7") ? Referent.several(2, List.of("C7", "E7")) : Referent.one(Optional.ofNullable(accountsOfOthers.get(text)));
            }

            @Override
            public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
                return candidates.iterator().next().get().toString();
            }
        };
    }

    private static Identity person(Object... more) {
        Map<String, Object> attributes = new LinkedHashMap<>(Map.of("workerId", "E7", "login", "ada", "department", "D1"));
        for (int i = 0; i < more.length; i += 2) {
            attributes.put((String) more[i], more[i + 1]);
        }
        return new Identity(1, Kind.PERSON, "E7", Attributes.of(attributes), 1);
    }

    private static Identity without(String name) {
        return new Identity(1, Kind.PERSON, "E7", person().attributes().without(List.of(name)), 1);
    }

    private static Attributes account(String id, Object... more) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("id", id);
        for (int i = 0; i < more.length; i += 2) {
            attributes.put((String) more[i], more[i + 1]);
        }
        return Attributes.of(attributes);
    }

    private Jobs holdsThirtyDays() {
        return job.lifecycle(new LifecycleRule(Period.ofDays(14), false, false, OnExit.DISABLE, Optional.of(Period.ofDays(30)), true));
    }

    private static Link none() {
        return Link.none(1);
    }

    private static Link gone() {
        return new Link(1, Optional.empty(), LinkState.GONE, Attributes.empty(), new Link.Why(Optional.empty(),
                Optional.of(Because.of(Reason.ACCOUNT_GONE, "a1"))), Link.Dates.NONE, Map.of());
    }

    private static Link enabled(Object... shadow) {
        return link(LinkState.ENABLED, shadow);
    }

    private static Link disabled(Object... shadow) {
        return link(LinkState.DISABLED, shadow);
    }

    private static Link link(LinkState state, Object... shadow) {
        return Link.of(1, "a1", state, account("a1", shadow));
    }

    private static Link disabledAt(String moment) {
        return disabled(Because.of(Reason.HAS_LEFT), moment);
    }

    private static Link leaver() {
        return disabled(Because.of(Reason.HAS_LEFT).dueTo(Because.of(Reason.EMPLOYMENT_OVER, "2026-01-01")), NOW.toString());
    }

    private static Link disabled(Because because, String moment) {
        return Link.of(1, "a1", LinkState.DISABLED, Attributes.empty()).withBecause(Optional.of(because)).withDisabledAt(Optional.of(Instant.parse(moment)));
    }

    /** Lifecycle states, as words. */
    private static final class Lifecycles {
        static String stateAt(Identity identity, String moment) {
            return io.caravan.subject.Lifecycle.at(identity.attributes(), Instant.parse(moment), Period.ofDays(14), ZoneId.of("UTC")).state().word();
        }
    }
}
