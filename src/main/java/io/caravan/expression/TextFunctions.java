package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import io.caravan.diagnostic.VisibleText;
import io.caravan.subject.KeyText;
import java.util.List;
import java.util.Locale;

/** Functions that make one text of another. */
final class TextFunctions {

    private TextFunctions() {
    }

    static List<Function> all() {
        return List.of(
                camel("trim", "text", "text", "Without the white space at both ends, nor anything else that does not show: no-break and zero-width spaces, byte order marks, marks of direction.")
                        .example("${trim('  Ada ')}", "Ada")
                        .computes(value -> KeyText.trim(Values.text(value))),
                camel("uppercase", "text", "text", "In capitals.").entra("ToUpper")
                        .example("${uppercase('Straße')}", "STRASSE")
                        .computes(value -> Values.text(value).toUpperCase(Locale.ENGLISH)),
                camel("lowercase", "text", "text", "In small letters.").entra("ToLower")
                        .example("${lowercase(${body[givenName]})}", "zoë")
                        .computes(value -> Values.text(value).toLowerCase(Locale.ENGLISH)),
                camel("capitalize", "text", "text", "The first letter of every word between spaces as a capital; the others stay.")
                        .example("${capitalize('ada mcLean')}", "Ada McLean")
                        .computes(value -> capitalized(Values.text(value))),
                ours("properCase", "text, =separators?", "text", "Every word with one capital, the rest small; words end at spaces, or at the separators given.")
                        .entra("PCase")
                        .example("${properCase('MARY-ANN o NEIL')}", "Mary-ann O Neil")
                        .example("${properCase('MARY-ANN', ' -')}", "Mary-Ann")
                        .compiledBy(TextFunctions::properCase),
                camel("normalizeWhitespace", "text", "text", "White space at the ends removed, every run of it reduced to its first character.")
                        .example("${normalizeWhitespace('  Ada   Lovelace ')}", "Ada Lovelace")
                        .computes(value -> normalized(Values.text(value))),
                ours("stripSpaces", "text", "text", "Without any white space and anything else that does not show.").entra("StripSpaces")
                        .example("${stripSpaces('+41 44 123 45 67')}", "+41441234567")
                        .computes(value -> stripped(Values.text(value))),
                ours("normalizeDiacritics", "text", "text", "In plain Latin letters: accents removed, ß → ss, ø → oe, æ → ae; Greek and Cyrillic are transliterated.")
                        .entra("NormalizeDiacritics")
                        .example("${normalizeDiacritics('Søren Großmann-Žižek')}", "Soeren Grossmann-Zizek")
                        .example("${normalizeDiacritics('Юлия')}", "Yuliya")
                        .computes(value -> Transliteration.plain(Values.text(value))),
                camel("concat", "first, second, separator?", "text", "Two texts as one, with the separator between them.").entra("Append")
                        .example("${concat(${body[givenName]}, ${body[familyName]}, ' ')}", "Zoë Li")
                        .computesAll(values -> joined(Values.text(values[0]), values.length > 2 ? Values.text(values[2]) : "", Values.text(values[1]))),
                camel("pad", "text, #width, padding?", "text", "Filled up to a width (at most 256); behind the text, or before it when the width is negative.")
                        .example("${pad(${body[number]}, -6, 0)}", "000042")
                        .example("${pad('ab', 4, '*')}", "ab**")
                        .computesAll(values -> padded(Values.text(values[0]), Values.integer(values[1]), values.length > 2 ? Values.text(values[2]) : " ")),
                camel("replace", "from, to, text", "text", "Every occurrence of a text replaced by another; capitals count, and no pattern is read.").entra("Replace (plain)")
                        .valueLast().example("${replace(' ', '.', 'Ada Maria Lovelace')}", "Ada.Maria.Lovelace")
                        .computesAll(values -> replaced(Values.text(values[2]), entity(values[0]), entity(values[1]))),
                ours("replaceRegex", "/pattern, replacement, text", "text", "Every match of a regular expression replaced; $1 in the replacement is the first group.").entra("Replace (pattern)")
                        .valueLast().example("${replaceRegex('[^0-9]', '', '+41 (44) 123')}", "4144123")
                        .example("${replaceRegex('(\\w+), (\\w+)', '$2 $1', 'Lovelace, Ada')}", "Ada Lovelace")
                        .compiledBy(TextFunctions::replaceRegex),
                camel("quote", "value", "text", "In double quotes, instead of any quotes around it.")
                        .example("${quote('Ada')}", "\"Ada\"")
                        .computes(value -> quoted(Values.text(value))),
                camel("safeQuote", "value", "text, number or boolean", "Texts in double quotes; numbers and booleans as they are.")
                        .example("${safeQuote('42')}", "\"42\"")
                        .computes(value -> value instanceof Number || value instanceof Boolean ? value : quoted(Values.text(value))),
                camel("unquote", "text", "text", "Without the quotes around it.")
                        .example("${unquote(${quote('Ada')})}", "Ada")
                        .computes(value -> unquoted(Values.text(value))),
                ours("text", "value", "text", "Any value as text.").entra("CStr")
                        .example("${text(${body[number]})}", "42")
                        .computes(Values::text));
    }

    private static Term replaceRegex(Call call) {
        java.util.regex.Pattern pattern = call.pattern(0);
        Term replacement = call.term(1);
        Term text = call.term(2);
        return input -> {
            Object value = text.value(input);
            if (!Values.known(value)) {
                return value;
            }
            Object by = replacement.value(input);
            return Values.known(by) ? BoundedText.replaceAll(pattern, Values.text(value), Values.text(by)) : by;
        };
    }

    private static Term properCase(Call call) {
        Term text = call.term(0);
        String separators = call.word(1, " ");
        return input -> {
            Object value = text.value(input);
            return Values.known(value) ? properCased(Values.text(value), separators) : value;
        };
    }

    private static String properCased(String text, String separators) {
        StringBuilder proper = new StringBuilder(text.length());
        boolean first = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            proper.append(first ? Character.toTitleCase(c) : Character.toLowerCase(c));
            first = separators.indexOf(c) >= 0;
        }
        return proper.toString();
    }

    private static String capitalized(String text) {
        StringBuilder capitalized = new StringBuilder(text.length());
        boolean first = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            capitalized.append(first ? Character.toUpperCase(c) : c);
            first = Character.isWhitespace(c);
        }
        return capitalized.toString();
    }

    private static String normalized(String text) {
        StringBuilder normal = new StringBuilder(text.length());
        boolean inSpace = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = VisibleText.isBlank(c);
            if (!space || !inSpace) {
                normal.append(c);
            }
            inSpace = space;
        }
        return KeyText.trim(normal.toString());
    }

    private static String stripped(String text) {
        StringBuilder rest = new StringBuilder(text.length());
        text.codePoints().filter(c -> !VisibleText.isBlank(c) && !VisibleText.isFormat(c)).forEach(rest::appendCodePoint);
        return rest.toString();
    }

    private static String padded(String text, int width, String padding) {
        int missing = Math.min(Math.abs(width), Limits.MADE_TEXT) - text.length();
        if (missing <= 0 || padding.isEmpty()) {
            return text;
        }
        String filling = padding.repeat(missing / padding.length() + 1).substring(0, missing);
        return width < 0 ? filling + text : text + filling;
    }

    private static String joined(String first, String separator, String second) {
        Limits.check((long) first.length() + separator.length() + second.length());
        return first + separator + second;
    }

    private static String replaced(String text, String from, String to) {
        if (to.length() > from.length()) {
            long hits = from.isEmpty() ? text.length() + 1L : Lists.count(text, from);
            Limits.check(text.length() + hits * (to.length() - from.length()));
        }
        return text.replace(from, to);
    }

    /** Camel's ways to write quotes and nothing inside {@code replace}. */
    private static String entity(Object value) {
        String text = Values.text(value);
        return text.indexOf('&') < 0 ? text : text.replace("&quot;", "\"").replace("&apos;", "'").replace("&empty;", "");
    }

    private static String quoted(String text) {
        return '"' + unquoted(text) + '"';
    }

    private static String unquoted(String text) {
        int from = 0;
        int to = text.length();
        if (to < 2) {
            return text;
        }
        if (isQuote(text.charAt(0))) {
            from++;
        }
        if (to > from && isQuote(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }
}
