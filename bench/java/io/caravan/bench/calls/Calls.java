package io.caravan.bench.calls;

import io.caravan.bench.bare.Account;
import io.caravan.bench.measure.AnswerTimes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates, changes and disables everybody of an export in an application: {@code Calls CLIENT EXPORT URL TOKEN CONNECTIONS PROJECT CONNECTORS}, the client one
 * of {@link Client}. The first half of them is not counted: whoever runs for weeks is warm.
 */
public final class Calls {

    /** How many calls there are for each account. */
    public static final int OF_ONE = 3;
    private static final int WARM = 2;

    private final Caller caller;
    private final ExecutorService threads;
    private final int connections;

    /** Who makes the calls. */
    public enum Client { CONNECTOR, BARE }

    private Calls(Caller caller, ExecutorService threads, int connections) {
        this.caller = caller;
        this.threads = threads;
        this.connections = connections;
    }

    /** Counts from the first call to the end of the last. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("logback.configurationFile", "logback.xml"); // the distribution's, and not that of the tests, which tells every request
        List<Account> accounts = Account.of(Path.of(arguments[1]));
        int connections = Integer.parseInt(arguments[4]);
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try (Caller caller = caller(Client.valueOf(arguments[0]), arguments, connections)) {
            Calls calls = new Calls(caller, threads, connections);
            int warm = accounts.size() / WARM;
            calls.make(accounts.subList(0, warm));
            calls.make(accounts.subList(warm, accounts.size())).print();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Caller caller(Client client, String[] arguments, int connections) {
        return switch (client) {
            case CONNECTOR -> new ConnectorCaller(Path.of(arguments[5]), Path.of(arguments[6]));
            case BARE -> new BareCaller(arguments[2], arguments[3], connections);
        };
    }

    private CallsResult make(List<Account> accounts) throws Exception {
        AnswerTimes times = new AnswerTimes(accounts.size() * OF_ONE);
        AtomicInteger next = new AtomicInteger();
        double cpu = OwnProcessor.seconds();
        long start = System.nanoTime();
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            running.add(threads.submit(() -> lives(accounts, next, times)));
        }
        for (Future<Void> one : running) {
            one.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new CallsResult((long) accounts.size() * OF_ONE, seconds, OwnProcessor.seconds() - cpu, times.percentiles());
    }

    private Void lives(List<Account> accounts, AtomicInteger next, AnswerTimes times) throws IOException, InterruptedException {
        for (int i = next.getAndIncrement(); i < accounts.size(); i = next.getAndIncrement()) {
            long start = System.nanoTime();
            String id = caller.create(accounts.get(i));
            long created = System.nanoTime();
            caller.entitle(id, "Senior " + accounts.get(i).title());
            long entitled = System.nanoTime();
            caller.disable(id);
            times.took(i * OF_ONE, created - start);
            times.took(i * OF_ONE + 1, entitled - created);
            times.took(i * OF_ONE + 2, System.nanoTime() - entitled);
        }
        return null;
    }
}
