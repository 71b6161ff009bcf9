package io.caravan.connector;

import java.util.Map;
import java.util.Objects;

/**
 * A connected system: a connector and the settings that make it this one ({@code caravan.systems.<name>.*}).
 *
 * @param connector what its connector declares, with {@code {{setting}}} placeholders in the provisioning block already filled in
 * @param settings  as written, placeholders such as {@code {{env:NAME}}} unresolved: safe to show
 */
public record SystemSpec(String name, ConnectorSpec connector, Map<String, String> settings) {

    public SystemSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(connector, "connector");
        settings = Map.copyOf(settings);
    }
}
