package io.caravan.embedded;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * A directory inside this process that behaves as Active Directory does where that differs from LDAP: {@code objectGUID}, a part of its schema, passwords
 * that have to be long enough and are never shown, names that are unique in the domain, refusals with a Windows error in front, update sequence numbers.
 * It is a stand-in for trying connectors and projects out, reachable on loopback only, and offers LDAPS with a self-made certificate. Thread-safe.
 */
public final class EmbeddedActiveDirectory implements AutoCloseable {

    public static final String DOMAIN = "DC=corp,DC=example,DC=test";
    public static final String STAFF = "OU=Staff," + DOMAIN;
    public static final String GROUPS = "OU=Groups," + DOMAIN;
    public static final String ADMIN = "CN=Administrator,CN=Users," + DOMAIN;

    private static final int GUID = 16;
    private static final String CONTROLLER = "CN=NTDS Settings," + DOMAIN;

    private final InMemoryDirectoryServer server;
    private final LoopbackCertificate certificate = new LoopbackCertificate();
    private final ActiveDirectoryBehaviour behaviour = new ActiveDirectoryBehaviour();
    private final String password;

    private EmbeddedActiveDirectory() throws LDAPException, GeneralSecurityException {
        password = Base64.getUrlEncoder().withoutPadding().encodeToString(random());
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(DOMAIN);
        config.addAdditionalBindCredentials(ADMIN, password);
        config.setSchema(ActiveDirectorySchema.get());
        config.setGenerateOperationalAttributes(false);
        // Not for searches: what a controller is it tells anybody.
        config.setAuthenticationRequiredOperationTypes(OperationType.ADD, OperationType.COMPARE, OperationType.DELETE, OperationType.MODIFY, OperationType.MODIFY_DN);
        config.setReferentialIntegrityAttributes("member", "manager", "managedBy");
        config.setEqualityIndexAttributes("objectGUID", "sAMAccountName", "cn");
        config.setCustomRootDSEAttributes(List.of(new Attribute("supportedCapabilities", "1.2.840.113556.1.4.800"), new Attribute("dsServiceName", CONTROLLER)));
        config.addInMemoryOperationInterceptor(behaviour);
        config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null),
                InMemoryListenerConfig.createLDAPSConfig("ldaps", InetAddress.getLoopbackAddress(), 0, certificate.sslUtil().createSSLServerSocketFactory(), null));
        server = new InMemoryDirectoryServer(config);
        behaviour.of(server);
        server.add(new AddRequest(DOMAIN, new Attribute("objectClass", "top", "domainDNS"), new Attribute("dc", "corp")));
        for (String unit : List.of(STAFF, GROUPS)) {
            server.add(new AddRequest(unit, new Attribute("objectClass", "top", "organizationalUnit"), new Attribute("objectGUID", random())));
        }
        server.add(new AddRequest(CONTROLLER, new Attribute("objectClass", "top", "container"), new Attribute("cn", "NTDS Settings"), new Attribute("invocationId", random())));
        server.add(new AddRequest(ActiveDirectoryBehaviour.DELETED, new Attribute("objectClass", "top", "container"), new Attribute("cn", "Deleted Objects")));
        server.startListening();
    }

    private static byte[] random() {
        byte[] random = new byte[GUID];
        new SecureRandom().nextBytes(random);
        return random;
    }

    public static EmbeddedActiveDirectory start() {
        try {
            return new EmbeddedActiveDirectory();
        } catch (LDAPException | GeneralSecurityException e) {
            throw new IllegalStateException("the embedded Active Directory does not start: " + e.getMessage(), e);
        }
    }

    public String url() {
        return "ldap://127.0.0.1:" + server.getListenPort("ldap");
    }

    public String secureUrl() {
        return "ldaps://127.0.0.1:" + server.getListenPort("ldaps");
    }

    /** The certificate to trust, as PEM; deleted on close. */
    public Path certificateFile() {
        return certificate.pem();
    }

    public String password() {
        return password;
    }

    /** To look in, and to change things as somebody else would. */
    public InMemoryDirectoryServer server() {
        return server;
    }

    @Override
    public void close() {
        server.shutDown(true);
        certificate.delete();
    }
}
