package io.caravan.operations;

import com.fasterxml.jackson.annotation.JsonValue;
import io.caravan.camel.kit.ConnectorKit;
import io.caravan.camel.kit.KitException;
import io.caravan.camel.kit.KitReport;
import java.util.List;
import java.util.Locale;

/** What a connector showed when it was tried out with the data of its kit file. */
public record ConnectorTrial(String connector, long passed, long failed, long excluded, List<Check> checks) {

    public enum Result {
        PASSED, FAILED,
        /** The kit file says why it is not tried. */
        EXCLUDED;

        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public record Check(String object, String name, Result result, String message) {
    }

    /**
     * Tries a connector out, against a server that is started for it.
     *
     * @throws Refusal when it has no kit file, or one that cannot be used
     */
    public static ConnectorTrial of(ProjectFolder place, String connector) {
        try {
            return of(new ConnectorKit(place.connectorFolders(), new KitProjects(place.connectorFolders())).run(connector));
        } catch (KitException cannotBegin) {
            throw new Refusal(Refusal.Kind.INVALID_FILES, cannotBegin.getMessage(), "see docs/how-to/add-a-connector.md");
        }
    }

    private static ConnectorTrial of(KitReport report) {
        return new ConnectorTrial(report.connector(), report.count(KitReport.Result.PASSED), report.count(KitReport.Result.FAILED),
                report.count(KitReport.Result.EXCLUDED), report.checks().stream().map(check -> new Check(check.object(), check.name(),
                        Result.valueOf(check.result().name()), check.message())).toList());
    }
}
