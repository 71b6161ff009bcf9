package io.caravan.bench.jmh;

import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.connector.ObjectSpec;
import io.caravan.subject.Attributes;
import io.caravan.subject.Identity;
import io.caravan.subject.Kind;
import io.caravan.subject.Link;
import io.caravan.subject.LinkState;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.OutboundJob;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.MappingEvaluation;
import io.caravan.plan.Referent;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Somebody of {@code examples/employees}, on the way from the HR export to a linked account in the directory. */
public final class OnePerson {

    private static final Instant NOW = Instant.parse("2000-01-01T00:00:00Z");

    private final Project project;
    private final OutboundJob job;
    private final ObjectSpec object;
    private final Attributes record;
    private final Identity identity;
    private final Attributes account;

    public OnePerson() {
        Path home = Loops.home();
        ProjectReading reading = ProjectReader.read(home.resolve("examples/employees"), home.resolve("connectors"));
        project = reading.project().orElseThrow(() -> new IllegalStateException(reading.problems().inOrder().toString()));
        job = project.outbound().stream().filter(one -> one.name().equals("directory")).findFirst().orElseThrow();
        object = project.systems().get(job.system()).connector().objects().get(job.object());
        record = hrRecord();
        identity = new Identity(1, Kind.PERSON, record.text("workerId").orElseThrow(), Attributes.of(fromHr().all()), 1);
        account = Attributes.of(planner().evaluate(identity, Optional.empty(), context()).all());
    }

    /** The row of the export. */
    public Attributes record() {
        return record;
    }

    public Identity identity() {
        return identity;
    }

    /** The inbound mapping, about to be applied to the record. */
    MappingEvaluation fromHr() {
        return new MappingEvaluation(project.inbound().get(0).mapping(), record, Optional.empty(), Set.of(), context());
    }

    AccountPlanner planner() {
        return new AccountPlanner(job, object, ZoneOffset.UTC, Set.of());
    }

    /** The link to an account that is as the mapping wants it. */
    Link linked() {
        return link(account);
    }

    /** The link to an account that still has last year's title. */
    Link linkedWithOldTitle() {
        return link(account.with(Map.of("title", "Engineer")));
    }

    private Link link(Attributes shadow) {
        return Link.of(identity.id(), "f9a1c3c2-6f3b-103f-8d1f-0123456789ab", LinkState.ENABLED, shadow);
    }

    private static Attributes hrRecord() {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("workerId", "E10010");
        row.put("givenName", "Désirée");
        row.put("familyName", "De La Cruz");
        row.put("status", "active");
        row.put("hireDate", "1986-06-26");
        row.put("startDate", "1986-06-26");
        row.put("departmentCode", "d005");
        row.put("department", "Development");
        row.put("title", "Senior Engineer");
        row.put("managerId", "E10567");
        return Attributes.of(row);
    }

    /** References resolve, and the first candidate of a unique name is free: what the hub answers for most people. */
    static EvaluationContext context() {
        return new EvaluationContext() {
            private final RandomGenerator random = new SplittableRandom(1);

            @Override
            public Instant now() {
                return NOW;
            }

            @Override
            public RandomGenerator random() {
                return random;
            }

            @Override
            public Referent reference(AttributeRule.Source.Reference to, String text) {
                return Referent.one(Optional.of("uid=lbudinsky,ou=people,dc=example,dc=com"));
            }

            @Override
            public String uniqueName(String namespace, String attribute, UnaryOperator<Object> written, Iterable<Supplier<Object>> candidates) {
                return candidates.iterator().next().get().toString();
            }
        };
    }
}
