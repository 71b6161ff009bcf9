package io.caravan.operations;

import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.ReadingApproval;
import io.caravan.mapping.InboundJob;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What somebody decides of a reading that was held or refused: read again, with as much let through as was counted then, and no more. */
public final class ReadingDecision {

    private static final int LOOKED_AT = 200;

    private final OpenProject open;
    private final StoppedReading reading;

    private ReadingDecision(OpenProject open, StoppedReading reading) {
        this.open = open;
        this.reading = reading;
    }

    /**
     * The last reading of a source, if it is one that may be let through.
     *
     * @throws Refusal when it went well, or failed for what nobody may let through
     */
    public static ReadingDecision of(OpenProject open, InboundJob job) {
        CycleRow last = open.store().cycles().recent(job.name(), LOOKED_AT).stream().filter(row -> row.endedAt().isPresent()).findFirst()
                .orElseThrow(() -> new Refusal(Refusal.Kind.FAILED, "job '" + job.name() + "' has never run", "caravan sync " + job.name()));
        Map<String, Long> vanish = new TreeMap<>();
        List<String> others = new ArrayList<>();
        last.counts().forEach((name, count) -> {
            if (name.startsWith(Counted.LET_VANISH)) {
                vanish.put(name.substring(Counted.LET_VANISH.length()), count);
            } else if (name.startsWith(Counted.LET_NEW)) {
                others.add(name.substring(Counted.LET_NEW.length()));
            }
        });
        long missing = last.counts().getOrDefault(Counted.LET_SHRINK, 0L);
        if (vanish.isEmpty() && others.isEmpty() && missing == 0) {
            boolean failed = last.status() == CycleStatus.FAILED;
            if (last.status() == CycleStatus.HELD) {
                throw new Refusal(Refusal.Kind.FAILED, "what '" + job.name() + "' holds is let through by the option that its message names: " + last.message(), "caravan plan with that "
                        + "option shows what would come of it");
            }
            throw new Refusal(Refusal.Kind.FAILED, failed ? "the last reading of '" + job.name() + "' failed for what nobody can let through: " + last.message()
                    : "job '" + job.name() + "' holds nothing", failed ? "Mend that" : "caravan status names the jobs that hold something");
        }
        List<String> parts = new ArrayList<>(others);
        vanish.forEach((name, count) -> parts.add(name + '\0' + count));
        return new ReadingDecision(open, new StoppedReading(job.name(), job.system(), last.id(), last.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(), last.message(), vanish,
                missing, List.copyOf(others), HeldDecision.hash(parts.stream().sorted().collect(Collectors.joining("\1")) + '\2' + job.name() + '\2' + missing)));
    }

    public StoppedReading reading() {
        return reading;
    }

    /** @throws Refusal when it was another reading that somebody looked at */
    public void checkSeen(String seen) {
        if (!seen.equals(reading.seen())) {
            throw new Refusal(Refusal.Kind.FAILED, "what the last reading of " + reading.job() + " would let through is not what was looked at",
                    "Look at it again: caravan approve " + reading.job());
        }
    }

    /** Reads the source again. What is worse now than it was is held or refused as before. */
    public StoppedReading.Report approve(String why) {
        String words = HeldDecision.why(why);
        String by = open.caller().name();
        open.store().log().append(List.of(LogEntry.ofJob(open.now(), reading.job(), reading.system(), LogAction.APPROVE, words + "; " + what(reading), "approve by " + by)));
        open.engine().approveReading(reading.job(), new ReadingApproval(reading.vanish(), reading.missing(), Set.copyOf(reading.others()), by + ": " + words));
        return new StoppedReading.Report(reading, List.of(Synchronization.timed(open, reading.job(), () -> open.engine().sync(reading.job(), false, "approve"))));
    }

    /** In words: as much as may be let through. */
    public static String what(StoppedReading reading) {
        List<String> parts = new ArrayList<>();
        reading.vanish().forEach((name, count) -> parts.add("\"" + name + "\" of " + Quantity.of(count, "person").replace("persons", "people") + " vanishes or is another"));
        if (reading.missing() > 0) {
            parts.add(Quantity.of(reading.missing(), "record") + (reading.missing() == 1 ? " is" : " are") + " missing");
        }
        if (!reading.others().isEmpty()) {
            parts.add(String.join(", ", reading.others()) + (reading.others().size() == 1 ? " is" : " are") + " new, and somebody else's");
        }
        return String.join("; ", parts);
    }
}
