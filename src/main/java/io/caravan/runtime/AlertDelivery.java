package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.config.Settings;
import io.caravan.diagnostic.VisibleText;
import io.caravan.engine.AlertStore;
import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what an operator is to be told of to {@code direct:alert}: all that waits in one message, none in quiet hours, and the next not before
 * {@code caravan.alerts.every} is over. What the route fails with is tried again until it goes. Used by one thread.
 */
final class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
    private static final String LEASE = "(alerts)";
    /** What goes wrong together is told together: a service waits so long for what follows. */
    private static final Duration GATHER = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    private static final int NAMED = 20;

    private final Caravan caravan;
    private final Alerts alerts;
    private final Leases leases;
    private final ProducerTemplate routes;
    private final Clock clock;
    private final Duration every;
    private final Optional<QuietHours> quiet;
    private int failures;
    private Instant notBefore = Instant.EPOCH;

    AlertDelivery(Caravan caravan, Alerts alerts, Leases leases, Clock clock) {
        this.caravan = caravan;
        this.alerts = alerts;
        this.leases = leases;
        this.routes = caravan.context().createProducerTemplate();
        this.clock = clock;
        Settings settings = caravan.project().settings();
        this.every = settings.duration(OwnSetting.ALERTS_EVERY);
        ZoneId zone = caravan.zone();
        this.quiet = settings.text(OwnSetting.ALERTS_QUIET.key()).map(hours -> QuietHours.of(hours, zone));
    }

    /** @param last whether the process ends: nothing that follows is waited for */
    void deliver(boolean last) {
        if (!alerts.isWanted()) {
            return;
        }
        Instant now = clock.instant();
        List<Alert> pending = store().alerts().stream().filter(Alert::isPending).toList();
        boolean gathering = !last && pending.stream().allMatch(alert -> alert.over().orElse(alert.since()).plus(GATHER).isAfter(now));
        if (pending.isEmpty() || gathering || now.isBefore(notBefore) || quiet.filter(hours -> hours.are(now)).isPresent()
                || store().lastTold().filter(at -> at.plus(every).isAfter(now) && !at.isAfter(now)).isPresent()) {
            return;
        }
        Optional<HeldJob> mine = leases.take(LEASE);
        if (mine.isEmpty()) {
            return; // another process does
        }
        try {
            send(store().alerts().stream().filter(Alert::isPending).toList(), now);
        } finally {
            leases.release(mine.get());
        }
    }

    private AlertStore store() {
        return caravan.store().alerts();
    }

    private void send(List<Alert> pending, Instant now) {
        if (pending.isEmpty()) {
            return;
        }
        RouteAnswer answer = RouteAnswer.of(caravan, routes, Alerts.ROUTE, told(pending, now));
        if (answer.isTaken()) {
            failures = 0;
            StateStore all = caravan.store();
            all.inTransaction(() -> {
                all.alerts().save(pending.stream().filter(alert -> alert.over().isEmpty()).map(alert -> alert.told(now)).toList());
                all.alerts().remove(pending.stream().filter(alert -> alert.over().isPresent()).map(Alert::reason).toList());
                all.alerts().lastTold(now);
            });
            return;
        }
        notBefore = now.plus(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
        if (failures++ == 0) {
            LOG.atWarn().addKeyValue("alerts", pending.size()).addKeyValue("next", notBefore).addKeyValue("reason", answer.failure().orElseThrow())
                    .log("direct:alert failed, and is tried until it goes");
        }
    }

    /** What the route gets. */
    private static Map<String, Object> told(List<Alert> pending, Instant now) {
        List<Alert> wrong = pending.stream().filter(alert -> alert.over().isEmpty()).toList();
        List<Alert> over = pending.stream().filter(alert -> alert.over().isPresent()).toList();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", now.toString());
        told.put("subject", subject(wrong, over));
        told.put("text", text(wrong, over));
        List<Map<String, Object>> each = new ArrayList<>();
        pending.forEach(alert -> each.add(told(alert)));
        told.put("alerts", each);
        return told;
    }

    /** The same, by which somebody sees whether alerts arrive. */
    static Map<String, Object> trial(Instant now) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("at", now.toString());
        told.put("subject", "Caravan: a trial");
        told.put("text", "Somebody has tried whether alerts of Caravan arrive: they do. Nothing is wrong.\n");
        told.put("alerts", List.of());
        return told;
    }

    private static Map<String, Object> told(Alert alert) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("reason", alert.reason());
        one.put("kind", alert.kind().word());
        one.put("job", alert.job());
        one.put("state", alert.over().isPresent() ? "over" : "new");
        one.put("words", alert.words());
        one.put("next", alert.next());
        one.put("count", alert.count());
        one.put("since", alert.since().toString());
        alert.over().ifPresent(moment -> one.put("over", moment.toString()));
        return one;
    }

    private static String subject(List<Alert> wrong, List<Alert> over) {
        List<Alert> some = wrong.isEmpty() ? over : wrong;
        String what = some.size() == 1 ? some.get(0).kind().word() + " in " + some.get(0).job() : some.size() + (wrong.isEmpty() ? " problems are over" : " problems");
        return "Caravan: " + (wrong.isEmpty() && some.size() == 1 ? "over: " : "") + what;
    }

    private static String text(List<Alert> wrong, List<Alert> over) {
        StringBuilder text = new StringBuilder();
        section(text, "", wrong);
        section(text, "Over:\n\n", over);
        return text.append("caravan status tells how everything stands.\n").toString();
    }

    private static void section(StringBuilder text, String heading, List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        text.append(heading);
        for (Alert alert : alerts.subList(0, Math.min(NAMED, alerts.size()))) {
            text.append(alert.job()).append(": ").append(alert.kind().word()).append(alert.count() > 0 ? " (" + alert.count() + ")" : "").append(", since ").append(alert.since())
                    .append(alert.over().map(moment -> ", over since " + moment).orElse("")).append("\n  ").append(VisibleText.of(alert.words()));
            if (alert.over().isEmpty()) {
                text.append("\n  Next: ").append(alert.next());
            }
            text.append("\n\n");
        }
        if (alerts.size() > NAMED) {
            text.append("and ").append(alerts.size() - NAMED).append(" more\n\n");
        }
    }
}
