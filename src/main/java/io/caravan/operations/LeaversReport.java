package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LogEntry;
import io.caravan.engine.RulingStore.Ruling;
import io.caravan.engine.StateStore;
import io.caravan.plan.ChangeKind;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Sentences;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long it took until those who left had lost their accounts, by target, and who still has one.
 *
 * @param since   whoever left from then on, and everybody who still has an account
 * @param until   and before then
 * @param targets in figures
 * @param leavers those who still have an account first, then the slowest
 */
public record LeaversReport(String since, String until, List<Target> targets, List<Leaver> leavers) {

    private static final int PAGE = 1000;
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;
    private static final long DAY = 86_400;
    private static final int WEEK = 7;

    /** How long it took, from the quickest; the last are those that are still open. */
    public static final List<String> SPANS = List.of("within a minute", "within an hour", "within a day", "within a week", "later", "still open");

    /** What has become of a leaver's account. */
    public enum State {
        CLOSED, DELETED, OPEN,
        /** It stays on purpose, since the mapping says so. */
        KEPT;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param display what the person is called beside the key
     * @param left   when: the end of the last day, or when the source had the record no longer
     * @param known  whether the source says when; else it is when that was read
     * @param why    in words
     * @param closed when the account was closed
     * @param seconds from leaving to that, or until now while it is open; below 0 when it was closed before
     */
    public record Leaver(String identity, DisplayName display, String job, String system, String name, String account, String left, boolean known, String why, State state, Optional<String> closed,
                         long seconds) {

        public Leaver(String identity, String job, String system, String name, String account, String left, boolean known, String why, State state, Optional<String> closed,
                      long seconds) {
            this(identity, DisplayName.NONE, job, system, name, account, left, known, why, state, closed, seconds);
        }
    }

    /**
     * @param medianSeconds of those that are closed; empty when none is
     * @param spans         how many, by {@link #SPANS}
     */
    public record Target(String job, String system, long leavers, long open, long kept, Optional<Long> medianSeconds, Optional<Long> slowestSeconds, Map<String, Long> spans) {
    }

    /** @throws Refusal when the log is broken, or the span has no length */
    public static LeaversReport of(OpenProject project, Instant since, Instant until) {
        if (!since.isBefore(until)) {
            throw new Refusal(Refusal.Kind.USAGE, "from " + since + " until " + until + " is no time at all", "Let --until be later than --since");
        }
        Map<List<String>, Instant> closed = new LinkedHashMap<>();
        BelievedLog.walk(project, stored -> {
            LogEntry entry = stored.entry();
            if (BelievedLog.isOfAccount(entry)) {
                ChangeKind kind = AccountAction.of(entry).orElseThrow();
                List<String> key = List.of(entry.job(), entry.identityKey());
                if (kind.removes()) {
                    closed.putIfAbsent(key, entry.at());
                } else if (kind != ChangeKind.UPDATE) {
                    closed.remove(key);
                }
            }
        });
        List<Leaver> leavers = new ArrayList<>();
        List<Accounts> jobs = Stream.concat(project.project().outbound().stream().filter(job -> job.writeBack().isEmpty() && job.kind().equals(Kind.PERSON))
                .map(job -> new Accounts(job.name(), job.system(), job.lifecycle().prehire(), AccountList.object(project, job))), GoneJobs.accounts(project)
                .map(gone -> new Accounts(gone.name(), gone.system(), Period.ZERO, Optional.empty()))).toList();
        jobs.forEach(job -> leavers.addAll(new Job(project, job, closed).leavers(since, until)));
        leavers.sort(Comparator.comparing((Leaver leaver) -> leaver.state() != State.OPEN).thenComparing(Leaver::seconds, Comparator.reverseOrder())
                .thenComparing(Leaver::identity).thenComparing(Leaver::job));
        return new LeaversReport(since.toString(), until.toString(), jobs.stream().map(job -> target(job, leavers)).toList(), List.copyOf(leavers));
    }

    /** Whose accounts are reported: of a job, or of one whose mapping is gone. */
    private record Accounts(String name, String system, Period prehire, Optional<ObjectSpec> object) {
    }

    private static Target target(Accounts job, List<Leaver> all) {
        List<Leaver> leavers = all.stream().filter(leaver -> leaver.job().equals(job.name())).toList();
        List<Long> took = leavers.stream().filter(leaver -> leaver.closed().isPresent()).map(Leaver::seconds).sorted().toList();
        Map<String, Long> spans = new LinkedHashMap<>();
        SPANS.forEach(span -> spans.put(span, leavers.stream().filter(leaver -> span(leaver).equals(Optional.of(span))).count()));
        return new Target(job.name(), job.system(), leavers.size(), leavers.stream().filter(leaver -> leaver.state() == State.OPEN).count(),
                leavers.stream().filter(leaver -> leaver.state() == State.KEPT).count(), took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() / 2)),
                took.isEmpty() ? Optional.empty() : Optional.of(took.get(took.size() - 1)), spans);
    }

    private static Optional<String> span(Leaver leaver) {
        if (leaver.state() == State.KEPT) {
            return Optional.empty();
        }
        long took = leaver.seconds();
        return Optional.of(leaver.state() == State.OPEN ? SPANS.get(5) : SPANS.get(took <= MINUTE ? 0 : took <= HOUR ? 1 : took <= DAY ? 2 : took <= WEEK * DAY ? 3 : 4));
    }

    /** The leavers of one job. */
    private static final class Job {
        private final OpenProject project;
        private final Accounts job;
        private final Map<List<String>, Instant> closed;
        private final Optional<ObjectSpec> object;
        private final ZoneId zone;
        private final PeopleNames names;
        private final Map<Long, Ruling> rejections;
        private final Instant now;

        Job(OpenProject project, Accounts job, Map<List<String>, Instant> closed) {
            this.project = project;
            this.job = job;
            this.closed = closed;
            this.object = job.object();
            this.zone = Days.zone(project);
            this.now = project.now();
            this.names = PeopleNames.of(project);
            this.rejections = HeldPool.rejections(project.store(), job.name()).stream().collect(Collectors.toMap(ruling -> ruling.change().identityId(), ruling -> ruling));
        }

        List<Leaver> leavers(Instant since, Instant until) {
            StateStore store = project.store();
            List<Leaver> leavers = new ArrayList<>();
            List<Subject> page = store.links().page(Kind.PERSON, job.name(), 0, PAGE);
            while (!page.isEmpty()) {
                for (Subject subject : page) {
                    subject.link().filter(link -> link.state() != LinkState.NONE && link.state() != LinkState.IN_DOUBT).map(link -> link.asMayBeOpen(object.flatMap(ObjectSpec::enabledBy)))
                            .flatMap(link -> leaver(subject.identity(), link, since, until)).ifPresent(leavers::add);
                }
                page = store.links().page(Kind.PERSON, job.name(), page.get(page.size() - 1).identity().id(), PAGE);
            }
            return leavers;
        }

        private Optional<Leaver> leaver(Identity identity, Link link, Instant since, Instant until) {
            Lifecycle lifecycle;
            Optional<Instant> said;
            try {
                lifecycle = Lifecycle.at(identity.attributes(), now, job.prehire(), zone);
                said = said(identity.attributes());
            } catch (IllegalArgumentException notUnderstood) {
                return Optional.empty(); // whether she has left is not known; sync and status say so
            }
            if (lifecycle.state() != LifecycleState.LEAVER) {
                return Optional.empty();
            }
            Instant left = said.orElseGet(() -> lastRead(identity));
            Optional<Instant> shut = shut(identity, link);
            State state = switch (link.state()) {
                case UNMANAGED -> State.KEPT;
                case DISABLED -> State.CLOSED;
                case DELETED -> State.DELETED;
                default -> State.OPEN;
            };
            boolean within = !left.isBefore(since) && left.isBefore(until);
            if (!within && state != State.OPEN) {
                return Optional.empty();
            }
            return Optional.of(new Leaver(identity.key(), names.of(identity), job.name(), job.system(),
                    object.flatMap(known -> AccountName.insteadOfId(known, name -> Optional.ofNullable(link.shadow().get(name)))).orElse(""), link.anchor().orElse(""), left.toString(),
                    said.isPresent(), Sentences.of(lifecycle.because()) + rejected(identity), state, shut.map(Instant::toString), Duration.between(left, shut.orElse(now)).getSeconds()));
        }

        /** She keeps the account because somebody said so. */
        private String rejected(Identity identity) {
            return Optional.ofNullable(rejections.get(identity.id())).map(ruling -> "; " + ruling.change().kind().word() + " was " + HeldDecision.words(ruling)).orElse("");
        }

        private Optional<Instant> shut(Identity identity, Link link) {
            Optional<Instant> logged = Optional.ofNullable(closed.get(List.of(job.name(), identity.key())));
            return switch (link.state()) {
                case DISABLED -> logged.or(link::disabledAt);
                case DELETED -> logged;
                default -> Optional.empty();
            };
        }

        /** Of whoever is gone from the sources, since when; else the end of the last day, unless that lies ahead. */
        private Optional<Instant> said(Attributes person) {
            Optional<Instant> absent = person.text(Lifecycle.ABSENT_SINCE).flatMap(LeaversReport::moment);
            Optional<Instant> end = Lifecycle.end(person, zone).filter(moment -> !moment.isAfter(now));
            return absent.isPresent() && end.isPresent() ? Optional.of(absent.get().isBefore(end.get()) ? absent.get() : end.get()) : absent.or(() -> end);
        }

        private Instant lastRead(Identity identity) {
            long cycle = project.store().hub().changedIn(List.of(identity.id())).getOrDefault(identity.id(), 0L);
            return project.store().cycles().cycle(cycle).map(CycleRow::startedAt).orElse(now);
        }
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
