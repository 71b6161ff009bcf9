package io.caravan.engine;

import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Known;
import io.caravan.engine.ClaimStore.Meant;
import io.caravan.engine.ClaimStore.Pair;
import io.caravan.engine.ClaimStore.Waiting;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.DateKind;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MembershipRule;
import io.caravan.plan.MappingEvaluation;
import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Attributes;
import io.caravan.subject.DateText;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.SubjectKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Resolves records of a table of pairs, each of which says that somebody is in a group, from when and until when. Such a record belongs to nobody.
 * One of which something cannot be understood says what it said before. The records of one transaction.
 */
final class PairsPage {

    private final StateStore store;
    private final Cycle cycle;
    private final InboundJob job;
    private final ZoneId zone;
    private final MembershipRule rule;
    private final Unresolved unresolved;
    private final List<LogEntry> log = new ArrayList<>();

    /** @param zone for members who have none of their own */
    PairsPage(StateStore store, Cycle cycle, InboundJob job, ZoneId zone, boolean hasLetters) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.zone = zone;
        this.rule = job.memberships().orElseThrow();
        this.unresolved = new Unresolved(store, cycle, job, hasLetters);
    }

    /** What a record says. */
    private static final class Said {
        private final SourceRow row;
        private Optional<Claim> claim = Optional.empty();
        private Object from;
        private Object until;
        private boolean failed;

        private Said(SourceRow row) {
            this.row = row;
        }
    }

    /** @param passed what a route made of them, by anchor; empty where there is none */
    void resolve(List<SourceRow> rows, Optional<Map<String, Attributes>> passed) {
        List<Said> records = rows.stream().map(row -> said(row, passed)).toList();
        List<Claim> claims = records.stream().flatMap(record -> record.claim.stream()).toList();
        if (rule.isOfAssignments()) {
            Applications.named(store.hub(), claims.stream().map(Claim::group).toList());
        }
        MeantSubjects groups = MeantSubjects.of(store.hub(), rule.group().orElseThrow(), claims.stream().map(Claim::group).toList());
        MeantSubjects members = MeantSubjects.of(store.hub(), rule.member().orElseThrow(), claims.stream().map(Claim::member).toList());
        Map<String, List<Known>> known = store.claims().known(job.name(), rows.stream().map(SourceRow::anchor).toList());
        Set<Long> people = new HashSet<>();
        known.values().forEach(some -> some.forEach(one -> one.meant().member().ifPresent(people::add)));
        claims.forEach(claim -> members.one(claim.member()).ifPresent(people::add));
        Map<Long, Identity> identities = store.hub().identities(people);
        Map<Pair, Claim> because = new LinkedHashMap<>();
        List<Meant> meant = new ArrayList<>();
        List<Claim> gone = new ArrayList<>();
        for (Said record : records) {
            List<Known> before = known.getOrDefault(record.row.anchor(), List.of());
            record.claim.map(claim -> meant(record, claim, groups, members, before, identities)).ifPresent(one -> {
                boolean staysApart = one.pair().isEmpty() && before.stream().anyMatch(old -> old.meant().claim().equals(one.claim()) && old.meant().pair().isPresent());
                if (!record.failed && !staysApart) {
                    meant.add(one);
                    one.pair().ifPresent(pair -> because.put(pair, one.claim()));
                }
            });
            if (!record.failed) {
                before.stream().map(old -> old.meant().claim()).filter(claim -> !record.claim.filter(claim::equals).isPresent()).forEach(gone::add);
            }
        }
        store.claims().mean(job.name(), meant);
        store.claims().stage(job.name(), Waiting.GONE, gone);
        store.hub().resolved(job.name(), records.stream().map(record -> new ResolvedRecord(record.row, OptionalLong.empty(),
                record.failed ? Optional.empty() : Optional.of(contributed(record)))).toList(), cycle.now());
        new MembershipRows(store, cycle, job).bring(because);
        unresolved.settle(rows);
        store.log().append(log);
    }

    private static Attributes contributed(Said record) {
        return record.claim.map(claim -> Attributes.of(Map.of(MembershipRule.GROUP, claim.group(), MembershipRule.MEMBER, claim.member()))).orElse(Attributes.empty());
    }

    private Said said(SourceRow row, Optional<Map<String, Attributes>> passed) {
        Said record = new Said(row);
        Optional<Attributes> attributes = passed.map(some -> Optional.ofNullable(some.get(row.anchor()))).orElse(Optional.of(row.attributes()));
        if (row.absent()) {
            return record;
        }
        if (attributes.isEmpty()) {
            failed(record, OutcomeKind.INVALID, "direct:records-" + job.system() + " has left it out");
            return record;
        }
        MappingEvaluation values = new MappingEvaluation(job.mapping(), attributes.get(), Optional.empty(), Set.of(), new InboundContext(cycle, row.anchor()));
        try {
            if (job.include().isPresent() && !job.include().get().test(values)) {
                return record;
            }
            String ofGroup = rule.isOfAssignments() ? MembershipRule.APPLICATION : MembershipRule.GROUP;
            Optional<String> group = name(values, ofGroup).map(name -> rule.isOfAssignments() ? application(values, name) : name);
            Optional<String> member = name(values, MembershipRule.MEMBER);
            if (group.isEmpty() || member.isEmpty()) {
                failed(record, OutcomeKind.INVALID, "it has no " + (group.isEmpty() ? ofGroup : MembershipRule.MEMBER)
                        + " (" + job.mapping().attributes().get(group.isEmpty() ? ofGroup : MembershipRule.MEMBER).position() + ")");
            } else {
                record.claim = Optional.of(new Claim(row.anchor(), group.get(), member.get()));
                record.from = date(values, MembershipRule.FROM);
                record.until = date(values, MembershipRule.UNTIL);
            }
        } catch (RuntimeException failed) { // nothing here touches the store: whatever it is, it is this record's, and stops no other
            failed(record, OutcomeKind.INVALID, failed instanceof FormulaException ? failed.getMessage() : job.file() + ": " + failed);
        }
        return record;
    }

    /** The key of the application, or of the role in it. To be assigned to what nobody asks about would do nothing, and nobody would know. */
    private String application(MappingEvaluation values, String application) {
        if (!rule.assignable().contains(application)) {
            throw new FormulaException("no mapping asks who is assigned to \"" + application + "\" (" + job.mapping().attributes().get(MembershipRule.APPLICATION).position() + ")"
                    + (rule.assignable().isEmpty() ? "" : "; those that are asked about: " + String.join(", ", new TreeSet<>(rule.assignable()))));
        }
        return new ApplicationRole(application, job.mapping().attributes().containsKey(MembershipRule.ROLE) ? name(values, MembershipRule.ROLE) : Optional.empty()).key();
    }

    private static Optional<String> name(MappingEvaluation values, String attribute) {
        Object value = values.value(attribute);
        if (value instanceof List<?>) {
            throw new FormulaException(attribute + " has several values; a record has one");
        }
        return Optional.ofNullable(value).filter(one -> one != Formula.ABSENT).map(one -> KeyText.of(one.toString())).filter(text -> !text.isEmpty());
    }

    private Object date(MappingEvaluation values, String attribute) {
        Object value = job.mapping().attributes().containsKey(attribute) ? values.value(attribute) : null;
        return value == Formula.ABSENT ? null : value;
    }

    /** Whom it means; who it was found to mean before stays, unless the claim is set apart. */
    private Meant meant(Said record, Claim claim, MeantSubjects groups, MeantSubjects members, List<Known> before, Map<Long, Identity> identities) {
        Optional<Known> old = before.stream().filter(one -> one.meant().claim().equals(claim)).findFirst();
        OptionalLong group = groups.one(claim.group());
        OptionalLong member = members.one(claim.member());
        Optional<Pair> had = old.flatMap(one -> one.meant().pair());
        boolean apart = old.flatMap(Known::waits).filter(Waiting.APART::equals).isPresent();
        boolean sameAsBefore = had.isPresent() && group.isPresent() && member.isPresent() && had.get().equals(new Pair(group.getAsLong(), member.getAsLong()));
        if (had.isPresent() && apart && !sameAsBefore) {
            return Meant.nobody(claim);
        }
        if (had.isPresent()) {
            group = OptionalLong.of(had.get().group());
            member = OptionalLong.of(had.get().member());
        } else {
            Optional<String> several = groups.ambiguous(claim.group()).or(() -> members.ambiguous(claim.member()));
            several.ifPresent(reason -> ambiguous(record, reason));
            if (group.isPresent() && group.equals(member)) {
                failed(record, OutcomeKind.INVALID, "a group is not a member of itself");
                return Meant.nobody(claim);
            }
        }
        return spanning(record, claim, group, member, identities);
    }

    private Meant spanning(Said record, Claim claim, OptionalLong group, OptionalLong member, Map<Long, Identity> identities) {
        ZoneId there = member.isPresent() ? zone(Optional.ofNullable(identities.get(member.getAsLong()))) : zone;
        try {
            return new Meant(claim, group, member, moment(MembershipRule.FROM, record.from, there, false), moment(MembershipRule.UNTIL, record.until, there, true));
        } catch (DateTimeException | IllegalArgumentException unreadable) {
            failed(record, OutcomeKind.INVALID, unreadable.getMessage());
            return Meant.nobody(claim);
        }
    }

    private ZoneId zone(Optional<Identity> member) {
        try {
            return member.flatMap(one -> one.attributes().text(Lifecycle.TIME_ZONE)).map(name -> ZoneId.of(name.strip())).orElse(zone);
        } catch (DateTimeException toldWhereItDecides) {
            return zone;
        }
    }

    private Optional<Instant> moment(String name, Object value, ZoneId there, boolean afterDay) {
        if (value == null || DateText.isNone(value.toString())) {
            return Optional.empty();
        }
        AttributeRule written = job.mapping().attributes().get(name);
        try {
            String text = written.date().orElse(DateKind.DAY) == DateKind.DAY ? DateText.day(value.toString(), there) : DateText.moment(value.toString());
            return Lifecycle.moment(name, text, there, afterDay);
        } catch (DateTimeException unreadable) {
            throw new DateTimeException(name + " (" + written.position() + ") is \"" + value + "\": " + unreadable.getMessage(), unreadable);
        }
    }

    private void ambiguous(Said record, String reason) {
        cycle.count(Counted.AMBIGUOUS, 1);
        unresolved.add(record.row, OutcomeKind.CONFLICT, reason);
        log(record.row, reason);
    }

    private void failed(Said record, OutcomeKind outcome, String reason) {
        record.failed = true;
        cycle.count(Counted.FAILED, 1);
        unresolved.add(record.row, outcome, reason);
        log(record.row, reason);
    }

    private void log(SourceRow row, String reason) {
        log.add(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.record(new SubjectKey(job.kind(), ""), job.system(), row.anchor()), LogAction.RESOLVE,
                LogEntry.Result.of(LogEntry.Status.FAILURE, reason), List.of(), List.of("read: " + (row.where().isEmpty() ? row.anchor() : row.where()), "resolve: nobody")));
    }
}
