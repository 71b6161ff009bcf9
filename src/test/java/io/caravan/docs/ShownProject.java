package io.caravan.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A project as a page builds it up, block by block. The first block of a file is the file; what comes later for the same
 * file replaces the keys it names. A block without a file's name belongs to the file of its kind that was named last.
 */
final class ShownProject {

    private static final List<String> CHECKED = List.of("yaml", "properties");
    private static final List<String> MERGED = List.of("attributes", "define", "tables");
    private static final Pattern TOP = Pattern.compile("[A-Za-z][^:\\s]*:.*|caravan\\.\\S+ *=.*");
    private static final Pattern NESTED = Pattern.compile("  [^\\s#][^:]*:.*");

    private final Path folder;
    private final Map<String, Map<String, String>> files = new LinkedHashMap<>();
    private final Map<String, String> lastOfKind = new HashMap<>();

    ShownProject(Path folder) {
        this.folder = folder;
    }

    /** Takes one block; whether it changed a file that can be checked. */
    boolean take(MarkdownPage.Block block) {
        boolean checked = CHECKED.contains(block.language());
        if (!checked && block.file().isEmpty() || block.language().equals("diff")) {
            return false;
        }
        String file = block.file().orElse(lastOfKind.getOrDefault(block.language(), ""));
        if (file.isEmpty() || checked && !file.endsWith(block.language())) {
            throw new IllegalArgumentException("line " + block.line() + ": the text before this block does not say which file it is of");
        }
        if (!checked) {
            write(file, block.text());
            return false;
        }
        lastOfKind.put(block.language(), file);
        Map<String, String> parts = files.computeIfAbsent(file, name -> new LinkedHashMap<>());
        split(block.text(), TOP).forEach((key, text) -> parts.merge(key, text, (before, after) -> MERGED.contains(key) ? merged(before, after) : after));
        write(file, String.join("", parts.values()));
        return true;
    }

    /** Both with their first line, {@code attributes:}; what the second names replaces that of the first. */
    private static String merged(String before, String after) {
        Map<String, String> entries = split(before, NESTED);
        entries.putAll(split(after, NESTED));
        return String.join("", entries.values());
    }

    /** The text in parts that each begin with a key; what stands before the first has the empty key. */
    private static Map<String, String> split(String text, Pattern begin) {
        Map<String, String> parts = new LinkedHashMap<>();
        String key = "";
        for (String line : text.lines().toList()) {
            key = begin.matcher(line).matches() ? line.strip().replaceFirst("\\s*[:=].*", "") : key;
            parts.merge(key, line + "\n", String::concat);
        }
        return parts;
    }

    private void write(String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException notWritten) {
            throw new UncheckedIOException(notWritten);
        }
    }

    List<String> files() {
        return new ArrayList<>(files.keySet());
    }
}
