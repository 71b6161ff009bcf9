package io.caravan.camel;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.Effect;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SystemSpec;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import io.caravan.plan.ValueComparison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;

/**
 * A connected system behind its connector's Kamelet. Sets the exchange variables and the body that the connector
 * contract promises, and reads the answer. An operation that the connector does not declare is {@code unsupported}
 * without a call. Thread-safe.
 */
public final class KameletSystem implements SystemPort {

    private static final Set<OutcomeKind> REFUSED_AS_A_WHOLE = EnumSet.of(OutcomeKind.INVALID, OutcomeKind.UNSUPPORTED, OutcomeKind.NOT_FOUND);

    private final SystemSpec spec;
    private final KameletCall call;
    private final PatientReads reads;
    private final ReadLimits limits;
    private final Map<String, Answers> answers;

    KameletSystem(SystemSpec spec, KameletCall call, Patience patience, ReadLimits limits) {
        this.spec = spec;
        this.call = call;
        this.reads = new PatientReads(spec.name(), patience);
        this.limits = limits;
        this.answers = spec.connector().objects().values().stream().collect(Collectors.toUnmodifiableMap(ObjectSpec::name, Answers::new));
    }

    @Override
    public SystemSpec spec() {
        return spec;
    }

    @Override
    public Map<String, String> place() {
        Map<String, String> place = SystemPort.super.place();
        place.replaceAll((name, written) -> call.place(written));
        return place;
    }

    @Override
    public Admissions admissions() {
        return call.admissions();
    }

    @Override
    public CredentialEnds credentialEnds() {
        return call.credentialEnds();
    }

    @Override
    public Outcome test() {
        try {
            Object answer = call.send(Operation.TEST.word(), Effect.NONE, null, Map.of()).getMessage().getBody();
            return answer instanceof Outcome outcome ? call.outcomeOf().redacted(outcome) : Outcome.ok();
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    @Override
    public Optional<DiscoveredObject> schema(String object) {
        ObjectSpec declared = spec.connector().objects().get(object);
        if (declared == null || !declared.can(Operation.SCHEMA)) {
            return Optional.empty();
        }
        Exchange answered = call.send(Operation.SCHEMA.word(), Effect.NONE, null, Map.of("object", object)); // somebody is waiting: it is not tried for long
        return Optional.of(DiscoveredObject.of(answered.getMessage().getBody(), declared));
    }

    @Override
    public SourceReading list(String object, List<String> attributes) {
        return reading(Operation.LIST, object, attributes, new HashMap<>());
    }

    @Override
    public SourceReading changes(String object, List<String> attributes, String since) {
        return reading(Operation.CHANGES, object, attributes, new HashMap<>(Map.of("since", since)));
    }

    @Override
    public SourceReading read(String object, Collection<String> names, Optional<String> since) {
        Map<String, Object> variables = new HashMap<>(Map.of("names", List.copyOf(names)));
        since.ifPresent(mark -> variables.put("since", mark));
        return reading(since.isPresent() ? Operation.CHANGES : Operation.LIST, object, List.of(), variables);
    }

    private SourceReading reading(Operation operation, String object, List<String> attributes, Map<String, Object> variables) {
        ObjectSpec declared = declared(object, operation);
        variables.put("object", object);
        variables.put("pageSize", spec.connector().limits().pageSize());
        variables.put("maxRecords", limits.records());
        if (!attributes.isEmpty()) {
            variables.put("attributes", List.copyOf(attributes));
        }
        return new PagedReading(answers.get(declared.name()), call::outcomeOf, limits, operation == Operation.CHANGES, page -> {
            Map<String, Object> ofThisPage = new HashMap<>(variables);
            page.ifPresent(token -> ofThisPage.put("page", token));
            return reads.read(() -> call.send(operation.word(), Effect.NONE, null, ofThisPage));
        });
    }

    @Override
    public Outcome get(String object, String anchor) {
        try {
            ObjectSpec declared = declared(object, Operation.GET);
            Map<String, Object> variables = Map.of("object", object, "anchor", anchor);
            Object answer = reads.read(() -> call.send(Operation.GET.word(), Effect.NONE, null, variables)).getMessage().getBody();
            if (answer instanceof Outcome outcome) {
                return call.outcomeOf().redacted(outcome);
            }
            return answers.get(declared.name()).account(answer).map(account -> asAskedFor(declared, anchor, account))
                    .orElseGet(() -> Outcome.failed(OutcomeKind.NOT_FOUND, "there is no " + object + " with this " + declared.anchor()));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    /** An account that calls itself something else says nothing of the one asked for. */
    private static Outcome asAskedFor(ObjectSpec declared, String anchor, Attributes account) {
        String told = account.text(declared.anchor()).orElse(anchor);
        return told.strip().equalsIgnoreCase(anchor.strip()) || ValueComparison.matches(declared.attribute(declared.anchor()), anchor, told) ? Outcome.ok(anchor, account)
                : Outcome.failed(OutcomeKind.UNAVAILABLE, "asked for the " + declared.name() + " " + anchor + ", the system answered with " + told);
    }

    @Override
    public List<Attributes> find(String object, String attribute, Object value) {
        return found(Operation.FIND, object, attribute, value);
    }

    @Override
    public List<Attributes> holders(String object, String attribute, Object value) {
        return found(Operation.TAKEN, object, attribute, value);
    }

    private List<Attributes> found(Operation by, String object, String attribute, Object value) {
        Answers of = answers.get(declared(object, by).name());
        Map<String, Object> variables = Map.of("object", object, "attribute", attribute, "value", value);
        return of.accounts(reads.read(() -> call.send(by.word(), Effect.NONE, null, variables)).getMessage().getBody());
    }

    @Override
    public Outcome begin(String object, HandOver what) {
        return collect(Operation.BEGIN, object, what);
    }

    @Override
    public Outcome end(String object, HandOver what) {
        return collect(Operation.END, object, what);
    }

    private Outcome collect(Operation operation, String object, HandOver what) {
        if (spec.readOnly() || !spec.connector().objects().get(object).can(operation)) {
            return Outcome.ok();
        }
        try {
            Object answer = call.send(operation.word(), Effect.NONE, null, Map.of("object", object, "job", what.job(), "cycle", what.cycle(),
                    "began", what.at().toString(), "attributes", what.attributes())).getMessage().getBody();
            return answer instanceof Outcome outcome ? call.outcomeOf().redacted(outcome) : Outcome.ok();
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    @Override
    public Outcome execute(AccountRequest request) {
        if (spec.readOnly()) {
            return readOnly();
        }
        try {
            ObjectSpec declared = declared(request.object(), request.operation());
            Object body = body(request);
            Exchange exchange = call.send(request.operation().word(), Effect.of(request.operation()), body, variables(request));
            Object answer = exchange.getMessage().getBody();
            return checked(request, answers.get(declared.name()).written(answer == body ? null : answer, request.anchor()));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    /** Nothing should have come so far; whatever did goes no further. */
    private Outcome readOnly() {
        return Outcome.failed(OutcomeKind.MISCONFIGURED, spec.name() + " is read only (" + spec.readOnlyKey() + " = true); nothing was sent");
    }

    @Override
    public List<Outcome> execute(List<AccountRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        if (spec.readOnly()) {
            return requests.stream().map(request -> readOnly()).toList();
        }
        List<Outcome> outcomes = new ArrayList<>(requests.size());
        while (outcomes.size() < requests.size() && !takesNothing(outcomes)) {
            int next = outcomes.size();
            int end = endOfBatch(requests, next);
            outcomes.addAll(end - next == 1 ? List.of(execute(requests.get(next))) : batch(requests.subList(next, end)));
        }
        return withWhoWasNotSent(outcomes, requests.size());
    }

    /** Whether the last answer says that nothing at all is taken now. */
    private static boolean takesNothing(List<Outcome> outcomes) {
        return !outcomes.isEmpty() && (outcomes.get(outcomes.size() - 1).kind() == OutcomeKind.THROTTLED || outcomes.get(outcomes.size() - 1).kind().stopsAll());
    }

    /** Whoever was not sent shares the outcome of the last that was: of them there is no doubt. */
    private static List<Outcome> withWhoWasNotSent(List<Outcome> outcomes, int all) {
        Outcome last = outcomes.get(outcomes.size() - 1);
        while (outcomes.size() < all) {
            outcomes.add(last.ofWhoWasNotSent());
        }
        return outcomes;
    }

    /** As many requests from here on as the connector takes at once: batch operations on one kind of object. */
    private int endOfBatch(List<AccountRequest> requests, int from) {
        Optional<ConnectorSpec.Batch> batch = spec.connector().limits().batch();
        int end = from + 1;
        if (batch.isEmpty() || !batches(batch.get(), requests.get(from))) {
            return end;
        }
        while (end < requests.size() && end - from < batch.get().max() && batches(batch.get(), requests.get(end))
                && requests.get(end).object().equals(requests.get(from).object())) {
            end++;
        }
        return end;
    }

    private boolean batches(ConnectorSpec.Batch batch, AccountRequest request) {
        ObjectSpec object = spec.connector().objects().get(request.object());
        return batch.operations().contains(request.operation()) && object != null && object.can(request.operation());
    }

    private List<Outcome> batch(List<AccountRequest> requests) {
        Outcome forAll;
        try {
            Map<String, Object> variables = Map.of("object", requests.get(0).object(), "requests", List.copyOf(requests));
            Object answer = call.send(ConnectorCall.BATCH, effect(requests), null, variables).getMessage().getBody();
            if (answer instanceof List<?> outcomes && outcomes.size() == requests.size()) {
                return matched(requests, outcomes);
            }
            forAll = Outcome.failed(OutcomeKind.IN_DOUBT, "the connector did not answer a batch with one outcome for each request");
        } catch (OutcomeException failed) {
            forAll = failed.outcome();
        }
        if (REFUSED_AS_A_WHOLE.contains(forAll.kind()) && !forAll.begun()) {
            // Be it for its size, for one of them, or because batches go nowhere here: nothing was carried out, and each deserves an answer of its own.
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < requests.size() && !takesNothing(outcomes); i++) {
                outcomes.add(execute(requests.get(i)));
            }
            return withWhoWasNotSent(outcomes, requests.size());
        }
        return java.util.Collections.nCopies(requests.size(), forAll);
    }

    private static Effect effect(List<AccountRequest> requests) {
        return requests.stream().map(request -> Effect.of(request.operation())).max(Comparator.naturalOrder()).orElse(Effect.CHANGE);
    }

    private List<Outcome> matched(List<AccountRequest> requests, List<?> outcomes) {
        List<Outcome> matched = new ArrayList<>(requests.size());
        Answers of = answers.get(requests.get(0).object());
        for (int i = 0; i < requests.size(); i++) {
            matched.add(checked(requests.get(i), outcomes.get(i) == null ? null : of.written(outcomes.get(i), requests.get(i).anchor())));
        }
        return matched;
    }

    /** A created account of which nobody knows the anchor is not a success: it must be looked for. A blank is nobody's name. */
    private Outcome checked(AccountRequest request, Outcome outcome) {
        if (outcome == null) {
            return Outcome.failed(OutcomeKind.IN_DOUBT, "the connector gave no outcome for this change");
        }
        if (outcome.isOk() && request.operation() == Operation.CREATE && outcome.anchor().filter(anchor -> !anchor.isBlank()).isEmpty()) {
            return Outcome.failed(OutcomeKind.IN_DOUBT, "the create was answered without the account's "
                    + spec.connector().objects().get(request.object()).anchor());
        }
        return call.outcomeOf().redacted(confirmed(request, outcome));
    }

    /**
     * A success whose own answer shows the opposite is looked at once: it may have told the state before, or have done nothing. So is one that shows nothing
     * where somebody is closed and no list will ever show her.
     */
    private Outcome confirmed(AccountRequest request, Outcome outcome) {
        boolean opens = request.operation() == Operation.ENABLE;
        if (!outcome.isOk() || !opens && request.operation() != Operation.DISABLE) {
            return outcome;
        }
        Optional<Boolean> told = isOpen(request, outcome);
        if (!told.map(open -> open != opens).orElseGet(() -> !opens && isNeverListed(request))) {
            return outcome;
        }
        Outcome seen = request.anchor().map(anchor -> get(request.object(), anchor)).orElse(outcome);
        Optional<Boolean> open = seen.isOk() ? isOpen(request, seen) : Optional.empty();
        return open.filter(is -> is == opens).isPresent() ? seen : told.isEmpty() && open.isEmpty() ? outcome
                : Outcome.failed(OutcomeKind.IN_DOUBT, "the system says that it was done, and shows the account " + (opens ? "closed" : "open"));
    }

    private boolean isNeverListed(AccountRequest request) {
        ObjectSpec object = spec.connector().objects().get(request.object());
        return !object.can(Operation.LIST) && object.can(Operation.GET);
    }

    /** What an answer says of that; empty if it does not. */
    private Optional<Boolean> isOpen(AccountRequest request, Outcome told) {
        return spec.connector().objects().get(request.object()).enabledBy().flatMap(told.attributes()::text).map(String::strip)
                .filter(text -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")).map(Boolean::parseBoolean);
    }

    private ObjectSpec declared(String object, Operation operation) {
        ObjectSpec declared = spec.connector().objects().get(object);
        if (declared == null || !declared.can(operation)) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "connector '" + spec.connector().name() + "' does not declare "
                    + operation.word() + " for " + object);
        }
        return declared;
    }

    private static Map<String, Object> variables(AccountRequest request) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("object", request.object());
        variables.put("request", request);
        request.anchor().ifPresent(anchor -> variables.put("anchor", anchor));
        request.enabled().ifPresent(enabled -> variables.put("enabled", enabled));
        return variables;
    }

    private static Object body(AccountRequest request) {
        return switch (request.operation()) {
            case CREATE -> request.values();
            case DELETE -> null;
            default -> changes(request.changes());
        };
    }

    private static Map<String, Object> changes(List<AttributeChange> changes) {
        Map<String, Object> set = new LinkedHashMap<>();
        List<String> clear = new ArrayList<>();
        Map<String, Object> add = new LinkedHashMap<>();
        Map<String, Object> remove = new LinkedHashMap<>();
        List<String> shared = new ArrayList<>();
        for (AttributeChange change : changes) {
            if (change.after() == null && !change.shared()) {
                clear.add(change.name());
            } else if (change.after() != null) {
                set.put(change.name(), change.after());
            }
            if (change.shared()) {
                shared.add(change.name());
            }
            if (!change.add().isEmpty()) {
                add.put(change.name(), change.add());
            }
            if (!change.remove().isEmpty()) {
                remove.put(change.name(), change.remove());
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("set", set);
        body.put("clear", clear);
        body.put("add", add);
        body.put("remove", remove);
        if (!shared.isEmpty()) {
            body.put("shared", shared);
        }
        return body;
    }
}
