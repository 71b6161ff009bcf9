package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one inbox: {@code state-N.jsonl}, what all requests up to the number N say together, and {@code request-N.json} and {@code load-N.json}, what was
 * taken since. A file that has its name is whole, and on the disk. Only its owner may read it.
 */
final class InboxFolder {

    private static final Logger LOG = LoggerFactory.getLogger(InboxFolder.class);
    private static final Pattern NAME = Pattern.compile("(state|request|load)-(\\d{1,18})\\.jsonl?");
    private static final String UNFINISHED = ".part";
    private static final String LOCK = ".lock";
    private static final int TRIES = 10;

    private final Path folder;
    private final Flush flush;

    /** Has on the disk which names a folder has. */
    interface Flush {
        void of(Path folder) throws IOException;
    }

    InboxFolder(Path folder) {
        this(folder, InboxFolder::flushFolder);
    }

    InboxFolder(Path folder, Flush flush) {
        this.folder = folder;
        this.flush = flush;
    }

    /** What a file holds. */
    enum Content { STATE, REQUEST, LOAD }

    /** One of its files. */
    record Found(Content content, long number, Path file) {
    }

    Path path() {
        return folder;
    }

    void make() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            ownerOnly(folder, "rwx------");
        }
    }

    private static void ownerOnly(Path path, String rights) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
        }
    }

    /** In the order of their numbers. */
    List<Found> files() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.flatMap(file -> found(file).stream()).sorted((one, other) -> Long.compare(one.number(), other.number())).toList();
        }
    }

    private static Optional<Found> found(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? Optional.of(new Found(Content.valueOf(name.group(1).toUpperCase(Locale.ROOT)), Long.parseLong(name.group(2)), file)) : Optional.empty();
    }

    /** The newest state; empty when there is none yet. */
    static Optional<Found> state(List<Found> files) {
        return files.stream().filter(one -> one.content() == Content.STATE).reduce((before, last) -> last);
    }

    /** What is behind a state, in the order in which it came. */
    static List<Found> requests(List<Found> files, long after) {
        return files.stream().filter(one -> one.content() == Content.REQUEST && one.number() > after).toList();
    }

    /** Writes into a file that has no name yet. */
    interface Writing {
        void to(BufferedWriter out) throws IOException;
    }

    /** Once this has returned the file is there, whatever happens to the process or the machine; when it throws, it is not. */
    void write(Content content, long number, Writing writing) throws IOException {
        make();
        String name = content.name().toLowerCase(Locale.ROOT) + "-" + "%012d".formatted(number) + (content == Content.STATE ? ".jsonl" : ".json");
        Path part = folder.resolve("." + name + UNFINISHED);
        boolean done = false;
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ownerOnly(part, "rw-------");
                BufferedWriter out = new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
                writing.to(out);
                out.flush();
                channel.force(true);
            }
            named(part, folder.resolve(name));
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(part);
            }
        }
    }

    private void named(Path part, Path file) throws IOException {
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        boolean done = false;
        try {
            flush.of(folder);
            done = true;
        } finally {
            if (!done) {
                Files.deleteIfExists(file); // whoever is told that it was not taken sends it again, and others may have sent something newer by then
            }
        }
    }

    /** That a file has a name is on the disk, too; not every system lets a folder be opened for that. */
    private static void flushFolder(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel self = FileChannel.open(folder, StandardOpenOption.READ)) {
                self.force(true);
            }
        }
    }

    static JsonNode read(Found file) throws IOException {
        return PushedRecords.JSON.readTree(Files.readAllBytes(file.file()));
    }

    /** What is in them counts no more, whether they can be removed now or later. */
    static void remove(List<Found> files) {
        for (Found file : files) {
            try {
                Files.deleteIfExists(file.file());
            } catch (IOException later) {
                LOG.debug("a file of an inbox that counts no more could not be removed: {}", file.file(), later);
            }
        }
    }

    /** What was being written when a process ended. */
    void removeUnfinished() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(one -> one.getFileName().toString().endsWith(UNFINISHED)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Nobody else writes to it until the channel is closed. @throws IOException when somebody does */
    FileChannel lock() throws IOException {
        make();
        FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // as with another process
        }
        channel.close();
        throw new IOException("another process takes requests into " + folder);
    }

    /** Something that reads files which somebody puts together meanwhile. */
    interface Look<T> {
        T at(List<Found> files) throws IOException;
    }

    /** Looks again where a file that was there is gone: it has become part of a newer state. */
    <T> T look(Look<T> look) throws IOException {
        for (int tries = 1; true; tries++) {
            try {
                return look.at(ofOneMoment());
            } catch (NoSuchFileException putTogether) {
                if (tries == TRIES) {
                    throw putTogether;
                }
            }
        }
    }

    /**
     * A folder may change while it is listed: a list may lack a file and have a later one. What a first list has, was all there before the second began; and
     * nothing was taken away meanwhile where the state is the same before and after, since files go only when they have become part of another.
     */
    private List<Found> ofOneMoment() throws IOException {
        for (int tries = 1; true; tries++) {
            List<Found> before = files();
            List<Found> listed = files();
            if (state(before).equals(state(listed)) && state(listed).equals(state(files()))) {
                long last = before.stream().mapToLong(Found::number).max().orElse(0);
                return listed.stream().filter(file -> file.number() <= last).toList();
            }
            if (tries == TRIES) {
                throw new IOException(folder + " changes faster than it can be listed");
            }
        }
    }
}
