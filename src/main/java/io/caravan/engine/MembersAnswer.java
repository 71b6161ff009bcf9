package io.caravan.engine;

import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What became of each member of a change of members. Who is in neither set was not sent, or nobody knows: putting her in, or taking her
 * out, once more does no harm.
 *
 * @param outcome of the whole: {@code ok} when each was answered, else why the rest was not
 * @param done    names that are as they shall be
 * @param refused names that the target refused, each asked for alone, and how
 */
public record MembersAnswer(Outcome outcome, Set<String> done, Map<String, Outcome> refused) {

    public MembersAnswer {
        done = Set.copyOf(done);
        refused = Map.copyOf(refused);
    }

    /** This, after what was answered before. */
    public MembersAnswer after(MembersAnswer before) {
        Set<String> all = new LinkedHashSet<>(before.done());
        all.addAll(done);
        Map<String, Outcome> allRefused = new LinkedHashMap<>(before.refused());
        boolean mayHaveBegun = before.outcome().begun() || before.outcome().kind() == OutcomeKind.UNAVAILABLE;
        refused.forEach((name, one) -> allRefused.put(name, mayHaveBegun ? one.asBegun() : one));
        return new MembersAnswer(outcome, all, allRefused);
    }

    /** Whether nothing is left to be sent of this name. */
    public boolean has(String name) {
        return done.contains(name) || refused.containsKey(name);
    }
}
