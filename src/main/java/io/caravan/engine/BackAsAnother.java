package io.caravan.engine;

import io.caravan.mapping.InboundJob;
import io.caravan.plan.InboundValues;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keys, and numbers that match rules compare, that a source has given away again: the record was gone, or by it somebody had left, and by now somebody is there under its key without
 * anything in common with what it said, no word of a name, no department, nothing. Whoever comes back has the identity of that key, and its accounts
 * with all that is in them.
 */
final class BackAsAnother {

    /** Of fewer attributes nobody can tell. */
    private static final int COMPARED = 3;

    private final Cycle cycle;
    private final InboundJob job;
    private final Set<String> compared;

    /** @param key identifies a record, whatever it tells of */
    BackAsAnother(Cycle cycle, InboundJob job, String key) {
        this.cycle = cycle;
        this.job = job;
        this.compared = new HashSet<>(job.declared());
        compared.removeAll(job.mapping().readFor(Lifecycle.ATTRIBUTES)); // these are others for whoever comes back
        compared.remove(key);
    }

    /** Of the records that wait those that seem to be somebody else's by now, each with the attributes by which it is another. */
    Map<String, String> among(HubStore hub) {
        Map<String, String> others = new LinkedHashMap<>();
        if (compared.size() >= COMPARED) {
            hub.eachReadBack(job.name(), this::saysThatSheLeft, (anchor, gone, before, now) -> {
                List<String> another = another(compared, before, now);
                if (!another.isEmpty() && (gone || isThere(anchor, now))) {
                    others.put(anchor, String.join(", ", another));
                }
            });
        }
        return others;
    }

    /** A record out of the mapping's scope says nothing. Which zone the day is of makes no difference to whose the key is. */
    private boolean saysThatSheLeft(Attributes said) {
        return said.isEmpty() || Lifecycle.hasLeft(job.kind(), said, cycle.now(), Period.ZERO, ZoneOffset.UTC);
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
        Set<String> compared = new HashSet<>(said.names());
        compared.removeAll(Lifecycle.ATTRIBUTES);
        job.match().forEach(rule -> compared.remove(rule.attribute()));
        return !another(compared, takenFor, said).isEmpty();
    }

    /** The attributes that have a value before and now, where these have no word in common and are enough to tell; else none. */
    private static List<String> another(Set<String> compared, Attributes before, Attributes now) {
        List<String> both = compared.stream().filter(name -> !words(before.get(name)).isEmpty() && !words(now.get(name)).isEmpty()).sorted().toList();
        boolean another = both.size() >= COMPARED && both.stream().noneMatch(name -> words(before.get(name)).stream().anyMatch(words(now.get(name))::contains));
        return another ? both : List.of();
    }

    private static Set<String> words(Object value) {
        return value == null ? Set.of() : Arrays.stream(KeyText.folded(value.toString()).split("[\\s,;]+")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
