package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An answer in SOAP 1.1, as a document like those of JSON: what stands in the envelope's body. It is read as it comes (StAX), and nothing of it is kept
 * that nobody looks for. Names are without their prefixes; see {@link io.caravan.connector.RestPath}. An element without text is JSON's null.
 */
final class XmlAnswer {

    /** What a body has in it that says no (SOAP 1.1 §4.4). */
    static final String FAULT = "Fault";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final int DEEPEST = 200;
    private static final XMLInputFactory READERS = readers();

    private final XMLStreamReader reader;

    private XmlAnswer(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Nothing that a document names is fetched, and nothing that it declares is unfolded. */
    private static XMLInputFactory readers() {
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.IS_COALESCING, true);
        return readers;
    }

    /** Whether an answer of this type is for machines at all. */
    static boolean is(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).replaceFirst(";.*", "").strip().matches("(text|application)/(.*\\+)?xml") && !contentType.toLowerCase(Locale.ROOT).contains("xhtml");
    }

    /** @throws OutcomeException when it is none; after a write it is in doubt then what happened */
    static ObjectNode of(InputStream stream, XmlShape shape, Effect effect) throws IOException {
        ToTheEnd whole = new ToTheEnd(stream);
        try {
            XMLStreamReader reader = READERS.createXMLStreamReader(whole);
            ObjectNode body = new XmlAnswer(reader).envelope(shape.places());
            shape.settle(body);
            return body;
        } catch (XMLStreamException broken) {
            if (broken.getNestedException() instanceof IOException lost) {
                throw lost;
            }
            OutcomeKind kind = effect != Effect.NONE ? OutcomeKind.IN_DOUBT : whole.ended ? OutcomeKind.UNAVAILABLE : OutcomeKind.INVALID;
            throw new OutcomeException(kind, whole.ended ? "the answer breaks off in its midst; nothing of it is used" : "the answer is no XML that can be read; is the url the address of the service?", broken);
        } catch (NotSoap other) {
            throw new OutcomeException(effect == Effect.NONE ? OutcomeKind.INVALID : OutcomeKind.IN_DOUBT, other.getMessage(), other);
        }
    }

    /** What a refusal says; null where that is no SOAP. */
    static JsonNode said(String text) {
        if (text == null || !text.stripLeading().startsWith("<")) {
            return null;
        }
        try {
            return new XmlAnswer(READERS.createXMLStreamReader(new ByteArrayInputStream(text.strip().replaceFirst("^<\\?xml[^>]*\\?>", "").getBytes(StandardCharsets.UTF_8)), "UTF-8")).envelope(XmlPlaces.ANYTHING);
        } catch (XMLStreamException | NotSoap other) {
            return null;
        }
    }

    /** It may be well-formed, and is something else. */
    private static final class NotSoap extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotSoap(String message) {
            super(message);
        }
    }

    /** Knows whether everything has been read that there is. */
    private static final class ToTheEnd extends FilterInputStream {
        private boolean ended;

        ToTheEnd(InputStream stream) {
            super(stream);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            ended |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int read = super.read(into, from, most);
            ended |= read < 0;
            return read;
        }
    }

    private ObjectNode envelope(XmlPlaces places) throws XMLStreamException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw new NotSoap("the answer declares a document type, as pages for people do and no answer of SOAP may; is the url the address of the service?");
            }
        }
        if (!reader.getLocalName().equals("Envelope") || !ENVELOPE.equals(reader.getNamespaceURI())) {
            throw new NotSoap("the answer is XML and no envelope of SOAP 1.1, but " + reader.getLocalName() + "; is the url the address of the service?");
        }
        ObjectNode body = null;
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement() && reader.getLocalName().equals("Body") && body == null) {
                body = body(places);
            } else if (reader.isStartElement()) {
                skip();
            }
        }
        while (reader.hasNext()) {
            reader.next();
        }
        if (body == null) {
            throw new NotSoap("the answer is an envelope of SOAP without a body");
        }
        return body;
    }

    private ObjectNode body(XmlPlaces places) throws XMLStreamException {
        ObjectNode body = NODES.objectNode();
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement() && reader.getLocalName().equals(FAULT)) {
                body.set(FAULT, fault(element(XmlPlaces.ANYTHING, 1)));
            } else if (reader.isStartElement()) {
                below(body, places, 1);
            }
        }
        return body;
    }

    /** The code of a fault is a name with a prefix, which means nothing by itself. */
    private static JsonNode fault(JsonNode fault) {
        if (fault instanceof ObjectNode object && object.path("faultcode").isValueNode()) {
            String code = object.get("faultcode").asText().strip();
            object.put("faultcode", code.substring(code.indexOf(':') + 1));
        }
        return fault;
    }

    private void below(ObjectNode around, XmlPlaces places, int depth) throws XMLStreamException {
        String name = reader.getLocalName();
        XmlPlaces there = places.member(name);
        if (there == null) {
            skip();
            return;
        }
        JsonNode element = element(there, depth);
        JsonNode before = around.get(name);
        if (before instanceof ArrayNode list) {
            list.add(element);
        } else if (before != null) {
            around.set(name, NODES.arrayNode().add(before).add(element));
        } else {
            around.set(name, there.isList() ? NODES.arrayNode().add(element) : element);
        }
    }

    private JsonNode element(XmlPlaces places, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw new NotSoap("the answer is nested more deeply than any reader takes");
        }
        boolean nothing = Boolean.parseBoolean(reader.getAttributeValue(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "nil"));
        ObjectNode object = attributes(places);
        StringBuilder text = new StringBuilder();
        boolean parent = false;
        while (reader.next() != XMLStreamConstants.END_ELEMENT) {
            if (reader.isStartElement()) {
                parent = true;
                below(object, places, depth + 1);
            } else if (reader.hasText() && reader.getEventType() != XMLStreamConstants.COMMENT && !parent) {
                text.append(reader.getText());
            }
        }
        if (parent) {
            return object;
        }
        JsonNode said = nothing || text.toString().isBlank() ? NODES.nullNode() : NODES.textNode(text.toString());
        if (!object.isEmpty()) {
            XmlText both = new XmlText();
            both.setAll(object);
            both.set(XmlText.TEXT, said);
            return both;
        }
        return said;
    }

    private ObjectNode attributes(XmlPlaces places) {
        ObjectNode attributes = NODES.objectNode();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String name = XmlText.ATTRIBUTE + reader.getAttributeLocalName(i);
            if (!XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI.equals(reader.getAttributeNamespace(i)) && places.member(name) != null) {
                attributes.put(name, reader.getAttributeValue(i));
            }
        }
        return attributes;
    }

    private void skip() throws XMLStreamException {
        int open = 1;
        while (open > 0) {
            int event = reader.next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
    }
}
