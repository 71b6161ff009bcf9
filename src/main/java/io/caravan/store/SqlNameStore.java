package io.caravan.store;

import io.caravan.cycle.NameStore;
import java.time.Instant;
import java.util.Optional;

/** Unique names on SQL. Who asks first gets the name: giving is one statement, so that two processes cannot both have it. */
final class SqlNameStore implements NameStore {

    private final Database database;

    SqlNameStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<String> given(String namespace, long identityId) {
        return database.read(sql -> sql.list(
                "SELECT name FROM given_name WHERE namespace = ? AND identity_id = ? AND free_at IS NULL ORDER BY given_at DESC, compared LIMIT 1",
                row -> row.getString(1), namespace, identityId)).stream().findFirst();
    }

    @Override
    public boolean give(String namespace, String name, long identityId, Instant now) {
        return database.write(sql -> sql.update("""
                INSERT INTO given_name (namespace, compared, name, identity_id, given_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (namespace, compared) DO UPDATE
                SET name = excluded.name, identity_id = excluded.identity_id, given_at = excluded.given_at, free_at = NULL
                WHERE given_name.identity_id = excluded.identity_id OR given_name.free_at <= excluded.given_at""",
                namespace, SearchText.folded(name), name, identityId, now)) == 1;
    }

    @Override
    public void release(String namespace, long identityId, Instant freeAt) {
        database.change(sql -> sql.update("UPDATE given_name SET free_at = ? WHERE namespace = ? AND identity_id = ? AND free_at IS NULL",
                freeAt, namespace, identityId));
    }

    @Override
    public boolean isFree(String namespace, String name, long identityId, Instant now) {
        return database.read(sql -> sql.number("""
                SELECT count(*) FROM given_name WHERE namespace = ? AND compared = ? AND identity_id <> ? AND (free_at IS NULL OR free_at > ?)""",
                namespace, SearchText.folded(name), identityId, now)) == 0;
    }
}
