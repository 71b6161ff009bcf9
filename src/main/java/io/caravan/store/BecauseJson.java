package io.caravan.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.caravan.diagnostic.Position;
import io.caravan.subject.Because;
import io.caravan.subject.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A {@link Because} as compact JSON and back, exactly:
 * {@code {"reason":"left-scope","arguments":["…"],"file":"mappings/app.yaml","place":[10,3,1],"cause":{"reason":"has-left"}}}.
 * What is empty is left out.
 */
final class BecauseJson {

    private BecauseJson() {
    }

    static String textOrNull(Optional<Because> because) {
        return because.map(one -> Json.text(out -> write(out, one))).orElse(null);
    }

    static Optional<Because> read(String textOrNull) {
        return textOrNull == null ? Optional.empty() : Optional.of(Json.parse(textOrNull, BecauseJson::read));
    }

    /** How the text of every one with this reason begins. */
    static String beginning(Reason reason) {
        return "{\"reason\":\"" + reason.word() + "\"";
    }

    static void write(JsonGenerator out, Because because) throws IOException {
        out.writeStartObject();
        out.writeStringField("reason", because.reason().word());
        if (!because.arguments().isEmpty()) {
            out.writeFieldName("arguments");
            Json.writeValue(out, because.arguments());
        }
        if (because.position().isPresent()) {
            Position position = because.position().get();
            out.writeStringField("file", position.file());
            out.writeFieldName("place");
            out.writeArray(new int[] {position.line(), position.column(), position.length()}, 0, 3);
        }
        if (because.cause().isPresent()) {
            out.writeFieldName("cause");
            write(out, because.cause().get());
        }
        out.writeEndObject();
    }

    static Because read(JsonParser in) throws IOException {
        Reason reason = null;
        List<String> arguments = List.of();
        String file = "";
        List<Object> place = List.of();
        Optional<Because> cause = Optional.empty();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "reason" -> reason = StoredWord.read(Reason.class, "reason of something", in.getText());
                case "arguments" -> arguments = Json.readStrings(in);
                case "file" -> file = in.getText();
                case "place" -> place = Json.readList(in);
                case "cause" -> cause = Optional.of(read(in));
                default -> throw new IOException("unexpected field");
            }
        }
        return new Because(reason, arguments, file.isEmpty() ? Optional.empty() : Optional.of(position(file, place)), cause);
    }

    private static Position position(String file, List<Object> place) {
        return new Position(file, number(place, 0), number(place, 1), number(place, 2));
    }

    private static int number(List<Object> place, int index) {
        return ((Long) place.get(index)).intValue();
    }
}
