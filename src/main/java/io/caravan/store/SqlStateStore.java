package io.caravan.store;

import io.caravan.engine.AlertStore;
import io.caravan.engine.ChangeStore;
import io.caravan.engine.ClaimStore;
import io.caravan.engine.CycleStore;
import io.caravan.engine.GroupRuleStore;
import io.caravan.engine.HubStore;
import io.caravan.engine.LinkStore;
import io.caravan.engine.LogStore;
import io.caravan.engine.MembershipStore;
import io.caravan.engine.NameStore;
import io.caravan.engine.OutboxStore;
import io.caravan.engine.RulingStore;
import io.caravan.engine.ServiceStore;
import io.caravan.engine.StateStore;
import io.caravan.engine.TokenStore;
import java.util.function.Supplier;

/**
 * The state store on a SQL database: a SQLite file or PostgreSQL, the same schema in both.
 *
 * <p>Moments are kept to the millisecond. Several processes may use one store at the same time; whoever writes waits for
 * the other's transaction. Thread-safe; see {@link StateStore} for transactions. Consumers of {@code each…} methods may
 * read and write the store; whether they meet what was written since the call began is open.
 */
public final class SqlStateStore implements StateStore {

    private final Location location;
    private final Database database;
    private final Runnable whenClosed;
    private final HubStore hub;
    private final LinkStore links;
    private final ChangeStore changes;
    private final MembershipStore memberships;
    private final ClaimStore claims;
    private final GroupRuleStore groupRules;
    private final NameStore names;
    private final LogStore log;
    private final CycleStore cycles;
    private final ServiceStore services;
    private final RulingStore rulings;
    private final OutboxStore outbox;
    private final AlertStore alerts;
    private final TokenStore tokens;

    /** @param whenClosed closes the database, if nobody else uses it */
    SqlStateStore(Location location, Database database, Runnable whenClosed) {
        this.location = location;
        this.database = database;
        this.whenClosed = whenClosed;
        this.hub = new SqlHubStore(database);
        this.links = new SqlLinkStore(database);
        this.changes = new SqlChangeStore(database);
        this.memberships = new SqlMembershipStore(database);
        this.claims = new SqlClaimStore(database);
        this.groupRules = new SqlGroupRuleStore(database);
        this.names = new SqlNameStore(database);
        this.log = new SqlLogStore(database);
        this.cycles = new SqlCycleStore(database);
        this.services = new SqlServiceStore(database);
        this.rulings = new SqlRulingStore(database);
        this.outbox = new SqlOutboxStore(database);
        this.alerts = new SqlAlertStore(database);
        this.tokens = new SqlTokenStore(database);
    }

    /**
     * Opens the store, creates it if there is none, and brings its tables up to date.
     *
     * @param url      {@code jdbc:sqlite:FILE} (its folder is created) or {@code jdbc:postgresql://HOST:PORT/DATABASE}
     * @param user     for PostgreSQL; empty: as the driver finds it
     * @param password for PostgreSQL; empty: none
     * @throws StoreException when that cannot be done, with the remedy
     */
    public static SqlStateStore open(String url, String user, String password) {
        Location location = Location.of(url, user, password);
        location.prepare();
        Schema.bringUpToDate(location);
        location.protect();
        Database database = location.connect();
        return new SqlStateStore(location, database, database::close);
    }

    /**
     * Opens the store for somebody who only looks: nothing is written to it, and the right to read it is enough. One that is not there yet
     * is made, and one of an earlier version brought up to date, where that is allowed.
     *
     * @throws StoreException when it cannot be read, or is of another version and cannot be brought up to date
     */
    public static SqlStateStore openToRead(String url, String user, String password) {
        Location location = Location.of(url, user, password);
        Location reading = location.readOnly();
        int version = reading.isThere() ? Schema.of(reading) : 0;
        if (version < Schema.VERSION) {
            try {
                open(url, user, password).close();
            } catch (StoreException unwritable) {
                throw version == 0 ? unwritable : location.failures().olderAndNotWritable(version, Schema.VERSION, unwritable);
            }
        }
        Database database = location.readOnly().connect();
        return new SqlStateStore(location, database, database::close);
    }

    @Override
    public HubStore hub() {
        return hub;
    }

    @Override
    public LinkStore links() {
        return links;
    }

    @Override
    public ChangeStore changes() {
        return changes;
    }

    @Override
    public MembershipStore memberships() {
        return memberships;
    }

    @Override
    public ClaimStore claims() {
        return claims;
    }

    @Override
    public GroupRuleStore groupRules() {
        return groupRules;
    }

    @Override
    public NameStore names() {
        return names;
    }

    @Override
    public LogStore log() {
        return log;
    }

    @Override
    public CycleStore cycles() {
        return cycles;
    }

    @Override
    public ServiceStore services() {
        return services;
    }

    @Override
    public RulingStore rulings() {
        return rulings;
    }

    @Override
    public OutboxStore outbox() {
        return outbox;
    }

    @Override
    public AlertStore alerts() {
        return alerts;
    }

    @Override
    public TokenStore tokens() {
        return tokens;
    }

    @Override
    public Seal seal() {
        return database.read(sql -> sql.list("SELECT store, secret FROM seal", row -> new Seal(row.getString(1), row.getString(2)))).get(0);
    }

    @Override
    public <T> T inTransaction(Supplier<T> work) {
        return database.inTransaction(work);
    }

    @Override
    public boolean isPassing(RuntimeException failure) {
        return failure instanceof StoreException away && away.isPassing();
    }

    @Override
    public StateStore preview() {
        return location.dialect() == Dialect.SQLITE ? SqlitePreview.of(location) : PostgresPreview.of(location);
    }

    @Override
    public StateStore fenced(CycleStore.Lease lease) {
        return new SqlStateStore(location, database.fencedBy(sql -> SqlCycleStore.check(sql, lease)), () -> { });
    }

    @Override
    public void close() {
        whenClosed.run();
    }
}
