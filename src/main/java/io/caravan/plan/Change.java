package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Openness;
import io.caravan.subject.SubjectKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One planned operation on one account of one job. Says what to send; the engine says when.
 *
 * @param urgent  overtakes everything else on the target (urgent termination)
 * @param members who comes into the group, or is taken out of it; of other changes nobody
 */
public record Change(ChangeKind kind, Account on, Writes writes, Grounds grounds, boolean urgent, List<Member> members) {

    /** Stands for a value that is never stored or shown. */
    public static final String SENSITIVE = "(sensitive)";

    private static final char BETWEEN = '\0';

    /** The {@link #rank} of what {@link #waitsForOthers}. */
    public static final int WAITS = 2;

    /**
     * Whose account.
     *
     * @param anchor empty for a create
     * @param known  the account as known when the change was planned; empty for a create
     */
    public record Account(long identityId, SubjectKey subject, Optional<String> anchor, Attributes known) {

        public Account {
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(anchor, "anchor");
            Objects.requireNonNull(known, "known");
        }

        /** One that is not there yet. */
        public static Account none(long identityId, SubjectKey subject) {
            return new Account(identityId, subject, Optional.empty(), Attributes.empty());
        }
    }

    /**
     * What is written.
     *
     * @param changes  attributes; the value of a sensitive one is {@link #SENSITIVE} and is computed when it is sent
     * @param enabled  how the account shall stand afterwards; empty when the change does not touch that
     * @param deferred references left out because the account they mean does not exist yet, by attribute
     * @param repeated what was written before and did not read back: attributes, among them the one that says whether the account is enabled
     */
    public record Writes(List<AttributeChange> changes, Optional<Boolean> enabled, List<String> deferred, Set<String> repeated) {

        public Writes {
            changes = List.copyOf(changes);
            Objects.requireNonNull(enabled, "enabled");
            deferred = List.copyOf(deferred);
            repeated = Set.copyOf(repeated);
        }

        /** That alone, for the first time. */
        public static Writes of(List<AttributeChange> changes, Optional<Boolean> enabled) {
            return new Writes(changes, enabled, List.of(), Set.of());
        }
    }

    /**
     * How it came about.
     *
     * @param because empty where the attributes say it all
     * @param steps   what each step decided on the way here, for the provisioning log
     * @param basis   fingerprint of what the change does to which account; an equal basis means an equal change
     */
    public record Grounds(Optional<Because> because, List<String> steps, String basis) {

        public Grounds {
            Objects.requireNonNull(because, "because");
            steps = List.copyOf(steps);
            Objects.requireNonNull(basis, "basis");
        }
    }

    /**
     * One of a membership.
     *
     * @param id      in the hub; empty for a stranger
     * @param subject whose account it is; without a key for a stranger
     * @param name    as the group lists it
     */
    public record Member(OptionalLong id, SubjectKey subject, String name, Because because) {

        public Member {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(subject, "subject");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(because, "because");
        }
    }

    /** One that is not about members. */
    public Change(ChangeKind kind, Account on, Writes writes, Grounds grounds, boolean urgent) {
        this(kind, on, writes, grounds, urgent, List.of());
    }

    /** Who comes into a group, or is taken out. Of one member, it has her reason and a basis; of several, each has her own, see {@link #each}. */
    public static Change ofMembers(ChangeKind kind, Account group, List<Member> members) {
        Grounds grounds = members.size() != 1 ? new Grounds(Optional.empty(), List.of(), "")
                : new Grounds(Optional.of(members.get(0).because()), List.of(), kind.word() + " " + group.identityId() + " " + members.get(0).name());
        return new Change(kind, group, Writes.of(List.of(), Optional.empty()), grounds, false, members);
    }

    public Change {
        Objects.requireNonNull(kind, "kind");
        members = List.copyOf(members);
        if (members.isEmpty() == kind.isOfMembers()) {
            throw new IllegalArgumentException(kind + " with " + members.size() + " members");
        }
        if (on.anchor().isEmpty() != (kind == ChangeKind.CREATE)) {
            throw new IllegalArgumentException(kind + " of " + on.subject().key() + " with anchor " + on.anchor().isPresent());
        }
    }

    /** One change for each member, by which a membership is known again; of an account, this one. */
    public List<Change> each() {
        return members.size() <= 1 ? List.of(this) : members.stream().map(member -> ofMembers(kind, on, List.of(member))).toList();
    }

    /** This one of some of its members. */
    public Change of(List<Member> some) {
        return some.size() == members.size() ? this : ofMembers(kind, on, some);
    }

    /** What it is known by in its job: the identity's key; of one {@link #each membership}, what {@link #membership} says. */
    public String key() {
        return members.isEmpty() ? identityKey() : membership(identityKey(), members.get(0).name());
    }

    /**
     * What a membership is known by in its job. No key of anybody has such a character.
     *
     * @param name as the group lists the member
     */
    public static String membership(String groupKey, String name) {
        return groupKey + BETWEEN + name;
    }

    /** The identity's key in a {@link #key}: of a membership, the group's. */
    public static String keyOfAccount(String key) {
        return key.indexOf(BETWEEN) < 0 ? key : key.substring(0, key.indexOf(BETWEEN));
    }

    /** The member's name in a {@link #key} of a membership. */
    public static Optional<String> memberOf(String key) {
        return key.indexOf(BETWEEN) < 0 ? Optional.empty() : Optional.of(key.substring(key.indexOf(BETWEEN) + 1));
    }

    /** How many changes it counts for: of memberships, each. */
    public long count() {
        return Math.max(1, members.size());
    }

    public long identityId() {
        return on.identityId();
    }

    public SubjectKey subject() {
        return on.subject();
    }

    public String identityKey() {
        return on.subject().key();
    }

    public Optional<String> anchor() {
        return on.anchor();
    }

    public Attributes account() {
        return on.known();
    }

    public List<AttributeChange> changes() {
        return writes.changes();
    }

    public Optional<Boolean> enabled() {
        return writes.enabled();
    }

    public List<String> deferred() {
        return writes.deferred();
    }

    public Set<String> repeated() {
        return writes.repeated();
    }

    public Optional<Because> because() {
        return grounds.because();
    }

    public List<String> steps() {
        return grounds.steps();
    }

    public String basis() {
        return grounds.basis();
    }

    /** Whether the target would get the same of both, about the same account; references that neither sets yet are not sent. */
    public boolean sendsTheSameAs(Change other) {
        return kind == other.kind && anchor().equals(other.anchor()) && enabled().equals(other.enabled()) && members.equals(other.members)
                && changes().size() == other.changes().size() && Set.copyOf(changes()).equals(Set.copyOf(other.changes()));
    }

    /** Whether it disables an account that was disabled before, and that the target shows enabled all the same. */
    public boolean disablesAgain() {
        return kind == ChangeKind.DISABLE && repeated().stream().anyMatch(name -> changes().stream().noneMatch(change -> change.name().equals(name)));
    }

    /** Whether an attribute goes from a value to none. */
    public boolean blanks() {
        return kind != ChangeKind.CREATE
                && changes().stream().anyMatch(change -> change.before() != null && isEmpty(change.after()));
    }

    /** Whether an account that was enabled is disabled: by that alone, or because it was recognised as that of somebody who shall have none enabled. */
    public boolean disables() {
        return kind == ChangeKind.DISABLE || kind == ChangeKind.LINK && enabled().equals(Optional.of(false));
    }

    /** Whether an account that was disabled is opened again: by that, or because it was recognised as that of somebody who shall have one enabled. */
    public boolean enables() {
        return kind == ChangeKind.ENABLE || kind == ChangeKind.LINK && enabled().equals(Optional.of(true));
    }

    /** Whether it takes access away, and so must not wait for what grants. */
    public boolean takesAway() {
        return kind.removes() || kind == ChangeKind.LEAVE || disables();
    }

    /**
     * Whether it waits until a frozen target may be changed again: what grants or changes does, and so does the deletion of an account that is
     * closed. What takes access away does not, unless leavers wait, too; an urgent termination never does.
     *
     * @param enabledBy the attribute that says whether an account is open
     */
    public boolean waitsForThaw(Optional<String> enabledBy, boolean leaversToo) {
        boolean closed = kind == ChangeKind.DELETE && enabledBy.filter(name -> !Openness.mayBeOpen(account().get(name))).isPresent();
        return !urgent && kind != ChangeKind.RELEASE && (leaversToo || closed || !takesAway());
    }

    /** Whether it grants something and refers to accounts that did not exist when it was planned. What removes waits for nobody. */
    public boolean waitsForOthers() {
        return rank() == WAITS;
    }

    /** Order of dispatch: urgent removals, what grants, what grants but waits for other accounts, what removes. */
    public int rank() {
        if (urgent) {
            return 0;
        }
        return switch (kind) {
            case JOIN -> 1;
            case LINK, ENABLE, CREATE, UPDATE -> disables() ? 3 : deferred().isEmpty() ? 1 : WAITS;
            case RELEASE, DISABLE, LEAVE -> 3;
            case DELETE -> 4;
        };
    }

    /** This change with references that were deferred and can be set by now. */
    public Change with(List<AttributeChange> resolved, List<String> stillDeferred) {
        Map<String, AttributeChange> all = new LinkedHashMap<>();
        changes().forEach(change -> all.put(change.name(), change));
        resolved.forEach(change -> all.put(change.name(), change));
        return writing(new Writes(List.copyOf(all.values()), enabled(), stillDeferred, repeated()));
    }

    /** This change with these attributes in place of its own. */
    public Change sending(List<AttributeChange> others) {
        return writing(new Writes(others, enabled(), deferred(), repeated()));
    }

    private Change writing(Writes others) {
        return new Change(kind, on, others, grounds, urgent, members);
    }

    /** The attributes as they may be shown: the values of these names hidden. */
    public static List<AttributeChange> masked(List<AttributeChange> changes, Set<String> secrets) {
        return secrets.isEmpty() || changes.stream().noneMatch(change -> secrets.contains(change.name())) ? changes : changes.stream()
                .map(change -> secrets.contains(change.name()) ? AttributeChange.of(change.name(),
                        change.before() == null ? null : SENSITIVE, change.after() == null ? null : SENSITIVE) : change).toList();
    }

    /** An account as it may be shown: the values of these names hidden. */
    public static Map<String, Object> masked(Attributes account, Set<String> secrets) {
        if (secrets.isEmpty() || account.names().stream().noneMatch(secrets::contains)) {
            return account.asMap();
        }
        Map<String, Object> shown = new LinkedHashMap<>(account.asMap());
        shown.replaceAll((name, value) -> secrets.contains(name) ? SENSITIVE : value);
        return shown;
    }

    /** This change as it may be shown. */
    public Change masked(Set<String> secrets) {
        return sending(masked(changes(), secrets));
    }

    private static boolean isEmpty(Object value) {
        return value == null || value.equals("") || value instanceof List<?> list && list.isEmpty();
    }
}
