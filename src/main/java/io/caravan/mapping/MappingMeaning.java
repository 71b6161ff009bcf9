package io.caravan.mapping;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a mapping means, as hashes: one for each attribute rule, and one for everything else. Two files that differ only in
 * comments and layout mean the same; two that differ in some rules can be told apart by just those.
 *
 * @param rest  hash of all but the attribute rules: scope, lifecycle, match, guard, defines, lookup tables
 * @param rules hash of each attribute's rule
 */
public record MappingMeaning(String rest, Map<String, String> rules) {

    /** Stands among the rules for whom the names in a list of members, or of groups, mean; no attribute is called so. */
    public static final String MEMBERSHIPS = "(memberships)";

    /** Stands among the rules for the applications that anybody is asked to be assigned to; it is no hash. */
    public static final String ASSIGNABLE = "(assignable)";

    public MappingMeaning {
        rules = Map.copyOf(rules);
    }

    /** The inverse of {@link #fingerprint}; any other text is a meaning that equals none a file has. */
    public static MappingMeaning of(String fingerprint) {
        String[] lines = fingerprint.split("\n");
        Map<String, String> rules = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            int space = lines[i].indexOf(' ');
            if (space > 0) {
                rules.put(lines[i].substring(space + 1), lines[i].substring(0, space));
            }
        }
        return new MappingMeaning(lines[0], rules);
    }

    /** One line for the rest, then {@code hash name} for each rule, by name. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder(rest);
        new TreeMap<>(rules).forEach((name, hash) -> text.append('\n').append(hash).append(' ').append(name));
        return text.toString();
    }

    /** The rules that are new or other than before, when that is all that changed; empty when more did, or a rule is gone. */
    public Optional<Set<String>> changedRules(MappingMeaning before) {
        if (!rest.equals(before.rest) || !rules.keySet().containsAll(before.rules.keySet())) {
            return Optional.empty();
        }
        Set<String> changed = new HashSet<>();
        rules.forEach((name, hash) -> {
            if (!hash.equals(before.rules.get(name))) {
                changed.add(name);
            }
        });
        return Optional.of(changed);
    }
}
