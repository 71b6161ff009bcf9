package io.caravan.plan;

import io.caravan.plan.Authority.Statement;
import java.util.Objects;

/**
 * Two sources give one attribute otherwise, and one of them counts.
 *
 * @param counts    whose word it is that counts
 * @param authority the one it has for this attribute
 * @param overruled whose word does not count
 * @param less      the authority that one has
 */
public record Contest(String attribute, Statement counts, int authority, Statement overruled, int less, By by) {

    /** What decided. */
    public enum By {
        /** One has more authority for this attribute. */
        AUTHORITY,
        /** One says that its person was terminated urgently. */
        URGENCY,
        /** Both have as much, and the name of the one job comes first. */
        NAME,
        /** Status and dates come from one record. */
        EMPLOYMENT
    }

    public Contest {
        Objects.requireNonNull(by, "by");
    }

    /** What counts. */
    public Object value() {
        return counts.attributes().get(attribute);
    }

    /** What does not. */
    public Object overruledValue() {
        return overruled.attributes().get(attribute);
    }

    /** For people. */
    public String text() {
        String who = attribute + ": " + counts.job() + " counts, not " + overruled.job() + " (";
        return who + switch (by) {
            case AUTHORITY -> "authority " + authority + " and " + less;
            case URGENCY -> counts.job() + " says that it is urgent";
            case NAME -> "both have authority " + authority + "; the name that comes first decides";
            case EMPLOYMENT -> counts.job() + " says whether this person is there";
        } + ")";
    }
}
