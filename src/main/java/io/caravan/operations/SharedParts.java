package io.caravan.operations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Parts that several expressions of one mapping have in common, each with a name. For expressions that were made here: quotes in them hold no {@code ${…}}. */
final class SharedParts {

    private static final int WORTH_IT = 40;
    private static final int MOST = 10;
    /** What may come out otherwise each time it is asked. */
    private static final Pattern OWN = Pattern.compile("\\$\\{(uniqueName|guid|randomString|redact)\\(");
    private static final Pattern READ = Pattern.compile("\\$\\{body\\['?([\\p{L}\\p{N}_]+)");

    private final Map<String, String> names = new LinkedHashMap<>();

    private SharedParts() {
    }

    static SharedParts none() {
        return new SharedParts();
    }

    /** @param taken names that mean something else already */
    static SharedParts of(Collection<String> expressions, Set<String> taken) {
        SharedParts shared = new SharedParts();
        List<String> left = new ArrayList<>(expressions);
        for (Optional<String> next = longest(left); next.isPresent() && shared.names.size() < MOST; next = longest(left)) {
            String part = next.get();
            String name = shared.name(part, taken);
            left.replaceAll(expression -> expression.replace(part, "${" + name + "}"));
            left.add(part);
            shared.names.put(part, name);
        }
        return shared;
    }

    private static Optional<String> longest(List<String> expressions) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        expressions.forEach(expression -> parts(expression).forEach(part -> seen.merge(part, 1, Integer::sum)));
        return seen.entrySet().stream().filter(entry -> entry.getValue() > 1).map(Map.Entry::getKey).max(Comparator.comparing(String::length));
    }

    private static List<String> parts(String expression) {
        List<String> parts = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\'' || c == '"') {
                int end = expression.indexOf(c, i + 1);
                i = end < 0 ? expression.length() : end;
            } else if (expression.startsWith("${", i)) {
                open.push(i++);
            } else if (c == '}' && !open.isEmpty()) {
                String part = expression.substring(open.pop(), i + 1);
                if (part.length() >= WORTH_IT && !OWN.matcher(part).find()) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    /** After what it reads. */
    private String name(String part, Set<String> taken) {
        List<String> read = READ.matcher(part).results().map(found -> found.group(1)).distinct().toList();
        String base = read.isEmpty() ? "shared" : read.size() == 1 ? read.get(0) + "Text" : read.get(0) + "And" + (read.size() > 2 ? "More" : Character.toUpperCase(read.get(1).charAt(0)) + read.get(1).substring(1));
        String small = Character.toLowerCase(base.charAt(0)) + base.substring(1);
        String name = small;
        for (int number = 2; names.containsValue(name) || taken.contains(name); number++) {
            name = small + number;
        }
        return name;
    }

    /** With names in place of what they stand for. */
    String shortened(String expression) {
        String shorter = expression;
        for (Map.Entry<String, String> part : names.entrySet()) {
            shorter = shorter.replace(part.getKey(), "${" + part.getValue() + "}");
        }
        return shorter;
    }

    /** The lines that say what the names stand for; what others are made of first. */
    List<String> lines() {
        List<Map.Entry<String, String>> all = new ArrayList<>(names.entrySet());
        Collections.reverse(all);
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> part : all) {
            String meant = part.getKey();
            for (Map.Entry<String, String> other : names.entrySet()) {
                meant = other.getKey().equals(part.getKey()) ? meant : meant.replace(other.getKey(), "${" + other.getValue() + "}");
            }
            lines.add("  " + part.getValue() + ": " + Page.expression(meant));
        }
        return lines;
    }
}
