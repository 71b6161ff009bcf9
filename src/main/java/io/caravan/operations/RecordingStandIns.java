package io.caravan.operations;

import io.caravan.camel.HttpMask;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What stands for values in a recording: the same for the same value, so that what belongs together still does, and alike in form. */
final class RecordingStandIns implements HttpMask.StandIns {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ].*)?");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");
    private static final long FIRST_NUMBER = 9_000_000;

    private final Set<String> hidden;
    private final boolean allTexts;
    private final Set<String> words;
    private final Set<String> counts;
    private final Map<String, String> secrets = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * @param hidden   names of attributes and of members of JSON whose values are hidden
     * @param allTexts whether every text is
     * @param words    but for these, which decide something
     * @param counts   and for numbers of these names
     */
    RecordingStandIns(Set<String> hidden, boolean allTexts, Set<String> words, Set<String> counts) {
        this.hidden = hidden.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        this.allTexts = allTexts;
        this.words = words;
        this.counts = counts;
    }

    /** A value that stands in requests as it is, such as the mark of a page. */
    void keep(String value) {
        words.add(value);
    }

    @Override
    public String ofSecret(String value) {
        return secrets.computeIfAbsent(value, same -> "secret-" + (secrets.size() + 1));
    }

    @Override
    public boolean hides(String name) {
        return hidden.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean hides(String name, String value) {
        return hides(name) || allTexts && !name.isEmpty() && !words.contains(value) && !DATE.matcher(value).matches()
                && !value.contains("://") && !(counts.contains(name) && NUMBER.matcher(value).matches());
    }

    @Override
    public boolean hidesTexts() {
        return allTexts;
    }

    @Override
    public String ofHidden(String value) {
        return values.computeIfAbsent(value, same -> {
            int number = values.size() + 1;
            return value.contains("@") ? "hidden-" + number + "@example.com" : NUMBER.matcher(value).matches() ? Long.toString(FIRST_NUMBER + number) : "hidden-" + number;
        });
    }

    int secrets() {
        return secrets.size();
    }

    int values() {
        return values.size();
    }
}
