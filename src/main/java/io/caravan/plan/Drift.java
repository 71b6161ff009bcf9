package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One thing in which a target differs from what is known of it.
 *
 * @param whose     the account's owner, or whom it matches; empty: nobody
 * @param account   its attributes as the target shows them, else as known
 * @param attribute only of {@link Kind#ATTRIBUTE}
 * @param follows   what the next full cycle does about it
 * @param why       what lifecycle, scope or a match rule say; empty when nothing needs saying
 */
public record Drift(Kind kind, Optional<Identity> whose, String anchor, Attributes account, Optional<Value> attribute, Follows follows, Optional<Because> why) {

    /** What differs, the most urgent first. */
    public enum Kind {
        /** An account is open whose owner has left or is out of scope. */
        LEAVER_OPEN,
        /** Closed by us, open in the target, and to stay closed. */
        ENABLED_BY_HAND,
        /** Open as far as is known, closed in the target, and to be open. */
        DISABLED_BY_HAND,
        /** A group has members that nobody here put there. Told of groups, not of accounts. */
        STRANGERS,
        /** A group does not show members that were put there and are to be in it. Told of groups. */
        MEMBERS_GONE,
        ATTRIBUTE,
        /** Somebody is linked to an account that is not there. */
        LINK_TO_NOTHING,
        /** An account that was taken for missing is there. */
        NOT_MISSING,
        /** A match rule finds another account of somebody who is linked to one. */
        SECOND_ACCOUNT,
        /** Nobody is linked to the account. */
        UNOWNED;

        /** As it is shown: {@code leaver-open}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What the next full cycle does. */
    public enum Follows {
        /** The target is written to. */
        REVERT,
        /** The target's value is taken for what is known. */
        ADOPT,
        /** Nothing: somebody has to look. */
        REPORT,
        /** The account is linked. */
        LINK,
        /** Another account is made. */
        CREATE,
        /** Nothing until it can be decided: the mapping fails for this person. */
        UNDECIDED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One attribute.
     *
     * @param known  as we wrote it last, or read it; null: empty
     * @param shown  as the target has it; null: empty
     * @param wanted what the mapping gives now, null: empty; no value when that cannot be told
     */
    public record Value(String name, Object known, Object shown, Wanted wanted) {
    }

    /** @param decided false when the mapping fails; then there is no value */
    public record Wanted(boolean decided, Object value) {
    }

    public Drift {
        Objects.requireNonNull(kind, "kind");
        if (attribute.isPresent() != (kind == Kind.ATTRIBUTE)) {
            throw new IllegalArgumentException("an attribute goes with kind ATTRIBUTE, and only with it");
        }
    }
}
