package io.caravan.operations;

import io.caravan.config.MappingExamples;
import io.caravan.config.Project;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.SystemSpec;
import io.caravan.mapping.FormulaException;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.subject.Attributes;
import io.caravan.subject.Lifecycle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Proposes mappings one after the other, each knowing those before it and those that are there already. Not thread-safe. */
final class MappingDrafts {

    /** So many records are looked at to find out what stands in them. */
    private static final int LOOKED_AT = 500;
    private static final List<String> KINDS = List.of("user", "record", "person", "account");

    private final ProjectDraft draft;
    private final AskedSystems asked;
    private final boolean anonymise;
    private final Instant now;
    private final boolean shares;
    private final List<OpenDecision> decisions = new ArrayList<>();
    private final Map<String, SampledColumns> seen = new LinkedHashMap<>();
    private final Map<String, SystemFound> found = new LinkedHashMap<>();
    private final Map<String, List<Attributes>> shown = new LinkedHashMap<>();
    private Project project;

    /** @param shares whether how user names are made is written once for all, or stands there already */
    MappingDrafts(ProjectDraft draft, AskedSystems asked, boolean anonymise, boolean shares, Instant now) {
        this.draft = draft;
        this.project = asked.project();
        this.shares = shares;
        this.asked = asked;
        this.anonymise = anonymise;
        this.now = now;
    }

    /** Brings people from a system into the hub. */
    void inbound(String name, String system, Optional<String> object) {
        SystemSpec spec = SystemSchema.spec(project, system);
        SampledColumns columns = columns(spec, object(spec, object, Operation.LIST));
        InboundDraft inbound = new InboundDraft(name, spec, columns, columns.answer().named(), anonymise, others());
        Page page = inbound.page();
        shown.put(key(system, columns.answer().declared().name()), inbound.examples());
        write(name, page, inbound.examples().stream().map(Attributes::asMap).toList());
    }

    /** Gives the people of the hub accounts in a system. */
    void outbound(String name, String system, Optional<String> object) {
        if (project.inbound().isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "nobody comes into the hub yet, so there is nothing to give to '" + system + "'",
                    "Begin with a source: caravan mapping new --from SYSTEM --to hub");
        }
        SystemSpec spec = SystemSchema.spec(project, system);
        SampledColumns columns = columns(spec, object(spec, object, Operation.UPDATE));
        OutboundDraft outbound = new OutboundDraft(name, spec, columns, hub(), anonymise, shares);
        Page page = outbound.page();
        if (shares) {
            outbound.common().ifPresent(text -> draft.putIfAbsent("mappings/common.yaml", text));
        }
        write(name, page, examplePeople());
    }

    private void write(String name, Page page, List<? extends Map<String, ?>> examples) {
        String file = "mappings/" + name + ".yaml";
        draft.put(file, page.text());
        project = draft.project();
        String written = examples(project.job(name).orElseThrow(), examples);
        if (!written.isEmpty()) {
            draft.put(file, page.text() + written);
            project = draft.project();
        }
        decisions.addAll(page.decisions(file));
    }

    private String examples(Job job, List<? extends Map<String, ?>> records) {
        StringBuilder text = new StringBuilder();
        Set<String> reads = job instanceof InboundJob inbound ? inbound.reads() : job.mapping().reads();
        List<String> names = job instanceof InboundJob ? List.of("a record", "another record") : List.of("somebody", "somebody else");
        for (int i = 0; i < Math.min(names.size(), records.size()); i++) {
            Map<String, Object> given = new TreeMap<>();
            records.get(i).forEach((name, value) -> {
                if (reads.contains(name) && value != null && !value.toString().isBlank()) {
                    given.put(name, value instanceof BigDecimal number ? number.toPlainString() : value);
                }
            });
            Optional<Map<String, Object>> expected = mapped(job, given);
            if (!given.isEmpty() && expected.isPresent()) {
                text.append("  - name: ").append(names.get(i)).append("\n    given:  ").append(Page.yaml(given)).append("\n    expect: ").append(Page.yaml(expected.get())).append('\n');
            }
        }
        return text.isEmpty() ? "" : "\n# caravan test holds the mapping against these.\nexamples:\n" + text;
    }

    /** Without what depends on the day of the test; empty when the mapping cannot be applied to this, as until somebody has decided. */
    private Optional<Map<String, Object>> mapped(Job job, Map<String, Object> given) {
        try {
            Map<String, Object> values = new LinkedHashMap<>(MappingExamples.mapped(job, given, now));
            values.values().removeIf(Objects::isNull);
            return values.isEmpty() ? Optional.empty() : Optional.of(values);
        } catch (FormulaException undecided) {
            return Optional.empty();
        }
    }

    private static String key(String system, String object) {
        return system + " " + object;
    }

    private SampledColumns columns(SystemSpec spec, String object) {
        return seen.computeIfAbsent(key(spec.name(), object), key -> {
            AskedSystems.Answer answer = asked.ask(spec, object, LOOKED_AT);
            SampledColumns columns = new SampledColumns(answer);
            found.put(key, new SystemFound(spec.name(), spec.connector().name(), answer.told().isPresent(), answer.problem(), columns.attributes().size(), answer.records().size()));
            return columns;
        });
    }

    private static String object(SystemSpec spec, Optional<String> named, Operation needed) {
        Set<String> able = new LinkedHashSet<>();
        spec.connector().objects().values().stream().filter(object -> object.can(needed)).map(ObjectSpec::name).sorted().forEach(able::add);
        Optional<String> chosen = named.or(() -> able.size() == 1 ? able.stream().findFirst() : KINDS.stream().filter(able::contains).findFirst());
        return chosen.filter(able::contains).orElseThrow(() -> new Refusal(Refusal.Kind.USAGE, "the connector of '" + spec.name() + "' "
                + (able.isEmpty() ? needed == Operation.LIST ? "cannot read anything" : "cannot write anything" : named.isPresent() ? "has no object '" + named.get() + "' for that" : "has several kinds of objects"),
                able.isEmpty() ? "Take another system" : "Name one of " + String.join(", ", able) + " with --object"));
    }

    // ---- who is in the hub

    private Optional<InboundJob> first() {
        return project.inbound().stream().max(Comparator.comparing(InboundJob::creates).thenComparing(job -> Optional.ofNullable(seen.get(key(job.system(), job.object())))
                .map(columns -> columns.records().size()).orElse(0)));
    }

    private static String keyOf(InboundJob job) {
        return job.match().isEmpty() ? job.mapping().attributes().containsKey(InboundDraft.KEY) ? InboundDraft.KEY : job.mapping().attributes().keySet().iterator().next()
                : job.match().get(0).attribute();
    }

    private Optional<InboundDraft.Others> others() {
        return first().map(job -> new InboundDraft.Others(job.name(), keyOf(job), hubAttributes(), people(job, Integer.MAX_VALUE)));
    }

    private Set<String> hubAttributes() {
        Set<String> attributes = new LinkedHashSet<>();
        project.inbound().forEach(job -> attributes.addAll(job.mapping().attributes().keySet()));
        return attributes;
    }

    private OutboundDraft.Hub hub() {
        InboundJob first = first().orElseThrow();
        Set<String> attributes = hubAttributes();
        attributes.removeAll(Lifecycle.ATTRIBUTES);
        List<Map<String, Object>> people = new ArrayList<>();
        project.inbound().stream().filter(InboundJob::creates).forEach(job -> people.addAll(people(job, Integer.MAX_VALUE)));
        return new OutboundDraft.Hub(keyOf(first), attributes, people);
    }

    /** As the mapping of a source makes them of its first records; those of which it cannot are left out. */
    private List<Map<String, Object>> people(InboundJob job, int most) {
        SampledColumns columns = columns(SystemSchema.spec(project, job.system()), job.object());
        return columns.records().stream().limit(most).map(record -> mapped(job, record.asMap())).flatMap(Optional::stream).toList();
    }

    private List<Map<String, Object>> examplePeople() {
        InboundJob job = first().orElseThrow();
        SampledColumns columns = columns(SystemSchema.spec(project, job.system()), job.object());
        List<Attributes> records = shown.computeIfAbsent(key(job.system(), job.object()), key -> {
            List<Attributes> examples = columns.examples();
            Anonymous nobody = new Anonymous(columns);
            List<Attributes> as = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                as.add(anonymise ? nobody.record(examples.get(i), i) : examples.get(i));
            }
            return as;
        });
        return records.stream().map(record -> mapped(job, record.asMap())).flatMap(Optional::stream).toList();
    }

    /** The schema by which editors offer the names of these systems, and of those that were asked before. */
    String editorSchema(Optional<String> before, Collection<String> systems) {
        return ProjectSchema.text(project, before, systems.stream().sorted().map(name -> SystemSchema.of(asked, SystemSchema.spec(project, name), 0)).toList());
    }

    List<OpenDecision> decisions() {
        return decisions;
    }

    List<SystemFound> systems() {
        return List.copyOf(found.values());
    }

    /** Whether a source is in the hub already. */
    boolean bringsIn(String system) {
        return project.inbound().stream().anyMatch(job -> job.system().equals(system));
    }

}
