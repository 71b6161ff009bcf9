package io.caravan.plan;

import io.caravan.subject.ApplicationRole;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What somebody is assigned to in one application, by whomever.
 *
 * @param held every assignment, also those that have not begun or are over
 */
public record Assigned(List<Held> held) {

    /** Nothing. */
    public static final Assigned NOTHING = new Assigned(List.of());

    /** One assignment, and who said so: to the person, or to a group that she is in. */
    public record Held(ApplicationRole to, Membership said) {
    }

    public Assigned {
        held = List.copyOf(held);
    }

    /** Those that hold at a moment. */
    public List<Held> at(Instant now) {
        return held.stream().filter(one -> one.said().isAt(now)).toList();
    }

    /** The roles that are held at a moment, each once, in order. */
    public List<String> roles(Instant now) {
        return at(now).stream().flatMap(one -> one.to().role().stream()).distinct().sorted().toList();
    }

    /** Who says so at a moment, in words that are stored. */
    public String origins(Instant now) {
        return at(now).stream().map(one -> one.said().origin()).map(Origin::toString).distinct().sorted().collect(Collectors.joining(", "));
    }
}
