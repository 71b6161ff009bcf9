package io.caravan.camel.kit;

import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one reading of a source gave: everything, or what has changed.
 *
 * @param read by anchor
 */
record GraphReads(Map<String, Attributes> read, List<String> deleted, List<String> rejected, Optional<String> watermark) {

    /** @param since empty: everything */
    static GraphReads all(SystemPort port, String object, Optional<String> since) {
        Map<String, Attributes> read = new LinkedHashMap<>();
        List<String> deleted = new ArrayList<>();
        List<String> rejected = new ArrayList<>();
        SourceReading reading = port.read(object, List.of("members"), since);
        try (reading) {
            while (reading.hasNext()) {
                SourceItem item = reading.next();
                if (item instanceof SourceItem.Read one) {
                    read.put(one.attributes().text("id").orElseThrow(), one.attributes());
                } else if (item instanceof SourceItem.Deleted gone) {
                    deleted.add(gone.anchor());
                } else if (item instanceof SourceItem.Rejected wrong) {
                    rejected.add(wrong.reason());
                }
            }
        }
        return new GraphReads(read, deleted, rejected, reading.watermark());
    }
}
