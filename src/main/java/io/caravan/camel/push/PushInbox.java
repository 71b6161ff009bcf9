package io.caravan.camel.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes requests of one system, one after the other. What it answers is on the disk before; a request that comes again under its key is answered as the first
 * time, and taken once. Changes go in at once; a full load is collected, and takes the place of everything when it is committed with the right count. Thread-safe.
 */
public final class PushInbox implements AutoCloseable {

    private static final int OK = 200;
    private static final int CREATED = 201;
    /** So many requests, or records in them, are put together into a state. */
    private static final int TOGETHER = 1000;
    private static final int RECORDS_TOGETHER = 50_000;
    /** So many requests are known again, with so many rejected records in their answers. */
    private static final int KEYS = 10_000;
    private static final int KNOWN_ROWS = 100_000;
    private static final Duration LOAD_LIVES = Duration.ofDays(1);
    private static final String LOAD = "load";
    private static final String STATUS = "status";
    private static final String HASH = "hash";
    private static final String BEGIN = "begin";

    private static final Logger LOG = LoggerFactory.getLogger(PushInbox.class);

    private final InboxFolder folder;
    private final String keyName;
    private final Clock clock;
    private final FileChannel lock;
    private final LinkedHashMap<String, Known> known = new LinkedHashMap<>();
    private Optional<Load> load = Optional.empty();
    private long knownRows;
    private long sequence;
    private int requests;
    private long records;

    /** Another request of the same key is answered by it. */
    private record Known(String hash, Answer answer) {

        /** That were rejected, each with its reason. */
        int rows() {
            return answer.body().path(InboxState.REJECTED).size();
        }
    }

    /** A full load that is being sent. @param sent records, those that were rejected among them */
    private record Load(String id, long begun, Instant at, long sent) {
    }

    /** @param fresh whether it was taken now, and not before */
    public record Answer(int status, JsonNode body, boolean fresh) {

        public byte[] bytes() {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Of one request, what all have in common.
     *
     * @param key  by which it is known again
     * @param by   who sends it
     */
    public record Sender(String key, String by) {
    }

    private PushInbox(InboxFolder folder, String keyName, Clock clock, FileChannel lock) {
        this.folder = folder;
        this.keyName = keyName;
        this.clock = clock;
        this.lock = lock;
    }

    /**
     * @param keyName the attribute that identifies a record
     * @throws IOException when the folder cannot be used, or another process does
     */
    public static PushInbox open(Path folder, String keyName, Clock clock) throws IOException {
        InboxFolder files = new InboxFolder(folder);
        PushInbox inbox = new PushInbox(files, keyName, clock, files.lock());
        try {
            inbox.recall();
            return inbox;
        } catch (IOException | RuntimeException unreadable) {
            inbox.close();
            throw unreadable;
        }
    }

    private void recall() throws IOException {
        folder.removeUnfinished();
        List<InboxFolder.Found> files = folder.files();
        Optional<InboxFolder.Found> last = InboxFolder.state(files);
        if (last.isPresent()) {
            try (InboxState content = InboxState.open(last.get())) {
                Optional<JsonNode> line = content.next();
                while (line.filter(one -> one.has(InboxState.KEY)).isPresent()) {
                    know(line.get());
                    line = content.next();
                }
            }
            sequence = last.get().number();
        }
        long state = sequence;
        InboxFolder.remove(files.stream().filter(file -> file.number() < state || file.content() != InboxFolder.Content.STATE && file.number() == state).toList());
        for (InboxFolder.Found file : files) {
            if (file.number() > state) {
                again(InboxFolder.read(file), file);
            }
        }
        removeOldLoads();
    }

    private void again(JsonNode content, InboxFolder.Found file) {
        know(content);
        sequence = Math.max(sequence, file.number());
        if (file.content() == InboxFolder.Content.LOAD) {
            String id = content.path(LOAD).asText();
            load = content.path(BEGIN).asBoolean() ? Optional.of(new Load(id, file.number(), Instant.parse(content.path(InboxState.AT).asText()), 0))
                    : load.filter(one -> one.id().equals(id)).map(one -> new Load(id, one.begun(), one.at(), one.sent() + content.path("sent").asLong())).or(() -> load);
        } else {
            count(content);
        }
    }

    private void count(JsonNode request) {
        requests++;
        records += request.path(InboxState.RECORDS).size() + (long) request.path(InboxState.DELETED).size();
    }

    private void know(JsonNode content) {
        Known fresh = new Known(content.path(HASH).asText(), new Answer(content.path(STATUS).asInt(), content.path(InboxState.ANSWER), false));
        forget(content.path(InboxState.KEY).asText());
        known.put(content.path(InboxState.KEY).asText(), fresh);
        knownRows += fresh.rows();
        while (known.size() > KEYS || knownRows > KNOWN_ROWS) {
            forget(known.keySet().iterator().next());
        }
    }

    private void forget(String key) {
        Optional.ofNullable(known.remove(key)).ifPresent(gone -> knownRows -= gone.rows());
    }

    /** Takes changes: whole records, and keys of those that are no more. */
    public synchronized Answer changes(Sender sender, byte[] body) throws PushRefusal, IOException {
        return once(sender, body, "changes", hash -> {
            PushedRecords pushed = PushedRecords.of(body, keyName);
            ObjectNode answer = answer(pushed);
            ObjectNode content = content(sender, hash, OK, answer);
            put(content, pushed);
            write(InboxFolder.Content.REQUEST, content);
            count(content);
            endOldLoad();
            if (load.isEmpty() && (requests >= TOGETHER || records >= RECORDS_TOGETHER)) {
                tidy(this::putTogether);
            }
            return new Answer(OK, answer, true);
        });
    }

    /** Begins a full load; one that was begun before is given up. */
    public synchronized Answer begin(Sender sender) throws PushRefusal, IOException {
        return once(sender, new byte[0], BEGIN, hash -> {
            String id = "L" + (sequence + 1);
            ObjectNode answer = PushedRecords.JSON.createObjectNode().put(LOAD, id);
            write(InboxFolder.Content.LOAD, content(sender, hash, CREATED, answer).put(LOAD, id).put(BEGIN, true));
            load = Optional.of(new Load(id, sequence, clock.instant(), 0));
            removeOldLoads();
            return new Answer(CREATED, answer, true);
        });
    }

    /** Takes a part of a full load. */
    public synchronized Answer part(Sender sender, String id, byte[] body) throws PushRefusal, IOException {
        return once(sender, body, "part " + id, hash -> {
            Load open = open(id);
            PushedRecords pushed = PushedRecords.of(body, keyName);
            if (!pushed.deleted().isEmpty()) {
                throw new PushRefusal(PushRefusal.BAD, "a full load has no deleted: what it lacks is no more");
            }
            ObjectNode answer = answer(pushed).put(LOAD, id);
            long sent = pushed.records().size() + (long) pushed.rejected().size();
            ObjectNode content = content(sender, hash, OK, answer).put(LOAD, id).put("sent", sent);
            put(content, pushed);
            content.set(InboxState.REJECTED, answer.path(InboxState.REJECTED));
            write(InboxFolder.Content.LOAD, content);
            load = Optional.of(new Load(id, open.begun(), open.at(), open.sent() + sent));
            return new Answer(OK, answer, true);
        });
    }

    /** Ends a full load: from here on it is what the system says, with the changes that were sent since it was begun. */
    public synchronized Answer commit(Sender sender, String id, byte[] body) throws PushRefusal, IOException {
        return once(sender, body, "commit " + id, hash -> {
            Load open = open(id);
            JsonNode count = PushedRecords.object(body).path("count");
            if (!count.isIntegralNumber()) {
                throw new PushRefusal(PushRefusal.BAD, "a commit says how many records were sent, such as {\"count\": 2000}");
            }
            if (count.asLong() != open.sent()) {
                throw new PushRefusal(PushRefusal.CONFLICT, "the load has " + open.sent() + " records, and the commit says " + count.asLong() + "; nothing was changed");
            }
            List<InboxFolder.Found> files = folder.files();
            List<InboxFolder.Found> parts = files.stream().filter(file -> file.content() == InboxFolder.Content.LOAD && file.number() > open.begun()).toList();
            FullLoad full = FullLoad.of(parts, keyName);
            ObjectNode answer = PushedRecords.JSON.createObjectNode().put(LOAD, id).put("records", full.records()).put(InboxState.REJECTED, full.rejected().size());
            SaidInRequests since = SaidInRequests.of(InboxFolder.requests(files, open.begun()), keyName);
            Deletions deleted = deletedBefore(files, full, open.begun());
            deleted.said(since.records());
            committed(sender, content(sender, hash, OK, answer), out -> {
                InboxState.Writer state = begin(out);
                for (JsonNode rejected : full.rejected()) {
                    if (!since.isAbout(rejected.path("key").asText())) {
                        state.line(rejected);
                    }
                }
                deleted.write(state);
                full.each(record -> {
                    if (!since.records().containsKey(InboxState.key(record, keyName))) {
                        state.record(record);
                    }
                });
                since.write(state, Map.of());
                state.end();
            });
            load = Optional.empty();
            forget(files);
            return new Answer(OK, answer, true);
        });
    }

    /** The state has the answer in it, and is the answer: where it is not written, nothing is known of either. */
    private void committed(Sender sender, ObjectNode content, InboxFolder.Writing writing) throws IOException {
        boolean written = false;
        sequence++;
        know(content);
        try {
            folder.write(InboxFolder.Content.STATE, sequence, writing);
            written = true;
        } finally {
            if (!written) {
                sequence--;
                forget(sender.key());
            }
        }
    }

    /** Gives a full load up. */
    public synchronized Answer giveUp(Sender sender, String id) throws PushRefusal, IOException {
        return once(sender, new byte[0], "give up " + id, hash -> {
            open(id);
            load = Optional.empty();
            removeOldLoads();
            return new Answer(OK, PushedRecords.JSON.createObjectNode().put(LOAD, id), true);
        });
    }

    private Load open(String id) throws PushRefusal {
        endOldLoad();
        return load.filter(one -> one.id().equals(id)).orElseThrow(() -> new PushRefusal(PushRefusal.NOT_FOUND, "there is no load " + id.replaceAll("[^A-Za-z0-9]", "?")
                + " under way" + load.map(other -> "; " + other.id() + " is").orElse("")));
    }

    /** One that its sender has given up without a word keeps requests from being put together, and what was sent of it on the disk. */
    private void endOldLoad() {
        if (load.filter(one -> Duration.between(one.at(), clock.instant()).abs().compareTo(LOAD_LIVES) > 0).isPresent()) {
            load = Optional.empty();
            removeOldLoads();
        }
    }

    /** What a request does that was not taken before. */
    private interface Taking {
        Answer take(String hash) throws PushRefusal, IOException;
    }

    private Answer once(Sender sender, byte[] body, String what, Taking taking) throws PushRefusal, IOException {
        String hash = hash(what, body);
        Known before = known.get(sender.key());
        if (before != null && !before.hash().equals(hash)) {
            throw new PushRefusal(PushRefusal.NOT_MEANT, "another request was sent under this Idempotency-Key");
        }
        if (before != null) {
            return before.answer();
        }
        return taking.take(hash);
    }

    private static String hash(String what, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((what + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private static ObjectNode answer(PushedRecords pushed) {
        ObjectNode answer = PushedRecords.JSON.createObjectNode().put("accepted", pushed.records().size() + pushed.deleted().size());
        ArrayNode rejected = answer.putArray(InboxState.REJECTED);
        pushed.rejected().forEach(one -> {
            ObjectNode row = rejected.addObject().put("index", one.index());
            if (!one.key().isEmpty()) {
                row.put("key", one.key());
            }
            row.put("reason", one.reason());
        });
        return answer;
    }

    private ObjectNode content(Sender sender, String hash, int status, JsonNode answer) {
        ObjectNode content = PushedRecords.JSON.createObjectNode().put(InboxState.KEY, sender.key()).put(HASH, hash).put(InboxState.AT, clock.instant().toString()).put("by", sender.by())
                .put(STATUS, status);
        content.set(InboxState.ANSWER, answer);
        return content;
    }

    private static void put(ObjectNode content, PushedRecords pushed) {
        ArrayNode records = content.putArray(InboxState.RECORDS);
        pushed.records().values().forEach(records::add);
        ArrayNode deleted = content.putArray(InboxState.DELETED);
        pushed.deleted().forEach(deleted::add);
    }

    private void write(InboxFolder.Content content, ObjectNode what) throws IOException {
        long number = sequence + 1;
        folder.write(content, number, out -> out.write(what.put(InboxState.SEQUENCE, number).toString()));
        sequence = number;
        know(what);
    }

    private InboxState.Writer begin(java.io.BufferedWriter out) throws IOException {
        InboxState.Writer state = new InboxState.Writer(out, PushedRecords.JSON.createObjectNode().put(InboxState.SEQUENCE, sequence).put(InboxState.AT, clock.instant().toString()));
        for (Map.Entry<String, Known> one : known.entrySet()) {
            ObjectNode line = PushedRecords.JSON.createObjectNode().put(InboxState.KEY, one.getKey()).put(HASH, one.getValue().hash()).put(STATUS, one.getValue().answer().status());
            line.set(InboxState.ANSWER, one.getValue().answer().body());
            state.line(line);
        }
        return state;
    }

    /** Of many requests one state: nothing else is said by it, and it is read faster. */
    private void putTogether() throws IOException {
        List<InboxFolder.Found> files = folder.files();
        Optional<InboxFolder.Found> before = InboxFolder.state(files);
        SaidInRequests since = SaidInRequests.of(InboxFolder.requests(files, before.map(InboxFolder.Found::number).orElse(0L)), keyName);
        Deletions deleted = Deletions.of(before, clock.instant());
        deleted.said(since.records());
        folder.write(InboxFolder.Content.STATE, sequence, out -> {
            InboxState.Writer state = begin(out);
            deleted.write(state);
            Map<String, SaidInRequests.Refused> rejected = new LinkedHashMap<>();
            if (before.isPresent()) {
                try (InboxState old = InboxState.open(before.get())) {
                    copy(old, state, since, rejected);
                }
            }
            since.write(state, rejected);
            state.end();
        });
        forget(files);
    }

    /** What was deleted before a full load and is not in it: whether the load is believed or not, that was said. */
    private Deletions deletedBefore(List<InboxFolder.Found> files, FullLoad full, long begun) throws IOException {
        Optional<InboxFolder.Found> before = InboxFolder.state(files);
        Deletions deleted = Deletions.of(before, clock.instant());
        deleted.said(SaidInRequests.of(InboxFolder.requests(files, before.map(InboxFolder.Found::number).orElse(0L)).stream()
                .filter(file -> file.number() < begun).toList(), keyName).records());
        deleted.removeIf(full::has);
        return deleted;
    }

    /** @param rejected is given what was rejected of requests; what was rejected of a full load has no place of its own */
    private void copy(InboxState old, InboxState.Writer state, SaidInRequests since, Map<String, SaidInRequests.Refused> rejected) throws IOException {
        for (Optional<JsonNode> line = old.next(); line.isPresent(); line = old.next()) {
            JsonNode node = line.get();
            if (node.has(InboxState.RECORD) && !since.records().containsKey(InboxState.key(node.path(InboxState.RECORD), keyName))) {
                state.record(node.path(InboxState.RECORD));
            } else if (node.has(InboxState.REJECTED) && node.has(InboxState.WHERE)) {
                rejected.put(node.path("key").asText(), new SaidInRequests.Refused(node.path(InboxState.REJECTED).asText(), node.path(InboxState.WHERE).asText()));
            } else if (node.has(InboxState.REJECTED) && !since.isAbout(node.path("key").asText())) {
                state.line(node);
            }
        }
    }

    /** Whether there is anything that a reading would find. */
    public synchronized boolean hasSomething() throws IOException {
        return folder.files().stream().anyMatch(file -> file.content() != InboxFolder.Content.LOAD);
    }

    /** They have become part of a state. */
    private void forget(List<InboxFolder.Found> files) {
        requests = 0;
        records = 0;
        InboxFolder.remove(files);
    }

    private void removeOldLoads() {
        tidy(() -> InboxFolder.remove(folder.files().stream().filter(file -> file.content() == InboxFolder.Content.LOAD
                && load.filter(one -> file.number() >= one.begun()).isEmpty()).toList()));
    }

    private interface Tidying {
        void run() throws IOException;
    }

    /** What was taken is on the disk; that this did not go is made up for later, and nobody's request fails by it. */
    private void tidy(Tidying work) {
        try {
            work.run();
        } catch (IOException | RuntimeException later) {
            LOG.warn("what was sent could not be put together; it is later: folder={} reason={}", folder.path(), later.toString());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        lock.close();
    }
}
