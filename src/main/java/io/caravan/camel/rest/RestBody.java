package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.RestText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a request declares to be sent beside the attributes, its texts taken apart once and for all. What it is filled into is made anew each time. Immutable. */
sealed interface RestBody {

    JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** What stands for the names in it. */
    interface Values {

        /** @throws io.caravan.connector.OutcomeException invalid, when there is none */
        String of(String variable);

        /** The values that one stands for, which has several. */
        List<String> several(String variable);

        /** The same with one value in the place of several. */
        Values with(String variable, String value);

        /** What stands in a setting that has been filled into the declaration. */
        UnaryOperator<String> placeholders();
    }

    JsonNode filled(Values values);

    /** What names a value that is added or removed stands there once for each; empty: it names none. */
    Optional<String> several();

    /** @param declared texts, numbers, booleans, lists and maps */
    static RestBody of(Object declared) {
        if (declared instanceof Map<?, ?> map) {
            Map<String, RestBody> members = new LinkedHashMap<>();
            map.forEach((name, value) -> members.put(String.valueOf(name), of(value)));
            boolean named = members.keySet().stream().anyMatch(name -> name.contains("${"));
            return named ? new Named(members, first(members.values().stream())) : new Members(members, first(members.values().stream()));
        }
        if (declared instanceof List<?> list) {
            List<RestBody> elements = new ArrayList<>();
            list.forEach(value -> elements.add(of(value)));
            return new Elements(elements, first(elements.stream()));
        }
        return declared instanceof String text ? Text.of(text) : new Fixed(RestAccounts.plain(declared));
    }

    private static Optional<String> first(Stream<RestBody> within) {
        return within.flatMap(each -> each.several().stream()).findFirst();
    }

    /** The same for every call. */
    record Fixed(JsonNode filled) implements RestBody {

        @Override
        public JsonNode filled(Values values) {
            return filled;
        }

        @Override
        public Optional<String> several() {
            return Optional.empty();
        }
    }

    /** @param settings whether settings have been filled into it that are to be resolved first */
    record Text(RestText text, boolean settings, Optional<String> several) implements RestBody {

        static Text of(String written) {
            RestText text = RestText.of(written);
            return new Text(text, written.contains("{{"), text.variables().stream().filter(name -> name.startsWith("added.") || name.startsWith("removed.")).findFirst());
        }

        @Override
        public JsonNode filled(Values values) {
            RestText resolved = settings ? RestText.of(values.placeholders().apply(text.text())) : text;
            String filled = resolved.fill(values::of);
            boolean number = resolved.isVariable() && resolved.parts().get(0).form() == RestText.Form.INTEGER && filled.matches("-?\\d{1,18}");
            return number ? NODES.numberNode(Long.parseLong(filled)) : NODES.textNode(filled);
        }
    }

    /** An object. */
    record Members(Map<String, RestBody> members, Optional<String> several) implements RestBody {

        @Override
        public JsonNode filled(Values values) {
            ObjectNode object = NODES.objectNode();
            members.forEach((name, value) -> object.set(name, value.filled(values)));
            return object;
        }
    }

    /** An object whose members have names with variables in them. */
    record Named(Map<String, RestBody> members, Optional<String> several) implements RestBody {

        @Override
        public JsonNode filled(Values values) {
            ObjectNode object = NODES.objectNode();
            members.forEach((name, value) -> object.set(RestText.of(name).fill(values::of), value.filled(values)));
            return object;
        }
    }

    /** A list. */
    record Elements(List<RestBody> elements, Optional<String> several) implements RestBody {

        @Override
        public JsonNode filled(Values values) {
            ArrayNode array = NODES.arrayNode();
            for (RestBody element : elements) {
                if (element.several().isEmpty()) {
                    array.add(element.filled(values));
                } else {
                    String name = element.several().get();
                    values.several(name).forEach(value -> array.add(element.filled(values.with(name, value))));
                }
            }
            return array;
        }
    }
}
