package io.caravan.runtime;

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
     * @param status how the cycle ended; empty: the job has never run
     * @return empty when there is nothing to do
     */
    public static String after(String status, String job, boolean inbound) {
        return switch (status) {
            case "" -> "caravan plan shows what would happen, caravan sync does it";
            case "failed" -> "mend what its message says; the next cycle tries again, or caravan sync " + job;
            case "held" -> inbound ? "its message says why; if it is right: caravan approve " + job + "; caravan plan with the option that it names shows what would come of it"
                    : "caravan approve " + job + " shows them; then caravan approve " + job + " --why TEXT, or caravan reject " + job + " --why TEXT";
            case "interrupted" -> "the service goes on from there when it runs, or caravan sync " + job;
            case "quarantined" -> "mend what its message says; then caravan quarantine release " + job;
            case "paused", "disabled" -> "caravan job resume " + job;
            case "partly" -> whoAndWhy(job);
            default -> "";
        };
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
