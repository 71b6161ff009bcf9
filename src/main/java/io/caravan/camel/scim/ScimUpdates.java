package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caravan.camel.HttpAnswer;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The changes of one call that go one by one: the only one, or those that a bulk request could not carry. For one thread. */
final class ScimUpdates {

    private static final int UNAUTHORIZED = 401;
    static final String VARIABLE = "scimUpdates";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, ScimWork> byPlace;
    /** What the provider has taken note of and not carried out yet, before whatever comes next. */
    private ScimProvision awaited;

    private ScimUpdates(Map<Integer, ScimWork> byPlace) {
        this.byPlace = byPlace;
    }

    static ScimUpdates of(ScimWork only) {
        return new ScimUpdates(Map.of(0, only));
    }

    /** Those changes whose bulk operation was refused for what may be its form. */
    static ScimUpdates refused(List<Outcome> outcomes, List<AccountRequest> requests, Function<AccountRequest, ScimWork> update) {
        Map<Integer, ScimWork> refused = new TreeMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            OutcomeKind kind = outcomes.get(i).kind();
            if ((kind == OutcomeKind.INVALID || kind == OutcomeKind.UNSUPPORTED) && requests.get(i).operation() != Operation.CREATE) {
                refused.put(i, update.apply(requests.get(i)));
            }
        }
        return new ScimUpdates(refused);
    }

    /** The one that has something to send; empty when all are done. */
    Optional<ScimWork> current() {
        if (awaited != null) {
            return Optional.of(awaited);
        }
        return byPlace.values().stream().filter(update -> update.step() != ScimWork.Step.NOTHING).findFirst();
    }

    void await(ScimProvision later) {
        awaited = later;
    }

    /** Tells the change that was waited for what became of it, once that is known. */
    void settleAwaited() {
        if (awaited == null || awaited.step() != ScimWork.Step.NOTHING) {
            return;
        }
        ScimProvision done = awaited;
        awaited = null;
        ScimWork waiting = current().orElseThrow();
        try {
            done.result();
            waiting.succeeded(null, Optional.empty());
        } catch (Exception failed) {
            waiting.refused(0, "", failed);
        }
    }

    ScimWork only() {
        return byPlace.get(0);
    }

    /** The outcomes of a bulk request, with those of the changes that went by themselves in their places. */
    List<Outcome> into(List<Outcome> outcomes, Function<JsonNode, Attributes> account) {
        List<Outcome> all = new ArrayList<>(outcomes);
        byPlace.forEach((place, update) -> all.set(place, update.hasBegun() ? outcome(update, account).asBegun() : outcome(update, account)));
        return all;
    }

    private static Outcome outcome(ScimWork update, Function<JsonNode, Attributes> account) {
        try {
            JsonNode told = update.result();
            return Outcome.ok(update.request().anchor().orElseThrow(), told == null || !told.isObject() ? Attributes.empty() : account.apply(told));
        } catch (OutcomeException known) {
            return known.outcome();
        } catch (HttpOperationFailedException refused) {
            return new HttpAnswer(refused).outcome(Map.of(), Effect.of(update.request().operation()));
        } catch (Exception unexpected) {
            return Outcome.failed(OutcomeKind.IN_DOUBT, String.valueOf(unexpected.getMessage()));
        }
    }

    /** Tells the current one that it was refused. */
    void refused(HttpOperationFailedException said) {
        int status = new HttpAnswer(said).refusesSignature() ? UNAUTHORIZED : said.getStatusCode();
        current().orElseThrow().refused(status, document(said).path("scimType").asText("").toLowerCase(Locale.ROOT), said);
        settleAwaited();
    }

    /**
     * Nobody knows what the current one was answered with.
     *
     * @param ofBulk whether there are others, whose outcomes stand: then only this one fails
     * @throws Exception where the call fails as a whole
     */
    void lost(Exception failure, boolean ofBulk) throws Exception {
        Optional<ScimWork> current = current();
        if (ofBulk && current.isPresent()) {
            current.get().refused(0, "", failure);
            settleAwaited();
        } else if (current.filter(ScimProvision.class::isInstance).isPresent() && !(failure instanceof OutcomeException)) {
            throw new OutcomeException(OutcomeKind.IN_DOUBT, "the provider took note of it, and does not say what became of it: " + Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName()), failure);
        } else {
            throw failure;
        }
    }

    private static JsonNode document(HttpOperationFailedException answer) {
        try {
            return answer.getResponseBody() == null ? MissingNode.getInstance() : JSON.readTree(answer.getResponseBody());
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }
}
