package io.caravan.camel.jdbc;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.identity.Attributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The writing operations. A batch is one transaction; when the database refuses any of it, all of it is rolled back and
 * sent once more one by one, so that each request gets its own answer.
 */
final class JdbcWrites {

    private final Database database;
    private final Relation relation;
    private final WriteStatements statements;

    JdbcWrites(Database database, Relation relation, JdbcSettings settings) {
        this.database = database;
        this.relation = relation;
        this.statements = new WriteStatements(relation, settings);
    }

    Outcome one(AccountRequest request) {
        try {
            Write write = statements.of(request);
            return database.write(connection -> outcome(request, write, sent(connection, write)));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    List<Outcome> batch(List<AccountRequest> requests) {
        try (Connection connection = database.connection()) {
            return inOneTransaction(connection, requests);
        } catch (SQLException | OutcomeException refused) {
            boolean unreachable = refused instanceof OutcomeException known && known.outcome().kind() == OutcomeKind.UNAVAILABLE;
            if (unreachable || refused instanceof SQLException failed && SqlOutcome.lost(failed)) {
                Outcome forAll = refused instanceof OutcomeException known ? known.outcome() : SqlOutcome.of((SQLException) refused, true).outcome();
                return java.util.Collections.nCopies(requests.size(), forAll);
            }
            return requests.stream().map(this::one).toList();
        }
    }

    private List<Outcome> inOneTransaction(Connection connection, List<AccountRequest> requests) throws SQLException {
        connection.setAutoCommit(false);
        try {
            List<Outcome> outcomes = new ArrayList<>(requests.size());
            int from = 0;
            while (from < requests.size()) {
                from += sendAlike(connection, requests, from, outcomes);
            }
            connection.commit();
            return outcomes;
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

    /** Sends requests that make the same statement together, and says how many those were. */
    private int sendAlike(Connection connection, List<AccountRequest> requests, int from, List<Outcome> outcomes) throws SQLException {
        Write first = statements.of(requests.get(from));
        if (first.generatesKey()) {
            outcomes.add(outcome(requests.get(from), first, sent(connection, first)));
            return 1;
        }
        List<Write> alike = new ArrayList<>(List.of(first));
        while (from + alike.size() < requests.size()) {
            Write next = statements.of(requests.get(from + alike.size()));
            if (next.generatesKey() || !next.sql().equals(first.sql())) {
                break;
            }
            alike.add(next);
        }
        try (PreparedStatement statement = connection.prepareStatement(first.sql())) {
            for (Write write : alike) {
                database.values().bind(statement, write.values());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                outcomes.add(outcome(requests.get(from + i), alike.get(i), new Sent(counts[i], Optional.empty())));
            }
        }
        return alike.size();
    }

    /** What the driver said. {@code count}: rows, or less than zero when it does not know. */
    private record Sent(int count, Optional<String> generated) {
    }

    private Sent sent(Connection connection, Write write) throws SQLException {
        try (PreparedStatement statement = write.generatesKey() ? connection.prepareStatement(write.sql(), new String[] {write.generatedKey()})
                : connection.prepareStatement(write.sql())) {
            database.values().bind(statement, write.values());
            int count = statement.executeUpdate();
            if (!write.generatesKey()) {
                return new Sent(count, Optional.empty());
            }
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return new Sent(count, keys.next() ? Optional.ofNullable(keys.getString(1)) : Optional.empty());
            }
        }
    }

    private Outcome outcome(AccountRequest request, Write write, Sent sent) {
        if (sent.count == 0) {
            return request.operation() == Operation.CREATE ? Outcome.failed(OutcomeKind.INVALID, "the statement inserted no row")
                    : Outcome.failed(OutcomeKind.NOT_FOUND, "there is no row with this " + relation.key());
        }
        if (request.operation() == Operation.DELETE) {
            return Outcome.ok();
        }
        String anchor = write.generatesKey() ? sent.generated.orElse("") : write.anchor();
        if (anchor.isEmpty()) {
            return Outcome.failed(OutcomeKind.IN_DOUBT, "the database did not tell the new row's " + relation.key());
        }
        return Outcome.ok(anchor, Attributes.of(Map.of(relation.key(), anchor)));
    }
}
