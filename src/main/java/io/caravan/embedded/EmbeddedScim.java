package io.caravan.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import de.captaingoldfish.scim.sdk.common.constants.ClassPathReferences;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.ServiceProvider;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.resources.complex.BulkConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.FilterConfig;
import de.captaingoldfish.scim.sdk.common.resources.complex.PatchConfig;
import de.captaingoldfish.scim.sdk.common.resources.multicomplex.AuthenticationScheme;
import de.captaingoldfish.scim.sdk.common.utils.JsonHelper;
import de.captaingoldfish.scim.sdk.server.endpoints.EndpointDefinition;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceEndpoint;
import de.captaingoldfish.scim.sdk.server.endpoints.base.GroupEndpointDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A SCIM 2.0 service provider (RFC 7643, RFC 7644) inside this process, reachable on loopback only: users with the
 * enterprise extension, groups, the discovery resources, filters, paging, PATCH, PUT, DELETE, and Bulk if asked for.
 * Every request needs the bearer token. {@code userName} is unique. With a file it starts from what it held when it was
 * last closed or saved.
 *
 * <p>Thread-safe. Prints nothing; SCIM-SDK logs through SLF4J.
 */
public final class EmbeddedScim implements AutoCloseable {

    static final String BASE_PATH = "/scim/v2";

    private static final int THREADS = 32;
    private static final int MAX_RESULTS = 1000;
    private static final int MAX_BULK_OPERATIONS = 1000;
    private static final long MAX_BULK_BYTES = 8L * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // The JDK's server sends head and body of an answer in two packets; without this each answer waits 40 ms for an ACK.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private final ScimResources.Users users = new ScimResources.Users();
    private final ScimResources.Groups groups = new ScimResources.Groups();
    private final String token;
    private final Optional<Path> file;
    private final HttpServer server;
    private final ExecutorService threads;

    private EmbeddedScim(Builder asked) throws IOException {
        token = asked.token;
        file = asked.file;
        if (file.isPresent() && Files.exists(file.get())) {
            load(file.get());
        }
        ResourceEndpoint endpoint = new ResourceEndpoint(serviceProvider(asked.bulk), userDefinition(asked.extensions),
                new GroupEndpointDefinition(groups));
        threads = Executors.newFixedThreadPool(THREADS, EmbeddedScim::daemon);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), asked.port), 256);
        server.setExecutor(threads);
        server.createContext(BASE_PATH, new ScimExchange(endpoint, token));
        server.start();
    }

    /** How the provider shall be started; each call narrows it. */
    public static final class Builder {
        private int port;
        private String token = UUID.randomUUID().toString();
        private Optional<Path> file = Optional.empty();
        private boolean bulk;
        private final List<String> extensions = new ArrayList<>();

        private Builder() {
        }

        /** The port; a free one if not asked for. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** The bearer token; a random one if not asked for. */
        public Builder token(String token) {
            this.token = token;
            return this;
        }

        /** The JSON file that carries the resources from one run to the next; none if not asked for. */
        public Builder file(Path file) {
            this.file = Optional.of(file);
            return this;
        }

        /** Offers {@code /Bulk} (RFC 7644 §3.7). */
        public Builder bulk() {
            this.bulk = true;
            return this;
        }

        /** A further extension of User, as the JSON of its schema (RFC 7643 §7). */
        public Builder userExtension(String schema) {
            extensions.add(schema);
            return this;
        }

        public EmbeddedScim start() {
            try {
                return new EmbeddedScim(this);
            } catch (IOException e) {
                throw new UncheckedIOException("the embedded SCIM provider does not start: " + e.getMessage(), e);
            }
        }
    }

    public static Builder with() {
        return new Builder();
    }

    /** On a free port, with a random token, empty, without Bulk, forgotten when closed. */
    public static EmbeddedScim start() {
        return with().start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base below which {@code /Users} and the others are, without a slash at its end. */
    public String url() {
        return "http://127.0.0.1:" + port() + BASE_PATH;
    }

    public String token() {
        return token;
    }

    public int userCount() {
        return users.store().size();
    }

    public int groupCount() {
        return groups.store().size();
    }

    /** Writes what it holds into its file, in one step; does nothing without one. */
    public void save() {
        file.ifPresent(this::save);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        save();
    }

    private void save(Path target) {
        ObjectNode all = JSON.createObjectNode();
        users.store().all().forEach(all.withArray("Users")::add);
        groups.store().all().forEach(all.withArray("Groups")::add);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Path beside = target.resolveSibling(target.getFileName() + ".new");
            JSON.writeValue(beside.toFile(), all);
            Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void load(Path source) throws IOException {
        JsonNode all = JSON.readTree(source.toFile());
        addAll(all.path("Users"), User.class, users.store());
        addAll(all.path("Groups"), Group.class, groups.store());
    }

    private static <T extends ResourceNode> void addAll(JsonNode resources, Class<T> type, ScimStore<T> store) {
        resources.forEach(resource -> store.add(JsonHelper.copyResourceToObject(resource, type)));
    }

    private EndpointDefinition userDefinition(List<String> furtherExtensions) {
        JsonNode type = JsonHelper.loadJsonDocument(ClassPathReferences.USER_RESOURCE_TYPE_JSON);
        List<JsonNode> extensions = new ArrayList<>();
        extensions.add(JsonHelper.loadJsonDocument(ClassPathReferences.ENTERPRISE_USER_SCHEMA_JSON));
        for (String extension : furtherExtensions) {
            JsonNode schema = JsonHelper.readJsonDocument(extension);
            extensions.add(schema);
            ((ArrayNode) type.path("schemaExtensions")).addObject().put("schema", schema.path("id").asText()).put("required", false);
        }
        return new EndpointDefinition(type, JsonHelper.loadJsonDocument(ClassPathReferences.USER_SCHEMA_JSON), extensions, users);
    }

    private static ServiceProvider serviceProvider(boolean bulk) {
        return ServiceProvider.builder()
                .filterConfig(FilterConfig.builder().supported(true).maxResults(MAX_RESULTS).build())
                .patchConfig(PatchConfig.builder().supported(true).build())
                .bulkConfig(BulkConfig.builder().supported(bulk).maxOperations(MAX_BULK_OPERATIONS).maxPayloadSize(MAX_BULK_BYTES).build())
                .authenticationSchemes(List.of(AuthenticationScheme.builder().name("Bearer token")
                        .description("A token given when the provider was started").type("oauthbearertoken").build()))
                .lenientContentTypeChecking(true)
                .build();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "embedded-scim");
        thread.setDaemon(true);
        return thread;
    }
}
