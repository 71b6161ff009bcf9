package io.caravan.store;

import io.caravan.engine.LinkStore.Settled;
import io.caravan.engine.LinkStore.PartialRead;
import io.caravan.subject.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.LongConsumer;

/** One walk through all identities of a job that reads only what a {@link PartialRead} looks at. */
final class PartialReads {

    private static final String ENABLED = "enabled";

    private final PartialRead partial;
    private final JsonParts identity;
    private final JsonParts account;
    private long asTheyShouldBe;
    private long without;

    PartialReads(PartialRead partial) {
        this.partial = partial;
        this.identity = new JsonParts(partial.identityAttributes());
        this.account = new JsonParts(partial.accountAttributes());
    }

    Settled over(Sql sql, Kind kind, String job, long sinceVersion, Instant now, LongConsumer toEvaluate) throws SQLException {
        sql.stream("""
                SELECT i.id, i.attributes,
                       CASE WHEN l.state IN ('enabled', 'none') AND (l.state = 'none') = (l.because IS NOT NULL) AND l.problem IS NULL
                                 AND NOT l.marked AND i.version <= ? AND (l.due_at IS NULL OR l.due_at > ?)
                                 AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.job = l.job AND d.subject_id = l.subject_id)
                            THEN l.state END, l.shadow, l.because
                FROM subject i LEFT JOIN link l ON l.job = ? AND l.subject_id = i.id
                WHERE\s""" + SqlLinkStore.OF_KIND + " ORDER BY i.id", row -> look(row, toEvaluate), sinceVersion, now, job, kind.name());
        return new Settled(asTheyShouldBe, without);
    }

    private void look(ResultSet row, LongConsumer toEvaluate) throws SQLException {
        String settled = row.getString(3);
        if (settled == null) {
            toEvaluate.accept(row.getLong(1));
        } else if (settled.equals(ENABLED)) {
            if (partial.differs().test(identity.of(row.getString(2)), account.of(row.getString(4)))) {
                toEvaluate.accept(row.getLong(1));
            } else {
                asTheyShouldBe++;
            }
        } else if (partial.staysWithout().test(BecauseJson.read(row.getString(5)).orElseThrow())) {
            without++;
        } else {
            toEvaluate.accept(row.getLong(1));
        }
    }
}
