package io.caravan.store;

import io.caravan.engine.MembershipStore;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memberships on SQL. */
final class SqlMembershipStore implements MembershipStore {

    private static final String COLUMNS = "SELECT group_id, member_id, origin, starts_at, ends_at FROM membership WHERE ";

    private final Database database;

    SqlMembershipStore(Database database) {
        this.database = database;
    }

    @Override
    public void save(Collection<Membership> memberships) {
        database.change(sql -> sql.batch("""
                INSERT INTO membership (group_id, member_id, origin, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (group_id, member_id, origin) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at""",
                Latest.of(memberships, one -> List.of(one.group(), one.member(), one.origin())), (row, one) -> {
                    bind(row, one);
                    row.setString(4, Moment.textOrNull(one.from()));
                    row.setString(5, Moment.textOrNull(one.until()));
                }));
    }

    @Override
    public void remove(Collection<Membership> memberships) {
        database.change(sql -> sql.batch("DELETE FROM membership WHERE group_id = ? AND member_id = ? AND origin = ?", memberships, SqlMembershipStore::bind));
    }

    private static void bind(PreparedStatement row, Membership one) throws SQLException {
        row.setLong(1, one.group());
        row.setLong(2, one.member());
        row.setString(3, one.origin().toString());
    }

    @Override
    public List<Membership> ofGroup(long group, long afterMember, int members) {
        return database.read(sql -> sql.list(COLUMNS + """
                group_id = ? AND member_id IN (SELECT DISTINCT member_id FROM membership WHERE group_id = ? AND member_id > ? ORDER BY member_id LIMIT ?)
                ORDER BY member_id, origin""", SqlMembershipStore::membership, group, group, afterMember, members));
    }

    @Override
    public Map<Long, List<Membership>> ofMembers(Collection<Long> members) {
        Map<Long, List<Membership>> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(members, some -> sql.each(COLUMNS + sql.among("member_id") + " ORDER BY member_id, group_id, origin", row -> {
            Membership one = membership(row);
            found.computeIfAbsent(one.member(), none -> new ArrayList<>()).add(one);
        }, some)));
        return found;
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(row.getLong(1), row.getLong(2), Origin.of(row.getString(3)), Moment.read(row.getString(4)), Moment.read(row.getString(5)));
    }
}
