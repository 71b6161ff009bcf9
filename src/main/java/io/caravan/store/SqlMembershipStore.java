package io.caravan.store;

import io.caravan.engine.MembershipStore;
import io.caravan.subject.Membership;
import io.caravan.subject.Origin;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Memberships on SQL; what targets have of them is {@link ListedMembers}. */
final class SqlMembershipStore implements MembershipStore {

    private static final String COLUMNS = "SELECT group_id, member_id, origin, starts_at, ends_at FROM membership WHERE ";
    /** In front of a query for job, group, member. */
    private static final String MARK = "INSERT INTO membership_due (job, group_id, member_id) ";
    private static final String MARKED = " ON CONFLICT (job, group_id, member_id) DO NOTHING";

    private final Database database;
    private final ListedMembers listed;
    private final PostponedRows postponed;

    SqlMembershipStore(Database database) {
        this.database = database;
        this.listed = new ListedMembers(database);
        this.postponed = new PostponedRows(database);
    }

    @Override
    public void save(Collection<Membership> memberships) {
        database.change(sql -> {
            sql.batch("""
                INSERT INTO membership (group_id, member_id, origin, starts_at, ends_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (group_id, member_id, origin) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at""",
                    Latest.of(memberships, one -> List.of(one.group(), one.member(), one.origin())), (row, one) -> {
                        bind(row, one);
                        row.setString(4, Moment.textOrNull(one.from()));
                        row.setString(5, Moment.textOrNull(one.until()));
                    });
            markForFollowers(sql, memberships);
        });
    }

    @Override
    public void remove(Collection<Membership> memberships) {
        database.change(sql -> {
            sql.batch("DELETE FROM membership WHERE group_id = ? AND member_id = ? AND origin = ?", memberships, SqlMembershipStore::bind);
            markForFollowers(sql, memberships);
        });
    }

    private static void bind(PreparedStatement row, Membership one) throws SQLException {
        row.setLong(1, one.group());
        row.setLong(2, one.member());
        row.setString(3, one.origin().toString());
    }

    private static void markForFollowers(Sql sql, Collection<Membership> memberships) throws SQLException {
        Set<Pair> pairs = memberships.stream().map(Pair::of).collect(Collectors.toSet());
        for (String job : sql.list("SELECT DISTINCT job FROM member_job", row -> row.getString(1))) {
            mark(sql, job, pairs);
        }
    }

    private static void mark(Sql sql, String job, Collection<Pair> pairs) throws SQLException {
        sql.batch(MARK + "VALUES (?, ?, ?)" + MARKED, pairs, (row, pair) -> bind(row, job, pair));
    }

    static void bind(PreparedStatement row, String job, Pair pair) throws SQLException {
        row.setString(1, job);
        row.setLong(2, pair.group());
        row.setLong(3, pair.member());
    }

    /** What has become of accounts concerns the groups that they are in, or are to be in. */
    static void accountsChanged(Sql sql, String membersJob, Collection<Long> members) throws SQLException {
        for (String job : sql.list("SELECT job FROM member_job WHERE members_job = ?", row -> row.getString(1), membersJob)) {
            Sql.portions(members, some -> {
                sql.update(MARK + "SELECT DISTINCT ?, group_id, member_id FROM membership WHERE " + sql.among("member_id") + MARKED, job, some);
                sql.update(MARK + "SELECT DISTINCT job, group_id, member_id FROM account_member WHERE job = ? AND " + sql.among("member_id") + MARKED, job, some);
            });
        }
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

    @Override
    public Map<Pair, List<Membership>> of(Collection<Pair> pairs) {
        Map<Pair, List<Membership>> found = new TreeMap<>();
        database.look(sql -> Sql.portions(numbers(pairs), some -> sql.each("SELECT m.group_id, m.member_id, m.origin, m.starts_at, m.ends_at FROM " + sql.pairs()
                + " CROSS JOIN membership m WHERE m.group_id = p.one AND m.member_id = p.other ORDER BY m.group_id, m.member_id, m.origin", row -> {
                    Membership one = membership(row);
                    found.computeIfAbsent(Pair.of(one), none -> new ArrayList<>()).add(one);
                }, some)));
        return found;
    }

    /** For {@link Sql#pairs}: the group and the member of each, each pair once. */
    static List<List<Long>> numbers(Collection<Pair> pairs) {
        return pairs.stream().distinct().map(pair -> List.of(pair.group(), pair.member())).toList();
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(row.getLong(1), row.getLong(2), origin(row.getString(3)), Moment.read(row.getString(4)), Moment.read(row.getString(5)));
    }

    private static Origin origin(String text) {
        try {
            return Origin.of(text);
        } catch (IllegalArgumentException none) {
            throw StoredWord.unknown("origin of a membership", text, none);
        }
    }

    @Override
    public void follow(String job, Set<String> membersJobs) {
        database.change(sql -> {
            if (!Set.copyOf(sql.list("SELECT members_job FROM member_job WHERE job = ?", row -> row.getString(1), job)).equals(membersJobs)) {
                sql.update("DELETE FROM member_job WHERE job = ?", job);
                sql.batch("INSERT INTO member_job (job, members_job) VALUES (?, ?)", membersJobs, (row, members) -> {
                    row.setString(1, job);
                    row.setString(2, members);
                });
                markAllDue(sql, job);
            }
        });
    }

    @Override
    public List<Pair> due(String job, Optional<Pair> after, int limit) {
        return database.read(sql -> sql.list("SELECT group_id, member_id FROM membership_due WHERE job = ? AND (group_id, member_id) > (?, ?) ORDER BY group_id, member_id LIMIT ?",
                row -> new Pair(row.getLong(1), row.getLong(2)), job, after.map(Pair::group).orElse(0L), after.map(Pair::member).orElse(0L), limit));
    }

    @Override
    public void markDue(String job, Collection<Pair> pairs) {
        database.change(sql -> mark(sql, job, pairs));
    }

    @Override
    public void markDueInGroups(String job, Collection<Long> groups) {
        database.change(sql -> Sql.portions(groups, some -> {
            sql.update(MARK + "SELECT DISTINCT ?, group_id, member_id FROM membership WHERE " + sql.among("group_id") + MARKED, job, some);
            sql.update(MARK + "SELECT DISTINCT job, group_id, member_id FROM account_member WHERE member_id IS NOT NULL AND job = ? AND " + sql.among("group_id") + MARKED, job, some);
        }));
    }

    @Override
    public void markAllDue(String job) {
        database.change(sql -> markAllDue(sql, job));
    }

    private static void markAllDue(Sql sql, String job) throws SQLException {
        sql.update(MARK + "SELECT DISTINCT ?, group_id, member_id FROM membership WHERE TRUE" + MARKED, job);
        sql.update(MARK + "SELECT DISTINCT job, group_id, member_id FROM account_member WHERE member_id IS NOT NULL AND job = ?" + MARKED, job);
    }

    @Override
    public void markDueByTime(String job, Instant after, Instant until) {
        database.change(sql -> {
            for (String moment : List.of("starts_at", "ends_at")) {
                sql.update(MARK + "SELECT DISTINCT ?, group_id, member_id FROM membership WHERE " + moment + " > ? AND " + moment + " <= ?" + MARKED, job, after, until);
            }
        });
    }

    @Override
    public List<Membership> endingBetween(Instant after, Instant until) {
        return database.read(sql -> sql.list("SELECT group_id, member_id, origin, starts_at, ends_at FROM membership WHERE ends_at > ? AND ends_at <= ? ORDER BY ends_at, group_id, member_id",
                SqlMembershipStore::membership, after, until));
    }

    @Override
    public List<Membership> turningBetween(Instant after, Instant until) {
        return database.read(sql -> sql.list("SELECT group_id, member_id, origin, starts_at, ends_at FROM membership WHERE starts_at > ? AND starts_at <= ? "
                + "UNION SELECT group_id, member_id, origin, starts_at, ends_at FROM membership WHERE ends_at > ? AND ends_at <= ? ORDER BY group_id, member_id, origin",
                SqlMembershipStore::membership, after, until, after, until));
    }

    @Override
    public Optional<Instant> nextTurn(Instant after) {
        return database.read(sql -> Stream.concat(sql.list("SELECT starts_at FROM membership WHERE starts_at > ? ORDER BY starts_at LIMIT 1", row -> row.getString(1), after).stream(),
                sql.list("SELECT ends_at FROM membership WHERE ends_at > ? ORDER BY ends_at LIMIT 1", row -> row.getString(1), after).stream())
                .map(Moment::read).flatMap(Optional::stream).min(Comparator.naturalOrder()));
    }

    @Override
    public boolean changesBetween(Instant after, Instant until) {
        return database.read(sql -> sql.number("SELECT count(*) FROM (SELECT 1 FROM membership WHERE starts_at > ? AND starts_at <= ? LIMIT 1) begins", after, until)
                + sql.number("SELECT count(*) FROM (SELECT 1 FROM membership WHERE ends_at > ? AND ends_at <= ? LIMIT 1) ends", after, until)) > 0;
    }

    @Override
    public void clearDue(String job, Collection<Pair> pairs) {
        database.change(sql -> sql.batch("DELETE FROM membership_due WHERE job = ? AND group_id = ? AND member_id = ?", pairs, (row, pair) -> bind(row, job, pair)));
    }

    @Override
    public void postpone(String job, Collection<PostponedMember> members) {
        postponed.postpone(job, members);
    }

    @Override
    public Map<Pair, PostponedMember> postponed(String job, Collection<Pair> pairs) {
        return postponed.of(job, pairs);
    }

    @Override
    public List<PostponedMember> postponed(String job, int limit) {
        return postponed.first(job, limit);
    }

    @Override
    public long postponedCount(String job) {
        return postponed.count(job);
    }

    @Override
    public void dropPostponed(String job, Collection<Pair> pairs) {
        postponed.drop(job, pairs);
    }

    @Override
    public void dropPostponed(String job) {
        postponed.dropAll(job);
    }

    @Override
    public void dropPostponedNotDue(String job) {
        postponed.dropNotDue(job);
    }

    @Override
    public void clearAllDue(String job) {
        database.change(sql -> sql.update("DELETE FROM membership_due WHERE job = ?", job));
    }

    @Override
    public Map<Pair, List<Listed>> listed(String job, Collection<Pair> pairs) {
        return listed.of(job, pairs);
    }

    @Override
    public List<Listed> listedOf(String job, long member) {
        return listed.of(job, member);
    }

    @Override
    public Map<Long, Map<String, Listed>> listedIn(String job, Collection<Long> groups) {
        return listed.in(job, groups);
    }

    @Override
    public Map<String, Listed> listedAs(String job, long group, Collection<String> keys) {
        return listed.as(job, group, keys);
    }

    @Override
    public List<Listed> listed(String job, Standing standing, Optional<Listed> after, int limit) {
        return listed.standing(job, standing, after, limit);
    }

    @Override
    public void list(String job, Collection<Listed> some) {
        listed.save(job, some);
    }

    @Override
    public void unlist(String job, Collection<Listed> some) {
        listed.remove(job, some);
    }

    @Override
    public void unlistGroups(String job, Collection<Long> groups) {
        listed.removeGroups(job, groups);
    }

    @Override
    public Map<Long, Long> sizes(String job, Collection<Long> groups) {
        return listed.sizes(job, groups);
    }

    @Override
    public long size(String job) {
        return listed.size(job);
    }
}
