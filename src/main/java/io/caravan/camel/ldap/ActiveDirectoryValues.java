package io.caravan.camel.ldap;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Attributes that Active Directory keeps as numbers, as people write them: the last day of an account, moments, and what kind of group one is. Immutable.
 */
final class ActiveDirectoryValues {

    static final String EXPIRES = "accountExpires";
    private static final String GROUP_TYPE = "groupType";
    /** Both mean never (MS-ADA1 §2.2). */
    private static final Set<String> NEVER = Set.of("0", "9223372036854775807");
    private static final String NEVER_WRITTEN = "9223372036854775807";
    private static final Set<String> MOMENTS = caseless("lastLogonTimestamp", "lastLogon", "badPasswordTime", "msDS-UserPasswordExpiryTimeComputed");
    /** From 1601, where a FILETIME starts (MS-DTYP §2.3.3), to 1970. */
    private static final long SECONDS_TO_EPOCH = 11_644_473_600L;
    private static final long TICKS_PER_SECOND = 10_000_000L;
    private static final long NANOS_PER_TICK = 100;

    /** MS-ADTS §2.2.12. */
    private static final Map<String, Integer> SCOPES = Map.of("global", 0x2, "domainLocal", 0x4, "universal", 0x8);
    private static final int SECURITY = 0x80000000;

    private final ZoneId zone;

    /** @param zone in which a day ends */
    ActiveDirectoryValues(ZoneId zone) {
        this.zone = zone;
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(List.of(names));
        return set;
    }

    boolean knows(String attribute) {
        return attribute.equalsIgnoreCase(EXPIRES) || attribute.equalsIgnoreCase(GROUP_TYPE) || MOMENTS.contains(attribute);
    }

    /** The value as people write it; null for a date that never comes, a moment that never was. */
    Object read(String attribute, String number) {
        if (attribute.equalsIgnoreCase(GROUP_TYPE)) {
            return groupType(number);
        }
        if (NEVER.contains(number)) {
            return null;
        }
        try {
            long ticks = Long.parseLong(number);
            // The account ends with the tick before: at midnight the day before was the last.
            return attribute.equalsIgnoreCase(EXPIRES) ? moment(ticks - 1).atZone(zone).toLocalDate().toString() : moment(ticks).toString();
        } catch (NumberFormatException noNumber) {
            return number;
        }
    }

    /**
     * The last day of an account that is over: nobody logs on to it, however open it is.
     *
     * @param number as it is kept; null where there is none
     */
    Optional<String> expired(String number, Instant now) {
        try {
            return number == null || NEVER.contains(number) || moment(Long.parseLong(number)).isAfter(now) ? Optional.empty() : Optional.of(read(EXPIRES, number).toString());
        } catch (NumberFormatException noNumber) {
            return Optional.empty();
        }
    }

    private static Instant moment(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, TICKS_PER_SECOND) - SECONDS_TO_EPOCH, Math.floorMod(ticks, TICKS_PER_SECOND) * NANOS_PER_TICK);
    }

    /** @throws OutcomeException invalid, where that is no such value */
    String write(String attribute, String text) {
        return attribute.equalsIgnoreCase(EXPIRES) ? ticksAfter(text) : attribute.equalsIgnoreCase(GROUP_TYPE) ? String.valueOf(bits(text)) : text;
    }

    /** What says that there is no value, where that is not the attribute's absence. */
    Optional<String> none(String attribute) {
        return attribute.equalsIgnoreCase(EXPIRES) ? Optional.of(NEVER_WRITTEN) : Optional.empty();
    }

    private String ticksAfter(String lastDay) {
        try {
            Instant end = LocalDate.parse(lastDay).plusDays(1).atStartOfDay(zone).toInstant();
            return String.valueOf((end.getEpochSecond() + SECONDS_TO_EPOCH) * TICKS_PER_SECOND);
        } catch (DateTimeParseException noDay) {
            throw new OutcomeException(OutcomeKind.INVALID, "accountExpires is the last day of an account, such as 2026-12-31, and not '" + lastDay + "'", noDay);
        }
    }

    private static Object groupType(String number) {
        try {
            int bits = Integer.parseInt(number);
            List<String> words = new ArrayList<>();
            SCOPES.forEach((word, bit) -> {
                if ((bits & bit) != 0) {
                    words.add(word);
                }
            });
            boolean plain = words.size() == 1 && bits == (bits & SECURITY | SCOPES.get(words.get(0)));
            return plain ? words.get(0) + ((bits & SECURITY) != 0 ? " security" : " distribution") : number;
        } catch (NumberFormatException noNumber) {
            return number;
        }
    }

    private static int bits(String text) {
        String[] words = text.strip().split("\\s+");
        Optional<Integer> scope = SCOPES.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(words[0])).map(Map.Entry::getValue).findFirst();
        String kind = words.length == 2 ? words[1].toLowerCase(Locale.ROOT) : "";
        if (scope.isPresent() && (kind.equals("security") || kind.equals("distribution"))) {
            return scope.get() | (kind.equals("security") ? SECURITY : 0);
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException neither) {
            throw new OutcomeException(OutcomeKind.INVALID, "groupType is global, domainLocal or universal, followed by security or distribution, such as 'global security', and not '" + text + "'",
                    neither);
        }
    }
}
