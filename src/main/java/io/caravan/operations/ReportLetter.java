package io.caravan.operations;

import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.LogEntries.Entry;
import io.caravan.runtime.Reporter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The digest of a day and the report of a month, as texts and as maps for routes: what {@code caravan report changes} tells, and what waits for somebody now.
 * Thread-safe.
 */
final class ReportLetter implements Reporter {

    /** So many changes stand in a text, and in its maps; whoever wants all of more asks for them. */
    private static final int MOST = 2_000;
    private static final int MOST_STEPS = 20;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final OpenProject project;

    ReportLetter(OpenProject project) {
        this.project = project;
    }

    @Override
    public Map<String, Object> write(boolean each, Instant since, Instant until) {
        try {
            return written(ChangesReport.of(project, since, until), each, since, until);
        } catch (Refusal untold) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("subject", "Caravan: " + span(since, until) + ": nothing can be told");
            body.put("text", untold.getMessage() + ".\n\nNext: " + untold.nextStep() + "\n");
            return body;
        }
    }

    private Map<String, Object> written(ChangesReport report, boolean each, Instant since, Instant until) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("subject", "Caravan: " + span(since, until) + ": " + Quantity.of(report.changes().size(), "change") + (report.failed() > 0 ? ", " + report.failed() + " did not succeed" : ""));
        body.put("text", text(report, each, since, until));
        body.put("totals", report.totals());
        body.put("failed", report.failed());
        body.put("changes", each ? report.changes().stream().limit(MOST).map(ReportLetter::change).toList() : List.of());
        return body;
    }

    /** The days, as whoever reads it counts them: the last one is part of it. */
    private String span(Instant since, Instant until) {
        ZoneId zone = project.zone();
        String first = since.atZone(zone).toLocalDate().toString();
        String last = until.minusMillis(1).atZone(zone).toLocalDate().toString();
        return first.equals(last) ? first : first + " to " + last;
    }

    private String text(ChangesReport report, boolean each, Instant since, Instant until) {
        List<String> lines = new ArrayList<>();
        lines.add("Accounts, " + span(since, until) + " (" + report.zone() + "): " + Quantity.of(report.changes().size(), "change") + ".");
        lines.add("");
        Map<String, Map<String, Long>> bySystem = report.changes().stream().collect(Collectors.groupingBy(Entry::target, TreeMap::new,
                Collectors.groupingBy(Entry::action, TreeMap::new, Collectors.counting())));
        bySystem.forEach((system, counts) -> lines.add("  " + system + ": " + counts.entrySet().stream().map(count -> count.getKey() + " " + Quantity.grouped(count.getValue()))
                .collect(Collectors.joining(", "))));
        if (report.failed() > 0) {
            lines.add("  " + Quantity.of(report.failed(), "change") + " did not succeed: caravan log --status failure --since " + since);
        }
        if (each && !report.changes().isEmpty()) {
            lines.add("");
            report.changes().stream().limit(MOST).forEach(entry -> lines.add(line(entry)));
            if (report.changes().size() > MOST) {
                lines.add("and " + Quantity.grouped(report.changes().size() - MOST) + " more");
            }
        }
        waiting(lines);
        lines.add("");
        lines.add("From the log, which is whole" + (report.logSince().isEmpty() ? ", and empty" : " and begins at " + report.logSince()) + ". All of it: caravan report changes --since " + since
                + " --until " + until);
        return String.join("\n", lines) + "\n";
    }

    private void waiting(List<String> lines) {
        ProjectStatus now = ProjectStatus.of(project);
        List<String> steps = new ArrayList<>(now.credentials().stream().filter(ProjectStatus.CredentialStatus::near).map(one -> one.system() + ": " + one.text()).toList());
        steps.addAll(now.nextSteps());
        if (!now.leftBehind().isEmpty()) {
            steps.add("somebody is left behind: caravan status names them");
        }
        if (!steps.isEmpty()) {
            lines.add("");
            lines.add("What waits for somebody now:");
            steps.stream().limit(MOST_STEPS).forEach(step -> lines.add("  * " + VisibleText.of(step)));
        }
    }

    private String line(Entry entry) {
        String who = entry.identity() + (entry.display().isKnown() ? " (" + entry.display().text() + ")" : "");
        String attributes = entry.changes().stream().map(ChangedAttribute::name).collect(Collectors.joining(", "));
        return VisibleText.of(Instant.parse(entry.at()).atZone(project.zone()).format(MINUTE) + "  " + entry.action() + "  " + who + " in " + entry.target() + " (" + entry.accountName() + ")"
                + (attributes.isEmpty() ? "" : ": " + attributes) + (entry.reason().isEmpty() ? "" : "; " + entry.reason()));
    }

    /** Of values nothing: whoever gets it need not see them. */
    private static Map<String, Object> change(Entry entry) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("at", entry.at());
        change.put("change", entry.action());
        change.put("key", entry.identity());
        change.put("name", entry.display().text());
        change.put("job", entry.job());
        change.put("system", entry.target());
        change.put("account", entry.accountName());
        change.put("attributes", entry.changes().stream().map(ChangedAttribute::name).toList());
        change.put("reason", entry.reason());
        change.put("by", entry.initiatedBy());
        return change;
    }
}
