package io.caravan.bench.measure;

import java.util.Locale;

/**
 * What a row is to reach.
 *
 * @param figure     which figure of Caravan's is looked at
 * @param comparison what it is held against
 * @param limit      the ratio, or the figure itself
 */
public record Goal(String figure, Comparison comparison, double limit) {

    /** How a figure and its limit compare. */
    public enum Comparison {
        /** At least so much of what the fastest bare client reaches. */
        OF_BARE_AT_LEAST,
        /** At most so many times what the fastest bare client takes. */
        OF_BARE_AT_MOST,
        AT_LEAST,
        AT_MOST;

        public boolean isRatio() {
            return this == OF_BARE_AT_LEAST || this == OF_BARE_AT_MOST;
        }

        public boolean isLowerLimit() {
            return this == OF_BARE_AT_LEAST || this == AT_LEAST;
        }
    }

    public static Goal atLeastOfBare(String figure, double limit) {
        return new Goal(figure, Comparison.OF_BARE_AT_LEAST, limit);
    }

    public static Goal atMostOfBare(String figure, double limit) {
        return new Goal(figure, Comparison.OF_BARE_AT_MOST, limit);
    }

    public static Goal atLeast(String figure, double limit) {
        return new Goal(figure, Comparison.AT_LEAST, limit);
    }

    public static Goal atMost(String figure, double limit) {
        return new Goal(figure, Comparison.AT_MOST, limit);
    }

    /** In words, such as {@code adds/s at least 0.90 of the bare client's}. */
    public String text() {
        return figure + " at " + (comparison.isLowerLimit() ? "least " : "most ") + Figures.text(limit)
                + (comparison.isRatio() ? comparison.isLowerLimit() ? " of the bare client's" : " times the bare client's" : "");
    }

    /** How that came out. */
    public Verdict verdict(double measured) {
        boolean reached = comparison.isLowerLimit() ? measured >= limit : measured <= limit;
        // How far from the goal, in parts of the goal: 0.25 when a quarter is missing, or a quarter too much.
        double by = reached ? 0 : limit == 0 ? measured : comparison.isLowerLimit() ? 1 - measured / limit : measured / limit - 1;
        return new Verdict(this, measured, reached, by);
    }

    /**
     * @param missedBy 0 when reached, else the part of the limit that is missing or too much; of a limit of 0 the figure itself
     */
    public record Verdict(Goal goal, double measured, boolean reached, double missedBy) {

        public String text() {
            boolean parts = !reached && goal.limit() != 0;
            return goal.text() + ": " + (reached ? "reached, " : "NOT reached, ") + Figures.text(measured)
                    + (parts ? String.format(Locale.ROOT, ", %s by %.0f %%", goal.comparison().isLowerLimit() ? "short" : "over", 100 * missedBy) : "");
        }
    }
}
