package io.caravan.camel.jdbc;

import io.caravan.camel.ConnectorCall;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * The bean behind {@code connectors/jdbc.kamelet.yaml}: one table or query as a system. Its setters are the connector's
 * settings. Set once, then thread-safe; nothing is connected before the first call.
 */
public final class JdbcSystem implements AutoCloseable {

    private static final String SQLITE = "jdbc:sqlite:";

    private final Map<String, String> settings = new HashMap<>();
    private Path folder = Path.of("");
    private String url = "";
    private String username = "";
    private String password = "";
    private int poolSize = 4;
    private int timeout = 10;
    private int statementTimeout = 300;
    private Parts parts;

    private record Parts(JdbcPool database, JdbcReads reads, JdbcWrites writes, JdbcMembers members) {
    }

    /** Carries out the operation in the exchange's variables and makes the answer the body. */
    public void call(Exchange exchange) {
        ConnectorCall call = new ConnectorCall(exchange);
        exchange.getMessage().setBody(answer(call));
    }

    private Object answer(ConnectorCall call) {
        Parts to = parts();
        if (call.isBatch()) {
            return to.writes.batch(call.requests());
        }
        return switch (call.operation()) {
            case TEST -> {
                to.reads.test();
                yield null;
            }
            case SCHEMA -> to.reads.schema();
            case LIST -> to.reads.list(call.attributes());
            case CHANGES -> to.reads.changes(call.text("since"));
            case GET -> to.reads.get(call.text("anchor")).orElse(null);
            case FIND -> to.reads.find(call.text("attribute"), call.value());
            case ADD_MEMBERS, REMOVE_MEMBERS -> to.members.execute(call.request());
            default -> to.writes.one(call.request());
        };
    }

    private synchronized Parts parts() {
        if (parts == null) {
            JdbcSettings all = new JdbcSettings(settings);
            JdbcPool database = new JdbcPool(new JdbcPool.Access(insideFolder(), username, password, poolSize, timeout, statementTimeout));
            Relation relation = new Relation(database, all);
            JdbcMembers members = new JdbcMembers(database, relation, all);
            parts = new Parts(database, new JdbcReads(database, relation, all, members), new JdbcWrites(database, relation, all), members);
        }
        return parts;
    }

    /** A SQLite file is meant relative to the project folder, as every other file in the settings is. */
    private String insideFolder() {
        String file = url.startsWith(SQLITE) ? url.substring(SQLITE.length()) : "";
        return file.isEmpty() || file.startsWith(":") || file.startsWith("file:") ? url : SQLITE + folder.resolve(file);
    }

    @Override
    public synchronized void close() {
        if (parts != null) {
            parts.database.close();
            parts = null;
        }
    }

    /** The project folder. */
    public void setFolder(String folder) {
        this.folder = Path.of(folder);
    }

    public void setUrl(String url) {
        this.url = url;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public void setPoolSize(int poolSize) {
        this.poolSize = poolSize;
    }

    public void setTimeout(int timeout) {
        this.timeout = timeout;
    }

    public void setStatementTimeout(int statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public void setTable(String table) {
        settings.put("table", table);
    }

    public void setKey(String key) {
        settings.put("key", key);
    }

    public void setQuery(String query) {
        settings.put("query", query);
    }

    public void setChangesQuery(String changesQuery) {
        settings.put("changesQuery", changesQuery);
    }

    public void setChangedSince(String changedSince) {
        settings.put("changedSince", changedSince);
    }

    public void setEnabledColumn(String enabledColumn) {
        settings.put("enabledColumn", enabledColumn);
    }

    public void setEnabledValue(String enabledValue) {
        settings.put("enabledValue", enabledValue);
    }

    public void setDisabledValue(String disabledValue) {
        settings.put("disabledValue", disabledValue);
    }

    public void setEmptyIs(String emptyIs) {
        settings.put("emptyIs", emptyIs);
    }

    public void setOverlapSeconds(String overlapSeconds) {
        settings.put("overlapSeconds", overlapSeconds);
    }

    public void setFetchSize(String fetchSize) {
        settings.put("fetchSize", fetchSize);
    }

    public void setMembersTable(String membersTable) {
        settings.put("membersTable", membersTable);
    }

    public void setMembersGroup(String membersGroup) {
        settings.put("membersGroup", membersGroup);
    }

    public void setMembersMember(String membersMember) {
        settings.put("membersMember", membersMember);
    }

    public void setInsert(String insert) {
        settings.put("insert", insert);
    }

    public void setUpdate(String update) {
        settings.put("update", update);
    }

    public void setEnable(String enable) {
        settings.put("enable", enable);
    }

    public void setDisable(String disable) {
        settings.put("disable", disable);
    }

    public void setDelete(String delete) {
        settings.put("delete", delete);
    }

    public void setGet(String get) {
        settings.put("get", get);
    }

    public void setFind(String find) {
        settings.put("find", find);
    }
}
