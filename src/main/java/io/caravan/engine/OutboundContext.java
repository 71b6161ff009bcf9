package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Identity;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.AttributeRule.Source.Reference.Accounts;
import io.caravan.mapping.Formula;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.Assigned;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.Referent;
import io.caravan.plan.ValueComparison;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** What an outbound mapping may know, beyond the identity: other accounts of the target, and unique names. Used by one thread. */
final class OutboundContext {

    private static final int REMEMBERED_REFERENCES = 100_000;
    /** Sixteen bytes each. Forgetting them costs namesakes a question for each of them. */
    private static final int REMEMBERED_NAMES = 5_000_000;
    private static final RandomGenerator SECRET = new SecureRandom();
    private static final Set<Reason> MAY_HAVE_ONE = EnumSet.of(Reason.MATCH_REPORTED, Reason.OPEN_ACCOUNT_OF_LEAVER);

    private final StateStore store;
    private final Cycle cycle;
    private final String job;
    private final ObjectSpec object;
    /** Empty: the target is not asked. */
    private final Optional<TargetMatching> target;
    private final Use use;
    private final Supplier<Instant> now;
    private final Map<Sought, Referent> references = new HashMap<>();
    /** By namespace and hash of the name. */
    private final Map<String, Long2LongOpenHashMap> holders = new HashMap<>();
    private final Optional<Assignments> assignments;
    private final Optional<GroupNames> groups;
    private Set<Long> page = Set.of();
    /** A job that writes back says what people are called; who is called what is for those that make accounts. */
    private final boolean givesNone;
    /** Who has not been given a name yet that the mapping asks for. */
    private final Set<Long> awaiting = new HashSet<>();
    /** What those of the page are assigned to. */
    private Map<Long, Assigned> assigned = Map.of();
    /** The names that identities of the page have, by namespace. */
    private final Map<String, Map<Long, String>> given = new HashMap<>();

    /**
     * A reference, and whose name it stands for.
     *
     * @param accounts of which other job; empty: of this one
     */
    private record Sought(Optional<Accounts> accounts, Reference reference) {

        /** By hand, as in {@link Reference}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Sought that && reference.equals(that.reference) && accounts.equals(that.accounts);
        }

        @Override
        public int hashCode() {
            return 31 * reference.hashCode() + accounts.hashCode();
        }
    }

    /** What it is for: decides what may be remembered, and whether a unique name that is found is given away at once. */
    private enum Use { EXPLAIN, PLAN, DISPATCH }

    private OutboundContext(StateStore store, Cycle cycle, ObjectSpec object, TargetMatching target, Use use) {
        this(store, cycle, object, Optional.of(target), use, cycle::now);
    }

    private OutboundContext(StateStore store, Cycle cycle, ObjectSpec object, Optional<TargetMatching> target, Use use, Supplier<Instant> now) {
        this.now = now;
        this.store = store;
        this.use = use;
        this.cycle = cycle;
        this.job = cycle.job().name();
        this.object = object;
        this.target = target;
        this.givesNone = cycle.job() instanceof OutboundJob outbound && outbound.writeBack().isPresent();
        this.assignments = cycle.job() instanceof OutboundJob outbound ? Assignments.of(store, outbound) : Optional.empty();
        this.groups = cycle.job() instanceof OutboundJob outbound ? GroupNames.of(store, outbound) : Optional.empty();
    }

    /** To see what would be decided: gives no names away. */
    static OutboundContext toExplain(StateStore store, Cycle cycle, ObjectSpec object, TargetMatching target) {
        return new OutboundContext(store, cycle, object, target, Use.EXPLAIN);
    }

    /** While a plan is made nothing is written to the target: who has no account yet gets none meanwhile. */
    static OutboundContext toPlan(StateStore store, Cycle cycle, ObjectSpec object, TargetMatching target) {
        return new OutboundContext(store, cycle, object, target, Use.PLAN);
    }

    /** While a plan is carried out accounts come into being. */
    static OutboundContext toDispatch(StateStore store, Cycle cycle, ObjectSpec object, TargetMatching target) {
        return new OutboundContext(store, cycle, object, target, Use.DISPATCH);
    }

    /** These identities are looked at next, in one transaction: what is needed of each is asked for all of them together. */
    void turnTo(Collection<Long> identityIds) {
        page = Set.copyOf(identityIds);
        awaiting.clear();
        assigned = assignments.map(all -> all.of(page)).orElse(Map.of());
        groups.ifPresent(all -> all.turnTo(page));
        given.clear();
    }

    /** Those of the page who have not been given a name yet that they may be given any time. */
    Set<Long> awaiting() {
        return awaiting;
    }

    /** As {@link #toExplain}, at the moment when it is asked for: a cycle may have begun long before. */
    static OutboundContext toLookUp(StateStore store, Cycle cycle, ObjectSpec object, TargetMatching target, Clock clock) {
        return new OutboundContext(store, cycle, object, Optional.of(target), Use.EXPLAIN, clock::instant);
    }

    /** As {@link #toExplain}, by what is stored alone: the target is asked for nothing. */
    static OutboundContext toForesee(StateStore store, Cycle cycle, ObjectSpec object) {
        return new OutboundContext(store, cycle, object, Optional.empty(), Use.EXPLAIN, cycle::now);
    }

    /** As {@link #toPlan} on a copy of the store: names are given away there, and the target is asked for nothing. */
    static OutboundContext toForetell(StateStore store, Cycle cycle, ObjectSpec object) {
        return new OutboundContext(store, cycle, object, Optional.empty(), Use.PLAN, cycle::now);
    }

    /** As one identity sees it. */
    EvaluationContext of(long identityId, String identityKey) {
        return with(identityId, () -> numbersOf(identityKey), now);
    }

    /** As one identity would see it at another moment. */
    EvaluationContext of(long identityId, String identityKey, Instant moment) {
        return with(identityId, () -> numbersOf(identityKey), () -> moment);
    }

    /** As one identity sees it when a secret is made: what is random cannot be foretold. */
    EvaluationContext secretly(long identityId) {
        return with(identityId, () -> SECRET, now);
    }

    /** The same in every evaluation of one cycle. */
    private RandomGenerator numbersOf(String identityKey) {
        return new SplittableRandom(cycle.seed() ^ RecordHash.ofText(identityKey));
    }

    private EvaluationContext with(long identityId, Supplier<RandomGenerator> random, Supplier<Instant> moment) {
        return new EvaluationContext() {
            /** Null until it is asked for: hardly a rule does. */
            private RandomGenerator numbers;

            @Override
            public Instant now() {
                return moment.get();
            }

            @Override
            public RandomGenerator random() {
                numbers = numbers == null ? random.get() : numbers;
                return numbers;
            }

            @Override
            public Assigned assigned() {
                return OutboundContext.this.assigned(identityId);
            }

            @Override
            public List<String> groups(String attribute) {
                return groups.map(all -> all.of(identityId, attribute, moment.get())).orElse(List.of());
            }

            @Override
            public Referent reference(AttributeRule.Source.Reference to, String text) {
                return OutboundContext.this.reference(new Sought(to.accounts(), new Reference(to.kind(), to.by(), text)));
            }

            @Override
            public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
                return OutboundContext.this.uniqueName(namespace, candidates, identityId,
                        name -> target.filter(asked -> asked.isTakenByAnother(attribute, written.apply(name), identityId)).isPresent());
            }
        };
    }

    private Assigned assigned(long identityId) {
        Map<Long, Assigned> known = assignments.isEmpty() || page.contains(identityId) ? assigned : assignments.get().of(List.of(identityId));
        return known.getOrDefault(identityId, Assigned.NOTHING);
    }

    /** Looks up whom several references mean at once, so that {@link EvaluationContext#reference} need not ask for each. */
    void remember(Collection<Reference> some) {
        Set<Sought> unknown = some.stream().map(reference -> new Sought(Optional.empty(), reference)).collect(Collectors.toSet());
        unknown.removeAll(references.keySet());
        if (!unknown.isEmpty()) {
            lookUp(Optional.empty(), unknown);
        }
    }

    private Referent reference(Sought sought) {
        Referent known = references.get(sought);
        return known != null ? known : lookUp(sought.accounts(), Set.of(sought)).get(sought);
    }

    /** While accounts come into being only those that exist are remembered. */
    private Map<Sought, Referent> lookUp(Optional<Accounts> accounts, Set<Sought> unknown) {
        if (references.size() > REMEMBERED_REFERENCES) {
            references.clear();
        }
        Map<Reference, List<Long>> meant = store.hub().identitiesMeant(unknown.stream().map(Sought::reference).toList());
        Set<Long> subjects = meant.values().stream().filter(some -> some.size() == 1).map(some -> some.get(0)).collect(Collectors.toSet());
        Map<Long, Link> links = store.links().links(accounts.map(Accounts::job).orElse(job), subjects);
        String namedBy = accounts.map(Accounts::namedBy).orElse(object.referenceAttribute());
        Map<Sought, Referent> found = new HashMap<>();
        for (Sought sought : unknown) {
            Referent referent = referent(meant.getOrDefault(sought.reference(), List.of()), links, namedBy);
            found.put(sought, referent);
            if (use == Use.PLAN || referent.name().isPresent()) {
                references.put(sought, referent);
            }
        }
        return found;
    }

    private Referent referent(List<Long> people, Map<Long, Link> links, String namedBy) {
        if (people.isEmpty()) {
            return Referent.nobody();
        }
        if (people.size() > 1) {
            List<Long> named = people.subList(0, Math.min(people.size(), Referent.NAMED));
            return Referent.several(people.size(), store.hub().identities(named).values().stream().map(Identity::key).sorted().toList());
        }
        Optional<Link> link = Optional.ofNullable(links.get(people.get(0)));
        return link.filter(OutboundContext::isWithoutAccount).isPresent() ? Referent.withoutAccount()
                : Referent.one(link.filter(one -> one.state().exists()).map(one -> name(one, namedBy)));
    }

    /** It was decided that there is none for now: not due yet, out of scope, left. Where an account matches that is linked to nobody, it may be there. */
    private static boolean isWithoutAccount(Link link) {
        return link.state() == LinkState.NONE && link.problem().isEmpty() && link.because().filter(because -> !MAY_HAVE_ONE.contains(because.reason())).isPresent();
    }

    private static Object name(Link link, String namedBy) {
        Object name = link.shadow().get(namedBy);
        return name != null ? name : link.anchor().orElseThrow();
    }

    private String uniqueName(String namespace, Iterable<Supplier<Object>> candidates, long identityId, Predicate<String> takenInTarget) {
        Optional<String> given = given(namespace, identityId);
        if (given.isPresent()) {
            return given.get();
        }
        if (givesNone) {
            awaiting.add(identityId);
            return null;
        }
        for (Supplier<Object> candidate : candidates) {
            Object value = candidate.get();
            if (value == Formula.ABSENT || ValueComparison.isEmpty(value)) {
                continue;
            }
            String name = value.toString();
            if (isFree(namespace, name, identityId) && !takenInTarget.test(name) && give(namespace, name, identityId)) {
                return name;
            }
        }
        throw new FormulaException("uniqueName: every candidate in '" + namespace + "' is taken, or none has a value");
    }

    private Optional<String> given(String namespace, long identityId) {
        if (!page.contains(identityId)) {
            return Optional.ofNullable(store.names().given(namespace, List.of(identityId)).get(identityId));
        }
        return Optional.ofNullable(given.computeIfAbsent(namespace, name -> store.names().given(name, page)).get(identityId));
    }

    /**
     * Namesakes try the same candidates one after the other: who holds a name is asked once. Nobody gives a name back while a cycle runs. Where nobody
     * else has to be asked, it shows when the name is given.
     */
    private boolean isFree(String namespace, String name, long identityId) {
        Long2LongOpenHashMap known = holdersIn(namespace);
        long key = RecordHash.ofText(name);
        if (known.containsKey(key)) {
            return known.get(key) == identityId;
        }
        if (use != Use.EXPLAIN && target.filter(asked -> !asked.knowsAllNames()).isEmpty()) {
            return true;
        }
        OptionalLong holder = holder(namespace, name);
        return holder.isEmpty() || holder.getAsLong() == identityId;
    }

    private OptionalLong holder(String namespace, String name) {
        OptionalLong holder = store.names().holder(namespace, name, cycle.now());
        holder.ifPresent(found -> holdersIn(namespace).put(RecordHash.ofText(name), found));
        return holder;
    }

    private Long2LongOpenHashMap holdersIn(String namespace) {
        Long2LongOpenHashMap known = holders.computeIfAbsent(namespace, none -> new Long2LongOpenHashMap());
        if (known.size() > REMEMBERED_NAMES) {
            known.clear();
        }
        return known;
    }

    private boolean give(String namespace, String name, long identityId) {
        if (use == Use.EXPLAIN) {
            return true;
        }
        if (!store.names().give(namespace, name, identityId, cycle.now())) {
            holder(namespace, name);
            return false;
        }
        holdersIn(namespace).put(RecordHash.ofText(name), identityId);
        if (page.contains(identityId)) {
            given.get(namespace).put(identityId, name);
        }
        return true;
    }
}
