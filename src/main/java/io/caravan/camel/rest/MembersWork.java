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
        if (joins || declared.row().isEmpty()) {
            names.forEach(name -> add(RestStep.changing(each, Map.of("anchor", group, "member", name), Optional.empty(), answer -> { })));
        } else {
            remove(each, new LinkedHashSet<>(names));
        }
    }

    private static Stream<String> names(AttributeChange change, boolean joins) {
        return (joins ? change.add() : change.remove()).stream().map(String::valueOf);
    }

    /** Who is not in the list, once all of it has come, is out already. */
    private void remove(RestRequest each, Set<String> names) {
        pages(declared.list(), Map.of("anchor", group), (entries, answer) -> entries.forEach(entry -> {
            String name = member(declared, entry);
            if (names.contains(name)) {
                String row = JsonPlaces.text(entry, declared.row().orElseThrow()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                        "the membership of " + name + " has no name at " + declared.row().get().text()));
                add(RestStep.changing(each, Map.of("anchor", group, "member", name, "row", row), Optional.empty(), removed -> { }));
            }
        }));
    }

    /** Who an entry of the list is; one that does not say makes the whole list worth nothing. */
    static String member(RestObject.Members declared, JsonNode entry) {
        return JsonPlaces.text(entry, declared.member()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                "a member in the list of a group has no name at " + declared.member().text()));
    }

    @Override
    Object result() {
        return null;
    }
}
