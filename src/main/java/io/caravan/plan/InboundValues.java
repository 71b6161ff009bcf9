package io.caravan.plan;

import io.caravan.subject.Attributes;
import io.caravan.subject.DateText;
import io.caravan.subject.Lifecycle;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.DateKind;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.Mapping;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an inbound mapping makes of one record. Dates are whole days, unless the mapping says that they are moments. A value that
 * cannot be computed fails its attribute alone, unless something depends on it.
 *
 * @param attributes of the hub; those that failed are not among them
 * @param problems   why, by attribute
 */
public record InboundValues(Attributes attributes, Map<String, String> problems) {

    /** Dates that decide when somebody is there. */
    private static final Set<String> DATES = Set.of(Lifecycle.START_DATE, Lifecycle.END_DATE, Lifecycle.LAST_WORKING_DAY, Lifecycle.LEAVE_FROM, Lifecycle.LEAVE_UNTIL);

    /**
     * @param needed attributes without which the record cannot be used, beside those that decide about the lifecycle
     * @param zone   for people who have none of their own
     * @throws FormulaException when one of those cannot be computed
     */
    public static InboundValues of(Mapping mapping, MappingEvaluation values, Set<String> needed, ZoneId zone) {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (AttributeRule rule : mapping.attributes().values()) {
            String name = rule.name();
            try {
                Object value = values.value(name);
                if (value != Formula.ABSENT) {
                    all.put(name, value);
                }
            } catch (FormulaException failed) {
                if (needed.contains(name) || Lifecycle.ATTRIBUTES.contains(name)) {
                    throw failed;
                }
                problems.put(name, failed.getMessage());
            }
        }
        ZoneId there = zone(all, zone);
        for (AttributeRule rule : mapping.attributes().values()) {
            kind(rule).ifPresent(kind -> date(rule, kind, all, problems, there));
        }
        return new InboundValues(Attributes.taking(all), problems);
    }

    private static Optional<DateKind> kind(AttributeRule rule) {
        return rule.date().or(() -> DATES.contains(rule.name()) ? Optional.of(DateKind.DAY) : Optional.empty());
    }

    /** A date of the lifecycle that cannot be read stays as it is: whether anything depends on it is seen where it decides. */
    private static void date(AttributeRule rule, DateKind kind, Map<String, Object> all, Map<String, String> problems, ZoneId zone) {
        Object value = all.get(rule.name());
        if (value == null) {
            return;
        }
        String text = value.toString();
        try {
            all.put(rule.name(), DateText.isNone(text) ? null : kind == DateKind.DAY ? DateText.day(text, zone) : DateText.moment(text));
        } catch (DateTimeException unreadable) {
            problems.put(rule.name(), rule.name() + " (" + rule.position() + ") is \"" + text + "\": " + unreadable.getMessage());
            if (!DATES.contains(rule.name())) {
                all.remove(rule.name());
            }
        }
    }

    private static ZoneId zone(Map<String, Object> all, ZoneId fallback) {
        try {
            return Optional.ofNullable(all.get(Lifecycle.TIME_ZONE)).map(name -> ZoneId.of(name.toString().strip())).orElse(fallback);
        } catch (DateTimeException toldWhereItDecides) {
            return fallback;
        }
    }
}
