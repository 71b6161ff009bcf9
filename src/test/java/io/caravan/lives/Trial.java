package io.caravan.lives;

import io.caravan.cli.OperatorDesk.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Some weeks of a company whose sources and targets are wrong in ways that a seed decides, then a few days in which they are not. */
final class Trial implements AutoCloseable {

    private static final int DONE = 0;
    private static final String HELD = "held";
    private static final int MOST_CALLS = 250;
    /** Limits in percent allow as many, however small the company. */
    private static final int FEW = 5;
    private static final Set<FileFault> HARMLESS = EnumSet.of(FileFault.NONE, FileFault.REORDERED, FileFault.BYTE_ORDER_MARK);

    /** Who stores or shows something else than it is sent has it written once more, and no more then. */
    private static final Set<Lie> STORED_OTHERWISE = EnumSet.of(Lie.FOLDED, Lie.REFORMATTED, Lie.NOT_SHOWN);
    private static final Set<ContractorTable.Fault> TOLD_RIGHT = EnumSet.of(ContractorTable.Fault.NONE, ContractorTable.Fault.LATE, ContractorTable.Fault.IN_THE_FUTURE);

    private final long seed;
    private final Cast cast;
    private final Random random;
    private final Company company;
    private final Scene scene;
    private final Witness witness;
    private final Operator operator;
    private final Map<Application, Lie> quirks = new HashMap<>();
    private final Set<Application> deceiving = new HashSet<>();
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
        operator = new Operator(scene, company, this::note);
        scene.applications().forEach(application -> quirks.put(application, cast.quirk(random)));
        note("plot: " + plot + "; " + scene.applications().stream().map(one -> one.job() + ": " + quirks.get(one).words()).toList());
    }

    private static Plot plot(Random random) {
        List<Plot.Target> targets = new ArrayList<>(List.of(Plot.Target.values()));
        targets.remove(random.nextInt(targets.size()));
        return new Plot(random.nextBoolean(), random.nextInt(3) > 0, random.nextBoolean(), targets, random.nextInt(3) == 0 ? 10 : 1, 0);
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
        FileFault file = file();
        ContractorTable.Fault table = table();
        write(file, table);
        for (Application application : scene.applications()) {
            lie(application, cast.lie(random));
        }
        boolean full = random.nextInt(4) == 0 || table.isPlausibleInADelta();
        if (cast.kill(random)) {
            int call = 1 + random.nextInt(MOST_CALLS);
            boolean after = random.nextBoolean();
            deceive(full);
            note("killed at the store's call " + call + (after ? ", after it" : ", before it") + ": " + scene.syncAndDie(full, call, after));
            company.toldInPart(false);
            company.toldInPart(true);
            if (file == FileFault.STALE) {
                company.mayHaveBeenToldOnce(false, scene.file().lastWeek());
            }
            nothingIsWrong();
        } else {
            sync(full, file, table);
        }
    }

    private FileFault file() {
        FileFault fault = cast.file(random);
        return fault == FileFault.LAST_ROW_MISSING && !scene.file().hasTrailer() ? FileFault.NONE : fault;
    }

    /** Where there are few people, what many of them lose is not many people's. */
    private ContractorTable.Fault table() {
        ContractorTable.Fault fault = scene.contractors().isPresent() ? cast.table(random) : ContractorTable.Fault.NONE;
        boolean few = fault == ContractorTable.Fault.COLUMN_EMPTIED && company.inRecords(true).size() <= FEW;
        return few ? ContractorTable.Fault.NONE : fault;
    }

    private void lie(Application application, Lie lie) {
        Set<Lie> lies = EnumSet.of(lie, quirks.get(application));
        lies.remove(Lie.NONE);
        application.lies(new Lying(lies, seed * 1000 + step, Set.of()));
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

    private Said sync(boolean full, FileFault file, ContractorTable.Fault table) {
        Said said = scene.sync(full);
        note(said.toString());
        told(said, full, file, table);
        nothingIsWrong();
        allIsDone(said, full);
        operator.readsHeld(said, HARMLESS.contains(file), table == ContractorTable.Fault.NONE);
        boolean looks = said.statuses().containsValue(HELD) && !table.isPlausibleInADelta();
        if (looks) {
            operator.changesHeld();
        }
        nothingIsWrong();
        return said;
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
            boolean right = TOLD_RIGHT.contains(table) || table.hides() && !full;
            if (said.statuses().get("agency").equals("done") && right) {
                if (full) {
                    one.wasReadInFull();
                }
                company.told(true, person -> one.isUnderWay(person) || one.isMissed(person) || !full && !person.inRecords());
                // after a reading that did not stand a cycle reads everything, though only changes were asked for
                company.mayHaveBeenTold(true, person -> one.isMissed(person) || !full && !person.inRecords());
            } else {
                company.toldInPart(true);
            }
        });
    }

    private void nothingIsWrong() {
        List<String> wrongs = scene.applications().stream().flatMap(application -> witness.wrongs(application).stream()).toList();
        if (!wrongs.isEmpty()) {
            throw failure("must never be", wrongs);
        }
    }

    /**
     * Who says that a change is made and does not make it deceives everybody, until everything is read; so does who says that
     * a single account is not there and shows all the others, as long as there is no list that has it.
     */
    private void deceive(boolean full) {
        scene.applications().stream().filter(application -> application.lying().is(Lie.NOT_STORED) || !full && application.lying().is(Lie.SOME_NOT_FOUND))
                .forEach(deceiving::add);
    }

    private void allIsDone(Said said, boolean full) {
        deceive(full);
        scene.applications().forEach(application -> {
            if (!application.lying().is(Lie.NOT_STORED) && full && said.statuses().get(application.job()).equals("done")) {
                deceiving.remove(application);
            }
        });
        List<String> undone = scene.applications().stream().filter(application -> !deceiving.contains(application))
                .flatMap(application -> witness.undone(application).stream()).toList();
        if (said.exitCode() == 0 && !undone.isEmpty()) {
            throw failure("exit 0, and yet", undone);
        }
    }

    private Said calmly(boolean full) {
        write(FileFault.NONE, ContractorTable.Fault.NONE);
        scene.applications().forEach(application -> lie(application, Lie.NONE));
        return sync(full, FileFault.NONE, ContractorTable.Fault.NONE);
    }

    /** All is mended; two full cycles, with an operator, put everything right. After that there is nothing to do. */
    private void heal() {
        for (int i = 0; i < 2; i++) {
            step++;
            company.pass(Duration.ofHours(1));
            note("all is mended");
            Said said = calmly(true);
            if (said.exitCode() != DONE) {
                operator.settles(said);
                operator.retries();
            }
        }
        List<String> undone = scene.applications().stream().flatMap(application -> witness.undone(application).stream()).toList();
        if (!undone.isEmpty()) {
            throw failure("mended, and after two full cycles", undone);
        }
        if (!Collections.disjoint(quirks.values(), STORED_OTHERWISE)) {
            note(scene.sync(true).toString()); // who was made in the second cycle
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
