package io.caravan.store;

import io.caravan.engine.MembershipStore.Pair;
import io.caravan.engine.MembershipStore.PostponedMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whom a target did not take into a group, and who waits for a later cycle, on SQL. */
final class PostponedRows {

    private static final String POSTPONED = "SELECT group_id, member_id, basis, tries, since, last_at, again_at, reason FROM postponed_member WHERE job = ?";

    private final Database database;

    PostponedRows(Database database) {
        this.database = database;
    }

    void postpone(String job, Collection<PostponedMember> members) {
        database.change(sql -> sql.batch("""
                INSERT INTO postponed_member (job, group_id, member_id, basis, tries, since, last_at, again_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (job, group_id, member_id) DO UPDATE SET basis = excluded.basis, tries = excluded.tries, since = excluded.since, last_at = excluded.last_at,
                    again_at = excluded.again_at, reason = excluded.reason""", members, (row, one) -> {
                SqlMembershipStore.bind(row, job, one.pair());
                row.setString(4, one.basis());
                row.setLong(5, one.tries());
                row.setString(6, Moment.text(one.since()));
                row.setString(7, Moment.text(one.last()));
                row.setString(8, Moment.text(one.again()));
                row.setString(9, one.reason());
            }));
    }

    Map<Pair, PostponedMember> of(String job, Collection<Pair> pairs) {
        Set<Pair> wanted = Set.copyOf(pairs);
        Map<Pair, PostponedMember> found = new TreeMap<>();
        database.look(sql -> Sql.portions(pairs.stream().map(Pair::group).distinct().toList(), some -> sql.each(POSTPONED + " AND " + sql.among("group_id"), row -> {
            PostponedMember one = member(row);
            if (wanted.contains(one.pair())) {
                found.put(one.pair(), one);
            }
        }, job, some)));
        return found;
    }

    List<PostponedMember> first(String job, int limit) {
        return database.read(sql -> sql.list(POSTPONED + " ORDER BY again_at, group_id, member_id LIMIT ?", PostponedRows::member, job, limit));
    }

    private static PostponedMember member(ResultSet row) throws SQLException {
        return new PostponedMember(new Pair(row.getLong(1), row.getLong(2)), row.getString(3), row.getLong(4), Moment.read(row.getString(5)).orElseThrow(),
                Moment.read(row.getString(6)).orElseThrow(), Moment.read(row.getString(7)).orElseThrow(), row.getString(8));
    }

    long count(String job) {
        return database.read(sql -> sql.number("SELECT COUNT(*) FROM postponed_member WHERE job = ?", job));
    }

    void drop(String job, Collection<Pair> pairs) {
        database.change(sql -> sql.batch("DELETE FROM postponed_member WHERE job = ? AND group_id = ? AND member_id = ?", pairs, (row, pair) -> SqlMembershipStore.bind(row, job, pair)));
    }

    void dropAll(String job) {
        if (count(job) > 0) {
            database.change(sql -> sql.update("DELETE FROM postponed_member WHERE job = ?", job));
        }
    }

    void dropNotDue(String job) {
        database.change(sql -> sql.update("DELETE FROM postponed_member WHERE job = ? AND NOT EXISTS (SELECT 1 FROM membership_due due "
                + "WHERE due.job = postponed_member.job AND due.group_id = postponed_member.group_id AND due.member_id = postponed_member.member_id)", job));
    }
}
