package io.caravan.operations;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a proposal for a mapping from a source into the hub: of what the columns are called, and of what stands in them. Not thread-safe. */
final class InboundDraft {

    /** The attribute of the hub that tells people apart, where nothing else is said. */
    static final String KEY = "workerId";
    private static final double HARDLY = 0.1;
    private static final double MOSTLY = 0.5;

    /**
     * The people that another source brings in, as its mapping makes them.
     *
     * @param key the attribute they are recognised by
     */
    record Others(String job, String key, Set<String> attributes, List<Map<String, Object>> people) {

        Map<String, Map<String, Object>> by(String attribute) {
            Map<String, Map<String, Object>> by = new LinkedHashMap<>();
            people.stream().filter(person -> person.get(attribute) != null).forEach(person -> by.put(person.get(attribute).toString().strip().toLowerCase(Locale.ROOT), person));
            return by;
        }
    }

    /** How the people of this source stand to those of the others. */
    private enum Population { FIRST, ANOTHER, THE_SAME, UNCLEAR }

    private final String job;
    private final SystemSpec system;
    private final SampledColumns columns;
    private final boolean namesAll;
    private final Optional<Anonymous> anonymous;
    private final Optional<Others> others;
    private final Page page = new Page();
    /** Of people that are in the hub already: by which attribute of theirs, and which of the source. */
    private Map.Entry<String, String> recognised;

    /** @param namesAll whether each read says which columns there are, so that none of them may be missing */
    InboundDraft(String job, SystemSpec system, SampledColumns columns, boolean namesAll, boolean anonymise, Optional<Others> others) {
        this.job = job;
        this.system = system;
        this.columns = columns;
        this.namesAll = namesAll;
        this.anonymous = anonymise ? Optional.of(new Anonymous(columns)) : Optional.empty();
        this.others = others;
    }

    Page page() {
        String key = keyColumn();
        recognised = Map.entry(others.map(Others::key).orElse(KEY), key);
        Population population = population();
        head();
        if (population == Population.THE_SAME || population == Population.UNCLEAR) {
            population(population);
            page.line("creates: false");
        }
        if (system.connector().objects().get(columns.answer().declared().name()).can(Operation.LIST) && population != Population.THE_SAME) {
            page.line("").line("# An export that broke off must make no leavers: a read that is smaller than the last by more than 10 % is not believed. What is normal here?")
                    .line("#completeness: {minRecords: " + Math.max(1, columns.records().size() / 2) + ", maxShrink: 2%}");
        }
        String hubKey = others.map(Others::key).orElse(KEY);
        page.line("").line("match:").line("  - {hub: " + recognised.getKey() + ", value: " + Page.expression(prefix(population) + read(recognised.getValue())) + "}");
        page.line("").line("attributes:");
        attributes(population, key, hubKey);
        return page;
    }

    private void head() {
        page.line("# yaml-language-server: $schema=../schemas/project.schema.json").line("job: " + job)
                .line("description: " + Page.yaml("Who there is, as " + system.name() + " says.")).line("from:").line("  system: " + system.name())
                .line("  object: " + columns.answer().declared().name());
        columns.answer().problem().ifPresent(problem -> page.decide("  ", columns.answer().told().isPresent()
                ? "the records could not be read (" + problem + "): nothing below was held against any"
                : "the system did not say what it has (" + problem + "): the names below are only what its connector declares"));
        List<String> listed = listed();
        if (!listed.isEmpty()) {
            page.line("  attributes: " + Page.yaml(listed));
        }
        page.line("to: hub");
    }

    /** A read in which one of them is missing fails: so only those that there are. */
    private List<String> listed() {
        return columns.attributes().stream().map(AttributeSpec::name).filter(name -> namesAll || name.equals(keyColumn()) || !columns.values(name).isEmpty()).toList();
    }

    private String keyColumn() {
        String anchor = columns.answer().declared().anchor();
        return columns.meaning(KEY).filter(name -> columns.tellsApart(name) || name.equals(anchor)).orElse(anchor);
    }

    private static String read(String column) {
        return Page.body(column).orElse("");
    }

    private String prefix(Population population) {
        return population == Population.ANOTHER || population == Population.UNCLEAR ? job + "-" : "";
    }

    private void population(Population population) {
        String first = others.orElseThrow().job();
        page.line("");
        if (population == Population.THE_SAME) {
            page.remark("", "The people of " + first + " again, by the values of " + recognised.getValue() + ": this adds to them, and makes nobody new.");
        } else {
            page.decide("", "are these people the people of " + first + "? " + (columns.records().isEmpty() ? "No record was seen" : "Some of their numbers or addresses are in both, but not all, or for other names") + ". Until it is said, this makes nobody new; "
                    + "delete 'creates: false' if they are others, and what stands before the key if they are the same");
        }
    }

    /** By the key, or by their addresses where no key is met: two records of one person must not become two people. */
    private Population population() {
        if (others.isEmpty()) {
            return Population.FIRST;
        }
        Population byKey = population(keyColumn(), others.get().by(others.get().key()));
        Optional<String> email = columns.meaning("email");
        if (byKey != Population.ANOTHER || email.isEmpty()) {
            return byKey;
        }
        Population byAddress = population(email.get(), others.get().by("email"));
        recognised = byAddress == Population.THE_SAME ? Map.entry("email", email.get()) : recognised;
        return others.get().by("email").isEmpty() ? byKey : byAddress;
    }

    private Population population(String column, Map<String, Map<String, Object>> known) {
        long met = 0;
        long contradictions = 0;
        for (Attributes record : columns.records()) {
            Optional<Map<String, Object>> person = record.text(column).map(value -> known.get(value.strip().toLowerCase(Locale.ROOT)));
            met += person.isPresent() ? 1 : 0;
            contradictions += person.filter(same -> contradicts(record, same)).isPresent() ? 1 : 0;
        }
        if (columns.records().isEmpty() || known.isEmpty()) {
            return Population.UNCLEAR;
        }
        double share = (double) met / columns.records().size();
        return met == 0 ? Population.ANOTHER : share >= MOSTLY && contradictions <= met * HARDLY ? Population.THE_SAME : Population.UNCLEAR;
    }

    private boolean contradicts(Attributes record, Map<String, Object> person) {
        return List.of("familyName", "email").stream().anyMatch(what -> {
            Optional<String> here = columns.meaning(what).flatMap(record::text).map(String::strip);
            Object there = person.get(what);
            return here.isPresent() && there != null && !here.get().equalsIgnoreCase(there.toString().strip());
        });
    }

    private void attributes(Population population, String key, String hubKey) {
        Set<String> given = new HashSet<>();
        if (population != Population.THE_SAME) {
            attribute(hubKey, Page.expression(prefix(population) + read(key)), key);
            if (!columns.tellsApart(key)) {
                page.decide("  ", columns.records().isEmpty() ? "is " + key + " different for everybody, and never empty? No record was seen"
                        : key + " is empty or the same in some records; which column tells people apart?");
            }
            given.add(hubKey);
        }
        Set<String> rest = new LinkedHashSet<>();
        for (AttributeSpec spec : columns.attributes()) {
            Optional<String> meaning = columns.meaningOf(spec.name()).filter(found -> !found.equals(KEY) && !given.contains(found));
            boolean there = namesAll || !columns.values(spec.name()).isEmpty();
            boolean elsewhere = population == Population.THE_SAME && meaning.filter(others.orElseThrow().attributes()::contains).isPresent();
            if (spec.name().equals(key) || !there || spec.type() == AttributeType.BINARY) {
                continue;
            }
            if (meaning.isEmpty() || elsewhere || Page.body(spec.name()).isEmpty()) {
                rest.add(spec.name());
            } else {
                given.add(meaning.get());
                meant(meaning.get(), spec, population);
            }
        }
        if (population != Population.THE_SAME) {
            presence(given);
        }
        rest(rest);
        if (given.isEmpty()) {
            page.decide("  ", "the hub has all of this already; what should this source add?");
            attribute(recognised.getKey(), Page.expression(read(recognised.getValue())), recognised.getValue());
        }
    }

    private void meant(String meaning, AttributeSpec spec, Population population) {
        String read = read(spec.name());
        Set<String> values = columns.values(spec.name());
        if (LifecycleColumns.DATES.contains(meaning)) {
            Set<String> all = columns.attributes().stream().filter(each -> columns.meaningOf(each.name()).filter(LifecycleColumns.DATES::contains).isPresent())
                    .flatMap(each -> columns.values(each.name()).stream()).collect(Collectors.toSet());
            lifecycle(meaning, LifecycleColumns.dates(values, all), spec.name(), read);
        } else if (meaning.equals("status")) {
            lifecycle(meaning, LifecycleColumns.status(values), spec.name(), read);
        } else if (meaning.equals("managerId")) {
            attribute(meaning, Page.expression(managers(values, prefix(population)) + read), spec.name());
        } else {
            boolean text = spec.type() == AttributeType.STRING && !spec.multiValued() && values.stream().anyMatch(value -> !value.equals(value.strip()));
            attribute(meaning, Page.expression(text ? "${trim(" + read + ")}" : read), spec.name());
        }
    }

    /** A manager is named as this source names its people, or as the first does. */
    private String managers(Set<String> values, String prefix) {
        boolean ownKeys = !prefix.isEmpty() && !values.isEmpty() && columns.values(keyColumn()).containsAll(values);
        return ownKeys ? prefix : "";
    }

    private void lifecycle(String meaning, LifecycleColumns.Reading reading, String column, String read) {
        reading.decision().ifPresent(decision -> page.decide("  ", decision));
        attribute(meaning, Page.expression(reading.expression().replace("VALUE", read)), column);
    }

    /** A source that only says who is there, and has no other status. */
    private void presence(Set<String> given) {
        if (given.contains("status")) {
            return;
        }
        for (AttributeSpec spec : columns.attributes()) {
            if (LifecycleColumns.isPresence(spec.name()) && LifecycleColumns.isFlag(columns.values(spec.name())) && Page.body(spec.name()).isPresent()) {
                Set<String> words = new LinkedHashSet<>(columns.values(spec.name()));
                words.addAll(List.of("true", "false"));
                lifecycle("status", LifecycleColumns.presence(words), spec.name(), read(spec.name()));
                given.add("status");
                return;
            }
        }
        if (given.contains(KEY) && !given.contains("endDate")) {
            page.decide("  ", "nothing here says who has left but that a record is gone; is there a status or a last day somewhere?");
        }
    }

    private void rest(Set<String> names) {
        Set<String> shown = names.stream().filter(name -> Page.body(name).isPresent()).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!shown.isEmpty()) {
            page.line("  # Not taken into the hub:");
            shown.forEach(name -> page.line("  #" + Page.yaml(hubName(name)) + ": " + Page.expression(read(name)) + comment(name)));
        }
    }

    /** {@code Cost Centre} as {@code costCentre}. */
    private static String hubName(String column) {
        String[] words = column.strip().split("[^\\p{L}\\p{N}]+");
        StringBuilder name = new StringBuilder();
        for (String word : words) {
            if (!word.isEmpty()) {
                String small = word.equals(word.toUpperCase(Locale.ROOT)) ? word.toLowerCase(Locale.ROOT) : word;
                name.append(name.isEmpty() ? small.substring(0, 1).toLowerCase(Locale.ROOT) : small.substring(0, 1).toUpperCase(Locale.ROOT)).append(small.substring(1));
            }
        }
        return name.isEmpty() ? "other" : name.toString();
    }

    private void attribute(String name, String value, String column) {
        page.line("  " + name + ": " + value + comment(column));
    }

    /** A few values of the column, of people that nobody is where that is wished. */
    private String comment(String column) {
        List<Object> samples = columns.values(column).stream().limit(3).collect(Collectors.toList());
        if (anonymous.isPresent()) {
            for (int i = 0; i < samples.size(); i++) {
                samples.set(i, anonymous.get().value(column, samples.get(i), i));
            }
        }
        Collection<Object> distinct = new LinkedHashSet<>(samples);
        return distinct.isEmpty() ? "" : "   # " + Page.samples(distinct);
    }

    /** Records for examples, as they may be shown. */
    List<Attributes> examples() {
        List<Attributes> examples = columns.examples();
        return IntStream.range(0, examples.size()).mapToObj(i -> anonymous.map(nobody -> nobody.record(examples.get(i), i)).orElse(examples.get(i))).toList();
    }
}
