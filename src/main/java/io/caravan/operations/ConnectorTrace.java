package io.caravan.operations;

import io.caravan.camel.HttpMask;
import io.caravan.camel.HttpSeen;
import io.caravan.camel.HttpTap;
import io.caravan.config.Project;
import io.caravan.connector.SystemSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a connector sends when its system is asked something, as commands that somebody can send by hand; secrets are hidden in them.
 *
 * @param asked   what the system was asked
 * @param outcome what came of it, and why
 * @param records how many records the system showed
 */
public record ConnectorTrace(String system, String connector, String asked, List<TracedRequest> requests, String outcome, String message, int records) {

    /**
     * One request.
     *
     * @param curl   a command that sends it
     * @param own    whether it goes to the system itself, and not to another server it needs, such as one for tokens
     * @param status of its answer; empty where none came
     */
    public record TracedRequest(String method, String address, String curl, boolean own, Optional<Integer> status) {

        private static TracedRequest of(HttpSeen seen) {
            return new TracedRequest(seen.sent().method(), seen.sent().address(), curl(seen.sent()), seen.own(), seen.got().map(HttpSeen.Got::status));
        }

        private static String curl(HttpSeen.Sent sent) {
            List<String> words = new ArrayList<>(List.of("curl"));
            if (!sent.method().equals(sent.body().isEmpty() ? "GET" : "POST")) {
                words.add("-X " + sent.method());
            }
            words.add(quoted(sent.address()));
            sent.headers().forEach(field -> words.add("-H " + quoted(field.name() + ": " + field.value())));
            if (!sent.body().isEmpty()) {
                words.add("--data-raw " + quoted(sent.body()));
            }
            return String.join(" ", words);
        }

        private static String quoted(String text) {
            return "'" + text.replace("'", "'\\''") + "'";
        }
    }

    /**
     * Asks the system, and tells what was sent.
     *
     * @throws Refusal when the project has no such system, or its connector does not do such a thing
     */
    public static ConnectorTrace of(ProjectFolder place, String system, SystemCall call) {
        Project project = place.project();
        SystemSpec spec = SystemSchema.spec(project, system);
        call.declaredBy(spec);
        HttpTap tap = new HttpTap();
        try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            SystemCall.Told told = tap.watch(() -> call.by(asked.port(spec)));
            HttpMask mask = new HttpMask(tap.secrets(), HttpMask.SENSITIVE);
            mask.learn(tap.seen());
            return new ConnectorTrace(system, spec.connector().name(), call.text(), tap.seen().stream().map(mask::masked).map(TracedRequest::of).toList(),
                    told.outcome(), told.message(), told.records().size());
        }
    }
}
