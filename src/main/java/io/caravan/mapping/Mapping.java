package io.caravan.mapping;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a job that computes values.
 *
 * @param attributes in file order
 * @param defines    named intermediate values
 * @param tables     lookup tables by name
 */
public record Mapping(Map<String, AttributeRule> attributes, Map<String, Formula> defines, Map<String, LookupTable> tables) {

    public Mapping {
        attributes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        defines = Map.copyOf(defines);
        tables = Map.copyOf(tables);
    }

    /**
     * Attributes whose values must not be shown: their rule uses a function that makes or hides secrets
     * ({@code randomString}, {@code redact}), or reads such a value.
     *
     * @param secretInputs attributes of the body whose values must not be shown either
     */
    public Set<String> sensitive(Set<String> secretInputs) {
        Set<String> sensitive = new HashSet<>();
        boolean found = true;
        while (found) {
            found = false;
            for (AttributeRule rule : attributes.values()) {
                Formula formula = formula(rule);
                found |= formula != null && isSensitive(formula, secretInputs, sensitive) && sensitive.add(rule.name());
            }
            for (Map.Entry<String, Formula> define : defines.entrySet()) {
                found |= isSensitive(define.getValue(), secretInputs, sensitive) && sensitive.add(define.getKey());
            }
        }
        return sensitive;
    }

    private static boolean isSensitive(Formula formula, Set<String> secretInputs, Set<String> secretNames) {
        return formula.sensitive() || formula.attributes().stream().anyMatch(secretInputs::contains)
                || formula.names().stream().anyMatch(secretNames::contains);
    }

    private static Formula formula(AttributeRule rule) {
        if (rule.source() instanceof AttributeRule.Source.Value value) {
            return value.formula();
        }
        return rule.source() instanceof AttributeRule.Source.Reference reference ? reference.formula() : null;
    }

    /** Attributes that refer to other identities. */
    public List<AttributeRule> references() {
        return attributes.values().stream().filter(rule -> rule.source() instanceof AttributeRule.Source.Reference).toList();
    }
}
