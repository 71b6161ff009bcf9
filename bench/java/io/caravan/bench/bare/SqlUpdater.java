package io.caravan.bench.bare;

import io.caravan.bench.measure.AnswerTimes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;

/** Gives people another title in several tables, one after the other, each in a transaction of its own: {@code SqlUpdater TITLE WORKER,WORKER… URL…}. */
public final class SqlUpdater {

    private SqlUpdater() {
    }

    public static void main(String[] arguments) throws Exception {
        List<String> workers = List.of(arguments[1].split(","));
        List<PreparedStatement> updates = new ArrayList<>();
        for (int i = 2; i < arguments.length; i++) {
            Connection connection = DriverManager.getConnection(arguments[i]);
            updates.add(connection.prepareStatement("update account set title = ? where worker_id = ?"));
        }
        AnswerTimes times = new AnswerTimes(workers.size());
        long start = System.nanoTime();
        for (int i = 0; i < workers.size(); i++) {
            long began = System.nanoTime();
            for (PreparedStatement update : updates) {
                update.setString(1, arguments[0]);
                update.setString(2, workers.get(i));
                update.executeUpdate();
            }
            times.took(i, System.nanoTime() - began);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (PreparedStatement update : updates) {
            update.getConnection().close();
        }
        new BareResult(workers.size(), seconds, times.percentiles()).print();
    }
}
