package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of people whom Workday tells of by Get_Workers, through whole cycles, and of what is written back. Against a sample of ours, made from public documents. */
class WorkersFromWorkdayTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    @TempDir
    private Path folder;
    private final SampleWorkdaySoap workday = new SampleWorkdaySoap();
    private SmallCompany company;

    @BeforeEach
    void aCompany() throws Exception {
        company = new SmallCompany(folder).write("password", SampleWorkdaySoap.PASSWORD);
        company.write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", "") + """
                caravan.systems.hr.connector = workday
                caravan.systems.hr.url = %s/%s
                caravan.systems.hr.host = h
                caravan.systems.hr.tenant = %s
                caravan.systems.hr.user = %s
                caravan.systems.hr.password = {{file:password}}
                """.formatted(workday.url(), String.join("/", SampleWorkdaySoap.PATH), SampleWorkdaySoap.TENANT, SampleWorkdaySoap.USER));
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: worker, optional: [organization, terminationDate, active, onLeave, managerId]}
                to: hub
                completeness: {maxShrink: 100%, maxVanish: 100%}
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[firstName]}"
                  dept: "${body[organization]}"
                  managerId: "${body[managerId]}"
                  startDate: "${body[hireDate]}"
                  endDate: "${body[terminationDate]}"
                  status: "${iif(${body[onLeave]} == true, 'leave', ${iif(${body[active]} == true || ${body[terminationDate]} != null, 'active', ${iif(${body[active]} == false, 'terminated', 'unknown')})})}"
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

    /** Whoever is absent or removed is known only once everything has been read. */
    private void readAll() {
        company.sync("hr", true);
        company.sync("app", false);
    }

    @Test
    void aConversionOrRehireWithAnotherWidIsTheSamePersonAndTheActiveRecordDecides() {
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|yes");
        workday.terminate("wid-1", TODAY.minusDays(1));
        workday.hire("wid-9", "21001", "Ada", "Lovelace", TODAY).contingent = true;
        company.sync();
        assertThat(accounts()).as("the employee has become a contingent worker; a delta tells of both records").containsExactly("ada|21001|yes");
        workday.terminate("wid-9", TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|no");
        workday.hire("wid-10", "21001", "Ada", "Lovelace", TODAY);
        company.sync();
        assertThat(accounts()).as("and back, with a third WID: her own account").containsExactly("ada|21001|yes");
    }

    @Test
    void aConversionTypedForNextMonthDoesNotOverwriteTheLiveRecordAndLeavesNoGap() {
        LocalDate change = TODAY.plusDays(20);
        workday.terminate("wid-1", change.minusDays(1));
        workday.hire("wid-9", "21001", "Augusta", "King", change);
        company.sync();
        assertThat(company.rows("select name, active from users")).as("the live record counts").containsExactly("Ada|yes");
        company.passesTo(change.atTime(0, 5).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(company.rows("select name, active from users")).as("at midnight, without another reading").containsExactly("Augusta|yes");
    }

    @Test
    void aLeaverWhoseStatusIsNotShownIsLeftBehindAndNotLetInAgain() {
        company.sync();
        workday.terminate("wid-1", TODAY.minusDays(2));
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|no");
        workday.workers.get("wid-1").withoutStatus = true;
        workday.typed("wid-1", TODAY);
        company.sync();
        assertThat(accounts()).as("by a delta").containsExactly("ada|21001|no");
        workday.hire("wid-2", "21002", "Grace", "Hopper", TODAY.minusDays(1)); // somebody shows it, so that the reading holds
        readAll();
        assertThat(accounts()).as("by a whole reading, which goes on for the others").containsExactly("ada|21001|no", "grace|21002|yes");
    }

    @Test
    void anEmployeeAndAContingentWorkerWithTheSameNumberAreTwoPeopleWhereTheKindIsInTheMatch() throws Exception {
        String person = "\"${iif(${body[contingentWorkerId]} == null, ${body[workerId]}, 'C-${body[workerId]}')}\"";
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml")).replace("optional: [", "optional: [contingentWorkerId, ").replace("\"${body[workerId]}\"", person);
        company.write("mappings/hr.yaml", mapping).at(Instant.now().toString());
        workday.hire("wid-9", "21001", "Grace", "Hopper", TODAY.minusDays(9)).contingent = true;
        company.sync();
        assertThat(accounts()).containsExactly("ada|21001|yes", "grace|C-21001|yes");
        workday.terminate("wid-9", TODAY.minusDays(1));
        company.sync();
        assertThat(accounts()).as("the one goes, and the other stays").containsExactly("ada|21001|yes", "grace|C-21001|no");
    }

    @Test
    void aFutureHireStartsOnHerDayAndOneThatIsRescindedNever() {
        LocalDate first = TODAY.plusDays(10);
        workday.hire("wid-2", "21002", "Grace", "Hopper", first);
        workday.hire("wid-3", "21003", "Alan", "Turing", first);
        workday.hire("wid-4", "21004", "Linus", "Pauling", first);
        company.sync();
        assertThat(accounts()).as("made ahead, and closed").containsExactly("ada|21001|yes", "alan|21003|no", "grace|21002|no", "linus|21004|no");
        workday.rescind("wid-3", true);
        workday.rescind("wid-4", false);
        company.sync();
        readAll();
        company.passesTo(first.atTime(8, 0).toInstant(ZoneOffset.UTC)).sync("app", false);
        assertThat(accounts()).as("one says that she is rescinded, and one is not there any more").containsExactly("ada|21001|yes", "alan|21003|no", "grace|21002|yes", "linus|21004|no");
    }

    @Test
    void aLastDayEndsWhereThePersonIsAndNotWhereTheTenantIs() throws Exception {
        LocalDate west = LocalDate.now(ZoneId.of("Pacific/Honolulu")); // in Kiritimati it is tomorrow, at any time
        String settings = Files.readString(folder.resolve("application.properties"));
        String mapping = Files.readString(folder.resolve("mappings/hr.yaml"));
        company.sync();
        company.write("application.properties", settings + "caravan.systems.hr.zone = Pacific/Honolulu\n").write("mappings/hr.yaml", mapping + "  timeZone: {constant: Pacific/Kiritimati}\n").at(Instant.now().toString());
        workday.terminate("wid-1", west);
        readAll();
        assertThat(accounts()).as("Workday still has her as active").containsExactly("ada|21001|no");
        company.write("application.properties", settings + "caravan.systems.hr.zone = Pacific/Kiritimati\n").write("mappings/hr.yaml", mapping + "  timeZone: {constant: Pacific/Honolulu}\n").at(Instant.now().toString());
        readAll();
        assertThat(accounts()).as("Workday has her as inactive already").containsExactly("ada|21001|yes");
        company.passesTo(west.plusDays(1).atTime(1, 0).atZone(ZoneId.of("Pacific/Honolulu")).toInstant()).sync("app", false);
        assertThat(accounts()).containsExactly("ada|21001|no");
    }

    @Test
    void whatIsNotShownOrComesTwiceOrChangesOnTheWayTouchesNobody() {
        for (int i = 2; i <= 250; i++) {
            workday.hire("wid-" + i, String.valueOf(21000 + i), "First" + i, "Last", TODAY.minusYears(1));
        }
        readAll();
        assertNobodyIsTouched();
        workday.garbling(answer -> answer.replace("<wd:Page>2<", "<wd:Page>1<"));
        assertNobodyIsTouched();
        int[] pages = {0};
        workday.garbling(answer -> answer.replaceFirst("<wd:Page>\\d+<", "<wd:Page>" + (pages[0]++ % 3 + 1) + "<"));
        workday.trouble(request -> {
            SampleWorkdaySoap.all(request, "Page").stream().filter(page -> page.getTextContent().equals("2")).forEach(page -> page.setTextContent("1"));
            return Optional.empty();
        });
        assertNobodyIsTouched();
        workday.trouble(request -> Optional.of(SampleVendor.Said.text("<html>maintenance</html>", "text/html")));
        assertNobodyIsTouched();
        workday.workers.remove("wid-250");
        readAll();
        assertThat(company.rows("select count(*) from users where active = 'yes'")).as("who is absent from a proven reading is gone").containsExactly("249");
        workday.withhold("Employment_Data");
        readAll();
        assertThat(company.rows("select count(*) from users where active = 'yes'")).as("that is for whoever grants it: the job is in quarantine").containsExactly("249");
    }

    /** Reads while something is wrong, and once more when it is right: three failures in a row would put the job into quarantine. */
    private void assertNobodyIsTouched() {
        readAll();
        assertThat(company.rows("select count(*) from users where active = 'yes'")).containsExactly("250");
        workday.grantAll();
        workday.trouble(request -> Optional.empty());
        workday.garbling(answer -> answer);
        readAll();
    }

    @Test
    void addressAndUserNameGoBackOnTheFirstDayAndAreNoNewsWhenTheyComeRound() throws Exception {
        LocalDate first = TODAY.plusDays(3);
        workday.hire("wid-2", "21002", "Grace", "Hopper", first).contacts = SampleWorkdaySoap.contact("Email_Address", "grace@home.example", "HOME", true);
        company.write("mail.csv", "worker,address,login\n21001,ada@new.example,alovelace\n21002,grace@new.example,ghopper\n");
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.mail.connector = csv-source
                caravan.systems.mail.file = mail.csv
                caravan.systems.mail.quietSeconds = 0
                caravan.systems.mail.key = worker
                """);
        company.write("mappings/mail.yaml", """
                job: mail
                from: {system: mail, object: record, attributes: [worker, address, login]}
                to: hub
                creates: false
                match: [{hub: workerId, value: "${body[worker]}"}]
                attributes: {email: "${body[address]}", login: "${body[login]}"}
                """);
        company.write("mappings/hr-back.yaml", """
                job: hr-back
                from: hub
                to: {system: hr, object: worker}
                writeBack: true
                scope: {include: "${dateDiff(${body[startDate]}, ${now()}, 'days')} >= 0"}
                attributes: {email: "${body[email]}", userName: "${body[login]}"}
                """);
        List.of("hr", "mail", "hr-back").forEach(job -> company.sync(job, true));
        assertThat(workday.workers.get("wid-1").contacts).contains("ada@new.example").contains("ada@home.example").doesNotContain("ada@old.example");
        assertThat(workday.workers.get("wid-1").userName).isEqualTo("alovelace");
        assertThat(workday.workers.get("wid-2").contacts).as("before her first day it would be refused").doesNotContain("grace@new.example");
        workday.asked.clear();
        for (int round = 0; round < 2; round++) {
            List.of("hr", "mail", "hr-back").forEach(job -> company.sync(job, false));
        }
        company.sync("hr-back", true);
        assertThat(workday.asked).as("the transaction log tells of it, and nothing follows").extracting(request -> request.getLocalName()).containsOnly("Get_Workers_Request");
        company.passesTo(first.atTime(6, 0).toInstant(ZoneOffset.UTC)).sync("hr-back", true);
        assertThat(workday.asked).extracting(request -> request.getLocalName()).as("her day has come").contains("Maintain_Contact_Information_for_Person_Event_Request");
    }
}
