package io.caravan.expression;

import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.ForwardedInput;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * The candidates of one {@code uniqueName}, computed one by one and only as far as needed; those without a value are
 * passed over, and one with {@code counter} is repeated with every number.
 */
final class Candidates implements Iterable<Supplier<Object>> {

    private final List<Term> terms;
    private final FormulaInput input;

    Candidates(List<Term> terms, FormulaInput input) {
        this.terms = terms;
        this.input = input;
    }

    @Override
    public Iterator<Supplier<Object>> iterator() {
        return new Names();
    }

    private final class Names implements Iterator<Supplier<Object>> {

        private int next;
        private int step;
        private Object value;

        @Override
        public boolean hasNext() {
            while (value == null && next < terms.size()) {
                Counting counting = new Counting(input, step);
                Object candidate = terms.get(next).value(counting);
                boolean usable = Values.known(candidate) && !"".equals(candidate);
                if (usable && counting.isWithinReach()) {
                    value = candidate;
                }
                if (usable && counting.isCounted() && counting.isWithinReach()) {
                    step++;
                } else {
                    next++;
                    step = 0;
                }
            }
            return value != null;
        }

        @Override
        public Supplier<Object> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Object name = Values.text(value);
            value = null;
            return () -> name;
        }
    }

    /** The same input, with a number for {@code counter}. */
    static final class Counting implements ForwardedInput {

        private final FormulaInput input;
        private final int step;
        private long reached = -1;

        Counting(FormulaInput input, int step) {
            this.input = input;
            this.step = step;
        }

        Object number(long start) {
            reached = start + step;
            return reached;
        }

        boolean isCounted() {
            return reached >= 0;
        }

        boolean isWithinReach() {
            return reached <= Limits.COUNTER;
        }

        @Override
        public FormulaInput input() {
            return input;
        }
    }
}
