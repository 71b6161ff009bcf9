package io.caravan.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What it was measured on.
 *
 * @param load  how many processes wanted to run before the bench began, on average over a minute; below 0 when not known
 * @param disk  where the bench's folder is: {@code ssd, spinning, virtual …} as far as the system tells
 */
public record Machine(int cores, String cpu, long memoryBytes, String os, String jdk, String disk, double load) {

    /** More than this much of a core in use by others, and figures are not to be trusted. */
    private static final double BUSY = 0.3;

    /** Looks at this machine. */
    public static Machine look(Path folder) {
        return new Machine(Runtime.getRuntime().availableProcessors(), line(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")),
                line(Path.of("/proc/meminfo"), "MemTotal").map(text -> Long.parseLong(text.replace("kB", "").strip()) * 1024).orElse(0L),
                line(Path.of("/etc/os-release"), "PRETTY_NAME").map(text -> text.replace("\"", "") + ", ").orElse("")
                        + System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.vm.version"),
                disk(folder), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Why figures of this run mean little; empty when nothing speaks against them. */
    public Optional<String> warning() {
        return load > BUSY ? Optional.of(String.format(Locale.ROOT,
                "the machine is busy (load %.2f before the bench began): absolute figures are too low, ratios uncertain", load)) : Optional.empty();
    }

    /** One line for people. */
    public String text() {
        return String.format(Locale.ROOT, "%d × %s, %d GB, %s, %s, disk: %s, load before %.2f", cores, cpu, Math.round(memoryBytes / 1e9), os, jdk, disk, load);
    }

    private static Optional<String> line(Path file, String name) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name)).findFirst().map(line -> line.substring(line.indexOf(line.contains(":") ? ':' : '=') + 1).strip());
        } catch (IOException | java.io.UncheckedIOException unreadable) {
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
