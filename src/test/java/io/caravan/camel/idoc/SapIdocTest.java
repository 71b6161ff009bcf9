package io.caravan.camel.idoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.connector.DisbelievedException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.runtime.SmallCompany;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People in IDocs: rows that are true from a day to a day, files that are cut off or are something else, and what becomes of accounts. */
class SapIdocTest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final String OPEN = "99991231";

    @TempDir
    private Path folder;

    private static String day(LocalDate day) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }

    private static String row(String infotype, String subtype, String begin, String end, String fields) {
        return "<E1PITYP SEGMENT=\"1\"><INFTY>" + infotype + "</INFTY><SUBTY>" + subtype + "</SUBTY><E1P" + infotype + " SEGMENT=\"1\"><SUBTY>" + subtype + "</SUBTY><ENDDA>" + end + "</ENDDA><BEGDA>"
                + begin + "</BEGDA>" + fields + "</E1P" + infotype + "></E1PITYP>\n";
    }

    private static String field(String name, String value) {
        return "<" + name + ">" + value + "</" + name + ">";
    }

    private static String person(String number, String... rows) {
        return "<E1PLOGI SEGMENT=\"1\"><PLVAR>01</PLVAR><OTYPE>P</OTYPE><OBJID>" + number + "</OBJID><OPERA>I</OPERA>\n" + String.join("", rows) + "</E1PLOGI>\n";
    }

    /** Employed from a day on, in a unit. */
    private static String employee(String number, String name, String begin, String unit) {
        return person(number, row("0000", "", begin, OPEN, field("STAT2", "3")), row("0001", "", begin, OPEN, field("ORGEH", unit)),
                row("0002", "", begin, OPEN, field("VORNA", name) + field("NACHN", "Li") + field("GBDAT", "19800101")));
    }

    private static String idoc(String... people) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<HRMD_A07><IDOC BEGIN=\"1\"><EDI_DC40 SEGMENT=\"1\"><IDOCTYP>HRMD_A07</IDOCTYP><MESTYP>HRMD_A</MESTYP></EDI_DC40>\n" + String.join("", people)
                + "</IDOC></HRMD_A07>\n";
    }

    private IdocSystem system(String file) {
        IdocSystem system = new IdocSystem();
        system.setFolder(folder.toString());
        system.setFile(file);
        system.setFields("P0000_STAT2, P0001_ORGEH, P0002_VORNA, P0105_0010_USRID_LONG, P9001_BADGE");
        return system;
    }

    private List<SourceItem> read(IdocSystem system) {
        List<SourceItem> items = new ArrayList<>();
        try (SourceReading reading = system.list()) {
            reading.forEachRemaining(items::add);
        }
        return items;
    }

    private List<SourceItem> read(String text) throws Exception {
        Files.writeString(folder.resolve("hr.xml"), text);
        return read(system("hr.xml"));
    }

    private static Map<String, String> shown(List<SourceItem> items, String attribute) {
        return items.stream().filter(SourceItem.Read.class::isInstance).map(item -> ((SourceItem.Read) item).attributes())
                .collect(Collectors.toMap(record -> record.text("record").orElseThrow(), record -> record.text(attribute).orElse("-"), (one, other) -> one, TreeMap::new));
    }

    @Test
    void whatIsTrueTodayHasThePersonsNumberAndWhatWillBeIsARecordForEachDay() throws Exception {
        LocalDate transfer = TODAY.plusDays(10);
        LocalDate last = TODAY.plusDays(40);
        List<SourceItem> items = read(idoc(
                person("00000001", row("0000", "", "20200101", day(last), field("STAT2", "3")), row("0000", "", day(last.plusDays(1)), OPEN, field("STAT2", "0")),
                        row("0001", "", "20200101", day(transfer.minusDays(1)), field("ORGEH", "10")), row("0001", "", day(transfer), OPEN, field("ORGEH", "20")),
                        row("0001", "", "20200101", OPEN, field("ORGEH", "99") + field("SPRPS", "X")),
                        row("0105", "0010", "20200101", OPEN, field("USRID_LONG", "a@example.com")), row("0105", "0001", "20200101", OPEN, field("USRID", "A")),
                        "<E1PITYP SEGMENT=\"1\"><Z1P9001 SEGMENT=\"1\"><ENDDA>99991231</ENDDA><BEGDA>20200101</BEGDA><E1Q9001 SEGMENT=\"1\"><BADGE>B7</BADGE></E1Q9001></Z1P9001></E1PITYP>"),
                employee("00000002", "Zoë", day(TODAY.plusDays(7)), "30"), employee("00000003", "Old", "20100101", "40").replace(OPEN, "20201231"),
                employee("00000004", "Deleted", "20200101", "50").replace("<OPERA>I", "<OPERA>D"), employee("50000123", "Unit", "20200101", "60").replace("<OTYPE>P", "<OTYPE>O")));
        assertThat(shown(items, "begin")).containsExactly(Map.entry("00000001", "2020-01-01"), Map.entry("00000001@" + day(transfer), transfer.toString()),
                Map.entry("00000001@" + day(last.plusDays(1)), last.plusDays(1).toString()), Map.entry("00000002", TODAY.plusDays(7).toString()), Map.entry("00000003", "2021-01-01"));
        assertThat(shown(items, "P0001_ORGEH")).as("a locked row does not count, and where no row is true nothing is said").containsExactly(Map.entry("00000001", "10"),
                Map.entry("00000001@" + day(transfer), "20"), Map.entry("00000001@" + day(last.plusDays(1)), "20"), Map.entry("00000002", "30"), Map.entry("00000003", "-"));
        assertThat(shown(items, "P0000_STAT2").values()).containsExactly("3", "3", "0", "3", "-");
        assertThat(shown(items, "P0105_0010_USRID_LONG")).containsEntry("00000001", "a@example.com");
        assertThat(shown(items, "P9001_BADGE")).containsEntry("00000001", "B7");
        assertThat(items).allSatisfy(item -> assertThat(((SourceItem.Read) item).attributes().names()).as("nothing that was not asked for").doesNotContain("P0002_GBDAT", "P0002_NACHN"));
    }

    @Test
    void aPersonThatCannotBeReadIsRejectedWithHerLineAndNobodyTakesHerForGone() throws Exception {
        String later = day(TODAY.plusDays(9));
        List<SourceItem> items = read(idoc(employee("1", "Good", "20200101", "10"), employee("2", "Backwards", "20200101", "10").replace(OPEN, "20190101"),
                person("3", row("0001", "", "20200101", OPEN, field("ORGEH", "1")), row("0001", "", later, OPEN, field("ORGEH", "2"))),
                employee("4", "NoDay", "2020-01-01", "10"), person("5", row("0001", "", "20200101", OPEN, field("PERNR", "6") + field("ORGEH", "1"))), employee("", "Nobody", "20200101", "1")));
        assertThat(shown(items, "record")).containsOnlyKeys("1");
        List<SourceItem.Rejected> rejected = items.stream().filter(SourceItem.Rejected.class::isInstance).map(SourceItem.Rejected.class::cast).toList();
        assertThat(rejected).extracting(one -> one.anchor().orElse("?")).as("5 and 6: nobody knows whose rows these are").containsExactly("2", "3", "3@" + later, "4", "5", "?", "6");
        assertThat(rejected).extracting(SourceItem.Rejected::reason).satisfiesExactly(one -> assertThat(one).contains("ends 2019-01-01, before it begins"),
                one -> assertThat(one).contains("P0001_ORGEH is said twice"), one -> assertThat(one).contains("said twice"), one -> assertThat(one).contains("BEGDA is \"2020-01-01\""),
                one -> assertThat(one).contains("several personnel numbers, 5 and 6"), one -> assertThat(one).contains("no personnel number"), one -> assertThat(one).contains("5 and 6"));
        assertThat(rejected.get(0).where()).matches("hr\\.xml, line \\d+");
    }

    private static String terminated(String number, String name, LocalDate since) {
        return person(number, row("0000", "", "20200101", day(since.minusDays(1)), field("STAT2", "3")), row("0000", "", day(since), OPEN, field("STAT2", "0")),
                row("0001", "", "20200101", OPEN, field("ORGEH", "60")), row("0002", "", "20200101", OPEN, field("VORNA", name)));
    }

    private static String withRowOf(String other, String person) {
        return person.replaceFirst("<ORGEH>", "<PERNR>" + other + "</PERNR><ORGEH>");
    }

    @Test
    void aRowOfAnotherNumberSaysNothingOfWhoHasARecordOfHerOwnWhereverItStands() throws Exception {
        String later = day(TODAY.plusDays(9));
        String five = withRowOf("6", employee("5", "Eve", "20200101", "10"));
        String six = terminated("6", "Max", TODAY.minusDays(2));
        for (List<String> load : List.of(List.of(five, six), List.of(six, five), List.of(five, six, five.replace("<OBJID>5", "<OBJID>7")))) {
            List<SourceItem> items = read(idoc(load.toArray(String[]::new)));
            assertThat(shown(items, "P0000_STAT2")).containsExactly(Map.entry("6", "0"));
            assertThat(anchors(items)).as("none of 6").doesNotContain("6").startsWith("5");
        }
        Files.writeString(folder.resolve("hr-1.xml"), idoc(five));
        Files.writeString(folder.resolve("hr-2.xml"), idoc(six));
        IdocSystem two = system("hr-*.xml");
        two.setPackets(2);
        assertThat(shown(read(two), "record")).as("in another file of the load").containsOnlyKeys("6");
        assertThat(anchors(read(idoc(five, withRowOf("6", employee("7", "Kim", later, "10")), employee("8", "Ada", "20200101", "10"))))).as("once, and with every day, when all has been read")
                .containsExactly("5", "7", "7@" + later, "6", "6@" + later);
        String ofTwo = person("", row("0000", "", "20200101", OPEN, field("PERNR", "5") + field("STAT2", "3")), row("0001", "", "20200101", OPEN, field("PERNR", "6") + field("ORGEH", "1")));
        List<SourceItem> items = read(idoc(ofTwo, employee("5", "Eve", "20200101", "10")));
        assertThat(shown(items, "record")).as("without OBJID it is neither's own").containsOnlyKeys("5");
        assertThat(anchors(items)).containsExactly("6");
    }

    @Test
    void aRowOfAnotherNumberThatIsOverLockedOrNotReadDoesNotCount() throws Exception {
        String past = day(TODAY.minusDays(1));
        for (String foreign : List.of(row("0001", "", "20200101", past, field("PERNR", "6") + field("ORGEH", "99")), row("0001", "", "20200101", OPEN, field("PERNR", "6") + field("SPRPS", "X")),
                row("0021", "1", "20200101", OPEN, field("PERNR", "6")), row("0021", "1", "never", OPEN, field("PERNR", "6")), row("0001", "", "never", past, field("PERNR", "6")))) {
            List<SourceItem> items = read(idoc(employee("5", "Eve", "20200101", "10").replaceFirst("</OPERA>", "</OPERA>" + foreign)));
            assertThat(shown(items, "P0001_ORGEH")).as(foreign).containsExactly(Map.entry("5", "10"));
            assertThat(shown(items, "begin")).as("what is over of another changes nothing").containsExactly(Map.entry("5", "2020-01-01"));
            assertThat(anchors(items)).isEmpty();
        }
        assertThat(anchors(read(idoc(employee("5", "Eve", "20200101", "10").replaceFirst("</OPERA>", "</OPERA>" + row("0001", "", "never", OPEN, field("PERNR", "6"))))))).containsExactly("5", "6");
    }

    private static List<String> anchors(List<SourceItem> items) {
        return items.stream().filter(SourceItem.Rejected.class::isInstance).map(item -> ((SourceItem.Rejected) item).anchor().orElse("?")).toList();
    }

    @Test
    void aFileThatIsCutOffAnywhereIsNotBelieved() throws Exception {
        byte[] whole = idoc(employee("1", "Ada", "20200101", "10"), employee("2", "Grace", "20200101", "20")).getBytes(StandardCharsets.UTF_8);
        int end = new String(whole, StandardCharsets.UTF_8).strip().length();
        for (int length = 0; length < end; length += 37) {
            Files.write(folder.resolve("hr.xml"), java.util.Arrays.copyOf(whole, length));
            int cut = length;
            assertThatThrownBy(() -> read(system("hr.xml"))).as("after %s bytes", cut).isInstanceOf(DisbelievedException.class).hasMessageContaining("is no whole XML");
        }
        Files.write(folder.resolve("hr.xml"), java.util.Arrays.copyOf(whole, end - 1));
        assertThatThrownBy(() -> read(system("hr.xml"))).isInstanceOf(DisbelievedException.class);
    }

    @Test
    void aFileOfSomethingElseIsRefusedAndNothingItNamesIsFetched() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "a-secret");
        for (String type : List.of("<!DOCTYPE HRMD_A07 [<!ENTITY e SYSTEM \"" + secret.toUri() + "\">]>", "<!DOCTYPE HRMD_A07 SYSTEM \"http://127.0.0.1:9/x.dtd\">",
                "<!DOCTYPE HRMD_A07 [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY e \"&b;&b;&b;&b;&b;&b;&b;\">]>")) {
            assertThatThrownBy(() -> read(idoc(employee("1", "&e;", "20200101", "10")).replace("?>\n", "?>\n" + type + "\n"))).isInstanceOf(DisbelievedException.class)
                    .hasMessageContaining("a document type or an entity of its own").hasMessageNotContaining("a-secret");
        }
        assertThatThrownBy(() -> read(idoc().replace("<MESTYP>HRMD_A<", "<MESTYP>ORDERS<"))).hasMessageContaining("the message ORDERS");
        assertThatThrownBy(() -> read("<people/>")).hasMessageContaining("no IDoc of HRMD_A");
        assertThatThrownBy(() -> read(idoc(employee("1", "x".repeat(70_000), "20200101", "10")))).hasMessageContaining("more than 65536 characters");
        assertThatThrownBy(() -> read(system("none-*.xml"))).hasMessageContaining("no file matches");
        IdocSystem wrong = system("hr.xml");
        wrong.setFields("ORGEH");
        assertThatThrownBy(wrong::list).hasMessageContaining("'ORGEH', which is no field of an infotype");
    }

    private void age(String name, long seconds) throws Exception {
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.now().minusSeconds(seconds)));
    }

    @Test
    void aLoadOfSeveralFilesIsBelievedOnceAllHaveCome() throws Exception {
        Files.writeString(folder.resolve("hr-1.xml"), idoc(employee("1", "Ada", "20200101", "10")));
        Files.writeString(folder.resolve("hr-2.xml"), idoc(employee("2", "Grace", "20200101", "10")));
        age("hr-1.xml", 100);
        age("hr-2.xml", 200);
        assertThat(shown(read(system("hr-*.xml")), "P0002_VORNA").values()).as("the newest alone").containsExactly("Ada");
        IdocSystem three = system("hr-*.xml");
        three.setPackets(3);
        assertThatThrownBy(() -> read(three)).as("the last packet has not come").isInstanceOf(OutcomeException.class).hasMessageContaining("2 files match hr-*.xml, and a load has 3");
        IdocSystem two = system("hr-*.xml");
        two.setPackets(2);
        IdocSystem marked = system("hr-*");
        marked.setMarker("hr-done");
        assertThat(shown(read(two), "P0002_VORNA").values()).containsExactly("Ada", "Grace");
        try (SourceReading reading = two.list()) {
            assertThat(reading.writtenAt()).as("the newest says from when they are").contains(Files.getLastModifiedTime(folder.resolve("hr-1.xml")).toInstant().truncatedTo(ChronoUnit.MILLIS));
        }
        assertThatThrownBy(() -> read(marked)).hasMessageContaining("hr-done is not there");
        Files.writeString(folder.resolve("hr-done"), "");
        age("hr-done", 150);
        assertThatThrownBy(() -> read(marked)).as("it is of the load before").hasMessageContaining("hr-done is older than hr-1.xml");
        age("hr-done", 100);
        assertThat(shown(read(marked), "P0002_VORNA").values()).containsExactly("Ada", "Grace");
        for (String upload : List.of("hr-3.xml.part", ".hr-3.xml.Xa81Qb", "hr-3.xml~")) {
            Path under = Files.writeString(folder.resolve(upload), "<HRMD_A07>");
            assertThatThrownBy(() -> read(two)).isInstanceOf(OutcomeException.class).hasMessageContaining(upload + " is still on its way");
            Files.delete(under);
        }
        Files.writeString(folder.resolve("other.xml.part"), "");
        assertThat(read(two)).hasSize(2);
        two.setMarker("*.done");
        assertThatThrownBy(() -> read(two)).as("that one file is finished does not say that all have come").hasMessageContaining("the name of one file");
        Files.writeString(folder.resolve("hr-2.xml"), "<HRMD_A07>");
        age("hr-2.xml", 200);
        assertThatThrownBy(() -> read(marked)).as("one of them is cut off").isInstanceOf(DisbelievedException.class);
    }

    @Test
    void aLoadThatChangesWhileItIsReadIsNotBelieved() throws Exception {
        for (String changed : List.of("hr-0.xml", "hr-1.xml", "hr-3.xml", "hr-3.xml.part")) {
            for (String name : List.of("hr-0.xml", "hr-1.xml", "hr-2.xml")) {
                Files.writeString(folder.resolve(name), idoc(employee(name.substring(3, 4), "Ada", "20200101", "10")));
                age(name, 100);
            }
            Files.writeString(folder.resolve("done"), "");
            IdocSystem system = system("hr-*.xml");
            system.setMarker("done");
            try (SourceReading reading = system.list()) {
                for (int i = 0; i < 3; i++) {
                    reading.next();
                }
                Files.writeString(folder.resolve(changed), idoc(employee("9", "New", "20200101", "10")));
                age(changed, 50);
                assertThatThrownBy(reading::hasNext).as(changed).isInstanceOf(OutcomeException.class).hasMessageContaining(changed.endsWith("part") ? "on its way" : "while they were read");
            }
            Files.deleteIfExists(folder.resolve("hr-3.xml"));
            Files.deleteIfExists(folder.resolve("hr-3.xml.part"));
        }
    }

    @Test
    void whatIsOverOrNotReadKeepsNobodyWhoLeaves() throws Exception {
        String left = day(TODAY.minusDays(3));
        String[] gone = {row("0000", "", "20200101", day(TODAY.minusDays(4)), field("STAT2", "3")), row("0000", "", left, OPEN, field("STAT2", "0"))};
        String twice = row("0001", "", "20100101", "20151231", field("ORGEH", "1")) + row("0001", "", "20120101", "20141231", field("ORGEH", "2"));
        List<SourceItem> items = read(idoc(person("1", gone[0], gone[1], twice), person("2", gone[0], gone[1], row("0021", "1", "2020-01-01", OPEN, ""), row("0105", "0020", "nonsense", "", "")),
                person("3", gone[0], gone[1], row("0000", "", "20100101", "20090101", field("STAT2", "3"))), person("4", gone[0], gone[1], row("0001", "", "once", "20091231", field("ORGEH", "1"))),
                person("5", gone[0], gone[1], row("0001", "", day(TODAY.plusDays(5)), "later", field("ORGEH", "1"))),
                person("6", row("0000", "", "20200101", "20190101", field("STAT2", "3")))));
        assertThat(shown(items, "P0000_STAT2")).as("twice in the past; not read; backwards, and another followed; over, since whenever").containsExactly(Map.entry("1", "0"), Map.entry("2", "0"),
                Map.entry("3", "0"), Map.entry("4", "0"));
        assertThat(shown(items, "begin").values()).containsOnly(LocalDate.parse(left, DateTimeFormatter.BASIC_ISO_DATE).toString());
        assertThat(items.stream().filter(SourceItem.Rejected.class::isInstance).map(item -> ((SourceItem.Rejected) item).anchor().orElseThrow())).as("what is to come, and the only row there is")
                .containsExactly("5", "6");
    }

    @Test
    void whatIsKnownTodayTakesEffectOnItsDayAndATornFileChangesNothing() throws Exception {
        try (SmallCompany company = new SmallCompany(folder)) {
            company.write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.hr\\..*\n", "") + """
                    caravan.systems.hr.connector = sap-idoc
                    caravan.systems.hr.file = hr.xml
                    """);
            company.write("mappings/stat2.csv", "0,terminated\n1,leave\n2,terminated\n3,active\n");
            company.write("mappings/hr.yaml", """
                    job: hr
                    from: {system: hr, object: record}
                    to: hub
                    asOf: {value: "${body[begin]}", of: "${body[PERNR]}"}
                    scope: {include: "${body[P0000_STAT2]} != null"}
                    match: [{hub: workerId, value: "${body[PERNR]}"}]
                    tables: {stat2: stat2.csv}
                    attributes:
                      workerId: "${body[PERNR]}"
                      name: "${body[P0002_VORNA]}"
                      dept: "${body[P0001_ORGEH]}"
                      status: "${lookup('stat2', ${body[P0000_STAT2]}, ${body[P0000_STAT2]})}"
                    """);
            company.write("mappings/app.yaml", Files.readString(folder.resolve("mappings/app.yaml")).replaceAll("(?m)^  manager:.*\n", ""));
            company.at(Instant.now().toString());
            LocalDate change = TODAY.plusDays(5);
            String leaver = person("2", row("0000", "", "20200101", day(change.minusDays(1)), field("STAT2", "3")), row("0000", "", day(change), OPEN, field("STAT2", "0")),
                    row("0001", "", "20200101", OPEN, field("ORGEH", "20")), row("0002", "", "20200101", OPEN, field("VORNA", "Grace")));
            String six = employee("6", "Max", "20200101", "60");
            String seven = employee("7", "Kim", "20200101", "70");
            String whole = idoc(six, employee("1", "Ada", "20200101", "10"), leaver, employee("3", "Alan", day(change), "30"), employee("4", "Tim", "20200101", "40").replace(OPEN, day(TODAY.minusDays(1))), seven);
            company.write("hr.xml", whole);
            company.sync();
            List<String> before = company.rows("select worker, dept, active from users order by worker");
            assertThat(before).contains("1|10|yes", "2|20|yes", "6|60|yes", "7|70|yes").noneMatch(row -> row.startsWith("3|") && row.endsWith("yes")).noneMatch(row -> row.startsWith("4|") && row.endsWith("yes"));
            company.write("hr.xml", whole.substring(0, whole.length() / 2));
            company.sync();
            assertThat(company.rows("select worker, dept, active from users order by worker")).isEqualTo(before);
            String foreign = whole.replace("<ORGEH>10<", "<PERNR>6</PERNR><ORGEH>10<");
            company.write("hr.xml", foreign.replace(six, ""));
            company.sync();
            assertThat(company.rows("select worker, dept, active from users order by worker")).as("a row of another number is no reason to take her for gone").isEqualTo(before);
            company.write("hr.xml", foreign.replace(six, terminated("6", "Max", TODAY.minusDays(2))));
            company.sync();
            String active = "select worker, active from users where worker in ('1', '6', '7') order by worker";
            assertThat(company.rows(active)).as("her own record stands before the row").containsExactly("1|yes", "6|no", "7|yes");
            company.write("hr.xml", whole.replace("<ORGEH>10<", "<PERNR>7</PERNR><ORGEH>10<").replace(six, terminated("6", "Max", TODAY.minusDays(2))).replace(seven, terminated("7", "Kim", TODAY.minusDays(2))));
            company.sync();
            assertThat(company.rows(active)).as("and behind it").containsExactly("1|yes", "6|no", "7|no");
            company.passesTo(change.atTime(8, 0).toInstant(ZoneOffset.UTC)).sync("app", false);
            assertThat(Stream.of("1", "2", "3").map(number -> company.rows("select active from users where worker = '" + number + "'"))).containsExactly(List.of("yes"), List.of("no"), List.of("yes"));
        }
    }
}
