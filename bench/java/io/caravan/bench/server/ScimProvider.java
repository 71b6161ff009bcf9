package io.caravan.bench.server;

import io.caravan.embedded.EmbeddedScim;

/** {@code ScimProvider PORT TOKEN}: the SCIM provider that Caravan's tests and demo use, in a process of its own, with Bulk. */
public final class ScimProvider {

    private ScimProvider() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedScim.with().port(Integer.parseInt(arguments[0])).token(arguments[1]).bulk().start();
        Thread.currentThread().join(); // for ever: whoever started the process ends it
    }
}
