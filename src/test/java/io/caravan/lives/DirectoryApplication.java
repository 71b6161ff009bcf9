package io.caravan.lives;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.schema.Schema;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** An LDAP directory on loopback that lies as it is told to; people stand below the unit of their department. */
final class DirectoryApplication implements Application {

    static final String SUFFIX = "dc=example,dc=com";
    static final String PEOPLE = "ou=people," + SUFFIX;
    static final String ADMIN = "cn=admin," + SUFFIX;
    static final String PASSWORD = "of no use elsewhere";

    private static final Map<String, String> NAMES = Map.of(Account.WORKER, "employeeNumber", Account.LOGIN, "uid", Account.NAME, "displayName",
            Account.MAIL, "mail", Account.PHONE, "telephoneNumber", Account.DEPT, "departmentNumber");

    private final InMemoryDirectoryServer server;
    private final LyingInterceptor interceptor;

    DirectoryApplication(BooleanSupplier askerIsDead) {
        interceptor = new LyingInterceptor(this, askerIsDead);
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(SUFFIX);
            config.addAdditionalBindCredentials(ADMIN, PASSWORD);
            config.setSchema(Schema.getDefaultStandardSchema());
            config.setGenerateOperationalAttributes(true);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
            config.addInMemoryOperationInterceptor(interceptor);
            server = new InMemoryDirectoryServer(config);
            server.add(new Entry(SUFFIX, new Attribute("objectClass", "top", "domain"), new Attribute("dc", "example")));
            server.add(new Entry(PEOPLE, new Attribute("objectClass", "top", "organizationalUnit")));
            for (String dept : Company.DEPTS) {
                server.add(new Entry("ou=" + dept + "," + PEOPLE, new Attribute("objectClass", "top", "organizationalUnit")));
            }
            server.startListening();
        } catch (LDAPException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String url() {
        return "ldap://127.0.0.1:" + server.getListenPort();
    }

    @Override
    public String job() {
        return "directory";
    }

    @Override
    public boolean closesOnLeave() {
        return true;
    }

    @Override
    public List<Account> accounts() {
        try {
            List<SearchResultEntry> entries = server.search(PEOPLE, SearchScope.SUB, "(objectClass=inetOrgPerson)", "*", "+").getSearchEntries();
            Map<String, String> ids = new TreeMap<>();
            entries.forEach(entry -> ids.put(normal(entry.getDN()), entry.getAttributeValue("entryUUID")));
            List<Account> accounts = new ArrayList<>();
            entries.forEach(entry -> accounts.add(account(entry, ids)));
            return accounts;
        } catch (LDAPException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Account account(Entry entry, Map<String, String> ids) {
        Map<String, String> values = new TreeMap<>();
        NAMES.forEach((name, attribute) -> Optional.ofNullable(entry.getAttributeValue(attribute)).ifPresent(value -> values.put(name, value)));
        return new Account(entry.getAttributeValue("entryUUID"), String.valueOf(values.get(Account.WORKER)),
                !"left".equals(entry.getAttributeValue("employeeType")),
                Optional.ofNullable(entry.getAttributeValue("manager")).map(dn -> ids.getOrDefault(normal(dn), "nobody: " + dn)), values);
    }

    /** Names of entries are told apart without regard to case, as every directory does. */
    private static String normal(String dn) {
        try {
            return DN.normalize(dn);
        } catch (LDAPException noName) {
            return dn;
        }
    }

    /** Who stands there, whatever the directory says; empty text: nobody. */
    String workerOf(String dn) {
        return valueOf(dn, "employeeNumber");
    }

    boolean isLeft(String dn) {
        return valueOf(dn, "employeeType").equals("left");
    }

    private String valueOf(String dn, String attribute) {
        try {
            Entry entry = server.getEntry(dn);
            return entry == null ? "" : Optional.ofNullable(entry.getAttributeValue(attribute)).orElse("");
        } catch (LDAPException noName) {
            return "";
        }
    }

    /** Cuts every connection. */
    void cut() {
        server.closeAllConnections(true);
    }

    @Override
    public void lies(Lying how) {
        interceptor.lying = how;
    }

    @Override
    public Lying lying() {
        return interceptor.lying;
    }

    @Override
    public int writesAskedFor() {
        return interceptor.writes.getAndSet(0);
    }

    @Override
    public void close() {
        server.shutDown(true);
    }
}
