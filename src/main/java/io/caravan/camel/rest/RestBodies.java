package io.caravan.camel.rest;

import io.caravan.connector.RestRequest;
import java.util.IdentityHashMap;
import java.util.Map;

/** The declared bodies of one connector's requests, each taken apart when it is first needed. Thread-safe. */
final class RestBodies {

    /** By the request itself, which is the same as long as the system is connected: to compare what it declares would cost more than to take it apart. */
    private volatile Map<RestRequest, RestBody> known = new IdentityHashMap<>();

    RestBody of(RestRequest request) {
        RestBody body = known.get(request);
        return body != null ? body : prepared(request);
    }

    private synchronized RestBody prepared(RestRequest request) {
        RestBody body = RestBody.of(request.body());
        Map<RestRequest, RestBody> more = new IdentityHashMap<>(known);
        more.put(request, body);
        known = more;
        return body;
    }
}
