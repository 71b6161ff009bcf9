package io.caravan.runtime;

import io.caravan.camel.ConnectedSystems;
import io.caravan.camel.Patience;
import io.caravan.camel.ReadLimits;
import io.caravan.config.MappingExamples;
import io.caravan.config.OwnSetting;
import io.caravan.config.Project;
import io.caravan.connector.ConnectorSpec;
import io.caravan.engine.AcrossJobs;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleKind;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.CycleListener;
import io.caravan.engine.Event;
import io.caravan.engine.LeaseLostException;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.RecordRoute;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.SavedChanges;
import io.caravan.engine.Quarantine;
import io.caravan.engine.ReadingApproval;
import io.caravan.engine.StateStore;
import io.caravan.engine.SystemPort;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.store.StoreException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A project that is open: its store, its connected systems and the routes between them. Cycles of different jobs may
 * run at the same time, of the same job one after the other, here and in every other process that shares the store.
 */
public final class Caravan implements AutoCloseable {

    /** Under this name it stands in Camel's registry. */
    public static final String BEAN = "caravan";

    private static final Logger LOG = LoggerFactory.getLogger(Caravan.class);
    private static final String INTERRUPTED = "it was stopped while it ran; the next cycle goes on from there";

    private final Project project;
    private final StateStore store;
    private final Clock clock;
    private final CycleListener listener;
    private final String actor;
    private final Flow flow;
    private final ZoneId zone;
    private final AcrossJobs.Scope acrossJobs;
    private final Leases leases;
    private final Quarantines quarantines;
    private final RuledGroups groups;
    private final Inspection inspection;
    private final DecisionsByHand byHand;
    private final CycleEnd ending;
    private final Patience patience;
    private CamelContext context;
    private ProducerTemplate routes;
    private ConnectedSystems systems;
    private final Set<CycleRun> running = ConcurrentHashMap.newKeySet();
    /** Those that are recorded, and of which others are being told. */
    private final Set<CycleRun> told = ConcurrentHashMap.newKeySet();
    private final AtomicReference<String> storeProblem = new AtomicReference<>("");
    private volatile boolean closing;
    private AutoCloseable runtime = () -> { };
    private ClockWatch clockWatch;
    private Heartbeat heartbeat;
    private Inboxes inboxes;
    private Events events;
    private Alerts alerts;
    private CredentialWatch credentials;
    private volatile Reporter reporter;
    private Telling telling;

    Caravan(Project project, StateStore store, Clock clock, CycleListener listener, String actor) {
        this.project = project;
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        this.actor = actor;
        this.zone = project.settings().text("caravan.zone").map(ZoneId::of).orElse(ZoneId.of("UTC"));
        this.patience = new Patience(project.settings().duration(OwnSetting.THROTTLE_MAX_WAIT), project.settings().duration(OwnSetting.READ_RETRY_AFTER));
        this.flow = new Flow(project.inbound(), project.foundBy(), zone, clock, patience,
                project.settings().duration(OwnSetting.DISPATCH_WAIT));
        this.acrossJobs = new AcrossJobs.Scope(project.outbound().stream().filter(job -> job.writeBack().isEmpty()).map(job -> new AcrossJobs.Target(job,
                project.systems().get(job.system()).connector().objects().get(job.object()))).toList(), project.settings().limit(OwnSetting.GUARD_MAX_PEOPLE), zone);
        this.quarantines = new Quarantines(store, project, zone, this::tell);
        this.leases = new Leases(store.cycles(), project.settings().duration(OwnSetting.LEASE));
        this.groups = new RuledGroups(project, store, zone, leases, clock, actor);
        this.inspection = new Inspection(this, quarantines, listener, actor);
        this.byHand = new DecisionsByHand(this, leases, actor);
        this.ending = new CycleEnd(this, quarantines, actor);
    }

    /**
     * Opens a project with a Camel context of its own.
     *
     * @param store        closed with this; whoever gave it has it back when this cannot be opened
     * @param installation where the program's own {@code routes/} and {@code connectors/} are; files of the same name in
     *                     the project's folders take their place
     * @param clock        what "now" is for cycles
     */
    public static Caravan open(Project project, StateStore store, Path installation, Clock clock, CycleListener listener) {
        return open(project, store, installation, clock, listener, systemUser());
    }

    /**
     * The same.
     *
     * @param actor who acts, for the provisioning log
     */
    public static Caravan open(Project project, StateStore store, Path installation, Clock clock, CycleListener listener, String actor) {
        Caravan caravan = new Caravan(project, store, clock, listener, actor);
        try {
            caravan.runtime = CamelRuntime.start(caravan, project.folder(), installation);
            return caravan;
        } catch (RuntimeException failed) {
            caravan.closeAllButStore();
            throw failed;
        }
    }

    /** Whom the operating system says this process belongs to. */
    public static String systemUser() {
        String name = System.getProperty("user.name", "").strip();
        return name.isEmpty() || name.equals("?") ? "unknown" : name;
    }

    /** Opens the project that a Camel context belongs to, for runtimes that are not ours (Camel JBang, Spring Boot). */
    static Caravan inside(CamelContext context) {
        return CamelRuntime.inside(context);
    }

    /** Takes a Camel context into use: systems, and one dispatch route for every target. */
    void attach(CamelContext camel, List<Path> connectorFolders) throws Exception {
        context = camel;
        routes = camel.createProducerTemplate();
        RouteFailures failures = new RouteFailures(this);
        camel.getManagementStrategy().addEventNotifier(failures);
        ServiceHelper.startService(failures);
        systems = new ConnectedSystems(camel, project, connectorFolders, patience,
                new ReadLimits(project.settings().number(OwnSetting.READ_MAX_RECORDS), project.settings().duration(OwnSetting.READ_MAX_TIME)));
        for (String target : project.outbound().stream().map(Job::system).distinct().toList()) {
            addDispatchRoutes(target);
        }
        events = new Events(this);
        EventDelivery delivery = new EventDelivery(this, events, leases, clock);
        alerts = new Alerts(this);
        credentials = new CredentialWatch(this);
        AlertDelivery alerting = new AlertDelivery(this, alerts, leases, clock);
        OverdueWatch overdue = new OverdueWatch(this, clock, System::nanoTime);
        ReportDelivery reports = new ReportDelivery(this, leases, clock);
        telling = new Telling(() -> {
            if (heartbeat != null && !closing) {
                overdue.lookNowAndThen();
            }
            alerting.deliver(closing);
            delivery.deliver(telling::isClosed);
            reports.deliver();
            if (heartbeat != null) {
                credentials.lookNowAndThen(clock.instant());
            }
        });
    }

    private void addDispatchRoutes(String target) throws Exception {
        ConnectorSpec connector = project.systems().get(target).connector();
        Optional<ConnectorSpec.Rate> rate = connector.limits().rate();
        int concurrency = rate.map(ConnectorSpec.Rate::concurrency).filter(some -> some > 0).orElse(connector.limits().concurrency());
        context.getRegistry().bind("dispatch-" + target, ExecutorService.class, context.getExecutorServiceManager()
                .newFixedThreadPool(this, "dispatch-" + target, concurrency));
        rate.ifPresent(declared -> patience.declares(target, declared.requests() * 1000.0 / declared.per().toMillis()));
        TemplatedRouteBuilder.builder(context, "dispatch").routeId("dispatch-" + target).parameter("target", target).add();
        TemplatedRouteBuilder deliver = TemplatedRouteBuilder.builder(context, rate.isPresent() ? "deliver-throttled" : "deliver")
                .routeId("deliver-" + target).parameter("target", target);
        rate.ifPresent(limit -> deliver.parameter("requests", limit.requests()).parameter("perMillis", limit.per().toMillis()));
        deliver.add();
    }

    public Project project() {
        return project;
    }

    /** For people who have none of their own. */
    public ZoneId zone() {
        return zone;
    }

    public StateStore store() {
        return store;
    }

    public CamelContext context() {
        return context;
    }

    /** A connected system; every system of the project has one. */
    public SystemPort system(String name) {
        return systems.port(name).orElseThrow(() -> new IllegalArgumentException("no system " + name));
    }

    /** The jobs whose groups have this one's accounts as members, or whose accounts refer to them. */
    List<String> dependOn(String job) {
        return project.outbound().stream().filter(other -> !other.name().equals(job))
                .filter(other -> other.members().filter(rules -> rules.accounts().stream().anyMatch(accounts -> accounts.job().equals(job))).isPresent()
                        || !other.mapping().referencesBy(Optional.of(job)).isEmpty())
                .map(OutboundJob::name).toList();
    }

    /** From here on jobs run by themselves: at their appointed times, and when the file they read arrives. */
    public void startSchedules() {
        try {
            quarantines.serviceStarts(clock.instant());
            telling.start();
            Schedules schedules = new Schedules(context, project);
            schedules.start();
            heartbeat = new Heartbeat(store.services(), leases.owner(), actor, project.settings().duration(OwnSetting.LEASE), Clock.systemUTC()).start();
            inboxes = new Inboxes(context, project, store.tokens());
            inboxes.open(clock);
            clockWatch = new ClockWatch(Clock.systemUTC(), System::nanoTime, jump -> schedules.reckonAnew()).start();
        } catch (Exception failed) {
            throw new IllegalStateException("the schedules could not be started: " + failed.getMessage(), failed);
        }
    }

    List<String> outboundJobs() {
        return project.outbound().stream().map(Job::name).toList();
    }

    /** Identities have changed: cycles of these jobs that are under way look whether somebody left, before they go on. */
    void lookUp(List<String> jobs) {
        running.stream().filter(run -> jobs.contains(run.getJob())).forEach(CycleRun::lookUp);
    }

    /** The groups that follow from rules. */
    public RuledGroups groups() {
        return groups;
    }

    /** What jobs would decide, and what their targets have. */
    public Inspection inspection() {
        return inspection;
    }

    /** What is said of accounts by hand. */
    public DecisionsByHand byHand() {
        return byHand;
    }

    Flow flow() {
        return flow;
    }

    /**
     * Who acts has looked: the next reading of this job is believed although that much is gone from its source. The one after it is judged by
     * itself.
     *
     * @param vanish  by attribute, from how many people it may vanish
     * @param missing how many records
     * @param others  keys of new records that are somebody else's, though they are written like missing ones
     */
    public void approveReading(String job, Map<String, Long> vanish, long missing, Set<String> others) {
        flow.approve(job, new ReadingApproval(vanish, missing, others, actor));
    }

    /** The same, of just what was counted in a reading that was held or refused. */
    public void approveReading(String job, ReadingApproval seen) {
        flow.approve(job, seen);
    }

    /** Runs one job now: a source is read, or a target brought up to date. Empty when the job is running elsewhere, paused, or in quarantine and not to be probed yet. */
    public Optional<CycleRun> sync(String job, boolean full, String initiatedBy) {
        return sync(job, full, initiatedBy, thisMoment());
    }

    /** The same, as of a moment that was noted down before. */
    public Optional<CycleRun> sync(String job, boolean full, String initiatedBy, PlanMoment moment) {
        Optional<CycleRun> run = syncOnce(job, full, initiatedBy, moment);
        return run.filter(this::leftQuarantineWithMoreToDo).flatMap(probe -> syncOnce(job, full, initiatedBy, moment)).or(() -> run);
    }

    /** Whether a probe went well, and there is more that it did not send. */
    boolean leftQuarantineWithMoreToDo(CycleRun run) {
        return run.isProbe() && run.leavesRest() && !closing && quarantines.of(run.getJob()).isEmpty();
    }

    private Optional<CycleRun> syncOnce(String job, boolean full, String initiatedBy, PlanMoment moment) {
        return begin(job, full, initiatedBy, CycleRun.Purpose.SYNC, moment).map(run -> {
            Optional<Exception> broken = send("direct:cycle", run);
            if (!run.hasEnded()) {
                end(run, broken.or(() -> Optional.of(new IllegalStateException(CycleEnd.neverCameTo(Step.END)))));
            } else {
                broken.ifPresent(failed -> brokeAfterwards(run, failed));
            }
            return run;
        });
    }

    /**
     * Works out what {@link #sync} would do, without doing it. Meant for a store that is a {@link StateStore#preview()}:
     * sources are read and the hub of the preview is brought up to date; no target is written.
     */
    public Optional<CycleRun> plan(String job, boolean full, PlanMoment moment) {
        return begin(job, full, "plan", CycleRun.Purpose.PLAN, moment).map(run -> {
            end(run, send(run.isInbound() ? "direct:inbound" : "direct:plan", run));
            return run;
        });
    }

    /** What makes a plan repeatable: the moment it was made for, and the seed of its random values. */
    public record PlanMoment(Instant now, long seed) {
    }

    public Instant now() {
        return clock.instant();
    }

    /** A moment for a new plan: now. */
    public PlanMoment thisMoment() {
        return new PlanMoment(clock.instant(), new SecureRandom().nextLong());
    }

    /**
     * Carries out exactly what was saved of a plan, in all of its jobs or in none: each change of every job has to be due
     * now, and to be the same as it was, before the first is made.
     *
     * @param saved    by job
     * @param seed     of the plan's random values
     * @param approved whether who acts has seen them, and the guard lets them through
     */
    public Applied apply(Map<String, SavedChanges> saved, long seed, boolean approved) {
        return new Application(this, new PlanMoment(clock.instant(), seed), approved ? Optional.of(actor) : Optional.empty()).carryOut(saved);
    }

    /** What stands against {@link #apply}. Meant for a store that is a {@link StateStore#preview()}. */
    public Applied rehearse(Map<String, SavedChanges> saved, long seed, boolean approved) {
        return new Application(this, new PlanMoment(clock.instant(), seed), approved ? Optional.of(actor) : Optional.empty()).rehearse(saved);
    }

    /**
     * What is approved of what a job holds.
     *
     * @param changes what is to be sent, as somebody saw it
     * @param rest    identity keys of those that were seen, too, and stay held
     */
    public record Approval(SavedChanges changes, Set<String> rest) {

        public Approval {
            rest = Set.copyOf(rest);
        }
    }

    /**
     * Sends what who acts has approved of what jobs hold, in all of these jobs or in none. Everything is planned anew now, and of each job only what
     * is still due and the very same goes.
     *
     * @param approvals by job
     */
    public Applied approve(Map<String, Approval> approvals, String why) {
        return new Application(this, thisMoment(), Optional.of(actor + ": " + why)).approve(approvals, new By(clock.instant(), actor, why));
    }

    /**
     * Who acts has rejected what jobs hold: nothing is sent.
     *
     * @param rejected by job, what was seen; only that which is still held, and the very same, is rejected
     * @return by job, the identity keys of the others; empty, and nothing is done, when one of the jobs is running
     */
    public Optional<Map<String, Set<String>>> reject(Map<String, Approval> rejected, String why, Instant until) {
        return new Rejection(project, store, leases, new By(clock.instant(), actor, why)).reject(rejected, until);
    }

    /**
     * What became of {@link #apply}.
     *
     * @param jobs    those that could begin
     * @param busy    a job that is running elsewhere, so that nothing was done
     * @param asSaved whether nothing stood against the plan
     */
    public record Applied(List<AppliedJob> jobs, Optional<String> busy, boolean asSaved) {
    }

    /**
     * @param seconds how long it took
     * @param failure why it could not be planned
     */
    public record AppliedJob(CycleRun run, double seconds, Optional<String> failure) {
    }

    /** Sends a cycle through a route; gives what broke there. */
    Optional<Exception> send(String route, CycleRun run) {
        return Optional.ofNullable(routes.send(route, sent -> {
            sent.getMessage().setBody(run.getJob());
            ControlData.set(sent, run);
        }).getException());
    }

    /** The cycle has ended, and the route that carried it broke after that. */
    void brokeAfterwards(CycleRun run, Throwable broken) {
        if (run.getCycle().failure().isEmpty() && !run.purpose().isPlan()) {
            ending.brokeAfterwards(run, broken);
            alerts.ended(run, clock.instant());
            telling.ask();
        }
    }

    /** For those that ask again: while the store cannot be used no cycle begins. That is told once, not with each try. */
    Optional<CycleRun> beginWhenPossible(String job, boolean full, String initiatedBy) {
        try {
            Optional<CycleRun> run = begin(job, full, initiatedBy, CycleRun.Purpose.SYNC, thisMoment());
            if (!storeProblem.getAndSet("").isEmpty()) {
                CycleLog.storeIsBack();
            }
            return run;
        } catch (StoreException unusable) {
            if (!storeProblem.getAndSet(unusable.getMessage()).equals(unusable.getMessage())) {
                CycleLog.storeUnusable(unusable.getMessage(), unusable.fix());
            }
            return Optional.empty();
        }
    }

    Optional<CycleRun> begin(String name, boolean full, String initiatedBy, CycleRun.Purpose purpose, PlanMoment moment) {
        Job job = project.job(name).orElseThrow(() -> new IllegalArgumentException("there is no job " + name));
        boolean onlyLooks = purpose == CycleRun.Purpose.PLAN;
        boolean isCarriedOut = purpose.only().isPresent();
        Quarantines.Standing standing = onlyLooks ? Quarantines.Standing.FREELY : quarantines.standing(job, clock.instant());
        boolean waits = standing == Quarantines.Standing.NOT_NOW && !isCarriedOut && !flow.isApproved(name);
        Optional<HeldJob> held = closing || onlyLooks || waits || pause(name).isPresent() ? Optional.empty() : leases.take(name);
        if (closing || !onlyLooks && held.isEmpty()) {
            return Optional.empty();
        }
        try {
            CycleRun run = open(job, full, initiatedBy, purpose, moment, held, standing != Quarantines.Standing.FREELY && !isCarriedOut);
            running.add(run);
            events.begins(run);
            if (closing) {
                run.getCycle().interrupt(INTERRUPTED);
            }
            Optional<String> leftAlone = isCarriedOut ? quarantines.of(name).map(Quarantines::words) : onlyLooks ? quarantines.leaveAlone(job, clock.instant()) : Optional.empty();
            leftAlone.ifPresent(run::leaveAlone);
            held.ifPresent(mine -> mine.whenLost(() -> run.getCycle().stop(new LeaseLostException(name).getMessage())));
            return Optional.of(run);
        } catch (RuntimeException failed) {
            held.ifPresent(leases::release);
            throw failed;
        }
    }

    /** That somebody has paused the job. One whose time is over is ended here, and told in the log. */
    public Optional<Pause> pause(String job) {
        Optional<Pause> pause = store.cycles().pauses().stream().filter(each -> each.job().equals(job)).findFirst();
        Optional<Pause> over = pause.filter(each -> each.isOver(clock.instant()));
        over.ifPresent(ended -> store.inTransaction(() -> {
            if (store.cycles().resume(job)) {
                store.log().append(List.of(LogEntry.ofJob(clock.instant(), job, project.job(job).map(Job::system).orElse(""), LogAction.RESUME,
                        "the time of the pause is over", "pause by " + ended.by())));
            }
        }));
        return over.isPresent() ? Optional.empty() : pause;
    }

    /** That a job is in quarantine is an event. */
    private void tell(Quarantine one) {
        events.ofJob(Event.Kind.QUARANTINED, one.job(), one.system(), Map.of("cause", one.why().cause().word(), "reason", one.why().reason(), "again", one.probes().again().toString()),
                clock.instant());
    }

    /** Who acts has looked: a job that is in quarantine runs as always, and what waits for a later cycle goes with the next. */
    public void askAgain(String job) {
        store.changes().dropPostponed(job);
        store.memberships().dropPostponed(job);
        Quarantines.release(store, job, "somebody has looked", "sync --now by " + actor, clock.instant());
    }

    /** How many calls a second a system is sent at most, by what it said so far; infinite as long as it has not asked for fewer. */
    double callsPerSecond(String system) {
        return patience.callsPerSecond(system);
    }

    /** Whether a job does not run now, and what asks for it need not be kept for that: it is switched off, or in quarantine. */
    boolean isLeftAlone(String name) {
        try {
            return store.cycles().pauses().stream().anyMatch(pause -> pause.job().equals(name) && pause.disabled())
                    || project.job(name).filter(job -> quarantines.standing(job, clock.instant()) == Quarantines.Standing.NOT_NOW).isPresent();
        } catch (StoreException unusable) {
            return false;
        }
    }

    /** What the mapping of a job makes of a record. */
    Map<String, Object> map(String job, Map<String, Object> record) {
        return MappingExamples.mapped(project.job(job).orElseThrow(() -> new IllegalArgumentException("there is no job " + job)), record, clock.instant());
    }

    Optional<RecordRoute> recordRoute(CycleRun run) {
        return RecordHook.of(context, routes, run.getTarget(), run.system().spec().connector().objects().get(run.inboundJob().object()).anchor(),
                project.folder().resolve("routes"));
    }

    SecretRoute secretRoute() {
        return new SecretRoute(context, routes);
    }

    /** A cycle that is under way. */
    Optional<CycleRun> running(long cycle) {
        return running.stream().filter(run -> run.getCycle().id() == cycle).findFirst();
    }

    /** Whether no cycle begins any more. */
    public boolean isClosing() {
        return closing;
    }

    private CycleRun open(Job job, boolean full, String initiatedBy, CycleRun.Purpose purpose, PlanMoment moment, Optional<HeldJob> held, boolean probe) {
        String name = job.name();
        CycleKind kind = purpose.only().isPresent() ? CycleKind.APPLY : purpose.collects() ? CycleKind.PLAN : full ? CycleKind.FULL : CycleKind.DELTA;
        long id = store.cycles().open(name, kind, moment.now());
        DeadLetterPublisher deadLetters = new DeadLetterPublisher(new StepLog(listener, System::nanoTime));
        Cycle cycle = new Cycle(id, job, full, new Cycle.Start(moment.now(), initiatedBy + " by " + actor, moment.seed()), project.secrets(job), deadLetters);
        LOG.debug("cycle begins: job={} cycle={} kind={}", name, id, kind.word());
        return new CycleRun(cycle, held.map(mine -> store.fenced(mine.lease())).orElse(store), system(job.system()), purpose, deadLetters, held,
                new CycleRun.Around(new PauseWatch(store.cycles(), name, clock), acrossJobs, probe));
    }

    void end(CycleRun run, Optional<? extends Throwable> thrown) {
        if (!run.ends()) {
            return;
        }
        try {
            try {
                ending.record(run, thrown);
            } finally {
                turn(() -> {
                    told.add(run);
                    running.remove(run);
                });
                run.held().ifPresent(leases::release);
            }
            tell(run);
        } finally {
            turn(() -> told.remove(run));
        }
        CycleLog.ended(run, run.age());
    }

    private void turn(Runnable change) {
        synchronized (running) {
            change.run();
            running.notifyAll();
        }
    }

    private void tell(CycleRun run) {
        tellDeadLetters(run);
        if (!run.purpose().isPlan()) {
            ending.forgetOldCycles();
            events.look(clock.instant());
            alerts.ended(run, clock.instant());
            credentials.look(clock.instant());
            telling.ask();
        }
    }

    /** What became a dead letter in this cycle goes to {@code direct:dead-letter}; a plan makes none that anybody need hear of. */
    void tellDeadLetters(CycleRun run) {
        if (!run.purpose().isPlan()) {
            run.deadLetters().deliver(run, context, routes);
        }
    }

    /** Reports are written by this one from here on; without one there are none. */
    public void reportsBy(Reporter writer) {
        reporter = writer;
    }

    Optional<Reporter> reporter() {
        return Optional.ofNullable(reporter);
    }

    /**
     * Tells {@code direct:alert} that this is only a trial.
     *
     * @return why its route failed; empty when it came to its end
     * @throws IllegalStateException when no route listens there
     */
    public Optional<String> tryAlerts() {
        if (!alerts.isWanted()) {
            throw new IllegalStateException("no route listens at " + Alerts.ROUTE);
        }
        return RouteAnswer.of(this, routes, Alerts.ROUTE, AlertDelivery.trial(clock.instant())).failure();
    }

    /** What an operator is told of. */
    Alerts alerts() {
        return alerts;
    }

    /** What happens is noted down there, for routes that want to know. */
    Events events() {
        return events;
    }

    /**
     * Begins nothing more, and lets what is under way with a target come to its end and be recorded.
     *
     * @return whether it all has; false when {@code caravan.stop.maxWait} was not enough
     */
    public boolean stop() {
        closing = true;
        running.forEach(run -> run.getCycle().interrupt(INTERRUPTED)); // before waits are cut short: of what fails by that nothing is concluded
        patience.close();
        Duration longest = project.settings().duration(OwnSetting.STOP_MAX_WAIT);
        groups.stop();
        boolean ended = awaitEnd(longest);
        if (!ended) {
            running.forEach(run -> leaveOpen(run, longest));
        }
        return ended;
    }

    private boolean awaitEnd(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        synchronized (running) {
            try {
                while (!(running.isEmpty() && told.isEmpty()) && end - System.nanoTime() > 0) {
                    TimeUnit.NANOSECONDS.timedWait(running, end - System.nanoTime());
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            return running.isEmpty();
        }
    }

    /** Its lease stays: while a call may still be under way nobody else is to begin. */
    private void leaveOpen(CycleRun run, Duration longest) {
        Cycle cycle = run.getCycle();
        LOG.warn("an answer did not come in time; the next cycle looks for what became of it: job={} system={}", run.getJob(), run.getTarget());
        store.cycles().close(cycle.id(), cycle.status(), "it was stopped while it ran, and what was under way with " + run.getTarget() + " did not end within "
                + longest.toSeconds() + " s (" + OwnSetting.STOP_MAX_WAIT.key() + "); the next cycle looks for what became of it", cycle.counts(), clock.instant());
    }

    /** What is under way with a target is recorded; what is not begun is left for the next cycle. */
    @Override
    public void close() {
        try {
            closeAllButStore();
        } finally {
            store.close();
        }
    }

    private void closeAllButStore() {
        if (inboxes != null) {
            inboxes.close();
        }
        stop();
        if (telling != null) {
            telling.close();
        }
        if (clockWatch != null) {
            clockWatch.close();
        }
        if (heartbeat != null) {
            heartbeat.close();
        }
        try {
            if (runtime != null) { // Camel did not start
                runtime.close();
            }
        } catch (Exception notStopped) {
            LOG.warn("Camel did not stop cleanly", notStopped);
        } finally {
            leases.close();
        }
    }
}
