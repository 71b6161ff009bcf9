package io.caravan.camel.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same, where the connector's template has the steps of a call one by one, and one of its own between them. */
class RestStepByStepTest extends RestConnectorTest {

    private static final Path SHIPPED = Path.of("connectors/rest.kamelet.yaml");
    private static final String AT_ONCE = """
                    - process: {ref: "{{api}}"}
            """;
    private static final String STEP_BY_STEP = """
                    - bean: {ref: "{{api}}", method: begin}
                    - loop:
                        doWhile: true
                        simple: "${variable.unfinished}"
                        steps:
                          - bean: {ref: "{{api}}", method: next}
                          - filter:
                              simple: "${variable.unfinished}"
                              steps:
                                OWN
                                - doTry:
                                    steps:
                                      - to:
                                          uri: "{{url}}"
                                          parameters:
                                            httpClientConfigurer: "#bean:{{oneTry}}"
                                            deleteWithBody: true
                                            copyHeaders: false
                                            clearExpiredCookies: false
                                            connectionRequestTimeout: "{{responseTimeout}}"
                                            responseTimeout: "{{responseTimeout}}"
                                      - bean: {ref: "{{api}}", method: answered}
                                    doCatch:
                                      - exception: [org.apache.camel.http.base.HttpOperationFailedException]
                                        steps:
                                          - bean: {ref: "{{api}}", method: refused}
                                      - exception: [java.io.IOException]
                                        steps:
                                          - bean: {ref: "{{api}}", method: lost}
                    - bean: {ref: "{{api}}", method: result}
            """;

    @BeforeEach
    void stepByStep() throws IOException {
        withTemplate("- log: {message: one more, loggingLevel: TRACE}");
    }

    private void withTemplate(String own) throws IOException {
        String shipped = Files.readString(SHIPPED);
        assertThat(shipped).contains(AT_ONCE);
        Files.writeString(folder.resolve("rest.kamelet.yaml"), shipped.replace(AT_ONCE, STEP_BY_STEP.replace("OWN", own)));
    }

    @Test
    void aStepOfItsOwnChangesWhatIsSent() throws IOException {
        withTemplate("- setHeader: {name: CamelHttpQuery, simple: 'by=${header.CamelHttpMethod}'}");
        api.says("GET /users?by=GET", 200, "{'users':[{'id':1}]}");
        assertThat(app().all("user")).singleElement().satisfies(user -> assertThat(user.text("id")).contains("1"));
    }
}
