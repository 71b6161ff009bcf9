package io.caravan.plan;

import java.util.Locale;

/** The kinds of change, in the order in which a summary names them. */
public enum ChangeKind {
    CREATE("+"),
    /** An existing account was recognised: the link is recorded, and what differs is updated. */
    LINK("="),
    UPDATE("~"),
    ENABLE("^"),
    DISABLE("!"),
    DELETE("-"),
    /** The account stays as it is and is no longer managed ({@code onExit: keep}); nothing is sent. */
    RELEASE("o"),
    /** Members come into a group. */
    JOIN(">"),
    /** Members are taken out of a group. */
    LEAVE("<");

    private final String symbol;
    private final String word = name().toLowerCase(Locale.ROOT);

    ChangeKind(String symbol) {
        this.symbol = symbol;
    }

    /** What stands before the change in a printed plan. */
    public String symbol() {
        return symbol;
    }

    public String word() {
        return word;
    }

    /** Whether it takes an account away from a person. */
    public boolean removes() {
        return this == DISABLE || this == DELETE;
    }

    /** Whether it is about who is in a group, and not about the group's own account. */
    public boolean isOfMembers() {
        return this == JOIN || this == LEAVE;
    }
}
