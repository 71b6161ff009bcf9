package io.caravan.operations;

import io.caravan.engine.GoneJob;
import io.caravan.engine.StateStore;
import io.caravan.mapping.OutboundJob;
import io.caravan.runtime.RunningService;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Jobs that have run, that no mapping is called by any more, and on which somebody depends: accounts that nobody closes, records that nobody reads.
 *
 * @param job      its name
 * @param accounts that are open, or may be
 * @param records  of people of whom its source alone told
 * @param becomes  the job whose the accounts are from here on; empty: nobody's
 */
public record GoneJobs(String job, long accounts, long records, Optional<String> becomes) {

    private static final int NAMED = 5;

    /** Those that are gone, each with who depends on it. Of a project whose files have mistakes nobody knows. */
    static List<LeftBehind> leftBehind(OpenProject open) {
        return all(open).stream().map(gone -> leftBehind(open, gone)).toList();
    }

    /** The same, as runs of these jobs that could not be. */
    public static List<JobRun> runs(OpenProject open) {
        return leftBehind(open).stream().map(left -> new JobRun(left.job(), 0, RunStatus.PARTLY, "", Map.of(), 0, List.of(), List.of(left))).toList();
    }

    /** Those of them that have accounts. */
    static Stream<GoneJob> accounts(OpenProject open) {
        return all(open).stream().filter(gone -> gone.accounts() > 0);
    }

    private static List<GoneJob> all(OpenProject open) {
        return open.mistakes().isEmpty() ? GoneJob.all(open.store(), open.project().jobs().toList()) : List.of();
    }

    private static LeftBehind leftBehind(OpenProject open, GoneJob gone) {
        String name = gone.name();
        long accounts = gone.accounts();
        boolean writes = accounts > 0;
        List<LeftBehind.Person> some = gone.some(NAMED).stream().map(identity -> new LeftBehind.Person(identity.key(), PeopleNames.of(open).of(identity),
                "no mapping is called " + name + " any more, and the account stays as it is, whatever becomes of her")).toList();
        return new LeftBehind(name, GoneJob.CAUSE, writes ? accounts : gone.records(), some, (writes ? "" : "no mapping is called " + name + " any more, and nobody reads these records: whomever "
                + "they tell of stays as she was. ") + "Give the mapping its name back" + (writes ? "; if it has another name now: caravan job rename " + name + " NEW" : "")
                + "; if " + (writes ? "these accounts are to stay as they are, and nobody's" : "they are over") + ": caravan job forget " + name + " --why TEXT");
    }

    /**
     * What a job that is gone had is over: its accounts stay as they are and are not managed any more, its source has no record any more. Nothing is sent.
     *
     * @throws Refusal when the job is not gone, or runs
     */
    public static GoneJobs forget(OpenProject open, String name, String why) {
        String words = HeldDecision.why(why);
        GoneJob gone = gone(open, name);
        if (gone.saysWhoIsInGroups()) {
            throw new Refusal(Refusal.Kind.FAILED, "the records of " + name + " say who is in which group, and that is only taken back by reading them",
                    "Give the mapping its name back, and let its source say so");
        }
        GoneJobs what = new GoneJobs(name, gone.accounts(), gone.records(), Optional.empty());
        gone.forget(open.now(), "job forget by " + open.caller().name(), words);
        return what;
    }

    /**
     * What a job that is gone had is another job's. Nothing is sent.
     *
     * @throws Refusal when the job is not gone, or the other has accounts already, or is none that has any, or has them elsewhere or of subjects of another kind
     */
    public static GoneJobs rename(OpenProject open, String name, String other) {
        GoneJob gone = gone(open, name);
        StateStore store = open.store();
        if (!(open.job(other) instanceof OutboundJob heir) || gone.records() > 0) {
            throw new Refusal(Refusal.Kind.USAGE, (gone.records() > 0 ? name : other) + " reads a source and has no accounts",
                    "Whoever a source tells of is recognised by the match rules of the new mapping; then caravan job forget " + name);
        }
        if (store.links().hasAccounts(other)) {
            throw new Refusal(Refusal.Kind.FAILED, "the job '" + other + "' has accounts already", "If what " + name + " had is nobody's any more: caravan job forget " + name);
        }
        boolean elsewhere = !gone.system().isEmpty() && !gone.system().equals(heir.system());
        if (elsewhere || gone.some(1).stream().anyMatch(one -> !one.kind().equals(heir.kind()))) {
            throw new Refusal(Refusal.Kind.FAILED, "the accounts of " + name + (elsewhere ? " are in " + gone.system() + ", and " + other + " has its own in " + heir.system()
                    : " are not of what " + other + " has accounts of") + ": what is called the same there is somebody else's",
                    "If what " + name + " had is nobody's any more: caravan job forget " + name + " --why TEXT; whose accounts " + other + " has is said by its match rules");
        }
        free(open, other);
        GoneJobs what = new GoneJobs(name, gone.accounts(), 0, Optional.of(other));
        gone.isCalled(other, open.now(), "job rename by " + open.caller().name());
        return what;
    }

    private static GoneJob gone(OpenProject open, String name) {
        if (open.project().job(name).isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, "the job '" + name + "' is there: " + open.project().job(name).get().file(), "Remove or rename its mapping first");
        }
        List<GoneJob> all = GoneJob.all(open.store(), open.project().jobs().toList());
        GoneJob gone = all.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() -> new Refusal(Refusal.Kind.USAGE, "nobody depends on a job '" + name + "'",
                all.isEmpty() ? "caravan status names the jobs there are" : "The jobs that are gone are: " + String.join(", ", all.stream().map(GoneJob::name).toList())));
        free(open, name);
        return gone;
    }

    private static void free(OpenProject open, String name) {
        RunningService.holder(open.store(), name).ifPresent(holder -> {
            throw new Refusal(Refusal.Kind.FAILED, "the job '" + name + "' is running: " + holder, "Wait until it has ended; caravan status shows when");
        });
    }
}
