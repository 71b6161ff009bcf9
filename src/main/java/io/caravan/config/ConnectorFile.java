package io.caravan.config;

import io.caravan.connector.ConnectorSpec;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A connector as it lies in a folder.
 *
 * @param name     the Kamelet's name, which is also the file's: {@code <name>.kamelet.yaml}
 * @param text     the whole file
 * @param parent   the connector this one {@code extends} and states the differences to
 * @param kamelet  what Camel loads: the file itself, or, when it extends another, the Kamelet that both make together
 * @param spec     what it declares, the parent's declarations included; {@code {{setting}}} placeholders are filled with
 *                 the settings' defaults and stay where there is none
 */
public record ConnectorFile(String name, Path path, String text, Optional<String> parent, String kamelet, ConnectorSpec spec) {

    public ConnectorFile {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(kamelet, "kamelet");
        Objects.requireNonNull(spec, "spec");
    }
}
