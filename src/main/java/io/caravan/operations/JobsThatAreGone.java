package io.caravan.operations;

import io.caravan.engine.GroupRun;
import io.caravan.engine.LogStore;
import io.caravan.engine.StateStore;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Origin;
import java.time.DateTimeException;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What jobs have left that ran before and have no mapping any more, be it that its file is gone or that it is called otherwise: who is known by them
 * alone, accounts that no job looks after, memberships that nobody takes back. That a file is gone says of nobody that she has left; so all of it
 * stays as it is, and is told.
 */
final class JobsThatAreGone {

    private static final String CAUSE = "no-mapping";
    private static final int NAMED = 5;
    private static final int PAGE = 1000;
    private static final String PUT_BACK = "put the mapping back; to end that for good, let nobody be in its scope (include: \"'a' == 'b'\")";

    private final OpenProject open;
    private final StateStore store;
    private final PeopleNames names;

    private JobsThatAreGone(OpenProject open) {
        this.open = open;
        this.store = open.store();
        this.names = PeopleNames.of(open);
    }

    /** Nothing, where a file has errors: the job may be in that. */
    static List<LeftBehind> leftBehind(OpenProject open) {
        if (!open.mistakes().isEmpty()) {
            return List.of();
        }
        JobsThatAreGone all = new JobsThatAreGone(open);
        return open.store().cycles().jobs().stream().filter(job -> !job.equals(GroupRun.NAME) && open.project().job(job).isEmpty())
                .flatMap(job -> Stream.of(all.people(job), all.accounts(job), all.memberships(job)).flatMap(Optional::stream)).toList();
    }

    /** So many, and the first of them. */
    private static final class Some {
        private final List<LeftBehind.Person> first = new ArrayList<>();
        private long count;

        private void add(Identity who, PeopleNames names, String why) {
            count++;
            if (first.size() < NAMED) {
                first.add(new LeftBehind.Person(who.key(), names.of(who), why));
            }
        }

        private Optional<LeftBehind> of(String job, String next) {
            return count == 0 ? Optional.empty() : Optional.of(new LeftBehind(job, CAUSE, count, first, next));
        }
    }

    private Optional<LeftBehind> people(String job) {
        List<String> makers = open.project().inbound().stream().filter(InboundJob::creates).map(InboundJob::name).toList();
        Some some = new Some();
        List<Long> page = store.hub().saidOnlyBy(job, makers, 0, PAGE);
        while (!page.isEmpty()) {
            store.hub().identities(page).values().stream().filter(who -> !hasLeft(who))
                    .forEach(who -> some.add(who, names, "known by a job without a mapping alone; that she leaves, nobody would notice"));
            page = store.hub().saidOnlyBy(job, makers, page.get(page.size() - 1), PAGE);
        }
        return some.of(job, PUT_BACK + " until sync has closed them, and remove it then");
    }

    /** Of dates that cannot be understood nothing follows. */
    private boolean hasLeft(Identity who) {
        try {
            return Lifecycle.of(who.kind(), who.attributes(), open.now(), Period.ZERO, open.zone()).state() == LifecycleState.LEAVER;
        } catch (IllegalArgumentException | DateTimeException unclear) {
            return false;
        }
    }

    private Optional<LeftBehind> accounts(String job) {
        List<String> others = successors(job);
        Some some = new Some();
        List<Link> page = store.links().inState(job, LinkState.ENABLED, 0, PAGE);
        while (!page.isEmpty()) {
            List<Link> left = page;
            for (String other : others) {
                Map<String, Long> linked = store.links().linkedTo(other, left.stream().flatMap(link -> link.anchor().stream()).toList());
                left = left.stream().filter(link -> !Long.valueOf(link.identityId()).equals(linked.get(link.anchor().orElseThrow()))).toList();
            }
            Map<Long, Identity> owners = store.hub().identities(left.stream().map(Link::identityId).toList());
            left.forEach(link -> some.add(owners.get(link.identityId()), names, "the account " + link.anchor().orElseThrow() + " is open, and no job looks after it"));
            page = store.links().inState(job, LinkState.ENABLED, page.get(page.size() - 1).identityId(), PAGE);
        }
        return some.of(job, PUT_BACK + ", with onExit: disable or keep, until sync has closed or released them, and remove it then");
    }

    /** Jobs that may have taken its accounts over: into the same system, as far as the log still says which that was. */
    private List<String> successors(String job) {
        Optional<String> system = store.log().read(new LogStore.Filter(Optional.of(job), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), 1))
                .stream().map(entry -> entry.entry().about().target()).filter(target -> !target.isEmpty()).findFirst();
        return open.project().outbound().stream().filter(one -> system.isEmpty() || system.get().equals(one.system())).map(OutboundJob::name).toList();
    }

    private Optional<LeftBehind> memberships(String job) {
        long count = store.memberships().saidBy(Origin.source(job));
        return count == 0 ? Optional.empty() : Optional.of(new LeftBehind(job, CAUSE, count, List.of(new LeftBehind.Person(job, "memberships that it said, and that nobody would end")),
                PUT_BACK + " until sync has ended them, and remove it then"));
    }
}
