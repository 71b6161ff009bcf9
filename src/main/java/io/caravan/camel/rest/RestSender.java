package io.caravan.camel.rest;

import io.caravan.connector.OutcomeException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.util.UnsafeUriCharactersEncoder;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.NullEntity;

/**
 * Sends the request that stands in a message, as Camel's HTTP step would, and has its answer read while it comes in. The client is that of Camel's own endpoint: what is set there,
 * such as a proxy, counts. Thread-safe.
 */
final class RestSender {

    private static final int SUCCESS = 2;
    private static final int REDIRECTION = 3;
    private static final int CLASS = 100;

    /** What nearly everybody sends. */
    private static final ContentType JSON = ContentType.parse("application/json");

    private final HttpClient client;
    private final HeaderFilterStrategy filter;

    /** Reads an answer as long as it is open. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Received answer);
    }

    private RestSender(HttpEndpoint endpoint) {
        this.client = endpoint.getHttpClient();
        this.filter = endpoint.getHeaderFilterStrategy();
    }

    /**
     * @param configurer      of the client
     * @param responseTimeout milliseconds
     * @throws ResolveEndpointFailedException when this is no address
     */
    static RestSender to(String address, CamelContext context, HttpClientConfigurer configurer, String responseTimeout) {
        try {
            Component http = context.getComponent(address.toLowerCase(Locale.ROOT).startsWith("https:") ? "https" : "http");
            Endpoint endpoint = http.createEndpoint(address, Map.of("httpClientConfigurer", configurer, "connectionRequestTimeout", responseTimeout, "responseTimeout", responseTimeout));
            context.addService(endpoint); // which ends with it, and closes its connections
            return new RestSender((HttpEndpoint) endpoint);
        } catch (OutcomeException misconfigured) {
            throw misconfigured;
        } catch (Exception wrong) {
            throw new ResolveEndpointFailedException(address, wrong);
        }
    }

    /**
     * @throws HttpOperationFailedException when the answer is no success
     * @throws IOException                  when there is none, or it does not come to its end
     */
    <T> T send(Message message, Reader<T> reader) throws IOException, HttpOperationFailedException {
        HttpUriRequestBase request = request(message);
        try (ClassicHttpResponse answer = client.executeOpen(RoutingSupport.determineHost(request), request, HttpClientContext.create())) {
            if (answer.getCode() / CLASS != SUCCESS) {
                throw refusal(message, answer);
            }
            T read = reader.read(Received.of(answer));
            EntityUtils.consume(answer.getEntity()); // to its end, without which it does not count, and the connection is not used again
            return read;
        } catch (HttpException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    private HttpUriRequestBase request(Message message) {
        HttpMethods method = message.getHeader(Exchange.HTTP_METHOD, HttpMethods.class);
        HttpUriRequestBase request = new HttpUriRequestBase(method.name(), address(message));
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            if (!filter.applyFilterToCamelHeaders(header.getKey(), header.getValue(), message.getExchange())) {
                request.addHeader(header.getKey(), header.getValue().toString());
            }
        }
        if (method.isEntityEnclosing() || method == HttpMethods.DELETE) {
            request.setEntity(entity(message));
        }
        return request;
    }

    private static URI address(Message message) {
        String address = UnsafeUriCharactersEncoder.encodeHttpURI(message.getHeader(Exchange.HTTP_URI, String.class));
        String query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        if (query == null) {
            return URI.create(address);
        }
        int own = address.indexOf('?');
        return URI.create((own < 0 ? address : address.substring(0, own)) + "?" + UnsafeUriCharactersEncoder.encodeHttpURI(query));
    }

    private static HttpEntity entity(Message message) {
        if (message.getBody() == null) {
            return NullEntity.INSTANCE;
        }
        String type = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        return new ByteArrayEntity(message.getBody(byte[].class), JSON.getMimeType().equals(type) ? JSON : ContentType.parse(type));
    }

    private static HttpOperationFailedException refusal(Message message, ClassicHttpResponse answer) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Header header : answer.getHeaders()) {
            headers.put(header.getName(), header.getValue());
        }
        String location = Optional.ofNullable(answer.getFirstHeader(HttpHeaders.LOCATION)).filter(header -> answer.getCode() / CLASS == REDIRECTION).map(Header::getValue).orElse(null);
        return new HttpOperationFailedException(message.getHeader(Exchange.HTTP_URI, String.class), answer.getCode(), answer.getReasonPhrase(), location, headers, text(answer.getEntity()));
    }

    private static String text(HttpEntity entity) throws IOException {
        byte[] body = entity == null ? null : EntityUtils.toByteArray(entity);
        ContentType type = body == null ? null : ContentType.parseLenient(entity.getContentType());
        return body == null ? null : new String(body, ContentType.getCharset(type, StandardCharsets.UTF_8));
    }
}
