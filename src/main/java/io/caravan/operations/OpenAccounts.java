package io.caravan.operations;

import io.caravan.connector.OutcomeException;
import io.caravan.engine.AccountSurvey;
import io.caravan.mapping.OutboundJob;
import java.util.List;
import java.util.Optional;

/**
 * People whose account no match rule decides, and the accounts that match: for somebody to decide, as {@link AdoptedAccounts} takes it.
 *
 * @param incomplete why there may be more accounts than these; empty: these are all
 */
public record OpenAccounts(String job, List<Adoption.Open> open, Optional<String> incomplete) {

    /**
     * Lists the job's target. Only whoever is in the hub is looked at.
     *
     * @throws Refusal when there is no such job, it writes to no accounts, the hub is empty, or the target cannot be listed
     */
    public static OpenAccounts of(OpenProject project, String name) {
        OutboundJob job = DriftReport.outbound(project, name);
        if (project.store().hub().identityCount() == 0) {
            throw new Refusal(Refusal.Kind.FAILED, "the hub is empty", "caravan sync with the name of a source's job reads who there is, and touches no target");
        }
        try (OpenProject preview = project.preview(); AccountSurvey survey = preview.engine().inspection().survey(job)) {
            return new OpenAccounts(job.name(), Adoption.open(project, job, survey), survey.gap());
        } catch (OutcomeException failed) {
            throw new Refusal(Refusal.Kind.FAILED, job.system() + " cannot be listed: " + failed.outcome().message(), "caravan check --live tells what is wrong");
        }
    }
}
