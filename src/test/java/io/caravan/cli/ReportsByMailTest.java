package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The digest of a day and the report of a month, by mail to a real mail server: each once, at its time or as soon as a process runs after it. */
class ReportsByMailTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private GreenMail mail;
    private String settings;

    @BeforeEach
    void start() throws IOException {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        shell = new CompanyShell(folder);
        settings = Files.readString(folder.resolve("application.properties"));
        settings("caravan.reports.daily.to = boss@example.com\n");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,");
    }

    private void settings(String more) throws IOException {
        shell.company().write("application.properties", settings + """
                caravan.zone = Europe/Berlin
                caravan.alerts.mail.host = localhost
                caravan.alerts.mail.port = %d
                caravan.alerts.mail.security = none
                caravan.alerts.mail.from = caravan@example.com
                """.formatted(mail.getSmtp().getPort()) + more);
    }

    @AfterEach
    void stop() {
        shell.close();
        mail.stop();
    }

    /** What came with a cycle at that time, as receiver, subject and text. */
    private List<String> at(String moment) throws FolderException {
        shell.at(Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
        shell.run("sync");
        List<String> got = Arrays.stream(mail.getReceivedMessages()).map(ReportsByMailTest::words).toList();
        mail.purgeEmailFromAllMailboxes();
        return got;
    }

    private static String words(MimeMessage one) {
        try {
            return one.getAllRecipients()[0] + " " + one.getSubject() + "\n" + new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | MessagingException unreadable) {
            throw new UncheckedIOException(new IOException(unreadable));
        }
    }

    @Test
    void theDigestOfADayComesOnceAndIsCaughtUpOnce() throws Exception {
        assertThat(at("2026-11-20T12:00:00Z")).as("nobody waits for a day that began before").isEmpty();
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,2026-11-19", "E3,Cyd,R1,,");
        assertThat(at("2026-11-20T18:00:00Z")).isEmpty();
        assertThat(at("2026-11-21T05:59:00Z")).as("06:59 in Berlin").isEmpty();
        assertThat(at("2026-11-21T06:00:00Z")).singleElement().asString()
                .contains("boss@example.com Caravan: 2026-11-20: 4 changes", "  app: create 3, disable 1", "caravan report changes --since 2026-11-19T23:00:00Z --until 2026-11-20T23:00:00Z");
        assertThat(at("2026-11-21T07:00:00Z")).as("once").isEmpty();
        assertThat(at("2026-11-24T18:00:00Z")).as("nothing ran for three days").singleElement().asString().contains("Caravan: 2026-11-21 to 2026-11-23: 0 changes");
        assertThat(at("2026-11-24T19:00:00Z")).isEmpty();
    }

    @Test
    void aMailServerThatIsDownLosesNoReportAndSendsNoneTwice() throws Exception {
        int port = mail.getSmtp().getPort();
        at("2026-11-20T12:00:00Z");
        mail.stop();
        shell.at(Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC));
        shell.run("sync");
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        assertThat(at("2026-11-21T09:00:00Z")).singleElement().asString().contains("Caravan: 2026-11-20: 2 changes");
        assertThat(at("2026-11-21T10:00:00Z")).isEmpty();
    }

    @Test
    void aClockThatWasAheadSilencesNoReport() throws Exception {
        at("2026-11-20T12:00:00Z");
        assertThat(at("2028-01-01T12:00:00Z")).hasSize(1);
        assertThat(at("2026-11-21T12:00:00Z")).isEmpty();
        assertThat(at("2026-11-22T12:00:00Z")).singleElement().asString().contains("Caravan: 2026-11-21: 0 changes");
    }

    @Test
    void theReportOfAMonthNamesEachChangeAndGoesAnywhereByARouteOfTheProject() throws Exception {
        settings("caravan.reports.monthly.to = audit\ncaravan.reports.monthly.at = 09:30\n");
        Files.createDirectories(folder.resolve("routes"));
        shell.company().write("routes/audit.camel.yaml", """
                - from:
                    uri: direct:report
                    steps:
                      - marshal: {json: {}}
                      - to: "file:%s?fileName=reports.jsonl&fileExist=Append&appendChars=\\\\n"
                """.formatted(folder)).write("routes/alerts.camel.yaml", Files.readString(Path.of("routes/alerts.camel.yaml").toAbsolutePath()).replace("uri: direct:report", "uri: direct:report-by-mail"));
        at("2026-11-20T12:00:00Z");
        at("2026-12-01T08:29:00Z");
        assertThat(folder.resolve("reports.jsonl")).doesNotExist();
        at("2026-12-01T08:30:00Z");
        at("2026-12-02T08:30:00Z");
        assertThat(Files.readAllLines(folder.resolve("reports.jsonl"))).singleElement().asString().contains("\"report\":\"monthly\"", "\"to\":\"audit\"", "\"since\":\"2026-10-31T23:00:00Z\"",
                "\"until\":\"2026-11-30T23:00:00Z\"", "\"change\":\"create\",\"key\":\"E1\"", "2026-11-20 13:00  create  E1 in app (ada): ", "\"totals\":{\"create\":2");
    }

    @Test
    void aTrialSaysWhetherSomebodyHasTakenIt() throws Exception {
        assertThat(shell.run("alerts", "test")).as("nobody is to get them").isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.err()).contains("alerts go nowhere", "caravan.alerts.mail.host");
        settings("caravan.alerts.mail.to = ops@example.com\n");
        assertThat(shell.run("alerts", "test")).isZero();
        assertThat(shell.out()).contains("Taken: by mail to ops@example.com (localhost:" + mail.getSmtp().getPort() + ", none)");
        assertThat(Arrays.stream(mail.getReceivedMessages()).map(ReportsByMailTest::words)).singleElement().asString().contains("ops@example.com Caravan: a trial", "Nothing is wrong");
        int port = mail.getSmtp().getPort();
        mail.stop();
        assertThat(shell.run("alerts", "test")).isEqualTo(ExitCode.FAILED.number());
        assertThat(shell.out()).contains("Not taken: by mail to ops@example.com", "the mail server localhost:" + port + " cannot be reached", "Connection refused").doesNotContain("\tat ");
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
    }

    @Test
    void aTrialSaysWhatTheMailServerAnsweredAndNoSecret() throws Exception {
        Files.writeString(folder.resolve("mailpw"), "tr0ubad0ur&3");
        try (RefusingMailServer refusing = new RefusingMailServer()) {
            String to = "caravan.alerts.mail.to = ops@example.com\n";
            settings(to);
            shell.company().write("application.properties", Files.readString(folder.resolve("application.properties")).replaceAll("(mail.port = )\\d+", "$1" + refusing.port()));
            assertThat(shell.run("alerts", "test")).isEqualTo(ExitCode.FAILED.number());
            assertThat(shell.out()).contains("the mail server localhost:" + refusing.port() + " answered: 550 5.7.1 ops@example.com: no relaying for you");
            shell.company().write("application.properties", Files.readString(folder.resolve("application.properties")) + "caravan.alerts.mail.user = caravan\ncaravan.alerts.mail.password = {{file:mailpw}}\n");
            assertThat(shell.run("alerts", "test", "--json")).isEqualTo(ExitCode.FAILED.number());
            assertThat(shell.out()).contains("does not take the user and password: 535 5.7.8", "\"taken\" : false").doesNotContain("tr0ubad0ur").doesNotContain("dHIwdWJhZDB1ciYz");
        }
    }
}
