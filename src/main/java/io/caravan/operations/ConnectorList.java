package io.caravan.operations;

import io.caravan.config.Project;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** The connectors that a project's systems may have. Shape: one for each file, by name. */
public record ConnectorList(List<ConnectorSummary> connectors) {

    /** @param verified what it was tried against; empty where it does not say */
    public record ConnectorSummary(String name, String title, String role, List<String> objects, Optional<String> verified) {
    }

    /** @param project with every connector there is */
    public static ConnectorList of(Project project) {
        return new ConnectorList(new TreeMap<>(project.connectors()).values().stream()
                .map(file -> new ConnectorSummary(file.name(), file.spec().heading().title(), file.spec().role().name().toLowerCase(Locale.ROOT),
                        file.spec().objects().keySet().stream().sorted().toList(), file.spec().heading().verified())).toList());
    }
}
