package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts members into a group, or takes them out, one request for each. A membership that is a record of its own is looked for first. */
final class MembersWork extends RestWork {

    private final RestObject.Members declared;
    private final String group;

    MembersWork(RestCall call) {
        AccountRequest request = call.variables().request();
        this.declared = call.rest().members().orElseThrow(() -> call.undeclared(request.operation()));
        this.group = request.anchor().orElseThrow();
        boolean joins = request.operation() == Operation.ADD_MEMBERS;
        List<String> names = request.changes().stream().flatMap(change -> names(change, joins)).toList();
        RestRequest each = (joins ? declared.add() : declared.remove()).orElseThrow(() -> call.undeclared(request.operation()));
        if (declared.look().first()) {
            Map<String, String> variables = Map.of("anchor", group, "fields", call.object().anchor());
            add(RestStep.reading(call.request(Operation.GET), variables, answer -> begin(joins, each, names)));
        } else {
            begin(joins, each, names);
        }
    }

    private void begin(boolean joins, RestRequest each, List<String> names) {
        if (joins && declared.look().first()) {
            addMissing(each, new LinkedHashSet<>(names));
        } else if (joins || declared.row().isEmpty()) {
            names.forEach(name -> write(each, name));
        } else {
            remove(each, new LinkedHashSet<>(names));
        }
    }

    private void write(RestRequest each, String name) {
        add(RestStep.changing(each, Map.of("anchor", group, "member", name), Optional.empty(), answer -> { }));
    }

    /** Who is in the list is in already. Of a group that is not there it would be an empty one, so that the group has been asked for first. */
    private void addMissing(RestRequest each, Set<String> names) {
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> {
            entries.forEach(entry -> names.remove(member(declared, entry, group)));
            if (current().isEmpty()) {
                names.forEach(name -> write(each, name));
            }
        });
    }

    private static Stream<String> names(AttributeChange change, boolean joins) {
        return (joins ? change.add() : change.remove()).stream().map(String::valueOf);
    }

    /** Who is not in the list, once all of it has come, is out already. */
    private void remove(RestRequest each, Set<String> names) {
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> entries.forEach(entry -> {
            String name = member(declared, entry, group);
            if (names.contains(name)) {
                String row = JsonPlaces.text(entry, declared.row().orElseThrow()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                        "the membership of " + name + " has no name at " + declared.row().get().text()));
                add(RestStep.changing(each, Map.of("anchor", group, "member", name, "row", row), Optional.empty(), removed -> { }));
            }
        }));
    }

    /** Who an entry of the list is; one that does not say, or that is of another group, makes the whole list worth nothing. */
    static String member(RestObject.Members declared, JsonNode entry, String group) {
        declared.look().group().filter(path -> JsonPlaces.text(entry, path).filter(group::equals).isEmpty()).ifPresent(path -> {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the list of a group's members has one in it that is not of this group, at " + path.text()
                    + ": the system did not understand whose members were asked for");
        });
        return JsonPlaces.text(entry, declared.member()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                "a member in the list of a group has no name at " + declared.member().text()));
    }

    @Override
    Object result() {
        return null;
    }
}
