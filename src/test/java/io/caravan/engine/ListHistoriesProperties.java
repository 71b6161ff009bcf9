package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.SourceItem;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.GuardLimits;
import io.caravan.mapping.OutboundJob.Guarded;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.plan.Jobs;
import io.caravan.plan.PlanCounts;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whoever says whatever of groups, from and until when, while groups are called otherwise and others write into the lists, too; while answers are lost,
 * the target shows half a list and the process dies: after a cycle each account's list has what others have put there and what the groups give at that
 * moment, and the next cycle has nothing to do.
 */
class ListHistoriesProperties {

    private static final int PEOPLE = 4;
    private static final int GROUPS = 4;
    private static final List<String> ROLES = List.of("a", "b", "c");

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
        return Combinators.combine(Arbitraries.integers().between(0, 19), Arbitraries.integers().between(0, GROUPS - 1), Arbitraries.integers().between(0, PEOPLE - 1),
                Arbitraries.integers().between(0, 2), Arbitraries.integers().between(-30, 60)).as(Event::new).list().ofMinSize(1).ofMaxSize(40);
    }

    private final OutboundJob job = Jobs.job().match("employeeNumber", "${body[workerId]}").value("userName", "${body[workerId]}").value("employeeNumber", "${body[workerId]}")
            .value("roles", "${groups[role]}").guard(new GuardLimits(Map.of(Guarded.LEAVE, Limit.of(1000)), false)).build();
    private InMemoryStateStore store;
    private FakeTarget target;
    private Instant now;
    private final List<Identity> people = new ArrayList<>();
    private final List<Identity> groups = new ArrayList<>();
    private final Map<Integer, String> roles = new HashMap<>();
    private final Map<List<Object>, Membership> said = new HashMap<>();
    private final Map<String, Set<String>> theirs = new TreeMap<>();

    @Property(tries = 500)
    void listsHaveWhatOthersPutThereAndWhatTheGroupsGive(@ForAll("histories") List<Event> history) {
        begin();
        cycle(false);
        for (Event event : history) {
            happens(event);
        }
        cycle(true);
        cycle(false);
        assertThat(lists()).as("after %s", history).isEqualTo(wanted());
        int writes = target.calls().size();
        cycle(false);
        cycle(true);
        assertThat(target.calls()).as("nothing is left to do after %s", history).hasSize(writes);
    }

    private void begin() {
        store = new InMemoryStateStore();
        target = new FakeTarget(Jobs.object());
        now = Engine.NOW;
        people.clear();
        groups.clear();
        roles.clear();
        said.clear();
        theirs.clear();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(save(OptionalLong.empty(), Kind.PERSON, "P" + i, Map.of("workerId", "P" + i)));
            theirs.put("P" + i, new TreeSet<>());
        }
        for (int i = 0; i < GROUPS; i++) {
            roles.put(i, ROLES.get(i % ROLES.size())); // two groups give the same
            groups.add(save(OptionalLong.empty(), Kind.GROUP, "G" + i, Map.of("role", roles.get(i))));
        }
    }

    private Identity save(OptionalLong id, Kind kind, String key, Map<String, Object> attributes) {
        return store.hub().save(List.of(new IdentityDraft(id, kind, key, Attributes.of(attributes)))).get(0);
    }

    private void happens(Event event) {
        switch (event.kind()) {
            case 0, 1, 2, 3 -> say(event, Optional.empty(), Optional.empty());
            case 4 -> say(event, Optional.of(now.plus(Duration.ofHours(event.hours()))), Optional.empty());
            case 5 -> say(event, Optional.empty(), Optional.of(now.plus(Duration.ofHours(event.hours()))));
            case 6, 7, 8 -> takeBack(event);
            case 9 -> {
                roles.put(event.group(), ROLES.get(event.origin()));
                save(OptionalLong.of(groups.get(event.group()).id()), Kind.GROUP, "G" + event.group(), Map.of("role", roles.get(event.group())));
            }
            case 10 -> inner(event, true);
            case 11 -> inner(event, false);
            case 12 -> byHand("P" + event.person(), "their" + event.origin(), event.hours() > 0);
            case 13 -> now = now.plus(Duration.ofHours(Math.max(0, event.hours())));
            case 14, 15 -> cycle(false);
            case 16 -> cycle(true);
            case 17 -> killed(event);
            case 18 -> {
                target.loseNextAnswer();
                cycle(false);
            }
            default -> {
                target.lists = all -> all.stream().map(ListHistoriesProperties::half).toList();
                cycle(true);
                target.lists = all -> all;
            }
        }
    }

    /** An account that shows only the first value of its list. */
    private static SourceItem half(SourceItem item) {
        Attributes account = ((SourceItem.Read) item).attributes();
        List<?> all = ValueComparison.elements(account.get("roles"));
        return all.size() < 2 ? item : new SourceItem.Read(account.with(Map.of("roles", List.of(all.get(0)))), "");
    }

    private void killed(Event event) {
        target.killAt(event.person(), event.hours() > 0);
        try {
            cycle(false);
        } catch (FakeTarget.Killed died) {
            // the next cycle goes on
        }
        target.killAt(-1 - target.calls().size(), false);
    }

    private void say(Event event, Optional<Instant> from, Optional<Instant> until) {
        say(List.of(event.group(), people.get(event.person()).id(), event.origin()), from, until);
    }

    private void say(List<Object> who, Optional<Instant> from, Optional<Instant> until) {
        Membership one = new Membership(groups.get((int) who.get(0)).id(), (long) who.get(1), Origin.rule("r" + who.get(2)), from, until);
        said.put(who, one);
        store.memberships().save(List.of(one));
    }

    private void takeBack(Event event) {
        takeBack(List.of(event.group(), people.get(event.person()).id(), event.origin()));
    }

    private void takeBack(List<Object> who) {
        Membership one = said.remove(who);
        if (one != null) {
            store.memberships().remove(List.of(one));
        }
    }

    /** One group comes into another, which may make a circle; or is in it no more. */
    private void inner(Event event, boolean comes) {
        List<Object> who = List.of(event.group(), groups.get(event.person() % GROUPS).id(), event.origin());
        if (comes && event.group() != event.person() % GROUPS) {
            say(who, Optional.empty(), Optional.empty());
        } else if (!comes) {
            takeBack(who);
        }
    }

    private void byHand(String person, String value, boolean comes) {
        target.accounts().values().stream().filter(account -> account.get("employeeNumber").equals(person)).forEach(account -> {
            List<Object> list = new ArrayList<>(ValueComparison.elements(account.get("roles")));
            list.remove(value);
            if (comes) {
                list.add(value);
                theirs.get(person).add(value);
            } else {
                theirs.get(person).remove(value);
            }
            account.put("roles", list);
        });
    }

    private Map<String, Set<String>> lists() {
        Map<String, Set<String>> lists = new TreeMap<>();
        target.accounts().values().forEach(account -> {
            Set<String> list = lists.computeIfAbsent(account.get("employeeNumber").toString(), none -> new TreeSet<>());
            ValueComparison.elements(account.get("roles")).forEach(value -> list.add(value.toString()));
        });
        return lists;
    }

    private Map<String, Set<String>> wanted() {
        Map<String, Set<String>> wanted = new TreeMap<>();
        people.forEach(person -> {
            Set<Long> in = new TreeSet<>(List.of(person.id()));
            boolean more = true;
            while (more) {
                more = said.values().stream().filter(one -> one.isAt(now) && in.contains(one.member())).map(one -> in.add(one.group())).reduce(false, Boolean::logicalOr);
            }
            Set<String> list = new TreeSet<>(theirs.get(person.key()));
            for (int i = 0; i < GROUPS; i++) {
                if (in.contains(groups.get(i).id())) {
                    list.add(roles.get(i));
                }
            }
            wanted.put(person.key(), list);
        });
        return wanted;
    }

    private void cycle(boolean full) {
        Cycle cycle = new Cycle(store.cycles().open(job.name(), CycleKind.DELTA, now), job, full, new Cycle.Start(now, "test", 7), Set.of(), CycleListener.NONE);
        EvaluateStep evaluate = new EvaluateStep(store, ZoneOffset.UTC);
        PlanCounts counts = evaluate.evaluate(cycle, job, target, (identity, verdict) -> { });
        DispatchStep dispatch = new DispatchStep(store, ZoneOffset.UTC, cycle, job, target);
        Recorder recorder = new Recorder(store, cycle, job, target, dispatch.progress(), Clock.fixed(now, ZoneOffset.UTC));
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
        store.cycles().close(cycle.id(), cycle.status(), cycle.reason(), cycle.counts(), now);
    }

    private void dispatch(DispatchStep dispatch, Recorder recorder) {
        Iterator<DispatchStep.Batch> batches = dispatch.batches();
        while (batches.hasNext()) {
            DispatchStep.Batch batch = batches.next();
            for (int i = 0; i < batch.changes().size(); i++) {
                int at = i;
                batch.requests().get(i).ifPresent(request -> recorder.record(batch.changes().get(at), target.execute(request), 1, 0));
                if (batch.requests().get(i).isEmpty()) {
                    recorder.record(batch.changes().get(at), io.caravan.connector.Outcome.ok(), 1, 0);
                }
            }
        }
        recorder.flush();
    }
}
