package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.cycle.StateStore;
import io.caravan.operations.PlanApplication;
import io.caravan.operations.SavedPlan;
import io.caravan.operations.StepTimes;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Stores;
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
        Project project = session.validProject();
        SavedPlan whole = plan(project);
        SavedPlan wanted = only.isEmpty() ? whole : whole.only(only);
        PlanApplication application = new PlanApplication(file, wanted, approved);
        try (ProgressView progress = session.progressView()) {
            PlanApplication.Outcome against = rehearse(project, application, progress);
            progress.end();
            if (!against.isClear() || wanted.changes() == 0) {
                return session.finish("apply", ApplyResult.of(file, wanted.changes(), against));
            }
            return carryOut(project, application, wanted.changes(), progress);
        }
    }

    private SavedPlan plan(Project project) {
        try (StateStore store = Stores.open(project)) {
            return SavedPlan.read(file, store.seal());
        }
    }

    private PlanApplication.Outcome rehearse(Project project, PlanApplication application, ProgressView progress) {
        try (Caravan preview = Engine.preview(session, project, new CycleProgress(progress))) {
            application.check(preview);
            return application.rehearse(preview);
        }
    }

    private int carryOut(Project project, PlanApplication application, long changes, ProgressView progress) {
        StepTimes times = new StepTimes(new CycleProgress(progress), System::nanoTime);
        try (Caravan caravan = Engine.open(session, project, times); StopSignal stop = StopSignal.handledBy(session, caravan::stop)) {
            PlanApplication.Outcome outcome = application.carryOut(caravan, times);
            progress.end();
            return stop.exitCode(session.finish("apply", ApplyResult.of(file, changes, outcome)));
        }
    }
}
