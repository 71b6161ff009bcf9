package io.caravan.operations;

import io.caravan.camel.kit.ConnectorScaffold;
import io.caravan.camel.kit.KitException;
import io.caravan.operations.openapi.ConnectorProposal;
import io.caravan.operations.openapi.UnusableDocumentException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The beginnings of a connector for a REST API, with the data that tries it out.
 *
 * @param files   that were written, the schemas among them which editors check it with
 * @param objects that were proposed from a document; empty: there was none
 * @param guesses what it did not say
 * @param others  its collections that were not proposed
 */
public record NewConnector(String connector, List<String> files, List<String> objects, List<String> guesses, List<String> others) {

    /**
     * Writes them into the project's folder of connectors.
     *
     * @param name lower-case letters, digits and hyphens
     * @throws Refusal when it is no name, or there is such a connector
     */
    public static NewConnector write(ProjectFolder place, String name) {
        try {
            return new NewConnector(name, files(place, ConnectorScaffold.write(name, folder(place))), List.of(), List.of(), List.of());
        } catch (KitException refused) {
            throw new Refusal(Refusal.Kind.USAGE, refused.getMessage(), "");
        }
    }

    /**
     * The same, proposed from an OpenAPI document.
     *
     * @param collections paths of the document that are wanted; empty: those that people and groups are in
     * @throws Refusal as above, or when the document cannot be used
     */
    public static NewConnector propose(ProjectFolder place, String name, Path document, List<String> collections) {
        try {
            ConnectorScaffold.free(name, folder(place));
            ConnectorProposal proposal = ConnectorProposal.of(name, document, collections);
            List<Path> written = ConnectorScaffold.write(name, folder(place), proposal.connector(), proposal.kit());
            return new NewConnector(name, files(place, written), proposal.objects(), proposal.guesses(), proposal.others());
        } catch (KitException refused) {
            throw new Refusal(Refusal.Kind.USAGE, refused.getMessage(), "");
        } catch (UnusableDocumentException unusable) {
            throw new Refusal(Refusal.Kind.INVALID_FILES, unusable.getMessage(), unusable.nextStep());
        }
    }

    private static Path folder(ProjectFolder place) {
        return place.folder().resolve("connectors");
    }

    private static List<String> files(ProjectFolder place, List<Path> written) {
        return Stream.concat(written.stream().map(Path::toString), EditorSchemas.files(place).stream()).toList();
    }
}
