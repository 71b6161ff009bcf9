package io.caravan.runtime;

import io.caravan.engine.CycleStatus;
import io.caravan.plan.Verdict;
import io.caravan.subject.Sentences;
import java.util.Optional;

/** What somebody should do about a cycle, by how it ended: in the same words in the service log, after a sync, and in a status. */
public final class NextStep {

    private NextStep() {
    }

    /**
     * What to do, without who it is about.
     *
     * @return empty when there is nothing to do
     */
    public static String after(CycleStatus status, String job, boolean inbound) {
        return switch (status) {
            case FAILED -> "mend what its message says; the next cycle tries again, or caravan sync " + job;
            case HELD -> inbound ? "its message says why; if it is right: caravan approve " + job + "; caravan plan with the option that it names shows what would come of it"
                    : "caravan approve " + job + " shows them; then caravan approve " + job + " --why TEXT, or caravan reject " + job + " --why TEXT";
            case INTERRUPTED -> "the service goes on from there when it runs, or caravan sync " + job;
            case PAUSED -> resume(job);
            case PARTLY -> whoAndWhy(job);
            case RUNNING, DONE -> "";
        };
    }

    /** About a job that has never run. */
    public static String first() {
        return "caravan plan shows what would happen, caravan sync does it";
    }

    /** About a job that is paused, or switched off. */
    public static String resume(String job) {
        return "caravan job resume " + job;
    }

    /** About a job in quarantine. */
    public static String release(String job) {
        return "mend what its message says; then caravan quarantine release " + job;
    }

    /** Why a change that somebody saw is not made, by what is decided now; empty: nothing is to be decided. */
    public static String instead(Optional<Verdict> now) {
        if (now.isEmpty() || now.get().kind() == Verdict.Kind.UNCHANGED) {
            return "there is nothing to do any more: the account is as it should be";
        }
        String because = Sentences.of(now.get().because());
        return now.get().change().map(change -> "now it would be another change, " + change.kind().word() + (because.isEmpty() ? "" : ": " + because))
                .orElse("it is not due any more: " + because);
    }

    /** The same of a membership. */
    public static String insteadOfMembership(boolean givenUp) {
        return givenUp ? "it is a dead letter by now, because the target refused it: caravan dead-letters tells why"
                : "there is nothing to do any more: the membership is as it should be, or the group or the member's account is not";
    }

    /** The commands that name what did not succeed in a job: what was given up, and what is tried again. */
    public static String whoAndWhy(String job) {
        return "who and why: " + deadLetters(job) + ", caravan log --job " + job + " --status failure";
    }

    public static String deadLetters(String job) {
        return "caravan dead-letters list --job " + job;
    }
}
