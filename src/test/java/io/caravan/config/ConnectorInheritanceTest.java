package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.ConnectorSpec;
import io.caravan.connector.ObjectSpec;
import io.caravan.connector.Operation;
import io.caravan.connector.OutcomeKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorInheritanceTest {

    private static final String VENDOR = """
            kind: Kamelet
            metadata: {name: vendor}
            spec:
              definition:
                title: The vendor's directory
                required: [tenant]
                properties:
                  tenant: {type: string}
                  timeout: {default: 9000}
              provisioning:
                contract: 1
                extends: directory
                objects:
                  user:
                    attributes:
                      mail: {required: true}
                      badge: {type: integer}
                    operations: [test, get, find, create, update]
                rate: {requests: 5}
                outcomes: {409: invalid}
            """;

    @TempDir
    Path folder;

    @Test
    void statesOnlyTheDifference() {
        Project project = new TestProject(folder).write("connectors/vendor.kamelet.yaml", VENDOR).read().project().orElseThrow();

        ConnectorFile file = project.connectors().get("vendor");
        assertThat(file.parent()).contains("directory");
        assertThat(file.text()).doesNotContain("kamelet:source");
        assertThat(file.kamelet()).as("what Camel loads").contains("kamelet:source", "\"name\" : \"vendor\"", "\"tenant\"", "\"url\"");
        ConnectorSpec spec = file.spec();
        assertThat(spec.heading().title()).isEqualTo("The vendor's directory");
        assertThat(spec.role()).isEqualTo(ConnectorSpec.Role.TARGET);
        assertThat(spec.settings()).containsOnlyKeys("url", "password", "timeout", "security", "tenant");
        assertThat(spec.settings().get("tenant").required()).isTrue();
        assertThat(spec.settings().get("url").required()).as("inherited").isTrue();
        assertThat(spec.settings().get("timeout").defaultValue()).contains("9000");
        assertThat(spec.settings().get("timeout").type()).isEqualTo("integer");
        assertThat(spec.limits().rate().orElseThrow().requests()).isEqualTo(5);
        assertThat(spec.limits().rate().orElseThrow().concurrency()).isEqualTo(8);
        assertThat(spec.outcomes()).containsEntry(409, OutcomeKind.INVALID).containsEntry(429, OutcomeKind.THROTTLED);
        ObjectSpec user = spec.objects().get("user");
        assertThat(user.anchor()).isEqualTo("entryUUID");
        assertThat(user.attribute("mail").required()).isTrue();
        assertThat(user.attributes()).containsKeys("uid", "badge");
        assertThat(user.operations()).containsExactlyInAnyOrder(Operation.TEST, Operation.GET, Operation.FIND, Operation.CREATE, Operation.UPDATE);
    }

    @Test
    void aKindOfWhichNothingCanBeDoneIsNotThere() {
        Project project = new TestProject(folder).write("connectors/vendor.kamelet.yaml", VENDOR).write("connectors/less.kamelet.yaml",
                VENDOR.replace("name: vendor", "name: less").replace("operations: [test, get, find, create, update]", "operations: []")).read().project().orElseThrow();
        assertThat(project.connectors().get("less").spec().objects()).doesNotContainKey("user");
        assertThat(project.connectors().get("vendor").spec().objects()).containsKey("user");
    }

    @Test
    void aRouteOfItsOwnReplacesTheInheritedOne() {
        Project project = new TestProject(folder).write("connectors/vendor.kamelet.yaml",
                VENDOR.replace("  provisioning:\n", "  template: {from: {uri: \"kamelet:source\", steps: []}, beans: []}\n  provisioning:\n")).read().project().orElseThrow();

        assertThat(project.connectors().get("vendor").kamelet()).containsOnlyOnce("kamelet:source").contains("beans");
        assertThat(project.connectors().get("directory").kamelet()).isEqualTo(TestProject.TARGET);
    }

    @Test
    void aParentInAFurtherFolderWillDoAndTheProjectsOwnComesFirst() {
        Path installation = folder.resolve("installation");
        new TestProject(folder.resolve("project")).write("connectors/vendor.kamelet.yaml", VENDOR.replace("extends: directory", "extends: base"))
                .write("../installation/base.kamelet.yaml", TestProject.TARGET.replace("name: directory", "name: base"))
                .write("../installation/directory.kamelet.yaml", "not even YAML: [")
                .write("../installation/unused.kamelet.yaml", "not even YAML: [");

        Project project = ProjectReader.read(folder.resolve("project"), installation).project().orElseThrow();

        assertThat(project.connectors()).containsOnlyKeys("base", "directory", "people-file", "vendor");
        assertThat(ProjectReader.readWithAllConnectors(folder.resolve("project"), installation).problems().inOrder())
                .as("one that no system has is read where all are asked for").isNotEmpty().allMatch(problem -> problem.position().file().contains("unused"));
    }

    @Test
    void whatIsNotInheritedHasToBeStated() {
        TestProject project = new TestProject(folder).write("connectors/vendor.kamelet.yaml",
                VENDOR.replace("extends: directory", "extends: people-file").replace("outcomes: {409: invalid}", "batch: {max: 3}"));

        assertThat(project.read().problems().inOrder()).extracting("message").containsExactly(
                "\"user\" has no \"anchor\"", "\"rate\" has no \"per\"", "\"batch\" has no \"operations\"");
    }

    @Test
    void aCircleIsReportedOnce() {
        TestProject project = new TestProject(folder).write("connectors/vendor.kamelet.yaml", VENDOR.replace("extends: directory", "extends: other"))
                .write("connectors/other.kamelet.yaml", VENDOR.replace("extends: directory", "extends: vendor").replace("name: vendor", "name: other"));

        assertThat(project.read().problems().inOrder()).extracting("message").containsExactly("\"vendor\" extends itself: other extends vendor extends other");
    }

    @Test
    void anOptionalPlaceholderWithoutValueLeavesItsKeyOut() {
        String connector = TestProject.SOURCE.replace("anchor: '{{key}}'", "anchor: '{{key}}'\n        enabledBy: '{{?flag}}'\n        find: '{{?findBy}}'")
                .replace("key: {type: string", "flag: {type: string}\n      findBy: {type: string}\n      key: {type: string");
        TestProject files = new TestProject(folder).write("connectors/people-file.kamelet.yaml", connector);

        ObjectSpec without = files.read().project().orElseThrow().systems().get("hr").connector().objects().get("person");
        assertThat(without.enabledBy()).isEmpty();
        assertThat(without.find()).isEmpty();

        files.write("application.properties", TestProject.SETTINGS + "caravan.systems.hr.flag = works_here\ncaravan.systems.hr.findBy = a, b\n");
        ObjectSpec with = files.read().project().orElseThrow().systems().get("hr").connector().objects().get("person");
        assertThat(with.enabledBy()).contains("works_here");
        assertThat(with.find()).containsExactly("a", "b");
    }
}
