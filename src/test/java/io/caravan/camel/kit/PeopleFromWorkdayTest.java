package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.runtime.SmallCompany;
import io.caravan.subject.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Workday does otherwise than others, each by its name: through whole cycles, where it is about what becomes of people. Against a sample of ours, made from public documents. */
class PeopleFromWorkdayTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private final SampleWorkday workday = new SampleWorkday();
    private SmallCompany company;

    @BeforeEach
    void aCompany() throws Exception {
        company = new SmallCompany(folder).write("password", SampleWorkday.PASSWORD);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", "") + """
                caravan.systems.hr.connector = workday-report
                caravan.systems.hr.url = %s/%s
                caravan.systems.hr.host = h
                caravan.systems.hr.tenant = acme
                caravan.systems.hr.owner = o
                caravan.systems.hr.report = r
                caravan.systems.hr.username = %s
                caravan.systems.hr.password = {{file:password}}
                """.formatted(workday.url(), String.join("/", SampleWorkday.PATH), SampleWorkday.USER));
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: worker, attributes: [Workday_ID, Worker_ID, First_Name, Last_Name, Hire_Date], optional: [Termination_Date, Department, Manager_ID]}
                to: hub
                completeness: {maxShrink: 100%, maxVanish: 100%}
                match: [{hub: workerId, value: "${body[Worker_ID]}"}]
                attributes:
                  workerId: "${body[Worker_ID]}"
                  name: "${body[First_Name]}"
                  dept: "${body[Department]}"
                  managerId: "${body[Manager_ID]}"
                  startDate: "${body[Hire_Date]}"
                  endDate: "${body[Termination_Date]}"
                """);
        company.at(Instant.now().toString());
    }

    @AfterEach
    void stop() {
        company.close();
        workday.close();
    }

    private List<String> accounts() {
        return company.rows("select login, worker, active from users order by login");
    }

    private ConnectorUnderTest connector(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", workday.url() + "/" + String.join("/", SampleWorkday.PATH), "host", "h", "tenant", "acme", "owner", "o", "report", "r",
                "username", SampleWorkday.USER, "password", SampleWorkday.PASSWORD));
        settings.putAll(more);
        return new ConnectorUnderTest("workday-report", settings);
    }

    @Test
    void aConversionOrRehireWithAnotherWidIsTheSamePersonAndTheActiveRecordDecides() throws Exception {
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|yes");
        workday.terminate("wid-1", TODAY.minusDays(1));
        workday.hire("wid-9", "21001", "Ada", "Lovelace", TODAY);
        company.sync();
        assertThat(accounts()).as("the contingent worker has become an employee").containsExactly("ada|21001|yes");
        workday.terminate("wid-9", TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|no");
        workday.hire("wid-10", "21001", "Ada", "Lovelace", TODAY);
        company.sync();
        assertThat(accounts()).as("and back, with a third WID: her own account").containsExactly("ada|21001|yes");
    }

    @Test
    void aConversionTypedForNextMonthDoesNotOverwriteTheLiveRecordAndLeavesNoGap() throws Exception {
        LocalDate change = TODAY.plusDays(20);
        workday.terminate("wid-1", change.minusDays(1));
        workday.hire("wid-9", "21001", "Augusta", "King", change);
        company.sync();
        assertThat(company.rows("select name, active from users")).as("the live record counts").containsExactly("Ada|yes");
        company.passesTo(change.atTime(0, 5).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(company.rows("select name, active from users")).as("at midnight, without another reading").containsExactly("Augusta|yes");
    }

    @Test
    void aFutureHireIsAskedForAsOfADayAheadAndStartsOnHerDay() throws Exception {
        LocalDate first = TODAY.plusDays(10);
        workday.hire("wid-2", "21002", "Grace", "Hopper", first);
        workday.hire("wid-3", "21003", "Alan", "Turing", TODAY.plusDays(40));
        company.sync();
        assertThat(accounts()).as("made ahead, and closed; who comes in forty days is not asked for yet").containsExactly("ada|21001|yes", "grace|21002|no");
        assertThat(workday.asked).extracting(query -> query.get("Effective_as_of_Date")).containsExactly(TODAY.toString(), TODAY.plusDays(30).toString());
        company.passesTo(first.atTime(0, 5).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).containsExactly("ada|21001|yes", "grace|21002|yes");
    }

    @Test
    void whatIsTrueOnlyFromADayAheadIsNotTakenForTodayOfThoseWhoAreThere() throws Exception {
        workday.terminate("wid-1", TODAY.plusDays(5));
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|yes");
        company.passesTo(TODAY.plusDays(6).atTime(0, 5).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).as("the last day is known, and comes").containsExactly("ada|21001|no");
    }

    @Test
    void aRescindedHireIsNobodyAnyMore() throws Exception {
        workday.hire("wid-2", "21002", "Grace", "Hopper", TODAY.plusDays(10));
        company.sync();
        workday.rescind("wid-2");
        company.sync("hr", true);
        company.sync("app", false);
        company.passesTo(TODAY.plusDays(11).atTime(8, 0).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).as("her day has come, and she is not let in").containsExactly("ada|21001|yes", "grace|21002|no");
    }

    @Test
    void ofSeveralJobsThePrimaryOneIsTaken() throws Exception {
        workday.jobs("wid-1", List.of(Map.of("Primary_Job", "0", "Job_Title", "Teacher", "Department", "D2"), Map.of("Primary_Job", "1", "Job_Title", "Analyst", "Department", "D7")));
        Files.createDirectories(folder.resolve("connectors"));
        company.write("connectors/our-workday.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: our-workday}
                spec:
                  definition: {title: Our report}
                  provisioning:
                    contract: 1
                    extends: workday-report
                    objects:
                      worker:
                        attributes:
                          Department: {path: 'Jobs_group[Primary_Job eq "1"].Department'}
                """);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replace("connector = workday-report", "connector = our-workday"));
        company.sync();
        assertThat(company.rows("select dept from users")).containsExactly("D7");
    }

    @Test
    void aColumnThatIsNotGrantedFailsTheTestAndTheReading() throws Exception {
        company.sync();
        workday.withhold("Hire_Date");
        try (ConnectorUnderTest connector = connector(Map.of())) {
            assertThat(connector.port().test().message()).contains("Hire_Date of nobody");
            assertThatThrownBy(() -> connector.all("worker")).hasMessageContaining("Hire_Date of nobody");
        }
        company.sync("hr", true);
        company.sync("app", false);
        assertThat(accounts()).as("nobody is touched by what is not shown").containsExactly("ada|21001|yes");
    }

    @Test
    void theMomentIsTheSameForAWholeReading() {
        try (ConnectorUnderTest connector = connector(Map.of("entryPrompt", "Entry_Moment", "zone", "Pacific/Kiritimati"))) {
            connector.all("worker");
        }
        LocalDate there = LocalDate.now(java.time.ZoneId.of("Pacific/Kiritimati"));
        assertThat(workday.asked).extracting(query -> query.get("Entry_Moment")).hasSize(2).doesNotContainNull().satisfies(moments -> assertThat(moments.get(0)).isEqualTo(moments.get(1)));
        assertThat(workday.asked).extracting(query -> query.get("Effective_as_of_Date")).as("in the tenant's days").containsExactly(there.toString(), there.plusDays(30).toString());
    }

    @Test
    void csvSaysWhatJsonSays() {
        workday.hire("wid-4", "00042", "Zoë", "O\"Neil, jr.", TODAY.minusDays(3));
        workday.terminate("wid-4", TODAY.plusDays(3));
        Map<String, Map<String, Object>> json = read(Map.of());
        assertThat(read(Map.of("format", "csv"))).isEqualTo(json);
        assertThat(json.get("wid-4")).containsEntry("Worker_ID", "00042").containsEntry("Last_Name", "O\"Neil, jr.");
    }

    private Map<String, Map<String, Object>> read(Map<String, String> settings) {
        try (ConnectorUnderTest connector = connector(settings)) {
            Map<String, Map<String, Object>> read = new HashMap<>();
            for (Attributes one : connector.all("worker")) {
                Map<String, Object> shown = new HashMap<>(one.asMap());
                shown.values().removeIf(java.util.Objects::isNull);
                read.put(one.text("Workday_ID").orElseThrow(), shown);
            }
            return read;
        }
    }
}
