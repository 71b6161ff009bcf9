package io.caravan.expression;

import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.FormulaInput;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** One person, one moment, one table, and a namespace in which some names are taken. */
record SampleInput(Map<String, Object> attributes, Map<String, Object> values, Set<String> taken) implements FormulaInput {

    /** The person of the examples on the reference page. */
    static SampleInput zoe() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("workerId", "E1207");
        body.put("givenName", "Zoë");
        body.put("familyName", "Li");
        body.put("email", "zoe.li@example.com");
        body.put("type", "employee");
        body.put("country", "CH");
        body.put("hireDate", "2025-12-24");
        body.put("number", 42L);
        body.put("nickname", null);
        body.put("groups", "staff;vpn");
        body.put("mails", List.of("a@example.com", "b@example.com", "a@example.com"));
        return new SampleInput(body, Map.of("login", "zli"), Set.of("zli", "zli2"));
    }

    static SampleInput of(Map<String, Object> attributes) {
        return new SampleInput(attributes, Map.of(), Set.of());
    }

    @Override
    public Object attribute(String name) {
        return attributes.containsKey(name) ? attributes.get(name) : Formula.ABSENT;
    }

    @Override
    public Object named(String name) {
        return values.getOrDefault(name, Formula.ABSENT);
    }

    @Override
    public List<String> roles() {
        return List.of("buyer", "seller");
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-03-01T08:00:00Z");
    }

    @Override
    public RandomGenerator random() {
        return new Random(7);
    }

    @Override
    public Optional<Object> lookup(String table, String key) {
        return table.equals("cities") && key.equals("CH") ? Optional.of("Bern") : Optional.empty();
    }

    @Override
    public String uniqueName(String namespace, Iterable<Supplier<Object>> candidates) {
        for (Supplier<Object> candidate : candidates) {
            String name = candidate.get().toString();
            if (!taken.contains(name)) {
                return name;
            }
        }
        throw new FormulaException("every candidate is taken");
    }
}
