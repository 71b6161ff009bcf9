package io.caravan.camel.push;

import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** The bean behind {@code connectors/push-source.kamelet.yaml}: what was sent to one inbox as a system. Set once, then thread-safe. */
public final class PushSystem {

    /** What its connector is called. */
    public static final String CONNECTOR = "push-source";

    private static final int LOOKED_AT = 1000;

    private String folder = ".";
    private String inbox = "";
    private String key = "";

    /** Whether the inbox is there; nothing need have been sent yet. */
    public void test() {
        Path place = place();
        if (!Files.isDirectory(place) || !Files.isReadable(place)) {
            throw new OutcomeException(OutcomeKind.UNAVAILABLE, Files.exists(place) ? "the folder " + place + " cannot be read; give it to whom Caravan runs as"
                    : "there is no folder " + place + "; caravan run makes it, and takes what is sent");
        }
    }

    /** The attributes that the first records have. */
    public Map<String, Object> schema() {
        TreeSet<String> names = new TreeSet<>();
        try (SourceReading reading = list()) {
            for (int i = 0; i < LOOKED_AT && reading.hasNext(); i++) {
                if (reading.next() instanceof SourceItem.Read read) {
                    names.addAll(read.attributes().names());
                }
            }
        }
        List<Map<String, Object>> attributes = new ArrayList<>();
        names.forEach(name -> attributes.add(name.equals(key) ? Map.of("name", name, "required", true, "unique", true) : Map.of("name", name)));
        return Map.of("attributes", attributes);
    }

    public SourceReading list() {
        return InboxReading.list(new InboxFolder(place()), key);
    }

    /** What came since the mark of an earlier reading. */
    public SourceReading changes(Exchange exchange) {
        return InboxReading.changes(new InboxFolder(place()), key, exchange.getVariable("since", String.class));
    }

    private Path place() {
        return place(Path.of(folder), inbox);
    }

    /** Where an inbox is. */
    public static Path place(Path projectFolder, String inbox) {
        return projectFolder.resolve(inbox).normalize();
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public void setInbox(String inbox) {
        this.inbox = inbox;
    }

    public void setKey(String key) {
        this.key = key;
    }
}
