package io.caravan.operations;

import io.caravan.connector.AttributeSpec;
import io.caravan.operations.AskedSystems.Answer;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attributes of one kind of object with the values that its first records have. Immutable. */
final class SampledColumns {

    private static final int EXAMPLES = 2;
    private static final int LOOKED_AT = 50;

    private final Answer answer;
    private final List<AttributeSpec> attributes;
    /** By what is meant, the attribute with the best name for it. */
    private final Map<String, String> meant = new LinkedHashMap<>();

    SampledColumns(Answer answer) {
        this.answer = answer;
        this.attributes = SystemSchema.attributes(answer).stream().filter(spec -> !SystemSchema.isSecret(spec)).toList();
        Map<String, Integer> ranks = new LinkedHashMap<>();
        for (AttributeSpec spec : attributes) {
            AttributeNames.meaning(spec.name()).filter(meaning -> meaning.rank() < ranks.getOrDefault(meaning.attribute(), Integer.MAX_VALUE)).ifPresent(meaning -> {
                ranks.put(meaning.attribute(), meaning.rank());
                meant.put(meaning.attribute(), spec.name());
            });
        }
    }

    Answer answer() {
        return answer;
    }

    List<AttributeSpec> attributes() {
        return attributes;
    }

    List<Attributes> records() {
        return answer.records();
    }

    /** The attribute that means this. */
    Optional<String> meaning(String attribute) {
        return Optional.ofNullable(meant.get(attribute));
    }

    /** What is meant by the attribute, if no other one has a better name for that. */
    Optional<String> meaningOf(String name) {
        return meant.entrySet().stream().filter(each -> each.getValue().equals(name)).map(Map.Entry::getKey).findFirst();
    }

    /** Each value that occurs, in order. */
    Set<String> values(String name) {
        Set<String> values = new LinkedHashSet<>();
        for (Attributes record : answer.records()) {
            Object value = record.get(name);
            if (value instanceof Collection<?> several) {
                several.forEach(each -> values.add(String.valueOf(each)));
            } else if (value != null && !value.toString().isBlank()) {
                values.add(value.toString());
            }
        }
        return values;
    }

    /** Whether every record has a value, and each another one. */
    boolean tellsApart(String name) {
        Set<String> seen = new LinkedHashSet<>();
        return !answer.records().isEmpty() && answer.records().stream()
                .allMatch(record -> !(record.get(name) instanceof Collection) && record.text(name).map(String::strip).filter(text -> !text.isEmpty()).filter(seen::add).isPresent());
    }

    /** Two records that show much. */
    List<Attributes> examples() {
        List<Attributes> best = new ArrayList<>(answer.records().subList(0, Math.min(LOOKED_AT, answer.records().size())));
        best.sort(Comparator.comparing((Attributes record) -> -record.asMap().values().stream().filter(value -> value != null && !value.toString().isBlank()).count()));
        return best.subList(0, Math.min(EXAMPLES, best.size()));
    }
}
