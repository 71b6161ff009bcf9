package io.caravan.bench.jmh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * {@code ./caravan bench jmh [PATTERN…]}: nanoseconds, CPU time and bytes for each call of the inner loops. The latter two are
 * what to compare on a machine that others use, too.
 */
public final class Loops {

    private Loops() {
    }

    /** The source folder, in the forks as well: they are started with the same options. */
    static Path home() {
        return Path.of(System.getProperty("bench.home", ""));
    }

    /** @param args which benchmarks, as regular expressions on their names; none: all */
    public static void main(String[] args) throws Exception {
        Path results = Files.createDirectories(home().resolve("target/bench")).resolve("jmh.json");
        ChainedOptionsBuilder options = new OptionsBuilder().mode(Mode.AverageTime).timeUnit(TimeUnit.NANOSECONDS).forks(1)
                .warmupIterations(5).warmupTime(TimeValue.seconds(1)).measurementIterations(5).measurementTime(TimeValue.seconds(1))
                .jvmArgsAppend("-Xmx512m").addProfiler(CpuProfiler.class).addProfiler(GCProfiler.class)
                .resultFormat(ResultFormatType.JSON).result(results.toString());
        for (String pattern : args) {
            options.include(pattern);
        }
        new Runner(options.build()).run();
    }
}
