package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.identity.Attributes;
import io.caravan.identity.Identity;
import io.caravan.identity.Lifecycle;
import io.caravan.identity.LifecycleState;
import io.caravan.identity.Link;
import io.caravan.identity.LinkState;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.OnExit;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.plan.Verdict.Step;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One decision under way: from lifecycle and scope over the link or a match to a change, or to none. Serves one identity; not thread-safe. */
final class AccountDecision {

    /** How the reason of a disabled leaver's link begins; {@code rehire: new} looks for it. */
    private static final String LEFT = "has left";
    /** How the reasons begin for which somebody stays without an account that only lifecycle and scope decide on. */
    private static final String OUT_OF_SCOPE = "out of scope: ";
    private static final String NOT_YET_DUE = "not yet due: ";
    private static final String NOTHING_TO_DISABLE = "there is no account to disable: ";

    /** What the account should be like, before looking at what it is. */
    private enum Wanted { ENABLED, DISABLED, NONE, GONE, UNMANAGED }

    private final AccountPlanner planner;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final ZoneId zone;
    private final Identity identity;
    private Link link;
    private final TargetView target;
    private final Surroundings surroundings;
    private final boolean explained;
    private final List<Step> steps = new ArrayList<>();
    private MappingEvaluation values;
    private Optional<Instant> dueAt = Optional.empty();
    private boolean urgent;
    private String why = "";
    /** An account that stays behind when its owner gets a new one; empty text: none. */
    private String leftBehind = "";

    AccountDecision(AccountPlanner planner, Identity identity, Optional<Link> link, TargetView target, Surroundings surroundings, boolean explained) {
        this.planner = planner;
        this.job = planner.job();
        this.object = planner.object();
        this.zone = planner.zone();
        this.identity = identity;
        this.link = link.orElseGet(() -> Link.none(identity.id(), ""));
        this.target = target;
        this.surroundings = surroundings;
        this.explained = explained;
        this.values = planner.evaluate(identity, this.link.state().exists() ? Optional.of(this.link.shadow()) : Optional.empty(), surroundings);
    }

    /** Whether this is why somebody has no account, whatever the attribute rules give. */
    static boolean isWithoutAccount(String reason) {
        return reason.startsWith(OUT_OF_SCOPE) || reason.startsWith(NOT_YET_DUE) || reason.startsWith(NOTHING_TO_DISABLE);
    }

    Verdict verdict() {
        Lifecycle lifecycle = Lifecycle.at(identity.attributes(), surroundings.now(), job.lifecycle().prehire(), zone);
        dueAt = lifecycle.nextChange();
        urgent = lifecycle.urgent();
        step("lifecycle", lifecycle.state().word() + (lifecycle.reason().isEmpty() ? "" : ": " + lifecycle.reason()), "");
        boolean inScope = job.include().isEmpty() || job.include().get().test(values);
        if (!inScope) {
            String clause = job.include().get().explain(values);
            step("scope", "out: " + clause, job.include().get().position().toString());
            why = (lifecycle.state() == LifecycleState.LEAVER ? LEFT + ": " + lifecycle.reason() + "; " : "")
                    + (link.state().exists() ? "left scope: " : OUT_OF_SCOPE) + clause;
            return outOfScope(lifecycle);
        }
        step("scope", "in", job.include().map(include -> include.position().toString()).orElse(""));
        why = lifecycle.state() == LifecycleState.LEAVER ? LEFT + ": " + lifecycle.reason() : lifecycle.reason();
        startHold(lifecycle);
        Wanted wanted = wanted(lifecycle);
        return link.state().exists() ? linked(wanted, lifecycle) : unlinked(wanted, lifecycle);
    }

    private Wanted wanted(Lifecycle lifecycle) {
        return switch (lifecycle.state()) {
            case STAGED, ARCHIVED -> Wanted.NONE;
            case PREHIRE -> job.lifecycle().prehireEnabled() ? Wanted.ENABLED : Wanted.DISABLED;
            case ACTIVE -> Wanted.ENABLED;
            case LEAVE -> job.lifecycle().disableOnLeave() ? Wanted.DISABLED : Wanted.ENABLED;
            case LEAVER -> leaver();
        };
    }

    private Wanted leaver() {
        if (job.lifecycle().onLeaver() == OnExit.DELETE) {
            return Wanted.GONE;
        }
        if (job.lifecycle().onLeaver() == OnExit.KEEP) {
            return Wanted.UNMANAGED;
        }
        if (job.lifecycle().hold().isPresent() && link.disabledAt().isPresent()) {
            Instant end = link.disabledAt().get().atZone(zone).plus(job.lifecycle().hold().get()).toInstant();
            if (!end.isAfter(surroundings.now())) {
                why = why + "; held for " + job.lifecycle().hold().get() + " since " + link.disabledAt().get();
                return Wanted.GONE;
            }
            dueAt = Optional.of(end);
        }
        return Wanted.DISABLED;
    }

    /** The hold begins when she has left, not when a leave of absence, a late start or the scope had disabled the account before. */
    private void startHold(Lifecycle lifecycle) {
        boolean begins = lifecycle.state() == LifecycleState.LEAVER && link.state() == LinkState.DISABLED
                && (link.disabledAt().isEmpty() || !wasLeaver());
        if (begins) {
            link = new Link(link.identityId(), link.anchor(), link.state(), link.shadow(), why, Optional.of(surroundings.now()), link.dueAt());
        }
    }

    private Verdict outOfScope(Lifecycle lifecycle) {
        if (!link.state().exists()) {
            return nothing(Verdict.Kind.SKIPPED, why);
        }
        if (link.state() == LinkState.UNMANAGED) {
            return nothing(Verdict.Kind.UNCHANGED, link.reason());
        }
        boolean held = lifecycle.state() == LifecycleState.LEAVER && link.state() == LinkState.DISABLED
                && job.lifecycle().onLeaver() == OnExit.DISABLE && (job.onExit() == OnExit.DISABLE || job.onExit() == OnExit.KEEP && wasLeaver());
        if (held) {
            startHold(lifecycle);
            return leaver() == Wanted.GONE ? change(ChangeKind.DELETE, List.of(), Optional.empty())
                    : nothing(Verdict.Kind.UNCHANGED, link.reason());
        }
        return switch (job.onExit()) {
            case KEEP -> change(ChangeKind.RELEASE, List.of(), Optional.empty());
            case DELETE -> change(ChangeKind.DELETE, List.of(), Optional.empty());
            case DISABLE -> disableIfEnabled(List.of());
        };
    }

    private Verdict linked(Wanted wanted, Lifecycle lifecycle) {
        step("link", "account " + link.anchor().orElseThrow() + " is " + link.state().word(), "");
        boolean comesBack = wanted == Wanted.ENABLED || lifecycle.state() == LifecycleState.PREHIRE;
        if (comesBack && !job.lifecycle().revive() && wasLeaver()) {
            return unlinkedAnew(wanted);
        }
        if (link.state() == LinkState.UNMANAGED && wanted != Wanted.UNMANAGED) {
            link = new Link(link.identityId(), link.anchor(), AccountDiff.enabled(object, link.shadow()) ? LinkState.ENABLED : LinkState.DISABLED,
                    link.shadow(), "", link.disabledAt(), link.dueAt());
        }
        return switch (wanted) {
            case GONE -> change(ChangeKind.DELETE, List.of(), Optional.empty());
            case UNMANAGED -> link.state() == LinkState.UNMANAGED
                    ? nothing(Verdict.Kind.UNCHANGED, link.reason()) : change(ChangeKind.RELEASE, List.of(), Optional.empty());
            case NONE -> disableIfEnabled(List.of());
            case DISABLED -> disableIfEnabled(lifecycle.state() == LifecycleState.LEAVER ? List.of() : differences(link.shadow()));
            case ENABLED -> enableAndUpdate();
        };
    }

    private boolean wasLeaver() {
        return link.state() == LinkState.DISABLED && link.reason().startsWith(LEFT);
    }

    /** {@code rehire: new}: the old account stays as it is, somebody else's business; a new one is made. */
    private Verdict unlinkedAnew(Wanted wanted) {
        leftBehind = link.anchor().orElseThrow();
        step("rehire", "the old account " + leftBehind + " stays disabled; a new one is made", job.file());
        values = planner.evaluate(identity, Optional.empty(), surroundings);
        return match(wanted == Wanted.ENABLED);
    }

    private Verdict enableAndUpdate() {
        List<AttributeChange> changes = differences(link.shadow());
        if (link.state() != LinkState.ENABLED) {
            return change(ChangeKind.ENABLE, changes, Optional.of(true));
        }
        if (!changes.isEmpty()) {
            return change(ChangeKind.UPDATE, changes, Optional.empty());
        }
        return nothing(Verdict.Kind.UNCHANGED, "");
    }

    private Verdict disableIfEnabled(List<AttributeChange> changes) {
        if (link.state() == LinkState.ENABLED) {
            return change(ChangeKind.DISABLE, changes, Optional.of(false));
        }
        return changes.isEmpty() ? nothing(Verdict.Kind.UNCHANGED, link.reason()) : change(ChangeKind.UPDATE, changes, Optional.empty());
    }

    private Verdict unlinked(Wanted wanted, Lifecycle lifecycle) {
        boolean leaver = lifecycle.state() == LifecycleState.LEAVER;
        if (wanted == Wanted.NONE) {
            return nothing(Verdict.Kind.SKIPPED, NOT_YET_DUE + why);
        }
        if (leaver || wanted == Wanted.GONE || wanted == Wanted.UNMANAGED) {
            return withoutAccount();
        }
        if (link.state() == LinkState.MISSING && job.onMissing() == OutboundJob.OnMissing.REPORT) {
            return nothing(Verdict.Kind.REPORTED, "the account is gone from the target, and onMissing is report");
        }
        return match(wanted == Wanted.ENABLED);
    }

    /**
     * Nobody's account is disabled on the strength of a match alone: it may be somebody else's by now. But an account that
     * looks like a leaver's and is open is told to whoever can decide.
     */
    private Verdict withoutAccount() {
        if (link.state() == LinkState.NONE) {
            AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), leftBehind, steps::add);
            Optional<Candidate> open = matching.account().filter(account -> AccountDiff.enabled(object, account.attributes()));
            if (open.isPresent()) {
                return nothing(Verdict.Kind.REPORTED, why + ", but account " + open.get().anchor() + ", which was never linked, matches "
                        + matching.rule().orElseThrow().attribute() + " (" + matching.rule().get().position()
                        + ") and is enabled; if it is this person's, disable it in the target");
            }
        }
        return nothing(Verdict.Kind.SKIPPED, NOTHING_TO_DISABLE + why);
    }

    private Verdict match(boolean enabled) {
        AccountMatching matching = AccountMatching.by(job.match(), values, target, identity.id(), leftBehind, steps::add);
        if (!matching.undecided().isEmpty()) {
            return nothing(Verdict.Kind.AMBIGUOUS, matching.undecided());
        }
        if (matching.account().isPresent()) {
            return matched(matching.rule().orElseThrow(), matching.account().get(), enabled);
        }
        if (!matching.asked()) {
            return nothing(Verdict.Kind.SKIPPED, "no match rule has a value to look for");
        }
        return job.creates() ? create(enabled)
                : nothing(Verdict.Kind.SKIPPED, "there is no account, and this job creates none");
    }

    private Verdict matched(MatchRule rule, Candidate account, boolean enabled) {
        if (job.onMatch() == OutboundJob.OnMatch.REPORT) {
            return nothing(Verdict.Kind.REPORTED, "account " + account.anchor() + " matches " + rule.attribute() + ", and onMatch is report");
        }
        target.claim(account.anchor(), identity.id());
        values = planner.evaluate(identity, Optional.of(account.attributes()), surroundings);
        values.adoptNames();
        Optional<Boolean> standing = AccountDiff.enabled(object, account.attributes()) == enabled ? Optional.empty() : Optional.of(enabled);
        why = rule.attribute() + " matches (" + rule.position() + ")";
        return change(ChangeKind.LINK, Optional.of(account.anchor()), account.attributes(), differences(account.attributes()), standing);
    }

    private Verdict create(boolean enabled) {
        return change(ChangeKind.CREATE, Optional.empty(), Attributes.empty(),
                AccountDiff.forCreate(job, object, values), Optional.of(enabled));
    }

    private List<AttributeChange> differences(Attributes account) {
        return AccountDiff.forUpdate(job.mapping().attributes().values(), object, values, account);
    }

    private Verdict change(ChangeKind kind, List<AttributeChange> changes, Optional<Boolean> enabled) {
        return change(kind, link.anchor(), link.shadow(), changes, enabled);
    }

    private Verdict change(ChangeKind kind, Optional<String> anchor, Attributes account,
                           List<AttributeChange> changes, Optional<Boolean> enabled) {
        List<String> log = steps.stream().map(Step::toString).toList();
        explainMapping();
        step("change", kind.word() + (changes.isEmpty() ? "" : " " + changes.stream()
                .map(AttributeChange::name).collect(Collectors.joining(", "))), "");
        String basis = Basis.of(job, identity, kind, anchor, changes, enabled);
        Change change = new Change(identity.id(), identity.key(), kind, anchor, account, changes, enabled,
                kind == ChangeKind.CREATE || kind == ChangeKind.UPDATE ? "" : why, urgent && kind.removes(), values.deferred(), basis, log);
        return new Verdict(Verdict.Kind.CHANGE, Optional.of(change), linkNow(link.reason()), values.references(), steps);
    }

    Verdict nothing(Verdict.Kind kind, String reason) {
        if (kind == Verdict.Kind.UNCHANGED) {
            explainMapping();
        }
        step("change", kind == Verdict.Kind.UNCHANGED ? "none: the account is as it should be" : kind.name().toLowerCase(Locale.ROOT) + ": " + reason, "");
        return new Verdict(kind, Optional.empty(), linkNow(reason), values.references(), steps);
    }

    private Link linkNow(String reason) {
        return new Link(identity.id(), link.anchor(), link.state(), link.shadow(), reason, link.disabledAt(), dueAt);
    }

    /** One step for each attribute: what the rule gives, and from what. */
    private void explainMapping() {
        if (!explained) {
            return;
        }
        for (Map.Entry<String, AttributeRule> entry : job.mapping().attributes().entrySet()) {
            if (object.attribute(entry.getKey()).sensitive() || planner.secrets().contains(entry.getKey())) {
                step("map", entry.getKey() + " = " + Change.SENSITIVE, entry.getValue().position().toString());
            } else {
                step("map", MappingExplanation.of(entry.getValue(), values, identity.attributes(), job.mapping()),
                        entry.getValue().position().toString());
            }
        }
    }

    void step(String step, String text, String where) {
        steps.add(new Step(step, text, where));
    }
}
