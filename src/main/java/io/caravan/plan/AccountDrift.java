package io.caravan.plan;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Apply;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.mapping.Formula;
import io.caravan.mapping.OutboundJob.OnMatch;
import io.caravan.mapping.OutboundJob.OnMissing;
import io.caravan.plan.AccountWish.Standing;
import io.caravan.plan.Drift.Follows;
import io.caravan.plan.Drift.Kind;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Unconfirmed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * In what the accounts of one identity differ from what is known of them. What a connector does not show, what a target does not store as sent and
 * what the mapping leaves alone is no difference. A function of its arguments; serves one identity.
 */
public final class AccountDrift {

    private final AccountPlanner planner;
    private final ObjectSpec object;
    private final Identity identity;
    private final TargetView target;
    private final EvaluationContext context;

    /** @param target only what it lists is looked at; nothing is concluded from what it lacks */
    public AccountDrift(AccountPlanner planner, Identity identity, TargetView target, EvaluationContext context) {
        this.planner = planner;
        this.object = planner.object();
        this.identity = identity;
        this.target = target;
        this.context = context;
    }

    /**
     * What can be compared.
     *
     * @param never       attributes that the target shows of nobody: that they are not shown says nothing
     * @param sameMapping whether the mapping is the one by which the account was written last
     */
    public record Compared(Set<String> never, boolean sameMapping) {

        public Compared {
            never = Set.copyOf(never);
        }
    }

    /**
     * Of somebody who is linked to an account.
     *
     * @param known as it was known
     * @param now   as the target shows it, or that it does not
     */
    public List<Drift> linked(Link known, Link now, Compared compared) {
        List<Drift> found = new ArrayList<>();
        if (known.state() == LinkState.UNMANAGED) {
            return found;
        }
        Optional<AccountWish> wish = planner.wish(identity, Optional.of(now), context);
        if (now.state() == LinkState.GONE || now.state() == LinkState.MISSING) {
            if (now.state() == LinkState.GONE || known.state() == LinkState.MISSING) {
                found.add(drift(Kind.LINK_TO_NOTHING, known, known, wish.filter(one -> isMadeAgain(one, now)).isPresent() ? Follows.CREATE : Follows.REPORT, now.problem()));
            }
            return found;
        }
        if (known.state() == LinkState.MISSING) {
            found.add(drift(Kind.NOT_MISSING, known, now, Follows.ADOPT, Optional.empty()));
        }
        standing(known, now, wish).ifPresent(found::add);
        if (known.changeInDoubt().isEmpty() && wish.map(AccountWish::updated).orElse(true)) {
            attributes(known, now, compared, found);
        }
        others(now).forEach(account -> found.add(beside(account, wish)));
        return found;
    }

    /** Of somebody who is linked to none: accounts that match. */
    public List<Drift> unlinked(Optional<Link> known) {
        Link link = known.orElseGet(() -> Link.none(identity.id()));
        List<Candidate> all = others(link);
        if (all.isEmpty()) {
            return List.of();
        }
        Optional<AccountWish> wish = planner.wish(identity, Optional.of(link), context);
        boolean back = link.state() == LinkState.GONE && all.stream().anyMatch(account -> link.anchor().equals(Optional.of(account.anchor())));
        boolean linked = wish.filter(one -> !one.none() && one.standing() != Standing.ANY).isPresent() && planner.job().onMatch() == OnMatch.ADOPT && all.size() == 1;
        return all.stream().map(account -> wish.filter(AccountWish::none).isPresent() && AccountDiff.enabled(object, account.attributes()) ? beside(account, wish)
                : new Drift(back && link.anchor().equals(Optional.of(account.anchor())) ? Kind.NOT_MISSING : Kind.UNOWNED, Optional.of(identity), account.anchor(), account.attributes(),
                        Optional.empty(), linked ? Follows.LINK : Follows.REPORT, Optional.empty())).toList();
    }

    private boolean isMadeAgain(AccountWish wish, Link now) {
        return now.state() == LinkState.GONE && wish.standing() == Standing.OPEN && planner.job().onMissing() == OnMissing.RECREATE && planner.job().creates();
    }

    private Drift beside(Candidate account, Optional<AccountWish> wish) {
        boolean open = wish.filter(AccountWish::none).isPresent() && AccountDiff.enabled(object, account.attributes());
        return new Drift(open ? Kind.LEAVER_OPEN : Kind.SECOND_ACCOUNT, Optional.of(identity), account.anchor(), account.attributes(), Optional.empty(), Follows.REPORT,
                wish.filter(one -> open).flatMap(AccountWish::why));
    }

    private List<Candidate> others(Link link) {
        return planner.matches(identity, target, context).stream()
                .filter(account -> link.state() == LinkState.GONE || !link.anchor().equals(Optional.of(account.anchor())))
                .filter(account -> account.linkedTo().isEmpty())
                .filter(account -> planner.job().lifecycle().revive() || AccountDiff.enabled(object, account.attributes())).toList();
    }

    private Optional<Drift> standing(Link known, Link now, Optional<AccountWish> wish) {
        boolean wasOpen = known.state() == LinkState.ENABLED || known.state() == LinkState.MISSING && known.disabledAt().isEmpty();
        Optional<Unconfirmed> written = object.enabledBy().map(now.unconfirmed()::get);
        boolean isOpen = written.filter(Unconfirmed::settled).filter(open -> !Openness.isUnclear(open.shown())).map(open -> Openness.mayBeOpen(open.shown())).orElse(now.state() == LinkState.ENABLED);
        Follows follows = written.filter(Unconfirmed::settled).isPresent() ? Follows.REPORT : Follows.REVERT;
        if (wish.isEmpty()) {
            return wasOpen == isOpen ? Optional.empty()
                    : Optional.of(drift(isOpen ? Kind.ENABLED_BY_HAND : Kind.DISABLED_BY_HAND, known, now, Follows.UNDECIDED, Optional.empty()));
        }
        Standing wanted = wish.get().standing();
        if (isOpen && wanted == Standing.CLOSED && (wish.get().none() || !wasOpen)) {
            return Optional.of(drift(wish.get().none() ? Kind.LEAVER_OPEN : Kind.ENABLED_BY_HAND, known, now, follows, wish.get().why()));
        }
        boolean closed = !isOpen && wasOpen && wanted == Standing.OPEN;
        return closed ? Optional.of(drift(Kind.DISABLED_BY_HAND, known, now, follows, Optional.empty())) : Optional.empty();
    }

    private void attributes(Link known, Link now, Compared compared, List<Drift> found) {
        Optional<MappingEvaluation> values = Optional.empty();
        for (AttributeRule rule : planner.job().mapping().attributes().values()) {
            AttributeSpec spec = object.attribute(rule.name());
            Optional<Unconfirmed> changed = Optional.ofNullable(now.unconfirmed().get(rule.name())).filter(one -> rule.onDrift() != OnDrift.REVERT && one.drifted());
            Object before = changed.isPresent() ? changed.get().sent() : known.shadow().get(rule.name());
            Object shown = now.shadow().get(rule.name());
            boolean looked = AccountDiff.isKept(rule, spec) && !spec.notReturned() && !compared.never().contains(rule.name())
                    && Optional.ofNullable(now.unconfirmed().get(rule.name())).filter(Unconfirmed::settled).isEmpty()
                    && (compared.sameMapping() || known.shadow().has(rule.name()));
            boolean adopted = changed.filter(one -> one.standing() == Unconfirmed.Standing.ADOPTED).isPresent();
            if (!looked || adopted || ValueComparison.same(spec, before, shown) || rule.apply() == Apply.IF_EMPTY && !ValueComparison.isEmpty(shown)) {
                continue;
            }
            values = values.or(() -> Optional.of(planner.evaluate(identity, Optional.of(now.shadow()), context)));
            attribute(rule, new Drift.Value(rule.name(), before, shown, wanted(rule, values.get(), now)), now).ifPresent(found::add);
        }
    }

    private Optional<Drift> attribute(AttributeRule rule, Drift.Value value, Link now) {
        Object wanted = value.wanted().value();
        boolean same = value.wanted().decided() && (wanted == Formula.ABSENT || ValueComparison.same(object.attribute(rule.name()), wanted, value.shown()));
        boolean joined = same && wanted instanceof List<?> && planner.job().mapping().strangersStay(rule) && !ValueComparison.missing(object.attribute(rule.name()), wanted, value.known()).isEmpty();
        if (joined && !isGiven(rule, now, value)) {
            return Optional.of(new Drift(Kind.ATTRIBUTE, Optional.of(identity), now.anchor().orElse(""), now.shadow(), Optional.of(value), Follows.REPORT, Optional.empty()));
        }
        return same ? Optional.empty() : Optional.of(new Drift(Kind.ATTRIBUTE, Optional.of(identity), now.anchor().orElse(""), now.shadow(), Optional.of(value),
                value.wanted().decided() ? follows(rule, value) : Follows.UNDECIDED, Optional.empty()));
    }

    /** Whether all that is new in a shared list is what we give. */
    private boolean isGiven(AttributeRule rule, Link now, Drift.Value value) {
        AttributeSpec spec = object.attribute(rule.name());
        return ValueComparison.missing(spec, ValueComparison.missing(spec, value.shown(), value.known()), now.given().get(rule.name())).isEmpty();
    }

    /** Where the mapping wants something else than before, that is written whatever was changed. */
    private Follows follows(AttributeRule rule, Drift.Value value) {
        return !ValueComparison.same(object.attribute(rule.name()), value.known(), value.wanted().value()) ? Follows.REVERT : switch (rule.onDrift()) {
            case REVERT -> Follows.REVERT;
            case ADOPT -> Follows.ADOPT;
            case REPORT -> Follows.REPORT;
        };
    }

    private Drift.Wanted wanted(AttributeRule rule, MappingEvaluation values, Link now) {
        return planner.orUndecided(() -> {
            Object value = values.value(rule.name());
            if (values.undecided().containsKey(rule.name())) {
                return Optional.<Drift.Wanted>empty();
            }
            boolean cleared = values.empties(rule);
            return Optional.of(new Drift.Wanted(true, value == Formula.ABSENT && !cleared ? value : new SharedLists(planner.job().mapping(), now.given())
                    .wanted(rule, object.attribute(rule.name()), now.shadow().get(rule.name()), cleared ? null : value)));
        }).orElse(new Drift.Wanted(false, null));
    }

    private Drift drift(Kind kind, Link known, Link account, Follows follows, Optional<Because> why) {
        return new Drift(kind, Optional.of(identity), known.anchor().orElse(""), account.shadow(), Optional.empty(), follows, why);
    }
}
