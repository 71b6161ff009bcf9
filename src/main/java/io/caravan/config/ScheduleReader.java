package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Schedule;
import java.text.ParseException;
import java.time.ZoneId;
import java.util.Optional;
import org.quartz.CronExpression;

/** Reads {@code schedule} of a mapping. */
record ScheduleReader(ZoneId standardZone, Problems problems) {

    Schedule read(Yaml.Block block) {
        if (block.entries().isEmpty()) {
            return Schedule.NONE;
        }
        if (block.has("every") && block.has("cron")) {
            problems.add(Problem.error(ProblemCode.SCHEDULE, block.at("cron"), "\"every\" and \"cron\" both say when the delta runs",
                    "remove one of them; a full cycle has the key full"));
        }
        return new Schedule(block.text("every").map(Amounts::duration), cron(block, "cron"), cron(block, "full"), zone(block));
    }

    private Optional<String> cron(Yaml.Block block, String key) {
        return block.scalar(key).filter(scalar -> {
            try {
                CronExpression.validateExpression(scalar.text());
                return true;
            } catch (ParseException | RuntimeException e) {
                problems.add(Problem.error(ProblemCode.SCHEDULE, scalar.position(), "\"" + key + "\" is not a cron expression: " + words(scalar.text(), e),
                        "seconds, minutes, hours, day of month, month, day of week; one of the two days is ?", "write for example 0 0 3 * * ?"));
                return false;
            }
        }).map(Yaml.Scalar::text);
    }

    private static String words(String cron, Exception failure) {
        int fields = cron.strip().split("\\s+").length;
        if (fields < 6 || fields > 7) {
            return "it has " + fields + " fields, not 6 or 7";
        }
        return failure.getMessage() == null ? "it cannot be read" : failure.getMessage().replaceAll("\\.$", "");
    }

    private ZoneId zone(Yaml.Block block) {
        return block.scalar("zone").flatMap(scalar -> {
            if (SettingsReader.isZone(scalar.text())) {
                return Optional.of(ZoneId.of(scalar.text()));
            }
            problems.add(Problem.error(ProblemCode.SCHEDULE, scalar.position(), "\"" + scalar.text() + "\" is not a time zone",
                    "a name of the IANA time zone database",
                    io.caravan.diagnostic.Suggestion.nearest(scalar.text(), ZoneId.getAvailableZoneIds()).map(zone -> "write " + zone)
                            .orElse("write for example Europe/Berlin")));
            return Optional.empty();
        }).orElse(standardZone);
    }
}
