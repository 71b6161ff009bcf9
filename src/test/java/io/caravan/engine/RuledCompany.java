package io.caravan.engine;

import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.engine.HubStore.IdentityDraft;
import io.caravan.mapping.GroupRule;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Membership;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** People in a hub, and rules of groups in files: for running the rules without a source. */
final class RuledCompany {

    private final Path folder;
    StateStore store;
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private List<GroupRule> rules = List.of();
    private String settings = "";

    RuledCompany(Path folder, StateStore store) {
        this.folder = folder;
        this.store = store;
    }

    /** Some mapping brings departments. */
    RuledCompany withDepartments() {
        settings = "caravan.systems.orga.connector = csv-source\ncaravan.systems.orga.file = orga.csv\ncaravan.systems.orga.key = code\n";
        try {
            Files.createDirectories(folder.resolve("mappings"));
            Files.writeString(folder.resolve("mappings/orga.yaml"), """
                    job: orga
                    from: {system: orga, object: record}
                    to: {hub: department}
                    attributes: {id: "${body[id]}", code: "${body[code]}", title: "${body[title]}"}
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Writes a file of {@code groups/}. */
    RuledCompany rule(String name, String... lines) {
        try {
            Files.createDirectories(folder.resolve("groups"));
            Files.writeString(folder.resolve("application.properties"), settings);
            Files.writeString(folder.resolve("groups/" + name + ".yaml"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read();
    }

    /** Writes a file of {@code assignments/}, and a mapping that asks about its application, {@code app}. */
    RuledCompany assignment(String name, String... lines) {
        try {
            Files.createDirectories(folder.resolve("assignments"));
            Files.createDirectories(folder.resolve("mappings"));
            Files.writeString(folder.resolve("application.properties"), """
                    caravan.systems.app.connector = jdbc
                    caravan.systems.app.url = jdbc:sqlite:app.db
                    caravan.systems.app.table = users
                    caravan.systems.app.key = login
                    """);
            Files.writeString(folder.resolve("mappings/app.yaml"), """
                    job: app
                    from: hub
                    to: {system: app, object: record}
                    scope: {assigned: true, onExit: delete}
                    lifecycle: {onLeaver: delete, onLeave: keep}
                    match: [{target: login, value: "${body[login]}"}]
                    attributes: {login: "${body[login]}"}
                    """);
            Files.writeString(folder.resolve("assignments/" + name + ".yaml"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read();
    }

    RuledCompany without(String name) {
        try {
            Files.delete(folder.resolve("groups/" + name + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read();
    }

    private RuledCompany read() {
        ProjectReading reading = ProjectReader.read(folder, Path.of("connectors"));
        rules = reading.project().orElseThrow(() -> new AssertionError(reading.problems().inOrder())).groups();
        return this;
    }

    List<GroupRule> rules() {
        return rules;
    }

    /** Somebody is known so from here on: names and values in turn. */
    void person(String key, Object... attributes) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            values.put((String) attributes[i], attributes[i + 1]);
        }
        save(Kind.PERSON, key, values);
    }

    /** The same of a department. */
    void department(String key, Object... attributes) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < attributes.length; i += 2) {
            values.put((String) attributes[i], attributes[i + 1]);
        }
        save(Kind.of("department"), key, values);
    }

    private void save(Kind kind, String key, Map<String, Object> values) {
        OptionalLong id = store.hub().identitiesByKey(kind, List.of(key)).values().stream().mapToLong(Identity::id).findFirst();
        store.hub().save(List.of(new IdentityDraft(id, kind, key, Attributes.of(values))));
    }

    /** So many people of one kind, {@code PREFIX1} and so on. */
    void people(String prefix, int count, Object... attributes) {
        for (int i = 1; i <= count; i++) {
            person(prefix + i, attributes);
        }
    }

    GroupRun run() {
        return run(GroupApproval.NONE);
    }

    GroupRun run(GroupApproval approval) {
        GroupRun run = new GroupRun(now, 1, "test", approval, () -> true);
        step().run(run);
        return run;
    }

    GroupStep step() {
        return new GroupStep(store, rules, ZoneOffset.UTC, Set.of());
    }

    Identity group(String key) {
        return store.hub().identitiesByKey(Kind.GROUP, List.of(key)).get(key);
    }

    /** The keys of who is in a group, whoever says so. */
    Set<String> in(String group) {
        return in(group(group));
    }

    /** The keys of who is assigned to an application, or to a role in it. */
    Set<String> assignedTo(String key) {
        return in(store.hub().identitiesByKey(Kind.APPLICATION, List.of(key)).get(key));
    }

    private Set<String> in(Identity subject) {
        return subject == null ? Set.of() : new TreeSet<>(store.hub().identities(store.memberships().ofGroup(subject.id(), 0, Integer.MAX_VALUE).stream()
                .map(Membership::member).toList()).values().stream().map(Identity::key).toList());
    }

    /** Who is in each group that anybody is in. */
    Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new TreeMap<>();
        store.groupRules().groups().stream().map(one -> store.hub().identities(List.of(one.group())).get(one.group()).key()).forEach(key -> {
            if (!in(key).isEmpty()) {
                all.put(key, in(key));
            }
        });
        return all;
    }

    List<LogEntry> logged(String action) {
        return store.log().read(LogStore.Filter.latest(Integer.MAX_VALUE)).stream().map(LogStore.StoredEntry::entry).filter(entry -> entry.action().equals(action)).toList();
    }
}
