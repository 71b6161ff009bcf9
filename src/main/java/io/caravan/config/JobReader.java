package io.caravan.config;

import io.caravan.connector.ObjectSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.EffectiveDate;
import io.caravan.mapping.Formula;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.InboundJob.Completeness;
import io.caravan.mapping.InboundJob.RecordRules;
import io.caravan.mapping.Job;
import io.caravan.mapping.JobFile;
import io.caravan.mapping.JobSide;
import io.caravan.mapping.LookupTable;
import io.caravan.mapping.Mapping;
import io.caravan.mapping.MatchRule;
import io.caravan.mapping.MembershipRule;
import io.caravan.mapping.Names;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.AccountRules;
import io.caravan.mapping.OutboundJob.Relations;
import io.caravan.mapping.Preference;
import io.caravan.mapping.StandingAuthority;
import io.caravan.mapping.WriteBack;
import io.caravan.subject.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a job of a mapping file whose shape has been checked: compiles its expressions and checks it against its system. */
final class JobReader {

    private static final Pattern ORDER = Pattern.compile("(?s)(.*\\S)\\s+(asc|desc)\\s*");

    private final MappingFile file;
    private final Yaml.Block good;
    private final MappingContext around;
    private final Sources sources;
    private final Problems problems;

    /**
     * What comes in, for mappings of what goes out.
     *
     * @param complete whether no inbound mapping has a mistake that keeps it from being read
     */
    record Sources(List<InboundJob> inbound, boolean complete) {
        static final Sources UNKNOWN = new Sources(List.of(), false);
    }

    private JobReader(MappingFile file, MappingContext around, Sources sources) {
        this.sources = sources;
        this.file = file;
        this.good = file.good();
        this.around = around;
        this.problems = around.problems();
    }

    /** The job; empty when something without which there is none is missing. Problems are reported, whatever comes of it. */
    static Optional<Job> read(MappingFile file, MappingContext around, Sources sources) {
        JobReader reader = new JobReader(file, around, sources);
        if (!file.inbound() && !file.outbound()) {
            reader.expressions();
            return Optional.empty();
        }
        return reader.read();
    }

    /** Of a mapping whose direction is not clear, what can be wrong in either. */
    private void expressions() {
        Expressions expressions = new Expressions(file.file(), new Names(Optional.empty(), names(), tableNames()), around.common().known(), problems);
        good.block("scope").scalar("include").ifPresent(expressions::condition);
        match(expressions);
        prefer(expressions);
        asOf(expressions);
        mapping(expressions, tables(), new MembershipReader(file, expressions, around));
    }

    private Optional<Job> read() {
        String key = file.outbound() ? "to" : "from";
        if (!file.outbound() && file.kind().equals(Kind.APPLICATION)) {
            problems.add(Problem.error(ProblemCode.UNKNOWN_KIND, good.block("to").at("hub"), "an application is the system that a mapping asks assignments for, and comes from nowhere else",
                    "write to: {hub: assignment} for who is assigned to what; another kind needs another name"));
        }
        SystemSide system = SystemSide.read(good.block(key), good.at(key), file.outbound(), around);
        if (file.outbound()) {
            around.checkKind(file.kind(), good.block("from"), "hub");
        }
        Optional<Set<String>> bodyNames = file.outbound() ? around.hub().of(file.kind()) : sourceNames(system);
        Map<String, LookupTable> tables = tables();
        Expressions expressions = new Expressions(file.file(), new Names(bodyNames, file.outbound(), names(), tableNames(), around.hub().ofGroups()), around.common().known(), problems);
        JobSide side = new JobSide(file.kind(), system.name(), system.objectName(), new ScheduleReader(around.zone(), problems).read(good.block("schedule")),
                good.block("scope").scalar("include").flatMap(expressions::condition), match(expressions), good.block("scope").flag("assigned", false));
        List<Preference> prefer = prefer(expressions);
        MembershipReader memberships = new MembershipReader(file, expressions, around);
        Mapping mapping = mapping(expressions, tables, memberships);
        if (!file.outbound()) {
            refuseUniqueNames(side, mapping);
        }
        checkMatchNames();
        system.object().filter(object -> file.outbound()).ifPresent(object -> TargetChecks.check(file, system, object, mapping, problems));
        system.object().filter(object -> !file.outbound()).ifPresent(object -> SourceChecks.check(file, system, object, problems));
        if (system.name().isEmpty() || system.objectName().isEmpty()) {
            return Optional.empty();
        }
        JobFile written = new JobFile(file.name(), description(), file.file(), Fingerprint.of(file, shared(mapping), tables, around.references().to(Kind.PERSON).by(), around.zone()),
                new ExamplesReader(given(bodyNames), file.outbound() ? "no mapping gives " + (file.kind().equals(Kind.PERSON) ? "people" : "a " + file.kind()) + " an attribute" : "the source has no attribute", exampleNames(), problems).read(good.items("examples")));
        Parts parts = new Parts(written, side, mapping, prefer, asOf(expressions), file.outbound() ? Optional.empty() : memberships.read(side, mapping, prefer));
        return Optional.of(!file.outbound() ? inbound(parts) : WriteBackReader.isSaid(file) ? writingBack(parts, system) : outbound(parts, system.object()));
    }

    /** What an example may give. */
    private Optional<Set<String>> given(Optional<Set<String>> bodyNames) {
        return bodyNames.map(names -> {
            Set<String> given = new TreeSet<>(names);
            around.hub().ofGroups().filter(groups -> file.outbound()).ifPresent(groups -> groups.forEach(name -> given.add(Names.ofGroups(name))));
            return given;
        });
    }

    /** What an example may expect. */
    private Set<String> exampleNames() {
        Set<String> names = new TreeSet<>(file.attributeNames());
        MembershipReader.LISTS.stream().filter(list -> !file.outbound() && good.has(list)).forEach(names::add);
        return names;
    }

    /** What both directions have. */
    private record Parts(JobFile written, JobSide side, Mapping mapping, List<Preference> prefer, Optional<EffectiveDate> asOf, Optional<MembershipRule> memberships) {
    }

    private Job inbound(Parts parts) {
        return new InboundJob(parts.written(), parts.side(), parts.mapping(),
                new RecordRules(declared(parts), parts.prefer(), good.flag("creates", true), completeness(), parts.memberships(), parts.asOf(), unlessThere()));
    }

    private Optional<StandingAuthority> unlessThere() {
        Yaml.Block block = good.block("authority");
        return block.has("active") ? Optional.of(new StandingAuthority((int) block.number("ahead", 0), (int) block.number("ended", 0))) : Optional.empty();
    }

    /** What the source must have: what is listed, and what is read without being; but for what may come and go. */
    private Set<String> declared(Parts parts) {
        Set<String> declared = listed("attributes");
        declared.addAll(InboundJob.reads(parts.mapping(), parts.side().include(), parts.side().match(), parts.prefer()));
        parts.asOf().ifPresent(from -> declared.addAll(from.attributes()));
        parts.memberships().filter(rule -> !rule.isPair()).ifPresent(rule -> declared.add(rule.listed().listed()));
        declared.removeAll(listed("optional"));
        return declared;
    }

    private Set<String> listed(String key) {
        Set<String> listed = new TreeSet<>();
        good.block("from").items(key).forEach(item -> listed.add(((Yaml.Scalar) item).text()));
        return listed;
    }

    private Job writingBack(Parts parts, SystemSide system) {
        WriteBack writeBack = new WriteBackReader(file, system, sources.inbound(), problems).read(parts.mapping(), sources.complete());
        refuseAssigned();
        return new OutboundJob(parts.written(), parts.side(), parts.mapping(), AccountRules.of(writeBack), new OutboundRules(good, file.kind()).guard());
    }

    /** Only persons are assigned to applications, and a record that is written back to is nothing that anybody is given. */
    private void refuseAssigned() {
        good.block("scope").scalar("assigned").filter(assigned -> Boolean.TRUE.equals(assigned.value())).ifPresent(assigned ->
                problems.add(Problem.error(ProblemCode.MAPPING_SIDE, good.block("scope").at("assigned"), "nobody is assigned to this",
                        "remove it, and say in scope.include who or what the job is for")));
    }

    private Job outbound(Parts parts, Optional<ObjectSpec> object) {
        OutboundRules rules = new OutboundRules(good, file.kind());
        if (!file.kind().equals(Kind.PERSON)) {
            refuseAssigned();
        }
        return new OutboundJob(parts.written(), parts.side(), parts.mapping(),
                new AccountRules(rules.onExit(), rules.lifecycle(), rules.onMatch(), rules.onMissing(), good.flag("creates", true),
                        new Relations(Set.of(), object.flatMap(ObjectSpec::memberships).flatMap(held -> new MembersReader(file, around).read(held))), Optional.empty()), rules.guard());
    }

    private String description() {
        return good.text("description").orElse("");
    }

    private Completeness completeness() {
        Yaml.Block block = good.block("completeness");
        return new Completeness(block.number("minRecords", Completeness.DEFAULT.minRecords()),
                block.text("maxShrink").map(Amounts::share).orElse(Completeness.DEFAULT.maxShrink()),
                block.flag("allowEmpty", Completeness.DEFAULT.allowEmpty()),
                block.text("maxVanish").map(Amounts::share).orElse(Completeness.DEFAULT.maxVanish()),
                block.text("maxAge").map(Amounts::duration));
    }

    private Mapping mapping(Expressions expressions, Map<String, LookupTable> tables, MembershipReader memberships) {
        AttributesReader reader = new AttributesReader(expressions, file, around);
        Map<String, Formula> defines = reader.defines(good.block("define"));
        Map<String, AttributeRule> rules = memberships.isOfPairs() ? memberships.pair() : reader.attributes(good.block("attributes"));
        defines.putAll(around.common().used(expressions, ownNames()));
        Circles.report(uses(rules, defines), problems);
        reportNamesOfTwo(expressions.used());
        return new Mapping(rules, defines, tables);
    }

    /** A name is unique among the accounts of a target; into the hub, nobody could say among which. */
    private void refuseUniqueNames(JobSide side, Mapping mapping) {
        side.include().filter(condition -> !condition.namespaces().isEmpty()).ifPresent(condition -> refuseUniqueNames(condition.position()));
        side.match().stream().map(MatchRule::value).filter(formula -> !formula.namespaces().isEmpty()).forEach(formula -> refuseUniqueNames(formula.position()));
        mapping.defines().values().stream().filter(formula -> !formula.namespaces().isEmpty()).forEach(formula -> refuseUniqueNames(formula.position()));
        mapping.attributes().values().stream().map(AttributeRule::source).forEach(source -> {
            boolean value = source instanceof AttributeRule.Source.Value one && !one.formula().namespaces().isEmpty();
            boolean test = source instanceof AttributeRule.Source.Test one && !one.condition().namespaces().isEmpty();
            if (value || test) {
                refuseUniqueNames(value ? ((AttributeRule.Source.Value) source).formula().position() : ((AttributeRule.Source.Test) source).condition().position());
            }
        });
    }

    private void refuseUniqueNames(Position place) {
        problems.add(Problem.error(ProblemCode.MAPPING_SIDE, place, "uniqueName gives names in a target, and "
                + (place.file().equals(file.file()) ? "this mapping" : file.file() + ", which uses this,") + " goes into the hub",
                "write it in the mapping of the target in which the name is to be unique"));
    }

    /** What uses what, for finding circles. */
    private Map<String, Circles.Value> uses(Map<String, AttributeRule> rules, Map<String, Formula> defines) {
        Map<String, Circles.Value> uses = new TreeMap<>();
        Yaml.Block own = good.block("define");
        defines.forEach((name, formula) -> uses.put(name, new Circles.Value(formula.names(),
                own.has(name) ? own.at(name) : around.common().defines().get(name).keyPosition())));
        rules.forEach((name, rule) -> uses.put(name, new Circles.Value(AttributesReader.names(rule.source()), rule.position())));
        return uses;
    }

    /** @param used by any expression of the mapping */
    private void reportNamesOfTwo(Set<String> used) {
        Map<String, Yaml.Entry> own = good.block("define").entries();
        for (Yaml.Entry define : own.values()) {
            if (file.attributeNames().contains(define.key())) {
                problems.add(Problem.error(ProblemCode.NAME_TWICE, define.keyPosition(),
                        "\"" + define.key() + "\" is also an attribute, so ${" + define.key() + "} could mean either", "rename the define"));
            } else if (around.common().names().contains(define.key())) {
                problems.add(Problem.error(ProblemCode.NAME_TWICE, define.keyPosition(),
                        "\"" + define.key() + "\" is also defined in " + around.common().file(), "rename one of them, or remove this one"));
            }
        }
        good.block("attributes").entries().values().stream().filter(attribute -> used.contains(attribute.key()) && around.common().names().contains(attribute.key()))
                .forEach(attribute -> problems.add(Problem.error(ProblemCode.NAME_TWICE, attribute.keyPosition(), "\"" + attribute.key() + "\" is also defined in "
                        + around.common().file() + ", so ${" + attribute.key() + "} could mean either", "rename the define in " + around.common().file())));
        good.block("tables").entries().values().stream().filter(table -> around.common().tables().containsKey(table.key()))
                .forEach(table -> problems.add(Problem.error(ProblemCode.NAME_TWICE, table.keyPosition(),
                        "\"" + table.key() + "\" is also a table of " + around.common().file(), "rename one of them, or remove this one")));
    }

    /** Its own, and those of the file that all share. */
    private Map<String, LookupTable> tables() {
        Map<String, LookupTable> tables = new TreeMap<>(around.common().tables());
        tables.putAll(new LookupTables(around.files(), problems).read(file.path().getParent(), good.block("tables")));
        return tables;
    }

    private Set<String> tableNames() {
        Set<String> names = new HashSet<>(around.common().tables().keySet());
        names.addAll(good.block("tables").entries().keySet());
        return names;
    }

    /** The shared defines that this mapping uses, as they are written. */
    private Map<String, String> shared(Mapping mapping) {
        Map<String, String> shared = new TreeMap<>();
        around.common().defines().forEach((name, entry) -> {
            if (mapping.defines().containsKey(name)) {
                shared.put(name, ((Yaml.Scalar) entry.value()).text());
            }
        });
        return shared;
    }

    private List<MatchRule> match(Expressions expressions) {
        List<MatchRule> rules = new ArrayList<>();
        for (Yaml item : good.items("match")) {
            Yaml.Block block = (Yaml.Block) item;
            Optional<Formula> value = block.scalar("value").flatMap(expressions::value);
            Optional<String> attribute = block.text(file.outbound() ? "target" : "hub");
            if (value.isPresent() && attribute.isPresent()) {
                rules.add(new MatchRule(attribute.get(), value.get(), block.position()));
            }
        }
        return rules;
    }

    /** A condition, a value with {@code asc} or {@code desc} behind it, or the word for where a record stands. */
    private List<Preference> prefer(Expressions expressions) {
        List<Preference> preferences = new ArrayList<>();
        for (Yaml item : good.items("prefer")) {
            Yaml.Scalar written = (Yaml.Scalar) item;
            Matcher order = ORDER.matcher(written.text());
            if (written.text().strip().equals(Preference.Stands.WORD)) {
                preferences.add(new Preference.Stands());
            } else if (order.matches()) {
                expressions.value(written, order.group(1)).ifPresent(formula -> preferences.add(new Preference.By(formula, order.group(2).equals("desc"))));
            } else {
                expressions.condition(written).ifPresent(condition -> preferences.add(new Preference.Holds(condition)));
            }
        }
        return preferences;
    }

    /** An expression, or a block that says more. Only of people is there a state before their first day. */
    private Optional<EffectiveDate> asOf(Expressions expressions) {
        if (!good.has("asOf")) {
            return Optional.empty();
        }
        if (!file.outbound() && !file.kind().equals(Kind.PERSON)) {
            problems.add(Problem.error(ProblemCode.MAPPING_SIDE, good.at("asOf"), "only what is said of people waits for its day, and this mapping brings each record in as a "
                    + file.kind(), "leave it out, and let the source give only what is true today"));
            return Optional.empty();
        }
        Optional<Yaml.Scalar> alone = good.scalar("asOf");
        if (alone.isPresent()) {
            return expressions.value(alone.get()).map(value -> new EffectiveDate(value, Optional.empty(), Optional.empty(), false));
        }
        Yaml.Block block = good.block("asOf");
        Optional<Formula> of = block.scalar("of").flatMap(expressions::value);
        Optional<Formula> order = block.scalar("order").flatMap(expressions::value);
        return block.scalar("value").flatMap(expressions::value).map(value -> new EffectiveDate(value, of, order, block.text("type").filter("moment"::equals).isPresent()));
    }

    /** Inbound rules compare with what some mapping gives the identity. */
    private void checkMatchNames() {
        Optional<Set<String>> names = around.hub().of(file.kind());
        if (file.outbound() || names.isEmpty()) {
            return;
        }
        for (Yaml item : good.items("match")) {
            ((Yaml.Block) item).scalar("hub").filter(hub -> !names.get().contains(hub.text())).ifPresent(hub ->
                    problems.add(Problem.error(ProblemCode.UNMAPPED_MATCH, hub.position(), "no mapping gives " + HubNames.those(file.kind()) + " \"" + hub.text() + "\"",
                            Words.suggest(hub.text(), names.get(), "map it, or compare with another attribute"))));
        }
    }

    private Set<String> names() {
        Set<String> names = ownNames();
        names.addAll(around.common().names());
        return names;
    }

    private Set<String> ownNames() {
        Set<String> names = new HashSet<>(file.attributeNames());
        names.addAll(file.raw().block("define").entries().keySet());
        return names;
    }

    /** The names a record may have: those the mapping lists, else those the connector declares if it declares them all. */
    private Optional<Set<String>> sourceNames(SystemSide system) {
        Set<String> listed = listed("attributes");
        Optional<ObjectSpec> closed = system.object().filter(object -> !object.additionalAttributes());
        if (!listed.isEmpty()) {
            listed.addAll(listed("optional"));
            return Optional.of(listed);
        }
        return closed.map(object -> {
            Set<String> declared = new TreeSet<>(object.attributes().keySet());
            declared.add(object.anchor());
            object.enabledBy().ifPresent(declared::add);
            return declared;
        });
    }
}
