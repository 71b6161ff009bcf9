package io.caravan.engine;

import java.util.Map;
import java.util.Objects;

/**
 * What an operator who has looked lets through in one run of the rules of groups: by group, so many, so that what has become worse since is not let
 * through with it.
 *
 * @param join  how many may join a group, by its key
 * @param leave how many may leave it
 * @param by    who says so
 */
public record GroupApproval(Map<String, Long> join, Map<String, Long> leave, String by) {

    public static final GroupApproval NONE = new GroupApproval(Map.of(), Map.of(), "");

    public GroupApproval {
        join = Map.copyOf(join);
        leave = Map.copyOf(leave);
        Objects.requireNonNull(by, "by");
    }

    boolean lets(String group, boolean joins, long count) {
        return (joins ? join : leave).getOrDefault(group, -1L) >= count;
    }

    public boolean isEmpty() {
        return join.isEmpty() && leave.isEmpty();
    }
}
