package io.caravan.operations;

import io.caravan.camel.Loopback;
import io.caravan.camel.Placeholders;
import io.caravan.camel.csv.CsvLook;
import io.caravan.camel.jdbc.DatabaseTables;
import io.caravan.camel.ldap.DirectoryLook;
import io.caravan.connector.OutcomeException;
import io.caravan.diagnostic.Suggestion;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Finds the settings of one system out of its address, and what it shows when one looks. Secrets are placeholders, whatever the address says. Not thread-safe. */
final class SystemDraft {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
    private static final Pattern NAMED = Pattern.compile("([a-z][a-z0-9-]*)=(?!=)(.+)");
    private static final Pattern SECRET = Pattern.compile("(?i)([?&;])(password|passwd|pwd|secret|token)=([^&;]*)");
    private static final Pattern USER = Pattern.compile("(?i)([?&;])(user|username)=([^&;]*)");
    private static final Pattern LOGIN = Pattern.compile("://([^/@:\\s]+)(?::([^/@\\s]*))?@");
    private static final List<String> PEOPLE = List.of("workerId", "login", "email", "givenName", "familyName", "displayName");

    /**
     * What is known when one begins.
     *
     * @param folder the project's
     * @param from   what relative paths in addresses are relative to
     * @param given  settings that are not to be guessed, such as {@code app.token}
     */
    record Around(Path folder, Path from, Map<String, String> given, Questions questions) {
    }

    private final Around around;
    private final boolean target;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, String> remarks = new LinkedHashMap<>();
    private final Map<String, String> decisions = new LinkedHashMap<>();
    private final List<String> ideas = new ArrayList<>();
    private String name;
    private String connector;

    private SystemDraft(Around around, boolean target) {
        this.around = around;
        this.target = target;
    }

    /**
     * @param written {@code ADDRESS} or {@code NAME=ADDRESS}
     * @param target  whether accounts are to be written there
     * @param taken   names of other systems
     */
    static SystemDraft of(String written, boolean target, Around around, Set<String> taken) {
        Matcher named = NAMED.matcher(written.strip());
        boolean hasName = named.matches();
        String address = hasName ? named.group(2).strip() : written.strip();
        SystemDraft draft = new SystemDraft(around, target);
        draft.name = hasName ? named.group(1) : free(draft.nameOf(address), taken);
        if (hasName && taken.contains(draft.name)) {
            throw new Refusal(Refusal.Kind.USAGE, "two systems are called '" + draft.name + "'", "Give each a name of its own: NAME=ADDRESS");
        }
        draft.settle(address);
        return draft;
    }

    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    private String nameOf(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        String raw = lower.startsWith("ldap") && lower.contains("://") ? "directory" : lower.startsWith("http") && lower.contains("://") ? host(address)
                : lower.startsWith("jdbc:") ? database(address) : address.substring(address.replace('\\', '/').lastIndexOf('/') + 1).replaceFirst("\\..*", "");
        String name = AttributeNames.plain(raw.replaceAll("[^\\p{L}\\p{N}]+", "-").replaceAll("^-+|-+$", "").replace("-", "0x2d")).replace("0x2d", "-").replaceAll("[^a-z0-9-]", "");
        return NAME.matcher(name).matches() ? name : target ? "target" : "source";
    }

    private static String host(String address) {
        String host = address.replaceFirst("(?i)^https?://(?:[^/@]*@)?", "").replaceFirst("[:/].*", "");
        String first = host.replaceFirst("^(www|api|scim)\\.", "").replaceFirst("\\..*", "");
        return first.matches("\\d+|localhost|") ? "app" : first;
    }

    private static String database(String address) {
        String without = address.replaceFirst("[?;].*", "");
        return without.substring(Math.max(without.lastIndexOf('/'), without.lastIndexOf(':')) + 1).replaceFirst("\\..*", "");
    }

    private void settle(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:")) {
            jdbc(address);
        } else if (lower.startsWith("ldap://") || lower.startsWith("ldaps://")) {
            directory(address);
        } else if (lower.startsWith("http://") || lower.startsWith("https://")) {
            scim(address);
        } else if (lower.matches("[a-z][a-z0-9+.-]+://.*")) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + address.replaceFirst("://.*", "://…") + "' is no kind of address that is known here",
                    "Write a file such as people.csv, jdbc:…, ldap://…, ldaps://… or https://…/scim/v2; caravan connector list names what else can be connected, by hand");
        } else if (target) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + address + "' would be a file, and accounts cannot be written into one", "Name it with --from, or write jdbc:…, ldap://… or https://…");
        } else {
            file(address);
        }
        around.given().forEach((setting, value) -> {
            if (setting.startsWith(name + ".")) {
                settings.put(setting.substring(name.length() + 1), value);
                decisions.remove(setting.substring(name.length() + 1));
            }
        });
    }

    private Optional<String> given(String setting) {
        return Optional.ofNullable(around.given().get(name + "." + setting));
    }

    private String variable(String what) {
        return "{{env:" + (name + "_" + what).toUpperCase(Locale.ROOT).replace('-', '_') + "}}";
    }

    /** Where a secret stands: as given, as answered, or in a variable that has the system's name. */
    private void secret(String setting, String what) {
        String value = given(setting).or(() -> around.questions().ask("Where is the " + what + " of " + name + "? {{env:NAME}} or {{file:PATH}}, never the secret itself ["
                + variable(what) + "]")).filter(answer -> answer.matches("\\{\\{(env|file):[^{}]+}}")).orElse(variable(what));
        settings.put(setting, value);
        remarks.put(setting, "The " + what + " is read from there, and never written here.");
    }

    // ---- a file

    private void file(String address) {
        connector = "csv-source";
        Path path = around.from().resolve(address).normalize();
        Path file = found(path, address);
        settings.put("file", relative(path));
        try {
            csv(CsvLook.at(file));
        } catch (CsvLook.NothingInIt yet) {
            settings.put("key", "id");
            decisions.put("key", "the file " + yet.getMessage() + ", so nothing is known of it; which column never changes and is different in every row?");
        } catch (IOException unusable) {
            throw new Refusal(Refusal.Kind.USAGE, address + " " + (unusable.getMessage() == null ? "cannot be read" : unusable.getMessage()), "Name a delimited text file, plain or gzipped");
        }
    }

    private Path found(Path path, String address) {
        String last = path.getFileName().toString();
        Path folder = path.toAbsolutePath().getParent();
        if (Files.isRegularFile(path)) {
            return path;
        }
        if ((last.contains("*") || last.contains("?")) && Files.isDirectory(folder)) {
            try (DirectoryStream<Path> matching = Files.newDirectoryStream(folder, last)) {
                Optional<Path> newest = StreamSupport.stream(matching.spliterator(), false).filter(Files::isRegularFile)
                        .max(Comparator.comparingLong((Path each) -> each.toFile().lastModified()));
                if (newest.isPresent()) {
                    return newest.get();
                }
            } catch (IOException unreadable) {
                // as if nothing were there
            }
        }
        String[] there = Optional.ofNullable(folder.toFile().list()).orElse(new String[0]);
        throw new Refusal(Refusal.Kind.USAGE, "there is no file " + address + Suggestion.nearest(last, List.of(there)).map(near -> "; did you mean '" + near + "'?").orElse(""),
                "Name a CSV file that is there, jdbc:…, ldap://… or https://…");
    }

    private String relative(Path file) {
        Path folder = around.folder().toAbsolutePath().normalize();
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.getRoot().equals(folder.getRoot()) ? folder.relativize(absolute) : absolute).toString().replace('\\', '/');
    }

    private void csv(CsvLook look) {
        key(look);
        settings.put("delimiter", look.delimiter() == '\t' ? "tab" : String.valueOf(look.delimiter()));
        settings.put("charset", look.encoding().charset().name());
        if (look.encoding().marked()) {
            remarks.put("charset", "The file begins with a byte order mark that says so.");
        } else if (!look.encoding().certain()) {
            decisions.put("charset", "it is not UTF-8; are accents and umlauts right when it is read like this?");
        }
        if (look.skipLines() > 0) {
            settings.put("skipLines", String.valueOf(look.skipLines()));
            remarks.put("skipLines", "Lines above the header.");
        }
        if (!look.header()) {
            settings.put("header", "false");
            decisions.put("columns", "the first line names no columns; what are they called?");
        }
        if (look.named()) {
            settings.put("columns", String.join(",", look.columns().stream().map(column -> column.replace(',', ' ')).toList()));
            if (look.header()) {
                remarks.put("columns", "The header lacks a name, or has one twice.");
            }
        }
    }

    private void key(CsvLook look) {
        List<String> apart = look.columns().stream().filter(column -> tellsApart(look, look.columns().indexOf(column))).toList();
        Optional<String> best = apart.stream().filter(column -> AttributeNames.means(column, "workerId")).findFirst()
                .or(() -> apart.stream().filter(column -> AttributeNames.plain(column).matches("id|key|nr|no|.*id|.*nr|.*number|.*nummer")).findFirst())
                .or(() -> apart.stream().filter(column -> AttributeNames.means(column, "login") || AttributeNames.means(column, "email")).findFirst());
        String key = best.or(() -> look.columns().stream().filter(column -> AttributeNames.means(column, "workerId")).findFirst())
                .or(() -> apart.stream().findFirst()).orElse(look.columns().get(0));
        settings.put("key", key.replace(',', ' '));
        if (best.isEmpty()) {
            decisions.put("key", (look.rows().isEmpty() ? "no row was seen; is this" : apart.contains(key) ? "it is different in each of the first rows; is it" : "it is empty or the same in some of the first rows, which are then rejected; which is")
                    + " the column that never changes and is different in every row?");
        } else if (AttributeNames.means(key, "email")) {
            decisions.put("key", "addresses change, and then somebody else seems to be there; is there a column that never does?");
        }
    }

    private static boolean tellsApart(CsvLook look, int column) {
        Set<String> seen = new HashSet<>();
        return !look.rows().isEmpty() && look.rows().stream().map(row -> row.get(column).strip()).allMatch(value -> !value.isEmpty() && seen.add(value));
    }

    // ---- a database

    private void jdbc(String address) {
        connector = "jdbc";
        String url = login(address);
        boolean sqlite = url.regionMatches(true, 0, "jdbc:sqlite:", 0, 12);
        String file = sqlite ? url.substring(12) : "";
        Path path = file.isEmpty() || file.startsWith(":") || file.startsWith("file:") ? null : around.from().resolve(file.replaceFirst("\\?.*", "")).normalize();
        if (path != null && !Files.isRegularFile(path)) {
            throw new Refusal(Refusal.Kind.USAGE, "there is no database file " + file, "Name one that is there: SQLite would make an empty one");
        }
        Map<String, String> access = new LinkedHashMap<>();
        access.put("url", path == null ? url : "jdbc:sqlite:" + relative(path));
        settings.forEach(access::putIfAbsent);
        settings.clear();
        settings.putAll(access);
        tables(path == null ? url : "jdbc:sqlite:" + path);
    }

    /** The address without user and password; those become settings. */
    private String login(String address) {
        Matcher login = LOGIN.matcher(address);
        String url = login.find() ? address.substring(0, login.start()) + "://" + address.substring(login.end()) : address;
        boolean server = !url.regionMatches(true, 0, "jdbc:sqlite:", 0, 12);
        Optional<String> user = given("username").or(() -> userIn(address, url)).or(() -> server ? around.questions().ask("Who connects to " + name + "?") : Optional.empty());
        user.filter(who -> server).ifPresent(who -> {
            settings.put("username", who);
            secret("password", "password");
        });
        return USER.matcher(SECRET.matcher(url).replaceAll("$1")).replaceAll("$1").replaceAll("([?&;])[&;]+", "$1").replaceAll("[?&;]+$", "");
    }

    private static Optional<String> userIn(String address, String url) {
        Matcher before = LOGIN.matcher(address);
        Matcher behind = USER.matcher(url);
        return behind.find() ? Optional.of(decoded(behind.group(3))) : before.find() ? Optional.of(decoded(before.group(1))) : Optional.empty();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private void tables(String url) {
        List<DatabaseTables.Table> tables;
        try {
            var secrets = Placeholders.of(around.folder());
            tables = DatabaseTables.of(secrets.apply(url), settings.getOrDefault("username", ""), secrets.apply(given("password").orElse(settings.getOrDefault("password", ""))));
        } catch (OutcomeException | IllegalArgumentException unanswered) {
            tableUnknown("the database did not answer (" + said(unanswered) + ")");
            return;
        } catch (RuntimeException unresolved) {
            tableUnknown("the database could not be asked, because " + settings.getOrDefault("password", "a placeholder") + " has no value here");
            return;
        }
        if (given("query").isEmpty()) {
            table(tables);
        }
    }

    private static String said(RuntimeException unanswered) {
        return unanswered instanceof OutcomeException outcome ? outcome.outcome().message() : "its placeholders have no value here";
    }

    private void tableUnknown(String why) {
        settings.put("table", given("table").orElse("person"));
        settings.put("key", given("key").orElse("id"));
        decisions.put("table", why + "; what is the table called?");
        decisions.put("key", "which column never changes and is different in every row?");
    }

    private void table(List<DatabaseTables.Table> tables) {
        Optional<DatabaseTables.Table> chosen = given("table").or(() -> likely(tables))
                .or(() -> around.questions().ask("Which table of " + name + "? " + names(tables)))
                .flatMap(wanted -> tables.stream().filter(table -> table.name().equalsIgnoreCase(wanted)).findFirst());
        if (chosen.isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, tables.isEmpty() ? "the database of " + name + " has no tables" : given("table").isPresent()
                    ? "the database of " + name + " has no table '" + given("table").get() + "'; there are " + names(tables)
                    : "it is not clear which table of " + name + " is meant: " + names(tables), "Say it: --set " + name + ".table=TABLE");
        }
        DatabaseTables.Table table = chosen.get();
        settings.put("table", table.name());
        Optional<String> key = table.key().or(() -> table.columns().keySet().stream().filter(column -> AttributeNames.means(column, "workerId")).findFirst());
        settings.put("key", key.orElse(table.columns().keySet().stream().findFirst().orElse("id")));
        if (table.key().isEmpty()) {
            decisions.put("key", "the table has no primary key of one column; which column never changes and is different in every row?");
        }
        if (target) {
            accounts(table);
        }
    }

    private static String names(List<DatabaseTables.Table> tables) {
        return String.join(", ", tables.stream().map(DatabaseTables.Table::name).limit(20).toList()) + (tables.size() > 20 ? ", …" : "");
    }

    /** The only one, or the only one that is about people. */
    private static Optional<String> likely(List<DatabaseTables.Table> tables) {
        List<DatabaseTables.Table> ofPeople = tables.stream().filter(table -> PEOPLE.stream().filter(what -> table.columns().keySet().stream()
                .anyMatch(column -> AttributeNames.means(column, what))).count() >= 2).toList();
        return tables.size() == 1 ? Optional.of(tables.get(0).name()) : ofPeople.size() == 1 ? Optional.of(ofPeople.get(0).name()) : Optional.empty();
    }

    /** By what accounts are found there, and what closes them. */
    private void accounts(DatabaseTables.Table table) {
        Set<String> findBy = new LinkedHashSet<>();
        for (String meant : List.of("workerId", "email", "login")) {
            table.columns().keySet().stream().filter(column -> AttributeNames.means(column, meant)).findFirst().ifPresent(findBy::add);
        }
        if (!findBy.isEmpty()) {
            settings.put("findBy", String.join(",", findBy));
        }
        if (given("enabledColumn").isPresent() || given("disable").isPresent()) {
            return;
        }
        Optional<String> present = table.columns().keySet().stream().filter(LifecycleColumns::isPresence).findFirst();
        if (present.isEmpty()) {
            ideas.add("enabledColumn = COLUMN");
            decisions.put("", "which column says that an account is open? Without one, none can be closed (or say it in SQL: the settings enable and disable)");
            return;
        }
        settings.put("enabledColumn", present.get());
        if (!table.columns().get(present.get())) {
            settings.put("enabledValue", "1");
            settings.put("disabledValue", "0");
            decisions.put("enabledValue", "is an account open when " + present.get() + " is 1, and closed when it is 0?");
        }
    }

    // ---- a directory

    private void directory(String address) {
        connector = "ldap";
        Matcher parts = Pattern.compile("(?i)(ldaps?)://(?:[^/@]*@)?([^/?]*)(?:/([^?]*))?.*").matcher(address);
        if (!parts.matches() || parts.group(2).isEmpty()) {
            throw new Refusal(Refusal.Kind.USAGE, "'" + address + "' is no address of a directory", "Write ldaps://HOST/ou=people,dc=example,dc=com");
        }
        String scheme = parts.group(1).toLowerCase(Locale.ROOT);
        String base = Optional.ofNullable(parts.group(3)).map(SystemDraft::decoded).filter(dn -> !dn.isBlank()).or(() -> given("baseDn"))
                .or(() -> around.questions().ask("Below which DN are the accounts of " + name + "?"))
                .orElseThrow(() -> new Refusal(Refusal.Kind.USAGE, "it is not said below which DN of " + name + " the accounts are", "Write it behind the address: " + scheme + "://" + parts.group(2) + "/ou=people,dc=example,dc=com"));
        settings.put("url", scheme + "://" + parts.group(2));
        boolean loopback = Loopback.is(URI.create("ldap://" + parts.group(2)).getHost());
        if (scheme.equals("ldap") && !loopback) {
            settings.put("startTls", "true");
            remarks.put("startTls", "Nothing is said before the connection is encrypted.");
        }
        if (isActiveDirectory(base)) {
            domain(base);
            return;
        }
        given("bindDn").or(() -> around.questions().ask("As whom is " + name + " read and written (bind DN; empty: anonymous)?")).ifPresentOrElse(dn -> {
            settings.put("bindDn", dn);
            secret("bindPassword", "password");
        }, () -> {
            decisions.put("baseDn", "who is Caravan in this directory? Without a bind DN it is anonymous");
            ideas.add("bindDn = cn=caravan,dc=example,dc=com");
            ideas.add("bindPassword = " + variable("password"));
        });
        settings.put("baseDn", base);
        if (target && given("disableAttribute").isEmpty() && given("disabledBaseDn").isEmpty()) {
            decisions.put("", "what closes an account here? An attribute that each site chooses, or another place (disabledBaseDn). Without it none can be closed, and the mapping makes none");
            ideas.add("disableAttribute = employeeType");
            ideas.add("disabledValue = left");
            ideas.add("enabledValue = active");
        }
    }

    private boolean isActiveDirectory(String base) {
        Map<String, String> known = new LinkedHashMap<>(settings);
        known.put("baseDn", base);
        known.put("projectFolder", around.folder().toString());
        try {
            for (String setting : List.of("startTls", "trustStore", "trustStorePassword", "trustAll")) {
                given(setting).ifPresent(value -> known.put(setting, Placeholders.of(around.folder()).apply(value)));
            }
        } catch (RuntimeException unresolved) {
            return false;
        }
        return DirectoryLook.isActiveDirectory(known);
    }

    /** Disabling, anchors and deltas are the same in each domain; nobody looks into one unnamed. */
    private void domain(String base) {
        connector = "active-directory";
        Optional<String> who = given("bindDn").or(() -> around.questions().ask("As whom is " + name + " read and written (DN, or NAME@DOMAIN)?"));
        settings.put("bindDn", who.orElseGet(() -> "caravan@" + domainName(base)));
        if (who.isEmpty()) {
            decisions.put("bindDn", "who is Caravan in this domain?");
        }
        secret("bindPassword", "password");
        settings.put("baseDn", base);
        if (target) {
            decisions.put("", "is there a unit for those who left, to which disabled accounts are moved? Without one they stay where they are");
            ideas.add("disabledBaseDn = OU=Leavers," + base.replaceFirst("(?i)^.*?(?=DC=)", ""));
        }
    }

    private static String domainName(String base) {
        Matcher parts = Pattern.compile("(?i)(?:^|,)\\s*DC=([^,]+)").matcher(base);
        List<String> names = new ArrayList<>();
        while (parts.find()) {
            names.add(parts.group(1).strip());
        }
        return names.isEmpty() ? "example.com" : String.join(".", names);
    }

    // ---- an application that speaks SCIM

    private void scim(String address) {
        connector = "scim2";
        Matcher login = LOGIN.matcher(address);
        boolean basic = login.find();
        String url = (basic ? address.substring(0, login.start()) + "://" + address.substring(login.end()) : address).replaceFirst("[?#].*", "").replaceFirst("/+$", "");
        settings.put("url", url);
        if (basic) {
            settings.put("auth", "basic");
            settings.put("username", decoded(login.group(1)));
            secret("password", "password");
        } else if (!given("auth").filter("none"::equals).isPresent()) {
            secret("token", "token");
        }
    }

    // ---- what came of it

    String name() {
        return name;
    }

    String connector() {
        return connector;
    }

    boolean isTarget() {
        return target;
    }

    /** Writes the settings. */
    void write(Page page) {
        String prefix = "caravan.systems." + name + ".";
        page.line("").remark("", (target ? "Accounts are kept here: " : "People come from here: ") + what() + ".");
        page.line(prefix + "connector = " + connector);
        settings.forEach((setting, value) -> {
            Optional.ofNullable(remarks.get(setting)).ifPresent(remark -> page.remark("", remark));
            Optional.ofNullable(decisions.get(setting)).ifPresent(decision -> page.decide("", decision));
            page.line(prefix + setting + " = " + property(value));
        });
        Optional.ofNullable(decisions.get("")).ifPresent(decision -> page.decide("", decision));
        ideas.forEach(idea -> page.line("#" + prefix + idea));
    }

    private String what() {
        return switch (connector) {
            case "csv-source" -> "a delimited file";
            case "jdbc" -> "a table of a database";
            case "ldap" -> "a directory";
            case "active-directory" -> "a domain of Active Directory";
            default -> "an application that speaks SCIM 2.0";
        };
    }

    /** As java.util.Properties reads it again. */
    static String property(String value) {
        StringBuilder text = new StringBuilder();
        for (char c : value.toCharArray()) {
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case ' ' -> text.append(text.isEmpty() ? "\\ " : " ");
                default -> text.append(Character.isISOControl(c) ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return text.toString();
    }
}
