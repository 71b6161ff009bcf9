package io.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * One person's life in a {@link io.caravan.runtime.SmallCompany}, played by a clock: announced, given a closed account, joined, moved, on leave, back, left, deleted
 * after the hold, and hired again. Somebody is always there beside her.
 */
final class WholeLife implements AutoCloseable {

    /** When what a source says is read. */
    static final List<String> READINGS = List.of("2026-01-10T09:00:00Z", "2026-03-02T09:00:00Z", "2026-04-20T09:00:00Z", "2026-06-10T09:00:00Z", "2026-10-01T09:00:00Z");

    private static final String ADA = "E1,Ada,R1,,,,,,";
    private static final List<String> GRACE = List.of("E2,Grace,R1,E1,2026-02-02,,,,", "E2,Grace,R2,E1,2026-02-02,,,,", "E2,Grace,R2,E1,2026-02-02,,2026-05-04,2026-05-31,",
            "E2,Grace,R2,E1,2026-02-02,2026-07-31,2026-05-04,2026-05-31,", "E2,Grace,R3,E1,2026-10-05,,,,");

    private final CompanyShell shell;
    private Instant now = Instant.parse("2026-01-10T09:00:00Z");
    private int readings;

    WholeLife(Path folder) throws IOException {
        shell = new CompanyShell(folder);
        String hr = Files.readString(folder.resolve("mappings/hr.yaml"));
        shell.company().write("mappings/hr.yaml", hr.replace("manager, end]", "manager, start, end, leave, back, zone]")
                .replace("  endDate:", "  startDate: \"${body[start]}\"\n  leaveFrom: \"${body[leave]}\"\n  leaveUntil: \"${body[back]}\"\n  timeZone: \"${body[zone]}\"\n  endDate:"));
        String app = Files.readString(folder.resolve("mappings/app.yaml"));
        shell.company().write("mappings/app.yaml", app + "lifecycle: {prehire: 14d, onLeave: disable, hold: 30d}\n");
        Files.writeString(folder.resolve("application.properties"), "caravan.display = ${body[name]}\n", java.nio.file.StandardOpenOption.APPEND);
    }

    CompanyShell shell() {
        return shell;
    }

    Instant now() {
        return now;
    }

    WholeLife at(String moment) {
        return at(Instant.parse(moment));
    }

    WholeLife at(Instant moment) {
        now = moment;
        shell.at(Clock.fixed(now, ZoneOffset.UTC));
        return this;
    }

    /** What the sources say from here on. */
    void hr(String... rows) throws IOException {
        shell.company().write("hr.csv", "workerId,name,dept,manager,start,end,leave,back,zone\n" + String.join("\n", rows) + "\n");
    }

    void sync() {
        assertThat(shell.run("sync", "--as", "ada")).as(shell.out() + shell.err()).isZero();
    }

    /** Plays on until then: what is due is done on the day, and at each reading what it says. */
    void liveUntil(String moment) throws IOException {
        Instant end = Instant.parse(moment);
        List<Instant> moments = new ArrayList<>(READINGS.stream().map(Instant::parse).toList());
        for (String due : List.of("2026-01-19T00:00:10Z", "2026-02-02T00:00:10Z", "2026-05-04T00:00:10Z", "2026-06-01T00:00:10Z", "2026-08-01T00:00:10Z", "2026-08-31T00:00:10Z",
                "2026-10-05T00:00:10Z")) {
            moments.add(Instant.parse(due));
        }
        for (Instant next : moments.stream().sorted().filter(each -> !each.isBefore(now) && !each.isAfter(end)).toList()) {
            if (readings > 0 && next.equals(now)) {
                continue;
            }
            at(next);
            if (READINGS.contains(next.toString())) {
                hr(ADA, GRACE.get(readings++));
            }
            sync();
        }
        at(end);
    }

    @Override
    public void close() {
        shell.close();
    }
}
