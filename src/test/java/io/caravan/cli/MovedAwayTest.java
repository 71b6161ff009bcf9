package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldif.LDIFException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An entry that somebody moves out of the unit in which accounts are is not gone, and its owner has what she had. */
class MovedAwayTest {

    private static final String ELSEWHERE = "ou=elsewhere,dc=example,dc=com";

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void theirEntriesAreMoved() throws LDAPException, LDIFException {
        company = new AfflictedCompany(folder);
        company.withDirectory("").hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,,", "E3,Joan,D1,,,,", "E4,Mary,D1,,,,");
        sync(0);
        try (LDAPConnection ldap = company.ldap()) {
            ldap.add("dn: " + ELSEWHERE, "objectClass: organizationalUnit", "ou: elsewhere");
        }
        move("E3", ELSEWHERE);
        move("E4", ELSEWHERE);
    }

    @AfterEach
    void close() {
        company.close();
    }

    private String sync(int exitCode) {
        assertThat(company.run("sync", "--full")).as(company.said()).isEqualTo(exitCode);
        return company.said();
    }

    private void move(String worker, String to) throws LDAPException {
        try (LDAPConnection ldap = company.ldap()) {
            String dn = ldap.search("dc=example,dc=com", SearchScope.SUB, "(employeeNumber=" + worker + ")", "1.1").getSearchEntries().get(0).getDN();
            ldap.modifyDN(dn, new DN(dn).getRDNString(), true, to);
        }
    }

    private TreeSet<String> entries() throws LDAPException {
        try (LDAPConnection ldap = company.ldap()) {
            return ldap.search("dc=example,dc=com", SearchScope.SUB, "(employeeNumber=*)", "employeeType").getSearchEntries().stream()
                    .map(entry -> entry.getDN().replace(",dc=example,dc=com", "") + " " + entry.getAttributeValue("employeeType")).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void whoLeavesIsToldAsOpenAndIsClosedOnceTheEntryIsBack() throws LDAPException {
        company.hr("E1,Ada,D1,,,,", "E2,Grace,D1,,,,", "E3,Joan,D1,,,2026-11-01,", "E4,Mary,D1,,,,");
        assertThat(company.run("sync")).as(company.said()).isEqualTo(ExitCode.SOME_FAILED.number());
        assertThat(sync(ExitCode.SOME_FAILED.number())).contains("Left behind in directory: 2 (account-missing)",
                "E3: has left: end date was 2026-11-01; the entry was moved to uid=joan,ou=elsewhere,dc=example,dc=com", "outside of ou=people,dc=example,dc=com nothing is written");

        move("E3", AfflictedCompany.PEOPLE);
        sync(ExitCode.SOME_FAILED.number());
        assertThat(entries()).contains("uid=joan,ou=people left", "uid=mary,ou=elsewhere active");
    }

    @Test
    void whoStaysGetsNoSecondAccount() throws LDAPException {
        assertThat(sync(ExitCode.SOME_FAILED.number())).contains("E4: the entry was moved to uid=mary,ou=elsewhere,dc=example,dc=com");
        assertThat(entries()).containsExactly("uid=ada,ou=people active", "uid=grace,ou=people active", "uid=joan,ou=elsewhere active", "uid=mary,ou=elsewhere active");
    }

    @Test
    void whoIsDeletedIsGoneAllTheSame() throws LDAPException {
        try (LDAPConnection ldap = company.ldap()) {
            ldap.delete("uid=joan," + ELSEWHERE);
            ldap.delete("uid=mary," + ELSEWHERE);
        }
        sync(0);
        assertThat(entries()).contains("uid=joan,ou=people active", "uid=mary,ou=people active");
    }
}
