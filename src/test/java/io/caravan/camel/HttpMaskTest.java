package io.caravan.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.camel.HttpSeen.Field;
import io.caravan.camel.HttpSeen.Got;
import io.caravan.camel.HttpSeen.Sent;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is secret is hidden by its name, and then wherever else it stands. */
class HttpMaskTest {

    private static HttpSeen masked(HttpSeen... seen) {
        HttpMask mask = new HttpMask(List.of(new Secrets(List.of("of-the-settings"))), HttpMask.SENSITIVE);
        mask.learn(List.of(seen));
        return mask.masked(seen[seen.length - 1]);
    }

    private static HttpSeen get(String address, Field... headers) {
        return new HttpSeen(true, new Sent("GET", address, List.of(headers), ""), Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "https://api.test/v1/users?limit=5&name=Ada%20K|https://api.test/v1/users?limit=5&name=Ada%20K",
            "https://api.test/v1/users?api_key=abc123&x=1|https://api.test/v1/users?api_key=(sensitive)&x=1",
            "https://api.test/users?key=abc|https://api.test/users?key=(sensitive)",
            "https://api.test/users?access_token=a%2Fb|https://api.test/users?access_token=(sensitive)",
            "https://ada:pw@api.test/users|https://api.test/users",
            "https://api.test/of-the-settings/users|https://api.test/(sensitive)/users",
            "https://api.test/users?q=of-the-settings%20or|https://api.test/users?q=(sensitive)%20or"})
    void inAddresses(String address, String shown) {
        assertThat(masked(get(address)).sent().address()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "Authorization|Bearer abc|Bearer (sensitive)", "authorization|Basic YWRhOnB3|Basic (sensitive)", "Authorization|AWS4-HMAC-SHA256 Credential=x|(sensitive)",
            "Cookie|a=b|(sensitive)", "X-API-Key|abc|(sensitive)", "X-Auth-Token|abc|(sensitive)", "Ocp-Apim-Subscription-Key|abc|(sensitive)",
            "Accept|application/json|application/json", "X-Tenant|of-the-settings|(sensitive)"})
    void inHeaders(String name, String value, String shown) {
        assertThat(masked(get("https://api.test/", new Field(name, value))).sent().headers()).containsExactly(new Field(name, shown));
    }

    @Test
    void whatAnAnswerTellsIsHiddenInTheNextRequest() {
        HttpSeen token = new HttpSeen(false, new Sent("POST", "https://login.test/token", List.of(new Field("Content-Type", "application/x-www-form-urlencoded")),
                "grant_type=client_credentials&client_secret=p%26w&assertion=ey.J"), Optional.of(new Got(200, List.of(new Field("Content-Type", "application/json")),
                "{\"access_token\":\"tok-4711\",\"token_type\":\"bearer\",\"session\":{\"hash\":4711}}")));
        assertThat(masked(token).sent().body()).isEqualTo("grant_type=client_credentials&client_secret=(sensitive)&assertion=(sensitive)");
        assertThat(masked(token).got().orElseThrow().body()).isEqualTo("{\"access_token\":\"(sensitive)\",\"token_type\":\"bearer\",\"session\":{\"hash\":\"(sensitive)\"}}");
        assertThat(masked(token, get("https://api.test/tok-4711/x?trace=a-tok-4711")).sent().address()).isEqualTo("https://api.test/(sensitive)/x?trace=a-(sensitive)");
    }

    @Test
    void inXml() {
        HttpSeen soap = new HttpSeen(false, new Sent("POST", "https://api.test/", List.of(new Field("Content-Type", "text/xml; charset=UTF-8")),
                "<e:Envelope xmlns:e=\"urn:e\" xmlns:w=\"urn:w\"><w:Password Type=\"text\">a&amp;b&lt;c</w:Password><w:Name e:title=\"Head &amp; of-the-settings\">Ada &amp; Co</w:Name><w:Empty/></e:Envelope>"),
                Optional.of(new Got(200, List.of(), "<html><body>is no XML<br></body></html>")));
        assertThat(masked(soap).sent().body()).isEqualTo("<e:Envelope xmlns:e=\"urn:e\" xmlns:w=\"urn:w\"><w:Password Type=\"text\">(sensitive)</w:Password><w:Name e:title=\"Head &amp; (sensitive)\">Ada &amp; Co</w:Name><w:Empty></w:Empty></e:Envelope>");
        assertThat(masked(soap).got().orElseThrow().body()).isEqualTo("<html><body>is no XML<br></body></html>");
    }

    @Test
    void aSecretInsideAValueOrInAnAddressThatIsToldIsOne() {
        HttpSeen told = new HttpSeen(false, new Sent("POST", "https://api.test/users", List.of(new Field("Content-Type", "application/json")),
                "{\"password\":{\"value\":\"open-sesame\"},\"accesstoken\":\"abc\",\"title\":{\"value\":\"Clerk\"}}"),
                Optional.of(new Got(302, List.of(new Field("Location", "https://files.test/a?sig=K1&x=1"), new Field("Content-Type", "application/json")),
                        "{\"download_url\":\"https://files.test/photo?api_key=K2&size=9\",\"next\":\"https://api.test/users?page=2\"}")));
        assertThat(masked(told).sent().body()).isEqualTo("{\"password\":{\"value\":\"(sensitive)\"},\"accesstoken\":\"(sensitive)\",\"title\":{\"value\":\"Clerk\"}}");
        assertThat(masked(told).got().orElseThrow().body()).isEqualTo("{\"download_url\":\"https://files.test/photo?api_key=(sensitive)&size=9\",\"next\":\"https://api.test/users?page=2\"}");
        assertThat(masked(told).got().orElseThrow().headers()).contains(new Field("Location", "https://files.test/a?sig=(sensitive)&x=1"));
    }

    private static final HttpMask.StandIns EVERYTHING = new HttpMask.StandIns() {
        @Override
        public String ofSecret(String value) {
            return "secret";
        }

        @Override
        public boolean hides(String name) {
            return false;
        }

        @Override
        public boolean hides(String name, String value) {
            return !name.equals("Total");
        }

        @Override
        public String ofHidden(String value) {
            return "hidden";
        }

        @Override
        public boolean hidesTexts() {
            return true;
        }
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "text/xml|<a><Name>Ada</Name><Phone>4711</Phone><Room>12</Room><Total>3</Total></a>|<a><Name>hidden</Name><Phone>hidden</Phone><Room>hidden</Room><Total>3</Total></a>|Name,Phone,Room,Total",
            "text/xml|BOM<?xml version=\"1.0\"?><!DOCTYPE a><a><Name>Ada</Name></a>|<a><Name>hidden</Name></a>|Name",
            "application/json|BOM{\"Name\":\"Ada\"}|{\"Name\":\"hidden\"}|Name",
            "text/csv; charset=utf-8|BOMName,Total~Ada,3~|Name,Total~hidden,3~|Name,Total",
            "text/plain|Ada is in room 12|hidden|a body of text/plain",
            "''|<html><br>Ada|hidden|a body of no type"})
    void whateverFormABodyHasNobodysValuesStandInIt(String type, String body, String hidden, String left) {
        String text = body.replace("BOM", "\uFEFF").replace("~", "\r\n");
        HttpSeen seen = new HttpSeen(true, new Sent("GET", "https://api.test/", List.of(), ""), Optional.of(new Got(200, List.of(new Field("Content-Type", type)), text)));
        assertThat(new HttpMask(List.of(), EVERYTHING).masked(seen).got().orElseThrow().body()).isEqualTo(hidden.replace("~", "\r\n"));
        HttpMask shows = new HttpMask(List.of(), HttpMask.SENSITIVE);
        assertThat(shows.masked(seen).got().orElseThrow().body()).contains("Ada");
        assertThat(shows.left()).containsExactlyInAnyOrder(left.split(","));
    }
}
