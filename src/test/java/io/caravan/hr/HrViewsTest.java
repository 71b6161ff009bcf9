package io.caravan.hr;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract views of SAP HCM, Oracle E-Business Suite and PeopleSoft, read by the shipped example's mapping and through whole cycles: who is let work on a day is who
 * the people's own histories say. How many people: {@code -Dcaravan.hr.people=10000}.
 */
class HrViewsTest {

    private static final int PEOPLE = Integer.getInteger("caravan.hr.people", 120);
    private static final int DAYS = 20;
    private static final LocalDate FIRST = LocalDate.of(1988, 3, 1);
    private static final int BETWEEN = 263;

    private static List<Colleague> colleagues;
    private static EmbeddedPostgres postgres;
    private static final Map<String, HrTables> TABLES = HrTables.all();
    private static final Map<String, HrDatabase> DATABASES = new HashMap<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void tables() throws IOException {
        colleagues = Colleagues.first(PEOPLE);
        postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        TABLES.forEach((file, tables) -> DATABASES.put(file, new HrDatabase(postgres, file.replaceAll("[^a-z]", "_"), tables, colleagues)));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /** The sampled days, years apart and none like another. */
    private static List<LocalDate> days() {
        return IntStream.range(0, DAYS).mapToObj(i -> FIRST.plusDays((long) i * BETWEEN)).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void whoIsActiveOnTwentyDaysIsWhoTheirHistoriesSay(String file) throws IOException {
        HrDatabase database = DATABASES.get(file);
        try (HrCompany company = new HrCompany(folder, database, TABLES.get(file))) {
            for (LocalDate day : days()) {
                database.isToday(day);
                company.passesTo(day);
                company.sync("hr", true);
                company.sync("app", false);
                asTheirHistoriesSay(company.active(), day);
            }
        }
    }

    /** What is known of the days to come is enough: nothing is read again. */
    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void endsAndLeavesTakeEffectOnTheirDayWithoutAnotherReading(String file) throws IOException {
        HrDatabase database = DATABASES.get(file);
        LocalDate read = LocalDate.of(1996, 5, 1);
        database.isToday(read);
        try (HrCompany company = new HrCompany(folder, database, TABLES.get(file))) {
            company.passesTo(read);
            company.sync("hr", true);
            company.sync("app", false);
            for (int days = 15; days <= 170; days += 31) {
                LocalDate day = read.plusDays(days);
                company.passesTo(day);
                company.sync("app", false);
                Set<Integer> foreseen = colleagues.stream().map(Colleague::number).filter(number -> oneLeaveAtMost(number, read, day)).collect(Collectors.toSet());
                assertThat(among(foreseen, company.active())).as("%s, read on %s", day, read).isEqualTo(among(foreseen, expected(day)));
            }
        }
    }

    /** A view shows the next leave, and no other. */
    private static boolean oneLeaveAtMost(int number, LocalDate from, LocalDate until) {
        return colleagues.stream().filter(who -> who.number() == number).flatMap(who -> who.tenures().stream()).flatMap(tenure -> tenure.leaves().stream())
                .filter(leave -> !leave.last().isBefore(from) && leave.first().isBefore(until)).count() < 2;
    }

    private static Set<Integer> among(Set<Integer> some, Map<Integer, ?> all) {
        return all.keySet().stream().filter(some::contains).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Map<Integer, Colleague> expected(LocalDate day) {
        return colleagues.stream().filter(who -> who.isActive(day)).collect(Collectors.toMap(Colleague::number, who -> who, (one, other) -> one, TreeMap::new));
    }

    private static void asTheirHistoriesSay(Map<Integer, String> active, LocalDate day) {
        Map<Integer, Colleague> expected = expected(day);
        assertThat(active.keySet()).as("active on %s", day).isEqualTo(expected.keySet());
        assertThat(expected).isNotEmpty();
        expected.forEach((number, who) -> who.department(day).ifPresent(department -> assertThat(active.get(number)).as("%s on %s", number, day).isEqualTo(department + " " + who.familyName(day))));
    }

    private static Colleague someone(int number, LocalDate first) {
        Tenure tenure = new Tenure(0, false, first, Tenure.FOREVER, List.of(new Tenure.Department("d001", first)), List.of());
        return new Colleague(number, "Ada", "Lovelace", Optional.empty(), first, List.of(tenure));
    }

    /** A database of its own, with one person in it who has been there for a while. */
    private static HrDatabase withOne(HrTables tables, String name) {
        return new HrDatabase(postgres, name, tables, List.of(someone(1, LocalDate.of(2000, 1, 1)), someone(2, LocalDate.of(2000, 1, 1))));
    }

    /** What was typed today; what was typed long ago and begins today; and what was deleted, which only a full reading finds. */
    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void deltasBringWhatWasTypedAndWhatBegan(String file) throws IOException {
        HrTables tables = TABLES.get(file);
        HrDatabase database = withOne(tables, "delta_" + file.replaceAll("[^a-z]", "_"));
        LocalDate day = LocalDate.of(2026, 11, 18);
        database.isToday(day);
        try (HrCompany company = new HrCompany(folder, database, tables)) {
            company.passesTo(day);
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(company.active()).isEqualTo(Map.of(1, "d001 Lovelace", 2, "d001 Lovelace"));
            database.sql(tables.transfer(1, "d002", day.plusDays(1), day.minusDays(40)));
            database.sql(tables.transfer(2, "d003", day, day));
            company.sync("hr", false);
            company.sync("app", false);
            assertThat(company.active()).as("one was typed today and is true today, the other is ahead").isEqualTo(Map.of(1, "d001 Lovelace", 2, "d003 Lovelace"));
            database.isToday(day.plusDays(1));
            company.passesTo(day.plusDays(1));
            company.sync("hr", false);
            company.sync("app", false);
            assertThat(company.active()).as("its stamp is old, its day has come").isEqualTo(Map.of(1, "d002 Lovelace", 2, "d003 Lovelace"));
            database.sql(tables.cancelled(2));
            company.sync("hr", false);
            company.sync("app", false);
            assertThat(company.active()).as("what is gone leaves no stamp").hasSize(2);
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(company.active()).isEqualTo(Map.of(1, "d002 Lovelace"));
        }
    }

    /** One reading, and half a year without another: what was typed for a day to come is true from that day on. */
    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void everythingThatIsKnownTakesEffectOnItsDayWhereRowsAheadAreRead(String file) throws IOException {
        HrDatabase database = DATABASES.get(file);
        LocalDate read = LocalDate.of(1994, 2, 1);
        database.isToday(read);
        try (HrCompany company = new HrCompany(folder, database, TABLES.get(file)).dated()) {
            company.passesTo(read);
            company.sync("hr", true);
            company.sync("app", false);
            asTheirHistoriesSay(company.active(), read);
            for (int days = 20; days <= 175; days += 31) {
                LocalDate day = read.plusDays(days);
                company.passesTo(day);
                company.sync("app", false);
                Map<Integer, String> active = company.active();
                colleagues.stream().filter(who -> oneLeaveAtMost(who.number(), read, day) && who.isActive(day)).forEach(who -> who.department(day).ifPresent(department ->
                        assertThat(active.get(who.number())).as("%s on %s, read on %s", who.number(), day, read).isEqualTo(department + " " + who.familyName(day))));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void whatWasTypedForADayAheadAndTakenBackNeverTakesEffect(String file) throws IOException {
        HrTables tables = TABLES.get(file);
        HrDatabase database = withOne(tables, "ahead_" + file.replaceAll("[^a-z]", "_"));
        LocalDate day = LocalDate.of(2026, 11, 18);
        database.isToday(day);
        try (HrCompany company = new HrCompany(folder, database, tables).dated()) {
            company.passesTo(day);
            database.sql(tables.transfer(1, "d002", day.plusDays(10), day));
            database.sql(tables.transfer(2, "d003", day.plusDays(10), day));
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(company.active()).isEqualTo(Map.of(1, "d001 Lovelace", 2, "d001 Lovelace"));
            database.sql(tables.transferTakenBack(2, "d003"));
            company.sync("hr", true);
            company.passesTo(day.plusDays(10));
            company.sync("app", false);
            assertThat(company.active()).isEqualTo(Map.of(1, "d002 Lovelace", 2, "d001 Lovelace"));
            database.isToday(day.plusDays(10));
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(company.active()).as("read again, now that it is true").isEqualTo(Map.of(1, "d002 Lovelace", 2, "d001 Lovelace"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void addressesGoBackThroughTheStagingTable(String file) throws IOException {
        HrTables tables = TABLES.get(file);
        HrDatabase database = withOne(tables, "inbox_" + file.replaceAll("[^a-z]", "_"));
        database.isToday(LocalDate.of(2026, 11, 18));
        String person = database.rows("select \"person_id\" from \"caravan_worker\" order by 1").get(0);
        String inbox = "select \"record_key\", \"email\", \"taken\" from \"caravan_inbox\" order by \"number\"";
        try (HrCompany company = new HrCompany(folder, database, tables)) {
            company.passesTo(LocalDate.of(2026, 11, 18));
            company.company().write("mail.csv", "worker,address\n" + person + ",Ada@New.example\n");
            for (String job : List.of("hr", "mail", "hr-back")) {
                company.sync(job, true);
            }
            String key = database.rows("select \"record_key\" from \"caravan_worker\" order by 1").get(0);
            assertThat(database.rows(inbox)).containsExactly(key + "|ada@new.example|N");
            company.sync("hr-back", true);
            assertThat(database.rows(inbox)).as("it is on its way").hasSize(1);
            database.sql(List.of("update \"caravan_inbox\" set \"taken\" = 'R'"));
            company.sync("hr-back", true);
            assertThat(database.rows(inbox)).as("HR has refused it: once more").hasSize(2);
            database.sql(List.of("update \"caravan_inbox\" set \"taken\" = 'R'"));
            company.sync("hr-back", true);
            company.sync("hr-back", true);
            assertThat(database.rows(inbox)).as("and not again: it is told as not stored").hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sap-hcm.sql", "oracle-ebs.sql", "peoplesoft.sql"})
    void aStatusThatNobodyKnowsTouchesNobody(String file) throws IOException {
        HrTables tables = TABLES.get(file);
        HrDatabase database = withOne(tables, "status_" + file.replaceAll("[^a-z]", "_"));
        database.isToday(LocalDate.of(2026, 11, 18));
        try (HrCompany company = new HrCompany(folder, database, tables)) {
            company.passesTo(LocalDate.of(2026, 11, 18));
            company.sync("hr", true);
            company.sync("app", false);
            database.sql(tables.oddStatus(1));
            company.sync("hr", true);
            company.sync("app", false);
            assertThat(company.active()).isEqualTo(Map.of(1, "d001 Lovelace", 2, "d001 Lovelace"));
        }
    }
}
