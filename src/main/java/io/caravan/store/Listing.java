package io.caravan.store;

import com.fasterxml.jackson.core.JsonParser;
import io.caravan.engine.LinkStore.ListedAccount;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The accounts found in a target, and the values they can be found by. */
final class Listing {

    private final Database database;

    Listing(Database database) {
        this.database = database;
    }

    private record Key(String attribute, String value, String anchor) {
    }

    void clear(String job) {
        database.change(sql -> {
            sql.update("DELETE FROM listed_key WHERE job = ?", job);
            sql.update("DELETE FROM listed_account WHERE job = ?", job);
            sql.update("DELETE FROM listed_members WHERE job = ?", job);
        });
    }

    void add(String job, List<ListedAccount> accounts) {
        Collection<ListedAccount> latest = Latest.of(accounts, ListedAccount::anchor);
        database.change(sql -> {
            Collection<ListedAccount> replaced = byAnchor(job, latest.stream().map(ListedAccount::anchor).toList()).values();
            write(sql, "DELETE FROM listed_key WHERE job = ? AND attribute = ? AND value = ? AND anchor = ?", job, keys(replaced));
            sql.batch("""
                    INSERT INTO listed_account (job, anchor, attributes, match_keys) VALUES (?, ?, ?, ?)
                    ON CONFLICT (job, anchor) DO UPDATE SET attributes = excluded.attributes, match_keys = excluded.match_keys""",
                    latest, (row, account) -> {
                        row.setString(1, job);
                        row.setString(2, account.anchor());
                        row.setString(3, Json.attributes(account.attributes()));
                        row.setString(4, keysText(account.keys()));
                    });
            write(sql, "INSERT INTO listed_key (job, attribute, value, anchor) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", job, keys(latest));
        });
    }

    /** One at a time: the members of one group may be a hundred thousand. */
    void addMembers(String job, Map<String, List<String>> members) {
        database.change(sql -> {
            for (Map.Entry<String, List<String>> group : members.entrySet()) {
                sql.update("INSERT INTO listed_members (job, anchor, members) VALUES (?, ?, ?) ON CONFLICT (job, anchor) DO UPDATE SET members = excluded.members",
                        job, group.getKey(), Json.list(group.getValue()));
            }
        });
    }

    Optional<List<String>> members(String job, String anchor) {
        return database.read(sql -> sql.list("SELECT members FROM listed_members WHERE job = ? AND anchor = ?", row -> Json.strings(row.getString(1)), job, anchor)).stream().findFirst();
    }

    private static List<Key> keys(Collection<ListedAccount> accounts) {
        List<Key> keys = new ArrayList<>(accounts.size());
        for (ListedAccount account : accounts) {
            account.keys().forEach((attribute, values) ->
                    values.forEach(value -> keys.add(new Key(attribute, SearchText.exact(value), account.anchor()))));
        }
        return keys;
    }

    private static void write(Sql sql, String statement, String job, List<Key> keys) throws SQLException {
        sql.batch(statement, keys, (row, key) -> {
            row.setString(1, job);
            row.setString(2, key.attribute());
            row.setString(3, key.value());
            row.setString(4, key.anchor());
        });
    }

    Map<String, List<ListedAccount>> with(String job, String attribute, Collection<String> values) {
        Map<String, String> asked = new HashMap<>();
        values.forEach(value -> asked.put(SearchText.exact(value), value));
        Map<String, List<ListedAccount>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(asked.keySet(), some -> sql.each("""
                SELECT a.anchor, a.attributes, a.match_keys, k.value FROM listed_key k
                JOIN listed_account a ON a.job = k.job AND a.anchor = k.anchor
                WHERE k.job = ? AND k.attribute = ? AND\s""" + sql.among("k.value") + " ORDER BY k.value, a.anchor",
                row -> found.computeIfAbsent(asked.get(row.getString(4)), value -> new ArrayList<>())
                        .add(account(row.getString(1), row.getString(2), row.getString(3))), job, attribute, some)));
        return found;
    }

    Map<String, ListedAccount> byAnchor(String job, Collection<String> anchors) {
        Map<String, ListedAccount> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(anchors, some -> sql.each(
                "SELECT anchor, attributes, match_keys FROM listed_account WHERE job = ? AND " + sql.among("anchor"),
                row -> found.put(row.getString(1), account(row.getString(1), row.getString(2), row.getString(3))), job, some)));
        return found;
    }

    long size(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM listed_account WHERE job = ?", job));
    }

    List<ListedAccount> page(String job, String afterAnchor, int limit) {
        return database.read(sql -> sql.list("SELECT anchor, attributes, match_keys FROM listed_account WHERE job = ? AND anchor > ? ORDER BY anchor LIMIT ?",
                row -> account(row.getString(1), row.getString(2), row.getString(3)), job, afterAnchor, limit));
    }

    private static ListedAccount account(String anchor, String attributes, String keys) {
        return new ListedAccount(anchor, Json.attributes(attributes), Json.parse(keys, Listing::readKeys));
    }

    private static String keysText(Map<String, List<String>> keys) {
        return Json.text(out -> {
            out.writeStartObject();
            for (Map.Entry<String, List<String>> key : keys.entrySet()) {
                out.writeFieldName(key.getKey());
                Json.writeValue(out, key.getValue());
            }
            out.writeEndObject();
        });
    }

    private static Map<String, List<String>> readKeys(JsonParser in) throws IOException {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            keys.put(name, Json.readStrings(in));
        }
        return keys;
    }
}
