package io.caravan.plan;

import io.caravan.identity.Because;
import io.caravan.identity.KeyText;
import io.caravan.identity.Reason;
import io.caravan.mapping.Formula;
import io.caravan.mapping.MatchRule;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.plan.Verdict.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks for the account an identity has already, by the job's match rules in their order: the first rule that hits
 * decides, a rule whose value is absent is passed over.
 *
 * @param rule      the rule that hit; empty: none did
 * @param account   the one account it found, unless it belongs to somebody else
 * @param undecided why a hit is no match; empty when it is one or there is none
 * @param asked     whether any rule had a value to look for
 */
record AccountMatching(Optional<MatchRule> rule, Optional<Candidate> account, Optional<Because> undecided, boolean asked) {

    private static final int NAMED = 5;

    /**
     * @param leftBehind an account that counts as not there; empty text: none
     * @param steps      hears what each rule found
     */
    static AccountMatching by(List<MatchRule> rules, MappingEvaluation values, TargetView target, long identityId, String leftBehind,
                              Consumer<Step> steps) {
        boolean asked = rules.isEmpty();
        for (MatchRule rule : rules) {
            Object value = rule.value().evaluate(values);
            String place = rule.position().toString();
            if (value == Formula.ABSENT || Values.isEmpty(value) || value instanceof String text && KeyText.isBlank(text)) {
                steps.accept(new Step("match", rule.attribute() + " passed over: " + rule.value().source() + " has no value", place));
                continue;
            }
            asked = true;
            List<Candidate> found = accountsWith(target, rule.attribute(), value).stream()
                    .filter(account -> !account.anchor().equals(leftBehind)).toList();
            if (!found.isEmpty()) {
                return hit(rule, found, identityId, steps);
            }
            steps.accept(new Step("match", "no account has " + rule.attribute() + " \"" + value + "\"", place));
        }
        return new AccountMatching(Optional.empty(), Optional.empty(), Optional.empty(), asked);
    }

    /** What does not show makes no difference: an account is also found by the value without it. */
    private static List<Candidate> accountsWith(TargetView target, String attribute, Object value) {
        List<Candidate> found = target.accountsWith(attribute, value);
        if (found.isEmpty() && value instanceof String text && !KeyText.of(text).equals(text) && !KeyText.of(text).isEmpty()) {
            return target.accountsWith(attribute, KeyText.of(text));
        }
        return found;
    }

    private static AccountMatching hit(MatchRule rule, List<Candidate> found, long identityId, Consumer<Step> steps) {
        String place = rule.position().toString();
        Candidate first = found.get(0);
        if (found.size() > 1) {
            String anchors = found.stream().map(Candidate::anchor).limit(NAMED).collect(Collectors.joining(", "));
            steps.accept(new Step("match", found.size() + " accounts have " + rule.attribute(), place));
            return undecided(rule, Because.of(Reason.SEVERAL_MATCH, String.valueOf(found.size()), rule.attribute(), anchors));
        }
        if (first.linkedTo().isPresent() && first.linkedTo().getAsLong() != identityId) {
            steps.accept(new Step("match", "account " + first.anchor() + " belongs to another identity", place));
            return undecided(rule, Because.of(Reason.BELONGS_TO_ANOTHER, rule.attribute(), first.anchor()));
        }
        steps.accept(new Step("match", "account " + first.anchor() + " has " + rule.attribute(), place));
        return new AccountMatching(Optional.of(rule), Optional.of(first), Optional.empty(), true);
    }

    private static AccountMatching undecided(MatchRule rule, Because why) {
        return new AccountMatching(Optional.of(rule), Optional.empty(), Optional.of(why.at(rule.position())), true);
    }
}
