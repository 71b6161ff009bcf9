package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.Freeze;
import io.caravan.mapping.Schedule;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        ZoneId zone = zone(block);
        return new Schedule(block.text("every").map(Amounts::duration), cron(block, "cron"), cron(block, "full"), cron(block, "drift"), zone, frozen(block, zone));
    }

    /** A window, a list of them, or a block with both and what leavers do. */
    private Freeze frozen(Yaml.Block block, ZoneId zone) {
        Yaml.Block told = block.block("frozen");
        Yaml.Block place = block.get("frozen").filter(Yaml.Block.class::isInstance).isPresent() ? told : block;
        String key = place == told ? "windows" : "frozen";
        List<Freeze.Window> windows = Stream.concat(place.scalar(key).stream(), place.items(key).stream().map(Yaml.Scalar.class::cast))
                .flatMap(written -> window(written).stream()).toList();
        Freeze freeze = new Freeze(windows, told.text("leavers").filter("wait"::equals).isPresent(), zone);
        if (freeze.leavesNoTime()) {
            problems.add(Problem.error(ProblemCode.SCHEDULE, place.at(key), "the windows leave no time between them: the target would be frozen for ever",
                    "shorten one of them; caravan job pause stops a job until somebody resumes it"));
        }
        return freeze;
    }

    private Optional<Freeze.Window> window(Yaml.Scalar written) {
        try {
            return Optional.of(Freeze.Window.of(written.text()));
        } catch (DateTimeException wrong) {
            problems.add(Problem.error(ProblemCode.SCHEDULE, written.position(), "\"" + written.text() + "\" cannot be understood: " + wrong.getMessage(),
                    Freeze.Window.EXPECTED, "write for example Fri 18:00 - Mon 06:00"));
            return Optional.empty();
        }
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
