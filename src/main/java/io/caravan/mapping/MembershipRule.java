package io.caravan.mapping;

import io.caravan.diagnostic.Position;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How records of a source say who is in which group. In a table of pairs a record names both; else the record itself is the group and lists
 * its members, or is the member and lists its groups.
 *
 * @param group    whom a record names as the group; empty: it is the group
 * @param member   whom a record names as the member; empty: it is the member
 * @param assignable of a table of assignments, the applications that anybody asks who is assigned to
 * @param position   where that is written
 */
public record MembershipRule(Optional<Who> group, Optional<Who> member, Set<String> assignable, Position position) {

    /** A table of assignments: the application, and the role in it, that stand in place of a group. */
    public static final String APPLICATION = "application";
    public static final String ROLE = "role";

    /** A table of pairs: when a membership begins. */
    public static final String FROM = "from";
    /** A table of pairs: when a membership ends. */
    public static final String UNTIL = "until";
    public static final String GROUP = "group";
    public static final String MEMBER = "member";

    /**
     * Who is meant by a name: whoever has it in an attribute of the hub.
     *
     * @param value gives the name. Of a list it is computed for each value by itself
     * @param kinds of those who may be meant; the first of which somebody has the name decides
     * @param by    the attribute; {@link io.caravan.subject.Reference#KEY} for the key
     * @param split what stands between several names in one value; empty: a value is one name
     */
    public record Who(Formula value, List<Kind> kinds, String by, Optional<String> split) {

        public Who {
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(split, "split");
            kinds = List.copyOf(kinds);
        }

        /** The attribute of a record whose values are the names. Only of a list. */
        public String listed() {
            return value.attributes().iterator().next();
        }
    }

    public MembershipRule {
        assignable = Set.copyOf(assignable);
        if (group.isEmpty() && member.isEmpty()) {
            throw new IllegalArgumentException("a record cannot be both the group and its member");
        }
    }

    /** Of groups, and of no applications. */
    public MembershipRule(Optional<Who> group, Optional<Who> member, Position position) {
        this(group, member, Set.of(), position);
    }

    /** The same, where these applications are asked about. */
    public MembershipRule with(Set<String> assignable) {
        return new MembershipRule(group, member, assignable, position);
    }

    /** Whether a record names an application in place of a group. */
    public boolean isOfAssignments() {
        return group.filter(who -> who.kinds().equals(List.of(Kind.APPLICATION))).isPresent();
    }

    /** Whether a record names both. */
    public boolean isPair() {
        return group.isPresent() && member.isPresent();
    }

    /** Whom a record lists; only where it is no pair. */
    public Who listed() {
        return group.or(() -> member).orElseThrow();
    }

    /** Whether a record lists its members; else it lists the groups it is in. */
    public boolean listsMembers() {
        return group.isEmpty();
    }

    /** The attributes of the hub, each of its kind, that names are compared with. */
    public Set<KindAttribute> by() {
        Set<KindAttribute> by = new TreeSet<>();
        Stream.of(group, member).flatMap(Optional::stream).forEach(who -> who.kinds().forEach(kind -> by.add(new KindAttribute(kind, who.by()))));
        return by;
    }
}
