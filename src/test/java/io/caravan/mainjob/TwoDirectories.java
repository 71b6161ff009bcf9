package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.LogEntry;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * HR, Active Directory and another directory, all of them sources, the two directories targets, too. HR is authoritative for the department, Active Directory for the
 * telephone number, the other one for the room. Somebody edits all three attributes on both sides, also while cycles run.
 */
public final class TwoDirectories implements AutoCloseable {

    private static final String[] DEPARTMENTS = {"Sales", "Research", "Finance"};
    private static final int PHONE = 0;
    private static final int DEPARTMENT = 1;
    private static final int ROOM = 2;
    private static final List<String> CORP = List.of("telephoneNumber", "department", "physicalDeliveryOfficeName");
    private static final List<String> UNIX = List.of("telephoneNumber", "departmentNumber", "roomNumber");

    private final ProjectUnderTest project;
    private final Side corp;
    private final Side unix;
    private final int people;

    /**
     * A directory.
     *
     * @param settings   how to reach it
     * @param base       below which its accounts are
     * @param connection to look in and to edit, as an administrator
     */
    public record Side(Map<String, String> settings, String base, LDAPConnection connection) {
    }

    public TwoDirectories(Path folder, Side corp, Side unix, int people) {
        this.corp = corp;
        this.unix = unix;
        this.people = people;
        StringBuilder settings = new StringBuilder("caravan.systems.hr.connector = csv-source\ncaravan.systems.hr.file = hr.csv\ncaravan.systems.hr.key = workerId\n"
                + "caravan.systems.hr.quietSeconds = 0\ncaravan.systems.corp.connector = active-directory\ncaravan.systems.unix.connector = ldap\n");
        corp.settings().forEach((name, value) -> settings.append("caravan.systems.corp.").append(name).append(" = ").append(value).append('\n'));
        unix.settings().forEach((name, value) -> settings.append("caravan.systems.unix.").append(name).append(" = ").append(value).append('\n'));
        project = new ProjectUnderTest(folder).write("application.properties", settings.toString()).write("hr.csv", hr(0));
        sources();
        project.write("mappings/corp.yaml", """
                job: corp
                from: hub
                to: {system: corp, object: user}
                match: [{target: employeeID, value: "${body[workerId]}"}]
                attributes:
                  dn: "CN=${body[workerId]},%s"
                  cn: "${body[workerId]}"
                  employeeID: "${body[workerId]}"
                  sAMAccountName: {value: "b-${lowercase(${body[workerId]})}", apply: on-create}
                  unicodePwd: {value: "${randomString(24, 2, 2, 2, 2)}", apply: on-create}
                  department: "${body[department]}"
                  physicalDeliveryOfficeName: "${body[room]}"
                """.formatted(corp.base())).write("mappings/unix.yaml", """
                job: unix
                from: hub
                to: {system: unix, object: user}
                scope: {onExit: keep}
                lifecycle: {onLeaver: keep}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: "uid=${uid},%s"
                  uid: "${lowercase(${body[workerId]})}"
                  employeeNumber: "${body[workerId]}"
                  cn: "${body[workerId]}"
                  sn: "${body[workerId]}"
                  departmentNumber: "${body[department]}"
                  telephoneNumber: "${body[phone]}"
                """.formatted(unix.base()));
    }

    private void sources() {
        project.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, department]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  workerId: "${body[workerId]}"
                  department: {value: "${body[department]}", authority: 20}
                """).write("mappings/corp-in.yaml", """
                job: corp-in
                from: {system: corp, object: user}
                to: hub
                creates: false
                completeness: {allowEmpty: true}
                match: [{hub: workerId, value: "${body[employeeID]}"}]
                attributes:
                  phone: {value: "${body[telephoneNumber]}", authority: 20}
                  department: "${body[department]}"
                  room: "${body[physicalDeliveryOfficeName]}"
                """).write("mappings/unix-in.yaml", """
                job: unix-in
                from: {system: unix, object: user}
                to: hub
                creates: false
                completeness: {allowEmpty: true}
                match: [{hub: workerId, value: "${body[employeeNumber]}"}]
                attributes:
                  phone: "${body[telephoneNumber]}"
                  department: "${body[departmentNumber]}"
                  room: {value: "${body[roomNumber]}", authority: 20}
                """);
    }

    private String hr(int round) {
        StringBuilder rows = new StringBuilder("workerId,department\n");
        for (int i = 0; i < people; i++) {
            rows.append(worker(i)).append(',').append(department(i, round)).append('\n');
        }
        return rows.toString();
    }

    private static String worker(int i) {
        return "B" + (1000 + i);
    }

    /** In a second round, every fourth is in another department. */
    private static String department(int i, int round) {
        return DEPARTMENTS[(i + (i % 4 == 0 ? round : 0)) % DEPARTMENTS.length];
    }

    /** Each job once; targets are listed. How many changes each made, by job; of a source, of how many people something else is known. */
    private Map<String, Long> cycle() {
        Map<String, Long> changes = new LinkedHashMap<>();
        for (String job : List.of("hr", "corp-in", "unix-in", "corp", "unix")) {
            boolean target = job.equals("corp") || job.equals("unix");
            CycleRun run = target ? project.full(job) : project.sync(job);
            assertThat(run.getCycle().status()).as(job + run.getCycle().counts() + run.getCycle().failure() + run.getCycle().held()).isEqualTo(CycleStatus.DONE);
            changes.put(job, target ? run.getCycle().counted(Counted.APPLIED) : run.getCycle().counted(Counted.IDENTITIES_CHANGED) + run.getCycle().counted(Counted.IDENTITIES_CREATED));
        }
        return changes;
    }

    /** Edits on both sides, before cycles and while they run; then it has to come to rest, with each attribute as the one says who is authoritative. */
    public void live() throws Exception {
        assertThat(cycle()).containsEntry("hr", (long) people).containsEntry("corp", (long) people).containsEntry("unix", (long) people);
        Map<String, Entry> corps = entries(corp, "employeeID");
        Map<String, Entry> unixes = entries(unix, "employeeNumber");
        for (int i = 0; i < people; i++) {
            edit(corp, corps.get(worker(i)), CORP, PHONE, "+41 1 " + i);
            edit(corp, corps.get(worker(i)), CORP, DEPARTMENT, "By hand");
            edit(unix, unixes.get(worker(i)), UNIX, PHONE, "+49 1 " + i);
            edit(unix, unixes.get(worker(i)), UNIX, ROOM, "R" + i);
        }
        cycle();
        quiet("after edits on both sides");
        everybodyHas(i -> "+41 1 " + i + "|" + department(i, 0) + "|R" + i);
        theLogSaysWhoWon();

        project.write("hr.csv", hr(1));
        Map<String, String> last = editWhileCyclesRun(corps, unixes);
        cycle();
        quiet("after edits while cycles ran");
        everybodyHas(i -> last.getOrDefault("phone " + i, "+41 1 " + i) + "|" + department(i, 1) + "|" + last.getOrDefault("room " + i, "R" + i));
        assertThat(project.caravan().store().log().verify().brokenAt()).isEmpty();
    }

    /** The second cycle does nothing, and neither does anything it leads to. */
    private void quiet(String when) throws LDAPException {
        Map<String, String> before = marks();
        Map<String, Long> changes = cycle();
        assertThat(changes.values()).as(when + ": " + changes).containsOnly(0L);
        assertThat(marks()).as(when).isEqualTo(before);
    }

    /** Whoever writes, moves one of these. */
    private Map<String, String> marks() throws LDAPException {
        Map<String, String> marks = new TreeMap<>();
        entries(corp, "employeeID").forEach((worker, entry) -> marks.put("corp " + worker, entry.getAttributeValue("uSNChanged")));
        entries(unix, "employeeNumber").forEach((worker, entry) -> marks.put("unix " + worker, entry.getAttributeValue("modifyTimestamp") + entry.getAttributeValue("entryCSN")));
        return marks;
    }

    private Map<String, String> editWhileCyclesRun(Map<String, Entry> corps, Map<String, Entry> unixes) throws Exception {
        Map<String, String> last = new HashMap<>();
        ExecutorService hands = Executors.newFixedThreadPool(2);
        try {
            Future<Map<String, String>> left = hands.submit(() -> edits(corp, corps, CORP, PHONE, "phone", 3));
            Future<Map<String, String>> right = hands.submit(() -> edits(unix, unixes, UNIX, ROOM, "room", 5));
            while (!left.isDone() || !right.isDone()) {
                cycle();
            }
            last.putAll(left.get());
            last.putAll(right.get());
        } finally {
            hands.shutdown();
            assertThat(hands.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
        return last;
    }

    /** What the side is authoritative for, and two that it is not; of each person the last word of the first. */
    private Map<String, String> edits(Side side, Map<String, Entry> entries, List<String> attributes, int own, String name, long seed) throws LDAPException {
        Map<String, String> last = new HashMap<>();
        Random random = new Random(seed);
        for (int edit = 0; edit < people; edit++) {
            int i = random.nextInt(people);
            String value = "+9 " + edit;
            edit(side, entries.get(worker(i)), attributes, own, value);
            last.put(name + " " + i, value);
            int other = random.nextInt(people);
            edit(side, entries.get(worker(other)), attributes, DEPARTMENT, "Hand " + edit);
            edit(side, entries.get(worker(other)), attributes, ROOM - own, "+8 " + edit);
        }
        return last;
    }

    private static void edit(Side side, Entry entry, List<String> attributes, int which, String value) throws LDAPException {
        side.connection().modify(entry.getDN(), new Modification(ModificationType.REPLACE, attributes.get(which), value));
    }

    private Map<String, Entry> entries(Side side, String key) throws LDAPException {
        Map<String, Entry> entries = new HashMap<>();
        for (SearchResultEntry entry : side.connection().search(side.base(), SearchScope.SUB, Filter.createPresenceFilter(key), "*", "+", "uSNChanged").getSearchEntries()) {
            entries.put(entry.getAttributeValue(key), entry);
        }
        assertThat(entries).hasSize(people);
        return entries;
    }

    private void everybodyHas(java.util.function.IntFunction<String> expected) throws LDAPException {
        Map<String, Entry> corps = entries(corp, "employeeID");
        Map<String, Entry> unixes = entries(unix, "employeeNumber");
        Map<String, String> wanted = new TreeMap<>();
        Map<String, String> there = new TreeMap<>();
        for (int i = 0; i < people; i++) {
            wanted.put("corp " + worker(i), expected.apply(i));
            wanted.put("unix " + worker(i), expected.apply(i));
            there.put("corp " + worker(i), values(corps.get(worker(i)), CORP));
            there.put("unix " + worker(i), values(unixes.get(worker(i)), UNIX));
        }
        assertThat(there).as(() -> toldOf(wanted, there)).isEqualTo(wanted);
    }

    /** What the log has of the first who are not as they should be. */
    private String toldOf(Map<String, String> wanted, Map<String, String> there) {
        List<String> wrong = wanted.keySet().stream().filter(one -> !wanted.get(one).equals(there.get(one))).limit(2).toList();
        return wrong + project.log().stream().map(stored -> stored.entry()).filter(entry -> wrong.stream().anyMatch(one -> one.endsWith(entry.identityKey()) && !entry.identityKey().isEmpty()))
                .map(entry -> "\n" + entry.at() + " " + entry.job() + " " + entry.action() + " " + entry.status() + " " + entry.reason() + " " + entry.changes()).collect(Collectors.joining());
    }

    private static String values(Entry entry, List<String> attributes) {
        return attributes.stream().map(entry::getAttributeValue).map(String::valueOf).collect(Collectors.joining("|"));
    }

    /** Of each person, whose telephone number counts, whose department, whose room, and why. */
    private void theLogSaysWhoWon() {
        Map<String, String> said = new HashMap<>();
        List<LogEntry> log = new ArrayList<>();
        project.log().forEach(stored -> log.add(stored.entry()));
        log.stream().filter(entry -> entry.action().equals("overruled") || entry.action().equals("identity-update"))
                .forEach(entry -> said.merge(entry.identityKey(), entry.reason(), (one, other) -> one + "; " + other));
        for (int i = 0; i < people; i++) {
            assertThat(said.get(worker(i))).contains("phone: corp-in counts, not unix-in (authority 20 and 0)").contains("department: hr counts, not corp-in (authority 20 and 0)");
        }
        assertThat(log.stream().filter(entry -> entry.action().equals("overruled") && entry.job().equals("corp-in"))).as("once each").hasSize(people);
        assertThat(log.stream().filter(entry -> entry.action().equals("overruled"))).allSatisfy(entry -> assertThat(entry.status()).isEqualTo(LogEntry.Status.SKIPPED));
    }

    @Override
    public void close() {
        project.close();
    }
}
