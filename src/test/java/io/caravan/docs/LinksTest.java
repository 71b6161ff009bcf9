package io.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links lead somewhere, and every page can be found from the index. */
class LinksTest {

    static Stream<MarkdownPage> pages() {
        return MarkdownPage.below(Path.of("README.md"), Path.of("docs"), Path.of("examples"), Path.of("mappings")).stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFileAndAHeadingThatExist(MarkdownPage page) {
        List<String> broken = new ArrayList<>();
        for (MarkdownPage.Link link : page.links()) {
            String problem = problem(page, link.target());
            if (!problem.isEmpty()) {
                broken.add(page.path() + ":" + link.line() + ": " + link.target() + " " + problem);
            }
        }
        assertThat(broken).isEmpty();
    }

    private static String problem(MarkdownPage page, String target) {
        if (target.matches("(https?|mailto):.*")) {
            return "";
        }
        String[] parts = target.split("#", 2);
        Path parent = page.path().getParent() == null ? Path.of("") : page.path().getParent();
        Path file = parts[0].isEmpty() ? page.path() : parent.resolve(parts[0]).normalize();
        if (!Files.exists(file)) {
            return "does not exist";
        }
        return parts.length == 1 || MarkdownPage.read(file).anchors().contains(parts[1]) ? "" : "has no such heading";
    }

    @Test
    void everyPageStandsInTheIndexOfItsFolder() throws IOException {
        List<String> missing = new ArrayList<>();
        indexed(Path.of("docs/README.md"), List.of("tutorial", "how-to", "reference", "explanation"), missing);
        indexed(Path.of("docs/decisions/README.md"), List.of(""), missing);
        assertThat(missing).isEmpty();
    }

    private static void indexed(Path index, List<String> folders, List<String> missing) throws IOException {
        List<Path> linked = MarkdownPage.read(index).links().stream()
                .map(link -> index.getParent().resolve(link.target().replaceFirst("#.*", "")).normalize()).toList();
        for (String folder : folders) {
            try (Stream<Path> files = Files.list(index.getParent().resolve(folder))) {
                files.map(Path::normalize).filter(file -> file.toString().endsWith(".md") && !file.equals(index) && !linked.contains(file))
                        .forEach(file -> missing.add(file + " is not in " + index));
            }
        }
    }

    @Test
    void everyDecisionNoteSaysWhatItMust() {
        List<String> incomplete = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.below(Path.of("docs/decisions"))) {
            if (!page.path().endsWith("README.md") && !complete(page)) {
                incomplete.add(page + " lacks one of: Status, ## Context, ## Choice, ## Rejected");
            }
        }
        assertThat(incomplete).isEmpty();
    }

    private static boolean complete(MarkdownPage page) {
        try (Stream<String> lines = Files.lines(page.path())) {
            return lines.anyMatch(line -> line.startsWith("Status: ")) && page.headings().containsAll(List.of("Context", "Choice", "Rejected"));
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
