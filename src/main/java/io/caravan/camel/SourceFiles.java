package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files that a setting means: one by its name, or those that match a pattern such as {@code drop/hr-*.csv.gz} and are no uploads under way.
 *
 * @param folder of the project
 * @param marker what is put beside a finished file, such as {@code *.done}; empty: nothing
 */
public record SourceFiles(Path folder, String file, String marker) {

    /** What uploads are called that have not ended; a pattern does not mean them. */
    private static final Pattern UNFINISHED = Pattern.compile("(?i)\\..*|.*(\\.(part|partial|filepart|tmp|temp|crdownload|inprogress|swp)|~)");

    /** The file, or the newest of those that match. */
    public Path newest() {
        return all().stream().max(Comparator.comparingLong((Path each) -> each.toFile().lastModified()).thenComparing(Comparator.naturalOrder())).orElseThrow();
    }

    /** All of them, by name; there is at least one. */
    public List<Path> all() {
        String last = name();
        if (!last.contains("*") && !last.contains("?")) {
            Path named = folder.resolve(file);
            if (!Files.isRegularFile(named)) {
                throw missing("there is no file " + file);
            }
            return List.of(named);
        }
        try (DirectoryStream<Path> matching = Files.newDirectoryStream(parent(), last)) {
            List<Path> found = StreamSupport.stream(matching.spliterator(), false).filter(Files::isRegularFile).filter(path -> isMeant(path, last)).sorted().toList();
            if (found.isEmpty()) {
                throw missing("no file matches " + file);
            }
            return found;
        } catch (IOException failed) {
            throw missing("the folder of " + file + " cannot be read");
        }
    }

    /** Uploads under way of what is meant, by name. */
    public List<Path> unfinished() {
        String last = name();
        if (UNFINISHED.matcher(last).matches()) {
            return List.of();
        }
        PathMatcher meant = FileSystems.getDefault().getPathMatcher("glob:" + last);
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent())) {
            return StreamSupport.stream(all.spliterator(), false).filter(path -> UNFINISHED.matcher(path.getFileName().toString()).matches())
                    .filter(path -> willBe(path.getFileName().toString()).anyMatch(name -> meant.matches(Path.of(name)))).sorted().toList();
        } catch (IOException failed) {
            throw missing("the folder of " + file + " cannot be read");
        }
    }

    /** Behind the last slash: a name, or a pattern of names. */
    private String name() {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private Path parent() {
        return folder.resolve(file.substring(0, Math.max(0, file.lastIndexOf('/'))));
    }

    /** What an upload may be called when it has ended: without its suffix, the dot in front of it, and what stands behind the name that begins with one. */
    private static Stream<String> willBe(String name) {
        String bare = name.replaceFirst("^\\.+", "");
        return Stream.of(name, bare, bare.replaceFirst("(\\.[^.~]*|~)$", ""), name.replaceFirst("(\\.[^.~]*|~)$", "")).filter(one -> !one.isEmpty());
    }

    private boolean isMeant(Path path, String pattern) {
        String name = path.getFileName().toString();
        boolean isMarker = !marker.isEmpty() && name.endsWith(marker.substring(marker.lastIndexOf('*') + 1));
        return !isMarker && (!UNFINISHED.matcher(name).matches() || UNFINISHED.matcher(pattern).matches());
    }

    private OutcomeException missing(String what) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, what + " in " + folder.toAbsolutePath().normalize() + "; put it there, or correct the setting 'file'");
    }
}
