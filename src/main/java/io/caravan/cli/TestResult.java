package io.caravan.cli;

import io.caravan.cli.TextOut.Style;
import io.caravan.config.ExampleResult;
import java.util.List;
import java.util.Optional;

/** What became of the examples. */
record TestResult(long passed, long failed, List<Tested> examples) implements Result {

    /**
     * @param place  file, line and column of the example
     * @param reason why it could not even be compared
     */
    record Tested(String job, String name, String place, boolean passed, Optional<String> reason, List<ExampleResult.Difference> differences) {

        static Tested of(ExampleResult result) {
            return new Tested(result.job(), result.example(), result.position().toString(), result.passed(), result.reason(), result.differences());
        }
    }

    static TestResult of(List<Tested> examples) {
        long passed = examples.stream().filter(Tested::passed).count();
        return new TestResult(passed, examples.size() - passed, examples);
    }

    @Override
    public ExitCode exitCode() {
        return failed > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    @Override
    public void print(TextOut out) {
        for (Tested example : examples) {
            if (example.passed()) {
                out.line("  " + out.paint(Style.GOOD, "ok") + "      " + example.job() + ": " + example.name());
            } else {
                out.line("  " + out.paint(Style.BAD, "FAILED") + "  " + example.job() + ": " + example.name() + " (" + example.place() + ")");
                example.reason().ifPresent(reason -> out.line("            " + reason));
                example.differences().forEach(difference -> out.line("            " + difference.attribute() + " should be "
                        + Words.plain(difference.expected()) + " but is " + Words.plain(difference.actual())));
            }
        }
        if (!examples.isEmpty()) {
            out.line();
        }
        out.line(Words.counted(examples.size(), "example") + ": " + passed + " passed, " + failed + " failed");
    }
}
