package io.caravan.cli;

import io.caravan.connector.OutcomeKind;
import io.caravan.operations.ConnectorTrace;
import io.caravan.operations.ConnectorTrace.TracedRequest;
import io.caravan.operations.Quantity;
import io.caravan.operations.SystemCall;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan connector trace}. */
@Command(name = "trace", mixinStandardHelpOptions = true,
        description = "Ask a system over HTTP, and show each request that is sent as a curl command. Secrets are hidden; nothing is changed.")
final class ConnectorTraceCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(index = "0", paramLabel = "SYSTEM", description = "The system, as the settings name it.")
    private String system;

    @Parameters(index = "1", arity = "0..1", paramLabel = "OBJECT", description = "The kind of object to list. Without one, the system is only tested.")
    private String object;

    @ArgGroup
    private What what = new What();

    @Option(names = "--records", paramLabel = "N", defaultValue = "5", description = "Of a list, how many records are read. Default: ${DEFAULT-VALUE}.")
    private int records;

    /** Instead of a list. */
    private static final class What {

        @Option(names = "--get", paramLabel = "ANCHOR", description = "Read the one with this anchor, instead of a list.")
        private String get;

        @Option(names = "--find", paramLabel = "NAME=VALUE", description = "Look for those whose attribute has this value, instead of a list.")
        private String find;

        @Option(names = "--schema", description = "Ask which attributes there are, instead of a list.")
        private boolean schema;

        private boolean isAsked() {
            return get != null || find != null || schema;
        }
    }

    ConnectorTraceCommand(Session session) {
        this.session = session;
    }

    /** What was sent. */
    private record Traced(ConnectorTrace document) implements Result {

        @Override
        public ExitCode exitCode() {
            return document.outcome().equals(OutcomeKind.OK.word()) ? ExitCode.DONE : ExitCode.FAILED;
        }

        @Override
        public void print(TextOut out) {
            for (TracedRequest request : document.requests()) {
                out.line(request.curl());
                out.line(out.paint(TextOut.Style.FAINT, "# " + request.status().map(status -> "HTTP " + status).orElse("no answer")
                        + (request.own() ? "" : ", another server than the system's")));
                out.line();
            }
            if (document.requests().isEmpty()) {
                out.line("No request left over HTTP.");
            }
            out.paragraph("", 2, document.system() + " (" + document.connector() + "), " + document.asked() + ": " + document.outcome()
                    + (document.message().isEmpty() ? "" : ": " + document.message()) + "; " + Quantity.of(document.requests().size(), "request") + ", "
                    + Quantity.of(document.records(), "record") + ".");
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector trace", new Traced(ConnectorTrace.of(session.place(), system, asked())));
    }

    private SystemCall asked() {
        if (object == null) {
            if (what.isAsked()) {
                throw new CommandFailure(ExitCode.USAGE, "of which kind of object is not said", "Write the object behind the system: caravan connector trace " + system + " user");
            }
            return SystemCall.test();
        }
        if (what.schema) {
            return SystemCall.schema(object);
        }
        if (what.get != null) {
            return SystemCall.get(object, what.get);
        }
        if (what.find == null) {
            return SystemCall.list(object, Math.max(1, records));
        }
        int equals = what.find.indexOf('=');
        if (equals < 1) {
            throw new CommandFailure(ExitCode.USAGE, "--find is " + what.find + ", which names no attribute and value", "Write it as --find mail=ada@example.com");
        }
        return SystemCall.find(object, what.find.substring(0, equals), what.find.substring(equals + 1));
    }
}
