package io.caravan.camel.jdbc;

import io.caravan.connector.ChangeStamp;
import io.caravan.engine.SourceReading;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The reading operations: list, changes, get, find. */
final class JdbcReads {

    private static final int MOST_HITS = 20;
    /** PostgreSQL, when a text is compared with a column of another type that has no such value: then no row has it. */
    private static final Set<String> NO_VALUE_OF_THE_TYPE = Set.of("22P02", "22003", "22007", "22008");
    private final JdbcPool database;
    private final Relation relation;
    private final JdbcSettings settings;
    private final JdbcMembers members;

    JdbcReads(JdbcPool database, Relation relation, JdbcSettings settings, JdbcMembers members) {
        this.database = database;
        this.members = members;
        this.relation = relation;
        this.settings = settings;
    }

    /** Asks for no row at all: connection, table and key column are then known to be right. */
    void test() {
        relation.checkKey();
        relation.enabledColumn().ifPresent(relation::column);
        settings.text("changedSince").ifPresent(relation::column);
        members.test();
    }

    /** Tables by what the database says of them; a query by what its result looks like. */
    Map<String, Object> schema() {
        Optional<String> table = settings.text("table");
        return database.read(connection -> new TableSchema(connection).of(table.isPresent() ? relation.table() : relation.from(), table, relation.key()));
    }

    /** @param wanted names of attributes; empty: all */
    SourceReading list(List<String> wanted) {
        boolean withMembers = members.areKept() && (wanted.isEmpty() || wanted.contains(members.name()));
        return withMembers ? new ReadingWithMembers(list(), members, relation.key()) : list();
    }

    private SourceReading list() {
        return reading("select * from " + relation.from(), List.of(), Optional.empty());
    }

    /**
     * From some time before the watermark on: a transaction that began before it may have committed since. A row without a
     * stamp may have been written at any time, and so may one whose stamp is a text in another form, which does not compare.
     */
    SourceReading changes(String since) {
        String from = new ChangeStamp(since).minus(settings.overlap()).text();
        Optional<NamedSql> declared = settings.statement("changesQuery");
        if (declared.isPresent()) {
            return reading(declared.get().sql(), declared.get().names().stream().map(name -> from).toList(), Optional.of(since));
        }
        Optional<String> changed = settings.text("changedSince");
        if (changed.isEmpty()) {
            return list();
        }
        String column = relation.column(changed.get());
        String sql = "select * from " + relation.from() + " where " + column + " >= ? or " + column + " is null";
        Optional<String> form = relation.isText(changed.get()) ? new ChangeStamp(from).likeThis() : Optional.empty();
        return form.isPresent() ? reading(sql + " or " + column + " not like ?", List.of(from, form.get()), Optional.of(since))
                : reading(sql, List.of(from), Optional.of(since));
    }

    private SourceReading reading(String sql, List<?> values, Optional<String> since) {
        int fetchSize = settings.text("fetchSize").map(Integer::valueOf).orElse(1000);
        return new JdbcReading(database, relation, new NamedSql(sql, List.of()), values, fetchSize, settings.text("changedSince"), since);
    }

    Optional<Map<String, Object>> get(String anchor) {
        NamedSql query = settings.statement("get").orElseGet(() -> by(relation.key()));
        Optional<Map<String, Object>> found = rows(query, query.names().stream().map(name -> anchor).toList()).stream().findFirst();
        found.filter(row -> members.areKept()).ifPresent(row -> row.put(members.name(), members.of(List.of(anchor)).values().stream().findFirst().orElse(null)));
        return found;
    }

    List<Map<String, Object>> find(String attribute, Object value) {
        NamedSql query = settings.statement("find").orElseGet(() -> by(attribute));
        return rows(query, query.names().stream().map(name -> name.equals("attribute") ? attribute : value).toList());
    }

    private NamedSql by(String column) {
        return new NamedSql("select * from " + relation.from() + " where " + relation.column(column) + " = ?", List.of("value"));
    }

    private List<Map<String, Object>> rows(NamedSql query, List<?> values) {
        return database.read(connection -> {
            try (PreparedStatement statement = database.limited(connection.prepareStatement(query.sql()))) {
                statement.setMaxRows(MOST_HITS);
                database.values().bind(statement, values);
                return rows(statement);
            } catch (SQLException failed) {
                if (NO_VALUE_OF_THE_TYPE.contains(String.valueOf(failed.getSQLState()))) {
                    return List.of();
                }
                throw failed;
            }
        });
    }

    private List<Map<String, Object>> rows(PreparedStatement statement) throws SQLException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            Columns columns = Columns.of(rows, relation.key());
            while (rows.next()) {
                found.add(relation.record(rows, columns));
            }
        }
        return found;
    }
}
