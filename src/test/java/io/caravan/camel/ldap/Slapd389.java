package io.caravan.camel.ldap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real 389 Directory Server of this test's own: Debian's ns-slapd as an ordinary process on a free loopback port, in a folder of its own. Its own tool for new
 * instances wants systemd and folders of the machine; what that tool fills in is filled in here.
 */
public final class Slapd389 implements AutoCloseable {

    public static final String SUFFIX = "dc=example,dc=com";
    public static final String PEOPLE = "ou=people," + SUFFIX;
    public static final String ADMIN = "cn=Directory Manager";
    public static final String PASSWORD = "secret-Word-1";

    private static final Path PROGRAM = Path.of("/usr/sbin/ns-slapd");
    private static final Path TEMPLATE = Path.of("/usr/share/dirsrv/data/template-dse.ldif");
    private static final Path SETTINGS = Path.of("/etc/dirsrv");
    private static final String BACKEND = "cn=userRoot,cn=ldbm database,cn=plugins,cn=config";

    private final Path folder;
    private final int port;
    private final Process process;

    private Slapd389() throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory("caravan-389");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String name : List.of("config/schema", "db", "log", "run", "lock", "tmp", "bak", "ldif", "inst")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (String of : List.of("config", "schema")) {
            try (Stream<Path> files = Files.list(SETTINGS.resolve(of))) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(of.equals("schema") ? "config/schema" : of).resolve(file.getFileName()));
                }
            }
        }
        Files.writeString(folder.resolve("config/dse.ldif"), filled(Files.readString(TEMPLATE)));
        process = new ProcessBuilder(PROGRAM.toString(), "-D", folder.resolve("config").toString(), "-i", folder.resolve("run/pid").toString(), "-d", "0")
                .redirectErrorStream(true).redirectOutput(folder.resolve("out.txt").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).ignoreExceptionsMatching(thrown -> process.isAlive()).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("out.txt")));
            }
            try (LDAPConnection connection = connect()) {
                return connection.isConnected();
            }
        });
    }

    private String filled(String template) throws GeneralSecurityException {
        String text = template;
        Map<String, String> folders = Map.of("schema_dir", "config/schema", "lock_dir", "lock", "tmp_dir", "tmp", "cert_dir", "config", "ldif_dir", "ldif", "bak_dir", "bak", "run_dir", "run",
                "inst_dir", "inst", "log_dir", "log", "config_dir", "config");
        for (Map.Entry<String, String> one : folders.entrySet()) {
            text = text.replace("%" + one.getKey() + "%", folder.resolve(one.getValue()).toString());
        }
        for (String database : List.of("db_dir", "db_home_dir")) {
            text = text.replace("%" + database + "%", folder.resolve("db").toString());
        }
        byte[] hash = MessageDigest.getInstance("SHA-512").digest((PASSWORD + "saltsalt").getBytes(StandardCharsets.UTF_8));
        byte[] salted = new byte[hash.length + 8];
        System.arraycopy(hash, 0, salted, 0, hash.length);
        System.arraycopy("saltsalt".getBytes(StandardCharsets.UTF_8), 0, salted, hash.length, 8);
        return text.replace("%fqdn%", "localhost").replace("%ds_port%", String.valueOf(port)).replace("%ds_user%", System.getProperty("user.name")).replace("%rootdn%", ADMIN)
                .replace("%ds_passwd%", "{SSHA512}" + Base64.getEncoder().encodeToString(salted)).replace("%ldapi_enabled%", "off").replace("%ldapi_autobind%", "off")
                .replace("%ldapi%", folder.resolve("run/ldapi").toString()).replace("%db_lib%", "bdb").replace("%ds_suffix%", SUFFIX);
    }

    /** Skips the test, with the reason, where it is not installed. */
    public static Slapd389 start() throws IOException, LDAPException, GeneralSecurityException {
        assumeTrue(Files.isExecutable(PROGRAM) && Files.isReadable(TEMPLATE), "needs 389 Directory Server: install Debian's 389-ds-base");
        Slapd389 server = new Slapd389();
        try (LDAPConnection admin = server.connect()) {
            admin.add(new AddRequest(BACKEND, new Attribute("objectClass", "top", "extensibleObject", "nsBackendInstance"), new Attribute("cn", "userRoot"), new Attribute("nsslapd-suffix", SUFFIX)));
            admin.add(new AddRequest("cn=\"" + SUFFIX + "\",cn=mapping tree,cn=config", new Attribute("objectClass", "top", "extensibleObject", "nsMappingTree"), new Attribute("cn", SUFFIX),
                    new Attribute("nsslapd-state", "backend"), new Attribute("nsslapd-backend", "userRoot")));
            admin.add(new AddRequest(SUFFIX, new Attribute("objectClass", "top", "domain"), new Attribute("dc", "example")));
            admin.add(new AddRequest(PEOPLE, new Attribute("objectClass", "organizationalUnit"), new Attribute("ou", "people")));
        }
        return server;
    }

    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    public LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMIN, PASSWORD);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
