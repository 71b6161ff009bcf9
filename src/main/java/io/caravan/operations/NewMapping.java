package io.caravan.operations;

import io.caravan.config.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Proposes mappings for systems that a project has. */
public final class NewMapping {

    private static final String HUB = "hub";

    private NewMapping() {
    }

    /**
     * What shall be mapped.
     *
     * @param from      a system, or {@code hub}
     * @param to        as well; between two systems stands the hub, and both halves are written where one is missing
     * @param job       the name of the new job; empty: the system's. Of two halves it is that into the target
     * @param object    the kind of object on the far side; of two halves that of the target
     * @param anonymise whether samples and examples show people that nobody is
     */
    public record Wish(String from, String to, Optional<String> job, Optional<String> object, boolean anonymise) {
    }

    /**
     * Looks at the systems and writes the mappings, with the schemas that editors check them with.
     *
     * @throws Refusal when there is such a mapping, or no such system
     */
    public static Proposal write(ProjectFolder place, Wish wish, Clock clock) {
        Project project = place.project();
        if (wish.from().equals(HUB) == wish.to().equals(HUB) && (wish.from().equals(HUB) || wish.from().equals(wish.to()))) {
            throw new Refusal(Refusal.Kind.USAGE, "a mapping goes from one place to another", "Write --from SYSTEM --to hub, --from hub --to SYSTEM, or two systems");
        }
        boolean both = !wish.from().equals(HUB) && !wish.to().equals(HUB);
        try (ProjectDraft draft = new ProjectDraft(place); AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            MappingDrafts mappings = new MappingDrafts(draft, asked, wish.anonymise(), isShared(place), clock.instant());
            if (!wish.from().equals(HUB) && !(both && mappings.bringsIn(wish.from()))) {
                String name = both ? wish.from() : wish.job().orElse(wish.from());
                refuseExisting(place, project, name);
                mappings.inbound(name, wish.from(), both ? Optional.empty() : wish.object());
            }
            if (!wish.to().equals(HUB)) {
                String name = wish.job().orElse(wish.to());
                refuseExisting(place, project, name);
                mappings.outbound(name, wish.to(), wish.object());
            }
            List<String> files = new ArrayList<>(draft.save());
            files.addAll(EditorSchemas.files(place));
            files.addAll(EditorSchemas.own(place, mappings.editorSchema(ProjectSchema.read(place.folder()), Stream.of(wish.from(), wish.to()).filter(name -> !name.equals(HUB)).toList())));
            return new Proposal(files, mappings.systems(), mappings.decisions());
        }
    }

    /** Whether how user names are made stands in the file that all mappings share. */
    private static boolean isShared(ProjectFolder place) {
        Path common = place.folder().resolve("mappings/common.yaml");
        try {
            return Files.isRegularFile(common) && new Load(LoadSettings.builder().build()).loadFromString(Files.readString(common)) instanceof Map<?, ?> shared
                    && shared.get("define") instanceof Map<?, ?> defines && defines.containsKey(OutboundDraft.DEFINES);
        } catch (IOException | YamlEngineException unreadable) {
            return false;
        }
    }

    /** Refuses what cannot be a job's name, or is one already. */
    static void refuseExisting(ProjectFolder place, Project project, String name) {
        if (!name.matches("[a-z][a-z0-9-]*")) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + name + "' cannot be a job's name", "Use lower-case letters, digits and hyphens: --job NAME");
        }
        project.job(name).ifPresent(job -> {
            throw new Refusal(Refusal.Kind.USAGE, "there is a job '" + name + "' already, in " + job.file(), "Give the new one another name: --job NAME");
        });
        ProjectDraft.refuseExisting(place.folder(), List.of("mappings/" + name + ".yaml"));
    }
}
