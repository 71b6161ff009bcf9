package io.caravan.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.caravan.engine.Counted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The project of the page on Active Directory, as it stands there, in a domain of a test: some lives of some people. */
public final class CompanyInDomain implements AutoCloseable {

    private static final Path PAGE = Path.of("docs/how-to/connect-active-directory.md");
    private static final String DOMAIN = "DC=corp,DC=example,DC=test";
    private static final String STAFF = "OU=Staff," + DOMAIN;
    private static final String LEAVERS = "OU=Leavers," + DOMAIN;
    private static final String ADA = "CN=Ada Lovelace (E1),";
    private static final String BOB = "CN=Bob Bell (E2),";

    /**
     * Where the domain is.
     *
     * @param connection as an administrator, to look in
     */
    public record Domain(String url, Path certificate, String bindDn, String password, LDAPConnection connection) {
    }

    private final SmallCompany company;
    private final Domain domain;

    /** @param domain with the units Staff, Leavers and Groups */
    public CompanyInDomain(Path folder, Domain domain) throws IOException {
        this.domain = domain;
        company = new SmallCompany(folder);
        Files.delete(folder.resolve("mappings/app.yaml"));
        String page = Files.readString(PAGE).replace("DC=example,DC=com", "DC=example,DC=test").replace("corp.example.com", "corp.example.test");
        company.write("application.properties", "caravan.store.url = jdbc:sqlite:state/caravan.db\n" + shown(page, "application.properties")
                .replaceFirst("(?m)^(caravan.systems.corp.url = ).*$", "$1" + domain.url() + "\ncaravan.systems.corp.trustStore = " + domain.certificate())
                .replaceFirst("(?m)^(caravan.systems.corp.bindDn = ).*$", "$1" + domain.bindDn()).replace("{{env:CORP_PASSWORD}}", "{{file:password}}")
                + "caravan.systems.hr.quietSeconds = 0\n");
        company.write("password", domain.password());
        Files.createDirectories(folder.resolve("groups"));
        for (String file : List.of("groups/departments.yaml", "mappings/hr.yaml", "mappings/corp.yaml", "mappings/corp-groups.yaml")) {
            company.write(file, shown(page, file));
        }
    }

    private static String shown(String page, String file) {
        Matcher block = Pattern.compile(Pattern.quote("`" + file + "`:") + "\n\n```\\w+\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).as(file).isTrue();
        return block.group(1);
    }

    private void hr(String... rows) throws IOException {
        company.write("hr.csv", "workerId,givenName,familyName,department,title,managerId,endDate\n" + String.join("\n", rows) + "\n");
    }

    private CycleRun sync() {
        company.sync("hr", false);
        CycleRun run = company.sync("corp", false);
        company.sync("corp-groups", false);
        return run;
    }

    private SearchResultEntry entry(String worker) throws LDAPException {
        return domain.connection().searchForEntry(DOMAIN, SearchScope.SUB, Filter.createEqualityFilter("employeeID", worker), "*", "objectGUID");
    }

    private static boolean isOpen(SearchResultEntry entry) {
        return (entry.getAttributeValueAsLong("userAccountControl") & 2) == 0;
    }

    /** They join, move, leave, come back, and the store is lost in between. */
    public void live() throws Exception {
        hr("E1,Ada,Lovelace,Sales,Buyer,,", "E2,Bob,Bell,Research,,E1,2026-12-31");
        assertThat(sync().getCycle().counted(Counted.FAILED)).isZero();
        SearchResultEntry ada = entry("E1");
        assertThat(ada.getDN()).isEqualToIgnoringCase(ADA + "OU=Sales," + STAFF);
        assertThat(isOpen(ada)).isTrue();
        assertThat(ada.getAttributeValues("proxyAddresses")).containsExactlyInAnyOrder("SMTP:adalovelace@example.com", "smtp:adalovelace@old.example.com");
        assertThat(entry("E2").getAttributeValue("manager")).isEqualToIgnoringCase(ada.getDN());
        assertThat(entry("E2").getAttributeValue("accountExpires")).isEqualTo("134432316000000000");
        assertThat(members("sales")).containsExactly(ada.getDN());
        long before = sequence("E1") + sequence("E2");
        sync();
        company.sync("corp", true);
        assertThat(sequence("E1") + sequence("E2")).as("nothing is written twice").isEqualTo(before);
        hr("E1,Ada,Lovelace,Research,Buyer,,", "E2,Bob,Bell,Research,,E1,2026-12-31");
        sync();
        assertThat(entry("E1").getDN()).isEqualToIgnoringCase(ADA + "OU=Research," + STAFF);
        assertThat(entry("E1").getAttributeValueBytes("objectGUID")).isEqualTo(ada.getAttributeValueBytes("objectGUID"));
        assertThat(members("research")).hasSize(2);
        leaveAndComeBack();
        loseTheStore();
    }

    private void leaveAndComeBack() throws Exception {
        hr("E1,Ada,Lovelace,Research,Buyer,,", "E2,Bob,Bell,Research,,E1,2026-11-01");
        sync();
        assertThat(isOpen(entry("E2"))).isFalse();
        assertThat(entry("E2").getDN()).isEqualToIgnoringCase(BOB + LEAVERS);
        assertThat(members("research")).hasSize(1);
        long closed = sequence("E2");
        sync();
        company.sync("corp", true);
        assertThat(sequence("E2")).as("who left is left alone").isEqualTo(closed);
        hr("E1,Ada,Lovelace,Research,Buyer,,", "E2,Bob,Bell,Research,,E1,");
        sync();
        assertThat(isOpen(entry("E2"))).isTrue();
        assertThat(entry("E2").getDN()).isEqualToIgnoringCase(BOB + "OU=Research," + STAFF);
        assertThat(entry("E2").getAttributeValue("accountExpires")).isEqualTo("9223372036854775807");
    }

    /** As if the process had been killed after everything was sent, and before any of it was recorded. */
    private void loseTheStore() throws Exception {
        company.close();
        for (String file : List.of("state/caravan.db", "state/caravan.db-wal", "state/caravan.db-shm")) {
            Files.deleteIfExists(company.folder().resolve(file));
        }
        sync();
        assertThat(domain.connection().search(DOMAIN, SearchScope.SUB, "(|(employeeID=E1)(employeeID=E2))", "1.1").getEntryCount()).as("nobody has two accounts").isEqualTo(2);
        assertThat(isOpen(entry("E1")) && isOpen(entry("E2"))).isTrue();
    }

    private long sequence(String worker) throws LDAPException {
        return entry(worker).getAttributeValueAsLong("uSNChanged");
    }

    private List<String> members(String group) throws LDAPException {
        String[] members = domain.connection().searchForEntry("OU=Groups," + DOMAIN, SearchScope.SUB, Filter.createEqualityFilter("sAMAccountName", group), "member").getAttributeValues("member");
        return members == null ? List.of() : List.of(members);
    }

    @Override
    public void close() {
        company.close();
    }
}
