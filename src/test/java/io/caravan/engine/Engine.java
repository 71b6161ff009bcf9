package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.SourceItem;
import io.caravan.diagnostic.Position;
import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.InboundJob.RecordRules;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.Schedule;
import io.caravan.plan.Jobs;
import io.caravan.plan.PlanCounts;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The engine's steps one after the other, as the routes call them, without Camel: for properties and failures. */
final class Engine {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    final InMemoryStateStore store = new InMemoryStateStore();
    final FakeSource source = new FakeSource();
    final FakeTarget target;
    private final Map<String, InboundJob> jobs = new LinkedHashMap<>();
    Instant now = NOW;
    /** Calls that were under way at the same time are answered in any order: here the last first, each recorded by itself. */
    boolean lastAnswersFirst;
    /** Every answer is recorded before the next call. */
    boolean recordsAtOnce;
    private DispatchStep dispatch;

    Engine() {
        this(Jobs.object());
    }

    /** @param object that the target holds */
    Engine(ObjectSpec object) {
        target = new FakeTarget(object);
    }

    OutboundJob outbound = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}-${body[name]}")
            .value("employeeNumber", "${body[workerId]}").value("department", "${body[dept]}").reference("manager", "${body[managerId]}").build();
    InboundJob inbound = inbound("hr", "workerId", "name", "dept", "managerId", "endDate");

    /** The same, of a source that must have these attributes. */
    static InboundJob declaring(InboundJob job, String... declared) {
        return new InboundJob(job.written(), job.side(), job.mapping(), new RecordRules(Set.of(declared), job.prefer(), job.creates(), job.completeness()));
    }

    /** The same, which tells people apart by another attribute than the record's key. */
    static InboundJob tellingApartBy(InboundJob job, String attribute) {
        MatchRule rule = new MatchRule(attribute, Jobs.formula("${trim(${body[" + attribute + "]})}"), Position.of(job.file(), 2, 1));
        return new InboundJob(job.written(), new JobSide(job.system(), job.object(), job.schedule(), job.include(), List.of(rule)), job.mapping(), job.rules());
    }

    static InboundJob inbound(String name, String... attributes) {
        return inbound(name, true, attributes);
    }

    /** A source that adds to people and makes none. */
    static InboundJob enricher(String name, String... attributes) {
        return inbound(name, false, attributes);
    }

    private static InboundJob inbound(String name, boolean creates, String... attributes) {
        Map<String, AttributeRule> rules = new LinkedHashMap<>();
        for (String attribute : attributes) {
            rules.put(attribute, new AttributeRule(attribute, new AttributeRule.Source.Value(Jobs.formula("${body[" + attribute + "]}")),
                    AttributeRule.WhenAbsent.LEFT, AttributeRule.Kept.ALWAYS, 0, Optional.empty(), Position.of("mappings/" + name + ".yaml", 1, 1)));
        }
        String file = "mappings/" + name + ".yaml";
        MatchRule rule = new MatchRule("workerId", Jobs.formula("${body[workerId]}"), Position.of(file, 2, 1));
        return new InboundJob(new JobFile(name, "", file, "f" + name, List.of()), new JobSide("hr", "record", Schedule.NONE, Optional.empty(), List.of(rule)),
                new Mapping(rules, Map.of(), Map.of()), new RecordRules(Set.of(), List.of(), creates, InboundJob.Completeness.DEFAULT));
    }

    /** A record of the HR system: worker, name, department, manager, last day; empty text is absent. */
    static SourceItem person(String worker, String name, String dept, String manager, String end) {
        Map<String, Object> values = new LinkedHashMap<>();
        String[] names = {"workerId", "name", "dept", "managerId", "endDate"};
        String[] given = {worker, name, dept, manager, end};
        for (int i = 0; i < names.length; i++) {
            if (!given[i].isEmpty()) {
                values.put(names[i], given[i]);
            }
        }
        return new SourceItem.Read(Attributes.of(values), "hr:" + worker);
    }

    Cycle sync(List<SourceItem> people) {
        source.has(people);
        read();
        return provision(false);
    }

    /** @param mayVanish attributes that an operator lets vanish */
    Cycle read(String... mayVanish) {
        return read(source, inbound, mayVanish);
    }

    Cycle read(FakeSource system, InboundJob job, String... mayVanish) {
        return read(system, job, new ReadingApproval(Set.of(mayVanish), 0, Set.of(), "ada"));
    }

    /** @param approval what an operator lets through */
    Cycle read(FakeSource system, InboundJob job, ReadingApproval approval) {
        jobs.put(job.name(), job);
        Cycle cycle = cycle(job, false);
        store.hub().index(KindAttribute.of(Kind.PERSON, "workerId", job.match().get(0).attribute()));
        new ReadStep(store, approval).read(cycle, job, system);
        new ResolveStep(store, List.copyOf(jobs.values()), java.time.ZoneOffset.UTC).resolve(cycle, job);
        return cycle;
    }

    /** As far as a cycle gets that dies before anything is sent. */
    void plan() {
        new EvaluateStep(store, ZoneOffset.UTC).evaluate(cycle(outbound, false), outbound, target, (identity, verdict) -> { });
    }

    /** The HR system says something else while a cycle is under way. */
    void meanwhile(List<SourceItem> people) {
        source.has(people);
        read();
        dispatch.lookUp();
    }

    Cycle provision(boolean full) {
        Cycle cycle = cycle(outbound, full);
        new Merging(store, List.copyOf(jobs.values()), ZoneOffset.UTC).due(cycle);
        EvaluateStep evaluate = new EvaluateStep(store, ZoneOffset.UTC);
        long accounts = store.links().enabledAccounts(outbound.name());
        PlanCounts counts = evaluate.evaluate(cycle, outbound, target, (identity, verdict) -> { });
        new GuardStep(store, new AcrossJobs(store, AcrossJobs.Scope.ALONE)).guard(cycle, outbound, counts, accounts, Optional.empty());
        dispatch = new DispatchStep(store, ZoneOffset.UTC, cycle, outbound, target);
        dispatch.letRemovalsOvertake(counts, accounts, new AcrossJobs(store, AcrossJobs.Scope.ALONE), clock());
        Recorder recorder = new Recorder(store, cycle, outbound, target, dispatch.progress(), clock());
        for (int pass = 0; pass < 8 && !cycle.isStopped(); pass++) {
            do {
                dispatch(recorder);
            } while (!cycle.isStopped() && dispatch.hasMore());
            if (!recorder.hasMoreToDo()) {
                break;
            }
            recorder.startsAnew();
            evaluate.evaluateMarked(cycle, outbound, target, counts);
            new GuardStep(store, new AcrossJobs(store, AcrossJobs.Scope.ALONE)).guard(cycle, outbound, counts, accounts, Optional.empty());
            dispatch.startsAnew();
        }
        recorder.close();
        return cycle;
    }

    /** Three rounds in which every change that can go is sent before the answer to any of them is recorded, one by one. */
    void provisionAllAtOnce() {
        Cycle cycle = cycle(outbound, false);
        EvaluateStep evaluate = new EvaluateStep(store, ZoneOffset.UTC);
        PlanCounts counts = evaluate.evaluate(cycle, outbound, target, (identity, verdict) -> { });
        dispatch = new DispatchStep(store, ZoneOffset.UTC, cycle, outbound, target);
        Recorder recorder = new Recorder(store, cycle, outbound, target, dispatch.progress(), clock());
        for (int round = 0; round < 3; round++) {
            List<DispatchStep.Batch> all = new ArrayList<>();
            dispatch.batches().forEachRemaining(all::add);
            for (DispatchStep.Batch batch : all) {
                recorder.record(batch.changes().get(0), execute(batch).get(0), 1, 0);
                recorder.flush();
            }
            evaluate.evaluateMarked(cycle, outbound, target, counts);
            dispatch.startsAnew();
        }
    }

    /** What needs no call is done. */
    private List<Outcome> execute(DispatchStep.Batch batch) {
        Iterator<Outcome> answers = target.execute(batch.requests().stream().flatMap(Optional::stream).toList()).iterator();
        return batch.requests().stream().map(request -> request.isPresent() ? answers.next() : Outcome.ok()).toList();
    }

    private void dispatch(Recorder recorder) {
        Iterator<DispatchStep.Batch> batches = dispatch.batches();
        List<Runnable> answers = new ArrayList<>();
        while (batches.hasNext()) {
            DispatchStep.Batch batch = batches.next();
            List<Outcome> outcomes = execute(batch);
            for (int i = 0; i < outcomes.size(); i++) {
                int number = i;
                answers.add(() -> recorder.record(batch.changes().get(number), outcomes.get(number), 1, 0));
            }
            if (!lastAnswersFirst) {
                answers.forEach(Runnable::run);
                answers.clear();
            }
            if (recordsAtOnce) {
                recorder.flush();
            }
        }
        Collections.reverse(answers);
        answers.forEach(answer -> {
            answer.run();
            recorder.flush();
        });
        recorder.flush();
        if (batches.hasNext()) { // Camel's splitter asks once more when it clears up, and throws away what it is given
            throw new AssertionError("a round that had ended goes on: " + batches.next().changes());
        }
    }

    Cycle cycle(io.caravan.mapping.Job job, boolean full) {
        return new Cycle(store.cycles().open(job.name(), CycleKind.DELTA, now), job, full, new Cycle.Start(now, "test", 7), java.util.Set.of(), CycleListener.NONE);
    }

    private Clock clock() {
        return Clock.fixed(now, ZoneId.of("UTC"));
    }
}
