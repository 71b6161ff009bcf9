package io.caravan.engine;

import io.caravan.engine.HubStore.SourceRow;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.InboundValues;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keys, and numbers that match rules compare, that a source has given away again: the record was gone, or by it somebody had left, and by now somebody is there under its key without
 * anything in common with what it said, no word of a name, no department, nothing; or only what others have, too, as whoever has the place of a leaver
 * has her department and her manager. Or the row of somebody who is there was overwritten with another's. Whoever is there under a key has the identity of
 * that key, and its accounts with all that is in them.
 */
final class BackAsAnother {

    /** Of fewer attributes nobody can tell. */
    static final int COMPARED = 3;
    private static final int PAGE = 1000;

    private final Cycle cycle;
    private final InboundJob job;
    private final Set<String> compared;
    private final String key;

    /** @param key identifies a record, whatever it tells of */
    BackAsAnother(Cycle cycle, InboundJob job, String key) {
        this.cycle = cycle;
        this.job = job;
        this.compared = compared(job, key);
        this.key = key;
    }

    /** What tells people apart, perhaps: what the lifecycle is made of is another for whoever comes back. */
    static Set<String> compared(InboundJob job, String key) {
        Set<String> compared = new HashSet<>(job.declared());
        compared.removeAll(job.mapping().readFor(Lifecycle.ATTRIBUTES));
        compared.remove(key);
        return compared;
    }

    /**
     * Of the records that wait those that seem to be somebody else's by now, each with why.
     *
     * @param overwritten keys of records that have nothing in common with what they said before
     */
    Map<String, String> among(HubStore hub, Set<String> overwritten) {
        Map<String, String> others = new LinkedHashMap<>();
        Successors successors = new Successors();
        Set<String> here = new HashSet<>();
        if (compared.size() >= COMPARED) {
            hub.eachReadBack(job.name(), said -> !overwritten.isEmpty() || saysThatSheLeft(said), (anchor, gone, said, before, now) -> {
                boolean left = gone || saysThatSheLeft(said);
                List<String> another = left || overwritten.contains(anchor) && works(said) ? another(compared, before, now) : List.of();
                boolean suspicious = !another.isEmpty() || left && Successors.mayBe(compared, before, now);
                if (!suspicious || !gone && !isThere(anchor, now)) {
                    return;
                }
                if (left && !another.isEmpty()) {
                    others.put(anchor, "was gone, or of somebody who has left, and has nothing in common any more with what it said before (" + String.join(", ", another) + ")");
                } else {
                    successors.add(anchor, anchor, compared, new Successors.Said(before, now));
                    if (!left) {
                        here.add(anchor);
                    }
                }
            });
        }
        lookAround(hub, successors);
        successors.found().forEach((anchor, another) -> others.put(anchor, here.contains(anchor)
                ? "is of somebody who is here, and has nothing in common any more with what it said before (another is " + String.join(", ", another) + ")"
                : "was gone, or of somebody who has left, and has nothing in common any more with what it said before that others would not have, too (another is " + String.join(", ", another) + ")"));
        return others;
    }

    /** What has stayed the same tells nobody apart if others have it, too: those who are as they were, and those who were read anew. */
    private void lookAround(HubStore hub, Successors successors) {
        List<SourceRow> page = successors.isEmpty() ? List.of() : hub.settled(job.name(), "", PAGE);
        while (!page.isEmpty() && !successors.isEmpty()) {
            cycle.goOn();
            page.forEach(row -> successors.meet(row.anchor(), row.attributes()));
            page = hub.settled(job.name(), page.get(page.size() - 1).anchor(), PAGE);
        }
        if (!successors.isEmpty()) {
            hub.eachReadAnew(job.name(), (before, now) -> now.text(key).map(KeyText::of).ifPresent(anchor -> successors.meet(anchor, now)));
        }
    }

    /**
     * Of records that a match rule takes for leavers, those of whoever has the place of one by now.
     *
     * @param takenFor by key of the record, what is known of whom it is taken for
     * @param said     by key of the record, what it says
     */
    static Set<String> successors(StateStore store, Cycle cycle, InboundJob job, Map<String, Identity> takenFor, Map<String, Attributes> said) {
        Successors some = new Successors();
        takenFor.forEach((record, whose) -> {
            Set<String> compared = compared(job, said.get(record));
            if (Successors.mayBe(compared, whose.attributes(), said.get(record))) {
                some.add(record, whose.key(), compared, new Successors.Said(whose.attributes(), said.get(record)));
            }
        });
        List<LinkStore.Subject> page = some.isEmpty() ? List.of() : store.links().page(job.kind(), "", 0, PAGE);
        while (!page.isEmpty() && !some.isEmpty()) {
            cycle.goOn();
            page.forEach(subject -> some.meet(subject.identity().key(), subject.identity().attributes()));
            page = store.links().page(job.kind(), "", page.get(page.size() - 1).identity().id(), PAGE);
        }
        return some.found().keySet();
    }

    /** Of what a record says of a person. */
    private static Set<String> compared(InboundJob job, Attributes said) {
        Set<String> compared = new HashSet<>(said.names());
        compared.removeAll(Lifecycle.ATTRIBUTES);
        job.match().forEach(rule -> compared.remove(rule.attribute()));
        return compared;
    }

    /** A record out of the mapping's scope says nothing. Which zone the day is of makes no difference to whose the key is. */
    private boolean saysThatSheLeft(Attributes said) {
        return said.isEmpty() || Lifecycle.hasLeft(job.kind(), said, cycle.now(), Period.ZERO, ZoneOffset.UTC);
    }

    /** Whoever is to come has nothing yet that would be another's; of whom nobody knows, she has. */
    private boolean works(Attributes said) {
        try {
            LifecycleState state = Lifecycle.of(job.kind(), said, cycle.now(), Period.ZERO, ZoneOffset.UTC).state();
            return state == LifecycleState.ACTIVE || state == LifecycleState.LEAVE;
        } catch (IllegalArgumentException unclear) {
            return true;
        }
    }

    /** Unless it still says that she has left: names of leavers are struck out after a while. Of a record of which nothing can be made nobody knows. */
    private boolean isThere(String anchor, Attributes record) {
        MappingEvaluation values = new MappingEvaluation(job.mapping(), record, Optional.empty(), Set.of(), new InboundContext(cycle, anchor));
        try {
            return job.include().filter(scope -> !scope.test(values)).isEmpty()
                    && !saysThatSheLeft(InboundValues.of(job.mapping(), values, Set.of(), ZoneOffset.UTC).attributes());
        } catch (RuntimeException unclear) { // as where records are resolved: whatever it is, it is this record's
            return true;
        }
    }

    /** Whether nothing of what a record says is known of the person it is taken for, whatever she was recognised by. Where both have left, nothing depends on it. */
    static boolean isAnother(InboundJob job, Attributes takenFor, Attributes said, Instant now, ZoneId zone) {
        if (!job.kind().equals(Kind.PERSON) || Lifecycle.hasLeft(job.kind(), takenFor, now, Period.ZERO, zone) && Lifecycle.hasLeft(job.kind(), said, now, Period.ZERO, zone)) {
            return false;
        }
        return !another(compared(job, said), takenFor, said).isEmpty();
    }

    /** Whether a record has no word in common with what it said before, of attributes that are enough to tell. Most that changed have, in the first that is looked at. */
    static boolean isOverwritten(Set<String> compared, Attributes before, Attributes now) {
        if (compared.size() < COMPARED || before.isEmpty()) {
            return false;
        }
        for (String name : compared) {
            if (before.get(name) != null && before.get(name).equals(now.get(name))) {
                return false;
            }
        }
        return !another(compared, before, now).isEmpty();
    }

    /** The attributes that have a value before and now, where these have no word in common and are enough to tell; else none. */
    private static List<String> another(Set<String> compared, Attributes before, Attributes now) {
        List<String> both = compared.stream().filter(name -> !words(before.get(name)).isEmpty() && !words(now.get(name)).isEmpty()).sorted().toList();
        boolean another = both.size() >= COMPARED && both.stream().noneMatch(name -> words(before.get(name)).stream().anyMatch(words(now.get(name))::contains));
        return another ? both : List.of();
    }

    private static Set<String> words(Object value) {
        return value == null ? Set.of() : Successors.words(KeyText.folded(value.toString()));
    }
}
