package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group for each department that a source names, as somebody at the command line sees it. */
class DepartmentGroupsTest {

    private static final String RULE = """
            group: "dept-${lowercase(${body[code]})}"
            each: {kind: department, by: code, value: "${body[dept]}"}
            attributes: {displayName: "Department ${body[title]}"}
            examples:
              - name: in the one that she names
                given: {dept: R1}
                each: [{code: R1, title: Red}, {code: R2, title: Blue}]
                expect: [dept-r1]
              - {name: one that is not there, given: {dept: R9}, each: [{code: R1}], expect: out}
            """;

    @TempDir
    private Path folder;
    private CompanyShell shell;

    @BeforeEach
    void aCompanyWithDepartments() throws IOException {
        shell = new CompanyShell(folder);
        Files.createDirectories(folder.resolve("groups"));
        Files.writeString(folder.resolve("application.properties"), """
                caravan.systems.orga.connector = csv-source
                caravan.systems.orga.file = orga.csv
                caravan.systems.orga.quietSeconds = 0
                caravan.systems.orga.key = code
                """, java.nio.file.StandardOpenOption.APPEND);
        shell.company().write("mappings/orga.yaml", """
                job: orga
                from: {system: orga, object: record, attributes: [code, title]}
                to: {hub: department}
                completeness: {maxShrink: 100%}
                attributes:
                  code: "${body[code]}"
                  title: "${body[title]}"
                """).write("groups/departments.yaml", RULE);
        orga("R1,Red", "R2,Blue");
        shell.company().hr(IntStream.rangeClosed(1, 12).mapToObj(i -> "E" + i + ",Name" + i + "," + (i == 12 ? "R2" : "R1") + ",,").toArray(String[]::new));
    }

    @AfterEach
    void close() {
        shell.close();
    }

    private void orga(String... rows) throws IOException {
        shell.company().write("orga.csv", "code,title\n" + String.join("\n", rows) + "\n");
    }

    private String run(int exitCode, String... words) {
        assertThat(shell.run(words)).as(shell.out() + shell.err()).isEqualTo(exitCode);
        return shell.out() + shell.err();
    }

    @Test
    void itIsCheckedTriedOutPlannedGuardedAndExplained() throws IOException {
        run(0, "check");
        assertThat(run(0, "test", "departments")).contains("2 examples");
        assertThat(run(0, "plan", "--limit", "2")).contains("dept-r1 (group, new)", "Group: 11 joins, 0 leaves.", "dept-r2 (group, new)", "${body[dept]} is R1 (groups/departments.yaml:2:");
        run(0, "sync");
        assertThat(run(0, "explain", "E12")).containsPattern("dept-r2 +rule departments, is in it: \\$\\{body\\[dept]} is R2");
        assertThat(run(0, "explain", "dept-r1")).contains("Department Red");

        orga("R1,Crimson", "R2,Blue", "R3,Green");
        assertThat(run(0, "plan")).contains("dept-r3 (group, new)").doesNotContain("join ", "leave ");
        run(0, "sync");
        assertThat(run(0, "explain", "dept-r1")).contains("Department Crimson");

        orga("R2,Blue", "R3,Green");
        assertThat(run(5, "plan")).contains("11 of 11 members would leave (limit 5)");
        assertThat(run(5, "sync")).contains("caravan sync --let-leave dept-r1=11");
        run(0, "sync", "--let-leave", "dept-r1=11");
        assertThat(run(0, "history", "dept-r1")).contains("members left");
    }

    @Test
    void whatIsWrongWithItIsToldAtItsPlace() throws IOException {
        shell.company().write("groups/departments.yaml", RULE.replace("by: code", "by: cod"));
        assertThat(run(3, "check")).contains("groups/departments.yaml:2:", "no mapping gives a department an attribute \"cod\"", "code");
        shell.company().write("groups/departments.yaml", RULE.replace("kind: department", "kind: departmnt"));
        assertThat(run(3, "check")).contains("no job brings a departmnt into the hub", "department");
        shell.company().write("groups/departments.yaml", RULE.replace("kind: department", "kind: person"));
        assertThat(run(3, "check")).contains("a group for each person would be as many groups");
        shell.company().write("groups/departments.yaml", RULE.replace("dept-${lowercase(${body[code]})}", "departments"));
        assertThat(run(3, "check")).contains("the key is the same for each department");
        shell.company().write("groups/departments.yaml", RULE.replace("Department ${body[title]}", "${body[name]}"));
        assertThat(run(3, "check")).contains("groups/departments.yaml:3:").contains("name");
        shell.company().write("groups/departments.yaml", RULE.replace(", value: \"${body[dept]}\"", ""));
        assertThat(run(3, "check")).contains("value");
        shell.company().write("groups/departments.yaml", RULE.replace("expect: [dept-r1]", "expect: [dept-r2]"));
        assertThat(run(1, "test", "departments")).contains("groups should be dept-r2 but is dept-r1");
    }
}
