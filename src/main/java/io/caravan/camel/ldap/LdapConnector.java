package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.camel.CallReport;
import io.caravan.camel.ConnectorCall;
import io.caravan.camel.ldap.LdapSettings.Changes.By;
import io.caravan.connector.ChangeStamp;
import io.caravan.connector.Effect;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SourceReading;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * What {@code connectors/ldap.kamelet.yaml} calls: one directory as source and target (RFC 4511). One instance per
 * system; its settings are the map {@link #getSettings()}, which the Kamelet fills by name. It connects at the first
 * call and reconnects by itself. Thread-safe once the settings are in.
 */
public final class LdapConnector implements Processor, AutoCloseable {

    private static final int DEFAULT_PAGE_SIZE = 1000;

    private final Map<String, String> written = new HashMap<>();
    private final Clock clock;
    private Directory directory;

    private record Directory(LdapSettings settings, LdapPool pool, LdapReader reader, LdapWriter writer, NameHolders holders) {
    }

    public LdapConnector() {
        this(Clock.systemUTC());
    }

    LdapConnector(Clock clock) {
        this.clock = clock;
    }

    /** To be filled before the first call; the names are the Kamelet's settings, an empty text counts as not set. */
    public Map<String, String> getSettings() {
        return written;
    }

    /** One call: reads the exchange's variables, leaves the answer in its body. */
    @Override
    public void process(Exchange exchange) {
        Directory to = directory();
        ConnectorCall call = new ConnectorCall(exchange);
        try {
            exchange.getMessage().setBody(answer(to, call));
            CallReport.credentialEnds(to.pool().credentialEnds());
        } catch (LDAPException e) {
            throw LdapOutcomes.failure(e, Effect.NONE);
        }
    }

    private Object answer(Directory to, ConnectorCall call) throws LDAPException {
        if (call.isBatch()) {
            return to.writer().execute(call.requests());
        }
        return switch (call.operation()) {
            case TEST -> to.reader().checkBases();
            case SCHEMA -> EntrySchema.of(to.pool().schema(), to.settings().place(call.text("object")), to.settings().anchor());
            case LIST -> everything(to, call);
            case CHANGES -> changes(to, call);
            case GET -> to.reader().get(call.text("object"), call.text("anchor"), call.attributes()).orElse(null);
            case FIND -> to.reader().find(call.text("object"), call.text("attribute"), call.value(), call.attributes());
            case TAKEN -> to.holders().of(call.text("attribute"), call.value());
            case CREATE, UPDATE, ENABLE, DISABLE, DELETE, ADD_MEMBERS, REMOVE_MEMBERS -> account(to.writer().execute(call.request()));
            default -> throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the LDAP connector does not know the operation " + call.operation().word());
        };
    }

    private static Map<String, Object> account(Outcome outcome) {
        if (!outcome.isOk()) {
            throw new OutcomeException(outcome, null);
        }
        return outcome.attributes().isEmpty() ? null : outcome.attributes().asMap();
    }

    private SourceReading everything(Directory to, ConnectorCall call) {
        LdapReading entries = reading(to, call, to.settings().place(call.text("object")).filter());
        DirectoryChanges changes = new DirectoryChanges(to.pool(), to.settings(), call.text("object"));
        return to.settings().changes().by() == By.STAMP || !call.readsASource() ? entries : new MarkedReading(entries, () -> mark(changes));
    }

    private static String mark(DirectoryChanges changes) {
        try {
            return changes.now();
        } catch (LDAPException e) {
            throw LdapOutcomes.failure(e, Effect.NONE);
        }
    }

    /** A mark of the other kind is left from before somebody changed the settings; the reading says then that it is lost. */
    private SourceReading changes(Directory to, ConnectorCall call) {
        boolean byStamp = to.settings().changes().by() == By.STAMP && !DirectoryChanges.isMark(call.text("since"));
        return byStamp ? reading(to, call, changedSince(to, call))
                : new ChangedEntriesReading(to.pool(), to.settings(), wanted(call, to.settings().place(call.text("object")).filter()), call.text("since"));
    }

    private static LdapReading.Wanted wanted(ConnectorCall call, Filter filter) {
        return new LdapReading.Wanted(call.text("object"), filter, call.attributes(), call.names(), call.readsASource());
    }

    private LdapReading reading(Directory to, ConnectorCall call, Filter filter) {
        NewestStamp stamp = new NewestStamp(to.settings().changes().attribute(), clock.instant(), call.since());
        return new LdapReading(to.pool(), to.settings(), wanted(call, filter),
                call.pageSize(DEFAULT_PAGE_SIZE), stamp);
    }

    private static Filter changedSince(Directory to, ConnectorCall call) {
        String start = new ChangeStamp(call.text("since")).minus(to.settings().changes().overlap()).text();
        return Filter.createANDFilter(to.settings().place(call.text("object")).filter(),
                Filter.createGreaterOrEqualFilter(to.settings().changes().attribute(), start));
    }

    private synchronized Directory directory() {
        if (directory == null) {
            LdapSettings settings = LdapSettings.of(written);
            LdapPool pool = new LdapPool(settings.server(), clock);
            LdapValues values = new LdapValues(settings, pool);
            LdapReader reader = new LdapReader(pool, settings, values);
            directory = new Directory(settings, pool, reader, new LdapWriter(pool, settings, values, reader),
                    new NameHolders(pool, settings, values, clock));
        }
        return directory;
    }

    @Override
    public synchronized void close() {
        if (directory != null) {
            directory.holders().close();
            directory.pool().close();
            directory = null;
        }
    }
}
