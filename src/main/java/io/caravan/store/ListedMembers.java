package io.caravan.store;

import io.caravan.engine.MembershipStore.Listed;
import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The members that groups in targets have. */
final class ListedMembers {

    private static final String LISTED = "SELECT group_id, name_key, name, member_id, state FROM account_member WHERE ";
    private static final String COLUMNS = LISTED + "job = ? AND ";
    /** For the index by member: with the job as it is SQLite takes its key for cheaper, and goes through everybody who is listed anywhere. */
    private static final String OF_JOB = "job || '' = ?";

    private final Database database;

    ListedMembers(Database database) {
        this.database = database;
    }

    Map<Pair, List<Listed>> of(String job, Collection<Pair> pairs) {
        Map<Pair, List<Listed>> found = new TreeMap<>();
        database.look(sql -> Sql.portions(SqlMembershipStore.numbers(pairs), some -> sql.each("SELECT a.group_id, a.name_key, a.name, a.member_id, a.state FROM " + sql.pairs()
                + " CROSS JOIN account_member a WHERE a.member_id = p.other AND a." + OF_JOB + " AND a.group_id + 0 = p.one ORDER BY a.group_id, a.name_key", row -> {
                    Listed one = listed(row);
                    found.computeIfAbsent(new Pair(one.group(), one.member().getAsLong()), none -> new ArrayList<>()).add(one);
                }, some, job)));
        return found;
    }

    List<Listed> of(String job, long member) {
        return database.read(sql -> sql.list(LISTED + OF_JOB + " AND member_id = ? ORDER BY group_id, name_key", ListedMembers::listed, job, member));
    }

    Map<Long, Map<String, Listed>> in(String job, Collection<Long> groups) {
        Map<Long, Map<String, Listed>> found = new HashMap<>();
        database.look(sql -> Sql.portions(groups, some -> sql.each(COLUMNS + sql.among("group_id"), row -> {
            Listed one = listed(row);
            found.computeIfAbsent(one.group(), none -> new LinkedHashMap<>()).put(one.key(), one);
        }, job, some)));
        return found;
    }

    Map<String, Listed> as(String job, long group, Collection<String> keys) {
        Map<String, Listed> found = new HashMap<>();
        database.look(sql -> Sql.portions(keys, some -> sql.each(COLUMNS + "group_id = ? AND " + sql.among("name_key"), row -> {
            Listed one = listed(row);
            found.put(one.key(), one);
        }, job, group, some)));
        return found;
    }

    List<Listed> standing(String job, Standing standing, Optional<Listed> after, int limit) {
        return database.read(sql -> sql.list(COLUMNS + "state = '" + standing.word() + "' AND (group_id, name_key) > (?, ?) ORDER BY group_id, name_key LIMIT ?", ListedMembers::listed,
                job, after.map(Listed::group).orElse(0L), after.map(Listed::key).orElse(""), limit));
    }

    private static Listed listed(ResultSet row) throws SQLException {
        long member = row.getLong(4);
        OptionalLong known = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(member);
        return new Listed(row.getLong(1), row.getString(2), row.getString(3), known, StoredWord.read(Standing.class, "state of a member", row.getString(5)));
    }

    void save(String job, Collection<Listed> listed) {
        database.change(sql -> sql.batch("""
                INSERT INTO account_member (job, group_id, name_key, member_id, state, name) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (job, group_id, name_key) DO UPDATE SET name = excluded.name, member_id = excluded.member_id, state = excluded.state""",
                Latest.of(listed, one -> List.of(one.group(), one.key())), (row, one) -> {
                    row.setString(1, job);
                    row.setLong(2, one.group());
                    row.setString(3, one.key());
                    if (one.member().isPresent()) {
                        row.setLong(4, one.member().getAsLong());
                    } else {
                        row.setNull(4, Types.BIGINT);
                    }
                    row.setString(5, one.standing().word());
                    row.setString(6, one.name());
                }));
    }

    void remove(String job, Collection<Listed> listed) {
        database.change(sql -> sql.batch("DELETE FROM account_member WHERE job = ? AND group_id = ? AND name_key = ?", listed, (row, one) -> {
            row.setString(1, job);
            row.setLong(2, one.group());
            row.setString(3, one.key());
        }));
    }

    void removeGroups(String job, Collection<Long> groups) {
        database.change(sql -> Sql.portions(groups, some -> sql.update("DELETE FROM account_member WHERE job = ? AND " + sql.among("group_id"), job, some)));
    }

    Map<Long, Long> sizes(String job, Collection<Long> groups) {
        Map<Long, Long> sizes = new HashMap<>();
        database.look(sql -> Sql.portions(groups, some -> sql.each("SELECT group_id, count(*) FROM account_member WHERE job = ? AND " + sql.among("group_id") + " GROUP BY group_id",
                row -> sizes.put(row.getLong(1), row.getLong(2)), job, some)));
        return sizes;
    }

    long size(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM account_member WHERE job = ?", job));
    }
}
