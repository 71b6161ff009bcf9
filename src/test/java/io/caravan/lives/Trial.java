package io.caravan.lives;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caravan.cli.OperatorDesk.Said;
import io.caravan.lives.Person.Wish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Some weeks of a company whose sources and targets are wrong in ways that a seed decides, then a few days in which they are not. */
final class Trial implements AutoCloseable {

    private static final int HELD = 5;
    private static final int MOST_CALLS = 250;
    private static final Set<FileFault> HARMLESS = EnumSet.of(FileFault.NONE, FileFault.REORDERED, FileFault.BYTE_ORDER_MARK);

    private final long seed;
    private final Cast cast;
    private final Random random;
    private final Company company;
    private final Scene scene;
    private final Witness witness;
    private final Map<Application, Lie> quirks = new HashMap<>();
    private final List<String> history = new ArrayList<>();
    private int step;

    Trial(long seed, Path folder, Cast cast) {
        this.seed = seed;
        this.cast = cast;
        this.random = new Random(seed);
        Plot plot = plot(random);
        company = new Company(random, 12 + random.nextInt(25), plot.contractors() ? 4 + random.nextInt(8) : 0, cast.spelling());
        scene = new Scene(folder, company::now, plot);
        witness = new Witness(company);
        scene.applications().forEach(application -> quirks.put(application, cast.quirk(random)));
        note("plot: " + plot + "; " + scene.applications().stream().map(one -> one.job() + ": " + quirks.get(one).words()).toList());
    }

    private static Plot plot(Random random) {
        List<Plot.Target> targets = new ArrayList<>(List.of(Plot.Target.values()));
        targets.remove(random.nextInt(targets.size()));
        return new Plot(random.nextBoolean(), random.nextInt(3) > 0, false, targets, random.nextInt(3) == 0 ? 10 : 1);
    }

    /** @throws AssertionError when something is that must never be, with the whole story */
    void run() {
        company.people().forEach(person -> note("is there: " + person));
        calmly(false);
        int steps = 8 + random.nextInt(7);
        for (int i = 0; i < steps; i++) {
            anotherStep();
        }
        heal();
    }

    private void anotherStep() {
        step++;
        company.live().forEach(this::note);
        FileFault file = cast.file(random);
        ContractorTable.Fault table = scene.contractors().isPresent() ? cast.table(random) : ContractorTable.Fault.NONE;
        write(file, table);
        for (Application application : scene.applications()) {
            lie(application, cast.lie(random));
        }
        boolean full = random.nextInt(4) == 0;
        if (cast.kill(random)) {
            int call = 1 + random.nextInt(MOST_CALLS);
            boolean after = random.nextBoolean();
            note("killed at the store's call " + call + (after ? ", after it" : ", before it") + ": " + scene.syncAndDie(full, call, after));
            company.toldInPart(false);
            company.toldInPart(true);
            nothingIsWrong();
        } else {
            sync(full, file, table);
        }
    }

    private void lie(Application application, Lie lie) {
        Set<Lie> lies = EnumSet.of(lie, quirks.get(application));
        lies.remove(Lie.NONE);
        application.lies(new Lying(lies, seed * 1000 + step));
        if (lie != Lie.NONE) {
            note(application.job() + ": " + lie.words());
        }
    }

    private void write(FileFault file, ContractorTable.Fault table) {
        scene.file().write(company, file, random);
        scene.contractors().ifPresent(one -> one.write(company, table, random));
        if (file != FileFault.NONE) {
            note("the file: " + file.words());
        }
        if (table != ContractorTable.Fault.NONE) {
            note("the table: " + table.words());
        }
    }

    private void sync(boolean full, FileFault file, ContractorTable.Fault table) {
        Said said = scene.sync(full);
        note(said.toString());
        told(said, full, file, table);
        nothingIsWrong();
        allIsDone(said);
        if (said.exitCode() == HELD) {
            operatorLooks();
        }
    }

    private void told(Said said, boolean full, FileFault file, ContractorTable.Fault table) {
        boolean fileRead = said.statuses().get("hr").equals("done");
        if (fileRead && HARMLESS.contains(file)) {
            company.told(false, person -> false);
        } else if (fileRead && file == FileFault.STALE) {
            company.toldOnce(false, scene.file().lastWeek());
        } else {
            company.toldInPart(false);
        }
        scene.contractors().ifPresent(one -> {
            boolean clean = table == ContractorTable.Fault.NONE || table == ContractorTable.Fault.LATE || table == ContractorTable.Fault.IN_THE_FUTURE;
            if (said.statuses().get("agency").equals("done") && clean) {
                company.told(true, person -> one.isUnderWay(person) || !full && !person.inRecords());
            } else {
                company.toldInPart(true);
            }
        });
    }

    /** Whoever has to be let through by somebody is, if that is what is true. */
    private void operatorLooks() {
        Path file = scene.folder().resolve("held.plan");
        Said planned = scene.type("plan", "--out", file.toString());
        note(planned.toString());
        if (planned.exitCode() != 0) {
            return;
        }
        List<String> unexplained = unexplained(file);
        if (!unexplained.isEmpty()) {
            note("the operator does not approve: " + unexplained);
            return;
        }
        note(scene.type("apply", file.toString(), "--approve").toString());
        nothingIsWrong();
    }

    private List<String> unexplained(Path file) {
        List<String> unexplained = new ArrayList<>();
        try {
            for (JsonNode job : new ObjectMapper().readTree(Files.readString(file)).path("jobs")) {
                Application application = scene.applications().stream().filter(one -> one.job().equals(job.path("job").asText())).findFirst().orElseThrow();
                for (JsonNode change : job.path("changes")) {
                    String worker = scene.worker(change.path("identity").asText()).orElse("");
                    if (!company.knows(worker) || !isTrue(change.path("kind").asText(), company.person(worker).wish(company.now(), application.closesOnLeave()))) {
                        unexplained.add(worker + " " + change.path("kind").asText());
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return unexplained;
    }

    private static boolean isTrue(String kind, Wish wish) {
        return switch (kind) {
            case "create" -> wish == Wish.OPEN || wish == Wish.READY;
            case "enable" -> wish == Wish.OPEN;
            case "disable" -> wish != Wish.OPEN;
            case "delete", "release" -> false;
            default -> true;
        };
    }

    private void nothingIsWrong() {
        List<String> wrongs = scene.applications().stream().flatMap(application -> witness.wrongs(application).stream()).toList();
        if (!wrongs.isEmpty()) {
            throw failure("must never be", wrongs);
        }
    }

    private void allIsDone(Said said) {
        List<String> undone = undone();
        if (said.exitCode() == 0 && !undone.isEmpty()) {
            throw failure("exit 0, and yet", undone);
        }
    }

    private List<String> undone() {
        return scene.applications().stream().flatMap(application -> witness.undone(application).stream()).toList();
    }

    private void calmly(boolean full) {
        write(FileFault.NONE, ContractorTable.Fault.NONE);
        scene.applications().forEach(application -> lie(application, Lie.NONE));
        sync(full, FileFault.NONE, ContractorTable.Fault.NONE);
    }

    /** All is mended; two full cycles, with an operator, put everything right. After that there is nothing to do. */
    private void heal() {
        for (int i = 0; i < 2; i++) {
            step++;
            company.pass(Duration.ofHours(1));
            note("all is mended");
            calmly(true);
        }
        List<String> undone = undone();
        if (!undone.isEmpty()) {
            throw failure("mended, and after two full cycles", undone);
        }
        scene.applications().forEach(Application::writesAskedFor);
        Said said = scene.sync(true);
        note(said.toString());
        List<String> asked = scene.applications().stream().filter(application -> application.writesAskedFor() > 0).map(Application::job).toList();
        if (said.exitCode() != 0 || !asked.isEmpty()) {
            throw failure("there should be nothing left to do, and writes went to " + asked + ", exit " + said.exitCode(), List.of());
        }
    }

    private void note(String what) {
        history.add("step " + step + ", " + company.now() + ": " + what);
    }

    /** With all that is needed to understand it, and to see it once more. */
    private AssertionError failure(String kind, List<String> findings) {
        Set<String> workers = findings.stream().map(finding -> finding.replaceFirst("[ :].*", "")).filter(company::knows).collect(Collectors.toSet());
        StringBuilder story = new StringBuilder("seed " + seed + ", step " + step + ": " + kind + ":\n");
        findings.forEach(finding -> story.append("  ").append(finding).append('\n'));
        workers.stream().sorted().forEach(worker -> {
            story.append("the story of ").append(worker).append(":\n");
            company.versions(worker).forEach(version -> story.append("  ").append(version).append('\n'));
        });
        story.append("what happened:\n");
        history.forEach(line -> story.append(line.indent(2)));
        AssertionError failure = new AssertionError(story.append("once more: ./mvnw verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=LivesAndLiesIT -Dlives.seed=")
                .append(seed).toString());
        failure.setStackTrace(new StackTraceElement[0]);
        return failure;
    }

    @Override
    public void close() {
        scene.close();
    }
}
