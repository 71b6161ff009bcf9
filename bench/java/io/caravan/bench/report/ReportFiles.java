package io.caravan.bench.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Writes the document of a run, and its line in the history. */
public final class ReportFiles {

    private final ObjectMapper mapper = new ObjectMapper().registerModule(new SimpleModule().addSerializer(new ValueOrNull()));

    /** The whole document, with every trial. */
    public void write(Report report, Path file) throws IOException {
        Files.writeString(file, mapper.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report) + "\n", StandardCharsets.UTF_8);
    }

    /** One line: the document without its trials. */
    public void append(Report report, Path history) throws IOException {
        ObjectNode document = mapper.valueToTree(report);
        for (JsonNode row : (ArrayNode) document.get("rows")) {
            ((ObjectNode) row).remove("trials");
        }
        Files.writeString(history, mapper.writeValueAsString(document) + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static final class ValueOrNull extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1;

        private ValueOrNull() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(value.orElse(null), json);
        }
    }
}
