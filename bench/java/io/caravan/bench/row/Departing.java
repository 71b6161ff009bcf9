package io.caravan.bench.row;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.bench.company.Company;
import io.caravan.bench.company.Person;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.project.CaravanProject;
import io.caravan.bench.project.StateFile;
import io.caravan.bench.server.ScimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * The story of the row {@link LeaversRow}, told once: some have accounts; then everybody comes, and while they come some of the
 * first leave. All times are of the machine's one clock, in milliseconds.
 */
final class Departing {

    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final int MOST_FILES = 20;
    /** Leavers that each version of the file adds. */
    private static final int EACH = 5;

    private final CaravanProject project;
    private final ScimServer target;
    private final Path export;
    private final long before;
    private final long comers;
    private final List<List<String>> versions;
    /** When the file that first names somebody appeared. */
    private final Map<String, Long> named = new TreeMap<>();
    private long importBegan;
    private long importEnded;

    /**
     * @param triggerToAnswer  from the beginning of the read that the file triggered, one for each leaver
     * @param triggerToLog     to the time in the provisioning log, which is when the outcome is recorded
     * @param shareBeforeEnd   of the leavers, those who were disabled before the import's last create
     */
    record Times(long[] fileToAnswer, long[] triggerToAnswer, long[] triggerToLog, double shareBeforeEnd, double createsPerSecond) {
    }

    Departing(Workshop shop, CaravanProject project, ScimServer target) throws IOException {
        this.project = project;
        this.target = target;
        long base = Math.max(50, shop.people() / 100);
        Company company = shop.company(shop.people() + base);
        this.export = shop.export(company.size());
        List<Person> first = LongStream.range(0, base).mapToObj(company::person).filter(Person::works).toList();
        this.before = first.size();
        this.comers = LongStream.range(base, company.size()).mapToObj(company::person).filter(Person::works).count();
        this.versions = versions(first.stream().map(Person::workerId).toList(), Math.max(3, (int) Math.min(MOST_FILES, shop.people() / 5_000)));
        project.hr(project.folder().resolve("hr.csv"))
                .system("terminations", "csv-source", Map.of("file", "terminations.csv", "key", "workerId")).mapping("terminations.yaml");
        publish("terminations.csv", List.of("workerId,status"));
        try (var lines = Files.lines(export)) {
            publish("hr.csv", lines.limit(base + 1).toList());
        }
    }

    private static List<List<String>> versions(List<String> people, int files) {
        List<List<String>> versions = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            versions.add(people.subList(file * EACH, (file + 1) * EACH));
        }
        return versions;
    }

    /** Whoever reads the file sees it as it was or as it is, and never half of it. */
    private void publish(String file, List<String> lines) throws IOException {
        Path beside = Files.write(project.folder().resolve(file + ".new"), lines);
        Files.move(beside, project.folder().resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    void accountsOfThoseWhoLeave() throws IOException, InterruptedException {
        project.sync();
    }

    void everybodyComesAndSomeLeave(MeasuredProcess daemon) throws IOException, InterruptedException {
        // The daemon begins with reading the files that are there.
        await(daemon, () -> ended("hr") >= 2 && ended("terminations") >= 2);
        Path beside = Files.copy(export, project.folder().resolve("hr.csv.new"));
        Files.move(beside, project.folder().resolve("hr.csv"), StandardCopyOption.ATOMIC_MOVE);
        await(daemon, () -> users() > before);
        importBegan = System.currentTimeMillis();
        List<String> lines = new ArrayList<>(List.of("workerId,status"));
        for (int i = 0; i < versions.size(); i++) {
            long reached = before + comers * (2 * i + 1) / (2 * versions.size());
            await(daemon, () -> users() >= reached);
            versions.get(i).forEach(worker -> lines.add(worker + ",terminated"));
            publish("terminations.csv", lines);
            long now = System.currentTimeMillis();
            versions.get(i).forEach(worker -> named.put(worker, now));
        }
        await(daemon, () -> users() == before + comers);
        importEnded = System.currentTimeMillis();
        await(daemon, () -> target.told("disabled").path("disabled").size() == named.size());
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(MeasuredProcess daemon, Condition condition) throws IOException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.holds()) {
            if (!daemon.isAlive() || System.nanoTime() > until) {
                throw new IOException("the daemon " + (daemon.isAlive() ? "does not get on" : "has ended") + ":\n" + daemon.err());
            }
            Thread.sleep(20);
        }
    }

    private long users() throws IOException {
        return target.told("users").path("users").asLong();
    }

    private long ended(String job) throws IOException {
        return project.state().numbers("select count(*) from cycle where ended_at is not null and job = ?", job)[0];
    }

    /** Once the daemon has ended. */
    Times times() throws IOException {
        long[] reads = project.state().numbers("select " + StateFile.millis("started_at") + " from cycle where job = ? order by id", "terminations");
        Map<String, Long> answered = answered();
        Map<String, Long> logged = logged();
        String[] leavers = named.keySet().toArray(String[]::new);
        long[] triggers = Arrays.stream(leavers).mapToLong(worker -> trigger(reads, named.get(worker), answered.get(worker))).toArray();
        long[] fileToAnswer = new long[leavers.length];
        long[] triggerToAnswer = new long[leavers.length];
        long[] triggerToLog = new long[leavers.length];
        for (int i = 0; i < leavers.length; i++) {
            fileToAnswer[i] = answered.get(leavers[i]) - named.get(leavers[i]);
            triggerToAnswer[i] = answered.get(leavers[i]) - triggers[i];
            triggerToLog[i] = logged.get(leavers[i]) - triggers[i];
        }
        double inTime = answered.values().stream().filter(moment -> moment <= importEnded).count();
        return new Times(fileToAnswer, triggerToAnswer, triggerToLog, inTime / leavers.length, comers * 1e3 / (importEnded - importBegan));
    }

    /** The first read that began when the file was there; a read that had begun before may have found it, too. */
    private static long trigger(long[] reads, long appeared, long answered) {
        return Arrays.stream(reads).filter(read -> read >= appeared && read <= answered).findFirst()
                .orElseGet(() -> Arrays.stream(reads).filter(read -> read <= answered).max().orElseThrow());
    }

    /** When the target answered, by worker. */
    private Map<String, Long> answered() throws IOException {
        Map<String, Long> answered = new HashMap<>();
        for (JsonNode one : target.told("disabled").path("disabled")) {
            answered.put(one.path("externalId").asText(), one.path("millis").asLong());
        }
        if (!answered.keySet().equals(named.keySet())) {
            Set<String> wrong = new TreeSet<>(answered.keySet());
            wrong.removeAll(named.keySet());
            throw new IOException("disabled were " + answered.size() + " of " + named.size() + ", and nobody was to disable " + wrong);
        }
        return answered;
    }

    /** When Caravan says so, by worker. */
    private Map<String, Long> logged() throws IOException {
        Map<String, Long> logged = new HashMap<>();
        for (String worker : named.keySet()) {
            long[] moments = project.state().numbers("select " + StateFile.millis("at")
                    + " from log_entry where job = 'app' and action = 'disable' and status = 'success' and subject_key = ?", worker);
            if (moments.length != 1) {
                throw new IOException("the log has " + moments.length + " entries for disabling " + worker);
            }
            logged.put(worker, moments[0]);
        }
        return logged;
    }
}
