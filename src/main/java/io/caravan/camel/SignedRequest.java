package io.caravan.camel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/** Has a request signed when it is as it goes over the wire: what Camel or the HTTP client still changes would make the signature another's. */
final class SignedRequest {

    /** The host's own, and what is added, are signed in any case. */
    private static final String SIGNED_PREFIX = "x-amz-";

    private SignedRequest() {
    }

    static ClassicHttpResponse through(RequestSigner signer, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        if (signer.signs()) {
            byte[] body = body(request);
            signer.sign(request.getMethod(), address(request), headers(request), body).forEach(request::setHeader);
        }
        return chain.proceed(request, scope);
    }

    private static URI address(ClassicHttpRequest request) throws ProtocolException {
        try {
            return request.getUri();
        } catch (URISyntaxException odd) {
            throw new ProtocolException("the address cannot be signed", odd);
        }
    }

    private static Map<String, String> headers(ClassicHttpRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : request.getHeaders()) {
            String name = header.getName().toLowerCase(Locale.ROOT);
            if (name.equals("content-type") || name.startsWith(SIGNED_PREFIX)) {
                headers.put(name, header.getValue());
            }
        }
        if (request.getEntity() != null && request.getEntity().getContentType() != null) {
            headers.putIfAbsent("content-type", request.getEntity().getContentType()); // the client makes a header of it further on
        }
        return headers;
    }

    private static byte[] body(ClassicHttpRequest request) throws IOException {
        HttpEntity entity = request.getEntity();
        if (entity == null) {
            return new byte[0];
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        entity.writeTo(bytes);
        if (!entity.isRepeatable()) {
            request.setEntity(new ByteArrayEntity(bytes.toByteArray(), ContentType.parseLenient(entity.getContentType())));
        }
        return bytes.toByteArray();
    }
}
