package io.caravan.mainjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.SearchControls;
import javax.naming.directory.SearchResult;
import javax.naming.ldap.Control;
import javax.naming.ldap.InitialLdapContext;
import javax.naming.ldap.PagedResultsControl;
import javax.naming.ldap.PagedResultsResponseControl;

/** Clients that have nothing to do with the program: Java's own for LDAP and HTTP, and plain SQL. */
final class OutsideView {

    private static final int PAGE = 500;

    private OutsideView() {
    }

    /** Rows of a query, as {@code a|b|c}. */
    static List<String> rows(String url, String query) {
        try (Connection connection = DriverManager.getConnection(url)) {
            return rows(connection, query);
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }

    static List<String> rows(Connection connection, String query) {
        try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>(columns);
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException failed) {
            throw new AssertionError(query, failed);
        }
    }

    /** Runs a statement. */
    static void change(String url, String statement) {
        try (Connection connection = DriverManager.getConnection(url); Statement run = connection.createStatement()) {
            run.execute(statement);
        } catch (SQLException failed) {
            throw new AssertionError(statement, failed);
        }
    }

    /** A directory, through JNDI. */
    record Directory(String url, String user, String password) {

        /** Entries below a DN with their attributes, both in order; sorted by DN. */
        Map<String, Map<String, List<String>>> entries(String base, String filter, String... attributes) {
            Map<String, Map<String, List<String>>> entries = new TreeMap<>();
            Hashtable<String, Object> settings = new Hashtable<>(Map.of(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory",
                    Context.PROVIDER_URL, url, Context.SECURITY_PRINCIPAL, user, Context.SECURITY_CREDENTIALS, password));
            try {
                InitialLdapContext context = new InitialLdapContext(settings, null);
                try {
                    SearchControls wanted = new SearchControls(SearchControls.SUBTREE_SCOPE, 0, 0, attributes, false, false);
                    byte[] cookie = null;
                    do {
                        context.setRequestControls(new Control[] {new PagedResultsControl(PAGE, cookie, Control.CRITICAL)});
                        for (SearchResult found : Collections.list(context.search(base, filter, wanted))) {
                            entries.put(found.getNameInNamespace(), values(found));
                        }
                        cookie = cookie(context.getResponseControls());
                    } while (cookie != null && cookie.length > 0);
                } finally {
                    context.close();
                }
            } catch (NamingException | IOException failed) {
                throw new AssertionError(failed);
            }
            return entries;
        }

        private static Map<String, List<String>> values(SearchResult found) throws NamingException {
            Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (Attribute attribute : Collections.list(found.getAttributes().getAll())) {
                values.put(attribute.getID(), Collections.list(attribute.getAll()).stream().map(String::valueOf).sorted().toList());
            }
            return values;
        }

        private static byte[] cookie(Control[] controls) {
            for (Control control : controls == null ? new Control[0] : controls) {
                if (control instanceof PagedResultsResponseControl paged) {
                    return paged.getCookie();
                }
            }
            return null;
        }
    }

    /** A SCIM provider, through plain HTTP. */
    record Scim(String url, String token) {

        private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        /** A connection that nobody answers on must not be taken for an application that never gets there. */
        private static final Duration ANSWER = Duration.ofSeconds(10);
        private static final ObjectMapper JSON = new ObjectMapper();

        long count(String filter) {
            return get("/Users?count=1&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)).path("totalResults").asLong();
        }

        /** Every user as the provider gives it, by id. */
        Map<String, JsonNode> users() {
            Map<String, JsonNode> users = new TreeMap<>();
            long total;
            do {
                JsonNode page = get("/Users?count=1000&startIndex=" + (users.size() + 1));
                total = page.path("totalResults").asLong();
                page.path("Resources").forEach(user -> users.put(user.path("id").asText(), user));
            } while (users.size() < total);
            return users;
        }

        JsonNode get(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).GET();
            try {
                return send(request, 200);
            } catch (UnansweredException once) {
                return send(request, 200);
            }
        }

        void delete(String path) {
            send(HttpRequest.newBuilder(URI.create(url + path)).DELETE(), 204);
        }

        private JsonNode send(HttpRequest.Builder builder, int expected) {
            HttpRequest request = builder.setHeader("Authorization", "Bearer " + token).timeout(ANSWER).build();
            try {
                HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() != expected) {
                    throw new AssertionError(request + " → " + answer.statusCode() + " " + answer.body());
                }
                return JSON.readTree(answer.body());
            } catch (HttpTimeoutException unanswered) {
                throw new UnansweredException(unanswered);
            } catch (IOException failed) {
                throw new AssertionError(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }

        private static final class UnansweredException extends AssertionError {
            private UnansweredException(HttpTimeoutException cause) {
                super(cause);
            }
        }
    }
}
