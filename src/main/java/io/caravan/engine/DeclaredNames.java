package io.caravan.engine;

import io.caravan.connector.DisbelievedException;
import io.caravan.connector.ObjectSpec;
import io.caravan.diagnostic.Suggestion;
import io.caravan.subject.Attributes;
import io.caravan.mapping.InboundJob;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a source still has what a mapping reads. An attribute that is gone altogether, or called otherwise, looks like one that everybody has
 * lost: last days and statuses among them. So nothing of such a reading may be used. Not thread-safe.
 */
final class DeclaredNames {

    /** From so many records names are collected that may be meant. */
    private static final int SAMPLE = 1000;

    private final InboundJob job;
    private final ObjectSpec object;
    private final Set<String> missing;
    private final Set<String> others = new TreeSet<>();
    private int records;

    DeclaredNames(InboundJob job, ObjectSpec object) {
        this.job = job;
        this.object = object;
        this.missing = new TreeSet<>(job.declared());
    }

    /** The source says which names its records have. */
    void known(Collection<String> names) {
        missing.removeAll(names);
        others.addAll(names);
        check("has no ");
    }

    /**
     * Where only the records tell: one that has the name is enough. What a connector declares it may fill in as empty wherever the system says
     * nothing; such a name is seen when it has a value.
     */
    void see(Attributes record) {
        if (!missing.isEmpty()) {
            missing.removeIf(name -> object.attributes().containsKey(name) ? record.get(name) != null : record.has(name));
            if (records++ < SAMPLE) {
                others.addAll(record.names());
            }
        }
    }

    /** The whole source has been read. */
    void checkSeen() {
        check("has not one record with ");
    }

    private void check(String lacks) {
        if (!missing.isEmpty()) {
            throw new DisbelievedException("the source " + lacks + missing.stream().map(this::withSimilar).collect(Collectors.joining(", no "))
                    + ", which " + job.file() + " reads. Nothing of this reading is used. Mend the source, or the mapping; what may come and go is listed in from.optional",
                    false);
        }
    }

    private String withSimilar(String name) {
        Set<String> otherNames = new TreeSet<>(others);
        otherNames.remove(name);
        return "\"" + name + "\"" + Suggestion.similar(name, otherNames).map(near -> " (but \"" + near + "\")").orElse("");
    }
}
