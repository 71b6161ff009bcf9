package io.caravan.engine;

import io.caravan.mapping.GroupRule;
import io.caravan.plan.GroupGuard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** One run of the rules of groups: as of when, in whose name, and what came of it. Not thread-safe. */
public final class GroupRun {

    /** Under this name, which no job can have, runs stand among the cycles of jobs, and in the log. */
    public static final String NAME = "group rules";

    /** Somebody who joined or left. */
    public static final String JOINED = "joined";
    public static final String LEFT = "left";
    /** Groups that were made, or are there again. */
    public static final String GROUPS_CREATED = "groups-created";
    /** Groups that are gone because nobody is in them. */
    public static final String GROUPS_DELETED = "groups-deleted";

    private final Instant now;
    private final LogEntry.By by;
    private final GroupApproval approval;
    private final BooleanSupplier goesOn;
    private final Optional<Set<Long>> only;
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Moved> moved = new TreeMap<>();
    private final List<Held> held = new ArrayList<>();
    /** Rules and groups of which something was planned in this run. */
    private final Set<List<String>> touched = new HashSet<>();

    /**
     * What became of one group.
     *
     * @param joined how many joined
     */
    public record Moved(String group, long joined, long left) {
    }

    /** What of one group is held. */
    public record Held(String rule, String group, GroupGuard.Measure measure) {

        /** Under which name it is let through. */
        public String lot() {
            return GroupRule.lot(rule, group);
        }
    }

    /**
     * @param cycle  0 for a run that is only tried out
     * @param goesOn false once there is to be no more of it
     */
    public GroupRun(Instant now, long cycle, String initiatedBy, GroupApproval approval, BooleanSupplier goesOn) {
        this(now, new LogEntry.By(NAME, cycle, initiatedBy), approval, goesOn, Optional.empty());
    }

    private GroupRun(Instant now, LogEntry.By by, GroupApproval approval, BooleanSupplier goesOn, Optional<Set<Long>> only) {
        this.goesOn = goesOn;
        this.only = only;
        this.now = now;
        this.by = by;
        this.approval = approval;
    }

    /**
     * As of a moment to come, on a copy of the store.
     *
     * @param only these people alone are asked about and come or go; empty: everybody
     */
    static GroupRun foretold(Instant moment, long cycle, GroupApproval approval, Optional<Set<Long>> only) {
        return new GroupRun(moment, new LogEntry.By(NAME, cycle, "forecast"), approval, () -> true, only);
    }

    /** Who alone is asked about; empty: everybody. */
    Optional<Set<Long>> only() {
        return only;
    }

    boolean isAbout(long member) {
        return only.isEmpty() || only.get().contains(member);
    }

    Instant now() {
        return now;
    }

    LogEntry.By by() {
        return by;
    }

    GroupApproval approval() {
        return approval;
    }

    /** @throws CycleStoppedException when there is to be no more of it */
    void goOn() {
        if (!goesOn.getAsBoolean()) {
            throw new CycleStoppedException();
        }
    }

    void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    void moved(String group, long joined, long left) {
        count(JOINED, joined);
        count(LEFT, left);
        moved.merge(group, new Moved(group, joined, left), (some, more) -> new Moved(group, some.joined() + more.joined(), some.left() + more.left()));
    }

    void held(String rule, String group, GroupGuard.Measure measure) {
        held.add(new Held(rule, group, measure));
    }

    void touched(String rule, String group) {
        touched.add(List.of(rule, group));
    }

    boolean isTouched(String rule, String group) {
        return touched.contains(List.of(rule, group));
    }

    Set<List<String>> touched() {
        return Set.copyOf(touched);
    }

    /** By name; those that a job counts have the same names. */
    public Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    public long counted(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Groups that somebody joined or left, by key. */
    public List<Moved> moved() {
        return List.copyOf(moved.values());
    }

    public List<Held> held() {
        return List.copyOf(held);
    }

    /** The worst that can be said of it. */
    public CycleStatus status() {
        return !held.isEmpty() ? CycleStatus.HELD : counted(Counted.FAILED) > 0 ? CycleStatus.PARTLY : CycleStatus.DONE;
    }
}
