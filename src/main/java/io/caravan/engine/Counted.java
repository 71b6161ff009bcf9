package io.caravan.engine;

/** The names under which a cycle counts. They are printed, stored and part of {@code --json}. */
public final class Counted {

    /** Good records read. */
    public static final String READ = "read";
    /** Records whose hash was the same as last time. */
    public static final String UNCHANGED_RECORDS = "unchanged-records";
    public static final String REJECTED = "rejected";
    /** Records their source no longer has. */
    public static final String ABSENT = "absent";
    /** Records that had to be looked at. */
    public static final String RESOLVED = "resolved";
    public static final String IDENTITIES_CREATED = "identities-created";
    public static final String IDENTITIES_CHANGED = "identities-changed";
    /** Of those that changed, people who have left by what is said of them now, and had not before. */
    public static final String IDENTITIES_LEFT = "identities-left";
    /** Of those that changed, people who had left, and are back. */
    public static final String IDENTITIES_RETURNED = "identities-returned";
    /** Records that belong to nobody: out of the job's scope, or not allowed to create an identity. */
    public static final String UNASSIGNED = "unassigned";
    /** Members that came into groups. */
    public static final String MEMBERS_JOINED = "members-joined";
    /** Members that left groups. */
    public static final String MEMBERS_LEFT = "members-left";
    /** Persons and groups that were assigned to applications and roles. */
    public static final String ASSIGNED_TO = "assigned-to";
    /** Those that are not any more. */
    public static final String UNASSIGNED_FROM = "unassigned-from";
    /** Memberships that begin or end at another moment than before. */
    public static final String MEMBERSHIPS_CHANGED = "memberships-changed";
    /** What a source says of memberships and means nobody that the hub knows, or several. */
    public static final String MEMBERS_UNKNOWN = "members-unknown";
    /** Memberships that end with the next cycle, unless what came in their place turns out to be the same, renamed. */
    public static final String MEMBERS_MAY_BE_RENAMED = "members-may-be-renamed";
    /** Before the name of an attribute: from how many people it has vanished, of a reading that is held for it and that somebody may let through. */
    public static final String LET_VANISH = "let-vanish:";
    /** How many records are missing, of a reading that was refused for it and that somebody may let through. */
    public static final String LET_SHRINK = "let-shrink";
    /** Before the key of a new record that is written like a missing one, of such a reading. */
    public static final String LET_NEW = "let-new:";
    /** Accounts found in a listing of the target. */
    public static final String LISTED = "listed";
    /** Listings that were not whole. */
    public static final String LIST_NOT_WHOLE = "list-not-whole";
    /** Linked accounts that are not found, and not proven to be gone. */
    public static final String MISSING = "missing";
    /** Linked accounts that were proven to be gone, not by us. */
    public static final String GONE = "gone";
    /** Identities looked at. */
    public static final String EVALUATED = "evaluated";
    /** Memberships that were looked at. */
    public static final String MEMBERSHIPS = "memberships";
    /** Members who were in a group of the target already, put there by nobody here, and are to be there. */
    public static final String MEMBERS_FOUND = "members-found";
    public static final String UNCHANGED = "unchanged";
    public static final String SKIPPED = "skipped";
    public static final String AMBIGUOUS = "ambiguous";
    public static final String REPORTED = "reported";
    public static final String HELD = "held";
    /** Changes that are due, are not among those of the saved plan that is carried out, and are left to the next cycle. */
    public static final String NOT_IN_PLAN = "not-in-plan";
    /** Changes that are due and not planned, because somebody has rejected them. */
    public static final String NOT_WANTED = "not-wanted";
    /** Changes that a route did not bring to their target. */
    public static final String HELD_BACK = "held-back-by-route";
    /** Changes that were made, and whose answer a route did not bring to {@code caravan:record}; they are recorded all the same. */
    public static final String LOST_BY_ROUTE = "lost-by-route";
    /** Changes that wait because the target is frozen. */
    public static final String FROZEN = "frozen";
    /** Those among them that would take access away. */
    public static final String LEAVERS_WAITING = "leavers-waiting";
    /** People and records that are left behind when the cycle ends, also by earlier ones: dead letters, and links with a problem. */
    public static final String LEFT_BEHIND = "left-behind";
    /** Changes that wait when the cycle ends, and are looked at again by themselves or once somebody has looked at them. */
    public static final String WAITING = "waiting";
    /** Of the failed, changes that are tried again by themselves. */
    public static final String FAILED_FOR_NOW = "failed-for-now";
    /** Changes that wait for a later cycle, because their target did not take them in earlier ones. */
    public static final String POSTPONED = "postponed";
    /** That a source could not be read, or that nothing of what it gave can be believed. */
    public static final String NOT_READ = "not-read";
    /** Calls that the target did not answer. */
    public static final String UNANSWERED = "unanswered";
    /** That answers of the target could not be kept: of what was sent, nobody knows what became of it. */
    public static final String UNRECORDED = "unrecorded";
    /** Changes that their target had no time for. */
    public static final String THROTTLED = "throttled";
    /** Changes carried out. */
    public static final String APPLIED = "applied";
    /** Changes, identities or records that failed. */
    public static final String FAILED = "failed";
    /** Values that were written twice and do not read back. */
    public static final String NOT_STORED = "not-stored";
    /** Values that were changed in the target and are left so, as the mapping says. */
    public static final String DRIFT = "drift";
    /** Changes not planned again because they failed for good and nothing has changed since. */
    public static final String DEAD_LETTERED = "dead-lettered";

    private Counted() {
    }
}
