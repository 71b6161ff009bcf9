package io.caravan.operations;

import io.caravan.cycle.ChangeStore.DeadLetter;
import io.caravan.cycle.ChangeStore.LetterFilter;
import io.caravan.cycle.ChangeStore.Stage;
import io.caravan.cycle.LogEntry;
import io.caravan.cycle.StateStore;
import io.caravan.mapping.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lets dead letters be tried again. */
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
     * @param jobs  the project's jobs, by name
     * @param actor who asks, for the log
     */
    public static Retried retry(StateStore store, LetterFilter filter, Map<String, Job> jobs, String actor, Instant now) {
        return store.inTransaction(() -> {
            List<DeadLetter> letters = store.changes().deadLetters(filter, Integer.MAX_VALUE).stream().filter(letter -> jobs.containsKey(letter.job())).toList();
            List<DeadLetter> again = letters.stream().filter(letter -> letter.stage() != Stage.READ).toList();
            store.changes().tryAgain(again.stream().map(DeadLetter::id).toList());
            byJob(again.stream().filter(letter -> letter.identityId().isPresent()).toList()).forEach((job, ofJob) ->
                    store.links().markDue(job, ofJob.stream().map(letter -> letter.identityId().orElseThrow()).toList()));
            byJob(again.stream().filter(letter -> letter.stage() == Stage.RESOLVE).toList()).forEach((job, ofJob) ->
                    store.hub().restage(job, ofJob.stream().flatMap(letter -> letter.anchor().stream()).toList()));
            store.log().append(again.stream().map(letter -> entry(letter, jobs.get(letter.job()), actor, now)).toList());
            return new Retried(counts(again), counts(letters.stream().filter(letter -> letter.stage() == Stage.READ).toList()));
        });
    }

    private static LogEntry entry(DeadLetter letter, Job job, String actor, Instant now) {
        boolean record = letter.stage() == Stage.RESOLVE;
        return new LogEntry(now, 0, letter.job(), record ? "" : letter.identityKey(), record ? letter.anchor().orElse("") : "", job.system(),
                record ? "" : letter.anchor().orElse(""), "retry", LogEntry.Status.SUCCESS, "the next cycle tries again what came to: " + letter.reason(),
                List.of(), List.of(), letter.attempts(), 0, "dead-letters retry by " + actor);
    }

    private static Map<String, List<DeadLetter>> byJob(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.toList()));
    }

    private static Map<String, Long> counts(List<DeadLetter> letters) {
        return letters.stream().collect(Collectors.groupingBy(DeadLetter::job, TreeMap::new, Collectors.counting()));
    }

    /** Refuses a filter that no dead letter passes, and names the causes there are. */
    public static void refuseNone(StateStore store, LetterFilter filter) {
        boolean narrowed = filter.who().isPresent() || filter.cause().isPresent();
        if (narrowed && store.changes().deadLetters(filter, 1).isEmpty()) {
            List<DeadLetter> ofJob = store.changes().deadLetters(filter.job(), 1000);
            String causes = ofJob.stream().map(letter -> letter.outcome().word()).distinct().sorted().collect(Collectors.joining(", "));
            throw new Refusal(Refusal.Kind.FAILED, "there is no dead letter like that", causes.isEmpty() ? "There is none at all"
                    : "The causes there are: " + causes + "; caravan dead-letters list names everybody");
        }
    }
}
