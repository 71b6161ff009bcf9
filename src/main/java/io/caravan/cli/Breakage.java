package io.caravan.cli;

import io.caravan.operations.CheckReport;
import io.caravan.operations.Failure;
import io.caravan.operations.InvalidProject;
import io.caravan.operations.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Keeps stack traces off the terminal: one line for the person, the whole trace in a file for whoever mends it. */
final class Breakage implements IExecutionExceptionHandler {

    private final Session session;

    Breakage(Session session) {
        this.session = session;
    }

    @Override
    public int handleExecutionException(Exception broken, CommandLine command, ParseResult parsed) {
        if (broken instanceof InvalidProject invalid) {
            return session.refuse(name(command), new CheckResult(CheckReport.of(invalid.reading())));
        }
        FailureResult failure = told(broken);
        if (session.options().json()) {
            session.failed(name(command), failure);
        }
        return failure.exitCode().number();
    }

    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^caravan ", "");
    }

    int report(Throwable broken) {
        return told(broken).exitCode().number();
    }

    private FailureResult told(Throwable broken) {
        session.console().out().flush();
        FailureResult failure = failure(broken);
        session.complain(failure);
        return failure;
    }

    private FailureResult failure(Throwable broken) {
        if (broken instanceof CommandFailure failure) {
            return new FailureResult(failure.exitCode(), new Failure(failure.getMessage(), failure.nextStep()));
        }
        Optional<Refusal> refused = Refusal.of(broken);
        if (refused.isPresent()) {
            return failure(new CommandFailure(exitCode(refused.get().kind()), refused.get().getMessage(), refused.get().nextStep()));
        }
        String where = write(broken).map(file -> "the details are in " + file).orElse("the details could not be written anywhere");
        return new FailureResult(ExitCode.FAILED, new Failure("something broke that should not: " + sentence(broken) + "; " + where, Optional.empty()));
    }

    private static ExitCode exitCode(Refusal.Kind kind) {
        return switch (kind) {
            case USAGE -> ExitCode.USAGE;
            case FAILED -> ExitCode.FAILED;
            case INVALID_FILES -> ExitCode.INVALID_FILES;
        };
    }

    private static String sentence(Throwable broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoClassDefFoundError missing) {
                return "the class " + String.valueOf(missing.getMessage()).replace('/', '.') + " is missing; a jar in lib/ext/ may need others that are not there";
            }
        }
        String message = Optional.ofNullable(broken.getMessage()).flatMap(text -> text.lines().findFirst()).orElse("");
        return message.isBlank() ? broken.getClass().getSimpleName() : message;
    }

    /** Into the project's state folder where there is one, else where temporary files go. */
    private Optional<Path> write(Throwable broken) {
        StringWriter trace = new StringWriter();
        broken.printStackTrace(new PrintWriter(trace));
        try {
            Path state = session.place().folder().resolve("state");
            Path file = Files.isWritable(state) ? Files.createTempFile(state, "error-", ".txt") : Files.createTempFile("caravan-error-", ".txt");
            return Optional.of(Files.writeString(file, trace.toString()));
        } catch (IOException unwritable) {
            return Optional.empty();
        }
    }
}
