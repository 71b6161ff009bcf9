package io.caravan.engine;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.HubStore.Contribution;
import io.caravan.mapping.InboundJob;
import io.caravan.plan.Authority;
import io.caravan.plan.Authority.Statement;
import io.caravan.plan.Contest;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a source says of people and another source says otherwise, with more authority: told when it is new, and not each time it is read. Of one page of
 * records; not thread-safe.
 */
final class OverruledWords {

    /** As the log calls it. */
    static final String ACTION = "overruled";

    private final Authority authority;
    private final InboundJob job;
    /** What this job said of them before, by anchor. */
    private final Map<String, Attributes> before = new HashMap<>();
    private final Map<Long, List<Contest>> contests = new HashMap<>();
    private final Map<String, Overruled> overruled = new LinkedHashMap<>();

    /**
     * What a record says for nothing.
     *
     * @param changes from what counts to what was said
     */
    record Overruled(Identity whose, String why, List<AttributeChange> changes) {
    }

    /**
     * Before what is said now is stored.
     *
     * @param ids of the identities that are spoken of
     */
    OverruledWords(StateStore store, Authority authority, InboundJob job, List<Long> ids) {
        this.authority = authority;
        this.job = job;
        if (!authority.isSingleSource()) {
            store.hub().contributions(ids).values().stream().flatMap(List::stream).filter(one -> one.job().equals(job.name()))
                    .forEach(one -> before.put(one.anchor(), said(one)));
        }
    }

    private static Attributes said(Contribution one) {
        return one.absentSince().isPresent() ? Attributes.empty() : one.attributes();
    }

    /** Everything that is said of somebody now. */
    void heard(Identity whose, List<Statement> statements, Instant now) {
        List<Contest> all = authority.contests(statements, now);
        if (all.isEmpty()) {
            return;
        }
        contests.put(whose.id(), all);
        Map<String, List<Contest>> fresh = new LinkedHashMap<>();
        all.stream().filter(contest -> contest.overruled().job().equals(job.name()) && isNew(contest))
                .forEach(contest -> fresh.computeIfAbsent(contest.overruled().anchor(), none -> new ArrayList<>()).add(contest));
        fresh.forEach((anchor, some) -> overruled.put(anchor, new Overruled(whose, text(some),
                some.stream().map(contest -> AttributeChange.of(contest.attribute(), contest.value(), contest.overruledValue())).toList())));
    }

    private boolean isNew(Contest contest) {
        Attributes said = before.getOrDefault(contest.overruled().anchor(), Attributes.empty());
        return !Objects.equals(said.get(contest.attribute()), contest.overruledValue());
    }

    /** Of what has changed, whose word counts where others say something else; empty where nobody does. */
    String whyTheyCount(Identity whose, List<AttributeChange> changes) {
        Set<String> changed = changes.stream().map(AttributeChange::name).collect(Collectors.toSet());
        return text(contests.getOrDefault(whose.id(), List.of()).stream().filter(contest -> changed.contains(contest.attribute())).toList());
    }

    private static String text(List<Contest> some) {
        return some.stream().map(Contest::text).collect(Collectors.joining("; "));
    }

    /** What a record says anew and for nothing. */
    Optional<Overruled> of(String anchor) {
        return Optional.ofNullable(overruled.get(anchor));
    }
}
