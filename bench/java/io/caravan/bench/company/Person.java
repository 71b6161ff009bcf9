package io.caravan.bench.company;

/**
 * One row of the generated HR export.
 *
 * @param number    the row, from 0
 * @param endDate   empty while there is no end in sight
 * @param managerId empty for whoever leads the company
 */
public record Person(long number, String workerId, String givenName, String familyName, String status, String hireDate, String startDate,
                     String endDate, Department department, String title, String managerId) {

    /** A department, by its code and name. */
    public record Department(String code, String name) {
    }

    /** Whether the person works here: whoever left has no account anywhere. */
    public boolean works() {
        return endDate.isEmpty();
    }
}
