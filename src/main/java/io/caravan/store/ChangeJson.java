package io.caravan.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.caravan.connector.AttributeChange;
import io.caravan.subject.Attributes;
import io.caravan.subject.Because;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A {@link Change} and its attributes as compact JSON and back, exactly. What is empty is left out. */
final class ChangeJson {

    private ChangeJson() {
    }

    static String text(Change change) {
        return Json.text(out -> {
            out.writeStartObject();
            out.writeNumberField("identityId", change.identityId());
            out.writeStringField("identity", change.identityKey());
            if (!change.subject().kind().equals(Kind.PERSON)) {
                out.writeStringField("subjectKind", change.subject().kind().name());
            }
            out.writeStringField("kind", change.kind().word());
            if (change.anchor().isPresent()) {
                out.writeStringField("anchor", change.anchor().get());
            }
            if (change.because().isPresent()) {
                out.writeFieldName("because");
                BecauseJson.write(out, change.because().get());
            }
            if (change.enabled().isPresent()) {
                out.writeBooleanField("enabled", change.enabled().get());
            }
            if (change.urgent()) {
                out.writeBooleanField("urgent", true);
            }
            if (!change.changes().isEmpty()) {
                out.writeFieldName("changes");
                write(out, change.changes());
            }
            if (!change.deferred().isEmpty()) {
                out.writeFieldName("deferred");
                Json.writeValue(out, change.deferred());
            }
            if (!change.steps().isEmpty()) {
                out.writeFieldName("steps");
                Json.writeValue(out, change.steps());
            }
            if (!change.repeated().isEmpty()) {
                out.writeFieldName("repeated");
                Json.writeValue(out, change.repeated());
            }
            if (!change.account().isEmpty()) {
                out.writeFieldName("account");
                Json.write(out, change.account());
            }
            out.writeStringField("basis", change.basis());
            if (!change.members().isEmpty()) {
                out.writeFieldName("members");
                writeMembers(out, change.members());
            }
            out.writeEndObject();
        });
    }

    static Change change(String text) {
        return Json.parse(text, in -> {
            Fields fields = new Fields();
            for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                in.nextToken();
                fields.read(name, in);
            }
            return fields.change();
        });
    }

    static String changes(List<AttributeChange> changes) {
        return changes.isEmpty() ? "[]" : Json.text(out -> write(out, changes));
    }

    static List<AttributeChange> changes(String text) {
        return "[]".equals(text) ? List.of() : Json.parse(text, ChangeJson::readChanges);
    }

    private static final class Fields {
        private long identityId;
        private String identityKey = "";
        private Kind subjectKind = Kind.PERSON;
        private ChangeKind kind;
        private Optional<String> anchor = Optional.empty();
        private Attributes account = Attributes.empty();
        private List<AttributeChange> changes = List.of();
        private Optional<Boolean> enabled = Optional.empty();
        private Optional<Because> because = Optional.empty();
        private boolean urgent;
        private List<String> deferred = List.of();
        private String basis = "";
        private List<String> steps = List.of();
        private Set<String> repeated = Set.of();
        private List<Change.Member> members = List.of();

        private void read(String name, JsonParser in) throws IOException {
            switch (name) {
                case "identityId" -> identityId = in.getLongValue();
                case "identity" -> identityKey = in.getText();
                case "subjectKind" -> subjectKind = Kind.of(in.getText());
                case "kind" -> kind = StoredWord.read(ChangeKind.class, "kind of a change", in.getText());
                case "anchor" -> anchor = Optional.of(in.getText());
                case "because" -> because = Optional.of(BecauseJson.read(in));
                case "enabled" -> enabled = Optional.of(in.getBooleanValue());
                case "urgent" -> urgent = in.getBooleanValue();
                case "changes" -> changes = readChanges(in);
                case "deferred" -> deferred = Json.readStrings(in);
                case "steps" -> steps = Json.readStrings(in);
                case "repeated" -> repeated = Set.copyOf(Json.readStrings(in));
                case "account" -> account = Json.readAttributes(in);
                case "basis" -> basis = in.getText();
                case "members" -> members = readMembers(in);
                default -> throw new IOException("unexpected field");
            }
        }

        private Change change() {
            return new Change(kind, new Change.Account(identityId, new SubjectKey(subjectKind, identityKey), anchor, account),
                    new Change.Writes(changes, enabled, deferred, repeated), new Change.Grounds(because, steps, basis), urgent, members);
        }
    }

    /** Each as id (0: a stranger), kind, key, name and why. */
    private static void writeMembers(JsonGenerator out, List<Change.Member> members) throws IOException {
        out.writeStartArray();
        for (Change.Member member : members) {
            out.writeStartArray();
            out.writeNumber(member.id().orElse(0));
            out.writeString(member.subject().kind().name());
            out.writeString(member.subject().key());
            out.writeString(member.name());
            BecauseJson.write(out, member.because());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static List<Change.Member> readMembers(JsonParser in) throws IOException {
        List<Change.Member> members = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            in.nextToken();
            long id = in.getLongValue();
            Kind kind = Kind.of(in.nextTextValue());
            SubjectKey subject = new SubjectKey(kind, in.nextTextValue());
            String name = in.nextTextValue();
            in.nextToken();
            Because because = BecauseJson.read(in);
            in.nextToken();
            members.add(new Change.Member(id == 0 ? OptionalLong.empty() : OptionalLong.of(id), subject, name, because));
        }
        return members;
    }

    private static void write(JsonGenerator out, List<AttributeChange> changes) throws IOException {
        out.writeStartArray();
        for (AttributeChange change : changes) {
            out.writeStartObject();
            out.writeStringField("name", change.name());
            writeIfAny(out, "before", change.before());
            writeIfAny(out, "after", change.after());
            writeIfAny(out, "add", change.add().isEmpty() ? null : change.add());
            writeIfAny(out, "remove", change.remove().isEmpty() ? null : change.remove());
            writeIfAny(out, "shared", change.shared() ? Boolean.TRUE : null);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeIfAny(JsonGenerator out, String name, Object value) throws IOException {
        if (value != null) {
            out.writeFieldName(name);
            Json.writeValue(out, value);
        }
    }

    private static List<AttributeChange> readChanges(JsonParser in) throws IOException {
        List<AttributeChange> changes = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            changes.add(readChange(in));
        }
        return changes;
    }

    private static AttributeChange readChange(JsonParser in) throws IOException {
        String attribute = "";
        Object before = null;
        Object after = null;
        List<Object> add = List.of();
        List<Object> remove = List.of();
        boolean shared = false;
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            switch (name) {
                case "name" -> attribute = in.getText();
                case "before" -> before = Json.readValue(in);
                case "after" -> after = Json.readValue(in);
                case "add" -> add = Json.readList(in);
                case "remove" -> remove = Json.readList(in);
                case "shared" -> shared = in.getBooleanValue();
                default -> throw new IOException("unexpected field");
            }
        }
        return new AttributeChange(attribute, before, after, add, remove, shared);
    }
}
