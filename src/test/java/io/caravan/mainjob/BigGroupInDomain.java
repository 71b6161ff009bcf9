package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.engine.Counted;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.GroupApproval;
import io.caravan.runtime.CycleRun;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A group of thousands in a domain, which is there already: it is recognised, and some come and go. */
public final class BigGroupInDomain implements AutoCloseable {

    private static final int MOVERS = 5;

    private final ProjectUnderTest project;
    private final String base;
    private final LDAPConnection admin;
    private final int members;

    /**
     * @param settings   of the system, with groups below the same base
     * @param base       an organizational unit that {@link #ldif} makes
     * @param connection as an administrator
     */
    public BigGroupInDomain(Path folder, String settings, String base, LDAPConnection connection, int members) {
        this.base = base;
        this.admin = connection;
        this.members = members;
        project = new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.corp.connector = active-directory
                """ + settings).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, team]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", team: "${body[team]}"}
                """).write("groups/teams.yaml", """
                group: "${each}"
                each: "${body[team]}"
                attributes: {name: "${body[team]}"}
                """).write("mappings/corp.yaml", """
                job: corp
                from: hub
                to: {system: corp, object: user}
                creates: false
                match: [{target: employeeID, value: "${body[workerId]}"}]
                attributes: {employeeID: "${body[workerId]}"}
                """).write("mappings/corp-groups.yaml", """
                job: corp-groups
                from: {hub: group}
                to: {system: corp, object: group}
                match: [{target: sAMAccountName, value: "${body[name]}"}]
                attributes:
                  cn: "${body[name]}"
                  dn: "CN=${cn},%s"
                  sAMAccountName: {value: "${body[name]}", apply: on-create}
                  groupType: {constant: global security, apply: on-create}
                """.formatted(base));
    }

    /** Everybody, and the group of all but a few of them. */
    public static String ldif(String base, int members) {
        StringBuilder ldif = new StringBuilder("dn: " + base + "\nobjectClass: organizationalUnit\n\n");
        for (int i = 1; i <= members + MOVERS; i++) {
            ldif.append("dn: ").append(dn(base, i)).append("\nobjectClass: user\nsAMAccountName: c").append(i).append("\nemployeeID: C").append(i).append("\nuserAccountControl: 512\n\n");
        }
        ldif.append("dn: CN=crowd,").append(base).append("\nobjectClass: group\nsAMAccountName: crowd\ngroupType: -2147483646\n");
        for (int i = 1; i <= members; i++) {
            ldif.append("member: ").append(dn(base, i)).append('\n');
        }
        return ldif.append("\n").toString();
    }

    private static String dn(String base, int i) {
        return "CN=C" + i + "," + base;
    }

    private void hr(int first, int last) {
        StringBuilder rows = new StringBuilder("workerId,team\n");
        for (int i = 1; i <= members + MOVERS; i++) {
            rows.append('C').append(i).append(',').append(i >= first && i <= last ? "crowd" : "rest").append('\n');
        }
        project.write("hr.csv", rows.toString());
    }

    private CycleRun sync() {
        project.sync("hr");
        assertThat(project.caravan().groups().run("test", GroupApproval.NONE).status()).contains(CycleStatus.DONE);
        CycleRun people = project.sync("corp");
        assertThat(people.getCycle().status()).as("" + people.getCycle().counts() + people.getCycle().failure()).isEqualTo(CycleStatus.DONE);
        CycleRun groups = project.full("corp-groups");
        assertThat(groups.getCycle().status()).as("" + groups.getCycle().counts() + groups.getCycle().failure() + groups.getCycle().held()).isEqualTo(CycleStatus.DONE);
        return groups;
    }

    /** It is read whole, and left alone; then five come and five go, and no other member is written. */
    public void live() throws LDAPException {
        hr(1, members);
        assertThat(members()).hasSize(members);
        String before = group().getAttributeValue("uSNChanged");
        CycleRun first = sync();
        assertThat(first.getCycle().counted(Counted.MEMBERS_FOUND)).as("" + first.getCycle().counts()).isEqualTo(members);
        assertThat(group().getAttributeValue("uSNChanged")).as("nothing is written that is so").isEqualTo(before);
        long written = Long.parseLong(admin.getEntry("", "highestCommittedUSN").getAttributeValue("highestCommittedUSN"));

        hr(1 + MOVERS, members + MOVERS);
        sync();
        Set<String> expected = new TreeSet<>();
        for (int i = 1 + MOVERS; i <= members + MOVERS; i++) {
            expected.add(dn(base, i).toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(members()).isEqualTo(expected);
        assertThat(writtenSince(written)).as("who came, who went, and nobody else").isLessThanOrEqualTo(3L * MOVERS);
        CycleRun last = sync();
        assertThat(last.getCycle().counted(Counted.APPLIED)).isZero();
    }

    /** How many updates the controller has counted, of all its entries together. */
    private long writtenSince(long number) throws LDAPException {
        return Long.parseLong(admin.getEntry("", "highestCommittedUSN").getAttributeValue("highestCommittedUSN")) - number;
    }

    private Entry group() throws LDAPException {
        return admin.getEntry("CN=crowd," + base, "uSNChanged");
    }

    /** All members, as a client of its own reads them. */
    private Set<String> members() throws LDAPException {
        Set<String> members = new TreeSet<>();
        while (true) {
            Entry entry = admin.getEntry("CN=crowd," + base, "member;range=" + members.size() + "-*");
            Attribute piece = entry.getAttributes().stream().filter(each -> each.getBaseName().equalsIgnoreCase("member")).findFirst().orElseThrow();
            for (String member : piece.getValues()) {
                members.add(member.toLowerCase(java.util.Locale.ROOT));
            }
            if (piece.getName().endsWith("-*") || !piece.hasOptions()) {
                return members;
            }
        }
    }

    @Override
    public void close() {
        project.close();
    }
}
