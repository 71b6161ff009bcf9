package io.caravan.runtime;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedActiveDirectory;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on Active Directory shows does what it says, on a stand-in; ActiveDirectoryOnSambaIT has it on a real controller. */
class CompanyInDomainTest {

    @TempDir
    private Path folder;

    @Test
    void peopleJoinMoveLeaveAndComeBack() throws Exception {
        try (EmbeddedActiveDirectory domain = EmbeddedActiveDirectory.start();
             LDAPConnection admin = new LDAPConnection("127.0.0.1", URI.create(domain.url()).getPort(), EmbeddedActiveDirectory.ADMIN, domain.password());
             CompanyInDomain company = new CompanyInDomain(folder, new CompanyInDomain.Domain(domain.secureUrl(), domain.certificateFile(), EmbeddedActiveDirectory.ADMIN,
                     domain.password(), admin))) {
            admin.add("dn: OU=Leavers," + EmbeddedActiveDirectory.DOMAIN, "objectClass: organizationalUnit", "ou: Leavers");
            company.live();
        }
    }
}
