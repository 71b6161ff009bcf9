package io.caravan.camel.jdbc;

import io.caravan.connector.AccountRequest;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing operations. A batch is one transaction; when the database refuses any of it, all of it is rolled back and
 * its halves are sent by themselves, down to the single request, so that each request gets its own answer.
 */
final class JdbcWrites {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcWrites.class);

    private final JdbcPool database;
    private final Relation relation;
    private final WriteStatements statements;

    JdbcWrites(JdbcPool database, Relation relation, JdbcSettings settings) {
        this.database = database;
        this.relation = relation;
        this.statements = new WriteStatements(relation, settings);
    }

    /** What changes a row that is there is taken back when it was not one. */
    Outcome one(AccountRequest request) {
        if (request.operation() != Operation.CREATE) {
            return batch(List.of(request)).get(0);
        }
        try {
            Write write = statements.of(request);
            return database.write(Effect.of(request.operation()), connection -> outcome(request, write, sent(connection, write)));
        } catch (OutcomeException failed) {
            return failed.outcome();
        }
    }

    /** What cannot be sent as it is does not hold up the others. */
    List<Outcome> batch(List<AccountRequest> requests) {
        Outcome[] outcomes = new Outcome[requests.size()];
        List<Sendable> sendable = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            try {
                sendable.add(new Sendable(i, requests.get(i), statements.of(requests.get(i))));
            } catch (OutcomeException unsendable) {
                if (!isAboutOneRequest(unsendable)) {
                    return Collections.nCopies(requests.size(), unsendable.outcome());
                }
                outcomes[i] = unsendable.outcome();
            }
        }
        send(sendable, outcomes);
        return List.of(outcomes);
    }

    /** A database that is away, or takes no such password, is not asked again for each of the others. */
    private static boolean isAboutOneRequest(OutcomeException refused) {
        return refused.outcome().kind() == OutcomeKind.INVALID || refused.outcome().kind() == OutcomeKind.UNSUPPORTED;
    }

    /** @param place of the request in its batch */
    private record Sendable(int place, AccountRequest request, Write write) {
    }

    /** Takes a connection only now: to make statements may need one by itself, and all of them may be waiting for that. */
    private void send(List<Sendable> batch, Outcome[] outcomes) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            inOneTransaction(batch, outcomes);
        } catch (SQLException refused) {
            sendHalves(batch, outcomes, SqlOutcome.of(refused, Effect.CHANGE).outcome(), SqlOutcome.lost(refused) || SqlOutcome.ranOutOfTime(refused));
        } catch (OutcomeException refused) {
            sendHalves(batch, outcomes, refused.outcome(), !isAboutOneRequest(refused));
        }
    }

    /** @param forAll whether it makes no difference which of the requests are sent */
    private void sendHalves(List<Sendable> batch, Outcome[] outcomes, Outcome refused, boolean forAll) {
        if (forAll || batch.size() == 1) {
            batch.forEach(each -> outcomes[each.place] = refused);
        } else {
            send(batch.subList(0, batch.size() / 2), outcomes);
            send(batch.subList(batch.size() / 2, batch.size()), outcomes);
        }
    }

    private void inOneTransaction(List<Sendable> batch, Outcome[] outcomes) throws SQLException {
        try (Connection connection = database.connection()) {
            inOneTransaction(connection, batch, outcomes);
        }
    }

    private void inOneTransaction(Connection connection, List<Sendable> batch, Outcome[] outcomes) throws SQLException {
        connection.setAutoCommit(false);
        try {
            int from = 0;
            while (from < batch.size()) {
                int to = endOfAlike(batch, from);
                sendAlike(connection, batch.subList(from, to), outcomes);
                from = to;
            }
            WritePermit.check();
            commit(connection, batch);
        } catch (SQLException | RuntimeException refused) {
            rollBack(connection, refused);
            throw refused;
        } finally {
            leave(connection);
        }
    }

    private static void rollBack(Connection connection, Exception refused) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException broken) {
            refused.addSuppressed(broken);
        }
    }

    /** What fails here may have been done all the same. */
    private static void commit(Connection connection, List<Sendable> batch) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException failed) {
            Effect effect = batch.stream().map(each -> Effect.of(each.request.operation())).max(Comparator.naturalOrder()).orElseThrow();
            OutcomeException told = SqlOutcome.of(failed, effect);
            if (told.outcome().kind() == OutcomeKind.IN_DOUBT) {
                throw told;
            }
            throw failed;
        }
    }

    /** After a commit nothing changes what was done; the pool drops a connection that broke since. */
    private static void leave(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            LOG.debug("a connection broke after its transaction: {}", broken.getMessage());
        }
    }

    /** As far as requests make the same statement; one whose key the database gives goes alone. */
    private static int endOfAlike(List<Sendable> batch, int from) {
        Write first = batch.get(from).write;
        int to = from + 1;
        while (!first.generatesKey() && to < batch.size() && !batch.get(to).write.generatesKey() && batch.get(to).write.sql().equals(first.sql())) {
            to++;
        }
        return to;
    }

    private void sendAlike(Connection connection, List<Sendable> alike, Outcome[] outcomes) throws SQLException {
        if (alike.size() == 1) {
            Sendable only = alike.get(0);
            outcomes[only.place] = outcome(only.request, only.write, sent(connection, only.write));
            return;
        }
        try (PreparedStatement statement = database.limited(connection.prepareStatement(alike.get(0).write.sql()))) {
            for (Sendable each : alike) {
                database.values().bind(statement, each.write.values());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                outcomes[alike.get(i).place] = outcome(alike.get(i).request, alike.get(i).write, new Sent(counts[i], Optional.empty()));
            }
        }
    }

    /** What the driver said. {@code count}: rows, or less than zero when it does not know. */
    private record Sent(int count, Optional<String> generated) {
    }

    private Sent sent(Connection connection, Write write) throws SQLException {
        try (PreparedStatement statement = database.limited(write.generatesKey() ? connection.prepareStatement(write.sql(), new String[] {write.generatedKey()})
                : connection.prepareStatement(write.sql()))) {
            database.values().bind(statement, write.values());
            WritePermit.check();
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
        if (sent.count > 1 && write.isOneRow()) {
            throw new OutcomeException(OutcomeKind.INVALID, "this changed " + sent.count + " rows and was taken back: " + relation.key()
                    + ", which the setting 'key' names, does not tell rows apart");
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
