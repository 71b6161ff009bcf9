package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** What the connector workday makes of the web service: each quirk of Workday by its name, and each answer that is none. Against a sample of ours, made from public documents. */
class WorkdayServiceTest {

    private static final ZoneId KIRITIMATI = ZoneId.of("Pacific/Kiritimati");
    private static SampleWorkdaySoap workday;
    private static ConnectorUnderTest connector;

    @BeforeAll
    static void start() {
        workday = new SampleWorkdaySoap();
        connector = new ConnectorUnderTest("workday", Map.of("url", workday.url() + "/" + String.join("/", SampleWorkdaySoap.PATH), "host", "h", "tenant", SampleWorkdaySoap.TENANT, "user", SampleWorkdaySoap.USER,
                "password", SampleWorkdaySoap.PASSWORD, "zone", KIRITIMATI.getId(), "pageSize", "100"));
    }

    @AfterAll
    static void stop() {
        connector.close();
        workday.close();
    }

    @BeforeEach
    void beginAnew() {
        workday.beginAnew();
    }

    private static LocalDate today() {
        return LocalDate.now(KIRITIMATI);
    }

    private static void people(int many) {
        for (int i = 2; i <= many; i++) {
            workday.hire("wid-" + i, String.valueOf(21000 + i), "First" + i, "Last" + i, LocalDate.of(2021, 1, 1), Instant.parse("2020-12-01T00:00:00Z"));
        }
    }

    private static Map<String, Attributes> read() {
        return connector.all("worker").stream().collect(Collectors.toMap(one -> one.text("wid").orElseThrow(), one -> one, (one, other) -> other, LinkedHashMap::new));
    }

    private static List<SourceItem> changes(Instant since) {
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = connector.port().changes("worker", List.of(), since.toString())) {
            reading.forEachRemaining(items::add);
        }
        return items;
    }

    private static Set<String> changed(Instant since) {
        return changes(since).stream().map(item -> ((SourceItem.Read) item).attributes().text("wid").orElseThrow()).collect(Collectors.toSet());
    }

    private static List<String> asked(String element) {
        return workday.asked.stream().map(request -> SampleWorkdaySoap.text(request, element).orElse("")).toList();
    }

    @Test
    void twoThousandWorkersComeInTwentyPagesOfOneMoment() {
        people(2000);
        assertThat(read()).hasSize(2000).containsKey("wid-1").containsKey("wid-2000");
        assertThat(workday.asked).hasSize(20);
        assertThat(asked("As_Of_Entry_DateTime")).as("the moment of entry is frozen").doesNotContain("").containsOnly(asked("As_Of_Entry_DateTime").get(0));
        assertThat(asked("As_Of_Effective_Date")).as("and so is the day, which is the tenant's").containsOnly(today().toString());
    }

    @Test
    void whoeverIsTypedInWhileItIsReadDoesNotShiftThePages() {
        people(250);
        workday.trouble(request -> {
            if (SampleWorkdaySoap.text(request, "Page").filter("2"::equals).isPresent() && !workday.workers.containsKey("wid-new")) {
                workday.hire("wid-new", "99999", "New", "Comer", today(), Instant.now().plusSeconds(1));
            }
            return Optional.empty();
        });
        assertThat(read()).as("she comes with the next reading").hasSize(250).doesNotContainKey("wid-new");
    }

    @Test
    void whatStandsInTheAnswerIsReadInTheWordsOfTheConnector() {
        SampleWorker grace = workday.hire("wid-2", "00042", "Zoë", "O'Neil & Söhne <jr>", today().minusDays(3));
        grace.contingent = true;
        grace.userName = "zoneil";
        grace.jobs = new LinkedHashMap<>(Map.of(false, "Teacher"));
        grace.jobs.put(true, "Head of Payroll");
        grace.contacts = SampleWorkdaySoap.contact("Phone", "30 111", "HOME", true) + SampleWorkdaySoap.contact("Phone", "30 222", "WORK", true)
                + SampleWorkdaySoap.contact("Email_Address", "second@example.test", "WORK", false) + SampleWorkdaySoap.contact("Email_Address", "first@example.test", "WORK", true);
        Attributes read = read().get("wid-2");
        Map<String, Object> shown = new LinkedHashMap<>(Map.of("workerId", "00042", "contingentWorkerId", "00042", "userName", "zoneil", "firstName", "Zoë", "lastName", "O'Neil & Söhne <jr>", "active", true,
                "hireDate", today().minusDays(3).toString(), "organization", "Payroll", "costCenter", "41100", "email", "first@example.test"));
        shown.putAll(Map.of("title", "Head of Payroll", "phoneNumber", "30 222", "phoneCountry", "DEU", "phoneCountryCode", "49"));
        assertThat(read.asMap()).as("leading zeros stay; of several jobs and contacts the primary one is taken; a day has a zone behind it and is that day").containsAllEntriesOf(shown);
        assertThat(read.asMap()).as("known to be empty").containsEntry("terminationDate", null).containsEntry("employeeId", null).containsEntry("phoneAreaCode", null);
        assertThat(read.asMap().toString()).as("what is not asked for is not there").doesNotContain("never asked for");
    }

    @Test
    void ofSeveralJobsThePrimaryOneIsTakenWhereverItStands() {
        workday.workers.get("wid-1").jobs = new LinkedHashMap<>(Map.of(false, "Teacher"));
        assertThat(read().get("wid-1").asMap()).as("no job is the primary one").containsEntry("title", null);
        workday.workers.get("wid-1").jobs.put(true, "Analyst");
        assertThat(read().get("wid-1").asMap()).containsEntry("title", "Analyst");
    }

    @Test
    void theVersionIsSentWithEachRequestAndNobodyIsFilteredOut() {
        workday.terminate("wid-1", today().minusDays(400));
        assertThat(read()).as("who has left long ago is one, too: a rehire is told from a new one").containsOnlyKeys("wid-1");
        assertThat(workday.asked).allSatisfy(request -> assertThat(request.getAttributeNS("urn:com.workday/bsvc", "version")).isEqualTo("v30.0"));
        assertThat(asked("Exclude_Inactive_Workers")).containsOnly("false");
    }

    @Test
    void whoeverIsToComeIsAskedForAsOfHerFirstDay() {
        LocalDate first = today().plusDays(200);
        workday.hire("wid-2", "21002", "Grace", "Hopper", first).titleOnFirstDay = "Rear Admiral";
        Attributes grace = read().get("wid-2");
        assertThat(grace.asMap()).containsEntry("active", true).containsEntry("hireDate", first.toString()).containsEntry("title", "Rear Admiral");
        assertThat(asked("As_Of_Effective_Date")).as("the list, and she alone").containsExactly(today().toString(), first.toString());
        assertThat(asked("ID")).containsExactly("", "wid-2");
    }

    @Test
    void whoeverIsToComeAndIsTakenBackWhileItIsReadIsOneThatCannotBeReadAndNotAbsent() {
        workday.hire("wid-2", "21002", "Grace", "Hopper", today().plusDays(10));
        workday.trouble(request -> {
            if (!SampleWorkdaySoap.all(request, "Request_References").isEmpty()) {
                workday.workers.remove("wid-2");
            }
            return Optional.empty();
        });
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = connector.port().list("worker", List.of())) {
            reading.forEachRemaining(items::add);
        }
        assertThat(items).filteredOn(SourceItem.Rejected.class::isInstance).singleElement().satisfies(item -> assertThat(((SourceItem.Rejected) item).anchor()).contains("wid-2"));
    }

    @Test
    void twoDeltasFindWhatWasTypedAndWhatTookEffect() {
        people(5);
        Instant since = Instant.now().minus(2, ChronoUnit.HOURS);
        workday.typed("wid-2", LocalDate.of(2019, 1, 1));
        workday.hire("wid-6", "21006", "Was", "Typed", today(), Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(changed(since)).as("typed just now for long ago; typed long ago for today").containsExactlyInAnyOrder("wid-2", "wid-6");
        assertThat(workday.asked).hasSize(2);
        assertThat(asked("Updated_From").get(0)).isEqualTo(since.toString());
        assertThat(asked("Updated_Through").get(0)).isEqualTo(asked("As_Of_Entry_DateTime").get(0));
        assertThat(asked("Effective_From").get(1)).isEqualTo(LocalDate.ofInstant(since, KIRITIMATI) + "T00:00:00");
        assertThat(asked("Effective_Through").get(1)).isEqualTo(today() + "T23:59:59");
        assertThat(asked("As_Of_Entry_DateTime")).containsOnly(asked("As_Of_Entry_DateTime").get(0));
    }

    @Test
    void nothingHasChangedIsAnAnswerWithoutAList() {
        workday.workers.get("wid-1").contacts = "";
        assertThat(changed(Instant.now().plusSeconds(60))).isEmpty();
    }

    @Test
    void aRescindedHireThatIsShownIsNotThere() {
        Instant since = Instant.now().minusSeconds(60);
        workday.hire("wid-2", "21002", "Grace", "Hopper", today().plusDays(10));
        workday.rescind("wid-2", true);
        assertThat(read()).containsOnlyKeys("wid-1");
        assertThat(changes(since)).filteredOn(SourceItem.Deleted.class::isInstance).extracting(item -> ((SourceItem.Deleted) item).anchor()).containsOnly("wid-2");
    }

    @ParameterizedTest
    @CsvSource({"Personal_Data, Name_Data", "Contact_Data, Contact_Data", "Employment_Data, Worker_Status_Data", "Organization_Data, Organization_Data"})
    void aSectionThatIsNotGrantedFailsTheTestAndTheReading(String section, String named) {
        workday.withhold(section);
        assertThat(connector.port().test()).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.MISCONFIGURED)).extracting(Outcome::message).asString().contains(named).contains("of nobody");
        assertThatThrownBy(WorkdayServiceTest::read).hasMessageContaining("of nobody").hasMessageContaining(named);
    }

    @Test
    void aSectionThatOneWorkerLacksIsNotKnownOfHerAndNotEmpty() {
        SampleWorker grace = workday.hire("wid-2", "21002", "Grace", "Hopper", today().minusDays(5));
        grace.withoutContacts = true;
        assertThat(read().get("wid-2").asMap()).doesNotContainKey("email").doesNotContainKey("phoneNumber").containsEntry("terminationDate", null);
        assertThat(read().get("wid-1").asMap()).as("who has contacts and no telephone has none").containsEntry("phoneNumber", null);
        workday.withhold("Contact_Data");
        assertThat(changes(Instant.now().minusSeconds(600))).as("a delta may have nobody with it").allSatisfy(item -> assertThat(((SourceItem.Read) item).attributes().asMap()).doesNotContainKey("email"));
    }

    @Test
    void aLeaverWithoutHerStatusCannotBeReadByListDeltaOrByHerselfAndIsNotOneWithoutALastDay() {
        SampleWorker grace = workday.hire("wid-2", "21002", "Grace", "Hopper", today().minusDays(50));
        workday.terminate("wid-2", today().minusDays(5));
        grace.withoutStatus = true;
        List<SourceItem> listed = new ArrayList<>();
        try (SourceReading reading = connector.port().list("worker", List.of())) {
            reading.forEachRemaining(listed::add);
        }
        for (List<SourceItem> items : List.of(listed, changes(Instant.now().minusSeconds(600)))) {
            assertThat(items).filteredOn(SourceItem.Rejected.class::isInstance).isNotEmpty().allSatisfy(item -> {
                assertThat(((SourceItem.Rejected) item).anchor()).contains("wid-2");
                assertThat(((SourceItem.Rejected) item).reason()).contains("Worker_Status_Data");
            });
            assertThat(items).filteredOn(SourceItem.Read.class::isInstance).as("the others are read").noneSatisfy(item -> assertThat(((SourceItem.Read) item).attributes().asMap()).containsEntry("wid", "wid-2"));
        }
        assertThat(read("wid-2")).contains("Worker_Status_Data");
        workday.withhold("Employment_Data");
        assertThat(changes(Instant.now().minusSeconds(600))).as("and where all of it is withheld").isNotEmpty().allSatisfy(item -> assertThat(item).isInstanceOf(SourceItem.Rejected.class));
    }

    private static String read(String wid) {
        try {
            return String.valueOf(connector.port().get("worker", wid));
        } catch (io.caravan.connector.OutcomeException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void aWrongPasswordIsNoMatterOfTheService() {
        workday.trouble(request -> Optional.of(SampleWorkdaySoap.fault(500, "Client.authenticationError", "")));
        assertThat(connector.port().test().kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
        workday.trouble(request -> Optional.of(SampleWorkdaySoap.fault(500, "FailedAuthentication", "")));
        assertThat(connector.port().test().kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 200})
    void aFaultIsARefusalWhateverItsStatus(int status) {
        workday.trouble(request -> Optional.of(new SampleVendor.Said(status, SampleWorkdaySoap.invalid("Invalid ID value").body(), Map.of("Content-Type", "text/xml"))));
        assertThat(connector.port().test()).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID)).extracting(Outcome::message).asString().contains("Invalid ID value");
        assertThatThrownBy(WorkdayServiceTest::read).hasMessageContaining("Invalid ID value");
        workday.trouble(request -> Optional.of(SampleWorkdaySoap.fault(status, "Server", "<wd:Processing_Fault xmlns:wd=\"urn:com.workday/bsvc\"><wd:Detail_Message>try later</wd:Detail_Message></wd:Processing_Fault>")));
        assertThat(connector.port().test()).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.UNAVAILABLE)).extracting(Outcome::message).asString().contains("try later");
    }

    @Test
    void aWorkloadLimitIsWaitedFor() {
        AtomicInteger times = new AtomicInteger();
        workday.trouble(request -> times.getAndIncrement() > 0 ? Optional.empty() : Optional.of(new SampleVendor.Said(429, null, Map.of("Retry-After", "1"))));
        assertThat(read()).containsOnlyKeys("wid-1");
        assertThat(times).hasValue(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "text/html | <!DOCTYPE html><html><body>Workday is down for maintenance</body></html> | text/html and no SOAP",
        "text/xml | <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x> | document type",
        "text/xml | <html><body>maintenance</body></html> | no envelope of SOAP",
        "text/xml | <Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a><b></a></Body></Envelope> | no XML that can be read",
        "application/json | {} | application/json and no SOAP",
        "text/xml | <Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body/></Envelope> | no list at",
        "text/xml | <Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><Get_Workers_Response><Response_Results><Total_Results>3</Total_Results></Response_Results></Get_Workers_Response></Body></Envelope> | no list at"})
    void whatIsNoAnswerIsSaidAndNothingIsRead(String type, String body, String said) {
        workday.trouble(request -> Optional.of(SampleVendor.Said.text(body, type)));
        assertThatThrownBy(WorkdayServiceTest::read).hasMessageContaining(said);
        assertThat(connector.port().test().message()).contains(said);
    }

    @Test
    void aPageThatIsTornOffFailsTheReading() {
        people(250);
        workday.garbling(answer -> answer.contains("wd:Page>2<") ? answer.substring(0, answer.length() / 2) : answer);
        assertThatThrownBy(WorkdayServiceTest::read).hasMessageContaining("breaks off");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<wd:Total_Results>250< | <wd:Total_Results>249< | had 250 records when the read began and has 249 now",
        "<wd:Total_Results>250< | <wd:Total_Results>251< | had 250 records when the read began and has 251 now",
        "<wd:Page>2< | <wd:Page>1< | page 2 was asked for, and page 1 came",
        "<wd:Page_Results>100< | <wd:Page_Results>99< | speaks of 99 records and has 100",
        "<wd:Total_Pages>3< | <wd:Total_Pages>2< | speaks of 250 records and gave 200",
        "<wd:Total_Pages>3</wd:Total_Pages> | <wd:Nothing/> | does not say at"})
    void whatChangesOnTheWayOrDoesNotFitFailsTheReading(String right, String wrong, String said) {
        people(250);
        workday.garbling(answer -> answer.contains("wd:Page>2<") ? answer.replace(right, wrong) : answer);
        assertThatThrownBy(WorkdayServiceTest::read).hasMessageContaining(said);
    }

    @Test
    void theSamePageTwiceUnderAnotherNumberFailsTheReadingAlthoughTheTotalIsMet() {
        people(300);
        workday.trouble(request -> {
            SampleWorkdaySoap.all(request, "Page").stream().filter(page -> page.getTextContent().equals("3")).forEach(page -> page.setTextContent("2"));
            return Optional.empty();
        });
        AtomicInteger pages = new AtomicInteger();
        workday.garbling(answer -> answer.replaceFirst("<wd:Page>\\d+<", "<wd:Page>" + pages.incrementAndGet() + "<"));
        assertThatThrownBy(() -> {
            try (SourceReading reading = connector.port().read("worker", List.of("wid"), Optional.empty())) {
                reading.forEachRemaining(item -> { });
            }
        }).hasMessageContaining("100 of them had come on a page before");
    }

    private static Outcome write(String wid, Map<String, ?> values) {
        return connector.port().execute(List.of(ConnectorUnderTest.change(Operation.UPDATE, "worker", wid, Attributes.empty(), values))).get(0);
    }

    @Test
    void aWorkAddressIsPutInAndEverythingElseStays() {
        SampleWorker ada = workday.workers.get("wid-1");
        ada.contacts = SampleWorkdaySoap.contact("Address", "12 St James's Square", "HOME", true) + SampleWorkdaySoap.contact("Phone", "30 111", "HOME", true)
                + SampleWorkdaySoap.contact("Email_Address", "ada@old.example", "WORK", true) + SampleWorkdaySoap.contact("Email_Address", "ada.2@old.example", "WORK", false)
                + SampleWorkdaySoap.contact("Email_Address", "ada@home.example", "HOME", true);
        String expected = ada.contacts.replace("ada@old.example", "ada@new.example");
        assertThat(write("wid-1", Map.of("email", "ada@new.example")).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(ada.contacts).as("descriptors and all").isEqualTo(expected);
        assertThat(workday.asked).extracting(Element::getLocalName).containsExactly("Get_Workers_Request", "Maintain_Contact_Information_for_Person_Event_Request");
        assertThat(SampleWorkdaySoap.text(workday.asked.get(1), "Run_Now")).contains("true");
        assertThat(workday.asked.get(1).getAttributeNS("urn:com.workday/bsvc", "Add_Only")).isEqualTo("false");
    }

    @Test
    void aTelephoneThatIsNotThereYetIsMadeInTheOrderOfTheSchema() {
        assertThat(write("wid-1", Map.of("phoneNumber", "30 123", "phoneCountry", "DEU", "phoneCountryCode", "49")).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(read().get("wid-1").asMap()).containsEntry("phoneNumber", "30 123").containsEntry("phoneCountry", "DEU").containsEntry("email", "ada@old.example");
        assertThat(workday.workers.get("wid-1").contacts).contains("ada@home.example").contains("<wd:ID wd:type=\"Phone_Device_Type_ID\">Landline</wd:ID>");
        assertThat(write("wid-1", Map.of("phoneAreaCode", "0 30")).kind()).as("a part that was not there stands where it belongs").isEqualTo(OutcomeKind.OK);
        assertThat(read().get("wid-1").asMap()).containsEntry("phoneAreaCode", "0 30").containsEntry("phoneNumber", "30 123");
        assertThat(write("wid-1", new LinkedHashMap<>(java.util.Collections.singletonMap("phoneNumber", null))).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(read().get("wid-1").asMap()).containsEntry("phoneNumber", null).containsEntry("email", "ada@old.example");
    }

    @Test
    void ofWhomNotAllContactsAreShownNoneIsReplacedNorAdded() {
        SampleWorker ada = workday.workers.get("wid-1");
        String before = ada.contacts;
        workday.withhold("Home_Contacts");
        assertThat(write("wid-1", Map.of("email", "ada@new.example"))).as("home contacts belong to other domains").satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.FORBIDDEN))
                .extracting(Outcome::message).asString().contains("HOME").contains("nothing was written").contains("let the user see it");
        workday.grantAll();
        ada.withoutContacts = true;
        assertThat(write("wid-1", Map.of("email", "ada@new.example"))).as("added twice, it would be there twice").satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.FORBIDDEN))
                .extracting(Outcome::message).asString().contains("Contact_Data");
        assertThat(ada.contacts).isEqualTo(before);
        assertThat(write("wid-1", Map.of("userName", "alovelace")).kind()).as("which replaces nothing").isEqualTo(OutcomeKind.OK);
        workday.withhold("Personal_Data");
        assertThat(write("wid-1", Map.of("email", "ada@newer.example"))).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.FORBIDDEN)).extracting(Outcome::message).asString().contains("Personal_Data");
    }

    @Test
    void emptyingAPartOfATelephoneLeavesTheNumberAndEmptyingTheNumberTakesAllInWhateverOrder() {
        SampleWorker ada = workday.workers.get("wid-1");
        String home = ada.contacts;
        Map<String, Object> phone = Map.of("phoneNumber", "30 123", "phoneCountry", "DEU", "phoneCountryCode", "49", "phoneAreaCode", "30", "phoneExtension", "7");
        write("wid-1", phone);
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("phoneExtension", null);
        parts.put("phoneAreaCode", null);
        assertThat(write("wid-1", parts).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(read().get("wid-1").asMap()).containsEntry("phoneNumber", "30 123").containsEntry("phoneCountry", "DEU").containsEntry("phoneExtension", null).containsEntry("phoneAreaCode", null);
        for (List<String> order : List.of(List.of("phoneNumber", "phoneExtension", "phoneAreaCode"), List.of("phoneAreaCode", "phoneExtension", "phoneNumber"))) {
            write("wid-1", phone);
            Map<String, Object> all = new LinkedHashMap<>();
            order.forEach(name -> all.put(name, name.equals("phoneAreaCode") ? "40" : null));
            assertThat(write("wid-1", all).kind()).isEqualTo(OutcomeKind.OK);
            assertThat(ada.contacts).doesNotContain("Phone_Data").contains("ada@home.example");
        }
        assertThat(write("wid-1", parts).kind()).as("what is not there is not made").isEqualTo(OutcomeKind.OK);
        assertThat(ada.contacts).isEqualTo(home);
    }

    @Test
    void aUserNameGoesToTheAccountAndLeavesContactsAlone() {
        SampleWorker grace = workday.hire("wid-2", "21002", "Grace", "Hopper", today().minusDays(5));
        grace.contingent = true;
        grace.contacts = SampleWorkdaySoap.contact("Email_Address", "grace@home.example", "HOME", true);
        assertThat(write("wid-1", Map.of("userName", "alovelace")).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(write("wid-2", Map.of("userName", "ghopper", "email", "grace@new.example")).kind()).isEqualTo(OutcomeKind.OK);
        assertThat(read().values()).extracting(one -> one.text("userName").orElse("")).containsExactly("alovelace", "ghopper");
        assertThat(workday.workers.get("wid-1").contacts).doesNotContain("grace");
        assertThat(write("wid-2", Map.of("userName", "alovelace"))).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID)).extracting(Outcome::message).asString().contains("must be unique");
    }

    @Test
    void nothingIsWrittenBeforeTheFirstDayNorToWhomNobodyKnows() {
        workday.hire("wid-2", "21002", "Grace", "Hopper", LocalDate.now(ZoneOffset.UTC).plusDays(10)).contacts = SampleWorkdaySoap.contact("Email_Address", "grace@home.example", "HOME", true);
        assertThat(write("wid-2", Map.of("email", "grace@new.example"))).satisfies(outcome -> assertThat(outcome.kind()).isEqualTo(OutcomeKind.INVALID)).extracting(Outcome::message).asString().contains("before the hire date");
        assertThat(write("wid-9", Map.of("email", "x@new.example")).kind()).isEqualTo(OutcomeKind.NOT_FOUND);
        assertThat(write("wid-1", Map.of("email", "a\u0001@new.example")).kind()).as("what XML cannot have").isEqualTo(OutcomeKind.INVALID);
    }

    @Test
    void anAnswerToAWriteThatNobodyUnderstandsLeavesOpenWhatHappened() {
        workday.garbling(answer -> answer.contains("Maintain_Contact") ? answer.substring(0, 60) : answer);
        assertThat(write("wid-1", Map.of("email", "ada@new.example")).kind()).isEqualTo(OutcomeKind.IN_DOUBT);
        assertThat(workday.workers.get("wid-1").contacts).contains("ada@new.example");
    }
}
