package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped example with its 10,000 people, from the HR file into a directory, a SCIM application and a database. */
class MainJobIT {

    private static final LocalDate LAST_DAY = LocalDate.parse("2002-08-01");
    private static final long AT_WORK = 8064;
    private static final Map<String, Long> EVERYBODY = Map.of("directory", AT_WORK, "app", AT_WORK, "crm-db", AT_WORK);

    @TempDir
    private Path folder;
    private EmployeesCompany company;

    @AfterEach
    void stop() {
        company.close();
    }

    @Test
    void everybodyAtWorkGetsAnAccountEverywhereOnceAndForAll() {
        company = new EmployeesCompany(folder);
        company.moveTo(LAST_DAY);

        Map<String, CycleRun> first = company.project().syncAll();
        assertThat(first.values()).allSatisfy(run -> assertThat(run.getCycle().status()).as(run.getJob()).isEqualTo(CycleStatus.DONE));
        assertThat(company.enabled()).isEqualTo(EVERYBODY);
        Map<String, String> contents = company.contents();

        nothingMoreToDo(contents, false, true);
        aLostStateIsFoundAgain(contents);
        nothingMoreToDo(contents, false);
        assertThat(company.project().caravan().store().log().verify().brokenAt()).isEmpty();
    }

    private void nothingMoreToDo(Map<String, String> contents, boolean... fullOrNot) {
        for (boolean full : fullOrNot) {
            company.project().caravan().project().jobs().forEach(job -> {
                CycleRun run = full ? company.project().full(job.name()) : company.project().sync(job.name());
                assertThat(run.getCycle().status()).as(run.getJob()).isEqualTo(CycleStatus.DONE);
                assertThat(company.project().log().stream().filter(stored -> stored.entry().cycle() == run.getCycle().id()).limit(5)).as(run.getJob()).isEmpty();
                assertThat(run.counts().changes()).as(run.getJob()).isZero();
                assertThat(run.getCycle().counts()).as(run.getJob()).doesNotContainKeys(Counted.APPLIED, Counted.RESOLVED, Counted.FAILED);
            });
        }
        assertThat(EmployeesCompany.differences(contents, company.contents())).as("what was written").isEmpty();
    }

    /** Without anything it knew, it recognises every account, makes none, and takes none away. */
    private void aLostStateIsFoundAgain(Map<String, String> contents) {
        company.project().forget();
        Map<String, CycleRun> again = company.project().syncAll();
        assertThat(company.project().log().stream().filter(stored -> EVERYBODY.containsKey(stored.entry().job()) && !stored.entry().changes().isEmpty()).limit(5))
                .as("what was sent").isEmpty();
        EVERYBODY.keySet().forEach(job -> {
            Map<String, Long> counts = again.get(job).getCycle().counts();
            assertThat(counts).as(job).containsEntry("applied-link", AT_WORK).containsEntry("applied", AT_WORK);
        });
        assertThat(EmployeesCompany.differences(contents, company.contents())).as("what was written").isEmpty();
    }
}
