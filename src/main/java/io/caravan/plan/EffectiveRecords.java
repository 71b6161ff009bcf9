package io.caravan.plan;

import io.caravan.mapping.EffectiveDate;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.Authority.Statement;
import io.caravan.subject.DateText;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of the records of one person in one source are true at a moment: of each thing that they are versions of, the one that began last.
 * A record that says nothing, being out of scope, is true like any other: what it takes the place of is over. Pure; serves one moment.
 */
public final class EffectiveRecords {

    private static final String PERSON = "";

    private final InboundJob job;
    private final Instant now;
    private final List<Statement> inForce = new ArrayList<>();
    /** As it stands until its day, by the record. */
    private final Map<Statement, Statement> ahead = new LinkedHashMap<>();
    private final Map<Statement, Version> versions = new LinkedHashMap<>();

    /**
     * @param text     the day as it was given; empty: it has always been true
     * @param readable whether anybody can tell from when it is true
     */
    private record Version(Statement said, Instant from, String text, String of, String order, boolean readable) implements Comparable<Version> {

        @Override
        public int compareTo(Version other) {
            int byDay = from.compareTo(other.from);
            int byOrder = byDay != 0 ? byDay : values(order, other.order);
            return byOrder != 0 ? byOrder : said.anchor().compareTo(other.said.anchor());
        }

        private static int values(String one, String other) {
            try {
                return new BigDecimal(one).compareTo(new BigDecimal(other));
            } catch (NumberFormatException texts) {
                return one.compareTo(other);
            }
        }
    }

    /** @param records all of this job, none of them absent */
    EffectiveRecords(InboundJob job, List<Statement> records, Instant now, ZoneId fallback) {
        this.job = job;
        this.now = now;
        if (job.asOf().isEmpty()) {
            records.stream().filter(Statement::speaks).forEach(inForce::add);
            return;
        }
        ZoneId ofPerson = zone(records, fallback);
        Map<String, List<Version>> groups = new LinkedHashMap<>();
        for (Statement said : records) {
            Version version = version(said, zone(said.attributes().text(Lifecycle.TIME_ZONE).orElse(""), ofPerson));
            versions.put(said, version);
            if (!version.readable() && records.stream().anyMatch(other -> other != said && other.anchor().equals(said.anchor()))) {
                continue; // what it said before is there, with its day
            }
            groups.computeIfAbsent(version.of(), none -> new ArrayList<>(2)).add(version);
        }
        groups.values().forEach(this::choose);
    }

    private void choose(List<Version> some) {
        some.stream().filter(version -> !version.from().isAfter(now)).max(Comparator.naturalOrder()).map(Version::said).filter(Statement::speaks).ifPresent(inForce::add);
        some.stream().filter(version -> version.from().isAfter(now)).min(Comparator.comparing(Version::from).thenComparing(Comparator.reverseOrder()))
                .filter(version -> version.said().speaks()).ifPresent(version -> ahead.put(version.said(), untilItsDay(version)));
    }

    /** Nobody is there by what is not true yet. */
    private static Statement untilItsDay(Version version) {
        Statement said = version.said();
        String start = said.attributes().text(Lifecycle.START_DATE).orElse("");
        boolean later = start.length() >= 10 && version.text().length() >= 10 && start.compareTo(version.text()) > 0;
        return later ? said : new Statement(said.job(), said.anchor(), said.attributes().with(Map.of(Lifecycle.START_DATE, version.text())), said.record(), said.absentSince(),
                said.instead());
    }

    /** Those that are true and say something. */
    List<Statement> inForce() {
        return inForce;
    }

    /** Of each thing of which something is still to come, what comes next: its person begins with it, at the earliest. */
    List<Statement> ahead() {
        return List.copyOf(ahead.values());
    }

    /** When the next of them becomes true. */
    Optional<Instant> next() {
        return versions.values().stream().map(Version::from).filter(from -> from.isAfter(now) && from.isBefore(Instant.MAX)).min(Comparator.naturalOrder());
    }

    /** The record as it was given here. */
    Statement asGiven(Statement said) {
        return ahead.entrySet().stream().filter(each -> each.getValue() == said).map(Map.Entry::getKey).findFirst().orElse(said);
    }

    /** As it is compared here: until its day, with that day as its start. */
    Statement asCompared(Statement said) {
        return ahead.getOrDefault(said, said);
    }

    /** Since when, or from when, it is true; empty where nothing is said of that. */
    String words(Statement said) {
        String when = when(said);
        return said.instead().isEmpty() ? when : (when.isEmpty() ? "" : when + "; ") + "as it was before: nothing can be made of the record as it is by now";
    }

    private String when(Statement said) {
        Version version = versions.get(said);
        if (version == null || version.text().isEmpty()) {
            return versions.size() > 1 && version != null && !inForce.contains(said) ? "another is true by now" : "";
        }
        boolean begun = !version.from().isAfter(now);
        return begun ? inForce.contains(said) ? "true since " + version.text() : "was true from " + version.text() + ", another is by now" : "true from " + version.text() + " on";
    }

    private Version version(Statement said, ZoneId zone) {
        EffectiveDate asOf = job.asOf().orElseThrow();
        FormulaInput input = new MappingEvaluation(job.mapping(), said.record(), Optional.empty(), Set.of(), new PartialEvaluation.NothingButTime(now));
        String of = asOf.of().map(formula -> text(formula, input)).orElse(PERSON);
        String order = asOf.order().map(formula -> text(formula, input)).orElse("");
        try {
            Instant from = from(asOf, input, zone);
            Optional<Instant> later = said.instead().flatMap(Authority.Instead::notBefore).filter(moment -> moment.isAfter(from));
            return new Version(said, later.orElse(from), later.map(moment -> text(asOf, moment, zone)).orElse(dayText(asOf, input, zone)), of, order, true);
        } catch (FormulaException | DateTimeException | IllegalArgumentException unreadable) {
            return new Version(said, Instant.MIN, "", of, order, false); // it was refused when it was read: what is said is what was said before
        }
    }

    private static String text(EffectiveDate asOf, Instant moment, ZoneId zone) {
        return asOf.moment() ? moment.toString() : LocalDate.ofInstant(moment, zone).toString();
    }

    private static String text(Formula formula, FormulaInput input) {
        try {
            Object value = formula.evaluate(input);
            return value == null || value == Formula.ABSENT ? "" : KeyText.of(value.toString());
        } catch (RuntimeException unreadable) {
            return "";
        }
    }

    /**
     * From when a record is true, what of, and in which order, as it stands there.
     *
     * @throws FormulaException when nobody can tell from when
     */
    public static List<String> said(EffectiveDate asOf, FormulaInput input, ZoneId zone) {
        String of = asOf.of().map(formula -> text(formula, input)).orElse(PERSON);
        String order = asOf.order().map(formula -> text(formula, input)).orElse("");
        try {
            return List.of(dayText(asOf, input, zone), of, order);
        } catch (IllegalArgumentException unreadable) {
            return List.of(unreadable.getMessage(), of, order);
        }
    }

    /**
     * From when a record is true; without a day, always.
     *
     * @throws FormulaException         when it cannot be computed
     * @throws IllegalArgumentException when it is no date
     */
    public static Instant from(EffectiveDate asOf, FormulaInput input, ZoneId zone) {
        String day = dayText(asOf, input, zone);
        return day.isEmpty() ? Instant.MIN : Lifecycle.moment("asOf", day, zone, false).orElse(Instant.MAX);
    }

    private static String dayText(EffectiveDate asOf, FormulaInput input, ZoneId zone) {
        Object value = asOf.value().evaluate(input);
        if (value == null || value == Formula.ABSENT || DateText.isNone(value.toString())) {
            return "";
        }
        try {
            return asOf.moment() ? DateText.moment(value.toString()) : DateText.day(value.toString(), zone);
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException("asOf (" + asOf.value().position() + ") is \"" + value + "\": " + unreadable.getMessage(), unreadable);
        }
    }

    /** The zone of one who has one: what a record out of scope says of it, nobody knows. */
    static ZoneId zone(List<Statement> records, ZoneId fallback) {
        return records.stream().map(said -> zone(said.attributes().text(Lifecycle.TIME_ZONE).orElse(""), fallback)).filter(zone -> !zone.equals(fallback)).findFirst().orElse(fallback);
    }

    /** A zone that is none is told where it decides. */
    public static ZoneId zone(String name, ZoneId fallback) {
        try {
            return name.isBlank() ? fallback : ZoneId.of(name.strip());
        } catch (DateTimeException unknown) {
            return fallback;
        }
    }
}
