package io.caravan.lives;

import java.nio.file.Path;

/** The files of a {@link Scene}'s project. */
final class SceneFiles {

    private SceneFiles() {
    }

    static String employees(boolean trailer, int quietSeconds) {
        return """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = record
                caravan.systems.hr.quietSeconds = %d
                """.formatted(quietSeconds) + (trailer ? "caravan.systems.hr.trailer = END,<count>\n" : "");
    }

    static String employeesMapping(boolean numbered) {
        return """
                job: hr
                from: {system: hr, object: record, attributes: [record, pid, given, family, mail, phone, dept, boss, status, start, end]}
                to: hub
                match: [{hub: workerId, value: "%1$s${trim(${body[pid]})}"}]
                attributes:
                  workerId: "%1$s${trim(${body[pid]})}"
                  givenName: "${body[given]}"
                  familyName: "${body[family]}"
                  mail: "${body[mail]}"
                  phone: "${body[phone]}"
                  dept: "${body[dept]}"
                  boss: "${body[boss]}"
                  status: "${body[status]}"
                  startDate: "${body[start]}"
                  endDate: "${body[end]}"
                """.formatted(numbered ? "E" : "");
    }

    static String contractors(Path folder) {
        return """
                caravan.systems.agency.connector = jdbc
                caravan.systems.agency.url = %s
                caravan.systems.agency.table = contractor
                caravan.systems.agency.key = id
                caravan.systems.agency.changedSince = changed
                caravan.systems.agency.emptyIs = absent
                """.formatted(ContractorTable.url(folder));
    }

    /** A few contractors are many of all of them. */
    static String contractorsMapping(boolean numbered) {
        return """
                job: agency
                from: {system: agency, object: record, attributes: [id, given, family, mail, phone, dept, boss, status, starts, ends, changed]}
                to: hub
                completeness: {maxShrink: 34%%}
                match: [{hub: workerId, value: "%1$s${body[id]}"}]
                attributes:
                  workerId: "%1$s${body[id]}"
                  givenName: "${body[given]}"
                  familyName: "${body[family]}"
                  mail: "${body[mail]}"
                  phone: "${body[phone]}"
                  dept: "${body[dept]}"
                  boss: "${body[boss]}"
                  status: "${body[status]}"
                  startDate: "${body[starts]}"
                  endDate: "${body[ends]}"
                """.formatted(numbered ? "C" : "");
    }

    static String app(String url, int bulk) {
        return """
                caravan.systems.app.connector = scim2
                caravan.systems.app.url = %s
                caravan.systems.app.token = {{file:token}}
                caravan.systems.app.bulk = %d
                caravan.systems.app.pageSize = 10
                caravan.systems.app.connections = 1
                """.formatted(url, bulk);
    }

    static String appMapping() {
        return """
                job: app
                from: hub
                to: {system: app, object: user}
                match: [{target: externalId, value: "${body[workerId]}"}]
                attributes:
                  externalId: {value: "${body[workerId]}", apply: on-create}
                  userName: "${body[mail]}"
                  name.givenName: "${body[givenName]}"
                  name.familyName: "${body[familyName]}"
                  displayName: "${body[givenName]} ${body[familyName]}"
                  emails.work: "${body[mail]}"
                  phoneNumbers.work: {value: "${body[phone]}", clear: when-absent}
                  department: "${body[dept]}"
                  manager: {reference: "${body[boss]}"}
                """;
    }

    static String directory(String url) {
        return """
                caravan.systems.directory.connector = ldap
                caravan.systems.directory.url = %s
                caravan.systems.directory.bindDn = %s
                caravan.systems.directory.bindPassword = {{file:password}}
                caravan.systems.directory.baseDn = %s
                caravan.systems.directory.disableAttribute = employeeType
                caravan.systems.directory.disabledValue = left
                caravan.systems.directory.enabledValue = active
                caravan.systems.directory.poolSize = 1
                """.formatted(url, DirectoryApplication.ADMIN, DirectoryApplication.PEOPLE);
    }

    /** The DN has the name and the department in it: people who marry are renamed, people who move are moved. */
    static String directoryMapping() {
        return """
                job: directory
                from: hub
                to: {system: directory, object: user}
                lifecycle: {onLeave: disable}
                match: [{target: employeeNumber, value: "${body[workerId]}"}]
                define:
                  first: "${lowercase(${normalizeDiacritics(${body[givenName]})})}"
                attributes:
                  dn: "cn=${body[givenName]} ${body[familyName]} ${body[workerId]},ou=${body[dept]},ou=people,dc=example,dc=com"
                  uid: {value: "${uniqueName('people', ${first}, ${concat(${first}, ${counter(2)})})}", apply: on-create}
                  cn: "${body[givenName]} ${body[familyName]} ${body[workerId]}"
                  sn: "${body[familyName]}"
                  displayName: "${body[givenName]} ${body[familyName]}"
                  employeeNumber: {value: "${body[workerId]}", apply: on-create}
                  mail: "${body[mail]}"
                  telephoneNumber: {value: "${body[phone]}", clear: when-absent}
                  departmentNumber: "${body[dept]}"
                  manager: {reference: "${body[boss]}"}
                """;
    }

    static String crm(String url) {
        return """
                caravan.systems.crm.connector = jdbc
                caravan.systems.crm.url = %s
                caravan.systems.crm.table = account
                caravan.systems.crm.key = login
                caravan.systems.crm.findBy = login,worker
                caravan.systems.crm.enabledColumn = active
                caravan.systems.crm.enabledValue = yes
                caravan.systems.crm.disabledValue = no
                caravan.systems.crm.poolSize = 1
                """.formatted(url);
    }

    static String crmMapping() {
        return """
                job: crm
                from: hub
                to: {system: crm, object: record}
                match: [{target: worker, value: "${body[workerId]}"}]
                define:
                  first: "${lowercase(${normalizeDiacritics(${body[givenName]})})}"
                attributes:
                  login: {value: "${uniqueName('logins', ${first}, ${concat(${first}, ${counter(2)})})}", apply: on-create}
                  worker: {value: "${body[workerId]}", apply: on-create}
                  name: "${body[givenName]} ${body[familyName]}"
                  mail: "${body[mail]}"
                  phone: {value: "${body[phone]}", clear: when-absent}
                  dept: "${body[dept]}"
                  boss: {reference: "${body[boss]}"}
                """;
    }
}
