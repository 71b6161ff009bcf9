package io.caravan.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project folder for one test: an HR file as source, a directory as target, and what the test writes on top. */
final class TestProject {

    static final String SETTINGS = """
            caravan.systems.hr.connector = people-file
            caravan.systems.hr.file = hr.csv
            caravan.systems.corp-ldap.connector = directory
            caravan.systems.corp-ldap.url = ldaps://ldap.example.com
            caravan.systems.corp-ldap.password = {{env:CORP_LDAP_PASSWORD}}
            """;

    static final String SOURCE = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: people-file}
            spec:
              definition:
                title: A file of people
                required: [file]
                properties:
                  file: {type: string, title: The file}
                  key: {type: string, default: workerId}
              template: {from: {uri: "kamelet:source"}}
              provisioning:
                contract: 1
                role: source
                objects:
                  person:
                    anchor: '{{key}}'
                    additionalAttributes: true
                    operations: [test, list]
            """;

    static final String TARGET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: directory}
            spec:
              definition:
                title: Directory
                required: [url]
                properties:
                  url: {type: string, title: Address}
                  password: {type: string, format: password}
                  timeout: {type: integer, default: 5000}
                  security: {type: string, enum: [none, tls], default: tls}
              template: {from: {uri: "kamelet:source"}}
              provisioning:
                contract: 1
                role: target
                objects:
                  user:
                    anchor: entryUUID
                    enabledBy: active
                    referenceBy: dn
                    renamedBy: dn
                    attributes:
                      dn: {type: dn, required: true}
                      uid: {required: true, caseExact: false}
                      cn: {required: true}
                      mail: {}
                      employeeNumber: {createOnly: true}
                      departmentNumber: {}
                      manager: {type: dn}
                      telephoneNumber: {multiValued: true}
                      active: {type: boolean}
                      modifyTimestamp: {type: datetime, readOnly: true}
                    operations: [test, list, get, find, create, update, disable, enable, delete]
                    find: [uid, mail, employeeNumber]
                outcomes: {429: throttled, 409: conflict}
                rate: {requests: 25, per: 1s, concurrency: 8}
                batch: {operations: [create, update], max: 50}
                paging: {style: cookie, size: 500}
            """;

    static final String INBOUND = """
            job: hr
            from: {system: hr, object: person}
            to: hub
            attributes:
              workerId: "${body[workerId]}"
              givenName: "${body[givenName]}"
              familyName: "${body[familyName]}"
              email: "${body[email]}"
              employeeType: "${body[employeeType]}"
              department: "${body[department]}"
              managerId: "${body[managerId]}"
              phone: "${body[phone]}"
            """;

    private final Path folder;

    TestProject(Path folder) {
        this.folder = folder;
        write("application.properties", SETTINGS);
        write("connectors/people-file.kamelet.yaml", SOURCE);
        write("connectors/directory.kamelet.yaml", TARGET);
        write("mappings/hr.yaml", INBOUND);
    }

    TestProject write(String file, String text) {
        return write(file, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    TestProject write(String file, byte[] content) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.write(path, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ProjectReading read() {
        return ProjectReader.read(folder);
    }

    /** All problems as they are printed. */
    String problems() {
        ProjectReading reading = read();
        return new ProblemText(reading.texts(), false).render(reading.problems());
    }
}
