package io.caravan.engine;

import io.caravan.engine.OutboxStore.Mark;
import io.caravan.engine.OutboxStore.Watched;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import io.caravan.subject.SubjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for what has happened in people's lives since the last look: what the hub says of them is held against where each of them stood then. So
 * nothing depends on when a process ran. What is found is noted down together with where they stand now, in one transaction for each page.
 *
 * <p>Before every source was read for the first time, people are only noted down: a first load is one event, not one for each of them.
 */
public final class LifecycleWatch {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final PersonEvents.Rules rules;
    private final Duration catchUp;

    /**
     * What is looked at.
     *
     * @param zone     of people who have none of their own
     * @param moved    attributes by which a move is noticed; no secrets
     * @param startsIn how long before the first day that is announced
     * @param endsIn   how long before the end of an access that is announced
     * @param catchUp  what happened longer ago is not told any more
     */
    public record Rules(ZoneId zone, Set<String> moved, Duration startsIn, Duration endsIn, Duration catchUp) {
    }

    /** @param tooOld what happened too long ago to be told */
    public record Found(long told, long tooOld) {
    }

    public LifecycleWatch(StateStore store, Rules rules) {
        this.store = store;
        this.rules = new PersonEvents.Rules(rules.zone(), rules.moved(), rules.startsIn(), rules.endsIn());
        this.catchUp = rules.catchUp();
    }

    /** @param complete whether every source has been read */
    public Found look(Instant now, boolean complete) {
        Optional<Mark> before = store.outbox().mark();
        if (before.isEmpty() && store.hub().version() == 0) {
            return new Found(0, 0);
        }
        boolean begun = before.filter(Mark::begun).isPresent();
        Look look = new Look(now, begun, before.flatMap(Mark::endsUntil));
        look.changed(before.map(Mark::version).orElse(0L));
        look.due();
        if (begun) {
            look.ending();
        } else if (complete) {
            look.begin();
        }
        return new Found(look.told, look.tooOld);
    }

    /** One look. */
    private final class Look {
        private final Instant now;
        private final boolean begun;
        private final PersonEvents events;
        private Optional<Instant> endsUntil;
        private long version;
        private long told;
        private long tooOld;

        private Look(Instant now, boolean begun, Optional<Instant> endsUntil) {
            this.now = now;
            this.begun = begun;
            this.endsUntil = endsUntil;
            this.events = new PersonEvents(rules, now);
        }

        private void changed(long after) {
            version = after;
            List<Identity> page = store.hub().changed(Kind.PERSON, version, PAGE);
            while (!page.isEmpty()) {
                List<Identity> people = page;
                long upTo = people.get(people.size() - 1).version();
                store.inTransaction(() -> {
                    see(people);
                    store.outbox().mark(new Mark(upTo, begun, endsUntil));
                });
                version = upTo;
                page = store.hub().changed(Kind.PERSON, version, PAGE);
            }
        }

        private void due() {
            List<Long> ids = store.outbox().watchDue(now, PAGE);
            while (!ids.isEmpty()) {
                List<Long> page = ids;
                store.inTransaction(() -> see(store.hub().identities(page).values()));
                ids = store.outbox().watchDue(now, PAGE);
                if (ids.equals(page)) {
                    return; // nobody is waited for twice in one look
                }
            }
        }

        private void see(Collection<Identity> people) {
            Map<Long, Watched> before = store.outbox().watched(people.stream().map(Identity::id).toList());
            List<Watched> seen = new ArrayList<>(people.size());
            List<Event> found = new ArrayList<>();
            for (Identity person : people) {
                Optional<Watched> then = Optional.ofNullable(before.get(person.id()));
                events.see(person, then).ifPresentOrElse(one -> {
                    seen.add(one.watched());
                    found.addAll(one.events());
                }, () -> then.ifPresent(one -> seen.add(new Watched(one.subjectId(), one.state(), one.hasLeft(), one.known(), one.startTold(), one.endTold(), Optional.empty()))));
            }
            store.outbox().watch(seen);
            if (begun) {
                tell(found);
            }
        }

        private void tell(List<Event> found) {
            Instant oldest = now.minus(catchUp);
            List<Event> young = found.stream().filter(event -> !event.at().isBefore(oldest)).toList();
            store.outbox().add(young, now);
            told += young.size();
            tooOld += found.size() - young.size();
        }

        /** Memberships that end soon: each once, when its end comes near enough. */
        private void ending() {
            Instant until = now.plus(rules.endsIn());
            Instant after = endsUntil.filter(done -> done.isAfter(now)).orElse(now);
            List<Membership> ending = store.memberships().endingBetween(after, until);
            Map<Long, Identity> subjects = ending.isEmpty() ? Map.of()
                    : store.hub().identities(ending.stream().flatMap(one -> Stream.of(one.group(), one.member())).collect(Collectors.toSet()));
            store.inTransaction(() -> {
                tell(ending.stream().filter(one -> subjects.containsKey(one.group()) && subjects.containsKey(one.member())).map(one -> {
                    Map<String, Object> what = new LinkedHashMap<>();
                    what.put("group", subjects.get(one.group()).key());
                    what.put("before", Map.of());
                    what.put("after", Map.of("until", one.until().orElseThrow().toString()));
                    return new Event(Event.Kind.ACCESS_ENDS_SOON, now, subjects.get(one.member()).subject(), what);
                }).toList());
                if (until.isAfter(after)) {
                    endsUntil = Optional.of(until);
                    if (!ending.isEmpty() || version == 0) {
                        store.outbox().mark(new Mark(store.outbox().mark().map(Mark::version).orElse(0L), true, endsUntil));
                    }
                }
            });
        }

        /** From here on what happens is told. */
        private void begin() {
            store.inTransaction(() -> {
                store.outbox().add(List.of(new Event(Event.Kind.BEGUN, now, SubjectKey.NONE, Map.of("people", store.outbox().standing()))), now);
                store.outbox().mark(new Mark(version, true, Optional.of(now.plus(rules.endsIn()))));
            });
            told++;
        }
    }
}
