package io.caravan.engine;

import io.caravan.connector.AccountRequest;
import io.caravan.connector.Outcome;
import io.caravan.connector.SystemSpec;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A system as long as a cycle goes on: it is asked nothing more when the cycle is stopped, and what it says after that counts for
 * nothing, since a call that was cut short says nothing of whom it was about. What is sent to it is the dispatch's affair.
 */
public final class UntilStopped implements SystemPort {

    private final Cycle cycle;
    private final SystemPort system;

    public UntilStopped(Cycle cycle, SystemPort system) {
        this.cycle = cycle;
        this.system = system;
    }

    private <T> T asked(Supplier<T> question) {
        cycle.goOn();
        try {
            return question.get();
        } finally {
            cycle.goOn();
        }
    }

    @Override
    public SystemSpec spec() {
        return system.spec();
    }

    @Override
    public Map<String, String> place() {
        return system.place();
    }

    @Override
    public Outcome test() {
        return asked(system::test);
    }

    @Override
    public SourceReading list(String object, List<String> attributes) {
        return asked(() -> system.list(object, attributes));
    }

    @Override
    public SourceReading changes(String object, List<String> attributes, String since) {
        return asked(() -> system.changes(object, attributes, since));
    }

    @Override
    public Outcome get(String object, String anchor) {
        return asked(() -> system.get(object, anchor));
    }

    @Override
    public List<Attributes> find(String object, String attribute, Object value) {
        return asked(() -> system.find(object, attribute, value));
    }

    @Override
    public Outcome execute(AccountRequest request) {
        return system.execute(request);
    }

    @Override
    public List<Outcome> execute(List<AccountRequest> requests) {
        return system.execute(requests);
    }
}
