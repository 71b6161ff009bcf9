package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.AttributeType;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Groups in memory, with members: it can lose answers, die, refuse a member, and list members in part. */
final class FakeGroups implements SystemPort {

    private static final ObjectSpec GROUP = new ObjectSpec("group", ObjectSpec.Keys.of("id"), new ObjectSpec.Schema(Map.of(
            "id", AttributeSpec.of("id", AttributeType.STRING, AttributeSpec.Characteristic.CASE_EXACT, AttributeSpec.Characteristic.READ_ONLY),
            "members", AttributeSpec.of("members", AttributeType.STRING, AttributeSpec.Characteristic.CASE_EXACT, AttributeSpec.Characteristic.MULTI_VALUED)), true, true),
            EnumSet.of(Operation.TEST, Operation.LIST, Operation.GET, Operation.FIND, Operation.CREATE, Operation.UPDATE, Operation.DELETE, Operation.ADD_MEMBERS,
                    Operation.REMOVE_MEMBERS), List.of("name"), List.of(), Optional.of(new MembershipSpec("members", Optional.of("id"), 3, false, Optional.empty())));

    private final SystemSpec spec = new SystemSpec("app", new ConnectorSpec(new ConnectorSpec.Heading("fake", "", ""), ConnectorSpec.Role.BOTH, Map.of(), Map.of("group", GROUP),
            new ConnectorSpec.Limits(100, 1, Optional.empty(), Optional.empty()), Map.of()), Map.of());
    private final Map<String, Map<String, Object>> groups = new TreeMap<>();
    private final Map<String, Set<String>> members = new TreeMap<>();
    /** Who is not known to it. */
    final Set<String> unknown = new TreeSet<>();
    /** It takes members one by one, up to the first that it refuses, and refuses whoever is in already. */
    boolean takesOneByOne;
    private int next = 1;
    private int writes;
    private int killAt = -1;
    private boolean killAfterEffect;
    private int loseAt = -1;
    boolean listsHalf;
    /** Nobody may describe its groups. */
    boolean refusesDescriptions;
    /** That it lists only half, it says so. */
    boolean saysHalf;
    /** The list breaks off behind its groups. */
    boolean breaksOff;

    /** The n-th write from now (0: the next) kills the process, before or after it took effect. */
    void killAt(int write, boolean afterEffect) {
        killAt = writes + write;
        killAfterEffect = afterEffect;
    }

    /** The n-th write from now takes effect, and its answer is lost. */
    void loseAt(int write) {
        loseAt = writes + write;
    }

    void heal() {
        killAt = -1;
        loseAt = -1;
        listsHalf = false;
    }

    int writes() {
        return writes;
    }

    /** The members of each group, by the group's name. */
    Map<String, Set<String>> members() {
        Map<String, Set<String>> all = new TreeMap<>();
        groups.forEach((id, group) -> all.put(group.get("name").toString(), Set.copyOf(members.get(id))));
        return all;
    }

    @Override
    public SystemSpec spec() {
        return spec;
    }

    @Override
    public Outcome test() {
        return Outcome.ok();
    }

    private Attributes shown(String id) {
        Map<String, Object> shown = new LinkedHashMap<>(groups.get(id));
        List<String> all = new ArrayList<>(members.get(id));
        shown.put("members", listsHalf ? all.subList(0, all.size() / 2) : all);
        return Attributes.of(shown);
    }

    @Override
    public SourceReading list(String object, List<String> attributes) {
        List<SourceItem> items = new ArrayList<>(groups.keySet().stream().<SourceItem>map(id -> new SourceItem.Read(shown(id), "", saysHalf ? Set.of("members") : Set.of())).toList());
        if (breaksOff) {
            items.add(new SourceItem.Read(Attributes.of(Map.of("name", "torn")), ""));
        }
        return FakeSource.reading(items.iterator());
    }

    @Override
    public SourceReading changes(String object, List<String> attributes, String since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome get(String object, String anchor) {
        return groups.containsKey(anchor) ? Outcome.ok(anchor, shown(anchor)) : Outcome.failed(OutcomeKind.NOT_FOUND, "none");
    }

    @Override
    public List<Attributes> find(String object, String attribute, Object value) {
        return groups.keySet().stream().filter(id -> Objects.equals(groups.get(id).get(attribute), value)).map(this::shown).toList();
    }

    @Override
    public List<Outcome> execute(List<AccountRequest> requests) {
        return requests.stream().map(this::execute).toList();
    }

    @Override
    public Outcome execute(AccountRequest request) {
        int write = writes++;
        if (write == killAt && !killAfterEffect) {
            throw new FakeTarget.Killed();
        }
        Outcome outcome = carryOut(request);
        if (write == killAt) {
            throw new FakeTarget.Killed();
        }
        return write == loseAt ? Outcome.failed(OutcomeKind.IN_DOUBT, "the answer was lost") : outcome;
    }

    private Outcome oneByOne(String anchor, AttributeChange list) {
        int taken = 0;
        for (Object name : list.add()) {
            Outcome refused = unknown.contains(name) ? Outcome.failed(OutcomeKind.NOT_FOUND, "no such member") : members.get(anchor).contains(name) ? Outcome.failed(OutcomeKind.CONFLICT, "is in it") : null;
            if (refused != null) {
                return taken > 0 ? refused.asBegun() : refused;
            }
            members.get(anchor).add(name.toString());
            taken++;
        }
        return Outcome.ok(anchor, Attributes.empty());
    }

    private Outcome carryOut(AccountRequest request) {
        String anchor = request.anchor().orElseGet(() -> "g" + next++);
        if (request.operation() == Operation.CREATE) {
            Map<String, Object> group = new LinkedHashMap<>(request.values());
            group.put("id", anchor);
            groups.put(anchor, group);
            members.put(anchor, new TreeSet<>());
            return Outcome.ok(anchor, Attributes.of(group));
        }
        if (!groups.containsKey(anchor)) {
            return Outcome.failed(OutcomeKind.NOT_FOUND, "none");
        }
        if (refusesDescriptions && request.values().containsKey("description")) {
            return Outcome.failed(OutcomeKind.FORBIDDEN, "no descriptions");
        }
        switch (request.operation()) {
            case DELETE -> {
                groups.remove(anchor);
                members.remove(anchor);
            }
            case ADD_MEMBERS, REMOVE_MEMBERS -> {
                AttributeChange list = request.changes().get(0);
                if (list.add().size() + list.remove().size() > 3) {
                    return Outcome.failed(OutcomeKind.INVALID, "too many at once");
                }
                if (takesOneByOne && !list.add().isEmpty()) {
                    return oneByOne(anchor, list);
                }
                if (list.add().stream().anyMatch(unknown::contains)) {
                    return Outcome.failed(OutcomeKind.NOT_FOUND, "no such member");
                }
                list.add().forEach(name -> members.get(anchor).add(name.toString()));
                list.remove().forEach(name -> members.get(anchor).remove(name.toString()));
            }
            default -> request.values().forEach((name, value) -> groups.get(anchor).put(name, value));
        }
        return Outcome.ok(anchor, Attributes.empty());
    }
}
