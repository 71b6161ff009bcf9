package io.caravan.bench.jmh;

import io.caravan.subject.Link;
import io.caravan.plan.AccountPlanner;
import io.caravan.plan.EvaluationContext;
import io.caravan.plan.TargetView;
import io.caravan.plan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One person through a whole mapping: from the record to the identity, and from the identity to what to do about the account. */
@State(Scope.Benchmark)
public class PlanLoops {

    private static final TargetView NO_ACCOUNTS = (attribute, value) -> List.of();

    private final OnePerson person = new OnePerson();
    private final EvaluationContext context = OnePerson.context();
    private AccountPlanner planner;
    private Optional<Link> same;
    private Optional<Link> differing;

    @Setup
    public void meetThePerson() {
        planner = person.planner();
        same = Optional.of(person.linked());
        differing = Optional.of(person.linkedWithOldTitle());
        expect(Verdict.Kind.UNCHANGED, same);
        expect(Verdict.Kind.CHANGE, differing);
        expect(Verdict.Kind.CHANGE, Optional.empty());
    }

    @Benchmark
    public Map<String, Object> resolve() {
        return person.fromHr().all();
    }

    @Benchmark
    public Verdict planUnchanged() {
        return plan(same);
    }

    @Benchmark
    public Verdict planOneDifference() {
        return plan(differing);
    }

    @Benchmark
    public Verdict planCreate() {
        return plan(Optional.empty());
    }

    private Verdict plan(Optional<Link> link) {
        return planner.plan(person.identity(), link, NO_ACCOUNTS, context, false);
    }

    /** A figure for something else than its name says would be worse than none. */
    private void expect(Verdict.Kind kind, Optional<Link> link) {
        Verdict verdict = plan(link);
        if (verdict.kind() != kind) {
            throw new IllegalStateException("expected " + kind + ", was " + verdict.kind() + ": " + verdict.because());
        }
    }
}
