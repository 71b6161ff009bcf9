package io.caravan.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code {{setting}}} in a provisioning block with a system's settings, in values and in keys. What is
 * {@code {{?setting}}} and not given is left out; what has no value yet stays as it is.
 */
record Filling(Map<String, String> values) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([A-Za-z0-9_-]+)}}");

    /** The names of all settings that a block asks for. */
    static Set<String> names(Yaml node) {
        Set<String> names = new TreeSet<>();
        collect(node, names);
        return names;
    }

    private static void collect(Yaml node, Set<String> names) {
        if (node instanceof Yaml.Scalar scalar) {
            collect(scalar.text(), names);
        } else if (node instanceof Yaml.Items items) {
            items.items().forEach(item -> collect(item, names));
        } else if (node instanceof Yaml.Block block) {
            block.entries().forEach((key, entry) -> {
                collect(key, names);
                collect(entry.value(), names);
            });
        }
    }

    private static void collect(String text, Set<String> names) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(2));
        }
    }

    /** A default that is made of other settings; empty for one that is not. */
    Optional<String> completed(String text) {
        return text(text).filter(filled -> !filled.equals(text));
    }

    Yaml.Block fill(Yaml.Block block) {
        Map<String, Yaml.Entry> filled = new LinkedHashMap<>();
        for (Yaml.Entry entry : block.entries().values()) {
            Optional<String> key = text(entry.key());
            Optional<Yaml> value = fill(entry.value());
            if (key.isPresent() && value.isPresent()) {
                filled.merge(key.get(), new Yaml.Entry(key.get(), entry.keyPosition(), value.get()), Overlay::entries);
            }
        }
        return new Yaml.Block(filled, block.position());
    }

    private Optional<Yaml> fill(Yaml node) {
        if (node instanceof Yaml.Block block) {
            return Optional.of(fill(block));
        }
        if (node instanceof Yaml.Items items) {
            List<Yaml> filled = new ArrayList<>();
            items.items().forEach(item -> fill(item).ifPresent(filled::add));
            return Optional.of(new Yaml.Items(filled, items.position()));
        }
        Yaml.Scalar scalar = (Yaml.Scalar) node;
        return text(scalar.text()).map(text -> text.equals(scalar.text()) ? scalar : scalar.with(value(text), text));
    }

    /** Empty when an optional placeholder has no value. */
    private Optional<String> text(String text) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(2));
            if (value == null && !matcher.group(1).isEmpty()) {
                return Optional.empty();
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(value == null ? matcher.group() : value));
        }
        return Optional.of(matcher.appendTail(out).toString());
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("[1-9][0-9]{0,17}|0") ? (Object) Long.valueOf(text) : text;
    }
}
