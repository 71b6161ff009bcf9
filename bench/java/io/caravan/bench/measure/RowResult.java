package io.caravan.bench.measure;

import io.caravan.bench.measure.Goal.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a row came to.
 *
 * @param medians  of each client, each figure's median over the rounds
 * @param ratios   Caravan's median over the best bare client's, by figure, and {@link #CPU}
 * @param verdicts one for each goal whose figure was measured
 * @param faults   what makes the row worthless: it broke, or end states differ; empty when all is well
 * @param skipped  why it was not measured; empty text when it was
 */
public record RowResult(String row, String title, long people, Map<String, Map<String, Double>> medians, Map<String, Double> ratios,
                        List<Verdict> verdicts, List<Trial> trials, List<String> faults, String skipped) {

    /** The ratio of processor time, beside those of figures. */
    public static final String CPU = "CPU s";

    /** A row that was measured. */
    public static RowResult of(String row, String title, long people, List<Goal> goals, List<Trial> trials) {
        Map<String, Map<String, Double>> medians = new LinkedHashMap<>();
        trials.forEach(trial -> medians.computeIfAbsent(trial.client(), client -> medians(trials, client)));
        Map<String, Double> ratios = ratios(trials, medians);
        cpuRatio(trials).ifPresent(ratio -> ratios.put(CPU, ratio));
        return new RowResult(row, title, people, medians, ratios, verdicts(goals, trials, medians), trials, faults(trials), "");
    }

    public static RowResult failed(String row, String title, long people, String fault) {
        return new RowResult(row, title, people, Map.of(), Map.of(), List.of(), List.of(), List.of(fault), "");
    }

    public static RowResult skipped(String row, String title, String reason) {
        return new RowResult(row, title, 0, Map.of(), Map.of(), List.of(), List.of(), List.of(), reason);
    }

    private static Map<String, Double> medians(List<Trial> trials, String client) {
        List<Trial> own = trials.stream().filter(trial -> trial.client().equals(client)).toList();
        Map<String, Double> medians = new LinkedHashMap<>();
        for (Trial trial : own) {
            trial.figures().keySet().forEach(figure -> medians.computeIfAbsent(figure, name ->
                    Figures.median(own.stream().filter(one -> one.figures().containsKey(name)).map(one -> one.figures().get(name)).toList())));
        }
        return medians;
    }

    private static Stream<Double> medians(List<Trial> trials, Role role, Map<String, Map<String, Double>> medians, String figure) {
        Set<String> clients = new LinkedHashSet<>();
        trials.stream().filter(trial -> trial.role() == role).forEach(trial -> clients.add(trial.client()));
        return clients.stream().map(client -> medians.get(client).get(figure)).filter(median -> median != null);
    }

    /** Of figures that are rates the highest is the best, of others the lowest. */
    private static Optional<Double> bestBare(List<Trial> trials, Map<String, Map<String, Double>> medians, String figure) {
        Stream<Double> all = medians(trials, Role.BARE, medians, figure);
        return figure.endsWith("/s") ? all.max(Double::compare) : all.min(Double::compare);
    }

    private static Map<String, Double> ratios(List<Trial> trials, Map<String, Map<String, Double>> medians) {
        Map<String, Double> ratios = new LinkedHashMap<>();
        trials.stream().filter(trial -> trial.role() == Role.CARAVAN).flatMap(trial -> trial.figures().keySet().stream()).distinct()
                .forEach(figure -> bestBare(trials, medians, figure).ifPresent(best ->
                        medians(trials, Role.CARAVAN, medians, figure).findFirst().ifPresent(own -> ratios.put(figure, own / best))));
        return ratios;
    }

    /** Of the clients' own processes; says something on a busy machine, too. */
    private static Optional<Double> cpuRatio(List<Trial> trials) {
        Optional<Double> own = cpu(trials, Role.CARAVAN);
        return cpu(trials, Role.BARE).filter(best -> best > 0).flatMap(best -> own.map(seconds -> seconds / best));
    }

    /** The least that a client of that role needed, by its median. */
    private static Optional<Double> cpu(List<Trial> trials, Role role) {
        Map<String, List<Double>> clients = new LinkedHashMap<>();
        trials.stream().filter(trial -> trial.role() == role && !trial.processes().isEmpty()).forEach(trial ->
                clients.computeIfAbsent(trial.client(), client -> new ArrayList<>()).add(trial.processes().get(0).cpuSeconds()));
        return clients.values().stream().map(Figures::median).min(Double::compare);
    }

    private static List<Verdict> verdicts(List<Goal> goals, List<Trial> trials, Map<String, Map<String, Double>> medians) {
        Map<String, Double> ratios = ratios(trials, medians);
        List<Verdict> verdicts = new ArrayList<>();
        for (Goal goal : goals) {
            Optional<Double> measured = goal.comparison().isRatio() ? Optional.ofNullable(ratios.get(goal.figure()))
                    : medians(trials, Role.CARAVAN, medians, goal.figure()).reduce(goal.comparison().isLowerLimit() ? Math::min : Math::max);
            measured.ifPresent(value -> verdicts.add(goal.verdict(value)));
        }
        return verdicts;
    }

    private static List<String> faults(List<Trial> trials) {
        List<String> states = trials.stream().filter(trial -> trial.endState().isPresent())
                .map(trial -> trial.client() + " " + trial.endState().get().accounts() + " accounts, " + trial.endState().get().hash()).distinct().toList();
        boolean differ = trials.stream().flatMap(trial -> trial.endState().stream()).distinct().count() > 1;
        return differ ? List.of("the end states differ: " + String.join("; ", states)) : List.of();
    }
}
