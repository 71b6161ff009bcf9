package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.docs.MarkdownPage;
import io.caravan.docs.ShownOutput;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever follows a tutorial gets what it shows. The page is executed from top to bottom: blocks with a file's name are
 * written, {@code diff} blocks are applied, {@code console} blocks are run and their output is compared.
 */
class TutorialTest {

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private static final Pattern PROGRESS = Pattern.compile("\\S+: \\w+ [\\d,]+ .*in .*");

    @TempDir
    private Path project;
    private final Shell shell = new Shell();
    private final List<String> lies = new ArrayList<>();
    private int exitCode;

    @Test
    void firstPlan() throws IOException, SQLException {
        follow(MarkdownPage.read(Path.of("docs/tutorial/first-plan.md")));
    }

    @Test
    void writeBackToHr() throws IOException, SQLException {
        follow(MarkdownPage.read(Path.of("docs/how-to/write-back-to-hr.md")));
    }

    private void follow(MarkdownPage page) throws IOException, SQLException {
        String home = System.setProperty("caravan.home", Path.of("").toAbsolutePath().toString());
        try {
            for (MarkdownPage.Block block : page.blocks()) {
                switch (block.language()) {
                    case "console" -> console(page, block);
                    case "diff" -> change(project.resolve(block.file().orElseThrow()), block);
                    default -> block.file().ifPresent(file -> write(project.resolve(file), block.text()));
                }
            }
        } finally {
            if (home == null) {
                System.clearProperty("caravan.home");
            } else {
                System.setProperty("caravan.home", home);
            }
        }
        assertThat(lies).isEmpty();
    }

    private void console(MarkdownPage page, MarkdownPage.Block block) throws IOException, SQLException {
        List<String> lines = block.text().lines().toList();
        for (int i = 0; i < lines.size();) {
            String command = lines.get(i).replaceFirst("^\\$ ", "");
            assertThat(command).as("%s:%d begins with a command", page, block.line() + i).isNotEqualTo(lines.get(i));
            int line = block.line() + i++;
            StringBuilder shown = new StringBuilder();
            while (i < lines.size() && !lines.get(i).startsWith("$ ")) {
                shown.append(lines.get(i++)).append('\n');
            }
            String came = run(command);
            String difference = ShownOutput.difference(shown.toString(), came);
            if (!difference.isEmpty()) {
                lies.add(page + ":" + line + " $ " + command + "\n" + difference + "\n----\n" + came + "----");
            }
        }
    }

    private String run(String command) throws IOException, SQLException {
        List<String> words = words(command);
        return switch (words.get(0)) {
            case "caravan" -> caravan(words.subList(1, words.size()));
            case "sqlite3" -> sql(words.get(1), words.get(2));
            case "rm" -> removed(project.resolve(words.get(2)));
            case "mkdir" -> made(project.resolve(words.get(1)));
            case "cat" -> contents(words.get(1));
            case "echo" -> exitCode + "\n";
            default -> throw new IllegalArgumentException("the tutorial says " + command + ", which this test cannot do");
        };
    }

    /** The result, and what else is said on stderr; but for the lines that tell how far something is. */
    private String caravan(List<String> words) {
        List<String> line = new ArrayList<>(words.stream().map(this::inProject).toList());
        line.add("--project");
        line.add(project.toString());
        exitCode = shell.run(line.toArray(String[]::new));
        String said = shell.err().lines().filter(text -> !PROGRESS.matcher(text).matches()).map(text -> text + "\n").collect(Collectors.joining());
        return (shell.out() + said).replace(project.toAbsolutePath().normalize() + "/", "");
    }

    /** Files that commands write and read lie in the project, as they do for somebody who is there. */
    private String inProject(String word) {
        return word.matches("[\\w-]+\\.json") ? project.resolve(word).toString() : word;
    }

    /** As the program sqlite3 prints it. */
    private String sql(String database, String sql) throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + project.resolve(database)); Statement statement = connection.createStatement()) {
            boolean hasRows = statement.execute(sql);
            ResultSet result = statement.getResultSet();
            while (hasRows && result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i) == null ? "" : result.getString(i));
                }
                rows.append(String.join("|", columns)).append('\n');
            }
        }
        return rows.toString();
    }

    private static String made(Path folder) throws IOException {
        Files.createDirectory(folder);
        return "";
    }

    /** @param pattern as {@code folder/*.csv} */
    private String contents(String pattern) throws IOException {
        StringBuilder contents = new StringBuilder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(project.resolve(pattern).getParent(), Path.of(pattern).getFileName().toString())) {
            for (Path file : files) {
                contents.append(Files.readString(file));
            }
        }
        return contents.toString();
    }

    private static String removed(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        return "";
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(Stream.of(word.group(1), word.group(2), word.group(3)).filter(java.util.Objects::nonNull).findFirst().orElseThrow());
        }
        return words;
    }

    private void change(Path file, MarkdownPage.Block block) throws IOException {
        String text = Files.readString(file);
        List<String> gone = block.text().lines().filter(line -> line.startsWith("-")).map(line -> line.substring(1)).toList();
        List<String> come = block.text().lines().filter(line -> line.startsWith("+")).map(line -> line.substring(1)).toList();
        String before = String.join("\n", gone) + "\n";
        assertThat(text).as(file + " has what line " + block.line() + " takes away").contains(before);
        write(file, text.replace(before, come.isEmpty() ? "" : String.join("\n", come) + "\n"));
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException notWritten) {
            throw new java.io.UncheckedIOException(notWritten);
        }
    }
}
