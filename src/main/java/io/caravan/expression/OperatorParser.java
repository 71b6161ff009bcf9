package io.caravan.expression;

import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the operator between two sides; knows what people write instead. */
final class OperatorParser {

    private static final Map<String, String> FOREIGN = Map.ofEntries(Map.entry("=", "=="), Map.entry("===", "=="), Map.entry("<>", "!="),
            Map.entry("!==", "!="), Map.entry("eq", "=="), Map.entry("equals", "=="), Map.entry("-eq", "=="), Map.entry("-ne", "!="),
            Map.entry("ne", "!="), Map.entry("gt", ">"), Map.entry("lt", "<"), Map.entry("and", "&&"), Map.entry("or", "||"),
            Map.entry("AND", "&&"), Map.entry("OR", "||"), Map.entry("&", "&&"), Map.entry("|", "||"), Map.entry("matches", "regex"),
            Map.entry("like", "~~"), Map.entry("not", "!="));

    private final Source source;

    OperatorParser(Source source) {
        this.source = source;
    }

    /** The operator here; empty, and reported, when there is none. */
    Optional<Operator.Spelling> spelling() {
        for (Operator.Spelling spelling : Operator.SPELLINGS) {
            int end = source.at + spelling.text().length();
            boolean whole = end >= source.text.length() || !spelling.isWord() || !Character.isLetterOrDigit(source.text.charAt(end));
            boolean longer = !spelling.isWord() && end < source.text.length() && "=<>~".indexOf(source.text.charAt(end)) >= 0;
            if (source.sees(spelling.text()) && whole && !longer) {
                if (spelling.outdated()) {
                    source.warning(ProblemCode.EXPRESSION_OPERATOR, source.at, end, spelling.text() + " is an older spelling",
                            "write " + spelling.current());
                }
                source.at = end;
                return Optional.of(spelling);
            }
        }
        unknownOperator();
        return Optional.empty();
    }

    private void unknownOperator() {
        int from = source.at;
        while (!source.atEnd() && !Character.isWhitespace(source.here()) && !source.seesFunction() && !source.seesQuote()
                && ",)}".indexOf(source.here()) < 0) {
            source.at++;
        }
        int to = Math.max(source.at, from + 1);
        String sign = source.text.substring(from, Math.min(to, source.text.length()));
        if (sign.equals("is") || sign.equals("!is")) {
            source.error(ProblemCode.EXPRESSION_REFUSED, from, to, "is asks for a Java type, which expressions do not see",
                    "${isString(…)} or ${kindOfType(…)}", "use ${isString(…)} or ${kindOfType(…)} == 'number'");
        } else {
            List<String> known = Operator.SPELLINGS.stream().map(Operator.Spelling::text).toList();
            Optional<String> meant = Optional.ofNullable(FOREIGN.get(sign)).or(() -> Suggestion.nearest(sign, known));
            source.error(ProblemCode.EXPRESSION_OPERATOR, from, to, "there is no operator " + sign,
                    "an operator such as == != contains in startsWith regex",
                    meant.map(word -> "did you mean " + word + "?").orElse("put text in quotes, and an operator between two values"));
        }
    }
}
