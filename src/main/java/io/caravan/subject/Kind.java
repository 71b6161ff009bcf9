package io.caravan.subject;

import java.util.regex.Pattern;

/**
 * What kind of thing a {@link Subject} is: {@link #PERSON}, {@link #GROUP}, or one that a project declares (department, location, device).
 *
 * @param name lower-case letters, digits and hyphens, beginning with a letter
 */
public record Kind(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public static final Kind PERSON = new Kind("person");
    public static final Kind GROUP = new Kind("group");
    /** An application that persons are assigned to, or a role in it; who is, are its members. */
    public static final Kind APPLICATION = new Kind("application");
    /** No subject: what a table of assignments brings into the hub, which says who is assigned to which application. */
    public static final Kind ASSIGNMENT = new Kind("assignment");
    /** No subject: what a table of pairs brings into the hub, which says who is in which group. */
    public static final Kind MEMBERSHIP = new Kind("membership");

    public Kind {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is not a kind's name: lower-case letters, digits and hyphens, beginning with a letter");
        }
    }

    /** Whether there are no subjects of the kind: what is called so only says something of others. */
    public boolean isOfPairs() {
        return equals(MEMBERSHIP) || equals(ASSIGNMENT);
    }

    /** The kind of this name. */
    public static Kind of(String name) {
        return name.equals(PERSON.name) ? PERSON : new Kind(name);
    }

    /** By hand, as in {@link Reference}. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Kind that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
