package io.caravan.demo;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One row of the HR file.
 *
 * @param workerId {@code E} and the employee number
 * @param post     on the day of the file; of somebody who has left, the last one
 */
record Worker(String workerId, String givenName, String familyName, Contract contract, Post post) {

    /**
     * @param hireDate  the day of the contract; work may begin years later
     * @param startDate the first day in a department
     * @param endDate   the last day in a department; empty while there is no end in sight
     */
    record Contract(LocalDate hireDate, LocalDate startDate, Optional<LocalDate> endDate) {
    }

    /** @param managerId who holds the post of the department's manager, unless it is the worker; not everybody who does is employed */
    record Post(String departmentCode, String department, String title, Optional<String> managerId) {
    }

    /** As the HR system writes it. */
    String status() {
        return contract.endDate().isPresent() ? "terminated" : "active";
    }

    boolean employed() {
        return contract.endDate().isEmpty();
    }
}
