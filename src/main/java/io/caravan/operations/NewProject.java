package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.config.ProjectSchemas;
import io.caravan.diagnostic.VisibleText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Begins a project: proposes settings and mappings from what the systems show. */
public final class NewProject {

    private static final String SETTINGS = "application.properties";

    private NewProject() {
    }

    /**
     * What a project shall begin with.
     *
     * @param from      addresses of sources, each alone or as {@code NAME=ADDRESS}
     * @param to        addresses of targets, as well
     * @param given     settings that are not to be guessed, as {@code NAME.SETTING}
     * @param anonymise whether samples and examples show people that nobody is
     * @param asked     who can be asked for what is missing
     */
    public record Wishes(List<String> from, List<String> to, Map<String, String> given, boolean anonymise, Questions asked) {
    }

    /**
     * Looks at the systems and writes the project: all of it, or nothing.
     *
     * @param place where it shall be
     * @param from  what relative addresses are relative to
     * @throws Refusal when there is something already that would be written over, or an address is none
     */
    public static Proposal write(ProjectFolder place, Path from, Wishes wishes, Clock clock) {
        ProjectDraft.refuseExisting(place.folder(), List.of(SETTINGS, "mappings"));
        if (wishes.from().isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "it is not said where people come from", "Write --from people.csv, or jdbc:…, ldap://… or https://…, and --to where they shall have accounts");
        }
        try (ProjectDraft draft = new ProjectDraft(place)) {
            draft.makeFolder();
            return write(place, draft, systems(place, from, wishes), wishes, clock);
        }
    }

    private static Proposal write(ProjectFolder place, ProjectDraft draft, List<SystemDraft> systems, Wishes wishes, Clock clock) {
        Page settings = settings(systems);
        draft.put(SETTINGS, settings.text());
        Project project = draft.project();
        try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            MappingDrafts mappings = new MappingDrafts(draft, asked, wishes.anonymise(), true, clock.instant());
            systems.stream().filter(system -> !system.isTarget()).forEach(system -> mappings.inbound(system.name(), system.name(), Optional.empty()));
            systems.stream().filter(SystemDraft::isTarget).forEach(system -> mappings.outbound(system.name(), system.name(), Optional.empty()));
            schemas(draft);
            draft.put(ProjectSchema.FILE, mappings.editorSchema(Optional.empty(), project.systems().keySet()));
            List<OpenDecision> decisions = new ArrayList<>(settings.decisions(SETTINGS));
            decisions.addAll(mappings.decisions());
            return new Proposal(draft.save(), mappings.systems(), decisions);
        }
    }

    private static List<SystemDraft> systems(ProjectFolder place, Path from, Wishes wishes) {
        SystemDraft.Around around = new SystemDraft.Around(place.folder(), from, wishes.given(), wishes.asked());
        Set<String> names = new LinkedHashSet<>();
        List<SystemDraft> systems = new ArrayList<>();
        Stream.concat(wishes.from().stream().map(address -> Map.entry(address, false)), wishes.to().stream().map(address -> Map.entry(address, true))).forEach(each -> {
            SystemDraft system = SystemDraft.of(each.getKey(), each.getValue(), around, names);
            names.add(system.name());
            systems.add(system);
        });
        wishes.given().keySet().stream().filter(setting -> names.stream().noneMatch(name -> setting.startsWith(name + "."))).findFirst().ifPresent(setting -> {
            throw new Refusal(Refusal.Kind.USAGE, "--set " + VisibleText.of(setting) + " is about no system of this project", "The systems are: " + String.join(", ", names));
        });
        return systems;
    }

    private static Page settings(List<SystemDraft> systems) {
        Page page = new Page();
        page.line("# The settings of this project. caravan check finds what is wrong in here; what is marked DECIDE nobody can know but you.")
                .line("# Secrets are never written here: {{env:NAME}} reads one from the environment, {{file:PATH}} from a file.")
                .line("").line("# Where Caravan keeps what it knows: one SQLite file, made when it is missing.").line("caravan.store.url = jdbc:sqlite:state/caravan.db")
                .line("").line("# When a day begins and ends for people whose record names no time zone.").line("caravan.zone = " + ZoneId.systemDefault().getId());
        systems.forEach(system -> system.write(page));
        return page;
    }

    /** What the first line of each mapping names. */
    private static void schemas(ProjectDraft draft) {
        try {
            Path folder = Files.createTempDirectory("caravan-schemas");
            try {
                for (Path file : ProjectSchemas.write(folder)) {
                    draft.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
                }
            } finally {
                try (Stream<Path> all = Files.walk(folder)) {
                    for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
