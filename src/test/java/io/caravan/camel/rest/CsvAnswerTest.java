package io.caravan.camel.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers in CSV, and dates as OData v2 has them. */
class CsvAnswerTest {

    private static TableAnswer read(String text) throws IOException {
        return CsvAnswer.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void rowsAreObjectsAndWhatIsEmptyIsNothing() throws IOException {
        assertThat(CsvAnswer.is("text/csv;charset=UTF-8")).isTrue();
        assertThat(CsvAnswer.is("application/json")).isFalse();
        assertThat(read("\uFEFFid,name,end\r\n007,\"Li, \"\"Zoë\"\"\",\r\n\r\n008,\"two\nlines\",x\r\n").toString())
                .isEqualTo("[{\"id\":\"007\",\"name\":\"Li, \\\"Zoë\\\"\",\"end\":null},{\"id\":\"008\",\"name\":\"two\\nlines\",\"end\":\"x\"}]");
        assertThat(read("id,name\n")).isEmpty();
    }

    @Test
    void nothingIsUsedOfWhatCannotBeTold() {
        assertThatThrownBy(() -> read("id,name\n1,a\n2\n")).hasMessageContaining("line 3 of the answer has 1 fields where the header has 2");
        assertThatThrownBy(() -> read("id,name\n1,a,b\n")).hasMessageContaining("has 3 fields");
        assertThatThrownBy(() -> read("id,id\n1,a\n")).hasMessageContaining("two columns of one name");
        assertThatThrownBy(() -> read("")).hasMessageContaining("without even a header");
        assertThatThrownBy(() -> CsvAnswer.of(new ByteArrayInputStream("id\nZo\u00EB\n".getBytes(StandardCharsets.ISO_8859_1)))).hasMessageContaining("not in UTF-8");
    }

    @Test
    void datesOfODataAreDaysOrMoments() {
        assertThat(ODataDate.iso("/Date(1492041600000)/")).contains("2017-04-13");
        assertThat(ODataDate.iso("/Date(-2208988800000)/")).contains("1900-01-01");
        assertThat(ODataDate.iso("/Date(1492098664000)/")).contains("2017-04-13T15:51:04");
        assertThat(ODataDate.iso("/Date(1492098660000)/")).contains("2017-04-13T15:51:00");
        assertThat(ODataDate.iso("/Date(1492098664000+0000)/")).contains("2017-04-13T15:51:04Z");
        assertThat(ODataDate.iso("/Date(253402214400000)/")).contains("9999-12-31");
        assertThat(ODataDate.iso("2017-04-13")).isEmpty();
    }
}
