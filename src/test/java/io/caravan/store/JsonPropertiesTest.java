package io.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.subject.Attributes;
import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertiesTest {

    @Property(tries = 500)
    void attributesComeBackAsTheyWere(@ForAll("attributes") Attributes attributes) {
        Attributes read = Json.attributes(Json.attributes(attributes));

        assertThat(read).isEqualTo(attributes);
        assertThat(read.names()).containsExactlyElementsOf(attributes.names());
    }

    @Provide
    Arbitrary<Attributes> attributes() {
        Arbitrary<Object> single = Arbitraries.oneOf(Arbitraries.strings().map(Object.class::cast), Arbitraries.longs().map(Object.class::cast),
                Arbitraries.bigDecimals().map(Object.class::cast), Arbitraries.integers().between(-40, 40).map(scale -> new BigDecimal(7).movePointLeft(scale)),
                Arbitraries.integers().between(-40, 40).map(power -> new BigDecimal("1E" + power)), Arbitraries.of(true, false));
        Arbitrary<Object> value = Arbitraries.oneOf(single, single.list().ofMaxSize(4).map(Object.class::cast)).injectNull(0.1);
        return Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(8), value).ofMaxSize(12).map((Map<String, Object> map) -> Attributes.of(map));
    }
}
