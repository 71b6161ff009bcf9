package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.KeyText;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Reason;
import io.caravan.subject.Unconfirmed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of accounts that a target has given away again: under the name that is known stands an account that has nothing in common with it, no word of a
 * name, no address, nothing. What only many have, such as a department, tells nobody apart. Used by one thread.
 */
final class SomebodyElse {

    /** Of fewer attributes nobody can tell. */
    private static final int COMPARED = 2;
    /** So many known accounts are looked at for what many have. */
    private static final int SOME = 100;
    private static final int FEW = 2;
    private static final double MANY = 0.1;
    private static final Set<AttributeType> TELLING = EnumSet.of(AttributeType.STRING, AttributeType.INTEGER);

    private final StateStore store;
    private final String job;
    private final Optional<String> state;
    private final List<AttributeSpec> compared;
    /** By attribute, the words that many accounts have in it; null until somebody needs them. */
    private Map<String, Set<String>> common;

    SomebodyElse(StateStore store, OutboundJob job, ObjectSpec object) {
        this.store = store;
        this.job = job.name();
        this.state = object.enabledBy();
        List<String> names = List.of(object.anchor(), object.referenceAttribute()); // of whoever has the name now
        this.compared = job.mapping().attributes().keySet().stream().sorted().map(object::attribute).filter(spec -> !names.contains(spec.name()))
                .filter(spec -> TELLING.contains(spec.type()) && !spec.sensitive() && !spec.notReturned()).toList();
    }

    /** The attributes by which an account is another person's than the one that is known; none: it may be hers. */
    List<String> by(Link link, Attributes account) {
        List<String> others = new ArrayList<>();
        for (AttributeSpec spec : compared) {
            Object before = link.shadow().get(spec.name());
            Set<String> now = words(account.get(spec.name()));
            if (ValueComparison.isEmpty(before) || now.isEmpty() || tellsNobody(spec, before)) {
                continue;
            }
            Stream<String> known = Stream.concat(words(before).stream(), Optional.ofNullable(link.unconfirmed().get(spec.name())).map(Unconfirmed::shown).stream().flatMap(shown -> words(shown).stream()));
            if (known.anyMatch(word -> now.contains(word) && !common().get(spec.name()).contains(word))) {
                return List.of();
            }
            others.add(spec.name());
        }
        return others.size() < COMPARED ? List.of() : others;
    }

    /** The same, where it matters whose it is. */
    List<String> inPlaceOf(Link known, Attributes account) {
        return matters(known, account) ? by(known, account) : List.of();
    }

    /** What a link becomes whose account somebody else is in the place of; empty where she is not. */
    Optional<Link> instead(Link known, Attributes account) {
        List<String> others = inPlaceOf(known, account);
        return others.isEmpty() ? Optional.empty() : Optional.of(AccountRefresh.missing(known, Optional.of(Because.of(Reason.ACCOUNT_OF_ANOTHER, String.join(", ", others)))));
    }

    /** Who has left may have been made unrecognisable: as long as the account is closed, it is as it shall be. */
    private boolean matters(Link known, Attributes account) {
        boolean closed = known.state() == LinkState.DISABLED || known.state() == LinkState.MISSING && known.disabledAt().isPresent();
        return known.state() != LinkState.UNMANAGED && known.changeInDoubt().isEmpty() && !(closed && state.map(account::get).filter(shown -> !Openness.of(shown).orElse(false)).isPresent());
    }

    private boolean tellsNobody(AttributeSpec spec, Object value) {
        return common().get(spec.name()).containsAll(words(value));
    }

    private Map<String, Set<String>> common() {
        if (common == null) {
            List<Link> some = store.links().inState(job, LinkState.ENABLED, 0, SOME);
            common = compared.stream().collect(Collectors.toMap(AttributeSpec::name, spec -> some.stream().flatMap(link -> words(link.shadow().get(spec.name())).stream())
                    .collect(Collectors.groupingBy(word -> word, Collectors.counting())).entrySet().stream()
                    .filter(word -> word.getValue() > Math.max(FEW, some.size() * MANY)).map(Map.Entry::getKey).collect(Collectors.toSet())));
        }
        return common;
    }

    private static Set<String> words(Object value) {
        return ValueComparison.elements(value).stream().flatMap(one -> Arrays.stream(KeyText.folded(one.toString()).split("[^\\p{L}\\p{N}]+"))).filter(word -> !word.isEmpty()).collect(Collectors.toSet());
    }
}
