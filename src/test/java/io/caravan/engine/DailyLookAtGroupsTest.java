package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is put into a group of a target past us, in a job that appoints no full cycle. */
class DailyLookAtGroupsTest {

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final FakeGroups target = new FakeGroups();
    private String anchor;
    private Instant now = Engine.NOW;

    @BeforeEach
    void aGroupOfOne() {
        Identity crew = save(Kind.GROUP, "crew");
        Identity ada = save(Kind.PERSON, "ada");
        store.links().save("users", List.of(new Link(ada.id(), Optional.of("a1"), LinkState.ENABLED, Attributes.of(Map.of("id", "a1")), Link.Why.UNSAID, Link.Dates.NONE, Map.of())));
        store.memberships().save(List.of(new Membership(crew.id(), ada.id(), Origin.source("hr"), Optional.empty(), Optional.empty())));
    }

    private Identity save(Kind kind, String key) {
        return store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), kind, key, Attributes.of(Map.of("name", key))))).get(0);
    }

    private void cycle(boolean strangersGo) {
        OutboundJob plain = Jobs.job().match("name", "${body[name]}").value("name", "${body[name]}").build();
        OutboundJob job = new OutboundJob(plain.written(), new JobSide(Kind.GROUP, "app", "group", plain.schedule(), plain.include(), plain.match(), false), plain.mapping(),
                new AccountRules(OutboundJob.OnExit.KEEP, plain.lifecycle(), plain.onMatch(), plain.onMissing(), true,
                        new Relations(Set.of(), Optional.of(new MemberRules(List.of(new Accounts("users", "id")), strangersGo, false))), Optional.empty()), plain.guard());
        Cycle cycle = new Cycle(store.cycles().open("app", CycleKind.DELTA, now), job, false, new Cycle.Start(now, "test", 7), Set.of(), CycleListener.NONE);
        EvaluateStep evaluate = new EvaluateStep(store, ZoneOffset.UTC);
        PlanCounts counts = evaluate.evaluate(cycle, job, target, (identity, verdict) -> { });
        DispatchStep dispatch = new DispatchStep(store, ZoneOffset.UTC, cycle, job, target);
        try (Recorder recorder = new Recorder(store, cycle, job, target, dispatch.progress(), Clock.fixed(now, ZoneOffset.UTC))) {
            dispatch(dispatch, recorder);
            if (recorder.hasMoreToDo()) {
                recorder.startsAnew();
                evaluate.evaluateMarked(cycle, job, target, counts);
                dispatch.startsAnew();
                dispatch(dispatch, recorder);
            }
        }
    }

    private void dispatch(DispatchStep dispatch, Recorder recorder) {
        dispatch.batches().forEachRemaining(batch -> {
            AccountRequest request = batch.requests().get(0).orElseThrow();
            if (request.operation().isOfMembers()) {
                MembersAnswer answer = MemberDelivery.send(target, request, Optional.empty());
                recorder.record(batch.changes().get(0), answer.outcome(), 1, 0, Optional.of(answer));
            } else {
                recorder.record(batch.changes().get(0), target.execute(request), 1, 0);
            }
        });
        recorder.flush();
    }

    private void byHand(Operation operation, String name) {
        boolean added = operation == Operation.ADD_MEMBERS;
        target.execute(new AccountRequest(operation, "group", Optional.of(anchor), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, added ? List.of(name) : List.of(), added ? List.of() : List.of(name))), Optional.empty()));
    }

    private void begin(boolean strangersGo) {
        cycle(strangersGo);
        assertThat(target.members().get("crew")).containsExactly("a1");
        anchor = store.links().page(Kind.GROUP, "app", 0, 10).get(0).link().orElseThrow().anchor().orElseThrow();
    }

    private void aDayLater(boolean strangersGo) {
        now = now.plus(Duration.ofHours(25));
        cycle(strangersGo);
    }

    @Test
    void aStrangerIsTakenOutWithinADayWhereTheMappingSaysSo() {
        begin(true);
        byHand(Operation.ADD_MEMBERS, "x9");
        now = now.plus(Duration.ofHours(1));
        cycle(true);
        assertThat(target.members().get("crew")).as("a delta trusts what is known").containsExactlyInAnyOrder("a1", "x9");
        aDayLater(true);
        assertThat(target.members().get("crew")).containsExactly("a1");
    }

    @Test
    void aStrangerStaysWhereItDoesNot() {
        begin(false);
        byHand(Operation.ADD_MEMBERS, "x9");
        aDayLater(false);
        assertThat(target.members().get("crew")).containsExactlyInAnyOrder("a1", "x9");
    }

    @Test
    void whoWasTakenOutByHandIsNotPutIn() {
        begin(true);
        byHand(Operation.REMOVE_MEMBERS, "a1");
        aDayLater(true);
        assertThat(target.members().get("crew")).isEmpty();
    }
}
