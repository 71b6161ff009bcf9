package io.caravan.operations;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Suggestion;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a system can be asked. Nothing but what a recording of changes asks for changes anything.
 *
 * @param operation test, schema, list, get or find; of a recording also what writes
 * @param object    the kind of object; empty for a test
 * @param attribute what to find by; of a get, the anchor's name
 * @param value     what to find or get, or whom to change
 * @param records   how many of a list at most
 * @param values    what is written; of members, who comes or goes
 */
public record SystemCall(Operation operation, String object, String attribute, String value, int records, Map<String, Object> values) {

    /** Under which name what was told of a create has the anchor of what was made. */
    static final String ANCHOR = "(anchor)";
    private static final Set<Operation> READS = EnumSet.of(Operation.TEST, Operation.SCHEMA, Operation.LIST, Operation.GET, Operation.FIND);

    public SystemCall {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    private static SystemCall reading(Operation operation, String object, String attribute, String value, int records) {
        return new SystemCall(operation, object, attribute, value, records, Map.of());
    }

    /** @param anchor empty for a create */
    static SystemCall writing(Operation operation, String object, String anchor, Map<String, Object> values) {
        return new SystemCall(operation, object, "", anchor, 0, values);
    }

    public static SystemCall test() {
        return reading(Operation.TEST, "", "", "", 0);
    }

    public static SystemCall schema(String object) {
        return reading(Operation.SCHEMA, object, "", "", 0);
    }

    public static SystemCall list(String object, int records) {
        return reading(Operation.LIST, object, "", "", records);
    }

    public static SystemCall get(String object, String anchor) {
        return reading(Operation.GET, object, "", anchor, 0);
    }

    public static SystemCall find(String object, String attribute, String value) {
        return reading(Operation.FIND, object, attribute, value, 0);
    }

    /**
     * What came of it.
     *
     * @param outcome the word of an outcome
     * @param message why it is not ok
     * @param records what the system showed, as the connector reads it; of a schema, one whose attributes are the system's, with their types
     */
    public record Told(String outcome, String message, List<Map<String, Object>> records) {

        boolean isOk() {
            return outcome.equals(OutcomeKind.OK.word());
        }
    }

    /** @throws Refusal when the connector does not do such a thing; says what it does */
    SystemCall declaredBy(SystemSpec system) {
        if (object.isEmpty()) {
            return this;
        }
        ObjectSpec declared = system.connector().objects().get(object);
        if (declared == null) {
            throw new Refusal(Refusal.Kind.USAGE, system.name() + " has no object '" + object + "'"
                    + Suggestion.nearest(object, system.connector().objects().keySet()).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    "The objects are: " + String.join(", ", system.connector().objects().keySet().stream().sorted().toList()));
        }
        if (!declared.can(operation)) {
            throw new Refusal(Refusal.Kind.USAGE, "the connector '" + system.connector().name() + "' does not declare " + operation.word() + " for " + object,
                    "It declares: " + String.join(", ", declared.operations().stream().sorted().map(Operation::word).toList()));
        }
        if (!attribute.isEmpty() && !declared.find().contains(attribute)) {
            throw new Refusal(Refusal.Kind.USAGE, "a " + object + " cannot be found by " + attribute,
                    "It can by: " + String.join(", ", declared.find()));
        }
        return this;
    }

    Told by(SystemPort port) {
        try {
            return switch (operation) {
                case TEST -> told(port.test(), List.of());
                case SCHEMA -> told(Outcome.ok(), port.schema(object).map(SystemCall::types).map(List::of).orElse(List.of()));
                case LIST -> told(Outcome.ok(), first(port));
                case GET -> one(port.get(object, value));
                case FIND -> told(Outcome.ok(), port.find(object, attribute, value).stream().map(SystemCall::values).toList());
                default -> written(port.execute(request()));
            };
        } catch (OutcomeException failed) {
            return told(failed.outcome(), List.of());
        }
    }

    private AccountRequest request() {
        List<AttributeChange> changes = new ArrayList<>();
        values.forEach((name, written) -> changes.add(!operation.isOfMembers() ? AttributeChange.of(name, null, Attributes.normalValue(written))
                : new AttributeChange(name, null, null, operation == Operation.ADD_MEMBERS ? names(written) : List.of(), operation == Operation.ADD_MEMBERS ? List.of() : names(written))));
        boolean creates = operation == Operation.CREATE;
        return new AccountRequest(operation, object, creates ? Optional.empty() : Optional.of(value), Attributes.empty(), changes, creates ? Optional.of(true) : Optional.empty());
    }

    private static List<Object> names(Object written) {
        return written instanceof List<?> several ? List.copyOf(several) : List.of(written);
    }

    private Told written(Outcome outcome) {
        Map<String, Object> record = values(outcome.attributes());
        outcome.anchor().filter(anchor -> operation == Operation.CREATE).ifPresent(anchor -> record.put(ANCHOR, anchor));
        return told(outcome, (outcome.isOk() || record.containsKey(ANCHOR)) && !record.isEmpty() ? List.of(record) : List.of());
    }

    private static Told one(Outcome got) {
        return told(got, got.isOk() ? List.of(values(got.attributes())) : List.of());
    }

    private static Told told(Outcome outcome, List<Map<String, Object>> records) {
        return new Told(outcome.kind().word(), outcome.message(), records);
    }

    private static Map<String, Object> values(Attributes attributes) {
        return new LinkedHashMap<>(attributes.asMap());
    }

    private static Map<String, Object> types(DiscoveredObject told) {
        Map<String, Object> types = new LinkedHashMap<>();
        told.attributes().forEach((name, spec) -> types.put(name, spec.type().word()));
        return types;
    }

    /** One that cannot be read tells why in a name that no attribute has. */
    private List<Map<String, Object>> first(SystemPort port) {
        List<Map<String, Object>> first = new ArrayList<>();
        try (SourceReading reading = port.list(object, List.of())) {
            while (first.size() < records && reading.hasNext()) {
                SourceItem item = reading.next();
                if (item instanceof SourceItem.Read read) {
                    first.add(values(read.attributes()));
                } else if (item instanceof SourceItem.Rejected rejected) {
                    first.add(Map.of("(rejected)", rejected.reason()));
                }
            }
        }
        return first;
    }

    /** As somebody would say it. */
    public String text() {
        return switch (operation) {
            case LIST -> "list " + object + ", " + Quantity.of(records, "record") + " at most";
            case GET -> "get " + object + " " + value;
            case FIND -> "find " + object + " by " + attribute + " = " + value;
            default -> (operation.word() + " " + object + " " + value).strip();
        };
    }

    /** The call that a line of a recording, or of a command, names; empty when it is none. */
    static Optional<SystemCall> of(String operation, String object, String attribute, String value, int records, Map<String, Object> values) {
        return Operation.ofWord(operation).filter(known -> READS.contains(known) || !object.isEmpty() && known.writes())
                .map(known -> new SystemCall(known, object, attribute, value, records, values));
    }
}
