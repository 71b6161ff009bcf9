package io.caravan.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What it was measured on.
 *
 * @param disk  where the bench's folder is: {@code ssd, spinning, virtual …} as far as the system tells
 * @param busy  the part of all processors that others used in the second before the bench began; 0 when not known
 */
public record Machine(int cores, String cpu, long memoryBytes, String os, String jdk, String disk, double busy) {

    /** With more than this in use by others, figures are not to be trusted. */
    private static final double TOO_BUSY = 0.1;
    private static final Path TIMES = Path.of("/proc/stat");
    /** Of the first line of /proc/stat: the columns of what nobody used, idle and waiting for disks. */
    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int COLUMNS = 9;
    private static final long LOOK_MILLIS = 1000;

    /** Looks at this machine. */
    public static Machine look(Path folder) throws InterruptedException {
        return new Machine(Runtime.getRuntime().availableProcessors(),
                line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                line(Path.of("/proc/meminfo"), "MemTotal").map(text -> Long.parseLong(text.replace("kB", "").strip()) * 1024).orElse(0L),
                line(Path.of("/etc/os-release"), "PRETTY_NAME").map(text -> text.replace("\"", "") + ", ").orElse("")
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                disk(folder), partInUse());
    }

    /** Why figures of this run mean little; empty when nothing speaks against them. */
    public Optional<String> warning() {
        return busy > TOO_BUSY ? Optional.of(String.format(Locale.ROOT,
                "the machine is busy (others used %.0f %% of it when the bench began): rates are too low, ratios uncertain", 100 * busy)) : Optional.empty();
    }

    /** One line for people. */
    public String text() {
        return String.format(Locale.ROOT, "%d × %s, %d GB, %s, %s, disk: %s, %.0f %% busy before",
                cores, cpu, Math.round(memoryBytes / 1e9), os, jdk, disk, 100 * busy);
    }

    private static double partInUse() throws InterruptedException {
        long[] before = times();
        Thread.sleep(LOOK_MILLIS);
        long[] after = times();
        long all = after[0] - before[0];
        return all <= 0 ? 0 : 1 - (double) (after[1] - before[1]) / all;
    }

    /** All processor time there was, and what of it nobody used. */
    private static long[] times() {
        try (Stream<String> lines = Files.lines(TIMES)) {
            String[] fields = lines.findFirst().orElse("").split("\\s+");
            long all = 0;
            for (int i = 1; i < COLUMNS; i++) {
                all += Long.parseLong(fields[i]);
            }
            return new long[] {all, Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING])};
        } catch (IOException | UncheckedIOException noSuchFile) {
            return new long[2];
        }
    }

    private static Optional<String> line(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).findFirst()
                    .map(line -> line.substring(line.indexOf(line.contains(":") ? ':' : '=') + 1).strip());
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static String disk(Path folder) {
        try {
            String type = Files.getFileStore(folder).type();
            String device = Path.of(Files.getFileStore(folder).name()).getFileName().toString();
            Path block = Path.of("/sys/class/block").resolve(device).toRealPath();
            Path queue = Files.exists(block.resolve("queue")) ? block.resolve("queue") : block.getParent().resolve("queue");
            String kind = device.startsWith("vd") ? "virtual" : Files.readString(queue.resolve("rotational")).strip().equals("1") ? "spinning" : "ssd";
            return kind + " " + type;
        } catch (IOException | RuntimeException unknown) {
            return "unknown";
        }
    }
}
