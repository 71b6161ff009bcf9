package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.Operation;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.mapping.OutboundJob.Relations;
import io.caravan.plan.Jobs;
import io.caravan.plan.PlanCounts;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whoever says whatever, from and until when, while accounts come, close, are renamed and go, answers are lost and the process dies: after a cycle
 * the groups of the target have the members that the origins say at that moment, and the next cycle has nothing to do.
 */
class MemberHistoriesProperties {

    private static final int PEOPLE = 7;
    private static final int GROUPS = 3;

    /**
     * Something happens.
     *
     * @param kind which of them
     * @param hours from now until something begins or ends
     */
    record Event(int kind, int group, int person, int origin, int hours) {
    }

    @Provide
    Arbitrary<List<Event>> histories() {
        return Combinators.combine(Arbitraries.integers().between(0, 17), Arbitraries.integers().between(0, GROUPS - 1), Arbitraries.integers().between(0, PEOPLE - 1),
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(-30, 60)).as(Event::new).list().ofMinSize(1).ofMaxSize(40);
    }

    private final InMemoryStateStore[] stores = new InMemoryStateStore[1];
    private FakeGroups target;
    private OutboundJob job;
    private Instant now;
    private final List<Identity> people = new ArrayList<>();
    private final List<Identity> groups = new ArrayList<>();
    private final Map<List<Object>, Membership> said = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private final Set<Integer> closed = new TreeSet<>();

    @Property(tries = 500)
    void membersAreWhatTheOriginsSay(@ForAll("histories") List<Event> history) {
        begin();
        for (Event event : history) {
            happens(event);
        }
        target.heal();
        cycle(false);
        cycle(false);
        assertThat(target.members()).as("after %s", history).isEqualTo(wanted());
        int writes = target.writes();
        cycle(false);
        cycle(true);
        assertThat(target.writes()).as("nothing is left to do after %s", history).isEqualTo(writes);
        assertThat(target.members()).isEqualTo(wanted());
    }

    @Example
    void whoIsInAGroupThatIsFoundAndNotBroughtUpToDateComesAndGoesAllTheSame() {
        begin();
        String anchor = target.execute(new AccountRequest(Operation.CREATE, "group", Optional.empty(), Attributes.empty(), List.of(AttributeChange.of("name", null, "G0")), Optional.empty())).anchor().orElseThrow();
        job = new OutboundJob(job.written(), new JobSide(Kind.GROUP, "app", "group", job.schedule(), job.include(), job.match(), false),
                Jobs.job().match("name", "${body[name]}").value("name", "${body[name]}").constant("description", "made by us").build().mapping(), job.rules(), job.guard());
        target.refusesDescriptions = true;
        account(0, true, "a0");
        store().memberships().save(List.of(new Membership(groups.get(0).id(), people.get(0).id(), Origin.rule("r"), Optional.empty(), Optional.empty())));

        cycle(false);
        assertThat(target.members().get("G0")).containsExactly("a0");
        account(0, false, "a0");
        cycle(false);

        assertThat(target.members().get("G0")).as(anchor).isEmpty();
    }

    /** Where the first of several came in, and is refused when she is sent once more. */
    @Example
    void whoCameInBeforeAnotherWasRefusedIsTakenOutWhenSheLeaves() {
        begin();
        target.takesOneByOne = true;
        comesIn();
        target.unknown.add("a1");
        cycle(false);
        assertThat(target.members().get("G0")).containsExactly("a0");
        account(0, false, "a0");
        cycle(false);
        assertThat(target.members().get("G0")).isEmpty();
    }

    private void comesIn() {
        account(0, true, "a0");
        account(1, true, "a1");
        for (int person = 0; person < 2; person++) {
            store().memberships().save(List.of(new Membership(groups.get(0).id(), people.get(person).id(), Origin.rule("r"), Optional.empty(), Optional.empty())));
        }
    }

    private StateStore store() {
        return stores[0];
    }

    private void begin() {
        stores[0] = new InMemoryStateStore();
        target = new FakeGroups();
        now = Engine.NOW;
        people.clear();
        groups.clear();
        said.clear();
        names.clear();
        closed.clear();
        OutboundJob plain = Jobs.job().match("name", "${body[name]}").value("name", "${body[name]}").build();
        Map<Guarded, Limit> all = Map.of(Guarded.LEAVE, Limit.of(1000), Guarded.DELETE, Limit.of(1000));
        job = new OutboundJob(plain.written(), new JobSide(Kind.GROUP, "app", "group", plain.schedule(), plain.include(), plain.match(), false), plain.mapping(),
                new AccountRules(OutboundJob.OnExit.KEEP, plain.lifecycle(), plain.onMatch(), plain.onMissing(), true,
                        new Relations(Set.of(), Optional.of(new MemberRules(List.of(new Accounts("users", "id")), false, false))), Optional.empty()),
                new GuardLimits(all, false));
        for (int i = 0; i < PEOPLE; i++) {
            people.add(save(Kind.PERSON, "P" + i));
        }
        for (int i = 0; i < GROUPS; i++) {
            groups.add(save(Kind.GROUP, "G" + i));
        }
    }

    private Identity save(Kind kind, String key) {
        return store().hub().save(List.of(new IdentityDraft(OptionalLong.empty(), kind, key, Attributes.of(Map.of("name", key))))).get(0);
    }

    private void happens(Event event) {
        switch (event.kind()) {
            case 0, 1, 2, 3 -> say(event, Optional.empty(), Optional.empty());
            case 4 -> say(event, Optional.of(now.plus(Duration.ofHours(event.hours()))), Optional.empty());
            case 5 -> say(event, Optional.empty(), Optional.of(now.plus(Duration.ofHours(event.hours()))));
            case 6, 7 -> takeBack(event);
            case 8, 9 -> account(event.person(), true, "a" + event.person());
            case 10 -> account(event.person(), false, "a" + event.person());
            case 11 -> account(event.person(), true, "renamed" + event.person() + "x" + Math.abs(event.hours()) % 3);
            case 12 -> now = now.plus(Duration.ofHours(Math.max(0, event.hours())));
            case 13 -> cycle(false);
            case 14 -> cycle(event.hours() > 30);
            case 15 -> killed(event);
            case 16 -> {
                target.loseAt(event.person());
                cycle(false);
                target.heal();
            }
            default -> {
                target.listsHalf = true;
                cycle(true);
                target.heal();
            }
        }
    }

    private void killed(Event event) {
        target.killAt(event.person(), event.hours() > 0);
        try {
            cycle(false);
        } catch (FakeTarget.Killed died) {
            // the next cycle goes on
        }
        target.heal();
    }

    private void say(Event event, Optional<Instant> from, Optional<Instant> until) {
        Membership one = new Membership(groups.get(event.group()).id(), people.get(event.person()).id(), Origin.rule("r" + event.origin()), from, until);
        said.put(List.of(event.group(), event.person(), event.origin()), one);
        store().memberships().save(List.of(one));
    }

    private void takeBack(Event event) {
        Membership one = said.remove(List.of(event.group(), event.person(), event.origin()));
        if (one != null) {
            store().memberships().remove(List.of(one));
        }
    }

    private void account(int person, boolean open, String name) {
        names.put(person, name);
        if (open) {
            closed.remove(person);
        } else {
            closed.add(person);
        }
        store().links().save("users", List.of(Link.of(people.get(person).id(), "anchor" + person, open ? LinkState.ENABLED : LinkState.DISABLED, Attributes.of(Map.of("id", name)))));
    }

    private Map<String, Set<String>> wanted() {
        Map<String, Set<String>> wanted = new TreeMap<>();
        groups.forEach(group -> wanted.put(group.key(), new TreeSet<>()));
        said.forEach((who, one) -> {
            int person = (int) who.get(1);
            if (one.isAt(now) && names.containsKey(person) && !closed.contains(person)) {
                wanted.get(groups.get((int) who.get(0)).key()).add(names.get(person));
            }
        });
        return wanted;
    }

    private void cycle(boolean full) {
        Cycle cycle = new Cycle(store().cycles().open(job.name(), CycleKind.DELTA, now), job, full, new Cycle.Start(now, "test", 7), Set.of(), CycleListener.NONE);
        EvaluateStep evaluate = new EvaluateStep(store(), ZoneOffset.UTC);
        PlanCounts counts = evaluate.evaluate(cycle, job, target, (identity, verdict) -> { });
        DispatchStep dispatch = new DispatchStep(store(), ZoneOffset.UTC, cycle, job, target);
        Recorder recorder = new Recorder(store(), cycle, job, target, dispatch.progress(), Clock.fixed(now, ZoneOffset.UTC));
        for (int pass = 0; pass < 8 && !cycle.isStopped(); pass++) {
            do {
                dispatch(dispatch, recorder);
            } while (!cycle.isStopped() && dispatch.hasMore());
            if (!recorder.hasMoreToDo()) {
                break;
            }
            recorder.startsAnew();
            evaluate.evaluateMarked(cycle, job, target, counts);
            dispatch.startsAnew();
        }
        recorder.close();
        store().cycles().close(cycle.id(), cycle.status(), cycle.reason(), cycle.counts(), now);
    }

    private void dispatch(DispatchStep dispatch, Recorder recorder) {
        Iterator<DispatchStep.Batch> batches = dispatch.batches();
        while (batches.hasNext()) {
            DispatchStep.Batch batch = batches.next();
            batch.requests().get(0).ifPresentOrElse(request -> {
                if (request.operation().isOfMembers()) {
                    MembersAnswer answer = MemberDelivery.send(target, request, Optional.empty());
                    recorder.record(batch.changes().get(0), answer.outcome(), 1, 0, Optional.of(answer));
                } else {
                    recorder.record(batch.changes().get(0), target.execute(request), 1, 0);
                }
            }, () -> recorder.record(batch.changes().get(0), Outcome.ok(), 1, 0));
        }
        recorder.flush();
    }
}
