package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.AccountWish;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.TargetView.Candidate;
import io.caravan.plan.Verdict;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Identity;
import io.caravan.subject.Reason;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A target's accounts as somebody needs to see them who decides whose they are. Lists the target once; meant for a store that is a
 * {@link StateStore#preview()}. Not thread-safe.
 */
public final class AccountSurvey implements AutoCloseable {

    private static final int PAGE = 1000;

    private final StateStore store;
    private final OutboundJob job;
    private final TargetMatching target;
    private final AccountPlanner planner;
    private final OutboundContext context;
    private final Presence presence;

    /** @throws io.caravan.connector.OutcomeException when the target cannot be listed */
    public AccountSurvey(StateStore store, ZoneId zone, OutboundJob job, SystemPort system, DriftSearch.Asked asked) {
        ObjectSpec object = system.spec().connector().objects().get(job.object());
        Cycle cycle = new Cycle(0, job, true, asked.start(), asked.secrets(), asked.listener());
        this.store = store;
        this.job = job;
        this.target = new TargetMatching(store, cycle, job, system);
        this.planner = new AccountPlanner(job, object, zone, cycle.secrets());
        this.context = OutboundContext.toExplain(store, cycle, object, target);
        this.presence = new Presence(store, cycle, system, object);
        target.list();
    }

    /**
     * Somebody whose account no rule decides.
     *
     * @param why      several match, it is somebody else's, or the job only reports
     * @param accounts that match
     */
    public record Open(Identity identity, Because why, List<Candidate> accounts) {
    }

    /** Why the list is not whole; empty when it is. */
    public Optional<String> gap() {
        return target.gap();
    }

    /** Everybody whose account no rule decides, in the order in which they came. */
    public List<Open> open() {
        List<Open> open = new ArrayList<>();
        List<Subject> page = store.links().page(job.kind(), job.name(), 0, PAGE);
        while (!page.isEmpty()) {
            page.stream().filter(subject -> subject.link().filter(link -> link.state().exists()).isEmpty()).forEach(subject -> {
                Verdict verdict = planner.plan(subject.identity(), subject.link(), target, of(subject.identity()), false);
                boolean reported = verdict.kind() == Verdict.Kind.REPORTED && verdict.because().filter(because -> because.reason() == Reason.MATCH_REPORTED).isPresent();
                if (reported || verdict.kind() == Verdict.Kind.AMBIGUOUS) {
                    open.add(new Open(subject.identity(), verdict.because().orElseThrow(), matches(subject.identity())));
                }
            });
            page = store.links().page(job.kind(), job.name(), page.get(page.size() - 1).identity().id(), PAGE);
        }
        return open;
    }

    /** The accounts that match somebody by any rule. */
    public List<Candidate> matches(Identity identity) {
        return planner.matches(identity, target.asListed(), of(identity));
    }

    /** What lifecycle and scope want for somebody; empty when that cannot be told. */
    public Optional<AccountWish> wish(Identity identity) {
        return planner.wish(identity, Optional.empty(), of(identity));
    }

    /** Why an account cannot be this person's; empty when nothing says so. */
    public Optional<Because> contradiction(Identity identity, String anchor, Attributes account) {
        return planner.contradiction(identity, anchor, account, of(identity));
    }

    /** An account as the target shows it; one that its list lacks is asked for. Empty when it does not show it. */
    public Optional<Attributes> account(String anchor) {
        Optional<Attributes> listed = Optional.ofNullable(store.links().listed(job.name(), List.of(anchor)).get(anchor)).map(ListedAccount::attributes);
        return listed.or(() -> presence.canAsk() ? Optional.of(presence.ask(anchor)).filter(found -> found.answer() == Presence.Answer.THERE).map(Presence.Found::account)
                : Optional.empty());
    }

    private EvaluationContext of(Identity identity) {
        return context.of(identity.id(), identity.key());
    }

    @Override
    public void close() {
        target.close();
    }
}
