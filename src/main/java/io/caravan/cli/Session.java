package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.operations.Caller;
import io.caravan.operations.JobProgress;
import io.caravan.operations.OpenProject;
import io.caravan.operations.ProjectFolder;
import io.caravan.operations.Quantity;
import io.caravan.operations.Questions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** One invocation: what every command may ask for, and where it hands its result. */
final class Session {

    private final Console console;
    private final GlobalOptions options;
    private final Clock clock;
    private boolean finished;

    /** @param clock what "now" is for everything the command does */
    Session(Console console, GlobalOptions options, Clock clock) {
        this.console = console;
        this.options = options;
        this.clock = clock;
    }

    /** The project that is meant. */
    ProjectFolder place() {
        return place(options.project());
    }

    ProjectFolder place(Path folder) {
        return new ProjectFolder(folder, Optional.ofNullable(System.getProperty("caravan.home")).map(Path::of));
    }

    /** The project, open. */
    OpenProject open() {
        return open(JobProgress.NONE);
    }

    OpenProject open(JobProgress progress) {
        return OpenProject.open(place(), caller(), progress);
    }

    /** The project for whoever only looks; what is wrong with its files is said on stderr, and does not matter otherwise. */
    OpenProject look() {
        OpenProject project = OpenProject.look(place(), caller());
        project.mistakes().forEach((file, errors) -> console.complain("caravan: " + file + " has " + Quantity.of(errors, "error")
                + ", so what it says is not shown; caravan check tells what is wrong"));
        console.err().flush();
        return project;
    }

    /** The same, of files that were read before. */
    OpenProject open(Project files, JobProgress progress) {
        return OpenProject.open(new ProjectFolder(files.folder(), place().home()), files, caller(), progress);
    }

    private Caller caller() {
        return Caller.of(options.actor(), clock);
    }

    /** Progress on stderr. */
    ProgressView progressView() {
        return ProgressView.on(progress(), console.errorsOnTerminal());
    }

    /** Whoever sits before the terminal; nobody where the result goes into a pipe, or is JSON. */
    Questions questions() {
        return console.resultOnTerminal() && console.errorsOnTerminal() && !options.json() ? InitCommand.onTerminal(console) : Questions.NOBODY;
    }

    Clock clock() {
        return clock;
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    /** stderr, for progress. */
    TextOut progress() {
        return new TextOut(console.err(), colours(console.errorsOnTerminal()));
    }

    /** stdout, for results that are text whatever {@code --json} says (a completion script). */
    TextOut text() {
        return new TextOut(console.out(), colours(console.resultOnTerminal()), console.columns());
    }

    /** Says on stderr why a command came to nothing, and what to do. */
    void complain(FailureResult failure) {
        console.complain("caravan: " + failure.document().failure());
        failure.document().next().ifPresent(console::complain);
        console.err().flush();
    }

    /** Of a command that came to nothing, for whoever asked for a document; whoever has a result already has had one. */
    void failed(String command, FailureResult failure) {
        if (!finished) {
            console.out().println(new JsonView().document(command, failure));
            console.out().flush();
        }
    }

    /** Writes the result in the view that was asked for, and gives the exit code of the process. */
    int finish(String command, Result result) {
        finished = true;
        if (options.json()) {
            console.out().println(new JsonView().document(command, result));
        } else {
            result.print(text());
        }
        console.out().flush();
        return result.exitCode().number();
    }

    /** As {@link #finish}, or as rows. */
    int finish(String command, Tabular result, AsCsv asCsv) {
        if (!asCsv.wanted()) {
            return finish(command, result);
        }
        if (options.json()) {
            throw new CommandFailure(ExitCode.USAGE, "--csv and --json are both wanted", "Write one of them");
        }
        result.csv().print(console.out());
        return result.exitCode().number();
    }

    /** As {@link #finish}, for a result that says why there is none: its text goes to stderr. */
    int refuse(String command, Result result) {
        if (options.json()) {
            return finish(command, result);
        }
        result.print(progress());
        console.err().flush();
        return result.exitCode().number();
    }

    private boolean colours(boolean terminal) {
        return switch (options.colour()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> terminal && System.getenv("NO_COLOR") == null;
        };
    }
}
