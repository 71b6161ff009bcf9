package io.caravan.store;

import io.caravan.engine.NameStore;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Unique names on SQL. Who asks first gets the name: giving is one statement, so that two processes cannot both have it. */
final class SqlNameStore implements NameStore {

    private final Database database;

    SqlNameStore(Database database) {
        this.database = database;
    }

    @Override
    public Map<Long, String> given(String namespace, Collection<Long> identityIds) {
        Map<Long, String> given = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each("SELECT subject_id, name FROM reserved_name WHERE free_at IS NULL AND namespace = ? AND "
                        + sql.among("subject_id") + " ORDER BY given_at DESC, compared",
                row -> given.putIfAbsent(row.getLong(1), row.getString(2)), namespace, some)));
        return given;
    }

    @Override
    public boolean give(String namespace, String name, long identityId, Instant now) {
        return database.write(sql -> sql.update("""
                INSERT INTO reserved_name (namespace, compared, name, subject_id, given_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (namespace, compared) DO UPDATE
                SET name = excluded.name, subject_id = excluded.subject_id, given_at = excluded.given_at, free_at = NULL
                WHERE reserved_name.subject_id = excluded.subject_id OR reserved_name.free_at <= excluded.given_at""",
                namespace, SearchText.folded(name), name, identityId, now)) == 1;
    }

    @Override
    public void release(String namespace, long identityId, Instant freeAt) {
        database.change(sql -> sql.update("UPDATE reserved_name SET free_at = ? WHERE namespace = ? AND subject_id = ? AND free_at IS NULL",
                freeAt, namespace, identityId));
    }

    @Override
    public OptionalLong holder(String namespace, String name, Instant now) {
        return database.read(sql -> sql.list("SELECT subject_id FROM reserved_name WHERE namespace = ? AND compared = ? AND (free_at IS NULL OR free_at > ?)",
                row -> row.getLong(1), namespace, SearchText.folded(name), now)).stream().mapToLong(Long::longValue).findFirst();
    }
}
