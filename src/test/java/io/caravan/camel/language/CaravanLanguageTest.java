package io.caravan.camel.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes write the language of mappings. */
class CaravanLanguageTest {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:person
                  steps:
                    - choice:
                        when:
                          - expression:
                              language: {language: caravan, expression: "${body[type]} in 'employee,contractor' && ${body[leaver]} == null"}
                            steps:
                              - setBody:
                                  language: {language: caravan, expression: "${lowercase(${left(${body[givenName]}, 1)})}${lowercase(${normalizeDiacritics(${body[familyName]})})}"}
                        otherwise:
                          steps:
                            - setBody: {constant: nobody}
            - route:
                from:
                  uri: direct:list
                  steps:
                    - setBody:
                        language: {language: caravan, expression: "${distinct(${body[mails]})}"}
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void startRoutes() throws Exception {
        Resource routes = ResourceHelper.fromString("routes.yaml", ROUTES);
        PluginHelper.getRoutesLoader(context).loadRoutes(routes);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void aRouteComputesAndDecides() {
        assertThat(sent("direct:person", Map.of("type", "employee", "givenName", "Ada", "familyName", "Größer"))).isEqualTo("agrosser");
        assertThat(sent("direct:person", Map.of("type", "intern", "givenName", "Ada", "familyName", "Li"))).isEqualTo("nobody");
    }

    @Test
    void aValueKeepsItsType() {
        assertThat(sent("direct:list", Map.of("mails", List.of("a", "b", "a")))).isEqualTo(List.of("a", "b"));
    }

    @Test
    void anAbsentValueIsNull() {
        assertThat(sent("direct:list", Map.of("x", 1))).isNull();
    }

    @Test
    void nullInABodyIsKnownToBeEmpty() {
        Map<String, Object> body = new LinkedHashMap<>(Map.of("type", "employee", "givenName", "Ada", "familyName", "Li"));
        body.put("leaver", null);
        assertThat(sent("direct:person", body)).isEqualTo("ali");
    }

    @Test
    void aBodyThatIsNoMapIsRefusedInWords() {
        assertThatThrownBy(() -> sent("direct:list", "text")).isInstanceOf(CamelExecutionException.class)
                .rootCause().hasMessageContaining("reads a body that is a Map; this one is String");
    }

    @Test
    void mistakesAreReportedWithTheirColumn() {
        assertThatThrownBy(() -> context.resolveLanguage("caravan").createExpression("${lowcase(${body[x]})} ${env.HOME}"))
                .isInstanceOf(ExpressionIllegalSyntaxException.class)
                .hasMessageContaining("column 3: there is no function lowcase; did you mean lowercase(text)?")
                .hasMessageContaining("column 26: env reaches outside");
    }

    private Object sent(String uri, Object body) {
        return context.createProducerTemplate().requestBody(uri, body);
    }
}
