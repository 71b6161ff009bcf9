package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.camel.auth.UsernameToken;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestSpec;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A request in SOAP 1.1: the envelope around what a connector declares, and who asks (WS-Security UsernameToken Profile 1.0 §3.1). */
final class SoapMessage {

    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
    private static final String PLAIN = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
    private static final String ENV = "env";
    private static final String WSSE = "wsse";
    private static final String OWN = "m";
    private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

    private final RestSpec.Soap soap;
    private final XMLStreamWriter writer;

    private SoapMessage(RestSpec.Soap soap, XMLStreamWriter writer) {
        this.soap = soap;
        this.writer = writer;
    }

    /** @throws OutcomeException invalid, when a value has a character that XML cannot have (XML 1.0 §2.2) */
    static byte[] of(RestSpec.Soap soap, JsonNode body, Optional<UsernameToken> who) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = WRITERS.createXMLStreamWriter(text);
            new SoapMessage(soap, writer).envelope(body, who);
            writer.flush();
        } catch (XMLStreamException failed) {
            throw new IllegalStateException(failed);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void envelope(JsonNode body, Optional<UsernameToken> who) throws XMLStreamException {
        writer.writeStartDocument("UTF-8", "1.0");
        writer.writeStartElement(ENV, "Envelope", ENVELOPE);
        writer.writeNamespace(ENV, ENVELOPE);
        writer.writeNamespace(OWN, soap.namespace());
        if (who.isPresent()) {
            header(who.get());
        }
        writer.writeStartElement(ENV, "Body", ENVELOPE);
        for (Iterator<Map.Entry<String, JsonNode>> all = body.fields(); all.hasNext();) {
            Map.Entry<String, JsonNode> one = all.next();
            elements(one.getKey(), one.getValue());
        }
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndDocument();
    }

    private void header(UsernameToken who) throws XMLStreamException {
        writer.writeStartElement(ENV, "Header", ENVELOPE);
        writer.writeStartElement(WSSE, "Security", SECURITY);
        writer.writeNamespace(WSSE, SECURITY);
        writer.writeAttribute(ENV, ENVELOPE, "mustUnderstand", "1");
        writer.writeStartElement(WSSE, "UsernameToken", SECURITY);
        writer.writeStartElement(WSSE, "Username", SECURITY);
        writer.writeCharacters(checked(who.username()));
        writer.writeEndElement();
        writer.writeStartElement(WSSE, "Password", SECURITY);
        writer.writeAttribute("Type", PLAIN);
        writer.writeCharacters(checked(who.password()));
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
        writer.writeEndElement();
    }

    /** One for each of a list; what is null is left out. */
    private void elements(String name, JsonNode value) throws XMLStreamException {
        if (value.isArray()) {
            for (JsonNode one : value) {
                elements(name, one);
            }
        } else if (!value.isNull()) {
            writer.writeStartElement(OWN, name, soap.namespace());
            if (value.isObject()) {
                content(value);
            } else {
                writer.writeCharacters(checked(value.asText()));
            }
            writer.writeEndElement();
        }
    }

    private void content(JsonNode object) throws XMLStreamException {
        for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext();) {
            Map.Entry<String, JsonNode> one = all.next();
            if (one.getKey().startsWith(XmlText.ATTRIBUTE) && !one.getValue().isNull()) {
                attribute(one.getKey().substring(XmlText.ATTRIBUTE.length()), checked(one.getValue().asText()));
            }
        }
        for (Iterator<Map.Entry<String, JsonNode>> all = object.fields(); all.hasNext();) {
            Map.Entry<String, JsonNode> one = all.next();
            if (one.getKey().equals(XmlText.TEXT)) {
                writer.writeCharacters(one.getValue().isNull() ? "" : checked(one.getValue().asText()));
            } else if (!one.getKey().startsWith(XmlText.ATTRIBUTE)) {
                elements(one.getKey(), one.getValue());
            }
        }
    }

    private void attribute(String name, String value) throws XMLStreamException {
        if (soap.qualified()) {
            writer.writeAttribute(OWN, soap.namespace(), name, value);
        } else {
            writer.writeAttribute(name, value);
        }
    }

    private static String checked(String text) {
        boolean fits = text.codePoints().allMatch(c -> c == '\t' || c == '\n' || c == '\r' || c >= ' ' && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000);
        if (!fits) {
            throw new OutcomeException(OutcomeKind.INVALID, "a value has a character in it that XML cannot have");
        }
        return text;
    }
}
