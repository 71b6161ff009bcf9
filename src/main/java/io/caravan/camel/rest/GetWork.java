package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One object by its anchor, and of a group who is in it. */
final class GetWork extends RestWork {

    private Map<String, Object> account;

    GetWork(RestCall call, RestAccounts accounts) {
        String anchor = call.variables().text("anchor");
        RestRequest request = call.request(Operation.GET);
        Map<String, String> variables = Map.of("anchor", anchor, "fields", accounts.fields());
        if (request.writing().answer() == RestRequest.Answer.LIST) {
            RestPath name = RestPath.of(call.object().attribute(call.object().anchor()).path());
            pages(request, variables, (items, answer) -> items.stream().filter(item -> JsonPlaces.text(item, name).filter(anchor::equals).isPresent()).findFirst().ifPresent(item -> {
                finish();
                told(call, accounts, item, variables);
            }));
        } else {
            add(RestStep.reading(request, variables, answer -> told(call, accounts, item(answer, request.places().item()).orElseThrow(() -> new OutcomeException(OutcomeKind.UNAVAILABLE,
                    "the system answered with something that is no object where it should show one; is the url the base address of the API?")), variables)));
        }
    }

    private void told(RestCall call, RestAccounts accounts, JsonNode item, Map<String, String> variables) {
        account = readable(accounts, item, call.request(Operation.GET).writing().showsAll());
        Optional<RestObject.Members> members = call.rest().members();
        call.object().memberships().map(MembershipSpec::attribute).ifPresent(list -> members.ifPresent(declared -> members(declared, variables, list)));
    }

    /** @throws OutcomeException invalid when the object cannot be understood */
    static Map<String, Object> readable(RestAccounts accounts, JsonNode item, boolean showsAll) {
        try {
            return accounts.account(item, showsAll);
        } catch (RestAccounts.Unreadable wrong) {
            throw new OutcomeException(OutcomeKind.INVALID, wrong.getMessage());
        }
    }

    private void members(RestObject.Members declared, Map<String, String> variables, String list) {
        List<Object> names = new ArrayList<>();
        account.put(list, names);
        pages(declared.list(), variables, (entries, answer) -> entries.forEach(entry -> names.add(MembersWork.member(declared, entry, variables.get("anchor")))));
    }

    @Override
    Object result() {
        return account;
    }
}
