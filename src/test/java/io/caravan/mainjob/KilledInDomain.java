package io.caravan.mainjob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Collectors;

/**
 * The real process, {@code caravan sync}, killed without warning while it gives people accounts in a domain. At each of these moments every account that is there
 * is whole; in the end each person has one, and logs on with the password that was handed over last.
 */
public final class KilledInDomain implements AutoCloseable {

    private static final int PEOPLE = 40;
    private static final String OUT = "out.txt";
    /** A normal account, and none that needs no password. */
    private static final long WHOLE = 512;

    private final ProjectUnderTest project;
    private final String base;
    private final LDAPConnection admin;

    /** Tries to log on. */
    @FunctionalInterface
    public interface LogOn {
        void as(String principal, String password) throws Exception;
    }

    public KilledInDomain(Path folder, String settings, String base, LDAPConnection connection) {
        this.base = base;
        this.admin = connection;
        project = new ProjectUnderTest(folder).write("application.properties", """
                caravan.systems.hr.connector = csv-source
                caravan.systems.hr.file = hr.csv
                caravan.systems.hr.key = workerId
                caravan.systems.hr.quietSeconds = 0
                caravan.systems.corp.connector = active-directory
                """ + settings).write("hr.csv", "workerId\n" + IntStream.range(0, PEOPLE).mapToObj(i -> "K" + i + "\n").collect(Collectors.joining())).write("mappings/hr.yaml", """
                job: hr
                from: {system: hr, object: record, attributes: [workerId]}
                to: hub
                match: [{hub: workerId, value: "${body[workerId]}"}]
                attributes: {workerId: "${body[workerId]}"}
                """).write("mappings/corp.yaml", """
                job: corp
                from: hub
                to: {system: corp, object: user}
                match: [{target: employeeID, value: "${body[workerId]}"}]
                attributes:
                  dn: "CN=${body[workerId]},%s"
                  cn: "${body[workerId]}"
                  employeeID: "${body[workerId]}"
                  sAMAccountName: {value: "${uniqueName('killed', ${lowercase(${body[workerId]})}, ${concat(${lowercase(${body[workerId]})}, ${counter(2)})})}", apply: on-create}
                  userPrincipalName: {value: "${sAMAccountName}@corp.example.test", apply: on-create}
                  unicodePwd: {value: "${randomString(24, 2, 2, 2, 2)}", apply: on-create}
                """.formatted(base)).write("routes/secrets.camel.yaml", """
                - from:
                    uri: direct:secret
                    steps:
                      - marshal: {json: {}}
                      - to: "file:first-passwords?fileName=${exchangeId}.json"
                """.replace("file:first-passwords", "file:" + folder.resolve("first-passwords")));
    }

    /** @param counts of accounts in the domain, at which the process is killed */
    public void live(List<Integer> counts, LogOn logOn) throws Exception {
        for (int count : counts) {
            Process process = project.process(OUT, "sync");
            try {
                await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> !process.isAlive() || accounts().size() >= count);
                assertThat(process.isAlive()).as("killed at " + count + ": " + project.said(OUT)).isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            everyAccountIsWhole();
        }
        Process last = project.process(OUT, "sync");
        assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(last.exitValue()).as(project.said(OUT)).isZero();
        Map<String, List<SearchResultEntry>> accounts = everyAccountIsWhole();
        assertThat(accounts).hasSize(PEOPLE).allSatisfy((worker, hers) -> assertThat(hers).as(worker).hasSize(1));
        Map<String, String> passwords = handedOver();
        for (Map.Entry<String, List<SearchResultEntry>> one : accounts.entrySet()) {
            logOn.as(one.getValue().get(0).getAttributeValue("userPrincipalName"), passwords.get(one.getKey()));
        }
    }

    private Map<String, List<SearchResultEntry>> accounts() throws LDAPException {
        Map<String, List<SearchResultEntry>> accounts = new TreeMap<>();
        for (SearchResultEntry entry : admin.search(base, SearchScope.SUB, Filter.createEqualityFilter("objectClass", "user"), "employeeID", "userAccountControl", "pwdLastSet", "userPrincipalName").getSearchEntries()) {
            accounts.computeIfAbsent(String.valueOf(entry.getAttributeValue("employeeID")), none -> new java.util.ArrayList<>()).add(entry);
        }
        return accounts;
    }

    /** Nobody's name is missing, nobody's password, and nobody has two. */
    private Map<String, List<SearchResultEntry>> everyAccountIsWhole() throws LDAPException {
        Map<String, List<SearchResultEntry>> accounts = accounts();
        assertThat(accounts).doesNotContainKey("null");
        accounts.forEach((worker, hers) -> {
            assertThat(hers).as(worker).hasSize(1);
            assertThat(hers.get(0).getAttributeValueAsLong("userAccountControl")).as(worker).isEqualTo(WHOLE);
            assertThat(hers.get(0).getAttributeValueAsLong("pwdLastSet")).as(worker).isPositive();
        });
        return accounts;
    }

    /** By person, what the route was given last. */
    private Map<String, String> handedOver() throws Exception {
        Map<String, String> passwords = new HashMap<>();
        File[] files = project.folder().resolve("first-passwords").toFile().listFiles((folder, name) -> name.endsWith(".json"));
        Arrays.sort(files, Comparator.comparing(KilledInDomain::written));
        for (File file : files) {
            if (file.length() > 0) {
                JsonNode secret = new ObjectMapper().readTree(file);
                passwords.put(secret.get("key").asText(), secret.get("secrets").get("unicodePwd").asText());
            }
        }
        return passwords;
    }

    private static java.nio.file.attribute.FileTime written(File file) {
        try {
            return java.nio.file.Files.getLastModifiedTime(file.toPath());
        } catch (java.io.IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    @Override
    public void close() {
        project.close();
    }
}
