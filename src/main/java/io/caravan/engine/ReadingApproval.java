package io.caravan.engine;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an operator lets through in one reading, who has looked at it: counts and names, so that what has become worse since is not let through
 * with it.
 *
 * @param vanish  attributes, and from how many people they may vanish
 * @param missing how many records may be missing, whatever share of all they are
 * @param others  keys of new records that are somebody else's, though they are written like missing ones
 * @param by      who says so
 */
public record ReadingApproval(Map<String, Long> vanish, long missing, Set<String> others, String by) {

    public static final ReadingApproval NONE = new ReadingApproval(Set.of(), 0, Set.of(), "");

    public ReadingApproval {
        vanish = Map.copyOf(vanish);
        others = Set.copyOf(others);
    }

    public boolean letsAnythingThrough() {
        return missing > 0 || !vanish.isEmpty() || !others.isEmpty();
    }

    /** @param vanish attributes that may vanish from as many people as it may be */
    public ReadingApproval(Set<String> vanish, long missing, Set<String> others, String by) {
        this(vanish.stream().collect(Collectors.toMap(Function.identity(), name -> Long.MAX_VALUE)), missing, others, by);
    }
}
