package io.caravan.camel.kit;

import io.caravan.camel.kit.KitFile.KitObject;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a source must show: it yields the sample records, rejects the bad ones, and its delta works. */
final class ReadChecks {

    private final Checks checks;
    private final SystemPort port;
    private final String object;
    private final ObjectSpec spec;
    private final KitObject data;

    ReadChecks(Checks checks, SystemPort port, String object, KitObject data) {
        this.checks = checks;
        this.port = port;
        this.object = object;
        this.spec = port.spec().connector().objects().get(object);
        this.data = data;
    }

    void run() {
        if (spec.can(Operation.SCHEMA)) {
            checks.check(object, "schema names the attributes", () -> requireAttributes(port.schema(object).orElseThrow()));
        }
        if (data.records().expect().isEmpty()) {
            return;
        }
        if (spec.can(Operation.LIST)) {
            checks.check(object, "list yields the sample records", () -> requireSample(port.list(object, List.of())));
        }
        if (spec.can(Operation.CHANGES)) {
            checks.check(object, "changes start where the list ended", () -> {
                SourceReading full = port.list(object, List.of());
                try (full) {
                    full.forEachRemaining(item -> { });
                }
                if (full.watermark().isPresent()) {
                    try (SourceReading delta = port.changes(object, List.of(), full.watermark().get())) {
                        delta.forEachRemaining(item -> { });
                        Checks.require(delta.watermark().isPresent(), "the list has a watermark, the changes have none");
                    }
                }
            });
        }
    }

    private void requireAttributes(DiscoveredObject schema) {
        Checks.require(schema.find(spec.anchor()).isPresent(), "the schema lacks the anchor " + spec.anchor());
        data.account().keySet().forEach(name -> Checks.require(schema.find(name).isPresent(), "the schema lacks " + name + ", which accounts have"));
    }

    private void requireSample(SourceReading reading) {
        Map<String, Attributes> read = new HashMap<>();
        int rejected = 0;
        try (reading) {
            while (reading.hasNext()) {
                SourceItem item = reading.next();
                rejected += item instanceof SourceItem.Rejected ? 1 : 0;
                if (item instanceof SourceItem.Read record) {
                    Checks.require(read.put(record.attributes().text(spec.anchor()).orElseThrow(), record.attributes()) == null,
                            "a record came twice, at " + item.where());
                }
            }
        }
        for (Map<String, Object> expected : data.records().expect()) {
            String anchor = String.valueOf(expected.get(spec.anchor()));
            Checks.require(read.containsKey(anchor), "the record " + anchor + " did not come");
            Likeness.requireAll(spec, expected, read.get(anchor));
        }
        Checks.require(rejected == data.records().rejected(), rejected + " records were rejected where " + data.records().rejected() + " are expected");
    }
}
