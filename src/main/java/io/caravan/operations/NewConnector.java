package io.caravan.operations;

import io.caravan.camel.kit.ConnectorScaffold;
import io.caravan.camel.kit.KitException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The beginnings of a connector for a REST API, with the data that tries it out.
 *
 * @param files that were written, the schemas among them which editors check it with
 */
public record NewConnector(String connector, List<String> files) {

    /**
     * Writes them into the project's folder of connectors.
     *
     * @param name lower-case letters, digits and hyphens
     * @throws Refusal when it is no name, or there is such a connector
     */
    public static NewConnector write(ProjectFolder place, String name) {
        try {
            List<Path> connector = ConnectorScaffold.write(name, place.folder().resolve("connectors"));
            return new NewConnector(name, Stream.concat(connector.stream().map(Path::toString), EditorSchemas.files(place).stream()).toList());
        } catch (KitException refused) {
            throw new Refusal(Refusal.Kind.USAGE, refused.getMessage(), "");
        }
    }
}
