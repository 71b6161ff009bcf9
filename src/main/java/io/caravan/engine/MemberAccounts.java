package io.caravan.engine;

import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.OutboundJob.MemberRules;
import io.caravan.plan.MemberDecision;
import io.caravan.plan.MemberDecision.Account;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accounts by which members are named in a target. Of two that somebody has in different jobs, the one that is open; else one of which nobody can
 * say, as nothing follows from it; else the one that is closed, before one that is not managed any more.
 */
final class MemberAccounts {

    private static final List<MemberDecision.Standing> FIRST = List.of(MemberDecision.Standing.OPEN, MemberDecision.Standing.UNCLEAR, MemberDecision.Standing.UNSEEN,
            MemberDecision.Standing.CLOSED, MemberDecision.Standing.RELEASED);

    private final StateStore store;
    private final MemberRules rules;
    /** By job and identity, links that are about to change. */
    private final Map<String, Map<Long, Link>> instead;

    MemberAccounts(StateStore store, MemberRules rules) {
        this(store, rules, Map.of());
    }

    /** @param instead by job and identity, links that count in place of those that are stored */
    MemberAccounts(StateStore store, MemberRules rules, Map<String, Map<Long, Link>> instead) {
        this.store = store;
        this.rules = rules;
        this.instead = instead;
    }

    /** By member; who has none has no entry. */
    Map<Long, Account> of(Collection<Long> members) {
        Map<Long, Account> accounts = new HashMap<>();
        for (Accounts of : rules.accounts()) {
            Map<Long, Link> links = new HashMap<>(store.links().links(of.job(), members));
            Map<Long, Link> others = instead.getOrDefault(of.job(), Map.of());
            members.forEach(member -> Optional.ofNullable(others.get(member)).ifPresent(link -> links.put(member, link)));
            links.forEach((member, link) -> account(link, of).ifPresent(account ->
                    accounts.merge(member, account, (one, other) -> FIRST.indexOf(one.standing()) <= FIRST.indexOf(other.standing()) ? one : other)));
        }
        return accounts;
    }

    private static Optional<Account> account(Link link, Accounts of) {
        Optional<MemberDecision.Standing> standing = switch (link.state()) {
            case ENABLED -> Optional.of(MemberDecision.Standing.OPEN);
            case DISABLED -> Optional.of(MemberDecision.Standing.CLOSED);
            case UNMANAGED -> Optional.of(MemberDecision.Standing.RELEASED);
            case MISSING -> Optional.of(link.problem().filter(problem -> problem.says(Reason.ACCOUNT_OF_ANOTHER)).isPresent() ? MemberDecision.Standing.UNCLEAR : MemberDecision.Standing.UNSEEN);
            case IN_DOUBT -> Optional.of(MemberDecision.Standing.UNCLEAR);
            default -> Optional.empty();
        };
        return standing.map(how -> new Account(how, name(link, of)));
    }

    /** As a group lists the account. */
    static Optional<String> name(Link link, Accounts of) {
        Object name = link.shadow().get(of.namedBy());
        return name != null ? Optional.of(name.toString()) : link.anchor();
    }
}
