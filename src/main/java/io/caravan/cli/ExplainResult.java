package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.caravan.cli.TextOut.Style;
import io.caravan.cycle.HubExplanation;
import io.caravan.identity.Sentences;
import io.caravan.operations.ChangedAttribute;
import io.caravan.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Why an identity has what it has, from the source records to the last answers of the targets.
 *
 * @param identity its key; for somebody the hub does not know, what was asked for
 * @param known    whether the hub has it
 * @param alsoMeant the keys of others whom what was asked for may mean, too
 * @param rejected why records about it could not be used
 */
record ExplainResult(String identity, boolean known, List<String> alsoMeant, List<SourceRecord> records, List<HubAttribute> attributes, List<String> rejected,
                     List<JobExplained> jobs, @JsonIgnore ExitCode exitCode) implements Result {

    private static final int STEP = 11;
    private static final int LAST_ENTRIES = 3;

    /**
     * @param where      file and line it was read from
     * @param outOfScope why the job leaves it aside
     * @param counts     of several records in one source, whether this one counts and why
     */
    record SourceRecord(String job, String system, String anchor, String where, Optional<String> absentSince, Map<String, Object> values,
                        Optional<String> outOfScope, String counts) {

        static SourceRecord of(HubExplanation.Record record) {
            return new SourceRecord(record.job(), record.system(), record.anchor(), record.where(), record.absentSince().map(Object::toString),
                    record.attributes().asMap(), record.outOfScope(), record.counts());
        }
    }

    /**
     * @param job   the source whose word counts
     * @param text  how the value came about
     * @param where the rule's file and line
     * @param also  sources that say something, too, with less authority
     */
    record HubAttribute(String name, Optional<Object> value, String job, String text, String where, List<String> also) {

        static HubAttribute of(HubExplanation.Origin origin) {
            return new HubAttribute(origin.attribute(), Optional.ofNullable(origin.value()), origin.job(), origin.text(), origin.where(), origin.also());
        }
    }

    /**
     * @param decision what follows: {@code create, update, …, unchanged, skipped, ambiguous, failed}, or {@code unknown}
     * @param reason   why, in words
     * @param log      what was done so far, oldest first
     */
    record JobExplained(String job, String system, String accountState, Optional<String> anchor, String decision, String reason,
                        List<ExplainedStep> steps, List<ChangedAttribute> changes, List<LogResult.Entry> log) {

        static JobExplained of(String job, String system, Verdict verdict, List<LogResult.Entry> log) {
            return new JobExplained(job, system, verdict.link().state().word(), verdict.link().anchor(),
                    verdict.change().map(change -> change.kind().word()).orElse(ExplainCommand.word(verdict.kind())),
                    Sentences.of(verdict.because()),
                    verdict.steps().stream().map(step -> new ExplainedStep(step.step(), step.text(), step.where())).toList(),
                    verdict.change().map(change -> change.changes().stream().map(ChangedAttribute::of).toList()).orElse(List.of()), log);
        }

        static JobExplained unknown(String job, String system, String reason, List<LogResult.Entry> log) {
            return new JobExplained(job, system, "unknown", Optional.empty(), "unknown", reason, List.of(), List.of(), log);
        }
    }

    /** @param where file and line; empty when no file says so */
    record ExplainedStep(String step, String text, String where) {
    }

    static ExplainResult of(String identity, List<String> alsoMeant, HubExplanation hub, List<JobExplained> jobs, ExitCode exitCode) {
        return new ExplainResult(identity, true, alsoMeant, hub.records().stream().map(SourceRecord::of).toList(),
                hub.origins().stream().map(HubAttribute::of).toList(), List.of(), jobs, exitCode);
    }

    static ExplainResult ofStranger(String text, HubExplanation hub, List<String> rejected) {
        return new ExplainResult(text, false, List.of(), hub.records().stream().map(SourceRecord::of).toList(), List.of(), rejected, List.of(), ExitCode.DONE);
    }

    @Override
    public void print(TextOut out) {
        out.line(out.paint(Style.STRONG, Words.plain(identity)) + (known ? "" : " is no identity: nobody in the hub was made from this record"));
        if (!alsoMeant.isEmpty()) {
            out.line("  Others have this key in their source: " + Words.plain(String.join(", ", alsoMeant)));
        }
        records.forEach(record -> print(out, record));
        rejected.forEach(reason -> out.line("  " + out.paint(Style.BAD, "rejected") + "   " + Words.plain(reason)));
        if (!attributes.isEmpty()) {
            out.line();
            out.line(out.paint(Style.STRONG, "In the hub"));
        }
        attributes.forEach(attribute -> step(out, attribute.job(), attribute.text()
                + (attribute.also().isEmpty() ? "" : "; overrules " + String.join(", ", attribute.also())), attribute.where()));
        jobs.forEach(job -> print(out, job));
    }

    private static void print(TextOut out, SourceRecord record) {
        String place = record.where().isEmpty() ? "" : "  " + out.paint(Style.FAINT, Words.plain(record.where()));
        out.line("  " + record.job() + " read record " + Words.plain(record.anchor()) + " from " + record.system() + place
                + record.absentSince().map(since -> "; gone from there since " + since).orElse(""));
        out.line("    " + record.values().entrySet().stream().filter(value -> value.getValue() != null)
                .map(value -> new ChangedAttribute(value.getKey(), Optional.empty(), Optional.of(value.getValue())).text())
                .collect(Collectors.joining(", ")));
        if (!record.counts().isEmpty()) {
            out.line("    " + Words.plain(record.counts()));
        }
        record.outOfScope().ifPresent(why -> out.line("    out of the job's scope: " + Words.plain(why)));
    }

    private static void print(TextOut out, JobExplained job) {
        out.line();
        out.line(out.paint(Style.STRONG, job.job()) + ": account in " + job.system() + " is " + job.accountState()
                + job.anchor().map(anchor -> " (" + Words.plain(anchor) + ")").orElse(""));
        job.steps().forEach(step -> step(out, step.step(), step.text(), step.where()));
        out.line("  → " + out.paint(Style.STRONG, job.decision()) + (job.reason().isEmpty() ? "" : ": " + Words.plain(job.reason())));
        job.changes().forEach(change -> out.line("      " + change.text()));
        job.log().stream().skip(Math.max(0, job.log().size() - LAST_ENTRIES)).forEach(entry -> step(out, "log", entry.at() + " " + entry.action() + " "
                + entry.status() + (entry.reason().isEmpty() ? "" : ": " + entry.reason())
                + (entry.changes().isEmpty() ? "" : " (" + entry.changes().stream().map(ChangedAttribute::name).collect(Collectors.joining(", ")) + ")"), ""));
    }

    private static void step(TextOut out, String step, String text, String where) {
        out.line("  " + step + " ".repeat(Math.max(1, STEP - step.length())) + Words.plain(text)
                + (where.isEmpty() ? "" : "  " + out.paint(Style.FAINT, where)));
    }
}
