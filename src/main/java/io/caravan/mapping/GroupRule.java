package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.mapping.OutboundJob.Limit;
import io.caravan.subject.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file of {@code groups/}: a group whose members follow from what is known of people, or one group for each value that people have. Or one of
 * {@code assignments/}: an application, or a role in it, whose members are those who are assigned to it.
 * Immutable and thread-safe.
 *
 * @param values       the defines and lookup tables that its expressions may use; no attributes
 * @param attributes   of the group itself, beside its description and owner; they may read {@code ${each}}
 * @param deletesEmpty whether the group is gone while nobody is in it
 */
public record GroupRule(Written written, Key key, Population population, Mapping values, Map<String, Formula> attributes, boolean deletesEmpty, Limits limits) {

    /** What {@code ${…}} calls the value that a group is made for. */
    public static final String EACH = "each";

    /**
     * The file it is written in.
     *
     * @param name        as {@link RuleFolder} says
     * @param file        as it is named in messages
     * @param owner       the key of whoever answers for the group; may be empty
     * @param fingerprint changes exactly when the meaning of the file may have changed
     */
    public record Written(String name, String file, String description, String owner, String fingerprint, List<GroupExample> examples) {

        public Written {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Which group, or groups.
     *
     * @param formula the key; with {@code each}, of the one value, or the one subject, that it is computed for
     * @param each    the values of a person, of which each gives a group; empty: one group, whose key is as it is written
     * @param of      the subjects that such values mean, where a group is made for each of those; empty: the value itself is what it is made for
     */
    public record Key(Formula formula, Optional<Formula> each, Optional<Subjects> of, Position position) {

        /** The key of a group that is one. */
        public Optional<String> fixed() {
            return each.isEmpty() ? Optional.of(formula.source()) : Optional.empty();
        }
    }

    /**
     * Subjects of a kind, each of which has a group; who is in it are those with a value that means it.
     *
     * @param by the attribute in which it has that value
     */
    public record Subjects(Kind kind, String by) {
    }

    /**
     * Who is in it.
     *
     * @param include who of those; empty: everybody whom {@code each} gives a group
     * @param who     whom the rule is asked about at all, by where they stand with the company
     * @param people  whether people are in it by rule; false: only other groups are
     * @param groups  other groups that are members, by key
     */
    public record Population(Optional<Condition> include, Who who, boolean people, List<Nested> groups) {

        public Population {
            groups = List.copyOf(groups);
        }
    }

    /** Another group that is a member, and where that is written. */
    public record Nested(String key, Position position) {
    }

    /** Whom a rule is asked about. Whoever has left is in no group by rule, and whoever is staged not yet. */
    public enum Who {
        /** Works here, be it on leave. */
        ACTIVE,
        NOT_ON_LEAVE,
        /** Works here, or begins within two weeks. */
        WITH_PREHIRES
    }

    /** How many may join and leave one group at once; {@code GroupGuard} says what counts where nothing is said. */
    public record Limits(Limit join, Limit leave) {
    }

    public GroupRule {
        attributes = Map.copyOf(attributes);
    }

    public String name() {
        return written.name();
    }

    /** What whoever the rule is about becomes a member of. */
    public Kind kind() {
        return RuleFolder.of(name()).kind();
    }

    /** Under which name an operator lets through what the rule would do to one of these: the key of a group; of applications the rule, of which there may be several. */
    public static String lot(String rule, String key) {
        return RuleFolder.of(rule) == RuleFolder.ASSIGNMENTS ? rule : key;
    }

    public String file() {
        return written.file();
    }

    /** The attributes of people that it reads. */
    public Set<String> reads() {
        Set<String> reads = new java.util.TreeSet<>(values.reads());
        population.include().ifPresent(condition -> reads.addAll(condition.attributes()));
        key.each().ifPresent(each -> reads.addAll(each.attributes()));
        if (key.of().isEmpty()) {
            key.each().ifPresent(each -> reads.addAll(key.formula().attributes()));
            attributes.values().forEach(formula -> reads.addAll(formula.attributes()));
        }
        return reads;
    }

    /** Whether what the groups are like is made of the people in them. */
    public boolean isDescribedByMembers() {
        return key.each().isPresent() && key.of().isEmpty() && !attributes.isEmpty();
    }
}
