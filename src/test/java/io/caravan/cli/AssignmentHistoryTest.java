package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever says what, in whatever order, from and until whenever: after each run accounts and roles are what the origins say at that moment. */
class AssignmentHistoryTest {

    private static final int PEOPLE = 5;
    private static final int EVENTS = 25;
    private static final List<String> ROLES = List.of("", "a", "b");

    @TempDir
    private Path folder;
    private CompanyShell shell;
    private final Random random = new Random(20261129);
    private LocalDate today = LocalDate.parse("2026-11-20");
    private final Map<String, Boolean> inSales = new TreeMap<>();
    /** The role that a file of assignments/ gives to who is in sales, or by the group of sales; without an entry there is no file. */
    private final Map<String, String> rules = new TreeMap<>();
    /** What operators, and the source, have said, by person and role. */
    private final Map<String, Said> byOperator = new TreeMap<>();
    private final Map<String, Said> bySource = new TreeMap<>();

    private record Said(LocalDate from, LocalDate until) {
        private boolean holds(LocalDate day) {
            return !from.isAfter(day) && !until.isBefore(day);
        }
    }

    @Test
    void accountsAndRolesAreWhatTheOriginsSay() throws Exception {
        shell = new CompanyShell(folder);
        try (CompanyShell open = shell) {
            project(open);
            for (int event = 0; event < EVENTS; event++) {
                String what = happens();
                assertThat(open.run("sync")).as("event %s: %s%n%s", event, what, open.out() + open.err()).isZero();
                assertThat(open.company().rows("select worker, roles from users where active = 'yes' order by worker")).as("event %s: %s", event, what).isEqualTo(expected());
            }
        }
    }

    private void project(CompanyShell open) throws Exception {
        Files.createDirectories(folder.resolve("assignments"));
        Files.createDirectories(folder.resolve("groups"));
        Files.writeString(folder.resolve("groups/sales.yaml"), "group: sales\ninclude: \"${body[dept]} == 'Sales'\"\nguard: {maxLeave: 100%}\n");
        Files.writeString(folder.resolve("application.properties"), Files.readString(folder.resolve("application.properties")) + """
                caravan.systems.orders.connector = csv-source
                caravan.systems.orders.file = orders.csv
                caravan.systems.orders.quietSeconds = 0
                caravan.systems.orders.key = id
                """);
        open.assignedApplication("");
        open.company().write("mappings/orders.yaml", """
                job: orders
                from: {system: orders, object: record, attributes: [id, person, role, since, until]}
                to: {hub: assignment}
                completeness: {maxShrink: 100%, maxVanish: 100%, allowEmpty: true}
                attributes:
                  application: {constant: app}
                  role: "${body[role]}"
                  member: {reference: {by: workerId, value: "${body[person]}"}}
                  from: "${body[since]}"
                  until: "${body[until]}"
                """);
        for (int i = 1; i <= PEOPLE; i++) {
            inSales.put("E" + i, i % 2 == 0);
        }
        write();
    }

    private void write() throws IOException {
        shell.at(Clock.fixed(today.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
        shell.company().hr(inSales.entrySet().stream().map(one -> one.getKey() + ",N" + one.getKey() + "," + (one.getValue() ? "Sales" : "Legal") + ",,").toArray(String[]::new));
        shell.company().write("orders.csv", "id,person,role,since,until\n" + bySource.entrySet().stream().map(one -> one.getKey().replace('/', '-') + "," + one.getKey().replace('/', ',') + ","
                + one.getValue().from() + "," + one.getValue().until() + "\n").collect(Collectors.joining()));
        for (String rule : List.of("condition", "group")) {
            Path file = folder.resolve("assignments/" + rule + ".yaml");
            Files.deleteIfExists(file);
            if (rules.containsKey(rule)) {
                Files.writeString(file, "application: app\n" + (rules.get(rule).isEmpty() ? "" : "role: " + rules.get(rule) + "\n")
                        + (rule.equals("group") ? "group: sales\n" : "include: \"${body[dept]} == 'Sales'\"\n") + "guard: {maxLeave: 100%}\n");
            }
        }
    }

    private String happens() throws IOException {
        String person = "E" + (1 + random.nextInt(PEOPLE));
        String role = ROLES.get(random.nextInt(ROLES.size()));
        Said said = new Said(today.plusDays(random.nextInt(4) - 1), today.plusDays(3 + random.nextInt(4)));
        int kind = random.nextInt(6);
        switch (kind) {
            case 0 -> inSales.merge(person, true, (before, more) -> !before);
            case 1 -> today = today.plusDays(1 + random.nextInt(3));
            case 2, 3 -> {
                String rule = kind == 2 ? "condition" : "group";
                if (rules.containsKey(rule) && random.nextBoolean()) {
                    rules.remove(rule);
                } else {
                    rules.put(rule, role);
                }
            }
            case 4 -> {
                if (bySource.remove(person + "/" + role) == null) {
                    bySource.put(person + "/" + role, said);
                }
            }
            default -> operator(person, role, said);
        }
        write();
        return List.of("sales", "time", "condition", "group", "source", "operator").get(kind) + " " + person + " " + role + " " + today + " " + said;
    }

    private void operator(String person, String role, Said said) {
        boolean takes = byOperator.remove(person + "/" + role) != null;
        if (!takes && shell.company().folder().resolve("state").toFile().exists()) {
            byOperator.put(person + "/" + role, said);
        } else if (!takes) {
            return;
        }
        List<String> words = new ArrayList<>(List.of(takes ? "unassign" : "assign", person, "app", "--why", "x"));
        if (!role.isEmpty()) {
            words.addAll(List.of("--role", role));
        }
        if (!takes) {
            words.addAll(List.of("--from", said.from().toString(), "--until", said.until().toString()));
        }
        assertThat(shell.run(words.toArray(String[]::new))).as(shell.out() + shell.err()).isZero();
    }

    private List<String> expected() {
        Map<String, TreeSet<String>> has = new TreeMap<>();
        for (Map<String, Said> origin : List.of(byOperator, bySource)) {
            origin.forEach((what, said) -> {
                if (said.holds(today)) {
                    Iterator<String> parts = List.of(what.split("/", -1)).iterator();
                    has.computeIfAbsent(parts.next(), none -> new TreeSet<>()).add(parts.next());
                }
            });
        }
        inSales.forEach((person, sells) -> rules.values().stream().filter(role -> sells).forEach(role -> has.computeIfAbsent(person, none -> new TreeSet<>()).add(role)));
        return has.entrySet().stream().map(one -> {
            String roles = one.getValue().stream().filter(role -> !role.isEmpty()).collect(Collectors.joining(";"));
            return one.getKey() + "|" + (roles.isEmpty() ? "null" : roles);
        }).toList();
    }
}
