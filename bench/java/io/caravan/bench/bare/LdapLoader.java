package io.caravan.bench.bare;

import io.caravan.bench.measure.AnswerTimes;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import io.caravan.bench.server.Slapd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Adds everybody of an export to a directory: {@code LdapLoader EXPORT PORT CONNECTIONS WINDOW}. Each connection has a thread,
 * which waits for every answer (window 1) or has so many adds under way.
 */
public final class LdapLoader {

    private final List<Entry> entries;
    private final int port;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<String> refused = new AtomicReference<>();
    private final AnswerTimes times;

    private LdapLoader(List<Entry> entries, int port) {
        this.entries = entries;
        this.port = port;
        this.times = new AnswerTimes(entries.size());
    }

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[2]);
        int window = Integer.parseInt(arguments[3]);
        LdapLoader loader = new LdapLoader(entries(Account.of(Path.of(arguments[0]))), Integer.parseInt(arguments[1]));
        loader.load(connections, window).print();
    }

    private static List<Entry> entries(List<Account> accounts) {
        Map<String, String> dns = accounts.stream().collect(Collectors.toMap(Account::workerId, LdapLoader::dn));
        return accounts.stream().map(account -> entry(account, dns)).toList();
    }

    private static String dn(Account account) {
        return new RDN("uid", account.login()) + "," + Slapd.PEOPLE;
    }

    private static Entry entry(Account account, Map<String, String> dns) {
        List<Attribute> attributes = new ArrayList<>(List.of(
                new Attribute("objectClass", "inetOrgPerson"),
                new Attribute("uid", account.login()),
                new Attribute("employeeNumber", account.workerId()),
                new Attribute("employeeType", "active"),
                new Attribute("cn", account.fullName()),
                new Attribute("sn", account.familyName()),
                new Attribute("givenName", account.givenName()),
                new Attribute("displayName", account.fullName()),
                new Attribute("mail", account.mail()),
                new Attribute("title", account.title()),
                new Attribute("departmentNumber", account.departmentCode()),
                new Attribute("ou", account.department())));
        if (!account.manager().isEmpty()) {
            attributes.add(new Attribute("manager", dns.get(account.manager())));
        }
        return new Entry(dns.get(account.workerId()), attributes);
    }

    private BareResult load(int connections, int window) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<LDAPConnection> open = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                open.add(new LDAPConnection("127.0.0.1", port, Slapd.ADMIN, Slapd.PASSWORD));
            }
            long start = System.nanoTime();
            List<Future<Void>> running = new ArrayList<>();
            for (LDAPConnection connection : open) {
                Callable<Void> work = () -> window == 1 ? addOneByOne(connection) : addPipelined(connection, window);
                running.add(threads.submit(work));
            }
            for (Future<Void> one : running) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            open.forEach(LDAPConnection::close);
            if (refused.get() != null) {
                throw new IllegalStateException("an add was refused: " + refused.get());
            }
            return new BareResult(entries.size(), seconds, times.percentiles());
        } finally {
            threads.shutdownNow();
        }
    }

    private Void addOneByOne(LDAPConnection connection) throws LDAPException {
        for (int i = next.getAndIncrement(); i < entries.size(); i = next.getAndIncrement()) {
            long start = System.nanoTime();
            connection.add(new AddRequest(entries.get(i)));
            times.took(i, System.nanoTime() - start);
        }
        return null;
    }

    private Void addPipelined(LDAPConnection connection, int window) throws LDAPException, InterruptedException {
        Semaphore places = new Semaphore(window);
        for (int i = next.getAndIncrement(); i < entries.size(); i = next.getAndIncrement()) {
            int number = i;
            places.acquire();
            long start = System.nanoTime();
            connection.asyncAdd(new AddRequest(entries.get(i)), (id, result) -> {
                times.took(number, System.nanoTime() - start);
                if (result.getResultCode() != ResultCode.SUCCESS) {
                    refused.compareAndSet(null, result.getResultString());
                }
                places.release();
            });
        }
        places.acquire(window);
        return null;
    }
}
