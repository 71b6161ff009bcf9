package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestObject;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestRequest;
import io.caravan.connector.SourceItem;
import io.caravan.subject.Attributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One object by its anchor, and of a group who is in it. */
final class GetWork extends RestWork {

    private static final String WITHOUT_MEMBERS = "it is there, and the list of its members is not";

    private final String anchorName;
    private final boolean ofMany;
    private Map<String, Object> account;
    /** What cannot be understood of it, where that is no failure. */
    private String unreadable;
    private boolean gone;

    /**
     * One of several: of one that cannot be understood nothing but that is told.
     *
     * @param asOf of which day, for a request that wants to know
     */
    static GetWork ofMany(RestCall call, RestAccounts accounts, String anchor, Map<String, String> asOf) {
        return new GetWork(call, accounts, anchor, asOf, true);
    }

    GetWork(RestCall call, RestAccounts accounts, String anchor, Instant now) {
        this(call, accounts, anchor, RestCall.moments(call.request(Operation.GET), now), false);
    }

    private GetWork(RestCall call, RestAccounts accounts, String anchor, Map<String, String> asOf, boolean ofMany) {
        this.anchorName = call.object().anchor();
        this.ofMany = ofMany;
        RestRequest request = call.request(Operation.GET);
        Map<String, String> variables = new LinkedHashMap<>(asOf);
        variables.put("anchor", anchor);
        variables.put("fields", accounts.fields());
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
        RestRequest request = call.request(Operation.GET);
        gone = RecordsOfPage.isGone(item, request.places().reading());
        if (gone) {
            return;
        }
        try {
            account = accounts.account(item, request.writing().showsAll(), request.places().reading());
        } catch (RestAccounts.Unreadable wrong) {
            if (!ofMany) {
                throw unreadable(wrong);
            }
            unreadable = wrong.getMessage();
            return;
        }
        Optional<RestObject.Members> members = call.rest().members();
        call.object().memberships().map(MembershipSpec::attribute).ifPresent(list -> members.ifPresent(declared -> members(declared, variables, list)));
    }

    /** Whether it is shown as one that is not there any more. */
    boolean isGone() {
        return gone;
    }

    /** @throws OutcomeException invalid when the object cannot be understood */
    static Map<String, Object> readable(RestAccounts accounts, JsonNode item, boolean showsAll) {
        try {
            return accounts.account(item, showsAll);
        } catch (RestAccounts.Unreadable wrong) {
            throw unreadable(wrong);
        }
    }

    private static OutcomeException unreadable(RestAccounts.Unreadable wrong) {
        return new OutcomeException(OutcomeKind.INVALID, wrong.getMessage());
    }

    /**
     * The object as a record of a list.
     *
     * @throws OutcomeException when another one was shown
     */
    SourceItem item(String anchor) {
        if (unreadable != null) {
            return new SourceItem.Rejected(Optional.of(anchor), unreadable, "");
        }
        if (account == null) {
            return notShown(anchor);
        }
        if (!anchor.equals(String.valueOf(account.get(anchorName)))) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "asked for " + anchor + ", the system answered with " + account.get(anchorName));
        }
        return new SourceItem.Read(Attributes.of(account), "");
    }

    /** What a list tells of, and cannot be had. */
    static SourceItem notShown(String anchor) {
        return new SourceItem.Rejected(Optional.of(anchor), "the system tells of it, and does not show it", "");
    }

    /** That there is no list of members is not said of the object, which has been shown. */
    @Override
    boolean settles(RestJudgement.Refusal refusal) {
        boolean isOfMembers = account != null && !refusal.lagging() && refusal.outcome().kind() == OutcomeKind.NOT_FOUND;
        if (isOfMembers && !ofMany) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, WITHOUT_MEMBERS + ": " + refusal.outcome().message());
        }
        if (isOfMembers) {
            unreadable = WITHOUT_MEMBERS;
            finish();
        }
        return isOfMembers;
    }

    private void members(RestObject.Members declared, Map<String, String> variables, String list) {
        List<Object> names = new ArrayList<>();
        account.put(list, names);
        pages(declared.list(), variables, (entries, answer) -> entries.forEach(entry -> MembersWork.member(declared, entry, variables.get("anchor")).ifPresent(names::add)));
    }

    @Override
    Map<String, Object> result() {
        return account;
    }
}
