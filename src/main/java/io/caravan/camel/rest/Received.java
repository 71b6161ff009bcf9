package io.caravan.camel.rest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** An answer that means success, before anybody has read it. */
interface Received {

    int status();

    /** A header; several of the same name are one (RFC 9110 §5.3). */
    Optional<String> header(String name);

    /** Null where there is none. To be closed. */
    InputStream body() throws IOException;

    default String type() {
        return header(HttpHeaders.CONTENT_TYPE).orElse("");
    }

    private static Optional<String> joined(Stream<String> several) {
        return Optional.of(several.map(String::strip).collect(Collectors.joining(", ")));
    }

    /** What the HTTP step of a route has left in the message. */
    static Received in(Exchange exchange) {
        return new InExchange(exchange);
    }

    /** What the HTTP client got. Its body can be read as long as the answer is open; its headers longer. */
    static Received of(ClassicHttpResponse answer) {
        return new FromClient(answer);
    }

    /** Of a route. */
    record InExchange(Exchange exchange) implements Received {

        private static final int OK = 200;

        @Override
        public int status() {
            Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            return status == null ? OK : status;
        }

        @Override
        public Optional<String> header(String name) {
            Object value = exchange.getMessage().getHeader(name);
            return value instanceof List<?> several ? joined(several.stream().map(String::valueOf)) : Optional.ofNullable(value).map(String::valueOf).map(String::strip);
        }

        @Override
        public InputStream body() {
            return exchange.getMessage().getBody() == null ? null : exchange.getMessage().getBody(InputStream.class);
        }
    }

    /** Of the client. */
    record FromClient(ClassicHttpResponse answer) implements Received {

        @Override
        public int status() {
            return answer.getCode();
        }

        @Override
        public Optional<String> header(String name) {
            Header[] there = answer.getHeaders(name);
            return there.length > 1 ? joined(Arrays.stream(there).map(Header::getValue).filter(Objects::nonNull)) : there.length == 0 ? Optional.empty() : Optional.ofNullable(there[0].getValue()).map(String::strip);
        }

        @Override
        public InputStream body() throws IOException {
            return answer.getEntity() == null ? null : answer.getEntity().getContent();
        }
    }
}
