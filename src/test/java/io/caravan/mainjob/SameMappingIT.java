package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.camel.ldap.Slapd;
import io.caravan.camel.ldap.Slapd389;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.runtime.CycleRun;
import io.caravan.subject.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One project, as source and target, on directories of two authors in which nothing is Active Directory's own: what differs is the name of the anchor. */
@Tag("real-servers")
class SameMappingIT {

    /** More than one page. */
    private static final int PEOPLE = 1100;
    private static final String PEOPLE_UNIT = "ou=people,dc=example,dc=com";

    @TempDir
    private Path folder;

    @Test
    void onOpenLdap() throws Exception {
        try (Slapd server = Slapd.start(); LDAPConnection admin = server.connect()) {
            lives(server.url(), Slapd.ADMIN, Slapd.PASSWORD, "entryUUID", admin);
        }
    }

    @Test
    void on389DirectoryServer() throws Exception {
        try (Slapd389 server = Slapd389.start(); LDAPConnection admin = server.connect()) {
            lives(server.url(), Slapd389.ADMIN, Slapd389.PASSWORD, "nsUniqueId", admin);
        }
    }

    private ProjectUnderTest project(String url, String who, String password, String anchor) {
        return new ProjectUnderTest(folder).write("password", password).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.dir.connector = ldap
                caravan.systems.dir.url = %s
                caravan.systems.dir.bindDn = %s
                caravan.systems.dir.bindPassword = {{file:password}}
                caravan.systems.dir.baseDn = %s
                caravan.systems.dir.anchor = %s
                caravan.systems.dir.overlapSeconds = 1
                caravan.systems.dir.createParents = organizationalUnit
                caravan.systems.dir.disableAttribute = employeeType
                caravan.systems.dir.disabledValue = left
                caravan.systems.dir.enabledValue = active
                """.formatted(url, who, PEOPLE_UNIT, anchor)).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, department]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", department: "${body[department]}"}
                """).write("mappings/dir-in.yaml", """
                job: dir-in
                from: {system: dir, object: user, optional: [telephoneNumber]}
                to: hub
                creates: false
                completeness: {allowEmpty: true}
                match: [{hub: workerId, value: "${body[employeeNumber]}"}]
                attributes: {phone: "${body[telephoneNumber]}"}
                """).write("mappings/dir.yaml", """
                job: dir
                from: hub
                to: {system: dir, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: "uid=${uid},ou=${body[department]},ou=people,dc=example,dc=com"
                  uid: "${lowercase(${body[workerId]})}"
                  employeeNumber: "${body[workerId]}"
                  cn: "${body[workerId]}"
                  sn: "${body[workerId]}"
                  description: "${body[phone]}"
                """);
    }

    private static String hr(int people, int moved) {
        return "workerId,department\n" + IntStream.range(0, people).mapToObj(i -> "P" + i + "," + (i < moved ? "Research" : "Sales") + "\n").collect(Collectors.joining());
    }

    private void lives(String url, String who, String password, String anchor, LDAPConnection admin) throws LDAPException {
        try (ProjectUnderTest project = project(url, who, password, anchor).write("hr.csv", hr(PEOPLE, 0))) {
            done(project.sync("hr"));
            assertThat(done(project.sync("dir")).getCycle().counted(Counted.APPLIED)).isEqualTo(PEOPLE);
            assertThat(done(project.sync("dir-in")).getCycle().counted(Counted.READ)).as("in pages").isEqualTo(PEOPLE);
            Map<String, String> anchors = anchors(admin, anchor);
            assertThat(anchors).hasSize(PEOPLE);
            project.caravan().store().links().page(Kind.PERSON, "dir", 0, PEOPLE + 1)
                    .forEach(subject -> assertThat(subject.link().orElseThrow().anchor()).contains(anchors.get(subject.identity().key())));
            assertThat(done(project.full("dir")).getCycle().counted(Counted.APPLIED)).as("nothing is written again").isZero();

            admin.modify("uid=p7,ou=Sales," + PEOPLE_UNIT, new Modification(ModificationType.REPLACE, "telephoneNumber", "+41 7"));
            project.write("hr.csv", hr(PEOPLE, 3));
            done(project.sync("hr"));
            CycleRun delta = done(project.sync("dir-in"));
            assertThat(delta.getCycle().counted(Counted.READ)).as("not everybody").isPositive().isLessThanOrEqualTo(PEOPLE);
            assertThat(delta.getCycle().counted(Counted.IDENTITIES_CHANGED)).isEqualTo(1);
            assertThat(done(project.sync("dir")).getCycle().counted(Counted.APPLIED)).isEqualTo(4);
            assertThat(admin.getEntry("uid=p7,ou=Sales," + PEOPLE_UNIT).getAttributeValue("description")).isEqualTo("+41 7");
            assertThat(admin.getEntry("uid=p1,ou=Research," + PEOPLE_UNIT, "1.1")).as("moved").isNotNull();
            assertThat(anchors(admin, anchor)).as("and the same entries").isEqualTo(anchors);

            project.write("hr.csv", hr(PEOPLE - 5, 3));
            done(project.sync("hr"));
            done(project.sync("dir"));
            assertThat(admin.search(PEOPLE_UNIT, SearchScope.SUB, "(employeeType=left)", "1.1").getEntryCount()).isEqualTo(5);
            assertThat(done(project.full("dir")).getCycle().counted(Counted.APPLIED)).isZero();
        }
    }

    private static CycleRun done(CycleRun run) {
        assertThat(run.getCycle().status()).as(run.getJob() + run.getCycle().counts() + run.getCycle().failure() + run.getCycle().held()).isEqualTo(CycleStatus.DONE);
        return run;
    }

    private static Map<String, String> anchors(LDAPConnection admin, String anchor) throws LDAPException {
        Map<String, String> anchors = new TreeMap<>();
        for (SearchResultEntry entry : admin.search(PEOPLE_UNIT, SearchScope.SUB, "(employeeNumber=*)", "employeeNumber", anchor).getSearchEntries()) {
            anchors.put(entry.getAttributeValue("employeeNumber"), entry.getAttributeValue(anchor));
        }
        return anchors;
    }
}
