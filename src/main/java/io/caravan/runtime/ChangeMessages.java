package io.caravan.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.subject.Attributes;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import io.caravan.plan.ValueComparison;
import io.caravan.runtime.InFlight.Claim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Changes as routes see them: maps of texts, numbers, truth values, lists and maps, as JSON would have them, so that they may go through
 * anything that carries JSON. docs/reference/routes.md describes the keys.
 */
final class ChangeMessages {

    private static final String ID = "id";
    private static final String CYCLE = "cycle";
    private static final String ATTRIBUTES = "attributes";
    private static final String OUTCOME = "outcome";
    private static final String MESSAGE = "message";
    private static final String ANCHOR = "anchor";
    private static final String TO = "to";
    /** What is known of one attribute: mostly the value alone. */
    private static final int FEW = 2;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS); // a number comes back as it went
    private static final TypeReference<List<Map<String, Object>>> LIST = new TypeReference<>() {
    };

    private ChangeMessages() {
    }

    /** A change on its way out. */
    static Map<String, Object> of(Claim claim, CycleRun run) {
        Change change = claim.planned().change();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put(ID, claim.id());
        message.put("job", run.getJob());
        message.put("system", run.getTarget());
        message.put(CYCLE, run.getCycle().id());
        message.put("object", run.outboundJob().object());
        message.put("operation", change.kind().word());
        message.put("key", change.identityKey());
        change.anchor().ifPresent(anchor -> message.put(ANCHOR, anchor));
        change.enabled().ifPresent(enabled -> message.put("enabled", enabled));
        Map<String, Object> attributes = new LinkedHashMap<>();
        Change.masked(change.changes(), run.getCycle().secrets()).forEach(one -> attributes.put(one.name(), attribute(one)));
        message.put(ATTRIBUTES, attributes);
        if (!change.members().isEmpty()) {
            message.put("members", change.members().stream().map(member -> Map.<String, Object>of("kind", member.subject().kind().name(), "key", member.subject().key(),
                    "name", member.name())).toList());
        }
        message.put("account", Change.masked(change.account(), run.getCycle().secrets()));
        message.put("urgent", change.urgent());
        message.put("attempt", 1);
        return message;
    }

    private static Map<String, Object> attribute(AttributeChange change) {
        Map<String, Object> shown = new LinkedHashMap<>(FEW);
        if (change.before() != null) {
            shown.put("from", change.before());
        }
        shown.put(TO, change.after());
        if (!change.add().isEmpty()) {
            shown.put("add", change.add());
        }
        if (!change.remove().isEmpty()) {
            shown.put("remove", change.remove());
        }
        return shown;
    }

    /** What the target answered, added to the message. */
    static void answer(Map<String, Object> message, Claim claim) {
        message.put("attempt", claim.attempts());
        claim.outcome().ifPresent(outcome -> {
            message.put(OUTCOME, outcome.kind().word());
            if (!outcome.message().isEmpty()) {
                message.put(MESSAGE, outcome.message());
            }
            outcome.anchor().ifPresent(anchor -> message.put(ANCHOR, anchor));
        });
    }

    /**
     * The messages that a body holds, as it holds them: a list of maps, one map, or either of them as JSON.
     *
     * @throws IllegalArgumentException when it holds none
     */
    static List<Map<String, Object>> read(Message message) {
        Object body = message.getBody();
        if (body instanceof Map<?, ?> one) {
            return List.of(message(one));
        }
        if (body instanceof List<?> several && several.stream().allMatch(Map.class::isInstance)) {
            return several.stream().map(one -> message((Map<?, ?>) one)).toList();
        }
        String text = text(message);
        try {
            return JSON.readValue(text.stripLeading().startsWith("{") ? "[" + text + "]" : text, LIST);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("a body of changes is a list of maps, or that as JSON: " + notJson.getOriginalMessage());
        }
    }

    /** JSON that comes as bytes, from a service or a topic, is UTF-8, whatever the machine's own encoding is. */
    private static String text(Message message) {
        byte[] bytes = message.getBody() instanceof String ? null : message.getBody(byte[].class);
        String text = bytes == null ? message.getBody(String.class) : new String(bytes, StandardCharsets.UTF_8);
        if (text == null) {
            throw new IllegalArgumentException("a body of changes is a list of maps, or that as JSON, and not empty");
        }
        return text;
    }

    @SuppressWarnings("unchecked") // what is not a text as a key is never asked for
    private static Map<String, Object> message(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    /** @throws IllegalArgumentException when the message has none */
    static String id(Map<String, Object> message) {
        if (message.get(ID) instanceof String id) {
            return id;
        }
        throw notHandedOut(message, ID);
    }

    /** @throws IllegalArgumentException when the message has none */
    static long cycle(Map<String, Object> message) {
        Object value = message.get(CYCLE);
        try {
            return value instanceof Number number ? number.longValue() : Long.parseLong(String.valueOf(value));
        } catch (NumberFormatException none) {
            throw notHandedOut(message, CYCLE);
        }
    }

    private static IllegalArgumentException notHandedOut(Map<String, Object> message, String key) {
        return new IllegalArgumentException("a change has its \"" + key + "\" as it was handed out, and not " + message.get(key));
    }

    /**
     * What a route made of a change: attributes that it changed, added, or took out.
     *
     * @return the attributes to be sent; empty when it left them as they were
     * @throws IllegalArgumentException when an attribute cannot be sent
     */
    static Optional<List<AttributeChange>> enriched(Map<String, Object> message, Claim claim, ObjectSpec object) {
        List<AttributeChange> planned = claim.request().map(AccountRequest::changes).orElse(List.of());
        if (!(message.get(ATTRIBUTES) instanceof Map<?, ?> attributes) || areAsPlanned(planned, attributes, object)) {
            return Optional.empty();
        }
        List<AttributeChange> all = new ArrayList<>();
        Map<?, ?> left = new LinkedHashMap<>(attributes);
        for (AttributeChange one : planned) {
            if (left.containsKey(one.name())) {
                Object wanted = wanted(left.remove(one.name()));
                all.add(isAsPlanned(one, wanted, object) ? one : changed(one.name(), one.before(), wanted, object));
            }
        }
        for (Map.Entry<?, ?> added : left.entrySet()) {
            String name = String.valueOf(added.getKey());
            all.add(changed(name, claim.planned().change().account().get(name), wanted(added.getValue()), object));
        }
        return Optional.of(all);
    }

    /** Most routes leave the attributes as they are. */
    private static boolean areAsPlanned(List<AttributeChange> planned, Map<?, ?> attributes, ObjectSpec object) {
        if (attributes.size() != planned.size()) {
            return false;
        }
        for (AttributeChange one : planned) {
            Object shown = attributes.get(one.name());
            if (shown == null && !attributes.containsKey(one.name()) || !isAsPlanned(one, wanted(shown), object)) {
                return false;
            }
        }
        return true;
    }

    /** A route may put the value itself in place of the map. */
    private static Object wanted(Object shown) {
        return shown instanceof Map<?, ?> values ? values.get(TO) : shown;
    }

    private static boolean isAsPlanned(AttributeChange planned, Object shown, ObjectSpec object) {
        return shown != null && shown.equals(planned.after()) || Change.SENSITIVE.equals(shown) || ValueComparison.same(object.attribute(planned.name()), planned.after(), shown);
    }

    private static AttributeChange changed(String name, Object before, Object after, ObjectSpec object) {
        if (!object.additionalAttributes() && !object.attributes().containsKey(name)) {
            throw new IllegalArgumentException("a route has set the attribute \"" + name + "\", which " + object.name() + " does not have");
        }
        return ValueComparison.difference(object.attribute(name), before, after).orElseGet(() -> AttributeChange.of(name, before, after));
    }

    /**
     * The outcome that a route gave to a change which it delivered by itself.
     *
     * @return empty when the message tells none
     * @throws IllegalArgumentException when it is none, or does not say which account was made
     */
    static Optional<Outcome> outcome(Map<String, Object> message, Claim claim) {
        if (!(message.get(OUTCOME) instanceof String word)) {
            return Optional.empty();
        }
        OutcomeKind kind = OutcomeKind.ofWord(word).orElseThrow(() -> new IllegalArgumentException("\"" + word + "\" is no outcome"));
        Optional<String> anchor = Optional.ofNullable(message.get(ANCHOR)).map(String::valueOf).filter(text -> !text.isBlank());
        if (kind == OutcomeKind.OK && anchor.isEmpty() && claim.planned().change().kind() == ChangeKind.CREATE) {
            throw new IllegalArgumentException("a route says that the account of " + claim.planned().change().identityKey()
                    + " was created, and does not say its \"anchor\"");
        }
        return Optional.of(new Outcome(kind, anchor, Attributes.empty(), String.valueOf(message.getOrDefault(MESSAGE, "")), Optional.empty()));
    }

    /** The change as it was sent, and as it may be stored: without the secrets in it, be they from the mapping or from a route. */
    static PlannedChange sent(PlannedChange planned, List<AttributeChange> changes, ObjectSpec object) {
        List<AttributeChange> storable = changes.stream().map(one -> object.attribute(one.name()).sensitive()
                ? AttributeChange.of(one.name(), null, Change.SENSITIVE) : one).toList();
        return new PlannedChange(planned.id(), planned.change().sending(storable), planned.held());
    }
}
