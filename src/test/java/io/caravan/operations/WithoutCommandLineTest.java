package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.operations.ProjectStatus.JobStatus;
import io.caravan.runtime.SmallCompany;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console, or an endpoint, has all that the command line has: on one open project, one operation after the other. */
class WithoutCommandLineTest {

    @TempDir
    private Path folder;

    private SmallCompany company;
    private ProjectFolder place;
    private OpenProject project;

    @BeforeEach
    void aCompanyOfTwo() throws IOException {
        company = new SmallCompany(folder).hr("1,Ann,D1,,", "2,Bob,D1,1,");
        place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
        project = OpenProject.open(place, Caller.of(Optional.of("ada"), Clock.systemUTC()), JobProgress.NONE);
    }

    @AfterEach
    void close() {
        project.close();
        company.close();
    }

    private List<JobRun> sync() {
        return Synchronization.run(project, project.jobs(List.of()), false);
    }

    private LogEntries log(String action) {
        return LogEntries.read(project, new LogQuery(Optional.empty(), Optional.empty(), Optional.of(action), Optional.empty(), Optional.empty(), Optional.empty(), 10));
    }

    @Test
    void aProjectIsCheckedAndDescribed() {
        assertThat(CheckReport.of(place).problems()).isEmpty();
        assertThat(ExamplesReport.of(project.project(), List.of(), project.now()).failed()).isZero();
        assertThat(ConnectorList.of(place.withAllConnectors()).connectors()).extracting(ConnectorList.ConnectorSummary::name).contains("jdbc");
        assertThat(ConnectorDescription.of(place.withAllConnectors(), "jdbc").settings()).isNotEmpty();
    }

    @Test
    void lookingThingsUpStartsNoEngine() throws IOException {
        Files.createDirectories(folder.resolve("routes"));
        company.write("routes/broken.camel.yaml", "- route: {from: {uri: 'nothing:here', steps: []}}\n");
        assertThat(ProjectStatus.of(project).nextSteps()).contains("hr has never run: caravan plan shows what would happen, caravan sync does it");
        assertThat(log("create").entries()).isEmpty();
        assertThatThrownBy(() -> Explaining.explain(project, "1", Optional.empty())).isInstanceOf(Refusal.class).hasMessageContaining("no identity '1'");
        assertThatThrownBy(this::sync).isInstanceOf(InvalidProject.class);
    }

    @Test
    void whatIsDoneCanBeAskedForAndStandsUnderTheNameOfWhoDidIt() {
        assertThat(sync()).extracting(JobRun::status).containsExactly(RunStatus.DONE, RunStatus.DONE);
        assertThat(ProjectStatus.of(project).jobs()).extracting(JobStatus::name).containsExactly("hr", "app");
        assertThat(Explaining.explain(project, "1", Optional.of("app")).jobs()).singleElement().satisfies(job -> assertThat(job.decision()).isEqualTo(Decision.UNCHANGED));
        assertThat(log("create").entries()).hasSize(2).allSatisfy(entry -> assertThat(entry.initiatedBy()).isEqualTo("sync by ada"));
        assertThat(LogVerification.of(project).whole()).isTrue();
        assertThat(sync()).allSatisfy(run -> assertThat(run.steps()).isNotEmpty());
    }

    @Test
    void aPlanIsLookedAtSavedAndCarriedOut() {
        Path file = folder.resolve("plan.json");
        try (Planning planning = Planning.of(project, List.of(), ReadingApprovals.NONE)) {
            assertThat(planning.report(Optional.empty()).jobs().get(0).changes()).hasSize(2);
            assertThat(planning.report(Optional.of(planning.keyOf("2"))).jobs().get(0).changes()).hasSize(1);
            planning.save(file, Optional.empty());
        }
        assertThat(company.rows("select login from users")).isEmpty();
        PlanApplication application = PlanApplication.of(project, file, List.of(), false);
        assertThat(application.rehearse().isClear()).isTrue();
        assertThat(application.carryOut().notMade()).isEmpty();
        assertThat(company.rows("select login from users")).hasSize(2);
    }

    @Test
    void aDeadLetterIsShownAndTriedAgain() {
        company.sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        sync();
        LetterChoice everyone = LetterChoice.everyone();
        assertThat(DeadLetterList.of(project, everyone, 10).deadLetters()).singleElement().satisfies(letter -> assertThat(letter.subject()).isEqualTo("2"));
        company.sql("drop trigger nobody_called_bob");
        assertThat(DeadLetterBox.retry(project, everyone).jobs()).containsEntry("app", 1L);
        sync();
        assertThat(DeadLetterList.of(project, everyone, 10).deadLetters()).isEmpty();
        assertThatThrownBy(() -> DeadLetterList.of(project, everyone, 0)).isInstanceOf(Refusal.class);
    }

    @Test
    void aReadIsMadeToStartOver() {
        sync();
        assertThat(Watermarks.reset(project, "hr").watermarks()).singleElement().satisfies(mark -> assertThat(mark.watermark()).isEmpty());
        assertThat(log("watermark-reset").entries()).singleElement().satisfies(entry -> assertThat(entry.initiatedBy()).isEqualTo("watermark reset by ada"));
        assertThatThrownBy(() -> Watermarks.reset(project, "app")).isInstanceOf(Refusal.class).hasMessageContaining("has no watermark");
    }

    @Test
    void whatSomebodyHasSeenIsSaidAboutWhatItCanBeAbout() {
        sync();
        ReadingApprovals shrinks = new ReadingApprovals(Map.of(), Map.of("app", 1L), Set.of());
        assertThatThrownBy(() -> project.approve(shrinks, project.jobs(List.of()))).isInstanceOf(Refusal.class).hasMessageContaining("does not read app");
        assertThatThrownBy(() -> SettledAccount.settle(project, "1", "hr", Optional.empty())).isInstanceOf(Refusal.class).hasMessageContaining("has no accounts");
        assertThatThrownBy(() -> SettledAccount.settle(project, "9", "app", Optional.of("ann"))).isInstanceOf(Refusal.class).hasMessageContaining("no identity '9'");
    }

    @Test
    void whatIsToldToStopBeginsNothing() {
        assertThat(project.stop()).isTrue();
        assertThat(sync()).extracting(JobRun::status).containsOnly(RunStatus.NOT_BEGUN);
    }
}
