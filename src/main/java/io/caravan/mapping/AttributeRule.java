package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.subject.Kind;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one attribute gets its value.
 *
 * @param kept      when it is written, and what becomes of a value that somebody changes in the target
 * @param source    an expression, a condition, a constant or a reference
 * @param authority inbound only: among several sources the highest number that has a value wins
 * @param date      inbound only: what its date is; empty when nothing is said
 */
public record AttributeRule(String name, Source source, WhenAbsent whenAbsent, Kept kept, int authority, Optional<DateKind> date, Position position) {

    public AttributeRule {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(whenAbsent, "whenAbsent");
        Objects.requireNonNull(kept, "kept");
    }

    /**
     * What becomes of an absent value.
     *
     * @param defaultValue fills it; empty when the mapping gives none
     * @param clear        empties the target's attribute ({@code clear: when-absent})
     */
    public record WhenAbsent(Optional<Object> defaultValue, boolean clear) {

        /** The attribute is left as it is. */
        public static final WhenAbsent LEFT = new WhenAbsent(Optional.empty(), false);

        public WhenAbsent {
            Objects.requireNonNull(defaultValue, "defaultValue");
        }
    }

    /** When it is written. */
    public Apply apply() {
        return kept.apply();
    }

    /** Whether values that others have put into a list are left alone; empty when nothing is said. */
    public Optional<Boolean> strangersStay() {
        return kept.strangersStay();
    }

    /** What becomes of a value that somebody changes in the target. */
    public OnDrift onDrift() {
        return kept.onDrift();
    }

    /**
     * How the attribute of an account is kept right.
     *
     * @param strangersStay whether values that others have put into a list are left alone; empty when nothing is said
     */
    public record Kept(Apply apply, OnDrift onDrift, Optional<Boolean> strangersStay) {

        /** Written whenever it differs. */
        public static final Kept ALWAYS = new Kept(Apply.ALWAYS, OnDrift.REVERT);

        /** With nothing said of strangers. */
        public Kept(Apply apply, OnDrift onDrift) {
            this(apply, onDrift, Optional.empty());
        }

        public Kept {
            Objects.requireNonNull(strangersStay, "strangersStay");
            Objects.requireNonNull(apply, "apply");
            Objects.requireNonNull(onDrift, "onDrift");
        }

        public static Kept of(Apply apply) {
            return new Kept(apply, OnDrift.REVERT);
        }
    }

    /** What becomes of a value that somebody changes in the target, while the mapping wants what it wanted. */
    public enum OnDrift {
        /** It is written again by the next full cycle. */
        REVERT,
        /** It is left, and taken for what is known. */
        ADOPT,
        /** It is left, and told for as long as it differs. */
        REPORT
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
         * The formula says who is meant; the value is that subject's account in this target.
         *
         * @param kind     of those who may be meant
         * @param by       the hub's attribute that the formula's value is compared with; {@link io.caravan.subject.Reference#KEY} for the key
         * @param accounts which accounts are referred to; empty: those of the same job
         * @param around   what is made of the account's name
         */
        record Reference(Formula formula, Kind kind, String by, Optional<Accounts> accounts, Around around) implements Source {

            /**
             * What is made of the name of the account that is referred to.
             *
             * @param before    text in front of it; empty: none
             * @param otherwise the name where nobody is meant; empty: none
             */
            public record Around(Optional<Formula> before, Optional<Formula> otherwise) {

                public static final Around NOTHING = new Around(Optional.empty(), Optional.empty());

                /** What is computed for it. */
                public Stream<Formula> formulas() {
                    return Stream.concat(before.stream(), otherwise.stream());
                }
            }

            /**
             * Accounts that another job makes in the same system.
             *
             * @param namedBy the attribute by which they are referred to
             */
            public record Accounts(String job, String namedBy) {
            }

            /** To a person's account of the same job. */
            public Reference(Formula formula, String by) {
                this(formula, Kind.PERSON, by, Optional.empty(), Around.NOTHING);
            }
        }
    }
}
