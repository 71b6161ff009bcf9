package io.caravan.engine;

import io.caravan.connector.CredentialEnd;
import io.caravan.engine.CycleStore.CycleRow;
import io.caravan.engine.CycleStore.JobState;
import io.caravan.engine.CycleStore.Lease;
import io.caravan.engine.CycleStore.Pause;
import io.caravan.plan.Change;
import io.caravan.subject.KeyText;
import io.caravan.subject.Membership;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.stream.Stream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The state store for tests of the engine: everything in maps, forgotten with the object. Passes the same contract as
 * the stores on SQL. A transaction copies all tables before it begins, so it is for small amounts.
 */
public final class InMemoryStateStore implements StateStore {

    private final ReentrantLock lock = new ReentrantLock(true);
    private InMemoryTables tables;
    /** How often somebody asked who has a name. */
    int nameLookUps;
    private boolean failed;

    public InMemoryStateStore() {
        this(new InMemoryTables());
    }

    private InMemoryStateStore(InMemoryTables tables) {
        this.tables = tables;
    }

    InMemoryTables tables() {
        return tables;
    }

    static Instant kept(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public HubStore hub() {
        return locked(HubStore.class, new InMemoryHubStore(this));
    }

    @Override
    public LinkStore links() {
        return locked(LinkStore.class, new InMemoryLinkStore(this));
    }

    @Override
    public ChangeStore changes() {
        return locked(ChangeStore.class, new InMemoryChangeStore(this));
    }

    @Override
    public MembershipStore memberships() {
        return locked(MembershipStore.class, new InMemoryMembershipStore(this));
    }

    @Override
    public ClaimStore claims() {
        return locked(ClaimStore.class, new InMemoryClaimStore(this));
    }

    @Override
    public GroupRuleStore groupRules() {
        return locked(GroupRuleStore.class, new InMemoryGroupRuleStore(this));
    }

    @Override
    public NameStore names() {
        return locked(NameStore.class, new Names());
    }

    @Override
    public LogStore log() {
        return locked(LogStore.class, new Log());
    }

    @Override
    public CycleStore cycles() {
        return locked(CycleStore.class, new Cycles());
    }

    @Override
    public ServiceStore services() {
        return locked(ServiceStore.class, new Services());
    }

    @Override
    public RulingStore rulings() {
        return locked(RulingStore.class, new Rulings());
    }

    /** Nor anybody else. */
    @Override
    public AlertStore alerts() {
        throw new UnsupportedOperationException("only the stores on SQL keep what is to be told");
    }

    /** Nobody sends anything to it. */
    @Override
    public TokenStore tokens() {
        throw new UnsupportedOperationException("only the stores on SQL keep tokens");
    }

    /** Tests of the engine tell no routes. */
    @Override
    public OutboxStore outbox() {
        throw new UnsupportedOperationException("only the stores on SQL keep what is to be told");
    }

    private <T> T locked(Class<T> port, T store) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
            lock.lock();
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                failed = true;
                throw e.getCause();
            } finally {
                lock.unlock();
            }
        }));
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        lock.lock();
        boolean outermost = lock.getHoldCount() == 1;
        InMemoryTables before = outermost ? tables.copy() : tables;
        try {
            failed &= !outermost;
            T result = work.get();
            if (outermost && failed) {
                throw new IllegalStateException("a part of this transaction failed, so none of it was stored");
            }
            return result;
        } catch (RuntimeException | Error e) {
            failed = true;
            tables = outermost ? before : tables;
            throw e;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StateStore fenced(Lease lease) {
        return new Fenced(lease);
    }

    @Override
    public StateStore preview() {
        lock.lock();
        try {
            InMemoryTables copy = tables.copy();
            copy.log.clear();
            return new InMemoryStateStore(copy);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Seal seal() {
        return tables.seal;
    }

    @Override
    public void close() {
        // nothing is held open
    }

    private final class Names implements NameStore {

        @Override
        public Map<Long, String> given(String namespace, Collection<Long> identityIds) {
            Map<Long, String> given = new LinkedHashMap<>();
            identityIds.forEach(id -> given(namespace, id).ifPresent(name -> given.put(id, name)));
            return given;
        }

        private Optional<String> given(String namespace, long identityId) {
            return tables.names.entrySet().stream()
                    .filter(row -> row.getKey().get(0).equals(namespace) && row.getValue().identityId() == identityId && row.getValue().freeAt().isEmpty())
                    .map(Map.Entry::getValue).max(Comparator.comparing(InMemoryTables.GivenName::givenAt)).map(InMemoryTables.GivenName::name);
        }

        @Override
        public boolean give(String namespace, String name, long identityId, Instant now) {
            OptionalLong holder = holder(namespace, name, now);
            if (holder.isPresent() && holder.getAsLong() != identityId) {
                return false;
            }
            tables.names.put(key(namespace, name), new InMemoryTables.GivenName(name, identityId, kept(now), Optional.empty()));
            return true;
        }

        @Override
        public void release(String namespace, long identityId, Instant freeAt) {
            tables.names.replaceAll((key, row) -> key.get(0).equals(namespace) && row.identityId() == identityId && row.freeAt().isEmpty()
                    ? new InMemoryTables.GivenName(row.name(), identityId, row.givenAt(), Optional.of(kept(freeAt))) : row);
        }

        @Override
        public OptionalLong holder(String namespace, String name, Instant now) {
            nameLookUps++;
            InMemoryTables.GivenName row = tables.names.get(key(namespace, name));
            return row == null || row.freeAt().filter(free -> !free.isAfter(kept(now))).isPresent() ? OptionalLong.empty() : OptionalLong.of(row.identityId());
        }

        private List<String> key(String namespace, String name) {
            return List.of(namespace, KeyText.folded(name));
        }
    }

    /** Chained by Java's hash codes: enough to have a chain that differs, not enough to prove anything. */
    private final class Log implements LogStore {

        @Override
        public void append(List<LogEntry> entries) {
            for (LogEntry entry : entries) {
                LogEntry kept = new LogEntry(kept(entry.at()), entry.by(), entry.about(), entry.action(), entry.result(), entry.changes(), entry.steps());
                tables.log.add(new StoredEntry(tables.log.size() + 1L, kept, hash(tables.log.size() + 1, kept)));
            }
        }

        private String hash(int sequence, LogEntry entry) {
            return String.format(Locale.ROOT, "%056x%08x", sequence, entry.hashCode());
        }

        @Override
        public List<StoredEntry> read(Filter filter) {
            List<StoredEntry> passing = tables.log.stream().filter(stored -> passes(stored.entry(), filter)).toList();
            return passing.subList(Math.max(0, passing.size() - filter.limit()), passing.size());
        }

        private boolean passes(LogEntry entry, Filter filter) {
            return filter.job().map(entry.job()::equals).orElse(true) && filter.identity().map(entry.identityKey()::equals).orElse(true)
                    && filter.action().map(entry.action()::equals).orElse(true) && filter.status().map(entry.status()::equals).orElse(true)
                    && filter.when().since().map(since -> !entry.at().isBefore(since)).orElse(true)
                    && filter.when().until().map(until -> entry.at().isBefore(until)).orElse(true)
                    && filter.by().map(who -> entry.by().initiatedBy().endsWith(" by " + who)).orElse(true)
                    && (filter.cycle().isEmpty() || filter.cycle().getAsLong() == entry.by().cycle());
        }

        @Override
        public void each(Consumer<StoredEntry> consumer) {
            List.copyOf(tables.log).forEach(consumer);
        }

        @Override
        public Verification verify() {
            String last = tables.log.isEmpty() ? "0".repeat(64) : tables.log.get(tables.log.size() - 1).hash();
            return new Verification(tables.log.size(), OptionalLong.empty(), last);
        }

        @Override
        public Optional<Checkpoint> cut(Cut wanted) {
            throw new UnsupportedOperationException("the engine does not cut the log");
        }

        @Override
        public Optional<Instant> oldest() {
            return tables.log.stream().findFirst().map(stored -> stored.entry().at());
        }
    }

    private final class Cycles implements CycleStore {

        @Override
        public JobState state(String job) {
            return tables.jobStates.getOrDefault(job, JobState.NEW);
        }

        @Override
        public void state(String job, JobState state) {
            tables.jobStates.put(job, new JobState(state.fingerprint(), state.evaluatedVersion(), state.evaluatedAt().map(InMemoryStateStore::kept),
                    state.watermark(), state.lastFullCount(), state.lastFullAt().map(InMemoryStateStore::kept)));
        }

        @Override
        public String systemMemory(String job) {
            return tables.sourceMemories.getOrDefault(job, "");
        }

        @Override
        public void systemMemory(String job, String memory) {
            tables.sourceMemories.put(job, memory);
        }

        @Override
        public long open(String job, CycleKind kind, Instant now) {
            long id = tables.cycles.size() + 1L;
            tables.cycles.put(id, new CycleRow(id, job, kind, kept(now), Optional.empty(), CycleStatus.RUNNING, "", Map.of()));
            return id;
        }

        @Override
        public void close(long cycle, CycleStatus status, String message, Map<String, Long> counts, Instant now) {
            tables.cycles.computeIfPresent(cycle, (id, row) -> new CycleRow(id, row.job(), row.kind(), row.startedAt(), Optional.of(kept(now)),
                    status, message, Map.copyOf(counts)));
        }

        @Override
        public Optional<Instant> latestMoment() {
            return tables.cycles.values().stream().flatMap(row -> Stream.concat(Stream.of(row.startedAt()), row.endedAt().stream())).max(Comparator.naturalOrder());
        }

        @Override
        public List<String> jobs() {
            return tables.cycles.values().stream().map(CycleRow::job).distinct().sorted().toList();
        }

        @Override
        public List<CycleRow> recent(String job, int limit) {
            return new ArrayList<>(tables.cycles.descendingMap().values().stream().filter(row -> row.job().equals(job)).limit(limit).toList());
        }

        @Override
        public Optional<CycleRow> cycle(long id) {
            return Optional.ofNullable(tables.cycles.get(id));
        }

        @Override
        public void pause(Pause pause) {
            tables.pauses.put(pause.job(), new Pause(pause.job(), kept(pause.since()), pause.by(), pause.reason(), pause.until().map(InMemoryStateStore::kept), pause.disabled()));
        }

        @Override
        public boolean resume(String job) {
            return tables.pauses.remove(job) != null;
        }

        @Override
        public List<Pause> pauses() {
            return List.copyOf(tables.pauses.values());
        }

        @Override
        public long forget(Instant endedBefore) {
            Set<Long> kept = new HashSet<>();
            tables.log.forEach(stored -> kept.add(stored.entry().cycle()));
            tables.letters.values().forEach(letter -> kept.add(letter.failure().cycle()));
            Set<String> jobs = new HashSet<>();
            tables.cycles.descendingMap().values().forEach(row -> {
                if (jobs.add(row.job())) {
                    kept.add(row.id());
                }
            });
            int before = tables.cycles.size();
            tables.cycles.values().removeIf(row -> !kept.contains(row.id()) && row.endedAt().filter(end -> end.isBefore(endedBefore)).isPresent());
            return before - tables.cycles.size();
        }

        @Override
        public Optional<Lease> take(String job, String owner, Instant now, Duration length) {
            InMemoryTables.Leased had = tables.leases.getOrDefault(job, new InMemoryTables.Leased("", now, 0));
            Instant end = kept(now.plus(length));
            if (!had.owner().isEmpty() && had.expiresAt().isAfter(kept(now))) {
                tables.leases.put(job, new InMemoryTables.Leased(had.owner(), had.expiresAt().isAfter(end) ? end : had.expiresAt(), had.fence()));
                return Optional.empty();
            }
            tables.leases.put(job, new InMemoryTables.Leased(owner, end, had.fence() + 1));
            return Optional.of(new Lease(job, owner, had.fence() + 1));
        }

        @Override
        public boolean renew(Lease lease, Instant now, Duration length) {
            if (!holds(lease)) {
                return false;
            }
            tables.leases.put(lease.job(), new InMemoryTables.Leased(lease.owner(), kept(now.plus(length)), lease.fence()));
            return true;
        }

        @Override
        public void release(Lease lease) {
            if (holds(lease)) {
                tables.leases.put(lease.job(), new InMemoryTables.Leased("", tables.leases.get(lease.job()).expiresAt(), lease.fence()));
            }
        }

        @Override
        public Optional<Lease> leaseOf(String job) {
            return Optional.ofNullable(tables.leases.get(job)).filter(leased -> !leased.owner().isEmpty())
                    .map(leased -> new Lease(job, leased.owner(), leased.fence()));
        }
    }

    private boolean holds(Lease lease) {
        InMemoryTables.Leased now = tables.leases.get(lease.job());
        return now != null && now.owner().equals(lease.owner()) && now.fence() == lease.fence();
    }

    /** The same store; whoever calls it looks at the lease first, also before reading. */
    private final class Fenced implements StateStore {

        private final Lease lease;

        Fenced(Lease lease) {
            this.lease = lease;
        }

        private <T> T looking(Class<T> port, T to) {
            return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port},
                    (proxy, method, arguments) -> inTransaction(() -> invoke(method, to, arguments))));
        }

        private Object invoke(Method method, Object to, Object... arguments) {
            try {
                return method.invoke(to, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e.getCause());
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Seal seal() {
            return InMemoryStateStore.this.seal();
        }

        @Override
        public HubStore hub() {
            return looking(HubStore.class, InMemoryStateStore.this.hub());
        }

        @Override
        public LinkStore links() {
            return looking(LinkStore.class, InMemoryStateStore.this.links());
        }

        @Override
        public ChangeStore changes() {
            return looking(ChangeStore.class, InMemoryStateStore.this.changes());
        }

        @Override
        public MembershipStore memberships() {
            return looking(MembershipStore.class, InMemoryStateStore.this.memberships());
        }

        @Override
        public ClaimStore claims() {
            return looking(ClaimStore.class, InMemoryStateStore.this.claims());
        }

        @Override
        public GroupRuleStore groupRules() {
            return looking(GroupRuleStore.class, InMemoryStateStore.this.groupRules());
        }

        @Override
        public NameStore names() {
            return looking(NameStore.class, InMemoryStateStore.this.names());
        }

        @Override
        public LogStore log() {
            return looking(LogStore.class, InMemoryStateStore.this.log());
        }

        @Override
        public CycleStore cycles() {
            return looking(CycleStore.class, InMemoryStateStore.this.cycles());
        }

        @Override
        public TokenStore tokens() {
            return InMemoryStateStore.this.tokens();
        }

        @Override
        public AlertStore alerts() {
            return InMemoryStateStore.this.alerts();
        }

        @Override
        public OutboxStore outbox() {
            return InMemoryStateStore.this.outbox();
        }

        @Override
        public ServiceStore services() {
            return looking(ServiceStore.class, InMemoryStateStore.this.services());
        }

        @Override
        public RulingStore rulings() {
            return looking(RulingStore.class, InMemoryStateStore.this.rulings());
        }

        @Override
        public <T> T inTransaction(Supplier<T> work) {
            return InMemoryStateStore.this.inTransaction(() -> {
                if (!holds(lease)) {
                    throw new LeaseLostException(lease.job());
                }
                return work.get();
            });
        }

        @Override
        public StateStore preview() {
            return InMemoryStateStore.this.preview();
        }

        @Override
        public StateStore fenced(Lease other) {
            return InMemoryStateStore.this.fenced(other);
        }

        @Override
        public void close() {
            // the store it is a view of stays open
        }
    }

    private final class Rulings implements RulingStore {

        @Override
        public void rule(String job, Collection<Ruling> rulings) {
            rulings.forEach(ruling -> InMemoryTables.of(tables.rulings, job).put(key(ruling.change()), new Ruling(ruling.decided(), ruling.change(),
                    new By(kept(ruling.by().at()), ruling.by().who(), ruling.by().why()), ruling.until().map(InMemoryStateStore::kept))));
        }

        @Override
        public Map<Long, Ruling> rulings(String job, Collection<Long> identityIds) {
            Map<Long, Ruling> found = new LinkedHashMap<>();
            InMemoryTables.of(tables.rulings, job).values().stream().filter(ruling -> isOfAccountOf(ruling, identityIds)).forEach(ruling -> found.put(ruling.change().identityId(), ruling));
            return found;
        }

        private boolean isOfAccountOf(Ruling ruling, Collection<Long> identityIds) {
            return !ruling.change().kind().isOfMembers() && identityIds.contains(ruling.change().identityId());
        }

        /** In the order of numbers, then names. */
        private String key(Change change) {
            return String.format("%020d", change.identityId()) + change.members().stream().map(Change.Member::name).collect(Collectors.joining());
        }

        @Override
        public List<Ruling> rulings(String job) {
            return List.copyOf(InMemoryTables.of(tables.rulings, job).values());
        }

        @Override
        public long rejected(String job) {
            return rulings(job).stream().filter(Ruling::isRejection).count();
        }

        @Override
        public void lift(String job, Collection<Long> identityIds) {
            InMemoryTables.of(tables.rulings, job).values().removeIf(ruling -> isOfAccountOf(ruling, identityIds));
        }

        @Override
        public void liftOf(String job, Collection<Change> changes) {
            changes.stream().flatMap(change -> change.each().stream()).forEach(change -> InMemoryTables.of(tables.rulings, job).remove(key(change)));
        }
    }

    private final class Services implements ServiceStore {

        @Override
        public void seen(ServiceProcess process) {
            Instant started = Optional.ofNullable(tables.processes.get(process.owner())).map(ServiceProcess::startedAt).orElse(kept(process.startedAt()));
            tables.processes.put(process.owner(), new ServiceProcess(process.owner(), process.startedBy(), started, kept(process.seenAt())));
        }

        @Override
        public void gone(String owner) {
            tables.processes.remove(owner);
        }

        @Override
        public List<ServiceProcess> processes() {
            return tables.processes.values().stream().sorted(Comparator.comparing(ServiceProcess::startedAt).thenComparing(ServiceProcess::owner)).toList();
        }

        @Override
        public void quarantine(Quarantine one) {
            Quarantine.Probes probes = one.probes();
            tables.quarantines.put(one.job(), new Quarantine(one.job(), one.system(), one.why(), new Quarantine.Probes(kept(probes.since()), kept(probes.last()), probes.tries(),
                    kept(probes.again()), Duration.ofSeconds(probes.spent().toSeconds())), one.given()));
        }

        @Override
        public boolean release(String job) {
            return tables.quarantines.remove(job) != null;
        }

        @Override
        public List<Quarantine> quarantines() {
            return List.copyOf(tables.quarantines.values());
        }

        @Override
        public List<ExpiringCredential> credentials() {
            return List.copyOf(tables.credentials);
        }

        @Override
        public void credentials(Collection<ExpiringCredential> all) {
            tables.credentials.clear();
            all.stream().map(one -> new ExpiringCredential(one.system(), new CredentialEnd(one.end().what(), one.end().since().map(InMemoryStateStore::kept), kept(one.end().until())), one.by(), one.told()))
                    .sorted(Comparator.comparing(ExpiringCredential::system).thenComparing(one -> one.end().what())).forEach(tables.credentials::add);
        }
    }
}
