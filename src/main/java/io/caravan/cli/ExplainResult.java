package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why an identity has what it has: its attributes with where they come from, and for every job each step with its place in a file. */
record ExplainResult(String identity, Map<String, Object> attributes, List<String> sources, List<JobExplained> jobs) implements Result {

    /**
     * @param decision what follows: {@code create, update, …, unchanged, skipped, ambiguous, failed}
     * @param reason   why, in words
     */
    record JobExplained(String job, String system, String accountState, Optional<String> anchor, String decision, String reason,
                        List<ExplainedStep> steps, List<ChangedAttribute> changes) {

        static JobExplained of(String job, String system, Verdict verdict) {
            return new JobExplained(job, system, verdict.link().state().word(), verdict.link().anchor(),
                    verdict.change().map(change -> change.kind().word()).orElse(verdict.kind().name().toLowerCase(java.util.Locale.ROOT)),
                    verdict.change().map(change -> change.reason()).filter(reason -> !reason.isEmpty()).orElse(verdict.reason()),
                    verdict.steps().stream().map(step -> new ExplainedStep(step.step(), step.text(), step.where())).toList(),
                    verdict.change().map(change -> change.changes().stream().map(ChangedAttribute::of).toList()).orElse(List.of()));
        }
    }

    /** @param where file and line; empty when no file says so */
    record ExplainedStep(String step, String text, String where) {
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, Words.plain(identity)));
        attributes.forEach((name, value) -> out.line("  " + new ChangedAttribute(name, Optional.empty(), Optional.ofNullable(value)).text()));
        sources.forEach(source -> out.line("  " + out.paint(Style.FAINT, Words.plain(source))));
        for (JobExplained job : jobs) {
            out.line();
            out.line(out.paint(Style.STRONG, job.job()) + ": account in " + job.system() + " is " + job.accountState()
                    + job.anchor().map(anchor -> " (" + Words.plain(anchor) + ")").orElse(""));
            for (ExplainedStep step : job.steps()) {
                out.line("  " + step.step() + " ".repeat(Math.max(1, 11 - step.step().length())) + Words.plain(step.text())
                        + (step.where().isEmpty() ? "" : "  " + out.paint(Style.FAINT, step.where())));
            }
            out.line("  → " + out.paint(Style.STRONG, job.decision()) + (job.reason().isEmpty() ? "" : ": " + Words.plain(job.reason())));
            job.changes().forEach(change -> out.line("      " + change.text()));
        }
    }
}
