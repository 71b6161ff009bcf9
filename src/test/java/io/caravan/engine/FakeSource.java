package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.DeltaLostException;
import io.caravan.connector.DisbelievedException;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.SourceItem;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** An HR system in memory: a list of items, and possibly a failure after so many of them. */
final class FakeSource implements SystemPort {

    private final SystemSpec spec;
    private List<SourceItem> items = List.of();
    private int failsAfter = -1;
    private Optional<String> watermark = Optional.empty();
    private Optional<Set<String>> names = Optional.empty();
    private int disbelieved;
    private boolean readAgain;
    private int readings;
    private boolean lost;

    FakeSource() {
        ObjectSpec object = new ObjectSpec("record", ObjectSpec.Keys.of("workerId"), ObjectSpec.Schema.open(true), Set.of(Operation.LIST, Operation.CHANGES),
                List.of());
        spec = new SystemSpec("hr", new ConnectorSpec(new ConnectorSpec.Heading("fake", "", ""), ConnectorSpec.Role.SOURCE, Map.of(),
                Map.of("record", object), new ConnectorSpec.Limits(100, 1, Optional.empty(), Optional.empty()), Map.of()), Map.of());
    }

    FakeSource has(List<SourceItem> all) {
        items = new ArrayList<>(all);
        failsAfter = -1;
        return this;
    }

    /** From the next reading on only changes are read: whatever the source has then. */
    FakeSource givesChanges() {
        watermark = Optional.of("since then");
        return this;
    }

    FakeSource failsAfter(int so) {
        failsAfter = so;
        return this;
    }

    /** It says beforehand which names its records have. */
    FakeSource names(String... all) {
        names = Optional.of(Set.of(all));
        return this;
    }

    /** So many readings turn out in the end to be good for nothing. */
    FakeSource disbelieved(int times, boolean again) {
        disbelieved = times;
        readAgain = again;
        return this;
    }

    /** It does not know the mark any more with which it is next asked for changes. */
    FakeSource losesItsMark() {
        lost = true;
        return this;
    }

    int readings() {
        return readings;
    }

    static SourceReading reading(Iterator<SourceItem> items) {
        return reading(items, Optional.empty(), Optional.empty());
    }

    private static SourceReading reading(Iterator<SourceItem> items, Optional<String> watermark, Optional<Set<String>> names) {
        return new SourceReading() {
            private LongPredicate known = fingerprint -> false;
            private SourceItem next;
            private SourceItem taken;

            @Override
            public void passOver(LongPredicate passed) {
                known = passed;
            }

            @Override
            public long fingerprint() {
                return fingerprint(taken);
            }

            /** Every third record has none. */
            private static long fingerprint(SourceItem item) {
                long hash = item instanceof SourceItem.Read read ? RecordHash.of(read.attributes()) + read.partial().hashCode() : 0;
                return hash % 3 == 0 ? 0 : hash;
            }

            @Override
            public Optional<Set<String>> names() {
                return names;
            }

            @Override
            public Optional<String> watermark() {
                return watermark;
            }

            @Override
            public void close() {
            }

            @Override
            public boolean hasNext() {
                while (next == null && items.hasNext()) {
                    SourceItem one = items.next();
                    long fingerprint = fingerprint(one);
                    next = fingerprint != 0 && known.test(fingerprint) ? null : one;
                }
                return next != null;
            }

            @Override
            public SourceItem next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                taken = next;
                next = null;
                return taken;
            }
        };
    }

    @Override
    public SystemSpec spec() {
        return spec;
    }

    @Override
    public SourceReading list(String object, List<String> attributes) {
        Iterator<SourceItem> all = items.iterator();
        readings++;
        return reading(new Iterator<>() {
            private int taken;

            @Override
            public boolean hasNext() {
                if (taken == failsAfter) {
                    throw new OutcomeException(OutcomeKind.UNAVAILABLE, "the connection was lost");
                }
                if (!all.hasNext() && disbelieved > 0) {
                    disbelieved--;
                    throw new DisbelievedException("it was written to meanwhile", readAgain);
                }
                return all.hasNext();
            }

            @Override
            public SourceItem next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                taken++;
                return all.next();
            }
        }, watermark, names);
    }

    @Override
    public Outcome test() {
        return Outcome.ok();
    }

    @Override
    public SourceReading changes(String object, List<String> attributes, String since) {
        SourceReading reading = list(object, attributes);
        if (!lost) {
            return reading;
        }
        lost = false;
        List<SourceItem> first = items.subList(0, 1);
        return reading(new Iterator<>() {
            private int taken;

            @Override
            public boolean hasNext() {
                if (taken > 0) {
                    throw new DeltaLostException("another controller answers");
                }
                return true;
            }

            @Override
            public SourceItem next() {
                return first.get(taken++);
            }
        }, watermark, names);
    }

    @Override
    public Outcome get(String object, String anchor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Attributes> find(String object, String attribute, Object value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outcome execute(AccountRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Outcome> execute(List<AccountRequest> requests) {
        throw new UnsupportedOperationException();
    }
}
