package io.caravan.bench.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.bench.measure.Trial.Step;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@code caravan sync} that has ended. */
public final class SyncRun {

    private final Map<String, JsonNode> jobs;
    private final double seconds;
    private final Usage usage;

    private SyncRun(Map<String, JsonNode> jobs, double seconds, Usage usage) {
        this.jobs = jobs;
        this.seconds = seconds;
        this.usage = usage;
    }

    static SyncRun of(MeasuredProcess process) throws IOException {
        Map<String, JsonNode> jobs = new LinkedHashMap<>();
        new ObjectMapper().readTree(process.out()).get("jobs").forEach(job -> jobs.put(job.get("job").asText(), job));
        return new SyncRun(jobs, process.seconds(), process.usage());
    }

    /** From the start of the process to its end. */
    public double seconds() {
        return seconds;
    }

    public Usage usage() {
        return usage;
    }

    /** What a job counted under that name; 0 when nothing. */
    public long count(String job, String what) {
        return jobs.get(job).get("counts").path(what).asLong();
    }

    /** How long a job ran. */
    public double seconds(String job) {
        return jobs.get(job).get("seconds").asDouble();
    }

    /** How long one step of a job took; 0 when it had none. */
    public double seconds(String job, String step) {
        return steps().stream().filter(one -> one.name().equals(job + " " + step)).mapToDouble(Step::seconds).sum();
    }

    /**
     * Accounts created, for each second of the step that sends and records them. Whatever else is sent to them meanwhile (a manager
     * who had no account yet) is part of the work, and counts nothing.
     */
    public double created(String job) {
        return count(job, "applied-create") / seconds(job, "dispatch");
    }

    /** All jobs' steps, called {@code JOB STEP}. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        jobs.forEach((job, result) -> result.get("steps").forEach(step ->
                steps.add(new Step(job + " " + step.get("name").asText(), step.get("items").asLong(), step.get("seconds").asDouble()))));
        return steps;
    }
}
