package io.caravan.camel.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.connector.RestPath;
import io.caravan.connector.RestText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestPathTest {

    private static final String DOCUMENT = "{\"a\":{\"b\":[{\"c\":1,\"k\":\"x\"},{\"c\":2,\"k\":\"Y\"}]},\"@odata.next\":\"n\",\"d\":{\"e\":{\"f\":3},\"g\":{\"f\":4}},\"n\":null}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a.b[0].c | [1]", "a.b[1].c | [2]", "a.b[7].c | []", "a.b.c | [1, 2]", "a.b[k eq \"x\"].c | [1]", "a.b[k eq \"y\"].c | [2]", "a.b[k eq \"z\"].c | []",
        "'''@odata.next''' | [\"n\"]", "d.*.f | [3, 4]", "n | [null]", "n.x | []", "x.y | []"})
    void leadsToWhatStandsThere(String path, String there) throws Exception {
        assertThat(JsonPlaces.all(new ObjectMapper().readTree(DOCUMENT), RestPath.of(path))).hasToString(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.", ".a", "a..b", "a[", "a[x]", "a[k eq x]", "a[k eq \"x]", "a]b", "a b.", " a", "'a", "''", "a[0]b", "a[k eq \"${x\"]"})
    void whatIsNoPathIsSaid(String path) {
        assertThatThrownBy(() -> RestPath.of(path)).isInstanceOf(IllegalArgumentException.class).message().isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a | {\"a\":1}", "a.b | {\"a\":{\"b\":1}}", "a[0].b | {\"a\":[{\"b\":1}]}", "a[k eq \"x\"].b | {\"a\":[{\"k\":\"x\",\"b\":1}]}"})
    void isMadeWhereItIsNotThere(String path, String made) throws Exception {
        ObjectNode document = new ObjectMapper().createObjectNode();
        JsonNode one = new ObjectMapper().readTree("1");
        JsonPlaces.put(document, RestPath.of(path), one, one);
        assertThat(document).hasToString(made);
    }

    @Test
    void aValueNeverBecomesAVariable() {
        assertThat(RestText.of("x ${a} y ${b:integer}").fill(name -> "${" + name + "}")).isEqualTo("x ${a} y ${b}");
        assertThat(RestText.of("${account.name.givenName}").variables()).containsExactly("account.name.givenName");
        assertThatThrownBy(() -> RestText.of("${a b}")).hasMessageContaining("is no variable");
        assertThatThrownBy(() -> RestText.of("${a")).hasMessageContaining("not closed");
    }
}
