package io.caravan.hr;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** SAP HCM: infotypes in rows from BEGDA to ENDDA, days as texts of eight digits, keys with leading zeros. */
final class SapTables extends HrTables {

    private static final String CLIENT = "100";

    @Override
    String file() {
        return "sap-hcm.sql";
    }

    @Override
    List<String> shape() {
        String key = "MANDT varchar(3) not null, PERNR varchar(8) not null, SUBTY varchar(4) not null, SPRPS varchar(1) not null, ENDDA varchar(8) not null, BEGDA varchar(8) not null, AEDTM varchar(8) not null, ";
        return List.of("create table PA0000 (" + key + "MASSN varchar(2), STAT2 varchar(1))",
                "create table PA0001 (" + key + "BUKRS varchar(4), WERKS varchar(4), PERSG varchar(1), KOSTL varchar(10), ORGEH varchar(8), PLANS varchar(8), STELL varchar(8))",
                "create table PA0002 (" + key + "NACHN varchar(40), VORNA varchar(40), MIDNM varchar(40), RUFNM varchar(40))",
                "create table PA0105 (" + key + "USRID varchar(30), USRID_LONG varchar(241))",
                "create table PA0709 (" + key + "PERSONID_EXT varchar(20))");
    }

    @Override
    String today() {
        return "select to_char(day, 'YYYYMMDD') as \"today\", to_char(day + 180, 'YYYYMMDD') as \"ahead\", to_char(day - 730, 'YYYYMMDD') as \"back\", '100' as \"client\" from test_day";
    }

    @Override
    int number(String personId) {
        return Integer.parseInt(personId.replaceFirst("^P", ""));
    }

    @Override
    List<String> transfer(int number, String department, LocalDate from, LocalDate typed) {
        String pernr = String.format("%08d", number);
        return List.of("insert into PA0001 select MANDT, PERNR, SUBTY, SPRPS, ENDDA, '" + day(from) + "', '" + day(typed) + "', BUKRS, WERKS, PERSG, KOSTL, '" + department + "', PLANS, STELL from PA0001 where PERNR = '" + pernr
                + "' and ENDDA = '99991231'", "update PA0001 set ENDDA = '" + day(from.minusDays(1)) + "' where PERNR = '" + pernr + "' and BEGDA < '" + day(from) + "' and ENDDA = '99991231'");
    }

    @Override
    List<String> transferTakenBack(int number, String department) {
        String pernr = String.format("%08d", number);
        return List.of("delete from PA0001 where PERNR = '" + pernr + "' and ORGEH = '" + department + "'", "update PA0001 set ENDDA = '99991231' where PERNR = '" + pernr + "'");
    }

    @Override
    List<String> cancelled(int number) {
        return List.of("delete from PA0000 where PERNR = '" + String.format("%08d", number) + "'");
    }

    @Override
    List<String> oddStatus(int number) {
        return List.of("update PA0000 set STAT2 = '7' where PERNR = '" + String.format("%08d", number) + "'");
    }

    static String day(LocalDate day) {
        return day.format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    static String pernr(Colleague who, int job) {
        return String.format("%08d", job == 0 ? who.number() : 90_000_000 + who.number());
    }

    private void infotype(String table, String pernr, String subtype, LocalDate from, LocalDate until, Object... values) {
        Object[] all = new Object[7 + values.length];
        System.arraycopy(new Object[] {CLIENT, pernr, subtype, " ", day(until), day(from), day(from)}, 0, all, 0, 7);
        System.arraycopy(values, 0, all, 7, values.length);
        row(table, all);
    }

    @Override
    void add(Colleague who) {
        boolean several = who.tenures().stream().anyMatch(tenure -> tenure.job() > 0);
        if (who.tenures().isEmpty()) {
            infotype("PA0000", pernr(who, 0), " ", who.wasDue(), Tenure.FOREVER, "01", "0");
            infotype("PA0002", pernr(who, 0), " ", who.wasDue(), Tenure.FOREVER, who.familyName(), who.givenName(), " ", " ");
        }
        for (int job : who.tenures().stream().mapToInt(Tenure::job).distinct().toArray()) {
            List<Tenure> tenures = who.tenures().stream().filter(tenure -> tenure.job() == job).toList();
            String pernr = pernr(who, job);
            LocalDate first = tenures.get(0).first();
            for (int i = 0; i < tenures.size(); i++) {
                Tenure tenure = tenures.get(i);
                LocalDate before = i + 1 < tenures.size() ? tenures.get(i + 1).first().minusDays(1) : Tenure.FOREVER;
                employment(pernr, tenure, before);
            }
            LocalDate changed = who.married().filter(day -> day.isAfter(first)).orElse(null);
            infotype("PA0002", pernr, " ", first, changed == null ? Tenure.FOREVER : changed.minusDays(1), who.familyName(first), who.givenName(), " ", " ");
            if (changed != null) {
                infotype("PA0002", pernr, " ", changed, Tenure.FOREVER, who.newName(), who.givenName(), " ", " ");
            }
            infotype("PA0105", pernr, "0001", first, Tenure.FOREVER, "U" + who.number(), " ");
            infotype("PA0105", pernr, "0010", first, Tenure.FOREVER, " ", who.number() + "@old.example");
            if (several) {
                infotype("PA0709", pernr, " ", first, Tenure.FOREVER, "P" + who.number());
            }
        }
    }

    /** @param before the day before the next one of this PERNR: until then the last rows go on */
    private void employment(String pernr, Tenure tenure, LocalDate before) {
        List<Tenure.Stretch> stretches = tenure.stretches();
        for (Tenure.Stretch one : stretches) {
            infotype("PA0000", pernr, " ", one.first(), one.last(), "02", one.away() ? "1" : "3");
            boolean lastOne = one.last().equals(tenure.last());
            infotype("PA0001", pernr, " ", one.first(), lastOne ? before : one.last(), "1000", "DE01", tenure.contingent() ? "9" : "1", "0000004711", one.department(), "60000001", "70000001");
        }
        if (tenure.last().isBefore(before)) {
            infotype("PA0000", pernr, " ", tenure.last().plusDays(1), before, "10", "0");
        }
    }
}
