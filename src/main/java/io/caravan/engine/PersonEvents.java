package io.caravan.engine;

import io.caravan.engine.Event.Kind;
import io.caravan.engine.OutboxStore.Watched;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Sentences;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What has happened to a person between two looks, and where she stands now. Knows no store. */
final class PersonEvents {

    private static final String STATE = "state";

    private final Rules rules;
    private final Instant now;

    /**
     * What is looked at.
     *
     * @param zone     of people who have none of their own
     * @param moved    attributes by which a move is noticed; no secrets
     * @param startsIn how long before the first day that is announced
     * @param endsIn   how long before the last day that is announced
     */
    record Rules(ZoneId zone, Set<String> moved, Duration startsIn, Duration endsIn) {
    }

    /** Where she stands, and what is to be told; empty where her dates or status cannot be understood. */
    record Seen(Watched watched, List<Event> events) {
    }

    PersonEvents(Rules rules, Instant now) {
        this.rules = rules;
        this.now = now;
    }

    Optional<Seen> see(Identity person, Optional<Watched> before) {
        try {
            return Optional.of(seen(person, before));
        } catch (IllegalArgumentException unclear) {
            return Optional.empty();
        }
    }

    private Seen seen(Identity person, Optional<Watched> before) {
        Attributes attributes = person.attributes();
        Lifecycle life = Lifecycle.at(attributes, now, Period.ZERO, rules.zone());
        Optional<Instant> start = life.state() == LifecycleState.STAGED ? Lifecycle.start(attributes, rules.zone()) : Optional.empty();
        Optional<Instant> end = life.state() == LifecycleState.LEAVER ? Optional.empty() : Lifecycle.end(attributes, rules.zone());
        Attributes known = known(attributes);
        List<Event> events = new ArrayList<>();
        state(person, before, life).ifPresent(events::add);
        before.filter(one -> life.state() != LifecycleState.LEAVER && !one.state().equals(LifecycleState.LEAVER.word())).flatMap(one -> moved(person, one.known(), known)).ifPresent(events::add);
        String startTold = announced(start, rules.startsIn(), before.map(Watched::startTold).orElse(""), () -> events.add(soon(person, Kind.STARTS_SOON, "startDate", start)));
        String endTold = announced(end, rules.endsIn(), before.map(Watched::endTold).orElse(""), () -> events.add(soon(person, Kind.ACCESS_ENDS_SOON, "until", end)));
        Optional<Instant> again = Stream.of(life.nextChange(), start.map(day -> day.minus(rules.startsIn())), end.map(day -> day.minus(rules.endsIn()))).flatMap(Optional::stream)
                .filter(moment -> moment.isAfter(now)).min(Instant::compareTo);
        boolean hasLeft = life.state() == LifecycleState.LEAVER || before.filter(Watched::hasLeft).isPresent();
        return new Seen(new Watched(person.id(), life.state().word(), hasLeft, known, startTold, endTold, again), events);
    }

    private Attributes known(Attributes attributes) {
        Map<String, Object> known = new LinkedHashMap<>();
        rules.moved().stream().filter(attributes::has).forEach(name -> known.put(name, attributes.get(name)));
        return Attributes.of(known);
    }

    private Optional<Event> state(Identity person, Optional<Watched> before, Lifecycle life) {
        String now = life.state().word();
        String then = before.map(Watched::state).orElse("");
        boolean here = life.state() == LifecycleState.ACTIVE || life.state() == LifecycleState.LEAVE;
        boolean wasHere = then.equals(LifecycleState.ACTIVE.word()) || then.equals(LifecycleState.LEAVE.word());
        if (now.equals(then) || life.state() == LifecycleState.STAGED || life.state() == LifecycleState.LEAVER && then.isEmpty()) {
            return Optional.empty();
        }
        Kind kind = !here ? Kind.LEFT : !wasHere ? before.filter(Watched::hasLeft).isPresent() ? Kind.REHIRED : Kind.JOINED
                : life.state() == LifecycleState.LEAVE ? Kind.LEAVE : Kind.RETURNED;
        Map<String, Object> was = then.isEmpty() ? Map.of() : Map.of(STATE, then);
        Map<String, Object> told = new LinkedHashMap<>(Map.of("before", was, "after", Map.of(STATE, now)));
        life.because().ifPresent(because -> told.put("reason", Sentences.of(because)));
        return Optional.of(new Event(kind, at(person, kind, before), person.subject(), told));
    }

    /**
     * A day that was waited for is when it happened, however late somebody looks; what is too long ago is not told any more then. A day that becomes known once
     * it is over, as of somebody who left last week and whose end is entered today, happens now: nobody could have told it before. Of whom nobody knew, the day
     * counts: who has been here for years and comes from a source that is new is no joiner of today.
     */
    private Instant at(Identity person, Kind kind, Optional<Watched> before) {
        Optional<Instant> day = switch (kind) {
            case JOINED -> Lifecycle.start(person.attributes(), rules.zone());
            case LEFT -> person.attributes().has(Lifecycle.ABSENT_SINCE) ? Optional.empty() : Lifecycle.end(person.attributes(), rules.zone());
            default -> Optional.empty();
        };
        return day.filter(moment -> moment.isBefore(now) && before.map(known -> known.lookAt().filter(from -> !moment.isBefore(from)).isPresent()).orElse(true)).orElse(now);
    }

    private Optional<Event> moved(Identity person, Attributes before, Attributes after) {
        Map<String, Object> from = new LinkedHashMap<>();
        Map<String, Object> to = new LinkedHashMap<>();
        Set<String> names = new TreeSet<>(before.names());
        names.addAll(after.names());
        names.retainAll(rules.moved());
        names.stream().filter(name -> !Objects.equals(before.get(name), after.get(name))).forEach(name -> {
            Optional.ofNullable(before.get(name)).ifPresent(value -> from.put(name, value));
            Optional.ofNullable(after.get(name)).ifPresent(value -> to.put(name, value));
        });
        return from.isEmpty() && to.isEmpty() ? Optional.empty() : Optional.of(new Event(Kind.MOVED, now, person.subject(), Map.of("before", from, "after", to)));
    }

    /** What is announced now, or was before of the same day. */
    private String announced(Optional<Instant> day, Duration ahead, String before, Runnable tell) {
        String text = day.map(Instant::toString).orElse("");
        if (day.isEmpty() || day.get().minus(ahead).isAfter(now)) {
            return "";
        }
        if (!text.equals(before) && day.get().isAfter(now)) {
            tell.run();
        }
        return text;
    }

    private Event soon(Identity person, Kind kind, String name, Optional<Instant> moment) {
        Instant day = moment.orElseThrow();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("before", Map.of());
        told.put("after", Map.of(name, day.atZone(rules.zone()).toLocalDate().toString()));
        told.put("days", Math.max(0, Duration.between(now, day).plusDays(1).minusNanos(1).toDays()));
        return new Event(kind, now, person.subject(), told);
    }
}
