package io.caravan.camel.jdbc;

import io.caravan.connector.ChangeStamp;
import io.caravan.connector.Effect;
import io.caravan.connector.SourceItem;
import io.caravan.engine.SourceReading;
import io.caravan.subject.Attributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;

/**
 * The rows of one query, fetched in blocks (PostgreSQL does that only inside a transaction). Keeps the greatest value of
 * the column that says when a row was changed, which is where the next delta starts.
 */
final class JdbcReading implements SourceReading {

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int A_DATE = 10;

    private final Connection connection;
    private final Relation relation;
    private final Optional<String> changedColumn;
    private PreparedStatement statement;
    private ResultSet rows;
    private Columns columns;
    private Boolean onRow;
    private long number;
    private Comparable<Object> newest;
    private String watermark;
    private final Instant now = Instant.now();
    private final String yesterday = now.minus(A_DAY).toString().substring(0, A_DATE);

    /** @param since where this reading starts, and stays when nothing is newer */
    JdbcReading(JdbcPool database, Relation relation, NamedSql query, List<?> values, int fetchSize, Optional<String> changedColumn,
                Optional<String> since) {
        this.relation = relation;
        this.changedColumn = changedColumn;
        this.watermark = since.orElse(null);
        this.connection = database.connection();
        try {
            connection.setAutoCommit(false);
            statement = database.limited(connection.prepareStatement(query.sql(), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY));
            statement.setFetchSize(fetchSize);
            database.values().bind(statement, values);
            rows = statement.executeQuery();
            columns = Columns.of(rows, relation.key());
            relation.requireKey(columns.names());
        } catch (SQLException failed) {
            close();
            throw SqlOutcome.of(failed, Effect.NONE);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public boolean hasNext() {
        try {
            if (onRow == null) {
                onRow = rows.next();
            }
            return onRow;
        } catch (SQLException failed) {
            throw SqlOutcome.of(failed, Effect.NONE);
        }
    }

    @Override
    public SourceItem next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        onRow = null;
        number++;
        try {
            if (changedColumn.isPresent()) {
                keepNewest(rows.getObject(changedColumn.get()), rows.getString(changedColumn.get()));
            }
            return new SourceItem.Read(Attributes.of(relation.record(rows, columns)), "row " + number);
        } catch (SQLException failed) {
            throw SqlOutcome.of(failed, Effect.NONE);
        }
    }

    /**
     * A stamp that lies ahead says nothing of when the next delta is to start: it would see nothing until then. Nor does a text that does not
     * come in the order of time, such as 31.10.2026: where there is no other, there is no mark, and everything is read each time.
     */
    @SuppressWarnings("unchecked") // one column gives values of one class, all of which are comparable
    private void keepNewest(Object changed, String text) {
        if (changed instanceof Comparable<?> value && (newest == null || newest.getClass() == changed.getClass() && newest.compareTo(changed) < 0)
                && !(changed instanceof String && !new ChangeStamp(text).isOrderedAsText()) && !isAhead(text)) {
            newest = (Comparable<Object>) value;
            watermark = text;
        }
    }

    /** Most rows are older than a day, which shows without reading a date. */
    private boolean isAhead(String text) {
        boolean old = text.length() >= yesterday.length() && text.charAt(4) == '-' && text.compareTo(yesterday) < 0;
        return !old && new ChangeStamp(text).isAfter(now);
    }

    @Override
    public Optional<Set<String>> names() {
        return Optional.of(Set.copyOf(columns.names()));
    }

    @Override
    public Optional<String> watermark() {
        return Optional.ofNullable(watermark);
    }

    @Override
    public void close() {
        try (Connection closing = connection) {
            if (statement != null) {
                statement.close();
            }
            if (!closing.isClosed()) {
                closing.rollback();
                closing.setAutoCommit(true);
            }
        } catch (SQLException nothingMoreToRead) {
            // The reading is over; whatever it was to say has been said, and the pool drops a broken connection.
            onRow = false;
        }
    }
}
