package io.caravan.operations;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Days as the project counts them. */
final class Days {

    private Days() {
    }

    static ZoneId zone(OpenProject project) {
        return project.project().settings().text("caravan.zone").map(ZoneId::of).orElse(ZoneId.of("UTC"));
    }

    /**
     * The end of a day in the project's zone, or a moment.
     *
     * @throws Refusal when it is neither
     */
    static Instant endOf(OpenProject project, String text) {
        try {
            return text.length() == "2026-01-01".length() ? LocalDate.parse(text).plusDays(1).atStartOfDay(zone(project)).toInstant() : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException neither) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + text + "' is no day", "Write 2026-11-30, or a moment such as 2026-11-30T08:00:00Z");
        }
    }
}
