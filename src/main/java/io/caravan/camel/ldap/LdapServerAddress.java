package io.caravan.camel.ldap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the directory.
 *
 * @param connections at most so many at a time
 */
record LdapServerAddress(String host, int port, Encryption encryption, Trust trust, Login login, int connections, Timeouts timeouts) {

    enum Encryption { NONE, START_TLS, LDAPS }

    /**
     * Which certificates are believed.
     *
     * @param store certificates to trust, as PEM, PKCS#12 or JKS; empty: those the Java runtime trusts
     * @param all   checks no certificate; only ever with a loopback host
     */
    record Trust(Optional<Path> store, Optional<String> storePassword, boolean all) {

        /** Nothing secret in it. */
        @Override
        public String toString() {
            return all ? "all" : store.map(Path::toString).orElse("as Java does");
        }
    }

    /** @param dn empty: anonymous */
    record Login(Optional<String> dn, String password) {

        /** Nothing secret in it. */
        @Override
        public String toString() {
            return dn.orElse("anonymous");
        }
    }

    /**
     * How long is waited.
     *
     * @param response until an answer begins, and between two of its parts
     * @param answer   for all of one answer, such as a page
     */
    record Timeouts(Duration connect, Duration response, Duration answer) {
    }

    /** Nothing secret in it. */
    @Override
    public String toString() {
        return (encryption == Encryption.LDAPS ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
