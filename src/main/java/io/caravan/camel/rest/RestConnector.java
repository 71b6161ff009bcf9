package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.FetchedCredentials;
import io.caravan.camel.HttpAnswer;
import io.caravan.camel.auth.HttpAuthorization;
import io.caravan.connector.Effect;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRule;
import io.caravan.connector.RestSpec;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What {@code connectors/rest.kamelet.yaml} and connectors that extend it call around their HTTP step: it makes requests out of what the connector's
 * file declares, and reads answers. It sends nothing but the requests for tokens. Thread-safe once the settings are in.
 */
public final class RestConnector {

    private static final String WORK = "restWork";
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int UNAUTHORIZED = 401;
    private static final int ACCEPTED = 202;

    private final Map<String, String> written = new HashMap<>();
    private final Map<String, RestAccounts> accounts = new ConcurrentHashMap<>();
    private final Clock clock;
    private final HttpAuthorization authorization = new HttpAuthorization();
    private volatile boolean prepared;

    public RestConnector() {
        this(Clock.systemUTC());
    }

    RestConnector(Clock clock) {
        this.clock = clock;
    }

    /** To be filled before the first call; the names are the Kamelet's settings, an empty text counts as not set. */
    public Map<String, String> getSettings() {
        return written;
    }

    private HttpAuthorization authorization() {
        if (!prepared) {
            synchronized (this) {
                authorization.getSettings().putAll(written);
                prepared = true;
            }
        }
        return authorization;
    }

    /** Begins what is asked; see {@link #unfinished}. */
    public void begin(Exchange exchange) {
        RestCall call = new RestCall(exchange);
        exchange.setVariable(WORK, work(call));
    }

    private RestWork work(RestCall call) {
        Operation operation = call.operation().orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector takes one request at a time"));
        return switch (operation) {
            case TEST -> new TestWork(call.spec().test().orElseThrow(() -> new OutcomeException(OutcomeKind.MISCONFIGURED, "the connector has no request for its test")));
            case LIST, CHANGES -> new ReadWork(call, accounts(call), clock);
            case GET -> new GetWork(call, accounts(call));
            case FIND -> new FindWork(call, accounts(call));
            case CREATE, UPDATE, ENABLE, DISABLE, DELETE -> new WriteWork(call, accounts(call));
            case ADD_MEMBERS, REMOVE_MEMBERS -> new MembersWork(call);
            default -> throw call.undeclared(operation);
        };
    }

    private RestAccounts accounts(RestCall call) {
        ObjectSpec object = call.object();
        RestAccounts known = accounts.get(object.name());
        if (known == null || known.object() != object) {
            known = new RestAccounts(object, call.rest());
            accounts.put(object.name(), known);
        }
        return known;
    }

    /** Asks whether the system is there, and lets us in. */
    private static final class TestWork extends RestWork {
        TestWork(RestRequest request) {
            add(RestStep.reading(request, Map.of(), answer -> { }));
        }

        @Override
        Object result() {
            return null;
        }
    }

    private static RestWork work(Exchange exchange) {
        return exchange.getVariable(WORK, RestWork.class);
    }

    /** Whether there is something more to send. */
    public boolean unfinished(Exchange exchange) {
        return work(exchange).current().isPresent();
    }

    /** The next request: method, address, headers and body. Whoever calls may have headers of its own: none of them reaches the system. */
    public void next(Exchange exchange) {
        RestCall call = new RestCall(exchange);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader("Accept", "application/json");
        message(call).into(exchange.getMessage(), work(exchange).current().orElseThrow());
        authorization().authorize(exchange);
    }

    private RestMessage message(RestCall call) {
        UnaryOperator<String> placeholders = text -> text.contains("{{") ? call.exchange().getContext().resolvePropertyPlaceholders(text) : text;
        int size = call.variables().pageSize(Optional.ofNullable(written.get("pageSize")).filter(text -> text.matches("[1-9]\\d{0,6}")).map(Integer::valueOf).orElse(DEFAULT_PAGE_SIZE));
        return new RestMessage(call.spec(), written.getOrDefault("url", "").strip().replaceAll("/+$", ""), placeholders, size);
    }

    /** The system said yes, or said no in the guise of a yes. */
    public void answered(Exchange exchange) {
        RestWork work = work(exchange);
        RestStep step = work.current().orElseThrow();
        RestSpec spec = new RestCall(exchange).spec();
        boolean isRead = step.effect() == Effect.NONE || step.request().writing().answers() || !step.request().rules().isEmpty() || !spec.rules().isEmpty();
        RestAnswer answer = isRead ? RestAnswer.of(exchange, step.effect()) : new RestAnswer(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class), null, name -> Optional.empty());
        Optional<RestRule> rule = rule(spec, step.request(), answer.status(), answer.document(), true);
        if (rule.filter(one -> one.outcome() != OutcomeKind.OK).isPresent()) {
            String said = words(spec, answer.document()).orElse("an error inside");
            throw failed(step, Outcome.failed(rule.get().outcome(), "HTTP " + answer.status() + " with " + said));
        }
        if (answer.status() == ACCEPTED && step.effect() != Effect.NONE && rule.isEmpty()) {
            throw failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, "HTTP 202: the system has taken the request, and does not say whether it carried it out"));
        }
        try {
            work.answered(answer);
        } catch (OutcomeException wrong) {
            throw step.effect() == Effect.NONE ? wrong : failed(step, wrong.outcome());
        }
    }

    /** The system said no: what the HTTP client threw stands in the exchange. */
    public void refused(Exchange exchange) throws HttpOperationFailedException {
        HttpOperationFailedException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class);
        RestWork work = work(exchange);
        RestStep step = work.current().orElseThrow();
        if (refusal.getStatusCode() == UNAUTHORIZED && mayAskAgain(exchange, work)) {
            return;
        }
        RestSpec spec = new RestCall(exchange).spec();
        JsonNode document = RestAnswer.document(refusal.getResponseBody());
        Optional<OutcomeKind> ruled = rule(spec, step.request(), refusal.getStatusCode(), document, false).map(RestRule::outcome);
        if (ruled.filter(OutcomeKind.OK::equals).isPresent()) {
            work.answered(new RestAnswer(refusal.getStatusCode(), null, name -> Optional.empty()));
            return;
        }
        throw failed(step, new HttpAnswer(refusal).outcome(spec.outcomes(), step.effect(), new HttpAnswer.Reading(ruled, words(spec, document), spec.waitHeaders())));
    }

    /** A token may have been taken back before its time: the same step goes once more, and not the whole call. */
    private static boolean mayAskAgain(Exchange exchange, RestWork work) {
        FetchedCredentials fetched = exchange.getVariable(FetchedCredentials.VARIABLE, FetchedCredentials.class);
        return fetched != null && work.onceMore() && fetched.giveUp();
    }

    private static OutcomeException failed(RestStep step, Outcome outcome) {
        return new OutcomeException(step.fails().map(half -> Outcome.failed(OutcomeKind.IN_DOUBT, half + ": " + outcome.message())).orElse(outcome), null);
    }

    /** @param success whether the status is one: then only rules count that name it */
    private static Optional<RestRule> rule(RestSpec spec, RestRequest request, int status, JsonNode document, boolean success) {
        return Stream.concat(request.rules().stream(), spec.rules().stream()).filter(rule -> rule.statuses().isEmpty() ? !success : rule.statuses().contains(status))
                .filter(rule -> rule.at().isEmpty() || says(rule, document)).findFirst();
    }

    private static boolean says(RestRule rule, JsonNode document) {
        return JsonPlaces.all(document, rule.at().orElseThrow()).stream().anyMatch(node -> !node.isNull() && (rule.is().isEmpty() || node.isValueNode() && rule.is().contains(node.asText())));
    }

    private static Optional<String> words(RestSpec spec, JsonNode document) {
        return spec.words().stream().flatMap(path -> JsonPlaces.text(document, path).stream()).findFirst();
    }

    /** What the connector answers. */
    public void result(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(work(exchange).result());
    }
}
