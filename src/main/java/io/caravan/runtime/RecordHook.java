package io.caravan.runtime;

import io.caravan.engine.Cycle;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.RecordRoute;
import io.caravan.subject.Attributes;
import io.caravan.subject.KeyText;
import io.caravan.mapping.InboundJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** Sends records through the project's route {@code direct:records-SYSTEM}: a list of maps, from attribute to value as read. */
final class RecordHook implements RecordRoute {

    private final ProducerTemplate routes;
    private final String uri;
    private final String key;
    private final Path folder;

    private RecordHook(ProducerTemplate routes, String uri, String key, Path folder) {
        this.routes = routes;
        this.uri = uri;
        this.key = key;
        this.folder = folder;
    }

    /**
     * @param key    the attribute that identifies records
     * @param folder where the project's own routes are
     * @return empty where no route listens there
     */
    static Optional<RecordRoute> of(CamelContext context, ProducerTemplate routes, String system, String key, Path folder) {
        String uri = "direct:records-" + system;
        return CamelRuntime.listens(context, uri) ? Optional.of(new RecordHook(routes, uri, key, folder)) : Optional.empty();
    }

    @Override
    public Map<String, Attributes> pass(Cycle cycle, InboundJob job, List<SourceRow> page) {
        List<Map<String, Object>> records = new ArrayList<>();
        page.forEach(row -> records.add(new LinkedHashMap<>(row.attributes().asMap())));
        Exchange answer = routes.send(uri, exchange -> {
            exchange.getMessage().setBody(records);
            exchange.setVariable(ControlData.CYCLE, cycle.id());
            exchange.setVariable(ControlData.JOB, job.name());
            exchange.setVariable(ControlData.SYSTEM, job.system());
            exchange.setVariable(ControlData.FULL, cycle.full());
        });
        if (answer.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeCamelException(answer.getException());
        }
        return byAnchor(ChangeMessages.read(answer.getMessage()), page);
    }

    /** Of all of the project's route files: one may call routes of another. */
    @Override
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : CamelRuntime.routeFiles(List.of(folder))) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never);
        }
    }

    private Map<String, Attributes> byAnchor(List<Map<String, Object>> records, List<SourceRow> page) {
        Set<String> anchors = new HashSet<>(page.stream().map(SourceRow::anchor).toList());
        Map<String, Attributes> passed = new LinkedHashMap<>();
        for (Map<String, Object> record : records) {
            String anchor = KeyText.of(String.valueOf(record.get(key)));
            if (!anchors.contains(anchor)) {
                throw new IllegalArgumentException(uri + " brings a record with the " + key + " \"" + anchor + "\", which was not given to it: a record keeps its key; "
                        + "what is to be two records is made two before it is read, in a query or by a second system that reads the same source");
            }
            if (passed.put(anchor, Attributes.of(record)) != null) {
                throw new IllegalArgumentException(uri + " brings two records with the " + key + " \"" + anchor + "\"");
            }
        }
        return passed;
    }
}
