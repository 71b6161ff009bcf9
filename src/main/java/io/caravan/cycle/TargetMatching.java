package io.caravan.cycle;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SourceItem;
import io.caravan.cycle.LinkStore.ListedAccount;
import io.caravan.identity.Attributes;
import io.caravan.identity.Because;
import io.caravan.identity.Link;
import io.caravan.identity.LinkState;
import io.caravan.identity.Reason;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.TargetView;
import io.caravan.plan.Values;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of the accounts in a job's target: a listing taken once where many identities need matching, a search
 * for each where only a few do. A listing also brings the shadows up to date and finds linked accounts that are gone.
 * Used by one thread.
 */
final class TargetMatching implements TargetView {

    /** After so many searches in one cycle a listing is cheaper. */
    private static final int SEARCHES_BEFORE_LISTING = 200;
    private static final int BATCH = 1000;
    private static final String STEP = "list";

    private final StateStore store;
    private final Cycle cycle;
    private final OutboundJob job;
    private final SystemPort system;
    private final ObjectSpec object;
    private final Long2LongOpenHashMap claims = new Long2LongOpenHashMap();
    private boolean listed;
    private boolean listingIsEmpty;
    private long searches;

    TargetMatching(StateStore store, Cycle cycle, OutboundJob job, SystemPort system) {
        this.store = store;
        this.cycle = cycle;
        this.job = job;
        this.system = system;
        this.object = system.spec().connector().objects().get(job.object());
    }

    /** Attributes that accounts are looked up by: match rules, and those that must be unique. */
    private Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        job.match().forEach(rule -> keys.add(rule.attribute()));
        job.mapping().attributes().keySet().stream().filter(name -> object.find().contains(name)).forEach(keys::add);
        return keys;
    }

    /** Whether looking for the accounts of these, too, costs more than a listing. Counts them as looked for. */
    boolean isListingCheaper(List<LinkStore.Subject> subjects) {
        if (listed || !object.can(Operation.LIST)) {
            return false;
        }
        long sought = subjects.stream().filter(subject -> subject.link().filter(link -> link.state().exists()).isEmpty()).count();
        searches += sought;
        return searches > SEARCHES_BEFORE_LISTING || sought > 0 && !object.can(Operation.FIND);
    }

    /** The listing is of no more use. */
    void close() {
        if (listed) {
            store.links().clearListing(job.name());
        }
    }

    /** Reads all accounts of the target; not inside a transaction. From here on, matching asks the listing. */
    void list() {
        if (!object.can(Operation.LIST)) {
            return;
        }
        cycle.listener().begins(cycle, STEP, -1);
        store.links().clearListing(job.name());
        Set<String> wanted = new LinkedHashSet<>(job.mapping().attributes().keySet());
        wanted.addAll(keys());
        wanted.add(object.anchor());
        wanted.add(object.referenceAttribute());
        object.enabledBy().ifPresent(wanted::add);
        LongOpenHashSet present = new LongOpenHashSet();
        try (SourceReading accounts = system.list(job.object(), List.copyOf(wanted))) {
            List<ListedAccount> batch = new ArrayList<>();
            while (accounts.hasNext()) {
                if (accounts.next() instanceof SourceItem.Read read) {
                    read.attributes().text(object.anchor()).ifPresent(anchor -> batch.add(account(anchor, read.attributes())));
                }
                if (batch.size() == BATCH) {
                    add(batch, present);
                }
            }
            add(batch, present);
        }
        listed = true;
        listingIsEmpty = cycle.counted(Counted.LISTED) == 0;
        findMissing(present);
        cycle.listener().ends(cycle, STEP);
    }

    private ListedAccount account(String anchor, Attributes attributes) {
        Map<String, List<String>> keys = new HashMap<>();
        for (String name : keys()) {
            AttributeSpec spec = object.attribute(name);
            List<String> values = Values.elements(attributes.get(name)).stream().map(value -> Values.comparable(spec, value)).toList();
            if (!values.isEmpty()) {
                keys.put(name, values);
            }
        }
        return new ListedAccount(anchor, attributes, keys);
    }

    private void add(List<ListedAccount> batch, LongOpenHashSet present) {
        store.inTransaction(() -> {
            store.links().addToListing(job.name(), batch);
            refreshShadows(batch, present);
        });
        cycle.count(Counted.LISTED, batch.size());
        cycle.listener().advances(cycle, STEP, batch.size());
        batch.clear();
    }

    /** What was changed in the target behind our back shows as a difference of the next evaluation. */
    private void refreshShadows(List<ListedAccount> accounts, LongOpenHashSet present) {
        Map<String, Long> linked = store.links().linkedTo(job.name(), accounts.stream().map(ListedAccount::anchor).toList());
        if (linked.isEmpty()) {
            return;
        }
        linked.keySet().forEach(anchor -> present.add(RecordHash.ofText(anchor)));
        Map<Long, Link> links = store.links().links(job.name(), linked.values());
        List<Link> refreshed = new ArrayList<>();
        for (ListedAccount account : accounts) {
            Long identity = linked.get(account.anchor());
            if (identity != null && links.containsKey(identity)) {
                Link link = links.get(identity);
                Link now = refreshed(link, account.attributes());
                if (!now.equals(link)) {
                    refreshed.add(now);
                }
            }
        }
        store.links().save(job.name(), refreshed);
        store.links().markDue(job.name(), refreshed.stream().map(Link::identityId).toList());
    }

    /** The link with the account as it is now; attributes the reading did not tell of stay as known only if it tells none of them ever. */
    Link refreshed(Link link, Attributes account) {
        Map<String, Object> shadow = new LinkedHashMap<>();
        link.shadow().asMap().forEach((name, value) -> {
            if (account.has(name)) {
                shadow.put(name, sameAsKnown(name, value, account.get(name)) ? value : account.get(name));
            } else if (object.attribute(name).sensitive()) {
                shadow.put(name, value);
            }
        });
        account.asMap().forEach(shadow::putIfAbsent);
        LinkState state = link.state() == LinkState.UNMANAGED ? LinkState.UNMANAGED
                : object.enabledBy().isEmpty() ? link.state()
                : Boolean.FALSE.equals(account.get(object.enabledBy().get())) ? LinkState.DISABLED : LinkState.ENABLED;
        return link.with(state, Attributes.of(shadow));
    }

    private boolean sameAsKnown(String name, Object known, Object read) {
        return Values.same(object.attribute(name), known, read);
    }

    private void findMissing(LongOpenHashSet present) {
        List<Link> gone = new ArrayList<>();
        store.links().eachLinked(job.name(), link -> {
            if (!present.contains(RecordHash.ofText(link.anchor().orElseThrow()))) {
                gone.add(missing(link));
            }
        });
        store.inTransaction(() -> {
            store.links().save(job.name(), gone);
            store.links().markDue(job.name(), gone.stream().map(Link::identityId).toList());
        });
        cycle.count("missing", gone.size());
    }

    /** The account is gone from the target, not by us. */
    static Link missing(Link link) {
        return new Link(link.identityId(), Optional.empty(), LinkState.MISSING, Attributes.empty(), link.because(),
                Optional.of(Because.of(Reason.ACCOUNT_GONE, link.anchor().orElse(""))), Optional.empty(), link.dueAt());
    }

    @Override
    public List<Candidate> accountsWith(String attribute, Object value) {
        if (!listed) {
            return search(attribute, value);
        }
        if (listingIsEmpty) {
            return List.of();
        }
        String wanted = Values.comparable(object.attribute(attribute), value);
        List<ListedAccount> found = store.links().listedWith(job.name(), attribute, List.of(wanted)).getOrDefault(wanted, List.of());
        return candidates(found.stream().map(account -> Map.entry(account.anchor(), account.attributes())).toList());
    }

    /** Asks the target itself, whatever the listing says. */
    List<Candidate> search(String attribute, Object value) {
        List<Map.Entry<String, Attributes>> found = new ArrayList<>();
        AttributeSpec spec = object.attribute(attribute);
        String wanted = Values.comparable(spec, value);
        for (Attributes account : system.find(job.object(), attribute, value)) {
            boolean another = account.has(attribute)
                    && Values.elements(account.get(attribute)).stream().noneMatch(one -> Values.comparable(spec, one).equals(wanted));
            if (another) {
                continue; // a system that is lax about case finds more than was asked for
            }
            account.text(object.anchor()).ifPresent(anchor -> found.add(Map.entry(anchor, account)));
        }
        return candidates(found);
    }

    private List<Candidate> candidates(List<Map.Entry<String, Attributes>> accounts) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        Map<String, Long> linked = store.links().linkedTo(job.name(), accounts.stream().map(Map.Entry::getKey).toList());
        return accounts.stream().map(account -> new Candidate(account.getKey(), account.getValue(), owner(account.getKey(), linked))).toList();
    }

    private OptionalLong owner(String anchor, Map<String, Long> linked) {
        long key = RecordHash.ofText(anchor);
        return linked.containsKey(anchor) ? OptionalLong.of(linked.get(anchor))
                : claims.containsKey(key) ? OptionalLong.of(claims.get(key)) : OptionalLong.empty();
    }

    @Override
    public void claim(String anchor, long identityId) {
        claims.put(RecordHash.ofText(anchor), identityId);
    }

    /** Whether somebody else's account has the value, so that it cannot be given as a unique name. */
    boolean isTakenByAnother(String attribute, Object value, long identityId) {
        boolean searchable = object.find().contains(attribute) || listed;
        return searchable && accountsWith(attribute, value).stream()
                .anyMatch(account -> account.linkedTo().isEmpty() || account.linkedTo().getAsLong() != identityId);
    }
}
