package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The company moves on by a year. Who joined, moved and left is asked of the raw data in SQL, and compared with the
 * provisioning log and with what the three targets hold. The guard of the mappings stays as it is shipped: a year's
 * leavers are fewer than it lets through.
 */
class YearMovesIT {

    private static final String BEFORE = "2000-01-01";
    private static final String AFTER = "2001-01-01";
    private static final String LATER = "2002-08-01";
    private static final List<String> TARGETS = List.of("directory", "app", "crm-db");

    private static final int SHOWN = 12;
    private static final String NOBODY = "|null";

    @TempDir
    private Path folder;
    private EmployeesCompany company;
    private RawCompany raw;

    @BeforeEach
    void start() throws Exception {
        company = new EmployeesCompany(folder);
        raw = new RawCompany(ProjectUnderTest.INSTALLATION.resolve("examples/employees/data"));
    }

    @AfterEach
    void stop() throws Exception {
        company.close();
        raw.close();
    }

    @Test
    void joinersMoversAndLeaversAreExactlyThoseTheDataTellsOf() {
        assertThat(moveTo(BEFORE).values()).allSatisfy(run -> assertThat(run.getCycle().status()).as(run.getJob()).isEqualTo(CycleStatus.DONE));
        assertThat(company.enabled().values()).containsOnly(8615L);

        Map<String, CycleRun> runs = moveTo(AFTER);
        assertThat(runs.values()).allSatisfy(run -> assertThat(run.getCycle().status()).as(run.getJob()).isEqualTo(CycleStatus.DONE));
        for (String target : TARGETS) {
            theLogSaysWhatTheDataSays(target, runs.get(target).getCycle().id());
        }
        theTargetsHoldWhatTheDataSays(AFTER);

        moveTo(LATER);
        assertThat(company.enabled().values()).as("where one arrives does not depend on the way").containsOnly(8064L);
        theTargetsHoldWhatTheDataSays(LATER);
    }

    private Map<String, CycleRun> moveTo(String day) {
        company.moveTo(LocalDate.parse(day));
        return company.project().syncAll();
    }

    private void theLogSaysWhatTheDataSays(String target, long cycle) {
        List<LogEntry> log = company.project().log().stream().map(stored -> stored.entry())
                .filter(entry -> entry.cycle() == cycle && entry.status() == LogEntry.Status.SUCCESS).toList();
        assertThat(who(log, entry -> entry.action().equals("create"))).as("joined " + target).isEqualTo(raw.joined(BEFORE, AFTER)).hasSize(53);
        assertThat(who(log, entry -> entry.action().equals("disable"))).as("left " + target).isEqualTo(raw.left(BEFORE, AFTER)).hasSize(247);
        assertThat(who(log, entry -> !Set.of("create", "disable", "update").contains(entry.action()))).as("anything else " + target).isEmpty();
        List<LogEntry> updates = log.stream().filter(entry -> entry.action().equals("update")).toList();
        assertThat(changed(updates, target.equals("directory") ? "ou" : "department")).as("moved " + target)
                .isEqualTo(raw.moved(BEFORE, AFTER)).isNotEmpty();
        assertThat(changed(updates, "title")).as("promoted " + target).isEqualTo(raw.promoted(BEFORE, AFTER)).isNotEmpty();
    }

    private static Set<String> who(List<LogEntry> log, Predicate<LogEntry> which) {
        Set<String> who = new TreeSet<>();
        log.stream().filter(which).forEach(entry -> who.add(entry.identityKey()));
        return who;
    }

    private static Set<String> changed(List<LogEntry> updates, String attribute) {
        return who(updates, entry -> entry.changes().stream().anyMatch(change -> change.name().equals(attribute)));
    }

    private void theTargetsHoldWhatTheDataSays(String day) {
        List<String> expected = raw.atWork(day, BEFORE);
        assertThat(differences(expected, OutsideView.rows(company.database(),
                "select worker_id, department, title, manager from account where active = 1"))).as("database").isEmpty();
        assertThat(differences(expected, inTheDirectory())).as("directory").isEmpty();
        assertThat(differences(expected, inTheApp())).as("application").isEmpty();
    }

    /**
     * What only one of two lists has; the first few. Whoever has no manager any more, or one without an account, keeps the
     * one that was there: an absent value leaves the target alone.
     */
    private static List<String> differences(List<String> expected, List<String> all) {
        Set<String> withoutManager = expected.stream().filter(row -> row.endsWith(NOBODY)).collect(Collectors.toSet());
        List<String> found = all.stream().map(row -> row.substring(0, row.lastIndexOf('|')) + NOBODY)
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < found.size(); i++) {
            if (!withoutManager.contains(found.get(i))) {
                found.set(i, all.get(i));
            }
        }
        Set<String> missing = new TreeSet<>(expected);
        found.forEach(missing::remove);
        Set<String> more = new TreeSet<>(found);
        expected.forEach(more::remove);
        return Stream.concat(missing.stream().map(row -> "- " + row), more.stream().map(row -> "+ " + row)).limit(SHOWN).toList();
    }

    private List<String> inTheDirectory() {
        Map<String, Map<String, List<String>>> entries = company.directory().entries(EmbeddedDirectory.PEOPLE, "(objectClass=inetOrgPerson)",
                "employeeNumber", "ou", "title", "manager", "employeeType");
        List<String> rows = new ArrayList<>();
        entries.values().stream().filter(entry -> entry.get("employeeType").equals(List.of("active"))).forEach(entry -> {
            String manager = entry.containsKey("manager") ? one(entries.get(entry.get("manager").get(0)), "employeeNumber") : "null";
            rows.add(String.join("|", one(entry, "employeeNumber"), one(entry, "ou"), one(entry, "title"), manager));
        });
        return rows.stream().sorted().toList();
    }

    private static String one(Map<String, List<String>> entry, String attribute) {
        return entry.getOrDefault(attribute, List.of("null")).get(0);
    }

    private List<String> inTheApp() {
        Map<String, JsonNode> users = company.app().users();
        Map<String, String> workers = new HashMap<>();
        users.forEach((id, user) -> workers.put(id, user.path("externalId").asText()));
        return users.values().stream().filter(user -> user.path("active").asBoolean()).map(user -> {
            JsonNode enterprise = user.path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
            String manager = enterprise.path("manager").path("value").asText(null);
            return String.join("|", user.path("externalId").asText(), enterprise.path("department").asText("null"),
                    user.path("title").asText("null"), manager == null ? "null" : workers.get(manager));
        }).sorted().toList();
    }
}
