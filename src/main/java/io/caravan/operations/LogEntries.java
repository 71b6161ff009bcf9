package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import java.util.List;

/** Entries of the provisioning log, oldest first. */
public record LogEntries(List<Entry> entries) {

    /** One entry; its fields are those of {@link LogEntry}. More components than usual: it is the log's format for machines. */
    public record Entry(long sequence, String at, long cycle, String job, String identity, String sourceAnchor, String target, String targetAnchor,
                        String action, String status, String reason, List<ChangedAttribute> changes, List<String> steps, int attempts,
                        long durationMillis, String initiatedBy, String hash) {

        private static Entry of(StoredEntry stored) {
            LogEntry entry = stored.entry();
            return new Entry(stored.sequence(), entry.at().toString(), entry.cycle(), entry.job(), entry.identityKey(), entry.about().sourceAnchor(),
                    entry.about().target(), entry.about().targetAnchor(), entry.action(), entry.status().word(), entry.reason(),
                    entry.changes().stream().map(ChangedAttribute::of).toList(), entry.steps(), entry.result().attempts(), entry.result().durationMillis(),
                    entry.by().initiatedBy(), stored.hash());
        }
    }

    /** @throws Refusal when the query asks for none, or names a job or a status that does not exist */
    public static LogEntries read(OpenProject project, LogQuery query) {
        Refusal.unlessSome(query.limit());
        return of(project.store().log().read(query.filter(project)));
    }

    public static LogEntries of(List<StoredEntry> stored) {
        return new LogEntries(stored.stream().map(Entry::of).toList());
    }
}
