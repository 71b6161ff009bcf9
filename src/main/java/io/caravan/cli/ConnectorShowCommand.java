package io.caravan.cli;

import io.caravan.config.ConnectorFile;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.diagnostic.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    record Shown(String name, String title, String description, String role, String file, Optional<String> parent,
                 List<Setting> settings, List<Kind> objects) implements Result {

        record Setting(String name, String type, boolean required, boolean secret, Optional<String> defaultValue,
                       List<String> allowed, String description) {
        }

        record Kind(String name, String anchor, List<String> operations, List<String> findBy, boolean anyAttribute, List<Attribute> attributes) {
        }

        record Attribute(String name, String type, List<String> traits) {
        }

        @Override
        public ExitCode exitCode() {
            return ExitCode.DONE;
        }

        @Override
        public void print(TextOut out) {
            out.line(out.paint(TextOut.Style.STRONG, name) + "  " + title + " (" + role + ")" + parent.map(from -> ", extends " + from).orElse(""));
            out.line(description);
            out.line(file);
            out.line();
            Table table = new Table("SETTING", "TYPE", "DEFAULT", "MEANING");
            settings.forEach(setting -> table.row(setting.name(), type(setting), setting.required() ? "(required)" : setting.defaultValue().orElse(""),
                    setting.description()));
            table.print(out);
            objects.forEach(kind -> print(kind, out));
        }

        private static String type(Setting setting) {
            return setting.secret() ? "secret" : setting.allowed().isEmpty() ? setting.type() : String.join("|", setting.allowed());
        }

        private static void print(Kind kind, TextOut out) {
            out.line();
            out.line(out.paint(TextOut.Style.STRONG, kind.name()) + "  anchor " + kind.anchor() + "; " + String.join(", ", kind.operations())
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
        Map<String, ConnectorFile> connectors = session.validProjectOrInstallation().connectors();
        ConnectorFile file = connectors.get(name);
        if (file == null) {
            throw new CommandFailure(ExitCode.USAGE, "there is no connector '" + name + "'"
                    + Suggestion.nearest(name, connectors.keySet()).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    "caravan connector list names them all");
        }
        return session.finish("connector show", shown(file));
    }

    private static Shown shown(ConnectorFile file) {
        ConnectorSpec spec = file.spec();
        List<Shown.Setting> settings = spec.settings().values().stream()
                .sorted(Comparator.comparing((ConnectorSpec.SettingSpec setting) -> !setting.required()).thenComparing(ConnectorSpec.SettingSpec::name))
                .map(setting -> new Shown.Setting(setting.name(), setting.type(), setting.required(), setting.secret(), setting.defaultValue(),
                        setting.allowed(), setting.description())).toList();
        List<Shown.Kind> objects = new TreeMap<>(spec.objects()).values().stream().map(ConnectorShowCommand::kind).toList();
        return new Shown(file.name(), spec.title(), spec.description(), spec.role().name().toLowerCase(Locale.ROOT),
                file.path().toString(), file.parent(), settings, objects);
    }

    private static Shown.Kind kind(ObjectSpec object) {
        return new Shown.Kind(object.name(), object.anchor(), object.operations().stream().sorted().map(Operation::word).toList(), object.find(),
                object.additionalAttributes(), new TreeMap<>(object.attributes()).values().stream()
                .map(attribute -> new Shown.Attribute(attribute.name(), attribute.type().name().toLowerCase(Locale.ROOT), traits(attribute))).toList());
    }

    private static List<String> traits(AttributeSpec attribute) {
        List<String> traits = new ArrayList<>();
        add(traits, attribute.required(), "required");
        add(traits, attribute.unique(), "unique");
        add(traits, attribute.multiValued(), "several values");
        add(traits, attribute.caseExact(), "case counts");
        add(traits, attribute.createOnly(), "on create only");
        add(traits, attribute.readOnly(), "read only");
        add(traits, attribute.sensitive(), "secret");
        return traits;
    }

    private static void add(List<String> traits, boolean has, String trait) {
        if (has) {
            traits.add(trait);
        }
    }
}
