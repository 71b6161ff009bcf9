package io.caravan.lives;

import io.caravan.cli.OperatorDesk;
import io.caravan.cli.OperatorDesk.Said;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.engine.CycleListener;
import io.caravan.engine.LogEntry;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.mapping.Job;
import io.caravan.runtime.Caravan;
import io.caravan.runtime.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A project in a folder with its sources and targets, and the program that works on it, which can be killed. */
final class Scene implements AutoCloseable {

    static final Path INSTALLATION = Path.of("").toAbsolutePath();

    private final Path folder;
    private final Clock clock;
    private final HrFile file;
    private final Optional<ContractorTable> contractors;
    private final List<Application> applications = new ArrayList<>();
    private Caravan caravan;
    private MortalStore store;

    /** @param settings of the systems beyond what they need */
    Scene(Path folder, Supplier<Instant> now, Plot plot) {
        this.folder = folder;
        this.clock = clockOf(now);
        write("routes/dispatch.camel.yaml", quick(read(INSTALLATION.resolve("routes/dispatch.camel.yaml"))));
        file = new HrFile(folder, plot.trailer(), plot.numbered());
        contractors = plot.contractors() ? Optional.of(new ContractorTable(folder, plot.numbered())) : Optional.empty();
        StringBuilder settings = new StringBuilder(SceneFiles.employees(plot.trailer(), plot.quietSeconds()));
        write("mappings/hr.yaml", SceneFiles.employeesMapping(plot.numbered()));
        if (plot.contractors()) {
            settings.append(SceneFiles.contractors(folder));
            write("mappings/agency.yaml", SceneFiles.contractorsMapping(plot.numbered()));
        }
        plot.targets().forEach(target -> settings.append(add(target, plot)));
        write("application.properties", settings.toString());
    }

    private String add(Plot.Target target, Plot plot) {
        switch (target) {
            case SCIM -> {
                ScimApplication app = new ScimApplication(!plot.numbered(), this::isDead);
                applications.add(app);
                write("token", "not a secret");
                write("mappings/app.yaml", SceneFiles.appMapping());
                return SceneFiles.app(app.url(), plot.bulk());
            }
            case LDAP -> {
                DirectoryApplication directory = new DirectoryApplication(this::isDead);
                applications.add(directory);
                write("password", DirectoryApplication.PASSWORD);
                write("mappings/directory.yaml", SceneFiles.directoryMapping());
                return SceneFiles.directory(directory.url());
            }
            default -> {
                TableApplication crm = new TableApplication(folder, this::isDead);
                applications.add(crm);
                write("mappings/crm.yaml", SceneFiles.crmMapping());
                return SceneFiles.crm(crm.url());
            }
        }
    }

    /** What waits for a second between two tries waits for a moment. */
    private static String quick(String routes) {
        return routes.replaceAll("redeliveryDelay: \\d+", "redeliveryDelay: 1").replaceAll("maximumRedeliveryDelay: \\d+", "maximumRedeliveryDelay: 2");
    }

    private static Clock clockOf(Supplier<Instant> now) {
        return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    }

    HrFile file() {
        return file;
    }

    Optional<ContractorTable> contractors() {
        return contractors;
    }

    List<Application> applications() {
        return applications;
    }

    Path folder() {
        return folder;
    }

    /** {@code caravan sync}; the program is started for it if it does not run. */
    Said sync(boolean full) {
        open();
        return OperatorDesk.sync(caravan, full);
    }

    /** As {@link #sync}, but the process is killed on the way, if it is on its way so long; says how far it came. */
    String syncAndDie(boolean full, int call, boolean after) {
        open();
        store.dieAt(call, after);
        String end;
        try {
            Said said = OperatorDesk.sync(caravan, full);
            end = store.isDead() ? "killed" : "not killed: " + said;
        } catch (RuntimeException killed) {
            end = "killed: " + killed.getMessage();
        }
        if (store.isDead()) {
            bury();
        } else {
            store.live();
        }
        return end;
    }

    private void bury() {
        List<String> jobs = caravan.project().jobs().map(Job::name).toList();
        try {
            caravan.close();
        } catch (RuntimeException deadAlready) {
            // it is not there any more to tell anybody
        }
        store.bury(jobs);
        caravan = null;
        store = null;
    }

    /** Why something failed or was refused since a number of log entries, each reason once. */
    List<String> reasons(long since) {
        open();
        Set<String> reasons = new LinkedHashSet<>();
        caravan.store().log().each(stored -> {
            if (stored.sequence() > since && stored.entry().status() == LogEntry.Status.FAILURE) {
                reasons.add(stored.entry().reason());
            }
        });
        return List.copyOf(reasons);
    }

    /** How many entries there are in the log. */
    long logged() {
        open();
        return caravan.store().log().verify().entries();
    }

    /** Any other command. */
    Said type(String... words) {
        return OperatorDesk.type(clock, folder, words);
    }

    /** Whom the program calls so; empty when it knows nobody of that name. */
    Optional<String> worker(String key) {
        open();
        Identity identity = caravan.store().hub().identitiesByKey(Kind.PERSON, List.of(key)).get(key);
        return Optional.ofNullable(identity).flatMap(known -> known.attributes().text("workerId"));
    }

    private boolean isDead() {
        MortalStore one = store;
        return one != null && one.isDead();
    }

    private void open() {
        if (caravan == null) {
            ProjectReading reading = ProjectReader.read(folder, INSTALLATION.resolve("connectors"));
            Project project = reading.project().orElseThrow(() -> new AssertionError(reading.problems().inOrder().toString()));
            store = new MortalStore(Stores.open(project));
            caravan = Caravan.open(project, store.store(), INSTALLATION, clock, CycleListener.NONE);
        }
    }

    private void write(String name, String text) {
        try {
            Path target = folder.resolve(name);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() {
        if (caravan != null) {
            caravan.close();
        }
        applications.forEach(Application::close);
        contractors.ifPresent(table -> {
            try {
                table.close();
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }
}
