package io.caravan.engine;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.engine.LogStore.StoredEntry;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.Membership;
import io.caravan.subject.Reference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** What {@link InMemoryStateStore} remembers: rows are immutable, so a copy of the maps is a copy of everything. */
final class InMemoryTables {

    enum Waits { READ, ABSENT, AGAIN }

    /** @param read what was read; empty for a record that waits as it is */
    record Waiting(Waits waits, boolean restaged, Optional<StagedRecord> read) {
    }

    record Resolved(StagedRecord record, Optional<Instant> absentSince, OptionalLong identityId, Attributes contributed) {
    }

    record PlannedRow(String job, PlannedChange change) {
    }

    record GivenName(String name, long identityId, Instant givenAt, Optional<Instant> freeAt) {
    }

    record Leased(String owner, Instant expiresAt, long fence) {
    }

    /** By job, then anchor. */
    final Map<String, TreeMap<String, Waiting>> staged = new TreeMap<>();
    final Map<String, TreeMap<String, Resolved>> records = new TreeMap<>();
    final Map<String, TreeMap<String, List<HubStore.EarlierRecord>>> earlier = new TreeMap<>();
    final Map<String, long[]> readings = new TreeMap<>();
    final Set<String> forgottenReadings = new HashSet<>();
    final TreeMap<Long, Identity> identities = new TreeMap<>();
    final Set<KindAttribute> indexed = new HashSet<>();
    /** By group, member and origin. */
    final Map<List<Object>, Membership> memberships = new HashMap<>();
    /** By job. */
    final Map<String, TreeMap<ClaimStore.Claim, ClaimStore.Meant>> claims = new HashMap<>();
    final Map<String, TreeMap<ClaimStore.Claim, ClaimStore.Waiting>> stagedClaims = new HashMap<>();
    /** By job of groups: whose accounts are members. */
    final TreeMap<String, Set<String>> followed = new TreeMap<>();
    final TreeMap<String, TreeSet<MembershipStore.Pair>> membershipsDue = new TreeMap<>();
    final TreeMap<String, TreeMap<MembershipStore.Pair, MembershipStore.PostponedMember>> postponedMembers = new TreeMap<>();
    /** By job, then group and key. */
    final Map<String, TreeMap<String, MembershipStore.Listed>> listed = new TreeMap<>();
    final TreeMap<List<Object>, GroupRuleStore.Waiting> ruleWaiting = new TreeMap<>(InMemoryGroupRuleStore.ORDER);
    final TreeMap<List<Object>, GroupRuleStore.RuleGroup> ruleGroups = new TreeMap<>(InMemoryGroupRuleStore.ORDER);
    final TreeMap<List<Object>, GroupRuleStore.Said> ruleSays = new TreeMap<>(InMemoryGroupRuleStore.ORDER);
    final TreeMap<List<Object>, GroupRuleStore.Problem> ruleProblems = new TreeMap<>(InMemoryGroupRuleStore.ORDER);
    final TreeMap<Long, Instant> ruleDue = new TreeMap<>();
    final TreeMap<Long, Instant> mergeDue = new TreeMap<>();
    /** By job, then identity. */
    final Map<String, TreeMap<Long, Link>> links = new TreeMap<>();
    final Map<String, TreeMap<Long, Boolean>> marks = new TreeMap<>();
    final Map<String, TreeMap<Long, Set<Reference>>> references = new TreeMap<>();
    final Map<String, TreeMap<Long, LinkStore.Decided>> decisions = new TreeMap<>();
    /** By job, then anchor. */
    final Map<String, TreeMap<String, ListedAccount>> listings = new TreeMap<>();
    final Map<String, TreeMap<String, List<String>>> listedMembers = new TreeMap<>();
    final TreeMap<Long, PlannedRow> changes = new TreeMap<>();
    final TreeMap<Long, DeadLetter> letters = new TreeMap<>();
    /** By namespace and name in lower case. */
    final Map<List<String>, GivenName> names = new HashMap<>();
    final List<StoredEntry> log = new ArrayList<>();
    final Map<String, JobState> jobStates = new HashMap<>();
    final Map<String, String> sourceMemories = new HashMap<>();
    final TreeMap<Long, CycleRow> cycles = new TreeMap<>();
    final Map<String, Leased> leases = new HashMap<>();
    final TreeMap<String, Pause> pauses = new TreeMap<>();
    final TreeMap<String, ServiceStore.ServiceProcess> processes = new TreeMap<>();
    final TreeMap<String, Quarantine> quarantines = new TreeMap<>();
    final List<ExpiringCredential> credentials = new ArrayList<>();
    /** By job, then identity. */
    final Map<String, TreeMap<String, RulingStore.Ruling>> rulings = new TreeMap<>();
    final Map<String, TreeMap<Long, ChangeStore.Postponed>> postponed = new TreeMap<>();
    /** The cycle that changed an identity last. */
    final Map<Long, Long> changedIn = new HashMap<>();
    StateStore.Seal seal = new StateStore.Seal(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    long version;
    long lastChange;
    long lastLetter;

    static <K, V> TreeMap<K, V> of(Map<String, TreeMap<K, V>> table, String job) {
        return table.computeIfAbsent(job, none -> new TreeMap<>());
    }

    InMemoryTables copy() {
        InMemoryTables copy = new InMemoryTables();
        copy.seal = seal;
        claims.forEach((job, rows) -> copy.claims.put(job, new TreeMap<>(rows)));
        stagedClaims.forEach((job, rows) -> copy.stagedClaims.put(job, new TreeMap<>(rows)));
        copyByJob(staged, copy.staged);
        copyByJob(records, copy.records);
        copy.readings.putAll(readings);
        copy.forgottenReadings.addAll(forgottenReadings);
        copy.identities.putAll(identities);
        copy.indexed.addAll(indexed);
        copy.memberships.putAll(memberships);
        copy.followed.putAll(followed);
        postponedMembers.forEach((job, members) -> copy.postponedMembers.put(job, new TreeMap<>(members)));
        membershipsDue.forEach((job, pairs) -> copy.membershipsDue.put(job, new TreeSet<>(pairs)));
        copyByJob(listed, copy.listed);
        copy.ruleWaiting.putAll(ruleWaiting);
        copy.ruleGroups.putAll(ruleGroups);
        copy.ruleSays.putAll(ruleSays);
        copy.ruleProblems.putAll(ruleProblems);
        copy.ruleDue.putAll(ruleDue);
        copy.mergeDue.putAll(mergeDue);
        earlier.forEach((job, records) -> copy.earlier.put(job, new TreeMap<>(records)));
        copyByJob(links, copy.links);
        copyByJob(marks, copy.marks);
        copyByJob(references, copy.references);
        copyByJob(listings, copy.listings);
        copyByJob(listedMembers, copy.listedMembers);
        copyByJob(rulings, copy.rulings);
        copyByJob(postponed, copy.postponed);
        copy.changes.putAll(changes);
        copy.letters.putAll(letters);
        copy.names.putAll(names);
        copy.log.addAll(log);
        copy.jobStates.putAll(jobStates);
        copy.sourceMemories.putAll(sourceMemories);
        copy.cycles.putAll(cycles);
        copy.leases.putAll(leases);
        copy.pauses.putAll(pauses);
        copy.processes.putAll(processes);
        copy.quarantines.putAll(quarantines);
        copy.credentials.addAll(credentials);
        copy.changedIn.putAll(changedIn);
        copy.version = version;
        copy.lastChange = lastChange;
        copy.lastLetter = lastLetter;
        return copy;
    }

    private static <K, V> void copyByJob(Map<String, TreeMap<K, V>> from, Map<String, TreeMap<K, V>> to) {
        from.forEach((job, rows) -> to.put(job, new TreeMap<>(rows)));
    }
}
