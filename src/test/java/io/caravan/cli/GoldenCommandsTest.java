package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands print that tell of files and of the program itself, whole: on terminals of 80 and 160 columns, and in a pipe. And no command is without such a file. */
class GoldenCommandsTest {

    private static final Path KEPT = Path.of("src/test/resources/golden");
    /** Commands of which no whole output is kept, and why. */
    private static final Map<String, String> EXCEPTED = Map.ofEntries(
            Map.entry("run", "a service: it prints nothing, its log lines are those of VisibleLogTest and RunTest"),
            Map.entry("demo", "its lines are moving figures: DemoTextTest"),
            Map.entry("completion", "a script for a shell, which nobody reads"),
            Map.entry("connector test", "its times and files are of the moment: ConnectorTestResult is compared by ResultTextTest"),
            Map.entry("connector trace", "its addresses are of the moment: TracedTrafficTest reads what it says"),
            Map.entry("connector record", "writes a file: TracedTrafficTest reads it"),
            Map.entry("connector replay", "as connector record"),
            Map.entry("connector serve", "goes on until Ctrl-C: GlobalExampleTest uses what it starts"),
            Map.entry("connector new", "names the files it wrote, as schemas does"),
            Map.entry("store backup", "its file and size are of the moment: StoreCommandTest reads it, as the two beside it"),
            Map.entry("store verify", "its hash is of the moment"),
            Map.entry("store compact", "its sizes are of the moment"),
            Map.entry("job rename", "one line: GoneJobsTest"),
            Map.entry("job forget", "one line: GoneJobsTest"),
            Map.entry("watermark reset", "prints what watermark show prints"),
            Map.entry("token create", "its token is another each time: TokenCommandTest reads it, as the two beside it"),
            Map.entry("token list", "names the day on which it was made"),
            Map.entry("token revoke", "one line"));

    @TempDir
    private Path folder;

    @ParameterizedTest(name = "at {0} columns")
    @ValueSource(ints = {80, 160, 0})
    void lookLikeThis(int columns) throws Exception {
        try (CompanyShell shell = new CompanyShell(folder)) {
            shell.wide(columns).company().hr("E1,Ada,R1,,", "E2,Grace,R2,E1,");
            Map<String, String> printed = new LinkedHashMap<>();
            print(shell, printed, "version", "--version");
            print(shell, printed, "help", "--help");
            print(shell, printed, "help-plan", "plan", "--help");
            print(shell, printed, "check", "check");
            print(shell, printed, "functions", "functions");
            print(shell, printed, "functions-one", "functions", "replace");
            print(shell, printed, "connector-list", "connector", "list");
            print(shell, printed, "connector-show", "connector", "show", "csv-source");
            print(shell, printed, "schemas", "schemas", "--offline");
            print(shell, printed, "schemas-again", "schemas", "--offline");
            Path person = Files.writeString(folder.resolve("ada.yaml"), "givenName: Ada\nfamilyName: King\n");
            print(shell, printed, "try", "try", "${concat(${lowercase(${body[givenName]})}, '.', ${lowercase(${body[familiyName]})})}", "--on", person.toString());
            print(shell, printed, "try-condition", "try", "${body[givenName]} == 'Grace'", "--on", person.toString());
            print(shell, printed, "import-entra", "import", "entra", "src/test/resources/entra/roles.json", "--to", "app", "--job", "roles", "--attribute", "displayName=name", "--attribute", "mailNickname=name", "--dry-run");
            threeMistakes(shell);
            print(shell, printed, "check-mistakes", "check");
            printed.forEach((name, text) -> Golden.assertSame("output/" + name + (columns == 0 ? "-pipe" : "-" + columns + "-terminal") + ".txt", text));
        }
    }

    private static void print(CompanyShell shell, Map<String, String> printed, String name, String... words) {
        shell.run(Stream.concat(Stream.of(words), Stream.of("--color", shell.isWide() ? "always" : "never")).toArray(String[]::new));
        assertThat(shell.err()).as(name).isEmpty();
        String text = shell.out().replace("\r\n", "\n").replace(shell.company().folder().toString(), "PROJECT").replace(Path.of("").toAbsolutePath().toString(), "INSTALLATION");
        printed.put(name, text.replaceAll("caravan \\S+ \\(Java [^)]+\\)", "caravan VERSION (Java VERSION)"));
    }

    private static void threeMistakes(CompanyShell shell) throws Exception {
        Path mapping = shell.company().folder().resolve("mappings/app.yaml");
        Files.writeString(mapping, Files.readString(mapping).replace("name: \"${body[name]}\"", "name: \"${lowercas(${body[name]})}\"").replace("apply: on-create", "apply: on-creation"));
        Path settings = shell.company().folder().resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("hr.quietSeconds = 0", "hr.quietSeconds = soon"));
    }

    @Test
    void noCommandIsWithoutOne() throws Exception {
        Set<String> files;
        try (Stream<Path> all = Files.walk(KEPT)) {
            files = all.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
        Set<String> without = new TreeSet<>();
        for (String command : commands(new CommandLineProgram(new Console(System.out, System.err, false, false)).commands(), "")) {
            String name = command.replace(' ', '-');
            if (files.stream().noneMatch(file -> file.startsWith(name + "-80"))) {
                without.add(command);
            }
        }
        assertThat(without).as("commands without a golden output at 80 columns: keep one in GoldenAnswersTest or here, or say why not").isEqualTo(new TreeSet<>(EXCEPTED.keySet()));
    }

    /** A command that is to be copied stays in one line, however long it is. */
    @Test
    void noLineIsWiderThanItsTerminal() throws Exception {
        List<String> wider = new ArrayList<>();
        for (int columns : new int[] {80, 160}) {
            try (Stream<Path> all = Files.walk(KEPT)) {
                for (Path file : all.filter(one -> one.getFileName().toString().endsWith("-" + columns + ".txt")).toList()) {
                    Files.readAllLines(file).stream().filter(line -> line.codePointCount(0, line.length()) > columns && !line.contains("caravan "))
                            .map(line -> file.getFileName() + ": " + line).forEach(wider::add);
                }
            }
        }
        assertThat(wider).isEmpty();
    }

    /** Those that do something by themselves, log as well: groups name others, and dead-letters lists as dead-letters list does. */
    private static List<String> commands(CommandLine of, String group) {
        List<String> names = new ArrayList<>();
        of.getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty() || name.equals("log")) {
                names.add(group + name);
            }
            names.addAll(commands(command, group + name + " "));
        });
        return names;
    }
}
