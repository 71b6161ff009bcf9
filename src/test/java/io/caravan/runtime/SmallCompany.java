package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.engine.CycleListener;
import io.caravan.engine.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** A complete project in a folder: an HR file, one inbound job, and a SQLite table as target. */
public final class SmallCompany implements AutoCloseable {

    static final Path INSTALLATION = Path.of("").toAbsolutePath();

    private final Path folder;
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private Caravan caravan;

    public SmallCompany(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("mappings"));
        write("application.properties", """
                caravan.store.url = jdbc:sqlite:state/caravan.db
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.hr.key = workerId
                caravan.systems.app.connector = jdbc
                caravan.systems.app.url = jdbc:sqlite:%s
                caravan.systems.app.table = users
                caravan.systems.app.key = login
                caravan.systems.app.findBy = login,worker
                caravan.systems.app.enabledColumn = active
                caravan.systems.app.enabledValue = yes
                caravan.systems.app.disabledValue = no
                caravan.read.retryAfter = PT0.01S
                """.formatted(folder.resolve("app.db")));
        write("mappings/hr.yaml", """
                job: hr
                description: Who works here.
                from: {system: hr, object: record, attributes: [workerId, name, dept, manager, end]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  name: "${body[name]}"
                  dept: "${body[dept]}"
                  managerId: "${body[manager]}"
                  endDate: "${body[end]}"
                """);
        write("mappings/app.yaml", mapping("${body[dept]}"));
        sql("create table users (login text primary key, worker text unique, name text, dept text, manager text, active text)");
    }

    public static String mapping(String dept) {
        return """
                job: app
                description: Everybody gets a row.
                from: hub
                to: {system: app, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                attributes:
                  login: {value: "${uniqueName('logins', ${lowercase(${body[name]})}, ${concat(${lowercase(${body[name]})}, ${counter(2)})})}", apply: on-create}
                  worker: "${body[workerId]}"
                  name: "${body[name]}"
                  dept: "%s"
                  manager: {reference: "${body[managerId]}"}
                """.formatted(dept);
    }

    public SmallCompany write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        return this;
    }

    /** The HR file: a header, and these rows. */
    public SmallCompany hr(String... rows) throws IOException {
        return write("hr.csv", "workerId,name,dept,manager,end\n" + String.join("\n", rows) + "\n");
    }

    /** A shipped route file. */
    static String shippedRoute(String file) throws IOException {
        return Files.readString(INSTALLATION.resolve("routes").resolve(file));
    }

    /** A copy of a shipped route file in the project's folder, with other steps in place of these. */
    SmallCompany route(String file, String steps, String others) throws IOException {
        String shipped = shippedRoute(file);
        assertThat(shipped).contains(steps);
        Files.createDirectories(folder.resolve("routes"));
        return write("routes/" + file, shipped.replace(steps, others));
    }

    public SmallCompany at(String moment) {
        close();
        now = Instant.parse(moment);
        return this;
    }

    /** The same process goes on, and its clock says this. */
    public SmallCompany passesTo(Instant moment) {
        now = moment;
        return this;
    }

    Instant now() {
        return now;
    }

    public Path folder() {
        return folder;
    }

    Caravan caravan() {
        if (caravan == null) {
            caravan = open(false);
        }
        return caravan;
    }

    Project project() {
        ProjectReading reading = ProjectReader.read(folder, INSTALLATION.resolve("connectors"));
        return reading.project().orElseThrow(() -> new AssertionError(reading.problems().inOrder().toString()));
    }

    Caravan open(boolean preview) {
        Project project = project();
        StateStore store = Stores.open(project);
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        return Caravan.open(project, preview ? store.preview() : store, INSTALLATION, clock, CycleListener.NONE);
    }

    /** Reads the source and brings the target up to date. */
    public CycleRun sync() {
        caravan().sync("hr", false, "test").orElseThrow();
        return caravan().sync("app", false, "test").orElseThrow();
    }

    public CycleRun sync(String job, boolean full) {
        return caravan().sync(job, full, "test").orElseThrow();
    }

    public void sql(String statement) {
        try (Connection connection = connect(); Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Rows of a query on the target, as {@code a|b|c}. */
    public List<String> rows(String query) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(); Statement run = connection.createStatement(); ResultSet result = run.executeQuery(query)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(failed);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
    }

    @Override
    public void close() {
        if (caravan != null) {
            caravan.close();
            caravan = null;
        }
    }
}
