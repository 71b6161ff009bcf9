package io.caravan.camel.ldap;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.caravan.camel.SelfMadeCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real domain controller of this test's own: Debian's Samba as ordinary processes, in a folder of its own. Its ports are fixed, so it listens on a loopback
 * address that nobody else has.
 */
public final class SambaDomain implements AutoCloseable {

    public static final String DOMAIN = "DC=corp,DC=example,DC=test";
    public static final String ADMIN = "CN=Administrator,CN=Users," + DOMAIN;
    public static final String PASSWORD = "Adm1n!Passw0rd";
    private static final int LDAP = 389;
    private static final int LDAPS = 636;
    private static final Path PROGRAM = Path.of("/usr/sbin/samba");
    private static final Path TOOL = Path.of("/usr/bin/samba-tool");
    private static final String SETTINGS = """
            [global]
            \tserver services = ldap kdc
            \tlog file = %1$s/log.%%m
            \tpid directory = %1$s/run
            \tncalrpc dir = %1$s/ncalrpc
            \tntp signd socket directory = %1$s/ntp
            \twinbindd socket directory = %1$s/wb
            \ttls enabled = yes
            \ttls keyfile = %1$s/key.pem
            \ttls certfile = %1$s/%2$s.pem
            \ttls cafile = %1$s/%2$s.pem
            \tldap server require strong auth = no
            """;

    private static final String LOAD = """
            import sys
            from samba.auth import system_session
            from samba.param import LoadParm
            from samba.samdb import SamDB
            lp = LoadParm()
            lp.load(sys.argv[1])
            db = SamDB(url=sys.argv[2], lp=lp, session_info=system_session(lp))
            db.transaction_start()
            db.add_ldif(open(sys.argv[3]).read())
            db.transaction_commit()
            """;

    private final Path folder;
    private final String address;
    private final Path certificate;
    private Process process;

    private SambaDomain() throws IOException, InterruptedException, GeneralSecurityException {
        folder = Files.createTempDirectory("caravan-samba");
        address = freeAddress();
        SelfMadeCertificate made = SelfMadeCertificate.ofRsa(folder, "--subject-alternative-name-ip-address", address);
        certificate = made.pem();
        writeKey(made);
        for (String name : List.of("etc", "private", "state", "cache", "lock", "run", "log", "sysvol", "ncalrpc")) {
            Files.createDirectory(folder.resolve(name));
        }
        provision();
        run();
    }

    /** Skips the test, with the reason, where Samba is not installed or may not be started. Takes some seconds. */
    public static SambaDomain start() throws IOException, InterruptedException, GeneralSecurityException {
        assumeTrue(Files.isExecutable(PROGRAM) && Files.isExecutable(TOOL), "needs a domain controller: install Debian's samba-ad-dc, samba-ad-provision, samba-dsdb-modules and samba-vfs-modules");
        assumeTrue("root".equals(System.getProperty("user.name")), "a domain controller needs ports below 1024 and files of many owners: run as root");
        return new SambaDomain();
    }

    private static String freeAddress() throws IOException {
        IOException last = null;
        for (int tries = 0; tries < 20; tries++) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String address = "127." + random.nextInt(1, 250) + "." + random.nextInt(1, 250) + "." + random.nextInt(2, 250);
            try (ServerSocket ldap = new ServerSocket(); ServerSocket ldaps = new ServerSocket()) {
                ldap.bind(new InetSocketAddress(InetAddress.getByName(address), LDAP));
                ldaps.bind(new InetSocketAddress(InetAddress.getByName(address), LDAPS));
                return address;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }

    private void writeKey(SelfMadeCertificate made) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = SelfMadeCertificate.password().toCharArray();
        try (InputStream in = Files.newInputStream(made.keyStore())) {
            store.load(in, password);
        }
        Path key = Files.createFile(folder.resolve("key.pem"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(store.getKey("server", password).getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    private void provision() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(TOOL.toString(), "domain", "provision", "--realm=CORP.EXAMPLE.TEST", "--domain=CORP", "--adminpass=" + PASSWORD,
                "--server-role=dc", "--dns-backend=NONE", "--host-name=dc1", "--host-ip=" + address, "--targetdir=" + folder));
        Stream.of("interfaces=" + address + "/8", "bind interfaces only=yes", "posix:eadb=" + folder.resolve("private/eadb.tdb"), "vfs objects=acl_xattr xattr_tdb dfs_samba4",
                "ldb:nosync=true", "xattr_tdb:file=" + folder.resolve("private/xattr.tdb")).forEach(option -> command.add("--option=" + option));
        Path said = folder.resolve("provision.log");
        Process provisioning = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!provisioning.waitFor(3, TimeUnit.MINUTES) || provisioning.exitValue() != 0) {
            provisioning.destroyForcibly();
            throw new IllegalStateException("the domain could not be provisioned: " + Files.readString(said));
        }
        Path settings = folder.resolve("etc/smb.conf");
        List<String> lines = Files.readAllLines(settings).stream().filter(line -> !line.contains("log file") && !line.contains("dns forwarder")).toList();
        Files.writeString(settings, String.join("\n", lines).replace("[global]\n", SETTINGS.formatted(folder, address)) + "\n");
    }

    private void run() throws IOException {
        process = new ProcessBuilder(PROGRAM.toString(), "-s", folder.resolve("etc/smb.conf").toString(), "-i", "-M", "single", "--no-process-group")
                .redirectErrorStream(true).redirectOutput(folder.resolve("samba.log").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).ignoreExceptionsMatching(thrown -> process.isAlive()).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(folder.resolve("samba.log")));
            }
            try (LDAPConnection connection = connect()) {
                return connection.isConnected();
            }
        });
    }

    /** Puts entries straight into the database, in one transaction: by LDAP, thousands would take minutes. */
    public void load(String ldif) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("load.ldif"), ldif);
        Path said = folder.resolve("load.log");
        Process loading = new ProcessBuilder("/usr/bin/python3", "-c", LOAD, folder.resolve("etc/smb.conf").toString(), folder.resolve("private/sam.ldb").toString(), file.toString())
                .redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!loading.waitFor(3, TimeUnit.MINUTES) || loading.exitValue() != 0) {
            loading.destroyForcibly();
            throw new IllegalStateException("the entries could not be loaded: " + Files.readString(said));
        }
    }

    /** Where the realm is, as Java's {@code java.security.krb5.conf} wants it. */
    public Path kerberosSettings() throws IOException {
        return Files.writeString(folder.resolve("krb5.conf"), "[libdefaults]\n default_realm = CORP.EXAMPLE.TEST\n dns_lookup_kdc = false\n dns_lookup_realm = false\n rdns = false\n"
                + "[realms]\n CORP.EXAMPLE.TEST = {\n  kdc = " + address + "\n }\n");
    }

    /** A key table of this account. */
    public Path keyTab(String account) throws IOException, InterruptedException {
        Path table = folder.resolve(account + ".keytab");
        Path said = folder.resolve("keytab.log");
        Process exporting = new ProcessBuilder(TOOL.toString(), "domain", "exportkeytab", table.toString(), "--principal=" + account + "@CORP.EXAMPLE.TEST", "-s",
                folder.resolve("etc/smb.conf").toString()).redirectErrorStream(true).redirectOutput(said.toFile()).start();
        if (!exporting.waitFor(1, TimeUnit.MINUTES) || exporting.exitValue() != 0) {
            exporting.destroyForcibly();
            throw new IllegalStateException("the keys could not be exported: " + Files.readString(said));
        }
        return table;
    }

    public String url() {
        return "ldap://" + address;
    }

    public String secureUrl() {
        return "ldaps://" + address;
    }

    /** What a client has to trust, as PEM. */
    public Path certificate() {
        return certificate;
    }

    /** As the administrator. */
    public LDAPConnection connect() throws LDAPException, GeneralSecurityException {
        return bind(ADMIN, PASSWORD);
    }

    public LDAPConnection bind(String who, String password) throws LDAPException, GeneralSecurityException {
        return new LDAPConnection(new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory(), address, LDAPS, who, password);
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20)).until(() -> {
            all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
            return all.stream().noneMatch(ProcessHandle::isAlive);
        });
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
