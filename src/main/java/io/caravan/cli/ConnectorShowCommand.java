package io.caravan.cli;

import io.caravan.operations.ConnectorDescription;
import io.caravan.operations.ConnectorDescription.ObjectDescription;
import io.caravan.operations.ConnectorDescription.SettingDescription;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan connector show NAME}. */
@Command(name = "show", mixinStandardHelpOptions = true, description = "Show a connector's settings, objects and attributes.")
final class ConnectorShowCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", description = "The connector, as `caravan connector list` names it.")
    private String name;

    ConnectorShowCommand(Session session) {
        this.session = session;
    }

    /** What one connector declares. */
    private record Shown(ConnectorDescription document) implements Result {

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            out.line(out.paint(TextOut.Style.STRONG, document.name()) + "  " + document.title() + " (" + document.role() + ")"
                    + document.parent().map(from -> ", extends " + from).orElse(""));
            out.paragraph("", 0, document.description());
            out.line(document.file());
            document.verified().ifPresent(what -> out.line("Verified: " + what));
            out.line();
            Table table = new Table("SETTING", "TYPE", "DEFAULT", "MEANING");
            document.settings().forEach(setting -> table.row(setting.name(), type(setting), setting.required() ? "(required)" : setting.defaultValue().orElse(""),
                    setting.description()));
            table.print(out);
            document.objects().forEach(kind -> print(kind, out));
        }

        private static String type(SettingDescription setting) {
            return setting.secret() ? "secret" : setting.allowed().isEmpty() ? setting.type() : String.join("|", setting.allowed());
        }

        private static void print(ObjectDescription kind, TextOut out) {
            out.line();
            out.paragraph(out.paint(TextOut.Style.STRONG, kind.name()) + "  ", 2, "anchor " + kind.anchor() + "; " + String.join(", ", kind.operations())
                    + (kind.findBy().isEmpty() ? "" : "; found by " + String.join(", ", kind.findBy())));
            if (!kind.attributes().isEmpty()) {
                Table table = new Table("  ATTRIBUTE", "TYPE", "");
                kind.attributes().forEach(attribute -> table.row("  " + attribute.name(), attribute.type(), String.join(", ", attribute.traits())));
                table.print(out);
            }
            if (kind.anyAttribute()) {
                out.line("  and any other attribute the system has");
            }
        }
    }

    @Override
    public Integer call() {
        return session.finish("connector show", new Shown(ConnectorDescription.of(session.place().withAllConnectors(), name)));
    }
}
