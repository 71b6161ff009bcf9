package io.caravan.plan;

import io.caravan.identity.Attributes;
import io.caravan.identity.Lifecycle;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Merges what several sources say about one identity: for each attribute, the source with the highest authority that
 * has a value wins; between equals, the job whose name comes first. Thread-safe.
 */
public final class Authority {

    private final Map<String, InboundJob> jobs = new HashMap<>();

    public Authority(List<InboundJob> jobs) {
        jobs.forEach(job -> this.jobs.put(job.name(), job));
    }

    /** Whether there is only one source, so that nothing needs merging. */
    public boolean isSingleSource() {
        return jobs.size() == 1;
    }

    /**
     * What one source record says.
     *
     * @param absentSince when its source stopped having it
     */
    public record Statement(String job, Attributes attributes, Optional<Instant> absentSince) {
        boolean speaks() {
            return absentSince.isEmpty() && !attributes.isEmpty();
        }
    }

    /**
     * The identity's attributes. When no source that may create identities has the person any more, they stay as last
     * known and {@link Lifecycle#ABSENT_SINCE} says since when.
     */
    public Attributes merge(Attributes lastKnown, List<Statement> statements, Instant now) {
        List<Statement> speaking = statements.stream().filter(Statement::speaks).filter(said -> jobs.containsKey(said.job()))
                .sorted(Comparator.comparing(Statement::job)).toList();
        if (speaking.stream().noneMatch(said -> jobs.get(said.job()).creates())) {
            Instant since = statements.stream().map(Statement::absentSince).flatMap(Optional::stream).max(Instant::compareTo).orElse(now);
            return lastKnown.has(Lifecycle.ABSENT_SINCE) ? lastKnown : lastKnown.with(Map.of(Lifecycle.ABSENT_SINCE, since.toString()));
        }
        if (speaking.size() == 1) {
            return speaking.get(0).attributes();
        }
        Map<String, Object> merged = new LinkedHashMap<>();
        given(speaking).forEach((name, given) -> merged.put(name, given.value()));
        return Attributes.of(merged);
    }

    /**
     * For each attribute, the job whose word counts. When nobody speaks any more, whoever spoke last counts.
     */
    public Map<String, String> jobsThatCount(List<Statement> statements) {
        List<Statement> known = statements.stream().filter(said -> jobs.containsKey(said.job()))
                .sorted(Comparator.comparing(Statement::job)).toList();
        List<Statement> speaking = known.stream().filter(Statement::speaks).toList();
        Map<String, String> counting = new LinkedHashMap<>();
        given(speaking.isEmpty() ? known : speaking).forEach((name, given) -> counting.put(name, given.job()));
        return counting;
    }

    private record Given(String job, int authority, Object value) {
    }

    private Map<String, Given> given(List<Statement> speaking) {
        Map<String, Given> given = new LinkedHashMap<>();
        for (Statement said : speaking) {
            InboundJob job = jobs.get(said.job());
            said.attributes().asMap().forEach((name, value) -> {
                int authority = Optional.ofNullable(job.mapping().attributes().get(name)).map(AttributeRule::authority).orElse(0);
                Given best = given.get(name);
                boolean fills = best != null && best.value() == null && value != null;
                boolean wins = best == null || value != null && (authority > best.authority() || fills);
                if (wins) {
                    given.put(name, new Given(said.job(), authority, value));
                }
            });
        }
        return given;
    }
}
