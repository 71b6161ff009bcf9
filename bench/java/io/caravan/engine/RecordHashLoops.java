package io.caravan.engine;

import io.caravan.bench.jmh.OnePerson;
import io.caravan.subject.Attributes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The hash by which an unchanged record is recognised. Here, and not beside the other loops, to reach it. */
@State(Scope.Benchmark)
public class RecordHashLoops {

    private final Attributes record = new OnePerson().record();

    @Benchmark
    public long recordHash() {
        return RecordHash.of(record);
    }
}
