package io.caravan.operations.entra;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads Entra's expressions: functions with arguments in brackets, attributes in square ones, text in double quotes, in which a quote is written
 * {@code \"} or twice, and a backslash {@code \\}. Not thread-safe.
 */
final class EntraParser {

    private static final int LONGEST = 20_000;
    private static final int DEEPEST = 64;
    private static final List<String> SIGNS = List.of("<>", ">=", "<=", "=", ">", "<");

    private final String text;
    private int at;
    private int depth;

    private EntraParser(String text) {
        this.text = text;
    }

    /** @throws NotFollowed when it cannot be read; says at which character */
    static EntraTerm parse(String text) {
        if (text.length() > LONGEST) {
            throw new NotFollowed("the expression has more than " + LONGEST + " characters");
        }
        EntraParser parser = new EntraParser(text);
        EntraTerm whole = parser.term();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.broken("the expression goes on where it should end");
        }
        return whole;
    }

    private NotFollowed broken(String why) {
        return new NotFollowed(why + " (character " + (at + 1) + ")");
    }

    private EntraTerm term() {
        EntraTerm left = operand();
        skipSpace();
        for (String sign : SIGNS) {
            if (text.startsWith(sign, at)) {
                at += sign.length();
                return new EntraTerm.Compared(left, sign, operand());
            }
        }
        return left;
    }

    private EntraTerm operand() {
        skipSpace();
        char c = here();
        if (c == '[') {
            return attribute();
        }
        if (c == '"') {
            return quoted();
        }
        if (c == '&' || c == '-' || Character.isDigit(c)) {
            return number();
        }
        if (!Character.isLetter(c)) {
            throw broken(at >= text.length() ? "a value is missing at the end" : "a value is missing before '" + c + "'");
        }
        int from = at;
        while (Character.isLetterOrDigit(here()) || here() == '_') {
            at++;
        }
        String word = text.substring(from, at);
        skipSpace();
        return here() == '(' ? new EntraTerm.Called(word, arguments()) : new EntraTerm.Bare(word);
    }

    /** A name may have square brackets in pairs itself. */
    private EntraTerm attribute() {
        int from = ++at;
        for (int open = 1; at < text.length(); at++) {
            open += here() == '[' ? 1 : here() == ']' ? -1 : 0;
            if (open == 0) {
                String name = text.substring(from, at++).strip();
                if (name.isEmpty()) {
                    throw broken("an attribute has no name");
                }
                return new EntraTerm.OfAttribute(name);
            }
        }
        throw broken("a square bracket is never closed");
    }

    private EntraTerm quoted() {
        StringBuilder meant = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = here();
            char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
            if (c == '"' && next != '"') {
                at++;
                return new EntraTerm.Quoted(meant.toString());
            }
            if (c == '"' || c == '\\' && (next == '"' || next == '\\')) {
                at++;
                c = next;
            }
            meant.append(c);
        }
        throw broken("a quote is never closed");
    }

    private EntraTerm number() {
        int from = at;
        at += text.startsWith("&H", at) || text.startsWith("&h", at) ? 2 : 1;
        boolean hexadecimal = at == from + 2;
        while (Character.digit(here(), hexadecimal ? 16 : 10) >= 0 || !hexadecimal && here() == '.') {
            at++;
        }
        String digits = text.substring(from, at);
        if (hexadecimal && digits.length() > 2 && digits.length() < 18) {
            return new EntraTerm.Digits(new BigInteger(digits.substring(2), 16).toString());
        }
        if (!digits.matches("-?\\d{1,18}(\\.\\d{1,18})?")) {
            throw broken("this is no number");
        }
        return new EntraTerm.Digits(digits);
    }

    private List<EntraTerm> arguments() {
        if (++depth > DEEPEST) {
            throw broken("functions are nested more than " + DEEPEST + " deep");
        }
        at++;
        List<EntraTerm> arguments = new ArrayList<>();
        skipSpace();
        if (here() == ')') {
            at++;
            depth--;
            return arguments;
        }
        while (true) {
            skipSpace();
            arguments.add(here() == ',' || here() == ')' ? new EntraTerm.Omitted() : term());
            skipSpace();
            char c = here();
            if (c != ',' && c != ')') {
                throw broken(at >= text.length() ? "a bracket is never closed" : "a comma or a bracket is missing before '" + c + "'");
            }
            at++;
            if (c == ')') {
                depth--;
                return arguments;
            }
        }
    }

    /** The character here; 0 at the end. */
    private char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void skipSpace() {
        while (Character.isWhitespace(here())) {
            at++;
        }
    }
}
