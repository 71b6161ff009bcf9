package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.operations.ProjectFolder;
import io.caravan.operations.SampleServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code examples/global} as its README says: who joins, moves and leaves, in two sources, does so in a directory and four applications. */
class GlobalExampleTest {

    private static final Path EXAMPLE = Path.of("examples/global");
    private static final Path PAGE = EXAMPLE.resolve("README.md");
    private static final String BEGIN = "<!-- Written by GlobalExampleTest from the provisioning log: -Dcaravan.docs.write=true -->\n";
    private static final List<String> SYSTEMS = List.of("directory", "chat", "files", "code", "support");
    private static final Map<String, String> WORDS = Map.of("create", "made", "update", "changed", "disable", "closed", "enable", "opened");
    /** By the key of the record. */
    private static final Map<String, String> WHAT = Map.of("E1", "Ada King | moves from Engineering to Support", "E2", "Grace Hopper | moves from Support to Engineering",
            "E3", "Edsger Dijkstra | leaves Engineering", "E4", "Radia Perlman | leaves Support", "E5", "Barbara Liskov | joins Engineering",
            "7", "Margaret Hamilton, contractor | leaves Engineering", "8", "Hedy Lamarr, contractor | joins Support");

    @TempDir
    private Path folder;
    private final Shell shell = new Shell();
    /** By person and system: what was done, day by day. */
    private final Map<String, Map<String, List<String>>> done = new TreeMap<>();

    @Test
    void everybodyHasWhatTheTableSays() throws Exception {
        copy();
        assertThat(shell.run("--project", folder.toString(), "check")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("--project", folder.toString(), "test")).as(shell.out() + shell.err()).isZero();
        ProjectFolder place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
        try (SampleServers servers = SampleServers.start(place, List.of("ldap", "slack", "github-emu", "box", "zendesk"), folder.resolve("servers"))) {
            day(0);
            for (String source : List.of("employees", "contractors")) {
                Files.copy(folder.resolve("hr/" + source + "-next.csv"), folder.resolve("hr/" + source + ".csv"), StandardCopyOption.REPLACE_EXISTING);
            }
            day(1);
            assertThat(shell.run("--project", folder.toString(), "plan", "--exit-code")).as("nothing is left to do: " + shell.out()).isZero();
        }
        assertThat(done.keySet()).isEqualTo(new TreeMap<>(WHAT).keySet());
        assertTable();
    }

    private void day(int number) throws IOException {
        assertThat(shell.run("--project", folder.toString(), "sync")).as(shell.out() + shell.err()).isZero();
        assertThat(shell.run("--project", folder.toString(), "log", "--json", "--limit", "1000")).isZero();
        Map<String, Integer> before = new TreeMap<>();
        for (JsonNode entry : new ObjectMapper().readTree(shell.out()).path("entries")) {
            String job = entry.path("job").asText();
            String word = WORDS.get(entry.path("action").asText());
            if (!SYSTEMS.contains(job) || word == null || !entry.path("status").asText().equals("success")) {
                continue;
            }
            String who = entry.path("identity").asText();
            List<String> days = done.computeIfAbsent(who, key -> new TreeMap<>()).computeIfAbsent(job, key -> new ArrayList<>());
            int seen = before.merge(who + job, 1, Integer::sum);
            if (seen > days.stream().filter(text -> !text.equals("–")).count()) {
                while (days.size() < number) {
                    days.add("–");
                }
                days.add(word);
            }
        }
    }

    private void assertTable() throws IOException {
        StringBuilder table = new StringBuilder("\n| who | what | " + String.join(" | ", SYSTEMS) + " |\n|---|---|" + "---|".repeat(SYSTEMS.size()) + "\n");
        done.forEach((who, systems) -> table.append("| ").append(WHAT.get(who)).append(" | ").append(SYSTEMS.stream().map(system -> {
            List<String> days = systems.getOrDefault(system, List.of());
            return (days.isEmpty() ? "–" : days.get(0)) + " · " + (days.size() < 2 ? "–" : days.get(1));
        }).collect(Collectors.joining(" | "))).append(" |\n"));
        String page = Files.readString(PAGE);
        String wanted = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table;
        if (Boolean.getBoolean("caravan.docs.write")) {
            Files.writeString(PAGE, wanted);
        }
        assertThat(Files.readString(PAGE)).as(PAGE + " is stale; run with -Dcaravan.docs.write=true").isEqualTo(wanted);
        for (String system : SYSTEMS) {
            assertThat(done.values().stream().flatMap(systems -> systems.getOrDefault(system, List.of()).stream())).as(system + " sees who joins, moves and leaves").contains("made", "closed");
        }
    }

    private void copy() throws IOException {
        Files.createDirectory(folder.resolve("connectors"));
        try (Stream<Path> connectors = Files.list(Path.of("connectors"))) {
            for (Path file : connectors.toList()) {
                Files.copy(file, folder.resolve(file));
            }
        }
        try (Stream<Path> files = Files.walk(EXAMPLE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(EXAMPLE.relativize(file));
                if (!to.toString().contains("state") && !to.toString().contains("/servers/")) {
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
    }
}
