package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A group's owner has left, and who comes after has no account for now. */
class SuccessorTest {

    private static final String OWNER = "  owner: {reference: \"${body[owner]}\"%s}\n";

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aGroupWithAnOwner() throws Exception {
        company = new AfflictedCompany(folder);
        company.withDirectory("").withGroups("directory").hr("E1,Ada,D1,,,,", "E2,Bob,D1,,,,");
        owner("E1");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private void owner(String who) {
        company.write("groups/staff.yaml", "group: staff\nowner: " + who + "\ninclude: \"${body[dept]} == 'D1'\"\n");
    }

    private void mapping(String more) {
        company.write("mappings/directory-groups.yaml", AfflictedCompany.text(folder, "mappings/directory-groups.yaml") + OWNER.formatted(more));
    }

    private void sync() {
        int ended = company.run("sync");
        assertThat(ended).as(company.said()).isZero();
    }

    private String owner() throws LDAPException {
        try (LDAPConnection ldap = company.ldap()) {
            return ldap.getEntry("cn=staff,ou=groups,dc=example,dc=com", "owner").getAttributeValue("owner");
        }
    }

    private void adaLeavesAndEveComesInSpring() throws Exception {
        sync();
        assertThat(owner()).isEqualTo("uid=ada,ou=people,dc=example,dc=com");
        company.hr("E1,Ada,D1,,,2026-11-18,", "E2,Bob,D1,,,,", "E5,Eve,D1,,2027-03-01,,");
        owner("E5");
        sync();
    }

    @Test
    void whoHasLeftStaysTheOwnerUntilWhoComesAfterHasAnAccount() throws Exception {
        mapping("");
        adaLeavesAndEveComesInSpring();
        assertThat(owner()).isEqualTo("uid=ada,ou=people,dc=example,dc=com");
        company.at("2027-02-20T12:00:00Z");
        sync();
        assertThat(owner()).isEqualTo("uid=eve,ou=people,dc=example,dc=com");
    }

    @Test
    void withClearTheGroupHasNoOwnerMeanwhile() throws Exception {
        mapping(", clear: when-absent");
        adaLeavesAndEveComesInSpring();
        assertThat(owner()).isNull();
        sync();
        company.at("2027-02-20T12:00:00Z");
        sync();
        assertThat(owner()).isEqualTo("uid=eve,ou=people,dc=example,dc=com");
    }

    @Test
    void whoeverNobodyKnowsIsNoReasonToTakeTheOwnerAway() throws Exception {
        mapping(", clear: when-absent");
        sync();
        owner("E99");
        sync();
        assertThat(owner()).isEqualTo("uid=ada,ou=people,dc=example,dc=com");
    }
}
