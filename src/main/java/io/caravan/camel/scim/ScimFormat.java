package io.caravan.camel.scim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.camel.ConnectorCall;
import io.caravan.camel.HttpLocation;
import io.caravan.camel.RequestSigner;
import io.caravan.camel.auth.HttpAuthorization;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.MembershipSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.subject.Attributes;
import java.time.Clock;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.http.base.HttpOperationFailedException;

/**
 * What {@code connectors/scim2.kamelet.yaml} and connectors that extend it call between their HTTP steps: it makes
 * requests out of the exchange's variables and reads answers. It sends nothing. Thread-safe once the settings are in.
 */
public final class ScimFormat implements RequestSigner {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_PAGE_SIZE = 100;
    private static final String SCHEMAS = "scimSchemas";
    private static final int MOST_HITS = 10;

    private final Map<String, String> written = new HashMap<>();
    private final Map<String, ScimSchema> schemas = new ConcurrentHashMap<>();
    private final Clock clock;
    private final HttpAuthorization authorization = new HttpAuthorization();
    private volatile ScimSettings settings;
    private volatile ScimDialect dialect;

    public ScimFormat() {
        this(Clock.systemUTC());
    }

    ScimFormat(Clock clock) {
        this.clock = clock;
    }

    /** To be filled before the first call; the names are the Kamelet's settings, an empty text counts as not set. */
    public Map<String, String> getSettings() {
        return written;
    }

    private ScimSettings settings() {
        ScimSettings known = settings;
        if (known == null) {
            known = prepared();
            settings = known;
        }
        return known;
    }

    private synchronized ScimSettings prepared() {
        if (settings == null) {
            authorization.getSettings().putAll(written);
            settings = new ScimSettings(written);
        }
        return settings;
    }

    /** Replaces all headers by those the provider shall see. */
    public void authorize(Exchange exchange) {
        exchange.getMessage().removeHeaders("*");
        String media = settings().mediaType();
        exchange.getMessage().setHeader("Accept", media + ", application/json;q=0.9");
        exchange.getMessage().setHeader("Content-Type", media);
        settings().headers().forEach(exchange.getMessage()::setHeader);
        authorization.authorize(exchange);
    }

    @Override
    public boolean signs() {
        return authorization.signs();
    }

    @Override
    public Map<String, String> sign(String method, URI address, Map<String, String> headers, byte[] body) {
        return authorization.sign(method, address, headers, body);
    }

    /** {@code /Users} or {@code /Groups}. */
    public String collection(Exchange exchange) {
        return settings().collection(new ScimCall(exchange).object());
    }

    /** {@code /Users/<id>}, the id in encoded form. */
    public String resource(Exchange exchange) {
        return resource(settings().collection(new ScimCall(exchange).object()), new ConnectorCall(exchange).text("anchor"));
    }

    private static String resource(String collection, String anchor) {
        if (anchor.isBlank() || anchor.equals(".") || anchor.equals("..")) {
            throw new OutcomeException(OutcomeKind.INVALID, "'" + anchor + "' is no id of a SCIM resource");
        }
        return collection + "/" + ScimFilter.encoded(anchor);
    }

    /** The query of one page of a full or delta read (RFC 7644 §3.4.2.4, RFC 9865). */
    public String listQuery(Exchange exchange) {
        String page = exchange.getVariable("page", String.class);
        String changed = Optional.ofNullable(exchange.getVariable("since", String.class))
                .map(since -> "meta.lastModified gt \"" + since + "\"").orElse("");
        String filter = ScimFilter.and(settings().filter(new ScimCall(exchange).object()), changed);
        List<String> wanted = new ConnectorCall(exchange).attributes();
        String from = settings().pagesByCursor() ? "cursor=" + ScimFilter.encoded(ScimCursor.of(page).cursor()) : "startIndex=" + ScimPage.of(page).start();
        return from + "&count=" + new ConnectorCall(exchange).pageSize(DEFAULT_PAGE_SIZE) + (filter.isEmpty() ? "" : "&filter=" + ScimFilter.encoded(filter))
                + withoutMembers(schema(exchange).object(), !wanted.isEmpty() && schema(exchange).object().memberships().filter(held -> wanted.contains(held.attribute())).isEmpty());
    }

    /** The query that finds resources whose attribute has a value. */
    public String findQuery(Exchange exchange) {
        ScimSchema schema = schema(exchange);
        String attribute = new ConnectorCall(exchange).text("attribute");
        JsonNode value = schema.json(schema.attribute(attribute), new ConnectorCall(exchange).value());
        return few(MOST_HITS, ScimFilter.equality(schema.path(attribute), value)) + withoutMembers(schema.object(), true);
    }

    private String few(int count, String filter) {
        return (settings().pagesByCursor() ? "" : "startIndex=1&") + "count=" + count + "&filter=" + ScimFilter.encoded(filter);
    }

    /** The same query as the body of a POST to {@code /.search} (RFC 7644 §3.4.3). */
    public void searched(Exchange exchange) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("schemas").add(settings().searchSchema());
        ScimFilter.pairs(exchange.getMessage().getHeader("CamelHttpQuery", String.class)).forEach((name, value) -> {
            switch (name) {
                case "startIndex", "count" -> body.put(name, Long.parseLong(value));
                case "excludedAttributes" -> body.putArray(name).add(value);
                default -> body.put(name, value);
            }
        });
        body.remove(body.path("cursor").asText("none").isEmpty() ? "cursor" : "");
        exchange.getMessage().removeHeader("CamelHttpQuery");
        exchange.getMessage().setHeader("CamelHttpMethod", "POST");
        exchange.getMessage().setHeader("CamelHttpPath", collection(exchange) + "/.search");
        exchange.getMessage().setBody(bytes(body));
    }

    /** A group of a hundred thousand is not to be sent for its name. */
    private String withoutMembers(ObjectSpec object, boolean nobodyAsks) {
        return object.memberships().filter(held -> nobodyAsks && settings().members().sight() == GroupMembers.Sight.SHOWN)
                .map(held -> "&excludedAttributes=" + ScimFilter.encoded(ScimPath.parse(held.attribute()).name())).orElse("");
    }

    /** The body of a POST, and where it goes. */
    public byte[] created(Exchange exchange) {
        exchange.getMessage().setHeader("CamelHttpPath", settings().writtenCollection(new ScimCall(exchange).object()));
        return bytes(created(schema(exchange), new ConnectorCall(exchange).request()));
    }

    private ObjectNode created(ScimSchema schema, AccountRequest request) {
        Map<String, Object> values = new LinkedHashMap<>(request.values());
        values.values().removeIf(Objects::isNull);
        schema.object().enabledBy().ifPresent(name -> values.put(name, request.enabled().orElse(true)));
        return schema.resource(coreSchema(request.object()), values);
    }

    /** Begins a change of a resource that is there; see {@link #unfinished}. */
    public void begin(Exchange exchange) {
        exchange.setVariable(ScimUpdates.VARIABLE, ScimUpdates.of(work(schema(exchange), new ConnectorCall(exchange).request())));
    }

    private ScimWork work(ScimSchema schema, AccountRequest request) {
        if (!request.operation().isOfMembers()) {
            return update(schema, request);
        }
        return new ScimMembers(schema, request, resource(settings().collection(request.object()), request.anchor().orElseThrow()), dialect(), settings().members());
    }

    private ScimUpdate update(ScimSchema schema, AccountRequest request) {
        return new ScimUpdate(schema, request, switched(schema, request), dialect(), settings().howToSwitch());
    }

    /** Begins to read a group whose members are a list of their own; nothing else needs more than the one request. */
    public void beginGet(Exchange exchange) {
        Optional<MembershipSpec> held = schema(exchange).object().memberships();
        if (held.isPresent() && settings().members().sight() == GroupMembers.Sight.PAGED) {
            exchange.setVariable(ScimUpdates.VARIABLE, ScimUpdates.of(new ScimGroupRead(new ScimCall(exchange).object(), new ConnectorCall(exchange).text("anchor"), resource(exchange),
                    schema(exchange).path(held.get().attribute()))));
        }
    }

    /** What the provider has only taken note of is waited for, where the settings say how; elsewhere it is in doubt. */
    public void awaited(Exchange exchange) {
        boolean batch = new ConnectorCall(exchange).isBatch();
        boolean creates = !batch && new ConnectorCall(exchange).operation() == Operation.CREATE;
        boolean accepted = new ScimCall(exchange).isOnlyAccepted();
        if (creates && settings().later().isPresent()) {
            JsonNode answer = new ScimCall(exchange).answer();
            new ScimCall(exchange).refuseError(answer);
            exchange.setVariable(ConnectorCall.BEGUN, true);
            exchange.setVariable(ScimUpdates.VARIABLE, ScimUpdates.of(later(new ConnectorCall(exchange).request(), answer, accepted)
                    .orElseGet(() -> ScimProvision.done(new ConnectorCall(exchange).request(), answer))));
        } else if (accepted && (creates || batch)) {
            throw ScimCall.notDone();
        }
    }

    private Optional<ScimProvision> later(AccountRequest request, JsonNode answer, boolean accepted) {
        Optional<ScimProvision> provision = settings().later().flatMap(how -> how.place(answer).map(place -> new ScimProvision(request, place, answer, how.most())));
        if (provision.isEmpty() && accepted) {
            throw ScimCall.notDone();
        }
        return provision;
    }

    private ScimDialect dialect() {
        ScimDialect known = dialect;
        if (known == null) {
            synchronized (this) {
                dialect = dialect != null ? dialect : new ScimDialect(settings());
                known = dialect;
            }
        }
        return known;
    }

    private static ScimUpdates updates(Exchange exchange) {
        return exchange.getVariable(ScimUpdates.VARIABLE, ScimUpdates.class);
    }

    /** Whether a change that was begun has something more to send. */
    public boolean unfinished(Exchange exchange) {
        return updates(exchange) != null && updates(exchange).current().isPresent();
    }

    /** The next request of a change: method, path, headers and body. */
    public void next(Exchange exchange) {
        ScimWork update = updates(exchange).current().orElseThrow();
        authorize(exchange);
        exchange.getMessage().setHeader("CamelHttpMethod", update.step().name());
        exchange.getMessage().setHeader("CamelHttpPath", place(update));
        update.search().map(filter -> few(2, filter)).or(update::query).ifPresent(query -> exchange.getMessage().setHeader("CamelHttpQuery", query));
        update.version().ifPresent(version -> exchange.getMessage().setHeader("If-Match", version));
        boolean hasBody = update.step() == ScimWork.Step.PATCH || update.step() == ScimWork.Step.PUT;
        exchange.getMessage().setBody(hasBody ? bytes(update.body()) : null);
    }

    private String place(ScimWork update) {
        String object = update.request().object();
        if (update.search().isPresent()) {
            return settings().collection(object);
        }
        return update.place().orElseGet(() -> resource(update.step() == ScimWork.Step.GET ? settings().collection(object) : settings().writtenCollection(object),
                update.request().anchor().orElseThrow()));
    }

    /** The provider said yes, or said no in the guise of a yes. */
    public void answered(Exchange exchange) {
        ScimWork update = updates(exchange).current().orElseThrow();
        ScimCall call = new ScimCall(exchange);
        if (update.search().isPresent()) {
            update.succeeded(listed(exchange), Optional.empty());
            return;
        }
        if (update.place().isPresent()) {
            update.succeeded(call.answer(), Optional.empty());
            updates(exchange).settleAwaited();
            return;
        }
        if (update.step() == ScimWork.Step.GET) {
            JsonNode resource = call.resource();
            refuseAnother(update.request(), ScimPath.parse("id").read(resource).asText());
            update.succeeded(resource, version(exchange, resource));
            return;
        }
        JsonNode answer = call.answer();
        try {
            call.refuseError(answer);
        } catch (OutcomeException refused) {
            update.refused(answer.path("status").asInt(), answer.path("scimType").asText("").toLowerCase(Locale.ROOT), refused);
            return;
        }
        Optional<ScimProvision> later = later(update.request(), answer, call.isOnlyAccepted());
        later.ifPresent(updates(exchange)::await);
        if (later.isEmpty()) {
            update.succeeded(answer != null && answer.isObject() ? answer : null, version(exchange, answer));
            exchange.setVariable(ConnectorCall.BEGUN, update.hasBegun());
        }
    }

    private static Optional<String> version(Exchange exchange, JsonNode answer) {
        String told = answer == null ? "" : answer.path("meta").path("version").asText("");
        return Optional.ofNullable(exchange.getMessage().getHeader("ETag", String.class)).or(() -> Optional.of(told).filter(version -> !version.isEmpty()));
    }

    /** The provider said no: what the HTTP client threw stands in the exchange. */
    public void refused(Exchange exchange) {
        updates(exchange).refused(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, HttpOperationFailedException.class));
    }

    /** There was no answer, or none that says anything. What was accepted, and what else a bulk request did, is not unsaid by that. */
    public void lost(Exchange exchange) throws Exception {
        updates(exchange).lost(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class), new ConnectorCall(exchange).isBatch());
    }

    /** The body of a POST to {@code /Bulk}. */
    public byte[] bulk(Exchange exchange) {
        ScimSchema schema = schema(exchange);
        return bytes(ScimBulk.message(new ConnectorCall(exchange).requests(),
                request -> request.anchor().map(anchor -> resource(settings().writtenCollection(request.object()), anchor)).orElseGet(() -> settings().writtenCollection(request.object())),
                request -> request.operation() == Operation.CREATE ? created(schema, request) : update(schema, request).patch(), settings().lowerCaseBulk()));
    }

    private static List<AttributeChange> switched(ScimSchema schema, AccountRequest request) {
        boolean switches = request.operation() == Operation.ENABLE || request.operation() == Operation.DISABLE;
        if (!switches) {
            return List.of();
        }
        String name = schema.object().enabledBy().orElseThrow(() ->
                new OutcomeException(OutcomeKind.UNSUPPORTED, "a " + request.object() + " cannot be enabled or disabled"));
        return List.of(AttributeChange.of(name, null, request.operation() == Operation.ENABLE));
    }

    /** The account that a provider answered with, complete. */
    public Map<String, Object> account(Exchange exchange) throws Exception {
        JsonNode resource = updates(exchange) != null ? updates(exchange).only().result() : new ScimCall(exchange).resource();
        Map<String, Object> account = schema(exchange).account(resource, new ConnectorCall(exchange).attributes(), true);
        return settings().members().standInGroup() || settings().members().sight() == GroupMembers.Sight.PAGED ? account : withMembersAsFarAsShown(schema(exchange), account);
    }

    /** What a provider tells after a write: only what it says is known. */
    public Map<String, Object> written(Exchange exchange) throws Exception {
        AccountRequest request = new ConnectorCall(exchange).request();
        JsonNode resource = updates(exchange) != null ? updates(exchange).only().result() : new ScimCall(exchange).answer();
        if (updates(exchange) != null && updates(exchange).only() instanceof ScimMembers members) {
            return members.answer();
        }
        new ScimCall(exchange).refuseError(resource);
        Map<String, Object> account = resource == null || !resource.isObject() || resource.isEmpty() ? new LinkedHashMap<>()
                : schema(exchange).account(resource, List.of(), false);
        String anchor = schema(exchange).object().anchor();
        refuseAnother(request, account.get(anchor));
        if (request.operation() == Operation.CREATE && account.get(anchor) == null) {
            HttpLocation.id(exchange.getMessage().getHeader("Location", String.class), collection(exchange)).ifPresent(id -> account.put(anchor, id));
        }
        return account.isEmpty() ? null : account;
    }

    /** An answer that tells of another resource says nothing of the one that was to be changed. */
    private static void refuseAnother(AccountRequest request, Object told) {
        if (told != null && request.anchor().isPresent() && !request.anchor().get().equals(told.toString())) {
            throw new OutcomeException(OutcomeKind.IN_DOUBT, "a change of " + request.anchor().get() + " was answered with the resource " + told);
        }
    }

    /** The accounts of one page; sets the variables {@code nextPage} and, on the first page, {@code watermark}. */
    public List<Map<String, Object>> page(Exchange exchange) {
        String asked = exchange.getVariable("page", String.class);
        JsonNode answer = listed(exchange);
        ScimList.refuseTooMuch(answer, exchange.getVariable("maxRecords", Long.class));
        ScimList.refusePlaceholder(answer, settings().placeholderUser());
        Optional<String> next = settings().pagesByCursor() ? ScimCursor.of(asked).next(answer, new ConnectorCall(exchange).pageSize(DEFAULT_PAGE_SIZE)) : ScimPage.of(asked).next(answer);
        next.ifPresent(token -> exchange.setVariable("nextPage", token));
        tellWhole(exchange, next.isEmpty() && answer.has("totalResults"));
        if (asked == null) {
            ScimWatermark.of(exchange, answer, clock.instant(), settings().overlap()).ifPresent(mark -> exchange.setVariable("watermark", mark));
        }
        return accounts(exchange, answer);
    }

    /** Where the provider counts what it has, and that was met, nobody may have come twice: in her place somebody else is missing. */
    private static void tellWhole(Exchange exchange, boolean counted) {
        ConnectorCall call = new ConnectorCall(exchange);
        if (counted && call.readsASource() && call.since().isEmpty()) {
            exchange.setVariable("countedOnce", true);
        }
    }

    /** The accounts that a search found, those that hold what was asked for. */
    public List<Map<String, Object>> found(Exchange exchange) {
        JsonNode answer = listed(exchange);
        ScimList.refuseHidden(answer);
        String attribute = exchange.getVariable("attribute", String.class);
        if (attribute != null) {
            ((ObjectNode) answer).set("Resources", ScimList.holding(answer, schema(exchange), attribute, new ConnectorCall(exchange).value()));
        }
        return accounts(exchange, answer);
    }

    /** One outcome for each request of a bulk message. */
    public List<Outcome> outcomes(Exchange exchange) {
        ScimSchema schema = schema(exchange);
        JsonNode answer = new ScimCall(exchange).answer();
        if (answer == null) {
            throw new OutcomeException(OutcomeKind.IN_DOUBT, "the provider answered a bulk request with nothing");
        }
        List<AccountRequest> requests = new ConnectorCall(exchange).requests();
        List<Outcome> outcomes = ScimBulk.outcomes(requests, answer, collection(exchange), resource -> told(schema, resource));
        exchange.setVariable(ConnectorCall.BEGUN, true);
        exchange.setVariable(ScimUpdates.VARIABLE, ScimUpdates.refused(outcomes, requests, request -> update(schema, request)));
        return outcomes;
    }

    /** The same, once those that a bulk request could not carry have gone by themselves. */
    public List<Outcome> allOutcomes(Exchange exchange, List<Outcome> ofBulk) {
        ScimSchema schema = schema(exchange);
        return updates(exchange).into(ofBulk, resource -> told(schema, resource));
    }

    private static Attributes told(ScimSchema schema, JsonNode resource) {
        return Attributes.of(schema.account(resource, List.of(), false));
    }

    /** Keeps the answer of {@code /Schemas} until the resource types have been asked for. */
    public void schemas(Exchange exchange) {
        exchange.setVariable(SCHEMAS, new ScimCall(exchange).answer());
    }

    /** What the provider says of the attributes of this kind of resource; the body is its answer to {@code /ResourceTypes}, empty where it has none. */
    public Map<String, Object> discovered(Exchange exchange) {
        return new ScimDiscovery(exchange.getVariable(SCHEMAS, JsonNode.class), new ScimCall(exchange).answer(), schema(exchange), collection(exchange),
                coreSchema(new ScimCall(exchange).object())).answer();
    }

    /** Refuses a setting {@code bulk} that the provider's ServiceProviderConfig (RFC 7643 §5) does not allow. */
    public void checkBulk(Exchange exchange) {
        JsonNode bulk = Optional.ofNullable(new ScimCall(exchange).answer()).map(config -> config.path("bulk")).orElseThrow(() ->
                new OutcomeException(OutcomeKind.INVALID, "the provider shows no ServiceProviderConfig; set bulk to 1"));
        int most = bulk.path("supported").asText("false").equalsIgnoreCase("true") ? bulk.path("maxOperations").asInt(0) : 1;
        if (settings().bulk() > most) {
            throw new OutcomeException(OutcomeKind.INVALID, most == 1 ? "the provider does not offer Bulk; set bulk to 1"
                    : "the provider takes at most " + most + " changes in a bulk request; set bulk to " + most);
        }
    }

    private List<Map<String, Object>> accounts(Exchange exchange, JsonNode list) {
        ScimSchema schema = schema(exchange);
        List<String> wanted = new ConnectorCall(exchange).attributes();
        List<Map<String, Object>> accounts = new ArrayList<>();
        list.path("Resources").forEach(resource -> accounts.add(withMembersAsFarAsShown(schema, schema.account(resource, wanted, true))));
        return accounts;
    }

    /** Where a list of groups does not show who is in them, that says nothing of it. */
    private Map<String, Object> withMembersAsFarAsShown(ScimSchema schema, Map<String, Object> account) {
        if (settings().members().sight() != GroupMembers.Sight.SHOWN) {
            schema.object().memberships().map(MembershipSpec::attribute).ifPresent(account::remove);
        }
        return account;
    }

    private JsonNode listed(Exchange exchange) {
        return ScimList.of(new ScimCall(exchange).answer(), settings().pagesByCursor());
    }

    private static byte[] bytes(ObjectNode message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private ScimSchema schema(Exchange exchange) {
        ObjectSpec declared = exchange.getVariable("objectSpec", ObjectSpec.class);
        ObjectSpec spec = declared != null ? declared : undeclared(new ScimCall(exchange).object());
        ScimSchema known = schemas.get(spec.name());
        if (known == null || known.object() != spec && !known.object().equals(spec)) {
            known = new ScimSchema(spec);
            schemas.put(spec.name(), known);
        }
        return known;
    }

    /** For a route that calls the Kamelet by itself: attribute names are SCIM paths. */
    private static ObjectSpec undeclared(String object) {
        return new ObjectSpec(object, new ObjectSpec.Keys("id", object.equals("user") ? Optional.of("active") : Optional.empty(), Optional.empty(),
                Optional.empty()), ObjectSpec.Schema.open(false), Set.of(), List.of());
    }

    private static String coreSchema(String object) {
        return "urn:ietf:params:scim:schemas:core:2.0:" + (object.equals("group") ? "Group" : "User");
    }
}
