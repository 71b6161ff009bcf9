package io.caravan.camel.auth;

import io.caravan.camel.FetchedCredentials;
import io.caravan.camel.RequestSigner;
import io.caravan.camel.Secrets;
import io.caravan.connector.RestText;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * A bean that shows a system who Caravan is: nothing, basic (RFC 7617), bearer (RFC 6750), the key of an API in a header or the query, a signature of Amazon's, or a token of OAuth 2, which is
 * fetched, kept and renewed here (RFC 6749 §4.4 and §6, RFC 7522, RFC 7523); and name and password for whoever writes them into a message of SOAP. One for each system; thread-safe once the settings are in.
 */
public final class HttpAuthorization implements RequestSigner {

    private final Map<String, String> written = new HashMap<>();
    private final Clock clock;
    private volatile Ready ready;

    /**
     * What the settings come to.
     *
     * @param header    what stands in the header of that name with every request; empty where it is fetched, or is none
     * @param signature what signs each request as a whole; empty: nothing does
     */
    private record Ready(AuthorizationSettings settings, AuthorizationSettings.Kind kind, Optional<String> header, Optional<AwsSignature> signature, TokenKeeper keeper) {
    }

    public HttpAuthorization() {
        this(Clock.systemUTC());
    }

    HttpAuthorization(Clock clock) {
        this.clock = clock;
    }

    /** To be filled before the first call; the names are the Kamelet's settings, an empty text counts as not set. */
    public Map<String, String> getSettings() {
        return written;
    }

    private Ready ready() {
        Ready known = ready;
        return known != null ? known : prepare();
    }

    private synchronized Ready prepare() {
        if (ready == null) {
            AuthorizationSettings settings = new AuthorizationSettings(written);
            settings.refusePlaintext();
            TokenServer server = new TokenServer(settings, clock);
            ready = new Ready(settings, settings.kind(), header(settings), signature(settings), new TokenKeeper(server::fetch, System::nanoTime));
        }
        return ready;
    }

    private static Optional<AwsSignature> signature(AuthorizationSettings settings) {
        return settings.kind() == AuthorizationSettings.Kind.AWS_SIGV4 ? Optional.of(AwsSignature.of(settings)) : Optional.empty();
    }

    @Override
    public boolean signs() {
        return ready().signature.isPresent();
    }

    @Override
    public Map<String, String> sign(String method, URI address, Map<String, String> headers, byte[] body) {
        return ready().signature.orElseThrow().headers(method, address, headers, body, clock.instant());
    }

    private static Optional<String> header(AuthorizationSettings settings) {
        return switch (settings.kind()) {
            case BASIC -> Optional.of("Basic " + Base64.getEncoder().encodeToString((settings.text("username").orElse("") + ":" + settings.text("password").orElse("")).getBytes(StandardCharsets.UTF_8)));
            case BEARER -> Optional.of("Bearer " + settings.required("token"));
            default -> Optional.empty();
        };
    }

    /** Who asks, where that does not go into a header of HTTP but into the message itself; empty: it does. */
    public Optional<UsernameToken> usernameToken() {
        Ready with = ready();
        return with.kind == AuthorizationSettings.Kind.USERNAME_TOKEN ? Optional.of(new UsernameToken(with.settings.required("username"), with.settings.required("password"))) : Optional.empty();
    }

    /** Adds the header that says who we are, if there is any. A token that is refused can be given up through the variable {@link FetchedCredentials#VARIABLE}. */
    public void authorize(Exchange exchange) {
        Ready with = ready();
        AuthorizationSettings settings = with.settings;
        switch (with.kind) {
            case NONE, USERNAME_TOKEN, AWS_SIGV4 -> { }
            case BASIC, BEARER -> header(exchange, with.header.orElseThrow());
            case API_KEY -> settings.text("apiKeyQuery").ifPresentOrElse(name -> query(exchange.getMessage(), name, settings.required("token")),
                    () -> exchange.getMessage().setHeader(settings.text("apiKeyHeader").orElse("X-API-Key"), settings.required("token")));
            default -> fetched(exchange);
        }
    }

    /** Behind what is asked for already, in place of what a system may have told of it in the address of a next page. */
    private static void query(Message message, String name, String key) {
        String address = message.getHeader(Exchange.HTTP_URI, "", String.class);
        String asked = message.getHeader(Exchange.HTTP_QUERY, address.contains("?") ? address.substring(address.indexOf('?') + 1) : "", String.class);
        String own = RestText.encoded(name) + "=";
        Stream<String> others = Arrays.stream(asked.split("&")).filter(pair -> !pair.isEmpty() && !pair.startsWith(own));
        message.setHeader(Exchange.HTTP_QUERY, Stream.concat(others, Stream.of(own + RestText.encoded(key))).collect(Collectors.joining("&")));
    }

    private void fetched(Exchange exchange) {
        TokenKeeper keeper = ready().keeper;
        Token token = keeper.token();
        Optional.ofNullable(exchange.getVariable(Secrets.VARIABLE, Secrets.class)).ifPresent(secrets -> secrets.learn(token.value()));
        exchange.setVariable(FetchedCredentials.VARIABLE, (FetchedCredentials) () -> keeper.refused(token));
        header(exchange, "Bearer " + token.value());
    }

    private static void header(Exchange exchange, String value) {
        exchange.getMessage().setHeader("Authorization", value);
    }
}
