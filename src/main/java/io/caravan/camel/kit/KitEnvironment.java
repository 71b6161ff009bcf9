package io.caravan.camel.kit;

import io.caravan.embedded.EmbeddedActiveDirectory;
import io.caravan.embedded.EmbeddedDirectory;
import io.caravan.embedded.EmbeddedScim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a connector is tried out against: a server in this process, a database, or just a folder.
 *
 * @param values what {@code <name>} in the settings of the data file stands for
 * @param server to be stopped
 */
record KitEnvironment(Map<String, String> values, AutoCloseable server) implements AutoCloseable {

    private static final String SAMPLE = "sample-";
    static final Set<String> KINDS = Stream.concat(Stream.of("none", "temp-folder", "sqlite", "embedded-ldap", "embedded-active-directory", "embedded-scim", "sample-rest", "sample-box", "sample-zendesk", "sample-servicenow", "sample-docusign", "sample-workday", "sample-workday-soap", "sample-successfactors", "sample-oracle-hcm", "sample-sap-gateway", "sample-zoom", "sample-dropbox", "sample-adobe", "sample-graph"),
            ScimWays.VENDORS.stream().map(SAMPLE::concat)).collect(Collectors.toUnmodifiableSet());

    static KitEnvironment start(KitFile kit, Path folder) {
        Map<String, String> values = new HashMap<>(Map.of("folder", folder.toString(), "wrong", "certainly not this"));
        write(kit, folder);
        return switch (kit.environment()) {
            case "none", "temp-folder" -> new KitEnvironment(values, () -> { });
            case "sqlite" -> sqlite(kit, folder, values);
            case "embedded-ldap" -> {
                EmbeddedDirectory directory = EmbeddedDirectory.start();
                values.putAll(Map.of("url", directory.url(), "password", directory.password(),
                        "user", EmbeddedDirectory.ADMIN, "base", EmbeddedDirectory.PEOPLE, "groups", EmbeddedDirectory.GROUPS));
                yield new KitEnvironment(values, directory);
            }
            case "embedded-active-directory" -> {
                EmbeddedActiveDirectory domain = EmbeddedActiveDirectory.start();
                values.putAll(Map.of("url", domain.secureUrl(), "password", domain.password(), "certificate", domain.certificateFile().toString(),
                        "user", EmbeddedActiveDirectory.ADMIN, "base", EmbeddedActiveDirectory.STAFF, "groups", EmbeddedActiveDirectory.GROUPS));
                yield new KitEnvironment(values, domain);
            }
            case "embedded-scim" -> {
                EmbeddedScim provider = EmbeddedScim.start();
                values.putAll(Map.of("url", provider.url(), "password", provider.token()));
                yield new KitEnvironment(values, provider);
            }
            case "sample-rest" -> {
                SampleService service = SampleService.start();
                values.putAll(Map.of("url", service.url(), "password", SampleService.TOKEN));
                yield new KitEnvironment(values, service);
            }
            case "sample-box" -> {
                SampleBox service = new SampleBox();
                values.putAll(Map.of("url", service.url(), "password", SampleBox.SECRET));
                yield new KitEnvironment(values, service);
            }
            case "sample-zendesk" -> {
                SampleZendesk service = new SampleZendesk();
                values.putAll(Map.of("url", service.url(), "user", SampleZendesk.USER, "password", SampleZendesk.TOKEN));
                yield new KitEnvironment(values, service);
            }
            case "sample-graph" -> {
                SampleGraph service = new SampleGraph();
                values.putAll(Map.of("url", service.url(), "password", SampleGraph.SECRET));
                yield new KitEnvironment(values, service);
            }
            case "sample-servicenow" -> {
                SampleServiceNow service = new SampleServiceNow();
                values.putAll(Map.of("url", service.url(), "user", SampleServiceNow.USER, "password", SampleServiceNow.PASSWORD));
                yield new KitEnvironment(values, service);
            }
            case "sample-docusign" -> {
                SampleDocuSign service = new SampleDocuSign();
                values.putAll(Map.of("url", service.url(), "password", SampleDocuSign.TOKEN));
                yield new KitEnvironment(values, service);
            }
            case "sample-workday" -> {
                SampleWorkday service = new SampleWorkday();
                values.putAll(Map.of("url", service.url() + "/" + String.join("/", SampleWorkday.PATH), "user", SampleWorkday.USER, "password", SampleWorkday.PASSWORD));
                yield new KitEnvironment(values, service);
            }
            case "sample-workday-soap" -> {
                SampleWorkdaySoap service = new SampleWorkdaySoap();
                values.putAll(Map.of("url", service.url() + "/" + String.join("/", SampleWorkdaySoap.PATH), "user", SampleWorkdaySoap.USER, "password", SampleWorkdaySoap.PASSWORD));
                yield new KitEnvironment(values, service);
            }
            case "sample-successfactors" -> {
                SampleSuccessFactors service = new SampleSuccessFactors();
                values.putAll(Map.of("url", service.url(), "password", SampleSuccessFactors.SECRET));
                yield new KitEnvironment(values, service);
            }
            case "sample-oracle-hcm" -> {
                SampleOracleHcm service = new SampleOracleHcm();
                values.putAll(Map.of("url", service.url(), "password", SampleOracleHcm.TOKEN));
                yield new KitEnvironment(values, service);
            }
            case "sample-sap-gateway" -> {
                SampleSapGateway service = new SampleSapGateway();
                values.putAll(Map.of("url", service.url(), "user", SampleSapGateway.USER, "password", SampleSapGateway.PASSWORD));
                yield new KitEnvironment(values, service);
            }
            case "sample-zoom" -> {
                SampleZoom service = new SampleZoom();
                values.putAll(Map.of("url", service.url(), "password", SampleZoom.SECRET));
                yield new KitEnvironment(values, service);
            }
            case "sample-dropbox" -> {
                SampleDropbox service = new SampleDropbox();
                values.putAll(Map.of("url", service.url(), "password", SampleDropbox.TOKEN));
                yield new KitEnvironment(values, service);
            }
            case "sample-adobe" -> {
                SampleAdobe service = new SampleAdobe();
                values.putAll(Map.of("url", service.url(), "password", SampleAdobe.SECRET));
                yield new KitEnvironment(values, service);
            }
            default -> vendor(kit, values);
        };
    }

    private static KitEnvironment vendor(KitFile kit, Map<String, String> values) {
        if (!KINDS.contains(kit.environment())) {
            throw new KitException("unknown environment '" + kit.environment() + "'; there are " + KINDS.stream().sorted().toList());
        }
        SampleScim service = new SampleScim(kit.environment().substring(SAMPLE.length()));
        values.putAll(Map.of("url", service.url(), "password", SampleScim.TOKEN));
        return new KitEnvironment(values, service);
    }

    private static KitEnvironment sqlite(KitFile kit, Path folder, Map<String, String> values) {
        String url = "jdbc:sqlite:" + folder.resolve("kit.db") + "?journal_mode=WAL";
        values.put("url", url);
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            for (String sql : kit.sql()) {
                statement.execute(sql);
            }
        } catch (SQLException failed) {
            throw new KitException("the kit's database could not be prepared: " + failed.getMessage(), failed);
        }
        return new KitEnvironment(values, () -> { });
    }

    private static void write(KitFile kit, Path folder) {
        kit.files().forEach((name, text) -> {
            try {
                Files.createDirectories(folder.resolve(name).getParent());
                Files.writeString(folder.resolve(name), text);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** Puts a secret where a project would have it, and gives the placeholder for it. */
    static String secret(Path folder, String name, String value) {
        try {
            Path file = folder.resolve("secret-" + name);
            Files.writeString(file, value);
            return "{{file:" + file + "}}";
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The text with every {@code <name>} of this environment filled in. */
    String fill(String text) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("<" + value.getKey() + ">", value.getValue());
        }
        return filled;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (Exception failed) {
            throw new KitException("the kit's server did not stop", failed);
        }
    }
}
