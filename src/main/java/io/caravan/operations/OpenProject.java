package io.caravan.operations;

import io.caravan.config.OwnSetting;
import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.engine.GroupApproval;
import io.caravan.engine.StateStore;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.RunningService;
import io.caravan.runtime.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project that somebody does something with: its files, its store and, from the first operation that needs it, its engine.
 * Looking things up needs none, and begins in no time. Thread-safe.
 */
public final class OpenProject implements AutoCloseable {

    private final ProjectFolder place;
    private final Project project;
    private final StateStore store;
    private final Caller caller;
    private final JobProgress progress;
    private final StepTimes times;
    private final Optional<ProjectReading> reading;
    private GroupApproval groupApproval = GroupApproval.NONE;
    private Caravan engine;
    private boolean stopped;

    private OpenProject(ProjectFolder place, Project project, StateStore store, Caller caller, JobProgress progress) {
        this(place, project, store, caller, progress, Optional.empty());
    }

    private OpenProject(ProjectFolder place, Project project, StateStore store, Caller caller, JobProgress progress, Optional<ProjectReading> reading) {
        this.reading = reading;
        this.place = place;
        this.project = project;
        this.store = store;
        this.caller = caller;
        this.progress = progress;
        this.times = new StepTimes(progress, System::nanoTime);
    }

    /**
     * Opens the project and its store.
     *
     * @throws Refusal        when there is none, or its store cannot be used
     * @throws InvalidProject when it has errors
     */
    public static OpenProject open(ProjectFolder place, Caller caller, JobProgress progress) {
        return open(place, place.project(), caller, progress);
    }

    /** The same, of files that were read before. */
    public static OpenProject open(ProjectFolder place, Project project, Caller caller, JobProgress progress) {
        return new OpenProject(place, project, Stores.open(project), caller, progress);
    }

    /**
     * Opens the project for somebody who only looks: mistakes in its files do not matter, but that what they are about is not known, and
     * the right to read its store is enough.
     *
     * @throws Refusal when there is no project, or its store cannot be read
     */
    public static OpenProject look(ProjectFolder place, Caller caller) {
        ProjectReading reading = place.withRoutes(place.reading());
        return new OpenProject(place, reading.good(), Stores.openToRead(reading.good()), caller, JobProgress.NONE, Optional.of(reading));
    }

    /** Of a project that is only looked at: how many errors its files have, by file. What those files say is not known. */
    public Map<String, Long> mistakes() {
        return reading.map(ProjectReading::errors).orElse(Map.of());
    }

    /** Whether it is known of every value whether it is to be shown. Otherwise none is. */
    boolean mayShowValues() {
        return reading.map(ProjectReading::knowsSecrets).orElse(true);
    }

    /** A project whose engine somebody else has started, and stops; this need not be closed. */
    public static OpenProject around(Caravan engine, Caller caller) {
        Project project = engine.project();
        OpenProject open = new OpenProject(new ProjectFolder(project.folder(), Optional.empty()), project, engine.store(), caller, JobProgress.NONE);
        open.engine = engine;
        return open;
    }

    /** The same project on a copy of its store: what is done there is seen and then forgotten. */
    OpenProject preview() {
        return new OpenProject(place, project, store.preview(), caller, progress);
    }

    public Project project() {
        return project;
    }

    /**
     * The job of that name.
     *
     * @throws Refusal when there is none; names the nearest
     */
    public Job job(String name) {
        return job(project, name);
    }

    /**
     * The name of a job that the project has or, where its file has errors, that has run before.
     *
     * @throws Refusal when there is none; names the nearest
     */
    String jobName(String name) {
        return !mistakes().isEmpty() && store.cycles().jobs().contains(name) ? name : job(name).name();
    }

    /** The jobs that have run before and of which nothing is known now, because a file has errors. */
    List<String> unknownJobs() {
        return mistakes().isEmpty() ? List.of() : store.cycles().jobs().stream().filter(name -> project.job(name).isEmpty()).toList();
    }

    static Job job(Project project, String name) {
        return project.job(name).orElseThrow(() -> {
            List<String> names = project.jobs().map(Job::name).sorted().toList();
            return new Refusal(Refusal.Kind.USAGE, "there is no job '" + name + "'"
                    + Suggestion.nearest(name, names).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    names.isEmpty() ? "The project has no jobs: they are the files in mappings/" : "The jobs are: " + String.join(", ", names));
        });
    }

    /** The jobs of these names; all, sources first, when none is named. */
    public List<Job> jobs(List<String> names) {
        return jobs(project, names);
    }

    /** The same, of a project that nobody has opened. */
    public static List<Job> jobs(Project project, List<String> names) {
        return names.isEmpty() ? project.jobs().toList() : names.stream().map(name -> job(project, name)).toList();
    }

    /** Starts the engine now, and not with the first operation that needs it; when it does not start, this is closed. */
    public OpenProject start() {
        try {
            engine();
            return this;
        } catch (RuntimeException notStarted) {
            close();
            throw notStarted;
        }
    }

    /**
     * From here on jobs run by themselves: at their appointed times, and when the file they read arrives.
     *
     * @throws Refusal when the store is a file, and another process does that already
     */
    public void startSchedules() {
        if (Stores.isFile(project)) {
            Duration lease = project.settings().duration(OwnSetting.LEASE);
            RunningService.of(store.services(), Instant.now(), lease).stream().filter(service -> service.state() == RunningService.State.RUNNING).findFirst().ifPresent(other -> {
                throw new Refusal(Refusal.Kind.FAILED, "process " + other.pid() + " on " + other.host() + " runs the jobs of this project already, since "
                        + other.started().truncatedTo(ChronoUnit.SECONDS) + ", and a store that is a file is for one such process",
                        "Stop that one first. If it died on another machine, it counts as gone at " + other.seen().plus(lease).truncatedTo(ChronoUnit.SECONDS)
                        + ". Several processes share a store in PostgreSQL (docs/how-to/use-postgresql-as-store.md)");
            });
        }
        engine().startSchedules();
    }

    /** Where records of a system are sent to. */
    String pushUrl(String system) {
        return "http://" + project.settings().text(OwnSetting.HTTP_HOST.key()).orElse(OwnSetting.HTTP_HOST.defaultValue().orElseThrow()) + ":"
                + project.settings().number(OwnSetting.HTTP_PORT) + "/push/" + system;
    }

    /**
     * Somebody has looked: what would hold the next reading of these jobs, or have it refused, is let through.
     *
     * @throws Refusal when it is about a job that is none of them
     */
    public void approve(ReadingApprovals approvals, List<Job> read) {
        approvals.give(this, read);
    }

    /** Somebody has put right what was wrong: those of these jobs that are in quarantine run as always, and what waits for a later cycle goes with the next. */
    public void askAgain(List<Job> jobs) {
        jobs.forEach(job -> engine().askAgain(job.name()));
    }

    /**
     * Begins nothing more, and lets what is under way with a target come to its end and be recorded.
     *
     * @return whether it all has, in the time that the project's settings allow
     */
    public boolean stop() {
        return stopped().map(Caravan::stop).orElse(true);
    }

    @Override
    public void close() {
        stopped().ifPresentOrElse(Caravan::close, store::close);
    }

    /** From here on an engine that is started begins nothing. */
    private synchronized Optional<Caravan> stopped() {
        stopped = true;
        return Optional.ofNullable(engine);
    }

    /** Somebody has looked: so many may join and leave groups in the next run of their rules. */
    void approve(GroupApproval groups) {
        groupApproval = groups;
    }

    GroupApproval groupApproval() {
        return groupApproval;
    }

    /** For people who have none of their own. */
    ZoneId zone() {
        return project.settings().text(OwnSetting.ZONE.key()).map(ZoneId::of).orElse(ZoneOffset.UTC);
    }

    StateStore store() {
        return store;
    }

    Caller caller() {
        return caller;
    }

    Instant now() {
        return caller.clock().instant();
    }

    /** How long the steps of its jobs take. */
    StepTimes times() {
        return times;
    }

    /** Where Camel refuses the project's routes, they are told as a check tells them. */
    synchronized Caravan engine() {
        if (engine == null) {
            try {
                engine = Caravan.open(project, store, place.installation(), caller.clock(), times, caller.name());
            } catch (IllegalStateException notStarted) {
                ProjectReading reading = place.withRoutes(place.read());
                throw reading.project().isEmpty() ? new InvalidProject(reading) : notStarted;
            }
            engine.reportsBy(new ReportLetter(this));
            if (stopped) {
                engine.stop();
            }
        }
        return engine;
    }
}
