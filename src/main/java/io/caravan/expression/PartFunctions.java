package io.caravan.expression;

import static io.caravan.expression.Function.camel;
import static io.caravan.expression.Function.ours;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Functions that take a part of a text, or measure it. Places count Unicode characters, so that no letter is cut in two. */
final class PartFunctions {

    private PartFunctions() {
    }

    static List<Function> all() {
        return List.of(
                ours("left", "text, #count", "text", "The first characters; the whole text when the count is negative or too large.").entra("Left")
                        .example("${left(${body[familyName]}, 1)}", "L")
                        .computes((text, count) -> left(Values.text(text), Values.integer(count))),
                ours("right", "text, #count", "text", "The last characters.")
                        .example("${right('E1207', 4)}", "1207")
                        .computes((text, count) -> right(Values.text(text), Values.integer(count))),
                ours("mid", "text, #start, #length", "text", "Characters from a place on; the first is 1.").entra("Mid")
                        .example("${mid('E1207', 2, 2)}", "12")
                        .computesAll(values -> mid(Values.text(values[0]), Values.integer(values[1]), Values.integer(values[2]))),
                camel("substring", "#head, #tail, text", "text", "Without so many characters at the beginning and so many at the end.")
                        .valueLast().example("${substring(1, 2, 'E1207')}", "12")
                        .computesAll(values -> clipped(Values.text(values[2]), Values.integer(values[0]), Values.integer(values[1]))),
                camel("substringBefore", "text, before", "text", "What stands before the first occurrence; null when there is none.")
                        .example("${substringBefore(${body[email]}, '@')}", "zoe.li")
                        .computes((text, before) -> before(Values.text(text), Values.text(before))),
                camel("substringAfter", "text, after", "text", "What stands after the first occurrence; null when there is none.")
                        .example("${substringAfter(${body[email]}, '@')}", "example.com")
                        .computes((text, after) -> after(Values.text(text), Values.text(after))),
                camel("substringBetween", "text, after, before", "text", "What stands between the two; null when one of them is missing.")
                        .example("${substringBetween('cn=ada,dc=com', 'cn=', ',')}", "ada")
                        .computesAll(values -> between(Values.text(values[0]), Values.text(values[1]), Values.text(values[2]))),
                ours("word", "text, #number, =delimiters?", "text", "One word; the first is 1. Words end at spaces, or at any of the delimiters. Empty text when there is no such word.")
                        .entra("Word")
                        .example("${word('Ada Maria Lovelace', 2)}", "Maria")
                        .example("${word('a;b,c', 3, ';,')}", "c")
                        .computesAll(values -> word(Values.text(values[0]), Values.integer(values[1]), values.length > 2 ? Values.text(values[2]) : " ")),
                ours("position", "text, find, #start?", "number", "Where a text stands in another, the first character being 1; 0 when it does not.").entra("InStr")
                        .example("${position('alovelace', 'love')}", "2")
                        .computesAll(values -> position(Values.text(values[0]), Values.text(values[1]), values.length > 2 ? Values.integer(values[2]) : 1)),
                ours("characters", "text", "number", "How many characters.").entra("Len")
                        .example("${characters('Zoë')}", "3")
                        .computes(value -> (long) count(Values.text(value))),
                camel("length", "text", "number", "How many bytes in UTF-8, as Camel counts; characters counts characters.")
                        .example("${length('Zoë')}", "4")
                        .computes(value -> (long) Values.text(value).getBytes(StandardCharsets.UTF_8).length));
    }

    private static int count(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String left(String text, int count) {
        return count < 0 || count >= count(text) ? text : text.substring(0, text.offsetByCodePoints(0, count));
    }

    private static String right(String text, int count) {
        int all = count(text);
        return count < 0 || count >= all ? text : text.substring(text.offsetByCodePoints(0, all - count));
    }

    private static String mid(String text, int start, int length) {
        int all = count(text);
        int from = Math.max(0, start - 1);
        if (from >= all || length <= 0) {
            return "";
        }
        int end = (int) Math.min(all, (long) from + length);
        return text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, end));
    }

    private static String clipped(String text, int head, int tail) {
        long from = Math.abs((long) head);
        long to = text.length() - Math.abs((long) tail);
        if (head < 0 && tail == 0) {
            from = 0;
            to = text.length() - Math.abs((long) head);
        }
        return from >= to ? "" : text.substring((int) from, (int) to);
    }

    private static String before(String text, String before) {
        int at = text.indexOf(before);
        return at < 0 ? null : text.substring(0, at);
    }

    private static String after(String text, String after) {
        int at = text.indexOf(after);
        return at < 0 ? null : text.substring(at + after.length());
    }

    private static String between(String text, String after, String before) {
        String rest = after(text, after);
        return rest == null ? null : before(rest, before);
    }

    private static String word(String text, int number, String delimiters) {
        int seen = 0;
        int from = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || delimiters.indexOf(text.charAt(i)) >= 0) {
                if (i > from && ++seen == number) {
                    return text.substring(from, i);
                }
                from = i + 1;
            }
        }
        return "";
    }

    private static long position(String text, String find, int start) {
        int all = count(text);
        if (start < 1 || start > all) {
            return 0;
        }
        int at = text.indexOf(find, text.offsetByCodePoints(0, start - 1));
        return at < 0 ? 0 : text.codePointCount(0, at) + 1;
    }
}
