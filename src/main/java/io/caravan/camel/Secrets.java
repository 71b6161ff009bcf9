package io.caravan.camel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets of one system, and the removal of them from whatever is about to be said. A short secret also stands in words and
 * numbers that have nothing to do with it, and a message without its every "1" says nothing any more: it is removed where it
 * stands as a word, a very short one only where it stands as the value of what is named like a secret. Immutable.
 */
public final class Secrets {

    private static final int LONGEST_MESSAGE = 500;
    private static final String SENSITIVE = "(sensitive)";
    /** Shorter ones are removed as whole words only. */
    private static final int LONG = 8;
    /** Still shorter ones tell nobody anything where nobody says what they are. */
    private static final int A_WORD = 4;
    private static final String AS_VALUE = "(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?|authorization)\"?'?\\s*[=:]\\s*(?:(?:bearer|basic)\\s+)?[\"']?|\\bbearer\\s+"
            + "|://[^/@\\s:]*:)";

    private final List<Pattern> secrets;

    public Secrets(Collection<String> values) {
        this.secrets = values.stream().filter(value -> !value.isBlank())
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8))).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).map(Secrets::pattern).toList();
    }

    /** What stands in front of the secret, as its first group, and the secret. */
    private static Pattern pattern(String secret) {
        String itself = "(?-i:" + Pattern.quote(secret) + ")";
        if (secret.length() >= LONG) {
            return Pattern.compile("()" + itself);
        }
        return Pattern.compile((secret.length() < A_WORD ? AS_VALUE : "(" + AS_VALUE + "|(?<![\\p{L}\\p{N}]))") + itself + "(?![\\p{L}\\p{N}])");
    }

    /** The message in one line, without secrets, at most 500 characters long. */
    public String redact(String message) {
        String safe = message == null ? "" : message;
        for (Pattern secret : secrets) {
            safe = secret.matcher(safe).replaceAll("$1" + Matcher.quoteReplacement(SENSITIVE));
        }
        safe = safe.strip().replaceAll("\\s+", " ");
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
