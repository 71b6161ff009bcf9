package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.engine.CycleStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One application of five is down for an hour of simulated time, a cycle each five minutes: the other four are served as if it were there. Measured. */
class OneOfFiveDownTest {

    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final int CYCLES = 12;
    private static final int PEOPLE = 200;
    private static final List<String> OTHERS = List.of("app1", "app2", "app3", "app4");

    @TempDir
    private Path folder;
    private final List<SmallCompany> companies = new ArrayList<>();

    @AfterEach
    void close() {
        companies.forEach(SmallCompany::close);
        FlakyTarget.reset();
    }

    private SmallCompany company(String name) throws Exception {
        Path place = folder.resolve(name);
        SmallCompany company = new SmallCompany(place);
        companies.add(company);
        Files.delete(place.resolve("mappings/app.yaml"));
        Files.createDirectories(place.resolve("connectors"));
        company.write("connectors/flaky.kamelet.yaml", FlakyTarget.KAMELET.replace("RATE\n", ""));
        Files.createDirectories(place.resolve("routes"));
        company.write("routes/dispatch.camel.yaml", SmallCompany.shippedRoute("dispatch.camel.yaml").replace("redeliveryDelay: 500", "redeliveryDelay: 50"));
        StringBuilder settings = new StringBuilder("""
                caravan.store.url = jdbc:sqlite:state/caravan.db
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app5.connector = flaky
                """);
        for (String app : OTHERS) {
            settings.append("""
                    caravan.systems.%1$s.connector = jdbc
                    caravan.systems.%1$s.url = jdbc:sqlite:%2$s
                    caravan.systems.%1$s.table = users
                    caravan.systems.%1$s.key = worker
                    caravan.systems.%1$s.enabledColumn = active
                    caravan.systems.%1$s.enabledValue = yes
                    caravan.systems.%1$s.disabledValue = no
                    """.formatted(app, place.resolve(app + ".db")));
            table(place.resolve(app + ".db"));
            company.write("mappings/" + app + ".yaml", mapping(app, "record"));
        }
        company.write("mappings/app5.yaml", mapping("app5", "user"));
        company.write("application.properties", settings.toString());
        return company;
    }

    private static String mapping(String app, String object) {
        return """
                job: %1$s
                from: hub
                to: {system: %1$s, object: %2$s}
                schedule: {every: 5m}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  worker: "${body[workerId]}"
                  dept: "${body[dept]}"
                """.formatted(app, object);
    }

    private static void table(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database); Statement statement = connection.createStatement()) {
            statement.execute("create table users (worker text primary key, dept text, active text)");
        }
    }

    /** In each cycle everybody gets another department. @return for each of the other applications and each cycle, how long it took, in milliseconds */
    private List<Double> anHour(SmallCompany company, boolean down) throws InterruptedException, ExecutionException, IOException {
        List<Double> millis = new ArrayList<>();
        ExecutorService together = Executors.newFixedThreadPool(OTHERS.size() + 1);
        try {
            for (int cycle = -2; cycle < CYCLES; cycle++) { // the first two warm up
                FlakyTarget.down = down && cycle >= 0;
                String dept = ",D" + cycle + ",,";
                company.passesTo(START.plus(Duration.ofMinutes(5L * (cycle + 2)))).hr(IntStream.range(0, PEOPLE).mapToObj(i -> "E" + i + ",P" + i + dept).toArray(String[]::new)).sync("hr", false);
                Future<?> fifth = together.submit(() -> company.caravan().sync("app5", false, "test"));
                List<Future<Double>> others = OTHERS.stream().map(app -> together.submit(() -> {
                    long start = System.nanoTime();
                    assertThat(company.sync(app, false).getCycle().status()).isEqualTo(CycleStatus.DONE);
                    return (System.nanoTime() - start) / 1e6;
                })).toList();
                for (Future<Double> other : others) {
                    millis.add(other.get());
                }
                fifth.get();
            }
        } finally {
            together.shutdownNow();
        }
        return millis.subList(2 * OTHERS.size(), millis.size());
    }

    private static double at(List<Double> millis, double share) {
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size())));
    }

    @Test
    void theOtherFourAreServedAsFastAsWithoutIt() throws Exception {
        FlakyTarget.reset();
        FlakyTarget.millis = 0;
        List<Double> without = anHour(company("up"), false);
        FlakyTarget.reset();
        SmallCompany broken = company("down");
        List<Double> with = anHour(broken, true);
        System.out.printf("a cycle of %d changes, four applications, 12 cycles: the fifth up: median %.0f ms, 95 %% %.0f ms; down: median %.0f ms, 95 %% %.0f ms%n", PEOPLE,
                at(without, 0.5), at(without, 0.95), at(with, 0.5), at(with, 0.95));
        assertThat(at(with, 0.5)).isLessThan(2 * at(without, 0.5) + 100);
        assertThat(broken.caravan().store().cycles().recent("app5", 1).get(0).status()).isEqualTo(CycleStatus.FAILED);
        FlakyTarget.down = false;
        FlakyTarget.OTHERS.clear();
        broken.passesTo(START.plus(Duration.ofDays(2)));
        assertThat(broken.sync("app5", false).getCycle().status()).as("and the fifth is as it should be when it is back").isEqualTo(CycleStatus.DONE);
        assertThat(FlakyTarget.OTHERS).as("each once").hasSize(PEOPLE);
    }
}
