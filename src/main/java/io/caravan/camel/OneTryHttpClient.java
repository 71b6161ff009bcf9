package io.caravan.camel;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.WritePermit;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
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
    private int connections = 16;
    private int connectTimeout = 10_000;
    private int answerTimeout = 300_000;
    private long maxAnswerSize = 64;
    private boolean reports = true;

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

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
        builder.addExecInterceptorFirst("bounded-answer", (request, scope, chain) -> new BoundedAnswer(scope, answerTimeout, maxAnswerSize).to(request, chain));
        builder.addExecInterceptorFirst("tap", (request, scope, chain) -> HttpTap.through(request, reports, scope, chain));
        builder.addExecInterceptorLast("write-permit", OneTryHttpClient::permitted);
        try {
            X509TrustManager trust = TrustedCertificates.of(Optional.of(trustStore).filter(name -> !name.isEmpty()).map(Path.of(projectFolder)::resolve),
                    Optional.of(trustStorePassword).filter(text -> !text.isEmpty()));
            if (reports) {
                builder.addExecInterceptorFirst("report", (request, scope, chain) -> reported(chain.proceed(request, scope), trust));
            }
            builder.setConnectionManager(bounded(trust));
        } catch (GeneralSecurityException e) {
            throw new OutcomeException(OutcomeKind.INVALID, "TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    /** What an answer says by the way. A refusal says by itself how long it is for. */
    private static ClassicHttpResponse reported(ClassicHttpResponse answer, X509TrustManager trust) {
        if (answer.getCode() / 100 == 2) {
            CallReport.answered(name -> Optional.ofNullable(answer.getFirstHeader(name)).map(Header::getValue).map(String::strip));
        }
        CallReport.credentialEnds(TrustedCertificates.ends(trust));
        return answer;
    }

    /** In place of Camel's, whose headers may be endless, and whose sslContextParameters would make https of every http address. */
    private HttpClientConnectionManager bounded(X509TrustManager trust) throws GeneralSecurityException {
        Http1Config headers = Http1Config.custom().setMaxLineLength(LONGEST_HEADER).setMaxHeaderCount(MOST_HEADERS).build();
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(headers).build())
                .setSSLSocketFactory(new SSLConnectionSocketFactory(TrustedCertificates.tls(trust)))
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
