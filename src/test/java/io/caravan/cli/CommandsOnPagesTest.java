package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.docs.MarkdownPage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command that a page names exists, with the options it is shown with. */
class CommandsOnPagesTest {

    /** As a shell has them: what stands in quotes is one. */
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|\\S)+");

    private static final Pattern COMMAND = Pattern.compile("(?:^\\s*(?:\\$ )?|`|&& )(?:\\./)?caravan ([a-z][^`#&]*)");

    /** A command of the source folder's launcher only: not in the distribution, and with options of its own. */
    private static final String BENCH = "bench";

    static Stream<MarkdownPage> pages() {
        return MarkdownPage.below(Path.of("README.md"), Path.of("docs"), Path.of("examples")).stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void areCommandsThatExist(MarkdownPage page) throws IOException {
        List<String> unknown = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(page.path())) {
            number++;
            Matcher command = COMMAND.matcher(line);
            while (command.find()) {
                for (String each : alternatives(command.group(1).strip().replaceFirst("  .*", ""))) {
                    String mistake = mistake(each);
                    if (!mistake.isEmpty()) {
                        unknown.add(page + ":" + number + " caravan " + each + ": " + mistake);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    /** {@code connector list|show NAME} stands for two commands. */
    private static List<String> alternatives(String command) {
        Matcher either = Pattern.compile("(\\w+)\\|(\\w+)").matcher(command);
        return either.find() ? List.of(command.substring(0, either.end(1)), either.replaceFirst("$2")) : List.of(command);
    }

    /** What is wrong with the words; empty text when they are understood. That something is still missing does not count. */
    private static String mistake(String command) {
        if (command.equals(BENCH) || command.startsWith(BENCH + " ")) {
            return "";
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        try {
            new CommandLineProgram(new Console(nowhere, nowhere, false, false)).commands()
                    .parseArgs(WORD.matcher(command.replaceAll("[\\[\\]…)]", "").strip()).results().map(MatchResult::group).toArray(String[]::new));
            return "";
        } catch (MissingParameterException incomplete) {
            return "";
        } catch (ParameterException unknown) {
            return unknown.getMessage();
        }
    }
}
