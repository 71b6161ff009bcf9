package io.caravan.hr;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Somebody, with all that will ever have happened to her at work.
 *
 * @param married the day from which the family name is {@link #newName}; empty: never
 * @param wasDue  the first day of one who was hired and never came
 * @param tenures in the order of their first days; of one main job, those of the same {@code job} never overlap
 */
record Colleague(int number, String givenName, String familyName, Optional<LocalDate> married, LocalDate wasDue, List<Tenure> tenures) {

    Colleague {
        tenures = List.copyOf(tenures);
    }

    String newName() {
        return familyName + "-Li";
    }

    /** Whether she is at work on this day: employed, and not away from all her jobs. */
    boolean isActive(LocalDate day) {
        return tenures.stream().anyMatch(tenure -> tenure.covers(day) && !tenure.isAway(day));
    }

    /** Her department, where no two jobs may be meant; empty where she is not employed. */
    Optional<String> department(LocalDate day) {
        List<Tenure> now = tenures.stream().filter(tenure -> tenure.covers(day)).toList();
        return now.size() == 1 ? Optional.of(now.get(0).department(day)) : Optional.empty();
    }

    String familyName(LocalDate day) {
        return married.filter(from -> !from.isAfter(day)).isPresent() ? newName() : familyName;
    }

    LocalDate firstDay() {
        return tenures.isEmpty() ? wasDue : tenures.get(0).first();
    }
}
