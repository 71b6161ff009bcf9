package io.caravan.subject;

import java.util.Optional;

/** The words for people of every {@link Reason}, in one place. For what is shown and logged; nothing is decided by them. */
public final class Sentences {

    private Sentences() {
    }

    /** Empty text where nothing needs saying. */
    public static String of(Optional<Because> because) {
        return because.map(Sentences::of).orElse("");
    }

    public static String of(Because because) {
        return switch (because.reason()) {
            case TERMINATED_URGENTLY -> "terminated urgently";
            case RECORD_ABSENT -> "no source has the record since " + because.argument("since");
            case STATUS_TERMINATED -> "status is terminated";
            case LAST_WORKING_DAY_OVER -> "last working day was " + because.argument("day");
            case EMPLOYMENT_OVER -> "end date was " + because.argument("day");
            case STARTS_ON -> "start date is " + because.argument("day");
            case ON_LEAVE_SINCE -> "on leave since " + because.argument("day");
            case STATUS_LEAVE -> "status is leave";
            case HAS_LEFT -> "has left" + after(": ", because);
            case HOLD_OVER -> before(because, "; ") + "held for " + because.argument("period") + " since " + because.argument("since");
            case LEFT_SCOPE -> before(because, "; ") + "left scope: " + because.argument("clause");
            case NOT_ASSIGNED -> before(because, "; ") + "not assigned to " + because.argument("application");
            case OUT_OF_SCOPE -> before(because, "; ") + "out of scope: " + because.argument("clause");
            case NOT_YET_DUE -> "not yet due" + after(": ", because);
            case NOTHING_TO_DISABLE -> "there is no account to disable" + after(": ", because);
            case NO_VALUE_TO_MATCH -> "no match rule has a value to look for";
            case TO_HAVE_ACCESS -> "is to have access" + because.cause().map(behind -> "; the account was closed: " + of(behind)).orElse("");
            case CREATES_NONE -> "there is no account, and this job creates none";
            case NO_RECORD -> "there is no record to write back to: none that " + because.argument("jobs") + " reads is this person's";
            case NO_RECORD_MATCHES -> "there is no record to write back to: no match rule finds one";
            case RECORD_NOT_SHOWN -> "the target does not show the record " + because.argument("anchor") + ", so nothing is written to it";
            case RECORD_OF_LEAVER -> "a leaver's record is left alone" + after(": ", because);
            case DECIDED_NONE -> "somebody has decided that no account is hers, and that none is made";
            case MATCHED -> because.argument("attribute") + " matches" + place(because);
            case MATCH_REPORTED -> "account " + because.argument("anchor") + " matches " + because.argument("attribute") + ", and onMatch is report";
            case GONE_REPORTED -> "the account is gone from the target, and onMissing is report";
            case MEMBER_BY -> because.argument("origins");
            case NO_MEMBER_ANY_MORE -> "nobody says any more that it belongs there";
            case MEMBER_CLOSED -> "its account is disabled, and members.disabled is leave";
            case MEMBER_GONE -> "its account is gone";
            case MEMBER_RENAMED -> "it was called " + because.argument("name");
            case STRANGER -> "nobody here put it there, and members.strangers is remove";
            case OPEN_ACCOUNT_OF_LEAVER -> before(because, ", but ") + "account " + because.argument("anchor") + ", to which nobody is linked, matches "
                    + because.argument("attribute") + place(because) + " and is enabled; if it is this person's, disable it in the target";
            case ACCOUNT_GONE -> "the account " + because.argument("anchor") + " is gone from the target";
            case ACCOUNT_MISSING -> before(because, "; ") + (because.says(Reason.ACCOUNT_WITHHELD) || because.says(Reason.ACCOUNT_OF_ANOTHER) ? "the account " + because.argument("anchor")
                    : "the target does not find the account " + because.argument("anchor") + ", and nothing proves that it is gone: it") + " is asked for again in each cycle, and what is to be done to it waits";
            case ACCOUNT_WITHHELD -> before(because, "; ") + because.argument("message");
            case ACCOUNT_OF_ANOTHER -> before(because, "; ") + "the target shows somebody else under the account's name: " + because.argument("attributes") + " have nothing in common with what was known";
            case CHANGE_IN_DOUBT -> "whether the account was changed is not known, so it is asked for again in each cycle: " + because.argument("message");
            case CREATE_IN_DOUBT -> "whether the account was created is not known: " + because.argument("message")
                    + ". It is looked for in each cycle, and made again only when it is proven that it is not there";
            case ANCHOR_SHARED -> "the create was answered with the id " + because.argument("anchor")
                    + ", which is another account's: nothing is written to either until each has been looked for";
            case LOOK_UP_FAILED -> "nobody can say whether there is an account with this " + because.argument("attribute") + ": "
                    + because.argument("message") + ". Nothing is created; it is tried again in the next cycle";
            case CONTRADICTS -> "account " + because.argument("anchor") + " has what was sent for this person, and another " + because.argument("attribute");
            case NOT_STORED -> "not stored as sent: " + because.argument("attribute") + " was written twice as " + because.argument("sent") + " and reads as "
                    + because.argument("shown") + "; it is not written again until something else is wanted";
            case STATE_UNCLEAR -> "the target says neither that the account is open nor that it is closed: " + because.argument("attribute") + " is \"" + because.argument("shown")
                    + "\"; it counts as " + because.argument("known") + ", as it was known, until it says one of the two";
            case STORED_OTHERWISE -> "not stored as sent: " + because.argument("attribute") + " was written as " + because.argument("sent") + " and reads as "
                    + because.argument("shown") + "; it is not written again until something else is wanted";
            case DRIFT_ADOPTED -> "changed in the target: " + because.argument("attribute") + " was " + because.argument("sent") + " and is "
                    + because.argument("shown") + "; that is kept (drift: adopt) until something else is wanted";
            case DRIFT_REPORTED -> "changed in the target: " + because.argument("attribute") + " was " + because.argument("sent") + " and is "
                    + because.argument("shown") + "; it is left so (drift: report) until something else is wanted";
            case SEVERAL_MATCH -> because.argument("count") + " accounts match " + because.argument("attribute") + ": "
                    + because.argument("anchors") + place(because);
            case BELONGS_TO_ANOTHER -> "the account that matches " + because.argument("attribute") + ", " + because.argument("anchor")
                    + ", is linked to another identity" + place(because);
            case MATCHES_SEVERAL -> "the account that matches " + because.argument("attribute") + ", " + because.argument("anchor") + ", would also be that of "
                    + because.argument("others") + ": they have the same value" + place(because);
            case MATCHES_ANOTHER -> "the account that matches " + because.argument("attribute") + ", " + because.argument("anchor") + ", seems to be somebody else's: "
                    + because.argument("attributes") + " have nothing in common with what it would get" + place(because);
            case HELD_BACK_BY_ROUTE -> "held back by a route: it was not brought to caravan:deliver and caravan:record";
            case ATTRIBUTES_LEFT, EVALUATION_FAILED -> because.argument("message");
        };
    }

    private static String place(Because because) {
        return because.position().map(place -> " (" + place + ")").orElse("");
    }

    private static String after(String separator, Because because) {
        return because.cause().map(behind -> separator + of(behind)).orElse("");
    }

    private static String before(Because because, String separator) {
        return because.cause().map(behind -> of(behind) + separator).orElse("");
    }
}
