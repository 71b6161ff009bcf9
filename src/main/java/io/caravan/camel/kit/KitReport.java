package io.caravan.camel.kit;

import java.util.List;

/**
 * What a connector showed.
 *
 * @param checks in the order in which they ran
 */
public record KitReport(String connector, List<Check> checks) {

    public KitReport {
        checks = List.copyOf(checks);
    }

    /** How a check ended. */
    public enum Result { PASSED, FAILED, EXCLUDED }

    /**
     * One check.
     *
     * @param object  the kind of object, empty where the check is about the system as a whole
     * @param name    what was checked, as it is written in {@code exclude}
     * @param message why it failed, or the written reason for leaving it out; empty when passed
     */
    public record Check(String object, String name, Result result, String message) {
        /** {@code user: rename}, or the name alone. */
        public String title() {
            return object.isEmpty() ? name : object + ": " + name;
        }
    }

    /** Whether nothing failed. */
    public boolean passed() {
        return count(Result.FAILED) == 0;
    }

    public long count(Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }
}
