package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** How this directory tells a disabled entry from an enabled one. LDAP itself has no such notion. */
sealed interface Disabling {

    /** Empty where the directory does not show what would say so. */
    Optional<Boolean> enabled(Entry entry) throws LDAPException;

    /** What must be read for {@link #enabled}. */
    default Set<String> attributes() {
        return Set.of();
    }

    /** Where disabled entries are moved to, whatever else says that they are; empty where they stay. */
    default Optional<DN> place() {
        return Optional.empty();
    }

    /** The directory has no such notion: every entry is enabled. */
    record Unknown() implements Disabling {
        @Override
        public Optional<Boolean> enabled(Entry entry) {
            return Optional.of(true);
        }
    }

    /**
     * An entry is disabled while one attribute has one value.
     *
     * @param enabledValue what the attribute is set to on enabling; empty: it is removed
     * @param place        where it is moved to on disabling, and back from on enabling
     */
    record ByAttribute(String attribute, String disabledValue, Optional<String> enabledValue, Optional<DN> place) implements Disabling {
        @Override
        public Optional<Boolean> enabled(Entry entry) {
            String[] values = entry.getAttributeValues(attribute);
            return values != null ? Optional.of(Arrays.stream(values).noneMatch(disabledValue::equalsIgnoreCase))
                    : enabledValue.isPresent() ? Optional.empty() : Optional.of(true);
        }

        @Override
        public Set<String> attributes() {
            return Set.of(attribute);
        }
    }

    /**
     * An entry is disabled while one bit of a number is set, as bit 2 of Active Directory's userAccountControl
     * (MS-ADTS §2.2.16). The other bits mean other things and are left alone.
     *
     * @param initial what the number of a new entry is, if the mapping gives none
     * @param place   where it is moved to on disabling, and back from on enabling
     */
    record ByBit(String attribute, long bit, long initial, Optional<DN> place) implements Disabling {
        @Override
        public Optional<Boolean> enabled(Entry entry) {
            return Optional.ofNullable(entry.getAttributeValue(attribute)).map(value -> (number(value) & bit) == 0);
        }

        @Override
        public Set<String> attributes() {
            return Set.of(attribute);
        }

        long with(long number, boolean enabled) {
            return enabled ? number & ~bit : number | bit;
        }

        /** @param value null where the attribute is not there, which is no bit at all */
        long number(Object value) {
            try {
                return value == null ? 0 : Long.parseLong(value.toString());
            } catch (NumberFormatException notANumber) {
                throw new OutcomeException(OutcomeKind.INVALID, "the value of " + attribute + " is not a whole number, but has a bit that disables");
            }
        }
    }

    /** An entry is disabled while it stands below this DN. */
    record ByMoving(DN to) implements Disabling {
        @Override
        public Optional<Boolean> enabled(Entry entry) throws LDAPException {
            return Optional.of(!entry.getParsedDN().isDescendantOf(to, true));
        }

        @Override
        public Optional<DN> place() {
            return Optional.of(to);
        }
    }
}
