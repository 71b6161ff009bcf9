package io.caravan.lives;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDBC driver in front of another, {@code jdbc:lying:NAME}, that lies about the table {@code account}. */
final class LyingDriver implements Driver {

    private static final String PREFIX = "jdbc:lying:";
    private static final Map<String, Server> SERVERS = new ConcurrentHashMap<>();
    private static final String LOST = "08006";
    private static final int CAP = 7;

    static {
        try {
            DriverManager.registerDriver(new LyingDriver());
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private LyingDriver() {
    }

    static Server serve(String name, String url, BooleanSupplier askerIsDead) {
        Server server = new Server(name, url, askerIsDead);
        SERVERS.put(name, server);
        return server;
    }

    /** One database. */
    static final class Server {
        private final String name;
        private final String url;
        private final BooleanSupplier askerIsDead;
        private final AtomicInteger writes = new AtomicInteger();
        private final Set<String> throttled = ConcurrentHashMap.newKeySet();
        private volatile Lying lying = Lying.NOT;

        private Server(String name, String url, BooleanSupplier askerIsDead) {
            this.name = name;
            this.url = url;
            this.askerIsDead = askerIsDead;
        }

        String url() {
            return PREFIX + name;
        }

        void lies(Lying how) {
            lying = how;
        }

        Lying lying() {
            return lying;
        }

        int writesAskedFor() {
            return writes.getAndSet(0);
        }

        void close() {
            SERVERS.remove(name);
        }
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Server server = SERVERS.get(url.substring(PREFIX.length()));
        return proxy(Connection.class, new LyingConnection(server, DriverManager.getConnection(server.url)));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(LyingDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** A connection, and which of its writes are to go wrong when they are committed. */
    private static final class LyingConnection implements InvocationHandler {
        private final Server server;
        private final Connection real;
        private Lie atCommit = Lie.NONE;

        private LyingConnection(Server server, Connection real) {
            this.server = server;
            this.real = real;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("commit")) {
                commit();
                return null;
            }
            Object result = call(real, method, arguments);
            return result instanceof PreparedStatement statement
                    ? proxy(PreparedStatement.class, new LyingStatement(this, statement, arguments[0].toString())) : result;
        }

        private void commit() throws SQLException {
            Lie lie = atCommit;
            atCommit = Lie.NONE;
            if (lie == Lie.CUT_BEFORE || server.askerIsDead.getAsBoolean()) {
                real.rollback();
                throw lost();
            }
            real.commit();
            if (lie == Lie.CUT_AFTER) {
                throw lost();
            }
        }

        private static SQLException lost() {
            return new SQLException("the connection was closed", LOST);
        }
    }

    /** One statement on the table of accounts. */
    private static final class LyingStatement implements InvocationHandler {

        private static final Pattern INSERT = Pattern.compile("insert into \"account\" \\((.*)\\) values .*");
        private static final Pattern SET = Pattern.compile("update \"account\" set (.*) where .*");

        private final LyingConnection connection;
        private final PreparedStatement real;
        private final String sql;
        private final List<Object> values = new ArrayList<>();
        private final List<List<Object>> batch = new ArrayList<>();

        private LyingStatement(LyingConnection connection, PreparedStatement real, String sql) {
            this.connection = connection;
            this.real = real;
            this.sql = sql;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "executeUpdate":
                    return update(values);
                case "executeQuery":
                    return query();
                case "addBatch":
                    batch.add(new ArrayList<>(values));
                    return null;
                case "executeBatch":
                    return updates();
                case "getConnection":
                    return proxy(Connection.class, connection);
                default:
                    boolean parameter = method.getName().startsWith("set") && arguments != null && arguments.length >= 2 && arguments[0] instanceof Integer;
                    if (parameter) {
                        keep((Integer) arguments[0], method.getName().equals("setNull") ? null : arguments[1]);
                    }
                    return call(real, method, arguments);
            }
        }

        private void keep(int place, Object value) {
            while (values.size() < place) {
                values.add(null);
            }
            values.set(place - 1, value);
        }

        private int[] updates() throws SQLException {
            int[] counts = new int[batch.size()];
            for (int i = 0; i < counts.length; i++) {
                counts[i] = update(batch.get(i));
            }
            batch.clear();
            return counts;
        }

        private int update(List<Object> parameters) throws SQLException {
            Lying lying = lying();
            refuse();
            connection.server.writes.incrementAndGet();
            String worker = worker(parameters);
            boolean finds = !lying.is(Lie.ALL_NOT_FOUND) && !lying.hits(Lie.SOME_NOT_FOUND, worker) && !(sql.startsWith("insert") && lying.is(Lie.NO_PARENT));
            if (!finds) {
                return 0;
            }
            if (lying.hits(Lie.FAILS_BEFORE, worker)) {
                throw new SQLException("deadlock detected", "40P01");
            }
            if (lying.hits(Lie.THROTTLED, worker) && connection.server.throttled.add(lying.salt() + worker)) {
                throw new SQLException("the lock is not available", "55P03");
            }
            if (sql.startsWith("update") && lying.hits(Lie.NOT_STORED, worker)) {
                return 1;
            }
            return stored(parameters, worker);
        }

        private int stored(List<Object> parameters, String worker) throws SQLException {
            Lying lying = lying();
            boolean after = lying.hits(Lie.CUT_AFTER, worker) || lying.hits(Lie.FAILS_AFTER, worker) || lying.hits(Lie.UNAVAILABLE_AFTER, worker);
            boolean before = lying.hits(Lie.CUT_BEFORE, worker);
            if (before && real.getConnection().getAutoCommit()) {
                throw LyingConnection.lost();
            }
            for (int i = 0; i < parameters.size(); i++) {
                real.setObject(i + 1, folded(columns().size() > i ? columns().get(i) : "", parameters.get(i)));
            }
            int count = real.executeUpdate();
            if (after && real.getConnection().getAutoCommit()) {
                throw LyingConnection.lost();
            }
            connection.atCommit = before ? Lie.CUT_BEFORE : after ? Lie.CUT_AFTER : connection.atCommit;
            return count;
        }

        private Object folded(String column, Object value) {
            boolean folds = column.equals("name") && lying().is(Lie.FOLDED) && value != null;
            boolean reformats = column.equals("phone") && lying().is(Lie.REFORMATTED) && value != null;
            return folds ? value.toString().toLowerCase(Locale.ROOT) : reformats ? value.toString().replace(' ', '-') : value;
        }

        /** The columns that the parameters are for, as far as they are set. */
        private List<String> columns() {
            Matcher insert = INSERT.matcher(sql);
            Matcher set = SET.matcher(sql);
            String list = insert.matches() ? insert.group(1) : set.matches() ? set.group(1).replace(" = ?", "") : "";
            return List.of(list.replace("\"", "").split(", "));
        }

        private String worker(List<Object> parameters) throws SQLException {
            if (sql.startsWith("insert")) {
                return String.valueOf(parameters.get(columns().indexOf("worker")));
            }
            try (PreparedStatement whose = connection.real.prepareStatement("select worker from account where login = ?")) {
                whose.setObject(1, parameters.get(parameters.size() - 1));
                try (ResultSet row = whose.executeQuery()) {
                    return row.next() ? row.getString(1) : "";
                }
            }
        }

        private ResultSet query() throws SQLException {
            refuse();
            boolean byWorker = sql.contains("where \"worker\"");
            if (byWorker && lying().is(Lie.FILTER_REFUSED)) {
                throw new SQLException("permission denied for column worker", "42501");
            }
            boolean list = !sql.contains(" where ");
            return proxy(ResultSet.class, new LyingRows(lying(), real.executeQuery(), list, sql.contains("where \"login\"")));
        }

        private void refuse() throws SQLException {
            if (connection.server.askerIsDead.getAsBoolean()) {
                throw LyingConnection.lost();
            }
            if (lying().is(Lie.FORBIDDEN)) {
                throw new SQLException("permission denied for table account", "42501");
            }
        }

        private Lying lying() {
            return connection.server.lying;
        }
    }

    /** Rows, some of which are left out. */
    private static final class LyingRows implements InvocationHandler {
        private final Lying lying;
        private final ResultSet real;
        private final boolean list;
        private final boolean byKey;
        private int shown;

        private LyingRows(Lying lying, ResultSet real, boolean list, boolean byKey) {
            this.lying = lying;
            this.real = real;
            this.list = list;
            this.byKey = byKey;
        }

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("next")) {
                return next();
            }
            boolean hidden = lying.is(Lie.NOT_SHOWN) && method.getName().startsWith("get") && arguments != null && isDept(arguments[0]);
            return hidden ? null : call(real, method, arguments);
        }

        private boolean isDept(Object column) throws SQLException {
            String name = column instanceof Integer place ? real.getMetaData().getColumnLabel(place) : String.valueOf(column);
            return name.equalsIgnoreCase("dept");
        }

        private boolean next() throws SQLException {
            while (real.next()) {
                if (lying.is(Lie.LIST_PROMISES_MORE) && list && shown == CAP) {
                    throw LyingConnection.lost();
                }
                if (!isLeftOut()) {
                    shown++;
                    return true;
                }
            }
            return false;
        }

        private boolean isLeftOut() throws SQLException {
            return lying.is(Lie.ALL_NOT_FOUND)
                    || list && lying.is(Lie.LIST_ENDS_EARLY) && shown >= CAP
                    || !list && lying.hits(Lie.SOME_NOT_FOUND, real.getString("worker"))
                    || !byKey && lying.is(Lie.INACTIVE_NOT_LISTED) && "no".equals(real.getString("active"));
        }
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }
}
