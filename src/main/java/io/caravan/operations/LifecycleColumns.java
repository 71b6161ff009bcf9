package io.caravan.operations;

import io.caravan.subject.DateText;
import io.caravan.subject.Lifecycle;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the columns that decide when somebody is there: which form their dates have, and what the words of a status mean. What is not sure stays as it is
 * written in the source; the hub understands it or fails the person, and nobody is given access by a guess.
 */
final class LifecycleColumns {

    static final Set<String> DATES = Set.of(Lifecycle.START_DATE, Lifecycle.END_DATE, Lifecycle.LAST_WORKING_DAY, Lifecycle.LEAVE_FROM, Lifecycle.LEAVE_UNTIL);
    private static final int MOST_WORDS = 12;
    private static final List<String> DAY_FIRST = List.of("dd.MM.uuuu", "d.M.uuuu", "dd/MM/uuuu", "d/M/uuuu", "dd-MM-uuuu");
    private static final List<String> MONTH_FIRST = List.of("MM/dd/uuuu", "M/d/uuuu", "MM-dd-uuuu");
    private static final List<String> YEAR_FIRST = List.of("uuuu/MM/dd", "uuuu.MM.dd", "dd-MMM-uuuu");
    private static final Map<String, List<String>> WORDS = Map.of(
            "active", List.of("active", "aktiv", "actif", "activo", "attivo", "employed", "current", "working", "beschäftigt"),
            "leave", List.of("leave", "on leave", "leave of absence", "loa", "beurlaubt", "elternzeit", "parental leave", "sabbatical"),
            "terminated", List.of("terminated", "left", "leaver", "departed", "ended", "former", "ausgeschieden", "ausgetreten", "beendet", "sorti"));
    /** Of a column that says whether somebody is there; as a status, 1 may be anything. */
    private static final Map<String, List<String>> FLAGS = Map.of("active", List.of("true", "yes", "ja", "oui", "1"), "terminated", List.of("false", "no", "nein", "non", "0"));

    /**
     * How a column becomes an attribute of the hub.
     *
     * @param expression of which {@code VALUE} is the column
     * @param decision   what nobody but its owner knows
     */
    record Reading(String expression, Optional<String> decision) {
    }

    private LifecycleColumns() {
    }

    /** @param values of every column with dates: a source writes all of them alike */
    static Reading dates(Set<String> values, Set<String> ofAll) {
        if (values.stream().allMatch(LifecycleColumns::isRead)) {
            return new Reading("VALUE", Optional.empty());
        }
        List<String> fitting = new ArrayList<>();
        for (List<String> patterns : List.of(DAY_FIRST, MONTH_FIRST, YEAR_FIRST)) {
            for (String time : List.of("", " HH:mm", " HH:mm:ss")) {
                patterns.stream().map(pattern -> pattern + time).filter(pattern -> fits(pattern, values)).findFirst().ifPresent(fitting::add);
            }
        }
        List<String> elsewhere = fitting.stream().filter(pattern -> ofAll.stream().filter(value -> !isRead(value)).allMatch(value -> fits(pattern, Set.of(value)))).toList();
        List<String> possible = elsewhere.isEmpty() ? fitting : elsewhere;
        if (possible.size() == 1) {
            return new Reading("${dateParse(VALUE, '" + written(possible.get(0)) + "')}", Optional.empty());
        }
        String choice = possible.stream().map(pattern -> "${dateParse(…, '" + written(pattern) + "')}").collect(Collectors.joining(" or "));
        return new Reading("VALUE", Optional.of(possible.isEmpty() ? "in which form are these dates? ${dateParse(…, 'PATTERN')} reads others than 2026-11-30; until then each of these people fails"
                : "is the day or the month first? " + choice + "; until then each of these people fails"));
    }

    /** Patterns of java.time mean with uuuu what people write yyyy for. */
    private static String written(String pattern) {
        return pattern.replace('u', 'y');
    }

    private static boolean isRead(String value) {
        try {
            return DateText.isNone(value) || !DateText.day(value, ZoneOffset.UTC).isEmpty();
        } catch (DateTimeException otherForm) {
            return false;
        }
    }

    private static boolean fits(String pattern, Set<String> values) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
        return values.stream().filter(value -> !DateText.isNone(value)).allMatch(value -> {
            try {
                return pattern.contains("H") ? !LocalDateTime.parse(value.strip(), formatter).toString().isEmpty()
                        : !LocalDate.parse(value.strip(), formatter).toString().isEmpty();
            } catch (DateTimeException other) {
                return false;
            }
        });
    }

    /** @param values each that occurs */
    static Reading status(Set<String> values) {
        return status(values, WORDS);
    }

    /** @param values each that occurs, in a column that says whether somebody is there */
    static Reading presence(Set<String> values) {
        return status(values, FLAGS);
    }

    private static Reading status(Set<String> values, Map<String, List<String>> known) {
        Map<String, String> words = new LinkedHashMap<>();
        Set<String> unknown = new LinkedHashSet<>();
        values.forEach(value -> meaning(value, known).ifPresentOrElse(meaning -> words.put(value, meaning), () -> unknown.add(value)));
        if (values.size() > MOST_WORDS || words.isEmpty() && !unknown.isEmpty()) {
            return new Reading("VALUE", Optional.of("what do these words mean? A status is active, leave or terminated: ${switch(…, …, 'WORD', 'active')}; until then each of these people fails"));
        }
        Optional<String> decision = unknown.isEmpty() ? Optional.empty()
                : Optional.of("are people with the status " + Page.samples(unknown) + " active, on leave or terminated? Until it is said, each of them fails");
        if (words.entrySet().stream().allMatch(each -> each.getKey().strip().equalsIgnoreCase(each.getValue()))) {
            return new Reading("VALUE", decision);
        }
        String cases = words.entrySet().stream().filter(each -> each.getKey().matches("[\\p{L}\\p{N} _.-]+"))
                .map(each -> "'" + each.getKey() + "', '" + each.getValue() + "'").collect(Collectors.joining(", "));
        return new Reading("${switch(VALUE, VALUE, " + cases + ")}", decision);
    }

    private static Optional<String> meaning(String value, Map<String, List<String>> known) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        return known.entrySet().stream().filter(each -> each.getValue().contains(word)).map(Map.Entry::getKey).findFirst();
    }

    /** Whether every value is a yes or a no. */
    static boolean isFlag(Set<String> values) {
        Set<String> flags = Set.of("true", "false", "yes", "no", "ja", "nein", "1", "0");
        return !values.isEmpty() && values.stream().allMatch(value -> flags.contains(value.strip().toLowerCase(Locale.ROOT)));
    }

    /** Whether a column that is so called says that somebody is there. */
    static boolean isPresence(String name) {
        return Set.of("active", "enabled", "isactive", "isenabled", "aktiv", "accountenabled").contains(AttributeNames.plain(name));
    }
}
