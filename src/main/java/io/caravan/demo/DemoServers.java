package io.caravan.demo;

import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The three systems of the demonstration: an LDAP directory and a SCIM 2.0 service provider inside this process, on
 * loopback, and an SQLite database beside them. What they hold stays in the folder between runs, and so do their
 * passwords; the project's settings read both from there.
 */
public final class DemoServers implements AutoCloseable {

    /** Where the directory listens unless something else does. */
    public static final int DIRECTORY_PORT = 10389;
    /** Where the SCIM provider listens unless something else does. */
    public static final int APP_PORT = 10080;

    private final Path folder;
    private final EmbeddedDirectory directory;
    private final EmbeddedScim app;
    private final Path database;

    private DemoServers(Path folder, EmbeddedDirectory directory, EmbeddedScim app, Path database) {
        this.folder = folder;
        this.directory = directory;
        this.app = app;
        this.database = database;
    }

    /** Starts all three with what they held when they were last closed. */
    public static DemoServers start(DemoFolder demo) {
        Path folder = demo.servers();
        try {
            Files.createDirectories(folder);
            Path database = folder.resolve("crm.db");
            prepareDatabase(database, Files.readString(demo.folder().resolve("crm-db.sql")));
            EmbeddedDirectory directory = EmbeddedDirectory.with().port(freePort(DIRECTORY_PORT))
                    .password(secret(folder.resolve("directory.password"))).file(folder.resolve("directory.ldif")).start();
            EmbeddedScim app = startApp(folder, directory);
            Files.writeString(folder.resolve("directory.url"), directory.url());
            Files.writeString(folder.resolve("app.url"), app.url());
            Files.writeString(folder.resolve("crm-db.url"), "jdbc:sqlite:" + database);
            return new DemoServers(folder, directory, app, database);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static EmbeddedScim startApp(Path folder, EmbeddedDirectory directory) throws IOException {
        try {
            return EmbeddedScim.with().port(freePort(APP_PORT)).token(secret(folder.resolve("app.token")))
                    .file(folder.resolve("app.json")).start();
        } catch (IOException | RuntimeException notStarted) {
            directory.close();
            throw notStarted;
        }
    }

    /** How anybody can look at what is in them, with tools that are not ours. */
    public List<Look> looks() {
        return List.of(
                new Look("directory", "ldapsearch -x -LLL -H " + directory.url() + " -D " + EmbeddedDirectory.ADMIN
                        + " -y " + quoted(folder.resolve("directory.password")) + " -b " + EmbeddedDirectory.PEOPLE
                        + " '(employeeType=active)' dn | grep -c ^dn:"),
                new Look("directory", "ldapsearch -x -LLL -H " + directory.url() + " -D " + EmbeddedDirectory.ADMIN
                        + " -y " + quoted(folder.resolve("directory.password")) + " -b " + EmbeddedDirectory.GROUPS
                        + " '(cn=dept-d005)' member | grep -c ^member:"),
                new Look("app", "curl -s -H \"Authorization: Bearer $(cat " + quoted(folder.resolve("app.token")) + ")\" '"
                        + app.url() + "/Users?filter=active+eq+true&count=1'"),
                new Look("crm-db", "sqlite3 " + quoted(database) + " 'select count(*) from account where active = 1'"));
    }

    /** @param command a line for a POSIX shell */
    public record Look(String system, String command) {
    }

    /** Writes what the servers hold into the folder, while they go on. */
    public void save() {
        directory.save();
        app.save();
    }

    @Override
    public void close() {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(directory::close);
        try {
            app.close();
        } finally {
            closing.join();
        }
    }

    private static void prepareDatabase(Path database, String schema) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
             Statement statement = connection.createStatement()) {
            for (String part : schema.split(";\\R")) {
                statement.execute(part);
            }
        } catch (SQLException broken) {
            throw new IllegalStateException("the application database " + database + " cannot be prepared: " + broken.getMessage(), broken);
        }
    }

    /** The secret in the file, or a new random one that is put there for this user's eyes only. Without a line end: tools read it whole. */
    private static String secret(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file);
        }
        byte[] random = new byte[18];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.readString(Files.writeString(file, secret));
    }

    private static int freePort(int wanted) {
        try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./@:+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
