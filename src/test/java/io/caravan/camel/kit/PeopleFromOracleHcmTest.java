package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.runtime.SmallCompany;
import io.caravan.subject.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Oracle HCM Cloud does otherwise than others, each by its name: through whole cycles, where it is about what becomes of people. Against a sample of ours, made from public documents. */
class PeopleFromOracleHcmTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private final SampleOracleHcm oracle = new SampleOracleHcm();
    private SmallCompany company;

    @BeforeEach
    void aCompany() throws Exception {
        company = new SmallCompany(folder).write("secret", SampleOracleHcm.TOKEN);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", "") + """
                caravan.systems.hr.connector = oracle-hcm
                caravan.systems.hr.pod = h
                caravan.systems.hr.url = %s
                caravan.systems.hr.auth = bearer
                caravan.systems.hr.token = {{file:secret}}
                caravan.systems.hr.pageSize = 3
                """.formatted(oracle.url()));
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: employment, optional: [terminationDate]}
                to: hub
                completeness: {maxShrink: 100%, maxVanish: 100%}
                match: [{hub: workerId, value: "${body[personNumber]}"}]
                prefer: [standing, "${body[primary]} == true"]
                scope: {include: "${body[workerType]} in 'E,C,N'"}
                attributes:
                  workerId: "${body[personNumber]}"
                  name: "${body[firstName]}"
                  dept: "${body[department]}"
                  startDate: "${body[startDate]}"
                  endDate: "${body[terminationDate]}"
                """);
        company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replaceAll("(?m)^  manager:.*\n", ""));
        company.at(Instant.now().toString());
    }

    @AfterEach
    void stop() {
        company.close();
        oracle.close();
    }

    private List<String> accounts() {
        return company.rows("select login, dept, active from users order by login");
    }

    private ConnectorUnderTest connector() {
        return new ConnectorUnderTest("oracle-hcm", Map.of("pod", "h", "url", oracle.url(), "auth", "bearer", "token", SampleOracleHcm.TOKEN, "pageSize", "3"));
    }

    @Test
    void aPageMayHaveFewerThanWereAskedForAndHasMoreAloneEndsTheList() {
        IntStream.range(11, 20).forEach(i -> oracle.hire(String.valueOf(i), "N" + i, "Person", "E", TODAY.minusDays(400)));
        oracle.hire("11", "N11", "Person", "C", TODAY.minusDays(10));
        try (ConnectorUnderTest connector = connector()) {
            assertThat(connector.all("employment")).extracting(record -> record.text("personNumber").orElseThrow())
                    .containsExactlyInAnyOrder("10", "11", "11", "12", "13", "14", "15", "16", "17", "18", "19");
        }
        assertThat(oracle.asked).extracting(query -> query.get("effectiveDate")).as("the same for all pages").containsOnly(TODAY.toString(), TODAY.plusDays(30).toString());
    }

    @Test
    void whoGoesAwayBetweenTwoPagesTakesNobodyAlongAtTheLimitsThatAreSet() throws Exception {
        company.write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replaceAll("(?m)^completeness:.*\n", ""));
        long leaver = oracle.hire("11", "N11", "Person", "E", TODAY.minusDays(400));
        IntStream.range(12, 39).forEach(i -> oracle.hire(String.valueOf(i), "N" + i, "Person", "E", TODAY.minusDays(400)));
        company.sync();
        List<String> before = accounts();
        assertThat(before).hasSize(29).allMatch(row -> row.endsWith("|yes"));
        oracle.betweenPages(() -> oracle.cancel("11", leaver));
        company.sync();
        assertThat(accounts()).as("12 moved up into a page that had been read").isEqualTo(before);
        oracle.givesTheFirstPageAgain(true);
        company.sync();
        assertThat(accounts()).as("a page comes twice in place of another").isEqualTo(before);
        oracle.givesTheFirstPageAgain(false);
        company.sync();
        assertThat(accounts()).filteredOn(row -> row.endsWith("|no")).containsExactly("n11|D1|no");
    }

    @Test
    void aContractorWhoIsHiredIsOnePersonWithoutAGap() throws Exception {
        long contract = oracle.hire("11", "Grace", "Hopper", "C", TODAY.minusDays(400));
        company.sync();
        long employment = oracle.hire("11", "Grace", "Hopper", "E", TODAY.minusDays(1));
        oracle.assignment("11", employment, TODAY.minusDays(1), "ACTIVE", "D7", true);
        oracle.ends("11", contract, TODAY.minusDays(2));
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes", "grace|D7|yes");
        oracle.ends("11", employment, TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes", "grace|D7|no");
        oracle.hire("11", "Grace", "Hopper", "E", TODAY);
        company.sync();
        assertThat(accounts()).as("a rehire").containsExactly("ada|D1|yes", "grace|D1|yes");
    }

    @Test
    void ofSeveralAssignmentsThePrimaryOneCountsAndOneOfLaterDoesNotYet() throws Exception {
        long employment = oracle.hire("11", "Grace", "Hopper", "E", TODAY.minusDays(400));
        oracle.assignment("11", employment, TODAY.minusDays(100), "ACTIVE", "D9", false);
        oracle.assignment("11", employment, TODAY.plusDays(5), "ACTIVE", "D6", true);
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes", "grace|D1|yes");
    }

    @Test
    void aFutureHireIsShownOnlyAsOfADayAheadAndACancelledOneNeverOpens() throws Exception {
        LocalDate first = TODAY.plusDays(12);
        oracle.hire("11", "Grace", "Hopper", "E", first);
        long cancelled = oracle.hire("12", "Alan", "Turing", "E", first);
        oracle.hire("13", "Pat", "Pending", "P", TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).as("a pending worker is none").containsExactly("ada|D1|yes", "alan|D1|no", "grace|D1|no");
        oracle.cancel("12", cancelled);
        company.sync("hr", true);
        company.passesTo(first.atTime(8, 0).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).containsExactly("ada|D1|yes", "alan|D1|no", "grace|D1|yes");
    }

    @Test
    void whatMayNotBeSeenIsToldAndNobodyIsTakenForGone() throws Exception {
        company.sync();
        oracle.withholdAssignments();
        try (ConnectorUnderTest connector = connector()) {
            assertThat(connector.port().test().message()).contains("AssignmentStatusType");
            assertThatThrownBy(() -> connector.all("employment")).hasMessageContaining("AssignmentStatusType");
        }
        company.sync();
        assertThat(accounts()).containsExactly("ada|D1|yes");
    }

    @Test
    void aUserNameGoesBackToAnAccountThatIsThereAndNeverToAnothers() throws Exception {
        company.write("mappings/hr-back.yaml", """
                job: hr-back
                from: hub
                to: {system: hr, object: account}
                writeBack: true
                match: [{target: personNumber, value: "${body[workerId]}"}]
                attributes: {userName: "${lowercase(${body[name]})}@example.com"}
                """);
        oracle.hire("12", "Alan", "Turing", "E", TODAY.minusDays(10));
        company.sync("hr", true);
        company.sync("hr-back", true);
        assertThat(oracle.userName("10")).isEqualTo("ada@example.com");
        oracle.account("11", "grace");
        try (ConnectorUnderTest connector = connector()) {
            assertThat(connector.port().execute(change(Operation.UPDATE, "account", "GUID10", Attributes.empty(), Map.of("userName", "ada.new"))).isOk()).isTrue();
            assertThat(oracle.userName("10")).isEqualTo("ada.new");
            assertThat(connector.port().execute(change(Operation.UPDATE, "account", "GUID10", Attributes.empty(), Map.of("userName", "grace"))).kind()).isEqualTo(OutcomeKind.CONFLICT);
            assertThat(connector.port().execute(change(Operation.UPDATE, "account", "GUID99", Attributes.empty(), Map.of("userName", "x"))).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
            assertThat(connector.port().find("account", "userName", "ada.new")).hasSize(1);
        }
    }
}
