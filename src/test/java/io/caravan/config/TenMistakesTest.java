package io.caravan.config;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that is wrong is said in one run: at its line and column, with what would be right and what to do. */
class TenMistakesTest {

    @TempDir
    Path folder;

    @Test
    void aMappingWithTenMistakesGivesTenErrors() {
        String problems = new TestProject(folder).write("mappings/corp-ldap.yaml", """
                job: corp-ldpa
                from: hub
                to: {system: corp-ldap, object: usr}
                schedule: {every: 5 minutes, full: "0 0 25 * * ?"}
                scope:
                  include: "${body[employeType]} == 'employee'"
                  onExit: remove
                match:
                  - {target: mail, value: "${lowercas(${body[email]})}"}
                atributes:
                  x: y
                attributes:
                  dn: "uid=${uid},ou=people"
                  uid: "${body[workerId]}"
                  cn: {value: "${givn} ${body[familyName]}"}
                  telephoneNumber: 42
                """).problems();

        Golden.assertSame("ten-mistakes.txt", problems);
    }

    @Test
    void aMappingIsHeldAgainstWhatItsTargetDeclares() {
        String problems = new TestProject(folder).write("mappings/corp-ldap.yaml", """
                job: corp-ldap
                from: hub
                to: {system: corp-ldap, object: user}
                lifecycle: {onLeaver: delete}
                completeness: {minRecords: 5}
                match:
                  - {target: departmentNumber, value: "${body[department]}"}
                  - {target: mial, value: "${body[email]}"}
                attributes:
                  dn: "uid=${uid},ou=people"
                  uid: {value: "${cn}", clear: when-absent}
                  cn2: "${body[givenName]}"
                  mail: {reference: "${body[managerId]}"}
                  modifyTimestamp: "${body[email]}"
                  active: {constant: "yes"}
                  departmentNumber: {value: "${telephoneNumber}", default: 007}
                  telephoneNumber: "${departmentNumber}"
                define:
                  mail: "${body[email]}"
                examples:
                  - {name: a, given: {workerID: 1}, expect: {uuid: x}}
                  - {name: a, given: {}, expect: out-of-scope}
                """).problems();

        Golden.assertSame("target-mistakes.txt", problems);
    }

    @Test
    void settingsAndConnectorsAreHeldAgainstEachOther() {
        String problems = new TestProject(folder)
                .write("application.properties", """
                        caravan.stor.url = jdbc:sqlite:x.db
                        caravan.zone = Europe/Berln
                        camel.main.name = caravan
                        caravan.systems.hr.connector = people-file
                        caravan.systems.hr.flie = hr.csv
                        caravan.systems.corp-ldap.connector = directory
                        caravan.systems.corp-ldap.url = ldaps://admin:geheim@ldap.example.com
                        caravan.systems.corp-ldap.password = geheim
                        caravan.systems.corp-ldap.timeout = 5s
                        caravan.systems.corp-ldap.security = tsl
                        caravan.systems.erp.connector = sapp
                        caravan.systems.Old.connector = directory
                        caravan.systems.empty.url = x
                        """)
                .write("connectors/sap.kamelet.yaml", """
                        kind: Kamelet
                        metadata: {name: sapp}
                        spec:
                          definition: {title: SAP, properties: {client: {type: text}}}
                          provisioning:
                            contract: 2
                            role: target
                            objects:
                              user:
                                anchor: '{{key}}'
                                atributes: {}
                                operations: [list, writ]
                            outcomes: {404: gone, abc: conflict}
                        """)
                .write("connectors/child.kamelet.yaml", """
                        kind: Kamelet
                        metadata: {name: child}
                        spec:
                          definition: {title: Child}
                          provisioning: {contract: 1, extends: directry}
                        """)
                .write("connectors/orphan.kamelet.yaml", """
                        kind: Kamelet
                        metadata: {name: orphan}
                        spec:
                          definition: {title: Orphan, required: [address]}
                          provisioning:
                            contract: 1
                            role: target
                            objects: {user: {anchor: id, enabledBy: actve, attributes: {active: {}}, operations: [get], find: ['{{sought}}']}, group: {}}
                          template: {}
                        """).problems();

        Golden.assertSame("settings-mistakes.txt", problems);
    }
}
