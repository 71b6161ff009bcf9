package io.caravan.engine;

import io.caravan.engine.HubStore.Contribution;
import io.caravan.engine.HubStore.EarlierRecord;
import io.caravan.engine.HubStore.KnownRecord;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.Authority;
import io.caravan.plan.Authority.Statement;
import io.caravan.plan.Contest;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whom sources give an attribute otherwise, as they were read last. Asks the hub page by page, and no source. */
public final class SourceContests {

    private static final int PAGE = 1000;

    private final HubStore hub;
    private final List<InboundJob> jobs;
    private final Authority authority;
    private final Instant now;

    /** @param zone for people who have none of their own */
    public SourceContests(HubStore hub, List<InboundJob> jobs, ZoneId zone, Instant now) {
        this.hub = hub;
        this.jobs = List.copyOf(jobs);
        this.authority = new Authority(jobs, zone);
        this.now = now;
    }

    /**
     * Somebody of whom sources say different things.
     *
     * @param said by each record that is there
     */
    public record Found(Identity whose, List<Contest> contests, List<Statement> said) {
        public Found {
            contests = List.copyOf(contests);
            said = List.copyOf(said);
        }
    }

    public void each(Consumer<Found> use) {
        Set<Kind> kinds = jobs.stream().filter(job -> !job.isOfPairs()).map(InboundJob::kind)
                .filter(kind -> jobs.stream().filter(job -> !job.isOfPairs() && job.kind().equals(kind)).limit(2).count() > 1).collect(Collectors.toSet());
        for (Kind kind : kinds) {
            List<Identity> page = hub.changed(kind, -1, PAGE);
            while (!page.isEmpty()) {
                page(page, use);
                page = hub.changed(kind, page.get(page.size() - 1).version(), PAGE);
            }
        }
    }

    private void page(List<Identity> identities, Consumer<Found> use) {
        List<Long> ids = identities.stream().map(Identity::id).toList();
        Map<Long, List<Contribution>> said = hub.contributions(ids);
        List<Long> compared = ids.stream().filter(id -> said.getOrDefault(id, List.of()).stream()
                .anyMatch(one -> authority.needsRecords(one.job(), said.get(id).size() > 1))).toList();
        Map<Long, List<KnownRecord>> records = compared.isEmpty() ? Map.of() : hub.recordsOf(compared);
        Map<Long, List<EarlierRecord>> earlier = compared.isEmpty() ? Map.of() : KeptRecords.of(hub, jobs, compared);
        for (Identity identity : identities) {
            List<Statement> statements = Merging.statements(said.getOrDefault(identity.id(), List.of()), records.getOrDefault(identity.id(), List.of()),
                    earlier.getOrDefault(identity.id(), List.of()));
            List<Contest> contests = authority.contests(statements, now);
            if (!contests.isEmpty()) {
                use.accept(new Found(identity, contests, statements.stream().filter(one -> one.absentSince().isEmpty()).toList()));
            }
        }
    }
}
