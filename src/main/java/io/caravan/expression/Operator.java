package io.caravan.expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The comparisons of a condition. With a null or absent side every plain operator is false and every negated one true;
 * only {@code ==} and {@code !=} against {@code null} ask for exactly that.
 */
enum Operator {
    EQUAL("==", "equal; texts to the letter, numbers by value", "${body[age]} == 42") {
        @Override
        boolean holds(Object left, Object right) {
            return Values.same(left, right, false);
        }
    },
    EQUAL_IGNORING_CASE("=~", "equal, upper and lower case alike", "${body[city]} =~ 'bern'") {
        @Override
        boolean holds(Object left, Object right) {
            return Values.same(left, right, true);
        }
    },
    GREATER(">", "greater; numbers by value, texts by their characters", "${body[age]} > 17") {
        @Override
        boolean holds(Object left, Object right) {
            Integer order = Values.order(left, right);
            return order != null && order > 0;
        }
    },
    GREATER_OR_EQUAL(">=", "greater or equal", "${body[hireDate]} >= '2026-01-01'") {
        @Override
        boolean holds(Object left, Object right) {
            Integer order = Values.order(left, right);
            return order != null && order >= 0;
        }
    },
    LESS("<", "less", "${body[age]} < 67") {
        @Override
        boolean holds(Object left, Object right) {
            Integer order = Values.order(left, right);
            return order != null && order < 0;
        }
    },
    LESS_OR_EQUAL("<=", "less or equal", "${body[age]} <= 66") {
        @Override
        boolean holds(Object left, Object right) {
            Integer order = Values.order(left, right);
            return order != null && order <= 0;
        }
    },
    CONTAINS("contains", "the text has this part, the list this element, or the number is this one", "${body[title]} contains 'Manager'") {
        @Override
        boolean holds(Object left, Object right) {
            if (left instanceof List<?> list) {
                return hasElement(list, right);
            }
            return left instanceof String text && !(right instanceof List<?>) ? text.contains(Values.text(right))
                    : Values.same(left, right, false);
        }
    },
    CONTAINS_IGNORING_CASE("~~", "has this part, upper and lower case alike", "${body[title]} ~~ 'manager'") {
        @Override
        boolean holds(Object left, Object right) {
            if (right instanceof List<?>) {
                return false;
            }
            if (!(left instanceof String) && !(left instanceof List<?>)) {
                return Values.same(left, right, true);
            }
            String part = Values.text(right);
            for (Object element : Values.list(left)) {
                if (Values.known(element) && Values.containsIgnoringCase(Values.text(element), part)) {
                    return true;
                }
            }
            return false;
        }
    },
    IN("in", "one of the values, separated by commas without spaces, or of the list", "${body[type]} in 'employee,contractor'") {
        @Override
        boolean holds(Object left, Object right) {
            if (right instanceof String text) {
                return hasElement(Lists.commaSeparated(text), left);
            }
            return right instanceof List<?> list ? hasElement(list, left) : Values.same(left, right, false);
        }
    },
    REGEX("regex", "the whole text matches the pattern", "${body[workerId]} regex 'E[0-9]+'") {
        @Override
        boolean holds(Object left, Object right) {
            return !(left instanceof List<?>)
                    && BoundedText.matches((java.util.regex.Pattern) right, Values.text(left));
        }
    },
    RANGE("range", "a number from..to, both included", "${body[grade]} range '1..9'") {
        @Override
        boolean holds(Object left, Object right) {
            Number number = Values.numberOrNull(left);
            return number != null && ((Range) right).holds(number);
        }
    },
    STARTS_WITH("startsWith", "the text begins so", "${body[workerId]} startsWith 'E'") {
        @Override
        boolean holds(Object left, Object right) {
            return !(left instanceof List<?>) && !(right instanceof List<?>)
                    && Values.text(left).startsWith(Values.text(right));
        }
    },
    ENDS_WITH("endsWith", "the text ends so", "${body[email]} endsWith '@example.com'") {
        @Override
        boolean holds(Object left, Object right) {
            return !(left instanceof List<?>) && !(right instanceof List<?>)
                    && Values.text(left).endsWith(Values.text(right));
        }
    };

    private final String symbol;
    private final String meaning;
    private final String example;

    Operator(String symbol, String meaning, String example) {
        this.symbol = symbol;
        this.meaning = meaning;
        this.example = example;
    }

    /** Whether it holds for two known values. */
    abstract boolean holds(Object left, Object right);

    String symbol() {
        return symbol;
    }

    String meaning() {
        return meaning;
    }

    String example() {
        return example;
    }

    /** How it is written when it must not hold; empty for the four orderings. */
    Optional<String> negated() {
        return switch (this) {
            case EQUAL -> Optional.of("!=");
            case EQUAL_IGNORING_CASE -> Optional.of("!=~");
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> Optional.empty();
            default -> Optional.of("!" + symbol);
        };
    }

    /** An older spelling that Camel still reads, such as {@code not in}. */
    Stream<Spelling> spellings() {
        Stream<Spelling> current = Stream.concat(Stream.of(new Spelling(symbol, this, false, false)),
                negated().stream().map(text -> new Spelling(text, this, true, false)));
        return Stream.concat(current, switch (this) {
            case CONTAINS, IN, REGEX, RANGE -> Stream.of(new Spelling("not " + symbol, this, true, true));
            case STARTS_WITH -> Stream.of(new Spelling("starts with", this, false, true));
            case ENDS_WITH -> Stream.of(new Spelling("ends with", this, false, true));
            default -> Stream.empty();
        });
    }

    /** Every spelling, longest first, so that the first that fits is the right one. */
    static final List<Spelling> SPELLINGS = Stream.of(values()).flatMap(Operator::spellings)
            .sorted((a, b) -> b.text().length() - a.text().length()).toList();

    /** One way to write an operator. */
    record Spelling(String text, Operator operator, boolean negated, boolean outdated) {

        boolean isWord() {
            return Character.isLetter(text.charAt(text.length() - 1));
        }

        String current() {
            return negated ? operator.negated().orElseThrow() : operator.symbol;
        }
    }

    /** The two ends of {@code range}. */
    record Range(long from, long to) {

        static Optional<Range> of(String text) {
            java.util.regex.Matcher matcher = SHAPE.matcher(text.strip());
            return matcher.matches()
                    ? Optional.of(new Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))) : Optional.empty();
        }

        boolean holds(Number number) {
            return Values.order(number, from) >= 0 && Values.order(number, to) <= 0;
        }

        private static final java.util.regex.Pattern SHAPE = java.util.regex.Pattern.compile("(-?\\d{1,18})\\.\\.(-?\\d{1,18})");
    }

    private static boolean hasElement(List<?> list, Object wanted) {
        for (Object element : list) {
            if (Values.known(element) && Values.same(element, wanted, false)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return symbol.toLowerCase(Locale.ROOT);
    }
}
