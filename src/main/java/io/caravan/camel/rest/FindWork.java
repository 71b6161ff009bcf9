package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.plan.ValueComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A search. Whatever it brings is compared again: some look for what begins so, some for words, and one that does not know what it is asked brings
 * everybody. It is read to its end, so that nobody is overlooked behind such others.
 */
final class FindWork extends RestWork {

    /** So many hits are as good as more: nobody can be told apart by it. */
    private static final int SEVERAL = 2;
    private static final int MOST_PAGES = 50;

    private final List<Map<String, Object>> found = new ArrayList<>();
    private final boolean single;
    private int pages;

    FindWork(RestCall call, RestAccounts accounts) {
        String name = call.variables().text("attribute");
        Object value = call.variables().value();
        AttributeSpec attribute = call.object().attribute(name);
        RestRequest request = call.rest().finds(name).orElseThrow(() -> call.undeclared(Operation.FIND));
        RestRequest.Search search = request.writing().search();
        search.without().stream().filter(String.valueOf(value)::contains).findFirst().ifPresent(without -> {
            throw new OutcomeException(OutcomeKind.INVALID, "nobody can be looked for by a " + name + " with a " + without + " in it");
        });
        Map<String, String> variables = Map.of("attribute", name, "path", RestPath.of(attribute.path()).first(), "value", String.valueOf(value), "fields", accounts.fields());
        single = request.writing().answer() == RestRequest.Answer.ITEM;
        if (single) {
            add(RestStep.reading(request, variables, answer -> consider(attribute, value, request, accounts, item(answer, request.places().item()).orElseThrow(() ->
                    new OutcomeException(OutcomeKind.UNAVAILABLE, "the search for " + name + " was answered with something that is no object")))));
            return;
        }
        pages(request, variables, (items, answer) -> {
            items.forEach(item -> consider(attribute, value, request, accounts, item));
            pages++;
            if (found.size() >= SEVERAL) {
                finish();
            } else if (pages == MOST_PAGES && current().isPresent()) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the search for " + name + " brought " + MOST_PAGES + " pages and goes on; it does not tell people apart");
            }
        });
    }

    @Override
    boolean isAnsweredByNobody() {
        return single;
    }

    /** Who is shown and not there any more is nobody's. */
    private void consider(AttributeSpec attribute, Object value, RestRequest request, RestAccounts accounts, JsonNode item) {
        if (!RecordsOfPage.isGone(item, request.places().reading())) {
            consider(attribute, value, request.writing().search(), GetWork.readable(accounts, item, request.writing().showsAll()));
        }
    }

    private void consider(AttributeSpec attribute, Object value, RestRequest.Search search, Map<String, Object> account) {
        if (!account.containsKey(attribute.name())) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the search does not show " + attribute.name() + ", so that nobody can tell whether it found the right one");
        }
        Object shown = account.get(attribute.name());
        if (shown != null && ValueComparison.matches(attribute, shown, value)) {
            found.add(account);
        } else if (search.exact()) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the search for " + attribute.name() + " brought somebody who does not have the value that was asked for: the system does not know what it is"
                    + " asked, and may bring everybody. Nobody is taken for absent");
        }
    }

    @Override
    Object result() {
        return found;
    }
}
