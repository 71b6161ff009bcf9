package io.caravan.operations;

import io.caravan.config.ConnectorFile;
import io.caravan.config.Project;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ConnectorSpec.SettingSpec;
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

/** What one connector declares. */
public record ConnectorDescription(String name, String title, String description, String role, String file, Optional<String> parent,
                                   List<SettingDescription> settings, List<ObjectDescription> objects, Optional<String> verified) {

    public record SettingDescription(String name, String type, boolean required, boolean secret, Optional<String> defaultValue,
                                     List<String> allowed, String description) {

        private static SettingDescription of(SettingSpec setting) {
            return new SettingDescription(setting.name(), setting.type(), setting.required(), setting.secret(), setting.defaultValue(),
                    setting.allowed(), setting.description());
        }
    }

    public record ObjectDescription(String name, String anchor, List<String> operations, List<String> findBy, boolean anyAttribute,
                                    List<AttributeDescription> attributes) {

        private static ObjectDescription of(ObjectSpec object) {
            return new ObjectDescription(object.name(), object.anchor(), object.operations().stream().sorted().map(Operation::word).toList(), object.find(),
                    object.additionalAttributes(), new TreeMap<>(object.attributes()).values().stream().map(AttributeDescription::of).toList());
        }
    }

    public record AttributeDescription(String name, String type, List<String> traits) {

        private static AttributeDescription of(AttributeSpec attribute) {
            List<String> traits = new ArrayList<>();
            add(traits, attribute.required(), "required");
            add(traits, attribute.unique(), "unique");
            add(traits, attribute.multiValued(), "several values");
            add(traits, attribute.caseExact(), "case counts");
            add(traits, attribute.createOnly(), "on create only");
            add(traits, attribute.readOnly(), "read only");
            add(traits, attribute.sensitive(), "secret");
            return new AttributeDescription(attribute.name(), attribute.type().name().toLowerCase(Locale.ROOT), traits);
        }

        private static void add(List<String> traits, boolean has, String trait) {
            if (has) {
                traits.add(trait);
            }
        }
    }

    /**
     * @param project with every connector there is
     * @throws Refusal when there is no connector of that name; names the nearest
     */
    public static ConnectorDescription of(Project project, String name) {
        Map<String, ConnectorFile> connectors = project.connectors();
        ConnectorFile file = connectors.get(name);
        if (file == null) {
            throw new Refusal(Refusal.Kind.USAGE, "there is no connector '" + name + "'"
                    + Suggestion.nearest(name, connectors.keySet()).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    "caravan connector list names them all");
        }
        return of(file);
    }

    private static ConnectorDescription of(ConnectorFile file) {
        ConnectorSpec spec = file.spec();
        return new ConnectorDescription(file.name(), spec.heading().title(), spec.heading().description(), spec.role().name().toLowerCase(Locale.ROOT),
                file.path().toString(), file.parent(),
                spec.settings().values().stream().sorted(Comparator.comparing((SettingSpec setting) -> !setting.required())
                        .thenComparing(SettingSpec::name)).map(SettingDescription::of).toList(),
                new TreeMap<>(spec.objects()).values().stream().map(ObjectDescription::of).toList(), spec.heading().verified());
    }
}
