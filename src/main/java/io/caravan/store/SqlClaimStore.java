package io.caravan.store;

import io.caravan.engine.ClaimStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import io.caravan.subject.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What sources say of memberships, on SQL. */
final class SqlClaimStore implements ClaimStore {

    private static final String NAMES = "c.anchor, c.group_name, c.member_name";
    private static final String MEANT = NAMES + ", c.group_id, c.member_id, c.starts_at, c.ends_at";
    private static final String SAME = "s.job = c.job AND s.anchor = c.anchor AND s.group_name = c.group_name AND s.member_name = c.member_name";
    private static final String BEHIND = " AND (c.anchor, c.group_name, c.member_name) > (?, ?, ?) ORDER BY " + NAMES + " LIMIT ?";
    private static final String STAYS = "NOT EXISTS (SELECT 1 FROM staged_claim s WHERE " + SAME + " AND s.waits <> 'new')";
    private static final String ONE = " WHERE job = ? AND anchor = ? AND group_name = ? AND member_name = ?";

    private final Database database;

    SqlClaimStore(Database database) {
        this.database = database;
    }

    private static String word(Waiting as) {
        return as.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, List<Known>> known(String job, Collection<String> anchors) {
        Map<String, List<Known>> known = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(anchors, some -> {
            sql.each("SELECT " + MEANT + ", s.waits FROM membership_claim c LEFT JOIN staged_claim s ON " + SAME + " WHERE c.job = ? AND " + sql.among("c.anchor"),
                    row -> add(known, new Known(meant(row), Optional.ofNullable(row.getString(8)).map(word -> StoredWord.read(Waiting.class, "state of a claim", word)))), job, some);
            sql.each("SELECT " + NAMES + " FROM staged_claim c WHERE c.job = ? AND c.waits = 'new' AND " + sql.among("c.anchor"),
                    row -> add(known, new Known(Meant.nobody(claim(row)), Optional.of(Waiting.NEW))), job, some);
        }));
        return known;
    }

    private static void add(Map<String, List<Known>> all, Known known) {
        all.computeIfAbsent(known.meant().claim().anchor(), none -> new ArrayList<>()).add(known);
    }

    @Override
    public void stage(String job, Waiting as, Collection<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        Collection<Claim> each = new LinkedHashSet<>(claims);
        String known = "EXISTS (SELECT 1 FROM membership_claim c WHERE c.job = ? AND c.anchor = ? AND c.group_name = ? AND c.member_name = ?)";
        database.change(sql -> {
            if (as == Waiting.NEW) {
                sql.batch("DELETE FROM staged_claim" + ONE, each, (row, claim) -> bind(row, 1, job, claim));
            } else {
                sql.batch("DELETE FROM staged_claim" + ONE + " AND waits = 'new'", each, (row, claim) -> bind(row, 1, job, claim));
            }
            sql.batch("INSERT INTO staged_claim (job, anchor, group_name, member_name, waits) SELECT ?, ?, ?, ?, ?" + (as == Waiting.NEW ? " WHERE NOT " : " WHERE ")
                    + known + " ON CONFLICT (job, anchor, group_name, member_name) DO " + (as == Waiting.GONE ? "UPDATE SET waits = excluded.waits" : "NOTHING"),
                    each, (row, claim) -> {
                        bind(row, 1, job, claim);
                        row.setString(5, word(as));
                        bind(row, 6, job, claim);
                    });
        });
    }

    @Override
    public List<Meant> staged(String job, Waiting as, Claim after, int limit) {
        return database.read(sql -> sql.list("SELECT " + NAMES + ", m.group_id, m.member_id, m.starts_at, m.ends_at FROM staged_claim c LEFT JOIN membership_claim m "
                + "ON m.job = c.job AND m.anchor = c.anchor AND m.group_name = c.group_name AND m.member_name = c.member_name WHERE c.job = ? AND c.waits = ?" + BEHIND,
                SqlClaimStore::meant, job, word(as), after.anchor(), after.group(), after.member(), limit));
    }

    @Override
    public void mean(String job, Collection<Meant> claims) {
        if (claims.isEmpty()) {
            return;
        }
        Collection<Meant> latest = Latest.of(claims, Meant::claim);
        database.change(sql -> {
            sql.batch("""
                    INSERT INTO membership_claim (job, anchor, group_name, member_name, group_id, member_id, starts_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (job, anchor, group_name, member_name) DO UPDATE
                    SET group_id = excluded.group_id, member_id = excluded.member_id, starts_at = excluded.starts_at, ends_at = excluded.ends_at
                    WHERE membership_claim.group_id IS DISTINCT FROM excluded.group_id OR membership_claim.member_id IS DISTINCT FROM excluded.member_id
                       OR membership_claim.starts_at IS DISTINCT FROM excluded.starts_at OR membership_claim.ends_at IS DISTINCT FROM excluded.ends_at""",
                    latest, (row, one) -> {
                        bind(row, 1, job, one.claim());
                        number(row, 5, one.group());
                        number(row, 6, one.member());
                        row.setString(7, Moment.textOrNull(one.from()));
                        row.setString(8, Moment.textOrNull(one.until()));
                    });
            sql.batch("DELETE FROM staged_claim" + ONE, latest, (row, one) -> bind(row, 1, job, one.claim()));
        });
    }

    @Override
    public void forget(String job, Collection<Claim> claims) {
        database.change(sql -> {
            sql.batch("DELETE FROM membership_claim" + ONE, claims, (row, claim) -> bind(row, 1, job, claim));
            sql.batch("DELETE FROM staged_claim" + ONE, claims, (row, claim) -> bind(row, 1, job, claim));
        });
    }

    @Override
    public void setApart(String job, Collection<Claim> claims) {
        database.change(sql -> {
            sql.batch("UPDATE membership_claim SET group_id = NULL, member_id = NULL" + ONE, claims, (row, claim) -> bind(row, 1, job, claim));
            sql.batch("DELETE FROM staged_claim" + ONE, claims, (row, claim) -> bind(row, 1, job, claim));
        });
    }

    private static final String OPEN = " FROM membership_claim c WHERE c.job = ? AND (c.group_id IS NULL OR c.member_id IS NULL) AND " + STAYS;

    @Override
    public List<Meant> open(String job, Claim after, int limit) {
        return database.read(sql -> sql.list("SELECT " + MEANT + OPEN + BEHIND, SqlClaimStore::meant, job, after.anchor(), after.group(), after.member(), limit));
    }

    @Override
    public long openCount(String job) {
        return database.read(sql -> sql.number("SELECT count(*)" + OPEN, job));
    }

    @Override
    public List<Meant> all(String job, Claim after, int limit) {
        return database.read(sql -> sql.list("SELECT " + MEANT + " FROM membership_claim c WHERE c.job = ?" + BEHIND, SqlClaimStore::meant,
                job, after.anchor(), after.group(), after.member(), limit));
    }

    @Override
    public Map<Pair, List<Meant>> ofPairs(String job, Collection<Pair> pairs) {
        List<List<Long>> wanted = pairs.stream().distinct().map(pair -> List.of(pair.group(), pair.member())).toList();
        Map<Pair, List<Meant>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(wanted, some -> sql.each("SELECT " + MEANT + " FROM " + sql.pairs()
                + " CROSS JOIN membership_claim c WHERE c.group_id = p.one AND c.member_id = p.other AND c.job = ? ORDER BY " + NAMES, row -> {
                    Meant one = meant(row);
                    found.computeIfAbsent(one.pair().orElseThrow(), none -> new ArrayList<>()).add(one);
                }, some, job)));
        return found;
    }

    @Override
    public List<Leaving> leaving(String job) {
        return database.read(sql -> sql.list("""
                SELECT l.group_id, l.leaving, (SELECT count(DISTINCT m.member_id) FROM membership_claim m WHERE m.job = ? AND m.group_id = l.group_id)
                FROM (SELECT g.group_id AS group_id, count(DISTINCT g.member_id) AS leaving
                      FROM staged_claim w JOIN membership_claim g ON g.job = w.job AND g.anchor = w.anchor AND g.group_name = w.group_name AND g.member_name = w.member_name
                      WHERE w.job = ? AND w.waits <> 'new' AND g.group_id IS NOT NULL AND g.member_id IS NOT NULL
                        AND NOT EXISTS (SELECT 1 FROM membership_claim c WHERE c.group_id = g.group_id AND c.member_id = g.member_id AND c.job = g.job AND\s"""
                + STAYS + ") GROUP BY g.group_id) l ORDER BY l.group_id", row -> new Leaving(row.getLong(1), row.getLong(2), row.getLong(3)), job, job));
    }

    @Override
    public long pairCount(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM (SELECT DISTINCT group_id, member_id FROM membership_claim "
                + "WHERE job = ? AND group_id IS NOT NULL AND member_id IS NOT NULL) pairs", job));
    }

    @Override
    public List<Pair> due(String job, Origin origin, Instant now, int limit) {
        return database.read(sql -> sql.list("""
                SELECT DISTINCT c.group_id, c.member_id FROM membership_claim c
                JOIN membership m ON m.group_id = c.group_id AND m.member_id = c.member_id AND m.origin = ?
                WHERE c.ends_at <= ? AND c.job = ? AND m.ends_at <= ?
                  AND EXISTS (SELECT 1 FROM membership_claim o WHERE o.group_id = c.group_id AND o.member_id = c.member_id AND o.job = c.job
                              AND (o.ends_at IS NULL OR o.ends_at > ?))
                ORDER BY c.group_id, c.member_id LIMIT ?""", row -> new Pair(row.getLong(1), row.getLong(2)), origin.toString(), now, job, now, now, limit));
    }

    private static void bind(PreparedStatement row, int from, String job, Claim claim) throws SQLException {
        row.setString(from, job);
        row.setString(from + 1, claim.anchor());
        row.setString(from + 2, claim.group());
        row.setString(from + 3, claim.member());
    }

    private static void number(PreparedStatement row, int column, OptionalLong number) throws SQLException {
        if (number.isPresent()) {
            row.setLong(column, number.getAsLong());
        } else {
            row.setNull(column, Types.BIGINT);
        }
    }

    private static Claim claim(ResultSet row) throws SQLException {
        return new Claim(row.getString(1), row.getString(2), row.getString(3));
    }

    private static Meant meant(ResultSet row) throws SQLException {
        return new Meant(claim(row), optional(row, 4), optional(row, 5), Moment.read(row.getString(6)), Moment.read(row.getString(7)));
    }

    private static OptionalLong optional(ResultSet row, int column) throws SQLException {
        return Sql.numberOrNull(row, column).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
