package io.caravan.expression;

import static io.caravan.expression.Function.ours;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Functions that ask what is around the mapping: names already given, tables, randomness. */
final class IdentityFunctions {

    private IdentityFunctions() {
    }

    static List<Function> all() {
        return List.of(
                ours("uniqueName", "=namespace, *candidates...", "text", "The name this identity already has in the namespace, else the first candidate that nobody has. "
                        + "Candidates are tried one by one; one with counter is tried with each number.").entra("SelectUniqueValue")
                        .nulls("candidates that are null, absent or empty are passed over; absent when none is left")
                        .example("${uniqueName('people', 'zli', ${concat('zli', ${counter(2)})})}", "zli3")
                        .compiledBy(IdentityFunctions::uniqueName),
                ours("counter", "#start", "number", "Inside a candidate of uniqueName: counts from the start to 9,999, until the name is free.").nulls("–")
                        .example("${uniqueName('people', 'zli${counter(2)}')}", "zli3")
                        .compiledBy(IdentityFunctions::counter),
                ours("lookup", ":table, key, otherwise?", "any", "What stands beside the key in a lookup table of the mapping; else the third argument; else absent.")
                        .nulls("null and absent keys give the third argument; without one null → null, absent → absent")
                        .example("${lookup('cities', ${body[country]})}", "Bern")
                        .example("${lookup('cities', 'XX', 'elsewhere')}", "elsewhere")
                        .compiledBy(IdentityFunctions::lookup),
                ours("guid", "", "text", "A new random UUID. Use it with apply: on-create, or it changes in every cycle.").entra("Guid").nulls("–")
                        .example("${characters(${guid()})}", "36")
                        .compiledBy(call -> {
                            call.varies();
                            return input -> uuid(input.random());
                        }),
                ours("randomString", "#length, #minDigits?, #minSpecial?, #minUpper?, #minLower?, =avoid?", "text",
                        "Random characters, at most 256, with at least so many of each kind and none of those to avoid. Marked as sensitive; use it with apply: on-create.").entra("RandomString")
                        .example("${characters(${randomString(16, 2, 2, 2, 2)})}", "16")
                        .compiledBy(IdentityFunctions::randomString),
                ours("redact", "value", "any", "The value itself, marked as sensitive: not for logs and plans.").entra("Redact")
                        .example("${redact(${body[givenName]})}", "Zoë")
                        .compiledBy(call -> {
                            call.sensitive();
                            return call.term(0);
                        }));
    }

    private static Term uniqueName(Call call) {
        String namespace = call.word(0, "");
        call.givesNamesOf(namespace);
        Term[] terms = call.terms();
        List<Term> candidates = List.of(terms).subList(1, terms.length);
        return input -> {
            Candidates names = new Candidates(candidates, input);
            Object name = names.iterator().hasNext() ? input.uniqueName(namespace, names) : null;
            return name == null ? Formula.ABSENT : name;
        };
    }

    private static Term counter(Call call) {
        if (call.constantOrNull(0) == null) {
            call.wrong(0, ProblemCode.EXPRESSION_ARGUMENTS, "the counter's start must be written out", "write a whole number");
            return Term.constant(0L);
        }
        Number start = Values.numberOrNull(call.constantOrNull(0));
        if (!(start instanceof Long) || start.longValue() < 0 || start.longValue() > Limits.COUNTER) {
            call.wrong(0, ProblemCode.EXPRESSION_ARGUMENTS, "a counter starts between 0 and " + Limits.COUNTER, "write a whole number in between");
            return Term.constant(0L);
        }
        long from = start.longValue();
        return input -> {
            if (!(input instanceof Candidates.Counting counting)) {
                throw new FormulaException("counter stands outside a candidate of uniqueName");
            }
            return counting.number(from);
        };
    }

    private static Term lookup(Call call) {
        String table = call.word(0, "");
        Term key = call.term(1);
        Term otherwise = call.count() > 2 ? call.term(2) : null;
        return input -> {
            Object value = key.value(input);
            if (!Values.known(value)) {
                return otherwise == null ? value : otherwise.value(input);
            }
            Optional<Object> found = input.lookup(table, Values.text(value));
            return found.orElseGet(() -> otherwise == null ? Formula.ABSENT : otherwise.value(input));
        };
    }

    private static String uuid(RandomGenerator random) {
        long high = random.nextLong() & 0xFFFFFFFFFFFF0FFFL | 0x4000L;
        long low = random.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    private static Term randomString(Call call) {
        String avoid = call.word(5, "");
        if (RandomText.isExhausted(avoid)) {
            call.wrong(5, ProblemCode.EXPRESSION_ARGUMENTS, "nothing is left of one kind of character", "avoid fewer characters");
        }
        Term[] counts = new Term[5];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = call.term(i, 0L);
        }
        call.sensitive();
        call.varies();
        return input -> {
            int[] numbers = new int[counts.length];
            for (int i = 0; i < counts.length; i++) {
                Object value = counts[i].value(input);
                if (!Values.known(value)) {
                    return value;
                }
                numbers[i] = Values.integer(value);
            }
            return RandomText.of(numbers, avoid, input.random());
        };
    }
}
