package io.caravan.camel.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.camel.Loopback;
import io.caravan.camel.ldap.LdapServerAddress.Encryption;
import io.caravan.camel.ldap.LdapServerAddress.Host;
import io.caravan.camel.ldap.LdapServerAddress.Kerberos;
import io.caravan.camel.ldap.LdapServerAddress.Login;
import io.caravan.camel.ldap.LdapServerAddress.Timeouts;
import io.caravan.camel.ldap.LdapServerAddress.Trust;
import io.caravan.camel.ldap.LdapSettings.Changes.By;
import io.caravan.connector.OutcomeException;
import io.caravan.connector.OutcomeKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One system's settings, checked.
 *
 * @param places by kind of object
 * @param anchor the attribute that never changes; {@code objectGUID} is read and written as text
 */
record LdapSettings(LdapServerAddress server, Map<String, ObjectPlace> places, String anchor, Disabling disabling,
                    Changes changes, ValueForms forms, Writes writes) {

    /**
     * How a delta is read.
     *
     * @param attribute says when an entry was last changed
     * @param overlap   how much earlier than the last read a delta starts, for clocks that differ and slow replicas
     * @param by        what is asked for changes
     */
    record Changes(String attribute, Duration overlap, By by) {

        enum By {
            /** When an entry says that it changed. */
            STAMP,
            /** Active Directory's update sequence numbers (MS-ADTS §3.1.1.1.9). */
            USN,
            /** Its synchronization control (MS-ADTS §3.1.1.3.4.1.3). */
            DIRSYNC;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * How values stand in the directory.
     *
     * @param binary          attributes that are bytes, not text
     * @param activeDirectory whether some have the forms of Active Directory
     * @param zone            in which a day ends, for dates that are moments there
     */
    record ValueForms(List<String> binary, boolean activeDirectory, ZoneId zone) {
        ValueForms {
            binary = List.copyOf(binary);
        }
    }

    /**
     * What is written beside what was asked for, and what never is.
     *
     * @param createParents whether organizational units that are missing above an entry are made
     * @param unique        where a name must not be somebody's already
     */
    record Writes(boolean createParents, WriteProtection protection, Uniqueness unique) {
    }

    /**
     * Where values that have to be unique are looked for.
     *
     * @param filter  who has one; {@code {attribute}} and {@code {value}} stand for what is looked for
     * @param catalog where the forest is asked
     */
    record Uniqueness(Within within, String filter, List<Host> catalog) {

        /** How far around. */
        enum Within {
            /** Nobody but accounts is asked for. */
            ACCOUNTS,
            /** All of the domain, or of the partition of another directory. */
            DOMAIN,
            /** All domains, as a global catalog has them (MS-ADTS §3.1.1.1.8). */
            FOREST;

            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** Who has this value, which is escaped (RFC 4515 §3). */
        Filter holds(String attribute, String value) throws LDAPException {
            return Filter.create(filter.replace("{attribute}", attribute).replace("{value}", Filter.encodeValue(value)));
        }
    }

    LdapSettings {
        places = Map.copyOf(places);
    }

    ObjectPlace place(String object) {
        ObjectPlace place = places.get(object);
        if (place == null) {
            throw new OutcomeException(OutcomeKind.UNSUPPORTED, "the LDAP connector knows no object '" + object + "'");
        }
        return place;
    }

    /** @throws OutcomeException invalid, naming everything that is wrong */
    static LdapSettings of(Map<String, String> written) {
        return new Reader(written).read();
    }

    private static final class Reader {
        /** A user of Active Directory, not a computer (MS-ADTS §2.2.16, ADS_UF_NORMAL_ACCOUNT). */
        private static final long NORMAL_ACCOUNT = 512;
        private static final List<String> BINDS = List.of("simple", "kerberos");
        private static final int CATALOG_LDAP = 3268;
        private static final int CATALOG_LDAPS = 3269;
        private static final List<String> DIRECTORY_TYPES = List.of("standard", "active-directory");
        private final Map<String, String> written;
        private final List<String> wrong = new ArrayList<>();

        Reader(Map<String, String> written) {
            this.written = written;
        }

        LdapSettings read() {
            LdapServerAddress server = server();
            DN base = dn("baseDn", DN.NULL_DN);
            if (base.isNullDN()) {
                wrong.add("baseDn is missing: give the DN below which accounts are");
            }
            DN groupBase = dn("groupBaseDn", base);
            Map<String, ObjectPlace> places = Map.of(
                    "user", place("objectClasses", "inetOrgPerson", "filter", base, "rdn", "uid", dn("parent", base)),
                    "group", place("groupObjectClasses", "groupOfNames", "groupFilter", groupBase, "groupRdn", "cn", groupBase).withMembers(members()),
                    "unit", place("unitObjectClasses", "organizationalUnit", "unitFilter", dn("unitBaseDn", base), "unitRdn", "ou", dn("unitBaseDn", base)));
            LdapSettings settings = new LdapSettings(server, places, text("anchor").orElse("entryUUID"), disabling(),
                    new Changes(text("changedAttribute").orElse("modifyTimestamp"), seconds("overlapSeconds", 300), deltaBy()), 
                    new ValueForms(list("binaryAttributes", ""), activeDirectory(), zone()), new Writes(createParents(), protection(), unique(server)));
            if (!wrong.isEmpty()) {
                throw new OutcomeException(OutcomeKind.INVALID, "the LDAP settings are not usable: " + String.join("; ", wrong));
            }
            return settings;
        }

        private ObjectPlace place(String classes, String defaultClasses, String filter, DN base, String rdn, String defaultRdn, DN parent) {
            if (!parent.isDescendantOf(base, true)) {
                wrong.add("parent is not below baseDn");
            }
            List<String> objectClasses = list(classes, defaultClasses);
            Filter chosen = filter(filter).orElseGet(() ->
                    Filter.createEqualityFilter("objectClass", objectClasses.get(objectClasses.size() - 1)));
            return new ObjectPlace(base, objectClasses, chosen, text(rdn).orElse(defaultRdn), parent);
        }

        private ObjectPlace.Members members() {
            return new ObjectPlace.Members(text("groupMember").orElse("member"), text("groupPlaceholder").orElse("cn=nobody"));
        }

        private boolean createParents() {
            Optional<String> kind = text("createParents");
            if (kind.isPresent() && !kind.get().equalsIgnoreCase(ParentUnits.KIND)) {
                wrong.add("createParents is '" + kind.get() + "', expected " + ParentUnits.KIND);
            }
            return kind.isPresent();
        }

        private boolean activeDirectory() {
            String type = text("directoryType").orElse("standard");
            if (!DIRECTORY_TYPES.contains(type)) {
                wrong.add("directoryType is '" + type + "', expected " + String.join(" or ", DIRECTORY_TYPES));
            }
            return type.equals(DIRECTORY_TYPES.get(1));
        }

        private By deltaBy() {
            String word = text("deltaBy").orElse(By.STAMP.word());
            Optional<By> by = Arrays.stream(By.values()).filter(each -> each.word().equals(word)).findFirst();
            if (by.isEmpty()) {
                wrong.add("deltaBy is '" + word + "', expected " + Arrays.stream(By.values()).map(By::word).collect(Collectors.joining(" or ")));
            }
            return by.orElse(By.STAMP);
        }

        private ZoneId zone() {
            try {
                return ZoneId.of(text("timeZone").orElse("UTC"));
            } catch (DateTimeException noZone) {
                wrong.add("timeZone is no time zone, such as Europe/Zurich: " + text("timeZone").orElse(""));
                return ZoneOffset.UTC;
            }
        }

        private WriteProtection protection() {
            List<DN> names = new ArrayList<>();
            for (String name : text("protectedDns").map(all -> all.split(";")).orElse(new String[0])) {
                try {
                    if (!name.isBlank()) {
                        names.add(new DN(name.strip()));
                    }
                } catch (LDAPException e) {
                    wrong.add("protectedDns has what is no distinguished name: " + name.strip() + "; several are separated by semicolons");
                }
            }
            return new WriteProtection(filter("protectedFilter"), names);
        }

        private Uniqueness unique(LdapServerAddress server) {
            String word = text("uniqueIn").orElse(Uniqueness.Within.ACCOUNTS.word());
            Optional<Uniqueness.Within> within = Arrays.stream(Uniqueness.Within.values()).filter(each -> each.word().equals(word)).findFirst();
            if (within.isEmpty()) {
                wrong.add("uniqueIn is '" + word + "', expected " + Arrays.stream(Uniqueness.Within.values()).map(Uniqueness.Within::word).collect(Collectors.joining(" or ")));
            }
            Uniqueness unique = new Uniqueness(within.orElse(Uniqueness.Within.ACCOUNTS), text("uniqueFilter").orElse("({attribute}={value})"), catalog(server));
            try {
                unique.holds("cn", "x");
            } catch (LDAPException e) {
                wrong.add("uniqueFilter is not an LDAP filter: " + unique.filter());
            }
            return unique;
        }

        /** On the same controllers, unless it is said where. */
        private List<Host> catalog(LdapServerAddress server) {
            boolean ldaps = server.encryption() == Encryption.LDAPS;
            int usual = ldaps ? CATALOG_LDAPS : CATALOG_LDAP;
            if (text("globalCatalog").isEmpty()) {
                return server.hosts().stream().map(host -> new Host(host.name(), usual)).toList();
            }
            List<URI> urls = Arrays.stream(text("globalCatalog").get().split("[\\s,]+")).map(one -> url("globalCatalog", one)).toList();
            if (urls.stream().anyMatch(url -> "ldaps".equals(url.getScheme()) != ldaps)) {
                wrong.add("globalCatalog is connected to in the same way as url: let both be ldap:// or ldaps://");
            }
            if (server.encryption() == Encryption.NONE && text("bindDn").isPresent() && !flag("allowPlaintext") && !urls.stream().allMatch(url -> Loopback.is(url.getHost()))) {
                wrong.add("the password would cross the network in the clear to globalCatalog; use ldaps://, or startTls=true, or say allowPlaintext=true");
            }
            return urls.stream().map(url -> new Host(url.getHost(), url.getPort() > 0 ? url.getPort() : usual)).toList();
        }

        private LdapServerAddress server() {
            List<URI> urls = urls();
            boolean ldaps = "ldaps".equals(urls.get(0).getScheme());
            Encryption encryption = ldaps ? Encryption.LDAPS : flag("startTls") ? Encryption.START_TLS : Encryption.NONE;
            boolean loopback = urls.stream().allMatch(url -> Loopback.is(url.getHost()));
            if (flag("trustAll") && !loopback) {
                wrong.add("trustAll is only for a server on this machine; name the certificate to trust in trustStore");
            }
            if (encryption == Encryption.NONE && text("bindDn").isPresent() && !loopback && !flag("allowPlaintext")) {
                wrong.add("the password would cross the network in the clear; use ldaps://, or startTls=true, or say allowPlaintext=true");
            }
            int usual = ldaps ? 636 : 389;
            return new LdapServerAddress(urls.stream().map(url -> new Host(url.getHost(), url.getPort() > 0 ? url.getPort() : usual)).toList(), encryption,
                    new Trust(text("trustStore").map(this::file), text("trustStorePassword"), flag("trustAll")),
                    login(), (int) number("poolSize", 8),
                    new Timeouts(seconds("connectTimeoutSeconds", 10), seconds("responseTimeoutSeconds", 60), seconds("answerTimeoutSeconds", 300)));
        }

        private Login login() {
            String bind = text("bind").orElse(BINDS.get(0));
            if (!BINDS.contains(bind)) {
                wrong.add("bind is '" + bind + "', expected " + String.join(" or ", BINDS));
            }
            Optional<String> who = text("bindDn");
            if (who.isPresent() && text("bindPassword").isEmpty() && text("keyTab").isEmpty()) {
                wrong.add("bindPassword is missing: " + who.get() + " is let in by nothing" + (bind.equals(BINDS.get(1)) ? "; give it, or a keyTab" : ""));
            }
            if (bind.equals(BINDS.get(0))) {
                if (text("keyTab").isPresent()) {
                    wrong.add("keyTab is for Kerberos; say bind = kerberos, or give a bindPassword instead");
                }
                return new Login(who, text("bindPassword").orElse(""), Optional.empty());
            }
            if (who.filter(name -> name.matches("[^@=]+@[^@=]+")).isEmpty()) {
                wrong.add("bindDn is '" + who.orElse("") + "', and with bind = kerberos it is a principal with its realm, such as caravan@CORP.EXAMPLE.COM");
            }
            return new Login(who, text("bindPassword").orElse(""), Optional.of(new Kerberos(who.orElse(""), text("bindPassword").orElse(""), text("keyTab").map(this::file), text("kerberosServer"))));
        }

        private List<URI> urls() {
            List<URI> urls = new ArrayList<>();
            for (String url : text("url").orElse("").split("[\\s,]+")) {
                urls.add(url("url", url));
            }
            if (urls.stream().map(URI::getScheme).distinct().count() > 1) {
                wrong.add("url has ldap:// and ldaps:// addresses; let all servers be connected to in the same way");
            }
            return urls;
        }

        private URI url(String setting, String url) {
            try {
                URI uri = URI.create(url);
                if (uri.getHost() != null && ("ldap".equals(uri.getScheme()) || "ldaps".equals(uri.getScheme()))) {
                    return uri;
                }
            } catch (IllegalArgumentException notAnAddress) {
                // reported below, like any other text that is no LDAP address
            }
            wrong.add(setting + " is '" + url + "', expected ldap://host:port or ldaps://host:port");
            return URI.create("ldap://127.0.0.1");
        }

        private Disabling disabling() {
            Optional<String> attribute = text("disableAttribute");
            Optional<DN> place = text("disabledBaseDn").map(there -> dn("disabledBaseDn", DN.NULL_DN));
            if (attribute.isEmpty()) {
                return place.<Disabling>map(Disabling.ByMoving::new).orElseGet(Disabling.Unknown::new);
            }
            if (text("disabledBit").isPresent()) {
                return byBit(attribute.get(), place);
            }
            if (text("disabledValue").isEmpty()) {
                wrong.add("disabledValue is missing: the value of " + attribute.get() + " that disables an entry");
            }
            return new Disabling.ByAttribute(attribute.get(), text("disabledValue").orElse(""), text("enabledValue"), place);
        }

        private Disabling byBit(String attribute, Optional<DN> place) {
            if (text("disabledValue").isPresent()) {
                wrong.add("disabledValue and disabledBit are two ways of disabling; choose one");
            }
            long bit = number("disabledBit", 2);
            if (Long.bitCount(bit) != 1) {
                wrong.add("disabledBit is not one bit, such as 2: " + bit);
            }
            long initial = number("enabledValue", attribute.equalsIgnoreCase("userAccountControl") ? NORMAL_ACCOUNT : 1) & ~bit;
            return new Disabling.ByBit(attribute, bit, initial, place);
        }

        private DN dn(String setting, DN otherwise) {
            try {
                return text(setting).isPresent() ? new DN(text(setting).get()) : otherwise;
            } catch (LDAPException e) {
                wrong.add(setting + " is not a distinguished name: " + text(setting).get());
                return otherwise;
            }
        }

        private Optional<Filter> filter(String setting) {
            try {
                return text(setting).isPresent() ? Optional.of(Filter.create(text(setting).get())) : Optional.empty();
            } catch (LDAPException e) {
                wrong.add(setting + " is not an LDAP filter: " + text(setting).get());
                return Optional.empty();
            }
        }

        private Path file(String name) {
            return Path.of(text("projectFolder").orElse("")).resolve(name);
        }

        private Duration seconds(String setting, long otherwise) {
            return Duration.ofSeconds(number(setting, otherwise));
        }

        private long number(String setting, long otherwise) {
            try {
                long number = text(setting).map(Long::parseLong).orElse(otherwise);
                if (number > 0) {
                    return number;
                }
            } catch (NumberFormatException notANumber) {
                // reported below
            }
            wrong.add(setting + " is not a positive whole number: " + text(setting).orElse(""));
            return otherwise;
        }

        private boolean flag(String setting) {
            return text(setting).map(Boolean::parseBoolean).orElse(false);
        }

        private List<String> list(String setting, String otherwise) {
            return Arrays.stream(text(setting).orElse(otherwise).split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
        }

        private Optional<String> text(String setting) {
            return Optional.ofNullable(written.get(setting)).map(String::strip).filter(value -> !value.isEmpty());
        }
    }
}
