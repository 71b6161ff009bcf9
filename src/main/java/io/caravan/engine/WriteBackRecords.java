package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.WriteBack;
import io.caravan.plan.Authority;
import io.caravan.plan.TargetView.SourceRecord;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.subject.Unconfirmed;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * For a job that writes back: of each person the source record that counts, as its source showed it last. Where the target cannot be read itself,
 * as a file that is handed over, that is also all there is to see of what was written. Used by one thread.
 */
final class WriteBackRecords {

    private final HubStore hub;
    private final Set<String> jobs;
    private final Map<String, InboundJob> byName = new HashMap<>();
    private final Set<String> written;
    private final Set<String> declared;
    private final Authority authority;
    private final Instant now;
    private final Map<Long, SourceRecord> page = new HashMap<>();
    private Set<Long> turnedTo = Set.of();

    private WriteBackRecords(HubStore hub, OutboundJob job, WriteBack writeBack, ZoneId zone, Instant now) {
        this.hub = hub;
        writeBack.records().forEach(records -> byName.put(records.name(), records));
        this.jobs = byName.keySet();
        this.written = job.mapping().attributes().keySet();
        this.declared = writeBack.records().stream().flatMap(records -> records.declared().stream()).collect(Collectors.toSet());
        this.authority = new Authority(writeBack.records(), zone);
        this.now = now;
    }

    /** Empty for a job whose records are not known by their source. */
    static Optional<WriteBackRecords> of(StateStore store, OutboundJob job, ZoneId zone, Instant now) {
        return job.writeBack().filter(writeBack -> !writeBack.records().isEmpty()).map(writeBack -> new WriteBackRecords(store.hub(), job, writeBack, zone, now));
    }

    /** These people are asked about next: all of them are looked up together. */
    void turnTo(Collection<Long> identityIds) {
        page.clear();
        turnedTo = Set.copyOf(identityIds);
        Map<Long, List<KnownRecord>> read = hub.recordsOf(identityIds);
        Map<Long, List<Contribution>> said = hub.contributions(identityIds);
        Map<Long, List<EarlierRecord>> earlier = KeptRecords.of(hub, byName.values(), identityIds);
        for (long id : turnedTo) {
            List<KnownRecord> records = read.getOrDefault(id, List.of()).stream().filter(record -> jobs.contains(record.job()) && !record.row().absent()).toList();
            List<Authority.Statement> statements = Merging.statements(said.getOrDefault(id, List.of()).stream().filter(one -> jobs.contains(one.job())).toList(),
                    records, earlier.getOrDefault(id, List.of()));
            authority.recordThatCounts(statements, now).ifPresent(counts -> page.put(id, new SourceRecord(counts.anchor(), ofWritten(counts, records))));
        }
    }

    private Attributes ofWritten(Authority.Statement counts, List<KnownRecord> records) {
        Map<String, Object> shown = new LinkedHashMap<>();
        records.stream().filter(record -> record.job().equals(counts.job()) && record.row().anchor().equals(counts.anchor())).findFirst()
                .ifPresent(record -> record.row().attributes().asMap().forEach((name, value) -> {
                    if (written.contains(name)) {
                        shown.put(name, value);
                    }
                }));
        return Attributes.of(shown);
    }

    Optional<SourceRecord> of(long identityId) {
        if (!turnedTo.contains(identityId)) {
            turnTo(List.of(identityId));
        }
        return Optional.ofNullable(page.get(identityId));
    }

    /** The link with what its record shows by now; the same where that says nothing new. */
    Link shown(Link link, ObjectSpec object) {
        Optional<SourceRecord> record = of(link.identityId()).filter(one -> link.state().exists() && link.anchor().equals(Optional.of(one.anchor())));
        if (record.isEmpty()) {
            return link;
        }
        Map<String, Object> shadow = new LinkedHashMap<>(link.shadow().asMap());
        Map<String, Unconfirmed> open = new TreeMap<>(link.unconfirmed());
        for (String name : written) {
            Attributes read = record.get().read();
            if (read.has(name) || declared.contains(name)) {
                take(name, read.get(name), object, shadow, open);
            }
        }
        return link.with(link.state(), Attributes.of(shadow)).withUnconfirmed(open);
    }

    /** What was sent and is not shown yet is on its way, as long as the record shows what it showed then. Anything else was written by somebody. */
    private static void take(String name, Object read, ObjectSpec object, Map<String, Object> shadow, Map<String, Unconfirmed> open) {
        Object known = shadow.get(name);
        Optional<Unconfirmed> before = Optional.ofNullable(open.get(name)).filter(one -> ValueComparison.same(object.attribute(name), one.sent(), known));
        boolean arrived = ValueComparison.same(object.attribute(name), known, read);
        boolean onItsWay = before.filter(one -> !one.settled() && ValueComparison.same(object.attribute(name), one.shown(), read)).isPresent();
        if (onItsWay && !arrived) {
            return;
        }
        Optional<Unconfirmed> now = StoredAsSent.read(object.attribute(name), known, read, before.filter(Unconfirmed::overwritten), true, OnDrift.REVERT)
                .map(one -> arrived && !one.settled() ? new Unconfirmed(known, read, false, true) : one);
        open.remove(name);
        now.ifPresent(one -> open.put(name, one));
        boolean asKnown = arrived || now.filter(Unconfirmed::settled).isPresent();
        if (!asKnown && read == null) {
            shadow.remove(name);
        } else if (!asKnown) {
            shadow.put(name, read);
        }
    }
}
