package io.caravan.config;

import io.caravan.connector.AttributeSpec.Characteristic;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.Comparison;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ConnectorSpec.Batch;
import io.caravan.connector.ConnectorSpec.Rate;
import io.caravan.connector.ConnectorSpec.Role;
import io.caravan.connector.ConnectorSpec.SettingSpec;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a connector's declaration of its two blocks, whose shape has been checked. */
record SpecBuilder(String name, Yaml.Block definition, Yaml.Block provisioning) {

    private static final int PAGE_SIZE = 100;
    private static final int CONCURRENCY = 8;
    /** Names in one request, where a connector does not say. */
    private static final int MEMBERS = 100;

    /** @param values settings that fill the placeholders of the provisioning block */
    ConnectorSpec build(Map<String, String> values) {
        Yaml.Block filled = new Filling(values).fill(provisioning);
        Map<String, ObjectSpec> objects = new LinkedHashMap<>();
        filled.block("objects").entries().forEach((key, entry) -> {
            Yaml.Block object = (Yaml.Block) entry.value();
            if (isThere(object)) {
                objects.put(key, object(key, object, disabledThrough(key)));
            }
        });
        return new ConnectorSpec(new ConnectorSpec.Heading(name, definition.text("title").orElse(name), definition.text("description").orElse(""),
                provisioning.text("verified")),
                Role.valueOf(filled.text("role").orElse("both").toUpperCase(Locale.ROOT)), settings(), objects,
                new ConnectorSpec.Limits((int) filled.block("paging").number("size", PAGE_SIZE), (int) filled.number("concurrency", CONCURRENCY),
                        batch(filled), rate(filled)), outcomes(filled), RestObjectReader.read(filled, new Problems()));
    }

    /** A kind of which nothing can be done is one of the connector that is extended, and of no use here. */
    private static boolean isThere(Yaml.Block object) {
        return !object.has("operations") || !object.items("operations").isEmpty();
    }

    static Map<Integer, OutcomeKind> outcomes(Yaml.Block provisioning) {
        Map<Integer, OutcomeKind> outcomes = new LinkedHashMap<>();
        provisioning.block("outcomes").entries().forEach((status, entry) -> outcomes.put(Integer.valueOf(status), OutcomeKind.ofWord(((Yaml.Scalar) entry.value()).text()).orElseThrow()));
        return outcomes;
    }

    /** The defaults of the settings, by name. */
    Map<String, String> defaults() {
        Map<String, String> defaults = new LinkedHashMap<>();
        settings().values().forEach(setting -> setting.defaultValue().ifPresent(value -> defaults.put(setting.name(), value)));
        return defaults;
    }

    /** Which settings are needed with which values of others. */
    List<SettingNeed> needs() {
        return SettingNeed.of(provisioning);
    }

    /** Whether every system has this setting, whatever other settings are. */
    boolean isAlwaysThere(String setting) {
        return texts(definition.items("required")).contains(setting) || definition.block("properties").block(setting).text("default").filter(text -> !text.isBlank()).isPresent();
    }

    /** Whether a setting may have this value. */
    boolean allows(String setting, String value) {
        List<String> allowed = texts(definition.block("properties").block(setting).items("enum"));
        return allowed.isEmpty() || allowed.contains(value);
    }

    Map<String, SettingSpec> settings() {
        List<String> required = texts(definition.items("required"));
        List<SettingNeed> needs = needs();
        Map<String, SettingSpec> settings = new LinkedHashMap<>();
        definition.block("properties").entries().forEach((key, entry) -> {
            Yaml.Block block = (Yaml.Block) entry.value();
            settings.put(key, new SettingSpec(key, block.text("title").orElse(key), block.text("description").orElse("") + SettingNeed.words(key, needs, this),
                    block.text("type").orElse("string"), required.contains(key), block.text("format").filter("password"::equals).isPresent(),
                    block.text("default"), texts(block.items("enum"))));
        });
        return settings;
    }

    private static Optional<Batch> batch(Yaml.Block filled) {
        Yaml.Block block = filled.block("batch");
        return block.entries().isEmpty() ? Optional.empty()
                : Optional.of(new Batch(operations(block), (int) block.number("max", 1)));
    }

    private static Optional<Rate> rate(Yaml.Block filled) {
        Yaml.Block block = filled.block("rate");
        return block.text("per").filter(per -> !Placeholder.in(per)).map(per -> new Rate((int) block.number("requests", 1), Amounts.duration(per),
                (int) block.number("concurrency", 1)));
    }

    /** The settings that a connector file names as {@code {{?setting}}}. */
    private List<String> disabledThrough(String object) {
        return texts(provisioning.block("objects").block(object).items("disabledThrough")).stream().map(text -> text.replaceAll("[{}?]", "")).toList();
    }

    private static ObjectSpec object(String name, Yaml.Block block, List<String> disabledThrough) {
        boolean caseExact = block.flag("caseExactByDefault", true);
        Map<String, AttributeSpec> attributes = new LinkedHashMap<>();
        block.block("attributes").entries().forEach((key, entry) -> attributes.put(key, attribute(key, (Yaml.Block) entry.value(), caseExact)));
        return new ObjectSpec(name, new ObjectSpec.Keys(block.text("anchor").orElse(""), block.text("enabledBy"), block.text("referenceBy"),
                block.text("renamedBy")), new ObjectSpec.Schema(attributes, block.flag("additionalAttributes", false), caseExact), possible(block),
                names(block, "find"), disabledThrough, memberships(block.block("memberships")));
    }

    private static Optional<MembershipSpec> memberships(Yaml.Block block) {
        return block.text("attribute").map(attribute -> new MembershipSpec(attribute, block.text("namedBy"), (int) block.number("chunk", MEMBERS),
                block.flag("nested", false), block.text("placeholder")));
    }

    /** What the connector can do with these settings: a system that is told no way to disable cannot, nor does one hold members that is told of no list. */
    private static Set<Operation> possible(Yaml.Block block) {
        Set<Operation> operations = operations(block);
        if (block.has("disabledThrough") && block.items("disabledThrough").isEmpty()) {
            operations.remove(Operation.DISABLE);
            operations.remove(Operation.ENABLE);
        }
        if (!block.block("memberships").has("attribute")) {
            operations.remove(Operation.ADD_MEMBERS);
            operations.remove(Operation.REMOVE_MEMBERS);
        }
        return operations;
    }

    private static AttributeSpec attribute(String name, Yaml.Block block, boolean caseExact) {
        AttributeType type = AttributeType.valueOf(block.text("type").orElse("string").toUpperCase(Locale.ROOT));
        Set<Characteristic> characteristics = EnumSet.noneOf(Characteristic.class);
        for (Characteristic one : Characteristic.values()) {
            if (block.flag(one.key(), one == Characteristic.CASE_EXACT && caseExact)) {
                characteristics.add(one);
            }
        }
        return new AttributeSpec(name, type, characteristics, block.text("compare").flatMap(Comparison::ofWord).orElse(Comparison.EXACT),
                block.get("whenAbsent").map(value -> Attributes.normalValue(value.plain())), block.text("path").orElse(name));
    }

    private static Set<Operation> operations(Yaml.Block block) {
        Set<Operation> operations = EnumSet.noneOf(Operation.class);
        texts(block.items("operations")).forEach(word -> Operation.ofWord(word).ifPresent(operations::add));
        return operations;
    }

    /** A list, or the text a placeholder was filled with: names with commas between. */
    static List<String> names(Yaml.Block block, String key) {
        if (block.get(key).orElse(null) instanceof Yaml.Scalar scalar) {
            return List.of(scalar.text().split("\\s*,\\s*"));
        }
        return texts(block.items(key));
    }

    private static List<String> texts(List<Yaml> items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(((Yaml.Scalar) item).text()));
        return texts;
    }
}
