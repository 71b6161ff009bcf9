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
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import io.caravan.connector.RestRule;
import io.caravan.connector.RestSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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
            case TEST -> new TestWork(call.spec().test().orElseThrow(() -> new OutcomeException(OutcomeKind.MISCONFIGURED, "the connector has no request for its test")), clock.instant());
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
        TestWork(RestRequest request, Instant now) {
            RestReading reading = request.places().reading();
            Map<String, String> variables = new ReadMoment(now, false).variables(reading, Optional.empty());
            add(RestStep.reading(request, variables, answer -> {
                if (!reading.shows().isEmpty()) {
                    RecordsOfPage.requireShown(items(answer, request.places().items()), reading, "the answer");
                }
            }));
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
        RestStep step = work(exchange).current().orElseThrow();
        step.open().poll().ifPresent(RestPoll::await);
        try {
            message(call).into(exchange.getMessage(), step);
        } catch (OutcomeException wrong) {
            throw step.open().poll().isPresent() ? new OutcomeException(OutcomeKind.IN_DOUBT, step.open().poll().get().open() + ": " + wrong.outcome().message()) : failed(step, wrong.outcome());
        }
        authorization().authorize(exchange);
    }

    private RestMessage message(RestCall call) {
        UnaryOperator<String> placeholders = text -> text.contains("{{") ? call.exchange().getContext().resolvePropertyPlaceholders(text) : text;
        return new RestMessage(call.spec(), written.getOrDefault("url", "").strip().replaceAll("/+$", ""), placeholders, pageSize(call));
    }

    private int pageSize(RestCall call) {
        return call.variables().pageSize(Optional.ofNullable(written.get("pageSize")).filter(text -> text.matches("[1-9]\\d{0,6}")).map(Integer::valueOf).orElse(DEFAULT_PAGE_SIZE));
    }

    /** The system said yes, or said no in the guise of a yes, or said that it will see to it. */
    public void answered(Exchange exchange) {
        RestWork work = work(exchange);
        RestStep step = work.current().orElseThrow();
        RestCall call = new RestCall(exchange);
        boolean isRead = step.effect() == Effect.NONE || step.request().writing().answers() || !rules(call.spec(), step).isEmpty() || step.request().writing().job().isPresent() || step.open().poll().isPresent();
        RestAnswer answer = isRead ? RestAnswer.of(exchange, step.effect(), pageSize(call)) : RestAnswer.unread(exchange);
        Optional<RestPoll> poll = step.open().poll();
        if (poll.filter(job -> job.isRunning(answer)).isPresent()) {
            askAgain(work, step, poll.get());
            return;
        }
        Optional<RestPoll> taken = poll.isPresent() ? Optional.empty() : RestPoll.of(step.request(), answer);
        if (taken.isPresent()) {
            work.await(taken.get());
            return;
        }
        Optional<RestRule> rule = rule(rules(call.spec(), step), answer.status(), answer.document(), true);
        if (rule.filter(one -> one.outcome() != OutcomeKind.OK).isPresent()) {
            refusedInside(work, step, answer, rule.get(), call.spec());
            return;
        }
        if (rule.isEmpty() && poll.filter(job -> !job.hasEnded(answer)).isPresent()) {
            throw failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.get().open() + ": " + poll.get().said(answer)));
        }
        if (answer.status() == ACCEPTED && step.effect() != Effect.NONE && rule.isEmpty() && poll.isEmpty()) {
            throw failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, "HTTP 202: the system has taken the request, and does not say whether it carried it out"));
        }
        try {
            work.answered(answer);
        } catch (OutcomeException wrong) {
            throw step.effect() == Effect.NONE ? wrong : failed(step, wrong.outcome());
        }
    }

    private static void askAgain(RestWork work, RestStep step, RestPoll poll) {
        work.await(poll.again().orElseThrow(() -> failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.open() + ": it has not ended within " + poll.most().toSeconds() + " s"))));
    }

    private static void refusedInside(RestWork work, RestStep step, RestAnswer answer, RestRule rule, RestSpec spec) {
        if (rule.outcome() == OutcomeKind.NOT_FOUND && work.isAnsweredByNobody()) {
            work.finish();
            return;
        }
        String said = words(spec, answer.document()).or(() -> rule.at().flatMap(at -> JsonPlaces.text(answer.document(), at))).orElse("an error inside");
        throw failed(step, Outcome.failed(rule.outcome(), "HTTP " + answer.status() + " with " + said));
    }

    /** What its answer may mean: what is declared of the request, of the one that a job was taken for, and of all. */
    private static List<RestRule> rules(RestSpec spec, RestStep step) {
        return Stream.of(ownRules(step), spec.rules()).flatMap(List::stream).toList();
    }

    /** Of a job that is not told of, only these say what it means: what goes for all requests is about other things. */
    private static List<RestRule> ownRules(RestStep step) {
        return Stream.of(step.request().rules(), step.open().poll().map(poll -> poll.of().rules()).orElse(List.of())).flatMap(List::stream).toList();
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
        Optional<OutcomeKind> ruled = rule(step.open().poll().isPresent() ? ownRules(step) : rules(spec, step), refusal.getStatusCode(), document, false).map(RestRule::outcome);
        if (ruled.filter(OutcomeKind.OK::equals).isPresent()) {
            work.answered(RestAnswer.bare(refusal.getStatusCode()));
            return;
        }
        if (ruled.filter(OutcomeKind.NOT_FOUND::equals).isPresent() && work.isAnsweredByNobody()) {
            work.finish();
            return;
        }
        Outcome outcome = new HttpAnswer(refusal).outcome(spec.outcomes(), step.effect(), new HttpAnswer.Reading(ruled, words(spec, document), spec.waitHeaders()));
        Optional<RestPoll> poll = step.open().poll();
        if (poll.isPresent() && ruled.isEmpty()) {
            if (outcome.kind().retryable()) {
                askAgain(work, step, poll.get());
                return;
            }
            throw failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, poll.get().open() + ": " + outcome.message()));
        }
        throw failed(step, pageIsGone(step, outcome) ? Outcome.failed(OutcomeKind.UNAVAILABLE, outcome.message()
                + ": the system does not know any more the page that it told of, as it happens when one is asked for late; the read starts again later") : outcome);
    }

    /** There was no answer. Where something has been done before, it is not done again because this could not be sent. */
    public void lost(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        RestWork work = work(exchange);
        RestStep step = work.current().orElseThrow();
        if (step.open().poll().isPresent()) {
            askAgain(work, step, step.open().poll().get());
        } else if (step.open().half().isPresent()) {
            throw failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, "no answer: " + Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName())));
        } else {
            throw failure;
        }
    }

    /** What a system told to go on with does not count for ever. */
    private static boolean pageIsGone(RestStep step, Outcome outcome) {
        boolean refused = outcome.kind() == OutcomeKind.INVALID || outcome.kind() == OutcomeKind.NOT_FOUND || outcome.kind() == OutcomeKind.CONFLICT;
        return refused && step.effect() == Effect.NONE && step.page().filter(RestPage::isTold).isPresent();
    }

    /** A token may have been taken back before its time: the same step goes once more, and not the whole call. */
    private static boolean mayAskAgain(Exchange exchange, RestWork work) {
        FetchedCredentials fetched = exchange.getVariable(FetchedCredentials.VARIABLE, FetchedCredentials.class);
        return fetched != null && work.onceMore() && fetched.giveUp();
    }

    private static OutcomeException failed(RestStep step, Outcome outcome) {
        return new OutcomeException(step.open().half().map(half -> Outcome.failed(OutcomeKind.IN_DOUBT, half + ": " + outcome.message())).orElse(outcome), null);
    }

    /** @param success whether the status is one: then only rules count that name it */
    private static Optional<RestRule> rule(List<RestRule> rules, int status, JsonNode document, boolean success) {
        return rules.stream().filter(rule -> rule.statuses().isEmpty() ? !success : rule.statuses().contains(status))
                .filter(rule -> rule.at().isEmpty() || says(rule, document)).findFirst();
    }

    private static boolean says(RestRule rule, JsonNode document) {
        List<JsonNode> there = JsonPlaces.all(document, rule.at().orElseThrow()).stream().filter(node -> !node.isNull()).toList();
        return rule.not().isEmpty() ? there.stream().anyMatch(node -> rule.is().isEmpty() || stands(node, rule.is())) : there.isEmpty() || there.stream().anyMatch(node -> !stands(node, rule.not()));
    }

    private static boolean stands(JsonNode node, List<String> words) {
        return node.isValueNode() && words.contains(node.asText());
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
