package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number of somebody who has left is given to somebody else: whoever is new does not get the accounts of who was before. */
class NumbersGivenAgainTest {

    @TempDir
    private Path folder;
    private AfflictedCompany company;

    @BeforeEach
    void aTable() {
        company = new AfflictedCompany(folder).withTable("");
    }

    @AfterEach
    void close() {
        company.close();
    }

    private List<String> accounts() {
        return company.rows("select worker || ' ' || name || ' ' || active from users order by worker, name");
    }

    private void sync(int exitCode, String... more) {
        String[] words = new String[more.length + 1];
        words[0] = "sync";
        System.arraycopy(more, 0, words, 1, more.length);
        assertThat(company.run(words)).as(company.said()).isEqualTo(exitCode);
    }

    @Test
    void onTheRowOfALeaverAnotherIsToldAndGetsNothingUntilSomebodyHasLooked() {
        company.hr("7,Ada King,D1,9,,2026-10-31,", "8,Carl,D1,9,,,");
        company.at("2026-10-20T12:00:00Z");
        sync(0);
        company.at("2026-11-20T12:00:00Z");
        sync(0);
        company.hr("7,Bob Stone,Law,8,2026-11-01,,", "8,Carl,D1,9,,,");
        sync(4);
        assertThat(company.said()).contains("\"7\" was gone, or of somebody who has left", "--let-new 7");
        assertThat(accounts()).containsExactly("7 Ada King no", "8 Carl yes");
        sync(0, "hr", "--full", "--let-new", "7");
        sync(0);
        assertThat(accounts()).containsExactly("7 Bob Stone yes", "8 Carl yes");
    }

    @Test
    void whoeverHasThePlaceOfALeaverHasItsDepartmentAndManagerAndIsAnotherAllTheSame() {
        company.hr("7,Ada King,D1,9,,2026-10-31,", "8,Carl,D1,9,,,", "9,Mo,D1,1,,,", "10,Eve Low,D2,9,,2026-10-31,");
        company.at("2026-10-20T12:00:00Z");
        sync(0);
        company.at("2026-11-20T12:00:00Z");
        sync(0);
        company.hr("7,Bob Stone,D1,9,2026-11-01,,", "8,Carl,D1,9,,,", "9,Mo,D1,1,,,", "10,Eve Fox,D1,9,,,");
        sync(4);
        assertThat(company.said()).contains("\"7\" was gone, or of somebody who has left", "that others would not have, too (another is name)", "--let-new 7").doesNotContain("--let-new 10");
        assertThat(accounts()).as("Eve is back under another name, in another department").containsExactly("10 Eve Fox yes", "7 Ada King no", "8 Carl yes", "9 Mo yes");
        sync(0, "hr", "--full", "--let-new", "7");
        sync(0);
        assertThat(accounts()).containsExactly("10 Eve Fox yes", "7 Bob Stone yes", "8 Carl yes", "9 Mo yes");
    }

    @Test
    void onTheRowOfSomebodyWhoIsHereAnotherIsToldAndHerAccountStaysHers() {
        company.hr("7,Ada King,D1,9,,,", "8,Carl,D1,9,,,", "9,Mo,D1,1,,,", "10,New Hire,D7,6,2026-11-25,,");
        sync(0);
        company.hr("7,Bob Stone,Law,8,,,", "8,Carl,D2,1,,,", "9,Mo Man,D3,2,,,", "10,Eve Fox,D1,9,2026-11-25,,");
        for (int twice = 0; twice < 2; twice++) {
            sync(4, "--full");
            assertThat(company.said()).contains("\"7\" is of somebody who is here, and has nothing in common any more with what it said before (dept, manager, name)", "--let-new 7");
            assertThat(accounts()).as("who moves keeps her name, and who has not begun has nothing yet").containsExactly("10 Eve Fox no", "7 Ada King yes", "8 Carl yes", "9 Mo Man yes");
        }
        company.hr("7,Ada King,Law,8,,2026-11-10,", "8,Carl,D2,1,,,", "9,Mo Man,D3,2,,,", "10,Eve Fox,D1,9,2026-11-25,,", "11,Bob Stone,Law,8,,,");
        sync(0);
        assertThat(accounts()).containsExactly("10 Eve Fox no", "11 Bob Stone yes", "7 Ada King no", "8 Carl yes", "9 Mo Man yes");
    }

    /** As data protection may want it, in the same hour. */
    @Test
    void whoeverLeavesAndIsMadeUnrecognisableAtOnceIsClosed() {
        company.hr("7,Ada King,D1,9,,,", "8,Carl,D1,9,,,");
        sync(0);
        company.hr("7,Former Employee,none,0000,,2026-11-10,", "8,Carl,D1,9,,,");
        sync(0);
        assertThat(accounts()).containsExactly("7 Ada King no", "8 Carl yes");
    }

    @Test
    void underAnotherKeyWithTheNumberOfALeaverItIsTheSame() {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone: \"${body[zone]}\"", "").replace("${body[workerId]}", "${body[zone]}"));
        company.hr("r1,Ada King,D1,9,,2026-11-10,7", "r2,Carl,D1,9,,,8", "r3,Dan Old,D2,9,,2026-11-10,9");
        company.at("2026-10-20T12:00:00Z");
        sync(0);
        company.at("2026-11-20T12:00:00Z");
        sync(0);
        company.hr("r1,Ada King,D1,9,,2026-11-10,7", "r2,Carl,D1,9,,,8", "r3,Dan Old,D2,9,,2026-11-10,9", "r4,Bob Stone,Law,8,2026-11-15,,7", "r5,Dan Young,Law,8,2026-11-15,,9");
        for (int twice = 0; twice < 2; twice++) {
            sync(4);
            assertThat(company.said()).contains("a match rule takes it for r1, with whom it has nothing else in common", "--let-new r4").doesNotContain("--let-new r5");
            assertThat(accounts()).as("Dan is back under another name").containsExactly("7 Ada King no", "8 Carl yes", "9 Dan Young yes");
        }
        sync(0, "hr", "--let-new", "r4");
        sync(0);
        assertThat(accounts()).containsExactly("7 Bob Stone yes", "8 Carl yes", "9 Dan Young yes");
    }

    @Test
    void underAnotherKeyWithTheNumberAndTheDepartmentOfALeaverItIsTheSame() {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone: \"${body[zone]}\"", "").replace("${body[workerId]}", "${body[zone]}"));
        String[] before = {"r1,Ada King,D1,9,,2026-11-10,7", "r2,Carl,D1,9,,,8", "r3,Dan Old,D2,9,,2026-11-10,9"};
        company.hr(before);
        company.at("2026-10-20T12:00:00Z");
        sync(0);
        company.at("2026-11-20T12:00:00Z");
        sync(0);
        company.hr(before[0], before[1], before[2], "r4,Bob Stone,D1,9,2026-11-15,,7", "r5,Dan Young,D1,9,2026-11-15,,9");
        sync(4);
        assertThat(company.said()).contains("a match rule takes it for r1, with whom it has nothing else in common, or only what others have, too", "--let-new r4").doesNotContain("--let-new r5");
        assertThat(accounts()).containsExactly("7 Ada King no", "8 Carl yes", "9 Dan Young yes");
        sync(0, "hr", "--let-new", "r4");
        sync(0);
        assertThat(accounts()).containsExactly("7 Bob Stone yes", "8 Carl yes", "9 Dan Young yes");
    }

    @Test
    void twoWhoAreThereUnderOneNumberAreToldWhetherTheyComeAtOnceOrOneAfterTheOther() {
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone: \"${body[zone]}\"", "").replace("${body[workerId]}", "${body[zone]}"));
        company.hr("r1,Ada King,D1,9,,,7", "r2,Carl,D1,9,,,8");
        sync(0);
        company.hr("r1,Ada King,D1,9,,,7", "r2,Carl,D1,9,,,8", "r3,Bob Stone,Law,8,2026-11-15,2026-11-18,7", "r5,Eve,D1,9,,,10", "r6,Fay Loe,Law,8,,,10");
        sync(4);
        assertThat(company.said()).contains("r3", "a match rule takes it for r1", "r6", "a match rule takes it for r5");
        assertThat(accounts()).as("nobody has what is another's").containsExactly("10 Eve yes", "7 Ada King yes", "8 Carl yes");
        company.hr("r1,Ada King,D1,9,,,7", "r2,Carl,D1,9,,,8", "r5,Eve,D1,9,,,10", "r6,Fay Loe,Law,8,,,11");
        sync(0);
        assertThat(accounts()).containsExactly("10 Eve yes", "11 Fay Loe yes", "7 Ada King yes", "8 Carl yes");
    }

    @Test
    void nobodyIsAssignedInPlaceOfWhoHasTheNumberByNow() {
        company.write("mappings/crm.yaml", AfflictedCompany.text(folder, "mappings/crm.yaml").replace("match:", "scope: {assigned: true}\nmatch:"));
        company.write("mappings/hr.yaml", AfflictedCompany.text(folder, "mappings/hr.yaml").replace("timeZone:", "passport:").replace("managerId: \"${body[manager]}\"", "")
                .replace("match: [{hub: workerId, value: \"${body[workerId]}\"}]", "match: [{hub: passport, value: \"${body[zone]}\"}]").replace("workerId: \"${body[workerId]}\"", "workerId: \"${body[manager]}\""));
        company.hr("7,Ada,D1,7,,,P1", "8,Carl,D1,8,,,P2");
        sync(0);
        company.hr("8,Carl,D1,8,,,P2", "9,Bob,D1,7,,,P3");
        sync(0);
        assertThat(company.run("assign", "7", "crm", "--why", "Bob needs it")).as(company.said()).isNotZero();
        assertThat(company.said()).contains("'7' is the key of somebody who has left", "Name whom you mean by her key: 9");
        assertThat(company.run("assign", "9", "crm", "--why", "Bob needs it")).as(company.said()).isZero();
        sync(0);
        assertThat(accounts()).containsExactly("7 Bob yes");
    }
}
