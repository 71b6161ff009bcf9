package io.caravan.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.caravan.subject.Unconfirmed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Unconfirmed values by attribute as JSON and back: {@code {"title":{"sent":"A","shown":"a","settled":true}}}; where it is neither open nor settled,
 * {@code "standing"} says what it is. */
final class UnconfirmedJson {

    /** How it reads that a change in the target is told. Within a value there would be a backslash before the quotes. */
    static final String REPORTED = "\"standing\":\"reported\"";

    private UnconfirmedJson() {
    }

    static String textOrNull(Map<String, Unconfirmed> all) {
        return all.isEmpty() ? null : Json.text(out -> {
            out.writeStartObject();
            for (Map.Entry<String, Unconfirmed> one : all.entrySet()) {
                out.writeFieldName(one.getKey());
                write(out, one.getValue());
            }
            out.writeEndObject();
        });
    }

    private static void write(JsonGenerator out, Unconfirmed one) throws IOException {
        out.writeStartObject();
        out.writeFieldName("sent");
        Json.writeValue(out, one.sent());
        out.writeFieldName("shown");
        Json.writeValue(out, one.shown());
        out.writeBooleanField("settled", one.settled());
        if (one.overwritten()) {
            out.writeBooleanField("overwritten", true);
        }
        if (one.standing() != Unconfirmed.Standing.OPEN && !one.settled()) {
            out.writeStringField("standing", one.standing().name().toLowerCase(Locale.ROOT));
        }
        out.writeEndObject();
    }

    static Map<String, Unconfirmed> read(String textOrNull) {
        return textOrNull == null ? Map.of() : Json.parse(textOrNull, in -> {
            Map<String, Unconfirmed> all = new LinkedHashMap<>();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                all.put(name, one(in));
            }
            return all;
        });
    }

    private static Unconfirmed one(JsonParser in) throws IOException {
        Object sent = null;
        Object shown = null;
        Unconfirmed.Standing standing = Unconfirmed.Standing.OPEN;
        boolean overwritten = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "sent" -> sent = Json.readValue(in);
                case "shown" -> shown = Json.readValue(in);
                case "settled" -> standing = in.getBooleanValue() ? Unconfirmed.Standing.SETTLED : standing;
                case "overwritten" -> overwritten = in.getBooleanValue();
                case "standing" -> standing = StoredWord.read(Unconfirmed.Standing.class, "standing of a value", in.getText());
                default -> throw new IOException("unexpected field");
            }
        }
        return new Unconfirmed(sent, shown, standing, overwritten);
    }
}
