package io.caravan.hr;

import java.time.LocalDate;
import java.util.List;

/** PeopleSoft: rows that count until the next EFFDT, of several on one day the highest EFFSEQ, keys padded with blanks, a blank for nothing. */
final class PeopleSoftTables extends HrTables {

    @Override
    String file() {
        return "peoplesoft.sql";
    }

    @Override
    List<String> shape() {
        return List.of("create table PS_JOB (EMPLID char(11) not null, EMPL_RCD smallint not null, EFFDT date not null, EFFSEQ smallint not null, PER_ORG char(3) not null, HR_STATUS char(1) not null, EMPL_STATUS char(1) not null, "
                        + "JOB_INDICATOR char(1) not null, COMPANY char(3) not null, SETID_DEPT char(5) not null, DEPTID char(10) not null, JOBCODE char(6) not null, LOCATION char(10) not null, SUPERVISOR_ID char(11) not null, "
                        + "LASTUPDDTTM timestamp, primary key (EMPLID, EMPL_RCD, EFFDT, EFFSEQ))",
                "create table PS_PERSON (EMPLID char(11) primary key, LAST_CHILD_UPDDTM timestamp)",
                "create table PS_NAMES (EMPLID char(11) not null, NAME_TYPE char(3) not null, EFFDT date not null, EFF_STATUS char(1) not null, FIRST_NAME char(30) not null, MIDDLE_NAME char(30) not null, LAST_NAME char(30) not null, "
                        + "LASTUPDDTTM timestamp, primary key (EMPLID, NAME_TYPE, EFFDT))",
                "create table PS_EMAIL_ADDRESSES (EMPLID char(11) not null, E_ADDR_TYPE char(4) not null, EMAIL_ADDR varchar(70) not null, PREF_EMAIL_FLAG char(1) not null, primary key (EMPLID, E_ADDR_TYPE))",
                "create table PS_DEPT_TBL (SETID char(5) not null, DEPTID char(10) not null, EFFDT date not null, DESCR char(30) not null, primary key (SETID, DEPTID, EFFDT))",
                "insert into PS_DEPT_TBL select 'SHARE', 'd' || lpad(n::text, 3, '0'), date '1901-01-01', 'd' || lpad(n::text, 3, '0') from generate_series(1, 9) n");
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
        return List.of("insert into PS_JOB select EMPLID, EMPL_RCD, date '" + from + "', 0, PER_ORG, HR_STATUS, EMPL_STATUS, JOB_INDICATOR, COMPANY, SETID_DEPT, '" + department + "', JOBCODE, LOCATION, SUPERVISOR_ID, timestamp '" + typed
                + " 09:30:00' from PS_JOB where EMPLID = '" + number + "'");
    }

    @Override
    List<String> transferTakenBack(int number, String department) {
        return List.of("delete from PS_JOB where EMPLID = '" + number + "' and DEPTID = '" + department + "'");
    }

    @Override
    List<String> cancelled(int number) {
        return List.of("delete from PS_JOB where EMPLID = '" + number + "'");
    }

    @Override
    List<String> oddStatus(int number) {
        return List.of("update PS_JOB set HR_STATUS = '?' where EMPLID = '" + number + "'");
    }

    private void job(Colleague who, Tenure tenure, LocalDate day, int sequence, boolean there, String status, String department) {
        row("PS_JOB", String.valueOf(who.number()), tenure.job(), day, sequence, tenure.contingent() ? "CWR" : "EMP", there ? "A" : "I", status, tenure.job() == 0 ? "P" : "S", "GBI", "SHARE", department, " ", "HQ", " ", day);
    }

    @Override
    void add(Colleague who) {
        String id = String.valueOf(who.number());
        LocalDate first = who.firstDay();
        row("PS_PERSON", id, first);
        row("PS_EMAIL_ADDRESSES", id, "BUSN", who.number() + "@old.example", "Y");
        row("PS_EMAIL_ADDRESSES", id, "HOME", "home" + who.number() + "@example.net", "N");
        row("PS_NAMES", id, "PRI", first, "A", who.givenName(), " ", who.familyName(first), first);
        who.married().filter(day -> day.isAfter(first)).ifPresent(day -> row("PS_NAMES", id, "PRI", day, "A", who.givenName(), " ", who.newName(), day));
        if (who.tenures().isEmpty()) {
            Tenure due = new Tenure(0, false, first, first, List.of(new Tenure.Department("d001", first)), List.of());
            job(who, due, first, 0, true, "A", "d001");
            job(who, due, first, 1, false, "T", "d001");
        }
        for (Tenure tenure : who.tenures()) {
            for (Tenure.Stretch one : tenure.stretches()) {
                boolean correctedTheSameDay = who.number() % 5 == 0;
                if (correctedTheSameDay) {
                    job(who, tenure, one.first(), 0, true, "A", "d009");
                }
                job(who, tenure, one.first(), correctedTheSameDay ? 1 : 0, true, one.away() ? "L" : "A", one.department());
            }
            tenure.end().ifPresent(last -> job(who, tenure, last.plusDays(1), 0, false, "T", tenure.department(last)));
        }
    }
}
