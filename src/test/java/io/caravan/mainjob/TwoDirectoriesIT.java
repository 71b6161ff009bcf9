package io.caravan.mainjob;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedActiveDirectory;
import io.caravan.embedded.EmbeddedDirectory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two directories and HR speak of the same people: stand-ins for both, and few people; ActiveDirectoryOnSambaIT has it on real ones. */
class TwoDirectoriesIT {

    private static final int PEOPLE = 40;

    @TempDir
    private Path folder;

    @Test
    void eachAttributeComesToRestAsItsAuthoritySays() throws Exception {
        try (EmbeddedActiveDirectory corp = EmbeddedActiveDirectory.start(); EmbeddedDirectory unix = EmbeddedDirectory.start();
             LDAPConnection corpAdmin = connection(corp.url(), EmbeddedActiveDirectory.ADMIN, corp.password());
             LDAPConnection unixAdmin = connection(unix.url(), EmbeddedDirectory.ADMIN, unix.password())) {
            Files.writeString(folder.resolve("corp-password"), corp.password());
            Files.writeString(folder.resolve("unix-password"), unix.password());
            try (TwoDirectories both = new TwoDirectories(folder, new TwoDirectories.Side(Map.of("url", corp.secureUrl(), "trustStore", corp.certificateFile().toString(),
                    "bindDn", EmbeddedActiveDirectory.ADMIN, "bindPassword", "{{file:corp-password}}", "baseDn", EmbeddedActiveDirectory.STAFF, "deltaBy", "usn"), EmbeddedActiveDirectory.STAFF, corpAdmin),
                    new TwoDirectories.Side(Map.of("url", unix.url(), "bindDn", EmbeddedDirectory.ADMIN, "bindPassword", "{{file:unix-password}}", "baseDn", EmbeddedDirectory.PEOPLE),
                            EmbeddedDirectory.PEOPLE, unixAdmin), PEOPLE)) {
                both.live();
            }
        }
    }

    private static LDAPConnection connection(String url, String who, String password) throws Exception {
        URI address = URI.create(url);
        return new LDAPConnection(address.getHost(), address.getPort(), who, password);
    }
}
