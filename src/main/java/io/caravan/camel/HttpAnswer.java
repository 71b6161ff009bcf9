package io.caravan.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/** An HTTP answer outside 2xx (RFC 9110 §15), read as an outcome. */
public final class HttpAnswer {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where JSON error documents keep their words: SCIM and problem details, then what vendors do. */
    private static final List<String> WORDS = List.of("/detail", "/message", "/error_description", "/error/message", "/errors/0/message",
            "/Errors/0/description", "/0/message", "/errorSummary", "/title", "/error");
    private final HttpOperationFailedException answer;

    public HttpAnswer(HttpOperationFailedException answer) {
        this.answer = answer;
    }

    /** @param declared outcomes by status as the connector declares them, over the built-in table */
    public Outcome outcome(Map<Integer, OutcomeKind> declared, Effect effect) {
        return outcome(declared, effect, Reading.USUAL);
    }

    /**
     * How a connector says that its system's answers are to be read.
     *
     * @param ruled       what this answer means; empty: what its status does
     * @param words       the system's own; empty: they stand in one of the usual places
     * @param waitHeaders that say how long to wait, beside the usual ones
     */
    public record Reading(Optional<OutcomeKind> ruled, Optional<String> words, List<String> waitHeaders) {

        /** As most answers are. */
        static final Reading USUAL = new Reading(Optional.empty(), Optional.empty(), List.of());
    }

    /** The same, read as a connector says. */
    public Outcome outcome(Map<Integer, OutcomeKind> declared, Effect effect, Reading reading) {
        Optional<Duration> exhausted = RateHeaders.exhaustedFor(this::header, now());
        Optional<Duration> wait = header("Retry-After").flatMap(text -> RetryAfter.delay(text, now())).or(() -> exhausted)
                .or(() -> reading.waitHeaders.stream().flatMap(name -> header(name).stream()).flatMap(text -> RateHeaders.delay(text, now()).or(() -> RetryAfter.delay(text, now())).stream()).findFirst());
        boolean asksToWait = header("Retry-After").filter(RetryAfter::isWellFormed).isPresent() || exhausted.isPresent();
        JsonNode said = document();
        Optional<AwsRefusal> unsigned = unsigned(said);
        OutcomeKind kind = unsigned.map(AwsRefusal::kind).or(() -> reading.ruled.map(one -> unlessUnfinished(one, effect))).orElseGet(() -> HttpStatusOutcome.saysNotUnique(answer.getStatusCode(), said) ? OutcomeKind.CONFLICT
                : kind(declared, effect, asksToWait, said));
        String message = "HTTP " + answer.getStatusCode() + " " + reading.words.orElseGet(() -> words(said)) + leadsTo()
                + unsigned.map(refusal -> refusal.words(header("Date").flatMap(RetryAfter::moment), Instant.now())).orElse("");
        return new Outcome(kind, Optional.empty(), Attributes.empty(), message, kind == OutcomeKind.THROTTLED ? wait : Optional.empty());
    }

    /** Whether it is the key or the signature of a signed request that is refused, whatever a connector says of the status. */
    public boolean refusesSignature() {
        return unsigned(document()).isPresent();
    }

    private Optional<AwsRefusal> unsigned(JsonNode said) {
        return AwsRefusal.of(answer.getStatusCode(), header("x-amzn-errortype"), said, body());
    }

    /** That a system cannot now is no more than a word: after a create it stays open what happened, even if a connector declares that. */
    private OutcomeKind kind(Map<Integer, OutcomeKind> declared, Effect effect, boolean asksToWait, JsonNode said) {
        int status = answer.getStatusCode();
        OutcomeKind kind = declared.getOrDefault(status, HttpStatusOutcome.of(status, effect));
        if (status == 403 && kind == OutcomeKind.FORBIDDEN && asksToWait || (kind == OutcomeKind.FORBIDDEN || kind == OutcomeKind.INVALID) && HttpStatusOutcome.saysTooMany(said)) {
            return OutcomeKind.THROTTLED; // some say so where the standard wants 429; once there is quota again, a 403 says what it means
        }
        if (status == 503 && asksToWait && (kind == OutcomeKind.UNAVAILABLE || kind == OutcomeKind.IN_DOUBT)) {
            return OutcomeKind.THROTTLED;
        }
        return unlessUnfinished(kind, effect);
    }

    private OutcomeKind unlessUnfinished(OutcomeKind kind, Effect effect) {
        return kind == OutcomeKind.UNAVAILABLE && answer.getStatusCode() >= 500 ? effect.unfinished() : kind;
    }

    private Optional<String> header(String name) {
        return answer.getResponseHeaders() == null ? Optional.empty() : answer.getResponseHeaders().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst().map(String::strip);
    }

    /** By the system's own clock, if it tells it: a moment it names is meant by that. */
    private Instant now() {
        return header("Date").flatMap(RetryAfter::moment).orElseGet(Instant::now);
    }

    /** A redirection is not followed: whoever it leads to would get the credentials, and maybe a write of its own. */
    private String leadsTo() {
        boolean redirects = answer.getStatusCode() >= 300 && answer.getStatusCode() < 400;
        return redirects ? header("Location").or(() -> Optional.ofNullable(answer.getRedirectLocation()))
                .map(place -> "; it leads to " + place.replaceAll("://[^/@]*@", "://").replaceAll("[?#].*", "")
                        + ", which is not followed with credentials: if that is right, set it as the address").orElse("") : "";
    }

    /** The body as JSON; a missing node if it is none. */
    private JsonNode document() {
        try {
            return body().startsWith("{") || body().startsWith("[") ? JSON.readTree(body()) : MissingNode.getInstance();
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private String body() {
        return Optional.ofNullable(answer.getResponseBody()).orElse("").strip();
    }

    private String words(JsonNode document) {
        Optional<String> said = WORDS.stream().map(document::at).filter(JsonNode::isTextual).map(JsonNode::asText).findFirst();
        String body = body();
        return said.orElseGet(() -> body.isEmpty() || body.startsWith("<") ? Optional.ofNullable(answer.getStatusText()).orElse("") : body);
    }
}
