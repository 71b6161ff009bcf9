package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.ProjectReader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no person goes through the same engine: departments come from a file, become rows of a table, and people refer to them. */
class KindsTest {

    @TempDir
    Path folder;
    private SmallCompany company;

    @BeforeEach
    void aCompanyWithDepartments() throws Exception {
        company = new SmallCompany(folder);
        company.write("application.properties", java.nio.file.Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.orga.connector = csv-source
                caravan.systems.orga.file = orga.csv
                caravan.systems.orga.quietSeconds = 0
                caravan.systems.orga.key = code
                caravan.systems.units.connector = jdbc
                caravan.systems.units.url = jdbc:sqlite:%s
                caravan.systems.units.table = units
                caravan.systems.units.key = id
                caravan.systems.units.findBy = code
                """.formatted(folder.resolve("app.db")));
        company.write("mappings/orga.yaml", """
                job: orga
                from: {system: orga, object: record, attributes: [code, title, above, status]}
                to: {hub: department}
                match: [{hub: code, value: "${body[code]}"}]
                attributes:
                  code: "${body[code]}"
                  title: "${body[title]}"
                  above: "${body[above]}"
                  status: "${body[status]}"
                """);
        company.write("mappings/units.yaml", """
                job: units
                from: {hub: department}
                to: {system: units, object: record}
                match: [{target: code, value: "${body[code]}"}]
                attributes:
                  id: {value: "u-${lowercase(${body[code]})}", apply: on-create}
                  code: "${body[code]}"
                  title: "${body[title]}"
                  above: {reference: {kind: department, by: code, value: "${body[above]}"}, clear: when-absent}
                """);
        company.write("mappings/app.yaml", SmallCompany.mapping("${body[dept]}").replace("  dept: \"${body[dept]}\"\n",
                "  dept: {reference: {kind: department, job: units, by: code, value: \"${body[dept]}\"}}\n"));
        company.sql("create table units (id text primary key, code text unique, title text, above text)");
        company.hr("E1,Ada,D1,,", "E2,Bob,D2,E1,", "E3,Cyd,D9,,");
        company.write("orga.csv", "code,title,above,status\nD1,Board,,open\nD2,Research,D1,open\n");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void syncAll() {
        company.sync("orga", false);
        company.sync("units", false);
        company.sync();
    }

    @Test
    void departmentsBecomeRowsAndPeopleReferToThem() {
        syncAll();
        assertThat(company.rows("select id, title, above from units order by id")).containsExactly("u-d1|Board|null", "u-d2|Research|u-d1");
        assertThat(company.rows("select name, dept from users order by name")).containsExactly("Ada|u-d1", "Bob|u-d2", "Cyd|null");
    }

    @Test
    void aDepartmentThatComesLaterReachesThoseWhoReferToIt() throws Exception {
        syncAll();
        company.write("orga.csv", "code,title,above,status\nD1,Board,,open\nD2,Research,D1,open\nD9,Space,D2,whatever a department's status is\n");
        syncAll();
        assertThat(company.rows("select name, dept from users where name = 'Cyd'")).containsExactly("Cyd|u-d9");
        assertThat(company.sync("app", false).getCycle().counted("applied")).isZero();
    }

    @Test
    void oneThatNobodyNamesAnyMoreIsKeptUnlessItsMappingSaysOtherwise() throws Exception {
        syncAll();
        String shorter = "code,title,above,status\nD1,Board,,open\n";
        company.write("mappings/orga.yaml", java.nio.file.Files.readString(folder.resolve("mappings/orga.yaml")) + "completeness: {maxShrink: 100%}\n");
        company.close();
        company.write("orga.csv", shorter);
        syncAll();
        assertThat(company.rows("select count(*) from units")).containsExactly("2");
        company.write("mappings/units.yaml", java.nio.file.Files.readString(folder.resolve("mappings/units.yaml")) + "lifecycle: {onLeaver: delete}\n");
        company.close();
        syncAll();
        assertThat(company.rows("select id from units")).containsExactly("u-d1");
    }

    @Test
    void jobsAreInTheOrderInWhichTheyFindWhatTheyReferTo() {
        assertThat(ProjectReader.read(folder, SmallCompany.INSTALLATION.resolve("connectors")).project().orElseThrow().outbound())
                .extracting(job -> job.name()).containsExactly("units", "app");
    }

    @Test
    void aKindThatNothingBringsIsNamed() throws Exception {
        company.write("mappings/units.yaml", java.nio.file.Files.readString(folder.resolve("mappings/units.yaml")).replace("{hub: department}", "{hub: departmnt}"));
        assertThat(ProjectReader.read(folder, SmallCompany.INSTALLATION.resolve("connectors")).problems().inOrder())
                .anySatisfy(problem -> assertThat(problem.toString()).contains("UNKNOWN_KIND", "no job brings a departmnt", "department"));
    }
}
