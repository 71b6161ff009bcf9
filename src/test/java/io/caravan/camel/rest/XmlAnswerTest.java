package io.caravan.camel.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.caravan.connector.Effect;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import io.caravan.connector.RestPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer in XML becomes a document as JSON has them, of which nothing is kept but what is looked for. */
class XmlAnswerTest {

    private static final String ANSWER = """
            <?xml version="1.0"?>
            <env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:x="urn:x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <env:Header><x:Secret>s</x:Secret></env:Header>
              <env:Body><x:Answer x:version="1"><x:Total>2</x:Total>
                <x:Data><x:Person kind="staff"><x:ID x:type="WID">w1</x:ID><x:ID x:type="NO">1</x:ID><!-- c --><x:Name>Ada <![CDATA[& Co]]></x:Name><x:Nick/><x:Phone xsi:nil="true"/><x:Pay><x:Amount>1</x:Amount></x:Pay>
                  <x:Mail x:main="0"><x:Use><x:Type><x:Ref><x:ID x:type="T">HOME</x:ID></x:Ref></x:Type></x:Use><x:Address>a@home</x:Address></x:Mail>
                  <x:Mail x:main="1"><x:Use><x:Type><x:Ref><x:ID x:type="T">WORK</x:ID></x:Ref></x:Type></x:Use><x:Address>a@work</x:Address></x:Mail></x:Person></x:Data>
              </x:Answer></env:Body>
            </env:Envelope>
            """;
    private static final RestPath ITEMS = RestPath.of("Answer.Data.Person");

    private static JsonNode read(String answer, boolean everything, String... paths) throws IOException {
        List<RestPath> all = Stream.of(paths).map(RestPath::of).toList();
        return XmlAnswer.of(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)), new XmlShape(XmlPlaces.of(all, everything), ITEMS, Optional.of(RestPath.of("Answer.Total"))), Effect.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Answer.Data.Person[0].Name | [\"Ada & Co\"]", "Answer.Data.Person[0].ID[@type eq \"WID\"].text() | [\"w1\"]", "Answer.Data.Person[0].ID[@type eq \"WID\"] | [\"w1\"]", "Answer.Data.Person[0].ID | [[\"w1\",\"1\"]]",
        "Answer.Data.Person[0].@kind | [\"staff\"]", "Answer.Data.Person[0].Nick | [null]", "Answer.Data.Person[0].Phone | [null]", "Answer.Data.Person[0].Fax | []", "Answer.@version | [\"1\"]",
        "Answer.Data.Person[0].Mail[Use.Type.Ref.ID eq \"WORK\"].Address | [\"a@work\"]", "Answer.Data.Person[0].Mail[Use.Type[Ref.ID[@type eq \"T\"].text() eq \"HOME\"].Ref.ID.text() eq \"HOME\"].Address | [\"a@home\"]",
        "Answer.Data.Person[0].Mail[@main eq \"1\"].Address | [\"a@work\"]"})
    void isReadByPathsWhetherAllOfItIsKeptOrNothingElse(String path, String there) throws Exception {
        for (boolean everything : new boolean[] {true, false}) {
            assertThat(JsonPlaces.all(read(ANSWER, everything, path), RestPath.of(path))).as("everything " + everything).hasToString(there);
        }
    }

    @Test
    void nothingIsKeptThatNobodyLooksFor() throws Exception {
        assertThat(read(ANSWER, false, "Answer.Data.Person[0].Name")).hasToString("{\"Answer\":{\"Data\":{\"Person\":[{\"Name\":\"Ada & Co\"}]}}}");
    }

    @Test
    void whereThereIsNobodyThereIsAnEmptyListAndElseNone() throws Exception {
        assertThat(read(ANSWER.replaceAll("(?s)<x:Data>.*</x:Data>", "").replace(">2<", ">0<"), false, "Answer.Total")).hasToString("{\"Answer\":{\"Total\":\"0\",\"Data\":{\"Person\":[]}}}");
        assertThat(read(ANSWER.replaceAll("(?s)<x:Data>.*</x:Data>", "<x:Data/>"), false, "Answer.Total")).hasToString("{\"Answer\":{\"Total\":\"2\"}}");
    }

    @Test
    void whatStopsInItsMidstIsToldFromWhatIsNoXml() {
        assertThatThrownBy(() -> read(ANSWER.substring(0, 700), false, "a")).isInstanceOf(OutcomeException.class).satisfies(torn -> assertThat(((OutcomeException) torn).outcome().kind()).isEqualTo(OutcomeKind.UNAVAILABLE));
        assertThatThrownBy(() -> read(ANSWER.replace("</x:Total>", "</x:Totl>") + " ".repeat(100_000), false, "a")).satisfies(wrong -> assertThat(((OutcomeException) wrong).outcome().kind()).isEqualTo(OutcomeKind.INVALID));
        InputStream lost = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
        assertThatThrownBy(() -> XmlAnswer.of(lost, new XmlShape(XmlPlaces.ANYTHING, ITEMS, Optional.empty()), Effect.NONE)).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsFetchedOrUnfolded() {
        assertThatThrownBy(() -> read("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", true, "a")).hasMessageContaining("document type");
        String deep = "<x:a>".repeat(5000) + "</x:a>".repeat(5000);
        assertThatThrownBy(() -> read(ANSWER.replaceAll("(?s)<x:Data>.*</x:Data>", deep), true, "a")).hasMessageContaining("nested more deeply");
    }

    @Test
    void aRefusalThatIsNoSoapSaysNothing() {
        assertThat(XmlAnswer.said("<html><body>no</body></html>")).isNull();
        assertThat(XmlAnswer.said("{}")).isNull();
        assertThat(XmlAnswer.said(ANSWER.replaceAll("(?s)<x:Answer.*</x:Answer>", "<env:Fault><faultcode>p:Client.x</faultcode></env:Fault>"))).hasToString("{\"Fault\":{\"faultcode\":\"Client.x\"}}");
    }
}
