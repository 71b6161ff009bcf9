package io.caravan.runtime;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caravan.config.OwnSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same routes and connectors under {@code camel run}, started in a process of its own as the how-to says. Nothing is
 * downloaded: what Camel JBang wants from a Maven repository lies where the build has put it.
 */
class CamelJBangTest {

    private static final Path EXAMPLE = SmallCompany.INSTALLATION.resolve("examples/camel-jbang");
    private static final Path ROUTES = SmallCompany.INSTALLATION.resolve("routes");

    @TempDir
    private Path folder;

    @Test
    void camelRunProvisionsATableAndReadsAFileThroughAConnectorOnItsOwn() throws Exception {
        SmallCompany company = new SmallCompany(folder).hr("E1,Ada,D1,E2,", "E2,Grace,D2,,");
        Process camel = camelRun();
        try {
            await().atMost(ofSeconds(110)).failFast("Camel JBang ended: see " + log(), () -> !camel.isAlive())
                    .until(() -> company.rows("select login, worker, dept, manager, active from users order by worker"),
                            List.of("ada|E1|D1|grace|yes", "grace|E2|D2|null|yes")::equals);
            Path read = folder.resolve("read/people.txt");
            await().atMost(ofSeconds(20)).until(() -> Files.exists(read)
                    && Files.readAllLines(read).equals(List.of("Ada works in D1", "Grace works in D2")));
        } finally {
            camel.destroy();
            if (!camel.waitFor(20, TimeUnit.SECONDS)) {
                camel.destroyForcibly();
            }
        }
        assertThat(folder.resolve("state/caravan.db")).as("the store is in the project's folder").exists();
    }

    private Process camelRun() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m",
                "-Duser.home=" + folder, "-Dmaven.repo.local=" + localRepository(), "-cp", System.getProperty("java.class.path"),
                EXAMPLE.resolve("Camel.java").toString(), "run", "application.properties"));
        try (var routes = Files.list(ROUTES)) {
            routes.map(Path::toString).sorted().forEach(command::add);
        }
        command.addAll(List.of(EXAMPLE.resolve("provision.camel.yaml").toString(), EXAMPLE.resolve("read-people.camel.yaml").toString(),
                "--property=" + OwnSetting.CONNECTORS.key() + "=" + SmallCompany.INSTALLATION.resolve("connectors"),
                "--local-kamelet-dir=" + SmallCompany.INSTALLATION.resolve("connectors"),
                "--kamelets-version=4.16.0", "--download=false", "--max-seconds=150"));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log().toFile()).start();
    }

    private Path log() {
        return folder.resolve("camel.log");
    }

    /** The repository that the build takes its jars from: Camel JBang's own jar lies four folders below it, and its group three. */
    private static Path localRepository() {
        String jar = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .filter(entry -> entry.contains("camel-jbang-core")).findFirst().orElseThrow();
        assertThat(CamelJBangMain.class.getProtectionDomain().getCodeSource().getLocation().getPath()).isEqualTo(jar);
        Path repository = Path.of(jar);
        for (int i = 0; i < 6; i++) {
            repository = repository.getParent();
        }
        return repository;
    }
}
