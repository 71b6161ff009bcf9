package io.caravan.operations;

import io.caravan.engine.AccountByHand.Refused;
import io.caravan.subject.Identity;
import io.caravan.mapping.OutboundJob;
import java.util.Optional;

/**
 * What somebody has said of an account, where the application cannot prove it.
 *
 * @param account the one that is the identity's from here on; empty: there is none
 */
public record SettledAccount(String job, String identity, Optional<String> account) {

    /**
     * Says which account somebody has, or that there is none. Nothing is sent: the next cycle goes on from there.
     *
     * @param who     an identity's key
     * @param account its id in the application; empty: one that may have been created was not, one that is not found is gone
     * @throws Refusal when nobody is meant by that, or something speaks against it
     */
    public static SettledAccount settle(OpenProject project, String who, String name, Optional<String> account) {
        if (!(project.job(name) instanceof OutboundJob job)) {
            throw new Refusal(Refusal.Kind.USAGE, "job '" + name + "' reads a source and has no accounts", "Name a job that writes to a target; caravan status lists them");
        }
        if (account.filter(String::isBlank).isPresent()) {
            throw new Refusal(Refusal.Kind.USAGE, "--account names no account", "Name it by its id in the application, or write --no-account");
        }
        Identity identity = new PersonLookup(project.project(), project.store()).orRefuse(who);
        Optional<Refused> refused = project.engine().byHand().settle(job, identity, account);
        refused.ifPresent(why -> {
            throw new Refusal(Refusal.Kind.FAILED, why.why(), why.next());
        });
        return new SettledAccount(job.name(), identity.key(), account);
    }
}
