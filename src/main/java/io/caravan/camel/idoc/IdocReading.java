package io.caravan.camel.idoc;

import io.caravan.connector.DisbelievedException;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/** All persons of one file, or of several that are one load. A file that is not whole, or was written to meanwhile, is not believed. Not thread-safe. */
final class IdocReading implements SourceReading {

    private final Iterator<Path> files;
    private final List<Path> all;
    private final List<InfotypeField> fields;
    private final LocalDate today;
    private final Deque<SourceItem> waiting = new ArrayDeque<>();
    private final NumbersInDoubt others = new NumbersInDoubt();
    private final Runnable end;
    private IdocFile open;
    private boolean ended;

    /** @param end refuses what was read where it was not all */
    IdocReading(List<Path> files, Runnable end, List<InfotypeField> fields, LocalDate today) {
        this.files = files.iterator();
        this.all = List.copyOf(files);
        this.end = end;
        this.fields = fields;
        this.today = today;
    }

    @Override
    public boolean hasNext() {
        try {
            while (waiting.isEmpty() && (open != null || files.hasNext() || !others.isEmpty())) {
                advance();
            }
        } catch (IOException unreadable) {
            throw new DisbelievedException("the file cannot be read: " + unreadable.getMessage(), true);
        }
        if (waiting.isEmpty() && !ended) {
            end.run();
            ended = true;
        }
        return !waiting.isEmpty();
    }

    private void advance() throws IOException {
        if (open == null && !files.hasNext()) {
            waiting.addAll(others.next());
            return;
        }
        if (open == null) {
            open = new IdocFile(files.next());
        }
        Optional<IdocPerson> person = open.next();
        if (person.isPresent()) {
            waiting.addAll(person.get().records(fields, today, others));
        } else {
            open.close();
            open = null;
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return waiting.remove();
    }

    @Override
    public Optional<Set<String>> names() {
        return Optional.of(names(fields));
    }

    @Override
    public Optional<Instant> writtenAt() {
        return all.stream().map(file -> Instant.ofEpochMilli(file.toFile().lastModified())).max(Comparator.naturalOrder());
    }

    static Set<String> names(List<InfotypeField> fields) {
        Set<String> names = new LinkedHashSet<>(List.of(IdocPerson.RECORD, IdocPerson.NUMBER, IdocPerson.BEGIN, IdocPerson.END));
        fields.forEach(field -> names.add(field.name()));
        return names;
    }

    @Override
    public Optional<String> watermark() {
        return Optional.empty();
    }

    @Override
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
