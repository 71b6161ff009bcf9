package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.Foresight;
import io.caravan.engine.Quarantine;
import io.caravan.engine.StateStore;
import io.caravan.mapping.Freeze;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.runtime.NextStep;
import io.caravan.runtime.Overdue;
import io.caravan.runtime.Quarantines;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job that somebody has paused or switched off, that is in quarantine, that the service does not run when it should, or whose target is frozen now or
 * read only, and who waits for it.
 *
 * @param since   when it was paused or switched off, came into quarantine, or should have run
 * @param by      who paused it or switched it off
 * @param reason  in their words, may be empty; or why it is in quarantine, or the setting that makes its target read only
 * @param until   when it goes on by itself, or is probed next
 * @param waiting how many people wait; empty for a source, of which nobody knows
 * @param leavers how many of them would lose access
 * @param some    the first few of those
 */
public record HaltedJob(String job, Why why, Optional<String> since, Optional<String> by, String reason, Optional<String> until, Optional<Long> waiting,
                        long leavers, List<LeftBehind.Person> some) {

    private static final int NAMED = 5;

    /** What a job, or only its target, is left alone for. */
    public enum Why {
        PAUSED,
        /** Somebody has switched it off, or its quarantine went on for too long. */
        DISABLED,
        QUARANTINED,
        OVERDUE,
        /** The target is never written to. */
        READ_ONLY,
        /** The target is not written to at this time. */
        FROZEN;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** All of them but those that are overdue, in the order of jobs. */
    static List<HaltedJob> of(OpenProject open) {
        return withOverdue(open, Optional.empty());
    }

    /**
     * All of them, in the order of jobs.
     *
     * @param began when the service that runs jobs began; empty when none does
     */
    static List<HaltedJob> withOverdue(OpenProject open, Optional<Instant> began) {
        Set<String> known = open.project().jobs().map(Job::name).collect(Collectors.toSet());
        Stream<HaltedJob> others = open.store().cycles().pauses().stream().filter(pause -> !known.contains(pause.job()) && !pause.isOver(open.now()))
                .map(pause -> paused(pause, new Waiting(true))); // a job whose file is gone, or cannot be read now
        Stream<HaltedJob> unknown = open.store().services().quarantines().stream().filter(one -> !known.contains(one.job())).map(one -> quarantined(one, new Waiting(true)));
        return Stream.of(open.project().jobs().flatMap(job -> of(open, job).or(() -> began.flatMap(since -> overdue(open, job, since))).stream()), others, unknown)
                .flatMap(some -> some).toList();
    }

    /** A service runs, and its time has passed without that it has begun: a route of the schedule may have broken, which no cycle can tell. */
    private static Optional<HaltedJob> overdue(OpenProject open, Job job, Instant began) {
        return Overdue.since(open.store(), job, began, open.now()).map(due -> {
            Waiting waiting = Waiting.of(open, job, open.now(), Optional.empty());
            return new HaltedJob(job.name(), Why.OVERDUE, Optional.of(due.toString()), Optional.empty(), "", Optional.empty(), waiting.known(), waiting.leavers,
                    waiting.some).named(PeopleNames.of(open));
        });
    }

    /** Empty when the job goes on as always. */
    static Optional<HaltedJob> of(OpenProject open, Job job) {
        Instant now = open.now();
        Optional<Pause> paused = open.store().cycles().pauses().stream().filter(pause -> pause.job().equals(job.name()) && !pause.isOver(now)).findFirst();
        if (paused.isPresent()) {
            return Optional.of(paused(paused.get(), Waiting.of(open, job, now, Optional.empty())).named(PeopleNames.of(open)));
        }
        Optional<Quarantine> quarantine = open.store().services().quarantine(job.name());
        if (quarantine.isPresent()) {
            return Optional.of(quarantined(quarantine.get(), Waiting.of(open, job, now, Optional.empty())).named(PeopleNames.of(open)));
        }
        SystemSpec system = open.project().systems().get(job.system());
        if (job instanceof OutboundJob && system != null && system.readOnly()) {
            Waiting waiting = Waiting.of(open, job, now, Optional.empty());
            return Optional.of(new HaltedJob(job.name(), Why.READ_ONLY, Optional.empty(), Optional.empty(), system.readOnlyKey() + " = true", Optional.empty(), waiting.known(), waiting.leavers,
                    waiting.some).named(PeopleNames.of(open)));
        }
        Freeze freeze = job.schedule().frozen();
        return freeze.until(now).map(end -> {
            Waiting waiting = Waiting.of(open, job, now, Optional.of(freeze));
            return new HaltedJob(job.name(), Why.FROZEN, Optional.empty(), Optional.empty(), "", Optional.of(end.toString()), waiting.known(), waiting.leavers, waiting.some).named(PeopleNames.of(open));
        });
    }

    private static HaltedJob paused(Pause pause, Waiting waiting) {
        return new HaltedJob(pause.job(), pause.disabled() ? Why.DISABLED : Why.PAUSED, Optional.of(pause.since().toString()), Optional.of(pause.by()), pause.reason(),
                pause.until().map(Instant::toString), waiting.known(), waiting.leavers, waiting.some);
    }

    private static HaltedJob quarantined(Quarantine one, Waiting waiting) {
        String setting = one.why().setting().isEmpty() ? "" : " (" + one.why().setting() + ")";
        return new HaltedJob(one.job(), Why.QUARANTINED, Optional.of(one.probes().since().toString()), Optional.empty(), one.why().reason() + setting,
                Optional.of(one.probes().again().toString()), waiting.known(), waiting.leavers, waiting.some);
    }

    private HaltedJob named(PeopleNames people) {
        Map<String, DisplayName> names = people.byKey(job, some.stream().map(LeftBehind.Person::who).toList());
        return names.isEmpty() ? this : new HaltedJob(job, why, since, by, reason, until, waiting, leavers,
                some.stream().map(one -> new LeftBehind.Person(one.who(), names.getOrDefault(one.who(), DisplayName.NONE), one.why())).toList());
    }

    public boolean isPaused() {
        return why == Why.PAUSED || why == Why.DISABLED;
    }

    /** Whether the job runs, and only its target is left alone. */
    public boolean runs() {
        return why == Why.FROZEN || why == Why.READ_ONLY;
    }

    /** Whether it is so because something is wrong, and not because somebody wants it. */
    public boolean isFailure() {
        return why == Why.QUARANTINED || why == Why.OVERDUE || why == Why.DISABLED && by.equals(Optional.of(Quarantines.BY_ITSELF));
    }

    /** Whether somebody who is to lose access keeps it meanwhile, or nobody can tell. */
    public boolean leavesSomebodyBehind() {
        return leavers > 0 || waiting.isEmpty();
    }

    /** Behind the word why: by whom, since when, until when, and who waits. */
    public String text() {
        String says = switch (why) {
            case QUARANTINED -> "since " + since.orElse("?") + ": " + reason + "; probed again at " + until.orElse("?");
            case FROZEN -> "until " + until.orElse("?");
            case READ_ONLY -> reason;
            case OVERDUE -> Overdue.words(since.orElse("?"));
            case PAUSED, DISABLED -> "by " + by.orElse("?") + " since " + since.orElse("?") + until.map(end -> " until " + end).orElse("") + (reason.isEmpty() ? "" : " (" + reason + ")");
        };
        String wait = waiting.map(people -> people == 0 ? "nobody waits" : Quantity.of(people, "person").replace("persons", "people") + (people == 1 ? " waits" : " wait")
                + (leavers == 0 ? "" : people == 1 ? ", and is to lose access" : ", " + Quantity.grouped(leavers) + " of them to lose access")).orElse("who waits is not known");
        return says + "; " + wait;
    }

    /** What ends it. */
    public String next() {
        return switch (why) {
            case QUARANTINED -> "mend the cause; then caravan quarantine release " + job;
            case FROZEN -> "they go with the first cycle after " + until.orElse("the window") + "; who has to go now: status urgent in the source";
            case OVERDUE -> Overdue.next(job);
            case READ_ONLY -> "remove that setting once the plan is right: caravan plan " + job;
            case PAUSED, DISABLED -> NextStep.resume(job);
        };
    }

    /** Those who keep access for as long as this lasts. */
    Optional<LeftBehind> leftBehind() {
        return leavers == 0 ? Optional.empty() : Optional.of(new LeftBehind(job, why.word(), leavers, some, next()));
    }

    private static final class Waiting {
        private final boolean inbound;
        private long people;
        private final List<LeftBehind.Person> some = new ArrayList<>();
        private long leavers;

        private Waiting(boolean inbound) {
            this.inbound = inbound;
        }

        /** @param freeze what waits is told by it; empty: all waits */
        static Waiting of(OpenProject open, Job any, Instant now, Optional<Freeze> freeze) {
            Waiting waiting = new Waiting(!(any instanceof OutboundJob));
            if (any instanceof OutboundJob job) {
                ObjectSpec object = open.project().systems().get(job.system()).connector().objects().get(job.object());
                foresight(open).each(job, object, now, subject -> true, change -> {
                    if (freeze.map(told -> change.waitsForThaw(object.enabledBy(), told.leaversWait())).orElse(true)) {
                        waiting.add(change);
                    }
                });
            }
            return waiting;
        }

        private void add(Change change) {
            people++;
            if (change.takesAway()) {
                leavers++;
                if (some.size() < NAMED) {
                    String because = Sentences.of(change.because());
                    some.add(new LeftBehind.Person(change.identityKey(), because.isEmpty() ? "to be " + change.kind().word() + "d" : because));
                }
            }
        }

        Optional<Long> known() {
            return inbound ? Optional.empty() : Optional.of(people);
        }
    }

    static Foresight foresight(OpenProject open) {
        StateStore store = open.store();
        return new Foresight(store, open.project().settings().text("caravan.zone").map(ZoneId::of).orElse(ZoneId.of("UTC")));
    }
}
