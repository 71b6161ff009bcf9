package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RootDSE;
import io.caravan.connector.OutcomeException;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a directory is: for whoever begins, and knows no more than its address. */
public final class DirectoryLook {

    /** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS §3.1.1.3.4.3.1). */
    private static final String ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800";
    private static final String SECONDS = "5";
    private static final List<String> OF_THE_CONNECTION = List.of("projectFolder", "url", "startTls", "trustStore", "trustStorePassword", "trustAll", "baseDn");

    private DirectoryLook() {
    }

    /**
     * Whether it says itself that it is Active Directory, or something like it. It is asked without a bind, as each directory lets anybody; false where it does not
     * answer.
     *
     * @param settings of the connector ldap, secrets resolved
     */
    public static boolean isActiveDirectory(Map<String, String> settings) {
        Map<String, String> connection = new HashMap<>(Map.of("connectTimeoutSeconds", SECONDS, "responseTimeoutSeconds", SECONDS, "poolSize", "1"));
        OF_THE_CONNECTION.stream().filter(settings::containsKey).forEach(name -> connection.put(name, settings.get(name)));
        try (LdapPool pool = new LdapPool(LdapSettings.of(connection).server(), Clock.systemUTC())) {
            RootDSE root = pool.connections().getRootDSE();
            String[] capabilities = root == null ? null : root.getAttributeValues("supportedCapabilities");
            return capabilities != null && Arrays.asList(capabilities).contains(ACTIVE_DIRECTORY);
        } catch (LDAPException | OutcomeException noAnswer) {
            return false;
        }
    }
}
