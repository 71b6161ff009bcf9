package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.engine.SaidMembers;
import java.util.Locale;

/** How somebody stands to a group of a target, in the order in which that is told. */
public enum MemberState {
    /** The group lists the member. */
    MEMBER,
    /** The next run puts the member into it. */
    DUE,
    /** A later run does, because the target did not take the member. */
    WAITS,
    /** The member was put into it, and the target does not show that. */
    UNSEEN,
    /** The next run takes the member out of it. */
    LEAVING,
    /** What is due waits for somebody to decide. */
    HELD,
    /** Somebody has decided that what is due is not made. */
    REJECTED,
    /** The target did not take the member, and nobody tries again. */
    REFUSED,
    NO_ACCOUNT, ACCOUNT_CLOSED,
    /** How the account stands is not known. */
    ACCOUNT_UNCLEAR,
    /** The group lists somebody whom nobody here put there. */
    STRANGER,
    /** The group is not there, or nobody knows whether it is. */
    GROUP_MISSING;

    /** As far as it follows from the member's account. */
    static MemberState of(SaidMembers.Standing account) {
        return switch (account) {
            case CAN -> DUE;
            case CLOSED -> ACCOUNT_CLOSED;
            case UNCLEAR -> ACCOUNT_UNCLEAR;
            case NONE -> NO_ACCOUNT;
        };
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
