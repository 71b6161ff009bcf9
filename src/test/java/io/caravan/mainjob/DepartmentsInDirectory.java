package io.caravan.mainjob;

import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import io.caravan.engine.CycleStatus;
import io.caravan.engine.GroupApproval;
import io.caravan.runtime.CycleRun;
import io.caravan.runtime.RuledGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Some people of the employees data in a directory, each in the unit of the department, with the departments as groups: once by what a table says of stays and of
 * managers' posts ({@code d005}, with an owner), once by rule ({@code dept-d005}). What is to be there is asked of the raw data in SQL, what is there of the
 * directory by Java's own client.
 */
final class DepartmentsInDirectory implements AutoCloseable {

    /** Who stands in a group without members. */
    private static final String PLACEHOLDER = "cn=nobody";

    private static final String AT_WORK = "select emp_no from stay where from_date <= :to and to_date > :to";
    private static final String STAYS = "select dept_no, emp_no from stay where from_date <= :to and to_date > :to";
    private static final String POSTS = "select dept_no, emp_no from dept_manager where from_date <= :to and to_date > :to";

    private final RawCompany raw;
    private final ProjectUnderTest project;
    private final OutsideView.Directory directory;
    private final DayClock clock = new DayClock();
    private Optional<OutsideView.Scim> application = Optional.empty();

    /** @param everyNth how few of the people there are */
    DepartmentsInDirectory(Path folder, String url, String password, int everyNth) throws Exception {
        raw = new RawCompany(ProjectUnderTest.INSTALLATION.resolve("examples/employees/data"));
        raw.only(everyNth);
        directory = new OutsideView.Directory(url, EmbeddedDirectory.ADMIN, password);
        project = new ProjectUnderTest(folder).write("password", password).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.orga.connector = csv-source
                caravan.systems.orga.file = departments.csv
                caravan.systems.orga.key = code
                caravan.systems.orga.quietSeconds = 0
                caravan.systems.stays.connector = csv-source
                caravan.systems.stays.file = stays.csv
                caravan.systems.stays.key = team, person, since
                caravan.systems.stays.quietSeconds = 0
                caravan.systems.posts.connector = csv-source
                caravan.systems.posts.file = posts.csv
                caravan.systems.posts.key = team, person, since
                caravan.systems.posts.quietSeconds = 0
                caravan.systems.directory.connector = ldap
                caravan.systems.directory.url = %s
                caravan.systems.directory.bindDn = %s
                caravan.systems.directory.bindPassword = {{file:password}}
                caravan.systems.directory.baseDn = %s
                caravan.systems.directory.groupBaseDn = %s
                caravan.systems.directory.createParents = organizationalUnit
                caravan.systems.directory.disableAttribute = employeeType
                caravan.systems.directory.disabledValue = left
                caravan.systems.directory.enabledValue = active
                """.formatted(url, EmbeddedDirectory.ADMIN, EmbeddedDirectory.PEOPLE, EmbeddedDirectory.GROUPS));
        sources();
        targets();
    }

    private void sources() {
        project.write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId, name, begin, end, department]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes:
                  {workerId: "${body[workerId]}", name: "${body[name]}", startDate: "${body[begin]}", endDate: "${body[end]}", department: "${body[department]}"}
                """).write("mappings/orga.yaml", """
                job: orga
                from: {system: orga, object: record, attributes: [code, title, manager]}
                to: {hub: group}
                match: [{hub: name, value: "${body[code]}"}]
                attributes: {name: "${body[code]}", title: "${body[title]}", manager: "${body[manager]}"}
                """).write("groups/by-department.yaml", """
                group: "dept-${each}"
                each: "${body[department]}"
                """);
        for (String table : List.of("stays", "posts")) {
            project.write("mappings/" + table + ".yaml", """
                    job: %1$s
                    from: {system: %1$s, object: record, attributes: [team, person, since, until]}
                    to: {hub: membership}
                    attributes:
                      group: {reference: "${body[team]}"}
                      member: {reference: "${body[person]}"}
                      from: "${body[since]}"
                      until: "${body[until]}"
                    """.formatted(table));
        }
    }

    private void targets() {
        project.write("mappings/users.yaml", """
                job: users
                from: hub
                to: {system: directory, object: user}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                attributes:
                  dn: "uid=${body[workerId]},ou=${body[department]},ou=people,dc=example,dc=com"
                  uid: "${body[workerId]}"
                  employeeNumber: "${body[workerId]}"
                  cn: "${body[name]}"
                  sn: "${body[name]}"
                """).write("mappings/groups.yaml", """
                job: groups
                from: {hub: group}
                to: {system: directory, object: group}
                match: [{target: cn, value: "${body[name]}"}]
                attributes:
                  dn: "cn=${body[name]},ou=groups,dc=example,dc=com"
                  cn: "${body[name]}"
                  description: "${body[title]}"
                  owner: {reference: {by: workerId, value: "${body[manager]}"}}
                """);
    }

    /** The same groups in a SCIM application, too; before the first day. */
    DepartmentsInDirectory with(EmbeddedScim provider) throws IOException {
        application = Optional.of(new OutsideView.Scim(provider.url(), provider.token()));
        Path settings = project.folder().resolve("application.properties");
        Files.writeString(settings, """
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %s
                caravan.systems.app.token = {{file:app-token}}
                """.formatted(provider.url()), StandardOpenOption.APPEND);
        project.write("app-token", provider.token()).write("mappings/app-users.yaml", """
                job: app-users
                from: hub
                to: {system: app, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes: {externalId: "${body[workerId]}", userName: "${body[workerId]}"}
                """).write("mappings/app-groups.yaml", """
                job: app-groups
                from: {hub: group}
                to: {system: app, object: group}
                match: [{target: displayName, value: "${body[name]}"}]
                attributes: {displayName: "${body[name]}"}
                """);
        return this;
    }

    /** Who is in which group of the application, as {@link #expected} names them; a SCIM group has no owner. */
    List<String> foundInApplication() {
        OutsideView.Scim app = application.orElseThrow();
        Map<String, String> workers = new HashMap<>();
        app.users().forEach((id, user) -> workers.put(id, user.path("externalId").asText()));
        TreeSet<String> rows = new TreeSet<>();
        app.get("/Groups?count=1000").path("Resources").forEach(group -> group.path("members").forEach(member -> rows.add(group.path("displayName").asText() + "|"
                + workers.getOrDefault(member.path("value").asText(), "nobody"))));
        return List.copyOf(rows);
    }

    ProjectUnderTest project() {
        return project;
    }

    /** It is that day, noon, and the sources say so; of memberships they tell first and last days, also those to come. */
    void liveOn(LocalDate day) throws Exception {
        if (clock.now.equals(Instant.EPOCH)) {
            project.on(clock);
        }
        clock.now = day.atTime(12, 0).toInstant(ZoneOffset.UTC);
        sourcesOn(day, "1 = 1", "date(to_date, '-1 day')");
    }

    /** The sources say what is so on that day, and nothing of other days. What day it is they do not say. */
    void listOn(LocalDate day) throws Exception {
        sourcesOn(day, "from_date <= :to and to_date > :to", "''");
    }

    private void sourcesOn(LocalDate day, String which, String lastDay) throws Exception {
        raw.look(day);
        csv("hr.csv", "workerId,name,begin,end,department", """
                select 'E' || e.emp_no, e.last_name, min(s.from_date), case when max(s.to_date) > :to then '' else date(max(s.to_date), '-1 day') end,
                       (select l.dept_no from stay l where l.emp_no = e.emp_no and l.from_date <= :to order by l.from_date desc limit 1)
                from employees e join stay s using (emp_no) where s.from_date <= :to group by e.emp_no""", day);
        csv("departments.csv", "code,title,manager", "select d.dept_no, d.dept_name, coalesce((select 'E' || p.emp_no from (" + POSTS
                + ") p where p.dept_no = d.dept_no), '') from departments d", day);
        for (String table : List.of("stay", "dept_manager")) {
            csv(table.equals("stay") ? "stays.csv" : "posts.csv", "team,person,since,until", "select dept_no, 'E' || emp_no, from_date, " + lastDay
                    + " from " + table + " where " + which + " and emp_no in (select emp_no from stay where from_date <= :to)", day);
        }
    }

    private void csv(String file, String header, String query, LocalDate day) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        raw.rows(query, day).forEach(row -> lines.add(row.replace('|', ',')));
        Files.writeString(project.folder().resolve(file), String.join("\n", lines) + "\n");
    }

    /** Sources, rules, targets. What did not end as it should, as {@code job: status: why}. */
    List<String> sync() {
        List<String> wrong = new ArrayList<>();
        List<CycleRun> runs = new ArrayList<>();
        project.caravan().project().inbound().forEach(job -> runs.add(project.sync(job.name())));
        RuledGroups.Ended rules = project.caravan().groups().run("test", GroupApproval.NONE);
        project.caravan().project().outbound().forEach(job -> runs.add(project.sync(job.name())));
        runs.stream().filter(run -> !run.getCycle().status().equals(CycleStatus.DONE))
                .forEach(run -> wrong.add(run.getJob() + ": " + run.getCycle().status().word() + ": " + run.getCycle().held() + run.getCycle().failure() + run.getCycle().counts()));
        if (!rules.status().equals(Optional.of(CycleStatus.DONE))) {
            wrong.add("rules: " + rules.status().map(CycleStatus::word).orElse("busy") + ": " + rules.message());
        }
        return wrong;
    }

    /** Each day on which the post of a manager begins, and the one before and after it. */
    TreeSet<LocalDate> daysAroundChangesOfManagers() {
        TreeSet<LocalDate> days = new TreeSet<>();
        raw.rows("select distinct from_date from dept_manager", LocalDate.EPOCH).stream().map(LocalDate::parse)
                .forEach(day -> days.addAll(List.of(day.minusDays(1), day, day.plusDays(1))));
        return days;
    }

    /**
     * Who is to be in which group, and which group has which owner: {@code d005|E10001} and {@code d005|owner|E10567}. An owner stays until the next one has an
     * entry, and has one from the first day on that she was seen at work.
     */
    List<String> expected(LocalDate day) {
        return raw.rows("select dept_no || '|E' || emp_no from (" + STAYS + " union " + POSTS + ") where emp_no in (" + AT_WORK + ")"
                + " union select 'dept-' || dept_no || '|E' || emp_no from (" + STAYS + ")"
                + " union select dept_no || '|owner|E' || emp_no from (select dept_no, emp_no, max(from_date) from dept_manager p where from_date <= :to"
                + " and exists (select 1 from looked l, stay s, looked seen where l.day >= p.from_date and l.day < p.to_date"
                + " and s.emp_no = p.emp_no and seen.day >= s.from_date and seen.day < s.to_date and seen.day <= l.day) group by dept_no) order by 1", day);
    }

    /** The same as the directory has it. Whoever is no entry of people stands in it as she is called. */
    List<String> found() {
        Map<String, String> workers = new HashMap<>();
        directory.entries(EmbeddedDirectory.PEOPLE, "(objectClass=inetOrgPerson)", "employeeNumber")
                .forEach((dn, entry) -> workers.put(dn, entry.get("employeeNumber").get(0)));
        TreeSet<String> rows = new TreeSet<>();
        groups("member").forEach((group, members) -> members.forEach(dn -> rows.add(group + "|" + workers.getOrDefault(dn, dn))));
        groups("owner").forEach((group, owners) -> owners.forEach(dn -> rows.add(group + "|owner|" + workers.getOrDefault(dn, dn))));
        return List.copyOf(rows);
    }

    /** Who is in which group of the directory, as {@code d005|DN}. */
    Set<String> memberNames() {
        Set<String> names = new TreeSet<>();
        groups("member").forEach((group, members) -> members.forEach(dn -> names.add(group + "|" + dn)));
        return names;
    }

    private Map<String, List<String>> groups(String attribute) {
        Map<String, List<String>> groups = new HashMap<>();
        directory.entries(EmbeddedDirectory.GROUPS, "(objectClass=groupOfNames)", "cn", attribute).values().forEach(group -> groups.put(group.get("cn").get(0),
                group.getOrDefault(attribute, List.of()).stream().filter(dn -> !dn.equals(PLACEHOLDER)).toList()));
        return groups;
    }

    /** Everything the directory holds, with the times of change: where nothing differs nothing was written. */
    Map<String, Map<String, List<String>>> contents() {
        return directory.entries(EmbeddedDirectory.SUFFIX, "(objectClass=*)", "*", "+");
    }

    @Override
    public void close() throws SQLException {
        project.close();
        raw.close();
    }

    /** Says what day it is. */
    private static final class DayClock extends Clock {

        private volatile Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
