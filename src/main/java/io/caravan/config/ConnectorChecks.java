package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a connector's blocks say together, once everything is inherited. */
final class ConnectorChecks {

    private final SpecBuilder connector;
    private final Problems problems;

    private ConnectorChecks(SpecBuilder connector, Problems problems) {
        this.connector = connector;
        this.problems = problems;
    }

    static void check(SpecBuilder connector, Problems problems) {
        ConnectorChecks checks = new ConnectorChecks(connector, problems);
        checks.settings();
        Yaml.Block provisioning = connector.provisioning();
        provisioning.block("objects").entries().values().forEach(checks::object);
        RestObjectReader.read(provisioning, problems);
        if (!provisioning.has("rest") && provisioning.block("objects").entries().isEmpty()) {
            problems.add(Problem.error(ProblemCode.CONNECTOR_MISSING, provisioning.at("objects"), "the connector has no objects", "add one to objects:, such as user: {anchor: id, operations: [test, list, get]}"));
        }
        checks.complete(provisioning.entries().get("rate"), Map.of("requests", "10", "per", "1s"));
        checks.complete(provisioning.entries().get("batch"), Map.of("operations", "[create, update]", "max", "100"));
    }

    private void settings() {
        Set<String> declared = connector.settings().keySet();
        for (Yaml required : connector.definition().items("required")) {
            String name = ((Yaml.Scalar) required).text();
            if (!declared.contains(name)) {
                unknownSetting(required.position(), name, declared);
            }
        }
        placeholders(connector.provisioning(), declared);
        connector.needs().forEach(need -> needIsThere(need, declared));
        connector.definition().block("properties").entries().values().forEach(this::secretHasNoDefault);
        connector.definition().block("properties").entries().values().forEach(this::defaultNamesWhatIsThere);
    }

    private void needIsThere(SettingNeed need, Set<String> declared) {
        Stream.concat(Stream.of(need.setting()), need.anyOf().stream()).filter(name -> !declared.contains(name)).forEach(name -> unknownSetting(need.position(), name, declared));
        Position allowed = connector.definition().block("properties").block(need.setting()).at("enum");
        if (allowed.file().equals(need.position().file()) && !connector.allows(need.setting(), need.value())) { // who extends a connector may allow less
            problems.add(Problem.error(ProblemCode.CONNECTOR_VALUE, need.position(), "\"" + need.setting() + "\" cannot be \"" + need.value() + "\"", "name one of its values"));
        }
    }

    private void secretHasNoDefault(Yaml.Entry setting) {
        Yaml.Block block = (Yaml.Block) setting.value();
        boolean secret = block.text("format").filter("password"::equals).isPresent();
        if (secret && block.text("default").filter(text -> !text.isEmpty() && !Placeholder.whole(text)).isPresent()) {
            problems.add(Problem.error(ProblemCode.LITERAL_SECRET, block.at("default"), "the secret \"" + setting.key() + "\" has a default",
                    "remove the default; every system gives its own secret as a placeholder"));
        }
    }

    /** What another setting is made of is given for every system. */
    private void defaultNamesWhatIsThere(Yaml.Entry setting) {
        Yaml.Block block = (Yaml.Block) setting.value();
        block.scalar("default").ifPresent(text -> Filling.names(text).forEach(name -> {
            var named = connector.settings().get(name);
            if (named == null) {
                unknownSetting(text.position(), name, connector.settings().keySet());
            } else if (!named.required() && named.defaultValue().filter(value -> !Placeholder.in(value)).isEmpty()) {
                problems.add(Problem.error(ProblemCode.CONNECTOR_VALUE, text.position(), "the default of \"" + setting.key() + "\" is made of \"" + name + "\", which a system need not have",
                        "add " + name + " to required:, or give it a default"));
            }
        }));
    }

    private void placeholders(Yaml node, Set<String> declared) {
        if (node instanceof Yaml.Block block) {
            block.entries().values().forEach(entry -> {
                Filling.names(new Yaml.Scalar(entry.key(), entry.key(), true, null, entry.keyPosition())).stream()
                        .filter(name -> !declared.contains(name)).forEach(name -> unknownSetting(entry.keyPosition(), name, declared));
                placeholders(entry.value(), declared);
            });
        } else if (node instanceof Yaml.Items items) {
            items.items().forEach(item -> placeholders(item, declared));
        } else {
            Filling.names(node).stream().filter(name -> !declared.contains(name))
                    .forEach(name -> unknownSetting(node.position(), name, declared));
        }
    }

    private void unknownSetting(Position position, String name, Set<String> declared) {
        problems.add(Problem.error(ProblemCode.UNKNOWN_PLACEHOLDER, position, "the connector has no setting \"" + name + "\"",
                Words.oneOf(declared), Words.suggest(name, declared, "declare it in spec.definition.properties")));
    }

    /** A block that is there, in this connector or in one it extends, has all that belongs in it. */
    private void complete(Yaml.Entry entry, Map<String, String> examples) {
        if (entry == null) {
            return;
        }
        examples.keySet().stream().sorted().filter(key -> !((Yaml.Block) entry.value()).has(key)).forEach(key ->
                problems.add(Problem.error(ProblemCode.CONNECTOR_MISSING, entry.keyPosition(), "\"" + entry.key() + "\" has no \"" + key + "\"",
                        "add " + key + ": " + examples.get(key))));
    }

    private void object(Yaml.Entry entry) {
        Yaml.Block object = (Yaml.Block) entry.value();
        complete(entry, Map.of("anchor", "id", "operations", "[test, list, get]"));
        Map<String, Yaml.Entry> attributes = object.block("attributes").entries();
        if (object.get("additionalAttributes").isPresent() && !isFalse(object)) {
            return;
        }
        for (String key : new String[] {"enabledBy", "referenceBy", "renamedBy", "find"}) {
            for (String name : SpecBuilder.names(object, key)) {
                if (!Placeholder.in(name) && !attributes.containsKey(name) && !object.text("anchor").orElse("").equals(name)) {
                    problems.add(Problem.error(ProblemCode.UNDECLARED_ATTRIBUTE, object.get(key).orElseThrow().position(),
                            "\"" + key + "\" names \"" + name + "\", which is not declared", Words.oneOf(attributes.keySet()),
                            Words.suggest(name, attributes.keySet(), "declare it in attributes, or write additionalAttributes: true")));
                }
            }
        }
    }

    private static boolean isFalse(Yaml.Block object) {
        return object.scalar("additionalAttributes").map(scalar -> Boolean.FALSE.equals(scalar.value())).orElse(true);
    }
}
