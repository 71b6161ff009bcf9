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

    /**
     * Who comes by Kerberos.
     *
     * @param principal with its realm
     * @param keyTab    in place of a password
     * @param server    what the directory is called in Kerberos; empty: as in its address
     */
    record Kerberos(String principal, String password, Optional<Path> keyTab, Optional<String> server) {

        /** Nothing secret in it. */
        @Override
        public String toString() {
            return principal;
        }
    }

    /**
     * @param dn       empty: anonymous
     * @param kerberos empty: by name and password
     */
    record Login(Optional<String> dn, String password, Optional<Kerberos> kerberos) {

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

    /** The same at other addresses. */
    LdapServerAddress at(List<Host> others) {
        return new LdapServerAddress(others, encryption, trust, login, connections, timeouts);
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
