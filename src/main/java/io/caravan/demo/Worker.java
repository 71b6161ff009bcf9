package io.caravan.demo;

import java.time.LocalDate;
import java.util.Optional;

/**
 * One row of the HR file. More components than usual: it is the file's list of columns, in their order.
 *
 * @param workerId     {@code E} and the employee number
 * @param hireDate     the day of the contract; work may begin years later
 * @param startDate    the first day in a department
 * @param endDate      the last day in a department; empty while there is no end in sight
 * @param departmentCode the department on the day of the file; of somebody who has left, the last one. So for the title and the manager
 * @param managerId    who holds the post of the department's manager, unless it is the worker; not everybody who does is employed
 */
record Worker(String workerId, String givenName, String familyName, LocalDate hireDate, LocalDate startDate,
              Optional<LocalDate> endDate, String departmentCode, String department, String title,
              Optional<String> managerId) {

    /** As the HR system writes it. */
    String status() {
        return endDate.isPresent() ? "terminated" : "active";
    }

    boolean employed() {
        return endDate.isEmpty();
    }
}
