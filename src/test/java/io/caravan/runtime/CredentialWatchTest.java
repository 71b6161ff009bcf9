package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials that end are told of ahead: once at each number of days, once when they have ended, and once when they are renewed. */
class CredentialWatchTest {

    @TempDir
    private Path folder;
    private SmallCompany company;
    private String settings;
    private int read;
    private int readEvents;

    @BeforeEach
    void start() throws IOException {
        company = new SmallCompany(folder);
        settings = Files.readString(folder.resolve("application.properties"));
        Files.createDirectories(folder.resolve("routes"));
        for (String what : List.of("alert", "event")) {
            company.write("routes/" + what + "s.camel.yaml", """
                    # Version 1
                    - from:
                        uri: direct:%s
                        steps:
                          - marshal: {json: {}}
                          - to: "file:%s?fileName=%ss.jsonl&fileExist=Append&appendChars=\\\\n"
                    """.formatted(what, folder, what));
        }
        company.hr("E1,Ada,R1,,");
    }

    @AfterEach
    void stop() {
        company.close();
    }

    private CredentialWatchTest declared(String day) throws IOException {
        company.close();
        company.write("application.properties", settings + "caravan.systems.app.credentialsExpire = " + day + "\n");
        return this;
    }

    /** What was told in a cycle at that time. */
    private String told(String moment) throws IOException {
        company.at(moment).sync();
        company.close();
        List<String> all = lines("alerts.jsonl");
        String told = String.join("\n", all.subList(read, all.size()));
        read = all.size();
        return told;
    }

    private String events() throws IOException {
        List<String> all = lines("events.jsonl");
        String told = String.join("\n", all.subList(readEvents, all.size()).stream().filter(line -> line.contains("credentials-expire")).toList());
        readEvents = all.size();
        return told;
    }

    private List<String> lines(String file) throws IOException {
        return Files.exists(folder.resolve(file)) ? Files.readAllLines(folder.resolve(file)) : List.of();
    }

    @Test
    void aDeclaredDateIsToldOnceAtEachNumberOfDaysOnceWhenItIsOverAndOnceWhenItIsRenewed() throws Exception {
        declared("2027-01-31");
        assertThat(told("2026-12-31T12:00:00Z")).as("31 days ahead").isEmpty();
        assertThat(told("2027-01-02T12:00:00Z")).contains("\"kind\":\"credentials-expire\"", "\"job\":\"app\"", "access ends 2027-01-31 23:59 UTC (in 29 days), as credentialsExpire says",
                "caravan.systems.app.credentialsExpire");
        assertThat(events()).contains("\"event\":\"credentials-expire\"", "\"system\":\"app\"", "\"days\":30", "\"until\":\"2027-01-31T23:59:00Z\"");
        assertThat(told("2027-01-03T12:00:00Z") + told("2027-01-24T12:00:00Z")).as("told already").isEmpty();
        assertThat(told("2027-01-26T12:00:00Z")).contains("in 5 days").doesNotContain("\"over\"");
        assertThat(told("2027-01-31T12:00:00Z")).contains("in less than a day");
        assertThat(told("2027-02-01T12:00:00Z")).contains("access ended 2027-01-31 23:59 UTC").doesNotContain("\"over\"");
        assertThat(told("2027-02-02T12:00:00Z")).isEmpty();
        declared("2028-01-31");
        assertThat(told("2027-02-03T12:00:00Z")).contains("\"state\":\"over\"").doesNotContain("\"state\":\"new\"");
        assertThat(told("2027-02-04T12:00:00Z")).isEmpty();
        assertThat(events().lines()).as("of 7, of 1 day, and of the end").hasSize(3);
    }

    @Test
    void aClockThatJumpsTellsNobodyTwiceOfTheSameAndLosesNothing() throws Exception {
        declared("2027-01-31");
        assertThat(told("2027-01-02T12:00:00Z")).contains("in 29 days");
        assertThat(told("2029-01-02T12:00:00Z")).contains("access ended");
        assertThat(told("2026-11-02T12:00:00Z")).as("it is back").contains("\"state\":\"over\"");
        assertThat(told("2027-01-02T12:30:00Z")).as("and its day comes").contains("in 29 days");
    }

    @Test
    void aServiceLooksEveryHourThoughNoJobRuns() throws Exception {
        declared("2027-01-31");
        company.at("2027-01-30T11:00:00Z");
        CredentialWatch watch = new CredentialWatch(company.caravan());
        watch.lookNowAndThen(Instant.parse("2027-01-23T11:30:00Z"));
        assertThat(company.caravan().store().services().credentials()).singleElement().satisfies(one -> assertThat(one.told()).as("8 days are left").hasValue(30));
        watch.lookNowAndThen(Instant.parse("2027-01-23T12:29:00Z"));
        watch.lookNowAndThen(Instant.parse("2027-01-31T12:30:00Z"));
        assertThat(company.caravan().store().services().credentials()).singleElement().satisfies(one -> assertThat(one.told()).hasValue(1));
        watch.lookNowAndThen(Instant.parse("2027-01-31T12:40:00Z"));
        company.passesTo(Instant.parse("2027-01-31T12:40:00Z")).close();
        assertThat(lines("alerts.jsonl")).singleElement().asString().contains("in less than a day");
        assertThat(events().lines()).as("what was eight days ago is told no more").singleElement().asString().contains("\"days\":1");
    }

    @Test
    void oneThatIsRenewedByAMachineIsNoNews() throws Exception {
        Files.writeString(folder.resolve("token"), token("2026-12-31T10:00:00Z", "2026-12-31T13:00:00Z"));
        company.close();
        company.write("application.properties", settings + "caravan.systems.app.password = {{file:token}}\n");
        assertThat(told("2026-12-31T12:00:00Z")).as("an hour is left of three").isEmpty();
        Files.writeString(folder.resolve("token"), token("2026-01-31T13:00:00Z", "2027-01-31T13:00:00Z"));
        assertThat(told("2027-01-10T12:00:00Z")).contains("setting password ends 2027-01-31 13:00 UTC (in 21 days), as it says itself").doesNotContain("eyJ");
        Files.writeString(folder.resolve("token"), "opaque");
        assertThat(told("2027-01-11T12:00:00Z")).contains("\"state\":\"over\"");
    }

    private static String token(String since, String until) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8)) + "." + encoder.encodeToString(("{\"iat\":" + Instant.parse(since).getEpochSecond()
                + ",\"exp\":" + Instant.parse(until).getEpochSecond() + "}").getBytes(StandardCharsets.UTF_8)) + ".";
    }
}
