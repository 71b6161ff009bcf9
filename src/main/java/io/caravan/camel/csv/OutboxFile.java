package io.caravan.camel.csv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * A file that is being collected, under a name that nobody takes for finished: {@code .JOB.NAME.csv.part}. What was appended is on the disk. Finished,
 * it has its trailer and its own name; nothing that is there already is replaced. Locked for other processes. Not thread-safe.
 */
final class OutboxFile implements AutoCloseable {

    private static final String PART = ".part";
    private static final String CSV = ".csv";

    private final Path part;
    private final Path finished;
    private final OutboxRows format;
    private final FileChannel channel;
    private final FileLock lock;
    /** Where the last row ends that is known to be whole. */
    private long end;
    private long rows;

    private OutboxFile(Path part, Path finished, OutboxRows format, FileChannel channel, FileLock lock) {
        this.part = part;
        this.finished = finished;
        this.format = format;
        this.channel = channel;
        this.lock = lock;
    }

    /** What was handed over. */
    record Finished(Path file, long rows) {
    }

    /** @param name of the finished file, without its ending */
    static OutboxFile begin(Path folder, String job, String name, OutboxRows format, List<String> attributes) throws IOException {
        Path part = folder.resolve(prefix(job) + name + CSV + PART);
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        OutboxFile file = new OutboxFile(part, folder.resolve(name + CSV), format, channel, lock(channel));
        try {
            file.write(format.header(attributes));
            return file;
        } catch (IOException failed) {
            file.close();
            Files.delete(part);
            throw failed;
        }
    }

    /**
     * What an earlier cycle of the job left, cut off behind its last whole row: who wrote that one has not said that there are more.
     *
     * @return empty where another process is at it
     */
    static Optional<OutboxFile> leftBehind(Path part, String job, OutboxRows format) throws IOException {
        String name = part.getFileName().toString();
        FileChannel channel = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel);
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        OutboxFile file = new OutboxFile(part, part.resolveSibling(name.substring(prefix(job).length(), name.length() - PART.length())), format, channel, lock);
        file.lookForEnd(Files.readAllBytes(part));
        return Optional.of(file);
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /** What files of a job are called that are not finished, as a pattern. */
    static String parts(String job) {
        return prefix(job) + "*" + CSV + PART;
    }

    private static String prefix(String job) {
        return "." + job + ".";
    }

    private void lookForEnd(byte[] all) {
        int fields = 0;
        int from = 0;
        for (int i = 1; i < all.length; i++) {
            if (all[i] != '\n' || all[i - 1] != '\r') {
                continue;
            }
            String line = new String(all, from, i - 1 - from, format.charset());
            boolean header = from == 0;
            fields = header ? format.fields(line) : fields;
            if (format.fields(line) != fields || fields < 1 || !header && format.isTrailer(line, rows) && i == all.length - 1) {
                return;
            }
            rows += header ? 0 : 1;
            from = i + 1;
            end = from;
        }
    }

    long rows() {
        return rows;
    }

    /** All of these, or none: when it returns they are on the disk, when it throws the file is as before. */
    void append(List<byte[]> some) throws IOException {
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        some.forEach(together::writeBytes);
        write(together.toByteArray());
        rows += some.size();
    }

    private void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long at = end;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        channel.force(true);
        end = at;
    }

    /**
     * The file gets its trailer and its name; one without a row is removed.
     *
     * @return empty when there was none
     */
    Optional<Finished> finish() throws IOException {
        channel.truncate(end); // behind it may be what was begun and not answered
        long count = rows;
        if (count == 0) {
            close();
            Files.delete(part);
            return Optional.empty();
        }
        long before = end;
        write(format.trailer(count));
        end = before; // should the move fail, it is written again by whoever finishes it
        Path free = free();
        Files.move(part, free, StandardCopyOption.ATOMIC_MOVE);
        close();
        force(free.toAbsolutePath().getParent());
        return Optional.of(new Finished(free, count));
    }

    /** A clock that was set back, or another store, may have given the name before. */
    private Path free() {
        Path free = finished;
        String name = finished.getFileName().toString();
        for (int i = 2; Files.exists(free); i++) {
            free = finished.resolveSibling(name.substring(0, name.length() - CSV.length()) + "-" + i + CSV);
        }
        return free;
    }

    /** That the name survives a power cut, where the system can promise that. */
    private static void force(Path folder) {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException notPossible) {
            // the file is there; at worst it is found under its other name, and handed over once more
        }
    }

    @Override
    public void close() throws IOException {
        if (lock != null && lock.isValid()) {
            lock.release();
        }
        channel.close();
    }
}
