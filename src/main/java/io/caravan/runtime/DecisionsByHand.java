package io.caravan.runtime;

import io.caravan.engine.AccountByHand;
import io.caravan.engine.Cycle;
import io.caravan.engine.CycleListener;
import io.caravan.mapping.OutboundJob;
import io.caravan.subject.Identity;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What whoever acts says of accounts, where no answer of a target proves it. The job does not run meanwhile, and nothing is sent. */
public final class DecisionsByHand {

    private final Caravan caravan;
    private final Leases leases;
    private final String actor;

    DecisionsByHand(Caravan caravan, Leases leases, String actor) {
        this.caravan = caravan;
        this.leases = leases;
        this.actor = actor;
    }

    /**
     * Who acts says which account somebody has, or, with none, that there is none; nothing is sent.
     *
     * @return what speaks against it; empty when it is so from here on
     */
    public Optional<AccountByHand.Refused> settle(OutboundJob job, Identity identity, Optional<String> account) {
        return whileItDoesNotRun(job, "settle", accounts -> accounts.settle(identity, account));
    }

    /**
     * Who acts says whose accounts are; nothing is sent. The job does not run meanwhile.
     *
     * @param checked checks and gives what is to be written; nothing is, when it gives nothing
     * @return what speaks against it; empty when it is so from here on
     */
    public Optional<AccountByHand.Refused> decide(OutboundJob job, String initiatedBy, Supplier<List<AccountByHand.Decision>> checked) {
        return whileItDoesNotRun(job, initiatedBy, accounts -> {
            accounts.decide(checked.get());
            return Optional.empty();
        });
    }

    private Optional<AccountByHand.Refused> whileItDoesNotRun(OutboundJob job, String initiatedBy, Function<AccountByHand, Optional<AccountByHand.Refused>> work) {
        Optional<HeldJob> held = leases.take(job.name());
        if (held.isEmpty()) {
            return Optional.of(new AccountByHand.Refused("job '" + job.name() + "' is running", "Wait until it has ended; caravan status shows when"));
        }
        try {
            Cycle cycle = new Cycle(0, job, false, new Cycle.Start(caravan.now(), initiatedBy + " by " + actor, 0), caravan.project().secrets(job), CycleListener.NONE);
            cycle.sharesAccountsWith(caravan.project().outbound().stream().filter(job::sharesAccountsWith).toList());
            return work.apply(new AccountByHand(caravan.store().fenced(held.get().lease()), caravan.zone(), cycle, job, caravan.system(job.system())));
        } finally {
            leases.release(held.get());
        }
    }
}
