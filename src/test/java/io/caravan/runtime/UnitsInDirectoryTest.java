package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.engine.CycleStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Departments become organizational units, each below the one above it, and people's entries stand in the unit of their department. */
class UnitsInDirectoryTest {

    @TempDir
    Path folder;
    private SmallCompany company;
    private EmbeddedDirectory directory;

    @BeforeEach
    void aDirectoryWithUnits() throws Exception {
        directory = EmbeddedDirectory.with().password("only-for-this-test").start();
        company = new SmallCompany(folder);
        Files.delete(folder.resolve("mappings/app.yaml"));
        company.write("application.properties", Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.orga.connector = csv-source
                caravan.systems.orga.file = orga.csv
                caravan.systems.orga.quietSeconds = 0
                caravan.systems.orga.key = code
                caravan.systems.ldap.connector = ldap
                caravan.systems.ldap.url = %s
                caravan.systems.ldap.bindDn = %s
                caravan.systems.ldap.bindPassword = {{file:password}}
                caravan.systems.ldap.baseDn = %s
                caravan.systems.ldap.unitBaseDn = %s
                caravan.systems.ldap.disableAttribute = description
                caravan.systems.ldap.disabledValue = disabled
                """.formatted(directory.url(), EmbeddedDirectory.ADMIN, EmbeddedDirectory.SUFFIX, EmbeddedDirectory.PEOPLE));
        company.write("password", "only-for-this-test");
        company.write("mappings/orga.yaml", """
                job: orga
                from: {system: orga, object: record, attributes: [code, title, above]}
                to: {hub: department}
                match: [{hub: code, value: "${body[code]}"}]
                attributes: {code: "${body[code]}", title: "${body[title]}", above: "${body[above]}"}
                completeness: {maxShrink: 100%}
                """);
        company.write("mappings/units.yaml", """
                job: units
                from: {hub: department}
                to: {system: ldap, object: unit}
                match: [{target: businessCategory, value: "${body[code]}"}]
                attributes:
                  dn: {reference: {kind: department, by: code, value: "${body[above]}", before: "ou=${body[title]},", otherwise: "ou=people,dc=example,dc=com"}}
                  ou: "${body[title]}"
                  businessCategory: "${body[code]}"
                lifecycle: {onLeaver: delete}
                guard: {maxDelete: 100%}
                """);
        company.write("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: ldap, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: {reference: {kind: department, by: code, value: "${body[dept]}", before: "uid=${uid},"}}
                  uid: "${lowercase(${body[name]})}"
                  cn: "${body[name]}"
                  sn: "${body[name]}"
                  employeeNumber: "${body[workerId]}"
                """);
        company.hr("E1,Ada,D2,,", "E2,Bob,D1,,");
        orga("D2,Research,D1", "D1,\"Board, the\",");
    }

    private void orga(String... rows) throws Exception {
        company.write("orga.csv", "code,title,above\n" + String.join("\n", rows) + "\n");
    }

    @AfterEach
    void close() {
        company.close();
        directory.close();
    }

    private CycleRun sync() {
        company.sync("orga", false);
        company.sync("hr", false);
        company.sync("units", false);
        return company.sync("users", false);
    }

    private List<String> entries() throws LDAPException {
        try (LDAPConnection connection = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, "only-for-this-test")) {
            return connection.search(EmbeddedDirectory.PEOPLE, SearchScope.SUB, "(|(objectClass=inetOrgPerson)(businessCategory=*))", "1.1").getSearchEntries().stream()
                    .map(entry -> entry.getDN().replace("," + EmbeddedDirectory.PEOPLE, "")).sorted().toList();
        }
    }

    @Test
    void unitsAreMadeFromTheTopAndPeopleStandInThem() throws Exception {
        sync();
        assertThat(entries()).containsExactly("ou=Board\\, the", "ou=Research,ou=Board\\, the", "uid=ada,ou=Research,ou=Board\\, the", "uid=bob,ou=Board\\, the");
        assertThat(company.sync("units", false).getCycle().counted("applied")).isZero();
        assertThat(company.sync("users", false).getCycle().counted("applied")).isZero();
    }

    @Test
    void whoMovesToAnotherDepartmentMovesToItsUnitAndAUnitThatMovesTakesPeopleAlong() throws Exception {
        sync();
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        orga("D2,Research,", "D1,Board,D2");
        sync();
        sync();
        assertThat(entries()).containsExactly("ou=Board,ou=Research", "ou=Research", "uid=ada,ou=Board,ou=Research", "uid=bob,ou=Board,ou=Research");
    }

    @Test
    void whoseUnitIsNotThereYetWaitsForItAndTheCycleSaysSo() throws Exception {
        company.hr("E1,Ada,D9,,", "E2,Bob,D1,,");
        CycleRun waits = sync();
        assertThat(entries()).doesNotContain("uid=ada");
        assertThat(waits.getCycle().status()).isEqualTo(CycleStatus.PARTLY);
        orga("D1,Board,", "D9,Space,D1");
        sync();
        sync();
        assertThat(entries()).contains("uid=ada,ou=Space,ou=Board", "uid=bob,ou=Board");
    }

    @Test
    void aUnitThatNobodyNamesIsDeletedOnceItIsEmpty() throws Exception {
        sync();
        orga("D1,\"Board, the\",");
        sync();
        assertThat(entries()).contains("ou=Research,ou=Board\\, the");
        company.hr("E1,Ada,D1,,", "E2,Bob,D1,,");
        sync();
        sync();
        assertThat(entries()).containsExactly("ou=Board\\, the", "uid=ada,ou=Board\\, the", "uid=bob,ou=Board\\, the");
    }
}
