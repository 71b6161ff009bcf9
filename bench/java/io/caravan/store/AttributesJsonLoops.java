package io.caravan.store;

import io.caravan.bench.jmh.OnePerson;
import io.caravan.subject.Attributes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An identity's attributes to the store and back. Here, and not beside the other loops, to reach it. */
@State(Scope.Benchmark)
public class AttributesJsonLoops {

    private final Attributes attributes = new OnePerson().identity().attributes();
    private final String stored = Json.attributes(attributes);

    @Benchmark
    public String writeJson() {
        return Json.attributes(attributes);
    }

    @Benchmark
    public Attributes readJson() {
        return Json.attributes(stored);
    }
}
