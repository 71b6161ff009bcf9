package io.caravan.plan;

import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.mapping.AttributeRule;
import io.caravan.subject.Openness;
import io.caravan.subject.Unconfirmed;
import io.caravan.mapping.AttributeRule.Apply;
import io.caravan.mapping.AttributeRule.OnDrift;
import io.caravan.mapping.Formula;
import io.caravan.mapping.OutboundJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which attributes to write: what the mapping gives against what the account has. */
final class AccountDiff {

    private AccountDiff() {
    }

    /** Everything that has a value. */
    static List<AttributeChange> forCreate(OutboundJob job, ObjectSpec object, MappingEvaluation values, SharedLists lists) {
        List<AttributeChange> changes = new ArrayList<>();
        for (AttributeRule rule : job.mapping().attributes().values()) {
            AttributeSpec spec = object.attribute(rule.name());
            if (spec.readOnly()) {
                continue;
            }
            Object value = values.value(rule.name()); // a secret's, too: that it cannot be computed shall show now, not when it is sent
            if (value != Formula.ABSENT && !ValueComparison.isEmpty(value)) {
                changes.add(AttributeChange.of(rule.name(), null, spec.sensitive() ? Change.SENSITIVE : lists.wanted(rule, spec, null, value)));
            }
        }
        return changes;
    }

    /** Only what differs. Absent leaves alone, unless the mapping clears; null empties. */
    static List<AttributeChange> forUpdate(Collection<AttributeRule> rules, ObjectSpec object, MappingEvaluation values, Attributes account, SharedLists lists) {
        return forUpdate(rules, object, values, account, lists, new HashMap<>());
    }

    /**
     * The same, of an account that somebody may have changed: what is left so as long as nothing else is wanted is no difference.
     *
     * @param lists   in which others have values, too; here it is noted what is ours
     * @param drifted what was changed there, by attribute; here it is noted what becomes of it
     */
    static List<AttributeChange> forUpdate(Collection<AttributeRule> rules, ObjectSpec object, MappingEvaluation values, Attributes account, SharedLists lists,
                                           Map<String, Unconfirmed> drifted) {
        List<AttributeChange> changes = new ArrayList<>();
        for (AttributeRule rule : rules) {
            AttributeSpec spec = object.attribute(rule.name());
            if (!isKept(rule, spec)) {
                continue;
            }
            Object has = account.get(rule.name());
            if (rule.apply() == Apply.IF_EMPTY && !ValueComparison.isEmpty(has)) {
                continue;
            }
            Object value = values.value(rule.name());
            boolean leaveAlone = values.undecided().containsKey(rule.name())
                    || value == Formula.ABSENT && !values.empties(rule);
            Object wanted = leaveAlone ? null : lists.wanted(rule, spec, has, value == Formula.ABSENT ? null : value);
            if (!leaveAlone && !isLeftSo(rule, spec, has, wanted, drifted)) {
                boolean shared = lists.isShared(rule, value == Formula.ABSENT ? null : value);
                ValueComparison.difference(spec, has, wanted).map(change -> shared ? change.asShared() : change).ifPresent(changes::add);
            } else if (value == Formula.ABSENT && rule.onDrift() != OnDrift.REVERT && !rule.whenAbsent().clear()) {
                drifted.computeIfPresent(rule.name(), (name, one) -> one.drifted() ? null : one);
            }
        }
        return changes;
    }

    /** A value that was changed in the target while the mapping wants what it wanted when we wrote it. What is as it is wanted is not remembered any more. */
    private static boolean isLeftSo(AttributeRule rule, AttributeSpec spec, Object has, Object wanted, Map<String, Unconfirmed> drifted) {
        Unconfirmed one = drifted.get(rule.name());
        if (rule.onDrift() == OnDrift.REVERT || one == null || !one.drifted()) {
            return false;
        }
        if (ValueComparison.same(spec, has, wanted)) {
            drifted.remove(rule.name());
            return false;
        }
        boolean alone = ValueComparison.same(spec, one.sent(), wanted);
        if (alone) {
            drifted.put(rule.name(), one.with(rule.onDrift() == OnDrift.ADOPT ? Unconfirmed.Standing.ADOPTED : Unconfirmed.Standing.REPORTED));
        }
        return alone;
    }

    /** Whether an account that exists is given the attribute again when it differs. */
    static boolean isKept(AttributeRule rule, AttributeSpec spec) {
        return !spec.readOnly() && !spec.createOnly() && !spec.sensitive() && rule.apply() != Apply.ON_CREATE;
    }

    /** Whether an account reads enabled; one that has no such attribute counts as enabled. */
    static boolean enabled(ObjectSpec object, Attributes account) {
        return object.enabledBy().map(name -> Openness.mayBeOpen(account.get(name))).orElse(true);
    }
}
