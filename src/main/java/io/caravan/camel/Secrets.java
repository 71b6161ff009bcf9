package io.caravan.camel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The secrets of one system, and the removal of them from whatever is about to be said. A short secret also stands in words and
 * numbers that have nothing to do with it, and a message without its every "1" says nothing any more: it is removed where it
 * stands as a word, a very short one only where it stands as the value of what is named like a secret. Learns those that are only
 * fetched when it is already in use. Thread-safe.
 */
public final class Secrets {

    /** The exchange variable that holds those of the system that is called. */
    public static final String VARIABLE = "secrets";

    private static final int LONGEST_MESSAGE = 500;
    static final String SENSITIVE = "(sensitive)";
    /** Shorter ones are removed as whole words only. */
    private static final int LONG = 8;
    /** Still shorter ones tell nobody anything where nobody says what they are. */
    private static final int A_WORD = 4;
    private static final String AS_VALUE = "(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token|key|credentials?|authorization)\"?'?\\s*[=:]\\s*(?:(?:bearer|basic)\\s+)?[\"']?|\\bbearer\\s+"
            + "|://[^/@\\s:]*:)";

    /** Fetched ones are many in the course of a year; the last few are those that a message may still hold. */
    private static final int MOST_LEARNED = 8;

    private final List<Pattern> secrets;
    private final Map<String, List<Pattern>> learned = new LinkedHashMap<>();
    private volatile List<Pattern> latest = List.of();

    public Secrets(Collection<String> values) {
        this.secrets = patterns(values);
    }

    private static List<Pattern> patterns(Collection<String> values) {
        return values.stream().filter(value -> !value.isBlank())
                .flatMap(value -> Stream.of(value, URLEncoder.encode(value, StandardCharsets.UTF_8))).distinct()
                .sorted(Comparator.comparingInt(String::length).reversed()).map(Secrets::pattern).toList();
    }

    /** One that has been fetched: from now on it is removed, too. */
    public void learn(String secret) {
        synchronized (learned) {
            if (learned.putIfAbsent(secret, patterns(List.of(secret))) == null) {
                if (learned.size() > MOST_LEARNED) {
                    learned.remove(learned.keySet().iterator().next());
                }
                latest = learned.values().stream().flatMap(List::stream).toList();
            }
        }
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
        String safe = removedFrom(message == null ? "" : message, secret -> SENSITIVE).strip().replaceAll("\\s+", " ");
        return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE - 1) + "…";
    }

    /** The text as it is, with something else in the place of each secret. */
    public String removedFrom(String text, UnaryOperator<String> standIn) {
        String safe = text;
        for (List<Pattern> known : List.of(secrets, latest)) {
            for (Pattern secret : known) {
                safe = secret.matcher(safe).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + standIn.apply(found.group().substring(found.group(1).length()))));
            }
        }
        return safe;
    }
}
