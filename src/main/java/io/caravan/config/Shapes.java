package io.caravan.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Whether one value fits one rule of a schema, and what is to be said if it does not. */
final class Shapes {

    static final JsonNode ANYTHING = BooleanNode.TRUE;
    private static final int LONGEST_QUOTE = 40;

    private Shapes() {
    }

    /** Whether it is at least of the right kind: a value, a list or a block. Words can only be values. */
    static boolean kindFits(Yaml node, JsonNode rule) {
        return typeFits(node, rule) && (node instanceof Yaml.Scalar || !rule.has("const") && !rule.has("enum"));
    }

    private static boolean typeFits(Yaml node, JsonNode rule) {
        List<String> types = SchemaFile.texts(rule.path("type"));
        return types.isEmpty() || types.stream().anyMatch(type -> isA(node, type));
    }

    private static boolean isA(Yaml node, String type) {
        if (node instanceof Yaml.Scalar scalar) {
            Object value = scalar.value();
            return switch (type) {
                case "string" -> value instanceof String;
                case "boolean" -> value instanceof Boolean;
                case "integer" -> value instanceof Long;
                case "number" -> value instanceof Number;
                case "null" -> value == null;
                default -> false;
            };
        }
        return node instanceof Yaml.Items ? type.equals("array") : type.equals("object");
    }

    static boolean valueFits(Yaml.Scalar scalar, JsonNode rule) {
        if (rule.has("const") && !same(scalar, rule.get("const"))) {
            return false;
        }
        if (rule.has("enum")) {
            boolean listed = false;
            for (JsonNode allowed : rule.get("enum")) {
                listed |= same(scalar, allowed);
            }
            return listed;
        }
        if (scalar.value() instanceof String text) {
            return text.length() >= rule.path("minLength").asInt(0)
                    && (!rule.has("pattern") || Pattern.compile(rule.get("pattern").asText()).matcher(text).find());
        }
        return !(scalar.value() instanceof Number) || within(new BigDecimal(scalar.value().toString()), rule);
    }

    private static boolean within(BigDecimal number, JsonNode rule) {
        return (!rule.has("minimum") || number.compareTo(rule.get("minimum").decimalValue()) >= 0)
                && (!rule.has("maximum") || number.compareTo(rule.get("maximum").decimalValue()) <= 0);
    }

    private static boolean same(Yaml.Scalar scalar, JsonNode value) {
        return value.isTextual() ? value.asText().equals(scalar.value()) : value.asText().equals(scalar.text()) && !(scalar.value() instanceof String);
    }

    /** {@code "every" cannot be "5 minutes"}. */
    static String complaint(Yaml node, JsonNode rule, String name) {
        if (node instanceof Yaml.Scalar scalar && scalar.value() != null) {
            if (scalar.text().isEmpty()) {
                return name + " is an empty text";
            }
            String text = scalar.text().strip();
            String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
            String value = scalar.value() instanceof String ? "\"" + shown.replace('\n', ' ') + "\""
                    : scalar.value() instanceof Number ? "the number " + shown : shown;
            return name + " cannot be " + value;
        }
        return name + (node instanceof Yaml.Scalar ? " has no value" : " cannot be " + node.kind());
    }
}
