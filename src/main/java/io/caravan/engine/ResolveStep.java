package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MatchRule;
import io.caravan.plan.Change;
import io.caravan.plan.InboundValues;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.ValueComparison;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Turns staged records into identities: applies the inbound mapping, finds the identity a record belongs to (by anchor,
 * else by match rules, else a new one), and merges what all sources say by authority. One transaction per page.
 */
public final class ResolveStep {

    private static final int PAGE = 1000;
    private static final String STEP = "resolve";
    /** So many records of one source are of one person at most, if a match rule says so. */
    private static final int OF_ONE = 20;

    private final StateStore store;
    private final Merging merging;
    private final ZoneId zone;
    private final Optional<RecordRoute> route;
    private final ReadingApproval approval;

    /** Records are resolved as they were read. */
    public ResolveStep(StateStore store, List<InboundJob> jobs, ZoneId zone) {
        this(store, jobs, zone, Optional.empty(), ReadingApproval.NONE);
    }

    /**
     * @param jobs  all inbound jobs: an identity is merged from every source that speaks of it
     * @param zone  for people who have none of their own
     * @param route through which records go first
     * @param approval what an operator lets through of memberships that end
     */
    public ResolveStep(StateStore store, List<InboundJob> jobs, ZoneId zone, Optional<RecordRoute> route, ReadingApproval approval) {
        this.approval = approval;
        this.store = store;
        this.merging = new Merging(store, jobs, zone);
        this.zone = zone;
        this.route = route;
    }

    public void resolve(Cycle cycle, InboundJob job) {
        Optional<ResolvingMemberships> memberships = job.memberships().map(rule -> new ResolvingMemberships(store, cycle, job, approval));
        KeptRecords.forget(store.hub(), job);
        stageAgain(job, memberships);
        if (!approval.others().isEmpty()) {
            store.inTransaction(() -> store.hub().restage(job.name(), approval.others()));
        }
        cycle.listener().begins(cycle, STEP, -1);
        resolveStaged(cycle, job);
        if (memberships.isPresent() && memberships.get().resolve()) {
            resolveStaged(cycle, job);
            memberships.get().resolve();
        }
        merging.due(cycle);
        cycle.listener().ends(cycle, STEP);
    }

    private void resolveStaged(Cycle cycle, InboundJob job) {
        boolean hasLetters = store.changes().deadLetterCount(job.name()) > 0;
        ReadAhead<List<SourceRow>> ahead = new ReadAhead<>("resolves-" + job.name());
        List<SourceRow> rows = store.hub().staged(job.name(), PAGE);
        while (!rows.isEmpty()) {
            cycle.goOn();
            List<SourceRow> page = rows;
            String last = page.get(page.size() - 1).anchor();
            if (page.size() == PAGE) {
                ahead.begin(() -> store.hub().staged(job.name(), last, PAGE));
            }
            Optional<Map<String, Attributes>> passed = route.map(through -> through.pass(cycle, job, page));
            store.inTransaction(() -> {
                if (job.isOfPairs()) {
                    new PairsPage(store, cycle, job, zone, hasLetters).resolve(page, passed);
                } else {
                    new Page(cycle, job, hasLetters).resolve(page, passed);
                }
            });
            cycle.count(Counted.RESOLVED, page.size());
            cycle.listener().advances(cycle, STEP, page.size());
            rows = ahead.take(List::of);
            if (rows.isEmpty()) {
                rows = store.hub().staged(job.name(), PAGE); // what was staged meanwhile
            }
        }
    }

    /** Stages what has to be looked at although the source did not change: the mapping did, or the route, or there are identities that were not there. */
    private void stageAgain(InboundJob job, Optional<ResolvingMemberships> memberships) {
        JobState state = store.cycles().state(job.name());
        long version = store.hub().version();
        String meaning = job.fingerprint() + route.map(through -> "\n" + through.fingerprint()).orElse("");
        boolean sameMapping = state.fingerprint().equals(meaning);
        if (sameMapping && (job.creates() && memberships.isEmpty() || version == state.evaluatedVersion())) {
            return;
        }
        store.inTransaction(() -> {
            if (!sameMapping && !state.fingerprint().isEmpty()) {
                store.hub().restage(job.name());
                memberships.ifPresent(some -> some.mappingChanged(state.fingerprint(), meaning));
            }
            if (!job.creates()) {
                store.hub().restageUnassigned(job.name());
            }
            memberships.ifPresent(ResolvingMemberships::subjectsChanged);
            store.cycles().state(job.name(), state.evaluated(meaning, memberships.isPresent() && !job.isOfPairs() ? state.evaluatedVersion() : version, state.evaluatedAt()));
        });
    }

    /** One record on its way to its identity. */
    private static final class Incoming {
        private final SourceRow row;
        private Attributes contributed = Attributes.empty();
        private final List<String> matchValues = new ArrayList<>();
        private Map<String, String> problems = Map.of();
        private boolean failed;
        private OptionalLong identityId;
        /** Whose it was, and is not any more. */
        private OptionalLong left = OptionalLong.empty();
        private String newKey = "";

        private Incoming(SourceRow row) {
            this.row = row;
            this.identityId = row.identityId();
        }

        private KeptRecords.Resolving resolving() {
            return new KeptRecords.Resolving(row, identityId, failed && !row.absent());
        }
    }

    /** The records of one transaction. */
    private final class Page {
        private final Cycle cycle;
        private final InboundJob job;
        private final List<LogEntry> log = new ArrayList<>();
        private final Unresolved unresolved;
        /** Without a value in these a record cannot be used. */
        private final Set<String> needed;
        private final Optional<DatedRecords> dates;
        private final KeptRecords kept;

        /** @param hasLetters whether there may be dead letters of these records, from earlier cycles */
        private Page(Cycle cycle, InboundJob job, boolean hasLetters) {
            this.cycle = cycle;
            this.job = job;
            this.unresolved = new Unresolved(store, cycle, job, hasLetters);
            this.needed = job.match().stream().map(MatchRule::attribute).collect(Collectors.toSet());
            this.dates = job.asOf().map(asOf -> new DatedRecords(cycle, job, zone));
            this.kept = new KeptRecords(store, cycle, job, dates);
        }

        /** @param passed what a route made of them, by anchor; empty where there is none */
        void resolve(List<SourceRow> rows, Optional<Map<String, Attributes>> passed) {
            List<Incoming> records = rows.stream().map(Incoming::new).toList();
            records.forEach(record -> {
                Optional<Attributes> attributes = passed.map(some -> some.get(record.row.anchor()));
                if (passed.isPresent() && attributes.isEmpty()) {
                    failed(record, "direct:records-" + job.system() + " has left it out");
                } else {
                    map(record, attributes.orElse(record.row.attributes()));
                }
            });
            keepWhatFailed(records.stream().filter(record -> !record.problems.isEmpty()).toList());
            bringToWhomTheyName(records);
            correlate(records);
            createIdentities(records);
            if (job.asOf().isPresent()) {
                correlate(records); // one out of scope takes the place of what a record of this very page says
            }
            Set<String> silent = kept.keep(records.stream().map(Incoming::resolving).toList(), passed.isPresent());
            OverruledWords overruled = new OverruledWords(store, merging.authority(), job, records.stream().flatMap(record -> record.identityId.stream().boxed()).toList());
            List<ResolvedRecord> resolved = new ArrayList<>();
            for (Incoming record : records) {
                if (record.identityId.isEmpty()) {
                    cycle.count(Counted.UNASSIGNED, 1);
                }
                resolved.add(new ResolvedRecord(record.row, record.identityId, record.failed && !silent.contains(record.row.anchor()) ? Optional.empty() : Optional.of(record.contributed)));
            }
            store.hub().resolved(job.name(), resolved, cycle.now());
            followMemberships(records);
            merge(records, overruled);
            unresolved.settle(rows);
            store.log().append(log);
        }

        private void followMemberships(List<Incoming> records) {
            if (job.memberships().isPresent()) {
                List<String> absent = records.stream().filter(record -> record.row.absent()).map(record -> record.row.anchor()).toList();
                List<String> unasked = records.stream().filter(record -> !record.row.absent() && !record.failed && record.contributed.isEmpty())
                        .map(record -> record.row.anchor()).toList();
                ClaimResolution.follow(store, job, absent, unasked);
            }
        }

        private void map(Incoming record, Attributes attributes) {
            MappingEvaluation values = new MappingEvaluation(job.mapping(), attributes, Optional.empty(), Set.of(),
                    new InboundContext(cycle, record.row.anchor()));
            try {
                dates.ifPresent(some -> some.check(values, attributes, record.row.attributes()));
                if (job.include().isPresent() && !job.include().get().test(values)) {
                    if (dates.isPresent()) {
                        matchValues(record, values);
                    }
                    if (record.identityId.isEmpty() && !record.row.absent()) {
                        log(record.row, "", LogAction.SKIP, LogEntry.Status.SKIPPED, "out of scope: " + job.include().get().explain(values), List.of());
                    }
                    return;
                }
                InboundValues mapped = InboundValues.of(job.mapping(), values, needed, zone);
                record.contributed = mapped.attributes();
                record.problems = mapped.problems();
                matchValues(record, values);
            } catch (RuntimeException failed) { // nothing here touches the store: whatever it is, it is this record's, and stops no other
                failed(record, failed instanceof FormulaException ? failed.getMessage() : job.file() + ": " + failed);
            }
        }

        private void matchValues(Incoming record, MappingEvaluation values) {
            for (MatchRule rule : job.match()) {
                Object value = rule.value().evaluate(values);
                record.matchValues.add(value == Formula.ABSENT || ValueComparison.isEmpty(value) || KeyText.isNobodys(value.toString()) ? "" : KeyText.of(value.toString()));
            }
        }

        private void failed(Incoming record, String reason) {
            record.contributed = Attributes.empty();
            record.failed = true;
            if (record.row.absent()) {
                return; // its source does not have it any more: nobody can put it right, and nobody need
            }
            cycle.count(Counted.FAILED, 1);
            unresolved.add(record.row, OutcomeKind.INVALID, reason);
            log(record.row, "", LogAction.RESOLVE, LogEntry.Status.FAILURE, reason, List.of());
        }

        /** What could not be computed is as it was said before, and told. */
        private void keepWhatFailed(List<Incoming> records) {
            if (records.isEmpty()) {
                return;
            }
            List<Long> ids = records.stream().flatMap(record -> record.identityId.stream().boxed()).toList();
            Map<Long, List<Contribution>> said = store.hub().contributions(ids);
            Map<Long, Identity> known = store.hub().identities(ids);
            for (Incoming record : records) {
                Attributes before = record.identityId.stream().boxed().flatMap(id -> said.getOrDefault(id, List.of()).stream())
                        .filter(one -> one.job().equals(job.name()) && one.anchor().equals(record.row.anchor())).findFirst()
                        .map(Contribution::attributes).orElse(Attributes.empty());
                Map<String, Object> kept = new LinkedHashMap<>();
                record.problems.keySet().stream().filter(name -> !record.contributed.has(name) && before.has(name)).forEach(name -> kept.put(name, before.get(name)));
                record.contributed = record.contributed.with(kept);
                if (record.row.absent()) {
                    continue;
                }
                cycle.count(Counted.FAILED, 1);
                String key = record.identityId.stream().boxed().map(known::get).filter(Objects::nonNull).map(Identity::key).findFirst().orElse("");
                String reason = String.join("; ", record.problems.values());
                unresolved.add(record.row, OutcomeKind.INVALID, reason);
                log(record.row, key, LogAction.RESOLVE, LogEntry.Status.FAILURE, reason, List.of());
            }
        }

        /** Where a match rule compares the record's own key, it names whom it named before. */
        private void bringToWhomTheyName(List<Incoming> records) {
            if (job.match().isEmpty() || dates.isPresent() || job.memberships().isPresent()) {
                return;
            }
            Map<SourceRow, String> values = new LinkedHashMap<>();
            records.stream().filter(record -> record.identityId.isPresent() && !record.row.absent() && !record.contributed.isEmpty() && !record.matchValues.get(0).isEmpty()
                    && !record.matchValues.get(0).equals(record.row.anchor())).forEach(record -> values.put(record.row, record.matchValues.get(0)));
            Map<String, Long> corrected = new CorrectedRecords(cycle, store.hub(), job).of(values);
            records.stream().filter(record -> corrected.containsKey(record.row.anchor())).forEach(record -> {
                record.left = record.identityId;
                record.identityId = OptionalLong.of(corrected.get(record.row.anchor()));
            });
        }

        /** Finds the identity of records that have none yet by the match rules, in their order. */
        private void correlate(List<Incoming> records) {
            for (int i = 0; i < job.match().size(); i++) {
                int ruleNumber = i;
                List<Incoming> open = records.stream().filter(record -> record.identityId.isEmpty() && !record.row.absent() && record.matchValues.size() > ruleNumber
                        && !record.failed && (dates.isPresent() || !record.contributed.isEmpty()) && !record.matchValues.get(ruleNumber).isEmpty()).toList();
                if (open.isEmpty()) {
                    continue;
                }
                Set<String> values = new HashSet<>();
                open.forEach(record -> values.add(record.matchValues.get(ruleNumber)));
                Map<String, List<Long>> found = new HashMap<>();
                store.hub().identitiesWith(job.kind(), job.match().get(i).attribute(), values)
                        .forEach((value, ids) -> found.put(KeyText.folded(value), ids));
                for (Incoming record : open) {
                    correlated(record, job.match().get(i), found.getOrDefault(KeyText.folded(record.matchValues.get(i)), List.of()));
                }
            }
            List<Incoming> found = records.stream().filter(record -> record.identityId.isPresent() && record.row.identityId().isEmpty()).toList();
            Map<Long, List<Contribution>> said = found.isEmpty() ? Map.of() : store.hub().contributions(found.stream().map(record -> record.identityId.getAsLong()).toList());
            refuseKeysInAnotherCase(found, said);
            refuseCrowds(found.stream().filter(record -> record.identityId.isPresent()).toList(), said);
            refuseWhoeverIsAnother(found.stream().filter(record -> record.identityId.isPresent()).toList());
        }

        /**
         * Match rules compare without regard to case, and keys do not: there are systems in which "005Ab" and "005aB" are two people. One of them would
         * have no account, and take over the other's once she has left.
         */
        private void refuseKeysInAnotherCase(List<Incoming> found, Map<Long, List<Contribution>> said) {
            for (Incoming record : found) {
                said.getOrDefault(record.identityId.getAsLong(), List.of()).stream().filter(one -> one.job().equals(job.name()) && isInAnotherCase(record, one.anchor()))
                        .findFirst().ifPresent(one -> refuseKeyInAnotherCase(record, one.anchor()));
            }
        }

        /** What so many have is nobody's own. */
        private void refuseCrowds(List<Incoming> found, Map<Long, List<Contribution>> said) {
            Map<Long, Long> of = found.stream().collect(Collectors.groupingBy(record -> record.identityId.getAsLong(), Collectors.counting()));
            said.forEach((id, some) -> of.merge(id, some.stream().filter(one -> one.job().equals(job.name()) && one.absentSince().isEmpty()).count(), Long::sum));
            found.stream().filter(record -> isCrowd(of.get(record.identityId.getAsLong()))).forEach(record -> {
                record.identityId = OptionalLong.empty();
                refuseCrowd(record);
            });
        }

        /** A department may well be said by each of its people. */
        private boolean isCrowd(long records) {
            return job.kind().equals(Kind.PERSON) && records > OF_ONE;
        }

        private void refuseCrowd(Incoming record) {
            contradicts(record, "a match rule takes more than " + OF_ONE + " records of this source for one person, this one among them: what it compares is nobody's own. "
                    + "Leave it empty where there is none, or let the match rule compare something that tells people apart");
        }

        private static boolean isInAnotherCase(Incoming record, String anchor) {
            return !anchor.equals(record.row.anchor()) && KeyText.folded(anchor).equals(KeyText.folded(record.row.anchor()));
        }

        private void refuseKeyInAnotherCase(Incoming record, String other) {
            record.identityId = OptionalLong.empty();
            contradicts(record, "its key differs from \"" + other + "\", which this source has or had, in nothing but upper and lower case, and a match rule takes both for one person. "
                    + "If they are one, write the key as before; if they are two, let the match rule compare something that tells them apart");
        }

        /** By what a match rule compares it is one person; by all else it is another, who would get her accounts, or take them from her. */
        private void refuseWhoeverIsAnother(List<Incoming> found) {
            if (!job.creates() || found.isEmpty()) {
                return;
            }
            Map<Long, Identity> known = store.hub().identities(found.stream().map(record -> record.identityId.getAsLong()).toList());
            Set<String> successors = successors(found, known);
            for (Incoming record : found) {
                Identity whose = known.get(record.identityId.getAsLong());
                if (!approval.others().contains(record.row.anchor()) && (successors.contains(record.row.anchor())
                        || BackAsAnother.isAnother(job, whose.attributes(), record.contributed, cycle.now(), zone))) {
                    record.identityId = OptionalLong.empty();
                    refuseWhoeverIsAnother(record, whose.key());
                }
            }
        }

        /** Of those who are there, and are taken for somebody who has left. */
        private Set<String> successors(List<Incoming> found, Map<Long, Identity> known) {
            List<Incoming> there = !job.kind().equals(Kind.PERSON) ? List.of()
                    : found.stream().filter(record -> hasLeft(known.get(record.identityId.getAsLong()).attributes()) && !hasLeft(record.contributed)).toList();
            return BackAsAnother.successors(store, cycle, job, there.stream().collect(Collectors.toMap(record -> record.row.anchor(), record -> known.get(record.identityId.getAsLong()))),
                    there.stream().collect(Collectors.toMap(record -> record.row.anchor(), record -> record.contributed)));
        }

        private boolean hasLeft(Attributes person) {
            return Lifecycle.hasLeft(job.kind(), person, cycle.now(), Period.ZERO, zone);
        }

        private void refuseWhoeverIsAnother(Incoming record, String takenFor) {
            contradicts(record, "a match rule takes it for " + takenFor + ", with whom it has nothing else in common, or only what others have, too: one of two people would have the other's accounts. "
                    + "If they are two, give each a value of her own; if it is the same person: caravan sync " + job.name() + " --let-new " + record.row.anchor());
        }

        /** Nothing comes of it, and that is told. */
        private void contradicts(Incoming record, String reason) {
            record.contributed = Attributes.empty();
            record.matchValues.clear();
            cycle.count(Counted.AMBIGUOUS, 1);
            unresolved.add(record.row, OutcomeKind.CONFLICT, reason);
            log(record.row, "", LogAction.RESOLVE, LogEntry.Status.FAILURE, reason, List.of());
        }

        private void correlated(Incoming record, MatchRule rule, List<Long> ids) {
            if (ids.size() == 1) {
                record.identityId = OptionalLong.of(ids.get(0));
            } else if (ids.size() > 1) {
                contradicts(record, ids.size() + " identities match " + rule.attribute() + " (" + rule.position() + ")");
            }
        }

        private void createIdentities(List<Incoming> records) {
            if (!job.creates()) {
                return;
            }
            List<Incoming> fresh = records.stream()
                    .filter(record -> record.identityId.isEmpty() && !record.contributed.isEmpty() && !record.row.absent()).toList();
            Map<Incoming, Incoming> joins = joins(fresh);
            Map<Incoming, Long> crowds = joins.values().stream().collect(Collectors.groupingBy(first -> first, Collectors.counting()));
            joins.entrySet().removeIf(join -> {
                boolean inAnotherCase = isInAnotherCase(join.getKey(), join.getValue().row.anchor());
                boolean another = !inAnotherCase && !approval.others().contains(join.getKey().row.anchor())
                        && BackAsAnother.isAnother(job, join.getValue().contributed, join.getKey().contributed, cycle.now(), zone);
                if (isCrowd(crowds.get(join.getValue()) + 1)) {
                    refuseCrowd(join.getKey());
                    return true;
                }
                if (inAnotherCase) {
                    refuseKeyInAnotherCase(join.getKey(), join.getValue().row.anchor());
                } else if (another) {
                    refuseWhoeverIsAnother(join.getKey(), join.getValue().row.anchor());
                }
                return inAnotherCase || another;
            });
            fresh = fresh.stream().filter(record -> !joins.containsKey(record) && !record.contributed.isEmpty()).toList();
            Map<String, Identity> taken = store.hub().identitiesByKey(job.kind(), fresh.stream().map(record -> record.row.anchor()).toList());
            List<IdentityDraft> drafts = new ArrayList<>();
            for (Incoming record : fresh) {
                record.newKey = taken.containsKey(record.row.anchor()) ? job.name() + ":" + record.row.anchor() : record.row.anchor();
                drafts.add(new IdentityDraft(OptionalLong.empty(), job.kind(), record.newKey, record.contributed));
            }
            List<Identity> created = store.hub().save(drafts, cycle.id());
            for (int i = 0; i < fresh.size(); i++) {
                fresh.get(i).identityId = OptionalLong.of(created.get(i).id());
                log(fresh.get(i).row, fresh.get(i).newKey, LogAction.IDENTITY_CREATE, LogEntry.Status.SUCCESS, "", List.of());
            }
            joins.forEach((record, first) -> record.identityId = first.identityId);
            cycle.count(Counted.IDENTITIES_CREATED, created.size());
        }

        /** Records that match an identity another record of this very page is about to make, by that record. */
        private Map<Incoming, Incoming> joins(List<Incoming> fresh) {
            Map<Incoming, Incoming> joins = new LinkedHashMap<>();
            Map<String, Incoming> first = new HashMap<>();
            for (Incoming record : fresh) {
                for (int i = 0; i < job.match().size() && !joins.containsKey(record); i++) {
                    String wanted = job.match().get(i).attribute() + '\u0000' + KeyText.folded(record.matchValues.get(i));
                    if (!record.matchValues.get(i).isEmpty() && first.containsKey(wanted)) {
                        joins.put(record, first.get(wanted));
                    }
                }
                if (!joins.containsKey(record)) {
                    for (MatchRule rule : job.match()) {
                        record.contributed.text(rule.attribute()).ifPresent(value ->
                                first.putIfAbsent(rule.attribute() + '\u0000' + KeyText.folded(value), record));
                    }
                }
            }
            return joins;
        }

        /** Brings the identities these records speak of up to date with everything that is said about them. */
        private void merge(List<Incoming> records, OverruledWords overruled) {
            Map<Long, List<Incoming>> touched = new LinkedHashMap<>();
            records.forEach(record -> LongStream.concat(record.identityId.stream(), record.left.stream())
                    .forEach(id -> touched.computeIfAbsent(id, none -> new ArrayList<>(1)).add(record)));
            Set<Long> toMerge = new LinkedHashSet<>(touched.keySet());
            if (merging.isOfOneSourceWithoutDates()) {
                touched.forEach((id, some) -> {
                    if (some.size() == 1 && !some.get(0).newKey.isEmpty()) {
                        toMerge.remove(id); // made of this very record, and of nothing else
                    }
                });
            }
            for (Merging.Remerged one : merging.merge(cycle, toMerge, (whose, said) -> overruled.heard(whose, said, cycle.now()))) {
                List<Incoming> some = touched.get(one.before().id());
                if (some.stream().allMatch(record -> record.newKey.isEmpty())) {
                    cycle.count(Counted.IDENTITIES_CHANGED, 1);
                    countComingAndGoing(one);
                    Incoming last = some.get(some.size() - 1);
                    List<AttributeChange> changes = Merging.differences(one.before().attributes(), one.after());
                    log(last.row, one.before().key(), LogAction.IDENTITY_UPDATE, LogEntry.Status.SUCCESS, joined(reason(last, one.chosen()), overruled.whyTheyCount(one.before(), changes)), changes);
                }
            }
            records.forEach(record -> overruled.of(record.row.anchor()).ifPresent(word ->
                    log(record.row, word.whose().key(), OverruledWords.ACTION, LogEntry.Status.SKIPPED, word.why(), word.changes())));
        }

        private static String joined(String one, String other) {
            return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
        }

        private void countComingAndGoing(Merging.Remerged one) {
            boolean before = Lifecycle.hasLeft(one.before().kind(), one.before().attributes(), cycle.now(), Period.ZERO, zone);
            boolean after = Lifecycle.hasLeft(one.before().kind(), one.after(), cycle.now(), Period.ZERO, zone);
            if (before != after) {
                cycle.count(after ? Counted.IDENTITIES_LEFT : Counted.IDENTITIES_RETURNED, 1);
            }
        }

        private String reason(Incoming record, String chosen) {
            String why = record.row.absent() ? "its source no longer has the record"
                    : record.contributed.isEmpty() && !record.failed ? "the record is out of the scope of " + job.file()
                    : record.left.isPresent() ? "the record " + record.row.anchor() + " names another person than before" : "";
            return joined(why, chosen);
        }

        private void log(SourceRow row, String key, String action, LogEntry.Status status, String reason, List<AttributeChange> changes) {
            List<String> steps = List.of("read: " + (row.where().isEmpty() ? row.anchor() : row.where()), "resolve: " + action);
            log.add(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(new SubjectKey(job.kind(), key), job.system(), row.anchor()), action,
                    LogEntry.Result.of(status, reason), Change.masked(changes, cycle.secrets()), steps));
        }
    }
}
