package io.caravan.camel.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change that the provider has taken note of and carries out later. It is asked how far that is, until it is done, or has failed, or has taken too
 * long: then it is in doubt. For one thread.
 */
final class ScimProvision implements ScimWork {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final AccountRequest request;
    private final String place;
    private JsonNode answered;
    private final long most;
    private final long began = System.nanoTime();
    private Duration pause = FIRST_PAUSE;
    private Step step = Step.GET;
    private Exception failure;

    /**
     * @param place    where the state is asked for
     * @param answered what the change was answered with; null for nothing
     */
    ScimProvision(AccountRequest request, String place, JsonNode answered, Duration most) {
        this.request = request;
        this.place = place;
        this.answered = answered;
        this.most = most.toNanos();
    }

    /** One that was carried out at once. */
    static ScimProvision done(AccountRequest request, JsonNode answered) {
        ScimProvision done = new ScimProvision(request, "", answered, Duration.ZERO);
        done.step = Step.NOTHING;
        return done;
    }

    @Override
    public AccountRequest request() {
        return request;
    }

    @Override
    public Step step() {
        return step;
    }

    @Override
    public Optional<String> version() {
        return Optional.empty();
    }

    @Override
    public ObjectNode body() {
        throw new IllegalStateException("only asks");
    }

    @Override
    public Optional<String> place() {
        return Optional.of(place);
    }

    /** Done is what says so, and of which nothing is pending: an answer that says nothing clear is none. */
    @Override
    public void succeeded(JsonNode state, Optional<String> told) {
        JsonNode count = state == null ? null : state.path("operationsCount");
        boolean completed = state != null && state.path("status").path("completed").asBoolean(false) && count.path("pending").asInt(0) == 0;
        if (!completed) {
            waitOrGiveUp();
            return;
        }
        step = Step.NOTHING;
        boolean failed = count.path("failed").asInt(0) > 0 || !state.path("status").path("success").asBoolean(false);
        if (failed) {
            // Of a new account, the parts that did not fail may be there.
            failure = new OutcomeException(request.operation() == Operation.CREATE ? OutcomeKind.IN_DOUBT : OutcomeKind.INVALID, "the provider took note of it and then failed: " + said(state));
        } else if (answered == null || answered.path("id").asText("").isBlank()) {
            answered = state.path("operations").path(0).path("resource");
        }
    }

    private void waitOrGiveUp() {
        if (System.nanoTime() - began + pause.toNanos() > most) {
            step = Step.NOTHING;
            failure = new OutcomeException(OutcomeKind.IN_DOUBT, "the provider took note of it and has not carried it out yet; it says how far it is at " + place);
            return;
        }
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            step = Step.NOTHING;
            failure = new OutcomeException(OutcomeKind.IN_DOUBT, "nobody waited until the provider had carried it out; it says how far it is at " + place);
        }
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    /** The parts that failed, with what is said of them. */
    private static String said(JsonNode state) {
        List<String> said = new ArrayList<>();
        state.path("operations").forEach(operation -> operation.path("extensions").forEach(part -> {
            if (!part.path("status").path("success").asBoolean(true)) {
                List<String> why = new ArrayList<>();
                JsonNode messages = part.path("messages");
                (messages.isArray() ? messages : List.of(messages)).forEach(message -> why.add((message.path("code").asText("") + " " + message.path("message").asText("")
                        + " " + message.path("schemaPath").asText("")).strip()));
                said.add(part.path("name").asText("") + ": " + String.join("; ", why));
            }
        }));
        return said.isEmpty() ? "it does not say why" : String.join(", ", said);
    }

    @Override
    public void refused(int status, String scimType, Exception said) {
        step = Step.NOTHING;
        failure = new OutcomeException(OutcomeKind.IN_DOUBT, "the provider took note of it, and does not say what became of it (HTTP " + status + " at " + place + ")", said);
    }

    @Override
    public JsonNode result() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return answered;
    }
}
