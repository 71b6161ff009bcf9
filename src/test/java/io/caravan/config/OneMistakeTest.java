package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Severity;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake in a good project gives one problem: nothing follows from it that the author would have to read past. */
class OneMistakeTest {

    private static final String OUT = "mappings/corp-ldap.yaml";
    private static final String IN = "mappings/hr.yaml";
    private static final String SOURCE = "connectors/people-file.kamelet.yaml";
    private static final String TARGET = "connectors/directory.kamelet.yaml";
    private static final String SETTINGS = "application.properties";
    private static final String GROUP = "groups/engineers.yaml";

    @TempDir
    Path folder;

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(ProblemCode.NOT_YAML, OUT, "guard: {maxDisable", "guard: {{maxDisable"),
                Arguments.of(ProblemCode.DUPLICATE_KEY, OUT, "description: Everyone", "job: corp-ldap\ndescription: Everyone"),
                Arguments.of(ProblemCode.UNREADABLE_FILE, OUT, "Everyone", "Every\u0007one"),
                Arguments.of(ProblemCode.TOO_DEEP, OUT, "description: Everyone who works here has a directory entry.", "description: " + "[".repeat(70) + "]".repeat(70)),
                Arguments.of(ProblemCode.NOT_ONE_DOCUMENT, OUT, "guard: {", "---\nguard: {"),
                Arguments.of(ProblemCode.MAPPING_KEY, OUT, "onExit: disable", "onLeave: disable"),
                Arguments.of(ProblemCode.MAPPING_MISSING, OUT, "job: corp-ldap\n", ""),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "prehire: P14D", "prehire: two weeks"),
                Arguments.of(ProblemCode.MAPPING_SIDE, IN, "attributes:", "lifecycle: {onLeave: keep}\nattributes:"),
                Arguments.of(ProblemCode.MAPPING_NAME, OUT, "job: corp-ldap", "job: corp"),
                Arguments.of(ProblemCode.UNKNOWN_SYSTEM, OUT, "system: corp-ldap", "system: ldap"),
                Arguments.of(ProblemCode.MAPPING_KEY, IN, "object: person", "object: person, atributes: [workerId]"),
                Arguments.of(ProblemCode.MAPPING_SIDE, IN, "attributes:", "define: {login: \"${uniqueName('logins', ${body[workerId]})}\"}\nattributes:"),
                Arguments.of(ProblemCode.MAPPING_SIDE, IN, "attributes:", "scope: {include: \"${uniqueName('logins', ${body[workerId]})} == 'x'\"}\nattributes:"),
                Arguments.of(ProblemCode.WRONG_SIDE, TARGET, "role: target", "role: source"),
                Arguments.of(ProblemCode.UNKNOWN_OBJECT, IN, "object: person", "object: people"),
                Arguments.of(ProblemCode.UNKNOWN_ATTRIBUTE, OUT, "  cn:  ", "  nickname: \"${cn}\"\n  cn:  "),
                Arguments.of(ProblemCode.READ_ONLY_ATTRIBUTE, OUT, "  cn:  ", "  modifyTimestamp: \"${cn}\"\n  cn:  "),
                Arguments.of(ProblemCode.REQUIRED_ATTRIBUTE, TARGET, "mail: {}", "mail: {}\n          sn: {required: true}"),
                Arguments.of(ProblemCode.NOT_FINDABLE, TARGET, "find: [uid, mail, ", "find: [uid, "),
                Arguments.of(ProblemCode.UNSUPPORTED_OPERATION, TARGET, ", delete]", "]"),
                Arguments.of(ProblemCode.UNSUPPORTED_OPERATION, TARGET, "[test, list, ", "[test, "),
                Arguments.of(ProblemCode.UNSUPPORTED_OPERATION, IN, "attributes:", "completeness: {maxAge: 2d}\nattributes:"),
                Arguments.of(ProblemCode.MAPPING_VALUE, IN, "attributes:", "completeness: {maxAge: two days}\nattributes:"),
                Arguments.of(ProblemCode.CIRCULAR_VALUE, OUT, "  cn:             \"", "  cn:             \"${cn}"),
                Arguments.of(ProblemCode.SCHEDULE, OUT, "0 0 3 * * ?", "0 3 * * *"),
                Arguments.of(ProblemCode.SCHEDULE, OUT, "every: 5m", "zone: Europe/Vienn, every: 5m"),
                Arguments.of(ProblemCode.LOOKUP_TABLE, OUT, "guard:", "tables: {countries: ../../etc/countries.csv}\nguard:"),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "guard:", "tables: {countries: \"x\\0.csv\"}\nguard:"),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "  cn:  ", "  \"cn2 \": x\n  cn:  "),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "  cn:             \"${trim(${body[givenName]})} ${body[familyName]}\"", "  cn: {value: \"${body[familyName]}\", drift: ignore}"),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "  cn:             \"${trim(${body[givenName]})} ${body[familyName]}\"", "  cn: {value: \"${body[familyName]}\", drift: adopt, apply: on-create}"),
                Arguments.of(ProblemCode.MAPPING_VALUE, OUT, "  cn:  ", "  active: {constant: true, drift: adopt}\n  cn:  "),
                Arguments.of(ProblemCode.MAPPING_SIDE, IN, "attributes:", "attributes:\n  nick: {value: \"${body[workerId]}\", drift: adopt}"),
                Arguments.of(ProblemCode.SETTING_KEY, SETTINGS, "caravan.systems.hr.file =", "carvan.zone = UTC\ncaravan.systems.hr.file ="),
                Arguments.of(ProblemCode.CLEARS_REQUIRED, OUT, "  cn:             \"${trim(${body[givenName]})} ${body[familyName]}\"", "  cn: {value: \"${body[familyName]}\", clear: when-absent}"),
                Arguments.of(ProblemCode.NOT_A_REFERENCE, TARGET, "manager: {type: dn}", "manager: {}"),
                Arguments.of(ProblemCode.UNQUOTED_NUMBER, OUT, "default: Unassigned, note", "default: 007, note"),
                Arguments.of(ProblemCode.NAME_TWICE, OUT, "  login:", "  uid: x\n  login:"),
                Arguments.of(ProblemCode.UNMAPPED_MATCH, IN, "attributes:", "match: [{hub: number, value: \"${body[workerId]}\"}]\nattributes:"),
                Arguments.of(ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE, OUT, "${body[managerId]}", "${body[managerID]}"),
                Arguments.of(ProblemCode.CONNECTOR_KEY, TARGET, "referenceBy: dn", "referencedBy: dn"),
                Arguments.of(ProblemCode.CONNECTOR_MISSING, SOURCE, "        anchor: '{{key}}'\n", ""),
                Arguments.of(ProblemCode.CONNECTOR_MISSING, TARGET, "  template: {from: {uri: \"kamelet:source\"}}\n", ""),
                Arguments.of(ProblemCode.CONNECTOR_VALUE, TARGET, "per: 1s", "per: second"),
                Arguments.of(ProblemCode.CONNECTOR_NAME, TARGET, "name: directory", "name: ldap"),
                Arguments.of(ProblemCode.CONNECTOR_PARENT, TARGET, "contract: 1", "contract: 1\n    extends: directory"),
                Arguments.of(ProblemCode.UNDECLARED_ATTRIBUTE, TARGET, "renamedBy: dn", "renamedBy: name"),
                Arguments.of(ProblemCode.UNKNOWN_PLACEHOLDER, SOURCE, "'{{key}}'", "'{{keyColumn}}'"),
                Arguments.of(ProblemCode.SETTING_KEY, SETTINGS, "caravan.systems.hr.file =", "caravan.systems.hr.key = id\ncaravan.systems.hr.path = x\ncaravan.systems.hr.file ="),
                Arguments.of(ProblemCode.SETTING_MISSING, SETTINGS, "caravan.systems.hr.file = hr.csv\n", ""),
                Arguments.of(ProblemCode.SETTING_VALUE, SETTINGS, "caravan.systems.hr.file", "caravan.store.url = jdbc:oracle:hub\ncaravan.systems.hr.file"),
                Arguments.of(ProblemCode.SETTING_VALUE, SETTINGS, "caravan.systems.hr.file", "caravan.lease = 5x\ncaravan.systems.hr.file"),
                Arguments.of(ProblemCode.SETTING_VALUE, SETTINGS, "caravan.systems.hr.file", "caravan.lease = 0s\ncaravan.systems.hr.file"),
                Arguments.of(ProblemCode.SETTING_VALUE, SETTINGS, "caravan.systems.hr.file", "caravan.store.keep = 0d\ncaravan.systems.hr.file"),
                Arguments.of(ProblemCode.SETTING_VALUE, SETTINGS, "caravan.systems.hr.file", "caravan.systems.corp-ldap.timeout = soon\ncaravan.systems.hr.file"),
                Arguments.of(ProblemCode.LITERAL_SECRET, SETTINGS, "{{env:CORP_LDAP_PASSWORD}}", "s3cret"),
                Arguments.of(ProblemCode.SETTING_KEY, SETTINGS, "password = {{env:CORP_LDAP_PASSWORD}}", "pasword = s3cret"),
                Arguments.of(ProblemCode.LITERAL_SECRET, TARGET, "format: password}", "format: password, default: s3cret}"),
                Arguments.of(ProblemCode.LITERAL_SECRET, SETTINGS, "ldaps://ldap", "ldaps://x:s3cret@ldap"),
                Arguments.of(ProblemCode.UNKNOWN_CONNECTOR, SETTINGS, "connector = directory", "connector = dirctory"),
                Arguments.of(ProblemCode.SETTING_TWICE, SETTINGS, "caravan.systems.hr.file = hr.csv", "caravan.systems.hr.file = hr.csv\ncaravan.systems.hr.file = hr2.csv"),
                Arguments.of(ProblemCode.GROUP_KEY, GROUP, "whenEmpty:", "ifEmpty:"),
                Arguments.of(ProblemCode.GROUP_MISSING, GROUP, "group: engineers\n", ""),
                Arguments.of(ProblemCode.GROUP_VALUE, GROUP, "not-on-leave", "all"),
                Arguments.of(ProblemCode.GROUP_MEANING, GROUP, "group: engineers", "group: \"${body[department]}\""),
                Arguments.of(ProblemCode.GROUP_CONSTANT, GROUP, "${body[department]} == 'Development' && ${body[employeeType]} != null", "true"),
                Arguments.of(ProblemCode.GROUP_CIRCLE, GROUP, "[architects]", "[engineers]"),
                Arguments.of(ProblemCode.GROUP_VARIES, GROUP, "!= null", "!= ${now()}"),
                Arguments.of(ProblemCode.EXPRESSION_UNKNOWN_ATTRIBUTE, GROUP, "body[department]", "body[dept]"),
                Arguments.of(ProblemCode.SYSTEM_NAME, SETTINGS, "caravan.systems.hr.file = hr.csv", "caravan.systems.hr.file = hr.csv\ncaravan.systems.HR.file = hr.csv"));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("mistakes")
    void givesOneProblem(ProblemCode code, String file, String right, String wrong) {
        assertThat(good(file)).contains(right);
        TestProject project = new TestProject(folder).write(OUT, ProjectReaderTest.MAPPING);

        ProjectReading reading = project.write(file, good(file).replace(right, wrong)).read();

        assertThat(reading.problems().inOrder()).as(project.problems()).hasSize(1);
        assertThat(reading.problems().inOrder().get(0).code()).isEqualTo(code);
        boolean warning = reading.problems().inOrder().get(0).severity() == Severity.WARNING;
        assertThat(reading.project().isPresent()).isEqualTo(warning);
        assertThat(project.problems()).doesNotContain("s3cret");
    }

    private static String good(String file) {
        return switch (file) {
            case OUT -> ProjectReaderTest.MAPPING;
            case IN -> TestProject.INBOUND;
            case SOURCE -> TestProject.SOURCE;
            case TARGET -> TestProject.TARGET;
            case GROUP -> GroupRulesTest.ONE;
            default -> TestProject.SETTINGS;
        };
    }

    @Test
    void aMappingWithAnotherEndingIsNotPassedOverInSilence() {
        assertThat(new TestProject(folder).write("mappings/corp-ldap.yml", ProjectReaderTest.MAPPING).problems())
                .isEqualTo("mappings/corp-ldap.yml error MAP005: mappings end in .yaml, so this file is not read\n  fix: rename it to corp-ldap.yaml\n");
    }

    @Test
    void hiddenFilesOfAnEditorAreLeftAside() {
        assertThat(new TestProject(folder).write("mappings/.hr.yaml", "half a fi").problems()).isEmpty();
    }

    @Test
    void twoJobsOnTheSameObjectAreAWarning() {
        TestProject project = new TestProject(folder).write(OUT, ProjectReaderTest.MAPPING)
                .write("mappings/guests.yaml", ProjectReaderTest.MAPPING.replace("job: corp-ldap", "job: guests"));

        assertThat(project.problems()).startsWith("mappings/guests.yaml:5:1 warning MAP019: the job \"corp-ldap\" also writes to \"user\" in \"corp-ldap\"");
        assertThat(project.read().project()).isPresent();
    }

    @Test
    void everyKindOfProblemInFilesHasItsRowHere() {
        Set<ProblemCode> tried = EnumSet.of(ProblemCode.SAME_OBJECT, ProblemCode.SHARED_KEYS, ProblemCode.REFERENCE_UNCLEAR, ProblemCode.UNKNOWN_KIND,
                ProblemCode.STALE_SCHEMA, ProblemCode.WRITE_BACK, ProblemCode.WRITTEN_BACK_COUNTS, ProblemCode.GROUP_NAME, ProblemCode.GROUP_TWICE, ProblemCode.NOT_ASSIGNED,
                ProblemCode.UNKNOWN_VARIABLE, ProblemCode.REST_REQUEST, ProblemCode.NOT_FOLLOWED, ProblemCode.WHO_HAS_LEFT); // these take several files, or a comment: here, in ImportEntraTest, RestDeclarationTest, LeavingAuthorityTest, OverlappingKeysTest, KindsTest, GroupRulesTest, AssignmentRulesTest, WriteBackTest and in ProjectSchemaTest. RouteCheckTest tries those of routes
        mistakes().forEach(row -> tried.add((ProblemCode) row.get()[0]));

        List<ProblemCode> untried = Stream.of(ProblemCode.values()).filter(code -> !code.code().startsWith("EXP") && !code.code().startsWith("RTE") && !tried.contains(code)).toList();
        assertThat(untried).isEmpty();
    }
}
