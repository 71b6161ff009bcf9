package io.caravan.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.unboundid.ldap.sdk.LDAPConnection;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.operations.SystemSchema.SchemaAttribute;
import io.caravan.operations.SystemSchema.SchemaObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of system says what it has, or it is said why it does not. */
class SystemSchemaTest {

    @TempDir
    private Path folder;
    private final List<AutoCloseable> servers = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable server : servers) {
            server.close();
        }
    }

    private SystemSchema asked(int records, String... settings) throws Exception {
        Files.writeString(folder.resolve("application.properties"), String.join("\n", settings) + "\n");
        ProjectFolder place = new ProjectFolder(folder, Optional.of(Path.of("").toAbsolutePath()));
        return SystemSchema.of(place, place.project(), "it", records);
    }

    private static SchemaObject object(SystemSchema schema, String name) {
        return schema.objects().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static SchemaAttribute attribute(SchemaObject object, String name) {
        return object.attributes().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private SchemaObject csv(String text) throws Exception {
        Files.writeString(folder.resolve("hr.csv"), text);
        return object(asked(10, "caravan.systems.it.connector = csv-source", "caravan.systems.it.file = hr.csv", "caravan.systems.it.key = id",
                "caravan.systems.it.quietSeconds = 0"), "record");
    }

    @Test
    void aFileHasItsHeaderAndItsFirstRows() throws Exception {
        SchemaObject record = csv("id,name,city,password\n1,Ann,Bern,geheim\n2,Bob,,geheim\n3,Cy,Bonn,\n4,Di,Ulm,\n");
        assertThat(record.names()).containsExactly("id", "name", "city", "password");
        assertThat(record.asked()).isTrue();
        assertThat(record.complete()).isTrue();
        assertThat(record.records()).isEqualTo(4);
        assertThat(attribute(record, "name").samples()).containsExactly("Ann", "Bob", "Cy");
        assertThat(attribute(record, "city").samples()).containsExactly("Bern", "Bonn", "Ulm");
        assertThat(attribute(record, "id").unique()).isTrue();
        assertThat(attribute(record, "password").samples()).as("of secrets nothing is shown").isEmpty();
    }

    @Test
    void anEmptyFileSaysSoAndHasWhatTheConnectorDeclares() throws Exception {
        SchemaObject record = csv("");
        assertThat(record.asked()).isFalse();
        assertThat(record.problem().orElseThrow()).contains("is empty");
        assertThat(record.names()).containsExactly("id");
    }

    @Test
    void aFileThatWasCutOffStillHasItsHeader() throws Exception {
        SchemaObject record = csv("id,name\n1,\"An");
        assertThat(record.names()).containsExactly("id", "name");
        assertThat(record.problem()).isPresent();
        assertThat(record.records()).isZero();
    }

    @Test
    void aTableHasItsColumnsWithTypesAndWhatIsRequired() throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db")); var statement = db.createStatement()) {
            statement.execute("create table account (login text primary key, mail text unique, name text not null, level integer, since date, active boolean not null default true)");
            statement.execute("insert into account (login, mail, name, level) values ('ann', 'ann@example.test', 'Ann', 3)");
        }
        SchemaObject record = object(asked(10, "caravan.systems.it.connector = jdbc", "caravan.systems.it.url = jdbc:sqlite:app.db", "caravan.systems.it.table = account",
                "caravan.systems.it.key = login", "caravan.systems.it.enabledColumn = active"), "record");
        assertThat(record.names()).containsExactly("login", "mail", "name", "level", "since", "active");
        assertThat(attribute(record, "name").required()).isTrue();
        assertThat(attribute(record, "active").required()).as("it has a default").isFalse();
        assertThat(attribute(record, "mail").unique()).isTrue();
        assertThat(attribute(record, "level").type()).isEqualTo("integer");
        assertThat(attribute(record, "since").type()).isEqualTo("date");
        assertThat(attribute(record, "active").type()).isEqualTo("boolean");
        assertThat(attribute(record, "name").samples()).containsExactly("Ann");
    }

    @Test
    void aDirectoryHasTheAttributesOfItsObjectClasses() throws Exception {
        EmbeddedDirectory directory = EmbeddedDirectory.with().password("geheim").start();
        servers.add(directory);
        try (LDAPConnection admin = new LDAPConnection("127.0.0.1", directory.port(), EmbeddedDirectory.ADMIN, "geheim")) {
            admin.add("dn: uid=ann," + EmbeddedDirectory.PEOPLE, "objectClass: inetOrgPerson", "uid: ann", "cn: Ann", "sn: Archer", "userPassword: topsecret");
        }
        Files.writeString(folder.resolve("pw"), "geheim");
        SystemSchema schema = asked(5, "caravan.systems.it.connector = ldap", "caravan.systems.it.url = " + directory.url(), "caravan.systems.it.bindDn = " + EmbeddedDirectory.ADMIN,
                "caravan.systems.it.bindPassword = {{file:pw}}", "caravan.systems.it.baseDn = " + EmbeddedDirectory.PEOPLE);
        SchemaObject user = object(schema, "user");
        assertThat(user.asked()).isTrue();
        assertThat(user.names()).contains("dn", "cn", "sn", "mail", "employeeNumber", "manager", "entryUUID");
        assertThat(attribute(user, "sn").required()).isTrue();
        assertThat(attribute(user, "uid").required()).as("it names the entry").isTrue();
        assertThat(attribute(user, "objectClass").required()).as("the connector gives it").isFalse();
        assertThat(attribute(user, "mail").required()).isFalse();
        assertThat(attribute(user, "manager").type()).isEqualTo("reference");
        assertThat(attribute(user, "sn").samples()).containsExactly("Archer");
        assertThat(user.has("GIVENNAME")).isTrue();
        assertThat(user.has("dispalyName")).isFalse();
        assertThat(schema.toString()).doesNotContain("topsecret", "geheim");
    }

    @Test
    void aScimProviderHasItsSchemasAndTheExtensionsOfTheResourceType() throws Exception {
        String extension = """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": "urn:example:badge:2.0:User", "name": "Badge",
                 "attributes": [{"name": "badge", "type": "string", "multiValued": false, "required": false, "caseExact": false, "mutability": "readWrite",
                 "returned": "default", "uniqueness": "none", "description": "badge"}]}""";
        EmbeddedScim scim = EmbeddedScim.with().token("geheim").userExtension(extension).start();
        servers.add(scim);
        Files.writeString(folder.resolve("token"), "geheim", StandardCharsets.UTF_8);
        SystemSchema schema = asked(5, "caravan.systems.it.connector = scim2", "caravan.systems.it.url = " + scim.url(), "caravan.systems.it.token = {{file:token}}");
        SchemaObject user = object(schema, "user");
        assertThat(user.asked()).as(user.problem().orElse("")).isTrue();
        assertThat(user.names()).contains("userName", "name.givenName", "emails.work", "manager", "department", "urn:example:badge:2.0:User:badge", "id", "externalId", "password");
        assertThat(attribute(user, "userName").required()).isTrue();
        assertThat(attribute(user, "id").readOnly()).isTrue();
        assertThat(user.has("dispalyName")).isFalse();
        assertThat(object(schema, "group").names()).contains("displayName", "members");
    }

    @Test
    void aSystemThatIsNotThereHasWhatItsConnectorDeclares() throws Exception {
        Files.writeString(folder.resolve("token"), "geheim");
        SchemaObject user = object(asked(5, "caravan.systems.it.connector = scim2", "caravan.systems.it.url = http://127.0.0.1:9/scim", "caravan.systems.it.token = {{file:token}}"), "user");
        assertThat(user.asked()).isFalse();
        assertThat(user.complete()).isFalse();
        assertThat(user.problem().orElseThrow()).startsWith("unavailable").doesNotContain("geheim");
        assertThat(user.names()).contains("userName", "emails.work");
    }

    @Test
    void aMisspeltSystemIsRefusedWithTheNearest() {
        assertThatThrownBy(() -> asked(0, "caravan.systems.its.connector = csv-source", "caravan.systems.its.file = hr.csv", "caravan.systems.its.key = id"))
                .isInstanceOf(Refusal.class).hasMessageContaining("did you mean 'its'?");
    }
}
