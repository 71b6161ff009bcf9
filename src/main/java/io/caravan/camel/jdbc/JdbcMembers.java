package io.caravan.camel.jdbc;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Effect;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.WritePermit;
import io.caravan.subject.Attributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Members of groups as rows of a table of pairs: whoever comes is inserted where she is not there yet, whoever goes is deleted. One request is one
 * transaction, in which the group has to be there: a pair without its group would be nobody's. Thread-safe.
 */
final class JdbcMembers {

    private final JdbcPool database;
    private final Relation relation;
    private final JdbcSettings settings;

    JdbcMembers(JdbcPool database, Relation relation, JdbcSettings settings) {
        this.database = database;
        this.relation = relation;
        this.settings = settings;
    }

    boolean areKept() {
        return settings.text("membersTable").isPresent();
    }

    /** Under which name a group's record has them: that of their table. */
    String name() {
        return settings.required("membersTable");
    }

    private String table() {
        return database.quoted(name());
    }

    private String column(String setting) {
        return database.quoted(settings.required(setting));
    }

    private String group() {
        return column("membersGroup");
    }

    private String member() {
        return column("membersMember");
    }

    /** Whether table and columns are there. */
    void test() {
        if (areKept()) {
            Set<String> columns = database.columns(table()).keySet();
            for (String setting : List.of("membersGroup", "membersMember")) {
                String column = settings.required(setting);
                if (!columns.contains(column)) {
                    throw new OutcomeException(OutcomeKind.INVALID, "the table " + name() + " has no column '" + column + "', which the setting '" + setting + "' names; there are " + columns);
                }
            }
        }
    }

    Outcome execute(AccountRequest request) {
        AttributeChange list = request.changes().get(0);
        boolean adds = request.operation() == Operation.ADD_MEMBERS;
        String group = request.anchor().orElseThrow();
        Set<String> names = new LinkedHashSet<>((adds ? list.add() : list.remove()).stream().map(Object::toString).toList());
        try {
            return database.write(Effect.CHANGE, connection -> inOneTransaction(connection, adds, group, names));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    private Outcome inOneTransaction(Connection connection, boolean adds, String group, Set<String> names) throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (!isThere(connection, group)) {
                connection.rollback();
                return Outcome.failed(OutcomeKind.NOT_FOUND, "there is no row with this " + relation.key());
            }
            if (adds) {
                change(connection, "insert into " + table() + " (" + group() + ", " + member() + ") values (?, ?)", group, missing(connection, group, names));
            } else {
                change(connection, "delete from " + table() + " where " + group() + " = ? and " + member() + " = ?", group, names);
            }
            WritePermit.check();
            connection.commit();
            return Outcome.ok(group, Attributes.empty());
        } catch (SQLException | RuntimeException refused) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
            throw refused;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    private boolean isThere(Connection connection, String group) throws SQLException {
        try (PreparedStatement statement = prepared(connection, "select 1 from " + relation.table() + " where " + relation.column(relation.key()) + " = ?", List.of(group));
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    /** Those who are not in it yet. Of one alone any row is hers, however her name is written there. */
    private Set<String> missing(Connection connection, String group, Set<String> names) throws SQLException {
        List<Object> values = new ArrayList<>(List.of(group));
        values.addAll(names);
        String sql = "select " + member() + " from " + table() + " where " + group() + " = ? and " + member() + " in (" + marks(names.size()) + ")";
        Set<String> missing = new LinkedHashSet<>(names);
        try (PreparedStatement statement = prepared(connection, sql, values); ResultSet rows = statement.executeQuery()) {
            Set<String> there = new HashSet<>();
            while (rows.next()) {
                there.add(rows.getString(1));
            }
            missing.removeAll(names.size() == 1 && !there.isEmpty() ? names : there);
        }
        return missing;
    }

    private void change(Connection connection, String sql, String group, Set<String> names) throws SQLException {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = database.limited(connection.prepareStatement(sql))) {
            for (String name : names) {
                database.values().bind(statement, List.of(group, name));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Who is in these groups, by the group's key; one without members has no entry. */
    Map<String, List<Object>> of(Collection<String> groups) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        return database.read(connection -> {
            Map<String, List<Object>> members = new HashMap<>();
            String sql = "select " + group() + ", " + member() + " from " + table() + " where " + group() + " in (" + marks(groups.size()) + ") and " + member() + " is not null";
            try (PreparedStatement statement = prepared(connection, sql, List.copyOf(groups)); ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    members.computeIfAbsent(rows.getString(1), none -> new ArrayList<>()).add(rows.getString(2));
                }
            }
            return members;
        });
    }

    private PreparedStatement prepared(Connection connection, String sql, List<?> values) throws SQLException {
        PreparedStatement statement = database.limited(connection.prepareStatement(sql));
        database.values().bind(statement, values);
        return statement;
    }

    private static String marks(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
