package io.caravan.camel.kit;

import static io.caravan.camel.ConnectorUnderTest.change;
import static io.caravan.camel.ConnectorUnderTest.create;
import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.ConnectorUnderTest;
import io.caravan.connector.AccountRequest;
import io.caravan.connector.AttributeChange;
import io.caravan.connector.Operation;
import io.caravan.connector.Outcome;
import io.caravan.connector.OutcomeKind;
import io.caravan.engine.SystemPort;
import io.caravan.subject.Attributes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connector of a vendor's, with the settings and data of its kit, and the service that behaves as that vendor's documents say. */
class VendorScim implements AutoCloseable {

    /** What it was asked, such as {@code PATCH /Users/u1 {"…}}, without what stands before the collection. */
    final List<String> asked = new CopyOnWriteArrayList<>();
    final SampleScim service;
    final ConnectorUnderTest connector;
    final SystemPort port;
    private final KitFile kit;
    private int number;

    VendorScim(String vendor) {
        this(vendor, Map.of());
    }

    VendorScim(String vendor, Map<String, String> more) {
        this(vendor, vendor, more);
    }

    /** @param connector another than the vendor's own */
    VendorScim(String vendor, String connector, Map<String, String> more) {
        kit = KitFile.read(Path.of("connectors", vendor + ".kit.yaml"));
        service = new SampleScim(vendor) {
            @Override
            Said answer(Asked request) {
                asked.add(request.method() + " /" + String.join("/", request.path()) + (request.query().isEmpty() ? "" : " " + request.query()) + " " + request.text());
                Said said = super.answer(request);
                answered(request, said);
                return said;
            }
        };
        Map<String, String> settings = new HashMap<>();
        kit.system().settings().forEach((name, value) -> settings.put(name, value.replace("<url>", service.url())));
        settings.keySet().removeIf(name -> !connector.equals(vendor) && !name.equals("url"));
        settings.put("token", SampleScim.TOKEN);
        settings.putAll(more);
        this.connector = new ConnectorUnderTest(connector, settings);
        port = this.connector.port();
    }

    /** For whoever holds it against a document. */
    void answered(SampleVendor.Asked request, SampleVendor.Said said) {
    }

    boolean can(String object, Operation operation) {
        return Optional.ofNullable(port.spec().connector().objects().get(object)).filter(kind -> kind.can(operation)).isPresent();
    }

    /** Somebody with all that the vendor wants to be told. */
    Map<String, Object> person() {
        number++;
        Map<String, Object> person = new LinkedHashMap<>();
        kit.objects().get("user").account().forEach((name, value) -> person.put(name, value instanceof String text ? text.replace("<n>", String.valueOf(number)) : value));
        return person;
    }

    String made() {
        return made("user", person());
    }

    String made(String object, Map<String, ?> values) {
        Outcome made = port.execute(create(object, values, true));
        assertThat(made.kind()).as(made.message()).isEqualTo(OutcomeKind.OK);
        return made.anchor().orElseThrow();
    }

    Outcome changed(Operation operation, String object, String anchor, Map<String, ?> values) {
        return port.execute(change(operation, object, anchor, Attributes.empty(), values));
    }

    Outcome members(Operation operation, String group, List<String> names) {
        boolean joins = operation == Operation.ADD_MEMBERS;
        List<Object> all = List.copyOf(names);
        return port.execute(new AccountRequest(operation, "group", Optional.of(group), Attributes.empty(),
                List.of(new AttributeChange("members", null, null, joins ? all : List.of(), joins ? List.of() : all)), Optional.empty()));
    }

    @Override
    public void close() {
        connector.close();
        service.close();
    }
}
