package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.runtime.SmallCompany;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever wants to know what is going on when something is broken is not told that something is broken, and nothing else. */
class OnlyLookingTest {

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyInWhichOneIsRefused() throws Exception {
        shell = new CompanyShell(folder);
        shell.company().sql("create trigger nobody_called_bob before insert on users when new.name = 'Bob' begin select raise(abort, 'no Bob'); end");
        shell.company().hr("E1,Ada,R1,,", "E2,Bob,R1,,");
        shell.run("sync");
    }

    @AfterEach
    void close() {
        shell.close();
    }

    @Test
    void whileTheMappingOfATargetIsBrokenAllElseIsShown() throws Exception {
        shell.company().write("mappings/app.yaml", SmallCompany.mapping("${body[dept]") + "nonsense: 1\n");
        assertThat(shell.run("sync")).isEqualTo(ExitCode.INVALID_FILES.number());
        shell.run("status");
        assertThat(shell.out()).contains("app", "1 enabled", "2 identities");
        assertThat(shell.err()).contains("mappings/app.yaml has 2 errors, so what it says is not shown; caravan check tells what is wrong");
        assertThat(shell.run("log", "--job", "app", "--action", "create")).isZero();
        assertThat(shell.out()).contains("E1", "E2");
        assertThat(shell.run("log", "--job", "nobody")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.run("log", "verify")).isZero();
        assertThat(shell.run("dead-letters", "app")).isZero();
        assertThat(shell.out()).contains("E2", "no Bob");
        assertThat(shell.run("dead-letters", "show", "E2")).isZero();
        assertThat(shell.out()).as("what is to be hidden is not known").contains("no Bob").doesNotContain("R1");
        assertThat(shell.run("explain", "E1")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("E1", "dept = \"R1\"", "app", "enabled", "its mapping has errors", "create success");
        assertThat(shell.run("explain", "E1", "app")).isZero();
    }

    @Test
    void whileTheMappingOfASourceIsBrokenNoValuesAreShown() throws Exception {
        shell.company().write("mappings/hr.yaml", Files.readString(folder.resolve("mappings/hr.yaml")).replace("  dept:", "  dept2: \"${nothing(1)}\"\n  dept:"));
        for (String command : new String[] {"status", "log", "dead-letters"}) {
            shell.run(command);
            assertThat(shell.err()).as(command).contains("mappings/hr.yaml has 1 error");
            assertThat(shell.out()).as(command).contains("E2");
        }
        assertThat(shell.run("explain", "E1")).as(shell.err()).isZero();
        assertThat(shell.out()).contains("E1", "enabled", "not shown while the file of a source has errors", "create success").doesNotContain("R1", "Ada");
    }

    @Test
    void whileARouteIsBrokenItIsSaidAndNothingIsWorkedOut() throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        shell.company().write("routes/mine.camel.yaml", "- route:\n    from:\n      uri: direct:mine\n      steps:\n        - nonsense: {}\n");
        assertThat(shell.run("status")).as("the next cycle cannot begin").isEqualTo(ExitCode.INVALID_FILES.number());
        assertThat(shell.err()).contains("routes/mine.camel.yaml has 1 error");
        assertThat(shell.out()).contains("1 enabled");
        int explained = shell.run("explain", "E1");
        assertThat(explained).as(shell.err()).isZero();
        assertThat(shell.out()).contains("dept = \"R1\"", "a route has errors", "create success");
    }

    @Test
    void whileTheSettingsOfATargetAreBrokenItsJobIsKnownByWhatItDid() throws Exception {
        String settings = Files.readString(folder.resolve("application.properties"));
        shell.company().write("application.properties", settings.replace("caravan.systems.app.key = login\n", ""));
        shell.run("status");
        assertThat(shell.err()).contains("application.properties has 1 error");
        assertThat(shell.out()).as(shell.err()).contains("app", "1 enabled");
        assertThat(shell.run("log")).isZero();
    }

    @Test
    void aFolderThatIsNoProjectStaysOne() throws Exception {
        Files.delete(folder.resolve("application.properties"));
        assertThat(shell.run("status")).isEqualTo(ExitCode.USAGE.number());
        assertThat(shell.err()).contains("not a Caravan project");
    }
}
