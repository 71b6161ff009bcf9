package io.caravan.store;

import io.caravan.engine.LinkStore;
import io.caravan.plan.ValueComparison;
import io.caravan.subject.Attributes;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.subject.Reason;
import io.caravan.subject.Reference;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Links on SQL; the listing of a target is {@link Listing}. */
final class SqlLinkStore implements LinkStore {

    private static final String EXISTS = "state IN ('enabled', 'disabled', 'unmanaged', 'missing')";
    /** In front of a query for job, identity, 'none', TRUE, '{}'; each once. */
    private static final String MARK = "INSERT INTO link (job, subject_id, state, marked, shadow) ";
    private static final String MARKED = " ON CONFLICT (job, subject_id) DO UPDATE SET marked = TRUE WHERE NOT link.marked";
    private static final String SUBJECTS = """
            SELECT i.id, i.kind, i.key, i.attributes, i.version, l.anchor, l.state, l.shadow, l.because, l.problem, l.disabled_at, l.due_at, l.unconfirmed, l.given
            FROM subject i LEFT JOIN link l ON l.job = ? AND l.subject_id = i.id
            """;
    /**
     * What {@code kind = ?} says, and no index can answer: by the one of kinds and keys everybody of the kind would be read and sorted, for each page
     * anew. PostgreSQL expects half of all rows of it, with statistics and without.
     */
    static final String OF_KIND = "COALESCE(kind = ?, FALSE)";
    /** Nobody of another kind is anything to a job, whoever marked them. */
    private static final String LINKED_OF_KIND = "EXISTS (SELECT 1 FROM subject s WHERE s.id = link.subject_id AND s.kind = ?)";
    /** Up to so many changed identities are found by their version; more of them by walking the identities. */
    private static final int FEW = 10_000;

    private final Database database;
    private final Listing listing;

    SqlLinkStore(Database database) {
        this.database = database;
        this.listing = new Listing(database);
    }

    @Override
    public List<Subject> page(Kind kind, String job, long afterIdentityId, int limit) {
        return database.read(sql -> sql.list(SUBJECTS + "WHERE " + OF_KIND + " AND i.id > ? ORDER BY i.id LIMIT ?", SqlLinkStore::subject,
                job, kind.name(), afterIdentityId, limit));
    }

    @Override
    public List<Subject> due(Kind kind, String job, long sinceVersion, Instant now, long afterIdentityId, int limit) {
        return database.read(sql -> {
            TreeSet<Long> ids = new TreeSet<>(changedAfter(sql, kind, sinceVersion, afterIdentityId, limit));
            ids.addAll(sql.list("SELECT subject_id FROM link WHERE job = ? AND due_at <= ? AND subject_id + 0 > ? AND " + LINKED_OF_KIND + " ORDER BY subject_id + 0 LIMIT ?",
                    row -> row.getLong(1), job, now, afterIdentityId, kind.name(), limit));
            ids.addAll(sql.list("SELECT subject_id FROM link WHERE marked AND job = ? AND subject_id > ? AND " + LINKED_OF_KIND + " ORDER BY subject_id LIMIT ?",
                    row -> row.getLong(1), job, afterIdentityId, kind.name(), limit));
            List<Long> first = ids.stream().limit(limit).toList();
            return new ArrayList<>(read(sql, job, first).values());
        });
    }

    @Override
    public Optional<Instant> nextDue(String job, Instant after) {
        return database.read(sql -> sql.list("SELECT due_at FROM link WHERE job = ? AND due_at > ? ORDER BY due_at LIMIT 1", row -> row.getString(1), job, after))
                .stream().findFirst().flatMap(Moment::read);
    }

    @Override
    public List<Subject> changed(Kind kind, String job, long sinceVersion, long afterIdentityId, int limit) {
        return database.read(sql -> new ArrayList<>(read(sql, job, changedAfter(sql, kind, sinceVersion, afterIdentityId, limit)).values()));
    }

    /** Adding 0 to a column, here and for what is due, keeps the database from using its index: one of the orders is far cheaper, and we know which. */
    private static List<Long> changedAfter(Sql sql, Kind kind, long version, long afterId, int limit) throws SQLException {
        long changed = sql.number("SELECT count(*) FROM (SELECT 1 FROM subject WHERE version > ? LIMIT ?) changed", version, FEW + 1);
        String condition = changed > FEW
                ? "version + 0 > ? AND " + OF_KIND + " AND id > ? ORDER BY id LIMIT ?"
                : "version > ? AND " + OF_KIND + " AND id + 0 > ? ORDER BY id + 0 LIMIT ?";
        return changed == 0 ? List.of()
                : sql.list("SELECT id FROM subject WHERE " + condition, row -> row.getLong(1), version, kind.name(), afterId, limit);
    }

    @Override
    public Settled readPartially(Kind kind, String job, long sinceVersion, Instant now, PartialRead partial, LongConsumer toEvaluate) {
        return database.read(sql -> new PartialReads(partial).over(sql, kind, job, sinceVersion, now, toEvaluate));
    }

    @Override
    public Map<Long, Subject> subjects(String job, Collection<Long> identityIds) {
        return database.read(sql -> read(sql, job, identityIds));
    }

    private static Map<Long, Subject> read(Sql sql, String job, Collection<Long> ids) throws SQLException {
        Map<Long, Subject> subjects = new LinkedHashMap<>();
        Sql.portions(ids, some -> sql.each(SUBJECTS + "WHERE " + sql.among("i.id") + " ORDER BY i.id", row -> {
            Subject subject = subject(row);
            subjects.put(subject.identity().id(), subject);
        }, job, some));
        return subjects;
    }

    @Override
    public Map<Long, Link> links(String job, Collection<Long> identityIds) {
        Map<Long, Link> links = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT subject_id, anchor, state, shadow, because, problem, disabled_at, due_at, unconfirmed, given FROM link WHERE job = ? AND " + sql.among("subject_id"),
                row -> links.put(row.getLong(1), link(row, row.getLong(1), 2)), job, some)));
        return links;
    }

    private static Subject subject(ResultSet row) throws SQLException {
        boolean linked = row.getString(7) != null;
        return new Subject(Identities.identity(row), linked ? Optional.of(link(row, row.getLong(1), 6)) : Optional.empty());
    }

    /** @param first the column of the anchor; state, shadow, because, problem, disabled_at, due_at, unconfirmed and given follow */
    private static Link link(ResultSet row, long identityId, int first) throws SQLException {
        return new Link(identityId, Optional.ofNullable(row.getString(first)), state(row.getString(first + 1)), Json.attributes(row.getString(first + 2)),
                new Link.Why(BecauseJson.read(row.getString(first + 3)), BecauseJson.read(row.getString(first + 4))),
                new Link.Dates(Moment.read(row.getString(first + 5)), Moment.read(row.getString(first + 6))), new Link.Written(UnconfirmedJson.read(row.getString(first + 7)),
                        Optional.ofNullable(row.getString(first + 8)).map(Json::attributes).orElse(Attributes.empty())));
    }

    private static LinkState state(String word) {
        return StoredWord.read(LinkState.class, "state of an account", word);
    }

    @Override
    public void save(String job, List<Link> links) {
        database.change(sql -> {
            countOpen(sql, job, links);
            save(sql, job, links);
            SqlMembershipStore.accountsChanged(sql, job, links.stream().map(Link::identityId).toList());
        });
    }

    /** What these links make of the number of open accounts, before they are stored. */
    private static void countOpen(Sql sql, String job, List<Link> links) throws SQLException {
        Map<Long, Boolean> open = new HashMap<>();
        links.forEach(link -> open.put(link.identityId(), link.state() == LinkState.ENABLED));
        long[] more = {open.values().stream().filter(Boolean::booleanValue).count()};
        Sql.portions(open.keySet(), some -> more[0] -= sql.number("SELECT count(*) FROM link WHERE job = ? AND state = 'enabled' AND " + sql.among("subject_id"), job, some));
        if (more[0] != 0) {
            sql.update("INSERT INTO open_accounts (job, accounts) VALUES (?, ?) ON CONFLICT (job) DO UPDATE SET accounts = open_accounts.accounts + excluded.accounts", job, more[0]);
        }
    }

    private static void save(Sql sql, String job, List<Link> links) throws SQLException {
        sql.batch("""
                INSERT INTO link (job, subject_id, state, anchor, marked, disabled_at, due_at, shadow, because, problem, unconfirmed, given)
                VALUES (?, ?, ?, ?, FALSE, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (job, subject_id) DO UPDATE
                SET state = excluded.state, anchor = excluded.anchor, disabled_at = excluded.disabled_at,
                    due_at = excluded.due_at, shadow = excluded.shadow, because = excluded.because, problem = excluded.problem,
                    unconfirmed = excluded.unconfirmed, given = excluded.given""",
                Latest.of(links, Link::identityId), (row, link) -> {
                    row.setString(1, job);
                    row.setLong(2, link.identityId());
                    row.setString(3, link.state().word());
                    row.setString(4, link.anchor().orElse(null));
                    row.setString(5, Moment.textOrNull(link.disabledAt()));
                    row.setString(6, Moment.textOrNull(link.dueAt()));
                    row.setString(7, Json.attributes(link.shadow()));
                    row.setString(8, BecauseJson.textOrNull(link.because()));
                    row.setString(9, BecauseJson.textOrNull(link.problem()));
                    row.setString(10, UnconfirmedJson.textOrNull(link.unconfirmed()));
                    row.setString(11, link.given().isEmpty() ? null : Json.attributes(link.given()));
                });
    }

    @Override
    public void clearMarks(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some ->
                sql.update("UPDATE link SET marked = FALSE WHERE marked AND job = ? AND " + sql.among("subject_id"), job, some)));
    }

    @Override
    public void markDue(String job, Collection<Long> identityIds) {
        database.change(sql -> Sql.portions(identityIds, some -> sql.update(
                MARK + "SELECT ?, id, 'none', TRUE, '{}' FROM subject WHERE " + sql.among("id") + MARKED, job, some)));
    }

    @Override
    public Map<String, Long> linkedTo(String job, Collection<String> anchors) {
        Map<String, Long> linked = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(anchors, some -> sql.each(
                "SELECT anchor, min(subject_id) FROM link WHERE " + EXISTS + " AND job = ? AND " + sql.among("anchor") + " GROUP BY anchor",
                row -> linked.put(row.getString(1), row.getLong(2)), job, some)));
        return linked;
    }

    @Override
    public long enabledAccounts(String job) {
        return database.read(sql -> sql.number("SELECT accounts FROM open_accounts WHERE job = ?", job));
    }

    @Override
    public long peopleWithAccounts(Collection<String> jobs) {
        return jobs.isEmpty() ? 0 : database.read(sql -> sql.number("SELECT count(DISTINCT subject_id) FROM link WHERE state = 'enabled' AND " + sql.among("job"), new Sql.Among(jobs)));
    }

    @Override
    public Map<String, Long> accountsWith(String job, String attribute, Set<String> values) {
        Map<String, Long> counts = new HashMap<>();
        database.look(sql -> sql.stream("SELECT shadow FROM link WHERE " + EXISTS + " AND job = ?", row -> {
            ValueComparison.elements(Json.attributes(row.getString(1)).get(attribute)).stream().map(Object::toString).filter(values::contains)
                    .forEach(value -> counts.merge(value, 1L, Long::sum));
        }, job));
        return counts;
    }

    @Override
    public long count(String job, LinkState state) {
        return database.read(sql -> sql.number("SELECT count(*) FROM link WHERE job = ? AND state = ?", job, state.word()));
    }

    @Override
    public boolean hasAccounts(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM (SELECT 1 FROM link WHERE " + EXISTS + " AND job = ? LIMIT 1) one", job)) > 0;
    }

    @Override
    public Map<LinkState, Long> countByState(String job) {
        Map<LinkState, Long> counts = new EnumMap<>(LinkState.class);
        database.look(sql -> sql.each("SELECT state, count(*) FROM link WHERE job = ? GROUP BY state",
                row -> counts.put(state(row.getString(1)), row.getLong(2)), job));
        return counts;
    }

    @Override
    public List<Link> inState(String job, LinkState state, long afterIdentityId, int limit) {
        return database.read(sql -> sql.list("SELECT subject_id, anchor, state, shadow, because, problem, disabled_at, due_at, unconfirmed, given FROM link"
                + " WHERE job = ? AND state = ? AND subject_id > ? ORDER BY subject_id LIMIT ?",
                row -> link(row, row.getLong(1), 2), job, state.word(), afterIdentityId, limit));
    }

    @Override
    public Map<Reason, Long> problems(String job) {
        Map<Reason, Long> problems = new EnumMap<>(Reason.class);
        database.look(sql -> sql.stream("SELECT problem FROM link WHERE problem IS NOT NULL AND job = ?",
                row -> problems.merge(BecauseJson.read(row.getString(1)).orElseThrow().reason(), 1L, Long::sum), job));
        return problems;
    }

    @Override
    public long reportedDrift(String job) {
        return database.read(sql -> sql.number("SELECT count(*) FROM link WHERE unconfirmed IS NOT NULL AND job = ? AND unconfirmed LIKE ?", job, "%" + UnconfirmedJson.REPORTED + "%"));
    }

    @Override
    public List<Link> withProblem(String job, Reason reason, int limit) {
        return database.read(sql -> sql.list("SELECT subject_id, anchor, state, shadow, because, problem, disabled_at, due_at, unconfirmed, given FROM link"
                + " WHERE problem IS NOT NULL AND job = ? AND problem LIKE ? ORDER BY subject_id LIMIT ?",
                row -> link(row, row.getLong(1), 2), job, BecauseJson.beginning(reason) + "%", limit));
    }

    @Override
    public void eachLinked(String job, Consumer<Link> consumer) {
        database.look(sql -> sql.stream("SELECT subject_id, anchor, state, shadow, because, problem, disabled_at, due_at, unconfirmed, given FROM link WHERE " + EXISTS
                + " AND job = ? ORDER BY anchor, subject_id", row -> consumer.accept(link(row, row.getLong(1), 2)), job));
    }

    @Override
    public void references(String job, Map<Long, Set<Reference>> references) {
        database.change(sql -> {
            Map<Long, Set<Reference>> known = referredToBy(sql, job, references.keySet());
            List<Referring> superfluous = new ArrayList<>();
            List<Referring> missing = new ArrayList<>();
            references.forEach((identity, some) -> {
                Set<Reference> wanted = some.stream().map(one -> new Reference(one.kind(), one.by(), SearchText.exact(one.value()))).collect(Collectors.toSet());
                Set<Reference> there = known.getOrDefault(identity, Set.of());
                there.stream().filter(one -> !wanted.contains(one)).forEach(one -> superfluous.add(new Referring(identity, one)));
                wanted.stream().filter(one -> !there.contains(one)).forEach(one -> missing.add(new Referring(identity, one)));
            });
            sql.batch("DELETE FROM account_reference WHERE job = ? AND subject_id = ? AND kind = ? AND attribute = ? AND value = ?", superfluous,
                    (row, one) -> bind(row, job, one));
            sql.batch("INSERT INTO account_reference (job, subject_id, kind, attribute, value) VALUES (?, ?, ?, ?, ?)", missing, (row, one) -> bind(row, job, one));
        });
    }

    @Override
    public Map<Long, Set<Reference>> referredToBy(String job, Collection<Long> identityIds) {
        return database.read(sql -> referredToBy(sql, job, identityIds));
    }

    private static Map<Long, Set<Reference>> referredToBy(Sql sql, String job, Collection<Long> identityIds) throws SQLException {
        Map<Long, Set<Reference>> references = new HashMap<>();
        Sql.portions(identityIds, some -> sql.each(
                "SELECT subject_id, kind, attribute, value FROM account_reference WHERE job = ? AND " + sql.among("subject_id"),
                row -> references.computeIfAbsent(row.getLong(1), none -> new HashSet<>()).add(new Reference(Kind.of(row.getString(2)), row.getString(3), row.getString(4))), job, some));
        return references;
    }

    private record Referring(long identityId, Reference reference) {
    }

    private static void bind(PreparedStatement row, String job, Referring one) throws SQLException {
        row.setString(1, job);
        row.setLong(2, one.identityId());
        row.setString(3, one.reference().kind().name());
        row.setString(4, one.reference().by());
        row.setString(5, one.reference().value());
    }

    @Override
    public List<Long> referringTo(String job, Collection<Reference> references) {
        TreeSet<Long> referring = new TreeSet<>();
        Identities.byAttribute(references).forEach((to, values) -> database.look(sql -> Sql.portions(values.stream().map(SearchText::exact).toList(),
                some -> sql.each("SELECT subject_id FROM account_reference WHERE job = ? AND kind = ? AND attribute = ? AND " + sql.among("value"),
                        row -> referring.add(row.getLong(1)), job, to.kind().name(), to.attribute(), some))));
        return List.copyOf(referring);
    }

    @Override
    public void markReferring(Collection<Reference> references) {
        database.change(sql -> markReferring(sql, Identities.byAttribute(references).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().stream().map(SearchText::exact).collect(Collectors.toSet())))));
    }

    /** Marks, for every job, the links of those who refer to whoever has one of these values, by attribute. */
    static void markReferring(Sql sql, Map<KindAttribute, Set<String>> values) throws SQLException {
        if (values.isEmpty() || sql.number("SELECT count(*) FROM (SELECT 1 FROM account_reference LIMIT 1) referring") == 0) {
            return;
        }
        for (Map.Entry<KindAttribute, Set<String>> to : values.entrySet()) {
            Sql.portions(to.getValue(), some -> sql.update(MARK + "SELECT DISTINCT job, subject_id, 'none', TRUE, '{}' FROM account_reference WHERE kind = ? AND attribute = ? AND "
                    + sql.among("value") + MARKED, to.getKey().kind().name(), to.getKey().attribute(), some));
        }
    }

    @Override
    public Map<Long, Decided> decided(String job) {
        Map<Long, Decided> decided = new HashMap<>();
        database.look(sql -> sql.each("SELECT subject_id, not_theirs, none_wanted FROM account_decision WHERE job = ?",
                row -> decided.put(row.getLong(1), new Decided(new HashSet<>(Json.parse(row.getString(2), Json::readStrings)), row.getBoolean(3))), job));
        return decided;
    }

    @Override
    public void decide(String job, Map<Long, Optional<Decided>> decisions) {
        database.change(sql -> {
            Sql.portions(decisions.keySet(), some -> sql.update("DELETE FROM account_decision WHERE job = ? AND " + sql.among("subject_id"), job, some));
            sql.batch("INSERT INTO account_decision (job, subject_id, not_theirs, none_wanted) VALUES (?, ?, ?, ?)",
                    decisions.entrySet().stream().filter(one -> one.getValue().isPresent()).toList(), (row, one) -> {
                        row.setString(1, job);
                        row.setLong(2, one.getKey());
                        row.setString(3, Json.text(out -> Json.writeValue(out, one.getValue().get().notTheirs().stream().sorted().toList())));
                        row.setBoolean(4, one.getValue().get().none());
                    });
        });
    }

    @Override
    public void clearListing(String job) {
        listing.clear(job);
    }

    @Override
    public void addToListing(String job, List<ListedAccount> accounts) {
        listing.add(job, accounts);
    }

    @Override
    public void addMembersToListing(String job, Map<String, List<String>> members) {
        listing.addMembers(job, members);
    }

    @Override
    public Optional<List<String>> membersInListing(String job, String anchor) {
        return listing.members(job, anchor);
    }

    @Override
    public Map<String, List<ListedAccount>> listedWith(String job, String attribute, Collection<String> values) {
        return listing.with(job, attribute, values);
    }

    @Override
    public Map<String, ListedAccount> listed(String job, Collection<String> anchors) {
        return listing.byAnchor(job, anchors);
    }

    @Override
    public long listingSize(String job) {
        return listing.size(job);
    }

    @Override
    public List<ListedAccount> listing(String job, String afterAnchor, int limit) {
        return listing.page(job, afterAnchor, limit);
    }
}
