package io.caravan.config;

import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.subject.Lifecycle;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads all mappings of a project: first what each is, then, knowing them all, what each says. */
final class MappingsReader {

    private static final Pattern TABLE = Pattern.compile(SchemaFile.MAPPING.root().at("/properties/tables/additionalProperties/pattern").asText());

    private final ProjectFiles files;
    private static final Pattern NOT_FOLLOWED = Pattern.compile("(?m)^ *# (NOT FOLLOWED:)");

    private final Problems problems;
    private boolean unreadable;
    private CommonFile common = CommonFile.NONE;

    MappingsReader(ProjectFiles files, Problems problems) {
        this.files = files;
        this.problems = problems;
    }

    /** The mapping files whose shape is known, lookup tables and what mappings share left aside. */
    List<MappingFile> files(Path folder) {
        Map<Path, Yaml> wholes = new LinkedHashMap<>();
        Map<Path, Problems> unparsed = new LinkedHashMap<>();
        Set<Path> tables = new HashSet<>();
        for (Path path : files.in(folder, MappingFile.ENDING)) {
            Problems own = new Problems();
            Optional<FileText> read = files.read(path, own);
            read.flatMap(text -> YamlText.parse(text, own)).ifPresent(whole -> wholes.put(path, whole));
            read.ifPresent(text -> warnOfWhatIsNotFollowed(text, own));
            unparsed.put(path, own);
        }
        wholes.forEach((path, whole) -> tables.addAll(tables(path, whole)));
        files.in(folder, ".yml").stream().filter(path -> !tables.contains(path)).forEach(this::wrongEnding);
        files.below(folder, MappingFile.ENDING).stream().filter(path -> !tables.contains(path)).forEach(this::notLookedInto);
        List<MappingFile> mappings = new ArrayList<>();
        unparsed.forEach((path, own) -> {
            if (path.getFileName().toString().equals(CommonFile.NAME)) {
                problems.addAll(own.inOrder());
                common = CommonFile.read(path, Optional.ofNullable(wholes.get(path)), files, problems);
            } else if (!tables.contains(path)) {
                problems.addAll(own.inOrder());
                Optional<MappingFile> mapping = Optional.ofNullable(wholes.get(path))
                        .flatMap(whole -> MappingFile.read(path, files.name(path), whole, problems));
                mapping.ifPresentOrElse(mappings::add, () -> unreadable = true);
            }
        });
        return mappings;
    }

    /** What an import from another product left out stands as a comment that begins so; as long as it is there, nobody has decided. */
    private static void warnOfWhatIsNotFollowed(FileText text, Problems problems) {
        NOT_FOLLOWED.matcher(text.text()).results().forEach(found -> problems.add(Problem.warning(ProblemCode.NOT_FOLLOWED, text.position(found.start(1), found.end(1) - found.start(1)),
                "what another product was told is not followed here", "write what it should be, or leave it out, and delete the comment")));
    }

    /** What mappings share, as far as it was found among the {@link #files}. */
    CommonFile common() {
        return common;
    }

    private void notLookedInto(Path path) {
        problems.add(Problem.warning(ProblemCode.MAPPING_NAME, Position.ofFile(files.name(path)), "folders in mappings/ are not looked into, so this file is not read",
                "move it into mappings/ itself; what is not to be read belongs elsewhere"));
    }

    /** Passing it over in silence would make its author wonder for long. */
    private void wrongEnding(Path path) {
        problems.add(Problem.error(ProblemCode.MAPPING_NAME, Position.ofFile(files.name(path)), "mappings end in .yaml, so this file is not read",
                "rename it to " + path.getFileName().toString().replaceFirst("yml$", "yaml")));
    }

    private static Set<Path> tables(Path mapping, Yaml whole) {
        Set<Path> tables = new HashSet<>();
        if (whole instanceof Yaml.Block block) {
            block.block("tables").entries().values().forEach(entry -> {
                if (entry.value() instanceof Yaml.Scalar file && TABLE.matcher(file.text()).matches()) {
                    tables.add(mapping.resolveSibling(file.text()).normalize());
                }
            });
        }
        return tables;
    }

    /** What subjects may have: what inbound mappings give them, and what a person's lifecycle is derived from. */
    HubNames hub(List<MappingFile> mappings) {
        return HubNames.of(mappings, !unreadable);
    }

    JobNames names(List<MappingFile> mappings) {
        return JobNames.of(mappings, !unreadable);
    }

    List<Job> jobs(List<MappingFile> mappings, MappingContext around) {
        List<Job> jobs = new ArrayList<>();
        mappings.stream().filter(mapping -> !mapping.outbound()).forEach(mapping -> JobReader.read(mapping, around, JobReader.Sources.UNKNOWN).ifPresent(jobs::add));
        List<InboundJob> inbound = jobs.stream().map(InboundJob.class::cast).toList();
        boolean complete = around.hub().complete() && inbound.size() == mappings.stream().filter(MappingFile::inbound).count();
        MappingContext knowing = around.with(References.of(inbound, complete, mappings, around.systems().good()));
        mappings.stream().filter(MappingFile::outbound).forEach(mapping -> JobReader.read(mapping, knowing, new JobReader.Sources(inbound, complete)).ifPresent(jobs::add));
        ReferenceAttribute.warnOfSharedKeys(inbound.stream().filter(job -> !job.isOfPairs()).toList(), around.systems().good(), problems);
        LeavingAuthority.warn(inbound, problems);
        warnOfSharedObjects(mappings);
        Set<String> asked = asked(mappings, jobs);
        return JobOrder.of(jobs).stream().map(job -> job instanceof OutboundJob outbound ? outbound.referredBy(referring(outbound.name(), jobs))
                : job instanceof InboundJob source && source.isOfAssignments() ? source.assigning(asked) : job).toList();
    }

    /** The systems that assignments are asked for, and those of mappings that cannot be read: nobody is to lose anything by a mistake in one. */
    private static Set<String> asked(List<MappingFile> mappings, List<Job> jobs) {
        Set<String> asked = new TreeSet<>();
        mappings.stream().filter(MappingFile::outbound).forEach(mapping -> {
            Optional<Job> job = jobs.stream().filter(one -> one.name().equals(mapping.name())).findFirst();
            if (job.isEmpty() || job.get() instanceof OutboundJob outbound && outbound.usesAssignments()) {
                mapping.raw().block("to").text("system").ifPresent(asked::add);
            }
        });
        return asked;
    }

    /** The systems that mappings ask assignments for; empty when one of them cannot be read. */
    Optional<Set<String>> assignable(List<MappingFile> mappings, List<Job> jobs) {
        List<OutboundJob> outbound = jobs.stream().filter(OutboundJob.class::isInstance).map(OutboundJob.class::cast).toList();
        return unreadable || outbound.size() < mappings.stream().filter(mapping -> !mapping.inbound()).count() ? Optional.empty()
                : Optional.of(outbound.stream().filter(OutboundJob::usesAssignments).map(OutboundJob::system).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> referring(String accounts, List<Job> jobs) {
        return jobs.stream().flatMap(job -> job.mapping().referencesBy(Optional.of(accounts)).stream()).collect(Collectors.toSet());
    }

    private void warnOfSharedObjects(List<MappingFile> mappings) {
        Map<String, MappingFile> firsts = new HashMap<>();
        for (MappingFile mapping : mappings) {
            String side = mapping.outbound() ? "to" : "from";
            Yaml.Block block = mapping.good().block(side);
            String key = side + " " + block.text("system").orElse("") + " " + block.text("object").orElse("");
            MappingFile first = block.has("system") && block.has("object") ? firsts.putIfAbsent(key, mapping) : null;
            if (first != null) {
                problems.add(Problem.warning(ProblemCode.SAME_OBJECT, mapping.good().at(side), "the job \"" + first.name() + "\" also "
                        + (mapping.outbound() ? "writes to \"" : "reads \"") + block.text("object").orElse("") + "\" in \""
                        + block.text("system").orElse("") + "\"", "make sure that their scopes exclude each other, or join the two mappings"));
            }
        }
    }
}
