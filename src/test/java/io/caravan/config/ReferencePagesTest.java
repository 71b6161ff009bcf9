package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.diagnostic.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference pages say what the program does: they are made from it. */
class ReferencePagesTest {

    private static final String WRITE = "caravan.docs.write";
    private static final String MADE_BY = "<!-- Made from the program; do not edit. ./mvnw test -Dtest=ReferencePagesTest -D" + WRITE + "=true writes it anew. -->\n\n";
    private static final Map<String, String> GROUPS = Map.of("YML", "YAML files", "MAP", "Mappings", "GRP", "Rules of groups and assignments", "EXP", "Expressions", "CON", "Connectors", "SET", "Settings", "RTE", "Routes");

    static Stream<Arguments> pages() {
        ConnectorPages connectors = new ConnectorPages();
        return Stream.concat(fixed(), Stream.concat(Stream.of(Arguments.of("connectors.md", connectors.index())),
                connectors.names().stream().map(name -> Arguments.of("connectors/" + name + ".md", connectors.page(name)))));
    }

    private static Stream<Arguments> fixed() {
        return Stream.of(
                Arguments.of("settings.md", settings()),
                Arguments.of("error-codes.md", errorCodes()),
                Arguments.of("mapping-file.md", SchemaPage.of(SchemaFile.MAPPING, "The mapping file", """
                        `mappings/NAME.yaml`. Name the schema on the first line, and editors complete and check as you type:

                        ```yaml
                        # yaml-language-server: $schema=../schemas/mapping.schema.json
                        ```

                        `caravan check` knows more than a schema can: whether systems, objects and attributes exist, and whether expressions hold.
                        """.strip())),
                Arguments.of("common-file.md", SchemaPage.of(SchemaFile.COMMON, "What mappings share", """
                        It is no job: what stands in it belongs to each mapping that uses it, as if it stood there, and when it changes,
                        those mappings have changed. A name is one thing: a mapping that defines one of these names too, or uses one that it has as an attribute,
                        is an error. The first line of `mappings/common.yaml`:

                        ```yaml
                        # yaml-language-server: $schema=../schemas/common.schema.json
                        ```
                        """.strip())),
                Arguments.of("group-file.md", SchemaPage.of(SchemaFile.GROUP, "The rule of a group", """
                        `groups/NAME.yaml`. Name the schema on the first line, and editors complete and check as you type:

                        ```yaml
                        # yaml-language-server: $schema=../schemas/group.schema.json
                        ```

                        Its expressions read what inbound mappings give people, and the defines and lookup tables of `mappings/common.yaml`.
                        [How to put people into groups by rule](../how-to/groups-by-rule.md) begins one; [the decision tables](../explanation/decision-tables.md#groups-by-rule) are exact.
                        """.strip())),
                Arguments.of("assignment-file.md", SchemaPage.of(SchemaFile.ASSIGNMENT, "Assignment by rule", """
                        `assignments/NAME.yaml`. Name the schema on the first line, and editors complete and check as you type:

                        ```yaml
                        # yaml-language-server: $schema=../schemas/assignment.schema.json
                        ```

                        Its condition reads what inbound mappings give people, and the defines and lookup tables of `mappings/common.yaml`.
                        [How to assign applications](../how-to/assign-applications.md) begins one; [the decision tables](../explanation/decision-tables.md#assignments) are exact.
                        """.strip())),
                Arguments.of("connector-file.md", SchemaPage.of(SchemaFile.CONNECTOR, "The connector file", """
                        `connectors/NAME.kamelet.yaml`. The schema is `schemas/connector.schema.json`; `caravan connector new NAME` writes a first file.
                        """.strip())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void isUpToDate(String name, String content) throws IOException {
        Path page = Path.of("docs/reference", name);
        String wanted = MADE_BY + content;
        if (Boolean.getBoolean(WRITE)) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, wanted);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as(page + " is stale; run ./mvnw test -Dtest=ReferencePagesTest -D" + WRITE + "=true").isEqualTo(wanted);
    }

    private static String settings() {
        StringBuilder page = new StringBuilder("""
                # Settings

                `application.properties` in the project folder. Keys that begin with `caravan.` are Caravan's and listed here; an unknown one is an error.
                All other keys (`camel.*`, `quarkus.*`, your own) are Camel's and pass untouched.
                Any value may hold Camel's placeholders, such as `{{env:NAME}}` or `{{file:PATH}}`. A secret has to be one: a secret in plain text is an error.

                ## Caravan itself

                | key | value | default | what it says |
                |---|---|---|---|
                """);
        for (OwnSetting setting : OwnSetting.values()) {
            page.append("| `").append(setting.key()).append("` | ").append(setting.type().words()).append(" | ")
                    .append(setting.defaultValue().map(value -> "`" + value + "`").orElse("none")).append(" | ").append(setting.meaning()).append(" |\n");
        }
        return page.append("""

                ## Systems

                A system is a connector and the settings that make it this one:

                | key | what it says |
                |---|---|
                | `caravan.systems.NAME.connector` | The connector: a file `CONNECTOR.kamelet.yaml` in `connectors/`. `NAME` is of lower-case letters, digits and hyphens; mappings use it. |
                | `caravan.systems.NAME.readOnly` | `true`: the system is read, its accounts are matched and changes are planned, and nothing is ever written to it, whoever asks for it. `plan`, `sync` and `status` say so. Default `false`. |
                | `caravan.systems.NAME.SETTING` | A setting that the connector declares in its `spec.definition`; `caravan connector show CONNECTOR` lists them. |
                | `caravan.systems.NAME.credentialsExpire` | The last day on which the credentials of this system are good, as in `2027-01-31`, where nothing else says so: [somebody is told ahead](../how-to/be-told.md#credentials-that-end). |

                ```properties
                caravan.systems.corp-ldap.connector = ldap
                caravan.systems.corp-ldap.url = ldaps://ldap.example.com
                caravan.systems.corp-ldap.bindPassword = {{env:CORP_LDAP_PASSWORD}}
                ```
                """).toString();
    }

    private static String errorCodes() {
        StringBuilder page = new StringBuilder("""
                # Error codes

                What `caravan check` finds wrong in files. Every problem is printed with its file, line and column, what would be right, and what to do.
                """);
        String group = "";
        for (ProblemCode code : Stream.of(ProblemCode.values()).sorted(java.util.Comparator.comparing(ProblemCode::code)).toList()) {
            if (!code.code().startsWith(group) || group.isEmpty()) {
                group = code.code().substring(0, 3);
                page.append("\n## ").append(GROUPS.getOrDefault(group, group)).append('\n');
            }
            page.append("\n### ").append(code.code()).append(": ").append(code.title()).append("\n\n").append(code.explanation()).append('\n');
        }
        return page.toString();
    }
}
