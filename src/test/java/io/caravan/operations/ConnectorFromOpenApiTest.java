package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caravan.config.ProblemText;
import io.caravan.config.Project;
import io.caravan.config.ProjectReader;
import io.caravan.config.ProjectReading;
import io.caravan.connector.AttributeSpec;
import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an OpenAPI document says becomes a connector that check accepts; what it does not say stands there as a guess. */
class ConnectorFromOpenApiTest {

    private static final String SWAGGER = """
            swagger: "2.0"
            info: {title: 'A "CRM" of old'}
            host: crm.example.com
            basePath: /v1
            securityDefinitions:
              key: {type: apiKey, in: header, name: X-Crm-Key}
            paths:
              /tenants/{tenant}/employees:
                parameters: [{name: tenant, in: path, required: true, type: string}]
                get:
                  parameters:
                    - {name: page, in: query, type: integer, default: 0}
                    - {name: per_page, in: query, type: integer}
                    - {name: email, in: query, type: string}
                  responses: {200: {schema: {$ref: '#/definitions/Employees'}}}
                post:
                  parameters: [{name: it, in: body, schema: {$ref: '#/definitions/New'}}]
                  responses: {201: {schema: {$ref: '#/definitions/Employee'}}}
              /tenants/{tenant}/employees/{employeeNo}:
                get: {responses: {200: {schema: {$ref: '#/definitions/Employee'}}}}
                put:
                  parameters: [{name: it, in: body, schema: {$ref: '#/definitions/Change'}}]
                  responses: {204: {description: done}}
            definitions:
              Employees: {properties: {count: {type: integer}, total: {type: integer}, employees: {type: array, items: {$ref: '#/definitions/Employee'}}}}
              New: {required: [email], allOf: [{$ref: '#/definitions/Change'}], properties: {password: {type: string, format: password}, badge: {type: string}}}
              Change:
                properties:
                  email: {type: string}
                  suspended: {type: boolean}
                  tags: {type: array, items: {type: string}}
                  address: {type: object, properties: {city: {type: string}, geo: {type: object, properties: {lat: {type: number}}}}}
                  boss: {$ref: '#/definitions/Employee'}
              Employee:
                allOf:
                  - {$ref: '#/definitions/Change'}
                  - properties: {employeeNo: {type: integer}, badge: {type: string}, createdAt: {type: string, format: date-time}, 'odd name': {type: string}}
            """;

    @TempDir
    private Path folder;
    private ProjectFolder place;

    @BeforeEach
    void aProject() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "");
        place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
    }

    private ConnectorSpec proposed(Path document, String... paths) {
        NewConnector.propose(place, "app", document, List.of(paths));
        ProjectReading reading = ProjectReader.read(folder, Path.of("connectors"));
        assertThat(new ProblemText(reading.texts(), false).render(reading.problems())).as(text()).isEmpty();
        return reading.project().map(Project::connectors).orElseThrow().get("app").spec();
    }

    private String text() {
        try {
            return Files.readString(folder.resolve("connectors/app.kamelet.yaml"));
        } catch (IOException unread) {
            throw new AssertionError(unread);
        }
    }

    @Test
    void ofBoxFromItsOwnDocument() {
        ConnectorSpec box = proposed(Path.of("src/test/resources/vendors/box/openapi.json"));
        ObjectSpec user = box.objects().get("user");
        assertThat(user.anchor()).isEqualTo("id");
        assertThat(user.enabledBy()).contains("active");
        assertThat(user.operations()).contains(Operation.LIST, Operation.GET, Operation.FIND, Operation.CREATE, Operation.UPDATE, Operation.DISABLE, Operation.ENABLE, Operation.DELETE);
        assertThat(user.attribute("id").readOnly()).isTrue();
        assertThat(user.attribute("name").required()).isTrue();
        assertThat(user.attribute("login").unique()).isTrue();
        assertThat(user.attribute("created_at").readOnly()).isTrue();
        assertThat(user.attribute("created_at").type().word()).isEqualTo("datetime");
        assertThat(user.attribute("is_sync_enabled").type().word()).isEqualTo("boolean");
        assertThat(user.attribute("space_amount").type().word()).isEqualTo("integer");
        assertThat(box.objects()).containsKey("group");
        assertThat(text()).contains("url: {default: \"https://api.box.com/2.0\"}").contains("items: entries").contains("style: cursor, send: marker, at: next_marker, size: limit")
                .contains("values: {true: [active, cannot_delete_edit, cannot_delete_edit_upload], false: inactive}").contains("# Guessed: which of these words of status let somebody in");
    }

    /** What {@link KeycloakIT} tries out against the server. */
    @Test
    void ofKeycloakWithMembersOfGroupsAndNothingInItsAnswers() {
        ConnectorSpec keycloak = proposed(Path.of("src/test/resources/vendors/keycloak/openapi.json"));
        assertThat(keycloak.objects().get("user").find()).contains("username", "email");
        assertThat(keycloak.objects().get("group").operations()).contains(Operation.ADD_MEMBERS, Operation.REMOVE_MEMBERS);
        assertThat(keycloak.settings().get("realm").required()).isTrue();
        assertThat(text().lines().count()).isLessThan(100);
        assertThat(text()).contains("create: {post: \"/admin/realms/{{realm}}/users\", answer: location}").contains("paging: {style: offset, send: first, size: max}")
                .contains("add: {put: \"/admin/realms/{{realm}}/users/${member}/groups/${anchor}\"}").contains("# Guessed: the document does not say how one shows who one is.");
    }

    @Test
    void ofASwaggerDocumentInYaml() throws IOException {
        ConnectorSpec crm = proposed(Files.writeString(folder.resolve("crm.yaml"), SWAGGER), "/tenants/{tenant}/employees");
        ObjectSpec employee = crm.objects().get("employee");
        assertThat(employee.anchor()).isEqualTo("employeeNo");
        assertThat(employee.enabledBy()).contains("enabled");
        assertThat(employee.attributes().keySet()).containsExactlyInAnyOrder("email", "enabled", "tags", "address.city", "employeeNo", "badge", "createdAt", "password");
        assertThat(employee.attribute("email")).satisfies(AttributeSpec::required).satisfies(AttributeSpec::unique);
        assertThat(employee.attribute("email").required()).isTrue();
        assertThat(employee.attribute("tags").multiValued()).isTrue();
        assertThat(employee.attribute("password").sensitive()).isTrue();
        assertThat(employee.attribute("badge").createOnly()).isTrue();
        assertThat(employee.attribute("employeeNo").readOnly()).isTrue();
        assertThat(employee.find()).containsExactly("email");
        assertThat(employee.operations()).doesNotContain(Operation.DELETE);
        assertThat(crm.settings().get("tenant").required()).isTrue();
        assertThat(crm.settings().get("auth").defaultValue()).contains("api-key");
        assertThat(crm.settings().get("apiKeyHeader").defaultValue()).contains("X-Crm-Key");
        assertThat(crm.settings().get("url").defaultValue()).contains("https://crm.example.com/v1");
        assertThat(text()).contains("title: \"A \\\"CRM\\\" of old\"").contains("paging: {style: page, send: page, from: 0, size: per_page, total: total}")
                .contains("path: suspended, values: {true: false, false: true}").contains("address.geo").contains("boss").contains("odd name")
                .contains("update: {put: \"/tenants/{{tenant}}/employees/${anchor}\", answer: none}").contains("# Guessed: a PUT changes what is sent");
    }

    @Test
    void whatIsNoDocumentOrHasNoPeopleIsSaid() throws IOException {
        Path swagger = Files.writeString(folder.resolve("crm.yaml"), SWAGGER.replace("employees", "widgets"));
        assertThatThrownBy(() -> NewConnector.propose(place, "app", swagger, List.of())).isInstanceOf(Refusal.class).hasMessageContaining("no collection")
                .satisfies(refusal -> assertThat(((Refusal) refusal).nextStep()).contains("/tenants/{tenant}/widgets"));
        assertThatThrownBy(() -> NewConnector.propose(place, "app", swagger, List.of("/users"))).isInstanceOf(Refusal.class).hasMessageContaining("no collection /users");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"openapi\": \"3.0.0\",\n \"paths\": {,}}");
        assertThatThrownBy(() -> NewConnector.propose(place, "app", broken, List.of())).isInstanceOf(Refusal.class).hasMessageContaining("broken.json:2:");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"a\": 1}");
        assertThatThrownBy(() -> NewConnector.propose(place, "app", other, List.of())).isInstanceOf(Refusal.class).hasMessageContaining("no OpenAPI document");
        assertThat(folder.resolve("connectors")).doesNotExist();
    }
}
