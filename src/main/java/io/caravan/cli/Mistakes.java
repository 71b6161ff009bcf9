package io.caravan.cli;

import io.caravan.diagnostic.Suggestion;
import io.caravan.operations.Failure;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that makes no sense: what is wrong, the nearest thing that would make sense, where to read more. */
final class Mistakes implements IParameterExceptionHandler {

    private static final String JSON = "--json";

    private final Session session;
    private final Console console;

    Mistakes(Session session) {
        this.session = session;
        this.console = session.console();
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        boolean nothingAsked = command.getSubcommands().size() > 0 && command.getParseResult() != null
                && command.getParseResult().originalArgs().isEmpty();
        if (nothingAsked) {
            command.usage(console.err());
        } else {
            FailureResult failure = new FailureResult(ExitCode.USAGE, new Failure(message(mistake), Optional.of("See " + command.getCommandSpec().qualifiedName() + " --help")));
            session.complain(failure);
            if (List.of(arguments).contains(JSON)) { // what could not be understood has set no option
                session.failed(Breakage.name(command), failure);
            }
        }
        console.err().flush();
        return ExitCode.USAGE.number();
    }

    private static String message(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return unknown(unmatched.getUnmatched().get(0), mistake.getCommandLine().getCommandSpec());
        }
        if (mistake instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            return "missing " + String.join(", ", missing.getMissing().stream().map(Mistakes::label).toList());
        }
        return wrongValue(mistake).orElseGet(() -> firstLine(mistake.getMessage()));
    }

    /** picocli names the Java type that a value did not fit; whoever typed it is told what would fit. */
    private static Optional<String> wrongValue(ParameterException mistake) {
        if (mistake.getArgSpec() == null || mistake.getValue() == null) {
            return Optional.empty();
        }
        Class<?>[] types = mistake.getArgSpec().auxiliaryTypes();
        Class<?> type = types[types.length - 1];
        Optional<String> fits = type == LocalDate.class ? Optional.of("a day such as 2002-08-01")
                : type == int.class || type == Integer.class || type == Long.class ? Optional.of("a whole number") : Optional.empty();
        return fits.map(words -> label(mistake.getArgSpec()) + " cannot be '" + mistake.getValue() + "'; write " + words);
    }

    private static String label(CommandLine.Model.ArgSpec missing) {
        return missing instanceof CommandLine.Model.OptionSpec option ? option.longestName() : missing.paramLabel();
    }

    private static String unknown(String word, CommandSpec spec) {
        boolean option = word.startsWith("-");
        String name = option ? word.replaceFirst("=.*", "") : word;
        String kind = option ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
        List<String> known = new ArrayList<>();
        if (option) {
            spec.options().forEach(candidate -> known.addAll(List.of(candidate.names())));
        } else {
            known.addAll(spec.subcommands().keySet());
        }
        Optional<String> nearest = Suggestion.nearest(name, known);
        return "unknown " + kind + " '" + name + "'" + nearest.map(near -> "; did you mean '" + near + "'?").orElse("");
    }

    private static String firstLine(String message) {
        return message == null ? "this command line cannot be understood" : message.lines().findFirst().orElse("");
    }
}
