package io.caravan.cli;

import java.util.Optional;

/** A command cannot do what it was asked, for a reason its user can act on. No bug: nothing is traced. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final String nextStep;

    CommandFailure(ExitCode exitCode, String message, String nextStep) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.nextStep = nextStep;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    /** What to do about it. */
    Optional<String> nextStep() {
        return nextStep.isBlank() ? Optional.empty() : Optional.of(nextStep);
    }
}
