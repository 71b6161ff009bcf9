package io.caravan.camel.scim;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Makes an HTTP client send each request once: by itself Apache's client repeats requests on 429, 503 and lost
 * connections, a POST among them, where only the engine knows whether a repetition is safe.
 */
public final class OneTryHttpClient implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement();
    }
}
