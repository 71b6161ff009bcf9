package io.caravan.operations;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.subject.Because;
import io.caravan.subject.Link;
import io.caravan.subject.Reason;
import io.caravan.subject.Sentences;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.Job;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lets dead letters be tried again, and accounts that do not stay as they were written. */
public final class DeadLetterBox {

    private DeadLetterBox() {
    }

    /**
     * What comes of asking for another try.
     *
     * @param jobs     by job: how many changes and records the next cycle tries again
     * @param readings by job: how many are rejected source records, which every reading looks at by itself
     */
    public record Retried(Map<String, Long> jobs, Map<String, Long> readings) {
    }

    /**
     * The next cycle of the jobs decides anew about these, as about anybody: matched, guarded, logged. They stay dead letters until
     * they have gone through. Nothing is sent now.
     *
     * @throws Refusal when there are none that could be tried again; names the causes there are
     */
    public static Retried retry(OpenProject project, LetterChoice choice) {
        LetterFilter filter = choice.filter(project);
        Map<String, Job> jobs = project.project().jobs().collect(Collectors.toMap(Job::name, Function.identity()));
        StateStore store = project.store();
        if (notStored(store, filter, jobs.values()).isEmpty()) {
            refuseNone(store, filter);
        }
        return retry(store, filter, jobs, project.caller().name(), project.now());
    }

    private static Retried retry(StateStore store, LetterFilter filter, Map<String, Job> jobs, String actor, Instant now) {
        return store.inTransaction(() -> {
            List<DeadLetter> letters = store.changes().deadLetters(filter, Integer.MAX_VALUE).stream().filter(letter -> jobs.containsKey(letter.job())).toList();
            List<DeadLetter> again = letters.stream().filter(letter -> letter.stage() != Stage.READ).toList();
            store.changes().tryAgain(again.stream().map(DeadLetter::id).toList());
            byJob(again.stream().filter(letter -> letter.identityId().isPresent()).toList()).forEach((job, ofJob) ->
                    store.links().markDue(job, ofJob.stream().map(letter -> letter.identityId().orElseThrow()).toList()));
            byJob(again.stream().filter(letter -> letter.stage() == Stage.RESOLVE).toList()).forEach((job, ofJob) ->
                    store.hub().restage(job, ofJob.stream().flatMap(letter -> letter.anchor().stream()).toList()));
            store.log().append(again.stream().map(letter -> entry(letter, jobs.get(letter.job()), actor, now)).toList());
            Map<String, Long> jobsAgain = counts(again);
            notStored(store, filter, jobs.values()).forEach((job, people) -> {
                writeAgain(store, job, people, actor, now);
                jobsAgain.merge(job.name(), (long) people.size(), Long::sum);
            });
            return new Retried(jobsAgain, counts(letters.stream().filter(letter -> letter.stage() == Stage.READ).toList()));
        });
    }

    /** Those whose accounts show another state than was written, by job. */
    private static Map<Job, List<Subject>> notStored(StateStore store, LetterFilter filter, Collection<Job> jobs) {
        Map<Job, List<Subject>> found = new LinkedHashMap<>();
        for (Job job : jobs) {
            if (filter.job().isPresent() && !filter.job().get().equals(job.name())) {
                continue;
            }
            List<Long> ids = store.links().withProblem(job.name(), Reason.NOT_STORED, Integer.MAX_VALUE).stream()
                    .filter(link -> filter.cause().map(cause -> isCause(link.problem().orElseThrow(), cause)).orElse(true)).map(Link::identityId).toList();
            List<Subject> people = store.links().subjects(job.name(), ids).values().stream()
                    .filter(subject -> filter.who().map(subject.identity().key()::equals).orElse(true)).toList();
            if (!people.isEmpty()) {
                found.put(job, people);
            }
        }
        return found;
    }

    private static boolean isCause(Because problem, String cause) {
        return problem.reason().word().equals(cause) || Sentences.of(problem).toLowerCase(Locale.ROOT).contains(cause.toLowerCase(Locale.ROOT));
    }

    private static void writeAgain(StateStore store, Job job, List<Subject> people, String actor, Instant now) {
        store.links().save(job.name(), people.stream().map(subject -> subject.link().orElseThrow().writtenAgain()).toList());
        store.links().markDue(job.name(), people.stream().map(subject -> subject.identity().id()).toList());
        store.log().append(people.stream().map(subject -> new LogEntry(now, new LogEntry.By(job.name(), 0, "dead-letters retry by " + actor),
                LogEntry.About.account(subject.identity().subject(), job.system(), subject.link().flatMap(Link::anchor)), "retry",
                LogEntry.Result.of(LogEntry.Status.SUCCESS,
                "the next cycle tries again what came to: " + Sentences.of(subject.link().flatMap(Link::problem))), List.of(), List.of())).toList());
    }

    private static LogEntry entry(DeadLetter letter, Job job, String actor, Instant now) {
        LogEntry.About about = letter.stage() == Stage.RESOLVE ? LogEntry.About.record(SubjectKey.NONE, job.system(), letter.anchor().orElse(""))
                : LogEntry.About.account(letter.subject(), job.system(), letter.anchor());
        LogEntry.Result result = new LogEntry.Result(LogEntry.Status.SUCCESS, "the next cycle tries again what came to: " + letter.reason(), letter.failure().attempts(), 0);
        return new LogEntry(now, new LogEntry.By(letter.job(), 0, "dead-letters retry by " + actor), about, "retry", result, List.of(), List.of());
    }

    private static Map<String, List<DeadLetter>> byJob(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.toList()));
    }

    private static Map<String, Long> counts(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.counting()));
    }

    /** Refuses a filter that no dead letter passes, and names the causes there are. */
    static void refuseNone(StateStore store, LetterFilter filter) {
        boolean narrowed = filter.who().isPresent() || filter.cause().isPresent();
        if (narrowed && store.changes().deadLetters(filter, 1).isEmpty()) {
            List<DeadLetter> ofJob = store.changes().deadLetters(filter.job(), 1000);
            String causes = ofJob.stream().map(letter -> letter.outcome().word()).distinct().sorted().collect(Collectors.joining(", "));
            throw new Refusal(Refusal.Kind.FAILED, "there is no dead letter like that", causes.isEmpty() ? "There is none at all"
                    : "The causes there are: " + causes + "; caravan dead-letters list names everybody");
        }
    }
}
