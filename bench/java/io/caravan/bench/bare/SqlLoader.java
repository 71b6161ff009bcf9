package io.caravan.bench.bare;

import io.caravan.bench.measure.AnswerTimes;
import io.caravan.bench.server.Postgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Inserts everybody of an export into a PostgreSQL table, a batch a transaction: {@code SqlLoader EXPORT URL CONNECTIONS BATCH}. */
public final class SqlLoader {

    private static final String INSERT =
            "insert into account (worker_id, login, full_name, email, department, title, manager, active) values (?, ?, ?, ?, ?, ?, ?, 1)";

    private final List<Account> accounts;
    private final int batch;
    private final AtomicInteger next = new AtomicInteger();
    private final AnswerTimes times;

    private SqlLoader(List<Account> accounts, int batch) {
        this.accounts = accounts;
        this.batch = batch;
        this.times = new AnswerTimes((accounts.size() + batch - 1) / batch);
    }

    public static void main(String[] arguments) throws Exception {
        String url = arguments[1] + "?user=" + Postgres.USER + "&reWriteBatchedInserts=true";
        SqlLoader loader = new SqlLoader(Account.of(Path.of(arguments[0])), Integer.parseInt(arguments[3]));
        loader.load(url, Integer.parseInt(arguments[2])).print();
    }

    private BareResult load(String url, int connections) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Connection> open = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                open.add(DriverManager.getConnection(url));
            }
            long start = System.nanoTime();
            List<Future<Void>> running = new ArrayList<>();
            for (Connection connection : open) {
                Callable<Void> work = () -> insert(connection);
                running.add(threads.submit(work));
            }
            for (Future<Void> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            for (Connection connection : open) {
                connection.close();
            }
            return new BareResult(accounts.size(), seconds, times.percentiles());
        } finally {
            threads.shutdownNow();
        }
    }

    private Void insert(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int number = next.getAndIncrement(); number * batch < accounts.size(); number = next.getAndIncrement()) {
                long start = System.nanoTime();
                for (Account account : accounts.subList(number * batch, Math.min(accounts.size(), (number + 1) * batch))) {
                    add(insert, account);
                }
                insert.executeBatch();
                connection.commit();
                times.took(number, System.nanoTime() - start);
            }
        }
        return null;
    }

    private static void add(PreparedStatement insert, Account account) throws SQLException {
        insert.setString(1, account.workerId());
        insert.setString(2, account.login());
        insert.setString(3, account.fullName());
        insert.setString(4, account.mail());
        insert.setString(5, account.department());
        insert.setString(6, account.title());
        insert.setString(7, account.manager().isEmpty() ? null : account.manager());
        insert.addBatch();
    }
}
