package io.caravan.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.KindAttribute;
import io.caravan.subject.Reference;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The identities and the values they can be found by. */
final class Identities {

    private static final String COLUMNS = "SELECT id, kind, key, attributes, version FROM subject WHERE ";

    private final Database database;

    Identities(Database database) {
        this.database = database;
    }

    Map<Long, Identity> byId(Collection<Long> ids) {
        Map<Long, Identity> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(ids, some -> sql.each(COLUMNS + sql.among("id"), row -> {
            Identity identity = identity(row);
            found.put(identity.id(), identity);
        }, some)));
        return found;
    }

    Map<Long, Long> changedIn(Collection<Long> ids) {
        Map<Long, Long> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(ids, some -> sql.each("SELECT id, changed_in_cycle FROM subject WHERE " + sql.among("id"),
                row -> found.put(row.getLong(1), row.getLong(2)), some)));
        return found;
    }

    Map<String, Identity> byKey(Kind kind, Collection<String> keys) {
        Map<String, Identity> found = new LinkedHashMap<>();
        database.look(sql -> Sql.portions(keys, some -> sql.each(COLUMNS + "kind = ? AND " + sql.among("key"), row -> {
            Identity identity = identity(row);
            found.put(identity.key(), identity);
        }, kind.name(), some)));
        return found;
    }

    Map<Reference, List<Long>> meant(Collection<Reference> references) {
        Map<Reference, List<Long>> meant = new HashMap<>();
        byAttribute(references).forEach((to, values) -> {
            Map<String, List<Long>> found = to.attribute().equals(Reference.KEY) ? idsByKey(to.kind(), values) : with(to.kind(), to.attribute(), values);
            found.forEach((value, subjects) -> meant.put(new Reference(to.kind(), to.attribute(), value), subjects));
        });
        return meant;
    }

    static Map<KindAttribute, List<String>> byAttribute(Collection<Reference> references) {
        return references.stream().collect(groupingBy(one -> new KindAttribute(one.kind(), one.by()), mapping(Reference::value, toList())));
    }

    private Map<String, List<Long>> idsByKey(Kind kind, Collection<String> keys) {
        Map<String, List<Long>> found = new HashMap<>();
        database.look(sql -> Sql.portions(keys, some ->
                sql.each("SELECT key, id FROM subject WHERE kind = ? AND " + sql.among("key"), row -> found.put(row.getString(1), List.of(row.getLong(2))), kind.name(), some)));
        return found;
    }

    Set<Reference> referencesTo(Collection<Long> identityIds, Set<String> by) {
        Set<Reference> references = new HashSet<>();
        boolean byKeyAlone = by.equals(Set.of(Reference.KEY));
        database.look(sql -> Sql.portions(identityIds, some -> sql.each(
                "SELECT kind, key" + (byKeyAlone ? "" : ", attributes") + " FROM subject WHERE " + sql.among("id"), row -> {
                    Kind kind = Kind.of(row.getString(1));
                    if (by.contains(Reference.KEY)) {
                        references.add(new Reference(kind, Reference.KEY, row.getString(2)));
                    }
                    if (!byKeyAlone) {
                        Attributes attributes = Json.attributes(row.getString(3), by);
                        by.stream().filter(attribute -> !attribute.equals(Reference.KEY)).forEach(attribute ->
                                texts(attributes.get(attribute)).forEach(text -> references.add(new Reference(kind, attribute, text))));
                    }
                }, some)));
        return references;
    }

    List<Identity> changed(Kind kind, long afterVersion, int limit) {
        return database.read(sql -> sql.list(COLUMNS + "version > ? AND kind = ? ORDER BY version LIMIT ?", Identities::identity, afterVersion, kind.name(), limit));
    }

    /** From the first five columns: id, kind, key, attributes, version. */
    static Identity identity(ResultSet row) throws SQLException {
        return new Identity(row.getLong(1), Kind.of(row.getString(2)), row.getString(3), Json.attributes(row.getString(4)), row.getLong(5));
    }

    Map<String, List<Long>> with(Kind kind, String attribute, Collection<String> values) {
        Map<String, List<String>> asked = new HashMap<>();
        values.forEach(value -> asked.computeIfAbsent(SearchText.folded(value), folded -> new ArrayList<>(1)).add(value));
        Map<String, List<Long>> found = new LinkedHashMap<>();
        database.look(sql -> {
            if (!indexed(sql).contains(new KindAttribute(kind, attribute))) {
                if (!database.onlyReads()) {
                    throw new IllegalArgumentException(kind + " is not indexed by " + attribute);
                }
                lookThrough(sql, kind, attribute, asked, found);
                return;
            }
            Sql.portions(asked.keySet(), some -> sql.each(
                    "SELECT value, subject_id FROM subject_value WHERE kind = ? AND attribute = ? AND " + sql.among("value") + " ORDER BY value, subject_id",
                    row -> {
                        for (String value : asked.get(row.getString(1))) {
                            found.computeIfAbsent(value, none -> new ArrayList<>()).add(row.getLong(2));
                        }
                    }, kind.name(), attribute, some));
        });
        return found;
    }

    /** Whoever only reads cannot have an index made that nobody needed yet: everybody is looked at. */
    private static void lookThrough(Sql sql, Kind kind, String attribute, Map<String, List<String>> asked, Map<String, List<Long>> found) throws SQLException {
        sql.stream("SELECT id, attributes FROM subject WHERE kind = ? ORDER BY id", row -> {
            List<Value> values = new ArrayList<>();
            addValues(values, row.getLong(1), kind, Json.attributes(row.getString(2)), Set.of(new KindAttribute(kind, attribute)));
            values.stream().map(Value::text).distinct().forEach(text -> {
                for (String value : asked.getOrDefault(text, List.of())) {
                    found.computeIfAbsent(value, none -> new ArrayList<>()).add(values.get(0).identityId());
                }
            });
        }, kind.name());
    }

    void index(Set<KindAttribute> attributes) {
        if (database.<Set<KindAttribute>>read(Identities::indexed).equals(attributes)) {
            return;
        }
        database.change(sql -> {
            Set<KindAttribute> there = indexed(sql);
            Set<KindAttribute> superfluous = new HashSet<>(there);
            superfluous.removeAll(attributes);
            for (KindAttribute one : superfluous) {
                sql.update("DELETE FROM subject_value WHERE kind = ? AND attribute = ?", one.kind().name(), one.attribute());
                sql.update("DELETE FROM indexed_attribute WHERE kind = ? AND name = ?", one.kind().name(), one.attribute());
            }
            Set<KindAttribute> missing = new LinkedHashSet<>(attributes);
            missing.removeAll(there);
            sql.batch("INSERT INTO indexed_attribute (kind, name) VALUES (?, ?)", missing, (row, one) -> {
                row.setString(1, one.kind().name());
                row.setString(2, one.attribute());
            });
            build(sql, missing);
        });
    }

    void indexAlso(Set<KindAttribute> attributes) {
        Set<KindAttribute> all = new LinkedHashSet<>(database.<Set<KindAttribute>>read(Identities::indexed));
        if (all.addAll(attributes) && !database.onlyReads()) {
            index(all);
        }
    }

    private static void build(Sql sql, Set<KindAttribute> missing) throws SQLException {
        List<Value> values = new ArrayList<>();
        for (Kind kind : missing.stream().map(KindAttribute::kind).distinct().toList()) {
            sql.stream("SELECT id, attributes FROM subject WHERE kind = ?", row -> {
                addValues(values, row.getLong(1), kind, Json.attributes(row.getString(2)), missing);
                if (values.size() >= Sql.BATCH) {
                    insert(sql, values);
                    values.clear();
                }
            }, kind.name());
        }
        insert(sql, values);
    }

    List<Identity> save(List<IdentityDraft> drafts, long cycle) {
        if (drafts.isEmpty()) {
            return List.of();
        }
        return database.write(sql -> {
            int fresh = (int) drafts.stream().filter(draft -> draft.id().isEmpty()).count();
            long id = fresh == 0 ? 0 : sql.take("subject", fresh);
            long version = sql.take("subject version", drafts.size());
            List<Identity> saved = new ArrayList<>(drafts.size());
            List<Identity> created = new ArrayList<>(fresh);
            List<Identity> changed = new ArrayList<>(drafts.size() - fresh);
            for (IdentityDraft draft : drafts) {
                boolean isNew = draft.id().isEmpty();
                Identity identity = new Identity(isNew ? id++ : draft.id().getAsLong(), draft.kind(), draft.key(), draft.attributes(), version++);
                saved.add(identity);
                (isNew ? created : changed).add(identity);
            }
            store(sql, created, changed, cycle);
            return saved;
        });
    }

    private static void store(Sql sql, List<Identity> created, List<Identity> changed, long cycle) throws SQLException {
        Set<KindAttribute> indexed = indexed(sql);
        Set<Value> before = values(sql, changed, indexed);
        sql.batch("INSERT INTO subject (id, kind, key, version, attributes, changed_in_cycle) VALUES (?, ?, ?, ?, ?, ?)", created, (row, identity) -> {
            row.setLong(1, identity.id());
            row.setString(2, identity.kind().name());
            row.setString(3, identity.key());
            row.setLong(4, identity.version());
            row.setString(5, Json.attributes(identity.attributes()));
            row.setLong(6, cycle);
        });
        sql.batch("UPDATE subject SET key = ?, version = ?, attributes = ?, changed_in_cycle = ? WHERE id = ?", changed, (row, identity) -> {
            row.setString(1, identity.key());
            row.setLong(2, identity.version());
            row.setString(3, Json.attributes(identity.attributes()));
            row.setLong(4, cycle);
            row.setLong(5, identity.id());
        });
        Set<Value> wanted = new LinkedHashSet<>();
        created.forEach(identity -> addValues(wanted, identity.id(), identity.kind(), identity.attributes(), indexed));
        changed.forEach(identity -> addValues(wanted, identity.id(), identity.kind(), identity.attributes(), indexed));
        Set<Value> superfluous = new LinkedHashSet<>(before);
        superfluous.removeAll(wanted);
        wanted.removeAll(before);
        sql.batch("DELETE FROM subject_value WHERE kind = ? AND attribute = ? AND value = ? AND subject_id = ?", superfluous, Value::bind);
        insert(sql, wanted);
        wanted.addAll(superfluous);
        SqlLinkStore.markReferring(sql, wanted.stream().collect(groupingBy(value -> new KindAttribute(value.kind(), value.attribute()), mapping(Value::text, toSet()))));
    }

    /** The values these identities are found by until now: most changes leave them as they are. */
    private static Set<Value> values(Sql sql, List<Identity> identities, Set<KindAttribute> indexed) throws SQLException {
        Set<Value> values = new HashSet<>();
        Set<String> names = indexed.stream().map(KindAttribute::attribute).collect(toSet());
        if (!indexed.isEmpty()) {
            Sql.portions(identities.stream().map(Identity::id).toList(), some -> sql.each("SELECT id, kind, attributes FROM subject WHERE " + sql.among("id"),
                    row -> addValues(values, row.getLong(1), Kind.of(row.getString(2)), Json.attributes(row.getString(3), names), indexed), some));
        }
        return values;
    }

    private record Value(Kind kind, String attribute, String text, long identityId) {

        /** By hand, as in {@link Reference}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Value that && identityId == that.identityId && text.equals(that.text) && attribute.equals(that.attribute) && kind.equals(that.kind);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * text.hashCode() + attribute.hashCode()) + Long.hashCode(identityId);
        }

        private static void bind(PreparedStatement row, Value value) throws SQLException {
            row.setString(1, value.kind().name());
            row.setString(2, value.attribute());
            row.setString(3, value.text());
            row.setLong(4, value.identityId());
        }
    }

    private static void addValues(Collection<Value> values, long identityId, Kind kind, Attributes attributes, Set<KindAttribute> indexed) {
        for (KindAttribute one : indexed) {
            if (one.kind().equals(kind)) {
                texts(attributes.get(one.attribute())).forEach(text -> values.add(new Value(kind, one.attribute(), SearchText.folded(text), identityId)));
            }
        }
    }

    private static List<String> texts(Object value) {
        return value == null ? List.of() : value instanceof List<?> several
                ? several.stream().filter(Objects::nonNull).map(Object::toString).toList() : List.of(value.toString());
    }

    private static void insert(Sql sql, Collection<Value> values) throws SQLException {
        sql.batch("INSERT INTO subject_value (kind, attribute, value, subject_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", values, Value::bind);
    }

    private static Set<KindAttribute> indexed(Sql sql) throws SQLException {
        return new LinkedHashSet<>(sql.list("SELECT kind, name FROM indexed_attribute ORDER BY kind, name", row -> new KindAttribute(Kind.of(row.getString(1)), row.getString(2))));
    }

    /** Only of people with several records something is ahead, so the table is small, and mostly there is nothing to delete. */
    void mergeDue(Map<Long, Optional<Instant>> moments) {
        if (moments.isEmpty()) {
            return;
        }
        List<Map.Entry<Long, Optional<Instant>>> ahead = moments.entrySet().stream().filter(moment -> moment.getValue().isPresent()).toList();
        database.change(sql -> {
            Sql.portions(moments.keySet(), some -> sql.update("DELETE FROM merge_due WHERE " + sql.among("subject_id"), some));
            sql.batch("INSERT INTO merge_due (subject_id, due_at) VALUES (?, ?)", ahead, (row, moment) -> {
                row.setLong(1, moment.getKey());
                row.setString(2, Moment.text(moment.getValue().get()));
            });
        });
    }

    void mergeAllWithSeveral(Instant now) {
        database.change(sql -> sql.update("""
                INSERT INTO merge_due (subject_id, due_at)
                SELECT subject_id, ? FROM source_record WHERE subject_id IS NOT NULL GROUP BY subject_id HAVING count(*) > 1
                ON CONFLICT (subject_id) DO UPDATE SET due_at = excluded.due_at""", now));
    }

    void mergeAllOf(String job, Instant now) {
        database.change(sql -> sql.update("""
                INSERT INTO merge_due (subject_id, due_at)
                SELECT DISTINCT subject_id, ? FROM source_record WHERE subject_id IS NOT NULL AND job = ?
                ON CONFLICT (subject_id) DO UPDATE SET due_at = excluded.due_at""", now, job));
    }

    List<Long> mergeDue(Instant now, int limit) {
        return database.read(sql -> sql.list("SELECT subject_id FROM merge_due WHERE due_at <= ? ORDER BY subject_id LIMIT ?", row -> row.getLong(1), now, limit));
    }

    Optional<Instant> nextMergeDue(Instant after) {
        return database.read(sql -> sql.list("SELECT due_at FROM merge_due WHERE due_at > ? ORDER BY due_at LIMIT 1", row -> row.getString(1), after)).stream().findFirst()
                .flatMap(Moment::read);
    }

    long version() {
        return database.read(sql -> sql.number("SELECT value FROM counter WHERE name = 'subject version'"));
    }

    long count() {
        return database.read(sql -> sql.number("SELECT count(*) FROM subject"));
    }
}
