package io.caravan.cli;

import io.caravan.operations.DriftReport;
import io.caravan.operations.InconsistencyReport;
import io.caravan.operations.OpenProject;
import io.caravan.plan.Drift;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan drift [JOB…]}. */
@Command(name = "drift", mixinStandardHelpOptions = true,
        description = "Tell in what targets differ from what is known of them: values changed by hand, accounts of leavers that are open, accounts that are nobody's, members of groups that nobody here put there. "
                + "Targets are listed, nothing is changed. Exit code 4 when there is something, or a list is not whole.")
final class DriftCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Only these jobs (default: every job that writes to a target).")
    private List<String> jobs = List.of();

    @Option(names = "--kind", paramLabel = "KIND", split = ",", description = "Only these differences: leaver-open, enabled-by-hand, disabled-by-hand, strangers, members-gone, attribute, link-to-nothing, "
            + "not-missing, second-account, unowned (default: all).")
    private List<String> kinds = List.of();

    @Option(names = "--inconsistencies", description = "Tell, person by person, where systems do not agree: former employees with open accounts, several accounts of one person in a target, "
            + "attributes of which sources and targets say different things, and whose word counts.")
    private boolean inconsistencies;

    @Mixin
    private final ReportForm form = new ReportForm();

    DriftCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if (inconsistencies && !kinds.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "--kind is for differences, and --inconsistencies tells of what does not go together", "Leave one of them out");
        }
        Set<Drift.Kind> wanted = EnumSet.noneOf(Drift.Kind.class);
        kinds.forEach(word -> wanted.add(kind(word)));
        try (ProgressView progress = session.progressView(); OpenProject project = session.open(new CycleProgress(progress))) {
            if (inconsistencies) {
                InconsistencyReport report = InconsistencyReport.of(project, jobs);
                progress.end();
                return form.finish(session, "drift-inconsistencies", new InconsistencyResult(report));
            }
            DriftReport report = DriftReport.of(project, jobs, wanted);
            progress.end();
            return form.finish(session, "drift", new DriftResult(report));
        }
    }

    private static Drift.Kind kind(String word) {
        return Arrays.stream(Drift.Kind.values()).filter(kind -> kind.word().equals(word)).findFirst().orElseThrow(() -> new CommandFailure(ExitCode.USAGE,
                "--kind " + word + " is no kind of difference",
                "Write one of " + Arrays.stream(Drift.Kind.values()).map(Drift.Kind::word).collect(Collectors.joining(", "))));
    }
}
