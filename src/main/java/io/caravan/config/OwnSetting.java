package io.caravan.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The settings of Caravan itself in {@code application.properties}: name, type, default and meaning in one table.
 * {@code docs/reference/settings.md} is generated from it.
 */
public enum OwnSetting {
    STORE_URL("caravan.store.url", Type.TEXT, "jdbc:sqlite:state/caravan.db",
            "Where the hub keeps what it knows: a JDBC URL of SQLite (one file, made when it is missing) or PostgreSQL."),
    STORE_USER("caravan.store.user", Type.TEXT, null,
            "User name for the store; SQLite needs none."),
    STORE_PASSWORD("caravan.store.password", Type.SECRET, null,
            "Password for the store, as a placeholder such as `{{env:CARAVAN_STORE_PASSWORD}}`; SQLite needs none."),
    STORE_KEEP("caravan.store.keep", Type.PERIOD, "90d",
            "How long the rows of ended cycles are kept. The newest of each job stays, and so does every cycle that the provisioning log speaks of."),
    LOG_KEEP("caravan.log.keep", Type.PERIOD, null,
            "How long the provisioning log is kept, such as `P7Y`. What is older is cut off once a day, not more than a month of it at once, and the log says so "
                    + "([retention](../how-to/back-up-and-restore.md#how-long-the-log-is-kept)). Default: for good."),
    GUARD_MAX_PEOPLE("caravan.guard.maxPeople", Type.LIMIT, null,
            "How many people may lose access in several targets because of one reading of a source, each counted once: a number, a share of all who have an "
                    + "account that is enabled, or both. Default: the lower of 500 and 10 %, but never less than 5; or what `maxDisable` or `maxDelete` of one of the jobs allows, if that is more."),
    LEASE("caravan.lease", Type.DURATION, "3m",
            "How long a job belongs to the process that runs it, from when that was last heard of; after that another may take the job over."),
    THROTTLE_MAX_WAIT("caravan.throttle.maxWait", Type.DURATION, "5m",
            "How long a cycle waits, at most, for a system that asks to be left alone. What asks for longer is left for a later cycle, and said so."),
    STOP_MAX_WAIT("caravan.stop.maxWait", Type.DURATION, "60s",
            "How long, after SIGTERM or Ctrl-C, answers that are under way are waited for, at most, so that they are recorded. A second signal ends the process at once."),
    READ_MAX_RECORDS("caravan.read.maxRecords", Type.NUMBER, "10000000",
            "How many records one read of a source or of a target's list may bring. What brings more is taken to have no end: the read fails, and nobody is taken for absent."),
    READ_MAX_TIME("caravan.read.maxTime", Type.DURATION, "12h",
            "How long one read of a source or of a target's list may take. What takes longer is given up in the same way."),
    READ_RETRY_AFTER("caravan.read.retryAfter", Type.DURATION, "PT0.5S",
            "How long after a read that was not answered, or a file that was not there, it is tried again; the second pause and the third are three times as long as the one before."),
    DISPATCH_WAIT("caravan.dispatch.wait", Type.DURATION, "5s",
            "How long a cycle waits for changes that a route has taken elsewhere (a queue, a topic, another program), when nothing of them comes back. After that "
                    + "they are told as held back by a route. What a route holds back on purpose (`caravan:hold`) is not waited for."),
    PLAN_MAX_AGE("caravan.plan.maxAge", Type.DURATION, "P1D",
            "How old a saved plan may be when it is applied. What it was based on may be long over."),
    CONNECTORS("caravan.connectors", Type.TEXT, null,
            "Folder of the installed connectors, for runs inside another Camel runtime such as Camel JBang; `caravan` itself knows where they are."),
    EVENTS_STARTS_IN("caravan.events.startsIn", Type.DURATION, "7d",
            "How long before somebody's first day `starts-soon` is told to `direct:event`."),
    EVENTS_ENDS_IN("caravan.events.endsIn", Type.DURATION, "7d",
            "How long before somebody's last day, or the end of a membership, `access-ends-soon` is told to `direct:event`."),
    EVENTS_MOVED("caravan.events.moved", Type.TEXT, "company,division,department,dept,departmentNumber,orgUnit,costCenter,location,office,manager,managerId,title,jobTitle",
            "The attributes that people have in the hub by which `moved` is noticed, with commas between."),
    EVENTS_MANAGER("caravan.events.manager", Type.TEXT, "managerId,manager",
            "The attributes that say who somebody's manager is, the first that has a value: the manager's key, or a value that people are found by."),
    EVENTS_CATCH_UP("caravan.events.catchUp", Type.DURATION, "3d",
            "What happened longer ago, because no process ran or a route failed for so long, is not told to `direct:event` any more; how much that was stands in the service log."),
    EVENTS_MAIL("caravan.events.mail", Type.FLAG, "false",
            "Whether the manager gets a mail before somebody's first day (`routes/events.camel.yaml`); needs `caravan.alerts.mail.host` and `.from`."),
    ALERTS_EVERY("caravan.alerts.every", Type.DURATION, "15m",
            "How long after one message to `direct:alert` the next goes, at the earliest; what comes meanwhile is in that one."),
    ALERTS_QUIET("caravan.alerts.quiet", Type.HOURS, null,
            "Hours in which nothing goes to `direct:alert`, in `caravan.zone`. What is still wrong afterwards is told then."),
    CREDENTIALS_DAYS("caravan.alerts.credentialsDays", Type.DAYS, "30,7,1",
            "How many days before credentials end that is told ([Be told](../how-to/be-told.md#credentials-that-end)), once for each number; and once that they have ended."),
    MAIL_HOST("caravan.alerts.mail.host", Type.TEXT, null,
            "The mail server. With `.from` and `.to`, alerts are mailed (`routes/alerts.camel.yaml`)."),
    MAIL_PORT("caravan.alerts.mail.port", Type.NUMBER, "587",
            "Its port: 587 for `starttls`, mostly 465 for `tls`, 25 for `none`."),
    MAIL_SECURITY("caravan.alerts.mail.security", Type.SECURITY, "starttls",
            "`starttls` and `tls`: the server's certificate and name are verified, and nothing is sent in clear; `none`: everything is, for a server on this machine."),
    MAIL_USER("caravan.alerts.mail.user", Type.TEXT, null,
            "User name at the mail server, where it wants one."),
    MAIL_PASSWORD("caravan.alerts.mail.password", Type.SECRET, null,
            "Its password, as a placeholder such as `{{file:secrets/mail}}`."),
    MAIL_FROM("caravan.alerts.mail.from", Type.TEXT, null,
            "The address that mails come from."),
    MAIL_TO("caravan.alerts.mail.to", Type.TEXT, null,
            "The addresses that get alerts, with commas between."),
    REPORTS_DAILY_TO("caravan.reports.daily.to", Type.TEXT, null,
            "Who gets, every day, how much was done the day before, and what waits for somebody: addresses with commas between. With `caravan.alerts.mail.host` and `.from` it is mailed."),
    REPORTS_DAILY_AT("caravan.reports.daily.at", Type.TIME, "07:00",
            "When, in `caravan.zone`."),
    REPORTS_MONTHLY_TO("caravan.reports.monthly.to", Type.TEXT, null,
            "Who gets, on the first of each month, every change of access of the month before."),
    REPORTS_MONTHLY_AT("caravan.reports.monthly.at", Type.TIME, "07:00",
            "When, in `caravan.zone`."),
    HTTP_HOST("caravan.http.host", Type.TEXT, "127.0.0.1",
            "Where records that are sent are taken (`push-source`): only on this machine, unless another address is set. What is sent is not encrypted: let a server that has a "
                    + "certificate stand before it. Nothing listens where no system has an inbox."),
    HTTP_PORT("caravan.http.port", Type.NUMBER, "8585",
            "On which port."),
    DISPLAY("caravan.display", Type.NAME, null,
            "How people are named beside their key, in everything people read: the name of an attribute that people have in the hub, or an expression over those "
                    + "attributes, such as `${body[givenName]} ${body[familyName]}`. Default: by their key alone."),
    ZONE("caravan.zone", Type.ZONE, "UTC",
            "Time zone of people whose record names none, and of schedules that name none.");

    /** What a setting's value may be. */
    enum Type {
        TEXT("text"), SECRET("placeholder"), NAME("attribute, or expression"), ZONE("time zone, such as `Europe/Berlin`"), DURATION("duration, such as `30s`, `5m` or `PT5M`"),
        FLAG("`true` or `false`"), HOURS("hours, such as `22:00-06:30`"), SECURITY("`starttls`, `tls` or `none`"), TIME("time of day, such as `07:00`"), DAYS("numbers of days, such as `30,7,1`"), PERIOD("period, such as `90d`, `2w` or `P1Y`"), NUMBER("whole number from 1"),
        LIMIT("limit, such as `100`, `5%` or `500 or 10%`");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    private final String key;
    private final Type type;
    private final String defaultValue;
    private final String meaning;

    OwnSetting(String key, Type type, String defaultValue, String meaning) {
        this.key = key;
        this.type = type;
        this.defaultValue = defaultValue;
        this.meaning = meaning;
    }

    /** As written in the file, such as {@code caravan.store.url}. */
    public String key() {
        return key;
    }

    /** What counts when the file does not say; empty when nothing does. */
    public Optional<String> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    Type type() {
        return type;
    }

    String meaning() {
        return meaning;
    }

    static Optional<OwnSetting> of(String key) {
        return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
    }

    static List<String> keys() {
        return Arrays.stream(values()).map(OwnSetting::key).toList();
    }
}
