package io.caravan.camel;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BinaryOperator;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** The texts in an XML document, each with the name of its element or attribute. */
final class XmlTexts {

    private XmlTexts() {
    }

    /**
     * The same document with other texts; empty where it is no XML. Comments, processing instructions and the document type are left out; one whose entities are its own is none.
     *
     * @param text by the local name, and what stands there
     */
    static Optional<String> replaced(String document, BinaryOperator<String> text) {
        if (!document.stripLeading().startsWith("<")) {
            return Optional.empty();
        }
        XMLInputFactory readers = XMLInputFactory.newDefaultFactory();
        readers.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        readers.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        readers.setProperty(XMLInputFactory.IS_COALESCING, true);
        StringWriter written = new StringWriter();
        try {
            copy(readers.createXMLStreamReader(new StringReader(document.strip())), XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(written), text);
            return Optional.of(written.toString());
        } catch (XMLStreamException notXml) {
            return Optional.empty();
        }
    }

    private static void copy(XMLStreamReader reader, XMLStreamWriter writer, BinaryOperator<String> text) throws XMLStreamException {
        Deque<String> open = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    open.push(reader.getLocalName());
                    begin(reader, writer, text);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> writer.writeCharacters(reader.isWhiteSpace() ? reader.getText() : text.apply(open.peek(), reader.getText()));
                case XMLStreamConstants.END_ELEMENT -> {
                    open.pop();
                    writer.writeEndElement();
                }
                default -> { }
            }
        }
        writer.flush();
    }

    private static void begin(XMLStreamReader reader, XMLStreamWriter writer, BinaryOperator<String> text) throws XMLStreamException {
        writer.writeStartElement(part(reader.getPrefix()), reader.getLocalName(), part(reader.getNamespaceURI()));
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            writer.writeNamespace(part(reader.getNamespacePrefix(i)), part(reader.getNamespaceURI(i)));
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            writer.writeAttribute(part(reader.getAttributePrefix(i)), part(reader.getAttributeNamespace(i)), reader.getAttributeLocalName(i), text.apply(reader.getAttributeLocalName(i), reader.getAttributeValue(i)));
        }
    }

    private static String part(String text) {
        return text == null ? "" : text;
    }
}
