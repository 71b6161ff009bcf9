package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check advises is what helps: first what says what the author meant, and only then how to do without. */
class RemediesTest {

    private static final String CANNOT_DISABLE = TestProject.TARGET
            .replace("anchor: entryUUID", "anchor: entryUUID\n        disabledThrough: ['{{?disableBy}}', '{{?disableIn}}']")
            .replace("      timeout: {type", "      disableBy: {type: string}\n      disableIn: {type: string}\n      timeout: {type");
    private static final String SILENT = ProjectReaderTest.MAPPING.replace("  onExit: disable                                 # disable | delete | keep\n", "")
            .replace("lifecycle: {prehire: P14D, prehireState: disabled, onLeave: keep, onLeaver: disable, hold: P30D, rehire: revive}\n", "");

    @TempDir
    Path folder;

    private String problems(String target, String mapping) {
        return new TestProject(folder).write("connectors/directory.kamelet.yaml", target).write("mappings/corp-ldap.yaml", mapping).problems();
    }

    @Test
    void aTargetThatCannotDisableIsFirstToldHowItCould() {
        assertThat(problems(CANNOT_DISABLE, SILENT)).containsOnlyOnce(" error ")
                .startsWith("mappings/corp-ldap.yaml:5:1 error MAP013: the target cannot disable \"user\", but scope.onExit and lifecycle.onLeaver are disable by default\n")
                .endsWith("  fix: say what disabling means: set caravan.systems.corp-ldap.disableBy or caravan.systems.corp-ldap.disableIn in application.properties; "
                        + "or write scope: {onExit: delete} and lifecycle: {onLeaver: delete}, or keep in both\n");
    }

    @Test
    void whereNoSettingWouldHelpNoneIsNamed() {
        assertThat(problems(TestProject.TARGET.replace("disable, ", ""), SILENT)).containsOnlyOnce("MAP013")
                .contains("fix: write scope: {onExit: delete} and lifecycle: {onLeaver: delete}, or keep in both");
    }

    @Test
    void whatIsWrittenIsTakenAtItsPlace() {
        assertThat(problems(CANNOT_DISABLE, ProjectReaderTest.MAPPING)).contains("but scope.onExit is disable\n", "but lifecycle.onLeaver is disable\n")
                .contains("; or write scope: {onExit: delete} or keep\n").doesNotContain("by default");
    }

    @Test
    void aDefaultIsNotHeldAgainstABlockThatHasErrors() {
        assertThat(problems(CANNOT_DISABLE, SILENT.replace("  assigned: false ", "  onExits: keep\n  assigned: false "))).contains("write onExit")
                .contains("lifecycle.onLeaver is disable by default").doesNotContain("scope.onExit is disable");
    }

    @Test
    void aMisspeltKeyOfASourceIsAKeyOfASource() {
        assertThat(new TestProject(folder).write("mappings/hr.yaml", TestProject.INBOUND.replace("object: person}", "object: person, atributes: [workerId]}")).problems())
                .containsOnlyOnce(" error ").startsWith("mappings/hr.yaml:2:36 error MAP001: there is no key \"atributes\" here\n").endsWith("  fix: write attributes\n");
    }

    @Test
    void aBlockWhereAWordIsMeantIsStillTakenForTheBlock() {
        assertThat(problems(TestProject.TARGET, ProjectReaderTest.MAPPING.replace("to: {system: corp-ldap, object: user}", "to: {system: corp-ldap, objct: user}")))
                .contains("there is no key \"objct\" here").contains("fix: write object").doesNotContain("write hub");
    }

    @Test
    void aMisspeltKeyIsNotMissingBesides() {
        assertThat(problems(TestProject.TARGET, ProjectReaderTest.MAPPING.replace("- {target: employeeNumber,", "- {targt: employeeNumber,")))
                .containsOnlyOnce(" error ").contains("there is no key \"targt\" here").endsWith("  fix: write target\n");
        assertThat(problems(TestProject.TARGET, ProjectReaderTest.MAPPING.replace("{reference: \"${body[managerId]}\"}", "{referense: \"${body[managerId]}\"}")))
                .containsOnlyOnce(" error ").endsWith("  fix: write reference\n");
    }

    @Test
    void whatIsWrongInEitherDirectionIsToldWhereTheDirectionIsNotClear() {
        assertThat(problems(TestProject.TARGET, ProjectReaderTest.MAPPING.replace("from: hub\n", "from: hubb\n").replace("${trim(${body[givenName]})} ", "${trimm(${body[givenNam]})} ")))
                .contains("\"from\" cannot be \"hubb\"", "there is no function trimm").doesNotContain("givenNam\"").satisfies(all -> assertThat(all.split(" error ")).hasSize(3));
    }

    @Test
    void uniqueNamesAreForTargets() {
        assertThat(new TestProject(folder).write("mappings/hr.yaml", TestProject.INBOUND + "  login: \"${uniqueName('logins', ${body[email]})}\"\n").problems())
                .containsOnlyOnce(" error ").startsWith("mappings/hr.yaml:13:11 error MAP004: uniqueName gives names in a target, and this mapping goes into the hub\n")
                .endsWith("  fix: write it in the mapping of the target in which the name is to be unique\n");
    }
}
