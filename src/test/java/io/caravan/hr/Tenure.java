package io.caravan.hr;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One employment of somebody.
 *
 * @param job         0 for the main one
 * @param contingent  whether through an agency
 * @param last        the last day; {@link #FOREVER}: no end is known
 * @param departments what she belongs to, from which day on
 * @param leaves      when she is away, each from its first to its last day
 */
record Tenure(int job, boolean contingent, LocalDate first, LocalDate last, List<Department> departments, List<Span> leaves) {

    static final LocalDate FOREVER = LocalDate.of(9999, 12, 31);

    record Department(String code, LocalDate from) {
    }

    record Span(LocalDate first, LocalDate last) {
        boolean covers(LocalDate day) {
            return !day.isBefore(first) && !day.isAfter(last);
        }
    }

    /** A time in which nothing of it changes. */
    record Stretch(LocalDate first, LocalDate last, String department, boolean away) {
    }

    Tenure {
        departments = List.copyOf(departments);
        leaves = List.copyOf(leaves);
    }

    boolean covers(LocalDate day) {
        return !day.isBefore(first) && !day.isAfter(last);
    }

    boolean isAway(LocalDate day) {
        return leaves.stream().anyMatch(leave -> leave.covers(day));
    }

    String department(LocalDate day) {
        String code = departments.get(0).code();
        for (Department one : departments) {
            code = one.from().isAfter(day) ? code : one.code();
        }
        return code;
    }

    Tenure of(int otherJob, boolean throughAgency, LocalDate from, LocalDate until) {
        return new Tenure(otherJob, throughAgency, from, until, departments, leaves);
    }

    Optional<LocalDate> end() {
        return last.equals(FOREVER) ? Optional.empty() : Optional.of(last);
    }

    /** All of it, cut wherever something changes. */
    List<Stretch> stretches() {
        TreeSet<LocalDate> cuts = new TreeSet<>(List.of(first));
        departments.stream().map(Department::from).filter(this::covers).forEach(cuts::add);
        for (Span leave : leaves) {
            cuts.add(leave.first());
            cuts.add(leave.last().plusDays(1));
            cuts.add(leave.first().plusDays(20)); // a leave is written down in two pieces
        }
        cuts.removeIf(day -> !covers(day));
        List<Stretch> stretches = new ArrayList<>();
        for (LocalDate from : cuts) {
            LocalDate next = cuts.higher(from);
            stretches.add(new Stretch(from, next == null ? last : next.minusDays(1), department(from), isAway(from)));
        }
        return stretches;
    }
}
