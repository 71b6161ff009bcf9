package io.caravan.camel.jdbc;

import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sqlite.SQLiteException;

/** What a database's refusal means: by SQLState (ISO 9075-2 §24), and where that says too little by the vendor's code. */
final class SqlOutcome {

    /** Unique and primary key violations that come with the general state 23000: MySQL, Oracle, SQL Server, Db2. */
    private static final Set<Integer> UNIQUE_VENDOR_CODES = Set.of(1062, 1, 2627, 2601, -803);
    private static final int DEEPEST_CAUSE = 30;

    private SqlOutcome() {
    }

    /** @param effect of what was sent before this happened */
    static OutcomeException of(SQLException failed, Effect effect) {
        SQLException telling = telling(failed);
        OutcomeKind kind = kind(telling);
        if (kind == OutcomeKind.UNAVAILABLE) {
            kind = lost(telling) ? effect.unanswered() : isUndone(telling) ? kind : effect.unfinished();
        }
        return new OutcomeException(kind, words(telling), failed);
    }

    /** Whether the database says that what was under way was rolled back (class 40, but for 40003), or never began. */
    private static boolean isUndone(SQLException failed) {
        if (failed instanceof SQLiteException sqlite) {
            return !sqlite.getResultCode().name().startsWith("SQLITE_IOERR");
        }
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        return state.startsWith("40") && !state.equals("40003") || state.startsWith("53") || state.startsWith("55") || state.equals("57014");
    }

    /** The pool wraps what the database said. */
    private static SQLException telling(SQLException failed) {
        SQLException telling = failed;
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException inner) {
                telling = inner;
            }
        }
        return telling;
    }

    /** The database's words; PostgreSQL's detail line would repeat the values of the row. */
    private static String words(SQLException failed) {
        String said = Optional.ofNullable(failed.getMessage()).orElse(failed.getClass().getSimpleName());
        return said.split("\\R\\s*Detail:", 2)[0] + (ranOutOfTime(failed) ? "; if it needs longer than the setting statementTimeout allows, raise that, or see what holds it up" : "");
    }

    /** Whether a statement was ended because of the time it took (57014 is what PostgreSQL calls that, HYT00 ODBC's heirs), or nothing was heard any more. */
    static boolean ranOutOfTime(SQLException failed) {
        SQLException telling = telling(failed);
        boolean silence = Stream.iterate((Throwable) telling, Objects::nonNull, Throwable::getCause).limit(DEEPEST_CAUSE).anyMatch(SocketTimeoutException.class::isInstance);
        return silence || telling instanceof SQLTimeoutException || "57014".equals(telling.getSQLState()) || "HYT00".equals(telling.getSQLState());
    }

    static OutcomeKind kind(SQLException failed) {
        if (failed instanceof SQLiteException sqlite) {
            return ofSqlite(sqlite);
        }
        String state = Optional.ofNullable(failed.getSQLState()).orElse("");
        if (failed instanceof SQLTransientConnectionException || failed instanceof SQLRecoverableException || failed instanceof SQLTimeoutException) {
            return OutcomeKind.UNAVAILABLE;
        }
        if (state.equals("23505") || state.equals("23P01") || state.equals("23000") && UNIQUE_VENDOR_CODES.contains(failed.getErrorCode())) {
            return OutcomeKind.CONFLICT;
        }
        if (state.equals("42501")) {
            return OutcomeKind.FORBIDDEN;
        }
        return ofClass(state.length() < 2 ? "" : state.substring(0, 2));
    }

    private static OutcomeKind ofClass(String classOfState) {
        return switch (classOfState) {
            case "08", "40", "53", "55", "57", "58", "HY", "XX" -> OutcomeKind.UNAVAILABLE;
            case "28" -> OutcomeKind.UNAUTHORIZED;
            case "0A" -> OutcomeKind.UNSUPPORTED;
            default -> OutcomeKind.INVALID;
        };
    }

    private static OutcomeKind ofSqlite(SQLiteException failed) {
        return switch (failed.getResultCode()) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID -> OutcomeKind.CONFLICT;
            case SQLITE_AUTH, SQLITE_PERM -> OutcomeKind.UNAUTHORIZED;
            case SQLITE_READONLY, SQLITE_READONLY_DIRECTORY, SQLITE_READONLY_DBMOVED -> OutcomeKind.FORBIDDEN;
            case SQLITE_BUSY, SQLITE_BUSY_SNAPSHOT, SQLITE_BUSY_RECOVERY, SQLITE_BUSY_TIMEOUT, SQLITE_LOCKED, SQLITE_LOCKED_SHAREDCACHE,
                    SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_FULL, SQLITE_NOMEM, SQLITE_INTERRUPT, SQLITE_PROTOCOL -> OutcomeKind.UNAVAILABLE;
            default -> failed.getResultCode().name().startsWith("SQLITE_IOERR") || failed.getResultCode().name().startsWith("SQLITE_CANTOPEN")
                    ? OutcomeKind.UNAVAILABLE : OutcomeKind.INVALID;
        };
    }

    /** Whether the connection went away, in contrast to a database that says it cannot now. */
    static boolean lost(SQLException failed) {
        SQLException telling = telling(failed);
        String state = Optional.ofNullable(telling.getSQLState()).orElse("");
        return state.startsWith("08") || state.startsWith("57P") || state.equals("40003") || telling instanceof SQLRecoverableException;
    }
}
