package io.caravan.camel.idoc;

import io.caravan.connector.DisbelievedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * One file of IDocs, person by person. What it is, its own control records say (EDI_DC40); that it is whole, its last end tag. A document type or an entity of
 * its own has no business in it: such a file is refused, and nothing that it names is fetched. Not thread-safe.
 */
final class IdocFile implements AutoCloseable {

    private static final String MESSAGE = "HRMD_A";
    private static final String CONTROL = "EDI_DC40";
    private static final String PERSON = "E1PLOGI";
    private static final String SEGMENT = "SEGMENT";
    /** SAP's infotypes, and those of customers' own. */
    private static final Pattern INFOTYPE = Pattern.compile("[EZ]1P(\\d{4})");
    private static final Set<String> OF_THE_ROW = Set.of("PERNR", "INFTY", "SUBTY", "OBJPS", "SPRPS", "ENDDA", "BEGDA", "SEQNR", "AEDTM", "UNAME");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
    private static final int LONGEST = 65_536;
    private static final int MOST_ROWS = 20_000;

    private final Path path;
    private final String stamp;
    private final InputStream bytes;
    private final XMLStreamReader xml;
    private boolean isOfPeople;

    IdocFile(Path path) throws IOException {
        this.path = path;
        this.stamp = stamp(path);
        this.bytes = new BufferedInputStream(Files.newInputStream(path));
        boolean opened = false;
        try {
            this.xml = factory().createXMLStreamReader(bytes);
            opened = true;
        } catch (XMLStreamException none) {
            throw broken(none);
        } finally {
            if (!opened) {
                bytes.close();
            }
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it names another document, " + systemId);
        });
        return factory;
    }

    static String stamp(Path path) throws IOException {
        BasicFileAttributes look = Files.readAttributes(path, BasicFileAttributes.class);
        return look.lastModifiedTime().toMillis() + "-" + look.size() + "-" + look.fileKey();
    }

    /** The next person; empty behind the last, where the file is whole. */
    Optional<IdocPerson> next() throws IOException {
        try {
            while (xml.hasNext()) {
                if (step() == XMLStreamConstants.START_ELEMENT) {
                    String name = xml.getLocalName();
                    if (name.equals(CONTROL)) {
                        control();
                    } else if (name.equals(PERSON)) {
                        Optional<IdocPerson> person = person();
                        if (person.isPresent()) {
                            return person;
                        }
                    }
                }
            }
        } catch (XMLStreamException | RuntimeException broken) {
            throw broken instanceof DisbelievedException said ? said : broken(broken);
        }
        if (!stamp(path).equals(stamp)) {
            throw new DisbelievedException("the file " + name() + " was written to while it was read", true);
        }
        if (!isOfPeople) {
            throw new DisbelievedException("the file " + name() + " has no IDoc of " + MESSAGE + " in it (MESTYP in EDI_DC40); set 'file' to what SAP writes for that message", false);
        }
        return Optional.empty();
    }

    private int step() throws XMLStreamException {
        int event = xml.next();
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new DisbelievedException("the file " + name() + " has a document type or an entity of its own (line " + line() + "); an IDoc has none, and nothing is looked up for it", false);
        }
        return event;
    }

    private void control() throws XMLStreamException {
        String message = texts().getOrDefault("MESTYP", "");
        if (!message.equals(MESSAGE)) {
            throw new DisbelievedException("the file " + name() + " has an IDoc of the message " + message + " (line " + line() + "); only " + MESSAGE + " is about people", false);
        }
        isOfPeople = true;
    }

    /** The texts in the element that has begun, up to its end; what is a segment of its own is passed over. */
    private Map<String, String> texts() throws XMLStreamException {
        Map<String, String> texts = new HashMap<>();
        while (step() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                String name = xml.getLocalName();
                if (isSegment()) {
                    texts();
                } else {
                    texts.put(name, text());
                }
            }
        }
        return texts;
    }

    private boolean isSegment() {
        return xml.getAttributeValue(null, SEGMENT) != null;
    }

    private String text() throws XMLStreamException {
        String name = xml.getLocalName();
        StringBuilder text = new StringBuilder();
        while (step() != XMLStreamConstants.END_ELEMENT) {
            if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                throw new DisbelievedException("the file " + name() + " has an element in the field " + name + " (line " + line() + "); a field has text alone", false);
            }
            if (xml.isCharacters()) {
                text.append(xml.getText());
            }
            if (text.length() > LONGEST) {
                throw new DisbelievedException("the file " + name() + " has a field " + name + " of more than " + LONGEST + " characters (line " + line() + ")", false);
            }
        }
        return text.toString().strip();
    }

    /** Empty for what is no person, such as a position, and for one that SAP has deleted. */
    private Optional<IdocPerson> person() throws XMLStreamException {
        Person reading = new Person("line " + line());
        reading.read();
        boolean isPerson = reading.head.getOrDefault("OTYPE", "P").equals("P") && !reading.head.getOrDefault("OPERA", "").equals("D");
        return isPerson ? Optional.of(reading.found()) : Optional.empty();
    }

    private int line() {
        return xml.getLocation().getLineNumber();
    }

    private String name() {
        return path.getFileName().toString();
    }

    /** Cut off, most of the time: whoever writes it may not have ended. */
    private DisbelievedException broken(Exception why) {
        String words = why.getMessage() == null ? why.toString() : why.getMessage().replaceAll("\\s+", " ").replaceFirst("^ParseError at ", "").strip();
        return new DisbelievedException("the file " + name() + " is no whole XML: " + words, true);
    }

    @Override
    public void close() {
        try {
            xml.close();
            bytes.close();
        } catch (XMLStreamException | IOException read) {
            // everything that was wanted has been read
        }
    }

    /** One person on the way. */
    private final class Person {

        private final String where;
        private final Map<String, String> head = new HashMap<>();
        private final List<InfotypeRow> rows = new ArrayList<>();
        private final Set<String> numbers = new LinkedHashSet<>();
        private final List<UnreadableRow> unreadable = new ArrayList<>();

        private Person(String where) {
            this.where = name() + ", " + where;
        }

        /** Up to the end of the segment that has begun; what is in it, however deep, belongs to her. */
        private void read() throws XMLStreamException {
            while (step() != XMLStreamConstants.END_ELEMENT) {
                if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                    Matcher infotype = INFOTYPE.matcher(xml.getLocalName());
                    if (infotype.matches()) {
                        row(infotype.group(1));
                    } else if (isSegment()) {
                        read();
                    } else {
                        head.putIfAbsent(xml.getLocalName(), text());
                    }
                }
            }
        }

        private void row(String infotype) throws XMLStreamException {
            int line = line();
            Map<String, String> fields = new HashMap<>();
            fields(fields);
            if (rows.size() + unreadable.size() == MOST_ROWS) {
                throw new DisbelievedException("the file " + name() + " has a person with more than " + MOST_ROWS + " rows (" + where + ")", false);
            }
            String said = fields.getOrDefault("PERNR", "");
            numbers.add(said);
            if (fields.getOrDefault("SPRPS", "").equals("X")) {
                return; // locked: it does not count
            }
            String number = said.isEmpty() ? head.getOrDefault("OBJID", "") : said;
            String subtype = fields.getOrDefault("SUBTY", "");
            Optional<LocalDate> begin = day(fields, "BEGDA");
            Optional<LocalDate> end = day(fields, "ENDDA");
            Optional<String> wrong = begin.isEmpty() ? Optional.of(noDay(fields, "BEGDA")) : end.isEmpty() ? Optional.of(noDay(fields, "ENDDA"))
                    : Optional.of("it ends " + end.get() + ", before it begins " + begin.get()).filter(words -> end.get().isBefore(begin.get()));
            if (wrong.isPresent()) {
                unreadable.add(new UnreadableRow(number, infotype, subtype, begin, end, "infotype " + infotype + " (line " + line + "): " + wrong.get()));
                return;
            }
            fields.keySet().removeAll(OF_THE_ROW);
            rows.add(new InfotypeRow(number, infotype, subtype, begin.get(), end.get(), fields));
        }

        /** Also those of a customer's own segment within it. */
        private void fields(Map<String, String> fields) throws XMLStreamException {
            while (step() != XMLStreamConstants.END_ELEMENT) {
                if (xml.getEventType() == XMLStreamConstants.START_ELEMENT) {
                    if (isSegment()) {
                        fields(fields);
                    } else {
                        String name = xml.getLocalName();
                        fields.putIfAbsent(name, text());
                    }
                }
            }
        }

        private Optional<LocalDate> day(Map<String, String> fields, String name) {
            try {
                return Optional.of(LocalDate.parse(fields.getOrDefault(name, ""), DAY));
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        }

        private String noDay(Map<String, String> fields, String name) {
            return name + " is \"" + fields.getOrDefault(name, "") + "\"; expected a day such as 20260131";
        }

        private IdocPerson found() {
            numbers.remove("");
            return new IdocPerson(head.getOrDefault("OBJID", ""), List.copyOf(numbers), List.copyOf(rows), List.copyOf(unreadable), where);
        }
    }
}
