package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.plan.ChangeKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who had which account open at a moment, and why: as the log tells it, whose chain was verified first. What somebody changed in a target
 * by hand is in no log.
 *
 * @param on       the day or moment, as it was asked for
 * @param at       the moment: the end of that day
 * @param logSince when the log begins: of accounts that were there before, it tells from when they were recognised
 * @param entries  how many entries it has
 * @param lastHash of its last entry
 * @param bySystem how many accounts were open in each system
 * @param people   how many people had one
 * @param access   in the order of people
 */
public record AccessReport(String on, String at, String logSince, long entries, String lastHash, Map<String, Long> bySystem, long people, List<Access> access) {

    /**
     * One account that was open.
     *
     * @param display what the person is called now, beside the key
     * @param name    what people call it; empty when it is called by its id
     * @param since   when it was opened, or recognised
     * @param why     what the log says of that
     * @param by      what began it, and who
     * @param managed false for one that was kept and is not looked after any more
     * @param entry   the number of the log's entry
     */
    public record Access(String identity, DisplayName display, String job, String system, String name, String account, String since, String why, String by, boolean managed,
                         long entry) {

        public Access(String identity, String job, String system, String name, String account, String since, String why, String by, boolean managed, long entry) {
            this(identity, DisplayName.NONE, job, system, name, account, since, why, by, managed, entry);
        }

        private Access named(DisplayName person) {
            return new Access(identity, person, job, system, name, account, since, why, by, managed, entry);
        }
    }

    /**
     * As of a moment.
     *
     * @param on a day, in the project's zone, or a moment
     * @throws Refusal when the log does not reach back so far, is broken, or the moment lies ahead
     */
    public static AccessReport of(OpenProject project, String on) {
        Instant until = Days.endOf(project, on);
        if (until.isAfter(project.now().plusSeconds(86_400))) {
            throw new Refusal(Refusal.Kind.USAGE, "who will have access at " + until + " is in no log", "Name a day that is over, or today");
        }
        Walk walk = new Walk(project, until);
        BelievedLog log = BelievedLog.walk(project, walk::step);
        if (log.since().isEmpty() || !log.since().get().isBefore(until)) {
            throw new Refusal(Refusal.Kind.FAILED, log.since().map(since -> "the log begins at " + since).orElse("the log is empty") + ": of " + until + " it knows nothing",
                    "Name a later day; what was before is in the backups of that time");
        }
        List<Access> access = walk.open.values().stream().sorted(Comparator.comparing(Access::identity).thenComparing(Access::job)).toList();
        Map<String, Long> bySystem = new TreeMap<>();
        access.forEach(one -> bySystem.merge(one.system(), 1L, Long::sum));
        return new AccessReport(on, until.toString(), log.since().get().toString(), log.entries(), log.lastHash().orElse(""), bySystem,
                access.stream().map(Access::identity).distinct().count(), named(project, access));
    }

    private static List<Access> named(OpenProject project, List<Access> access) {
        PeopleNames people = PeopleNames.of(project);
        Map<String, DisplayName> names = people.byKey(access.stream().filter(one -> people.isOfPeople(one.job())).map(Access::identity).toList());
        return names.isEmpty() ? access : access.stream()
                .map(one -> people.isOfPeople(one.job()) ? one.named(names.getOrDefault(one.identity(), DisplayName.NONE)) : one).toList();
    }

    private static final class Walk {
        private final OpenProject project;
        private final Instant until;
        private final Map<List<String>, Access> open = new LinkedHashMap<>();
        private final Map<List<String>, String> names = new LinkedHashMap<>();
        private final Map<String, Optional<ObjectSpec>> objects = new TreeMap<>();

        private Walk(OpenProject project, Instant until) {
            this.project = project;
            this.until = until;
        }

        private void step(StoredEntry stored) {
            LogEntry entry = stored.entry();
            if (!entry.at().isBefore(until)) {
                return;
            }
            List<String> key = List.of(entry.job(), entry.identityKey());
            if (BelievedLog.isOfAccount(entry)) {
                Optional<ObjectSpec> object = objects.computeIfAbsent(entry.job(), job -> project.project().job(job).flatMap(known -> AccountList.object(project, known)));
                object.flatMap(known -> AccountName.insteadOfId(known, name -> written(entry, name))).ifPresent(name -> names.put(key, name));
                done(AccountAction.of(entry).orElseThrow(), key, stored, object.flatMap(ObjectSpec::enabledBy));
            } else if (entry.status() == LogEntry.Status.SUCCESS && entry.action().equals(AccountAction.SETTLE)) {
                settled(key, stored);
            }
        }

        private void done(ChangeKind kind, List<String> key, StoredEntry stored, Optional<String> enabledBy) {
            switch (kind) {
                case CREATE, LINK, ENABLE -> {
                    boolean closed = enabledBy.flatMap(name -> written(stored.entry(), name)).filter(Boolean.FALSE::equals).isPresent();
                    if (closed) {
                        open.remove(key);
                    } else {
                        open.put(key, access(key, stored, true));
                    }
                }
                case DISABLE, DELETE -> open.remove(key);
                case RELEASE -> open.computeIfPresent(key, (same, before) -> access(key, stored, false));
                case UPDATE -> open.computeIfPresent(key, (same, before) -> new Access(before.identity(), before.job(), before.system(), names.getOrDefault(key, before.name()),
                        before.account(), before.since(), before.why(), before.by(), before.managed(), before.entry()));
            }
        }

        private void settled(List<String> key, StoredEntry stored) {
            if (stored.entry().about().targetAnchor().isEmpty()) {
                open.remove(key);
            } else {
                open.put(key, access(key, stored, true));
            }
        }

        private Access access(List<String> key, StoredEntry stored, boolean managed) {
            LogEntry entry = stored.entry();
            return new Access(entry.identityKey(), entry.job(), entry.about().target(), names.getOrDefault(key, ""), entry.about().targetAnchor(), entry.at().toString(),
                    why(entry), entry.by().initiatedBy(), managed, stored.sequence());
        }

        private static String why(LogEntry entry) {
            List<String> said = new ArrayList<>();
            Optional.of(entry.reason()).filter(reason -> !reason.isEmpty()).ifPresent(said::add);
            entry.steps().stream().filter(step -> step.startsWith("lifecycle: ") || step.startsWith("scope: ")).forEach(said::add);
            return String.join("; ", said);
        }

        private static Optional<Object> written(LogEntry entry, String name) {
            return entry.changes().stream().filter(change -> change.name().equals(name)).map(AttributeChange::after).filter(Objects::nonNull).findFirst();
        }
    }
}
