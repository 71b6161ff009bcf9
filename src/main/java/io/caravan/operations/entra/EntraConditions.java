package io.caravan.operations.entra;

import io.caravan.operations.entra.EntraTerm.Called;
import io.caravan.operations.entra.EntraTerm.Compared;
import java.util.Map;
import java.util.Set;

/** What stands before the first comma of IIF, and in Not and CBool, as a condition. */
final class EntraConditions {

    private static final Map<String, String> SIGNS = Map.of("=", "==", "<>", "!=", ">", ">", ">=", ">=", "<", "<", "<=", "<=");
    private static final Set<String> ASKING = Set.of("IsNull", "IsNullOrEmpty", "IsNullorEmpty", "IsPresent", "IsString", "Not", "CBool");

    private final EntraTranslation translation;

    EntraConditions(EntraTranslation translation) {
        this.translation = translation;
    }

    String of(EntraTerm term) {
        if (term instanceof Compared compared) {
            return compared(compared);
        }
        if (term instanceof Called called && called.name().equals("CBool") && called.arguments().size() == 1 && called.arguments().get(0) instanceof Compared compared) {
            return compared(compared);
        }
        Said said = translation.text(term);
        if (term instanceof Called called && ASKING.contains(called.name())) {
            return said.code();
        }
        if (said.isConstant()) {
            throw new NotFollowed("a condition is the same for everybody");
        }
        return said.code() + " =~ 'true'";
    }

    private String compared(Compared compared) {
        Said left = side(compared.left());
        Said right = side(compared.right());
        boolean order = !compared.sign().equals("=") && !compared.sign().equals("<>");
        Said constant = right.isConstant() ? right : left;
        Said other = right.isConstant() ? left : right;
        if (left.isConstant() && right.isConstant()) {
            throw new NotFollowed("a condition is the same for everybody");
        }
        if (!order && constant.isConstant() && constant.code().isEmpty()) {
            return Said.call(compared.sign().equals("=") ? "isNullOrEmpty" : "isPresent", other.code());
        }
        translation.note("a comparison with no value " + (compared.sign().equals("<>") ? "by <> holds" : "does not hold") + ", where Entra fails");
        if (!order && constant.isConstant() && constant.code().matches("(?i)true|false")) {
            return other.code() + (compared.sign().equals("=") ? " =~ '" : " !=~ '") + constant.code().toLowerCase(java.util.Locale.ROOT) + "'";
        }
        return operand(left, order) + " " + SIGNS.get(compared.sign()) + " " + operand(right, order);
    }

    /** A date is compared as ISO 8601, which sorts. */
    private Said side(EntraTerm term) {
        Said said = translation.value(term);
        if (said.type() == Said.Type.DATE) {
            translation.note("dates are compared as texts in ISO 8601, which have to be of the same form");
        }
        return said;
    }

    private static String operand(Said said, boolean order) {
        return order && said.isConstant() && said.code().matches("-?\\d{1,18}(\\.\\d{1,18})?") ? said.code() : said.argument();
    }
}
