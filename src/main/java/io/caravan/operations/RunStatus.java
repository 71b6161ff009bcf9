package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.NextStep;
import java.util.Arrays;
import java.util.Optional;

/** How a run of a job stands or ended, or why there is none. */
public enum RunStatus {
    RUNNING(CycleStatus.RUNNING),
    DONE(CycleStatus.DONE),
    /** Some of it failed or waits. */
    PARTLY(CycleStatus.PARTLY),
    /** Somebody has to look before it goes on. */
    HELD(CycleStatus.HELD),
    FAILED(CycleStatus.FAILED),
    /** The process was told to stop, or is gone. */
    INTERRUPTED(CycleStatus.INTERRUPTED),
    /** Somebody has paused the job, or switched it off. */
    PAUSED(CycleStatus.PAUSED),
    /** The job is in quarantine, or was switched off after it. */
    QUARANTINED("quarantined"),
    /** It runs already, here or elsewhere. */
    BUSY("busy"),
    /** The process was told to stop before. */
    NOT_BEGUN("not-begun"),
    /** It has never run. */
    NEVER("");

    private final Optional<CycleStatus> cycle;
    private final String word;

    RunStatus(CycleStatus cycle) {
        this.cycle = Optional.of(cycle);
        this.word = cycle.word();
    }

    RunStatus(String word) {
        this.cycle = Optional.empty();
        this.word = word;
    }

    static RunStatus of(CycleStatus cycle) {
        return Arrays.stream(values()).filter(one -> one.cycle.equals(Optional.of(cycle))).findFirst().orElseThrow();
    }

    /** As it is shown; empty for what has never run. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether it came to its end, so that what it read counts. */
    public boolean isComplete() {
        return cycle.filter(CycleStatus::isComplete).isPresent();
    }

    /** What somebody should do about it; empty: nothing. */
    String next(String job, boolean inbound) {
        return switch (this) {
            case NEVER -> NextStep.first();
            case QUARANTINED -> NextStep.release(job);
            default -> cycle.map(ended -> NextStep.after(ended, job, inbound)).orElse("");
        };
    }
}
