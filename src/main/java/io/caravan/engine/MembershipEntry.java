package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import java.util.Optional;

/**
 * How the log calls it that somebody comes into something, or goes: groups are joined and left, applications assigned and not any more.
 *
 * @param attribute what the change is of
 * @param key       of the group, or of the application and role
 * @param system    the application; empty for a group
 */
public record MembershipEntry(String action, String attribute, String key, String system, boolean comes) {

    /** Somebody is assigned to an application. */
    public static final String ASSIGN = "assign";
    /** Somebody is not assigned to it any more. */
    public static final String UNASSIGN = "unassign";
    public static final String JOIN = "join";
    public static final String LEAVE = "leave";

    static MembershipEntry of(Identity group, boolean comes) {
        return group.kind().equals(Kind.APPLICATION) ? ofApplication(ApplicationRole.of(group.key()), comes)
                : new MembershipEntry(comes ? JOIN : LEAVE, "group", group.key(), "", comes);
    }

    /** Of an application, or a role in it. */
    public static MembershipEntry ofApplication(ApplicationRole role, boolean comes) {
        return new MembershipEntry(comes ? ASSIGN : UNASSIGN, "assignment", role.key(), role.application(), comes);
    }

    /** The change that stands in the log. */
    public AttributeChange change() {
        return AttributeChange.of(attribute, comes ? null : key, comes ? key : null);
    }
}
