package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestRequest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts members into a group, or takes them out, one request for each; several go in one where the system takes that. A membership that is a record of its
 * own is looked for first. What is refused as it may be so already is looked up in the list afterwards.
 */
final class MembersWork extends RestWork {

    private final RestObject.Members declared;
    private final String group;
    private final boolean joins;
    /** Whose refusal the list decides about, by name. */
    private final Map<String, Outcome> open = new LinkedHashMap<>();
    private Together together;
    private boolean looks;

    MembersWork(RestCall call, Together.Way way) {
        AccountRequest request = call.variables().request();
        this.declared = call.rest().members().orElseThrow(() -> call.undeclared(request.operation()));
        this.group = request.anchor().orElseThrow();
        this.joins = request.operation() == Operation.ADD_MEMBERS;
        List<String> names = request.changes().stream().flatMap(this::names).toList();
        RestRequest each = (joins ? declared.add() : declared.remove()).orElseThrow(() -> call.undeclared(request.operation()));
        if (declared.look().first()) {
            Map<String, String> variables = Map.of("anchor", group, "fields", call.object().anchor());
            add(RestStep.reading(call.request(Operation.GET), variables, answer -> begin(each, names, way)));
        } else {
            begin(each, names, way);
        }
    }

    private void begin(RestRequest each, List<String> names, Together.Way way) {
        if (joins && declared.look().first()) {
            addMissing(each, new LinkedHashSet<>(names));
        } else if (!joins && declared.row().isPresent()) {
            remove(each, new LinkedHashSet<>(names));
        } else if (names.size() > 1 && (way.batch().isPresent() || each.places().together().isPresent())) {
            Map<String, One> all = new LinkedHashMap<>();
            names.forEach(name -> all.put(name, new One(step(each, name).answeredBy(answer -> { }))));
            together(way, all);
        } else {
            names.forEach(name -> add(step(each, name)));
        }
    }

    /** Who is in the list is in already. Of a group that is not there it would be an empty one, so that the group has been asked for first. */
    private void addMissing(RestRequest each, Set<String> names) {
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> {
            entries.forEach(entry -> member(declared, entry, group).ifPresent(names::remove));
            if (current().isEmpty()) {
                names.forEach(name -> add(step(each, name)));
            }
        });
    }

    private Stream<String> names(AttributeChange change) {
        return (joins ? change.add() : change.remove()).stream().map(String::valueOf);
    }

    private RestStep step(RestRequest each, String name) {
        return RestStep.changing(each, Map.of("anchor", group, "member", name), Optional.empty(), answer -> lookAtLast());
    }

    /** One of several who go in one request. */
    private final class One extends RestWork {
        One(RestStep step) {
            add(step);
        }

        @Override
        boolean settles(RestJudgement.Refusal refusal) {
            return isOpen(this, refusal);
        }

        @Override
        Object result() {
            return null;
        }
    }

    /** The first that the list cannot explain is what became of all, and each is named: the others are asked for again, alone. */
    private void together(Together.Way way, Map<String, One> all) {
        together = new Together(this, way, List.copyOf(all.values()), () -> {
            Map<String, Outcome> failed = new LinkedHashMap<>();
            all.forEach((name, one) -> together.failure(one).ifPresent(outcome -> failed.put(name, outcome)));
            if (!failed.isEmpty()) {
                throw new OutcomeException(named(failed), null);
            }
            look();
        });
        together.go();
    }

    private static Outcome named(Map<String, Outcome> failed) {
        Outcome first = failed.values().iterator().next();
        String message = failed.entrySet().stream().map(one -> one.getKey() + ": " + one.getValue().message()).collect(Collectors.joining("; "));
        return new Outcome(first.kind(), first.anchor(), first.attributes(), message, first.retryAfter());
    }

    @Override
    boolean takes(Outcome failure, Outcome cause) {
        return together != null && !looks && together.takes(failure, cause);
    }

    @Override
    boolean settles(RestJudgement.Refusal refusal) {
        if (together != null) {
            return !looks && together.settles(refusal);
        }
        boolean settles = !looks && isOpen(this, refusal);
        if (settles) {
            lookAtLast();
        }
        return settles;
    }

    /** Whatever became of the last request: a refusal that is open may be of any before it. */
    private void lookAtLast() {
        if (!looks && current().isEmpty()) {
            look();
        }
    }

    /** Whoever was made just now may not be seen yet: that is no matter of the list. */
    private boolean isOpen(RestWork work, RestJudgement.Refusal refusal) {
        RestStep step = work.current().orElseThrow();
        boolean isOpen = declared.settle().contains(refusal.status()) && step.effect() == Effect.CHANGE && !(joins && refusal.lagging());
        if (isOpen) {
            open.put(step.variables().get("member"), refusal.outcome());
            work.passOver();
        }
        return isOpen;
    }

    private void look() {
        if (open.isEmpty()) {
            return;
        }
        looks = true;
        Set<String> inIt = new HashSet<>();
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> {
            entries.forEach(entry -> member(declared, entry, group).ifPresent(inIt::add));
            if (current().isEmpty()) {
                open.forEach((name, refusal) -> {
                    if (inIt.contains(name) != joins) {
                        throw new OutcomeException(refusal, null);
                    }
                });
            }
        });
    }

    /** Who is not in the list, once all of it has come, is out already. */
    private void remove(RestRequest each, Set<String> names) {
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> entries.forEach(entry -> {
            String name = member(declared, entry, group).orElse("");
            if (names.contains(name)) {
                String row = JsonPlaces.text(entry, declared.row().orElseThrow()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                        "the membership of " + name + " has no name at " + declared.row().get().text()));
                add(RestStep.changing(each, Map.of("anchor", group, "member", name, "row", row), Optional.empty(), removed -> lookAtLast()));
            }
        }));
    }

    /**
     * Who an entry of the list is; empty where it is of another group, in a list of several. One that does not say, or that is of another group where none
     * should be, makes the whole list worth nothing.
     */
    static Optional<String> member(RestObject.Members declared, JsonNode entry, String group) {
        if (declared.look().among().isPresent()) {
            String whose = JsonPlaces.text(entry, declared.look().among().get()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                    "a member in the list does not say of which group it is, at " + declared.look().among().get().text()));
            if (!whose.equals(group)) {
                return Optional.empty();
            }
        }
        declared.look().group().filter(path -> JsonPlaces.text(entry, path).filter(group::equals).isEmpty()).ifPresent(path -> {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the list of a group's members has one in it that is not of this group, at " + path.text()
                    + ": the system did not understand whose members were asked for");
        });
        return Optional.of(JsonPlaces.text(entry, declared.member()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                "a member in the list of a group has no name at " + declared.member().text())));
    }

    @Override
    Object result() {
        return null;
    }
}
