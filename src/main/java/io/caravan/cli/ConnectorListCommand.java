package io.caravan.cli;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caravan connector list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "List the connectors of the project and of this installation.")
final class ConnectorListCommand implements Callable<Integer> {

    private final Session session;

    ConnectorListCommand(Session session) {
        this.session = session;
    }

    /** The connectors there are. */
    record Listed(List<Row> connectors) implements Result {

        record Row(String name, String title, String role, List<String> objects) {
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            Table table = new Table("NAME", "ROLE", "OBJECTS", "TITLE");
            connectors.forEach(row -> table.row(row.name(), row.role(), String.join(", ", row.objects()), row.title()));
            table.print(out);
        }
    }

    @Override
    public Integer call() {
        List<Listed.Row> rows = new TreeMap<>(session.validProjectOrInstallation().connectors()).values().stream()
                .map(file -> new Listed.Row(file.name(), file.spec().title(), file.spec().role().name().toLowerCase(Locale.ROOT),
                        file.spec().objects().keySet().stream().sorted().toList())).toList();
        return session.finish("connector list", new Listed(rows));
    }
}
