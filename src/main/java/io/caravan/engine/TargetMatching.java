package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.LookUpFailed;
import io.caravan.plan.TargetView;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Lifecycle;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reference;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What is known of the accounts in a job's target: a listing taken once where many identities need matching or a search
 * cannot be trusted, else a search for each. That nobody has a value is believed only of a listing that is whole or of a
 * search that was proven in this cycle. Used by one thread.
 */
final class TargetMatching implements TargetView {

    /** After so many searches in one cycle a listing is cheaper. */
    private static final int SEARCHES_BEFORE_LISTING = 200;
    private static final int PAGE = 1000;
    /** So many are asked for where nobody can be listed. */
    private static final int SOME = 20;
    /** After so many look-ups in a row that failed the target is not asked any more. */
    private static final int FAILURES_IN_A_ROW = 20;

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;
    private final SearchProof proof;
    private final SomebodyElse somebodyElse;
    private final Long2LongOpenHashMap claims = new Long2LongOpenHashMap();
    /** Attributes of the hub by which others are looked for. */
    private final Set<String> searchable = new HashSet<>();
    private Optional<WriteBackRecords> records = Optional.empty();
    private Optional<TargetListing> listing = Optional.empty();
    private ReadingApproval approval = ReadingApproval.NONE;
    private boolean mayList = true;
    /** Whether anybody who is known was shown as she is known, where some were asked for. */
    private boolean ofOurs = true;
    /** Null until somebody has asked. */
    private Map<Long, LinkStore.Decided> decided;
    private long searches;
    private int failuresInARow;

    TargetMatching(StateStore store, Cycle cycle, OutboundJob job, SystemPort system) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
        this.proof = new SearchProof(store, cycle, system, object);
        this.somebodyElse = new SomebodyElse(store, job, object);
    }

    /** A search cannot be trusted: a listing has to be taken, and what was being decided is decided with it. */
    static final class ListingNeeded extends RuntimeException {
        private static final long serialVersionUID = 1;

        private ListingNeeded() {
            super("a listing is needed", null, false, false);
        }
    }

    /** Nothing is listed: who cannot be looked for otherwise is not. */
    TargetMatching withoutListing() {
        mayList = false;
        return this;
    }

    /** @param through what somebody lets through who has looked */
    TargetMatching letting(ReadingApproval through) {
        approval = through;
        return this;
    }

    /**
     * Whose records those are that a job writes back to is known, too.
     *
     * @param zone for people who have none of their own
     */
    TargetMatching withRecords(ZoneId zone) {
        records = WriteBackRecords.of(store, job, zone, cycle.now());
        return this;
    }

    @Override
    public boolean knowsRecords() {
        return records.isPresent();
    }

    @Override
    public Optional<SourceRecord> recordOf(long identityId) {
        return records.flatMap(all -> all.of(identityId));
    }

    /** These people are looked at next. */
    void turnTo(Collection<Long> identityIds) {
        records.ifPresent(all -> all.turnTo(identityIds));
    }

    /**
     * What was written into a target that cannot be read shows in what its source says by now.
     *
     * @return whether a link has changed by that
     */
    boolean refreshByRecords(List<LinkStore.Subject> subjects) {
        if (records.isEmpty() || object.isReadable()) {
            return false;
        }
        turnTo(subjects.stream().map(subject -> subject.identity().id()).toList());
        ShownAccounts shown = new ShownAccounts(store, cycle, job, object);
        subjects.forEach(subject -> subject.link().ifPresent(link -> shown.becomes(link, records.get().shown(link, object))));
        return shown.isAnything() && store.inTransaction(() -> {
            shown.save();
            return true;
        });
    }

    /** Attributes that accounts are looked up by: match rules, those that must be unique, and the anchor. */
    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        records.ifPresent(all -> keys.add(object.anchor()));
        job.match().forEach(rule -> keys.add(rule.attribute()));
        job.mapping().attributes().keySet().stream().filter(name -> object.find().contains(name) || object.attribute(name).unique()).forEach(keys::add);
        return keys;
    }

    /** Whether looking for the accounts of these, too, costs more than a listing. Counts them as looked for. */
    boolean isListingCheaper(List<LinkStore.Subject> subjects) {
        if (listing.isPresent() || !canList()) {
            return false;
        }
        long sought = subjects.stream().filter(subject -> subject.link().filter(link -> link.state().exists()).isEmpty()).count();
        searches += sought;
        return searches > SEARCHES_BEFORE_LISTING || sought > 0 && !object.can(Operation.FIND);
    }

    private boolean canList() {
        return mayList && object.can(Operation.LIST);
    }

    /** The listing is of no more use. */
    void close() {
        if (listing.isPresent()) {
            store.links().clearListing(job.name());
        }
    }

    /** The accounts of the listing, and nothing else: the target is not asked, and that nobody has a value proves nothing. */
    TargetView asListed() {
        return new TargetView() {
            @Override
            public List<Candidate> accountsWith(String attribute, Object value) {
                return listing.isEmpty() ? List.of() : listed(attribute, value);
            }

            @Override
            public boolean isNotOf(long identityId, String anchor) {
                return TargetMatching.this.isNotOf(identityId, anchor);
            }
        };
    }

    @Override
    public boolean isNotOf(long identityId, String anchor) {
        return Optional.ofNullable(decided().get(identityId)).filter(decision -> decision.notTheirs().contains(anchor)).isPresent();
    }

    @Override
    public boolean wantsNone(long identityId) {
        return Optional.ofNullable(decided().get(identityId)).filter(LinkStore.Decided::none).isPresent();
    }

    private Map<Long, LinkStore.Decided> decided() {
        if (decided == null) {
            decided = store.links().decided(job.name());
        }
        return decided;
    }

    /** Calls for each listed account that nobody is linked to or was recognised by. */
    void eachUnclaimed(Consumer<ListedAccount> use) {
        List<ListedAccount> page = store.links().listing(job.name(), "", PAGE);
        while (!page.isEmpty()) {
            Map<String, Long> linked = store.links().linkedTo(job.name(), page.stream().map(ListedAccount::anchor).toList());
            page.stream().filter(account -> owner(account.anchor(), linked).isEmpty()).forEach(use);
            page = store.links().listing(job.name(), page.get(page.size() - 1).anchor(), PAGE);
        }
    }

    /** Why the listing is not whole, in words; empty when it is. */
    Optional<String> gap() {
        return listing.map(TargetListing::gap).orElseGet(() -> Optional.of("the connector cannot list accounts"));
    }

    /** Whether the accounts there are those that are known, as far as anybody can say. */
    boolean isOfOurs() {
        return listing.map(TargetListing::isOfOurs).orElse(ofOurs);
    }

    /**
     * Reads all accounts of the target; not inside a transaction. From here on, matching asks the listing.
     *
     * @throws AnotherSystemException when these are others' accounts
     */
    void list() {
        list(Sight.ALL);
    }

    /** @param sight what of it is taken for known */
    void list(Sight sight) {
        if (!canList()) {
            askForSome();
            return;
        }
        Set<String> wanted = new LinkedHashSet<>(job.mapping().attributes().keySet());
        wanted.addAll(keys());
        wanted.add(object.anchor());
        wanted.add(object.referenceAttribute());
        object.enabledBy().ifPresent(wanted::add);
        job.members().filter(rules -> sight == Sight.ALL || rules.strangersGo()).flatMap(rules -> object.memberships()).ifPresent(held -> wanted.add(held.attribute()));
        believe(() -> listing = Optional.of(TargetListing.of(store, cycle, job, system, wanted, keys(), sight, approval)));
    }

    /** Where nobody can be listed, some who are known are asked for, one by one. */
    private void askForSome() {
        Presence presence = new Presence(store, cycle, system, object);
        if (!mayList || !presence.canAsk()) {
            return;
        }
        Strangers strangers = new Strangers(store, cycle, job, object, approval);
        ShownAccounts shown = new ShownAccounts(store, cycle, job, object);
        ofOurs = nobodyIsKnown();
        believe(() -> {
            for (Link link : store.links().inState(job.name(), LinkState.ENABLED, 0, SOME)) {
                Presence.Found found = presence.look(link.anchor().orElseThrow());
                ofOurs |= found.answer() == Presence.Answer.THERE && !strangers.take(link, found.account());
            }
            strangers.settle((link, account) -> { }, shown::is);
        });
        store.inTransaction(shown::save);
    }

    private void believe(Runnable reading) {
        try {
            reading.run();
        } catch (AnotherSystemException others) {
            new TargetPlace(store, job, system).doubted();
            throw others;
        }
    }

    /** @throws LookUpFailed when nobody can say */
    @Override
    public List<Candidate> accountsWith(String attribute, Object value) {
        if (listing.isEmpty()) {
            Optional<String> distrust = distrust(attribute);
            if (distrust.isPresent() && canList()) {
                throw new ListingNeeded();
            }
            return search(attribute, value, distrust);
        }
        List<Candidate> listed = listed(attribute, value);
        if (!listed.isEmpty() || listing.get().gap().isEmpty()) {
            return listed;
        }
        return search(attribute, value, distrust(attribute).map(why -> why + ", and the list of accounts is not whole: " + listing.get().gap().get()));
    }

    @Override
    public List<Candidate> accountNamed(String attribute, Object anchor) {
        if (!object.can(Operation.GET)) {
            return accountsWith(attribute, anchor);
        }
        List<Candidate> listed = listing.isPresent() ? listed(attribute, anchor) : List.of();
        return listed.isEmpty() ? search(attribute, anchor, Optional.empty()) : listed;
    }

    /** Why nothing can be concluded from a search that finds nobody; empty when that can be. An anchor is asked for by itself. */
    private Optional<String> distrust(String attribute) {
        if (attribute.equals(object.anchor()) && object.can(Operation.GET)) {
            return Optional.empty();
        }
        return object.can(Operation.FIND) ? proof.distrust(attribute) : Optional.of("the connector cannot search");
    }

    private List<Candidate> listed(String attribute, Object value) {
        List<ListedAccount> found = listing.orElseThrow().with(attribute, ValueComparison.comparable(object.attribute(attribute), value));
        if (found.isEmpty() && attribute.equals(object.anchor()) && !listing.get().isKey(attribute)) { // as where nobody is matched by it
            found = List.copyOf(store.links().listed(job.name(), List.of(value.toString())).values());
        }
        return found.isEmpty() ? List.of() : candidates(found.stream().map(account -> Map.entry(account.anchor(), account.attributes())).toList());
    }

    private List<Candidate> search(String attribute, Object value, Optional<String> distrust) {
        distrust.ifPresent(why -> {
            throw new LookUpFailed(attribute, why);
        });
        return asked(attribute, () -> found(attribute, value));
    }

    private List<Candidate> asked(String attribute, Supplier<List<Candidate>> question) {
        if (failuresInARow >= FAILURES_IN_A_ROW) {
            throw new LookUpFailed(attribute, "the target has failed so many searches in a row that it is not asked any more in this cycle");
        }
        try {
            List<Candidate> found = question.get();
            failuresInARow = 0;
            return found;
        } catch (OutcomeException failed) {
            if (failed.outcome().kind().stopsAll()) {
                throw failed;
            }
            failuresInARow++;
            throw new LookUpFailed(attribute, failed.outcome().message());
        }
    }

    private List<Candidate> found(String attribute, Object value) {
        if (attribute.equals(object.anchor()) && object.can(Operation.GET)) {
            return byAnchor(value.toString());
        }
        List<Map.Entry<String, Attributes>> found = new ArrayList<>();
        AttributeSpec spec = object.attribute(attribute);
        String wanted = ValueComparison.comparable(spec, value);
        for (Attributes account : system.find(job.object(), attribute, value)) {
            boolean another = account.has(attribute)
                    && ValueComparison.elements(account.get(attribute)).stream().noneMatch(one -> ValueComparison.comparable(spec, one).equals(wanted));
            if (another) {
                continue; // a system that is lax about case finds more than was asked for
            }
            account.text(object.anchor()).ifPresent(anchor -> {
                cycle.evidence().found(anchor);
                found.add(Map.entry(anchor, withoutMembers(account)));
            });
        }
        return candidates(found);
    }

    private Attributes withoutMembers(Attributes account) {
        return AccountRefresh.withoutMembers(account, object);
    }

    private List<Candidate> byAnchor(String anchor) {
        Outcome read = system.get(object.name(), anchor);
        if (read.kind() == OutcomeKind.NOT_FOUND) {
            boolean believed = new Presence(store, cycle, system, object).showsAnother(anchor);
            if (!believed && !nobodyIsKnown()) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the target does not find any known account either");
            }
            return List.of();
        }
        if (!read.isOk()) {
            throw new OutcomeException(read, null);
        }
        return candidates(List.of(Map.entry(anchor, withoutMembers(read.attributes()))));
    }

    private boolean nobodyIsKnown() {
        return store.links().enabledAccounts(job.name()) == 0;
    }

    private List<Candidate> candidates(List<Map.Entry<String, Attributes>> accounts) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        Map<String, Long> linked = store.links().linkedTo(cycle.jobsOfTheseAccounts(), accounts.stream().map(Map.Entry::getKey).toList());
        return accounts.stream().map(account -> new Candidate(account.getKey(), account.getValue(), owner(account.getKey(), linked))).toList();
    }

    private OptionalLong owner(String anchor, Map<String, Long> linked) {
        long key = RecordHash.ofText(anchor);
        return linked.containsKey(anchor) ? OptionalLong.of(linked.get(anchor))
                : claims.containsKey(key) ? OptionalLong.of(claims.get(key)) : OptionalLong.empty();
    }

    @Override
    public boolean isListed() {
        return listing.filter(all -> all.gap().isEmpty()).isPresent();
    }

    @Override
    public List<String> othersWith(long identityId, String attribute, String value) {
        if (searchable.add(attribute)) {
            store.hub().indexAlso(KindAttribute.of(job.kind(), attribute));
        }
        List<Long> others = store.hub().identitiesMeant(List.of(new Reference(job.kind(), attribute, value))).values().stream().flatMap(List::stream).filter(id -> id != identityId).toList();
        return store.hub().identities(others).values().stream().filter(other -> !Lifecycle.hasLeft(other.kind(), other.attributes(), cycle.now(), job.lifecycle().prehire(), ZoneOffset.UTC))
                .map(Identity::key).sorted().toList();
    }

    @Override
    public boolean isOfAnotherJob(long identityId, String anchor) {
        return cycle.jobsOfTheseAccounts().stream().skip(1).flatMap(other -> store.links().links(other, List.of(identityId)).values().stream())
                .anyMatch(link -> link.state() == LinkState.ENABLED && link.anchor().filter(anchor::equals).isPresent());
    }

    @Override
    public List<String> othersBy(Attributes hers, Candidate account) {
        return somebodyElse.by(Link.of(0, account.anchor(), LinkState.ENABLED, hers), account.attributes());
    }

    @Override
    public List<OutboundJob> othersWithout(long identityId, String anchor) {
        return cycle.othersOfTheseAccounts().stream()
                .filter(other -> store.links().links(other.name(), List.of(identityId)).values().stream().noneMatch(link -> link.state().exists() && !link.anchor().equals(Optional.of(anchor))))
                .filter(other -> !other.side().assigned() || Assignments.of(store, other).map(all -> all.of(List.of(identityId)).get(identityId))
                        .filter(assigned -> !assigned.at(cycle.now()).isEmpty()).isPresent()).toList();
    }

    @Override
    public void claim(String anchor, long identityId) {
        claims.put(RecordHash.ofText(anchor), identityId);
    }

    @Override
    public boolean mayRepeatCreateOf(long identityId, boolean madeClosed) {
        return !cycle.evidence().isInDoubt(identityId) && (!madeClosed || proof.showsClosed(job.match().stream().map(MatchRule::attribute).toList()));
    }

    /** Whether somebody else's account has the value, so that it cannot be given as a unique name. */
    boolean isTakenByAnother(String attribute, Object value, long identityId) {
        Optional<String> gap = object.find().contains(attribute) ? Optional.empty() : listing.flatMap(TargetListing::gap);
        if (gap.isPresent()) {
            throw new LookUpFailed(attribute, "the list of accounts is not whole: " + gap.get());
        }
        boolean here = object.find().contains(attribute) ? isAnothers(accountsWith(attribute, value), identityId)
                : listing.isPresent() && isAnothers(listed(attribute, value), identityId);
        return here || object.can(Operation.TAKEN) && isAnothers(asked(attribute, () -> holders(attribute, value)), identityId);
    }

    /** Whether the target need not be asked for {@link #isTakenByAnother}. */
    boolean knowsAllNames() {
        return isListed() && !object.can(Operation.TAKEN);
    }

    /** Also those that are no accounts of this job. */
    private List<Candidate> holders(String attribute, Object value) {
        return candidates(system.holders(job.object(), attribute, value).stream()
                .flatMap(one -> one.text(object.anchor()).map(anchor -> Map.entry(anchor, Attributes.empty())).stream()).toList());
    }

    private static boolean isAnothers(List<Candidate> accounts, long identityId) {
        return accounts.stream().anyMatch(account -> account.linkedTo().isEmpty() || account.linkedTo().getAsLong() != identityId);
    }
}
