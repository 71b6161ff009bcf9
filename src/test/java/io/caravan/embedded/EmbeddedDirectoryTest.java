package io.caravan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDirectoryTest {

    @Test
    void tellsTheEntryUuidInTheAnswerToAnAdd() throws LDAPException {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start(); LDAPConnection client = connect(directory)) {
            AddRequest add = person("E1");
            add.addControl(new PostReadRequestControl("entryUUID", "modifyTimestamp"));
            ReadOnlyEntry after = PostReadResponseControl.get(client.add(add)).getEntry();
            assertThat(after.getAttributeValue("entryUUID")).hasSize(36);
            assertThat(after.getAttributeValue("modifyTimestamp")).isNotBlank();
            assertThat(client.searchForEntry(EmbeddedDirectory.SUFFIX, SearchScope.SUB,
                    Filter.createEqualityFilter("entryUUID", after.getAttributeValue("entryUUID"))).getDN()).isEqualTo("uid=E1," + EmbeddedDirectory.PEOPLE);
        }
    }

    @Test
    void answersNobodyWithoutThePassword() throws LDAPException {
        try (EmbeddedDirectory directory = EmbeddedDirectory.start();
                LDAPConnection stranger = new LDAPConnection("127.0.0.1", directory.port())) {
            assertThatThrownBy(() -> stranger.search(EmbeddedDirectory.SUFFIX, SearchScope.SUB, "(objectClass=*)")).isInstanceOf(LDAPException.class);
            assertThatThrownBy(() -> stranger.bind(EmbeddedDirectory.ADMIN, "secret")).isInstanceOf(LDAPException.class);
        }
    }

    @Test
    void holdsTheSameEntriesAfterARestart(@TempDir Path folder) throws LDAPException {
        Path file = folder.resolve("state/directory.ldif");
        String uuid;
        try (EmbeddedDirectory directory = EmbeddedDirectory.with().file(file).start(); LDAPConnection client = connect(directory)) {
            AddRequest add = person("E1");
            add.addAttribute("userPassword", "geheim");
            client.add(add);
            uuid = client.getEntry("uid=E1," + EmbeddedDirectory.PEOPLE, "entryUUID").getAttributeValue("entryUUID");
        }
        assertThat(file).content().doesNotContain("geheim").contains(uuid);
        try (EmbeddedDirectory directory = EmbeddedDirectory.with().file(file).start();
                LDAPConnection client = new LDAPConnection("127.0.0.1", directory.port(), "uid=E1," + EmbeddedDirectory.PEOPLE, "geheim")) {
            assertThat(client.getEntry("uid=E1," + EmbeddedDirectory.PEOPLE, "entryUUID").getAttributeValue("entryUUID")).isEqualTo(uuid);
            assertThat(directory.count(EmbeddedDirectory.PEOPLE)).isEqualTo(2);
        }
    }

    @Test
    void speaksTlsWithACertificateThatNamesTheHost() throws Exception {
        try (EmbeddedDirectory directory = EmbeddedDirectory.with().tls().start()) {
            SSLUtil trusting = new SSLUtil(new PEMFileTrustManager(directory.certificateFile().toFile()));
            try (LDAPConnection plain = new LDAPConnection("127.0.0.1", directory.port())) {
                plain.processExtendedOperation(new StartTLSExtendedRequest(trusting.createSSLContext()));
                plain.bind(EmbeddedDirectory.ADMIN, directory.password());
            }
            int port = Integer.parseInt(directory.secureUrl().replaceAll(".*:", ""));
            try (LDAPConnection secure = new LDAPConnection(trusting.createSSLSocketFactory(), "127.0.0.1", port)) {
                secure.bind(EmbeddedDirectory.ADMIN, directory.password());
            }
        }
    }

    private static AddRequest person(String uid) {
        return new AddRequest("uid=" + uid + "," + EmbeddedDirectory.PEOPLE, new Attribute("objectClass", "inetOrgPerson"),
                new Attribute("cn", "Ada"), new Attribute("sn", "Lovelace"));
    }

    private static LDAPConnection connect(EmbeddedDirectory directory) throws LDAPException {
        return new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, directory.password());
    }
}
