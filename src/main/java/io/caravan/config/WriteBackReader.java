package io.caravan.config;

import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.Preference;
import io.caravan.mapping.WriteBack;
import io.caravan.subject.Lifecycle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what a mapping says of writing back, and refuses what makes no sense with it, or would let a mistake of ours come back as the word of HR. */
final class WriteBackReader {

    static final String KEY = "writeBack";
    private static final String ONLY_UPDATES = "a write-back only ever updates records that are there";
    /** By key, what it would do. */
    private static final Map<String, String> SENSELESS = Map.of("lifecycle", "says when accounts come and go", "onMatch", "says what becomes of accounts that match",
            "onMissing", "says what becomes of accounts that are gone");
    private static final List<String> SENSELESS_LIMITS = List.of("maxCreate", "maxEnable", "maxDisable", "maxDelete", "maxRename");

    private final MappingFile file;
    private final SystemSide side;
    private final List<InboundJob> inbound;
    private final Problems problems;

    /** @param inbound all that could be read */
    WriteBackReader(MappingFile file, SystemSide side, List<InboundJob> inbound, Problems problems) {
        this.file = file;
        this.side = side;
        this.inbound = inbound.stream().filter(job -> job.kind().equals(file.kind())).toList();
        this.problems = problems;
    }

    static boolean isSaid(MappingFile file) {
        return file.outbound() && file.raw().has(KEY);
    }

    /** @param complete whether no inbound job is missing */
    WriteBack read(Mapping mapping, boolean complete) {
        Yaml.Block block = file.good().block(KEY);
        WriteBack writeBack = new WriteBack(records(block, complete), block.has("leavers"));
        keys();
        side.object().ifPresent(object -> {
            if (!object.can(Operation.UPDATE)) {
                refuse(file.good().at("to"), "the target cannot update \"" + object.name() + "\"", "name a system whose records can be changed");
            }
        });
        mapping.attributes().values().forEach(rule -> attribute(rule, writeBack));
        mapping.carriers().stream().filter(rule -> rule.whenAbsent().clear()).forEach(rule -> refuse(file.good().block("attributes").block(rule.name()).at("clear"),
                "\"" + rule.name() + "\" would be emptied until somebody is given a name", "remove clear"));
        mapping.attributes().values().forEach(rule -> comesRound(rule, mapping, writeBack));
        return writeBack;
    }

    private List<InboundJob> records(Yaml.Block block, boolean complete) {
        Optional<Yaml.Scalar> named = block.scalar("records");
        if (named.isPresent()) {
            if (file.good().has("match")) {
                refuse(file.good().at("match"), "\"records\" says whose the records are, and so does \"match\"", "remove one of them");
            }
            List<InboundJob> found = inbound.stream().filter(job -> job.name().equals(named.get().text())).toList();
            if (found.isEmpty() && complete) {
                Set<String> names = new TreeSet<>(inbound.stream().map(InboundJob::name).toList());
                problems.add(Problem.error(ProblemCode.WRITE_BACK, named.get().position(), "there is no job \"" + named.get().text() + "\" that reads records",
                        Words.oneOf(names), Words.suggest(named.get().text(), names, "name a job into the hub")));
            }
            return found;
        }
        if (file.good().has("match")) {
            return List.of();
        }
        List<InboundJob> ofSystem = inbound.stream().filter(job -> job.system().equals(side.name()) && job.object().equals(side.objectName())).toList();
        if (ofSystem.isEmpty() && complete && side.object().isPresent() && !hasErrors(KEY) && !hasErrors("match")) {
            refuse(file.good().at(KEY), "no job reads \"" + side.objectName() + "\" of \"" + side.name() + "\", so whose its records are is not known",
                    "write writeBack: {records: JOB} with the job that reads them from elsewhere, or match: if records are found by a value");
        }
        return ofSystem;
    }

    private boolean hasErrors(String key) {
        return file.raw().has(key) && !file.good().has(key);
    }

    private void keys() {
        Yaml.Block good = file.good();
        SENSELESS.forEach((key, what) -> {
            if (good.has(key)) {
                refuse(good.at(key), "\"" + key + "\" " + what + ", and " + ONLY_UPDATES, "remove it");
            }
        });
        if (good.flag("creates", false)) {
            refuse(good.at("creates"), ONLY_UPDATES + ", and makes none", "remove it");
        }
        if (good.block("scope").has("onExit")) {
            refuse(good.block("scope").at("onExit"), "\"onExit\" says what becomes of accounts, and " + ONLY_UPDATES + ": those out of scope are left alone", "remove it");
        }
        SENSELESS_LIMITS.stream().filter(good.block("guard")::has).forEach(key -> refuse(good.block("guard").at(key),
                "\"" + key + "\" limits what a write-back never does: it only ever updates", "remove it; maxBlank and maxChurn are what there is to limit"));
    }

    /** What decides whose the record is, and where that person stands, is HR's own. */
    private void attribute(AttributeRule rule, WriteBack writeBack) {
        String name = rule.name();
        Map<String, String> deciding = new HashMap<>();
        Lifecycle.ATTRIBUTES.forEach(one -> deciding.put(one, "decides whether somebody is still here"));
        for (InboundJob job : writeBack.records()) {
            job.mapping().readFor(Lifecycle.ATTRIBUTES).forEach(one -> deciding.put(one, "decides whether somebody is still here, as " + job.file() + " reads it"));
            identifying(job).forEach(one -> deciding.put(one, "decides who somebody is, as " + job.file() + " reads it"));
        }
        file.good().items("match").forEach(rules -> ((Yaml.Block) rules).text("target").ifPresent(one -> deciding.put(one, "is what records are found by")));
        side.object().ifPresent(object -> own(object, deciding));
        Optional<String> why = deciding.entrySet().stream().filter(one -> one.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue).findFirst();
        why.ifPresent(what -> refuse(rule.position(), "\"" + name + "\" " + what + ", and is never written back", "remove it"));
        if (rule.apply() == AttributeRule.Apply.ON_CREATE) {
            refuse(file.good().block("attributes").block(name).at("apply"), "\"" + name + "\" would never be written: " + ONLY_UPDATES, "remove apply, or write if-empty");
        }
    }

    private static void own(ObjectSpec object, Map<String, String> deciding) {
        deciding.put(object.anchor(), "is the record's key");
        object.enabledBy().ifPresent(name -> deciding.put(name, "says whether somebody is still here"));
        object.renamedBy().ifPresent(name -> deciding.put(name, "is the record's name"));
    }

    /** By what records are told apart, chosen among, and in scope at all. By its other rules a record only finds its person once. */
    private static Set<String> identifying(InboundJob job) {
        Set<String> names = new TreeSet<>();
        job.match().stream().limit(1).forEach(rule -> names.addAll(rule.value().attributes()));
        job.include().ifPresent(include -> names.addAll(include.attributes()));
        job.prefer().forEach(preference -> names.addAll(preference.attributes()));
        return names;
    }

    /** A value of another source that is read again where it was written may hold its own successor off. */
    private void comesRound(AttributeRule written, Mapping mapping, WriteBack writeBack) {
        Set<String> ofHub = mapping.readFor(Set.of(written.name()));
        for (InboundJob job : writeBack.records()) {
            for (AttributeRule read : job.mapping().attributes().values()) {
                boolean round = ofHub.contains(read.name()) && job.mapping().readFor(Set.of(read.name())).stream().anyMatch(column -> column.equalsIgnoreCase(written.name()));
                List<String> others = round ? others(job, read) : new ArrayList<>();
                if (!others.isEmpty()) {
                    problems.add(Problem.warning(ProblemCode.WRITTEN_BACK_COUNTS, written.position(), "\"" + written.name() + "\" is read again as \"" + read.name()
                            + "\" by " + job.file() + ", with no less authority than " + String.join(", ", others) + ": a new value there would lose against the old one that comes back",
                            "give \"" + read.name() + "\" less authority in " + job.file() + ", or do not read it there"));
                }
            }
        }
    }

    /** Who else gives the attribute, and would not prevail. */
    private List<String> others(InboundJob job, AttributeRule read) {
        return inbound.stream().filter(other -> !other.name().equals(job.name())).filter(other -> Optional.ofNullable(other.mapping().attributes().get(read.name()))
                .filter(rule -> rule.authority() < read.authority() || rule.authority() == read.authority() && job.name().compareTo(other.name()) < 0).isPresent())
                .map(InboundJob::file).sorted().toList();
    }

    private void refuse(Position position, String message, String fix) {
        problems.add(Problem.error(ProblemCode.WRITE_BACK, position, message, fix));
    }
}
