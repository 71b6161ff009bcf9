package io.caravan.camel.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/** An answer in CSV (RFC 4180, with a header, UTF-8), as a list of objects. A row that has not what the header has leaves nothing of the answer: whose it is nobody knows. */
final class CsvAnswer {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String MARK = "\uFEFF";

    private CsvAnswer() {
    }

    static boolean is(String contentType) {
        int parameters = contentType.indexOf(';');
        return (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip().equalsIgnoreCase("text/csv");
    }

    static TableAnswer of(InputStream text) throws IOException {
        TableAnswer rows = new TableAnswer();
        List<String> header = null;
        try (InputStreamReader reader = new InputStreamReader(text, StandardCharsets.UTF_8.newDecoder());
             CsvReader<CsvRecord> records = CsvReader.builder().skipEmptyLines(true).allowExtraFields(true).allowMissingFields(true).ofCsvRecord(reader)) {
            for (CsvRecord one : records) {
                if (header == null) {
                    header = header(one.getFields());
                } else {
                    rows.add(row(header, one));
                }
            }
        } catch (CsvParseException broken) {
            throw new OutcomeException(OutcomeKind.INVALID, "the answer is no CSV that can be read: " + broken.getMessage(), broken);
        } catch (UncheckedIOException broken) {
            throw broken.getCause() instanceof CharacterCodingException ? noText(broken) : broken;
        } catch (CharacterCodingException broken) {
            throw noText(broken);
        }
        if (header == null) {
            throw new OutcomeException(OutcomeKind.INVALID, "the answer is CSV without even a header");
        }
        return rows;
    }

    private static OutcomeException noText(Exception broken) {
        return new OutcomeException(OutcomeKind.INVALID, "the answer is CSV, and not in UTF-8", broken);
    }

    private static List<String> header(List<String> fields) {
        List<String> names = fields.stream().map(name -> (name.startsWith(MARK) ? name.substring(1) : name).strip()).toList();
        if (new HashSet<>(names).size() < names.size()) {
            throw new OutcomeException(OutcomeKind.INVALID, "the answer is CSV with two columns of one name; which of them is meant cannot be known");
        }
        return names;
    }

    private static ObjectNode row(List<String> header, CsvRecord fields) {
        if (fields.getFieldCount() != header.size()) {
            throw new OutcomeException(OutcomeKind.INVALID, "line " + fields.getStartingLineNumber() + " of the answer has " + fields.getFieldCount() + " fields where the header has " + header.size()
                    + "; nothing of it is used");
        }
        ObjectNode row = NODES.objectNode();
        for (int i = 0; i < header.size(); i++) {
            String value = fields.getField(i);
            row.set(header.get(i), value.isEmpty() ? NODES.nullNode() : NODES.textNode(value));
        }
        return row;
    }
}
