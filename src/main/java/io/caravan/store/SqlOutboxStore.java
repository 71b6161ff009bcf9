package io.caravan.store;

import com.fasterxml.jackson.core.JsonToken;
import io.caravan.engine.Event;
import io.caravan.engine.OutboxStore;
import io.caravan.subject.Kind;
import io.caravan.subject.SubjectKey;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** What is to be told to routes, on SQL. */
final class SqlOutboxStore implements OutboxStore {

    private final Database database;

    SqlOutboxStore(Database database) {
        this.database = database;
    }

    /** An event and its number. */
    private record Numbered(long id, Event event) {
    }

    @Override
    public void add(Collection<Event> events, Instant now) {
        if (events.isEmpty()) {
            return;
        }
        database.change(sql -> {
            long id = sql.take("outbox", events.size());
            List<Numbered> numbered = new ArrayList<>(events.size());
            for (Event event : events) {
                numbered.add(new Numbered(id++, event));
            }
            sql.batch("INSERT INTO outbox (id, event_id, event, at, subject_kind, subject_key, body, tries, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)", numbered, (row, one) -> {
                row.setLong(1, one.id());
                row.setString(2, UUID.randomUUID().toString());
                row.setString(3, one.event().what().word());
                row.setString(4, Moment.text(one.event().at()));
                row.setString(5, one.event().subject().kind().name());
                row.setString(6, one.event().subject().key());
                row.setString(7, Json.text(out -> Json.writeValue(out, one.event().told())));
                row.setString(8, Moment.text(now));
            });
        });
    }

    @Override
    public List<Waiting> due(Instant now, int limit) {
        return database.read(sql -> sql.list("SELECT id, event_id, event, at, subject_kind, subject_key, body, tries FROM outbox WHERE next_at <= ? ORDER BY id LIMIT ?",
                row -> new Waiting(row.getLong(1), row.getString(2), new Event(StoredWord.read(Event.Kind.class, "kind of an event", row.getString(3)), Moment.read(row.getString(4)).orElseThrow(),
                        new SubjectKey(Kind.of(row.getString(5)), row.getString(6)), told(row.getString(7))), row.getInt(8)), now, limit));
    }

    private static Map<String, Object> told(String json) {
        return Json.parse(json, in -> {
            if (in.currentToken() == null) {
                in.nextToken();
            }
            return in.currentToken() == JsonToken.START_OBJECT ? Json.readMap(in) : Map.of();
        });
    }

    @Override
    public void taken(Collection<Long> ids) {
        database.change(sql -> Sql.portions(ids, some -> sql.update("DELETE FROM outbox WHERE " + sql.among("id"), some)));
    }

    @Override
    public void later(long id, Instant next) {
        database.change(sql -> sql.update("UPDATE outbox SET tries = tries + 1, next_at = ? WHERE id = ?", next, id));
    }

    @Override
    public long forget(Instant happenedBefore) {
        if (database.read(sql -> sql.number("SELECT count(*) FROM outbox WHERE at < ?", happenedBefore)) == 0) {
            return 0;
        }
        return database.write(sql -> (long) sql.update("DELETE FROM outbox WHERE at < ?", happenedBefore));
    }

    @Override
    public long waiting() {
        return database.read(sql -> sql.number("SELECT count(*) FROM outbox"));
    }

    @Override
    public Map<Long, Watched> watched(Collection<Long> subjectIds) {
        Map<Long, Watched> found = new HashMap<>();
        database.look(sql -> Sql.portions(subjectIds, some -> sql.each("SELECT subject_id, state, has_left, known, start_told, end_told, look_at FROM watched_person WHERE "
                + sql.among("subject_id"), row -> found.put(row.getLong(1), new Watched(row.getLong(1), row.getString(2), row.getBoolean(3), Json.attributes(row.getString(4)),
                row.getString(5), row.getString(6), Moment.read(row.getString(7)))), some)));
        return found;
    }

    @Override
    public void watch(Collection<Watched> people) {
        database.change(sql -> sql.batch("""
                INSERT INTO watched_person (subject_id, state, has_left, known, start_told, end_told, look_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (subject_id) DO UPDATE SET state = excluded.state, has_left = excluded.has_left, known = excluded.known, start_told = excluded.start_told,
                    end_told = excluded.end_told, look_at = excluded.look_at""", people, (row, person) -> {
                row.setLong(1, person.subjectId());
                row.setString(2, person.state());
                row.setBoolean(3, person.hasLeft());
                row.setString(4, Json.attributes(person.known()));
                row.setString(5, person.startTold());
                row.setString(6, person.endTold());
                if (person.lookAt().isPresent()) {
                    row.setString(7, Moment.text(person.lookAt().get()));
                } else {
                    row.setNull(7, Types.VARCHAR);
                }
            }));
    }

    @Override
    public List<Long> watchDue(Instant now, int limit) {
        return database.read(sql -> sql.list("SELECT subject_id FROM watched_person WHERE look_at <= ? ORDER BY subject_id LIMIT ?", row -> row.getLong(1), now, limit));
    }

    @Override
    public Map<String, Long> standing() {
        Map<String, Long> counts = new TreeMap<>();
        database.look(sql -> sql.each("SELECT state, count(*) FROM watched_person GROUP BY state", row -> counts.put(row.getString(1), row.getLong(2))));
        return counts;
    }

    @Override
    public Optional<Mark> mark() {
        return database.read(sql -> sql.list("SELECT version, begun, ends_until FROM watch_mark",
                row -> new Mark(row.getLong(1), row.getBoolean(2), Moment.read(row.getString(3))))).stream().findFirst();
    }

    @Override
    public void mark(Mark mark) {
        database.change(sql -> {
            sql.update("DELETE FROM watch_mark");
            sql.batch("INSERT INTO watch_mark (version, begun, ends_until) VALUES (?, ?, ?)", List.of(mark), (row, one) -> {
                row.setLong(1, one.version());
                row.setBoolean(2, one.begun());
                row.setString(3, one.endsUntil().map(Moment::text).orElse(null));
            });
        });
    }
}
