package io.caravan.camel.rest;

import io.caravan.connector.AttributeSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject.Restore;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.plan.ValueComparison;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Looks whether somebody for whom an account is to be made has one: first among the living, as what was brought back and never told of is there, then among the deleted. */
final class Returning {

    private final RestCall call;
    private final RestAccounts accounts;
    private final RestWork work;

    Returning(RestCall call, RestAccounts accounts, RestWork work) {
        this.call = call;
        this.accounts = accounts;
        this.work = work;
    }

    /**
     * @param value     by which she is known
     * @param make      follows when there is nobody
     * @param bringBack follows when there is one who was deleted, with its anchor
     */
    void look(Restore back, Object value, Runnable make, Consumer<String> bringBack) {
        RestRequest among = call.rest().finds(back.by()).orElseThrow(() -> call.undeclared(Operation.FIND));
        search(among, false, back.by(), value, living -> {
            if (!living.isEmpty()) {
                throw new OutcomeException(OutcomeKind.IN_DOUBT, "there is an account with her " + back.by() + " already: " + String.join(", ", living)
                        + ". No second one is made; if it is hers, match by " + back.by() + ", or link it");
            }
            search(back.find(), true, back.by(), value, deleted -> decide(back, deleted, make, bringBack));
        });
    }

    private static void decide(Restore back, Set<String> deleted, Runnable make, Consumer<String> bringBack) {
        if (deleted.isEmpty()) {
            make.run();
        } else if (deleted.size() == 1) {
            bringBack.accept(deleted.iterator().next());
        } else {
            throw new OutcomeException(OutcomeKind.INVALID, "several who were deleted have the " + back.by() + " that should be hers alone: " + String.join(", ", deleted)
                    + "; bring back the right one by hand, or delete the others for good");
        }
    }

    /** Whatever it brings is compared again; it is read to its end. */
    private void search(RestRequest request, boolean deleted, String by, Object value, Consumer<Set<String>> then) {
        AttributeSpec attribute = call.object().attribute(by);
        request.writing().search().without().stream().filter(value.toString()::contains).findFirst().ifPresent(without -> {
            throw new OutcomeException(OutcomeKind.INVALID, "nobody can be looked for by a " + by + " with a " + without + " in it");
        });
        Map<String, String> asked = Map.of("attribute", by, "path", RestPath.of(attribute.path()).first(), "value", value.toString(), "fields", accounts.fields());
        Set<String> found = new LinkedHashSet<>();
        work.pages(request, asked, (items, answer) -> {
            items.stream().filter(item -> deleted || !RecordsOfPage.isGone(item, request.places().reading())).map(item -> GetWork.readable(accounts, item, request.writing().showsAll())).filter(account -> isHers(request, attribute, account, value)).map(account -> account.get(call.object().anchor()))
                    .forEach(anchor -> found.add(String.valueOf(anchor)));
            if (work.current().isEmpty()) {
                then.accept(found);
            }
        });
    }

    private static boolean isHers(RestRequest request, AttributeSpec attribute, Map<String, Object> account, Object value) {
        if (!account.containsKey(attribute.name())) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the search does not show " + attribute.name() + ", so that nobody can tell whether she is among those it found");
        }
        Object shown = account.get(attribute.name());
        boolean hers = shown != null && ValueComparison.matches(attribute, shown, value);
        if (!hers && request.writing().search().exact()) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the search for " + attribute.name() + " brought somebody who does not have the value that was asked for: the system does not know what it is asked");
        }
        return hers;
    }
}
