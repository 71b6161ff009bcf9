package io.caravan.plan;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.KeyText;
import io.caravan.subject.Reason;
import io.caravan.mapping.Formula;
import io.caravan.mapping.MatchRule;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.plan.Verdict.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for the account an identity has already, by the job's match rules in their order: the first rule that hits
 * decides, a rule whose value is absent is passed over.
 *
 * @param rule      the rule that hit; empty: none did
 * @param attribute by which something was found; empty text: nothing was
 * @param account   the one account it found, unless it belongs to somebody else
 * @param undecided why a hit is no match; empty when it is one or there is none
 * @param asked     whether any rule had a value to look for
 */
record AccountMatching(Optional<MatchRule> rule, String attribute, Optional<Candidate> account, Optional<Because> undecided, boolean asked) {

    private static final int NAMED = 5;

    /**
     * @param leftAlone accounts that count as not there
     * @param steps     hears what each rule found
     */
    static AccountMatching by(List<MatchRule> rules, MappingEvaluation values, TargetView target, long identityId, Predicate<Candidate> leftAlone,
                              Consumer<Step> steps) {
        boolean asked = rules.isEmpty();
        for (MatchRule rule : rules) {
            Object value = rule.value().evaluate(values);
            String place = rule.position().toString();
            if (hasNoValue(value)) {
                steps.accept(new Step("match", rule.attribute() + " passed over: " + rule.value().source() + " has no value", place));
                continue;
            }
            asked = true;
            List<Candidate> all = accountsWith(target, rule.attribute(), value);
            List<Candidate> found = all.stream().filter(leftAlone.negate()).filter(account -> !target.isNotOf(identityId, account.anchor())).toList();
            if (!found.isEmpty()) {
                return bySeveral(rule, values, found, target, identityId, steps).orElseGet(() -> hit(Optional.of(rule), rule.attribute(), found, identityId, steps));
            }
            steps.accept(new Step("match", (all.isEmpty() ? "no account has " : "no account that counts here, of " + all.size() + ", has ")
                    + rule.attribute() + " \"" + value + "\"", place));
        }
        return nothing(asked);
    }

    /**
     * Looks for an account that may have been made, or brought back: by the name that the system told of it, then by the rules, then by
     * what was sent for it that no other account may have. An account found by what was sent that contradicts a rule is somebody else's; one
     * that the system named is hers, whatever stands in it by now.
     *
     * @param sent      the attributes of the create
     * @param leftAlone accounts that count as not there
     */
    static AccountMatching ofSent(Attributes sent, ObjectSpec object, List<MatchRule> rules, MappingEvaluation values, TargetView target, long identityId,
                                  Predicate<Candidate> leftAlone, Consumer<Step> steps) {
        String anchor = object.anchor();
        if (object.attribute(anchor).readOnly() && !ValueComparison.isEmpty(sent.get(anchor))) {
            List<Candidate> named = accountNamed(target, anchor, sent.get(anchor)).stream().filter(account -> !target.isNotOf(identityId, account.anchor())).toList();
            if (!named.isEmpty()) {
                return hit(Optional.empty(), anchor, named, identityId, steps);
            }
            steps.accept(new Step("match", "there is no account " + sent.get(anchor) + ", of which the target told", ""));
        }
        AccountMatching byRules = by(rules, values, target, identityId, leftAlone, steps);
        boolean asked = byRules.asked && !rules.isEmpty();
        if (!byRules.attribute.isEmpty()) {
            return byRules;
        }
        for (String name : sent.names()) {
            boolean unique = name.equals(anchor) || object.attribute(name).unique() && object.find().contains(name);
            if (!unique || ValueComparison.isEmpty(sent.get(name))) {
                continue;
            }
            asked = true;
            List<Candidate> all = name.equals(anchor) ? accountNamed(target, anchor, sent.get(anchor)) : accountsWith(target, name, sent.get(name));
            List<Candidate> found = all.stream().filter(leftAlone.negate())
                    .filter(account -> !target.isNotOf(identityId, account.anchor())).toList();
            if (!found.isEmpty()) {
                Optional<Because> contradiction = found.stream().flatMap(account -> contradiction(account, object, rules, values).or(() -> lacks(account, sent, object, rules)).stream())
                        .findFirst();
                return contradiction.map(why -> new AccountMatching(Optional.empty(), name, Optional.empty(), Optional.of(why), true))
                        .orElseGet(() -> hit(Optional.empty(), name, found, identityId, steps));
            }
            steps.accept(new Step("match", "no account has the " + name + " that was sent", ""));
        }
        return nothing(asked);
    }

    /** What any of the rules finds, each account once. */
    static List<Candidate> all(List<MatchRule> rules, MappingEvaluation values, TargetView target, long identityId) {
        Map<String, Candidate> found = new LinkedHashMap<>();
        for (MatchRule rule : rules) {
            Object value = rule.value().evaluate(values);
            if (!hasNoValue(value)) {
                accountsWith(target, rule.attribute(), value).stream().filter(account -> !target.isNotOf(identityId, account.anchor())).forEach(account -> found.putIfAbsent(account.anchor(), account));
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean hasNoValue(Object value) {
        return value == Formula.ABSENT || ValueComparison.isEmpty(value) || value instanceof String text && KeyText.isNobodys(text);
    }

    /** Whether an account has what a rule looks for, in whatever case it is written. */
    static boolean agrees(MatchRule rule, Candidate account, MappingEvaluation values) {
        Object value = rule.value().evaluate(values);
        return !hasNoValue(value) && ValueComparison.elements(account.attributes().get(rule.attribute())).stream()
                .anyMatch(one -> KeyText.folded(one.toString()).equals(KeyText.folded(value.toString())));
    }

    static Optional<Because> contradiction(Candidate account, ObjectSpec object, List<MatchRule> rules, MappingEvaluation values) {
        for (MatchRule rule : rules) {
            Object value = rule.value().evaluate(values);
            List<?> has = ValueComparison.elements(account.attributes().get(rule.attribute()));
            AttributeSpec spec = object.attribute(rule.attribute());
            boolean another = value != Formula.ABSENT && !ValueComparison.isEmpty(value) && !has.isEmpty()
                    && has.stream().noneMatch(one -> ValueComparison.comparable(spec, one).equals(ValueComparison.comparable(spec, value)));
            if (another) {
                return Optional.of(Because.of(Reason.CONTRADICTS, account.anchor(), rule.attribute()).at(rule.position()));
            }
        }
        return Optional.empty();
    }

    /** What was made with a value by which accounts are recognised has it: one that has none was there before, and is why the create was refused. */
    private static Optional<Because> lacks(Candidate account, Attributes sent, ObjectSpec object, List<MatchRule> rules) {
        return rules.stream().filter(rule -> !ValueComparison.isEmpty(sent.get(rule.attribute())) && ValueComparison.isEmpty(account.attributes().get(rule.attribute()))
                && !object.attribute(rule.attribute()).notReturned()).findFirst().map(rule -> Because.of(Reason.CONTRADICTS, account.anchor(), rule.attribute()).at(rule.position()));
    }

    private static AccountMatching nothing(boolean asked) {
        return new AccountMatching(Optional.empty(), "", Optional.empty(), Optional.empty(), asked);
    }

    private static List<Candidate> accountsWith(TargetView target, String attribute, Object value) {
        return found(value, one -> target.accountsWith(attribute, one));
    }

    private static List<Candidate> accountNamed(TargetView target, String attribute, Object anchor) {
        return found(anchor, one -> target.accountNamed(attribute, one));
    }

    /** What does not show makes no difference: an account is also found by the value without it, and with letters composed of other signs. */
    private static List<Candidate> found(Object value, Function<Object, List<Candidate>> look) {
        List<Candidate> found = look.apply(value);
        if (found.isEmpty() && value instanceof String text) {
            String plain = KeyText.of(text);
            return Stream.of(plain, KeyText.decomposed(plain)).filter(other -> !other.isEmpty() && !other.equals(text))
                    .distinct().map(look).filter(some -> !some.isEmpty()).findFirst().orElse(found);
        }
        return found;
    }

    /** Nobody's account yet, and several people would have it: whoever is looked at first would get what is another's. */
    private static Optional<AccountMatching> bySeveral(MatchRule rule, MappingEvaluation values, List<Candidate> found, TargetView target, long identityId, Consumer<Step> steps) {
        boolean isFree = found.size() == 1 && found.get(0).linkedTo().isEmpty() && rule.value().attributes().size() == 1;
        String attribute = isFree ? rule.value().attributes().iterator().next() : "";
        List<String> others = isFree ? target.othersWith(identityId, attribute, String.valueOf(values.attribute(attribute))) : List.of();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        String keys = others.stream().limit(NAMED).collect(Collectors.joining(", "));
        steps.accept(new Step("match", "account " + found.get(0).anchor() + " would also be that of " + keys, rule.position().toString()));
        return Optional.of(undecided(Optional.of(rule), rule.attribute(), Because.of(Reason.MATCHES_SEVERAL, rule.attribute(), found.get(0).anchor(), keys)));
    }

    private static AccountMatching hit(Optional<MatchRule> rule, String attribute, List<Candidate> found, long identityId, Consumer<Step> steps) {
        String place = rule.map(MatchRule::position).map(Object::toString).orElse("");
        Candidate first = found.get(0);
        if (found.size() > 1) {
            String anchors = found.stream().map(Candidate::anchor).limit(NAMED).collect(Collectors.joining(", "));
            steps.accept(new Step("match", found.size() + " accounts have " + attribute, place));
            return undecided(rule, attribute, Because.of(Reason.SEVERAL_MATCH, String.valueOf(found.size()), attribute, anchors));
        }
        if (first.linkedTo().isPresent() && first.linkedTo().getAsLong() != identityId) {
            steps.accept(new Step("match", "account " + first.anchor() + " belongs to another identity", place));
            return undecided(rule, attribute, Because.of(Reason.BELONGS_TO_ANOTHER, attribute, first.anchor()));
        }
        steps.accept(new Step("match", "account " + first.anchor() + " has " + attribute, place));
        return new AccountMatching(rule, attribute, Optional.of(first), Optional.empty(), true);
    }

    private static AccountMatching undecided(Optional<MatchRule> rule, String attribute, Because why) {
        return new AccountMatching(rule, attribute, Optional.empty(), Optional.of(rule.map(one -> why.at(one.position())).orElse(why)), true);
    }
}
