package io.caravan.engine;

import io.caravan.connector.ObjectSpec;
import io.caravan.engine.ClaimStore.Claim;
import io.caravan.engine.ClaimStore.Waiting;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.MembershipRule;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes the lists of members, or of groups, out of records while they are read, and stages what is new in them and what is gone: a record never
 * has a list among what is stored of it, and nobody is gone from a list that is not proven to be whole. For one reading; not thread-safe.
 */
final class MemberLists {

    /** So many names may wait to be compared before that is done. */
    private static final int MOST = 20_000;
    /** No key or name of anybody is longer. */
    private static final int LONGEST = 600;
    private static final long WHOLE = 0x2545F4914F6CDD1DL;

    private final StateStore store;
    private final InboundJob job;
    private final Optional<MembershipRule> rule;
    /** How the source compares them; empty where what is read lists no members of groups. */
    private final Optional<MemberNames> names;
    private final List<Listed> waiting = new ArrayList<>();
    private int waitingNames;

    /**
     * A record without its list.
     *
     * @param hash of all it says, the list included
     */
    record Taken(Attributes rest, long hash, Optional<Listed> list) {
    }

    /**
     * What a record lists.
     *
     * @param whole whether whoever is not in it is not in the group
     */
    record Listed(String anchor, Set<String> names, boolean whole) {
    }

    MemberLists(StateStore store, InboundJob job, ObjectSpec object) {
        this.store = store;
        this.job = job;
        this.rule = job.memberships().filter(one -> !one.isPair());
        this.names = object.memberships().filter(held -> rule.filter(one -> one.listed().listed().equals(held.attribute())).isPresent()).map(held -> MemberNames.of(object));
    }

    /** @param partial attributes of which only a part is shown */
    Taken take(String anchor, Attributes record, Set<String> partial) {
        if (rule.isEmpty()) {
            return new Taken(record, RecordHash.of(record), Optional.empty());
        }
        String attribute = rule.get().listed().listed();
        Attributes rest = record.without(List.of(attribute));
        Set<String> listed = listed(record.get(attribute));
        boolean whole = !partial.contains(attribute);
        long hash = RecordHash.of(rest) + listed.stream().mapToLong(RecordHash::ofText).sum() + (whole ? WHOLE : 0);
        return new Taken(rest, hash, Optional.of(new Listed(anchor, listed, whole)));
    }

    private Set<String> listed(Object value) {
        Set<String> listed = new LinkedHashSet<>();
        if (value instanceof List<?> several) {
            several.forEach(one -> add(listed, one));
        } else {
            add(listed, value);
        }
        return listed;
    }

    private void add(Set<String> listed, Object value) {
        if (value == null) {
            return;
        }
        Optional<String> split = rule.orElseThrow().listed().split();
        for (String name : split.isPresent() ? value.toString().split(Pattern.quote(split.get())) : new String[] {value.toString()}) {
            String plain = KeyText.of(name);
            boolean isNobody = names.filter(how -> how.isNobody(how.key(plain))).isPresent();
            if (!plain.isEmpty() && plain.length() <= LONGEST && !isNobody) {
                listed.add(plain);
            }
        }
    }

    /** To be compared with what is known of this record. */
    void add(Listed list) {
        waiting.add(list);
        waitingNames += list.names().size();
    }

    boolean isFull() {
        return waitingNames >= MOST;
    }

    /** Part of the transaction that stages the records. */
    void stage() {
        if (waiting.isEmpty()) {
            return;
        }
        Map<String, Set<Claim>> said = new LinkedHashMap<>();
        store.claims().known(job.name(), waiting.stream().map(Listed::anchor).distinct().toList()).forEach((anchor, claims) -> {
            Set<Claim> effective = new LinkedHashSet<>();
            claims.stream().filter(known -> known.waits().filter(Waiting.GONE::equals).isEmpty()).forEach(known -> effective.add(known.meant().claim()));
            said.put(anchor, effective);
        });
        List<Claim> fresh = new ArrayList<>();
        List<Claim> gone = new ArrayList<>();
        for (Listed list : waiting) {
            Set<Claim> before = said.computeIfAbsent(list.anchor(), none -> new LinkedHashSet<>());
            Set<Claim> now = new LinkedHashSet<>();
            list.names().forEach(name -> now.add(claim(list.anchor(), name)));
            now.stream().filter(before::add).forEach(fresh::add);
            if (list.whole()) {
                before.stream().filter(claim -> !now.contains(claim)).forEach(gone::add);
                before.retainAll(now);
            }
        }
        store.claims().stage(job.name(), Waiting.NEW, fresh);
        store.claims().stage(job.name(), Waiting.GONE, gone);
        waiting.clear();
        waitingNames = 0;
    }

    private Claim claim(String anchor, String name) {
        return rule.orElseThrow().listsMembers() ? new Claim(anchor, "", name) : new Claim(anchor, name, "");
    }
}
