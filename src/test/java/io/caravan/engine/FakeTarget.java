package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** An application in memory that can be made to fail: on purpose, at a call, before or after it took effect. */
final class FakeTarget implements SystemPort {

    /** The process dies here: nothing after this call happens. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final SystemSpec spec;
    private final Map<String, Map<String, Object>> accounts = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private int nextId = 1;
    private int killAt = -1;
    private boolean killAfterEffect;
    private OutcomeKind nextOutcome = OutcomeKind.OK;
    private boolean answerIsLost;
    private boolean answersNothing;
    private boolean repeatsWhatItIsSent;
    private Consumer<Map<String, Object>> stores = account -> { };
    private Consumer<Map<String, Object>> shows = account -> { };
    private final Map<Integer, Runnable> meanwhile = new TreeMap<>();
    /** Says of every account that there is none, whatever it is asked. */
    boolean findsNobody;
    /** What a listing makes of all accounts. */
    UnaryOperator<List<SourceItem>> lists = UnaryOperator.identity();
    /** What a search makes of the accounts that have the value; the first argument is all accounts. */
    BiFunction<List<Attributes>, List<Attributes>, List<Attributes>> finds = (all, found) -> found;
    /** Of single accounts it says nothing when it is asked for them. */
    boolean readsFail;
    /** Anchors of accounts that it lists, and does not find when they are asked for or changed. */
    final Set<String> onlyListed = new HashSet<>();
    /** Anchors that cannot be read. */
    final Set<String> hidden = new HashSet<>();
    /** What the target calls every account that it makes; empty: each by a name of its own. */
    Optional<String> callsAll = Optional.empty();
    /** What it refuses. */
    Function<AccountRequest, Optional<Outcome>> refuses = request -> Optional.empty();
    final List<String> questions = new ArrayList<>();

    FakeTarget(ObjectSpec object) {
        spec = new SystemSpec("app", new ConnectorSpec(new ConnectorSpec.Heading("fake", "", ""), ConnectorSpec.Role.BOTH, Map.of(),
                Map.of(object.name(), object), new ConnectorSpec.Limits(100, 1, Optional.empty(), Optional.empty()), Map.of()), Map.of());
    }

    /** The n-th write from now (0: the next) kills the process, before or after it took effect. */
    void killAt(int write, boolean afterEffect) {
        killAt = calls.size() + write;
        killAfterEffect = afterEffect;
    }

    void next(OutcomeKind outcome) {
        nextOutcome = outcome;
    }

    /** The next write takes effect, but its answer is lost. */
    void loseNextAnswer() {
        answerIsLost = true;
    }

    /** While the n-th write from now is under way, this happens. */
    void during(int write, Runnable happens) {
        meanwhile.put(calls.size() + write, happens);
    }

    /** What the target makes of an account that was written. */
    void stores(Consumer<Map<String, Object>> change) {
        stores = change;
    }

    /** What the target shows of an account. */
    void shows(Consumer<Map<String, Object>> change) {
        shows = change;
    }

    /** Answers to writes say what was sent, whatever became of it. */
    void repeatsWhatItIsSent() {
        repeatsWhatItIsSent = true;
    }

    /** Answers to writes say nothing of the account. */
    void answersNothing() {
        answersNothing = true;
    }

    private Attributes shown(Map<String, Object> account) {
        Map<String, Object> shown = new LinkedHashMap<>(account);
        shows.accept(shown);
        return Attributes.of(shown);
    }

    /** Writes so far: {@code create userName}. */
    List<String> calls() {
        return calls;
    }

    /** Accounts without their ids, by user name. */
    Map<String, Map<String, Object>> byUserName() {
        Map<String, Map<String, Object>> all = new TreeMap<>();
        accounts.values().forEach(account -> {
            Map<String, Object> plain = new TreeMap<>(account);
            plain.remove("id");
            Object manager = plain.get("manager");
            if (manager != null && accounts.containsKey(manager.toString())) {
                plain.put("manager", accounts.get(manager.toString()).get("userName"));
            }
            all.put(account.get("userName").toString(), plain);
        });
        return all;
    }

    Map<String, Map<String, Object>> accounts() {
        return accounts;
    }

    @Override
    public SystemSpec spec() {
        return spec;
    }

    @Override
    public Outcome test() {
        return Outcome.ok();
    }

    @Override
    public SourceReading list(String object, List<String> attributes) {
        questions.add("list");
        List<SourceItem> all = findsNobody ? List.of()
                : accounts.values().stream().<SourceItem>map(account -> new SourceItem.Read(shown(account), "")).toList();
        return FakeSource.reading(lists.apply(all).iterator());
    }

    @Override
    public SourceReading changes(String object, List<String> attributes, String since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome get(String object, String anchor) {
        questions.add("get " + anchor);
        if (readsFail) {
            return Outcome.failed(OutcomeKind.UNAVAILABLE, "timeout");
        }
        return accounts.containsKey(anchor) && !findsNobody && !hidden.contains(anchor) && !onlyListed.contains(anchor) ? Outcome.ok(anchor, shown(accounts.get(anchor)))
                : Outcome.failed(OutcomeKind.NOT_FOUND, "none");
    }

    @Override
    public List<Attributes> find(String object, String attribute, Object value) {
        questions.add("find " + attribute);
        List<Attributes> all = accounts.values().stream().map(this::shown).toList();
        return findsNobody ? List.of() : finds.apply(all, accounts.values().stream()
                .filter(account -> String.valueOf(account.get(attribute)).equalsIgnoreCase(value.toString())).map(this::shown).toList());
    }

    @Override
    public Outcome execute(AccountRequest request) {
        boolean kill = calls.size() == killAt;
        Runnable happens = meanwhile.remove(calls.size());
        calls.add(request.operation().word() + " " + request.values().getOrDefault("userName", request.anchor().orElse("")));
        if (kill && !killAfterEffect) {
            throw new Killed();
        }
        if (happens != null) {
            happens.run();
        }
        if (nextOutcome != OutcomeKind.OK) {
            OutcomeKind outcome = nextOutcome;
            nextOutcome = OutcomeKind.OK;
            return Outcome.failed(outcome, "as asked for");
        }
        Outcome outcome = refuses.apply(request).orElseGet(() -> carryOut(request));
        if (kill) {
            throw new Killed();
        }
        if (answerIsLost) {
            answerIsLost = false;
            return Outcome.failed(OutcomeKind.IN_DOUBT, "the answer was lost");
        }
        return outcome;
    }

    private Outcome carryOut(AccountRequest request) {
        if (request.operation() == Operation.CREATE) {
            boolean taken = accounts.values().stream().anyMatch(account -> account.get("userName").equals(request.values().get("userName")));
            if (taken) {
                return Outcome.failed(OutcomeKind.CONFLICT, "userName is taken");
            }
            String id = "id" + nextId++;
            Map<String, Object> account = new LinkedHashMap<>(request.values());
            account.put("id", id);
            account.put("active", request.enabled().orElse(true));
            stores.accept(account);
            accounts.put(id, account);
            return Outcome.ok(callsAll.orElse(id), callsAll.isPresent() || answersNothing ? Attributes.empty() : shown(account));
        }
        Map<String, Object> account = findsNobody || onlyListed.contains(request.anchor().orElseThrow()) ? null : accounts.get(request.anchor().get());
        if (account == null) {
            return Outcome.failed(OutcomeKind.NOT_FOUND, "no such account");
        }
        if (request.operation() == Operation.DELETE) {
            accounts.remove(request.anchor().get());
            return Outcome.ok();
        }
        request.changes().forEach(change -> {
            Object value = change.shared() ? inList(account.get(change.name()), change) : change.after();
            if (value == null) {
                account.remove(change.name());
            } else {
                account.put(change.name(), value);
            }
        });
        if (request.operation() == Operation.DISABLE) {
            account.put("active", false);
        } else if (request.operation() == Operation.ENABLE) {
            account.put("active", true);
        }
        Map<String, Object> sent = new LinkedHashMap<>(account);
        stores.accept(account);
        return Outcome.ok(request.anchor().get(), answersNothing ? Attributes.empty() : shown(repeatsWhatItIsSent ? sent : account));
    }

    /** Only what comes and goes; null: nothing is left. */
    private static Object inList(Object has, AttributeChange change) {
        List<Object> list = new ArrayList<>(ValueComparison.elements(has));
        list.removeAll(change.remove());
        change.add().stream().filter(one -> !list.contains(one)).forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    @Override
    public List<Outcome> execute(List<AccountRequest> requests) {
        return requests.stream().map(this::execute).toList();
    }
}
