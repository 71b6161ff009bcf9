package io.caravan.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what processes use from Linux's process table, else, without memory, from the JDK. */
final class ProcessTable {

    private static final Path PROC = Path.of("/proc");
    /** USER_HZ: fixed at 100 on every Linux architecture that has a JDK. */
    private static final double TICKS = 100;
    /** Of /proc/PID/stat behind the name of the program: user, system, and both of children that have ended. */
    private static final int FIRST_TIME = 11;
    private static final int TIMES = 4;
    private static final String PEAK = "VmHWM:";

    private ProcessTable() {
    }

    /** The process alone, with children that have ended; empty once it has ended itself. */
    static Optional<Usage> usage(String name, ProcessHandle process) {
        return usage(name, process, List.of(process));
    }

    /** The process and its living descendants. Looks at all processes of the machine, so not for every moment. */
    static Optional<Usage> usageOfFamily(String name, ProcessHandle process) {
        return usage(name, process, Stream.concat(Stream.of(process), process.descendants()).toList());
    }

    private static Optional<Usage> usage(String name, ProcessHandle process, List<ProcessHandle> family) {
        if (!process.isAlive()) {
            return Optional.empty();
        }
        if (!Files.isDirectory(PROC)) {
            return process.info().totalCpuDuration().map(cpu -> new Usage(name, seconds(cpu), 0));
        }
        double ticks = 0;
        long peak = 0;
        for (ProcessHandle one : family) {
            ticks += ticks(one.pid());
            peak = Math.max(peak, peak(one.pid()));
        }
        return ticks == 0 && peak == 0 ? Optional.empty() : Optional.of(new Usage(name, ticks / TICKS, peak));
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return ticks;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static long peak(long pid) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"))) {
            return lines.filter(line -> line.startsWith(PEAK)).findFirst()
                    .map(line -> Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip()) * 1024).orElse(0L);
        } catch (IOException | java.io.UncheckedIOException ended) {
            return 0;
        }
    }
}
