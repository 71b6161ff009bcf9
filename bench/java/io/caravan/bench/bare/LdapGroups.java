package io.caravan.bench.bare;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.caravan.bench.company.Teams;
import io.caravan.bench.measure.AnswerTimes;
import io.caravan.bench.server.GroupsState;
import io.caravan.bench.server.Slapd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes groups and puts members into them: {@code LdapGroups WHAT PORT CONNECTIONS CHUNK TEAMS PAIRS}. Whose entry is whose is read from the directory before time
 * is taken. What is done: {@code fill} makes the groups of the file and puts in who stands in the pairs, so many in each request; {@code members} puts in and takes
 * out who was not or is no longer in them; {@code rename} gives them the titles of the file.
 */
public final class LdapGroups {

    private final Map<String, List<String>> pairs;
    private final Map<String, String> titles;
    private final Map<String, String> people;
    private final int port;
    private final int chunk;

    private LdapGroups(String[] arguments) throws Exception {
        port = Integer.parseInt(arguments[1]);
        chunk = Integer.parseInt(arguments[3]);
        titles = Teams.titles(Path.of(arguments[4]));
        pairs = Teams.members(Path.of(arguments[5]));
        try (LDAPConnection directory = connect()) {
            people = new GroupsState(directory).people();
        }
    }

    public static void main(String[] arguments) throws Exception {
        LdapGroups client = new LdapGroups(arguments);
        int connections = Integer.parseInt(arguments[2]);
        switch (arguments[0]) {
            case "fill" -> client.each(connections, client::fill).print();
            case "members" -> client.each(connections, client.difference()).print();
            case "rename" -> client.each(connections, client.rename()).print();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** What is done to one group. Returns how many memberships began or ended, or 1 for the group itself. */
    @FunctionalInterface
    private interface Work {
        int on(LDAPConnection directory, String team) throws LDAPException;
    }

    private int fill(LDAPConnection directory, String team) throws LDAPException {
        directory.add(GroupsState.entry(team, titles.get(team)));
        List<String> members = pairs.getOrDefault(team, List.of()).stream().map(people::get).filter(dn -> dn != null).toList();
        modify(directory, GroupsState.dn(titles.get(team)), ModificationType.ADD, members);
        if (!members.isEmpty()) {
            directory.modify(GroupsState.dn(titles.get(team)), new Modification(ModificationType.DELETE, "member", GroupsState.PLACEHOLDER));
        }
        return members.size();
    }

    private void modify(LDAPConnection directory, String dn, ModificationType type, List<String> members) throws LDAPException {
        for (int begin = 0; begin < members.size(); begin += chunk) {
            directory.modify(dn, new Modification(type, "member", members.subList(begin, Math.min(members.size(), begin + chunk)).toArray(String[]::new)));
        }
    }

    private Work difference() throws LDAPException {
        Map<String, List<String>> before;
        try (LDAPConnection directory = connect()) {
            before = new GroupsState(directory).members();
        }
        Map<String, List<String>> joining = new LinkedHashMap<>();
        Map<String, List<String>> leaving = new LinkedHashMap<>();
        pairs.forEach((team, workers) -> {
            List<String> wanted = workers.stream().map(people::get).filter(dn -> dn != null).toList();
            List<String> there = before.get(team);
            joining.put(team, without(wanted, there));
            leaving.put(team, without(there, wanted));
        });
        return (directory, team) -> {
            modify(directory, GroupsState.dn(titles.get(team)), ModificationType.ADD, joining.get(team));
            modify(directory, GroupsState.dn(titles.get(team)), ModificationType.DELETE, leaving.get(team));
            return joining.get(team).size() + leaving.get(team).size();
        };
    }

    private static List<String> without(List<String> some, List<String> others) {
        Set<String> all = new HashSet<>(others);
        return some.stream().filter(one -> !all.contains(one)).toList();
    }

    private Work rename() throws LDAPException {
        Map<String, String> dns;
        try (LDAPConnection directory = connect()) {
            dns = new GroupsState(directory).names();
        }
        return (directory, team) -> {
            directory.modifyDN(dns.get(team), "cn=" + titles.get(team), true);
            return 1;
        };
    }

    private BareResult each(int connections, Work work) throws Exception {
        List<String> teams = List.copyOf(titles.keySet());
        AnswerTimes times = new AnswerTimes(teams.size());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger items = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Callable<Void>> workers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                LDAPConnection directory = connect();
                workers.add(() -> {
                    for (int team = next.getAndIncrement(); team < teams.size(); team = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        items.addAndGet(work.on(directory, teams.get(team)));
                        times.took(team, System.nanoTime() - start);
                    }
                    return null;
                });
            }
            long start = System.nanoTime();
            for (Future<Void> one : threads.invokeAll(workers)) {
                one.get();
            }
            return new BareResult(items.get(), (System.nanoTime() - start) / 1e9, times.percentiles());
        } finally {
            threads.shutdownNow();
        }
    }

    private LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, Slapd.ADMIN, Slapd.PASSWORD);
    }
}
