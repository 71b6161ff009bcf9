package io.caravan.mapping;

import java.util.Set;

/** Which of several records of one person counts: one step of an ordered list. Computed from each record by itself. */
public sealed interface Preference {

    /** As it is written. */
    String source();

    /** The attributes of a record that it reads. */
    Set<String> attributes();

    /** Records for which it holds come before others. */
    record Holds(Condition condition) implements Preference {
        @Override
        public String source() {
            return condition.source();
        }

        @Override
        public Set<String> attributes() {
            return condition.attributes();
        }
    }

    /** Records in the order of a value: numbers by value, texts by their characters; one without a value comes last. */
    record By(Formula formula, boolean descending) implements Preference {
        @Override
        public String source() {
            return formula.source() + (descending ? " desc" : " asc");
        }

        @Override
        public Set<String> attributes() {
            return formula.attributes();
        }
    }

    /** Records by where their person stands with them: there, ahead, over. What follows then decides only among those that stand alike. */
    record Stands() implements Preference {
        /** How it is written. */
        public static final String WORD = "standing";

        @Override
        public String source() {
            return WORD;
        }

        @Override
        public Set<String> attributes() {
            return Set.of();
        }
    }
}
