package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.engine.Event;
import io.caravan.engine.OutboxStore;
import io.caravan.engine.OutboxStore.Waiting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings what waits in the outbox to {@code direct:event}, one by one, in the order it happened. What a route fails with is tried again, later and
 * later, until it is too old; the others go on meanwhile. One process at a time delivers, by a lease; should it die between a route and the note
 * that it has taken an event, the event comes once more with the same id. Used by one thread.
 */
final class EventDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    /** The lease of who delivers; no job can be called so. */
    private static final String LEASE = "(events)";
    private static final int PAGE = 100;
    /** So many that fail in a row, and the others wait for the next time: what is behind the route is down. */
    private static final int FAILED_IN_A_ROW = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 8;

    private final Caravan caravan;
    private final Events events;
    private final Leases leases;
    private final ProducerTemplate routes;
    private final Clock clock;
    /** Whether the last one failed: what is behind the route is down, and that is told once. */
    private boolean failing;

    EventDelivery(Caravan caravan, Events events, Leases leases, Clock clock) {
        this.caravan = caravan;
        this.events = events;
        this.leases = leases;
        this.routes = caravan.context().createProducerTemplate();
        this.clock = clock;
    }

    /** Until nothing is left that can go now, or it is to stop. */
    void deliver(Stop stop) {
        if (!events.isWanted() || outbox().due(clock.instant(), 1).isEmpty()) {
            return;
        }
        Optional<HeldJob> mine = leases.take(LEASE);
        if (mine.isEmpty()) {
            return; // another process does
        }
        try {
            forgetOld();
            send(stop, mine.get());
        } finally {
            leases.release(mine.get());
        }
    }

    /** Asked between two events. */
    interface Stop {
        boolean now();
    }

    private OutboxStore outbox() {
        return caravan.store().outbox();
    }

    private void forgetOld() {
        Duration longest = caravan.project().settings().duration(OwnSetting.EVENTS_CATCH_UP);
        long forgotten = outbox().forget(clock.instant().minus(longest));
        if (forgotten > 0) {
            LOG.atWarn().addKeyValue("events", forgotten).addKeyValue("setting", OwnSetting.EVENTS_CATCH_UP.key()).log("could not be told in time, and are not any more");
        }
    }

    private void send(Stop stop, HeldJob mine) {
        int failedInARow = 0;
        List<Waiting> page = outbox().due(clock.instant(), PAGE);
        while (!page.isEmpty()) {
            for (Waiting one : page) {
                if (stop.now() || failedInARow == FAILED_IN_A_ROW || !mine.isOurs()) {
                    return;
                }
                failedInARow = send(one) ? 0 : failedInARow + 1;
            }
            page = outbox().due(clock.instant(), PAGE);
        }
    }

    private boolean send(Waiting one) {
        RouteAnswer answer = RouteAnswer.of(caravan, routes, Events.ROUTE, told(one));
        if (answer.isTaken()) {
            failing = false;
            outbox().taken(List.of(one.id()));
            return true;
        }
        Instant next = clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << Math.min(one.tries(), MOST_DOUBLINGS)));
        outbox().later(one.id(), next);
        LOG.atLevel(one.tries() == 0 && !failing ? Level.WARN : Level.DEBUG).addKeyValue("event", one.event().what().word()).addKeyValue("id", one.eventId())
                .addKeyValue("key", one.event().subject().key()).addKeyValue("next", next).addKeyValue("reason", answer.failure().orElseThrow())
                .log("direct:event failed with an event, which is told again");
        failing = true;
        return false;
    }

    /** What the route gets. */
    private Map<String, Object> told(Waiting one) {
        Event event = one.event();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", one.eventId());
        told.put("event", event.what().word());
        told.put("at", event.at().toString());
        told.put("attempt", (long) one.tries() + 1);
        if (!event.subject().key().isEmpty()) {
            told.put("kind", event.subject().kind().name());
            told.put("key", event.subject().key());
        }
        told.putAll(event.told());
        told.putAll(events.people(event));
        return told;
    }
}
