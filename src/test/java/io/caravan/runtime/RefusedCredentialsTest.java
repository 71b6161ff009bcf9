package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.Quarantine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that is changed in its file is used without a new start; one that is wrong is not tried so often that somebody locks the account. */
class RefusedCredentialsTest {

    @TempDir
    private Path folder;
    private SmallCompany company;
    private EmbeddedScim scim = EmbeddedScim.with().token("the first token").start();

    @BeforeEach
    void aCompanyWithAnApplication() throws Exception {
        company = new SmallCompany(folder);
        company.hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        String settings = Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.app\\..*\n", "");
        company.write("application.properties", settings + "caravan.systems.app.connector = scim2\ncaravan.systems.app.url = " + scim.url()
                + "\ncaravan.systems.app.token = {{file:app.token}}\n");
        company.write("mappings/app.yaml", """
                job: app
                from: hub
                to: {system: app, object: user}
                schedule: {every: 5m}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  externalId: "${body[workerId]}"
                  userName: "${body[name]}"
                  displayName: "${body[name]}"
                """);
        company.write("app.token", "the first token\n");
    }

    @AfterEach
    void close() {
        company.close();
        scim.close();
    }

    @Test
    void aTokenThatIsRenewedInItsFileIsReadAgainWhenTheOldOneIsRefused() throws Exception {
        assertThat(company.sync().getCycle().status()).isEqualTo(CycleStatus.DONE);
        int port = scim.port();
        scim.close();
        scim = EmbeddedScim.with().port(port).token("the second token").start();
        company.write("app.token", "the second token\n");
        company.hr("E1,Ada,R1,,", "E2,Bob,R1,,", "E3,Eve,R1,,");
        assertThat(company.sync().getCycle()).satisfies(cycle -> assertThat(cycle.status()).as(cycle.failure().toString()).isNotEqualTo(CycleStatus.FAILED));
        assertThat(company.caravan().store().services().quarantines()).isEmpty();
    }

    @Test
    void oneThatIsRefusedIsToldByItsSettingAndWaitsLongerEachTimeUnlessItChanges() throws Exception {
        company.write("app.token", "a wrong token\n");
        assertThat(company.sync().getCycle().failure().orElse("")).contains("401").doesNotContain("wrong token");
        Quarantine first = refused();
        assertThat(first.why().setting()).isEqualTo("caravan.systems.app.token = {{file:app.token}}");
        assertThat(waited(first)).isEqualTo(Duration.ofMinutes(5));

        assertThat(begins()).isFalse();
        assertThat(refused()).as("nobody was asked").isEqualTo(first);
        assertThat(company.caravan().plan("app", false, company.caravan().thisMoment()).orElseThrow().getCycle().failure().orElse(""))
                .contains("it is left alone until 2026-11-20T12:05:00Z", "app.token");
        company.at("2026-11-20T12:04:59Z");
        assertThat(begins()).as("also by another process").isFalse();
        company.at("2026-11-20T12:05:00Z");
        assertThat(company.sync("app", false).getCycle().failure().orElse("")).doesNotContain("left alone");
        assertThat(refused().probes().tries()).isEqualTo(2);
        assertThat(refused().probes().since()).isEqualTo(first.probes().since());
        assertThat(waited(refused())).isEqualTo(Duration.ofMinutes(10));

        company.write("app.token", "the first token\n");
        Files.setLastModifiedTime(folder.resolve("app.token"), FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(company.sync("app", false).getCycle().status()).isEqualTo(CycleStatus.DONE);
        assertThat(company.caravan().store().services().quarantines()).isEmpty();
        assertThat(scim.userCount()).isEqualTo(2);
    }

    @Test
    void whoeverSaysThatItIsRightNowIsBelieved() throws Exception {
        company.write("app.token", "a wrong token\n");
        company.sync();
        company.caravan().askAgain("app");
        assertThat(company.sync("app", false).getCycle().failure().orElse("")).doesNotContain("left alone");
        assertThat(refused().probes().tries()).isEqualTo(1);
    }

    @Test
    void aServiceThatIsStartedAsksOnceMoreUnlessItWasRefusedAMomentAgo() throws Exception {
        company.write("app.token", "a wrong token\n");
        company.sync();
        company.at("2026-11-20T12:05:00Z").sync("app", false);
        company.at("2026-11-20T12:09:00Z").caravan().startSchedules();
        assertThat(refused().probes().again()).as("a service that is started again and again").isEqualTo("2026-11-20T12:15:00Z");
        company.at("2026-11-20T12:10:00Z").caravan().startSchedules();
        assertThat(refused().probes().again()).isEqualTo("2026-11-20T12:10:00Z");
        assertThat(refused().probes().tries()).as("what is known of it stays").isEqualTo(2);
    }

    @Test
    void aClockThatIsPutBackMakesNobodyWaitForEver() throws Exception {
        company.write("app.token", "a wrong token\n");
        company.sync();
        company.at("2026-11-01T12:00:00Z");
        assertThat(company.sync("app", false).getCycle().failure().orElse("")).doesNotContain("left alone");
    }

    @Test
    void aPasswordOfADirectoryIsReadAgainToo() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.with().password("right").start()) {
            String settings = Files.readString(folder.resolve("application.properties")).replaceAll("(?m)^caravan\\.systems\\.app\\..*\n", "");
            company.write("application.properties", settings + "caravan.systems.app.connector = ldap\ncaravan.systems.app.url = " + directory.url()
                    + "\ncaravan.systems.app.allowPlaintext = true\ncaravan.systems.app.bindDn = " + EmbeddedDirectory.ADMIN
                    + "\ncaravan.systems.app.bindPassword = {{file:app.token}}\ncaravan.systems.app.baseDn = " + EmbeddedDirectory.PEOPLE + "\n");
            company.write("mappings/app.yaml", """
                    job: app
                    from: hub
                    to: {system: app, object: user}
                    match: [{target: employeeNumber, value: "${body[workerId]}"}]
                    attributes:
                      uid: "${lowercase(${body[name]})}"
                      cn: "${body[name]}"
                      sn: "${body[name]}"
                      employeeNumber: "${body[workerId]}"
                    scope: {onExit: keep}
                    lifecycle: {onLeaver: keep}
                    """);
            company.write("app.token", "wrong");
            assertThat(company.sync().getCycle().failure().orElse("")).contains("credentials");
            assertThat(refused().why().setting()).isEqualTo("caravan.systems.app.bindPassword = {{file:app.token}}");
            company.write("app.token", "right");
            assertThat(company.sync("app", false).getCycle().status()).as("in the same process").isEqualTo(CycleStatus.DONE);
        }
    }

    private Quarantine refused() {
        return company.caravan().store().services().quarantines().get(0);
    }

    private static Duration waited(Quarantine one) {
        return Duration.between(one.probes().last(), one.probes().again());
    }

    private boolean begins() {
        return company.caravan().sync("app", false, "test").isPresent();
    }
}
