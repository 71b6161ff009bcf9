package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import java.util.Objects;
import java.util.Optional;

/**
 * How one attribute gets its value.
 *
 * @param source       an expression, a condition, a constant or a reference
 * @param defaultValue fills an absent value; empty when the mapping gives none
 * @param clear        empties the target's attribute when the value is absent ({@code clear: when-absent})
 * @param authority    inbound only: among several sources the highest number that has a value wins
 * @param date         inbound only: what its date is; empty when nothing is said
 * @param note         for the next reader
 */
public record AttributeRule(String name, Source source, Optional<Object> defaultValue, Apply apply, boolean clear,
                            int authority, Optional<DateKind> date, Optional<String> note, Position position) {

    public AttributeRule {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(apply, "apply");
    }

    /** What a date is: a whole day, whatever time stands behind it, or a moment. */
    public enum DateKind { DAY, MOMENT }

    /** When the attribute is written. */
    public enum Apply { ALWAYS, ON_CREATE, IF_EMPTY }

    /** Where the value comes from. */
    public sealed interface Source {
        record Value(Formula formula) implements Source {
        }

        record Test(Condition condition) implements Source {
        }

        record Constant(Object value) implements Source {
        }

        /**
         * The formula says who is meant; the value is that person's account in this target.
         *
         * @param by the hub's attribute that the formula's value is compared with; {@link io.caravan.subject.Reference#KEY} for the key
         */
        record Reference(Formula formula, String by) implements Source {
        }
    }
}
