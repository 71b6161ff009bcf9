package io.caravan.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.postgresql.util.PSQLState;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Says in an operator's words what a database's error means, and what to do. */
final class StoreFailures {

    private final String where;
    private final boolean onlyReads;

    /**
     * @param where     the store, as messages name it: a file, or host and database; no password
     * @param onlyReads whether nothing is to be written to it
     */
    StoreFailures(String where, boolean onlyReads) {
        this.where = where;
        this.onlyReads = onlyReads;
    }

    StoreException explain(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return ofSqlite(sqlite);
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return ofState(sql);
            }
        }
        return unexpected(failure);
    }

    private StoreException ofSqlite(SQLiteException failure) {
        return switch (primary(failure.getResultCode())) {
            case SQLITE_NOTADB, SQLITE_CORRUPT -> new StoreException(where + " is not a Caravan store, or is damaged",
                    "Check caravan.store.url. If the file is damaged, restore it from a backup, or delete it: "
                    + "the next cycle matches and links every account again.", failure);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH -> onlyReads ? notReadable(failure) : notWritable(failure);
            case SQLITE_BUSY, SQLITE_LOCKED -> StoreException.passing(where + " is being written to by another process, for longer than it is waited for",
                    "See which other process has the file open (a sqlite3 shell with an open transaction, a backup), and try again.", failure);
            case SQLITE_FULL, SQLITE_IOERR -> new StoreException(where + " cannot be written: the disk is full or failing",
                    "Free space on the disk or look at its errors, then start again; nothing half-written stays behind.", failure);
            default -> unexpected(failure);
        };
    }

    StoreException notWritable(Exception cause) {
        return new StoreException(where + " cannot be opened for writing",
                "Give the user Caravan runs as the right to write to the file and to its folder, or set caravan.store.url to another place.", cause);
    }

    private StoreException notReadable(Exception cause) {
        return new StoreException(where + " cannot be opened for reading",
                "Run the command as the user Caravan runs as, or give this user the right to read the file and the ones beside it (-wal, -shm).", cause);
    }

    /** What only looks has come to something that has to be written. */
    StoreException onlyReads() {
        return new StoreException("nothing may be written to " + where + " by a command that only looks", "Please report this with the command.");
    }

    StoreException olderAndNotWritable(int version, int current, StoreException why) {
        return new StoreException("the store was written by an older Caravan (schema " + version + ", this program needs " + current
                + "), and this user may not bring it up to date: " + why.getMessage(),
                "Let the service begin, or type any command such as caravan status, once as a user who may write to the store; or look with the older Caravan.", why);
    }

    StoreException openToOthers(Path file, Exception cause) {
        return new StoreException(file + " may be read by others than its owner, and that cannot be changed by this user",
                "All that is known of everybody stands in it. Run Caravan as the user the file belongs to, or let that user take the rights away: chmod 600 "
                + file + "; chmod 700 " + file.getParent(), cause);
    }

    private static SQLiteErrorCode primary(SQLiteErrorCode code) {
        return SQLiteErrorCode.getErrorCode(code.code & 0xff);
    }

    private StoreException ofState(SQLException failure) {
        String state = failure.getSQLState();
        if (state.startsWith("28")) {
            return new StoreException("PostgreSQL at " + where + " does not let this user in",
                    "Check caravan.store.user and caravan.store.password, and pg_hba.conf on the server.", failure);
        }
        if (state.equals("3D000")) {
            return new StoreException("there is no database " + where,
                    "Create it (createdb), or correct caravan.store.url.", failure);
        }
        if (state.equals("42501") && onlyReads) {
            return new StoreException("the user may not read what stands in " + where,
                    "Let the user read the tables: GRANT USAGE ON SCHEMA … and GRANT SELECT ON ALL TABLES IN SCHEMA … TO the user.", failure);
        }
        if (state.equals("42501")) {
            return new StoreException("the user may not do this in " + where,
                    "Let the user own the database or schema, or grant it CREATE on the schema and TEMPORARY on the database.", failure);
        }
        if (PSQLState.isConnectionError(state) || state.startsWith("57P") || state.equals("53300")) {
            return StoreException.passing("PostgreSQL at " + where + " cannot be reached",
                    "Check that the server runs and that host and port in caravan.store.url are right, then try again.", failure);
        }
        return unexpected(failure);
    }

    private StoreException unexpected(SQLException failure) {
        return new StoreException("the store " + where + " refused a statement: " + failure.getMessage(),
                "Nothing of the transaction was stored. Try again; if it stays, report this with the message.", failure);
    }
}
