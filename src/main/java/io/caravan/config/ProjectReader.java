package io.caravan.config;

import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Severity;
import io.caravan.mapping.GroupRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.RuleFolder;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a project folder: settings, connectors, mappings and what lies beside them. */
public final class ProjectReader {

    private ProjectReader() {
    }

    /**
     * Reads and checks everything, without touching network or database. Never throws for what is in the files. Of the further folders' connectors it
     * reads those that the project's systems have.
     *
     * @param folder               the project folder
     * @param moreConnectorFolders where connectors are looked for after the project's own {@code connectors/}; the first found counts
     */
    public static ProjectReading read(Path folder, Path... moreConnectorFolders) {
        return read(folder, false, moreConnectorFolders);
    }

    /** The same with every connector there is. */
    public static ProjectReading readWithAllConnectors(Path folder, Path... moreConnectorFolders) {
        return read(folder, true, moreConnectorFolders);
    }

    private static ProjectReading read(Path folder, boolean allConnectors, Path... moreConnectorFolders) {
        Problems problems = new Problems();
        ProjectFiles files = new ProjectFiles(folder, problems);
        List<Path> connectorFolders = new ArrayList<>(List.of(folder.resolve("connectors")));
        connectorFolders.addAll(List.of(moreConnectorFolders));
        Map<String, PropertiesText.Entry> entries = files.read(folder.resolve("application.properties"))
                .map(text -> PropertiesText.read(text, problems)).orElse(Map.of());
        Settings settings = SettingsReader.read(entries, problems);
        Set<String> named = SystemsReader.named(entries);
        ConnectorsReader.Connectors connectors = ConnectorsReader.read(connectorFolders, name -> allConnectors || named.contains(name), files, problems);
        Map<String, Optional<SystemSpec>> systems = SystemsReader.read(entries, connectors, problems);
        RouteFiles.read(folder.resolve("routes"), files, problems);
        MappingsReader reader = new MappingsReader(files, problems);
        List<MappingFile> mappings = reader.files(folder.resolve("mappings"));
        GroupsReader rules = new GroupsReader(files, problems);
        List<GroupsReader.File> groupFiles = Stream.of(RuleFolder.values()).flatMap(kind -> rules.files(folder, kind).stream()).toList();
        MappingContext around = new MappingContext(new MappingContext.Systems(present(systems), systems.keySet()), rules.with(reader.hub(mappings), groupFiles),
                References.UNKNOWN, reader.common(), zone(settings), files, problems);
        List<Job> jobs = reader.jobs(mappings, around);
        List<GroupRule> groups = rules.read(groupFiles, around, reader.assignable(mappings, jobs));
        Project unnamed = new Project(folder, settings, present(systems), connectorFiles(connectors.read()),
                jobs.stream().filter(InboundJob.class::isInstance).map(InboundJob.class::cast).toList(),
                jobs.stream().filter(OutboundJob.class::isInstance).map(OutboundJob.class::cast).toList(), new Project.People(Optional.empty(), groups));
        Optional<PropertiesText.Entry> display = Optional.ofNullable(entries.get(OwnSetting.DISPLAY.key())).filter(entry -> !entry.value().isBlank());
        Project project = unnamed.with(display.flatMap(entry -> new DisplayReader(entry, reader.hub(mappings).of(Kind.PERSON), unnamed.secrets(), problems).read()));
        Set<String> bad = bad(problems);
        Set<String> sayNothingOfSecrets = mappings.stream().filter(MappingFile::outbound).map(mapping -> mapping.good().at("to").file()).collect(Collectors.toSet());
        bad.stream().filter(file -> Stream.of(RuleFolder.values()).anyMatch(kind -> file.startsWith(kind.folder() + "/"))).forEach(sayNothingOfSecrets::add);
        return new ProjectReading(problems.hasErrors() ? Optional.empty() : Optional.of(project), good(project, bad), project, sayNothingOfSecrets.containsAll(bad), problems,
                reader.names(mappings), files.texts());
    }

    /** Without the jobs whose files have errors. */
    private static Project good(Project project, Set<String> bad) {
        return new Project(project.folder(), project.settings(), project.systems(), project.connectors(),
                project.inbound().stream().filter(job -> !bad.contains(job.file())).toList(), project.outbound().stream().filter(job -> !bad.contains(job.file())).toList(),
                new Project.People(project.display(), project.groups().stream().filter(rule -> !bad.contains(rule.file())).toList()));
    }

    private static Set<String> bad(Problems problems) {
        return problems.inOrder().stream().filter(problem -> problem.severity() == Severity.ERROR).map(problem -> problem.position().file()).collect(Collectors.toSet());
    }

    private static ZoneId zone(Settings settings) {
        String name = settings.text(OwnSetting.ZONE.key()).orElse("UTC");
        return SettingsReader.isZone(name) ? ZoneId.of(name) : ZoneId.of("UTC");
    }

    private static <T> Map<String, T> present(Map<String, Optional<T>> found) {
        Map<String, T> present = new TreeMap<>();
        found.forEach((name, value) -> value.ifPresent(there -> present.put(name, there)));
        return present;
    }

    private static Map<String, ConnectorFile> connectorFiles(Map<String, Optional<ConnectorsReader.Connector>> connectors) {
        Map<String, ConnectorFile> connectorFiles = new TreeMap<>();
        present(connectors).forEach((name, connector) -> connectorFiles.put(name, connector.file()));
        return connectorFiles;
    }
}
