package io.caravan.camel.idoc;

import io.caravan.camel.SourceFiles;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bean behind {@code connectors/sap-idoc.kamelet.yaml}: files of IDocs as a system. Each setter is one setting of the connector. Set once, then thread-safe. */
public final class IdocSystem {

    private String folder = ".";
    private String file = "";
    private String fields = "";
    private String zone = "UTC";
    private String marker = "";
    private int packets;

    /** Whether there is a file, and whether it begins with somebody. */
    public void test() {
        try (SourceReading reading = list()) {
            reading.hasNext();
        }
    }

    public Map<String, Object> schema() {
        List<Map<String, Object>> attributes = new ArrayList<>();
        IdocReading.names(read()).forEach(name -> attributes.add(name.equals(IdocPerson.RECORD) ? Map.of("name", name, "required", true, "unique", true) : Map.of("name", name)));
        return Map.of("attributes", attributes);
    }

    public SourceReading list() {
        List<InfotypeField> wanted = read();
        LocalDate today = LocalDate.now(zone());
        IdocLoad load = new IdocLoad(new SourceFiles(Path.of(folder), file, marker), marker, packets);
        if (!load.isOfSeveral()) {
            return new IdocReading(List.of(load.files().newest()), () -> { }, wanted, today);
        }
        Map<Path, String> before = load.whole();
        return new IdocReading(load.files().all().stream().filter(before::containsKey).toList(), () -> load.requireUnchanged(before), wanted, today);
    }

    private List<InfotypeField> read() {
        try {
            return InfotypeField.of(fields);
        } catch (IllegalArgumentException wrong) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting " + wrong.getMessage());
        }
    }

    private ZoneId zone() {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            throw new OutcomeException(OutcomeKind.INVALID, "the setting 'zone' is '" + zone + "', which is no time zone; write such as Europe/Berlin");
        }
    }

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public void setFields(String fields) {
        this.fields = fields;
    }

    public void setZone(String zone) {
        this.zone = zone;
    }

    public void setMarker(String marker) {
        this.marker = marker.strip();
    }

    public void setPackets(int packets) {
        this.packets = packets;
    }
}
