package io.caravan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Standing;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.mapping.OutboundJob.Relations;
import io.caravan.plan.Jobs;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a search for drift claims of the members of groups, in a target that does not show everything, and while a cycle runs. */
class MemberDriftTest {

    private final InMemoryStateStore store = new InMemoryStateStore();
    private final FakeGroups target = new FakeGroups();
    private final List<Identity> people = new ArrayList<>();
    private Identity crew;
    private String anchor;

    /** Six, as they are known and shown. */
    @BeforeEach
    void aGroupOfSix() {
        anchor = target.execute(new AccountRequest(Operation.CREATE, "group", Optional.empty(), Attributes.empty(), List.of(AttributeChange.of("name", null, "crew")), Optional.empty())).anchor().orElseThrow();
        crew = save(Kind.GROUP, "crew");
        store.links().save("app", List.of(link(crew, anchor)));
        IntStream.rangeClosed(1, 8).forEach(i -> {
            people.add(save(Kind.PERSON, "P" + i));
            store.links().save("users", List.of(link(people.get(i - 1), "a" + i)));
        });
        IntStream.rangeClosed(1, 6).forEach(i -> {
            say(i);
            known(i, Standing.OURS);
            add("a" + i);
        });
    }

    private Identity save(Kind kind, String key) {
        return store.hub().save(List.of(new IdentityDraft(OptionalLong.empty(), kind, key, Attributes.of(Map.of("name", key))))).get(0);
    }

    private static Link link(Identity of, String id) {
        return new Link(of.id(), Optional.of(id), LinkState.ENABLED, Attributes.of(Map.of("id", id, "name", of.key())), Link.Why.UNSAID, Link.Dates.NONE, Map.of());
    }

    private void say(int person) {
        store.memberships().save(List.of(new Membership(crew.id(), people.get(person - 1).id(), Origin.source("hr"), Optional.empty(), Optional.empty())));
    }

    private void known(int person, Standing standing) {
        store.memberships().list("app", List.of(new Listed(crew.id(), "a" + person, "a" + person, OptionalLong.of(people.get(person - 1).id()), standing)));
    }

    private void add(String name) {
        target.execute(new AccountRequest(Operation.ADD_MEMBERS, "group", Optional.of(anchor), Attributes.empty(), List.of(new AttributeChange("members", null, null, List.of(name), List.of())), Optional.empty()));
    }

    private void remove(String name) {
        target.execute(new AccountRequest(Operation.REMOVE_MEMBERS, "group", Optional.of(anchor), Attributes.empty(), List.of(new AttributeChange("members", null, null, List.of(), List.of(name))), Optional.empty()));
    }

    private DriftSearch.Result search(boolean strangersGo, Runnable meanwhile) {
        OutboundJob plain = Jobs.job().match("name", "${body[name]}").value("name", "${body[name]}").build();
        OutboundJob job = new OutboundJob(plain.written(), new JobSide(Kind.GROUP, "app", "group", plain.schedule(), plain.include(), plain.match(), false), plain.mapping(),
                new AccountRules(OutboundJob.OnExit.KEEP, plain.lifecycle(), plain.onMatch(), plain.onMissing(), true,
                        new Relations(Set.of(), Optional.of(new MemberRules(List.of(new Accounts("users", "id")), strangersGo, false))), Optional.empty()), plain.guard());
        try (StateStore copy = store.preview()) {
            meanwhile.run();
            return new DriftSearch(copy, ZoneOffset.UTC, job, target, new DriftSearch.Asked(new Cycle.Start(Engine.NOW, "test", 0), Set.of(), CycleListener.NONE)).search(store, List.of("app"));
        }
    }

    private List<String> found(boolean strangersGo) {
        return words(search(strangersGo, () -> { }));
    }

    private static List<String> words(DriftSearch.Result result) {
        return result.groups().stream().map(one -> one.kind().word() + " " + one.group().key() + " " + one.follows().word() + " " + one.some().stream()
                .map(member -> member.name() + member.who().map(who -> "=" + who.key()).orElse("")).toList()).toList();
    }

    @Test
    void nothingDiffersWhereTheGroupShowsWhoWasPutThere() {
        assertThat(found(false)).isEmpty();
    }

    @Test
    void strangersAreToldEitherWayAndWhoIsGoneIsPutThereAgain() {
        add("a7");
        add("svc");
        remove("a2");
        assertThat(found(false)).containsExactly("strangers crew report [a7=P7, svc]", "members-gone crew revert [a2=P2]");
        assertThat(found(true)).containsExactly("strangers crew revert [a7=P7, svc]", "members-gone crew revert [a2=P2]");
        assertThat(store.memberships().listed("app", Standing.STRANGER, Optional.empty(), 10)).as("it was only looked at").isEmpty();
    }

    @Test
    void whoBelongsThereAndWasPutThereByHandIsNoStranger() {
        say(7);
        add("a7");
        assertThat(found(false)).isEmpty();
    }

    @Test
    void whoIsToLeaveAnywayIsNotMissed() {
        store.memberships().remove(List.of(new Membership(crew.id(), people.get(1).id(), Origin.source("hr"), Optional.empty(), Optional.empty())));
        remove("a2");
        assertThat(found(false)).isEmpty();
    }

    @Test
    void aListOfMembersThatIsSaidToBeInPartMissesNobodyAndShowsStrangers() {
        add("a0");
        target.listsHalf = true;
        target.saysHalf = true;
        assertThat(found(false)).containsExactly("strangers crew report [a0]");
    }

    @Test
    void aListOfGroupsThatIsNotWholeMissesNobody() {
        remove("a2");
        add("svc");
        target.breaksOff = true;
        DriftSearch.Result result = search(false, () -> { });
        assertThat(result.incomplete()).isPresent();
        assertThat(words(result)).containsExactly("strangers crew report [svc]");
    }

    @Test
    void whomACyclePutsInOrTakesOutMeanwhileIsCountedAndNotTold() {
        DriftSearch.Result result = search(false, () -> {
            add("a8");
            known(8, Standing.OURS);
            remove("a1");
            store.memberships().unlist("app", List.of(new Listed(crew.id(), "a1", "a1", OptionalLong.empty(), Standing.OURS)));
        });
        assertThat(words(result)).isEmpty();
        assertThat(result.changedMeanwhile()).isEqualTo(2);
    }
}
