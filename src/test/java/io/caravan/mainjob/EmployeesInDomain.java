package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.GroupApproval;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.RuledGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Some people of the employees data in a domain: a unit for each department, a group for each title, a unit for those who left; and a year that passes. */
public final class EmployeesInDomain implements AutoCloseable {

    private static final LocalDate BEGIN = LocalDate.parse("2000-01-01");
    private static final int MONTHS = 12;
    private static final int MONTHS_AT_ONCE = Integer.getInteger("caravan.domain.months", 3);

    private final RawCompany raw;
    private final ProjectUnderTest project;
    private final LDAPConnection admin;
    private final String base;
    private final String leavers;
    private final List<String> figures = new ArrayList<>();

    /**
     * @param settings   of the system, with groups in {@code OU=Titles} below the base
     * @param base       which has that unit
     * @param leavers    where those are who left
     * @param connection as an administrator
     * @param everyNth   how few of the people there are
     */
    public EmployeesInDomain(Path folder, String settings, String base, String leavers, LDAPConnection connection, int everyNth) throws Exception {
        raw = new RawCompany(ProjectUnderTest.INSTALLATION.resolve("examples/employees/data"));
        raw.only(everyNth);
        this.admin = connection;
        this.base = base;
        this.leavers = leavers;
        project = new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.corp.connector = active-directory
                """ + settings).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, department, title, manager]}
                to: hub
                completeness: {maxShrink: 50%, maxVanish: 100%}
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}", name: "${body[name]}", department: "${body[department]}", title: "${body[title]}", managerId: "${body[manager]}"}
                """).write("groups/titles.yaml", """
                group: "${each}"
                each: "${body[title]}"
                attributes: {name: "${body[title]}"}
                """).write("mappings/corp.yaml", """
                job: corp
                from: hub
                to: {system: corp, object: user}
                match: [{target: employeeID, value: "${body[workerId]}"}]
                attributes:
                  dn: "CN=${cn},OU=${body[department]},%1$s"
                  cn: "${body[name]} (${body[workerId]})"
                  employeeID: "${body[workerId]}"
                  sAMAccountName: {value: "${lowercase(${body[workerId]})}", apply: on-create}
                  unicodePwd: {value: "${randomString(24, 2, 2, 2, 2)}", apply: on-create}
                  title: {value: "${body[title]}", clear: when-absent}
                  department: "${body[department]}"
                  manager: {reference: "${body[managerId]}"}
                guard: {maxDisable: 50%%}
                """.formatted(base)).write("mappings/corp-groups.yaml", """
                job: corp-groups
                from: {hub: group}
                to: {system: corp, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes:
                  cn: "${body[name]}"
                  dn: "CN=${cn},OU=Titles,%1$s"
                  sAMAccountName: {value: "${left(${replaceRegex('[^a-z]', '', ${lowercase(${body[name]})})}, 20)}", apply: on-create}
                  groupType: {constant: global security, apply: on-create}
                guard: {maxLeave: 100%%}
                """.formatted(base));
    }

    /** What it took, for people. */
    public List<String> figures() {
        return List.copyOf(figures);
    }

    /** They are given accounts, and a year passes. */
    public void live() throws Exception {
        int changes = 0;
        long begin = System.nanoTime();
        for (int month = 0; month <= MONTHS; month += MONTHS_AT_ONCE) {
            LocalDate day = BEGIN.plusMonths(month);
            changes += pass(day);
            if (month == 0) {
                itIsAsTheDataSays(day);
                figures.add(changes + " changes gave " + people(day).size() + " people accounts and groups in " + seconds(begin) + " s");
                changes = 0;
                begin = System.nanoTime();
            }
        }
        figures.add(changes + " changes of a year in " + seconds(begin) + " s");
        itIsAsTheDataSays(BEGIN.plusMonths(MONTHS));
        assertThat(pass(BEGIN.plusMonths(MONTHS))).as("nothing is left to do").isZero();
        assertThat(changes).isPositive();
    }

    private static String seconds(long since) {
        return String.format(Locale.ROOT, "%.1f", (System.nanoTime() - since) / 1e9);
    }

    private int pass(LocalDate day) throws IOException {
        List<String> rows = new ArrayList<>(List.of("workerId,name,department,title,manager"));
        rows.addAll(people(day).stream().map(row -> row.replace("|null", "|").replace('|', ',')).toList());
        Files.writeString(project.folder().resolve("hr.csv"), String.join("\n", rows) + "\n");
        project.at(day.atTime(12, 0).toInstant(ZoneOffset.UTC).toString());
        done(project.sync("hr"));
        RuledGroups.Ended rules = project.caravan().groups().run("test", GroupApproval.NONE);
        assertThat(rules.status()).as(rules.message()).contains(CycleStatus.DONE);
        return (int) (done(project.sync("corp")).counts().changes() + done(project.sync("corp-groups")).counts().changes());
    }

    private static CycleRun done(CycleRun run) {
        assertThat(run.getCycle().status()).as(run.getJob() + run.getCycle().counts() + run.getCycle().held() + run.getCycle().failure()).isEqualTo(CycleStatus.DONE);
        return run;
    }

    private List<String> people(LocalDate day) {
        return raw.rows("""
                select 'E' || s.emp_no, e.first_name || ' ' || e.last_name, d.dept_name,
                       (select title from titles t where t.emp_no = s.emp_no and t.from_date <= :to and t.to_date > :to),
                       (select 'E' || m.emp_no from dept_manager m where m.dept_no = s.dept_no and m.from_date <= :to and m.to_date > :to and m.emp_no <> s.emp_no
                           and exists (select 1 from stay a where a.emp_no = m.emp_no and a.from_date <= :to and a.to_date > :to))
                from stay s join departments d using (dept_no) join employees e using (emp_no) where s.from_date <= :to and s.to_date > :to group by s.emp_no order by 1""", day);
    }

    /** Of everybody at work: the unit, and the group; whoever has left is closed, in the unit for that, and in no group. */
    private void itIsAsTheDataSays(LocalDate day) throws LDAPException {
        TreeSet<String> expected = new TreeSet<>();
        people(day).forEach(row -> {
            String[] fields = row.split("\\|");
            expected.add(fields[0] + "|" + fields[2] + (fields[3].equals("null") ? "" : "|" + fields[3]));
        });
        Map<String, String> titles = new HashMap<>();
        for (SearchResultEntry group : admin.search("OU=Titles," + base, SearchScope.ONE, "(objectClass=group)", "cn", "member").getSearchEntries()) {
            for (String member : group.getAttributeValues("member") == null ? new String[0] : group.getAttributeValues("member")) {
                titles.merge(member, group.getAttributeValue("cn"), (one, other) -> one + "+" + other);
            }
        }
        TreeSet<String> found = new TreeSet<>();
        for (SearchResultEntry user : admin.search(base, SearchScope.SUB, Filter.createPresenceFilter("employeeID"), "employeeID", "userAccountControl").getSearchEntries()) {
            boolean open = (user.getAttributeValueAsLong("userAccountControl") & 2) == 0;
            found.add(user.getAttributeValue("employeeID") + "|" + user.getParsedDN().getParent().getRDN().getAttributeValues()[0] + (titles.containsKey(user.getDN()) ? "|" + titles.get(user.getDN()) : "")
                    + (open ? "" : "|closed"));
        }
        assertThat(found).as(day.toString()).isEqualTo(expected);
        for (SearchResultEntry left : admin.search(leavers, SearchScope.SUB, Filter.createPresenceFilter("employeeID"), "employeeID", "userAccountControl").getSearchEntries()) {
            assertThat(left.getAttributeValueAsLong("userAccountControl") & 2).as(left.getDN()).isEqualTo(2);
            assertThat(titles).doesNotContainKey(left.getDN());
        }
    }

    @Override
    public void close() throws SQLException {
        project.close();
        raw.close();
    }
}
