package io.caravan.operations;

import io.caravan.config.Project;
import io.caravan.config.ProjectReading;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.DiscoveredObject;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.SystemSpec;
import io.caravan.diagnostic.Position;
import io.caravan.diagnostic.Problem;
import io.caravan.diagnostic.ProblemCode;
import io.caravan.diagnostic.Problems;
import io.caravan.diagnostic.Suggestion;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.EffectiveDate;
import io.caravan.mapping.InboundJob;
import io.caravan.mapping.Job;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.Preference;
import io.caravan.operations.AskedSystems.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Holds mappings against what their systems say of themselves. One that does not answer keeps nobody from the others. What only follows from a
 * connector's declaration has been checked before; nothing is said twice.
 */
final class LiveCheck {

    private static final int LISTED = 12;

    private final Problems problems = new Problems();
    private final List<CheckReport.CheckedSystem> systems = new ArrayList<>();
    private final Set<List<Object>> told = new HashSet<>();
    /** What a mapping probably meant by names that are none: nobody is told that these are missing. */
    private final Set<String> meant = new HashSet<>();

    private LiveCheck() {
    }

    /** The same reading with what is wrong by the word of the systems. */
    static CheckReport of(ProjectFolder place, ProjectReading reading) {
        LiveCheck check = new LiveCheck();
        Project project = reading.readable();
        try (AskedSystems asked = new AskedSystems(project, place.connectorFolders())) {
            new TreeMap<>(project.systems()).values().forEach(system -> check.system(asked, system, project.jobs().filter(job -> job.system().equals(system.name())).toList()));
        }
        return CheckReport.of(reading.with(check.problems), check.systems);
    }

    private void system(AskedSystems asked, SystemSpec system, List<Job> jobs) {
        Map<String, ObjectSpec> declared = system.connector().objects();
        Set<String> objects = new TreeSet<>();
        jobs.stream().map(Job::object).filter(declared::containsKey).forEach(objects::add);
        Set<String> failures = new TreeSet<>();
        List<String> unchecked = new ArrayList<>();
        for (String object : objects.isEmpty() ? new TreeSet<>(declared.keySet()) : objects) {
            Answer answer = asked.ask(system, object, 0);
            answer.problem().ifPresent(failures::add);
            if (answer.told().isEmpty()) {
                unchecked.add(object);
            }
            answer.told().ifPresent(has -> jobs.stream().filter(job -> job.object().equals(object)).forEach(job -> job(job, answer.declared(), has)));
        }
        if (failures.isEmpty() && !unchecked.isEmpty()) {
            asked.refusal(system).ifPresent(failures::add);
        }
        boolean answered = failures.isEmpty() || !unchecked.isEmpty() && asked.passesTest(system); // it may show everything but its schema
        systems.add(new CheckReport.CheckedSystem(system.name(), system.connector().name(), answered, List.copyOf(failures), unchecked));
    }

    private void job(Job job, ObjectSpec declared, DiscoveredObject has) {
        meant.clear();
        if (job instanceof OutboundJob outbound) {
            outbound.mapping().attributes().values().forEach(rule -> written(outbound, rule, declared, has));
            outbound.match().forEach(rule -> exists(job, rule.attribute(), rule.position(), declared, has));
            required(outbound, declared, has);
        } else {
            inbound((InboundJob) job, declared, has);
        }
    }

    /** What it reads where it reads it, then what it only lists; but for what may come and go. */
    private void inbound(InboundJob job, ObjectSpec declared, DiscoveredObject has) {
        reads(job).forEach((place, names) -> names.stream().filter(job.declared()::contains).forEach(name -> exists(job, name, place, declared, has)));
        Set<String> listed = new TreeSet<>(job.declared());
        listed.removeAll(job.reads());
        listed.forEach(name -> exists(job, name, Position.ofFile(job.file()), declared, has));
    }

    private void written(OutboundJob job, AttributeRule rule, ObjectSpec declared, DiscoveredObject has) {
        if (exists(job, rule.name(), rule.position(), declared, has) && !declared.attribute(rule.name()).readOnly()
                && has.find(rule.name()).filter(AttributeSpec::readOnly).isPresent()) {
            add(Problem.error(ProblemCode.READ_ONLY_ATTRIBUTE, rule.position(), "\"" + rule.name() + "\" is given by " + job.system() + " and cannot be written", "remove it"));
        }
    }

    private boolean exists(Job job, String name, Position place, ObjectSpec declared, DiscoveredObject has) {
        boolean there = declared.attributes().containsKey(name) || name.equals(declared.anchor()) || has.find(name).isPresent();
        if (!there) {
            Set<String> known = new TreeSet<>(has.attributes().keySet());
            known.addAll(declared.attributes().keySet());
            List<String> some = known.stream().limit(LISTED).toList();
            Optional<String> near = Suggestion.nearest(name, known);
            near.ifPresent(meant::add);
            add(Problem.error(ProblemCode.UNKNOWN_ATTRIBUTE, place, job.system() + " has no attribute \"" + name + "\" in its \"" + job.object() + "\"",
                    "one of " + String.join(", ", some) + (known.size() > some.size() ? ", …" : ""),
                    near.map(nearest -> "write " + nearest).orElse("write one that it has, or remove it")));
        }
        return there;
    }

    /** What a new object must have. A trigger or a default that the system does not tell of may give it, so this is no error. */
    private void required(OutboundJob job, ObjectSpec declared, DiscoveredObject has) {
        if (!job.creates()) {
            return;
        }
        Set<String> mapped = new HashSet<>();
        job.mapping().attributes().keySet().forEach(name -> mapped.add(has.ignoresCase() ? name.toLowerCase(Locale.ROOT) : name));
        has.attributes().values().stream().filter(spec -> spec.required() && !spec.readOnly() && !declared.attribute(spec.name()).required() && !meant.contains(spec.name())
                        && !mapped.contains(has.ignoresCase() ? spec.name().toLowerCase(Locale.ROOT) : spec.name())
                        && !declared.enabledBy().equals(Optional.of(spec.name())))
                .forEach(spec -> add(Problem.warning(ProblemCode.REQUIRED_ATTRIBUTE, Position.ofFile(job.file()), job.system() + " wants \"" + spec.name()
                        + "\" in a new \"" + job.object() + "\", and it is not mapped", "add " + spec.name() + ": …, unless the system fills it itself")));
    }

    /** The attributes of a record that the mapping reads, by where the expression stands that reads them. */
    private static Map<Position, Set<String>> reads(InboundJob job) {
        Map<Position, Set<String>> reads = new HashMap<>();
        job.include().ifPresent(condition -> reads.put(condition.position(), condition.attributes()));
        job.match().forEach(rule -> reads.put(rule.value().position(), rule.value().attributes()));
        job.mapping().defines().values().forEach(formula -> reads.put(formula.position(), formula.attributes()));
        job.prefer().forEach(preference -> {
            if (preference instanceof Preference.By by) {
                reads.put(by.formula().position(), by.formula().attributes());
            } else if (preference instanceof Preference.Holds holds) {
                reads.put(holds.condition().position(), holds.condition().attributes());
            }
        });
        job.asOf().stream().flatMap(EffectiveDate::formulas).forEach(formula -> reads.put(formula.position(), formula.attributes()));
        job.mapping().attributes().values().stream().map(AttributeRule::source).forEach(source -> {
            if (source instanceof AttributeRule.Source.Value value) {
                reads.put(value.formula().position(), value.formula().attributes());
            } else if (source instanceof AttributeRule.Source.Test test) {
                reads.put(test.condition().position(), test.condition().attributes());
            }
        });
        return reads;
    }

    private void add(Problem problem) {
        if (told.add(List.of(problem.position(), problem.message()))) {
            problems.add(problem);
        }
    }
}
