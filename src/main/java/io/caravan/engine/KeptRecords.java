package io.caravan.engine;

import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.HubStore.Stands;
import io.caravan.mapping.InboundJob;
import io.caravan.subject.Attributes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is kept of what records said before. Where a record says by now what is true later, what it said before is true until then; what had not begun is not
 * kept: its source has taken it back. Where nothing can be made of a record, what was true of it stands in its place, and nothing of it begins or ends;
 * what had not begun is only waited for where nothing was true.
 */
final class KeptRecords {

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final Optional<DatedRecords> dates;

    /**
     * A record on its way to its identity.
     *
     * @param failed nothing can be made of it, and its source has it
     */
    record Resolving(SourceRow row, OptionalLong identityId, boolean failed) {
    }

    /** What is known of records of these identities, by anchor. */
    private record Known(Map<String, KnownRecord> read, Map<String, Contribution> said, Map<String, List<EarlierRecord>> kept) {
    }

    KeptRecords(StateStore store, Cycle cycle, InboundJob job, Optional<DatedRecords> dates) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.dates = dates;
    }

    /** Whether records of a job are compared by more than what they say of their identity: then what they said before stands with the record by which they said it. */
    static boolean areOf(InboundJob job) {
        return job.asOf().isPresent() || !job.prefer().isEmpty();
    }

    /** What is kept of what records of these identities said before, by identity. Of a job that keeps nothing of it any more nothing counts, whatever is still stored. */
    static Map<Long, List<EarlierRecord>> of(HubStore hub, Collection<InboundJob> jobs, Collection<Long> identityIds) {
        Map<String, InboundJob> keeping = jobs.stream().filter(KeptRecords::areOf).collect(Collectors.toMap(InboundJob::name, one -> one));
        Map<Long, List<EarlierRecord>> kept = new LinkedHashMap<>();
        if (!keeping.isEmpty()) {
            hub.earlier(identityIds).forEach((id, some) -> kept.put(id, some.stream().filter(one -> keeping.containsKey(one.job()))
                    .filter(one -> one.stands() != Stands.BEFORE || keeping.get(one.job()).asOf().isPresent()).toList()));
        }
        return kept;
    }

    /** Before records of a job are looked at: what was kept while it still compared them by more is forgotten. */
    static void forget(HubStore hub, InboundJob job) {
        if (!areOf(job)) {
            hub.forgetEarlier(job.name());
        }
    }

    /**
     * Before these records are stored.
     *
     * @param routed whether a route makes something of them first: what it would make of an earlier one today, nobody knows
     * @return of those of which nothing can be made the ones that their source did not have before: they say nothing
     */
    Set<String> keep(Collection<Resolving> records, boolean routed) {
        List<Long> ids = records.stream().filter(record -> areOf(job) || record.failed()).flatMap(record -> record.identityId().stream().boxed()).distinct().toList();
        if (ids.isEmpty()) {
            return Set.of();
        }
        Map<String, List<EarlierRecord>> before = kept(ids);
        if (dates.isEmpty() && before.isEmpty() && records.stream().noneMatch(Resolving::failed)) {
            return Set.of();
        }
        Known known = known(ids, before);
        Set<String> silent = new LinkedHashSet<>();
        Map<String, List<EarlierRecord>> keep = new LinkedHashMap<>();
        for (Resolving record : records) {
            String anchor = record.row().anchor();
            if (record.row().absent() || !known.read().containsKey(anchor)) {
                continue;
            }
            List<EarlierRecord> kept = known.kept().getOrDefault(anchor, List.of());
            boolean wasGone = known.read().get(anchor).row().absent();
            if (record.failed() && (wasGone || kept.stream().anyMatch(one -> one.stands() == Stands.SILENT))) {
                silent.add(anchor);
            }
            List<EarlierRecord> now = !areOf(job) ? List.of() : silent.contains(anchor) ? List.of(last(known, anchor).standing(Stands.SILENT, Optional.empty()))
                    : record.failed() ? instead(record.row(), last(known, anchor), kept) : wasGone ? List.of() : before(record.row(), last(known, anchor), kept, routed);
            if (!now.equals(kept)) {
                keep.put(anchor, now);
            }
        }
        if (!keep.isEmpty()) {
            store.hub().keepEarlier(job.name(), keep);
        }
        return silent;
    }

    private Map<String, List<EarlierRecord>> kept(List<Long> ids) {
        return areOf(job) ? store.hub().earlier(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                .collect(Collectors.groupingBy(EarlierRecord::anchor)) : Map.of();
    }

    private Known known(List<Long> ids, Map<String, List<EarlierRecord>> kept) {
        return new Known(
                store.hub().recordsOf(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                        .collect(Collectors.toMap(one -> one.row().anchor(), one -> one, (one, other) -> one)),
                store.hub().contributions(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                        .collect(Collectors.toMap(Contribution::anchor, one -> one, (one, other) -> one)), kept);
    }

    /** What a record said last of which something could be made. */
    private EarlierRecord last(Known known, String anchor) {
        return known.kept().getOrDefault(anchor, List.of()).stream().filter(one -> one.stands() != Stands.BEFORE).findFirst()
                .orElseGet(() -> new EarlierRecord(job.name(), anchor, known.read().get(anchor).row().attributes(),
                        Optional.ofNullable(known.said().get(anchor)).map(Contribution::attributes).orElse(Attributes.empty())));
    }

    private static Optional<EarlierRecord> before(List<EarlierRecord> kept) {
        return kept.stream().filter(one -> one.stands() == Stands.BEFORE).findFirst();
    }

    private List<EarlierRecord> before(SourceRow now, EarlierRecord last, List<EarlierRecord> kept, boolean routed) {
        if (dates.isEmpty() || last.stands() == Stands.SILENT) {
            return List.of();
        }
        return dates.get().stillTrue(now.attributes(), Stream.concat(Stream.of(last), before(kept).stream()).toList())
                .map(one -> one.standing(Stands.BEFORE, Optional.empty())).map(one -> routed ? one : dates.get().mappedAnew(one)).stream().toList();
    }

    /** What was true stays true. Where nothing was, what was to come comes, but not before the day that the record says by now. */
    private List<EarlierRecord> instead(SourceRow now, EarlierRecord last, List<EarlierRecord> kept) {
        if (dates.isEmpty() || dates.get().hasBegun(last)) {
            return Stream.concat(before(kept).stream(), Stream.of(last.standing(Stands.INSTEAD, last.notBefore()))).toList();
        }
        return List.of(before(kept).map(one -> one.standing(Stands.INSTEAD, Optional.empty()))
                .orElseGet(() -> last.standing(Stands.INSTEAD, dates.get().notBefore(now.attributes(), last))));
    }
}
