package io.caravan.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.caravan.connector.ConnectorSpec.Role;
import io.caravan.connector.Operation;
import io.caravan.mapping.AttributeRule;
import io.caravan.mapping.MappingMeaning;
import io.caravan.mapping.OutboundJob;
import io.caravan.mapping.OutboundJob.Guarded;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectReaderTest {

    static final String MAPPING = """
            # yaml-language-server: $schema=../schemas/mapping.schema.json
            job: corp-ldap
            description: Everyone who works here has a directory entry.
            from: hub
            to: {system: corp-ldap, object: user}
            schedule: {every: 5m, full: "0 0 3 * * ?"}       # delta every five minutes, full at three at night

            scope:
              include: "${body[employeeType]} in 'employee,contractor' && ${body[email]} != null"
              assigned: false                                 # true: only identities assigned to this application
              onExit: disable                                 # disable | delete | keep

            lifecycle: {prehire: P14D, prehireState: disabled, onLeave: keep, onLeaver: disable, hold: P30D, rehire: revive}

            match:                                            # in order
              - {target: employeeNumber, value: "${body[workerId]}"}
              - {target: mail,           value: "${lowercase(${body[email]})}"}

            attributes:
              dn:             "uid=${uid},ou=people,dc=example,dc=com"
              uid:            {value: "${uniqueName('people', ${login}, ${concat(${login}, ${counter(2)})})}", apply: on-create}
              employeeNumber: {value: "${body[workerId]}", apply: on-create}
              cn:             "${trim(${body[givenName]})} ${body[familyName]}"
              departmentNumber: {value: "${body[department]}", default: Unassigned, note: Payroll files arrive without one until day two.}
              manager:        {reference: "${body[managerId]}"}     # an identity; becomes its account's anchor in this target
              telephoneNumber: {value: "${body[phone]}", clear: when-absent}

            define:                                           # named intermediate values, usable above
              login: "${lowercase(${left(${normalizeDiacritics(${trim(${body[givenName]})})}, 1)})}${lowercase(${normalizeDiacritics(${body[familyName]})})}"

            guard: {maxDisable: 5%, maxDelete: 0}

            examples:                                         # `caravan test` runs them; a change to a mapping shows up in review
              - name: spaces are trimmed, accents folded
                given:  {workerId: E7, employeeType: employee, email: Zoë.Li@example.test, givenName: " Zoë ", familyName: Li}
                expect: {employeeNumber: E7, uid: zli, cn: Zoë Li, departmentNumber: Unassigned}
              - name: an intern is out of scope
                given:  {workerId: E8, employeeType: intern, email: a@example.test}
                expect: out-of-scope
            """;

    @TempDir
    Path folder;

    @Test
    void readsTheMappingOfTheFormatsPage() {
        TestProject files = new TestProject(folder).write("mappings/corp-ldap.yaml", MAPPING);

        assertThat(files.problems()).isEmpty();
        OutboundJob job = files.read().project().orElseThrow().outbound().get(0);
        assertThat(job.name()).isEqualTo("corp-ldap");
        assertThat(job.system()).isEqualTo("corp-ldap");
        assertThat(job.object()).isEqualTo("user");
        assertThat(job.schedule().every()).contains(Duration.ofMinutes(5));
        assertThat(job.schedule().full()).contains("0 0 3 * * ?");
        assertThat(job.include()).isPresent();
        assertThat(job.lifecycle().prehire()).isEqualTo(Period.ofDays(14));
        assertThat(job.lifecycle().hold()).contains(Period.ofDays(30));
        assertThat(job.match()).extracting("attribute").containsExactly("employeeNumber", "mail");
        assertThat(job.guard().of(Guarded.DISABLE).share()).contains(0.05);
        assertThat(job.guard().of(Guarded.DELETE).count()).contains(0L);
        assertThat(job.mapping().attributes().keySet()).containsExactly("dn", "uid", "employeeNumber", "cn", "departmentNumber", "manager", "telephoneNumber");
        assertThat(job.mapping().attributes().get("uid").apply()).isEqualTo(AttributeRule.Apply.ON_CREATE);
        assertThat(job.mapping().attributes().get("departmentNumber").whenAbsent().defaultValue()).contains("Unassigned");
        assertThat(job.mapping().attributes().get("telephoneNumber").whenAbsent().clear()).isTrue();
        assertThat(job.mapping().referencesBy()).hasSize(1);
        assertThat(job.examples()).hasSize(2);
        assertThat(job.examples().get(1).expect()).isEmpty();
        assertThat(job.file()).isEqualTo("mappings/corp-ldap.yaml");
        assertThat(MappingMeaning.of(job.fingerprint()).rules()).containsOnlyKeys(job.mapping().attributes().keySet());
    }

    @Test
    void readsConnectorsAndFillsTheirPlaceholdersFromTheSystemsSettings() {
        Project project = new TestProject(folder)
                .write("application.properties", TestProject.SETTINGS + "caravan.systems.hr.key = employee_no\n").read().project().orElseThrow();

        assertThat(project.systems().get("hr").connector().objects().get("person").anchor()).isEqualTo("employee_no");
        assertThat(project.connectors().get("people-file").spec().objects().get("person").anchor()).isEqualTo("workerId");
        var directory = project.systems().get("corp-ldap").connector();
        assertThat(directory.role()).isEqualTo(Role.TARGET);
        assertThat(directory.limits().pageSize()).isEqualTo(500);
        assertThat(directory.limits().rate().orElseThrow().per()).isEqualTo(Duration.ofSeconds(1));
        assertThat(directory.limits().batch().orElseThrow().operations()).containsExactlyInAnyOrder(Operation.CREATE, Operation.UPDATE);
        assertThat(directory.objects().get("user").attribute("uid").caseExact()).isFalse();
        assertThat(directory.settings().get("password").secret()).isTrue();
        assertThat(project.systems().get("corp-ldap").settings()).containsEntry("password", "{{env:CORP_LDAP_PASSWORD}}");
        assertThat(project.settings().text("caravan.store.url")).isEqualTo(Optional.of("jdbc:sqlite:state/caravan.db"));
    }
}
