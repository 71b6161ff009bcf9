package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of, by mail to a real mail server: once for a reason, and once that it is over. */
class AlertsTest {

    private static final int MANY = 1000;

    @TempDir
    private Path folder;
    private SmallCompany company;
    private GreenMail mail;
    private String settings;

    @BeforeEach
    void start() throws IOException {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        company = new SmallCompany(folder);
        settings = Files.readString(folder.resolve("application.properties"));
        settings(mail.getSmtp().getPort(), "none", "");
        company.hr("E1,Ada,R1,,", "E2,Bob,R1,,");
    }

    @AfterEach
    void stop() {
        company.close();
        mail.stop();
    }

    private void settings(int port, String security, String more) throws IOException {
        company.close();
        company.write("application.properties", settings + """
                caravan.alerts.mail.host = localhost
                caravan.alerts.mail.port = %d
                caravan.alerts.mail.security = %s
                caravan.alerts.mail.from = caravan@example.com
                caravan.alerts.mail.to = ops@example.com
                """.formatted(port, security) + more);
    }

    /** What has come since the last call, once the process has ended. */
    private List<MimeMessage> mails() {
        company.close();
        List<MimeMessage> got = Arrays.asList(mail.getReceivedMessages());
        try {
            mail.purgeEmailFromAllMailboxes();
        } catch (FolderException impossible) {
            throw new IllegalStateException(impossible);
        }
        return got;
    }

    private static String subject(MimeMessage one) {
        try {
            return one.getSubject();
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** Not deleted: whoever does not find a file looks for it a few seconds. */
    private void unreadable() throws IOException {
        company.write("hr.csv", "none of the columns\n");
    }

    private void nobodyIsCalledBob() {
        company.sql("create trigger no_bob before insert on users when new.name like 'Bob%' begin select raise(abort, 'no place for Bobs, nor for Zoë'); end");
    }

    @Test
    void aThousandFailuresOfOneCauseAreOneMailAndOneMoreSaysThatItIsOver() throws Exception {
        hr(",one field too many");
        company.sync();
        assertThat(mails()).singleElement().satisfies(one -> {
            assertThat(subject(one)).isEqualTo("Caravan: dead-letters in hr");
            assertThat(one.getAllRecipients()).extracting(Object::toString).containsExactly("ops@example.com");
            assertThat(text(one)).contains("6 fields where 5 are expected", "(" + MANY + ")", "Next: caravan dead-letters list --cause ");
        });
        company.at("2026-11-20T13:00:00Z").sync();
        assertThat(mails()).as("told once").isEmpty();
        hr("");
        company.at("2026-11-20T15:00:00Z").sync();
        assertThat(mails()).singleElement().satisfies(one -> assertThat(subject(one)).isEqualTo("Caravan: over: dead-letters in hr"));
        company.at("2026-11-20T16:00:00Z").sync();
        assertThat(mails()).isEmpty();
    }

    @Test
    void aJobWhoseMappingIsGoneIsToldOfAndThatItIsBack() throws Exception {
        company.sync();
        assertThat(mails()).isEmpty();
        Files.move(folder.resolve("mappings/app.yaml"), folder.resolve("app.away"));
        company.caravan().sync("hr", false, "schedule");
        assertThat(mails()).singleElement().satisfies(one -> {
            assertThat(subject(one)).isEqualTo("Caravan: left-behind in app");
            assertThat(text(one)).contains("app: left-behind (2)", "no mapping is called app any more: nobody closes its accounts", "caravan status");
        });
        company.at("2026-11-20T13:00:00Z").caravan().sync("hr", false, "schedule");
        assertThat(mails()).as("told once").isEmpty();
        Files.move(folder.resolve("app.away"), folder.resolve("mappings/app.yaml"));
        company.at("2026-11-20T15:00:00Z").sync();
        assertThat(mails()).singleElement().satisfies(one -> assertThat(subject(one)).isEqualTo("Caravan: over: left-behind in app"));
    }

    private void hr(String behind) throws IOException {
        company.hr(IntStream.range(0, 2 * MANY).mapToObj(i -> "E" + i + ",P" + i + ",R1,," + (i % 2 == 0 ? "" : behind)).toArray(String[]::new));
    }

    private static String text(MimeMessage one) throws IOException, MessagingException {
        return new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aJobThatFailsComesIntoQuarantineAndRecoversIsThreeMailsHoweverOftenItFails() throws Exception {
        company.sync();
        assertThat(mails()).as("all is well").isEmpty();
        unreadable();
        for (int hour = 13; hour < 17; hour++) {
            company.at("2026-11-20T" + hour + ":00:00Z").sync();
        }
        assertThat(mails()).extracting(AlertsTest::subject).containsExactly("Caravan: failed in hr", "Caravan: quarantined in hr");
        company.hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        company.at("2026-11-20T18:00:00Z").sync();
        assertThat(mails()).singleElement().satisfies(one -> assertThat(text(one)).contains("over", "hr: failed", "hr: quarantined"));
    }

    @Test
    void whatGoesWrongTogetherIsOneMessageAndTheNextWaits() throws Exception {
        nobodyIsCalledBob();
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}")).hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E2,Bea,R1,,", "E3,Bob,R1,,");
        company.sync();
        assertThat(mails()).singleElement().satisfies(one -> {
            assertThat(subject(one)).isEqualTo("Caravan: 2 problems");
            assertThat(text(one)).contains("hr: dead-letters", "app: dead-letters");
        });
        unreadable();
        company.at("2026-11-20T12:05:00Z").sync();
        assertThat(mails()).as("not before 15 minutes are over").isEmpty();
        company.at("2026-11-20T12:16:00Z").sync();
        assertThat(mails()).singleElement().satisfies(one -> assertThat(subject(one)).isEqualTo("Caravan: failed in hr"));
    }

    @Test
    void inQuietHoursNobodyIsToldAndAfterwardsOfWhatIsStillWrong() throws Exception {
        settings(mail.getSmtp().getPort(), "none", "caravan.alerts.quiet = 22:00-06:30\n");
        company.sync();
        unreadable();
        nobodyIsCalledBob();
        company.at("2026-11-20T23:00:00Z").sync();
        company.at("2026-11-21T06:29:00Z").sync();
        assertThat(mails()).isEmpty();
        company.at("2026-11-21T06:31:00Z").sync();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void aMailServerThatIsDownDelaysNothingAndLosesNothing() throws Exception {
        int port = mail.getSmtp().getPort();
        mail.stop();
        nobodyIsCalledBob();
        long began = System.nanoTime();
        company.sync();
        company.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        assertThat(company.rows("select worker from users")).containsExactly("E1");
        company.at("2026-11-20T13:00:00Z").sync();
        company.close();
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        company.at("2026-11-20T14:00:00Z").sync();
        assertThat(mails()).singleElement().satisfies(one -> assertThat(text(one)).contains("no place for Bobs", "since 2026-11-20T12:00:00Z"));
    }

    @Test
    void nothingIsSentInClearOrToAServerThatCannotBeVerified() throws Exception {
        nobodyIsCalledBob();
        settings(mail.getSmtp().getPort(), "starttls", "");
        company.sync();
        assertThat(mails()).as("the server offers no STARTTLS").isEmpty();
        GreenMail tls = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
        tls.start();
        try {
            settings(tls.getSmtps().getPort(), "tls", "");
            company.at("2026-11-20T13:00:00Z").sync();
            company.close();
            assertThat(tls.getReceivedMessages()).as("nobody vouches for its certificate").isEmpty();
        } finally {
            tls.stop();
        }
        settings(mail.getSmtp().getPort(), "none", "");
        company.at("2026-11-20T14:00:00Z").sync();
        assertThat(mails()).as("it is not lost").hasSize(1);
    }

    @Test
    void aPasswordWithSignsOfItsOwnIsGivenAsItIs() throws Exception {
        mail.setUser("ops@example.com", "car&van", "p+a&s%s$w{o}rd?");
        Files.writeString(folder.resolve("mailpw"), "p+a&s%s$w{o}rd?");
        settings(mail.getSmtp().getPort(), "none", "caravan.alerts.mail.user = car&van\ncaravan.alerts.mail.password = {{file:mailpw}}\n");
        nobodyIsCalledBob();
        company.sync();
        assertThat(mails()).hasSize(1);
    }

    @Test
    void alertsGoAnywhereElseByARouteOfTheProject() throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        company.close();
        company.write("application.properties", settings).write("routes/alerts.camel.yaml", """
                # Version 1
                - from:
                    uri: direct:alert
                    steps:
                      - marshal: {json: {}}
                      - to: "file:%s?fileName=alerts.jsonl&fileExist=Append&appendChars=\\\\n"
                """.formatted(folder));
        nobodyIsCalledBob();
        company.sync();
        company.close();
        assertThat(Files.readAllLines(folder.resolve("alerts.jsonl"))).singleElement().asString().contains("\"kind\":\"dead-letters\"", "\"state\":\"new\"", "\"count\":1");
    }

    @Test
    void theManagerIsToldBeforeTheFirstDayWhereThatIsWanted() throws Exception {
        settings(mail.getSmtp().getPort(), "none", "caravan.events.mail = true\n");
        company.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, manager, end]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  mail: "${concat(${lowercase(${body[name]})}, '@example.com')}"
                  managerId: "${body[manager]}"
                  startDate: "${body[end]}"
                """).write("mappings/app.yaml", SmallCompany.mapping("R1"));
        company.hr("E1,Ada,R1,,2020-01-01").sync();
        assertThat(mails()).isEmpty();
        company.hr("E1,Ada,R1,,2020-01-01", "E2,Grace,R1,E1,2026-11-24").sync();
        assertThat(mails()).singleElement().satisfies(one -> {
            assertThat(one.getAllRecipients()).extracting(Object::toString).containsExactly("ada@example.com");
            assertThat(subject(one)).isEqualTo("E2 starts on 2026-11-24");
        });
        company.sync();
        assertThat(mails()).as("once").isEmpty();
    }
}
