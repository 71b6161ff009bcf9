package io.caravan.store;

import io.caravan.engine.TokenStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Hashes of tokens, on SQL. */
final class SqlTokenStore implements TokenStore {

    private static final String ALL = "SELECT name, hash, system, created_by, created_at, until_at FROM access_token";

    private final Database database;

    SqlTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Token> tokens() {
        return database.read(sql -> sql.list(ALL + " ORDER BY name", SqlTokenStore::token));
    }

    @Override
    public Optional<Token> withHash(String hash) {
        return database.read(sql -> sql.list(ALL + " WHERE hash = ?", SqlTokenStore::token, hash)).stream().findFirst();
    }

    private static Token token(ResultSet row) throws SQLException {
        return new Token(row.getString(1), row.getString(2), row.getString(3), row.getString(4), Moment.read(row.getString(5)).orElseThrow(), Moment.read(row.getString(6)));
    }

    @Override
    public boolean create(Token token) {
        return database.write(sql -> sql.update("""
                INSERT INTO access_token (name, hash, system, created_by, created_at, until_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING""",
                token.name(), token.hash(), token.system(), token.createdBy(), token.createdAt(), token.until().map(Moment::text).orElse(null))) == 1;
    }

    @Override
    public boolean revoke(String name) {
        return database.write(sql -> sql.update("DELETE FROM access_token WHERE name = ?", name)) == 1;
    }
}
