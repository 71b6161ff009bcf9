package io.caravan.camel.kit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of OData v2's {@code $filter} as a sample needs: comparisons joined by {@code and} within brackets, and those by {@code or}. A path that leads through lists holds when it does for any. */
record ODataQuery(String filter) {

    private static final Pattern COMPARISON = Pattern.compile("([\\w/]+) (eq|ne|ge|le) (?:datetimeoffset|datetime)?'((?:[^']|'')*)'");

    boolean matches(JsonNode entity) {
        return filter.isEmpty() || split(filter, " or ").stream().anyMatch(clause -> all(clause, entity));
    }

    /** At a word outside of quotes. */
    private static List<String> split(String text, String word) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '\'';
            if (!quoted && text.startsWith(word, i)) {
                parts.add(text.substring(from, i));
                from = i + word.length();
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static boolean all(String clause, JsonNode entity) {
        String inside = clause.startsWith("(") && clause.endsWith(")") ? clause.substring(1, clause.length() - 1) : clause;
        List<Matcher> comparisons = new ArrayList<>();
        for (String one : split(inside, " and ")) {
            Matcher comparison = COMPARISON.matcher(one);
            if (!comparison.matches()) {
                throw new IllegalArgumentException("the sample does not understand: " + one);
            }
            comparisons.add(comparison);
        }
        // As OData v2 has it, each comparison holds for any of a list, not all of them for the same one.
        return comparisons.stream().allMatch(comparison -> values(entity, comparison.group(1)).stream().anyMatch(value -> holds(value, comparison.group(2), comparison.group(3).replace("''", "'"))));
    }

    private static boolean holds(String value, String operator, String wanted) {
        int order = plain(value).compareTo(plain(wanted));
        return Map.of("eq", order == 0, "ne", order != 0, "ge", order >= 0, "le", order <= 0).get(operator);
    }

    private static String plain(String moment) {
        return moment.replaceFirst("Z$", "");
    }

    private static List<String> values(JsonNode node, String path) {
        List<JsonNode> here = List.of(node);
        for (String name : path.split("/")) {
            List<JsonNode> below = new ArrayList<>();
            for (JsonNode one : here) {
                JsonNode next = one.path(name);
                if (next.path("results").isArray()) {
                    next.path("results").forEach(below::add);
                } else if (!next.isMissingNode() && !next.isNull()) {
                    below.add(next);
                }
            }
            here = below;
        }
        return here.stream().filter(JsonNode::isValueNode).map(JsonNode::asText).toList();
    }
}
