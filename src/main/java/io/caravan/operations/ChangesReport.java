package io.caravan.operations;

import io.caravan.engine.LogEntry;
import io.caravan.engine.LogStore.StoredEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was done to accounts in a span of time, from the log, whose chain was verified first.
 *
 * @param since    its beginning
 * @param until    its end, which is not part of it
 * @param logSince when the log begins
 * @param zone     whose days they are
 * @param totals   how often each was done
 * @param failed   how many changes did not succeed
 * @param days     those on which something was done
 * @param changes  each, oldest first
 */
public record ChangesReport(String since, String until, String logSince, String zone, Map<String, Long> totals, long failed, List<Day> days, List<LogEntries.Entry> changes) {

    /** @param counts by what was done */
    public record Day(String day, Map<String, Long> counts) {
    }

    /** @throws Refusal when the log is broken or empty, or the span has no length */
    public static ChangesReport of(OpenProject project, Instant since, Instant until) {
        if (!since.isBefore(until)) {
            throw new Refusal(Refusal.Kind.USAGE, "from " + since + " until " + until + " is no time at all", "Let --until be later than --since");
        }
        ZoneId zone = Days.zone(project);
        Map<String, Long> totals = new LinkedHashMap<>();
        AccountAction.ALL.forEach(action -> totals.put(action, 0L));
        Map<String, Map<String, Long>> days = new TreeMap<>();
        List<StoredEntry> changes = new ArrayList<>();
        long[] failed = {0};
        BelievedLog log = BelievedLog.walk(project, stored -> {
            LogEntry entry = stored.entry();
            boolean within = !entry.at().isBefore(since) && entry.at().isBefore(until) && !entry.identityKey().isEmpty() && AccountAction.of(entry).isPresent();
            if (within && entry.status() == LogEntry.Status.FAILURE) {
                failed[0]++;
            } else if (within && BelievedLog.isOfAccount(entry)) {
                totals.merge(entry.action(), 1L, Long::sum);
                days.computeIfAbsent(entry.at().atZone(zone).toLocalDate().toString(), none -> new LinkedHashMap<>()).merge(entry.action(), 1L, Long::sum);
                changes.add(stored);
            }
        });
        return new ChangesReport(since.toString(), until.toString(), log.since().map(Instant::toString).orElse(""), zone.getId(), totals, failed[0],
                days.entrySet().stream().map(day -> new Day(day.getKey(), day.getValue())).toList(), LogEntries.of(project, changes).entries());
    }
}
