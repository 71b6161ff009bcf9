package io.caravan.operations;

import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.engine.MembershipEntry;
import io.caravan.operations.History.Event;
import io.caravan.operations.LifeCourse.Turn;
import io.caravan.plan.ChangeKind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.LifecycleState;
import io.caravan.subject.Sentences;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened to one subject, as events: what the log has, and what time alone did. Repetitions are told once. */
final class HistoryEvents {

    static final String APPEARED = "appeared";
    static final String MEMBERS_CAME = "members joined";
    static final String MEMBERS_LEFT = "members left";
    private static final String READ = "read: ";
    private static final Map<String, String> DONE = Map.ofEntries(Map.entry(LogAction.IDENTITY_CREATE, APPEARED), Map.entry(LogAction.IDENTITY_UPDATE, "changed"), Map.entry(LogAction.SETTLE, "settled"), Map.entry(LogAction.RETRY, "retried"),
            Map.entry(LogAction.REPORT, "reported"), Map.entry(LogAction.APPROVE, "approved"), Map.entry(LogAction.REJECT, "rejected"), Map.entry(MembershipEntry.JOIN, "joined a group"),
            Map.entry(MembershipEntry.LEAVE, "left a group"), Map.entry(MembershipEntry.ASSIGN, "assigned"), Map.entry(MembershipEntry.UNASSIGN, "not assigned any more"));

    private final List<Placed> placed = new ArrayList<>();
    private final OpenProject project;
    private final SubjectLog log;
    /** By the log's entry, what a source's word made of a person. */
    private final Map<Long, Turn> firsts;

    /** @param order of those at the same moment */
    private record Placed(Event event, Instant at, long order) {
    }

    /** @param turns of a person's standing */
    HistoryEvents(OpenProject project, SubjectLog log, List<Turn> turns) {
        this.project = project;
        this.log = log;
        this.firsts = turns.stream().filter(turn -> turn.before().isEmpty() && turn.entry() > 0).collect(Collectors.toMap(Turn::entry, turn -> turn));
        List<LogEntries.Entry> told = LogEntries.of(project, log.entries()).entries();
        for (int i = 0; i < told.size(); i++) {
            StoredEntry stored = log.entries().get(i);
            placed.add(new Placed(event(stored, told.get(i)), stored.entry().at(), 2 * stored.sequence()));
        }
        log.moves().forEach(moves -> placed.add(new Placed(event(moves), moves.first().entry().at(), 2 * moves.first().sequence())));
        turns.stream().filter(turn -> turn.before().isPresent()).forEach(turn -> placed.add(new Placed(event(turn), turn.at(), turn.entry() == 0 ? 0 : 2 * turn.entry() + 1)));
        placed.sort(Comparator.comparing(Placed::at).thenComparing(Placed::order));
    }

    /** Those that are asked for, oldest first; what happened again, and nothing else in that system between, is one. */
    List<Event> told(HistoryQuery query) {
        List<Event> events = new ArrayList<>();
        Map<String, Integer> last = new HashMap<>();
        for (Placed one : placed) {
            if (!query.asksFor(one.at(), one.event().system())) {
                continue;
            }
            String where = one.event().job() + "\n" + one.event().system();
            Integer before = last.get(where);
            if (before != null && !one.event().job().isEmpty() && events.get(before).isRepeatedBy(one.event())) {
                events.set(before, events.get(before).again(one.event()));
            } else {
                last.put(where, events.size());
                events.add(one.event());
            }
        }
        return List.copyOf(events);
    }

    private Event event(StoredEntry stored, LogEntries.Entry entry) {
        boolean ofRecord = entry.target().isEmpty() || entry.targetAnchor().isEmpty() && !entry.sourceAnchor().isEmpty();
        return new Event(entry.at(), Optional.empty(), 1, what(stored.entry()), entry.job(), entry.target(), ofRecord ? "" : entry.accountName(),
                ofRecord ? entry.sourceAnchor() : entry.targetAnchor(), text(stored, entry), where(entry), entry.changes(), entry.initiatedBy(), log.approval(stored.entry()).orElse(""),
                entry.sequence(), log.log().proves(stored));
    }

    /** Of a group, who came into it or left it: here, or in a target. */
    private Event event(MemberMoves moves) {
        LogEntry entry = moves.first().entry();
        boolean ofTarget = !entry.about().targetAnchor().isEmpty();
        String done = ofTarget ? moves.comes() ? "members put in" : "members taken out" : moves.comes() ? MEMBERS_CAME : MEMBERS_LEFT;
        return new Event(entry.at().toString(), Optional.empty(), 1, entry.status() == LogEntry.Status.SUCCESS ? done : what(entry), entry.job(), ofTarget ? entry.about().target() : "", "", "",
                entry.status() == LogEntry.Status.SUCCESS ? moves.text() : done + ": " + moves.text(), "", List.of(), entry.by().initiatedBy(), log.approval(entry).orElse(""),
                moves.first().sequence(), log.log().proves(moves.first()));
    }

    private static String what(LogEntry entry) {
        Optional<ChangeKind> kind = AccountAction.of(entry);
        return switch (entry.status()) {
            case HELD -> "held";
            case FAILURE -> entry.action().equals(LogAction.READ) || entry.action().equals(LogAction.RESOLVE) && entry.identityKey().isEmpty() ? "unusable" : "failed";
            case SKIPPED -> entry.action().equals(LogAction.REPORT) ? "reported" : entry.action().equals(LogAction.DRIFT) ? "drifted" : "skipped";
            case SUCCESS -> kind.or(() -> ofMember(entry)).map(HistoryEvents::word).orElseGet(() -> DONE.getOrDefault(entry.action(), entry.action()));
        };
    }

    /** In a target, where the hub's own memberships have no name. */
    private static Optional<ChangeKind> ofMember(LogEntry entry) {
        return entry.about().targetAnchor().isEmpty() ? Optional.empty() : Stream.of(ChangeKind.JOIN, ChangeKind.LEAVE).filter(kind -> kind.word().equals(entry.action())).findFirst();
    }

    /** What has become of an account. */
    static String word(ChangeKind kind) {
        return switch (kind) {
            case CREATE -> "created";
            case LINK -> "recognised";
            case ENABLE -> "opened";
            case UPDATE -> "updated";
            case DISABLE -> "closed";
            case DELETE -> "deleted";
            case RELEASE -> "kept";
            case JOIN -> "put into a group";
            case LEAVE -> "taken out of a group";
        };
    }

    private String text(StoredEntry stored, LogEntries.Entry entry) {
        List<String> said = new ArrayList<>();
        MemberMoves.named(stored.entry()).ifPresent(said::add);
        Optional<ChangeKind> kind = AccountAction.of(stored.entry());
        if (stored.entry().status() != LogEntry.Status.SUCCESS && kind.isPresent()) {
            said.add("could not be " + word(kind.get()) + (entry.reason().isEmpty() ? "" : ": " + entry.reason()));
        } else if (!entry.reason().isEmpty()) {
            said.add(entry.reason());
        }
        if ((kind.equals(Optional.of(ChangeKind.CREATE)) || kind.equals(Optional.of(ChangeKind.LINK))) && AccountStandings.isClosed(project, stored.entry())) {
            said.add("closed for now");
        }
        Optional.ofNullable(firsts.get(entry.sequence())).map(HistoryEvents::standing).filter(words -> !words.isEmpty()).ifPresent(said::add);
        return String.join("; ", said);
    }

    /** Where the record stood. */
    private static String where(LogEntries.Entry entry) {
        return entry.steps().stream().filter(step -> step.startsWith(READ)).map(step -> step.substring(READ.length())).filter(place -> !place.equals(entry.sourceAnchor()))
                .findFirst().orElse("");
    }

    private static String standing(Turn turn) {
        return turn.because().map(Sentences::of).orElseGet(() -> turn.version().attributes().text(Lifecycle.START_DATE).map(day -> "first day was " + day).orElse(""));
    }

    /** What time alone, or a source's word, made of where a person stands. */
    static Event event(Turn turn) {
        return new Event(turn.at().toString(), Optional.empty(), 1, word(turn), "", "", "", "", text(turn), "", List.of(), "", "", turn.entry(), true);
    }

    private static String word(Turn turn) {
        Optional<LifecycleState> before = turn.before();
        if (turn.after().isEmpty()) {
            return "unclear";
        }
        return switch (turn.after().get()) {
            case STAGED, PREHIRE -> "announced";
            case LEAVE -> "on-leave";
            case LEAVER, ARCHIVED -> "left";
            case ACTIVE -> before.filter(LifecycleState.LEAVE::equals).isPresent() ? "back"
                    : before.filter(LifecycleState.LEAVER::equals).isPresent() ? "returned" : "joined";
        };
    }

    private static String text(Turn turn) {
        if (turn.after().isEmpty()) {
            return "a date or status is not known or cannot be understood";
        }
        if (turn.after().get() == LifecycleState.ACTIVE) {
            boolean joined = turn.before().filter(LifecycleState.LEAVE::equals).isEmpty();
            return joined ? turn.version().attributes().text(Lifecycle.START_DATE).map(day -> "first day is " + day).orElse("")
                    : turn.version().attributes().text(Lifecycle.LEAVE_UNTIL).map(day -> "last day of leave was " + day).orElse("");
        }
        return Sentences.of(turn.because());
    }

    /** Entries that stand behind one of a later time: a clock was set back between. */
    List<String> clocksPutBack() {
        Map<Long, String> found = new LinkedHashMap<>();
        Instant latest = Instant.EPOCH;
        for (StoredEntry stored : log.entries()) {
            if (stored.entry().at().isBefore(latest.minusSeconds(60))) {
                found.put(stored.sequence(), "entry " + stored.sequence() + " stands behind one of " + latest + ": a clock was set, and times before and after it do not tell what came first");
            } else {
                latest = stored.entry().at().isAfter(latest) ? stored.entry().at() : latest;
            }
        }
        return found.values().stream().limit(1).toList();
    }
}
