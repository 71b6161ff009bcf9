package io.caravan.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.caravan.subject.Unconfirmed;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Unconfirmed values by attribute as JSON and back: {@code {"title":{"sent":"A","shown":"a","settled":true}}}. */
final class UnconfirmedJson {

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
        boolean settled = false;
        boolean overwritten = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "sent" -> sent = Json.readValue(in);
                case "shown" -> shown = Json.readValue(in);
                case "settled" -> settled = in.getBooleanValue();
                case "overwritten" -> overwritten = in.getBooleanValue();
                default -> throw new IOException("unexpected field");
            }
        }
        return new Unconfirmed(sent, shown, settled, overwritten);
    }
}
