package io.caravan.cli;

import io.caravan.operations.FunctionReference;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan functions}. */
@Command(name = "functions", mixinStandardHelpOptions = true,
        description = "The functions of expressions, by what they are for; or one of them, with its arguments and an example. Needs no project.")
final class FunctionsCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Only this function (default: all).")
    private Optional<String> name = Optional.empty();

    FunctionsCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish("functions", new FunctionsResult(FunctionReference.of(name)));
    }
}
