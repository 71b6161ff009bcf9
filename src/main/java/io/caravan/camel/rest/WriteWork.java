package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.caravan.camel.HttpLocation;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject.Restore;
import io.caravan.connector.RestPaging;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRequest.FollowUp;
import io.caravan.plan.ValueComparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A create, update, enable, disable or delete: what has to be read first, the request itself, and what is sent after it. */
final class WriteWork extends RestWork {

    private final RestCall call;
    private final RestAccounts accounts;
    private final AccountRequest request;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private Optional<JsonNode> current = Optional.empty();
    private Map<String, Object> told;
    /** What is done already when what follows fails; empty: all of it may be done again. */
    private Optional<String> half = Optional.empty();
    private boolean followed;
    /** Whether it came back, shall be closed, and is not for certain. */
    private boolean mayBeOpen;
    private boolean broughtBack;
    /** What is told of one that was brought back and deleted again. */
    private Outcome putBack;

    WriteWork(RestCall call, RestAccounts accounts, AccountRequest request, Instant now) {
        this.call = call;
        this.accounts = accounts;
        this.request = request;
        variables.put("fields", accounts.fields());
        request.anchor().ifPresent(anchor -> variables.put("anchor", anchor));
        call.rest().requests().values().forEach(declared -> variables.putAll(RestCall.moments(declared, now)));
        request.changes().forEach(this::remember);
        switch (request.operation()) {
            case CREATE -> create();
            case UPDATE -> update(request.changes());
            case ENABLE, DISABLE -> state(request.operation() == Operation.ENABLE);
            default -> add(RestStep.changing(call.request(Operation.DELETE), variables, Optional.empty(), answer -> { }));
        }
    }

    /** What of a change requests may name. */
    private void remember(AttributeChange change) {
        if (change.after() != null) {
            variables.put("account." + change.name(), text(change.after()));
        }
        if (call.object().attribute(change.name()).multiValued()) {
            boolean told = !change.add().isEmpty() || !change.remove().isEmpty();
            variables.put("added." + change.name(), list(told ? change.add() : without(change.after(), change.before())));
            variables.put("removed." + change.name(), list(told ? change.remove() : without(change.before(), change.after())));
        }
    }

    private static List<Object> without(Object values, Object others) {
        List<String> known = ValueComparison.elements(others).stream().map(String::valueOf).toList();
        return ValueComparison.elements(values).stream().filter(value -> !known.contains(String.valueOf(value))).map(Object.class::cast).toList();
    }

    private static String list(List<Object> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> list.add(String.valueOf(value)));
        return list.toString();
    }

    private static String text(Object value) {
        return value instanceof List<?> several ? String.join(",", several.stream().map(String::valueOf).toList()) : value.toString();
    }

    /** Who was deleted, and can still be had, is brought back instead. */
    private void create() {
        Optional<Restore> restore = call.rest().restore();
        Optional<Object> known = restore.flatMap(back -> sent(back.by())).filter(value -> !value.toString().isBlank());
        if (known.isPresent()) {
            new Returning(call, accounts, this).look(restore.get(), known.get(), this::make, anchor -> bringBack(restore.get(), anchor));
        } else {
            make();
        }
    }

    /** What is done with one that was deleted: it is closed first where it shall be, then seen, then brought up to date. */
    private void bringBack(Restore back, String anchor) {
        variables.put("anchor", anchor);
        String name = call.object().anchor();
        add(new RestStep(back.request(), variables, Optional.empty(), Optional.empty(), Effect.CREATE, answer -> {
            item(answer, back.request().places().item()).flatMap(item -> JsonPlaces.text(item, RestPath.of(call.object().attribute(name).path()))).filter(shown -> !shown.equals(anchor)).ifPresent(other -> {
                throw new OutcomeException(OutcomeKind.IN_DOUBT, anchor + " was to be brought back, and the system answered with " + other);
            });
            told = new LinkedHashMap<>(Map.of(name, anchor));
            half = Optional.of("the " + call.object().name() + " " + anchor + " was brought back, and not brought up to date");
            broughtBack = true;
            stateFirst();
        }, RestStep.Open.NOTHING));
    }

    /** What is opened or closed by a request of its own is so before anything else: whoever comes back may have been open when she was deleted. */
    private void stateFirst() {
        boolean enabled = request.enabled().orElse(true);
        RestRequest own = call.object().enabledBy().map(name -> call.rest().requests().get(enabled ? Operation.ENABLE : Operation.DISABLE)).orElse(null);
        mayBeOpen = !enabled && call.object().enabledBy().isPresent();
        if (own == null) {
            seeAgain(true);
            return;
        }
        later(RestStep.changing(own, variables, Optional.empty(), answer -> {
            mayBeOpen = false;
            followUps(own);
            seeAgain(false);
        }));
    }

    /** What came back with her counts as hers, so that what the mapping leaves empty is emptied by what is planned next. */
    private void seeAgain(boolean withState) {
        RestRequest read = call.rest().requests().get(Operation.GET);
        if (read == null || read.writing().answer() == RestRequest.Answer.LIST) {
            upToDate(withState);
            return;
        }
        later(RestStep.reading(read, Map.copyOf(variables), answer -> {
            Map<String, Object> shown = GetWork.readable(accounts, item(answer, read.places().item()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE, "the system does not show it")), false);
            if (!String.valueOf(shown.get(call.object().anchor())).equals(variables.get("anchor"))) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "asked for it, the system answered with " + shown.get(call.object().anchor()));
            }
            told = new LinkedHashMap<>(shown);
            request.changes().forEach(change -> told.remove(change.name()));
            call.object().enabledBy().ifPresent(told::remove);
            upToDate(withState);
        }));
    }

    private void upToDate(boolean withState) {
        List<AttributeChange> changes = new ArrayList<>(request.changes().stream().filter(change -> change.after() != null && !call.object().attribute(change.name()).createOnly()).toList());
        call.object().enabledBy().filter(name -> withState).ifPresent(enabled -> changes.add(AttributeChange.of(enabled, null, request.enabled().orElse(true))));
        update(changes);
        secretAnew();
    }

    /** What was handed over as hers before is hers then. */
    private void secretAnew() {
        boolean handed = request.changes().stream().anyMatch(change -> change.after() != null && call.object().attribute(change.name()).sensitive() && call.object().attribute(change.name()).createOnly());
        call.rest().restore().flatMap(Restore::secret).filter(declared -> handed).ifPresent(declared -> add(RestStep.changing(declared, variables, Optional.empty(), answer -> { })
                .failingAs("the " + call.object().name() + " " + variables.get("anchor") + " was brought back, and the secret that was made for it, and may have been handed over, is not its own: it has the old one")));
    }

    /** Whoever may be open although she shall not is put back where she was. */
    @Override
    boolean undoes(Outcome failure) {
        RestRequest declared = call.rest().requests().get(Operation.DELETE);
        if (!mayBeOpen || declared == null) {
            return false;
        }
        mayBeOpen = false;
        finish();
        String who = "the " + call.object().name() + " " + variables.get("anchor");
        OutcomeKind kind = failure.kind() == OutcomeKind.IN_DOUBT || failure.kind() == OutcomeKind.NOT_FOUND ? OutcomeKind.UNAVAILABLE : failure.kind();
        add(RestStep.changing(declared, variables, Optional.empty(), answer -> {
            told = null;
            putBack = Outcome.failed(kind, who + " was brought back, could not be closed, and was deleted again: " + failure.message());
        }).failingAs(who + " was brought back, could not be closed (" + failure.message() + "), and was not deleted again, so that it may be open"));
        return true;
    }

    /** What may have come into being is known by this, whatever became of the answer. */
    @Override
    Optional<String> doubted() {
        return request.operation() == Operation.CREATE ? Optional.ofNullable(variables.get("anchor")) : Optional.empty();
    }

    @Override
    boolean hasBegunOnceSent() {
        return hasBegun() || current().filter(step -> step.effect() == Effect.CREATE).flatMap(step -> doubted()).isPresent();
    }

    private void make() {
        RestRequest declared = call.request(Operation.CREATE);
        List<AttributeChange> changes = new ArrayList<>(request.changes().stream().filter(change -> change.after() != null).toList());
        call.object().enabledBy().ifPresent(name -> changes.add(AttributeChange.of(name, null, request.enabled().orElse(true))));
        changes.removeIf(change -> declared.writing().leaves(change.name()));
        add(new RestStep(declared, variables, Optional.of(accounts.document(changes, current, declared.writing().as())), Optional.empty(), Effect.CREATE, answer -> {
            told(declared, answer);
            if (declared.writing().answer() == RestRequest.Answer.NONE) {
                sent(call.object().anchor()).ifPresent(anchor -> told = new LinkedHashMap<>(Map.of(call.object().anchor(), anchor)));
            }
            anchorTold().ifPresent(anchor -> {
                variables.put("anchor", anchor);
                half = Optional.of("the " + call.object().name() + " was made as " + anchor + ", and what had to follow was not");
                followUps(declared);
            });
        }, RestStep.Open.NOTHING));
    }

    /** Where the system does not give names of its own, who was sent is who is there. */
    private Optional<Object> sent(String name) {
        return request.changes().stream().filter(change -> change.name().equals(name)).map(AttributeChange::after).filter(java.util.Objects::nonNull).findFirst();
    }

    private Optional<String> anchorTold() {
        return Optional.ofNullable(told).map(account -> account.get(call.object().anchor())).map(Object::toString).filter(anchor -> !anchor.isBlank());
    }

    private void state(boolean enabled) {
        RestRequest own = call.rest().requests().get(request.operation());
        String name = call.object().enabledBy().orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "a " + request.object() + " cannot be enabled or disabled"));
        if (own == null) {
            List<AttributeChange> all = new ArrayList<>(request.changes());
            all.add(AttributeChange.of(name, null, enabled));
            update(all);
            return;
        }
        add(RestStep.changing(own, variables, Optional.empty(), answer -> {
            told(own, answer);
            opened();
            followUps(own);
            if (!request.changes().isEmpty()) {
                update(request.changes());
            }
        }));
    }

    /** Whoever is let in is in, whatever becomes of the rest: that has to be known, should she leave. */
    private void opened() {
        if (request.operation() == Operation.ENABLE) {
            half = Optional.of("the " + call.object().name() + " " + variables.get("anchor") + " was opened, and what had to follow was not done");
        }
    }

    private void update(List<AttributeChange> changes) {
        RestRequest declared = call.request(Operation.UPDATE);
        List<AttributeChange> sent = changes;
        if (!declared.writing().apart().isEmpty()) {
            requireEmptying(declared, changes);
            sent = changes.stream().filter(change -> !declared.writing().leaves(change.name())).toList();
        }
        if (accounts.needsCurrent(sent, declared.writing().as()) || !declared.then().isEmpty() && needCurrent(declared.then(), changes)) {
            readFirst(declared, sent);
        } else {
            send(declared, sent);
        }
    }

    private void requireEmptying(RestRequest declared, List<AttributeChange> changes) {
        changes.stream().filter(change -> isEmptied(change) && declared.writing().leaves(change.name()) && declared.then().stream().noneMatch(after -> canEmpty(after, change))).findFirst()
                .ifPresent(change -> {
                    throw new OutcomeException(OutcomeKind.INVALID, change.name() + " cannot be emptied: the connector has no request for that");
                });
    }

    private boolean needCurrent(List<FollowUp> then, List<AttributeChange> changes) {
        return then.stream().anyMatch(after -> after.when().shown().isPresent()) || then.stream().map(after -> after.request().writing()).anyMatch(writing ->
                accounts.needsCurrent(changes.stream().filter(change -> writing.sends().contains(change.name())).toList(), writing.as()));
    }

    /** The object as it is: what stands beside that which changes is sent back with it. */
    private void readFirst(RestRequest declared, List<AttributeChange> sent) {
        RestRequest read = call.request(Operation.GET);
        boolean list = read.writing().answer() == RestRequest.Answer.LIST;
        if (list && read.paging().filter(paging -> paging.style() != RestPaging.Style.NONE).isPresent()) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "what is to be changed has to be read first, and the connector reads a " + request.object() + " only out of a list of several pages");
        }
        RestPath name = RestPath.of(call.object().attribute(call.object().anchor()).path());
        later(RestStep.reading(read, Map.copyOf(variables), answer -> {
            Optional<JsonNode> shown = list ? items(answer, read.places().items()).stream().filter(item -> JsonPlaces.text(item, name).equals(request.anchor())).findFirst() : item(answer, read.places().item());
            JsonNode now = shown.filter(item -> isThere(read, item)).orElseThrow(() -> new OutcomeException(list ? OutcomeKind.NOT_FOUND : OutcomeKind.UNAVAILABLE, "the system does not show the object that is to be changed"));
            Map<String, Object> account = GetWork.readable(accounts, now, false);
            refuseAnother(account);
            account.forEach((attribute, value) -> variables.put("current." + attribute, value == null ? "" : text(value)));
            if (!sent.isEmpty()) {
                requireParts(declared, now);
            }
            current = Optional.of(now);
            send(declared, sent);
        }));
    }

    /** What is to be sent back with what changes, and may not be seen, would be lost. */
    private static void requireParts(RestRequest declared, JsonNode now) {
        RestRequest.Into as = declared.writing().as();
        Stream.concat(declared.places().reading().parts().stream(), as.keeps().stream()).filter(part -> JsonPlaces.one(now, part).isEmpty()).findFirst().ifPresent(part -> {
            throw new OutcomeException(OutcomeKind.FORBIDDEN, "the system does not show " + part.text() + " of the object, of which nobody knows what would be overwritten, and nothing was written; may the user see it?");
        });
        as.proof().filter(proof -> JsonPlaces.all(now, proof.at()).stream().filter(JsonNode::isValueNode).noneMatch(node -> proof.is().isEmpty() ? !node.isNull() : proof.is().contains(node.asText()))).ifPresent(proof -> {
            throw new OutcomeException(OutcomeKind.FORBIDDEN, "what the system shows of the object has none of " + proof.is() + " at " + proof.at().text()
                    + ", so that nobody knows whether the user sees all that this would replace, and nothing was written; let the user see it, or, where there is none, write this one by hand");
        });
    }

    /** @throws OutcomeException not found, of one that is shown as not there any more */
    private static boolean isThere(RestRequest declared, JsonNode item) {
        if (RecordsOfPage.isGone(item, declared.places().reading())) {
            throw new OutcomeException(OutcomeKind.NOT_FOUND, "the system shows it as one that is not there any more");
        }
        return true;
    }

    private static boolean isEmptied(AttributeChange change) {
        return change.after() == null || change.after() instanceof List<?> several && several.isEmpty();
    }

    /** A list is emptied by what takes its values away. */
    private boolean canEmpty(FollowUp after, AttributeChange change) {
        return after.empties(change.name()) || call.object().attribute(change.name()).multiValued() && after.when().changed().filter(change.name()::equals).isPresent();
    }

    private void send(RestRequest declared, List<AttributeChange> changes) {
        if (changes.isEmpty()) {
            followUps(declared);
            return;
        }
        later(RestStep.changing(declared, variables, Optional.of(accounts.document(changes, current, declared.writing().as())), answer -> {
            mayBeOpen = false;
            toldOfUpdate(declared, answer);
            opened();
            followUps(declared);
        }));
    }

    /** Adds a step that leaves something half done where it fails. */
    private void later(RestStep step) {
        add(half.map(request.operation() == Operation.ENABLE ? step::failingUnlessRefusedAs : step::failingAs).orElse(step));
    }

    private void followUps(RestRequest declared) {
        for (FollowUp after : declared.then()) {
            List<AttributeChange> sent = request.changes().stream().filter(change -> after.request().writing().sends().contains(change.name()))
                    .filter(change -> request.operation() != Operation.CREATE || change.after() != null).toList();
            if (isDue(after.when()) && (!sent.isEmpty() || after.request().writing().sends().isEmpty())) {
                followed = true;
                Optional<JsonNode> attributes = sent.isEmpty() ? Optional.empty() : Optional.of(accounts.document(sent, current, after.request().writing().as()));
                later(RestStep.changing(after.request(), variables, attributes, answer -> keep(after, answer)));
            }
        }
    }

    private boolean isDue(RestRequest.When when) {
        return when.changed().map(this::isWritten).orElse(true) && when.emptied().map(this::isEmptied).orElse(true)
                && (!when.disabled() || request.enabled().filter(enabled -> !enabled).isPresent())
                && when.shown().map(name -> !variables.getOrDefault("current." + name, "").isBlank()).orElse(true);
    }

    private boolean isWritten(String name) {
        boolean several = variables.containsKey("added." + name);
        return several ? !variables.get("added." + name).equals("[]") || !variables.get("removed." + name).equals("[]") : variables.containsKey("account." + name);
    }

    private boolean isEmptied(String name) {
        return request.operation() != Operation.CREATE && request.changes().stream().anyMatch(change -> change.name().equals(name) && isEmptied(change));
    }

    private void keep(FollowUp after, RestAnswer answer) {
        after.keep().forEach((name, path) -> variables.put(name, JsonPlaces.all(answer.document(), path, text -> text.fill(variables::get)).stream().filter(node -> node.isValueNode() && !node.isNull())
                .map(JsonNode::asText).filter(text -> !text.isBlank()).findFirst().orElseThrow(() -> new OutcomeException(request.operation() == Operation.CREATE ? OutcomeKind.IN_DOUBT
                        : OutcomeKind.UNAVAILABLE, "the answer has nothing at " + path.text() + ", which what follows needs"))));
    }

    /** Of one that came back what was seen before counts. */
    private void toldOfUpdate(RestRequest declared, RestAnswer answer) {
        Map<String, Object> before = told;
        told(declared, answer);
        if (broughtBack) {
            told = before;
        }
    }

    private void told(RestRequest declared, RestAnswer answer) {
        if (declared.writing().answer() == RestRequest.Answer.LOCATION) {
            answer.header("Location").flatMap(address -> HttpLocation.id(address, declared.line().path().text())).ifPresent(anchor -> told = Map.of(call.object().anchor(), anchor));
        }
        if (!declared.writing().answers()) {
            return;
        }
        Map<String, Object> account = item(answer, declared.places().item()).filter(item -> isThere(declared, item)).map(this::asFarAsReadable).orElse(null);
        if (account != null && !account.isEmpty()) {
            refuseAnother(account);
            told = account;
        }
    }

    /** It has been written; what of the answer cannot be understood tells nothing. */
    private Map<String, Object> asFarAsReadable(JsonNode item) {
        try {
            return accounts.account(item, false);
        } catch (RestAccounts.Unreadable wrong) {
            Map<String, Object> account = new LinkedHashMap<>();
            accounts.anchor(item).ifPresent(anchor -> account.put(call.object().anchor(), anchor));
            return account;
        }
    }

    /** An answer that tells of another object says nothing of the one that was to be changed. */
    private void refuseAnother(Map<String, Object> account) {
        Object anchor = account.get(call.object().anchor());
        if (anchor != null && request.anchor().filter(asked -> !asked.equals(anchor.toString())).isPresent()) {
            throw new OutcomeException(OutcomeKind.IN_DOUBT, "a change of " + request.anchor().get() + " was answered with " + anchor);
        }
    }

    @Override
    Optional<String> made() {
        return request.operation() == Operation.CREATE ? anchorTold() : Optional.empty();
    }

    @Override
    Optional<String> taken() {
        return request.operation() == Operation.DELETE ? request.anchor() : putBack == null ? Optional.empty() : doubted();
    }

    /** What the first answer says of attributes that were written after it is out of date. */
    @Override
    Object result() {
        if (putBack != null) {
            return putBack;
        }
        if (told == null || !followed || broughtBack) {
            return told;
        }
        Object anchor = told.get(call.object().anchor());
        return anchor == null ? null : Map.of(call.object().anchor(), anchor);
    }
}
