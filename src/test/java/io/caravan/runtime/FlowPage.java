package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.docs.MarkdownPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What docs/how-to/build-into-the-flow.md shows, put into a project as the page says. */
final class FlowPage {

    static final MarkdownPage PAGE = MarkdownPage.read(SmallCompany.INSTALLATION.resolve("docs/how-to/build-into-the-flow.md"));
    private static final String DELIVER = "          - to: caravan:deliver\n";
    private static final String TO_DELIVER = "              - to: \"direct:deliver-{{target}}\"\n";

    private FlowPage() {
    }

    /** The whole of a file. */
    static String file(String name) {
        return PAGE.blocks().stream().filter(block -> block.file().filter(name::equals).isPresent()).findFirst().orElseThrow().text();
    }

    /** The steps of which the page does not say a file, because they go into the copy of the shipped one. */
    private static String steps(String holding) {
        List<MarkdownPage.Block> found = PAGE.blocks().stream()
                .filter(block -> block.language().equals("yaml") && block.file().isEmpty() && block.text().contains(holding)).toList();
        assertThat(found).hasSize(1);
        return found.get(0).text();
    }

    /** The route for dead letters with other steps in place of its last one. */
    static String lettersTo(String holding) {
        String route = file("routes/dead-letters.camel.yaml");
        String last = route.lines().reduce((one, next) -> next).orElseThrow();
        return route.replace(last + "\n", steps(holding).indent(6));
    }

    static void aboveDeliver(SmallCompany company, String holding) throws IOException {
        company.route("dispatch.camel.yaml", DELIVER, steps(holding).indent(10) + DELIVER);
    }

    static void inPlaceOfDeliver(SmallCompany company, String holding) throws IOException {
        company.route("dispatch.camel.yaml", TO_DELIVER, steps(holding).indent(14));
    }

    static void settings(SmallCompany company, String... lines) throws IOException {
        Path settings = company.folder().resolve("application.properties");
        Files.writeString(settings, Files.readString(settings) + String.join("\n", lines) + "\n");
    }

    /** The lines of settings that the page shows with this key among them. */
    static String[] shownSettings(String key) {
        return PAGE.blocks().stream().filter(block -> block.language().equals("properties") && block.text().contains(key)).findFirst().orElseThrow()
                .text().lines().toArray(String[]::new);
    }
}
