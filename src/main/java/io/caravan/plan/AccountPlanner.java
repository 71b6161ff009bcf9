package io.caravan.plan;

import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.OutboundJob;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Decides what one job does about one identity: the table "Outbound: one identity, one job" of the semantics, row by
 * row. A function of its arguments; thread-safe.
 */
public final class AccountPlanner {

    private final OutboundJob job;
    private final ObjectSpec object;
    private final ZoneId zone;
    private final Set<String> dnAttributes;
    private final Set<String> secrets;
    /** Rules that refer to people whom their own attributes name. */
    private final List<Source.Reference> foreseeable;
    /** Rules by which an account that is found is somebody's, or another's. */
    private final List<AttributeRule> telling;

    /**
     * @param zone    for people who have none of their own
     * @param secrets attributes whose values an explanation must not show
     */
    public AccountPlanner(OutboundJob job, ObjectSpec object, ZoneId zone, Set<String> secrets) {
        this.job = job;
        this.object = object;
        this.zone = zone;
        this.secrets = Set.copyOf(secrets);
        this.foreseeable = job.mapping().attributes().values().stream().map(AttributeRule::source).filter(Source.Reference.class::isInstance).map(Source.Reference.class::cast)
                .filter(MappingEvaluation::isForeseeable).toList();
        Set<String> matched = job.match().stream().map(MatchRule::attribute).collect(Collectors.toSet());
        this.telling = job.mapping().attributes().values().stream().filter(rule -> rule.apply() == AttributeRule.Apply.ALWAYS && AccountDiff.isKept(rule, object.attribute(rule.name())))
                .filter(rule -> !matched.contains(rule.name()) && job.mapping().isOfTheSubjectAlone(rule)).toList();
        this.dnAttributes = job.mapping().attributes().keySet().stream()
                .filter(name -> object.attribute(name).type() == AttributeType.DN).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param explained whether the steps shall tell of every attribute, too
     */
    public Verdict plan(Identity identity, Optional<Link> link, TargetView target, EvaluationContext context, boolean explained) {
        AccountDecision decision = new AccountDecision(this, identity, link, target, context, explained);
        try {
            return decision.verdict();
        } catch (LookUpFailed failed) {
            decision.step("match", failed.getMessage(), job.file());
            return decision.undecided(Verdict.Kind.FAILED, Because.of(Reason.LOOK_UP_FAILED, failed.attribute(), failed.getMessage()));
        } catch (FormulaException | IllegalArgumentException | ArithmeticException | DateTimeException failed) {
            String message = String.valueOf(failed.getMessage());
            decision.step("map", message, job.file());
            return decision.undecided(Verdict.Kind.FAILED, Because.of(Reason.EVALUATION_FAILED, message));
        }
    }

    /** Why an account cannot be this identity's: it has another value of what a match rule finds people by. Empty when nothing says so. */
    public Optional<Because> contradiction(Identity identity, String anchor, Attributes account, EvaluationContext context) {
        try {
            return AccountMatching.contradiction(new TargetView.Candidate(anchor, account, OptionalLong.empty()), object, job.match(),
                    evaluate(identity, Optional.of(account), context));
        } catch (FormulaException | IllegalArgumentException | ArithmeticException | DateTimeException failed) {
            return Optional.of(Because.of(Reason.EVALUATION_FAILED, String.valueOf(failed.getMessage())));
        }
    }

    /** What lifecycle and scope want of an account; empty when that cannot be told. */
    public Optional<AccountWish> wish(Identity identity, Optional<Link> link, EvaluationContext context) {
        return orUndecided(() -> Optional.of(new AccountDecision(this, identity, link, (attribute, value) -> List.of(), context, false).wish()));
    }

    /**
     * Why an account that a match rule finds is not this identity's: but for what it is recognised by, it has nothing in common with her, as where a number
     * was given away again. Empty when it may be hers.
     */
    Optional<Because> another(AccountMatching matching, MappingEvaluation values, TargetView target) {
        Map<String, Object> hers = new HashMap<>();
        for (AttributeRule rule : matching.rule().isEmpty() ? List.<AttributeRule>of() : telling) {
            Object value = values.value(rule.name());
            if (value != Formula.ABSENT && !ValueComparison.isEmpty(value)) {
                hers.put(rule.name(), value);
            }
        }
        TargetView.Candidate account = matching.account().orElseThrow();
        List<String> others = hers.isEmpty() ? List.of() : target.othersBy(Attributes.of(hers), account);
        return others.isEmpty() ? Optional.empty()
                : Optional.of(Because.of(Reason.MATCHES_ANOTHER, matching.attribute(), account.anchor(), String.join(", ", others)).at(matching.rule().get().position()));
    }

    /** Whether another job is to have this account: its owner has come into the scope of that one, which may not have looked yet, and nothing says that it will not recognise it. */
    boolean isToBeOfAnotherJob(Identity identity, Link link, TargetView target, EvaluationContext context) {
        String anchor = link.anchor().orElseThrow();
        return target.othersWithout(identity.id(), anchor).stream().map(other -> new AccountPlanner(other, object, zone, Set.of()))
                .filter(other -> other.wish(identity, Optional.empty(), context).filter(wish -> !wish.none() && wish.standing() != AccountWish.Standing.ANY).isPresent())
                .anyMatch(other -> other.contradiction(identity, anchor, link.shadow(), context).isEmpty());
    }

    /** The accounts that any match rule finds, each once; none where the rules cannot be computed. */
    public List<TargetView.Candidate> matches(Identity identity, TargetView target, EvaluationContext context) {
        return orUndecided(() -> Optional.of(AccountMatching.all(job.match(), evaluate(identity, Optional.empty(), context), target, identity.id()))).orElse(List.of());
    }

    /** Empty where something cannot be computed for this identity, or looked up. */
    <T> Optional<T> orUndecided(Supplier<Optional<T>> decision) {
        try {
            return decision.get();
        } catch (LookUpFailed | FormulaException | IllegalArgumentException | ArithmeticException | DateTimeException failed) {
            return Optional.empty();
        }
    }

    /** The mapping as this job applies it to one identity. */
    public MappingEvaluation evaluate(Identity identity, Optional<Attributes> account, EvaluationContext context) {
        return new MappingEvaluation(job.mapping(), identity.attributes(), account, dnAttributes, context);
    }

    /** Whom a page of identities will refer to, so that all of them can be looked up at once. */
    public List<Reference> foreseeableReferences(Identity identity, EvaluationContext context) {
        return foreseeable.isEmpty() ? List.of() : evaluate(identity, Optional.empty(), context).foreseen(foreseeable);
    }

    /**
     * For accounts that were as they should be before these rules changed.
     *
     * @return empty when everybody has to be evaluated
     */
    public Optional<PartialEvaluation> partialEvaluation(Set<String> changedRules, Instant now) {
        return job.usesAssignments() || !job.mapping().listsOfGroups().isEmpty() || job.mapping().readsGroups() ? Optional.empty() : PartialEvaluation.of(this, changedRules, now);
    }

    /** What the target declares of the job's kind of object. */
    public ObjectSpec described() {
        return object;
    }

    Set<String> dnAttributes() {
        return dnAttributes;
    }

    /** The job whose accounts it plans. */
    public OutboundJob job() {
        return job;
    }

    ObjectSpec object() {
        return object;
    }

    ZoneId zone() {
        return zone;
    }

    Set<String> secrets() {
        return secrets;
    }
}
