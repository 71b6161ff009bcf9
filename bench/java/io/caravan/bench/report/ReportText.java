package io.caravan.bench.report;

import io.caravan.bench.measure.Figures;
import io.caravan.bench.measure.RowResult;
import io.caravan.bench.measure.Trial;
import io.caravan.bench.process.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A report as tables for people: one for each row, a line for each client, medians over the rounds. */
public final class ReportText {

    private final StringBuilder text = new StringBuilder();

    public static String of(Report report) {
        ReportText written = new ReportText();
        written.head(report);
        report.rows().forEach(written::row);
        return written.text.toString();
    }

    private void head(Report report) {
        line("Caravan " + (report.version().isEmpty() ? "of an unknown version" : report.version()) + ", " + report.at() + ", scale "
                + report.scale().toLowerCase(Locale.ROOT) + ", " + report.rounds() + (report.rounds() == 1 ? " round" : " rounds"));
        line(report.machine().text());
        if (report.scale().equals("SMALL")) {
            line("Small scale shows that everything works; its figures are those of programs that have hardly begun.");
        }
        report.machine().warning().ifPresent(warning -> line("WARNING: " + warning));
    }

    private void row(RowResult row) {
        line("");
        line(row.row() + ": " + (row.people() > 0 ? String.format(Locale.ROOT, "%,d people, ", row.people()) : "") + row.title());
        if (!row.skipped().isEmpty()) {
            line("  SKIPPED: " + row.skipped());
            return;
        }
        if (!row.trials().isEmpty()) {
            table(row);
        }
        row.trials().stream().filter(trial -> !trial.steps().isEmpty())
                .collect(Collectors.groupingBy(Trial::client, LinkedHashMap::new, Collectors.toList())).forEach((client, trials) -> line("  " + client + ", last round: " + steps(trials.get(trials.size() - 1))));
        row.trials().stream().filter(trial -> !trial.details().isEmpty() && trial.round() == 1)
                .forEach(trial -> line("  " + trial.client() + ": " + Figures.line(trial.details())));
        row.trials().stream().flatMap(trial -> trial.endState().stream()).findFirst().filter(state -> row.faults().isEmpty())
                .ifPresent(state -> line(String.format(Locale.ROOT, "  end states: equal, %,d accounts", state.accounts())));
        row.verdicts().forEach(verdict -> line("  goal: " + verdict.text()));
        row.faults().forEach(fault -> line("  FAILED: " + fault));
    }

    private static String steps(Trial trial) {
        return trial.steps().stream().map(step -> step.name() + " " + Figures.text(step.seconds()) + " s").collect(Collectors.joining(", "));
    }

    private void table(RowResult row) {
        Set<String> figures = new LinkedHashSet<>();
        Set<String> processes = new LinkedHashSet<>();
        row.medians().values().forEach(medians -> figures.addAll(medians.keySet()));
        row.trials().forEach(trial -> trial.processes().stream().skip(1).forEach(usage -> processes.add(usage.process())));
        List<List<String>> lines = new ArrayList<>();
        lines.add(header(row, figures, processes));
        row.medians().forEach((client, medians) -> lines.add(client(row, client, medians, figures, processes)));
        if (!row.ratios().isEmpty()) {
            List<String> ratios = new ArrayList<>(List.of("ratio to the best bare client"));
            lines.get(0).stream().skip(1).limit(lines.get(0).indexOf(RowResult.CPU))
                    .forEach(column -> ratios.add(Optional.ofNullable(row.ratios().get(column)).map(Figures::text).orElse("")));
            lines.add(ratios);
        }
        print(lines);
    }

    private static List<String> header(RowResult row, Set<String> figures, Set<String> processes) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(figures);
        if (row.trials().stream().anyMatch(trial -> !trial.millis().isEmpty())) {
            header.add("p50/p95/p99 ms");
        }
        header.addAll(List.of("seconds", RowResult.CPU, "peak RSS"));
        processes.forEach(process -> header.addAll(List.of(process + " CPU s", process + " RSS")));
        return header;
    }

    private static List<String> client(RowResult row, String client, Map<String, Double> medians, Set<String> figures, Set<String> processes) {
        List<Trial> trials = row.trials().stream().filter(trial -> trial.client().equals(client)).toList();
        List<String> cells = new ArrayList<>(List.of(client));
        figures.forEach(figure -> cells.add(Optional.ofNullable(medians.get(figure)).map(Figures::text).orElse("")));
        if (row.trials().stream().anyMatch(trial -> !trial.millis().isEmpty())) {
            cells.add(trials.get(0).millis().keySet().stream()
                    .map(name -> Figures.text(Figures.median(trials.stream().map(trial -> trial.millis().getOrDefault(name, 0.0)).toList())))
                    .collect(Collectors.joining("/")));
        }
        double seconds = Figures.median(trials.stream().map(Trial::seconds).toList());
        cells.add(seconds == 0 ? "" : Figures.text(seconds));
        usage(cells, trials.stream().flatMap(trial -> trial.processes().stream().limit(1)).toList());
        processes.forEach(process -> usage(cells, trials.stream()
                .flatMap(trial -> trial.processes().stream().skip(1)).filter(usage -> usage.process().equals(process)).toList()));
        return cells;
    }

    private static void usage(List<String> cells, List<Usage> usages) {
        cells.add(usages.isEmpty() ? "" : Figures.text(Figures.median(usages.stream().map(Usage::cpuSeconds).toList())));
        cells.add(Figures.bytes(usages.stream().mapToLong(Usage::peakRssBytes).max().orElse(0)));
    }

    private void print(List<List<String>> lines) {
        int columns = lines.get(0).size();
        int[] widths = new int[columns];
        lines.forEach(cells -> {
            for (int i = 0; i < cells.size(); i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        });
        for (List<String> cells : lines) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < cells.size(); i++) {
                String padding = " ".repeat(widths[i] - cells.get(i).length());
                line.append(i == 0 ? cells.get(i) + padding : padding + cells.get(i)).append("  ");
            }
            line(line.toString().stripTrailing());
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
