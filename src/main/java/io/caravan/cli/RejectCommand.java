package io.caravan.cli;

import io.caravan.operations.HeldChoice;
import io.caravan.operations.HeldDecision;
import io.caravan.operations.OpenProject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan reject JOB}: what the guard holds is shown, and not made once somebody says so. */
@Command(name = "reject", mixinStandardHelpOptions = true,
        description = "Show what the guard holds of a job and, with --why, do not make it: until something else is due, its time is over, or it is approved. "
                + "Nothing is sent. Who keeps an account by that is left behind, and named as such (exit code 4 of sync and status).")
final class RejectCommand implements Callable<Integer> {

    private final Session session;

    @Mixin
    private final HeldWhich which = new HeldWhich();

    @Option(names = "--until", paramLabel = "WHEN",
            description = "Decide anew then: a moment (2026-11-30T08:00:00Z), a day (2026-11-30, UTC), or in how long (12h, 7d). Without it, in 30 days.")
    private Optional<String> until = Optional.empty();

    RejectCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        try (OpenProject project = session.open()) {
            HeldChoice choice = which.choice(false);
            HeldDecision decision = HeldDecision.of(project, which.job(), choice);
            Optional<String> why = which.decided(session, decision, "Reject");
            return why.isEmpty() ? session.finish("reject", HeldResult.of(decision.plan(), choice)) : session.finish("reject",
                    new RejectionResult(decision.reject(why.get(), until.map(text -> WhenText.ahead(text, session.clock().instant())))));
        }
    }
}
