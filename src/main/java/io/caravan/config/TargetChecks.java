package io.caravan.config;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source;
import io.caravan.mapping.Mapping;
import io.caravan.subject.Kind;
import io.caravan.mapping.OutboundJob.OnExit;
import java.util.List;

/** Holds an outbound mapping against what the target's connector declares. */
final class TargetChecks {

    private final MappingFile file;
    private final String system;
    private final ObjectSpec object;
    private final Problems problems;

    private TargetChecks(MappingFile file, String system, ObjectSpec object, Problems problems) {
        this.file = file;
        this.system = system;
        this.object = object;
        this.problems = problems;
    }

    static void check(MappingFile file, SystemSide system, ObjectSpec object, Mapping mapping, Problems problems) {
        TargetChecks checks = new TargetChecks(file, system.name(), object, problems);
        file.raw().block("attributes").entries().values().stream().filter(entry -> entry.key().equals(entry.key().strip()))
                .forEach(entry -> checks.exists(entry.key(), entry.keyPosition()));
        mapping.attributes().values().forEach(checks::rule);
        file.good().items("match").forEach(rule -> ((Yaml.Block) rule).scalar("target").ifPresent(checks::findable));
        if (!WriteBackReader.isSaid(file)) {
            checks.required();
            checks.operations();
            system.restoredBy().ifPresent(checks::restored);
        }
    }

    /** What is brought back, and not told of, is found by that alone. */
    private void restored(String by) {
        boolean matched = file.good().items("match").stream().anyMatch(rule -> ((Yaml.Block) rule).text("target").filter(by::equals).isPresent());
        if (file.good().flag("creates", true) && !(matched && file.attributeNames().contains(by))) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, file.raw().at(file.raw().has("match") ? "match" : "to"), "who was deleted is brought back by \"" + by + "\", and "
                    + (matched ? "the mapping does not write it" : "an account is not looked for by it: one that was brought back could be made a second time"),
                    matched ? "add " + by + ": to attributes, or remove the setting" : "add to match: {target: " + by + ", value: …}, or remove the setting"));
        }
    }

    private boolean known(String attribute) {
        return object.additionalAttributes() || object.attributes().containsKey(attribute) || attribute.equals(object.anchor());
    }

    private void exists(String attribute, Position position) {
        if (!known(attribute)) {
            problems.add(Problem.error(ProblemCode.UNKNOWN_ATTRIBUTE, position, "\"" + object.name() + "\" has no attribute \"" + attribute + "\"",
                    Words.oneOf(object.attributes().keySet()), Words.suggest(attribute, object.attributes().keySet(), "remove it")));
        } else if (object.attribute(attribute).readOnly()) {
            problems.add(Problem.error(ProblemCode.READ_ONLY_ATTRIBUTE, position, "\"" + attribute + "\" is given by the system and cannot be written",
                    "remove it"));
        }
    }

    private void rule(AttributeRule rule) {
        AttributeSpec attribute = object.attribute(rule.name());
        Yaml.Block block = file.good().block("attributes").block(rule.name());
        if (rule.whenAbsent().clear() && attribute.required()) {
            problems.add(Problem.error(ProblemCode.CLEARS_REQUIRED, block.at("clear"), "\"" + rule.name() + "\" is required and cannot be emptied",
                    "remove clear, or give a default"));
        }
        if (rule.onDrift() != AttributeRule.OnDrift.REVERT && object.enabledBy().filter(rule.name()::equals).isPresent()) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("drift"), "\"" + rule.name() + "\" says whether the account is open, and is always put right: what somebody "
                    + "opens for a leaver would stay open", "remove drift; caravan drift tells of accounts that were opened or closed by hand"));
        }
        if (rule.onDrift() != AttributeRule.OnDrift.REVERT && WriteBackReader.isSaid(file)) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("drift"), "a record that is written back to has an owner: what is put over \"" + rule.name()
                    + "\" there is put right once, and then told", "remove drift"));
        } else if (rule.onDrift() != AttributeRule.OnDrift.REVERT && rule.apply() != AttributeRule.Apply.ALWAYS) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("drift"), "\"" + rule.name() + "\" is not kept right once it has a value (apply), so nothing is done about a change",
                    "remove drift, or apply"));
        }
        strangers(rule, attribute, block);
        boolean declared = object.attributes().containsKey(rule.name());
        boolean refers = attribute.type() == AttributeType.REFERENCE || attribute.type() == AttributeType.DN;
        if (rule.source() instanceof Source.Reference && declared && !refers) {
            problems.add(Problem.warning(ProblemCode.NOT_A_REFERENCE, block.at("reference"),
                    "\"" + rule.name() + "\" is of type " + attribute.type().word() + ", not a reference",
                    "write value: if no identity is meant, or correct the type in the connector"));
        }
        if (rule.source() instanceof Source.Constant constant && declared) {
            fits(constant.value(), attribute, block, "constant");
        }
        rule.whenAbsent().defaultValue().filter(value -> declared).ifPresent(value -> fits(value, attribute, block, "default"));
    }

    /** What is said of strangers in a list is about a list that is kept right. */
    private void strangers(AttributeRule rule, AttributeSpec attribute, Yaml.Block block) {
        if (rule.strangersStay().isEmpty()) {
            return;
        }
        if (object.attributes().containsKey(rule.name()) && !attribute.multiValued()) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("strangers"), "\"" + rule.name() + "\" holds one value, so nobody can put others beside it", "remove strangers"));
        } else if (rule.strangersStay().get() && Mapping.refersToOwn(rule)) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("strangers"), "\"" + rule.name() + "\" lists accounts that this job makes, and is written as a whole", "remove strangers"));
        } else if (rule.apply() != AttributeRule.Apply.ALWAYS) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("strangers"), "\"" + rule.name() + "\" is not kept right once it has a value (apply), so nothing is taken out of it",
                    "remove strangers, or apply"));
        } else if (rule.onDrift() != AttributeRule.OnDrift.REVERT) {
            problems.add(Problem.error(ProblemCode.MAPPING_VALUE, block.at("strangers"), "drift says what becomes of the whole list of \"" + rule.name() + "\" when somebody changes it",
                    "remove strangers, or drift"));
        }
    }

    private void fits(Object value, AttributeSpec attribute, Yaml.Block block, String key) {
        Position position = block.get(key).map(Yaml::position).orElse(block.position());
        boolean isList = value instanceof List<?>;
        if (isList && !attribute.multiValued()) {
            wrongConstant(position, attribute, "holds one value, not a list", "write a single value");
        } else if (attribute.type() == AttributeType.BOOLEAN && !isList && !(value instanceof Boolean)) {
            wrongConstant(position, attribute, "is true or false", "write true or false, without quotes");
        } else if (attribute.type() == AttributeType.INTEGER && !isList && !(value instanceof Long)) {
            wrongConstant(position, attribute, "is a whole number", "write a number without quotes");
        }
    }

    private void wrongConstant(Position position, AttributeSpec attribute, String what, String fix) {
        problems.add(Problem.error(ProblemCode.MAPPING_VALUE, position, "\"" + attribute.name() + "\" " + what, fix));
    }

    private void required() {
        if (!file.good().flag("creates", true)) {
            return;
        }
        object.attributes().values().stream()
                .filter(attribute -> attribute.required() && !attribute.readOnly() && !file.attributeNames().contains(attribute.name()))
                .filter(attribute -> !object.enabledBy().equals(java.util.Optional.of(attribute.name())))
                .map(AttributeSpec::name).sorted()
                .forEach(name -> problems.add(Problem.error(ProblemCode.REQUIRED_ATTRIBUTE, file.raw().at("attributes"),
                        "\"" + name + "\" is required to create \"" + object.name() + "\" and is not mapped", "add " + name + ": …")));
    }

    private void findable(Yaml.Scalar target) {
        if (!known(target.text())) {
            problems.add(Problem.error(ProblemCode.UNKNOWN_ATTRIBUTE, target.position(),
                    "\"" + object.name() + "\" has no attribute \"" + target.text() + "\"", Words.oneOf(object.attributes().keySet()),
                    Words.suggest(target.text(), object.attributes().keySet(), "compare with another attribute")));
        } else if (!object.find().contains(target.text()) && !object.additionalAttributes() && !target.text().equals(object.anchor())) {
            problems.add(Problem.error(ProblemCode.NOT_FINDABLE, target.position(), "\"" + object.name() + "\" cannot be found by \"" + target.text() + "\"",
                    Words.oneOf(object.find()), "compare with one of those"));
        }
    }

    /** Everything the job may come to ask of the target, defaults included. */
    private void operations() {
        Yaml.Block good = file.good();
        OutboundRules rules = new OutboundRules(good, file.kind());
        if (good.flag("creates", true)) {
            can(Operation.CREATE, good.at(good.has("creates") ? "creates" : "to"), "the job creates accounts", "write creates: false");
        }
        if (file.kind().equals(Kind.PERSON) && isDefault("scope", "onExit") && isDefault("lifecycle", "onLeaver")) {
            String instead = object.can(Operation.DELETE) ? "delete" : "keep";
            can(Operation.DISABLE, good.at("to"), "scope.onExit and lifecycle.onLeaver are disable by default",
                    howToDisable("write scope: {onExit: " + instead + "} and lifecycle: {onLeaver: " + instead + "}" + (instead.equals("keep") ? "" : ", or keep in both")));
        } else {
            onExit(rules.onExit(), "scope", "onExit");
            onExit(rules.lifecycle().onLeaver(), "lifecycle", "onLeaver");
        }
        if (rules.lifecycle().disableOnLeave()) {
            can(Operation.DISABLE, good.block("lifecycle").at("onLeave"), "lifecycle.onLeave is disable", howToDisable("write onLeave: keep"));
        }
        if (!object.can(Operation.LIST)) {
            problems.add(Problem.warning(ProblemCode.UNSUPPORTED_OPERATION, good.at("to"), "\"" + system + "\" cannot list \"" + object.name()
                    + "\" objects: whom somebody lets in there by hand, no cycle sees", "let its connector list them"));
        }
        if (rules.lifecycle().hold().isPresent()) {
            can(Operation.DELETE, good.block("lifecycle").at("hold"), "lifecycle.hold ends with a delete", "remove hold");
        }
    }

    private void onExit(OnExit chosen, String blockName, String key) {
        Yaml.Block good = file.good();
        boolean written = good.block(blockName).has(key);
        if (!written && hasErrors(blockName)) {
            return;
        }
        Position position = written ? good.block(blockName).at(key) : good.at(good.has(blockName) ? blockName : "to");
        String reason = blockName + "." + key + " is " + chosen.name().toLowerCase(java.util.Locale.ROOT) + (written ? "" : " by default");
        if (chosen == OnExit.DISABLE) {
            can(Operation.DISABLE, position, reason, howToDisable("write " + blockName + ": {" + key + ": " + (object.can(Operation.DELETE) ? "delete} or keep" : "keep}")));
        } else if (chosen == OnExit.DELETE) {
            can(Operation.DELETE, position, reason, "write " + blockName + ": {" + key + ": " + (object.can(Operation.DISABLE) ? "disable} or keep" : "keep}"));
        }
    }

    /** Whether the author left it to the default. Where the block has errors, it may be what was meant to be said. */
    private boolean isDefault(String blockName, String key) {
        return !file.good().block(blockName).has(key) && !hasErrors(blockName);
    }

    private boolean hasErrors(String blockName) {
        return file.good().block(blockName).entries().size() < file.raw().block(blockName).entries().size();
    }

    /** First how it could, by what its connector offers; only then how to do without. */
    private String howToDisable(String otherwise) {
        List<String> settings = object.disabledThrough().stream().map(setting -> SettingsReader.SYSTEMS + system + "." + setting).toList();
        return settings.isEmpty() ? otherwise
                : "say what disabling means: set " + SchemaFile.either(settings) + " in application.properties; or " + otherwise;
    }

    private void can(Operation operation, Position position, String reason, String fix) {
        if (!object.can(operation)) {
            problems.add(Problem.error(ProblemCode.UNSUPPORTED_OPERATION, position,
                    "the target cannot " + operation.word() + " \"" + object.name() + "\", but " + reason, fix));
        }
    }
}
