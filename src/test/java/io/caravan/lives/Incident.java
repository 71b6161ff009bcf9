package io.caravan.lives;

import io.caravan.cli.OperatorDesk.Said;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * One fault on one day: five people's lives change while something is wrong, a full cycle runs, the fault is mended, and cycles run
 * until all is right.
 */
final class Incident implements AutoCloseable {

    static final int NEWCOMER = 50;
    private static final int PEOPLE = 20;
    private static final int MOST_CYCLES = 3;
    private static final String RETRY = "caravan dead-letters retry";

    /**
     * What came of it.
     *
     * @param done       of the five, what reached the target while the fault lasted
     * @param exitCode   of that cycle
     * @param told       what the operator read
     * @param afterwards how all became right
     */
    record Seen(List<String> done, int exitCode, List<String> told, String afterwards) {
    }

    private final Scene scene;
    private final Company company;
    private final Witness witness;
    private final boolean contractors;
    private final Random random = new Random(1);

    /** @param contractors whether the people are those of the table, in place of those of the file */
    Incident(Path folder, Plot plot, boolean contractors) {
        this.contractors = contractors;
        company = new Company(new Random(1), PEOPLE, contractors ? PEOPLE : 0, false);
        witness = new Witness(company);
        scene = new Scene(folder, company::now, plot);
    }

    /** What is wrong: with the file, with the table, with the target. */
    record Fault(FileFault file, ContractorTable.Fault table, Lying lying) {
        static final Fault NONE = new Fault(FileFault.NONE, ContractorTable.Fault.NONE, Lying.NOT);
    }

    /** Who joins, moves, marries, leaves and comes back, by what they do. */
    private Map<String, String> movers() {
        return Map.of("joins", worker(NEWCOMER), "moves", worker(4), "marries", worker(3), "leaves", worker(2), "comes back", worker(6));
    }

    private String worker(int number) {
        return contractors ? "C" + (PEOPLE + number) : "E" + number;
    }

    private Application application() {
        return scene.applications().get(0);
    }

    private void write(Fault fault) {
        scene.file().write(company, fault.file, random);
        scene.contractors().ifPresent(table -> table.write(company, fault.table, random));
        application().lies(fault.lying);
    }

    /** @throws AssertionError when somebody was opened or closed without reason, or left behind in silence */
    Seen happens(Fault fault) {
        begin();
        change();
        write(fault);
        long logged = scene.logged();
        Said said = scene.sync(true);
        company.toldInPart(contractors);
        nothingIsWrong(said);
        allIsTold();
        boolean deceived = fault.lying.is(Lie.NOT_STORED) || fault.table == ContractorTable.Fault.LATE;
        if (said.exitCode() == 0 && !deceived && !undone().isEmpty()) {
            throw new AssertionError("exit 0, and yet " + undone() + "\n" + said);
        }
        List<String> done = movers().entrySet().stream().filter(mover -> undone().stream().noneMatch(finding -> finding.startsWith(mover.getValue() + " ")))
                .map(Map.Entry::getKey).sorted().toList();
        return new Seen(done, said.exitCode(), told(said, scene.reasons(logged)), mended());
    }

    /** Everybody is there; one has left and will come back, one has left for good, one is on leave. */
    private void begin() {
        write(Fault.NONE);
        must(scene.sync(true));
        company.pass(Duration.ofDays(1));
        company.becomes(company.person(worker(6)).standing("terminated", company.today(), Optional.of(company.today())))
                .becomes(company.person(worker(7)).standing("terminated", company.today(), Optional.of(company.today())))
                .becomes(company.person(worker(8)).standing("leave", company.person(worker(8)).start(), Optional.empty()));
        write(Fault.NONE);
        must(scene.sync(true));
        allIsTold();
        witness.wrongs(application());
    }

    private void allIsTold() {
        company.told(false, person -> false);
        company.told(true, person -> false);
    }

    private static void must(Said said) {
        if (said.exitCode() != 0) {
            throw new AssertionError("nothing was wrong yet: " + said);
        }
    }

    private void change() {
        company.pass(Duration.ofDays(1));
        company.becomes(Person.newcomer(worker(NEWCOMER), "Barbara", "Liskov", "Research", Optional.of("E1"), company.today()))
                .becomes(company.person(worker(4)).in("Legal", Optional.of("E9")))
                .becomes(company.person(worker(3)).named("Curie"))
                .becomes(company.person(worker(2)).standing("terminated", company.person(worker(2)).start(), Optional.of(company.today())))
                .becomes(company.person(worker(6)).standing("active", company.today(), Optional.empty()));
    }

    private void nothingIsWrong(Said said) {
        List<String> wrongs = witness.wrongs(application());
        if (!wrongs.isEmpty()) {
            throw new AssertionError("must never be: " + wrongs + "\n" + said);
        }
    }

    private List<String> undone() {
        return witness.undone(application());
    }

    /** The fault is over; an operator does what she is told to. */
    private String mended() {
        write(Fault.NONE);
        Set<String> help = new TreeSet<>();
        List<Said> all = new ArrayList<>();
        for (int cycle = 1; cycle <= MOST_CYCLES; cycle++) {
            company.pass(Duration.ofHours(1));
            Said said = scene.sync(cycle > 1);
            all.add(said);
            allIsTold();
            nothingIsWrong(said);
            if (undone().isEmpty() && said.exitCode() == 0) {
                return (cycle == 1 ? "the next cycle" : cycle + " cycles, the second a full one")
                        + (help.isEmpty() ? "" : ", after " + String.join(" and ", help));
            }
            if (said.text().contains(RETRY)) {
                scene.type("dead-letters", "retry", "--all");
                help.add("`" + RETRY + "`");
            }
        }
        throw new AssertionError("mended, and after " + MOST_CYCLES + " cycles: " + undone() + "\n" + all);
    }

    /** Of each job that was not done its word and its message, then why people were left behind; without what differs each time. */
    private static List<String> told(Said said, List<String> reasons) {
        List<String> told = new ArrayList<>(said.told());
        reasons.stream().limit(2).forEach(told::add);
        return told.stream().map(Incident::withoutWhatDiffers).distinct().toList();
    }

    private static String withoutWhatDiffers(String text) {
        return text.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:…").replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "…")
                .replaceAll("/\\S+/(hr\\.csv|contractors\\.db|accounts\\.db)", "$1").replaceAll(" in /\\S+", "").replaceAll("\\s+", " ");
    }

    @Override
    public void close() {
        scene.close();
    }
}
