package io.caravan.operations;

import io.caravan.engine.ChangeStore.DeadLetter;
import io.caravan.engine.ChangeStore.LetterFilter;
import io.caravan.engine.ChangeStore.Stage;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LogAction;
import io.caravan.engine.LogEntry;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.RulingStore.By;
import io.caravan.engine.RulingStore.Decided;
import io.caravan.engine.RulingStore.Ruling;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets dead letters be tried again, and accounts that do not stay as they were written; drops what somebody will not have made. */
public final class DeadLetterBox {

    /** So many causes are named. */
    private static final int SOME = 10;

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

    /**
     * What was dropped.
     *
     * @param changes by job: changes that are not made, until something else is due, or that moment
     * @param records by job: what was forgotten: records of sources, and what is about a job that is no more
     */
    public record Dropped(Map<String, Long> changes, Map<String, Long> records, String until) {
    }

    /**
     * Who acts has looked, and these are not wanted any more. A change is rejected as a held one would be: not made until another is due, or that
     * moment, and named as such until then. A record is forgotten; the next reading or cycle that meets it, unusable as before, tells it again.
     *
     * @param why   in their words; not blank
     * @throws Refusal when there are none; names the causes there are
     */
    public static Dropped drop(OpenProject project, LetterChoice choice, String why, Optional<Instant> until) {
        if (why.isBlank()) {
            throw new Refusal(Refusal.Kind.USAGE, "it does not say why", "Say in a few words why nobody is to be waited for, such as --why \"a test account\"");
        }
        Instant now = project.now();
        Instant end = until.orElseGet(() -> now.plus(HeldDecision.REJECTED_FOR));
        if (!end.isAfter(now)) {
            throw new Refusal(Refusal.Kind.USAGE, end + " is not ahead", "Say when it is to be decided anew, such as --until 7d");
        }
        LetterFilter filter = choice.filter(project);
        Map<String, Job> jobs = project.project().jobs().collect(Collectors.toMap(Job::name, Function.identity()));
        StateStore store = project.store();
        refuseNone(store, filter);
        return store.inTransaction(() -> {
            List<DeadLetter> letters = store.changes().deadLetters(filter, Integer.MAX_VALUE);
            List<DeadLetter> changes = letters.stream().filter(letter -> letter.change().isPresent() && jobs.containsKey(letter.job())).toList();
            byJob(changes).forEach((job, ofJob) -> store.rulings().rule(job, ofJob.stream().map(letter -> new Ruling(Decided.REJECTED, letter.change().orElseThrow(),
                    new By(now, project.caller().name(), why), Optional.of(end))).toList()));
            store.changes().forgetLetters(letters.stream().map(DeadLetter::id).toList());
            store.log().append(letters.stream().map(letter -> entry(letter, Optional.ofNullable(jobs.get(letter.job())), "drop", project.caller().name(), now,
                    why + (changes.contains(letter) ? "; until " + end : "") + "; it came to: " + letter.reason())).toList());
            List<DeadLetter> forgotten = letters.stream().filter(letter -> !changes.contains(letter)).toList();
            return new Dropped(counts(changes), counts(forgotten), end.toString());
        });
    }

    private static Retried retry(StateStore store, LetterFilter filter, Map<String, Job> jobs, String actor, Instant now) {
        return store.inTransaction(() -> {
            List<DeadLetter> letters = store.changes().deadLetters(filter, Integer.MAX_VALUE).stream().filter(letter -> jobs.containsKey(letter.job())).toList();
            List<DeadLetter> again = letters.stream().filter(letter -> letter.stage() != Stage.READ).toList();
            store.changes().tryAgain(again.stream().map(DeadLetter::id).toList());
            byJob(again.stream().filter(letter -> letter.identityId().isPresent() && letter.group() == 0).toList()).forEach((job, ofJob) ->
                    store.links().markDue(job, ofJob.stream().map(letter -> letter.identityId().orElseThrow()).toList()));
            byJob(again.stream().filter(letter -> letter.group() != 0).toList()).forEach((job, ofJob) ->
                    store.memberships().markDue(job, ofJob.stream().flatMap(letter -> Pair.of(letter.change().orElseThrow()).stream()).toList()));
            byJob(again.stream().filter(letter -> letter.stage() == Stage.RESOLVE).toList()).forEach((job, ofJob) ->
                    store.hub().restage(job, ofJob.stream().flatMap(letter -> letter.anchor().stream()).toList()));
            store.log().append(again.stream().map(letter -> entry(letter, Optional.of(jobs.get(letter.job())), LogAction.RETRY, actor, now, "the next cycle tries again what came to: " + letter.reason())).toList());
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
        if (filter.outcome().isPresent() || filter.since().isPresent()) {
            return found; // they are no answer, and of no moment
        }
        for (Job job : jobs) {
            if (filter.job().isPresent() && !filter.job().get().equals(job.name())) {
                continue;
            }
            List<Long> ids = Stream.of(Reason.NOT_STORED, Reason.STATE_UNCLEAR).flatMap(reason -> store.links().withProblem(job.name(), reason, Integer.MAX_VALUE).stream())
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
                LogEntry.About.account(subject.identity().subject(), job.system(), subject.link().flatMap(Link::anchor)), LogAction.RETRY,
                LogEntry.Result.of(LogEntry.Status.SUCCESS,
                "the next cycle tries again what came to: " + Sentences.of(subject.link().flatMap(Link::problem))), List.of(), List.of())).toList());
    }

    private static LogEntry entry(DeadLetter letter, Optional<Job> job, String action, String actor, Instant now, String why) {
        String system = job.map(Job::system).orElse("");
        LogEntry.About about = letter.change().isEmpty() ? LogEntry.About.record(SubjectKey.NONE, system, letter.anchor().orElse(""))
                : LogEntry.About.account(letter.subject(), system, letter.anchor());
        LogEntry.Result result = new LogEntry.Result(LogEntry.Status.SUCCESS, why, letter.failure().attempts(), 0);
        return new LogEntry(now, new LogEntry.By(letter.job(), 0, "dead-letters " + action + " by " + actor), about, action, result, List.of(), List.of());
    }

    private static Map<String, List<DeadLetter>> byJob(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.toList()));
    }

    private static Map<String, Long> counts(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.counting()));
    }

    /** Refuses a filter that no dead letter passes, and names the causes there are. */
    static void refuseNone(StateStore store, LetterFilter filter) {
        boolean narrowed = filter.who().isPresent() || filter.cause().isPresent() || filter.outcome().isPresent() || filter.since().isPresent();
        if (narrowed && store.changes().deadLetters(filter, 1).isEmpty()) {
            String causes = store.changes().causes(new LetterFilter(filter.job(), Optional.empty(), Optional.empty())).stream().limit(SOME)
                    .map(count -> count.cause() + " (" + count.outcome().word() + ")").distinct().collect(Collectors.joining(", "));
            throw new Refusal(Refusal.Kind.FAILED, "there is no dead letter like that", causes.isEmpty() ? "There is none at all"
                    : "The causes there are: " + causes + "; caravan dead-letters list names everybody");
        }
    }
}
