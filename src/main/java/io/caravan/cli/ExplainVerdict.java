package io.caravan.cli;

import io.caravan.operations.Decision;
import io.caravan.operations.Explanation;
import io.caravan.operations.Explanation.ExplainedStep;
import io.caravan.operations.Explanation.JobExplained;
import io.caravan.operations.LogEntries.Entry;
import io.caravan.plan.ChangeKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** In one sentence: has, has no, or will have an account, since when, and why. */
final class ExplainVerdict {

    private static final Set<String> OPENS = Set.of(ChangeKind.CREATE.word(), ChangeKind.ENABLE.word(), ChangeKind.LINK.word());
    private static final Set<String> CLOSES = Set.of(ChangeKind.DISABLE.word());

    /** What is due is not the next run's. */
    private static final Set<String> DECIDED = Set.of(Explanation.REJECTED, Explanation.HELD, Explanation.GIVEN_UP);

    private ExplainVerdict() {
    }

    /** @param person else a group, or something of another kind, which is in a target and has no account there */
    static String of(String who, boolean person, JobExplained job) {
        String where = job.system().isEmpty() ? "for " + job.job() : "in " + job.system();
        String named = job.account().or(job::anchor).map(account -> " (" + account + ")").orElse("");
        String has = switch (job.accountState()) {
            case ENABLED -> who + (person ? " has an account " : " is ") + where + named + since(person ? ", open since " : ", since ", job, OPENS);
            case DISABLED -> who + (person ? " has an account " : " is ") + where + named + ", and it is closed" + since(" since ", job, CLOSES);
            case WRITTEN_BACK -> who + "'s record " + where + named + " is written back to";
            case LEFT_ALONE -> "No record of " + who + " " + where + " is written back to";
            case MISSING -> "Whether " + who + (person ? " has an account " : " is ") + where + " is not known: the one known" + named + " is not found";
            case IN_DOUBT -> "Whether " + who + (person ? " has an account " : " is ") + where + " is not known: one may have been created";
            default -> job.decision() == Decision.CREATE ? who + (person ? " will have an account " : " will be ") + where : who + (person ? " has no account " : " is not ") + where;
        };
        return has + follows(job) + ".";
    }

    private static String follows(JobExplained job) {
        String why = job.reason().isEmpty() ? "" : ": " + job.reason();
        Optional<ExplainedStep> decided = job.steps().stream().filter(step -> DECIDED.contains(step.step())).findFirst();
        if (decided.isPresent()) {
            return "; " + job.decision().word() + " is due" + (job.reason().isEmpty() ? "" : " (" + job.reason() + ")") + ", and " + decided.get().text();
        }
        return switch (job.decision()) {
            case CREATE -> " with the next run" + why;
            case UPDATE -> "; the next run changes it" + why;
            case ENABLE -> "; the next run opens it" + why;
            case DISABLE -> "; the next run closes it" + why;
            case DELETE -> "; the next run deletes it" + why;
            case RELEASE -> "; the next run lets it be" + why;
            case LINK -> "; the next run takes one that is there for it" + why;
            case UNKNOWN -> "; what follows cannot be told" + why;
            case UNCHANGED, SKIPPED -> why;
            case AMBIGUOUS, REPORTED, FAILED, MISSING -> ", and nothing can be decided" + why;
        };
    }

    /** From the log: the last time that it was so made. */
    private static String since(String words, JobExplained job, Set<String> actions) {
        List<String> days = Stream.of(job.log()).flatMap(List::stream).filter(entry -> entry.hasSucceeded() && actions.contains(entry.action()))
                .map(Entry::at).map(at -> at.substring(0, "2026-11-30".length())).toList();
        return days.isEmpty() ? "" : words + days.get(days.size() - 1);
    }
}
