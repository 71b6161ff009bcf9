package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake of each kind in the HR system, and what happens to the accounts, hour by hour. {@code docs/explanation/mistakes-in-hr.md} is written from what is seen here. */
class MistakesInHrTest {

    private static final String WRITE = "caravan.docs.write";
    private static final Path PAGE = Path.of("docs/explanation/mistakes-in-hr.md");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("EEE dd MMM HH:mm", java.util.Locale.ENGLISH);
    private static final String HEADER = "id,worker,passport,name,dept,status,start,end,asOf\n";
    private static final List<String> OTHERS = List.of("W1,W1,PW1,Wim,Sales,active,2020-01-01,,", "W2,W2,PW2,Wendy,Sales,active,2020-01-01,,", "W3,W3,PW3,Walt,Sales,active,2020-01-01,,",
            "W4,W4,PW4,Wanda,Sales,active,2020-01-01,,");

    @TempDir
    private Path folder;
    private final StringBuilder page = new StringBuilder();
    private int stories;

    /** Something that HR does at a moment. */
    private record Typed(Instant at, String what, List<String> rows) {
    }

    private static Typed at(String localTime, String what, String... rows) {
        return new Typed(java.time.LocalDateTime.parse(localTime).atZone(BERLIN).toInstant(), what, List.of(rows));
    }

    @Test
    void thePageSaysWhatHappened() throws IOException {
        page.append(head());
        Map<String, String> end = story("A withdrawn hire", "2026-12-01T12:00",
                at("2026-11-27T09:00", "Nora is hired for Tuesday, the 1st", "N,N,PN,Nora,Sales,active,2026-12-01,,2026-12-01"),
                at("2026-11-30T15:00", "she does not come: the record is taken back"));
        assertThat(end).doesNotContainEntry("Nora", "open");

        end = story("A backdated termination", "2026-11-30T16:00",
                at("2026-11-27T09:00", "Theo works here", "T,T,PT,Theo,Sales,active,2020-01-01,,"),
                at("2026-11-30T14:00", "he is said to have left on the 25th", "T,T,PT,Theo,Sales,active,2020-01-01,2026-11-25,"));
        assertThat(end).containsEntry("Theo", "closed");

        end = story("A corrected start date, in the same record", "2026-12-03T02:00",
                at("2026-11-26T09:00", "Cora starts on the 30th", "C,C,PC,Cora,Sales,active,2026-11-30,,2026-11-30"),
                at("2026-11-30T10:00", "no, on the 3rd of December", "C,C,PC,Cora,Sales,active,2026-12-03,,2026-12-03"));
        assertThat(end).containsEntry("Cora", "open");

        end = story("A corrected start date, where each version has a row of its own", "2026-12-03T02:00",
                at("2026-11-26T09:00", "Cora starts on the 30th", "C1,C,PC,Cora,Sales,active,2026-11-30,,2026-11-30"),
                at("2026-11-30T10:00", "no, on the 3rd of December: another row takes its place", "C2,C,PC,Cora,Sales,active,2026-12-03,,2026-12-03"));
        assertThat(end).containsEntry("Cora", "open");

        end = story("Swapped numbers", "2026-11-30T17:00",
                at("2026-11-30T08:00", "Sam and Sue work here", "S1,S1,PS1,Sam,Sales,active,2020-01-01,,", "S2,S2,PS2,Sue,Legal,active,2020-01-01,,"),
                at("2026-11-30T11:00", "their numbers are swapped", "S2,S2,PS1,Sam,Sales,active,2020-01-01,,", "S1,S1,PS2,Sue,Legal,active,2020-01-01,,"),
                at("2026-11-30T15:00", "swapped back", "S1,S1,PS1,Sam,Sales,active,2020-01-01,,", "S2,S2,PS2,Sue,Legal,active,2020-01-01,,"));
        assertThat(end).containsEntry("Sam", "open").containsEntry("Sue", "open");

        end = story("A worker entered twice", "2026-11-30T17:00",
                at("2026-11-30T08:00", "Dora works here", "D1,D1,PD,Dora,Sales,active,2020-01-01,,"),
                at("2026-11-30T11:00", "she is entered again, with the same passport", "D1,D1,PD,Dora,Sales,active,2020-01-01,,", "D2,D1,PD,Dora,Legal,active,2026-11-30,,"),
                at("2026-11-30T15:00", "the second is taken out", "D1,D1,PD,Dora,Sales,active,2020-01-01,,"));
        assertThat(end).containsEntry("Dora", "open");

        end = story("A row that stands there twice", "2026-11-30T15:00",
                at("2026-11-30T08:00", "Rosa works here", "R1,R1,PR,Rosa,Sales,active,2020-01-01,,"),
                at("2026-11-30T11:00", "her row stands there twice, once terminated", "R1,R1,PR,Rosa,Sales,active,2020-01-01,,", "R1,R1,PR,Rosa,Sales,terminated,2020-01-01,,"));
        assertThat(end).containsEntry("Rosa", "open");

        end = story("A conversion typed for next month", "2026-12-01T02:00",
                at("2026-11-27T09:00", "Kay is a contractor", "K1,K1,PK,Kay,Contractors,active,2025-01-01,,"),
                at("2026-11-30T10:00", "from the 1st she is employed: typed a day ahead, in the same record", "K1,K1,PK,Kay,Engineering,active,2025-01-01,,2026-12-01"));
        assertThat(end).containsEntry("Kay", "open");

        end = story("A termination for next month, and a change of mind", "2026-12-01T02:00",
                at("2026-11-27T09:00", "Mia works here, and leaves with the 1st", "M1,M1,PM,Mia,Sales,active,2020-01-01,,", "M2,M1,PM,Mia,Sales,terminated,2020-01-01,,2026-12-01"),
                at("2026-11-30T22:00", "she stays: the later record is taken back", "M1,M1,PM,Mia,Sales,active,2020-01-01,,"));
        assertThat(end).containsEntry("Mia", "open");

        end = story("Everybody terminated by one wrong column", "2026-11-30T12:00",
                at("2026-11-30T08:00", "twelve more work here", crowd("active")),
                at("2026-11-30T10:00", "all twelve are terminated", crowd("terminated")));
        assertThat(end.values()).containsOnly("open");

        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(PAGE, page.toString());
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as(PAGE + " is stale; write it anew with ./mvnw test -Dtest=MistakesInHrTest -D" + WRITE + "=true")
                .isEqualTo(page.toString());
    }

    private static String[] crowd(String status) {
        String[] rows = new String[12];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = "Z" + i + ",Z" + i + ",PZ" + i + ",Zoe" + i + ",Sales," + status + ",2020-01-01,,";
        }
        return rows;
    }

    /** Plays it; tells how those stand at the end whom it is about. */
    private Map<String, String> story(String title, String until, Typed... typed) throws IOException {
        page.append("\n## ").append(title).append("\n\n| Berlin | in the HR system | exit | accounts |\n|---|---|---|---|\n");
        Path place = folder.resolve("story-" + stories++);
        Files.createDirectories(place);
        try (CompanyShell shell = new CompanyShell(place)) {
            prepare(shell, place);
            Instant end = java.time.LocalDateTime.parse(until).atZone(BERLIN).toInstant();
            Map<String, String> before = new LinkedHashMap<>();
            int next = 0;
            int calm = 0;
            for (Instant hour = typed[0].at(); !hour.isAfter(end); hour = hour.plus(Duration.ofHours(1))) {
                boolean said = next < typed.length && !typed[next].at().isAfter(hour);
                if (!said && !matters(hour, typed)) {
                    continue;
                }
                if (said) {
                    file(shell, typed[next].rows());
                }
                shell.at(Clock.fixed(hour, ZoneOffset.UTC));
                int exit = shell.run("sync");
                Map<String, String> now = accounts(shell);
                assertThat(shell.company().rows("select count(*) from users where name like 'W%' and active = 'yes' and dept = 'Sales'")).as("the others, " + title).containsExactly("4");
                if (said || !now.equals(before) || exit != calm) {
                    page.append("| ").append(HOUR.format(hour.atZone(BERLIN))).append(" | ").append(said ? typed[next].what() : "").append(" | ").append(exit).append(" | ")
                            .append(next == 0 && said ? words(now, Map.of()) : now.equals(before) ? "as before" : words(now, before)).append(" |\n");
                }
                calm = exit;
                before = now;
                next += said ? 1 : 0;
            }
            Map<String, String> standing = new TreeMap<>();
            before.forEach((who, how) -> standing.put(who, how.replaceAll(",.*", "")));
            return standing;
        }
    }

    /** Time alone changes something around midnight, and whatever was typed is done an hour later, too. */
    private static boolean matters(Instant hour, Typed... typed) {
        int local = hour.atZone(BERLIN).getHour();
        return local <= 1 || local == 23 || List.of(typed).stream().anyMatch(one -> one.at().plus(Duration.ofHours(1)).equals(hour));
    }

    private static void prepare(CompanyShell shell, Path place) throws IOException {
        Path settings = place.resolve("application.properties");
        Files.writeString(settings, Files.readString(settings).replace("hr.key = workerId", "hr.key = id") + "caravan.zone = Europe/Berlin\n");
        shell.company().write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [id, worker, passport, name, dept, status, start, end, asOf]}
                to: hub
                asOf: "${body[asOf]}"
                completeness: {maxShrink: 50%}
                match: [{hub: passport, value: "${body[passport]}"}]
                attributes:
                  workerId: "${body[worker]}"
                  passport: "${body[passport]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  status: "${body[status]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                """);
        Path app = place.resolve("mappings/app.yaml");
        Files.writeString(app, Files.readString(app).replaceAll("(?m)^  manager: .*\\R", "") + "lifecycle: {prehire: 3d}\n");
    }

    private static void file(CompanyShell shell, List<String> rows) throws IOException {
        List<String> all = new ArrayList<>(OTHERS);
        all.addAll(rows);
        shell.company().write("hr.csv", HEADER + String.join("\n", all) + "\n");
    }

    /** Of those whom it is about: open or closed, the department, the number. */
    private static Map<String, String> accounts(CompanyShell shell) {
        Map<String, String> accounts = new LinkedHashMap<>();
        shell.company().rows("select name, active, dept, worker from users where name not like 'W%' order by name, login").forEach(row -> {
            String[] cells = row.split("\\|");
            accounts.merge(cells[0], (cells[1].equals("yes") ? "open" : "closed") + ", " + cells[2] + ", " + cells[3], (one, other) -> one + " and " + other);
        });
        return accounts;
    }

    private static String words(Map<String, String> now, Map<String, String> before) {
        if (now.isEmpty()) {
            return "none";
        }
        if (now.size() > 3) {
            return now.size() + " open: " + now.values().stream().filter(how -> how.startsWith("open")).count();
        }
        List<String> words = new ArrayList<>();
        now.forEach((who, how) -> {
            if (!how.equals(before.get(who))) {
                words.add(who + ": " + how);
            }
        });
        return words.isEmpty() ? "as before" : String.join("; ", words);
    }

    private static String head() {
        return """
                <!-- Made from what the test sees; do not edit. ./mvnw test -Dtest=MistakesInHrTest -D%s=true writes it anew. -->

                # Mistakes in HR, hour by hour

                A small company; somebody makes a mistake in the HR system, and mostly puts it right. A cycle runs in the hour in which something is typed, in the next one, and each
                night at 23:00, 0:00 and 1:00, as of that hour in Berlin. A row stands where something was typed, or something was done: the exit code of `sync`, and whose account is open or closed, with the department and the number it has in the application.
                The mapping has `asOf`, the account of a prehire is made three days ahead, and records are brought to one person by the passport; all else is as it comes.
                Four others work there, too, and nothing happens to them in any of these.

                A record that is overwritten cannot tell a correction from a change: what it said before is true until its new day. Where it matters that a start which was moved
                closes the account at once, let the source give each version a row of its own.
                """.formatted(WRITE);
    }
}
