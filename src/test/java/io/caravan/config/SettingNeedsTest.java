package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.Problem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a value of one setting needs is told with file and line, before anything is connected. */
class SettingNeedsTest {

    private static final Path SHIPPED = Path.of("connectors").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', value = {
            "scim2          | url=https://app.example.com                                                       | has no \"token\", which auth = bearer needs",
            "scim2          | url=https://app.example.com;auth=api-key                                          | has no \"token\", which auth = api-key needs",
            "scim2          | url=https://app.example.com;auth=refresh-token;tokenUrl=;refreshTokenFile=f         | has no \"tokenUrl\", which auth = refresh-token needs",
            "rest           | url=https://app.example.com;auth=basic                                            | has no \"username\" or \"password\", which auth = basic needs",
            "rest           | url=https://app.example.com;auth=username-token;username=ada                      | has no \"password\", which auth = username-token needs",
            "rest           | url=https://app.example.com;auth=client-credentials;tokenUrl=https://t;clientId=c | has no \"clientSecret\" or \"privateKey\" or \"keyStore\", which auth = client-credentials needs",
            "microsoft-graph| tenant=t;clientId=c;clientAuth=key;clientSecret={{env:S}}                         | has no \"privateKey\", which clientAuth = key needs",
            "webex          | organization=o;clientId=c;clientSecret={{env:S}}                                  | has no \"refreshToken\" or \"refreshTokenFile\", which auth = refresh-token needs"})
    void aMissingOneIsTold(String connector, String settings, String told) {
        List<Problem> problems = problems(connector, settings);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("the system \"app\" " + told);
            assertThat(problem.position().file()).isEqualTo("application.properties");
            assertThat(problem.position().line()).as("where the value stands that needs it, or the connector").isEqualTo(settings.contains("auth=") ? lineOf(settings, "auth=")
                    : settings.contains("clientAuth=") ? lineOf(settings, "clientAuth=") : 1);
        });
    }

    private static int lineOf(String settings, String setting) {
        return 2 + List.of(settings.split(";")).indexOf(List.of(settings.split(";")).stream().filter(one -> one.startsWith(setting)).findFirst().orElseThrow());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "scim2          | url=https://app.example.com;token={{env:T}}",
            "scim2          | url=https://app.example.com;auth=none",
            "scim2          | url=https://app.example.com;auth={{env:AUTH}}",
            "rest           | url=https://app.example.com;auth=basic;username=key-alone",
            "rest           | url=https://app.example.com;auth=client-credentials;tokenUrl=https://t;clientId=c;keyStore=client.pem",
            "rest           | url=https://app.example.com;auth=jwt-bearer;tokenUrl=https://t;privateKey={{file:key.pem}};issuer=i",
            "microsoft-graph| tenant=t;clientId=c;clientSecret={{env:S}}",
            "webex          | organization=o;clientId=c;clientSecret={{env:S}};refreshTokenFile=webex.token"})
    void nothingIsAskedForThatIsNotNeeded(String connector, String settings) {
        assertThat(problems(connector, settings)).isEmpty();
    }

    @Test
    void aNeedThatCannotBeIsTheConnectorsMistake() {
        String wrong = TestProject.TARGET.replace("contract: 1", "contract: 1\n    needs: {security: {tsl: [password], none: [pasword]}}");
        assertThat(new TestProject(folder).write("connectors/directory.kamelet.yaml", wrong).read().problems().inOrder()).extracting(Problem::message)
                .containsExactly("\"security\" cannot be \"tsl\"", "the connector has no setting \"pasword\"");
    }

    @Test
    void aSystemThatHasTheValueDoesNotMakeItAnother() {
        String wrong = TestProject.TARGET.replace("contract: 1", "contract: 1\n    needs: {security: {tls: [pasword]}}");
        assertThat(new TestProject(folder).write("connectors/directory.kamelet.yaml", wrong).read().problems().inOrder()).extracting(Problem::message)
                .containsExactly("the connector has no setting \"pasword\"");
    }

    private List<Problem> problems(String connector, String settings) {
        StringBuilder text = new StringBuilder("caravan.systems.app.connector = " + connector + "\n");
        for (String setting : settings.split(";")) {
            text.append("caravan.systems.app.").append(setting.replaceFirst("=", " = ")).append('\n');
        }
        new TestProject(folder).write("application.properties", text.toString());
        return ProjectReader.read(folder, SHIPPED).problems().inOrder().stream().filter(problem -> problem.position().file().equals("application.properties")).toList();
    }
}
