package io.caravan.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation as the tests see it: its fenced blocks, its links, and the anchors one may link to.
 *
 * <p>A block belongs to a file when the last line of text before it ends with the file's name, {@code `people.csv`:}.
 */
public final class MarkdownPage {

    private static final Pattern LINK = Pattern.compile("(?<!`)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("`[^`]*`");
    private static final Pattern FILE_NAME = Pattern.compile("`([\\w./-]+\\.\\w+)`:$");

    /** One fenced block. {@code line}: of its first line of content, counted from 1. */
    public record Block(String language, Optional<String> file, String text, int line) {
    }

    /** Where a link goes, as written, and in which line it stands. */
    public record Link(String target, int line) {
    }

    private final Path path;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> anchors = new HashSet<>();
    private final List<String> headings = new ArrayList<>();

    private MarkdownPage(Path path, List<String> lines) {
        this.path = path;
        Map<String, Integer> seen = new HashMap<>();
        String before = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("```")) {
                int indent = line.indexOf('`');
                int end = i + 1;
                StringBuilder text = new StringBuilder();
                while (end < lines.size() && !lines.get(end).strip().equals("```")) {
                    String content = lines.get(end++);
                    text.append(content.substring(Math.min(indent, content.length()))).append('\n');
                }
                Matcher name = FILE_NAME.matcher(before);
                blocks.add(new Block(line.strip().substring(3), name.find() ? Optional.of(name.group(1)) : Optional.empty(), text.toString(), i + 2));
                i = end;
                before = "";
            } else {
                text(line, i + 1, seen);
                before = line.isBlank() ? before : line.stripTrailing();
            }
        }
    }

    private void text(String line, int number, Map<String, Integer> seen) {
        if (line.matches("#{1,6} .*")) {
            String title = line.replaceFirst("^#+ ", "").strip();
            headings.add(title);
            String anchor = title.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
            int times = seen.merge(anchor, 1, Integer::sum);
            anchors.add(times == 1 ? anchor : anchor + "-" + (times - 1));
        }
        Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("x"));
        while (link.find()) {
            links.add(new Link(link.group(1), number));
        }
    }

    public static MarkdownPage read(Path path) {
        try {
            return new MarkdownPage(path, Files.readAllLines(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** All pages below these folders and files. */
    public static List<MarkdownPage> below(Path... places) {
        List<MarkdownPage> pages = new ArrayList<>();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().map(MarkdownPage::read).forEach(pages::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return pages;
    }

    public Path path() {
        return path;
    }

    public List<Block> blocks() {
        return blocks;
    }

    public List<Link> links() {
        return links;
    }

    /** What may stand behind {@code #} in a link to this page, as GitHub makes it from headings. */
    public Set<String> anchors() {
        return anchors;
    }

    public List<String> headings() {
        return headings;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
