package io.caravan.hr;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Oracle E-Business Suite: date-tracked rows until 31-DEC-4712, one assignment of several the primary one, periods of service beside them. Oracle's DATE has a time. */
final class OracleTables extends HrTables {

    private static final LocalDate FOREVER = LocalDate.of(4712, 12, 31);
    private static final int ACTIVE = 1;
    private static final int SUSPENDED = 2;
    private static final int TERMINATED = 3;
    private int period = 5000;

    @Override
    String file() {
        return "oracle-ebs.sql";
    }

    @Override
    List<String> shape() {
        String dated = "EFFECTIVE_START_DATE timestamp(0) not null, EFFECTIVE_END_DATE timestamp(0) not null, LAST_UPDATE_DATE timestamp(0)";
        return List.of("create table PER_PERIODS_OF_SERVICE (PERIOD_OF_SERVICE_ID numeric(9) primary key, PERSON_ID numeric(10) not null, DATE_START timestamp(0) not null, ACTUAL_TERMINATION_DATE timestamp(0), LAST_UPDATE_DATE timestamp(0))",
                "create table PER_PERIODS_OF_PLACEMENT (PERIOD_OF_PLACEMENT_ID numeric(9) primary key, PERSON_ID numeric(10) not null, DATE_START timestamp(0) not null, ACTUAL_TERMINATION_DATE timestamp(0), LAST_UPDATE_DATE timestamp(0))",
                "create table PER_ALL_PEOPLE_F (PERSON_ID numeric(10) not null, " + dated + ", EMPLOYEE_NUMBER varchar(30), NPW_NUMBER varchar(30), FIRST_NAME varchar(150), MIDDLE_NAMES varchar(60), LAST_NAME varchar(150), "
                        + "KNOWN_AS varchar(80), EMAIL_ADDRESS varchar(240), primary key (PERSON_ID, EFFECTIVE_START_DATE, EFFECTIVE_END_DATE))",
                "create table PER_ALL_ASSIGNMENTS_F (ASSIGNMENT_ID numeric(10) not null, PERSON_ID numeric(10) not null, " + dated + ", ASSIGNMENT_TYPE varchar(1) not null, PRIMARY_FLAG varchar(30) not null, "
                        + "ORGANIZATION_ID numeric(15) not null, JOB_ID numeric(15), LOCATION_ID numeric(15), SUPERVISOR_ID numeric(10), ASSIGNMENT_STATUS_TYPE_ID numeric(9) not null)",
                "create table PER_ASSIGNMENT_STATUS_TYPES (ASSIGNMENT_STATUS_TYPE_ID numeric(9) primary key, PER_SYSTEM_STATUS varchar(30) not null)",
                "create table HR_ALL_ORGANIZATION_UNITS (ORGANIZATION_ID numeric(15) primary key, NAME varchar(240) not null)",
                "create table PER_JOBS (JOB_ID numeric(15) primary key, NAME varchar(700))",
                "insert into PER_ASSIGNMENT_STATUS_TYPES values (1, 'ACTIVE_ASSIGN'), (2, 'SUSP_ASSIGN'), (3, 'TERM_ASSIGN')", "insert into PER_JOBS values (1, 'Analyst')",
                "insert into HR_ALL_ORGANIZATION_UNITS select n, 'd' || lpad(n::text, 3, '0') from generate_series(1, 9) n");
    }

    @Override
    String today() {
        return "select day as \"today\", day + 180 as \"ahead\", day - 730 as \"back\" from test_day";
    }

    @Override
    int number(String personId) {
        return Integer.parseInt(personId);
    }

    @Override
    List<String> transfer(int number, String department, LocalDate from, LocalDate typed) {
        String current = " where PERSON_ID = " + number + " and EFFECTIVE_END_DATE = date '4712-12-31'";
        return List.of("insert into PER_ALL_ASSIGNMENTS_F select ASSIGNMENT_ID, PERSON_ID, date '" + from + "', EFFECTIVE_END_DATE, timestamp '" + typed + " 09:30:00', ASSIGNMENT_TYPE, PRIMARY_FLAG, " + department.substring(1)
                + ", JOB_ID, LOCATION_ID, SUPERVISOR_ID, ASSIGNMENT_STATUS_TYPE_ID from PER_ALL_ASSIGNMENTS_F" + current,
                "update PER_ALL_ASSIGNMENTS_F set EFFECTIVE_END_DATE = date '" + from.minusDays(1) + "'" + current + " and EFFECTIVE_START_DATE < date '" + from + "'");
    }

    @Override
    List<String> transferTakenBack(int number, String department) {
        return List.of("delete from PER_ALL_ASSIGNMENTS_F where PERSON_ID = " + number + " and ORGANIZATION_ID = " + department.substring(1),
                "update PER_ALL_ASSIGNMENTS_F set EFFECTIVE_END_DATE = date '4712-12-31' where PERSON_ID = " + number);
    }

    @Override
    List<String> cancelled(int number) {
        return List.of("delete from PER_PERIODS_OF_SERVICE where PERSON_ID = " + number);
    }

    @Override
    List<String> oddStatus(int number) {
        return List.of("insert into PER_ASSIGNMENT_STATUS_TYPES values (9, 'SOMETHING')", "update PER_ALL_ASSIGNMENTS_F set ASSIGNMENT_STATUS_TYPE_ID = 9 where PERSON_ID = " + number);
    }

    private static LocalDate end(LocalDate last) {
        return last.equals(Tenure.FOREVER) ? FOREVER : last;
    }

    @Override
    void add(Colleague who) {
        LocalDate first = who.firstDay();
        LocalDate changed = who.married().filter(day -> day.isAfter(first)).orElse(null);
        person(who, first, changed == null ? FOREVER : changed.minusDays(1), who.familyName(first));
        if (changed != null) {
            person(who, changed, FOREVER, who.newName());
        }
        List<Tenure> employed = who.tenures().stream().filter(tenure -> !tenure.contingent()).toList();
        who.tenures().stream().filter(Tenure::contingent).forEach(tenure -> {
            row("PER_PERIODS_OF_PLACEMENT", period++, who.number(), tenure.first(), tenure.end().orElse(null), tenure.first());
            assignment(who, tenure, "C", Optional.empty());
        });
        for (List<Tenure> together : together(employed)) {
            LocalDate last = together.stream().map(Tenure::last).max(LocalDate::compareTo).orElseThrow();
            row("PER_PERIODS_OF_SERVICE", period++, who.number(), together.get(0).first(), last.equals(Tenure.FOREVER) ? null : last, together.get(0).first());
            for (Tenure tenure : together) {
                assignment(who, tenure, "E", tenure.job() == 0 ? Optional.empty() : Optional.of(together.get(0).last()));
            }
        }
    }

    /** Jobs that overlap are assignments of one period of service. */
    private static List<List<Tenure>> together(List<Tenure> employed) {
        List<List<Tenure>> all = new ArrayList<>();
        for (Tenure tenure : employed) {
            boolean overlaps = !all.isEmpty() && !tenure.first().isAfter(all.get(all.size() - 1).get(0).last());
            if (overlaps) {
                all.get(all.size() - 1).add(tenure);
            } else {
                all.add(new ArrayList<>(List.of(tenure)));
            }
        }
        return all;
    }

    private void person(Colleague who, LocalDate from, LocalDate until, String familyName) {
        row("PER_ALL_PEOPLE_F", who.number(), from, until, from, "N" + who.number(), "C" + who.number(), who.givenName(), null, familyName, null, who.number() + "@old.example");
    }

    /** @param mainUntil the primary one is another until then */
    private void assignment(Colleague who, Tenure tenure, String type, Optional<LocalDate> mainUntil) {
        int id = who.number() * 10 + tenure.job();
        for (Tenure.Stretch one : tenure.stretches()) {
            int organization = Integer.parseInt(one.department().substring(1));
            LocalDate from = one.first();
            LocalDate secondUntil = mainUntil.filter(day -> !day.isBefore(one.first())).map(day -> day.isBefore(one.last()) ? day : one.last()).orElse(null);
            if (secondUntil != null) {
                row("PER_ALL_ASSIGNMENTS_F", id, who.number(), from, end(secondUntil), from, type, "N", organization, 1, 1, null, one.away() ? SUSPENDED : ACTIVE);
                from = secondUntil.plusDays(1);
            }
            if (!from.isAfter(one.last())) {
                row("PER_ALL_ASSIGNMENTS_F", id, who.number(), from, end(one.last()), from, type, "Y", organization, 1, 1, null, one.away() ? SUSPENDED : ACTIVE);
            }
        }
        if (tenure.end().isPresent() && tenure.job() == 0 && who.tenures().get(who.tenures().size() - 1) == tenure) {
            row("PER_ALL_ASSIGNMENTS_F", id, who.number(), tenure.last().plusDays(1), tenure.last().plusDays(30), tenure.last(), type, "Y", 1, 1, 1, null, TERMINATED);
        }
    }
}
