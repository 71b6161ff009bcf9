package io.caravan.lives;

import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Somebody as she truly is at one time.
 *
 * @param worker    never changes: {@code E} or {@code C} and a number
 * @param status    {@code active, leave, terminated}
 * @param boss      the worker she reports to
 * @param end       the last day
 * @param inRecords whether her source has a record of her
 * @param former    as she was when she left: she has been hired anew, and her source has that record, too
 */
record Person(String worker, String given, String family, String mail, Optional<String> phone, String dept, Optional<String> boss,
              String status, LocalDate start, Optional<LocalDate> end, boolean inRecords, Optional<Person> former) {

    /** So many days before the first day there is an account, closed. */
    private static final int PREHIRE_DAYS = 14;

    /** What somebody should have in a target. */
    enum Wish {
        /** No account; one that is left over is closed. */
        NONE,
        /** An account that is closed, and up to date. */
        READY,
        /** An account that is open, and up to date. */
        OPEN,
        /** Whatever account there is is closed; nobody makes or changes one. */
        LEFT
    }

    static Person newcomer(String worker, String given, String family, String dept, Optional<String> boss, LocalDate start) {
        return new Person(worker, given, family, mail(worker, given, family), Optional.of("+49 30 " + Math.abs(worker.hashCode() % 10_000)), dept, boss,
                "active", start, Optional.empty(), true, Optional.empty());
    }

    private static String mail(String worker, String given, String family) {
        String name = Normalizer.normalize(given + "." + family, Normalizer.Form.NFD).replaceAll("[^A-Za-z.]", "");
        return (name + "." + worker + "@example.test").toLowerCase(Locale.ROOT);
    }

    boolean isContractor() {
        return worker.startsWith("C");
    }

    /** What her source calls her. {@code numbered}: by a number, which is also one of the other source's. */
    String key(boolean numbered) {
        return numbered ? worker.substring(1) : worker;
    }

    /** What her source calls the record. */
    String record(boolean numbered) {
        return former.isPresent() ? key(numbered) + "-2" : key(numbered);
    }

    Person named(String newFamily) {
        return new Person(worker, given, newFamily, mail(worker, given, newFamily), phone, dept, boss, status, start, end, inRecords, former);
    }

    Person in(String newDept, Optional<String> newBoss) {
        return new Person(worker, given, family, mail, phone, newDept, newBoss, status, start, end, inRecords, former);
    }

    Person reachedAt(Optional<String> newPhone) {
        return new Person(worker, given, family, mail, newPhone, dept, boss, status, start, end, inRecords, former);
    }

    Person standing(String newStatus, LocalDate newStart, Optional<LocalDate> newEnd) {
        return new Person(worker, given, family, mail, phone, dept, boss, newStatus, newStart, newEnd, inRecords, former);
    }

    Person inRecords(boolean now) {
        return new Person(worker, given, family, mail, phone, dept, boss, status, start, end, now, former);
    }

    /** Comes back with a second record; the first stays, as it ended. */
    Person hiredAnew(LocalDate day) {
        return new Person(worker, given, family, mail, phone, dept, boss, "active", day, Optional.empty(), true, Optional.of(this));
    }

    /** @param closedOnLeave whether the target's job closes accounts of people on leave */
    Wish wish(Instant now, boolean closedOnLeave) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        if (!inRecords || status.equals("terminated") || end.isPresent() && end.get().isBefore(today)) {
            return Wish.LEFT;
        }
        if (start.isAfter(today)) {
            return start.minusDays(PREHIRE_DAYS).isAfter(today) ? Wish.NONE : Wish.READY;
        }
        return status.equals("leave") && closedOnLeave ? Wish.READY : Wish.OPEN;
    }

    /** What every target shows of her, by the names that {@link Account} uses; what she has not is not there. */
    Map<String, String> shown() {
        Map<String, String> shown = new TreeMap<>(Map.of(Account.WORKER, worker, Account.NAME, given + " " + family, Account.MAIL, mail,
                Account.DEPT, dept));
        phone.ifPresent(number -> shown.put(Account.PHONE, number));
        return shown;
    }

    /** In a few words, for the story of a failure. */
    @Override
    public String toString() {
        return worker + " " + given + " " + family + ", " + dept + boss.map(one -> " under " + one).orElse("") + phone.map(one -> ", " + one).orElse("")
                + ", " + status + ", from " + start + end.map(day -> " until " + day).orElse("") + (inRecords ? "" : ", in no records")
                + former.map(one -> ", hired anew; before " + one.status() + " from " + one.start() + one.end().map(day -> " until " + day).orElse("")).orElse("");
    }
}
