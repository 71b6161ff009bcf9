package io.caravan.cli;

import io.caravan.operations.ApplyReport;
import io.caravan.operations.OpenProject;
import io.caravan.operations.PlanApplication;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caravan apply FILE}: exactly what a saved plan says, or nothing. */
@Command(name = "apply", mixinStandardHelpOptions = true,
        description = "Make exactly the changes of a saved plan. Refuses, and writes nothing, when one of them is not due any more or would not be the same.")
final class ApplyCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "FILE", description = "The plan, as caravan plan --out FILE saved it.")
    private Path file;

    @Option(names = "--only", paramLabel = "WHO", arity = "1..*", description = "Only the changes of these people, as the plan names them.")
    private List<String> only = List.of();

    @Option(names = "--approve", description = "You have looked at the plan: let it through the guard.")
    private boolean approved;

    ApplyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (ProgressView progress = session.progressView(); OpenProject project = session.open(new CycleProgress(progress))) {
            PlanApplication application = PlanApplication.of(project, file, only, approved);
            ApplyReport rehearsed = application.rehearse();
            progress.end();
            return rehearsed.isClear() ? carryOut(project, application, progress) : session.finish("apply", new ApplyResult(rehearsed));
        }
    }

    private int carryOut(OpenProject project, PlanApplication application, ProgressView progress) {
        project.start();
        try (StopSignal stop = StopSignal.handledBy(session, project::stop)) {
            ApplyReport done = application.carryOut();
            progress.end();
            return stop.exitCode(session.finish("apply", new ApplyResult(done)));
        }
    }
}
