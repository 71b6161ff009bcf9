package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.plan.Change;
import io.caravan.plan.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What somebody saw in a plan, of one job, and wants carried out: an evaluation that is given it plans these changes and no
 * others. Each has to be due now, and to be the very same as then.
 *
 * @param bases      {@link Change#basis} by {@link Change#key}
 * @param plannedFor the moment the plan was made for
 * @param overrules  whether those of them go, too, that somebody has rejected
 */
public record SavedChanges(Map<String, String> bases, Instant plannedFor, boolean overrules) {

    /** After that, a time stamp is another one, however coarse it is. */
    private static final Duration LATER = Duration.ofDays(1);

    public SavedChanges {
        bases = Map.copyOf(bases);
        Objects.requireNonNull(plannedFor, "plannedFor");
    }

    /** Of a saved plan: what was rejected since stays so. */
    public SavedChanges(Map<String, String> bases, Instant plannedFor) {
        this(bases, plannedFor, false);
    }

    /** Whether there is a change of that {@link Change#key}: of this identity's account, or of this membership. */
    public boolean isFor(String key) {
        return bases.containsKey(key);
    }

    /** Whether a membership that is due is one that was saved. */
    boolean isStillDue(Change membership) {
        return membership.basis().equals(bases.get(membership.key()));
    }

    /**
     * Whether a change that is due is the one that was saved. What a rule gives at every moment anew, such as a time stamp, makes
     * no difference: it is written as of now. What was right then and is not any more, because a time is over, does.
     *
     * @param now    what is decided now: a change
     * @param moment which is when
     * @param at     what would be decided at another moment, all else being equal
     */
    public boolean isStillDue(String identityKey, Verdict now, Instant moment, Function<Instant, Verdict> at) {
        String basis = bases.get(identityKey);
        Change change = now.change().orElseThrow();
        if (basis == null || change.basis().equals(basis)) {
            return basis != null;
        }
        Optional<Change> then = at.apply(plannedFor).change().filter(planned -> planned.basis().equals(basis));
        return then.isPresent() && differOnlyInTimeStamps(then.get(), change, at.apply(moment.plus(LATER)).change());
    }

    private static boolean differOnlyInTimeStamps(Change then, Change now, Optional<Change> later) {
        boolean same = then.kind() == now.kind() && then.anchor().equals(now.anchor()) && then.enabled().equals(now.enabled());
        Map<String, Object> before = values(then);
        Map<String, Object> after = values(now);
        Map<String, Object> afterwards = later.map(SavedChanges::values).orElse(Map.of());
        return same && before.keySet().equals(after.keySet()) && all(before, after).stream().allMatch(name -> Objects.equals(before.get(name), after.get(name))
                || !Objects.equals(after.get(name), afterwards.get(name)) && !Objects.equals(before.get(name), afterwards.get(name)));
    }

    private static Set<String> all(Map<String, Object> one, Map<String, Object> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        return names;
    }

    private static Map<String, Object> values(Change change) {
        Map<String, Object> values = new HashMap<>();
        for (AttributeChange attribute : change.changes()) {
            values.put(attribute.name(), attribute.after());
        }
        return values;
    }
}
