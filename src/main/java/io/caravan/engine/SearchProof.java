package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Openness;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Tries, once in a cycle, whether the search by an attribute can be trusted: a value that a known account has must find
 * it and nobody with another value, and a value that nobody has must find nobody. Thread-safe.
 */
final class SearchProof {

    private static final int KNOWN_ACCOUNTS = 50;
    /** So many known accounts may have changed since they were last seen. */
    private static final int TRIES = 3;

    private final StateStore store;
    private final Evidence evidence;
    private final String job;
    private final SystemPort system;
    private final ObjectSpec object;

    SearchProof(StateStore store, Cycle cycle, SystemPort system, ObjectSpec object) {
        this.store = store;
        this.evidence = cycle.evidence();
        this.job = cycle.job().name();
        this.system = system;
        this.object = object;
    }

    /**
     * Why the search by this attribute cannot be trusted, in words; empty when it can.
     *
     * @throws OutcomeException unauthorized: then nothing else can succeed either
     */
    Optional<String> distrust(String attribute) {
        return evidence.search(attribute).orElseGet(() -> {
            Optional<String> distrust = prove(attribute);
            evidence.search(attribute, distrust);
            return distrust;
        });
    }

    private Optional<String> prove(String attribute) {
        try {
            List<Known> known = known(attribute, Stream.of(LinkState.ENABLED, LinkState.DISABLED));
            if (known.isEmpty()) {
                // A system that cannot list leaves nothing better, as long as nobody is known.
                return object.can(Operation.LIST) ? Optional.of("no known account has a value of " + attribute + " to try the search with")
                        : findsNobodyElse(attribute, "");
            }
            return findsWhoIsThere(attribute, known).or(() -> findsNobodyElse(attribute, known.get(0).value));
        } catch (OutcomeException failed) {
            if (failed.outcome().kind().stopsAll()) {
                throw failed;
            }
            return Optional.of("the search by " + attribute + " is refused or fails: " + failed.outcome().message());
        }
    }

    /**
     * Whether the target shows accounts that are closed: its list or a search of this cycle has shown one, or one is found by one of these
     * attributes. There are targets that leave them out of both.
     */
    boolean showsClosed(Collection<String> attributes) {
        return evidence.showsClosed().orElseGet(() -> {
            boolean shown = store.links().inState(job, LinkState.DISABLED, 0, KNOWN_ACCOUNTS).stream().flatMap(link -> link.anchor().stream())
                    .anyMatch(evidence::isToBeSeen) || attributes.stream().anyMatch(this::findsClosed);
            evidence.showsClosed(shown);
            return shown;
        });
    }

    private boolean findsClosed(String attribute) {
        try {
            return object.find().contains(attribute) && known(attribute, Stream.of(LinkState.DISABLED)).stream()
                    .anyMatch(one -> finds(system.find(object.name(), attribute, one.value).stream().filter(this::readsClosed).toList(), one));
        } catch (OutcomeException failed) {
            if (failed.outcome().kind().stopsAll()) {
                throw failed;
            }
            return false;
        }
    }

    /** Or does not say: an account that we closed may be open. */
    private boolean readsClosed(Attributes hit) {
        return object.enabledBy().flatMap(name -> Openness.of(hit.get(name))).filter(open -> open).isEmpty();
    }

    private record Known(String anchor, String value) {
    }

    private List<Known> known(String attribute, Stream<LinkState> states) {
        return states.flatMap(state -> store.links().inState(job, state, 0, KNOWN_ACCOUNTS).stream())
                .flatMap(link -> value(link, attribute).map(text -> new Known(link.anchor().orElseThrow(), text)).stream())
                .limit(TRIES).toList();
    }

    private Optional<String> value(Link link, String attribute) {
        Optional<String> value = attribute.equals(object.anchor()) ? link.anchor()
                : ValueComparison.elements(link.shadow().get(attribute)).stream().findFirst().map(Object::toString);
        return value.filter(text -> !text.isBlank());
    }

    private Optional<String> findsWhoIsThere(String attribute, List<Known> known) {
        AttributeSpec spec = object.attribute(attribute);
        for (Known one : known) {
            List<Attributes> hits = system.find(object.name(), attribute, one.value);
            if (hits.stream().anyMatch(hit -> isAnother(spec, hit, one.value))) {
                return Optional.of("the search by " + attribute + " also finds accounts with other values");
            }
            if (finds(hits, one)) {
                return mindsTheCase(spec, one) ? Optional.of("the search by " + attribute + " minds upper and lower case, though " + attribute
                        + " is declared not to; if that is right, declare it caseExact in the connector") : Optional.empty();
            }
        }
        return Optional.of("the search by " + attribute + " does not find an account that has the value");
    }

    /** What the target calls the same must be found in any case, or two of the same would be made. */
    private boolean mindsTheCase(AttributeSpec spec, Known one) {
        String other = one.value.equals(one.value.toUpperCase(Locale.ROOT)) ? one.value.toLowerCase(Locale.ROOT) : one.value.toUpperCase(Locale.ROOT);
        boolean noMatter = spec.caseExact() || other.equals(one.value) || !ValueComparison.comparable(spec, other).equals(ValueComparison.comparable(spec, one.value));
        return !noMatter && !finds(system.find(object.name(), spec.name(), other), one);
    }

    private boolean finds(List<Attributes> hits, Known one) {
        return hits.stream().anyMatch(hit -> hit.text(object.anchor()).filter(one.anchor::equals).isPresent());
    }

    private static boolean isAnother(AttributeSpec spec, Attributes hit, String value) {
        return hit.has(spec.name()) && ValueComparison.elements(hit.get(spec.name())).stream()
                .noneMatch(one -> one.toString().strip().equalsIgnoreCase(value.strip()) || ValueComparison.comparable(spec, one).equals(ValueComparison.comparable(spec, value)));
    }

    private Optional<String> findsNobodyElse(String attribute, String like) {
        return system.find(object.name(), attribute, nobodys(like)).isEmpty() ? Optional.empty()
                : Optional.of("the search by " + attribute + " finds accounts by a value that nobody has");
    }

    /** A value of the same make that nobody has. */
    private static String nobodys(String like) {
        if (like.matches("\\d+")) {
            return String.valueOf(ThreadLocalRandom.current().nextInt(100_000_000, Integer.MAX_VALUE));
        }
        String random = "nobody-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
        return like.contains("@") ? random + like.substring(like.indexOf('@')) : random;
    }
}
