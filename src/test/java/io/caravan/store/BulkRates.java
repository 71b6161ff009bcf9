package io.caravan.store;

import io.caravan.connector.AttributeChange;
import io.caravan.engine.ChangeStore.PlannedChange;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.engine.HubStore.ResolvedRecord;
import io.caravan.engine.HubStore.SourceRow;
import io.caravan.engine.HubStore.StagedRecord;
import io.caravan.engine.LinkStore.ListedAccount;
import io.caravan.engine.LinkStore.Subject;
import io.caravan.engine.LogEntry;
import io.caravan.engine.StateStore;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reference;
import io.caravan.subject.SubjectKey;
import io.caravan.plan.Change;
import io.caravan.plan.ChangeKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Not a test: prints what CPU time a row costs in a store, for {@code docs/decisions}. Arguments: rows, and a PostgreSQL URL or nothing. */
final class BulkRates {

    private static final int BATCH = 1_000;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

    private final StateStore store;
    private final long rows;

    private BulkRates(StateStore store, long rows) {
        this.store = store;
        this.rows = rows;
    }

    public static void main(String[] arguments) throws Exception {
        long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory(Path.of("target"), "rates");
        String url = arguments.length > 1 ? arguments[1] : "jdbc:sqlite:" + folder.resolve("caravan.db");
        try (StateStore store = SqlStateStore.open(url, arguments.length > 1 ? "postgres" : "", "")) {
            new BulkRates(store, rows).run();
        }
    }

    private void run() {
        store.hub().index(KindAttribute.of(Kind.PERSON, "email"));
        batches("stage", BulkRates::record, some -> store.hub().stage("hr", some));
        whole("eachRecordHash", () -> {
            long[] count = {0};
            store.hub().eachRecordHash("hr", (anchor, hash, staged) -> count[0]++);
            return count[0];
        });
        long[] nanos = new long[3];
        long done = 0;
        for (List<SourceRow> page = timed(nanos, 0, () -> store.hub().staged("hr", BATCH)); !page.isEmpty();
                page = timed(nanos, 0, () -> store.hub().staged("hr", BATCH))) {
            List<SourceRow> now = page;
            done += store.inTransaction(() -> {
                List<Identity> saved = timed(nanos, 1, () -> store.hub().save(now.stream()
                        .map(row -> new IdentityDraft(OptionalLong.empty(), Kind.PERSON, row.anchor(), row.attributes())).toList()));
                List<ResolvedRecord> resolved = new ArrayList<>();
                for (int i = 0; i < now.size(); i++) {
                    resolved.add(new ResolvedRecord(now.get(i), OptionalLong.of(saved.get(i).id()), Optional.of(now.get(i).attributes())));
                }
                timed(nanos, 2, () -> store.hub().resolved("hr", resolved, NOW));
                return (long) now.size();
            });
        }
        print("staged (read)", done, nanos[0]);
        print("save identities", done, nanos[1]);
        print("resolved", done, nanos[2]);
        whole("due: all of them, by pages", this::walkDue);
        batches("plan changes", i -> change(i + 1), some -> store.changes().plan("ldap", 1, some));
        dispatch();
        batches("links (updates)", i -> link(i + 1), some -> store.links().save("ldap", some));
        batches("log", i -> entry(i + 1), some -> store.log().append(some));
        batches("references", i -> i, some -> store.links().references("ldap", some.stream().collect(Collectors.toMap(i -> i + 1, i -> Set.of(new Reference(Reference.KEY, "E" + i / 10))))));
        batches("add to listing", i -> new ListedAccount("uid=" + i, record(i).attributes(), Map.of("mail", List.of("person" + i + "@example.test"))),
                some -> store.links().addToListing("ldap", some));
        batches("listedWith", i -> "person" + i + "@example.test", some -> store.links().listedWith("ldap", "mail", some));
        batches("identitiesMeant", i -> new Reference(Reference.KEY, "E" + i), some -> store.hub().identitiesMeant(some));
        whole("clear listing", () -> {
            store.links().clearListing("ldap");
            return rows;
        });
        whole("restage", () -> {
            store.hub().restage("hr");
            return rows;
        });
        whole("eachLinked", () -> {
            long[] count = {0};
            store.links().eachLinked("ldap", link -> count[0]++);
            return count[0];
        });
        whole("verify the log", () -> store.log().verify().entries());
        whole("preview, opened and closed", () -> {
            store.preview().close();
            return rows;
        });
    }

    private long walkDue() {
        long seen = 0;
        List<Subject> page = store.links().due(Kind.PERSON, "ldap", 0, NOW, 0, BATCH);
        while (!page.isEmpty()) {
            seen += page.size();
            page = store.links().due(Kind.PERSON, "ldap", 0, NOW, page.get(page.size() - 1).identity().id(), BATCH);
        }
        return seen;
    }

    private void dispatch() {
        long sent = 0;
        long[] nanos = new long[5];
        for (List<PlannedChange> next = nextChanges(nanos); !next.isEmpty(); next = nextChanges(nanos)) {
            List<PlannedChange> now = next;
            List<Link> links = now.stream().map(planned -> link(planned.change().identityId())).toList();
            List<LogEntry> entries = now.stream().map(planned -> entry(planned.change().identityId())).toList();
            timed(nanos, 4, () -> store.inTransaction(() -> {
                timed(nanos, 1, () -> store.links().save("ldap", links));
                timed(nanos, 2, () -> store.log().append(entries));
                timed(nanos, 3, () -> store.changes().settle("ldap", now.stream().map(PlannedChange::id).toList()));
            }));
            sent += now.size();
        }
        print("dispatch: next changes", sent, nanos[0]);
        print("dispatch: new links", sent, nanos[1]);
        print("dispatch: log", sent, nanos[2]);
        print("dispatch: settle", sent, nanos[3]);
        print("dispatch: commit", sent, nanos[4] - nanos[1] - nanos[2] - nanos[3]);
        print("dispatch: all", sent, nanos[0] + nanos[4]);
    }

    private List<PlannedChange> nextChanges(long[] nanos) {
        return timed(nanos, 0, () -> store.changes().next("ldap", Optional.empty(), BATCH));
    }

    private static StagedRecord record(long i) {
        return new StagedRecord("E" + i, i * 31, Attributes.of(Map.ofEntries(Map.entry("workerId", "E" + i), Map.entry("givenName", "Georgi" + i % 977),
                Map.entry("familyName", "Facello" + i % 3331), Map.entry("email", "person" + i + "@example.test"), Map.entry("department", "d00" + i % 9),
                Map.entry("departmentName", "Customer Service"), Map.entry("title", "Senior Engineer"), Map.entry("employeeType", "employee"),
                Map.entry("startDate", "1986-06-26"), Map.entry("endDate", "9999-12-31"), Map.entry("managerId", "E" + i / 10), Map.entry("salary", 60117L))), "hr.csv:" + i);
    }

    private static Change change(long id) {
        return new Change(ChangeKind.CREATE, Change.Account.none(id, SubjectKey.person("E" + id)),
                Change.Writes.of(record(id).attributes().asMap().entrySet().stream() .map(entry -> AttributeChange.of(entry.getKey(), null,
                entry.getValue())).toList(), Optional.of(true)), new Change.Grounds(Optional.empty(),
                List.of("scope: in", "match: no match", "map: 12 attributes"), "0123456789abcdef"), false);
    }

    private static Link link(long id) {
        return Link.of(id, "uid=person" + id + ",ou=people,dc=example,dc=com", LinkState.ENABLED, record(id).attributes());
    }

    private static LogEntry entry(long id) {
        return new LogEntry(NOW, new LogEntry.By("ldap", 1, "command"), LogEntry.About.account(SubjectKey.person("E" + id), "corp-ldap",
                Optional.of("uid=person" + id + ",ou=people,dc=example,dc=com")), "create", new LogEntry.Result(LogEntry.Status.SUCCESS, "", 1, 3),
                change(id).changes(), change(id).steps());
    }

    /** What a row is made of does not count. */
    private <R> void batches(String what, LongFunction<R> make, Consumer<List<R>> use) {
        long[] nanos = {0};
        for (long from = 0; from < rows; from += BATCH) {
            List<R> some = LongStream.range(from, Math.min(rows, from + BATCH)).mapToObj(make).toList();
            timed(nanos, 0, () -> use.accept(some));
        }
        print(what, rows, nanos[0]);
    }

    private void whole(String what, LongSupplier work) {
        long start = cpu();
        print(what, work.getAsLong(), cpu() - start);
    }

    private static void timed(long[] nanos, int index, Runnable work) {
        timed(nanos, index, () -> {
            work.run();
            return 0;
        });
    }

    private static <T> T timed(long[] nanos, int index, java.util.function.Supplier<T> work) {
        long start = cpu();
        T result = work.get();
        nanos[index] += cpu() - start;
        return result;
    }

    /** CPU time, so that what else runs on the machine does not count; on PostgreSQL only the client's. */
    private static long cpu() {
        return THREAD.getCurrentThreadCpuTime();
    }

    private static void print(String what, long count, long nanos) {
        System.out.printf("%-34s %,10d rows %8.2f s %8.2f µs/row%n", what, count, nanos / 1e9, nanos / 1e3 / count);
    }
}
