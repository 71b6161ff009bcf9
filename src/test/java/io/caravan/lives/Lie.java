package io.caravan.lives;

/** How a target can be wrong, or say what is wrong. Where it makes a difference whom it hits, chance decides, always the same way. */
enum Lie {

    NONE("it works"),
    ALL_NOT_FOUND("it finds nobody and nothing: every request is answered so"),
    SOME_NOT_FOUND("it does not find some of the accounts that it is asked for by name"),
    LIST_ENDS_EARLY("its list ends early, and says that it is whole"),
    LIST_REPEATS("every page of its list is the first"),
    LIST_PROMISES_MORE("its list promises more than comes"),
    LIST_FOR_EVER("its list promises a thousand million and never ends"),
    EMPTY_ID("it makes the account and does not say what it calls it"),
    SAME_ID("it makes accounts and gives all of them the same name in its answer"),
    FAILS_BEFORE("it answers that it broke, and did nothing"),
    FAILS_AFTER("it does what it is asked for, and then answers that it broke"),
    BAD_GATEWAY("what stands before it answers 502, after the request was carried out"),
    UNAVAILABLE_AFTER("it does what it is asked for, and then answers that it is not available"),
    CUT_BEFORE("the connection is cut before anything was done"),
    CUT_AFTER("the connection is cut before the answer, but after the request was carried out"),
    HTML("it answers 200 with a page of HTML, and does nothing"),
    HTML_AFTER("it does what it is asked for, and answers 200 with a page of HTML"),
    FILTER_IGNORED("it ignores filters: every search finds the first ten"),
    FILTER_REFUSED("it refuses every filter"),
    FORBIDDEN("it forbids everything to everybody"),
    THROTTLED("it wants to be left alone for a moment, whatever it is asked"),
    THROTTLED_SILENTLY("it wants to be left alone and does not say for how long"),
    NOT_STORED("it says that a change is made and does not make it"),
    NO_PARENT("it has no place for new accounts, and none to move one to"),
    ACTIVE_LEFT_OUT("it leaves out that an account is not active"),
    INACTIVE_NOT_LISTED("it leaves inactive accounts out of lists and searches"),
    NOT_SHOWN("it stores an attribute and never shows it"),
    FOLDED("it stores a name in small letters"),
    REFORMATTED("it writes telephone numbers its own way"),
    MANAGER_WHOLE_ONLY("it takes a manager only as a whole, not by its part");

    private final String words;

    Lie(String words) {
        this.words = words;
    }

    /** In words that fit every kind of target. */
    String words() {
        return words;
    }
}
