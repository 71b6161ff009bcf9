package io.caravan.camel.push;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What was sent, read like any other source: everything that holds, or what came since. Not thread-safe. */
final class InboxReading implements SourceReading {

    private static final String MARK = "push-";
    private static final String SENT = "sent";
    private static final TypeReference<LinkedHashMap<String, Object>> RECORD = new TypeReference<>() { };

    private final String keyName;
    private final Optional<InboxState> state;
    private final SaidInRequests since;
    private final Iterator<Map.Entry<String, Optional<JsonNode>>> changes;
    private final Iterator<SourceItem> rejected;
    /** Only what came since is read, which is not possible for this reason; empty: it is. */
    private final Optional<String> lost;
    private final Last last;
    private boolean stateEnded;
    private SourceItem next;

    /**
     * What was taken last; parts of a load that is under way say nothing yet.
     *
     * @param number 0 where there is nothing
     * @param at     when it was taken
     */
    private record Last(long number, Optional<Instant> at) {

        static Last of(List<InboxFolder.Found> files) throws IOException {
            Optional<InboxFolder.Found> last = files.stream().filter(file -> file.content() != InboxFolder.Content.LOAD).max(Comparator.comparingLong(InboxFolder.Found::number));
            return last.isEmpty() ? new Last(0, Optional.empty()) : new Last(last.get().number(), Optional.of(Instant.parse(head(last.get()).path(InboxState.AT).asText())));
        }

        private static JsonNode head(InboxFolder.Found file) throws IOException {
            if (file.content() == InboxFolder.Content.REQUEST) {
                return InboxFolder.read(file);
            }
            try (InboxState state = InboxState.open(file)) {
                return state.head();
            }
        }
    }

    private InboxReading(String keyName, Optional<InboxState> state, SaidInRequests since, Last last) {
        this(keyName, state, since, Optional.empty(), last);
    }

    private InboxReading(String keyName, Optional<InboxState> state, SaidInRequests since, Optional<String> lost, Last last) {
        this.lost = lost;
        this.keyName = keyName;
        this.state = state;
        this.since = since;
        this.changes = since.records().entrySet().iterator();
        this.rejected = rejected(since).iterator();
        this.last = last;
        this.stateEnded = state.isEmpty();
    }

    /** Everything that holds. */
    static InboxReading list(InboxFolder folder, String keyName) {
        return opened(folder, files -> {
            Optional<InboxFolder.Found> state = InboxFolder.state(files);
            SaidInRequests since = SaidInRequests.of(InboxFolder.requests(files, state.map(InboxFolder.Found::number).orElse(0L)), keyName);
            if (state.isEmpty() && since.records().isEmpty() && since.rejected().isEmpty()) {
                throw new OutcomeException(OutcomeKind.UNAVAILABLE, "nothing has been sent yet, or it is not in " + folder.path());
            }
            Last last = Last.of(files);
            return new InboxReading(keyName, state.isPresent() ? Optional.of(InboxState.open(state.get())) : Optional.empty(), since.withKeys(), last);
        });
    }

    /** What came since. A full load, or many requests that were put together, have everything read. */
    static InboxReading changes(InboxFolder folder, String keyName, String mark) {
        long after = number(mark);
        return opened(folder, files -> {
            Last last = Last.of(files);
            long state = InboxFolder.state(files).map(InboxFolder.Found::number).orElse(0L);
            Optional<String> lost = after < 0 ? Optional.of("the mark is none of an inbox") : after < state ? Optional.of("a full load has come, or what came was put together")
                    : after > last.number() ? Optional.of("it is another inbox than before") : Optional.empty();
            return new InboxReading(keyName, Optional.empty(), lost.isPresent() ? SaidInRequests.NOTHING : SaidInRequests.of(InboxFolder.requests(files, after), keyName), lost, last);
        });
    }

    private static long number(String mark) {
        try {
            return Long.parseLong(mark.startsWith(MARK) ? mark.substring(MARK.length()) : "");
        } catch (NumberFormatException ofAnotherSource) {
            return -1;
        }
    }

    private static InboxReading opened(InboxFolder folder, InboxFolder.Look<InboxReading> look) {
        try {
            return folder.look(look);
        } catch (IOException unreadable) {
            throw failed(unreadable);
        }
    }

    private static OutcomeException failed(IOException unreadable) {
        return new OutcomeException(OutcomeKind.UNAVAILABLE, "what was sent cannot be read: " + unreadable.getMessage());
    }

    @Override
    public Optional<String> watermark() {
        return Optional.of(MARK + last.number());
    }

    @Override
    public Optional<Instant> writtenAt() {
        return last.at();
    }

    @Override
    public boolean hasNext() {
        lost.ifPresent(why -> {
            throw new DeltaLostException(why); // whoever asked for the reading gets it from a route, which would make another failure of it
        });
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SourceItem item = next;
        next = null;
        return item;
    }

    private SourceItem find() {
        while (!stateEnded) {
            Optional<JsonNode> line = line();
            stateEnded = line.isEmpty();
            Optional<SourceItem> item = line.flatMap(this::ofState);
            if (item.isPresent()) {
                return item.get();
            }
        }
        while (changes.hasNext()) {
            Map.Entry<String, Optional<JsonNode>> change = changes.next();
            if (change.getValue().isPresent()) {
                return read(change.getValue().get());
            }
            return new SourceItem.Deleted(change.getKey(), SENT); // also among all that holds: whether that is believed as a whole is another question
        }
        return rejected.hasNext() ? rejected.next() : null; // behind the records: one that was good before is still what is known
    }

    private static List<SourceItem> rejected(SaidInRequests since) {
        List<SourceItem> items = new ArrayList<>();
        since.rejected().forEach((key, refused) -> items.add(new SourceItem.Rejected(Optional.of(key), refused.reason(), refused.where())));
        since.nameless().forEach(refused -> items.add(new SourceItem.Rejected(Optional.empty(), refused.reason(), refused.where())));
        return items;
    }

    private Optional<JsonNode> line() {
        try {
            return state.orElseThrow().next();
        } catch (IOException unreadable) {
            throw failed(unreadable);
        }
    }

    private Optional<SourceItem> ofState(JsonNode line) {
        if (line.has(InboxState.RECORD)) {
            return since.records().containsKey(InboxState.key(line.path(InboxState.RECORD), keyName)) ? Optional.empty() : Optional.of(read(line.path(InboxState.RECORD)));
        }
        if (line.has(InboxState.DELETED)) {
            String key = line.path(InboxState.DELETED).asText();
            return since.records().containsKey(key) ? Optional.empty() : Optional.of(new SourceItem.Deleted(key, SENT));
        }
        boolean over = line.has("key") && since.isAbout(line.path("key").asText());
        return !line.has(InboxState.REJECTED) || line.has(InboxState.KEY) || over ? Optional.empty() : Optional.of(new SourceItem.Rejected(
                line.has("key") ? Optional.of(line.path("key").asText()) : Optional.empty(), line.path(InboxState.REJECTED).asText(), line.path(InboxState.WHERE).asText("full load")));
    }

    private static SourceItem read(JsonNode record) {
        return new SourceItem.Read(Attributes.of(PushedRecords.JSON.convertValue(record, RECORD)), SENT);
    }

    @Override
    public void close() {
        if (state.isPresent()) {
            try {
                state.get().close();
            } catch (IOException read) {
                // everything that was wanted has been read
            }
        }
    }
}
