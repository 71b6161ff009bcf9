package io.caravan.config;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;

/** Holds an inbound mapping against what the source's connector declares. */
final class SourceChecks {

    private static final String MAX_AGE = "maxAge";

    private SourceChecks() {
    }

    /** Whoever asks for an age that nobody can tell would believe to be watched over. */
    static void check(MappingFile file, SystemSide system, ObjectSpec object, Problems problems) {
        Yaml.Block completeness = file.good().block("completeness");
        if (completeness.has(MAX_AGE) && !object.can(Operation.AGE)) {
            problems.add(Problem.error(ProblemCode.UNSUPPORTED_OPERATION, completeness.at(MAX_AGE), "\"" + system.name() + "\" is asked anew with each reading, and does not say from when \""
                    + object.name() + "\" objects are", "remove maxAge; only files and what is sent have an age"));
        }
    }
}
