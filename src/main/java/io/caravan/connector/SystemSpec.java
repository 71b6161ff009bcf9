package io.caravan.connector;

import java.util.Map;
import java.util.Objects;

/**
 * A connected system: a connector and the settings that make it this one ({@code caravan.systems.<name>.*}).
 *
 * @param connector what its connector declares, with {@code {{setting}}} placeholders in the provisioning block already filled in
 * @param settings  as written, placeholders such as {@code {{env:NAME}}} unresolved: safe to show
 * @param readOnly  whether nothing is ever written to it
 */
public record SystemSpec(String name, ConnectorSpec connector, Map<String, String> settings, boolean readOnly) {

    /** The setting that every system has. */
    public static final String READ_ONLY = "readOnly";

    public SystemSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connector, "connector");
        settings = Map.copyOf(settings);
    }

    /** One that may be written to. */
    public SystemSpec(String name, ConnectorSpec connector, Map<String, String> settings) {
        this(name, connector, settings, false);
    }

    /** Where it is said that nothing is written to it. */
    public String readOnlyKey() {
        return "caravan.systems." + name + "." + READ_ONLY;
    }
}
