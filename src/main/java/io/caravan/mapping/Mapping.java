package io.caravan.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Attributes that refer to other identities. */
    public List<AttributeRule> references() {
        return attributes.values().stream().filter(rule -> rule.source() instanceof AttributeRule.Source.Reference).toList();
    }
}
