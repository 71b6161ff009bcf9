package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ldap.Slapd;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seventeen years of departments, their people and their managers in the groups of a directory, looked at on some two hundred days: some at random, and around
 * each on which the post of a manager changes hands.
 */
class GroupsOverYearsIT {

    /** From here on the first post is held by somebody who works here. */
    private static final LocalDate BEGIN = LocalDate.parse("1985-09-01");
    private static final LocalDate END = LocalDate.parse("2002-08-01");
    private static final int EVERY_NTH = 30;
    private static final int DAYS_BETWEEN = 50;
    private static final int MEMBERSHIPS_AT_THE_END = 500;
    private static final int FEWER = 3;
    private static final int DAYS_FEWER = 8;
    private static final int LEAST_DAYS = 20;

    @TempDir
    private Path folder;

    @Test
    void onEachDayTheGroupsAreWhatTheDataSays() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
             DepartmentsInDirectory company = new DepartmentsInDirectory(folder, directory.url(), directory.password(), EVERY_NTH)) {
            yearsPass(company);
        }
    }

    /** Fewer people, and some thirty days: what is there is asked of the application alone. */
    @Test
    void inAScimApplicationTheMembersAreToo() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); EmbeddedScim provider = EmbeddedScim.with().token("only-for-this-test").start();
             DepartmentsInDirectory company = new DepartmentsInDirectory(folder, directory.url(), directory.password(), EVERY_NTH * FEWER).with(provider)) {
            Random random = new Random(11);
            int days = 0;
            for (LocalDate day = BEGIN; day.isBefore(END); day = day.plusDays(1 + random.nextInt(DAYS_BETWEEN * DAYS_FEWER))) {
                company.liveOn(day);
                assertThat(company.sync()).as("what did not end well on " + day).isEmpty();
                assertThat(company.foundInApplication()).as(day.toString()).isEqualTo(company.expected(day).stream().filter(row -> !row.contains("|owner|")).toList());
                days++;
            }
            assertThat(days).isGreaterThan(LEAST_DAYS);
            assertThat(company.foundInApplication()).hasSizeGreaterThan(MEMBERSHIPS_AT_THE_END / FEWER);
        }
    }

    @Test
    @Tag("real-servers")
    void inOpenLdapTheyAreToo() throws Exception {
        try (Slapd directory = Slapd.start(); DepartmentsInDirectory company = new DepartmentsInDirectory(folder, directory.url(), Slapd.PASSWORD, EVERY_NTH)) {
            yearsPass(company);
        }
    }

    private static void yearsPass(DepartmentsInDirectory company) throws Exception {
        TreeSet<LocalDate> days = company.daysAroundChangesOfManagers();
        Random random = new Random(7);
        for (LocalDate day = BEGIN; day.isBefore(END); day = day.plusDays(1 + random.nextInt(DAYS_BETWEEN))) {
            days.add(day);
        }
        for (LocalDate day : days.subSet(BEGIN, END)) {
            company.liveOn(day);
            assertThat(company.sync()).as("what did not end well on " + day).isEmpty();
            assertThat(company.found()).as(day.toString()).isEqualTo(company.expected(day));
        }
        assertThat(company.found()).hasSizeGreaterThan(MEMBERSHIPS_AT_THE_END);
        assertThat(company.project().caravan().store().log().verify().brokenAt()).isEmpty();
    }
}
