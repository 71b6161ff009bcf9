package io.caravan.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.lives.Incident.Fault;
import io.caravan.lives.Plot.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/explanation/reliability.md} is written from what is seen here. */
class ReliabilityPageIT {

    private static final String WRITE = "caravan.docs.write";
    private static final String OTHERS = "## When the connection fails";
    private static final Path PAGE = Path.of("docs/explanation/reliability.md");
    private static final String COMMAND = "./mvnw verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ReliabilityPageIT -D" + WRITE + "=true";
    /** What a database or a directory has no way to say. */
    private static final Set<Lie> ONLY_HTTP = EnumSet.of(Lie.LIST_REPEATS, Lie.LIST_FOR_EVER, Lie.EMPTY_ID, Lie.SAME_ID, Lie.BAD_GATEWAY, Lie.HTML, Lie.HTML_AFTER,
            Lie.FILTER_IGNORED, Lie.ACTIVE_LEFT_OUT, Lie.MANAGER_WHOLE_ONLY, Lie.THROTTLED_SILENTLY);

    private static final Set<FileFault> OTHER_FILES = EnumSet.of(FileFault.NONE, FileFault.STALE, FileFault.LAST_ROW_MISSING, FileFault.STILL_BEING_WRITTEN);

    @TempDir
    private Path folder;
    private final List<String> broken = new ArrayList<>();

    static boolean isAskedFor() {
        return Boolean.getBoolean(WRITE) || System.getProperty("it.test", "").contains("ReliabilityPageIT");
    }

    @Test
    @EnabledIf(value = "isAskedFor", disabledReason = "two minutes: -Dit.test=ReliabilityPageIT, before a release and when a rule has changed")
    void thePageSaysWhatIsSeen() throws IOException {
        StringBuilder page = new StringBuilder(head());
        page.append(section("A file of employees (`csv-source`)", Arrays.stream(FileFault.values()).filter(fault -> !OTHER_FILES.contains(fault)).toList(),
                FileFault::words, fault -> new Fault(fault, ContractorTable.Fault.NONE, Lying.NOT), plot(Target.TABLE, false)));
        page.append(section("A file that is declared to be whole or finished in some way", List.of(FileFault.LAST_ROW_MISSING, FileFault.STILL_BEING_WRITTEN),
                FileFault::words, fault -> new Fault(fault, ContractorTable.Fault.NONE, Lying.NOT), new Plot(true, false, false, List.of(Target.TABLE), 1, 2)));
        page.append(section("A table of contractors (`jdbc`)", Arrays.stream(ContractorTable.Fault.values()).filter(fault -> fault != ContractorTable.Fault.NONE).toList(),
                ContractorTable.Fault::words, fault -> new Fault(FileFault.NONE, fault, Lying.NOT), plot(Target.TABLE, true)));
        for (Target target : Target.values()) {
            List<Lie> lies = Arrays.stream(Lie.values()).filter(lie -> lie != Lie.NONE && (target == Target.SCIM || !ONLY_HTTP.contains(lie))).toList();
            page.append(section(title(target), lies, Lie::words, ReliabilityPageIT::fault, plot(target, false)));
        }
        page.append(written());
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page.toString());
        }
        assertThat(broken).isEmpty();
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as(PAGE + " is stale; run " + COMMAND).isEqualTo(page.toString());
    }

    /** The last part is another test's, {@code FaultMatrixIT}. */
    private static String written() throws IOException {
        String page = Files.exists(PAGE) ? Files.readString(PAGE) : "";
        int at = page.indexOf(OTHERS);
        return at < 0 ? "" : "\n" + page.substring(at);
    }

    private static Plot plot(Target target, boolean contractors) {
        return new Plot(false, contractors, false, List.of(target), 1, 0);
    }

    private static String title(Target target) {
        return switch (target) {
            case SCIM -> "A SCIM application (`scim2`)";
            case LDAP -> "A directory (`ldap`)";
            case TABLE -> "A table of accounts (`jdbc`)";
        };
    }

    /** Whom it hits are the one who joins and the one who leaves, among others who have nothing to do with it. */
    private static Fault fault(Lie lie) {
        return new Fault(FileFault.NONE, ContractorTable.Fault.NONE, new Lying(Set.of(lie), 1, Set.of("", "E" + Incident.NEWCOMER, "E2", "E3")));
    }

    private <T> String section(String title, List<T> faults, Function<T, String> words, Function<T, Fault> fault, Plot plot) throws IOException {
        StringBuilder section = new StringBuilder("\n## ").append(title).append("\n\n| what is wrong | done of the five | exit | what the operator is told | all is right after |\n|---|---|---|---|---|\n");
        for (T each : faults) {
            section.append(row(words.apply(each), fault.apply(each), plot));
        }
        return section.toString();
    }

    private String row(String words, Fault fault, Plot plot) throws IOException {
        try (Incident incident = new Incident(Files.createTempDirectory(folder, "incident"), plot, plot.contractors())) {
            Incident.Seen seen = incident.happens(fault);
            return "| " + words + " | " + (seen.done().isEmpty() ? "nothing" : seen.done().size() == 5 ? "everything" : String.join(", ", seen.done()))
                    + " | " + seen.exitCode() + " | " + String.join("<br>", once(seen.told()).stream().map(ReliabilityPageIT::escaped).toList())
                    + " | " + seen.afterwards() + " |\n";
        } catch (AssertionError wrong) {
            broken.add(words + ": " + wrong.getMessage());
            return "";
        }
    }

    /** What the command prints stands in the log, too. */
    private static List<String> once(List<String> told) {
        return IntStream.range(0, told.size()).filter(i -> told.subList(0, i).stream().noneMatch(earlier -> earlier.contains(told.get(i)))).mapToObj(told::get).toList();
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String head() {
        return """
                <!-- Made from what the tests see; do not edit. %s writes it anew. -->

                # When sources and targets are wrong

                Twenty people; one has left for good, one is on leave. Then, in one day, somebody joins, one moves to another department, one marries, one leaves
                and one who had left comes back, while something is wrong. A full cycle runs, the fault is mended, and cycles run until all is right.
                In all of these nobody but these five was opened or closed, nobody had two accounts, and nobody had another person's values: the test that writes
                this page would have failed.
                """.formatted(COMMAND);
    }
}
