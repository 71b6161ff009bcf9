package io.caravan.operations;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Identity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Entries of the provisioning log, oldest first. */
public record LogEntries(List<Entry> entries) {

    /**
     * One entry; its fields are those of {@link LogEntry}, and {@code accountName} is what people call the account, as far as is known; else its id. {@code display} is what the person is called now.
     * More components than usual: it is the log's format for machines.
     */
    public record Entry(long sequence, String at, long cycle, String job, String identity, DisplayName display, String sourceAnchor, String target, String targetAnchor, String accountName,
                        String action, String status, String reason, List<ChangedAttribute> changes, List<String> steps, int attempts,
                        long durationMillis, String initiatedBy, String hash) {

        private static Entry of(StoredEntry stored, DisplayName display, String accountName) {
            LogEntry entry = stored.entry();
            return new Entry(stored.sequence(), entry.at().toString(), entry.cycle(), entry.job(), entry.identityKey(), display, entry.about().sourceAnchor(),
                    entry.about().target(), entry.about().targetAnchor(), accountName, entry.action(), entry.status().word(), entry.reason(),
                    entry.changes().stream().map(ChangedAttribute::of).toList(), entry.steps(), entry.result().attempts(), entry.result().durationMillis(),
                    entry.by().initiatedBy(), stored.hash());
        }

        public boolean hasSucceeded() {
            return status.equals(LogEntry.Status.SUCCESS.word());
        }

        public boolean hasFailed() {
            return status.equals(LogEntry.Status.FAILURE.word());
        }
    }

    /** @throws Refusal when the query asks for none, or names a job or a status that does not exist */
    public static LogEntries read(OpenProject project, LogQuery query) {
        Refusal.unlessSome(query.limit());
        return of(project, project.store().log().read(query.filter(project)));
    }

    public static LogEntries of(List<StoredEntry> stored) {
        return new LogEntries(stored.stream().map(one -> Entry.of(one, DisplayName.NONE, one.entry().about().targetAnchor())).toList());
    }

    /** The same, with accounts called as people call them: as the entry itself says, else as they are called now. */
    public static LogEntries of(OpenProject project, List<StoredEntry> stored) {
        Map<List<String>, String> now = new HashMap<>();
        project.project().outbound().forEach(job -> AccountList.object(project, job).ifPresent(object -> names(project, job, object, stored, now)));
        PeopleNames people = PeopleNames.of(project);
        Map<String, DisplayName> names = people.byKey(stored.stream().map(StoredEntry::entry).filter(entry -> people.isOfPeople(entry.job())).map(LogEntry::identityKey).toList());
        return new LogEntries(stored.stream().map(one -> Entry.of(one, people.isOfPeople(one.entry().job()) ? names.getOrDefault(one.entry().identityKey(), DisplayName.NONE)
                : DisplayName.NONE, name(project, one.entry(), now))).toList());
    }

    private static void names(OpenProject project, OutboundJob job, ObjectSpec object, List<StoredEntry> stored, Map<List<String>, String> found) {
        List<String> keys = stored.stream().map(StoredEntry::entry).filter(entry -> entry.job().equals(job.name()) && !entry.about().targetAnchor().isEmpty())
                .map(LogEntry::identityKey).filter(key -> !key.isEmpty()).distinct().toList();
        Map<Long, Identity> people = new HashMap<>();
        project.store().hub().identitiesByKey(job.kind(), keys).values().forEach(identity -> people.put(identity.id(), identity));
        project.store().links().links(job.name(), people.keySet()).forEach((id, link) -> AccountName.insteadOfId(object, name -> Optional.ofNullable(link.shadow().get(name)))
                .ifPresent(name -> found.put(List.of(job.name(), people.get(id).key(), link.anchor().orElse("")), name)));
    }

    private static String name(OpenProject project, LogEntry entry, Map<List<String>, String> now) {
        String anchor = entry.about().targetAnchor();
        return project.project().job(entry.job()).flatMap(job -> AccountList.object(project, job))
                .flatMap(object -> AccountName.insteadOfId(object, name -> entry.changes().stream().filter(change -> change.name().equals(name)).map(AttributeChange::after)
                        .filter(Objects::nonNull).findFirst())).filter(name -> !anchor.isEmpty())
                .or(() -> Optional.ofNullable(now.get(List.of(entry.job(), entry.identityKey(), anchor)))).orElse(anchor);
    }
}
