package io.caravan.bench.measure;

import io.caravan.bench.process.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One measured run.
 *
 * @param client    who worked: {@code caravan}, {@code bare, one by one} …
 * @param round     from 1
 * @param seconds   from the start of the process to its end
 * @param figures   by name, with the unit in it ({@code adds/s}); those of the same name are compared between clients
 * @param steps     where the time went, as far as the client tells
 * @param millis    answer times by percentile; empty when there are none
 * @param processes what each process used
 * @param endState  what the target held afterwards; empty where there is none to compare
 * @param details   more figures, which no other client has and no table has room for
 */
public record Trial(Role role, String client, int round, double seconds, Map<String, Double> figures, List<Step> steps, Map<String, Double> millis,
                    List<Usage> processes, Optional<EndState> endState, Map<String, Double> details) {

    /** One step of a run. */
    public record Step(String name, long items, double seconds) {
    }

    public Trial {
        figures = new LinkedHashMap<>(figures);
        steps = List.copyOf(steps);
        millis = new LinkedHashMap<>(millis);
        processes = List.copyOf(processes);
        details = new LinkedHashMap<>(details);
    }

    /** A trial without details. */
    public Trial(Role role, String client, int round, double seconds, Map<String, Double> figures, List<Step> steps, Map<String, Double> millis,
                 List<Usage> processes, Optional<EndState> endState) {
        this(role, client, round, seconds, figures, steps, millis, processes, endState, Map.of());
    }

    /** The same with details. */
    public Trial with(Map<String, Double> more) {
        return new Trial(role, client, round, seconds, figures, steps, millis, processes, endState, more);
    }
}
