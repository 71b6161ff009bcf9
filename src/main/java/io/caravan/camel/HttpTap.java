package io.caravan.camel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/**
 * Sees what connectors send over HTTP, and what comes back, as long as somebody watches. It stands where requests leave, so that what it saw is what was
 * sent. Bound to the thread of whoever watches; what others send meanwhile is not seen.
 */
public final class HttpTap {

    private static final ThreadLocal<HttpTap> CURRENT = new ThreadLocal<>();

    private final List<HttpSeen> seen = new ArrayList<>();
    private final Set<Secrets> secrets = new LinkedHashSet<>();

    /** Does the work, and sees what it sends. */
    public <T> T watch(Supplier<T> work) {
        HttpTap before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** A system is called, and these are its secrets. */
    static void called(Secrets secrets) {
        Optional.ofNullable(CURRENT.get()).ifPresent(tap -> tap.secrets.add(secrets));
    }

    /** What was sent since, in this order, and with all its secrets. */
    public List<HttpSeen> seen() {
        return List.copyOf(seen);
    }

    /** Of the systems that were called. */
    public Set<Secrets> secrets() {
        return Set.copyOf(secrets);
    }

    /** @param own whether the request goes to the system itself, and not to another server it needs */
    static ClassicHttpResponse through(ClassicHttpRequest request, boolean own, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        HttpTap tap = CURRENT.get();
        return tap == null ? chain.proceed(request, scope) : tap.seen(request, own, scope, chain);
    }

    private ClassicHttpResponse seen(ClassicHttpRequest request, boolean own, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        HttpSeen.Sent sent = sent(request);
        int place = seen.size();
        seen.add(new HttpSeen(own, sent, Optional.empty()));
        ClassicHttpResponse answer = chain.proceed(request, scope);
        seen.set(place, new HttpSeen(own, sent, Optional.of(got(answer))));
        return answer;
    }

    private static HttpSeen.Sent sent(ClassicHttpRequest request) throws IOException {
        List<HttpSeen.Field> fields = fields(request.getHeaders());
        String body = "";
        HttpEntity entity = request.getEntity();
        if (entity != null) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            entity.writeTo(bytes);
            if (!entity.isRepeatable()) {
                request.setEntity(new ByteArrayEntity(bytes.toByteArray(), ContentType.parseLenient(entity.getContentType())));
            }
            body = bytes.toString(StandardCharsets.UTF_8);
            if (entity.getContentType() != null && fields.stream().noneMatch(field -> field.name().equalsIgnoreCase("Content-Type"))) {
                fields.add(new HttpSeen.Field("Content-Type", entity.getContentType()));
            }
        }
        return new HttpSeen.Sent(request.getMethod(), address(request), fields, body);
    }

    private static String address(ClassicHttpRequest request) {
        try {
            return request.getUri().toString();
        } catch (URISyntaxException odd) {
            return request.getRequestUri();
        }
    }

    /** An answer is read whole, within the limits that every answer has. */
    private static HttpSeen.Got got(ClassicHttpResponse answer) throws IOException {
        byte[] bytes = new byte[0];
        if (answer.getEntity() != null) {
            ContentType type = ContentType.parseLenient(answer.getEntity().getContentType());
            try {
                bytes = Optional.ofNullable(EntityUtils.toByteArray(answer.getEntity())).orElse(bytes);
            } catch (IOException notWhole) {
                answer.close();
                throw notWhole;
            }
            answer.setEntity(new ByteArrayEntity(bytes, type));
        }
        return new HttpSeen.Got(answer.getCode(), fields(answer.getHeaders()), new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<HttpSeen.Field> fields(Header... headers) {
        return Arrays.stream(headers).map(header -> new HttpSeen.Field(header.getName(), Optional.ofNullable(header.getValue()).orElse("")))
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
