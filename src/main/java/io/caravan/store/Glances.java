package io.caravan.store;

import io.caravan.cycle.LinkStore.Glance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.LongConsumer;

/** One walk through all identities of a job that reads only what a {@link Glance} looks at. */
final class Glances {

    private final Glance glance;
    private final JsonParts identity;
    private final JsonParts account;
    private long enough;

    Glances(Glance glance) {
        this.glance = glance;
        this.identity = new JsonParts(glance.identityAttributes());
        this.account = new JsonParts(glance.accountAttributes());
    }

    long over(Sql sql, String job, long sinceVersion, Instant now, LongConsumer toEvaluate) throws SQLException {
        sql.stream("""
                SELECT i.id, i.attributes,
                       CASE WHEN l.state = 'enabled' AND l.reason = '' AND NOT l.marked AND i.version <= ?
                                 AND (l.due_at IS NULL OR l.due_at > ?)
                                 AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.job = l.job AND d.identity_id = l.identity_id)
                            THEN l.shadow END
                FROM identity i LEFT JOIN link l ON l.job = ? AND l.identity_id = i.id
                ORDER BY i.id""", row -> look(row, toEvaluate), sinceVersion, now, job);
        return enough;
    }

    private void look(ResultSet row, LongConsumer toEvaluate) throws SQLException {
        String shadow = row.getString(3);
        if (shadow != null && !glance.differs().test(identity.of(row.getString(2)), account.of(shadow))) {
            enough++;
        } else {
            toEvaluate.accept(row.getLong(1));
        }
    }
}
