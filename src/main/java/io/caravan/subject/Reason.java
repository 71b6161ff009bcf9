package io.caravan.subject;

import java.util.List;
import java.util.Locale;

/**
 * Why something stands as it does: a closed list, so that a decision may ask for the reason of an earlier one and a
 * display may say it in any words. {@link Sentences} has the words for people. What a reason needs to be told is named by
 * its {@link #arguments}; what lies behind it is the {@link Because#cause} it is given.
 */
public enum Reason {

    // Where a person stands with the company.
    TERMINATED_URGENTLY,
    /** No source has the person any more. {@code since}: a moment, ISO 8601. */
    RECORD_ABSENT("since"),
    STATUS_TERMINATED,
    LAST_WORKING_DAY_OVER("day"),
    EMPLOYMENT_OVER("day"),
    STARTS_ON("day"),
    ON_LEAVE_SINCE("day"),
    STATUS_LEAVE,

    // Why an account stands as it does, or is not there.
    /** The person is a leaver; the cause says since when or by what. */
    HAS_LEFT,
    /** The account stayed disabled for the job's {@code hold}. */
    HOLD_OVER("period", "since"),
    /** There is an account, and its owner is not in the job's scope any more. */
    LEFT_SCOPE("clause"),
    /** There is no account, because of the job's scope. */
    OUT_OF_SCOPE("clause"),
    /** Nobody has assigned the person to the target, or not any more; {@code application} is the target. */
    NOT_ASSIGNED("application"),
    NOT_YET_DUE,
    NOTHING_TO_DISABLE,
    NO_VALUE_TO_MATCH,
    CREATES_NONE,
    /** Somebody has decided that none of the accounts that match is this person's, and that none is made. */
    DECIDED_NONE,
    /** An account that was closed is opened, since its owner is to have one; the cause says why it was closed. */
    TO_HAVE_ACCESS,
    /** An account was recognised as this person's. */
    MATCHED("attribute"),
    /** An account was recognised, and the job only reports that. */
    MATCH_REPORTED("anchor", "attribute"),
    /** No source record is this person's, so there is none to write back to. {@code jobs} read such records. */
    NO_RECORD("jobs"),
    /** No match rule finds a record to write back to. */
    NO_RECORD_MATCHES,
    /** The person was read from a record that the target does not show. */
    RECORD_NOT_SHOWN("anchor"),
    /** The person is a leaver, whose record is not written to; the cause says since when or by what. */
    RECORD_OF_LEAVER,
    /** The linked account is gone, and the job only reports that. */
    GONE_REPORTED,
    /** An account that nobody is linked to looks like a leaver's and is open; the cause says why she is one. */
    OPEN_ACCOUNT_OF_LEAVER("anchor", "attribute"),

    // Why somebody is in a group, or is not.
    /** {@code origins}: who said so, each as it is stored. */
    MEMBER_BY("origins"),
    /** Nobody says any more that she is in it. */
    NO_MEMBER_ANY_MORE,
    /** Her account in this target is closed, and closed ones leave. */
    MEMBER_CLOSED,
    /** Her account in this target is gone. */
    MEMBER_GONE,
    /** Her account is called otherwise; {@code name} is what it was called. */
    MEMBER_RENAMED("name"),
    /** Nobody here put this member there, and strangers go. */
    STRANGER,

    // What failed.
    /** The linked account was proven to be gone from the target, and was not deleted by us. */
    ACCOUNT_GONE("anchor"),
    /** The target does not find the linked account, and nothing proves that it is gone. The cause says what is to be done to it. */
    ACCOUNT_MISSING("anchor"),
    /** The target knows the linked account, and does not let it be seen or written where it is; {@code message} is what it said. */
    ACCOUNT_WITHHELD("message"),
    /** Under the linked account's name the target shows somebody else; {@code attributes}: what is another's. */
    ACCOUNT_OF_ANOTHER("attributes"),
    /** It is not known whether a create was carried out; {@code message} is what was answered. */
    CREATE_IN_DOUBT("message"),
    /** It is not known whether a change of the account was carried out; {@code message} is what was answered. */
    CHANGE_IN_DOUBT("message"),
    /** A create was answered with the id of somebody else's account. */
    ANCHOR_SHARED("anchor"),
    /** Nobody can say whether there is an account with this attribute's value; {@code message} is why. */
    LOOK_UP_FAILED("attribute", "message"),
    /** An account has what was sent to be unique, and another value of what identifies people. */
    CONTRADICTS("anchor", "attribute"),
    /** A value was written twice and does not read back. */
    NOT_STORED("attribute", "sent", "shown"),
    /** The target says in a word that nobody knows whether the account is open; {@code known}: open or closed, as it was known. */
    STATE_UNCLEAR("attribute", "shown", "known"),
    /** A value does not read as it was written, and has never done so: it is left so. */
    STORED_OTHERWISE("attribute", "sent", "shown"),
    /** A value was changed in the target, and is taken for what is known, as the mapping says. */
    DRIFT_ADOPTED("attribute", "sent", "shown"),
    /** A value was changed in the target, and is left so and told, as the mapping says. */
    DRIFT_REPORTED("attribute", "sent", "shown"),
    SEVERAL_MATCH("count", "attribute", "anchors"),
    BELONGS_TO_ANOTHER("attribute", "anchor"),
    /** Others have the value, too, by which the account is recognised. */
    MATCHES_SEVERAL("attribute", "anchor", "others"),
    /** But for what it is recognised by, the account has nothing in common with the person; {@code attributes}: what is another's. */
    MATCHES_ANOTHER("attribute", "anchor", "attributes"),
    /** Some attributes have no value that can be told for certain, so the account's stay as they are; {@code message} names them and says why. */
    ATTRIBUTES_LEFT("message"),
    /** A route did not bring the change to its target. */
    HELD_BACK_BY_ROUTE,
    /** Lifecycle, scope or mapping could not be computed; {@code message} is what the expression or value said. */
    EVALUATION_FAILED("message");

    private final List<String> arguments;

    Reason(String... arguments) {
        this.arguments = List.of(arguments);
    }

    /** The names of what has to be told with it, in order. */
    public List<String> arguments() {
        return arguments;
    }

    /** As it is stored and shown to programs: {@code has-left}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
