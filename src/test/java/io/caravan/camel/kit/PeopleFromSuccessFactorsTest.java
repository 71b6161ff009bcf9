package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.runtime.SmallCompany;
import io.caravan.subject.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SuccessFactors does otherwise than others, each by its name: through whole cycles, where it is about what becomes of people. Against a sample of ours, made from public documents. */
class PeopleFromSuccessFactorsTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private final SampleSuccessFactors factors = new SampleSuccessFactors();
    private SmallCompany company;

    @BeforeEach
    void aCompany() throws Exception {
        company = new SmallCompany(folder).write("secret", SampleSuccessFactors.SECRET);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", "") + """
                caravan.systems.hr.connector = successfactors
                caravan.systems.hr.server = h
                caravan.systems.hr.url = %1$s
                caravan.systems.hr.tokenUrl = %1$s/oauth/token
                caravan.systems.hr.clientId = caravan
                caravan.systems.hr.clientAuth = body
                caravan.systems.hr.clientSecret = {{file:secret}}
                caravan.systems.hr.emailType = %2$s
                caravan.systems.hr.pageSize = 3
                """.formatted(factors.url(), SampleSuccessFactors.EMAIL_TYPE));
        company.write("mappings/status.csv", "A,active\nU,leave\nP,leave\nS,leave\nD,leave\nF,leave\nR,terminated\nT,terminated\nO,terminated\n");
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: employment, optional: [endDate, managerId]}
                to: hub
                completeness: {maxShrink: 100%, maxVanish: 100%}
                match: [{hub: workerId, value: "${body[personIdExternal]}"}]
                prefer: [standing, "${body[employeeStatus]} == 'A'", "${body[assignmentClass]} == 'ST'"]
                tables: {statuses: status.csv}
                attributes:
                  workerId: "${body[personIdExternal]}"
                  name: "${body[firstName]}"
                  dept: "${body[department]}"
                  managerId: "${body[managerId]}"
                  status: "${lookup('statuses', ${body[employeeStatus]}, ${body[employeeStatus]})}"
                  startDate: "${body[startDate]}"
                  endDate: "${body[endDate]}"
                """);
        company.at(Instant.now().toString());
    }

    @AfterEach
    void stop() {
        company.close();
        factors.close();
    }

    private List<String> accounts() {
        return company.rows("select login, dept, active from users order by login");
    }

    private ConnectorUnderTest connector() {
        return new ConnectorUnderTest("successfactors", Map.of("server", "h", "url", factors.url(), "tokenUrl", factors.url() + "/oauth/token", "clientId", "c", "clientAuth", "body",
                "clientSecret", SampleSuccessFactors.SECRET, "emailType", SampleSuccessFactors.EMAIL_TYPE, "pageSize", "2"));
    }

    private static Map<String, Map<String, Object>> byUser(List<Attributes> records) {
        Map<String, Map<String, Object>> all = new HashMap<>();
        records.forEach(record -> assertThat(all.put(record.text("userId").orElseThrow(), record.asMap())).isNull());
        return all;
    }

    @Test
    void theOrderOfEmploymentsSaysNothing() throws Exception {
        factors.hire("P1", "u1b", "Ada", "Lovelace", TODAY.minusDays(200));
        factors.job("P1", "u1b", TODAY.minusDays(100), "D", "D9");
        for (int i = 0; i < 6; i++) {
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(accounts()).as("dormant is not active, whichever comes first").containsExactly("ada|D1|yes");
        }
        try (ConnectorUnderTest connector = connector()) {
            assertThat(byUser(connector.all("employment"))).containsOnlyKeys("u1", "u1b");
        }
    }

    @Test
    void aGlobalAssignmentCountsWhileTheHomeEmploymentIsDormant() throws Exception {
        factors.hire("P1", "u1g", "Ada", "Lovelace", TODAY.minusDays(10));
        factors.change("P1", "u1g", "assignmentClass", "GA");
        factors.job("P1", "u1g", TODAY.minusDays(9), "A", "D5");
        factors.job("P1", "u1", TODAY.minusDays(9), "D", "D1");
        company.sync();
        assertThat(accounts()).containsExactly("ada|D5|yes");
        factors.leaves("P1", "u1g", TODAY.minusDays(2));
        factors.job("P1", "u1", TODAY.minusDays(1), "A", "D1");
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes");
    }

    @Test
    void aRehireMakesAnotherUserAndIsTheSamePerson() throws Exception {
        company.sync();
        factors.leaves("P1", "u1", TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|no");
        factors.forgetUser("P1", "u1");
        factors.hire("P1", "u77", "Ada", "Lovelace", TODAY);
        company.sync();
        assertThat(accounts()).as("the old user is not shown any more").containsExactly("ada|D1|yes");
    }

    @Test
    void aFutureHireIsShownOnlyAsOfADayAheadAndStartsOnHerDay() throws Exception {
        LocalDate first = TODAY.plusDays(12);
        factors.hire("P2", "u2", "Grace", "Hopper", first);
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes", "grace|D1|no");
        assertThat(factors.asked).extracting(query -> query.get("asOfDate")).containsExactly(TODAY.toString(), TODAY.plusDays(30).toString());
        factors.remove("P2");
        company.sync("hr", true);
        company.passesTo(first.atTime(8, 0).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).as("she was withdrawn").containsExactly("ada|D1|yes", "grace|D1|no");
    }

    @Test
    void aTransferAheadIsNotTakenForToday() throws Exception {
        factors.job("P1", "u1", TODAY.plusDays(5), "A", "D6");
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes");
    }

    @Test
    void theReadingDoesNotDriftWhileSomebodyGoes() {
        IntStream.range(10, 20).forEach(i -> factors.hire("P" + i, "u" + i, "N" + i, "Person", TODAY.minusDays(400)));
        try (ConnectorUnderTest connector = connector(); SourceReading reading = connector.port().list("employment", List.of())) {
            reading.next();
            reading.next();
            factors.remove("P1");
            int more = 0;
            while (reading.hasNext()) {
                reading.next();
                more++;
            }
            assertThat(more).as("a snapshot: nobody is stepped over").isEqualTo(9);
        }
    }

    @Test
    void aDeltaFindsWhatWasChangedInAnyPart() throws Exception {
        Instant before = Instant.now().minusSeconds(7200);
        factors.at(before);
        IntStream.range(10, 16).forEach(i -> factors.hire("P" + i, "u" + i, "N" + i, "Person", TODAY.minusDays(400)));
        factors.email("P14", "n14@old.example");
        factors.at(Instant.now());
        factors.change("P10", "u10", "isContingentWorker", "true");
        factors.job("P11", "u11", TODAY.minusDays(1), "A", "D2");
        factors.rename("P12", "Other");
        factors.email("P14", "n14@new.example");
        try (ConnectorUnderTest connector = connector(); SourceReading delta = connector.port().changes("employment", List.of(), before.plusSeconds(3600).toString())) {
            assertThat(byUser(ConnectorUnderTest.records(delta))).containsKeys("u10", "u11", "u12", "u14").doesNotContainKeys("u13", "u15");
        }
    }

    @Test
    void aDeltaFindsWhatTookEffectThoughItWasTypedLongAgo() throws Exception {
        factors.at(Instant.now().minusSeconds(40L * 86400));
        IntStream.range(10, 13).forEach(i -> factors.hire("P" + i, "u" + i, "N" + i, "Person", TODAY.minusDays(400)));
        factors.job("P11", "u11", TODAY, "A", "D2");
        factors.at(Instant.now());
        try (ConnectorUnderTest connector = connector(); SourceReading delta = connector.port().changes("employment", List.of(), Instant.now().minusSeconds(3600).toString())) {
            assertThat(byUser(ConnectorUnderTest.records(delta))).containsKey("u11").doesNotContainKeys("u10", "u12");
        }
    }

    @Test
    void anUpsertThatAnswers200MayHaveFailed() {
        try (ConnectorUnderTest connector = connector()) {
            Outcome good = connector.port().execute(change(Operation.UPDATE, "email", "P1", Attributes.empty(), Map.of("emailAddress", "ada@new.example")));
            assertThat(good.isOk()).as(good.message()).isTrue();
            assertThat(factors.email("P1")).isEqualTo("ada@new.example");
            Outcome bad = connector.port().execute(change(Operation.UPDATE, "email", "P1", Attributes.empty(), Map.of("emailAddress", "nothing")));
            assertThat(bad.kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(bad.message()).contains("Invalid email address: nothing");
            assertThat(connector.port().execute(change(Operation.UPDATE, "email", "P99", Attributes.empty(), Map.of("emailAddress", "x@y.example"))).kind()).isEqualTo(OutcomeKind.INVALID);
            assertThat(connector.port().find("email", "personIdExternal", "P1")).hasSize(1);
            assertThat(connector.port().find("email", "personIdExternal", "P1' or personIdExternal ne 'x")).as("a quote stays within the text").isEmpty();
        }
    }

    @Test
    void addressesGoBackToThePersonAndNotToTheEmployment() throws Exception {
        company.write("mail.csv", "worker,address\nP1,ada@new.example\n");
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.mail.connector = csv-source
                caravan.systems.mail.file = mail.csv
                caravan.systems.mail.quietSeconds = 0
                caravan.systems.mail.key = worker
                """);
        company.write("mappings/mail.yaml", """
                job: mail
                from: {system: mail, object: record, attributes: [worker, address]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[worker]}"}]
                attributes: {email: "${body[address]}"}
                """);
        company.write("mappings/hr-back.yaml", """
                job: hr-back
                from: hub
                to: {system: hr, object: email}
                writeBack: true
                match: [{target: personIdExternal, value: "${body[workerId]}"}]
                attributes: {emailAddress: "${body[email]}"}
                """);
        for (String job : List.of("hr", "mail", "hr-back")) {
            company.sync(job, true);
        }
        assertThat(factors.email("P1")).isEqualTo("ada@new.example");
    }

    @Test
    void aPartThatIsNotGrantedFailsTheTest() {
        factors.withholdJobs();
        try (ConnectorUnderTest connector = connector()) {
            assertThat(connector.port().test().message()).contains("jobInfoNav");
            assertThatThrownBy(() -> connector.all("employment")).hasMessageContaining("jobInfoNav");
            List<SourceItem> items = new ArrayList<>();
            try (SourceReading delta = connector.port().changes("employment", List.of(), Instant.now().minusSeconds(7200).toString())) {
                delta.forEachRemaining(items::add);
            }
            assertThat(items).as("in a delta, of which nothing has to be shown, nobody on leave becomes one without a status").isNotEmpty().allSatisfy(item -> {
                assertThat(item).isInstanceOf(SourceItem.Rejected.class);
                assertThat(((SourceItem.Rejected) item).reason()).contains("jobInfoNav");
            });
        }
    }
}
