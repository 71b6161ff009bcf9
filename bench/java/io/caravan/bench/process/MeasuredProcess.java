package io.caravan.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of the bench's own, measured until it ends. Its output goes to files. Ends with {@link #close}, at the latest
 * when the bench does.
 */
public final class MeasuredProcess implements AutoCloseable {

    /** So often it is looked at; what it uses after the last look is not seen. */
    private static final long LOOK_MILLIS = 20;
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final Path folder;
    private final long began = System.nanoTime();
    private final Thread watch;
    private final Thread atExit;
    private volatile Usage usage;
    private volatile double seconds;

    private MeasuredProcess(String name, Process process, Path folder) {
        this.name = name;
        this.process = process;
        this.folder = folder;
        this.usage = new Usage(name, 0, 0);
        this.atExit = new Thread(process::destroyForcibly, "end " + name);
        Runtime.getRuntime().addShutdownHook(atExit);
        this.watch = new Thread(this::watch, "watch " + name);
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Starts a process; what it says goes to {@code NAME.out} and {@code NAME.err} in that folder.
     *
     * @param environment more variables than the bench's own
     */
    public static MeasuredProcess start(String name, Path folder, Map<String, String> environment, List<String> command) throws IOException {
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(folder.resolve(name + ".out").toFile()).redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().putAll(environment);
        return new MeasuredProcess(name, builder.start(), folder);
    }

    /** What it used so far; all of it once it has ended. */
    public Usage usage() {
        if (process.isAlive()) {
            look();
        }
        return usage;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** How long it ran, or has been running. */
    public double seconds() {
        return process.isAlive() ? since() : seconds;
    }

    /** Waits for its end and gives its exit code. */
    public int await() throws InterruptedException {
        int code = process.waitFor();
        watch.join();
        return code;
    }

    /** As {@link #await}, for a process that has to do what it was started for: otherwise fails with what it said. */
    public MeasuredProcess succeed() throws IOException, InterruptedException {
        int code = await();
        if (code != 0) {
            throw new IOException(name + " ended with exit code " + code + ":\n" + err() + out());
        }
        return this;
    }

    public String out() throws IOException {
        return Files.readString(folder.resolve(name + ".out"), StandardCharsets.UTF_8);
    }

    public String err() throws IOException {
        return Files.readString(folder.resolve(name + ".err"), StandardCharsets.UTF_8);
    }

    /** SIGKILL: it has no time for anything. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TO_END.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            watch.join();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // The hook is running: it does the same.
        }
    }

    private void watch() {
        try {
            do {
                look();
            } while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            seconds = since();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() {
        ProcessTable.usage(name, process.toHandle()).ifPresent(now -> usage = usage.then(now));
    }

    private double since() {
        return (System.nanoTime() - began) / 1e9;
    }
}
