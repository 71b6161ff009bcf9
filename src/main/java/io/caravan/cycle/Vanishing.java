package io.caravan.cycle;

import io.caravan.cycle.HubStore.SourceRow;
import io.caravan.identity.Attributes;
import io.caravan.mapping.InboundJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks in what was read for attributes that have vanished: people had a value, and have none. From many at once, or from everybody who had
 * one, that is a mistake of the source until somebody says otherwise, whatever each single record may be worth.
 */
final class Vanishing {

    /** From so few it may vanish whatever their share is. */
    private static final long ALWAYS = 5;
    /** When so many had it and nobody has it any more, the source has lost it. */
    private static final long LAST_ONES = 3;
    private static final int PAGE = 1000;

    private final InboundJob job;
    private final Set<String> watched;
    /** By attribute, how many people lost it. */
    private final Map<String, Long> lost = new TreeMap<>();
    private final Set<String> stillThere = new HashSet<>();

    Vanishing(InboundJob job, Set<String> mayVanish) {
        this.job = job;
        this.watched = new HashSet<>(job.declared());
        watched.removeAll(mayVanish);
    }

    /** What is too much of what waits in the store, in words; empty when nothing is. */
    Optional<String> tooMany(HubStore hub) {
        if (watched.isEmpty()) {
            return Optional.empty();
        }
        hub.eachReadAnew(job.name(), this::compare);
        lost.values().removeIf(count -> count < LAST_ONES);
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        long people = hub.presentRecords(job.name());
        double allowed = Math.max(ALWAYS, people * job.completeness().maxVanish());
        Map<String, String> tooMany = new TreeMap<>();
        lost.forEach((name, count) -> {
            if (count > allowed) {
                tooMany.put(name, "\"" + name + "\" from " + count + " of " + people + " people");
            }
        });
        lost.keySet().removeAll(tooMany.keySet());
        if (job.completeness().maxVanish() < 1) {
            gone(hub).forEach(name -> tooMany.put(name, "\"" + name + "\" from all " + lost.get(name) + " who had it"));
        }
        return tooMany.isEmpty() ? Optional.empty() : Optional.of(text(tooMany));
    }

    private void compare(Attributes before, Attributes now) {
        for (String name : watched) {
            if (hasValue(now.get(name))) {
                stillThere.add(name);
            } else if (hasValue(before.get(name))) {
                lost.merge(name, 1L, Long::sum);
            }
        }
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

    private String text(Map<String, String> tooMany) {
        return "vanished: " + String.join(", ", new ArrayList<>(tooMany.values())) + " (completeness.maxVanish, " + job.file()
                + "). Nothing of this reading is used. If it is right: caravan sync " + job.name() + " --let-vanish " + String.join(",", tooMany.keySet());
    }
}
