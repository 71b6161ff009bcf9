package io.caravan.camel.ldap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach the directory.
 *
 * @param trustStore certificates to trust, as PEM, PKCS#12 or JKS; empty: those the Java runtime trusts
 * @param trustAll   checks no certificate; only ever with a loopback host
 * @param bindDn     empty: anonymous
 * @param responseTimeout until an answer begins, and between two of its parts
 * @param answerTimeout   for all of one answer, such as a page
 */
record LdapServerAddress(String host, int port, Encryption encryption, Optional<Path> trustStore, Optional<String> trustStorePassword,
                         boolean trustAll, Optional<String> bindDn, String bindPassword, int connections, Duration connectTimeout,
                         Duration responseTimeout, Duration answerTimeout) {

    enum Encryption { NONE, START_TLS, LDAPS }

    /** Nothing secret in it. */
    @Override
    public String toString() {
        return (encryption == Encryption.LDAPS ? "ldaps://" : "ldap://") + host + ":" + port;
    }
}
