package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.Presence.Found;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Known accounts that a listing lacks, that were not found before, or of which nobody knows whether their last change was
 * carried out: each is asked for by its own anchor, for as long as the target answers and up to a limit. One that we
 * disabled may just not be shown any more; it stays as it is.
 */
final class Unlisted {

    /** Asked for in one cycle; the others are in the next. */
    static final int MOST_ASKED = 1000;
    /** After so many in a row of which nothing is known, the target is asked no more. */
    private static final int UNKNOWN_IN_A_ROW = 20;
    /** A listing that lacks more of the known accounts than this share is not believed, unless they are only a few. */
    private static final double MOST_LACKING = 0.1;
    private static final int FEW = 5;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob outbound;
    private final String job;
    private final ObjectSpec object;
    private final Presence presence;
    private final Sight sight;
    private final SomebodyElse others;
    private int unknownInARow;

    /** @param sight what counts of what is shown */
    Unlisted(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, Sight sight) {
        this.store = store;
        this.cycle = cycle;
        this.outbound = job;
        this.job = job.name();
        this.object = system.spec().connector().objects().get(outbound.object());
        this.sight = sight;
        this.presence = new Presence(store, cycle, system, object);
        this.others = new SomebodyElse(store, job, object);
    }

    /**
     * After a listing.
     *
     * @param present hashes of the anchors in it
     * @param gap     what is known to be wrong with it
     * @return what it lacks, in words; empty when every known account is in it or is proven to be gone
     */
    Optional<String> settle(LongOpenHashSet present, Optional<String> gap) {
        List<Link> lacking = new ArrayList<>();
        List<Link> closed = new ArrayList<>();
        long[] count = new long[1];
        store.links().eachLinked(job, link -> {
            boolean matters = link.state() == LinkState.ENABLED || link.state() == LinkState.MISSING;
            boolean lacks = (matters || link.state() == LinkState.DISABLED) && !present.contains(RecordHash.ofText(link.anchor().orElseThrow()));
            if (lacks && matters && ++count[0] <= MOST_ASKED) {
                lacking.add(link);
            } else if (lacks && !matters && closed.size() < MOST_ASKED) {
                closed.add(link);
            }
        });
        Optional<String> lack = settle(lacking, count[0], gap);
        if (gap.isPresent() || lack.isPresent()) {
            lookAtClosed(closed.subList(0, Math.min(closed.size(), MOST_ASKED - lacking.size())));
        }
        return lack;
    }

    private Optional<String> settle(List<Link> lacking, long count, Optional<String> gap) {
        Tally tally = presence.canAsk() ? ask(lacking) : conclude(lacking, gap);
        long unasked = count - tally.asked;
        return unasked > 0 ? Optional.of(count + " known accounts are not in it, of which " + unasked + " were not asked for by themselves")
                : tally.unknown > 0 ? Optional.of(tally.unknown + " known accounts are not in it, of which nothing is known")
                : tally.there > 0 ? Optional.of(tally.there + " known accounts are not in it and are there") : Optional.empty();
    }

    /**
     * An open account is in every whole list, whether or not closed ones are. Where a list is not whole, what we closed may be open, in a target that
     * said so and did not do it: what it shows counts, and what it does not show says nothing.
     */
    private void lookAtClosed(List<Link> links) {
        if (!presence.canAsk()) {
            return;
        }
        ShownAccounts changed = nothingShown();
        for (Link link : links) {
            if (unknownInARow >= UNKNOWN_IN_A_ROW) {
                break;
            }
            Found found = presence.ask(link.anchor().orElseThrow());
            counts(found);
            if (found.answer() == Presence.Answer.THERE) {
                shown(link, found, changed);
            }
        }
        store.inTransaction(changed::save);
    }

    /** At the beginning of a cycle: what was not found before, or may have been changed, is asked for again. */
    void askAgain() {
        if (!presence.canAsk()) {
            return;
        }
        Stream<Link> open = Stream.concat(store.links().inState(job, LinkState.MISSING, 0, MOST_ASKED).stream(),
                store.links().withProblem(job, Reason.CHANGE_IN_DOUBT, MOST_ASKED).stream());
        ask(open.filter(link -> !cycle.evidence().asked(link.identityId())).toList());
    }

    private static final class Tally {
        private long asked;
        private long there;
        private long unknown;
    }

    private void counts(Found found) {
        unknownInARow = found.answer() == Presence.Answer.UNKNOWN || found.answer() == Presence.Answer.WITHHELD ? unknownInARow + 1 : 0;
    }

    private void shown(Link link, Found found, ShownAccounts changed) {
        others.instead(link, found.account()).ifPresentOrElse(now -> changed.is(link, now), () -> changed.shown(link, found.account()));
    }

    private Tally ask(List<Link> links) {
        Tally tally = new Tally();
        ShownAccounts changed = nothingShown();
        long gone = 0;
        for (Link link : links) {
            if (unknownInARow >= UNKNOWN_IN_A_ROW) {
                break;
            }
            cycle.evidence().asks(link.identityId());
            tally.asked++;
            Found found = presence.ask(link.anchor().orElseThrow());
            counts(found);
            switch (found.answer()) {
                case THERE -> {
                    tally.there++;
                    shown(link, found, changed);
                }
                case GONE -> {
                    gone++;
                    changed.is(link, AccountRefresh.gone(link));
                }
                case WITHHELD -> {
                    tally.unknown++;
                    changed.is(link, link.changeInDoubt().isPresent() ? link : AccountRefresh.missing(link, Optional.of(Because.of(Reason.ACCOUNT_WITHHELD, found.message()))));
                }
                case UNKNOWN -> {
                    tally.unknown++;
                    changed.is(link, link.state() == LinkState.MISSING || link.changeInDoubt().isPresent() ? link : AccountRefresh.missing(link, Optional.empty()));
                }
            }
        }
        save(changed, gone);
        return tally;
    }

    /**
     * A target that cannot be asked for one account: what two listings in a row lack with which nothing is wrong is gone, unless they lack too many. One
     * alone may have lost it, where somebody else came or went while it was read.
     */
    private Tally conclude(List<Link> links, Optional<String> gap) {
        Tally tally = new Tally();
        boolean believed = gap.isEmpty() && links.size() <= Math.max(FEW, store.links().enabledAccounts(job) * MOST_LACKING);
        if (believed) {
            tally.asked = links.size();
            ShownAccounts changed = nothingShown();
            links.forEach(link -> changed.is(link, link.state() == LinkState.MISSING ? AccountRefresh.gone(link) : AccountRefresh.missing(link, Optional.empty())));
            save(changed, links.stream().filter(link -> link.state() == LinkState.MISSING).count());
        }
        return tally;
    }

    private ShownAccounts nothingShown() {
        return new ShownAccounts(store, cycle, outbound, object, sight);
    }

    private void save(ShownAccounts changed, long gone) {
        store.inTransaction(changed::save);
        cycle.count(Counted.GONE, sight == Sight.ALL ? gone : 0);
    }
}
