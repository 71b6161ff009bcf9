package io.caravan.camel.ldap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real OpenLDAP server of this test's own: Debian's slapd as an ordinary process on a free loopback port, in a folder of its own. */
public final class Slapd implements AutoCloseable {

    public static final String SUFFIX = "dc=example,dc=com";
    public static final String PEOPLE = "ou=people," + SUFFIX;
    public static final String GROUPS = "ou=groups," + SUFFIX;
    public static final String ADMIN = "cn=admin," + SUFFIX;
    public static final String PASSWORD = "secret";

    private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
    private static final String CONFIGURATION = """
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            include /etc/ldap/schema/nis.schema
            %2$s
            pidfile %1$s/slapd.pid
            argsfile %1$s/slapd.args
            modulepath /usr/lib/ldap
            moduleload back_mdb
            moduleload unique
            sizelimit 500
            threads 8
            loglevel 0
            database mdb
            suffix dc=example,dc=com
            rootdn cn=admin,dc=example,dc=com
            rootpw secret
            directory %1$s/db
            maxsize 1073741824
            dbnosync
            index objectClass,uid,cn,sn,mail,employeeNumber,member,entryUUID eq
            index modifyTimestamp eq
            access to attrs=userPassword by self write by anonymous auth by * none
            access to * by * read
            overlay unique
            unique_uri ldap:///ou=people,dc=example,dc=com?mail?sub
            %3$s
            """;

    private final Path folder;
    private final int port;
    private Process process;

    private Slapd(String further, String overlays) throws IOException {
        folder = Files.createTempDirectory("caravan-slapd");
        Files.createDirectory(folder.resolve("db"));
        Files.writeString(folder.resolve("slapd.conf"), CONFIGURATION.formatted(folder, further, overlays));
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        run();
    }

    /** Skips the test, with the reason, where slapd is not installed. */
    public static Slapd start() throws IOException, LDAPException {
        return start("", "");
    }

    /** One in which passwords end; the policy is the entry {@code cn=policy} below its suffix. */
    public static Slapd withPasswordPolicy() throws IOException, LDAPException {
        return start("modulepath /usr/lib/ldap\nmoduleload ppolicy", "overlay ppolicy\nppolicy_default cn=policy," + SUFFIX);
    }

    /** One whose subschema nobody may read. */
    public static Slapd thatHidesItsSchema() throws IOException, LDAPException {
        return start("access to dn.base=cn=Subschema by * none", "");
    }

    private static Slapd start(String further, String overlays) throws IOException, LDAPException {
        assumeTrue(Files.isExecutable(PROGRAM), "needs OpenLDAP: install Debian's slapd");
        Slapd slapd = new Slapd(further, overlays);
        try (LDAPConnection admin = slapd.connect()) {
            admin.add(new AddRequest(SUFFIX, new Attribute("objectClass", "dcObject", "organization"), new Attribute("o", "Example")));
            for (String unit : List.of(PEOPLE, GROUPS)) {
                admin.add(new AddRequest(unit, new Attribute("objectClass", "organizationalUnit")));
            }
        }
        return slapd;
    }

    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    public LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMIN, PASSWORD);
    }

    /** Stops the server and starts it again on the same data and port. */
    public void restart() throws IOException {
        stop();
        run();
    }

    public void stop() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws IOException {
        // -d 0 keeps it in the foreground, so that it is our child and ends with us.
        process = new ProcessBuilder(PROGRAM.toString(), "-d", "0", "-f", folder.resolve("slapd.conf").toString(), "-h", url())
                .redirectErrorStream(true).redirectOutput(folder.resolve("slapd.log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).ignoreExceptions().until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("slapd.log")));
            }
            try (LDAPConnection connection = connect()) {
                return connection.isConnected();
            }
        });
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
