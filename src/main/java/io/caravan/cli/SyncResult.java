package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.operations.JobRun;
import io.caravan.operations.Quantity;
import io.caravan.operations.RunStatus;
import io.caravan.operations.SyncReport;
import io.caravan.operations.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What cycles did. */
record SyncResult(SyncReport document) implements Result {

    private static final String NONE = "-";
    private static final int INDENT = 2;

    /** The worst of all: failed, then held, then some failed. */
    @Override
    public ExitCode exitCode() {
        return worst(document.jobs());
    }

    static ExitCode worst(List<JobRun> jobs) {
        List<ExitCode> all = jobs.stream().map(SyncResult::exitCode).toList();
        return List.of(ExitCode.FAILED, ExitCode.HELD, ExitCode.SOME_FAILED).stream().filter(all::contains).findFirst().orElse(ExitCode.DONE);
    }

    static ExitCode exitCode(JobRun job) {
        return switch (job.status()) {
            case DONE -> ExitCode.DONE;
            case PARTLY -> ExitCode.SOME_FAILED;
            case HELD -> ExitCode.HELD;
            case PAUSED -> job.isPausedWithLeavers() ? ExitCode.SOME_FAILED : ExitCode.DONE;
            default -> ExitCode.FAILED;
        };
    }

    @Override
    public void print(TextOut out) {
        print(out, document.jobs());
    }

    /** A table of what came of it, and below it who or what needs somebody. */
    static void print(TextOut out, List<JobRun> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        boolean linked = jobs.stream().anyMatch(job -> job.people().linked() > 0);
        boolean released = jobs.stream().anyMatch(job -> job.people().released() > 0);
        List<String> headings = new ArrayList<>(List.of("JOB", "RESULT", "JOINED", "CHANGED", "REOPENED", "LEFT", "WAITING", "FAILED", "TOOK"));
        if (linked) {
            headings.add(3, "RECOGNISED");
        }
        if (released) {
            headings.add(headings.indexOf("WAITING"), "UNMANAGED");
        }
        boolean members = jobs.stream().anyMatch(job -> job.people().intoGroups() + job.people().outOfGroups() > 0);
        if (members) {
            headings.addAll(headings.indexOf("WAITING"), List.of("INTO GROUPS", "OUT OF"));
        }
        Table table = new Table(headings.toArray(String[]::new));
        table.numbers(headings.subList(2, headings.size()).toArray(String[]::new));
        table.styled("RESULT", status -> Optional.of(status.equals(RunStatus.DONE.word()) ? Style.GOOD : Style.BAD));
        table.styled("FAILED", failed -> failed.equals(NONE) ? Optional.empty() : Optional.of(Style.BAD));
        jobs.forEach(job -> table.row(row(job, linked, released, members)));
        table.print(out);
        jobs.stream().filter(job -> !job.memberships().isEmpty()).forEach(job -> out.paragraph(job.job() + ": ", INDENT, MembershipText.of(job.memberships())));
        jobs.stream().filter(job -> job.membersFound() > 0).forEach(job -> out.paragraph(job.job() + ": ", INDENT, Quantity.grouped(job.membersFound())
                + (job.membersFound() == 1 ? " member was in its group already" : " members were in their groups already")));
        jobs.forEach(job -> why(out, job));
    }

    private static String[] row(JobRun job, boolean linked, boolean released, boolean members) {
        Tally people = job.people();
        List<String> cells = new ArrayList<>(List.of(job.job(), job.status().word(), number(people.joined())));
        if (linked) {
            cells.add(number(people.linked()));
        }
        cells.addAll(List.of(number(people.changed()), number(people.reopened()), number(people.left())));
        if (released) {
            cells.add(number(people.released()));
        }
        if (members) {
            cells.addAll(List.of(number(people.intoGroups()), number(people.outOfGroups())));
        }
        cells.addAll(List.of(number(people.waiting()), number(people.failed()), Pace.duration(job.seconds())));
        return cells.toArray(String[]::new);
    }

    private static String number(long count) {
        return count == 0 ? NONE : Quantity.grouped(count);
    }

    private static void why(TextOut out, JobRun job) {
        if (!job.message().isEmpty()) {
            out.line();
            out.paragraph(out.paint(exitCode(job) == ExitCode.DONE ? Style.CHANGED : Style.BAD, job.job() + " " + job.status().word()) + ": ", INDENT, job.message());
            if (!job.next().isEmpty()) {
                out.paragraph("  Next: ", INDENT + 2, job.next());
            }
        }
        if (!job.leftBehind().isEmpty()) {
            out.line();
            LeftBehindText.print(out, job.leftBehind());
        } else if (exitCode(job) == ExitCode.SOME_FAILED && job.message().isEmpty()) {
            out.line();
            out.paragraph(out.paint(Style.BAD, job.job() + " " + job.status().word()) + ": ", INDENT, job.whoAndWhy());
        }
    }
}
