package io.caravan.cli;

import io.caravan.config.MappingExamples;
import io.caravan.config.Project;
import io.caravan.mapping.Job;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caravan test}. */
@Command(name = "test", mixinStandardHelpOptions = true,
        description = "Run the examples of the mappings: what goes in, what must come out.")
final class TestCommand implements Callable<Integer> {

    private final Session session;

    @Parameters(paramLabel = "JOB", arity = "0..*", description = "Only the examples of these jobs (default: all).")
    private List<String> jobs = List.of();

    TestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Project project = session.validProject();
        List<Job> wanted = jobs.isEmpty() ? project.jobs().toList() : jobs.stream().map(name -> session.job(project, name)).toList();
        Instant now = session.clock().instant();
        List<TestResult.Tested> tested = wanted.stream().flatMap(job -> MappingExamples.run(project, job, now).stream())
                .map(TestResult.Tested::of).toList();
        return session.finish("test", TestResult.of(tested));
    }
}
