package io.caravan.runtime;

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
            case "held" -> inbound ? "its message says why; caravan plan with the option that it names shows what would come of it"
                    : "caravan plan " + job + " --out FILE, then caravan apply FILE --approve";
            case "interrupted" -> "the service goes on from there when it runs, or caravan sync " + job;
            case "paused" -> "caravan job resume " + job;
            case "partly" -> whoAndWhy(job);
            default -> "";
        };
    }

    /** The commands that name what did not succeed in a job: what was given up, and what is tried again. */
    public static String whoAndWhy(String job) {
        return "who and why: " + deadLetters(job) + ", caravan log --job " + job + " --status failure";
    }

    public static String deadLetters(String job) {
        return "caravan dead-letters list --job " + job;
    }
}
