package io.caravan.engine;

import io.caravan.engine.HubStore.SourceRow;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks in what was read for attributes that have vanished: people had a value, and have none. From many at once, or from everybody who had
 * one, that is a mistake of the source until somebody says otherwise, whatever each single record may be worth. So it is when many records
 * stay and call their people by another name: who is new in such a reading, or referred to, would be somebody else. Where nothing but the record's
 * key tells people apart, it is when most of what many records say has changed at once: they have other numbers, or it is another source. And it is
 * when many have what others of them had.
 */
final class Vanishing {

    /** From so few it may vanish whatever their share is. */
    private static final long ALWAYS = 5;
    /** What says whether somebody is still here may vanish from one person; from more, their share counts, in the smallest company, too. */
    private static final long ALWAYS_OF_THE_LIFECYCLE = 1;
    /** When so many had it and nobody has it any more, the source has lost it. */
    private static final long LAST_ONES = 3;
    /** Of so many attributes a record has another value, if it is another's, and of more than half. */
    private static final int OF_ANOTHER = 3;
    private static final int PAGE = 1000;

    private final InboundJob job;
    private final String key;
    private final Set<String> watched;
    /** What says whether somebody is still here. */
    private final Set<String> deciding;
    /** What the first match rule tells people by, beside the record's own key. */
    private final Set<String> identifying = new HashSet<>();
    /** By attribute, how many people lost it. */
    private final Map<String, Long> lost = new TreeMap<>();
    /** By attribute, how many people are called something else by it. */
    private final Map<String, Long> renamed = new TreeMap<>();
    /** By attribute, of how many people it is another. */
    private final Map<String, Long> changed = new TreeMap<>();
    /** By attribute, how many people have what others had. */
    private final Map<String, Long> moved = new TreeMap<>();
    /** How many keys are another's by now, as far as one can tell. */
    private long others;
    /** Keys of records of people that have nothing in common with what they said before. */
    private final Set<String> overwritten = new HashSet<>();
    private final Set<String> telling;
    private final Set<String> stillThere = new HashSet<>();
    /** By attribute, from how many people. */
    private final Map<String, Long> mayVanish;
    private final Map<String, Long> tooMuch = new TreeMap<>();
    private Optional<String> letThrough = Optional.empty();

    /**
     * @param key       identifies a record, whatever it tells of
     * @param mayVanish what an operator lets vanish, and from how many
     */
    Vanishing(InboundJob job, String key, Map<String, Long> mayVanish) {
        this.job = job;
        this.key = key;
        this.watched = new HashSet<>(job.declared());
        this.deciding = job.mapping().readFor(Lifecycle.ATTRIBUTES);
        job.match().stream().limit(1).forEach(rule -> identifying.addAll(rule.value().attributes()));
        identifying.remove(key);
        this.mayVanish = mayVanish;
        this.telling = job.creates() && job.kind().equals(Kind.PERSON) && !job.isOfPairs() ? BackAsAnother.compared(job, key) : Set.of();
    }

    /** What is too much of what waits in the store, in words; empty when nothing is. */
    Optional<String> tooMany(HubStore hub) {
        if (watched.isEmpty() && identifying.isEmpty()) {
            return Optional.empty();
        }
        hub.eachReadAnew(job.name(), this::compare);
        lost.entrySet().removeIf(entry -> entry.getValue() <= always(entry.getKey(), LAST_ONES - 1));
        changed.values().removeIf(count -> count <= ALWAYS);
        if (lost.isEmpty() && renamed.isEmpty() && others == 0 && changed.isEmpty()) {
            return Optional.empty();
        }
        long people = hub.presentRecords(job.name());
        double share = people * job.completeness().maxVanish();
        Map<String, String> vanished = new TreeMap<>();
        lost.forEach((name, count) -> {
            if (count > Math.max(always(name, ALWAYS), share)) {
                vanished.put(name, "\"" + name + "\" from " + count + " of " + people + " people");
            }
        });
        Map<String, Long> counts = new TreeMap<>(lost);
        lost.keySet().removeAll(vanished.keySet());
        if (job.completeness().maxVanish() < 1) {
            gone(hub).stream().filter(name -> lost.get(name) >= LAST_ONES).forEach(name -> vanished.put(name, "\"" + name + "\" from all " + lost.get(name) + " who had it"));
        }
        renamed.values().removeIf(count -> count <= Math.max(ALWAYS, share));
        others = others > Math.max(ALWAYS, share) ? others : 0;
        changed.values().removeIf(count -> count <= share);
        changed.keySet().removeAll(renamed.keySet());
        lookForChangedPlaces(hub);
        Set<String> names = new TreeSet<>(vanished.keySet());
        names.addAll(renamed.keySet());
        names.addAll(moved.keySet());
        names.addAll(others > 0 ? Set.of(key) : Set.of());
        counts.keySet().retainAll(vanished.keySet());
        names.forEach(name -> tooMuch.put(name, name.equals(key) ? others : Stream.of(counts, renamed, moved).mapToLong(some -> some.getOrDefault(name, 0L)).max().orElse(0)));
        Predicate<String> may = name -> tooMuch.get(name) <= mayVanish.getOrDefault(name, 0L);
        names.removeIf(may);
        letThrough = text(vanished, people, may);
        return text(vanished, people, may.negate()).map(text -> text + ". Nothing of this reading is used. If it is right: caravan sync "
                + job.name() + " --let-vanish " + names.stream().map(name -> name + "=" + tooMuch.get(name)).collect(Collectors.joining(",")));
    }

    /** What is too much, whoever lets it through: by attribute, from how many people. Known once it has been looked. */
    Map<String, Long> tooMuch() {
        return tooMuch;
    }

    /** Keys of records of people that have nothing in common with what they said before. Known once it has been looked. */
    Set<String> overwritten() {
        return overwritten;
    }

    /** What would have been too much, in words, had nobody let it through. Known once it has been looked. */
    Optional<String> letThrough() {
        return letThrough;
    }

    private long always(String name, long otherwise) {
        return deciding.contains(name) ? ALWAYS_OF_THE_LIFECYCLE : otherwise;
    }

    private void compare(Attributes before, Attributes now) {
        for (String name : watched) {
            if (hasValue(now.get(name))) {
                stillThere.add(name);
                if (isAnother(before, now, name)) {
                    changed.merge(name, 1L, Long::sum);
                }
            } else if (hasValue(before.get(name))) {
                lost.merge(name, 1L, Long::sum);
            }
        }
        for (String name : identifying) {
            if (isAnother(before, now, name)) {
                renamed.merge(name, 1L, Long::sum);
            }
        }
        others += identifying.isEmpty() && isAnother(before, now) ? 1 : 0;
        if (BackAsAnother.isOverwritten(telling, before, now)) {
            now.text(key).map(KeyText::of).ifPresent(overwritten::add);
        }
    }

    private static boolean isAnother(Attributes before, Attributes now, String name) {
        return hasValue(before.get(name)) && hasValue(now.get(name)) && !before.get(name).equals(now.get(name)) && !sameText(before.get(name), now.get(name));
    }

    /** Only of attributes that are another for many. Where most is another of many people, that is said of their keys; and it does not matter which pair has which row. */
    private void lookForChangedPlaces(HubStore hub) {
        if (changed.isEmpty() || others > 0 || job.isOfPairs()) {
            return;
        }
        ChangedPlaces places = new ChangedPlaces();
        hub.eachReadAnew(job.name(), (before, now) -> changed.keySet().stream().filter(name -> isAnother(before, now, name))
                .forEach(name -> places.take(name, before.get(name), now.get(name))));
        places.forEach(moved::put);
    }

    private boolean isAnother(Attributes before, Attributes now) {
        long compared = watched.stream().filter(name -> !name.equals(key) && hasValue(before.get(name)) && hasValue(now.get(name))).count();
        long changed = compared < OF_ANOTHER ? 0 : watched.stream().filter(name -> !name.equals(key) && isAnother(before, now, name)).count();
        return changed >= OF_ANOTHER && changed * 2 > compared;
    }

    private static boolean sameText(Object before, Object now) {
        return KeyText.of(before.toString()).equalsIgnoreCase(KeyText.of(now.toString()));
    }

    private static boolean hasValue(Object value) {
        return value instanceof List<?> several ? several.stream().anyMatch(Vanishing::hasValue)
                : value != null && !(value instanceof String text && text.isBlank());
    }

    /** Those that nobody has any more, neither in what was read anew nor in what has stayed as it was. */
    private Set<String> gone(HubStore hub) {
        Set<String> gone = new HashSet<>(lost.keySet());
        gone.removeAll(stillThere);
        List<SourceRow> page = gone.isEmpty() ? List.of() : hub.settled(job.name(), "", PAGE);
        while (!page.isEmpty() && !gone.isEmpty()) {
            page.forEach(row -> gone.removeIf(name -> hasValue(row.attributes().get(name))));
            page = hub.settled(job.name(), page.get(page.size() - 1).anchor(), PAGE);
        }
        return gone;
    }

    private Optional<String> text(Map<String, String> vanished, long people, Predicate<String> which) {
        List<String> findings = new ArrayList<>();
        String gone = vanished.entrySet().stream().filter(one -> which.test(one.getKey())).map(Map.Entry::getValue).collect(Collectors.joining(", "));
        if (!gone.isEmpty()) {
            findings.add("vanished: " + gone);
        }
        renamed.forEach((name, count) -> {
            if (which.test(name)) {
                findings.add("changed: \"" + name + "\" of " + count + " of " + people + " people, whom this job tells apart by it");
            }
        });
        moved.forEach((name, count) -> {
            if (which.test(name)) {
                findings.add("changed places: \"" + name + "\" of " + count + " of " + people + " people is what others of them had");
            }
        });
        if (others > 0 && which.test(key)) {
            findings.add("under the same " + key + " " + others + " of " + people + " people are others than they were");
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", findings) + " (completeness.maxVanish, " + job.file() + ")");
    }
}
