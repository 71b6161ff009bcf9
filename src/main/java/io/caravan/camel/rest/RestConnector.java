package io.caravan.camel.rest;

import io.caravan.camel.ConnectorCall;
import io.caravan.camel.FetchedCredentials;
import io.caravan.camel.OneTryHttpClient;
import io.caravan.camel.OutcomeOf;
import io.caravan.camel.RequestSigner;
import io.caravan.camel.Secrets;
import io.caravan.camel.auth.HttpAuthorization;
import io.caravan.camel.auth.UsernameToken;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestReading;
import io.caravan.connector.RestRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What {@code connectors/rest.kamelet.yaml} and connectors that extend it call around their HTTP step: it makes requests out of what the connector's
 * file declares, and reads answers. It sends nothing but the requests for tokens. Thread-safe once the settings are in.
 */
public final class RestConnector implements RequestSigner, Processor {

    private static final String CONVERSATION = "restConversation";
    /** Whether there is something more to send, for the loop in the Kamelet. */
    private static final String UNFINISHED = "unfinished";
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final int UNAUTHORIZED = 401;
    /** With which a fault comes (SOAP 1.1 §6.2). */
    private static final int FAULT_STATUS = 500;

    private final Map<String, String> written = new HashMap<>();
    private final Map<String, RestAccounts> accounts = new ConcurrentHashMap<>();
    private final Clock clock;
    private final RecentlyMade recent;
    private final HttpAuthorization authorization = new HttpAuthorization();
    private volatile Ready ready;
    private volatile RestSender sender;
    private OneTryHttpClient client;

    /** What the settings come to. */
    private record Ready(RestMessage.Settings settings, int pageSize) {
    }

    /** One call while it goes on. */
    private record Conversation(RestCall call, RestMessage message, RestJudgement judgement, RestWork work) {
    }

    public RestConnector() {
        this(Clock.systemUTC());
    }

    RestConnector(Clock clock) {
        this.clock = clock;
        this.recent = new RecentlyMade(clock);
    }

    /** To be filled before the first call; the names are the Kamelet's settings, an empty text counts as not set. */
    public Map<String, String> getSettings() {
        return written;
    }

    /** Through which {@link #process} sends; its requests are signed where the settings say so. */
    public void setClient(OneTryHttpClient client) {
        this.client = client;
        client.setSigner(this);
    }

    private Ready ready(Exchange exchange) {
        Ready known = ready;
        return known != null ? known : prepare(exchange.getContext());
    }

    private synchronized Ready prepare(CamelContext context) {
        if (ready == null) {
            authorization.getSettings().putAll(written);
            UnaryOperator<String> placeholders = text -> text.contains("{{") ? context.resolvePropertyPlaceholders(text) : text;
            int pageSize = Optional.ofNullable(written.get("pageSize")).filter(text -> text.matches("[1-9]\\d{0,6}")).map(Integer::valueOf).orElse(DEFAULT_PAGE_SIZE);
            ready = new Ready(new RestMessage.Settings(written.getOrDefault("url", "").strip().replaceAll("/+$", ""), placeholders, new RestBodies()), pageSize);
        }
        return ready;
    }

    private RestSender sender(Exchange exchange) {
        RestSender known = sender;
        return known != null ? known : connect(exchange.getContext());
    }

    private synchronized RestSender connect(CamelContext context) {
        if (sender == null) {
            sender = RestSender.to(written.getOrDefault("url", ""), context, client, written.getOrDefault("responseTimeout", "60000"));
        }
        return sender;
    }

    /**
     * All of a call: each request is sent and its answer read here. A template that has something of its own to do between them has the steps of this
     * instead: {@link #begin}, and for as long as there is something to send {@link #next}, the request, {@link #answered}, {@link #refused} or {@link #lost}; {@link #result} in the end.
     */
    @Override
    public void process(Exchange exchange) throws Exception {
        Conversation here = conversation(new RestCall(exchange));
        try {
            converse(exchange, here);
        } catch (Exception failed) {
            tellWhatWasDone(exchange, here.work);
            throw failed;
        }
        result(exchange, here.work);
    }

    private void converse(Exchange exchange, Conversation here) throws Exception {
        while (makesNext(exchange, here)) {
            try {
                answered(here, sender(exchange).send(exchange.getMessage(), received -> read(here, received)));
            } catch (HttpOperationFailedException refusal) {
                refused(exchange, here, refusal);
            } catch (IOException | UncheckedIOException failure) {
                lost(here.work, failure);
            }
        }
    }

    private static void tellWhatWasDone(Exchange exchange, RestWork work) {
        if (work.hasChanged()) {
            exchange.setVariable(ConnectorCall.BEGUN, true);
        }
    }

    /** Begins what is asked. As long as there is something to send, the variable {@code unfinished} says so. */
    public void begin(Exchange exchange) {
        Conversation here = conversation(new RestCall(exchange));
        exchange.setVariable(CONVERSATION, here);
        goesOn(exchange, here.work);
    }

    private Conversation conversation(RestCall call) {
        Ready with = ready(call.exchange());
        RestMessage message = new RestMessage(call.spec(), with.settings, call.variables().pageSize(with.pageSize));
        RestJudgement judgement = new RestJudgement(call.spec().answers(), recent, call.lag(), false);
        RestWork work = work(call, new Together.Way(call.spec().batch(), message, judgement.shared()));
        return new Conversation(call, message, judgement, work);
    }

    private static void goesOn(Exchange exchange, RestWork work) {
        exchange.setVariable(UNFINISHED, work.current().isPresent());
    }

    private RestWork work(RestCall call, Together.Way way) {
        if (call.isBatch()) {
            return new SeveralWrites(call.variables().requests(), way, request -> new WriteWork(call, accounts(call), request, clock.instant()));
        }
        Operation operation = call.operation().orElseThrow(() -> new OutcomeException(OutcomeKind.UNSUPPORTED, "the connector knows no such operation"));
        return switch (operation) {
            case TEST -> new TestWork(call.spec().test().orElseThrow(() -> new OutcomeException(OutcomeKind.MISCONFIGURED, "the connector has no request for its test")), clock.instant());
            case LIST, CHANGES -> new ReadWork(call, accounts(call), way, clock);
            case GET -> new GetWork(call, accounts(call), call.variables().text("anchor"), clock.instant());
            case FIND -> new FindWork(call, accounts(call));
            case CREATE, UPDATE, ENABLE, DISABLE, DELETE -> new WriteWork(call, accounts(call), call.variables().request(), clock.instant());
            case ADD_MEMBERS, REMOVE_MEMBERS -> new MembersWork(call, way);
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

    private static Conversation conversation(Exchange exchange) {
        return exchange.getVariable(CONVERSATION, Conversation.class);
    }

    private static RestWork work(Exchange exchange) {
        return conversation(exchange).work;
    }

    /** Whether there is something more to send: what the variable says, for a template that asks. */
    public boolean unfinished(Exchange exchange) {
        return work(exchange).current().isPresent();
    }

    /** The next request: method, address, headers and body. Whoever calls may have headers of its own: none of them reaches the system. */
    public void next(Exchange exchange) {
        Conversation here = conversation(exchange);
        makesNext(exchange, here);
        goesOn(exchange, here.work);
    }

    /** Whether there is one more. A request that cannot be sent may be the last one. */
    private boolean makesNext(Exchange exchange, Conversation here) {
        boolean ready = false;
        while (!ready && here.work.current().isPresent()) {
            ready = isReady(exchange, here);
        }
        return ready;
    }

    private boolean isReady(Exchange exchange, Conversation here) {
        RestWork work = here.work;
        RestStep step = work.current().orElseThrow();
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader("Accept", "application/json");
        try {
            pause(work.pauseNanos());
            here.message.into(exchange.getMessage(), step, usernameToken(here.call));
            authorization.authorize(exchange);
            return true;
        } catch (OutcomeException wrong) {
            goesOnWithout(work, step, wrong, wrong.outcome(), work.hasBegun());
            return false;
        }
    }

    /** That a request could not be sent, or was answered by who knows whom, ends the call; of several that began, it is theirs who were in it. */
    private static void goesOnWithout(RestWork work, RestStep step, OutcomeException wrong, Outcome cause, boolean begun) {
        if (!work.undoes(wrong.outcome()) && (!begun || !work.takes(RestJudgement.unanswered(step, wrong.outcome()), cause))) {
            throw ended(work, step, wrong, begun);
        }
    }

    private Optional<UsernameToken> usernameToken(RestCall call) {
        Optional<UsernameToken> token = authorization.usernameToken();
        if (token.isPresent() && call.spec().soap().isEmpty()) {
            throw new OutcomeException(OutcomeKind.MISCONFIGURED, "auth=username-token belongs to services that speak SOAP, and this one does not");
        }
        token.ifPresent(who -> Optional.ofNullable(call.exchange().getVariable(Secrets.VARIABLE, Secrets.class)).ifPresent(secrets -> secrets.learn(who.escapedPassword())));
        return token;
    }

    @Override
    public boolean signs() {
        return authorization.signs();
    }

    @Override
    public Map<String, String> sign(String method, URI address, Map<String, String> headers, byte[] body) {
        return authorization.sign(method, address, headers, body);
    }

    /** What ends a call in the midst of it: it is not begun anew where something has been done already. */
    private static OutcomeException ended(RestWork work, RestStep step, OutcomeException wrong, boolean begun) {
        Outcome told = RestJudgement.unanswered(step, wrong.outcome());
        return new OutcomeException(RestJudgement.named(work, begun ? Outcome.failed(OutcomeKind.IN_DOUBT, told.message()) : told), wrong);
    }

    /** Whoever is told to come back later, alone, does. */
    private static void pause(long nanos) {
        try {
            if (nanos > 0) {
                TimeUnit.NANOSECONDS.sleep(nanos);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, "stopped while a request waited", stopped);
        }
    }

    /** The system said yes, or said no in the guise of a yes, or said that it will see to it. */
    public void answered(Exchange exchange) {
        Conversation here = conversation(exchange);
        try {
            answered(here, read(here, Received.in(exchange)));
        } finally {
            tellWhatWasDone(exchange, here.work);
        }
        goesOn(exchange, here.work);
    }

    /** An answer; or nothing, when nobody understands it and the work goes on all the same. */
    private static Optional<RestAnswer> read(Conversation here, Received received) {
        RestStep step = here.work.current().orElseThrow();
        try {
            Optional<XmlShape> xml = here.call.spec().soap().map(soap -> XmlShape.of(here.call, step, !here.work.keepsOnlyWhatIsAskedFor()));
            return Optional.of(here.judgement.reads(step) || xml.isPresent() ? RestAnswer.of(received, step.effect(), here.message.pageSize(), xml) : RestAnswer.unread(received, step.effect()));
        } catch (OutcomeException nobodyUnderstandsIt) {
            goesOnWithout(here.work, step, nobodyUnderstandsIt, Outcome.failed(OutcomeKind.UNAVAILABLE, nobodyUnderstandsIt.outcome().message()), here.work.hasBegunOnceSent());
            return Optional.empty();
        }
    }

    private static void answered(Conversation here, Optional<RestAnswer> answer) {
        answer.ifPresent(read -> {
            if (here.call.spec().soap().isPresent() && read.isFault()) {
                here.judgement.refused(here.work, new HttpOperationFailedException("", FAULT_STATUS, "a fault inside a success", null, Map.of(), ""), read.document());
            } else {
                here.judgement.answered(here.work, read);
            }
        });
    }

    /** The system said no: what the HTTP client threw stands in the exchange. */
    public void refused(Exchange exchange) {
        HttpOperationFailedException refusal = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class);
        Conversation here = conversation(exchange);
        refused(exchange, here, refusal);
        goesOn(exchange, here.work);
    }

    private static void refused(Exchange exchange, Conversation here, HttpOperationFailedException refusal) {
        if (refusal.getStatusCode() != UNAUTHORIZED || !mayAskAgain(exchange, here.work)) {
            boolean soap = here.call.spec().soap().isPresent();
            here.judgement.refused(here.work, refusal, soap ? XmlAnswer.said(refusal.getResponseBody()) : RestAnswer.document(refusal.getResponseBody()));
        }
    }

    /** There was no answer. Where something has been done before, it is not done again because this could not be sent. */
    public void lost(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        RestWork work = work(exchange);
        lost(work, failure);
        goesOn(exchange, work);
    }

    private static void lost(RestWork work, Exception failure) throws Exception {
        RestStep step = work.current().orElseThrow();
        if (step.open().poll().isPresent()) {
            RestJudgement.askAgain(work, step, step.open().poll().get());
        } else {
            Outcome lost = OutcomeOf.lost(failure, step.effect());
            if (!work.undoes(lost) && !work.takes(RestJudgement.named(work, RestJudgement.failed(step, lost)), Outcome.failed(OutcomeKind.UNAVAILABLE, lost.message()))) {
                throw work.hasBegunOnceSent() ? new OutcomeException(RestJudgement.named(work, RestJudgement.failed(step, Outcome.failed(OutcomeKind.IN_DOUBT, lost.message()))), failure) : failure;
            }
        }
    }

    /** A token may have been taken back before its time: the same step goes once more, and not the whole call. */
    private static boolean mayAskAgain(Exchange exchange, RestWork work) {
        FetchedCredentials fetched = exchange.getVariable(FetchedCredentials.VARIABLE, FetchedCredentials.class);
        return fetched != null && work.onceMore() && fetched.giveUp();
    }

    /** What the connector answers. */
    public void result(Exchange exchange) {
        result(exchange, work(exchange));
    }

    private static void result(Exchange exchange, RestWork work) {
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(work.result());
    }
}
