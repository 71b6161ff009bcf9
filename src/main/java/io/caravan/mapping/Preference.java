package io.caravan.mapping;

/** Which of several records of one person counts: one step of an ordered list. Computed from each record by itself. */
public sealed interface Preference {

    /** As it is written. */
    String source();

    /** Records for which it holds come before others. */
    record Holds(Condition condition) implements Preference {
        @Override
        public String source() {
            return condition.source();
        }
    }

    /** Records in the order of a value: numbers by value, texts by their characters; one without a value comes last. */
    record By(Formula formula, boolean descending) implements Preference {
        @Override
        public String source() {
            return formula.source() + (descending ? " desc" : " asc");
        }
    }
}
