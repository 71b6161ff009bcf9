package io.caravan.cycle;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.identity.Attributes;
import io.caravan.identity.Because;
import io.caravan.identity.Link;
import io.caravan.identity.LinkState;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.Values;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a change's outcome means for the link, and what follows: the outcome table of the semantics. Pure.
 *
 * @param link    as it stands now
 * @param follows what is to be done about the change
 * @param reason  for the log; empty on success
 */
record Settlement(Link link, Follows follows, String reason) {

    /** What becomes of a change after its outcome. */
    enum Follows {
        /** Carried out. */
        DONE,
        /** Will not be tried again until the desired state changes. */
        DEAD_LETTER,
        /** Decided anew in this cycle, from what is known now. */
        LOOK_AGAIN,
        /** Decided anew in the next cycle. */
        LATER,
        /** Nothing more is sent to this target. */
        STOP
    }

    static Settlement of(Change change, Link before, Outcome outcome, ObjectSpec object, Instant now) {
        if (outcome.kind() == OutcomeKind.OK || outcome.kind() == OutcomeKind.NOT_FOUND && change.kind() == ChangeKind.DELETE) {
            return change.kind() == ChangeKind.CREATE && outcome.anchor().isEmpty()
                    ? new Settlement(before, Follows.LOOK_AGAIN, "the target did not say what it calls the new account")
                    : new Settlement(done(change, before, outcome, object, now), Follows.DONE, "");
        }
        return switch (outcome.kind()) {
            case NOT_FOUND -> change.kind() == ChangeKind.CREATE
                    ? new Settlement(before, Follows.DEAD_LETTER, outcome.message())
                    : new Settlement(TargetMatching.missing(linkedTo(change, before)), Follows.LOOK_AGAIN, "the account is gone from the target");
            case UNAVAILABLE, THROTTLED, IN_DOUBT -> new Settlement(before, Follows.LATER, outcome.message());
            case UNAUTHORIZED -> new Settlement(before, Follows.STOP, outcome.message());
            default -> new Settlement(before, Follows.DEAD_LETTER, outcome.message());
        };
    }

    private static Link linkedTo(Change change, Link before) {
        return before.anchor().isPresent() ? before
                : new Link(before.identityId(), change.anchor(), LinkState.ENABLED, change.account(), before.because(), before.problem(), before.disabledAt(),
                        before.dueAt());
    }

    private static Link done(Change change, Link before, Outcome outcome, ObjectSpec object, Instant now) {
        Optional<String> anchor = change.kind() == ChangeKind.CREATE ? outcome.anchor() : change.anchor();
        boolean wasEnabled = before.state() != LinkState.DISABLED;
        return switch (change.kind()) {
            case DELETE -> new Link(before.identityId(), Optional.empty(), LinkState.DELETED, Attributes.empty(), change.because(), Optional.empty(), Optional.empty(),
                    before.dueAt());
            case RELEASE -> new Link(before.identityId(), anchor, LinkState.UNMANAGED, before.shadow(), change.because(), Optional.empty(), Optional.empty(), before.dueAt());
            case UPDATE -> link(before, anchor, wasEnabled, shadow(change, outcome, object, wasEnabled), before.because(), before.disabledAt());
            case DISABLE -> link(before, anchor, false, shadow(change, outcome, object, false), change.because(), Optional.of(now));
            default -> {
                boolean enabled = change.enabled().orElseGet(() -> enabledNow(change, object));
                yield link(before, anchor, enabled, shadow(change, outcome, object, enabled), Optional.empty(), Optional.empty());
            }
        };
    }

    private static boolean enabledNow(Change change, ObjectSpec object) {
        return object.enabledBy().map(name -> !Boolean.FALSE.equals(change.account().get(name))).orElse(true);
    }

    private static Link link(Link before, Optional<String> anchor, boolean enabled, Attributes shadow, Optional<Because> because, Optional<Instant> disabledAt) {
        return new Link(before.identityId(), anchor, enabled ? LinkState.ENABLED : LinkState.DISABLED, shadow, because, Optional.empty(), disabledAt, before.dueAt());
    }

    /** The account as known, with what the target told and what we wrote on top; secrets are not kept. */
    private static Attributes shadow(Change change, Outcome outcome, ObjectSpec object, boolean enabled) {
        Map<String, Object> shadow = new LinkedHashMap<>(change.account().asMap());
        outcome.attributes().asMap().forEach((name, value) -> {
            if (change.kind() == ChangeKind.CREATE || shadow.containsKey(name)) {
                shadow.put(name, value);
            }
        });
        for (AttributeChange attribute : change.changes()) {
            if (object.attribute(attribute.name()).sensitive()) {
                continue;
            }
            if (Values.isEmpty(attribute.after())) {
                shadow.remove(attribute.name());
            } else {
                shadow.put(attribute.name(), attribute.after());
            }
        }
        object.enabledBy().ifPresent(name -> shadow.put(name, enabled));
        return Attributes.of(shadow);
    }
}
