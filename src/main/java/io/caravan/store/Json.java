package io.caravan.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attribute values as compact JSON, and back with the same types. A whole number without fraction or exponent is a
 * {@link Long}; every other number is a {@link BigDecimal} with its scale, and a BigDecimal that would look like a Long
 * is written with {@code E0}: {@code 10} is a Long, {@code 10E0} and {@code 10.0} are decimals.
 */
final class Json {

    /** The data is our own: no limit on the length of a value but memory. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).build())
            .build();

    private Json() {
    }

    @FunctionalInterface
    interface Writer {
        void write(JsonGenerator out) throws IOException;
    }

    @FunctionalInterface
    interface Reader<T> {
        /** The parser stands on the first token. */
        T read(JsonParser in) throws IOException;
    }

    static String text(Writer writer) {
        try (SegmentedStringWriter text = new SegmentedStringWriter(FACTORY._getBufferRecycler()); JsonGenerator out = FACTORY.createGenerator(text)) {
            writer.write(out);
            out.flush();
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T parse(String text, Reader<T> reader) {
        try (JsonParser in = FACTORY.createParser(text)) {
            in.nextToken();
            return reader.read(in);
        } catch (IOException e) {
            throw new StoreException("the store holds a value that is not the JSON Caravan writes: " + e.getClass().getSimpleName(),
                    "Restore the store from a backup, or delete it: the next cycle matches and links every account again.", e);
        }
    }

    static String attributes(Attributes attributes) {
        return attributes.isEmpty() ? "{}" : text(out -> write(out, attributes));
    }

    static Attributes attributes(String text) {
        return "{}".equals(text) ? Attributes.empty() : parse(text, Json::readAttributes);
    }

    /** Of the attributes only these. */
    static Attributes attributes(String text, Set<String> names) {
        return parse(text, in -> {
            Map<String, Object> values = new LinkedHashMap<>();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                if (names.contains(name)) {
                    values.put(name, readValue(in));
                } else {
                    in.skipChildren();
                }
            }
            return Attributes.ofNormal(values);
        });
    }

    static String list(Collection<?> values) {
        return text(out -> writeValue(out, values));
    }

    static List<String> strings(String text) {
        return "[]".equals(text) ? List.of() : parse(text, Json::readStrings);
    }

    static void write(JsonGenerator out, Attributes attributes) throws IOException {
        out.writeStartObject();
        for (Map.Entry<String, Object> entry : attributes.asMap().entrySet()) {
            out.writeFieldName(entry.getKey());
            writeValue(out, entry.getValue());
        }
        out.writeEndObject();
    }

    static void writeValue(JsonGenerator out, Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Boolean truth) {
            out.writeBoolean(truth);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof BigDecimal decimal) {
            out.writeNumber(decimalText(decimal));
        } else if (value instanceof Collection<?> several) {
            out.writeStartArray();
            for (Object element : several) {
                writeValue(out, element);
            }
            out.writeEndArray();
        } else if (value instanceof Map<?, ?> named) {
            out.writeStartObject();
            for (Map.Entry<?, ?> entry : named.entrySet()) {
                out.writeFieldName(String.valueOf(entry.getKey()));
                writeValue(out, entry.getValue());
            }
            out.writeEndObject();
        } else {
            throw new IllegalArgumentException("not an attribute value: " + value.getClass().getName());
        }
    }

    static Attributes readAttributes(JsonParser in) throws IOException {
        return Attributes.ofNormal(readMap(in));
    }

    static Map<String, Object> readMap(JsonParser in) throws IOException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            values.put(name, readValue(in));
        }
        return values;
    }

    static Object readValue(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING -> in.getText();
            case START_OBJECT -> readMap(in);
            case VALUE_NULL -> null;
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NUMBER_INT -> in.getLongValue();
            case VALUE_NUMBER_FLOAT -> new BigDecimal(in.getText());
            case START_ARRAY -> readList(in);
            default -> throw new IOException("unexpected " + in.currentToken());
        };
    }

    static List<Object> readList(JsonParser in) throws IOException {
        List<Object> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            values.add(readValue(in));
        }
        return Collections.unmodifiableList(values);
    }

    static List<String> readStrings(JsonParser in) throws IOException {
        List<String> texts = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            texts.add(in.getText());
        }
        return texts;
    }

    private static String decimalText(BigDecimal decimal) {
        String text = decimal.toString();
        return text.indexOf('.') < 0 && text.indexOf('E') < 0 ? text + "E0" : text;
    }
}
