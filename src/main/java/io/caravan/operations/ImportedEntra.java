package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Problem;
import io.caravan.mapping.MatchRule;
import io.caravan.operations.EntraImport.Followed;
import io.caravan.operations.EntraImport.Item;
import io.caravan.operations.EntraImport.MadeFile;
import io.caravan.operations.entra.EntraSchema;
import io.caravan.operations.entra.EntraSchema.ObjectMapping;
import io.caravan.operations.entra.EntraSchemaReader;
import io.caravan.operations.entra.NotASchema;
import io.caravan.subject.Kind;
import io.caravan.subject.Lifecycle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes mappings of what a provisioning job of Microsoft Entra ID is told. Nothing that is there is written over. */
public final class ImportedEntra {

    private static final String HUB = "hub";
    private static final List<String> PEOPLE = List.of("user", "record", "person", "account");

    private final ProjectFolder place;
    private final Wish wish;
    private final Project project;
    private final boolean outbound;
    private final SystemSpec system;
    private final List<Item> items = new ArrayList<>();
    private final List<EntraDraft> drafts = new ArrayList<>();

    /**
     * What shall be made of it.
     *
     * @param from       a system, or {@code hub}; empty: the hub
     * @param to         as well; one of both is the hub
     * @param job        what the new job is called; empty: like the system
     * @param object     the kind of object that people are in the system
     * @param mapping    the name of the one mapping that is meant, where there are several for people
     * @param attributes what the hub calls an attribute, by Entra's name
     * @param everybody  whether Entra provisions everybody in scope, and not only who is assigned to the application
     */
    public record Wish(Optional<String> from, Optional<String> to, Optional<String> job, Optional<String> object, Optional<String> mapping, Map<String, String> attributes, boolean everybody) {
    }

    private ImportedEntra(ProjectFolder place, Wish wish, EntraSchema schema) {
        this.place = place;
        this.wish = wish;
        this.project = place.project();
        String from = wish.from().orElse(HUB);
        String to = wish.to().orElse(HUB);
        if (from.equals(HUB) == to.equals(HUB)) {
            throw new Refusal(Refusal.Kind.USAGE, from.equals(HUB) ? "it does not say which system is meant" : "both ends are systems, and a mapping goes into the hub or out of it",
                    "Write --from hub --to SYSTEM, or --from SYSTEM --to hub; the file has " + schema.mappings().stream().map(mapping -> mapping.ends().toString()).collect(Collectors.joining(", ")));
        }
        this.outbound = from.equals(HUB);
        if (outbound && project.inbound().isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "nobody comes into the hub yet, so there is nothing to give to '" + to + "'", "Begin with a source: caravan import entra FILE --from SYSTEM --to hub, or caravan mapping new");
        }
        this.system = SystemSchema.spec(project, outbound ? to : from);
    }

    /**
     * Reads the file and makes the mappings.
     *
     * @param dryRun only to look at them
     * @throws Refusal when the file cannot be read, has nothing for what is wished, or a mapping of that name is there already
     */
    public static EntraImport of(ProjectFolder place, Wish wish, Path file, boolean dryRun) {
        EntraSchema schema = read(file);
        return new ImportedEntra(place, wish, schema).imported(schema, dryRun);
    }

    private static EntraSchema read(Path file) {
        try {
            return EntraSchemaReader.read(file);
        } catch (NotASchema other) {
            throw other.isUnreadable() ? new Refusal(Refusal.Kind.FAILED, other.getMessage(), "Name a file that is there")
                    : new Refusal(Refusal.Kind.INVALID_FILES, other.getMessage(), "Save what GET https://graph.microsoft.com/v1.0/servicePrincipals/ID/synchronization/jobs/JOB/schema answers, as it is");
        }
    }

    private EntraImport imported(EntraSchema schema, boolean dryRun) {
        try (ProjectDraft draft = new ProjectDraft(place)) {
            List<ObjectMapping> chosen = chosen(schema);
            for (ObjectMapping mapping : chosen) {
                object(mapping).ifPresent(object -> make(draft, mapping, object));
            }
            schema.mappings().stream().filter(mapping -> !chosen.contains(mapping))
                    .forEach(mapping -> items.add(whole(mapping.name(), Followed.LEFT_OUT, "it goes the other way, or is not the one that was named")));
            List<MadeFile> files = drafts.stream().map(made -> new MadeFile(made.file(), made.page().text())).toList();
            List<OpenDecision> decisions = drafts.stream().flatMap(made -> made.questions().stream()).toList();
            schema.disabled().forEach(name -> items.add(whole(name, Followed.LEFT_OUT, "it is not enabled there")));
            if (!dryRun && !files.isEmpty()) {
                draft.save();
                EditorSchemas.files(place);
            }
            return new EntraImport(!dryRun && !files.isEmpty(), files, items, decisions);
        }
    }

    private static Item whole(String part, Followed followed, String why) {
        return new Item(Optional.empty(), part, followed, Optional.empty(), Optional.empty(), List.of(why));
    }

    /** Those that go in the direction that is wished: one for people, and one for groups. */
    private List<ObjectMapping> chosen(EntraSchema schema) {
        List<ObjectMapping> fitting = schema.mappings().stream().filter(mapping -> outbound ? !mapping.ends().toEntra() : !mapping.ends().fromEntra())
                .filter(mapping -> wish.mapping().isEmpty() || wish.mapping().get().equals(mapping.name())).toList();
        if (fitting.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "the file has no such mapping " + (outbound ? "out of Entra" : "into Entra"), "It has " + schema.mappings().stream()
                    .map(mapping -> "'" + mapping.name() + "' (" + mapping.ends() + ")").collect(Collectors.joining(", ")));
        }
        for (boolean groups : new boolean[] {false, true}) {
            List<String> same = fitting.stream().filter(mapping -> mapping.ends().ofGroups() == groups).map(mapping -> "'" + mapping.name() + "'").toList();
            if (same.size() > 1) {
                throw new Refusal(Refusal.Kind.USAGE, "the file has several mappings of " + (groups ? "groups" : "people"), "Name one of " + String.join(", ", same) + " with --mapping");
            }
        }
        return fitting;
    }

    private Optional<ObjectSpec> object(ObjectMapping mapping) {
        boolean groups = mapping.ends().ofGroups();
        Set<String> able = system.connector().objects().values().stream().filter(object -> object.can(outbound ? Operation.UPDATE : Operation.LIST)).map(ObjectSpec::name)
                .collect(Collectors.toCollection(TreeSet::new));
        if (groups && (outbound && hub(Kind.GROUP).isEmpty() || !able.contains("group"))) {
            items.add(whole(mapping.name(), Followed.NOT, able.contains("group") ? "nothing brings groups into the hub yet" : "the connector of '" + system.name() + "' has no groups for that"));
            return Optional.empty();
        }
        Optional<String> name = groups ? Optional.of("group") : wish.object().or(() -> able.size() == 1 ? able.stream().findFirst() : PEOPLE.stream().filter(able::contains).findFirst());
        return Optional.of(name.filter(able::contains).map(system.connector().objects()::get).orElseThrow(() -> new Refusal(Refusal.Kind.USAGE,
                "it is not clear which object of '" + system.name() + "' is meant", able.isEmpty() ? "Take another system" : "Name one of " + String.join(", ", able) + " with --object")));
    }

    /** What the hub knows of a kind; empty when nothing of it comes in. */
    private Optional<Set<String>> hub(Kind kind) {
        Set<String> names = project.inbound().stream().filter(job -> job.kind().equals(kind)).flatMap(job -> job.mapping().attributes().keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
        if (!names.isEmpty() && kind.equals(Kind.PERSON)) {
            names.addAll(Lifecycle.ATTRIBUTES);
        }
        return Optional.of(names).filter(some -> !some.isEmpty());
    }

    private void make(ProjectDraft draft, ObjectMapping mapping, ObjectSpec object) {
        boolean groups = mapping.ends().ofGroups();
        String name = wish.job().orElse(system.name()) + (groups ? "-groups" : "");
        NewMapping.refuseExisting(place, project, name);
        Kind kind = groups ? Kind.GROUP : Kind.PERSON;
        Optional<String> key = project.inbound().stream().filter(job -> job.kind().equals(kind)).flatMap(job -> job.match().stream()).map(MatchRule::attribute).findFirst();
        EntraDraft made = new EntraDraft(name, system, object, mapping, new EntraNames(hub(kind), wish.attributes(), key), outbound, wish.everybody());
        settle(draft, made);
        items.addAll(made.items());
        if (!made.isEmpty()) {
            drafts.add(made);
        }
    }

    /** What a check finds wrong is taken out, until it finds nothing more. */
    private static void settle(ProjectDraft draft, EntraDraft made) {
        while (!made.isEmpty()) {
            draft.put(made.file(), made.page().text());
            List<Problem> errors = draft.errors();
            boolean less = false;
            for (Problem error : errors) {
                less |= error.position().file().equals(made.file()) && made.refuse(error.position().line(), error.message());
            }
            if (!less && made.isShortened() && !errors.isEmpty()) {
                made.spellOut();
            } else if (!less) {
                draft.project();
                return;
            }
        }
        draft.remove(made.file());
    }
}
