package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.diagnostic.VisibleText;
import io.caravan.subject.LinkState;
import io.caravan.operations.GroupsStatus;
import io.caravan.operations.HaltedJob;
import io.caravan.operations.MembershipTally;
import io.caravan.operations.ProjectStatus;
import io.caravan.operations.ProjectStatus.CredentialStatus;
import io.caravan.operations.ProjectStatus.CycleStatus;
import io.caravan.operations.ProjectStatus.Failing;
import io.caravan.operations.ProjectStatus.JobStatus;
import io.caravan.operations.ProjectStatus.ServiceStatus;
import io.caravan.operations.Quantity;
import io.caravan.operations.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where every job stands. */
record StatusResult(ProjectStatus document, boolean watched) implements Result {

    private static final int INDENT = 2;
    private static final String NONE = "-";
    /** On a narrower terminal what a job reads or writes is left out: mostly it is called so. */
    private static final int ROOMY = 110;

    /** As of a cycle: failed, then files with errors, so that the next cannot begin, then held, then somebody was left behind. For who watches it is a failure, too, that nothing runs the jobs. */
    @Override
    public ExitCode exitCode() {
        List<RunStatus> ended = Stream.concat(document.jobs().stream().flatMap(job -> job.lastCycle().stream()).map(CycleStatus::status),
                document.groups().map(GroupsStatus::status).stream()).toList();
        if (ended.contains(RunStatus.FAILED) || document.halted().stream().anyMatch(HaltedJob::isFailure) || watched && document.services().stream().noneMatch(ServiceStatus::isRunning)) {
            return ExitCode.FAILED;
        }
        if (!document.mistakes().isEmpty()) {
            return ExitCode.INVALID_FILES;
        }
        if (ended.contains(RunStatus.HELD) || document.jobs().stream().anyMatch(job -> job.held() > 0)) {
            return ExitCode.HELD;
        }
        return document.leftBehind().isEmpty() && document.halted().stream().noneMatch(HaltedJob::leavesSomebodyBehind) && !ended.contains(RunStatus.PARTLY) ? ExitCode.DONE : ExitCode.SOME_FAILED;
    }

    @Override
    public void print(TextOut out) {
        services(out);
        out.line();
        jobs(out);
        out.line();
        out.line(out.paint(Style.STRONG, Quantity.grouped(document.identities())) + (document.identities() == 1 ? " identity" : " identities") + " in the hub");
        document.groups().ifPresent(groups -> GroupsStatusText.print(out, groups));
        document.jobs().forEach(job -> job.watermark().ifPresent(mark -> out.paragraph(job.name() + " ", INDENT, "reads what changed since " + mark)));
        document.jobs().forEach(job -> unknownMembers(out, job));
        document.jobs().forEach(job -> troubles(out, job));
        HaltedJobsText.print(out, document.halted());
        document.heldReadings().forEach(reading -> {
            out.line();
            out.paragraph(out.paint(Style.CHANGED, "Held") + ": ", INDENT, reading.text());
            out.paragraph("  Next: ", INDENT + 2, reading.next());
        });
        document.credentials().stream().filter(CredentialStatus::near).forEach(one -> {
            out.line();
            out.paragraph(out.paint(Style.CHANGED, one.system()) + ": ", INDENT, VisibleText.of(one.text()));
            out.paragraph("  Next: ", INDENT + 2, one.next());
        });
        if (!document.leftBehind().isEmpty()) {
            out.line();
            LeftBehindText.print(out, document.leftBehind());
        }
        if (!document.nextSteps().isEmpty()) {
            out.line();
            document.nextSteps().forEach(step -> out.paragraph(out.paint(Style.CHANGED, "Next: "), INDENT, step));
        }
    }

    private static void unknownMembers(TextOut out, JobStatus job) {
        long unknown = job.lastCycle().map(cycle -> MembershipTally.of(cycle.counts()).unknown()).orElse(0L);
        if (unknown > 0) {
            out.paragraph(job.name() + " ", INDENT, "says of " + Quantity.of(unknown, "membership") + " what nobody in the hub is called; they come by themselves when somebody is. "
                    + "Which they are: caravan records " + job.system() + " --unassigned");
        }
    }

    private void services(TextOut out) {
        if (document.services().isEmpty()) {
            out.paragraph(out.paint(Style.CHANGED, "No service runs") + ": ", INDENT, "jobs run when somebody types caravan sync; caravan run is the service");
        }
        document.services().forEach(service -> {
            String where = " on " + VisibleText.of(service.host()) + " (process " + service.process() + ", begun by " + VisibleText.of(service.startedBy()) + " "
                    + service.started() + ")";
            if (service.isRunning()) {
                out.paragraph(out.paint(Style.GOOD, "The service runs") + " ", INDENT, where.strip() + ", last heard of " + near(service.seen()));
            } else {
                out.paragraph(out.paint(Style.BAD, service.hasDied() ? "The service is gone" : "The service is silent") + " ", INDENT, where.strip()
                        + ": last heard of " + near(service.seen()) + ", and it did not stop in order. Next: look into its log, and begin it anew");
            }
        });
    }

    private void jobs(TextOut out) {
        List<String> headings = new ArrayList<>(isNarrow(out) ? List.of("JOB", "HAS") : List.of("JOB", "SYSTEM", "HAS"));
        boolean held = document.jobs().stream().anyMatch(job -> job.held() > 0);
        boolean dead = document.jobs().stream().anyMatch(job -> job.deadLetters() > 0);
        if (held) {
            headings.add("HELD");
        }
        if (dead) {
            headings.add("GIVEN UP");
        }
        headings.addAll(List.of("LAST RUN", "NEXT RUN"));
        Table table = new Table(headings.toArray(String[]::new)).numbers(headings.stream().filter(List.of("HELD", "GIVEN UP")::contains).toArray(String[]::new));
        table.styled("LAST RUN", text -> text.startsWith(RunStatus.DONE.word()) || text.equals("never") ? Optional.empty() : Optional.of(Style.BAD));
        for (JobStatus job : document.jobs()) {
            List<String> cells = new ArrayList<>(List.of(job.name()));
            if (headings.contains("SYSTEM")) {
                cells.add(job.system().isEmpty() ? "?" : job.direction().from(job.system()));
            }
            cells.add(contents(job) + (isNarrow(out) ? "" : uncertain(job).map(text -> ", " + text).orElse("")));
            if (held) {
                cells.add(number(job.held()));
            }
            if (dead) {
                cells.add(number(job.deadLetters()));
            }
            cells.add(job.lastCycle().map(cycle -> cycle.status().word() + ", " + past(cycle.startedAt())).orElse("never"));
            cells.add(job.nextRun().map(this::near).orElse(NONE));
            table.row(cells.toArray(String[]::new));
        }
        table.print(out);
        if (isNarrow(out)) {
            document.jobs().forEach(job -> uncertain(job).ifPresent(text -> out.paragraph(job.name() + " ", INDENT, "also has " + text)));
        }
    }

    private static boolean isNarrow(TextOut out) {
        return out.columns() > 0 && out.columns() < ROOMY;
    }

    private void troubles(TextOut out, JobStatus job) {
        job.underWay().ifPresent(process -> out.paragraph(job.name() + " is under way: ", INDENT, process + " has it"));
        Optional<CycleStatus> told = job.lastCycle().filter(cycle -> !cycle.message().isEmpty());
        if (job.failing().isPresent()) {
            Failing failing = job.failing().get();
            out.line();
            out.paragraph(out.paint(Style.BAD, job.name() + " has been failing") + " ", INDENT, "since " + failing.since() + ", " + (failing.atLeast() ? "more than " : "")
                    + Quantity.of(failing.cycles(), "run") + ": " + failing.message());
        } else if (told.isPresent()) {
            out.line();
            out.paragraph(out.paint(Style.BAD, job.name() + " " + told.get().status().word()) + ": ", INDENT, told.get().message());
        }
    }

    private String past(String moment) {
        return WhenText.past(Instant.parse(moment), Instant.parse(document.at()));
    }

    private String near(String moment) {
        return WhenText.near(Instant.parse(moment), Instant.parse(document.at()));
    }

    private static String number(long count) {
        return count == 0 ? NONE : Quantity.grouped(count);
    }

    private static String contents(JobStatus job) {
        return job.records().map(records -> Quantity.of(records, "record"))
                .orElseGet(() -> Quantity.grouped(job.accounts().getOrDefault(LinkState.ENABLED.word(), 0L)) + " enabled, "
                        + Quantity.grouped(job.accounts().getOrDefault(LinkState.DISABLED.word(), 0L)) + " disabled");
    }

    /** Accounts of which nobody knows where they are, or whether they are. */
    private static Optional<String> uncertain(JobStatus job) {
        return Stream.of(LinkState.MISSING, LinkState.IN_DOUBT).filter(state -> job.accounts().containsKey(state.word()))
                .map(state -> Quantity.grouped(job.accounts().get(state.word())) + " " + state.word().replace('-', ' ')).reduce((one, other) -> one + ", " + other);
    }
}
