package io.caravan.plan;

import io.caravan.subject.Because;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import io.caravan.subject.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One step by which a group in a target gets a member, or loses it: the table "Members" of the semantics. Pure.
 *
 * @param kind {@link ChangeKind#JOIN} or {@link ChangeKind#LEAVE}
 * @param name as the group lists the member
 */
public record MemberDecision(ChangeKind kind, String name, Because because) {

    /** How the account of a member stands. */
    public enum Standing {
        OPEN, CLOSED,
        /** It is kept, and not managed any more: it is put into nothing, and what we put it into ends like anybody's. */
        RELEASED,
        /** The target does not find it, and nothing proves that it is gone: nothing follows from it, unless a group shows that she is in it. */
        UNSEEN,
        /** Nobody can say: nothing follows from it. */
        UNCLEAR
    }

    /**
     * The account by which a member is named.
     *
     * @param name empty while it has none
     */
    public record Account(Standing standing, Optional<String> name) {
    }

    /**
     * The names under which a group lists a subject.
     *
     * @param shown  as far as is known
     * @param unseen that we put there, and that the target does not show any more
     */
    public record ListedAs(List<String> shown, List<String> unseen) {

        public ListedAs {
            shown = List.copyOf(shown);
            unseen = List.copyOf(unseen);
        }

        private Stream<String> all() {
            return Stream.concat(shown.stream(), unseen.stream());
        }
    }

    /**
     * @param said           who says that the subject is in the group
     * @param account        of the subject in this target; empty when there is none
     * @param key            how names are compared in this target
     * @param closedOnesStay whether a member whose account is closed stays
     */
    public static List<MemberDecision> of(List<Membership> said, Optional<Account> account, ListedAs listed, UnaryOperator<String> key,
                                          boolean closedOnesStay, Instant now) {
        List<Membership> holds = said.stream().filter(one -> one.isAt(now)).toList();
        if (account.map(Account::standing).filter(one -> one == Standing.UNCLEAR || one == Standing.UNSEEN || one == Standing.RELEASED && !holds.isEmpty()).isPresent()) {
            return List.of();
        }
        boolean stays = account.isPresent() && (account.get().standing() == Standing.OPEN || closedOnesStay);
        if (holds.isEmpty() || !stays) {
            Because why = Because.of(holds.isEmpty() ? Reason.NO_MEMBER_ANY_MORE : account.isPresent() ? Reason.MEMBER_CLOSED : Reason.MEMBER_GONE);
            return namesToGo(account.flatMap(Account::name), listed, key).map(name -> new MemberDecision(ChangeKind.LEAVE, name, why)).toList();
        }
        if (account.get().name().isEmpty()) {
            return List.of();
        }
        String name = account.get().name().get();
        Predicate<String> same = other -> key.apply(other).equals(key.apply(name));
        List<MemberDecision> steps = new ArrayList<>();
        if (listed.shown().stream().noneMatch(same)) {
            steps.add(new MemberDecision(ChangeKind.JOIN, name, Because.of(Reason.MEMBER_BY, holds.stream().map(Membership::origin).map(Origin::toString)
                    .distinct().sorted().collect(Collectors.joining(", ")))));
        }
        listed.all().filter(same.negate()).forEach(other -> steps.add(new MemberDecision(ChangeKind.LEAVE, other, Because.of(Reason.MEMBER_RENAMED, other))));
        return steps;
    }

    /** A directory may have renamed her in its lists by itself when her entry was renamed: so under the name she has now, too. */
    private static Stream<String> namesToGo(Optional<String> now, ListedAs listed, UnaryOperator<String> key) {
        List<String> known = listed.all().toList();
        return known.isEmpty() ? known.stream()
                : Stream.concat(known.stream(), now.filter(name -> known.stream().noneMatch(other -> key.apply(other).equals(key.apply(name)))).stream());
    }
}
