package io.caravan.camel.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A vendor's connector in front of a sample of the vendor's service. */
final class VendorUnderTest implements AutoCloseable {

    private final ConnectorUnderTest connector;

    VendorUnderTest(String name, Map<String, String> settings) {
        connector = new ConnectorUnderTest(name, settings);
    }

    SystemPort port() {
        return connector.port();
    }

    List<Attributes> all(String object) {
        return connector.all(object);
    }

    Outcome create(String object, Map<String, ?> values, boolean enabled) {
        return port().execute(ConnectorUnderTest.create(object, values, enabled));
    }

    /** The anchor of one that could be made. */
    String made(String object, Map<String, ?> values) {
        Outcome outcome = create(object, values, true);
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.anchor().orElseThrow();
    }

    Outcome change(Operation operation, String object, String anchor, Map<String, ?> values) {
        return port().execute(ConnectorUnderTest.change(operation, object, anchor, Attributes.empty(), values));
    }

    Outcome members(Operation operation, String group, String... names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.of((Object[]) names);
        return port().execute(new AccountRequest(operation, "group", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)), Optional.empty()));
    }

    Map<String, Object> shown(String object, String anchor) {
        Outcome outcome = port().get(object, anchor);
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
        return outcome.attributes().asMap();
    }

    static void isOk(Outcome outcome) {
        assertThat(outcome.kind()).as(outcome.message()).isEqualTo(OutcomeKind.OK);
    }

    @Override
    public void close() {
        connector.close();
    }
}
