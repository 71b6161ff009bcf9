package io.caravan.camel.kit;

import io.caravan.camel.kit.KitReport.Check;
import io.caravan.camel.kit.KitReport.Result;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs checks one by one and keeps what came of each; a failure never stops the next. */
final class Checks {

    /** What a check does; it fails by throwing. */
    interface Body {
        void run() throws Exception;
    }

    /** Says in words what was expected and what came. */
    private static final class Failed extends RuntimeException {
        Failed(String message) {
            super(message);
        }
    }

    private final Map<String, String> exclude;
    private final Set<String> unusedExclusions;
    private final List<Check> done = new ArrayList<>();

    Checks(Map<String, String> exclude) {
        this.exclude = exclude;
        this.unusedExclusions = new HashSet<>(exclude.keySet());
    }

    void check(String object, String name, Body body) {
        String title = object.isEmpty() ? name : object + ": " + name;
        for (String excluded : List.of(title, name)) {
            if (exclude.containsKey(excluded)) {
                unusedExclusions.remove(excluded);
                done.add(new Check(object, name, Result.EXCLUDED, exclude.get(excluded)));
                return;
            }
        }
        done.add(run(object, name, body));
    }

    /** Something that cannot be checked here, and why. */
    void leftOut(String object, String name, String reason) {
        done.add(new Check(object, name, Result.EXCLUDED, reason));
    }

    private static Check run(String object, String name, Body body) {
        try {
            body.run();
            return new Check(object, name, Result.PASSED, "");
        } catch (Failed failed) {
            return new Check(object, name, Result.FAILED, failed.getMessage());
        } catch (OutcomeException refused) {
            return new Check(object, name, Result.FAILED, "the connector answered " + refused.getMessage());
        } catch (Exception broken) {
            return new Check(object, name, Result.FAILED, "the connector broke with " + broken);
        }
    }

    /** Everything that was checked; an exclusion that fits no check is a failure of its own. */
    List<Check> all() {
        List<Check> all = new ArrayList<>(done);
        unusedExclusions.stream().sorted().forEach(name -> all.add(new Check("", "exclude", Result.FAILED,
                "'" + name + "' is excluded but there is no such check for this connector")));
        return all;
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Failed(otherwise);
        }
    }

    static Outcome require(String what, Outcome outcome, OutcomeKind... allowed) {
        require(Arrays.asList(allowed).contains(outcome.kind()), what + " is " + outcome.kind().word() + " where "
                + String.join(" or ", Arrays.stream(allowed).map(OutcomeKind::word).toList()) + " is expected"
                + (outcome.message().isEmpty() ? "" : ": " + outcome.message()));
        return outcome;
    }
}
