package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KeyText;
import io.caravan.subject.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Accounts that a target shows under names that are known, and that by what the job recognises people are others than they were and than their
 * people are now. That of a few is a change in the target like any other. Many are the accounts of another system, and nothing of them may be
 * used: under our people's names there would be strangers, whose accounts would be overwritten and closed. Used by one thread.
 */
final class Strangers {

    /** So few are no other system, whatever their share is. */
    private static final long ALWAYS = 5;
    private static final double SHARE = 0.1;
    /** When so many are shown, and all are strangers, it is another system. */
    private static final long ALL_OF = 3;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final ReadingApproval approval;
    /** Those by which people are recognised; by the name that is known everybody is who she was. */
    private final List<MatchRule> rules;
    private final SomebodyElse others;
    private final List<Map.Entry<Link, Attributes>> waiting = new ArrayList<>();
    /** By the attribute that they show another value of. */
    private final Map<String, Long> counts = new TreeMap<>();
    private long compared;
    /** How many are too many, however many are still to come; below 0 until somebody has counted. */
    private long most = -1;

    Strangers(StateStore store, Cycle cycle, OutboundJob job, ObjectSpec object, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.object = object;
        this.approval = approval;
        this.others = new SomebodyElse(store, job, object);
        this.rules = job.match().stream().filter(rule -> !rule.attribute().equals(object.anchor())).toList();
    }

    /**
     * Looks at an account of the listing.
     *
     * @return whether it may be a stranger's: then nothing is known of it before the listing has come to its end
     * @throws AnotherSystemException when there are too many already
     */
    boolean take(Link link, Attributes account) {
        for (MatchRule rule : rules) {
            Object known = link.shadow().get(rule.attribute());
            Object shown = account.get(rule.attribute());
            if (!ValueComparison.isEmpty(known) && !ValueComparison.isEmpty(shown) && link.state().exists()) {
                compared++;
                return !known.equals(shown) && isStranger(link, account, rule) && waits(link, account, rule.attribute());
            }
        }
        return link.state().exists() && isSomebodyElse(link, account);
    }

    /** Where nothing is shown of what people are recognised by, or only the name is. */
    private boolean isSomebodyElse(Link link, Attributes account) {
        compared++;
        List<String> attributes = others.inPlaceOf(link, account);
        return !attributes.isEmpty() && waits(link, account, attributes.get(0));
    }

    private boolean waits(Link link, Attributes account, String attribute) {
        waiting.add(Map.entry(link, account));
        counts.merge(attribute, 1L, Long::sum);
        if (waiting.size() > ALWAYS && waiting.size() > most()) {
            refuse();
        }
        return true;
    }

    private long most() {
        if (most < 0) {
            long known = store.links().countByState(job.name()).entrySet().stream().filter(state -> state.getKey().exists()).mapToLong(Map.Entry::getValue).sum();
            most = (long) (known * SHARE);
        }
        return most;
    }

    private boolean isStranger(Link link, Attributes account, MatchRule rule) {
        Object shown = account.get(rule.attribute());
        AttributeSpec spec = object.attribute(rule.attribute());
        boolean asKnown = isSame(spec, link.shadow().get(rule.attribute()), shown)
                || Optional.ofNullable(link.unconfirmed().get(rule.attribute())).filter(one -> isSame(spec, one.shown(), shown)).isPresent();
        return !asKnown && !isWanted(link, account, rule);
    }

    /** A value that the target only writes in its own way is none that somebody else has. */
    private static boolean isSame(AttributeSpec spec, Object one, Object other) {
        return ValueComparison.elements(one).stream().anyMatch(known -> ValueComparison.elements(other).stream()
                .anyMatch(shown -> ValueComparison.matches(spec, known, shown) || bare(known).equals(bare(shown))));
    }

    private static String bare(Object value) {
        return KeyText.folded(value.toString()).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** Whether the account shows what its person is recognised by now, whoever has written it there. */
    private boolean isWanted(Link link, Attributes account, MatchRule rule) {
        Identity identity = store.links().subjects(job.name(), List.of(link.identityId())).get(link.identityId()).identity();
        try {
            Object value = rule.value().evaluate(new MappingEvaluation(job.mapping(), identity.attributes(), Optional.of(account), Set.of(),
                    OutboundContext.toForesee(store, cycle, object).of(identity.id(), identity.key())));
            return isSame(object.attribute(rule.attribute()), value, account.get(rule.attribute()));
        } catch (RuntimeException uncomputable) { // whatever it is: nothing then says that it is hers
            return false;
        }
    }

    /**
     * The listing has come to its end.
     *
     * @param ours    hears of each that is taken for what it was
     * @param missing hears of each that is not there any more, as somebody else is in its place
     * @throws AnotherSystemException when there are too many
     */
    void settle(BiConsumer<Link, Attributes> ours, BiConsumer<Link, Link> missing) {
        if (waiting.size() > Math.max(ALWAYS, compared * SHARE) || waiting.size() >= ALL_OF && waiting.size() == compared) {
            refuse();
        }
        waiting.forEach(one -> others.instead(one.getKey(), one.getValue()).ifPresentOrElse(now -> missing.accept(one.getKey(), now), () -> ours.accept(one.getKey(), one.getValue())));
        waiting.clear();
    }

    private void refuse() {
        if (counts.entrySet().stream().allMatch(one -> one.getValue() <= approval.vanish().getOrDefault(one.getKey(), 0L))) {
            return;
        }
        String which = String.join(", ", counts.keySet());
        throw new AnotherSystemException(waiting.size() + " of " + compared + " known accounts that " + job.system() + " shows have another " + which
                + " than they had, and than their people have: are they another system's? Then the settings of " + job.system() + " lead to the wrong one, or something else stands "
                + "there by now. Nothing of it is used, and nothing is sent. If they are the same accounts: caravan sync " + job.name() + " --let-vanish " + which.replace(" ", ""));
    }
}
