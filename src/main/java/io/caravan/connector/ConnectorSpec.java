package io.caravan.connector;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one connector file says of a kind of system: the parsed {@code spec.provisioning} block and the settings of the
 * Kamelet around it.
 *
 * @param settings the declared settings by name
 * @param outcomes how the connector's answers (HTTP status) map to outcomes, over the built-in table
 * @param rest     how it speaks to a REST API, where it says so in its file
 */
public record ConnectorSpec(Heading heading, Role role, Map<String, SettingSpec> settings, Map<String, ObjectSpec> objects, Limits limits,
                            Map<Integer, OutcomeKind> outcomes, Optional<RestSpec> rest) {

    /** One that declares no requests of its own. */
    public ConnectorSpec(Heading heading, Role role, Map<String, SettingSpec> settings, Map<String, ObjectSpec> objects, Limits limits, Map<Integer, OutcomeKind> outcomes) {
        this(heading, role, settings, objects, limits, outcomes, Optional.empty());
    }

    /**
     * @param name     the Kamelet's name, {@code connectors/<name>.kamelet.yaml}
     * @param verified what it was tried against: {@code real server}, {@code vendor specification} or {@code documentation only}
     */
    public record Heading(String name, String title, String description, Optional<String> verified) {

        /** One of which is not said what it was tried against. */
        public Heading(String name, String title, String description) {
            this(name, title, description, Optional.empty());
        }
    }

    /**
     * How much at a time.
     *
     * @param pageSize    records in an answer
     * @param concurrency how many calls may be under way
     * @param batch       the write operations that may come several at once, and how many; empty when one call carries one change
     * @param rate        how many requests may be sent; empty when nothing is known
     */
    public record Limits(int pageSize, int concurrency, Optional<Batch> batch, Optional<Rate> rate) {
    }

    /** Which side of a job a system with this connector may stand on. */
    public enum Role { SOURCE, TARGET, BOTH }

    /** Write operations that the connector takes as a list of requests, up to {@code max} at once. */
    public record Batch(Set<Operation> operations, int max) {
    }

    /** At most {@code requests} per {@code per}, at most {@code concurrency} at a time. */
    public record Rate(int requests, Duration per, int concurrency) {
    }

    /** One setting of the Kamelet ({@code spec.definition.properties}). {@code secret}: {@code format: password}. */
    public record SettingSpec(String name, String title, String description, String type, boolean required, boolean secret,
                              Optional<String> defaultValue, java.util.List<String> allowed) {
    }

    public ConnectorSpec {
        settings = Map.copyOf(settings);
        objects = Map.copyOf(objects);
        outcomes = Map.copyOf(outcomes);
    }

    public String name() {
        return heading.name();
    }
}
