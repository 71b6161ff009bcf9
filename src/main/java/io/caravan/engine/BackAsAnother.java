package io.caravan.engine;

import io.caravan.mapping.InboundJob;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keys that a source has given away again: the record was gone, and is back under its key without anything in common with what it said, no word of
 * a name, no department, nothing. Whoever comes back has the identity of that key, and its accounts with all that is in them.
 */
final class BackAsAnother {

    /** Of fewer attributes nobody can tell. */
    private static final int COMPARED = 3;

    private final Set<String> compared;

    /** @param key identifies a record, whatever it tells of */
    BackAsAnother(InboundJob job, String key) {
        this.compared = new HashSet<>(job.declared());
        compared.removeAll(job.mapping().readFor(Lifecycle.ATTRIBUTES)); // these are others for whoever comes back
        compared.remove(key);
    }

    /** Of the records that wait those that seem to be somebody else's by now, each with the attributes by which it is another. */
    Map<String, String> among(HubStore hub, String job) {
        Map<String, String> others = new LinkedHashMap<>();
        if (compared.size() >= COMPARED) {
            hub.eachReadBack(job, (anchor, before, now) -> {
                List<String> both = compared.stream().filter(name -> !words(before.get(name)).isEmpty() && !words(now.get(name)).isEmpty()).sorted().toList();
                if (both.size() >= COMPARED && both.stream().noneMatch(name -> words(before.get(name)).stream().anyMatch(words(now.get(name))::contains))) {
                    others.put(anchor, String.join(", ", both));
                }
            });
        }
        return others;
    }

    private static Set<String> words(Object value) {
        return value == null ? Set.of() : Arrays.stream(KeyText.folded(value.toString()).split("[\\s,;]+")).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
