package io.caravan.cli;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.Job;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One invocation: what every command may ask for, and where it hands its result. */
final class Session {

    private final Console console;
    private final GlobalOptions options;
    private final Clock clock;

    /** @param clock what "now" is for everything the command does */
    Session(Console console, GlobalOptions options, Clock clock) {
        this.console = console;
        this.options = options;
        this.clock = clock;
    }

    /** The project's folder. */
    Path folder() {
        return options.project();
    }

    /** Where connectors are: the project's, then the installation's. */
    java.util.List<Path> connectorFolders() {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of(folder()), home().stream()).map(folder -> folder.resolve("connectors")).toList();
    }

    /** The folder Caravan is installed in; empty when it runs from class files. */
    Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("caravan.home")).map(Path::of);
    }

    /** The project's files, with whatever is wrong with them. */
    ProjectReading reading() {
        if (!isProject(folder())) {
            throw new CommandFailure(ExitCode.USAGE, "there is no application.properties in " + folder() + ", so it is not a Caravan project",
                    "Go to the project's folder, or name it with --project DIR");
        }
        return read(folder());
    }

    /** The project, without errors. */
    Project validProject() {
        ProjectReading reading = reading();
        return reading.project().orElseThrow(() -> new InvalidProject(reading));
    }

    /** The project, or where there is none what comes with the installation. */
    Project validProjectOrInstallation() {
        if (isProject(folder()) || home().isEmpty()) {
            return validProject();
        }
        ProjectReading reading = read(home().get());
        return reading.project().orElseThrow(() -> new InvalidProject(reading));
    }

    /** The job of that name; refuses one that does not exist, naming the nearest. */
    Job job(Project project, String name) {
        return project.job(name).orElseThrow(() -> {
            var names = project.jobs().map(Job::name).sorted().toList();
            return new CommandFailure(ExitCode.USAGE, "there is no job '" + name + "'"
                    + Suggestion.nearest(name, names).map(near -> "; did you mean '" + near + "'?").orElse(""),
                    names.isEmpty() ? "The project has no jobs: they are the files in mappings/" : "The jobs are: " + String.join(", ", names));
        });
    }

    /** The names of the wanted jobs; all, sources first, when none is named. */
    List<String> jobs(Project project, List<String> wanted) {
        return wanted.isEmpty() ? project.jobs().map(Job::name).toList() : wanted.stream().map(name -> job(project, name).name()).toList();
    }

    /** Progress on stderr. */
    ProgressView progressView() {
        return ProgressView.on(progress(), console.errorsOnTerminal());
    }

    private static boolean isProject(Path folder) {
        return Files.isRegularFile(folder.resolve("application.properties"));
    }

    ProjectReading read(Path folder) {
        Path[] installed = home().map(home -> new Path[] {home.resolve("connectors")}).orElse(new Path[0]);
        return ProjectReader.read(folder, installed);
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
        return new TextOut(console.out(), colours(console.resultOnTerminal()));
    }

    /** Writes the result in the view that was asked for, and gives the exit code of the process. */
    int finish(String command, Result result) {
        if (options.json()) {
            console.out().println(new JsonView().document(command, result));
        } else {
            result.print(text());
        }
        console.out().flush();
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
