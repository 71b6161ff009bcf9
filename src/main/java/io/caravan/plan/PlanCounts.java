package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Counts the changes of one plan as they are made. Not thread-safe. */
public final class PlanCounts {

    private final Map<ChangeKind, Long> byKind = new EnumMap<>(ChangeKind.class);
    private final Map<Verdict.Kind, Long> byVerdict = new EnumMap<>(Verdict.Kind.class);
    private final Map<String, Long> byAttribute = new HashMap<>();
    private final Map<Long, Long> leavesByGroup = new HashMap<>();
    private final Map<Long, String> groupKeys = new HashMap<>();
    private final Map<ListedValue, Set<Long>> losing = new HashMap<>();
    private final String renamedBy;
    private final Set<String> lists;
    private long gains;
    private long renames;
    private long recognisedAndDisabled;
    private long recognisedAndEnabled;
    private long disabledAgain;
    private long urgent;
    private long blanks;

    /** A value of a list of accounts, as text. */
    public record ListedValue(String attribute, String value) {
    }

    /** @param renamedBy the attribute whose change is a rename; empty text when there is none */
    public PlanCounts(String renamedBy) {
        this(renamedBy, Set.of());
    }

    /** @param lists attributes that say in which groups people are: what comes into them, and what goes, is counted value by value */
    public PlanCounts(String renamedBy, Set<String> lists) {
        this.renamedBy = renamedBy;
        this.lists = Set.copyOf(lists);
    }

    public void add(Verdict verdict) {
        byVerdict.merge(verdict.kind(), 1L, Long::sum);
        verdict.change().ifPresent(this::add);
    }

    /** Identities of whom this is known without a verdict for each. */
    public void add(Verdict.Kind kind, long identities) {
        byVerdict.merge(kind, identities, Long::sum);
    }

    public void add(Change change) {
        if (change.kind().isOfMembers()) {
            byKind.merge(change.kind(), (long) change.members().size(), Long::sum);
            if (change.kind() == ChangeKind.LEAVE) {
                leavesByGroup.merge(change.identityId(), (long) change.members().size(), Long::sum);
                groupKeys.put(change.identityId(), change.identityKey());
            }
            return;
        }
        byKind.merge(change.kind(), 1L, Long::sum);
        if (change.disables() && change.kind() != ChangeKind.DISABLE) {
            recognisedAndDisabled++;
        }
        if (change.disablesAgain()) {
            disabledAgain++;
        }
        if (change.enables() && change.kind() != ChangeKind.ENABLE) {
            recognisedAndEnabled++;
        }
        if (change.urgent()) {
            urgent++;
        }
        if (change.kind() == ChangeKind.CREATE) {
            return;
        }
        if (change.blanks()) {
            blanks++;
        }
        for (AttributeChange attribute : change.changes()) {
            byAttribute.merge(attribute.name(), 1L, Long::sum);
            if (lists.contains(attribute.name())) {
                gains += attribute.add().size();
                attribute.remove().forEach(value -> losing.computeIfAbsent(new ListedValue(attribute.name(), value.toString()), none -> new HashSet<>()).add(change.identityId()));
            }
            if (attribute.name().equals(renamedBy)) {
                renames++;
            }
        }
    }

    public long of(ChangeKind kind) {
        return byKind.getOrDefault(kind, 0L);
    }

    public long of(Verdict.Kind kind) {
        return byVerdict.getOrDefault(kind, 0L);
    }

    /** Accounts that are disabled, those among them that were only just recognised, without those that were disabled before and show enabled all the same. */
    public long disables() {
        return of(ChangeKind.DISABLE) + recognisedAndDisabled - disabledAgain;
    }

    /** Accounts that are opened again, those among them that were only just recognised. */
    public long enables() {
        return of(ChangeKind.ENABLE) + recognisedAndEnabled;
    }

    /** Urgent terminations. */
    public long urgent() {
        return urgent;
    }

    /** The key of a group that loses members. */
    String groupKey(long group) {
        return groupKeys.getOrDefault(group, "");
    }

    /** How many members each of these groups loses. */
    public Map<Long, Long> leavesByGroup() {
        return Map.copyOf(leavesByGroup);
    }

    /** How many values come into lists that say in which groups people are; without accounts that are made. */
    long gains() {
        return gains;
    }

    /** Who loses which value of such a list. */
    public Map<ListedValue, Set<Long>> losing() {
        return Map.copyOf(losing);
    }

    /** Changes of all kinds; of memberships, each. */
    public long changes() {
        return byKind.values().stream().mapToLong(Long::longValue).sum();
    }

    public long renames() {
        return renames;
    }

    /** Accounts of which an attribute goes from a value to none. */
    public long blanks() {
        return blanks;
    }

    /** How many accounts the attribute that changes most changes for. */
    public long churn() {
        return byAttribute.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The attribute that changes most, by name where several do; empty text when none does. */
    public String mostChangedAttribute() {
        long most = churn();
        return byAttribute.entrySet().stream().filter(entry -> entry.getValue() == most).map(Map.Entry::getKey).sorted().findFirst().orElse("");
    }
}
