package io.caravan.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import org.snakeyaml.engine.v2.nodes.Tag;

/** What YAML's own words mean: its plain values (YAML 1.2.2 §10.3), and its parser's complaints in an author's words. */
final class YamlWords {

    private YamlWords() {
    }

    /** The value of an unquoted scalar that the core schema does not take for text. */
    static Object value(String text, Tag tag) {
        if (tag.equals(Tag.NULL)) {
            return null;
        }
        if (tag.equals(Tag.BOOL)) {
            return Boolean.valueOf(text.toLowerCase(Locale.ROOT));
        }
        if (tag.equals(Tag.INT)) {
            return whole(text);
        }
        if (tag.equals(Tag.FLOAT) && !text.toLowerCase(Locale.ROOT).matches("[-+]?\\.(inf|nan)")) {
            return new BigDecimal(text);
        }
        return text;
    }

    private static Object whole(String text) {
        BigInteger number = text.startsWith("0x") ? new BigInteger(text.substring(2), 16)
                : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : new BigDecimal(number);
    }

    /** The parser's complaint without its jargon. */
    static String plain(String complaint) {
        if (complaint.startsWith("mapping values are not allowed here")) {
            return "there is no place for a colon here";
        }
        if (complaint.contains("could not find expected ':'")) {
            return "a key without a colon";
        }
        if (complaint.contains("but found '<block") || complaint.contains("but got <block")) {
            return "the indentation fits no block above";
        }
        if (complaint.contains("unexpected end of stream") || complaint.contains("<stream end>")) {
            return "a quote or bracket is never closed";
        }
        if (complaint.contains("undefined alias")) {
            return "an alias (*name) without its anchor (&name)";
        }
        return complaint.replaceAll("[<>]", "").replaceAll("\\s+", " ");
    }

    static String remedy(String complaint) {
        if (complaint.startsWith("mapping values are not allowed here")) {
            return "put the value in quotes, or check the indentation of this line";
        }
        if (complaint.contains("cannot start any token")) {
            return "put the value in quotes";
        }
        return "check indentation, quotes and brackets here and in the line above";
    }
}
