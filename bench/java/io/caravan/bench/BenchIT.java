package io.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.bench.row.Row;
import io.caravan.bench.row.Rows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows work, and end with what their yardstick ends with. Never how fast: that is what the bench itself is for. A build has one row of each kind of
 * work; {@code -Dbench.rows=all} has every row, which takes twice as long.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class BenchIT {

    private static final Set<String> OF_EACH_KIND = Set.of("ldap", "groups-many", "scim", "sql", "three-targets", "leavers", "csv-1000-changed", "start", "crash");

    @TempDir
    private Path folder;

    @Test
    void rowsWorkAtSmallScale() throws Exception {
        List<Row> rows = Rows.all().stream().filter(row -> OF_EACH_KIND.contains(row.name()) || "all".equals(System.getProperty("bench.rows"))).toList();
        String names = rows.stream().map(Row::name).collect(Collectors.joining(","));
        Path json = folder.resolve("bench.json");
        Path history = folder.resolve("history.jsonl");

        int exitCode = Bench.commandLine().execute("--scale", "small", "--rows", names, "--json", json.toString(), "--history", history.toString());

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(faults(report)).isEmpty();
        assertThat(exitCode).isZero();
        assertThat(report.get("bench").asInt()).isEqualTo(1);
        assertThat(report.get("machine").get("cores").asInt()).isPositive();
        assertThat(texts(report.get("rows"), "row")).isEqualTo(rows.stream().map(Row::name).toList());
        for (Row row : rows) {
            check(row, report);
        }
        assertThat(Files.readAllLines(history)).singleElement().asString().contains("\"medians\"").doesNotContain("\"trials\"");
    }

    private static void check(Row row, JsonNode report) {
        JsonNode result = null;
        for (JsonNode one : report.get("rows")) {
            result = one.get("row").asText().equals(row.name()) ? one : result;
        }
        assertThat(result.get("skipped").asText()).as(row.name()).isEqualTo(row.missing().orElse(""));
        if (row.missing().isEmpty()) {
            assertThat(result.get("trials")).as(row.name()).isNotEmpty();
            assertThat(result.get("medians")).as(row.name()).isNotEmpty();
            assertThat(result.get("verdicts")).as(row.name()).hasSize(row.goals().size());
            result.get("trials").forEach(trial -> trial.get("processes").forEach(process ->
                    assertThat(process.get("cpuSeconds").asDouble()).as(row.name() + " " + process).isNotNegative()));
        }
    }

    private static List<String> faults(JsonNode report) {
        List<String> faults = new ArrayList<>();
        report.get("rows").forEach(row -> row.get("faults").forEach(fault -> faults.add(row.get("row").asText() + ": " + fault.asText())));
        return faults;
    }

    private static List<String> texts(JsonNode all, String field) {
        List<String> texts = new ArrayList<>();
        all.forEach(one -> texts.add(one.get(field).asText()));
        return texts;
    }
}
