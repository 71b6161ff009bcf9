package io.caravan.engine;

import java.util.Set;

/**
 * What an operator lets through in one reading, who has looked at it: a count and names, so that what has become worse since is not let through
 * with it.
 *
 * @param vanish  attributes that may vanish from as many people as it may be
 * @param missing how many records may be missing, whatever share of all they are
 * @param others  keys of new records that are somebody else's, though they are written like missing ones
 * @param by      who says so
 */
public record ReadingApproval(Set<String> vanish, long missing, Set<String> others, String by) {

    public static final ReadingApproval NONE = new ReadingApproval(Set.of(), 0, Set.of(), "");

    public ReadingApproval {
        vanish = Set.copyOf(vanish);
        others = Set.copyOf(others);
    }
}
