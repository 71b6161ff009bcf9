package io.caravan.camel.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.camel.PemText;
import io.caravan.camel.SelfMadeCertificate;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** A token for a signed SAML assertion (RFC 7522), with a token server that says what it was asked; the signature is verified by what stands in the assertion. */
class SamlBearerTest {

    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";

    @TempDir
    private Path folder;
    private TokenEndpoint server;

    @BeforeEach
    void start() throws IOException {
        server = new TokenEndpoint();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private ConnectorUnderTest connector(String name, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("url", server.url("/api"), "auth", "saml-bearer", "tokenUrl", server.url("/token"), "clientId", "the-client"));
        settings.putAll(more);
        return new ConnectorUnderTest(name, settings);
    }

    /** Key and certificate in one text. */
    private static String pem(SelfMadeCertificate made) throws Exception {
        Key key = KeyStore.getInstance(made.keyStore().toFile(), SelfMadeCertificate.password().toCharArray()).getKey("server", SelfMadeCertificate.password().toCharArray());
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded()) + "\n-----END PRIVATE KEY-----\n" + Files.readString(made.pem());
    }

    private static Element assertion(byte[] text) throws Exception {
        DocumentBuilderFactory documents = DocumentBuilderFactory.newDefaultInstance();
        documents.setNamespaceAware(true);
        Element assertion = documents.newDocumentBuilder().parse(new ByteArrayInputStream(text)).getDocumentElement();
        assertion.setIdAttribute("ID", true);
        return assertion;
    }

    private static Element one(Element within, String name) {
        assertThat(within.getElementsByTagNameNS(SAML, name).getLength()).as(name).isEqualTo(1);
        return (Element) within.getElementsByTagNameNS(SAML, name).item(0);
    }

    private static boolean isSigned(Element assertion, X509Certificate by) throws Exception {
        Element signature = (Element) assertion.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        assertThat(signature.getPreviousSibling().getLocalName()).as("where the schema wants the signature").isEqualTo("Issuer");
        assertThat(signature.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate").item(0).getTextContent().replaceAll("\\s", "")).isEqualTo(Base64.getEncoder().encodeToString(by.getEncoded()));
        DOMValidateContext context = new DOMValidateContext(by.getPublicKey(), signature);
        return XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context);
    }

    @ParameterizedTest
    @CsvSource({"rest, RS256", "scim2, PS256", "rest, ES256"})
    void anAssertionSaysInWhoseNameATokenIsAskedForAndIsSigned(String connector, String algorithm) throws Exception {
        SelfMadeCertificate made = algorithm.equals("ES256") ? SelfMadeCertificate.forLoopback(folder, "saml", Instant.now()) : SelfMadeCertificate.ofRsa(folder, "--subject-alternative-name-dns", "saml.example");
        String pem = pem(made);
        try (ConnectorUnderTest app = connector(connector, Map.of("privateKey", pem, "signatureAlgorithm", algorithm, "issuer", "caravan & co", "subject", "api<user", "audience",
                "www.example.com", "claims", "api_key=the-client", "tokenParameters", "company_id=acme"))) {
            Outcome outcome = app.port().test();
            assertThat(outcome.isOk()).as(outcome.toString()).isTrue();
        }
        Map<String, String> form = server.forms().get(0);
        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:saml2-bearer").containsEntry("client_id", "the-client").containsEntry("company_id", "acme");
        Element assertion = assertion(Base64.getUrlDecoder().decode(form.get("assertion")));
        assertThat(isSigned(assertion, new PemText(pem).certificates().get(0))).isTrue();
        assertThat(one(assertion, "Issuer").getTextContent()).isEqualTo("caravan & co");
        assertThat(one(assertion, "NameID").getTextContent()).isEqualTo("api<user");
        assertThat(one(assertion, "SubjectConfirmation").getAttribute("Method")).isEqualTo("urn:oasis:names:tc:SAML:2.0:cm:bearer");
        assertThat(one(assertion, "SubjectConfirmationData").getAttribute("Recipient")).isEqualTo(server.url("/token"));
        assertThat(one(assertion, "Audience").getTextContent()).isEqualTo("www.example.com");
        assertThat(one(assertion, "Attribute").getAttribute("Name")).isEqualTo("api_key");
        assertThat(one(assertion, "AttributeValue").getTextContent()).isEqualTo("the-client");
        Instant issued = Instant.parse(assertion.getAttribute("IssueInstant"));
        assertThat(Instant.parse(one(assertion, "SubjectConfirmationData").getAttribute("NotOnOrAfter"))).isEqualTo(issued.plus(Duration.ofMinutes(5)));
        one(assertion, "NameID").setTextContent("another-user");
        assertThat(isSigned(assertion, new PemText(pem).certificates().get(0))).as("in another's name").isFalse();
    }

    @Test
    void aServerThatWantsPlainBase64GetsItAndNobodySeesTheAssertion() throws Exception {
        server.answers(400, "{\"error\":\"invalid_grant\",\"error_description\":\"not trusted\"}");
        String pem = pem(SelfMadeCertificate.ofRsa(folder, "--subject-alternative-name-dns", "saml.example"));
        try (ConnectorUnderTest app = connector("rest", Map.of("privateKey", pem, "assertionEncoding", "base64"))) {
            Outcome refused = app.port().test();
            assertThat(refused.kind()).isEqualTo(OutcomeKind.UNAUTHORIZED);
            String sent = server.forms().get(0).get("assertion");
            assertThat(assertion(Base64.getDecoder().decode(sent)).getLocalName()).isEqualTo("Assertion");
            assertThat(List.of(refused.message())).noneMatch(message -> message.contains(sent));
        }
        assertThatThrownBy(() -> connector("rest", Map.of())).hasMessageContaining("has no \"privateKey\", which auth = saml-bearer needs");
    }
}
