package io.caravan.camel.auth;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.XMLConstants;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * In whose name a token is asked for: a SAML 2.0 assertion for whoever bears it, signed with the private key and good for five minutes (RFC 7522 §3). It says nothing of how
 * somebody signed in, as nobody did.
 */
final class SamlAssertion {

    private static final Duration LIVES = Duration.ofMinutes(5);
    /** So much may the clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final String SAML = "urn:oasis:names:tc:SAML:2.0:assertion";
    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
    private static final Map<SigningKey.Algorithm, String> METHODS = Map.of(
            SigningKey.Algorithm.RS256, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            SigningKey.Algorithm.PS256, "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            SigningKey.Algorithm.ES256, "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");

    private final AuthorizationSettings settings;
    private final Instant now;
    private final Document document;

    private SamlAssertion(AuthorizationSettings settings, Instant now, Document document) {
        this.settings = settings;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.document = document;
    }

    /** Encoded for the form of the token request: base64url as RFC 7522 §2.1 has it, or the base64 that some servers want. */
    static String of(AuthorizationSettings settings, Instant now) {
        SigningKey key = SigningKey.of(settings.required("privateKey"), settings.text("signatureAlgorithm"));
        try {
            DocumentBuilderFactory documents = DocumentBuilderFactory.newDefaultInstance();
            documents.setNamespaceAware(true);
            SamlAssertion made = new SamlAssertion(settings, now, documents.newDocumentBuilder().newDocument());
            Element assertion = made.assertion();
            sign(assertion, key);
            byte[] text = text(made.document).getBytes(StandardCharsets.UTF_8);
            return settings.text("assertionEncoding").filter("base64"::equals).isPresent() ? Base64.getEncoder().encodeToString(text) : Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        } catch (ParserConfigurationException | TransformerException | GeneralSecurityException | MarshalException | XMLSignatureException broken) {
            throw AuthorizationSettings.wrong("the SAML assertion cannot be signed: " + broken.getMessage());
        }
    }

    private Element assertion() {
        String issuer = settings.text("issuer").or(() -> settings.text("clientId")).orElseThrow(() -> AuthorizationSettings.wrong("the setting issuer or clientId is missing, which auth=saml-bearer needs"));
        String address = settings.required("tokenUrl");
        Element assertion = document.createElementNS(SAML, "saml:Assertion");
        document.appendChild(assertion);
        assertion.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:saml", SAML); // what is signed is what is written: by itself it would stand there only afterwards
        assertion.setAttribute("ID", "_" + UUID.randomUUID());
        assertion.setIdAttribute("ID", true);
        assertion.setAttribute("IssueInstant", now.toString());
        assertion.setAttribute("Version", "2.0");
        below(assertion, "Issuer").setTextContent(issuer);
        Element subject = below(assertion, "Subject");
        Element name = below(subject, "NameID");
        name.setAttribute("Format", UNSPECIFIED);
        name.setTextContent(settings.text("subject").orElse(issuer));
        Element confirmation = below(subject, "SubjectConfirmation");
        confirmation.setAttribute("Method", BEARER);
        Element data = below(confirmation, "SubjectConfirmationData");
        data.setAttribute("NotOnOrAfter", now.plus(LIVES).toString());
        data.setAttribute("Recipient", address);
        Element conditions = below(assertion, "Conditions");
        conditions.setAttribute("NotBefore", now.minus(SKEW).toString());
        conditions.setAttribute("NotOnOrAfter", now.plus(LIVES).toString());
        below(below(conditions, "AudienceRestriction"), "Audience").setTextContent(settings.text("audience").orElse(address));
        attributes(assertion, settings.pairs("claims"));
        return assertion;
    }

    private void attributes(Element assertion, Map<String, String> claims) {
        if (claims.isEmpty()) {
            return;
        }
        Element statement = below(assertion, "AttributeStatement");
        claims.forEach((name, value) -> {
            Element attribute = below(statement, "Attribute");
            attribute.setAttribute("Name", name);
            below(attribute, "AttributeValue").setTextContent(value);
        });
    }

    private Element below(Element parent, String name) {
        Element element = document.createElementNS(SAML, "saml:" + name);
        parent.appendChild(element);
        return element;
    }

    /** Enveloped, exclusive canonical XML, behind the issuer (SAML 2.0 Core §5.4). */
    private static void sign(Element assertion, SigningKey key) throws GeneralSecurityException, MarshalException, XMLSignatureException {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        Reference all = factory.newReference("#" + assertion.getAttribute("ID"), factory.newDigestMethod(DigestMethod.SHA256, null),
                List.of(factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null), factory.newTransform(CanonicalizationMethod.EXCLUSIVE, (TransformParameterSpec) null)), null, null);
        SignedInfo signed = factory.newSignedInfo(factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(METHODS.get(key.algorithm()), null), List.of(all));
        KeyInfoFactory keys = factory.getKeyInfoFactory();
        KeyInfo info = key.certificate().map(certificate -> keys.newKeyInfo(List.of(keys.newX509Data(List.of(certificate))))).orElse(null);
        DOMSignContext context = new DOMSignContext(key.key(), assertion, assertion.getFirstChild().getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        factory.newXMLSignature(signed, info).sign(context);
    }

    private static String text(Document document) throws TransformerException {
        Transformer transformer = TransformerFactory.newDefaultInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        StringWriter text = new StringWriter();
        transformer.transform(new DOMSource(document), new StreamResult(text));
        return text.toString();
    }
}
