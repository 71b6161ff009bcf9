package io.caravan.bench.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processor time of this process without that of the just-in-time compiler, which has more to do for more code, and is done some day. From Linux's process table. */
final class OwnProcessor {

    private static final Path THREADS = Path.of("/proc/self/task");
    /** USER_HZ: fixed at 100 on every Linux architecture that has a JDK. */
    private static final double TICKS = 100;
    /** Of /proc/PID/task/TID/stat behind the name of the thread: user and system. */
    private static final int USER = 11;
    private static final int SYSTEM = 12;

    private OwnProcessor() {
    }

    static double seconds() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            List<Path> all = threads.toList();
            return all.stream().mapToLong(OwnProcessor::ticks).sum() / TICKS;
        } catch (IOException noSuchTable) {
            throw new UncheckedIOException(noSuchTable);
        }
    }

    private static long ticks(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            boolean compiles = stat.contains("(C1 Compiler") || stat.contains("(C2 Compiler");
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return compiles ? 0 : Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
