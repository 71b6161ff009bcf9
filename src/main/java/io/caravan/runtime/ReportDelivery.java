package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.config.Settings;
import io.caravan.engine.AlertStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the digest of a day, and the report of a month, to {@code direct:report}, once each: who sends one notes that down first, and takes it back when
 * the route fails. Where no process ran at that time the next one does it, for all the time since the last. Used by one thread.
 */
final class ReportDelivery {

    static final String ROUTE = "direct:report";

    private static final Logger LOG = LoggerFactory.getLogger(ReportDelivery.class);
    private static final String LEASE = "(reports)";
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 6;

    /** What is reported. */
    enum Kind {
        DAILY(OwnSetting.REPORTS_DAILY_TO, OwnSetting.REPORTS_DAILY_AT) {
            @Override
            LocalDate end(LocalDate today) {
                return today;
            }

            @Override
            LocalDate before(LocalDate end) {
                return end.minusDays(1);
            }

            @Override
            LocalDate farthest(LocalDate end) {
                return end.minusDays(7);
            }
        },
        MONTHLY(OwnSetting.REPORTS_MONTHLY_TO, OwnSetting.REPORTS_MONTHLY_AT) {
            @Override
            LocalDate end(LocalDate today) {
                return today.withDayOfMonth(1);
            }

            @Override
            LocalDate before(LocalDate end) {
                return end.minusMonths(1);
            }

            @Override
            LocalDate farthest(LocalDate end) {
                return end.minusMonths(3);
            }
        };

        private final OwnSetting to;
        private final OwnSetting at;

        Kind(OwnSetting to, OwnSetting at) {
            this.to = to;
            this.at = at;
        }

        /** The day before which the newest span ends, if it is told on this day. */
        abstract LocalDate end(LocalDate today);

        /** When the span before that one ended. */
        abstract LocalDate before(LocalDate end);

        /** Of what lies before it nothing is reported. */
        abstract LocalDate farthest(LocalDate end);

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        Optional<String> receiver(Settings settings) {
            return settings.text(to.key());
        }

        /** Where the newest span that is to be told ends. */
        Instant due(Settings settings, ZoneId zone, Instant now) {
            LocalTime time = LocalTime.parse(settings.text(at.key()).orElseThrow());
            ZonedDateTime here = now.atZone(zone);
            LocalDate end = end(here.toLocalDate());
            return (here.isBefore(end.atTime(time).atZone(zone)) ? before(end) : end).atStartOfDay(zone).toInstant();
        }
    }

    private final Caravan caravan;
    private final Leases leases;
    private final ProducerTemplate routes;
    private final Clock clock;
    private int failures;
    private Instant notBefore = Instant.EPOCH;

    ReportDelivery(Caravan caravan, Leases leases, Clock clock) {
        this.caravan = caravan;
        this.leases = leases;
        this.routes = caravan.context().createProducerTemplate();
        this.clock = clock;
    }

    void deliver() {
        Instant now = clock.instant();
        if (!CamelRuntime.listens(caravan.context(), ROUTE) || now.isBefore(notBefore) || caravan.reporter().isEmpty()) {
            return;
        }
        for (Kind kind : Kind.values()) {
            Settings settings = caravan.project().settings();
            kind.receiver(settings).ifPresent(to -> deliver(kind, to, kind.due(settings, caravan.zone(), now), now));
        }
    }

    private void deliver(Kind kind, String to, Instant due, Instant now) {
        Optional<Instant> known = store().reportedUntil(kind.word());
        boolean begins = known.isEmpty() || known.get().isAfter(now); // the clock was ahead when that was noted down
        if (begins) {
            store().reported(kind.word(), known, due);
        } else if (known.get().isBefore(due)) {
            Optional<HeldJob> mine = leases.take(LEASE);
            if (mine.isPresent()) { // else another process does
                try {
                    send(kind, to, known.get(), due, now);
                } finally {
                    leases.release(mine.get());
                }
            }
        }
    }

    private void send(Kind kind, String to, Instant known, Instant due, Instant now) {
        ZoneId zone = caravan.zone();
        Instant farthest = kind.farthest(due.atZone(zone).toLocalDate()).atStartOfDay(zone).toInstant();
        Instant since = known.isBefore(farthest) ? farthest : known;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("report", kind.word());
        body.put("at", now.toString());
        body.put("since", since.toString());
        body.put("until", due.toString());
        body.put("to", to);
        body.putAll(caravan.reporter().orElseThrow().write(kind == Kind.MONTHLY, since, due));
        if (!store().reported(kind.word(), Optional.of(known), due)) {
            return; // another process has
        }
        RouteAnswer answer = RouteAnswer.of(caravan, routes, ROUTE, body);
        if (answer.isTaken()) {
            failures = 0;
            return;
        }
        store().reported(kind.word(), Optional.of(due), known);
        notBefore = now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
        if (failures++ == 0) {
            LOG.atWarn().addKeyValue("report", kind.word()).addKeyValue("next", notBefore).addKeyValue("reason", answer.failure().orElseThrow())
                    .log("direct:report failed, and is tried until it goes");
        }
    }

    private AlertStore store() {
        return caravan.store().alerts();
    }
}
