package io.caravan.config;

import io.caravan.diagnostic.Position;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of one example of a mapping, or of a group's rule.
 *
 * @param job         the job, or the rule
 * @param example     its name
 * @param position    where it stands
 * @param differences attributes that came out otherwise than expected
 * @param reason      why there is nothing to compare: the scope decided otherwise, or a function failed
 */
public record ExampleResult(String job, String example, Position position, List<Difference> differences, Optional<String> reason) {

    public ExampleResult {
        Objects.requireNonNull(position, "position");
        Objects.requireNonNull(reason, "reason");
        differences = List.copyOf(differences);
    }

    /** Both as one would write them: text in quotes, {@code absent} where there is no value. */
    public record Difference(String attribute, String expected, String actual) {
    }

    public boolean passed() {
        return differences.isEmpty() && reason.isEmpty();
    }
}
