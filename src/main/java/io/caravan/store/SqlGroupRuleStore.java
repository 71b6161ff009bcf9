package io.caravan.store;

import io.caravan.engine.GroupRuleStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
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
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rules of groups on SQL. */
final class SqlGroupRuleStore implements GroupRuleStore {

    private static final String GROUPS = "SELECT rule, group_id, made, filled, subject_id FROM rule_group ";

    private final Database database;

    SqlGroupRuleStore(Database database) {
        this.database = database;
    }

    @Override
    public void decided(Collection<String> rules, Collection<Long> members, List<Waiting> waiting, List<Problem> problems) {
        Set<String> all = new TreeSet<>(rules);
        database.change(sql -> {
            List<Waiting> before = new ArrayList<>();
            List<Problem> told = new ArrayList<>();
            Sql.portions(members, some -> {
                sql.each("SELECT rule, group_key, member_id, joins, urgent FROM rule_waiting WHERE " + sql.among("member_id"), row -> before.add(waiting(row)), some);
                sql.each("SELECT rule, member_id, group_key, message FROM rule_problem WHERE " + sql.among("member_id"), row -> told.add(problem(row)), some);
            });
            before.removeIf(one -> !all.contains(one.rule()));
            told.removeIf(one -> !one.rule().isEmpty() && !all.contains(one.rule()));
            remove(sql, before);
            sql.batch("DELETE FROM rule_problem WHERE rule = ? AND member_id = ? AND group_key = ?", told, SqlGroupRuleStore::bindKey);
            sql.batch("INSERT INTO rule_waiting (rule, group_key, joins, member_id, urgent) VALUES (?, ?, ?, ?, ?)", waiting, (row, one) -> {
                bind(row, one);
                row.setBoolean(5, one.urgent());
            });
            insert(sql, problems);
        });
    }

    private static void insert(Sql sql, List<Problem> problems) throws SQLException {
        sql.batch("INSERT INTO rule_problem (rule, member_id, group_key, message) VALUES (?, ?, ?, ?)", problems, (row, one) -> {
            bindKey(row, one);
            row.setString(4, one.message());
        });
    }

    private static void bindKey(PreparedStatement row, Problem one) throws SQLException {
        row.setString(1, one.rule());
        row.setLong(2, one.member());
        row.setString(3, one.group());
    }

    private static void bind(PreparedStatement row, Waiting one) throws SQLException {
        row.setString(1, one.rule());
        row.setString(2, one.group());
        row.setBoolean(3, one.joins());
        row.setLong(4, one.member());
    }

    private static void remove(Sql sql, Collection<Waiting> members) throws SQLException {
        sql.batch("DELETE FROM rule_waiting WHERE rule = ? AND group_key = ? AND joins = ? AND member_id = ?", members, SqlGroupRuleStore::bind);
    }

    @Override
    public List<Crowd> crowds() {
        return database.read(sql -> {
            Map<List<String>, Crowd> crowds = new TreeMap<>((one, other) -> one.get(0).equals(other.get(0)) ? one.get(1).compareTo(other.get(1)) : one.get(0).compareTo(other.get(0)));
            sql.each("SELECT rule, group_key, joins, urgent, count(*) FROM rule_waiting GROUP BY rule, group_key, joins, urgent", row -> {
                boolean joins = row.getBoolean(3);
                long count = row.getLong(5);
                crowds.merge(List.of(row.getString(1), row.getString(2)),
                        new Crowd(row.getString(1), row.getString(2), joins ? count : 0, joins ? 0 : count, !joins && row.getBoolean(4) ? count : 0),
                        (one, other) -> new Crowd(one.rule(), one.group(), one.joins() + other.joins(), one.leaves() + other.leaves(), one.urgent() + other.urgent()));
            });
            return List.copyOf(crowds.values());
        });
    }

    @Override
    public List<Waiting> waiting(String rule, String group, boolean joins, long afterMember, int limit) {
        return database.read(sql -> sql.list("""
                SELECT rule, group_key, member_id, joins, urgent FROM rule_waiting WHERE rule = ? AND group_key = ? AND joins = ? AND member_id > ?
                ORDER BY member_id LIMIT ?""", SqlGroupRuleStore::waiting, rule, group, joins, afterMember, limit));
    }

    private static Waiting waiting(ResultSet row) throws SQLException {
        return new Waiting(row.getString(1), row.getString(2), row.getLong(3), row.getBoolean(4), row.getBoolean(5));
    }

    @Override
    public void done(Collection<Waiting> members) {
        database.change(sql -> remove(sql, members));
    }

    @Override
    public void save(RuleGroup group) {
        database.change(sql -> sql.update("""
                INSERT INTO rule_group (rule, group_id, made, filled, subject_id) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (rule, group_id) DO UPDATE SET made = excluded.made, filled = excluded.filled, subject_id = excluded.subject_id""",
                group.rule(), group.group(), group.made(), group.filled(), group.subject().isPresent() ? group.subject().getAsLong() : null));
    }

    @Override
    public void forget(RuleGroup group) {
        database.change(sql -> sql.update("DELETE FROM rule_group WHERE rule = ? AND group_id = ?", group.rule(), group.group()));
    }

    @Override
    public List<RuleGroup> groups() {
        return database.read(sql -> sql.list(GROUPS + "ORDER BY rule, group_id", SqlGroupRuleStore::group));
    }

    @Override
    public Optional<RuleGroup> groupOf(String rule, long subject) {
        return database.read(sql -> sql.list(GROUPS + "WHERE rule = ? AND subject_id = ?", SqlGroupRuleStore::group, rule, subject)).stream().findFirst();
    }

    private static RuleGroup group(ResultSet row) throws SQLException {
        long subject = row.getLong(5);
        OptionalLong of = row.wasNull() ? OptionalLong.empty() : OptionalLong.of(subject);
        return new RuleGroup(row.getString(1), row.getLong(2), row.getBoolean(3), row.getBoolean(4), of);
    }

    @Override
    public void forgetRule(String rule) {
        database.change(sql -> {
            for (String table : List.of("rule_waiting", "rule_says", "rule_problem")) {
                sql.update("DELETE FROM " + table + " WHERE rule = ?", rule);
            }
        });
    }

    @Override
    public long members(long group, Origin origin) {
        return database.read(sql -> sql.number("SELECT count(*) FROM membership WHERE group_id = ? AND origin = ?", group, origin.toString()));
    }

    @Override
    public Set<Long> groupsIn(Collection<Long> groups, Optional<Origin> origin) {
        Set<Long> found = new TreeSet<>();
        database.look(sql -> Sql.portions(groups, some -> sql.each("SELECT DISTINCT member_id FROM membership JOIN subject ON subject.id = member_id WHERE kind = ? AND " + sql.among("group_id")
                + (origin.isPresent() ? " AND origin = ?" : ""), row -> found.add(row.getLong(1)), origin.isPresent() ? new Object[] {Kind.GROUP.name(), some, origin.get().toString()}
                        : new Object[] {Kind.GROUP.name(), some})));
        return found;
    }

    @Override
    public Map<Long, Long> members(Collection<Long> groups) {
        Map<Long, Long> counts = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(groups, some -> sql.each("SELECT group_id, count(DISTINCT member_id) FROM membership WHERE " + sql.among("group_id") + " GROUP BY group_id",
                row -> counts.put(row.getLong(1), row.getLong(2)), some)));
        return counts;
    }

    @Override
    public void say(String rule, String group, Map<Long, Attributes> members) {
        database.change(sql -> sql.batch("""
                INSERT INTO rule_says (rule, group_key, member_id, attributes) VALUES (?, ?, ?, ?)
                ON CONFLICT (rule, group_key, member_id) DO UPDATE SET attributes = excluded.attributes""", members.entrySet(), (row, one) -> {
                    row.setString(1, rule);
                    row.setString(2, group);
                    row.setLong(3, one.getKey());
                    row.setString(4, Json.attributes(Attributes.of(new TreeMap<>(one.getValue().asMap()))));
                }));
    }

    @Override
    public void silent(String rule, String group, Collection<Long> members) {
        database.change(sql -> sql.batch("DELETE FROM rule_says WHERE rule = ? AND group_key = ? AND member_id = ?", members, (row, one) -> {
            row.setString(1, rule);
            row.setString(2, group);
            row.setLong(3, one);
        }));
    }

    /** The least and the greatest text: each is the beginning or the end of an index. */
    @Override
    public List<Said> said(String rule, String group) {
        return database.read(sql -> {
            List<Said> first = said(sql, "", rule, group);
            List<Said> last = said(sql, " DESC", rule, group);
            return first.isEmpty() || first.get(0).attributes().equals(last.get(0).attributes()) ? first : List.of(first.get(0), last.get(0));
        });
    }

    private static List<Said> said(Sql sql, String order, String rule, String group) throws SQLException {
        return sql.list("SELECT member_id, attributes FROM rule_says WHERE rule = ? AND group_key = ? ORDER BY attributes" + order + ", member_id" + order + " LIMIT 1",
                row -> new Said(row.getLong(1), Json.attributes(row.getString(2))), rule, group);
    }

    @Override
    public void problem(String rule, String group, Optional<String> message) {
        database.change(sql -> {
            sql.update("DELETE FROM rule_problem WHERE rule = ? AND member_id = 0 AND group_key = ?", rule, group);
            insert(sql, message.map(text -> List.of(new Problem(rule, 0, group, text))).orElse(List.of()));
        });
    }

    @Override
    public List<Problem> problems(int limit) {
        return database.read(sql -> sql.list("SELECT rule, member_id, group_key, message FROM rule_problem ORDER BY rule, member_id, group_key LIMIT ?",
                SqlGroupRuleStore::problem, limit));
    }

    @Override
    public List<Problem> problemsOfGroups() {
        return database.read(sql -> sql.list("SELECT rule, member_id, group_key, message FROM rule_problem WHERE member_id = 0 ORDER BY rule, group_key", SqlGroupRuleStore::problem));
    }

    private static Problem problem(ResultSet row) throws SQLException {
        return new Problem(row.getString(1), row.getLong(2), row.getString(3), row.getString(4));
    }

    @Override
    public long problemCount() {
        return database.read(sql -> sql.number("SELECT count(*) FROM rule_problem"));
    }

    @Override
    public void due(Map<Long, Optional<Instant>> moments) {
        List<Long> never = moments.entrySet().stream().filter(one -> one.getValue().isEmpty()).map(Map.Entry::getKey).toList();
        List<Map.Entry<Long, Optional<Instant>>> ahead = moments.entrySet().stream().filter(one -> one.getValue().isPresent()).toList();
        database.change(sql -> {
            Sql.portions(never, some -> sql.update("DELETE FROM rule_due WHERE " + sql.among("member_id"), some));
            sql.batch("INSERT INTO rule_due (member_id, due_at) VALUES (?, ?) ON CONFLICT (member_id) DO UPDATE SET due_at = excluded.due_at", ahead, (row, one) -> {
                row.setLong(1, one.getKey());
                row.setString(2, Moment.text(one.getValue().orElseThrow()));
            });
        });
    }

    @Override
    public List<Long> due(Instant now, long after, int limit) {
        return database.read(sql -> sql.list("SELECT member_id FROM rule_due WHERE due_at <= ? AND member_id + 0 > ? ORDER BY member_id + 0 LIMIT ?", row -> row.getLong(1), now, after, limit));
    }

    @Override
    public Optional<Instant> nextDue(Instant after, Optional<Set<Long>> only) {
        List<Instant> found = new ArrayList<>();
        database.look(sql -> {
            if (only.isEmpty()) {
                sql.each("SELECT due_at FROM rule_due WHERE due_at > ? ORDER BY due_at LIMIT 1", row -> Moment.read(row.getString(1)).ifPresent(found::add), after);
            } else {
                Sql.portions(only.get(), some -> sql.each("SELECT due_at FROM rule_due WHERE due_at > ? AND " + sql.among("member_id"),
                        row -> Moment.read(row.getString(1)).ifPresent(found::add), after, some));
            }
        });
        return found.stream().min(Comparator.naturalOrder());
    }
}
