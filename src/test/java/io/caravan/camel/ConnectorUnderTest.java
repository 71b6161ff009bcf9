package io.caravan.camel;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.cycle.SourceReading;
import io.caravan.cycle.SystemPort;
import io.caravan.identity.Attributes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One of the project's own connectors, called as the engine calls it: through its Kamelet, in a Camel of its own. */
public final class ConnectorUnderTest implements AutoCloseable {

    private static final Path CONNECTORS = Path.of("connectors");
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SystemPort port;

    public ConnectorUnderTest(String connector, Map<String, String> settings) {
        context.start();
        SystemSpec spec = new SystemSpec("target", declared(connector, settings), settings);
        port = new ConnectedSystems(context, Map.of("target", spec), Path.of("."), List.of(CONNECTORS)).port("target").orElseThrow();
    }

    public SystemPort port() {
        return port;
    }

    /** Every good record of a full read. */
    public List<Attributes> all(String object) {
        try (SourceReading reading = port.list(object, List.of())) {
            return records(reading);
        }
    }

    public static List<Attributes> records(SourceReading reading) {
        List<Attributes> records = new ArrayList<>();
        reading.forEachRemaining(item -> records.add(((SourceItem.Read) item).attributes()));
        return records;
    }

    public static AccountRequest create(String object, Map<String, ?> values, boolean enabled) {
        return new AccountRequest(Operation.CREATE, object, Optional.empty(), Attributes.empty(), changes(values), Optional.of(enabled));
    }

    public static AccountRequest change(Operation operation, String object, String anchor, Attributes account, Map<String, ?> values) {
        return new AccountRequest(operation, object, Optional.of(anchor), account, changes(values), Optional.empty());
    }

    public static List<AttributeChange> changes(Map<String, ?> values) {
        List<AttributeChange> changes = new ArrayList<>();
        values.forEach((name, value) -> changes.add(AttributeChange.of(name, null, Attributes.normalValue(value))));
        return changes;
    }

    @Override
    public void close() {
        context.stop();
    }

    private static ConnectorSpec declared(String connector, Map<String, String> settings) {
        try {
            Map<?, ?> kamelet = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(CONNECTORS.resolve(connector + ".kamelet.yaml")));
            Map<?, ?> spec = block(kamelet, "spec");
            Map<?, ?> provisioning = block(spec, "provisioning");
            Map<String, String> values = new HashMap<>();
            block(block(spec, "definition"), "properties").forEach((name, setting) -> {
                if (((Map<?, ?>) setting).get("default") != null) {
                    values.put(name.toString(), ((Map<?, ?>) setting).get("default").toString());
                }
            });
            values.putAll(settings);
            Map<String, ObjectSpec> objects = new HashMap<>();
            block(provisioning, "objects").forEach((name, object) -> objects.put(name.toString(), object(name.toString(), (Map<?, ?>) object, values)));
            Map<?, ?> batch = block(provisioning, "batch");
            Optional<ConnectorSpec.Batch> batches = batch.isEmpty() ? Optional.empty() : Optional.of(new ConnectorSpec.Batch(
                    words(batch, "operations").stream().map(word -> Operation.ofWord(word).orElseThrow()).collect(Collectors.toSet()), number(batch.get("max"), values)));
            Map<Integer, OutcomeKind> outcomes = new HashMap<>();
            block(provisioning, "outcomes").forEach((status, word) -> outcomes.put((Integer) status, OutcomeKind.ofWord(word.toString()).orElseThrow()));
            return new ConnectorSpec(connector, "", "", ConnectorSpec.Role.BOTH, Map.of(), objects, number(block(provisioning, "paging").get("size"), values),
                    batches, Optional.empty(), outcomes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ObjectSpec object(String name, Map<?, ?> object, Map<String, String> settings) {
        Map<String, AttributeSpec> attributes = new LinkedHashMap<>();
        block(object, "attributes").forEach((attribute, value) -> {
            Map<?, ?> spec = (Map<?, ?>) value;
            String path = spec.get("path") == null ? attribute.toString() : spec.get("path").toString();
            attributes.put(attribute.toString(), new AttributeSpec(attribute.toString(), AttributeType.valueOf(spec.get("type").toString().toUpperCase(Locale.ROOT)),
                    flag(spec, "multiValued"), flag(spec, "caseExact"), flag(spec, "required"), flag(spec, "unique"), flag(spec, "createOnly"),
                    flag(spec, "readOnly"), flag(spec, "sensitive"), path));
        });
        String anchor = object.get("anchor").toString();
        String filled = anchor.startsWith("{{") ? settings.get(anchor.substring(2, anchor.length() - 2)) : anchor;
        return new ObjectSpec(name, filled, text(object, "enabledBy"), text(object, "referenceBy"), text(object, "renamedBy"), attributes,
                flag(object, "additionalAttributes"), flag(object, "caseExactByDefault"),
                words(object, "operations").stream().map(word -> Operation.ofWord(word).orElseThrow()).collect(Collectors.toSet()), words(object, "find"));
    }

    private static int number(Object written, Map<String, String> settings) {
        String text = written.toString();
        return Integer.parseInt(text.startsWith("{{") ? settings.get(text.substring(2, text.length() - 2)) : text);
    }

    private static Map<?, ?> block(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<String> words(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof List<?> list ? list.stream().map(Object::toString).toList() : List.of();
    }

    private static boolean flag(Map<?, ?> spec, String key) {
        return Boolean.TRUE.equals(spec.get(key));
    }

    private static Optional<String> text(Map<?, ?> spec, String key) {
        return Optional.ofNullable(spec.get(key)).map(Object::toString);
    }
}
