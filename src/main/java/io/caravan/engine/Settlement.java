package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Openness;
import io.caravan.subject.Reason;
import io.caravan.subject.Unconfirmed;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.ValueComparison;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** @param gone whether it was proven that the account is not there */
    static Settlement of(Change change, Link before, Outcome outcome, boolean gone, OutboundJob job, ObjectSpec object, Instant now) {
        if (outcome.kind() == OutcomeKind.OK || gone && change.kind() == ChangeKind.DELETE) {
            return new Settlement(done(change, before, outcome, object, now).withUnconfirmed(open(change, before, outcome, job, object)).withGiven(given(change, before, object)), Follows.DONE, "");
        }
        if (change.kind() == ChangeKind.CREATE) {
            return notCreated(change, before, outcome, object);
        }
        Link known = change.kind() == ChangeKind.LINK ? recognised(change, before, object) : before;
        return switch (outcome.kind()) {
            case NOT_FOUND -> outcome.begun() && !gone ? new Settlement(doubted(change, known, outcome, object), Follows.LATER, outcome.message()) : notFound(change, before, outcome, gone);
            case THROTTLED -> new Settlement(unlessBegun(change, known, outcome, object), Follows.LATER, outcome.message());
            case UNAVAILABLE, IN_DOUBT -> new Settlement(doubted(change, known, outcome, object), Follows.LATER, outcome.message());
            case UNAUTHORIZED, MISCONFIGURED -> new Settlement(unlessBegun(change, known, outcome, object), Follows.STOP, outcome.message());
            default -> new Settlement(refused(change, known, outcome, object), Follows.DEAD_LETTER, outcome.message());
        };
    }

    /** Where the account can be asked for, whether it is open has been looked at by now. */
    private static Link refused(Change change, Link known, Outcome outcome, ObjectSpec object) {
        if (change.enabled().isPresent() && Presence.canAsk(object)) {
            return known;
        }
        return ReadBack.isRefused(outcome) && !Presence.canAsk(object) ? doubted(change, known, outcome, object) : unlessBegun(change, known, outcome, object);
    }

    /** Whose account it is was known before it was to be changed: that it could not be makes it nobody's, and it would stay open when she leaves. */
    private static Link recognised(Change change, Link before, ObjectSpec object) {
        return link(before, change.anchor(), enabledNow(change, object), change.account(), Optional.empty(), Optional.empty());
    }

    private static Link unlessBegun(Change change, Link known, Outcome outcome, ObjectSpec object) {
        return outcome.begun() ? doubted(change, known, outcome, object) : known;
    }

    /**
     * Some of it may have been carried out. Where nobody can ask for one account, only whether it is open is not known any more, so that whoever may be
     * open is closed when she leaves, and whoever may be closed is opened; everything else is written again.
     */
    private static Link doubted(Change change, Link known, Outcome outcome, ObjectSpec object) {
        return mayBeInDoubt(change, known, object) ? AccountRefresh.inDoubt(known, change, outcome.message(), object) : known;
    }

    /**
     * A change that may have been sent by a process that was killed.
     *
     * @return how the account stands as far as that goes; empty where nothing follows from it
     */
    static Optional<Link> unanswered(Change change, Link before, String message, ObjectSpec object) {
        if (change.kind() == ChangeKind.CREATE) {
            return before.state() == LinkState.IN_DOUBT ? Optional.empty() : Optional.of(before.withProblem(Optional.of(Because.of(Reason.CREATE_IN_DOUBT, message))));
        }
        boolean found = change.kind() == ChangeKind.LINK && change.enabled().isPresent();
        Link known = found ? recognised(change, before, object) : before;
        return mayBeInDoubt(change, known, object) ? Optional.of(AccountRefresh.inDoubt(known, change, message, object)) : Optional.empty();
    }

    private static boolean mayBeInDoubt(Change change, Link known, ObjectSpec object) {
        return known.state().exists() && (Presence.canAsk(object) || change.enabled().isPresent() && object.enabledBy().isPresent());
    }

    /**
     * The same of a refusal, after which the account was looked at: whether it is open is what the target shows. Where it shows nothing, nobody knows, and
     * it is asked for again.
     */
    Settlement seen(Change change, Presence.Found after, ObjectSpec object) {
        boolean shows = after.answer() == Presence.Answer.THERE;
        String name = object.enabledBy().orElse("");
        Optional<Boolean> open = Optional.ofNullable(after.account().get(name)).filter(Boolean.class::isInstance).map(Boolean.class::cast);
        Link seen = !shows ? AccountRefresh.inDoubt(link, change, reason, object)
                : open.map(is -> link.with(is ? LinkState.ENABLED : LinkState.DISABLED, link.shadow().with(Map.of(name, is)))).orElse(link);
        return new Settlement(seen, follows, reason);
    }

    /** What was only recognised, and never linked, stays as unknown as it was. */
    private static Settlement notFound(Change change, Link before, Outcome outcome, boolean gone) {
        if (gone) {
            return new Settlement(before.anchor().isPresent() ? AccountRefresh.gone(before) : before, Follows.LOOK_AGAIN, outcome.message());
        }
        Link missing = before.anchor().isPresent() ? AccountRefresh.missing(before, change.because()) : before;
        return new Settlement(missing, Follows.LATER, "the target does not find the account, and nothing proves that it is gone: " + outcome.message());
    }

    /** What a doubtful create sent is remembered: it is looked for before another is made. That what was sent is refused says that there is none; that somebody may not, or finds nothing, does not. */
    private static Settlement notCreated(Change change, Link before, Outcome outcome, ObjectSpec object) {
        return switch (outcome.kind()) {
            case IN_DOUBT -> new Settlement(inDoubt(change, before, Because.of(Reason.CREATE_IN_DOUBT, outcome.message()), named(before, outcome, object), object), Follows.LOOK_AGAIN, outcome.message());
            case UNAVAILABLE, THROTTLED -> new Settlement(before, Follows.LATER, outcome.message());
            case UNAUTHORIZED, MISCONFIGURED -> new Settlement(before, Follows.STOP, outcome.message());
            case FORBIDDEN, NOT_FOUND, UNSUPPORTED -> new Settlement(before, Follows.DEAD_LETTER, outcome.message());
            default -> new Settlement(before.state() == LinkState.IN_DOUBT ? Link.none(before.identityId()).withDueAt(before.dueAt()) : before,
                    Follows.DEAD_LETTER, outcome.message());
        };
    }

    /** @param problem why nobody knows which account was made */
    static Link inDoubt(Change change, Link before, Because problem, ObjectSpec object) {
        return inDoubt(change, before, problem, Attributes.empty(), object);
    }

    /** @param named the anchor, where the system told it before it became doubtful what it did */
    private static Link inDoubt(Change change, Link before, Because problem, Attributes named, ObjectSpec object) {
        return new Link(before.identityId(), Optional.empty(), LinkState.IN_DOUBT, shadow(change, new Outcome(OutcomeKind.OK, Optional.empty(), named, "", Optional.empty()), object, change.enabled().orElse(true)),
                new Link.Why(before.because(), Optional.of(problem)), new Link.Dates(Optional.empty(), before.dueAt()), new Link.Written(Map.of(), before.given()));
    }

    /** What was known of an earlier try stays known. */
    private static Attributes named(Link before, Outcome outcome, ObjectSpec object) {
        Optional<Object> anchor = outcome.anchor().map(Object.class::cast)
                .or(() -> before.state() == LinkState.IN_DOUBT ? Optional.ofNullable(before.shadow().get(object.anchor())) : Optional.empty());
        return anchor.map(name -> Attributes.of(Map.of(object.anchor(), name))).orElse(Attributes.empty());
    }

    private static Link done(Change change, Link before, Outcome outcome, ObjectSpec object, Instant now) {
        Optional<String> anchor = change.kind() == ChangeKind.CREATE ? outcome.anchor() : change.anchor();
        boolean wasEnabled = before.state() != LinkState.DISABLED;
        return switch (change.kind()) {
            case DELETE -> new Link(before.identityId(), Optional.empty(), LinkState.DELETED, Attributes.empty(),
                    new Link.Why(change.because(), Optional.empty()), new Link.Dates(Optional.empty(), before.dueAt()), Map.of());
            case RELEASE -> new Link(before.identityId(), anchor, LinkState.UNMANAGED, before.shadow(), new Link.Why(change.because(), Optional.empty()),
                    new Link.Dates(Optional.empty(), before.dueAt()), Map.of());
            case JOIN, LEAVE -> before;
            case UPDATE -> link(before, anchor, wasEnabled, shadow(change, outcome, object, wasEnabled), before.because(), before.disabledAt());
            case DISABLE -> link(before, anchor, false, shadow(change, outcome, object, false), change.because(), Optional.of(now));
            default -> {
                boolean enabled = isMadeOpen(change, outcome, object) || change.enabled().orElseGet(() -> enabledNow(change, object));
                yield link(before, anchor, enabled, shadow(change, outcome, object, enabled), Optional.empty(), Optional.empty());
            }
        };
    }

    private static Map<String, Unconfirmed> open(Change change, Link before, Outcome outcome, OutboundJob job, ObjectSpec object) {
        return change.kind().isOfMembers() ? before.unconfirmed() : change.kind() == ChangeKind.DELETE || change.kind() == ChangeKind.RELEASE ? Map.of() : StoredAsSent.written(change, before, outcome, job, object);
    }

    /** What the target has taken out of a list is not there by us any more. */
    private static Attributes given(Change change, Link before, ObjectSpec object) {
        if (change.kind() == ChangeKind.DELETE || change.kind() == ChangeKind.RELEASE || before.given().isEmpty()) {
            return change.kind().isOfMembers() ? before.given() : Attributes.empty();
        }
        Map<String, Object> given = new LinkedHashMap<>(before.given().asMap());
        change.changes().stream().filter(one -> !one.remove().isEmpty()).forEach(one -> given.computeIfPresent(one.name(), (name, ours) -> {
            List<Object> left = ValueComparison.missing(object.attribute(name), ours, one.remove());
            return left.isEmpty() ? null : left;
        }));
        return Attributes.of(given);
    }

    /** Some systems open whatever they make. An account that is shown open is, whatever was asked for, and is to be closed. */
    static boolean isMadeOpen(Change change, Outcome outcome, ObjectSpec object) {
        return change.kind() == ChangeKind.CREATE && outcome.isOk() && change.enabled().filter(open -> !open).isPresent()
                && object.enabledBy().map(outcome.attributes()::get).flatMap(Openness::of).filter(open -> open).isPresent();
    }

    private static boolean enabledNow(Change change, ObjectSpec object) {
        return object.enabledBy().map(name -> Openness.mayBeOpen(change.account().get(name))).orElse(true);
    }

    private static Link link(Link before, Optional<String> anchor, boolean enabled, Attributes shadow, Optional<Because> because, Optional<Instant> disabledAt) {
        return new Link(before.identityId(), anchor, enabled ? LinkState.ENABLED : LinkState.DISABLED, shadow,
                new Link.Why(because, before.problemOfAttributes()), new Link.Dates(disabledAt, before.dueAt()), Map.of());
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
            if (ValueComparison.isEmpty(attribute.after())) {
                shadow.remove(attribute.name());
            } else {
                shadow.put(attribute.name(), attribute.after());
            }
        }
        object.enabledBy().ifPresent(name -> shadow.put(name, enabled));
        return Attributes.taking(shadow);
    }
}
