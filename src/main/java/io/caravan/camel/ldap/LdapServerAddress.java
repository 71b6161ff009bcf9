package io.caravan.camel.ldap;

import io.caravan.camel.Loopback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How to reach the directory.
 *
 * @param hosts       servers that hold the same, of which one is used at a time, the first if it can be reached
 * @param connections at most so many at a time
 */
record LdapServerAddress(List<Host> hosts, Encryption encryption, Trust trust, Login login, int connections, Timeouts timeouts) {

    record Host(String name, int port) {
    }

    LdapServerAddress {
        hosts = List.copyOf(hosts);
    }

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

    /** Whether nobody can listen: it is encrypted, or does not leave this machine. */
    boolean isPrivate() {
        return encryption != Encryption.NONE || hosts.stream().allMatch(host -> Loopback.is(host.name()));
    }

    /** Nothing secret in it. */
    @Override
    public String toString() {
        return hosts.stream().map(host -> (encryption == Encryption.LDAPS ? "ldaps://" : "ldap://") + host.name() + ":" + host.port()).collect(Collectors.joining(" "));
    }
}
