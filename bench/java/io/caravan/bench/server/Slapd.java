package io.caravan.bench.server;

import io.caravan.bench.measure.EndState;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.caravan.bench.process.FreePort;
import io.caravan.bench.process.MeasuredProcess;
import io.caravan.bench.process.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** OpenLDAP as Debian and others package it, with an empty mdb database. */
public final class Slapd implements TargetServer {

    public static final String SUFFIX = "dc=example,dc=com";
    public static final String PEOPLE = "ou=people," + SUFFIX;
    public static final String ADMIN = "cn=admin," + SUFFIX;
    public static final String PASSWORD = "secret";

    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/slapd"), Path.of("/usr/libexec/slapd"), Path.of("/usr/lib/openldap/slapd"));
    private static final List<Path> SCHEMAS = List.of(Path.of("/etc/ldap/schema"), Path.of("/etc/openldap/schema"));
    private static final List<Path> MODULES = List.of(Path.of("/usr/lib/ldap"), Path.of("/usr/lib64/openldap"), Path.of("/usr/lib/openldap"));
    private static final String COMPLETED = "monitorOpCompleted";
    private static final Duration TO_START = Duration.ofSeconds(20);

    private final int port;
    private final MeasuredProcess process;

    /** Whether each write is on disk before it is answered. */
    public enum Durability { FSYNC, NOSYNC }

    private Slapd(int port, MeasuredProcess process) {
        this.port = port;
        this.process = process;
    }

    /** Why there is no server on this machine; empty when there is one. */
    public static Optional<String> missing() {
        return first(PROGRAMS).isPresent() && first(SCHEMAS).isPresent() ? Optional.empty()
                : Optional.of("needs OpenLDAP's slapd, which is not installed; on Debian and Ubuntu: apt-get install slapd");
    }

    /** Starts it with {@code PEOPLE} in it and nobody there. */
    public static Slapd start(Path folder, Durability durability) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("db"));
        Path configuration = Files.writeString(folder.resolve("slapd.conf"), configuration(folder, durability));
        int port = FreePort.find();
        // -d 0 keeps it in the foreground, so that it is our child.
        Slapd slapd = new Slapd(port, MeasuredProcess.start("slapd", folder, Map.of(), List.of(first(PROGRAMS).orElseThrow().toString(),
                "-d", "0", "-f", configuration.toString(), "-h", "ldap://127.0.0.1:" + port)));
        try {
            slapd.prepare();
            return slapd;
        } catch (IOException | InterruptedException failed) {
            slapd.close();
            throw failed;
        }
    }

    private static Optional<Path> first(List<Path> places) {
        return places.stream().filter(Files::exists).findFirst();
    }

    private static String configuration(Path folder, Durability durability) {
        Path schemas = first(SCHEMAS).orElseThrow();
        // Some packages have mdb built in, and no modules.
        String module = first(MODULES).filter(Slapd::hasMdb).map(path -> "modulepath " + path + "\nmoduleload back_mdb\n").orElse("");
        return """
                include %1$s/core.schema
                include %1$s/cosine.schema
                include %1$s/inetorgperson.schema
                pidfile %2$s/slapd.pid
                %3$ssizelimit unlimited
                threads 16
                loglevel 0
                database monitor
                database mdb
                suffix %4$s
                rootdn %5$s
                rootpw %6$s
                directory %2$s/db
                maxsize 8589934592
                %7$s
                index objectClass,uid,cn,sn,mail,employeeNumber,entryUUID,entryCSN eq
                """.formatted(schemas, folder, module, SUFFIX, ADMIN, PASSWORD, durability == Durability.NOSYNC ? "dbnosync" : "");
    }

    private static boolean hasMdb(Path modules) {
        try (Stream<Path> files = Files.list(modules)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("back_mdb"));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private void prepare() throws IOException, InterruptedException {
        long until = System.nanoTime() + TO_START.toNanos();
        while (true) {
            try (LDAPConnection admin = connect()) {
                admin.add(new AddRequest(SUFFIX, new Attribute("objectClass", "dcObject", "organization"), new Attribute("o", "Example")));
                admin.add(new AddRequest(PEOPLE, new Attribute("objectClass", "organizationalUnit")));
                return;
            } catch (LDAPException notYet) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new IOException("slapd does not start: " + notYet.getMessage() + "\n" + process.err(), notYet);
                }
                Thread.sleep(20);
            }
        }
    }

    /**
     * What it has answered, refused requests too.
     *
     * @param others modifications, renames and deletes
     */
    public record Answered(long adds, long others) {

        public Answered since(Answered earlier) {
            return new Answered(adds - earlier.adds, others - earlier.others);
        }

        public long all() {
            return adds + others;
        }
    }

    /** By its own counters. */
    public Answered answered() throws IOException {
        try (LDAPConnection admin = connect()) {
            return new Answered(completed(admin, "Add"), completed(admin, "Modify") + completed(admin, "Modrdn") + completed(admin, "Delete"));
        } catch (LDAPException failed) {
            throw new IOException("the directory's own counters cannot be read: " + failed.getMessage(), failed);
        }
    }

    private static long completed(LDAPConnection admin, String operation) throws LDAPException {
        return admin.getEntry("cn=" + operation + ",cn=Operations,cn=Monitor", COMPLETED).getAttributeValueAsLong(COMPLETED);
    }

    public String url() {
        return "ldap://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMIN, PASSWORD);
    }

    @Override
    public Usage usage() {
        return process.usage();
    }

    @Override
    public EndState endState() throws IOException {
        try (LDAPConnection admin = connect()) {
            return new DirectoryState(admin).read();
        } catch (LDAPException failed) {
            throw new IOException("the directory cannot be read: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
