package io.caravan.camel.scim;

import io.caravan.camel.TrustedCertificates;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.cycle.WritePermit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes an HTTP client send each request once: by itself Apache's client repeats requests on 429, 503 and lost
 * connections, a POST among them, where only the engine knows whether a repetition is safe. And it reads no more of an
 * answer than anybody sends in earnest, counted after decompression.
 */
public final class OneTryHttpClient implements HttpClientConfigurer {

    private static final long MOST_BYTES = 64L * 1024 * 1024;
    private String projectFolder = "";
    private String trustStore = "";
    private String trustStorePassword = "";
    private int connections = 16;
    private int connectTimeout = 10_000;

    /** What a relative path of the trust store is relative to. */
    public void setProjectFolder(String projectFolder) {
        this.projectFolder = projectFolder;
    }

    /** The file with the certificates to trust; empty: those the Java runtime trusts. */
    public void setTrustStore(String trustStore) {
        this.trustStore = trustStore.strip();
    }

    public void setTrustStorePassword(String trustStorePassword) {
        this.trustStorePassword = trustStorePassword;
    }

    /** How many there may be at a time; counts only together with a trust store, else the endpoint's parameters do. */
    public void setConnections(int connections) {
        this.connections = connections;
    }

    /** Milliseconds; as above. */
    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
        builder.addExecInterceptorFirst("bounded-answer", OneTryHttpClient::bounded);
        builder.addExecInterceptorLast("write-permit", OneTryHttpClient::permitted);
        if (!trustStore.isEmpty()) {
            builder.setConnectionManager(connectionsToTrusted());
        }
    }

    /** In place of Camel's, whose sslContextParameters would make https of every http address. */
    private HttpClientConnectionManager connectionsToTrusted() {
        try {
            Optional<String> password = Optional.of(trustStorePassword).filter(text -> !text.isEmpty());
            return PoolingHttpClientConnectionManagerBuilder.create()
                    .setSSLSocketFactory(new SSLConnectionSocketFactory(TrustedCertificates.tls(Optional.of(Path.of(projectFolder).resolve(trustStore)), password)))
                    .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.ofMilliseconds(connectTimeout)).build())
                    .setMaxConnPerRoute(connections).setMaxConnTotal(connections).build();
        } catch (GeneralSecurityException e) {
            throw new OutcomeException(OutcomeKind.INVALID, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** A request that only reads may be sent by anybody. */
    private static ClassicHttpResponse permitted(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        if (!Method.GET.isSame(request.getMethod())) {
            WritePermit.check();
        }
        return chain.proceed(request, scope);
    }

    private static ClassicHttpResponse bounded(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        ClassicHttpResponse answer = chain.proceed(request, scope);
        if (answer.getEntity() != null) {
            answer.setEntity(new Bounded(answer.getEntity()));
        }
        return answer;
    }

    private static final class Bounded extends HttpEntityWrapper {
        Bounded(HttpEntity answer) {
            super(answer);
        }

        @Override
        public InputStream getContent() throws IOException {
            InputStream content = super.getContent();
            return content == null ? null : new BoundedStream(content);
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private long left = MOST_BYTES;

        BoundedStream(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(read);
            return read;
        }

        private void count(int read) throws IOException {
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the answer is larger than " + MOST_BYTES + " bytes; a smaller page size may help");
            }
        }
    }
}
