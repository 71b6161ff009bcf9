package io.caravan.camel.scim;

/** The name by which connectors of version 0.1.0 know {@link io.caravan.camel.OneTryHttpClient}. */
public final class OneTryHttpClient extends io.caravan.camel.OneTryHttpClient {
}
