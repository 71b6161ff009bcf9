package io.caravan.camel.jdbc;

import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** The rows of a table of groups, each with who is in it: read for some hundred groups at a time. */
final class ReadingWithMembers implements SourceReading {

    private static final int GROUPS = 300;

    private final SourceReading groups;
    private final JdbcMembers members;
    private final String key;
    private final Deque<SourceItem> ready = new ArrayDeque<>();

    ReadingWithMembers(SourceReading groups, JdbcMembers members, String key) {
        this.groups = groups;
        this.members = members;
        this.key = key;
    }

    @Override
    public boolean hasNext() {
        if (ready.isEmpty()) {
            fill();
        }
        return !ready.isEmpty();
    }

    private void fill() {
        List<SourceItem> some = new ArrayList<>();
        while (some.size() < GROUPS && groups.hasNext()) {
            some.add(groups.next());
        }
        Map<String, List<Object>> known = members.of(some.stream().flatMap(item -> key(item).stream()).toList());
        some.forEach(item -> ready.add(with(item, known)));
    }

    private Optional<String> key(SourceItem item) {
        return item instanceof SourceItem.Read read ? read.attributes().text(key) : Optional.empty();
    }

    private SourceItem with(SourceItem item, Map<String, List<Object>> known) {
        if (key(item).isEmpty()) {
            return item;
        }
        SourceItem.Read read = (SourceItem.Read) item;
        Map<String, Object> list = new HashMap<>();
        list.put(members.name(), known.get(key(item).get()));
        return new SourceItem.Read(read.attributes().with(Attributes.of(list).asMap()), read.where());
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    @Override
    public Optional<Set<String>> names() {
        return groups.names().map(names -> {
            Set<String> all = new HashSet<>(names);
            all.add(members.name());
            return all;
        });
    }

    @Override
    public Optional<String> watermark() {
        return groups.watermark();
    }

    @Override
    public void close() {
        groups.close();
    }
}
