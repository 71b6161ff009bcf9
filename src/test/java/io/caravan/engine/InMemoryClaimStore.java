package io.caravan.engine;

import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

final class InMemoryClaimStore implements ClaimStore {

    static final Comparator<Claim> ORDER = Comparator.comparing(Claim::anchor).thenComparing(Claim::group).thenComparing(Claim::member);

    private final InMemoryStateStore store;

    InMemoryClaimStore(InMemoryStateStore store) {
        this.store = store;
    }

    private TreeMap<Claim, Meant> claims(String job) {
        return store.tables().claims.computeIfAbsent(job, none -> new TreeMap<>(ORDER));
    }

    private TreeMap<Claim, Waiting> waiting(String job) {
        return store.tables().stagedClaims.computeIfAbsent(job, none -> new TreeMap<>(ORDER));
    }

    private boolean stays(String job, Meant one) {
        return waiting(job).get(one.claim()) == null;
    }

    @Override
    public Map<String, List<Known>> known(String job, Collection<String> anchors) {
        Map<String, List<Known>> known = new LinkedHashMap<>();
        Stream.concat(claims(job).values().stream().map(one -> new Known(one, Optional.ofNullable(waiting(job).get(one.claim())))),
                waiting(job).entrySet().stream().filter(each -> each.getValue() == Waiting.NEW).map(each -> new Known(Meant.nobody(each.getKey()), Optional.of(Waiting.NEW))))
                .filter(one -> anchors.contains(one.meant().claim().anchor()))
                .forEach(one -> known.computeIfAbsent(one.meant().claim().anchor(), none -> new ArrayList<>()).add(one));
        return known;
    }

    @Override
    public void stage(String job, Waiting as, Collection<Claim> claims) {
        for (Claim claim : new LinkedHashSet<>(claims)) {
            if (as == Waiting.NEW) {
                waiting(job).remove(claim);
            } else {
                waiting(job).remove(claim, Waiting.NEW);
            }
            if (claims(job).containsKey(claim) == (as != Waiting.NEW) && (as == Waiting.GONE || !waiting(job).containsKey(claim))) {
                waiting(job).put(claim, as);
            }
        }
    }

    @Override
    public List<Meant> staged(String job, Waiting as, Claim after, int limit) {
        return waiting(job).tailMap(after, false).entrySet().stream().filter(each -> each.getValue() == as)
                .map(each -> claims(job).getOrDefault(each.getKey(), Meant.nobody(each.getKey()))).limit(limit).toList();
    }

    @Override
    public void mean(String job, Collection<Meant> claims) {
        claims.forEach(one -> {
            claims(job).put(one.claim(), new Meant(one.claim(), one.group(), one.member(), one.from().map(InMemoryStateStore::kept),
                    one.until().map(InMemoryStateStore::kept)));
            waiting(job).remove(one.claim());
        });
    }

    @Override
    public void forget(String job, Collection<Claim> claims) {
        claims.forEach(claim -> {
            claims(job).remove(claim);
            waiting(job).remove(claim);
        });
    }

    @Override
    public void setApart(String job, Collection<Claim> claims) {
        claims.forEach(claim -> {
            claims(job).computeIfPresent(claim, (same, one) -> new Meant(claim, OptionalLong.empty(), OptionalLong.empty(), one.from(), one.until()));
            waiting(job).remove(claim);
        });
    }

    private Stream<Meant> some(String job, Claim after, Predicate<Meant> wanted) {
        return claims(job).tailMap(after, false).values().stream().filter(wanted);
    }

    @Override
    public List<Meant> open(String job, Claim after, int limit) {
        return some(job, after, one -> one.pair().isEmpty() && stays(job, one)).limit(limit).toList();
    }

    @Override
    public long openCount(String job) {
        return some(job, FIRST, one -> one.pair().isEmpty() && stays(job, one)).count();
    }

    @Override
    public List<Meant> all(String job, Claim after, int limit) {
        return some(job, after, one -> true).limit(limit).toList();
    }

    @Override
    public Map<Pair, List<Meant>> ofPairs(String job, Collection<Pair> pairs) {
        Map<Pair, List<Meant>> found = new LinkedHashMap<>();
        some(job, FIRST, one -> one.pair().filter(pairs::contains).isPresent())
                .forEach(one -> found.computeIfAbsent(one.pair().orElseThrow(), none -> new ArrayList<>()).add(one));
        return found;
    }

    @Override
    public List<Leaving> leaving(String job) {
        Set<Pair> leaving = new HashSet<>(some(job, FIRST, one -> !stays(job, one)).map(Meant::pair).flatMap(Optional::stream).toList());
        some(job, FIRST, one -> stays(job, one)).map(Meant::pair).flatMap(Optional::stream).forEach(leaving::remove);
        return leaving.stream().map(Pair::group).distinct().sorted().map(group -> new Leaving(group, leaving.stream().filter(pair -> pair.group() == group).count(),
                some(job, FIRST, one -> one.group().isPresent() && one.group().getAsLong() == group && one.member().isPresent())
                        .map(one -> one.member().getAsLong()).distinct().count())).toList();
    }

    @Override
    public long pairCount(String job) {
        return some(job, FIRST, one -> true).map(Meant::pair).filter(Optional::isPresent).distinct().count();
    }

    @Override
    public List<Pair> due(String job, Origin origin, Instant now, int limit) {
        return store.tables().memberships.values().stream().filter(row -> row.origin().equals(origin) && row.until().filter(end -> !end.isAfter(now)).isPresent())
                .map(Pair::of).filter(pair -> ofPairs(job, List.of(pair)).getOrDefault(pair, List.of()).stream().anyMatch(one -> one.until().map(now::isBefore).orElse(true)))
                .sorted(Comparator.comparing(Pair::group).thenComparing(Pair::member)).limit(limit).filter(Objects::nonNull).toList();
    }
}
