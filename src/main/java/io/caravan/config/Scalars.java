package io.caravan.config;

import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;

/** What YAML does to a value that its author may not have meant. */
final class Scalars {

    private Scalars() {
    }

    /** {@code 007} without quotes is the number 7. */
    static void warnOfLostZeros(Yaml.Scalar scalar, Problems problems) {
        if (scalar.value() instanceof Number && scalar.text().matches("0[0-9]+")) {
            problems.add(Problem.warning(ProblemCode.UNQUOTED_NUMBER, scalar.position(),
                    scalar.text() + " without quotes is the number " + scalar.value(), "write \"" + scalar.text() + "\" if it is a text"));
        }
    }
}
