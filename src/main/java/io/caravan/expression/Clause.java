package io.caravan.expression;

import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaInput;
import java.util.List;
import java.util.stream.Collectors;

/** A compiled condition or a part of one. Thread-safe. */
sealed interface Clause {

    boolean holds(FormulaInput input);

    /** Which clause decided, and by which values. */
    String explain(FormulaInput input);

    /** One value, taken as true or false. */
    record Truth(Term term, Reading reading) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            return Values.truth(term.value(input));
        }

        @Override
        public String explain(FormulaInput input) {
            return reading.explain(holds(input), input);
        }
    }

    /** {@code == null} and {@code != null}: absent counts as null. */
    record IsNull(Term term, boolean negated, Reading reading) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            return Values.known(term.value(input)) == negated;
        }

        @Override
        public String explain(FormulaInput input) {
            return reading.explain(holds(input), input);
        }
    }

    /** A comparison; false with an unknown side, true when negated. */
    record Comparison(Term left, Operator operator, Term right, boolean negated, Reading reading) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            Object leftValue = left.value(input);
            Object rightValue = right.value(input);
            boolean holds = Values.known(leftValue) && Values.known(rightValue) && operator.holds(leftValue, rightValue);
            return holds != negated;
        }

        @Override
        public String explain(FormulaInput input) {
            return reading.explain(holds(input), input);
        }
    }

    /** {@code &&} */
    record All(List<Clause> clauses) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            for (Clause clause : clauses) {
                if (!clause.holds(input)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String explain(FormulaInput input) {
            return clauses.stream().filter(clause -> !clause.holds(input)).findFirst()
                    .map(clause -> clause.explain(input))
                    .orElseGet(() -> clauses.stream().map(clause -> clause.explain(input)).collect(Collectors.joining("; ")));
        }
    }

    /** {@code ||} */
    record Any(List<Clause> clauses) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            for (Clause clause : clauses) {
                if (clause.holds(input)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String explain(FormulaInput input) {
            return clauses.stream().filter(clause -> clause.holds(input)).findFirst()
                    .map(clause -> clause.explain(input))
                    .orElseGet(() -> clauses.stream().map(clause -> clause.explain(input)).collect(Collectors.joining("; ")));
        }
    }

    /** What stands in brackets; kept apart, so that it is never merged with what is around it. */
    record Group(Clause inside) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            return inside.holds(input);
        }

        @Override
        public String explain(FormulaInput input) {
            return inside.explain(input);
        }
    }

    /** A constant. */
    record Constant(boolean value) implements Clause {
        @Override
        public boolean holds(FormulaInput input) {
            return value;
        }

        @Override
        public String explain(FormulaInput input) {
            return "the condition is always " + value;
        }
    }

    /** What a clause says and reads, for explaining it. */
    record Reading(String source, List<String> attributes, List<String> names) {

        String explain(boolean holds, FormulaInput input) {
            StringBuilder words = new StringBuilder(source).append(" is ").append(holds);
            String separator = ": ";
            for (String attribute : attributes) {
                words.append(separator).append(attribute).append(state(input.attribute(attribute)));
                separator = ", ";
            }
            for (String name : names) {
                words.append(separator).append(name).append(state(input.named(name)));
                separator = ", ";
            }
            return words.toString();
        }

        private static String state(Object value) {
            return " is " + (value == Formula.ABSENT || value == null ? Values.shown(value)
                    : value instanceof List<?> list ? list.stream().map(Values::shown).collect(Collectors.joining(", ", "[", "]"))
                    : Values.shown(value));
        }
    }
}
