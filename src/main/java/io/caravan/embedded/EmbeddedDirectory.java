package io.caravan.embedded;

import com.unboundid.ldap.listener.Base64PasswordEncoderOutputFormatter;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.listener.SaltedMessageDigestInMemoryPasswordEncoder;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.schema.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * An LDAPv3 directory inside this process, reachable on loopback only: suffix {@value #SUFFIX} with {@code ou=people} and
 * {@code ou=groups}, the standard schema, {@code entryUUID} and {@code modifyTimestamp} kept, and every request but a
 * bind needing the password. With a file it starts from what it held when it was last closed or saved.
 *
 * <p>Thread-safe. Prints and logs nothing.
 */
public final class EmbeddedDirectory implements AutoCloseable {

    public static final String SUFFIX = "dc=example,dc=com";
    public static final String PEOPLE = "ou=people," + SUFFIX;
    public static final String GROUPS = "ou=groups," + SUFFIX;
    /** Who binds; there is no other account with rights. */
    public static final String ADMIN = "cn=admin," + SUFFIX;

    /** Not objectClass: everybody has the same, and keeping such an index in order costs more than all the rest. */
    private static final String[] INDEXED = {"uid", "cn", "mail", "employeeNumber", "entryUUID", "member"};

    private final InMemoryDirectoryServer server;
    private final String password;
    private final Optional<Path> file;
    private final Optional<LoopbackCertificate> certificate;

    private EmbeddedDirectory(Builder asked) throws LDAPException, GeneralSecurityException, IOException {
        password = asked.password;
        file = asked.file;
        certificate = asked.tls ? Optional.of(new LoopbackCertificate()) : Optional.empty();
        server = new InMemoryDirectoryServer(configuration(asked.port));
        if (file.isPresent() && Files.exists(file.get())) {
            server.importFromLDIF(true, file.get().toFile());
        } else {
            addSuffix();
        }
        server.startListening();
    }

    /** How the directory shall be started; each call narrows it. */
    public static final class Builder {
        private int port;
        private String password = randomPassword();
        private Optional<Path> file = Optional.empty();
        private boolean tls;

        private Builder() {
        }

        /** The LDAP port; a free one if not asked for. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The password of {@link #ADMIN}; a random one if not asked for. */
        public Builder password(String password) {
            this.password = password;
            return this;
        }

        /** The LDIF file that carries the entries from one run to the next; none if not asked for. */
        public Builder file(Path file) {
            this.file = Optional.of(file);
            return this;
        }

        /** Also offers StartTLS, and LDAPS on a free port, with a self-made certificate. */
        public Builder tls() {
            this.tls = true;
            return this;
        }

        public EmbeddedDirectory start() {
            try {
                return new EmbeddedDirectory(this);
            } catch (LDAPException | GeneralSecurityException e) {
                throw new IllegalStateException("the embedded directory does not start: " + e.getMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public static Builder with() {
        return new Builder();
    }

    /** On a free port, with a random password, empty, forgotten when closed. */
    public static EmbeddedDirectory start() {
        return with().start();
    }

    public int port() {
        return server.getListenPort("ldap");
    }

    public String url() {
        return "ldap://127.0.0.1:" + port();
    }

    /** @throws IllegalStateException if it was started without TLS */
    public String secureUrl() {
        certificateFile();
        return "ldaps://127.0.0.1:" + server.getListenPort("ldaps");
    }

    /**
     * The certificate to trust, as PEM; deleted on close.
     *
     * @throws IllegalStateException if it was started without TLS
     */
    public Path certificateFile() {
        return certificate.map(LoopbackCertificate::pem).orElseThrow(() -> new IllegalStateException("started without TLS"));
    }

    public String password() {
        return password;
    }

    /** How many entries there are below a DN, itself included; 0 if it does not exist. */
    public int count(String dn) {
        try {
            return server.countEntriesBelow(dn);
        } catch (LDAPException e) {
            throw new IllegalArgumentException("not a DN: " + dn, e);
        }
    }

    /** Writes what it holds into its file, in one step; does nothing without one. */
    public void save() {
        file.ifPresent(this::save);
    }

    @Override
    public void close() {
        server.shutDown(true);
        save();
        certificate.ifPresent(LoopbackCertificate::delete);
    }

    private void save(Path target) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Path beside = target.resolveSibling(target.getFileName() + ".new");
            server.exportToLDIF(beside.toString(), false, true);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LDAPException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    private InMemoryDirectoryServerConfig configuration(int port) throws LDAPException, GeneralSecurityException {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(SUFFIX);
        config.addAdditionalBindCredentials(ADMIN, password);
        config.setSchema(Schema.getDefaultStandardSchema());
        config.setGenerateOperationalAttributes(true);
        config.setEqualityIndexAttributes(INDEXED);
        config.setAuthenticationRequiredOperationTypes(OperationType.ADD, OperationType.COMPARE, OperationType.DELETE,
                OperationType.MODIFY, OperationType.MODIFY_DN, OperationType.SEARCH);
        config.setPasswordEncoders(new SaltedMessageDigestInMemoryPasswordEncoder("{SSHA256}",
                Base64PasswordEncoderOutputFormatter.getInstance(), MessageDigest.getInstance("SHA-256"), 16, true, true));
        config.setListenerConfigs(listeners(port));
        return config;
    }

    private List<InMemoryListenerConfig> listeners(int port) throws LDAPException, GeneralSecurityException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        List<InMemoryListenerConfig> listeners = new ArrayList<>();
        if (certificate.isPresent()) {
            var tls = certificate.get().sslUtil();
            listeners.add(InMemoryListenerConfig.createLDAPConfig("ldap", loopback, port, tls.createSSLSocketFactory()));
            listeners.add(InMemoryListenerConfig.createLDAPSConfig("ldaps", loopback, 0, tls.createSSLServerSocketFactory(), null));
        } else {
            listeners.add(InMemoryListenerConfig.createLDAPConfig("ldap", loopback, port, null));
        }
        return listeners;
    }

    private void addSuffix() throws LDAPException {
        server.add(new AddRequest(SUFFIX, new Attribute("objectClass", "top", "domain"), new Attribute("dc", "example")));
        for (String unit : List.of(PEOPLE, GROUPS)) {
            server.add(new AddRequest(unit, new Attribute("objectClass", "top", "organizationalUnit")));
        }
    }

    private static String randomPassword() {
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
