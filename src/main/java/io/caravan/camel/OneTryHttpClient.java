package io.caravan.camel;

import io.caravan.connector.CredentialEnd;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.WritePermit;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.Method;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Makes an HTTP client send each request once: by itself Apache's client repeats requests on 429, 503 and lost
 * connections, a POST among them, where only the engine knows whether a repetition is safe. And it reads no more of an
 * answer than anybody sends in earnest, nor for longer. Its connections are its own: an endpoint's parameters for them do not count.
 */
public class OneTryHttpClient implements HttpClientConfigurer {

    private static final int LONGEST_HEADER = 64 * 1024;
    private static final int MOST_HEADERS = 500;
    private String projectFolder = "";
    private String trustStore = "";
    private String trustStorePassword = "";
    private String keyStore = "";
    private String keyStorePassword = "";
    private int connections = 16;
    private int connectTimeout = 10_000;
    private int answerTimeout = 300_000;
    private long maxAnswerSize = 64;
    private boolean reports = true;
    private RequestSigner signer;

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

    /** The file with the certificate by which Caravan shows itself, and its private key; empty: it shows none. */
    public void setKeyStore(String keyStore) {
        this.keyStore = keyStore.strip();
    }

    public void setKeyStorePassword(String keyStorePassword) {
        this.keyStorePassword = keyStorePassword;
    }

    /** How many there may be at a time. */
    public void setConnections(int connections) {
        this.connections = connections;
    }

    /** Milliseconds. */
    public void setConnectTimeout(int connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    /** How many milliseconds an answer may take from the request to its last byte. */
    public void setAnswerTimeout(int answerTimeout) {
        this.answerTimeout = answerTimeout;
    }

    /** How many MiB an answer may have. */
    public void setMaxAnswerSize(long maxAnswerSize) {
        this.maxAnswerSize = maxAnswerSize;
    }

    /** Whether what answers say of quotas and certificates is the system's own; not that of another server it needs. */
    public void setReports(boolean reports) {
        this.reports = reports;
    }

    /** Who signs requests, if this system wants them signed; without one, nobody does. */
    public void setSigner(RequestSigner signer) {
        this.signer = signer;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
        builder.addExecInterceptorFirst("bounded-answer", (request, scope, chain) -> new BoundedAnswer(scope, answerTimeout, maxAnswerSize).to(request, chain));
        builder.addExecInterceptorFirst("tap", (request, scope, chain) -> HttpTap.through(request, reports, scope, chain));
        if (signer != null) {
            builder.addExecInterceptorLast("signature", (request, scope, chain) -> SignedRequest.through(signer, request, scope, chain));
        }
        builder.addExecInterceptorLast("write-permit", OneTryHttpClient::permitted);
        try {
            X509TrustManager trust = TrustedCertificates.of(file(trustStore), password(trustStorePassword));
            Optional<ClientKey> own = file(keyStore).map(file -> ClientKey.of(file, password(keyStorePassword)));
            if (reports) {
                builder.addExecInterceptorFirst("report", (request, scope, chain) -> reported(chain.proceed(request, scope), trust, own));
            }
            builder.setConnectionManager(bounded(TrustedCertificates.tls(trust, own.map(ClientKey::managers).orElse(null))));
        } catch (GeneralSecurityException e) {
            throw new OutcomeException(OutcomeKind.INVALID, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private Optional<Path> file(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty()).map(Path.of(projectFolder)::resolve);
    }

    private static Optional<String> password(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }

    /** What an answer says by the way. A refusal says by itself how long it is for. */
    private static ClassicHttpResponse reported(ClassicHttpResponse answer, X509TrustManager trust, Optional<ClientKey> own) {
        if (answer.getCode() / 100 == 2 && mayTellOfQuota(answer)) {
            CallReport.answered(name -> Optional.ofNullable(answer.getFirstHeader(name)).map(Header::getValue).map(String::strip));
        }
        List<CredentialEnd> ends = TrustedCertificates.ends(trust);
        CallReport.credentialEnds(own.isEmpty() ? ends : Stream.concat(ends.stream(), own.map(ClientKey::end).stream()).toList());
        return answer;
    }

    private static boolean mayTellOfQuota(ClassicHttpResponse answer) {
        for (Iterator<Header> headers = answer.headerIterator(); headers.hasNext();) {
            if (RateHeaders.mayBe(headers.next().getName())) {
                return true;
            }
        }
        return false;
    }

    /** In place of Camel's, whose headers may be endless, and whose sslContextParameters would make https of every http address. */
    private HttpClientConnectionManager bounded(SSLContext tls) {
        Http1Config headers = Http1Config.custom().setMaxLineLength(LONGEST_HEADER).setMaxHeaderCount(MOST_HEADERS).build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(headers).build())
                .setSSLSocketFactory(new SSLConnectionSocketFactory(tls))
                .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(Timeout.ofMilliseconds(connectTimeout)).build())
                .setMaxConnPerRoute(connections).setMaxConnTotal(connections).build();
    }

    /** A request that only reads may be sent by anybody. */
    private static ClassicHttpResponse permitted(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException, HttpException {
        if (!Method.GET.isSame(request.getMethod())) {
            WritePermit.check();
        }
        return chain.proceed(request, scope);
    }
}
