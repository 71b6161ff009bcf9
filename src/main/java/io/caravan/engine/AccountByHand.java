package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator has seen in a target and no answer of it proves: which account somebody has, or that there is none. What speaks against it is
 * not overruled. Nothing is sent; the next cycle decides from there, as about anybody.
 */
public final class AccountByHand {

    private static final String IS_HERS = "the account %s is this person's";

    private final StateStore store;
    private final ZoneId zone;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;

    /** @param cycle one that is only tried out, of this moment */
    public AccountByHand(StateStore store, ZoneId zone, Cycle cycle, OutboundJob job, SystemPort system) {
        this.store = store;
        this.zone = zone;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
    }

    /** What speaks against it, and what to do. */
    public record Refused(String why, String next) {
    }

    /**
     * @param account its anchor; empty: there is none
     * @return empty when it is so from here on
     */
    public Optional<Refused> settle(Identity identity, Optional<String> account) {
        Link before = Optional.ofNullable(store.links().links(job.name(), List.of(identity.id())).get(identity.id())).orElseGet(() -> Link.none(identity.id()));
        if (before.state().exists() && before.state() != LinkState.MISSING) {
            return refused(identity.key() + " has the account " + before.anchor().orElseThrow() + " in " + job.name() + ", and nothing is in doubt about that",
                    "caravan explain " + identity.key() + " " + job.name() + " tells what is known");
        }
        return account.isPresent() ? hasAccount(identity, before, account.get()) : hasNone(identity, before);
    }

    private Optional<Refused> hasAccount(Identity identity, Link before, String anchor) {
        Presence.Found found = new Presence(store, cycle, system, object).ask(anchor);
        if (found.answer() != Presence.Answer.THERE) {
            return refused(job.system() + " does not show an account " + anchor + (found.message().isEmpty() ? "" : ": " + found.message()),
                    "Name it as " + job.system() + " does, by its " + object.anchor());
        }
        Long owner = store.links().linkedTo(cycle.jobsOfTheseAccounts(), List.of(anchor)).get(anchor);
        if (owner != null && owner != identity.id()) {
            return refused("the account " + anchor + " is " + store.hub().identities(List.of(owner)).get(owner).key() + "'s", "Nobody shares an account");
        }
        TargetMatching target = new TargetMatching(store, cycle, job, system).withoutListing();
        Optional<Because> contradiction = new AccountPlanner(job, object, zone, cycle.secrets()).contradiction(identity, anchor, found.account(),
                OutboundContext.toExplain(store, cycle, object, target).of(identity.id(), identity.key()));
        if (contradiction.isPresent()) {
            return refused(contradiction.get().says(Reason.CONTRADICTS) ? "the account " + anchor + " has another " + contradiction.get().argument("attribute") + " than "
                    + identity.key() : Sentences.of(contradiction.get()), "If it is hers all the same, put that right in " + job.system() + " first");
        }
        store.inTransaction(() -> save(identity, hers(before, anchor, found.account()), IS_HERS.formatted(anchor)));
        return Optional.empty();
    }

    private Link hers(Link before, String anchor, Attributes account) {
        boolean closed = object.enabledBy().filter(name -> !Openness.mayBeOpen(account.get(name))).isPresent();
        return Link.of(before.identityId(), anchor, closed ? LinkState.DISABLED : LinkState.ENABLED, AccountRefresh.withoutMembers(account, object)).withDueAt(before.dueAt());
    }

    private Optional<Refused> hasNone(Identity identity, Link before) {
        if (before.state() == LinkState.IN_DOUBT) {
            store.inTransaction(() -> save(identity, Link.none(identity.id()).withDueAt(before.dueAt()), "the account that may have been created is not there"));
            return Optional.empty();
        }
        if (before.state() != LinkState.MISSING) {
            return refused("whether " + identity.key() + " has an account in " + job.name() + " is not in doubt", "The next cycle looks for one by itself");
        }
        String anchor = before.anchor().orElseThrow();
        Presence.Found found = new Presence(store, cycle, system, object).ask(anchor);
        if (found.answer() == Presence.Answer.THERE && new SomebodyElse(store, job, object).by(before, found.account()).isEmpty()) {
            return refused(job.system() + " shows the account " + anchor, "The next cycle finds it: caravan sync " + job.name());
        }
        store.inTransaction(() -> save(identity, AccountRefresh.gone(before), "the account " + anchor + ", which is not found, is gone"));
        return Optional.empty();
    }

    /** Part of a transaction. Whatever was decided before counts no more. */
    private void save(Identity identity, Link link, String reason) {
        store.links().save(job.name(), List.of(link));
        job.members().ifPresent(members -> store.memberships().markDueInGroups(job.name(), List.of(identity.id())));
        store.links().decide(job.name(), Map.of(identity.id(), Optional.empty()));
        log(identity, link.anchor(), LogAction.SETTLE, reason);
    }

    private void log(Identity identity, Optional<String> anchor, String action, String reason) {
        store.links().markDue(job.name(), List.of(identity.id()));
        store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.account(identity.subject(), job.system(), anchor),
                action, LogEntry.Result.of(LogEntry.Status.SUCCESS, reason), List.of(), List.of())));
    }

    /**
     * What somebody has decided of one person's account.
     *
     * @param account   is hers, as it was seen; empty: none of those is
     * @param notTheirs accounts that match and are not hers
     * @param none      whether none is made either
     * @param why       in the words of whoever decided; may be empty
     */
    public record Decision(Identity identity, Optional<Seen> account, Set<String> notTheirs, boolean none, String why) {

        public Decision {
            notTheirs = Set.copyOf(notTheirs);
        }
    }

    /** An account as the target shows it. */
    public record Seen(String anchor, Attributes account) {
    }

    /** All of these, or none; they have been checked. Nothing is sent: the next cycle plans from there, through the guard. */
    public void decide(List<Decision> decisions) {
        store.inTransaction(() -> decisions.forEach(decision -> {
            Identity identity = decision.identity();
            String why = decision.why().isBlank() ? "" : ": " + decision.why();
            if (decision.account().isPresent()) {
                Seen seen = decision.account().get();
                Link before = Optional.ofNullable(store.links().links(job.name(), List.of(identity.id())).get(identity.id())).orElseGet(() -> Link.none(identity.id()));
                save(identity, hers(before, seen.anchor(), seen.account()), IS_HERS.formatted(seen.anchor()) + why);
            } else {
                store.links().decide(job.name(), Map.of(identity.id(), Optional.of(new LinkStore.Decided(decision.notTheirs(), decision.none()))));
                log(identity, Optional.empty(), "decide", (decision.notTheirs().isEmpty() ? "no account is this person's" : "this person's is none of "
                        + String.join(", ", decision.notTheirs().stream().sorted().toList())) + (decision.none() ? ", and none is made" : "; another is made") + why);
            }
        }));
    }

    private static Optional<Refused> refused(String why, String next) {
        return Optional.of(new Refused(why, next));
    }
}
