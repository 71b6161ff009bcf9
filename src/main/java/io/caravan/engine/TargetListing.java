package io.caravan.engine;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.subject.Attributes;
import io.caravan.subject.Link;
import io.caravan.subject.SubjectKey;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.ValueComparison;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All accounts of a job's target, read once: for matching many identities, and to bring the shadows up to date. It is
 * whole when nothing about it contradicts itself and every known account that is enabled is in it, or is proven to be
 * gone. What a listing lacks that is not whole says nothing. Used by one thread.
 */
final class TargetListing {

    private static final int BATCH = 1000;
    /** No more names of members than these wait to be compared, but for those of one group. */
    private static final int MOST_NAMES = 100_000;
    /** After so many accounts in a row that came before, the target is taken to send the same for ever. */
    private static final int NOTHING_NEW = 1000;
    private static final String STEP = "list";

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;
    /** Attributes that accounts are looked up by. */
    private final Set<String> keys;
    /** The attribute that lists members; empty where there are none. */
    private final Optional<String> held;
    private final Sight sight;
    /** What groups of the batch list, by anchor. */
    private final Map<String, Object> members = new HashMap<>();
    /** Those of them, by anchor, that list only some of their members. */
    private final Set<String> inPart = new HashSet<>();
    private int names;
    private final LongOpenHashSet present = new LongOpenHashSet();
    private final Strangers strangers;
    private int inARow;
    private boolean empty = true;
    private boolean showsKnown;
    private Optional<String> gap = Optional.empty();

    private TargetListing(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, Set<String> keys, Sight sight, ReadingApproval approval) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
        this.strangers = new Strangers(store, cycle, job, object, approval);
        this.keys = keys;
        this.sight = sight;
        this.held = job.members().flatMap(rules -> object.memberships()).map(MembershipSpec::attribute);
    }

    /**
     * Reads all accounts; not inside a transaction.
     *
     * @param wanted attributes to be read
     * @param keys   attributes that accounts are looked up by
     * @param sight  what of it is taken for known
     * @param approval what somebody lets through who has looked
     * @throws OutcomeException when there is nothing to go on with: the credentials are wrong, or nobody is known and nothing was read
     * @throws AnotherSystemException when these are others' accounts
     */
    static TargetListing of(StateStore store, Cycle cycle, OutboundJob job, SystemPort system, Set<String> wanted, Set<String> keys, Sight sight, ReadingApproval approval) {
        TargetListing listing = new TargetListing(store, cycle, job, system, keys, sight, approval);
        cycle.listener().begins(cycle, STEP, -1);
        store.links().clearListing(job.name());
        listing.read(List.copyOf(wanted));
        listing.settleStrangers();
        cycle.evidence().listed(listing.present);
        new Unlisted(store, cycle, job, system, sight).settle(listing.present, listing.gap).ifPresent(listing::lacks);
        listing.gap.ifPresent(listing::tell);
        cycle.listener().ends(cycle, STEP);
        return listing;
    }

    /** Why it is not whole, in words; empty when it is. */
    Optional<String> gap() {
        return gap;
    }

    /** Whether it shows an account that is known, or there is none to be shown. */
    boolean isOfOurs() {
        return showsKnown || nobodyIsKnown();
    }

    /** Whether accounts are looked up by this attribute. */
    boolean isKey(String attribute) {
        return keys.contains(attribute);
    }

    /** The accounts in it that have one of these values, as they are compared. */
    List<ListedAccount> with(String attribute, String value) {
        return empty ? List.of() : store.links().listedWith(job.name(), attribute, List.of(value)).getOrDefault(value, List.of());
    }

    private void lacks(String why) {
        gap = gap.or(() -> Optional.of(why));
    }

    private void tell(String why) {
        cycle.count(Counted.LIST_NOT_WHOLE, 1);
        store.inTransaction(() -> store.log().append(List.of(new LogEntry(cycle.now(), cycle.loggedAs(), LogEntry.About.system(job.system()), STEP,
                LogEntry.Result.of(LogEntry.Status.SKIPPED, "the list of accounts is not whole: " + why + ". Nothing is concluded from what it lacks"),
                List.of(), List.of()))));
    }

    private void read(List<String> wanted) {
        List<ListedAccount> batch = new ArrayList<>();
        try (SourceReading accounts = system.list(job.object(), wanted)) {
            while (accounts.hasNext() && inARow < NOTHING_NEW) {
                cycle.goOn();
                take(accounts.next(), batch);
                if (batch.size() == BATCH || names >= MOST_NAMES) {
                    add(batch);
                }
            }
        } catch (AnotherSystemException another) {
            throw another;
        } catch (OutcomeException failed) {
            cycle.goOn();
            if (failed.outcome().kind().stopsAll() || present.isEmpty() && batch.isEmpty() && nobodyIsKnown()) {
                throw failed;
            }
            lacks(failed.outcome().message());
        }
        add(batch);
    }

    /** Those who are too few to be another system's show what their accounts have become. */
    private void settleStrangers() {
        ShownAccounts shown = new ShownAccounts(store, cycle, job, object);
        strangers.settle(shown::shown, shown::is);
        if (shown.isAnything()) {
            store.inTransaction(shown::save);
        }
    }

    private boolean nobodyIsKnown() {
        return !store.links().hasAccounts(job.name());
    }

    private void take(SourceItem item, List<ListedAccount> batch) {
        Optional<String> anchor = item instanceof SourceItem.Read read ? read.attributes().text(object.anchor()).filter(text -> !text.isBlank()) : Optional.empty();
        if (anchor.isEmpty()) {
            lacks("an account came without its " + object.anchor());
        } else if (!present.add(RecordHash.ofText(anchor.get()))) {
            inARow++;
            lacks("the account " + anchor.get() + " came twice");
        } else {
            inARow = 0;
            SourceItem.Read read = (SourceItem.Read) item;
            batch.add(account(anchor.get(), read.attributes()));
            held.filter(read.partial()::contains).ifPresent(list -> inPart.add(anchor.get()));
        }
    }

    /** Members are rows of their own, and no value of the account. */
    private ListedAccount account(String anchor, Attributes shown) {
        Attributes attributes = shown;
        if (held.filter(attribute -> shown.has(attribute)).isPresent()) {
            members.put(anchor, shown.get(held.get()));
            names += ValueComparison.elements(shown.get(held.get())).size();
            attributes = shown.without(Set.of(held.get()));
        }
        Map<String, List<String>> values = new HashMap<>();
        for (String name : keys) {
            AttributeSpec spec = object.attribute(name);
            List<String> compared = ValueComparison.elements(attributes.get(name)).stream().map(value -> ValueComparison.comparable(spec, value)).toList();
            if (!compared.isEmpty()) {
                values.put(name, compared);
            }
        }
        return new ListedAccount(anchor, attributes, values);
    }

    private void add(List<ListedAccount> batch) {
        empty &= batch.isEmpty();
        store.inTransaction(() -> {
            store.links().addToListing(job.name(), batch);
            refreshShadows(batch);
        });
        cycle.count(Counted.LISTED, batch.size());
        cycle.listener().advances(cycle, STEP, batch.size());
        batch.clear();
    }

    /** Whoever is in a group that is only recognised afterwards is known then. */
    private void keepMembers(Set<String> linked) {
        Map<String, List<String>> others = new HashMap<>();
        members.forEach((anchor, list) -> {
            if (!linked.contains(anchor)) {
                others.put(anchor, ValueComparison.elements(list).stream().map(Object::toString).toList());
            }
        });
        if (!others.isEmpty()) {
            store.links().addMembersToListing(job.name(), others);
        }
    }

    /** What was changed in the target behind our back shows as a difference of the next evaluation. */
    private void refreshShadows(List<ListedAccount> accounts) {
        Map<String, Long> linked = store.links().linkedTo(job.name(), accounts.stream().map(ListedAccount::anchor).toList());
        keepMembers(linked.keySet());
        if (linked.isEmpty()) {
            forgetMembers();
            return;
        }
        Map<Long, Link> links = store.links().links(job.name(), linked.values());
        ShownAccounts shown = new ShownAccounts(store, cycle, job, object, sight);
        Set<String> strange = new HashSet<>();
        for (ListedAccount account : accounts) {
            Long identity = linked.get(account.anchor());
            if (identity != null && links.containsKey(identity)) {
                if (strangers.take(links.get(identity), account.attributes())) {
                    strange.add(account.anchor());
                } else {
                    showsKnown = true;
                    shown.shown(links.get(identity), account.attributes());
                }
            }
        }
        shown.save();
        ShownMembers.of(store, job, object).ifPresent(known -> {
            Map<Long, Object> groups = new HashMap<>();
            Map<Long, Boolean> whole = new HashMap<>();
            members.keySet().removeAll(strange);
            members.forEach((anchor, list) -> Optional.ofNullable(linked.get(anchor)).ifPresent(group -> {
                groups.put(group, list);
                cycle.evidence().knowsMembersOf(group);
                whole.put(group, !inPart.contains(anchor));
            }));
            known.shown(groups, sight);
            cycle.listener().membersShown(cycle, whole);
        });
        forgetMembers();
    }

    private void forgetMembers() {
        members.clear();
        inPart.clear();
        names = 0;
    }
}
