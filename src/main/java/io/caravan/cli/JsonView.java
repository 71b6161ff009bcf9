package io.caravan.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.caravan.diagnostic.VisibleText;
import io.caravan.operations.DisplayName;
import java.io.IOException;
import java.util.Optional;

/**
 * The JSON document of a result: {@code {"caravan":1,"command":"check","exitCode":0,…the result's own fields…}}.
 * The number after {@code caravan} is the version of the documents; it grows when a field is removed or changes meaning.
 */
final class JsonView {

    static final int DOCUMENT_VERSION = 1;

    private final ObjectMapper mapper = new ObjectMapper(new JsonFactoryBuilder().characterEscapes(new VisibleEscapes()).build())
            .registerModule(new SimpleModule().addSerializer(new OptionalAsValueOrNull()).addSerializer(new NameAsText()))
            .enable(SerializationFeature.INDENT_OUTPUT);

    JsonView() {
        mapper.configOverride(DisplayName.class).setInclude(JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
    }

    String document(String command, Result result) {
        ObjectNode document = mapper.createObjectNode();
        document.put("caravan", DOCUMENT_VERSION);
        document.put("command", command);
        document.put("exitCode", result.exitCode().number());
        document.setAll((ObjectNode) mapper.valueToTree(result.document()));
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a result that is no JSON: " + result.document().getClass().getName(), broken);
        }
    }

    /** What would not show is written as an escape: the same text to whoever reads the document, and visible to who looks at it. */
    private static final class VisibleEscapes extends CharacterEscapes {

        private static final long serialVersionUID = 1;

        private final int[] ascii = standardAsciiEscapesForJSON();

        VisibleEscapes() {
            ascii[0x7F] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return c > 0x7F && VisibleText.isUnseen(c) ? new SerializedString(VisibleText.of(Character.toString(c))) : null;
        }
    }

    /** Where somebody has no name beside the key, there is none in the document either. */
    private static final class NameAsText extends StdSerializer<DisplayName> {

        private static final long serialVersionUID = 1;

        NameAsText() {
            super(DisplayName.class);
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, DisplayName name) {
            return !name.isKnown();
        }

        @Override
        public void serialize(DisplayName name, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(name.text());
        }
    }

    private static final class OptionalAsValueOrNull extends StdSerializer<Optional<?>> {

        private static final long serialVersionUID = 1;

        OptionalAsValueOrNull() {
            super(Optional.class, false);
        }

        @Override
        public void serialize(Optional<?> value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                provider.defaultSerializeValue(value.get(), json);
            } else {
                json.writeNull();
            }
        }
    }
}
