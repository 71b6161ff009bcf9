package io.caravan.cli;

import io.caravan.operations.ExamplesReport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan test}. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Run the examples of mappings and of groups' rules: what goes in, what must come out.")
final class TestCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Only the examples of these jobs and rules (default: all).")
    private List<String> jobs = List.of();

    TestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        return session.finish("test", new TestResult(ExamplesReport.of(session.place().project(), jobs, session.clock().instant())));
    }
}
