package io.caravan.runtime;

import io.caravan.config.OwnSetting;
import io.caravan.config.Settings;
import io.caravan.connector.CredentialEnd;
import io.caravan.engine.AlertStore.Alert;
import io.caravan.engine.AlertStore.Kind;
import io.caravan.engine.Event;
import io.caravan.engine.ExpiringCredential;
import io.caravan.engine.ExpiringCredential.By;
import io.caravan.engine.SystemPort;
import io.caravan.engine.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what is said of the ends of credentials against what is known: after each cycle, and in a service every hour, since a job that is paused or
 * seldom runs needs its credentials, too. Each is told once at so many days ahead, once that it has ended, and once that it is not so any more. Nothing
 * else follows from it: what says so may be wrong. Thread-safe.
 */
public final class CredentialWatch {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialWatch.class);
    private static final Duration BETWEEN = Duration.ofHours(1);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final Caravan caravan;
    private final List<Integer> days;
    private Instant looked = Instant.EPOCH;

    CredentialWatch(Caravan caravan) {
        this.caravan = caravan;
        this.days = caravan.project().settings().days(OwnSetting.CREDENTIALS_DAYS);
    }

    /** Where nobody has looked for an hour. */
    void lookNowAndThen(Instant now) {
        synchronized (this) {
            if (Duration.between(looked, now).abs().compareTo(BETWEEN) < 0) {
                return;
            }
        }
        look(now);
    }

    /** What cannot be noted down now is by the next look. */
    synchronized void look(Instant now) {
        looked = now;
        try {
            StateStore store = caravan.store();
            List<ExpiringCredential> known = store.services().credentials();
            List<ExpiringCredential> all = caravan.project().systems().keySet().stream().sorted().flatMap(system -> ofSystem(system, known)).toList();
            List<ExpiringCredential> reached = new ArrayList<>();
            List<ExpiringCredential> noted = all.stream().map(one -> noted(one, reached, now)).toList();
            if (!noted.equals(known)) {
                store.inTransaction(() -> {
                    store.services().credentials(noted);
                    reached.forEach(one -> caravan.events().ofSystem(Event.Kind.CREDENTIALS_EXPIRE, one.system(), Map.of("what", one.end().what(), "until", one.end().until().toString(),
                            "days", (long) one.told().orElse(0), "by", one.by().word()), now));
                });
            }
            caravan.alerts().holdOfSystems(Kind.CREDENTIALS_EXPIRE, noted.stream().filter(one -> one.told().isPresent()).map(one -> alert(one, now)).toList(), now);
        } catch (RuntimeException notNow) {
            LOG.warn("until when credentials are good could not be noted down; the next cycle looks again: {}", notNow.getMessage());
        }
    }

    private Stream<ExpiringCredential> ofSystem(String system, List<ExpiringCredential> known) {
        SystemPort.CredentialEnds ends = caravan.system(system).credentialEnds();
        Stream<ExpiringCredential> bySystem = ends.bySystem().map(told -> told.stream().map(end -> said(system, end, By.SYSTEM)))
                .orElseGet(() -> known.stream().filter(one -> one.system().equals(system) && one.by() == By.SYSTEM));
        Map<String, ExpiringCredential> byName = new TreeMap<>();
        Stream.of(declared(caravan.project().settings(), system, caravan.zone()).stream(), ends.bySettings().stream().map(end -> said(system, end, By.SETTINGS)), bySystem)
                .flatMap(some -> some).map(one -> known.stream().filter(one::isSame).findFirst().map(before -> new ExpiringCredential(system, before.end(), one.by(), before.told())).orElse(one))
                .forEach(one -> byName.putIfAbsent(one.end().what(), one));
        return byName.values().stream();
    }

    private static ExpiringCredential said(String system, CredentialEnd end, By by) {
        return new ExpiringCredential(system, end, by, OptionalInt.empty());
    }

    /** A date in the settings is the last day. */
    private static Optional<ExpiringCredential> declared(Settings settings, String system, ZoneId zone) {
        return settings.credentialsExpire(system).map(last -> last.plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(60))
                .map(until -> said(system, new CredentialEnd("access", until), By.DECLARED));
    }

    /** As it is to be noted down. That a clock was put back tells nobody again. */
    private ExpiringCredential noted(ExpiringCredential one, List<ExpiringCredential> reached, Instant now) {
        OptionalInt near = one.near(days, now);
        ExpiringCredential noted = one.told(near);
        if (near.isPresent() && (one.told().isEmpty() || near.getAsInt() < one.told().getAsInt())) {
            reached.add(noted);
        }
        return noted;
    }

    private Alert alert(ExpiringCredential one, Instant now) {
        return Alert.of(Kind.CREDENTIALS_EXPIRE, one.system(), one.end().what() + ":" + one.told().getAsInt(), words(one, now, caravan.zone()), next(one), 0, now);
    }

    /** What is to be told of it, in one sentence without an end. */
    public static String words(ExpiringCredential one, Instant now, ZoneId zone) {
        String source = switch (one.by()) {
            case DECLARED -> ", as credentialsExpire says";
            case SETTINGS -> ", as it says itself";
            case SYSTEM -> ", as " + one.system() + " says";
        };
        boolean ended = !one.end().until().isAfter(now);
        long left = Duration.between(now, one.end().until()).toDays();
        return one.end().what() + (ended ? " ended " : " ends ") + one.end().until().atZone(zone).format(MOMENT) + " " + zone
                + (ended ? "" : left == 0 ? " (in less than a day)" : " (in " + left + (left == 1 ? " day)" : " days)")) + source;
    }

    /** What to do about it. */
    public static String next(ExpiringCredential one) {
        return switch (one.by()) {
            case DECLARED -> "renew them, and write the new date: " + Settings.CREDENTIALS_EXPIRE.formatted(one.system());
            case SETTINGS -> "get a new one, and put it in its place (docs/how-to/rotate-secrets.md)";
            case SYSTEM -> "renew it in " + one.system() + ", or have it renewed";
        };
    }
}
